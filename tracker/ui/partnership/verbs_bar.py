"""The verbs in the head of a partnership's page, and the panels that they open beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QWidget
from shiboken6 import Shiboken

from tracker.app.partnership.dossier import Dossier
from tracker.domain.agreement import AgreementType
from tracker.ui.agreement.verbs.extending import ExtendPanel
from tracker.ui.bridge import Bridge, Place
from tracker.ui.partnership.verbs_panels import (
    HostPanel,
    JoinPanel,
    MemberNoticePanel,
    PartnerPanel,
    ServicePanel,
    SupersedePanel,
)
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import button

_PANELS: dict[str, Callable[[Bridge, QWidget | None], PartnerPanel]] = {
    "join": JoinPanel,
    "notice": MemberNoticePanel,
    "service": ServicePanel,
    "host": HostPanel,
    "supersede": SupersedePanel,
}


class PartnerVerbs(QWidget):
    """Two buttons and a menu; a panel stands at the right of the page while it is open.

    Signals:
        opened(bool): a panel is open, or none is any more.
    """

    opened = Signal(bool)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found: Dossier | None = None
        self._across: QHBoxLayout | None = None
        self._panels: dict[str, PartnerPanel] = {}
        self._extend: ExtendPanel | None = None
        self._came_from: QWidget | None = None
        self.joins = button("A council joins…")
        self.notice = button("Give notice…")
        self.more = button("More")
        self._menu = QMenu(self.more)
        self._menu.triggered.connect(self._on_action)
        self.more.setMenu(self._menu)
        self.joins.clicked.connect(self._on_joins)
        self.notice.clicked.connect(self._on_notice)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for each in (self.joins, self.notice, self.more):
            row.addWidget(each)

    def show_in(self, across: QHBoxLayout) -> None:
        """Panels stand at the right of that row."""
        self._across = across

    def show_dossier(self, found: Dossier) -> None:
        """Work on that arrangement; a panel that is open on another closes."""
        other = self._found is not None and self._found.arrangement.id != found.arrangement.id
        self._found = found
        if other:
            self.close_panels()
        writable = not self._bridge.session.read_only
        self.setEnabled(writable)
        self._menu.clear()
        memoranda = any(a.type is AgreementType.MEMORANDUM for a in found.agreements)
        becomes = "MoU becomes an agreement…" if memoranda else "New agreement in place of one…"
        entries = [
            ("A member leaves one service…", "service"),
            ("The host moves…", "host"),
            (becomes, "supersede"),
        ]
        for words, key in entries:
            self._menu.addAction(words).setData(key)
        self._menu.addSeparator()
        for agreement in found.agreements:
            if self._bridge.session.stand(agreement).current_end is not None:
                name = agreement.reference or agreement.title
                self._menu.addAction(f"Extend {name.replace('&', '&&')}…").setData(agreement.id)
        self._menu.addSeparator()
        self._menu.addAction("Cost shares…").setData("shares")
        for panel in self._panels.values():
            if panel.isVisible():
                panel.show_dossier(found)

    def show_panel(self, key: str) -> None:
        """Open the panel of that verb: join, notice, service, host or supersede."""
        if self._found is None or self._across is None:
            return
        self.close_panels()
        if key not in self._panels:
            made = _PANELS[key](self._bridge, self._across.parentWidget())
            made.closed.connect(self._on_closed)
            made.done.connect(self._on_done)
            self._panels[key] = made
            self._across.addWidget(made)
        panel = self._panels[key]
        panel.show_dossier(self._found)
        self._came_from = QApplication.focusWidget()
        self.opened.emit(True)
        panel.show()
        panel.first().setFocus()

    def panel(self, key: str) -> PartnerPanel | None:
        """The panel of that verb; None where it was never opened."""
        return self._panels.get(key)

    def show_extend(self, agreement_id: int) -> None:
        """Open the panel that extends one of its agreements."""
        if self._across is None:
            return
        self.close_panels()
        if self._extend is None:
            self._extend = ExtendPanel(self._bridge, self._across.parentWidget())
            self._extend.closed.connect(self._on_closed)
            self._extend.done.connect(self._on_done)
            self._across.addWidget(self._extend)
        self._extend.show_agreement(self._bridge.session.agreement(agreement_id))
        self._came_from = QApplication.focusWidget()
        self.opened.emit(True)
        self._extend.show()
        self._extend.first().setFocus()

    def close_panels(self) -> None:
        """Close whichever is open."""
        for panel in (*self._panels.values(), *([self._extend] if self._extend else [])):
            panel.hide()
        self.opened.emit(False)

    def _on_closed(self) -> None:
        """The keyboard goes back to where it was, or to the verbs."""
        self.close_panels()
        back = self._came_from
        if back is None or not Shiboken.isValid(back) or not back.isVisible():
            back = self.joins
        back.setFocus()

    def _on_done(self, made: object) -> None:
        self._bridge.said.emit(f"Done: {self._bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def _on_joins(self) -> None:
        self.show_panel("join")

    def _on_notice(self) -> None:
        self.show_panel("notice")

    def _on_action(self, action: QAction) -> None:
        key = action.data()
        if isinstance(key, int):
            self.show_extend(key)
        elif key == "shares" and self._found is not None:
            self._bridge.go.emit(Place("costshares", self._found.arrangement.id))
        else:
            self.show_panel(str(key))
