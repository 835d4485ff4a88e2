"""First steps: the strip that says what the sample is, and the registers opened lately."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from tracker.ui.actions import Actions
from tracker.ui.bridge import Bridge
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, button, tool_button

SAMPLE = "sample.db"
"""The name of the register that a first start makes to look round in."""

_TOLD = "welcome"


class Welcome(QWidget):
    """The strip over the sample: what it is, and the two ways to a register of one's own.

    Signals:
        new_wanted(): an empty register.
        import_wanted(): a register for a spreadsheet that there is already.
    """

    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("kind", "banner")
        self.setProperty("tone", Tone.GOOD.value)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        words = PlainLabel(
            "This is a sample, to look round in: nothing in it is yours, and nothing you do to it matters.",
            wrap=True,
        )
        self.new = button("Start an empty register…", kind="primary", small=True)
        self.bring = button("Bring in your spreadsheet…", small=True)
        self.later = tool_button("close", "Look round first")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, GRID, 6)
        row.setSpacing(GRID + 4)
        row.addWidget(words, 1)
        row.addWidget(self.new)
        row.addWidget(self.bring)
        row.addWidget(self.later)
        self.new.clicked.connect(self.new_wanted)
        self.bring.clicked.connect(self.import_wanted)
        self.later.clicked.connect(self._put_away)
        self.setVisible(bridge.session.path.name == SAMPLE and _TOLD not in bridge.settings.told)

    def _put_away(self) -> None:
        """Not again; File > New register is always there."""
        self.hide()
        self._bridge.settings.told = [_TOLD, *self._bridge.settings.told]
        self._bridge.act(self._bridge.settings.save)


class RecentMenu(QObject):
    """File > Open recent: the registers opened lately that are still there, but for the one shown."""

    def __init__(self, actions: Actions, show: Callable[[str], None], bridge: Bridge) -> None:
        super().__init__(bridge)
        self._show, self._bridge = show, bridge
        file = actions.menus["&File"]
        self.menu = QMenu("Open &recent", file)
        file.insertMenu(actions["new_window"], self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.triggered.connect(self._choose)
        self._fill()

    def _fill(self) -> None:
        self.menu.clear()
        here = str(self._bridge.session.path.resolve())
        for name in self._bridge.settings.recent:
            if name != here:
                path = Path(name)
                text = f"{path.name}   {path.parent}".replace("&", "&&")
                self.menu.addAction(text).setData(name)
        self.menu.setEnabled(not self.menu.isEmpty())

    def _choose(self, action: QAction) -> None:
        self._show(str(action.data()))
