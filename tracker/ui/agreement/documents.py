"""The documents of an agreement, each a link that opens it or says why it cannot be opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.app.documents import Link, LinkKind, look_at, written
from tracker.domain.agreement import Agreement
from tracker.ui.bridge import Bridge
from tracker.ui.parts.format import Shape
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import ElidedLabel, Mark, PlainLabel, Section, button

_LONGEST = 44


class Documents(Section):
    """The list; it is gone where there is none."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Documents", parent=parent)
        self._bridge = bridge
        self._asked: tuple[tuple[str, str], ...] = ()
        self.links: tuple[Link, ...] = ()

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the documents of that agreement; whether they are there is found out on a worker."""
        named = written(self._bridge.session, agreement)
        self.setVisible(bool(named))
        self._asked = named
        if named:
            self._bridge.run(partial(_look, named, self._bridge.session.path.parent), self._on_looked)
        else:
            self._show(())

    def _on_looked(self, answer: object) -> None:
        named, links = cast("tuple[tuple[tuple[str, str], ...], tuple[Link, ...]]", answer)
        if named == self._asked:
            self._show(links)

    def _show(self, links: tuple[Link, ...]) -> None:
        self.links = links
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for number, link in enumerate(links):
            self.body.addWidget(self._row(number, link))

    def _row(self, number: int, link: Link) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GRID)
        if link.can_open:
            opens = button(_short(link.text).replace("&", "&&"), kind="link", name=f"Open {link.text}")
            opens.setToolTip(plain_tooltip(link.target))
            opens.setObjectName(str(number))
            opens.clicked.connect(self._open)
            row.addWidget(opens)
            row.addWidget(PlainLabel(link.kind.value, "caption"))
            row.addStretch()
            return made
        tone = Tone.DANGER if link.kind is LinkKind.MISSING else Tone.MUTED
        row.addWidget(Mark(Shape.CROSS, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(ElidedLabel(link.text), 1)
        why = PlainLabel(link.kind.value, "caption", tone=tone)
        why.set_help(link.why)
        row.addWidget(why)
        return made

    def _open(self) -> None:
        number = int(self.sender().objectName())
        link = look_at([self._asked[number]], self._bridge.session.path.parent)[0]
        if not link.can_open:  # it was there when the page was shown
            self._bridge.said.emit(f"{link.text} was not opened. {link.why}", Tone.WARNING, "")
            return
        url = QUrl(link.target) if link.kind is LinkKind.WEB else QUrl.fromLocalFile(link.target)
        if not QDesktopServices.openUrl(url):
            self._bridge.said.emit(f"No program on this machine opens {link.text}.", Tone.WARNING, "")


def _look(named: tuple[tuple[str, str], ...], folder: Path) -> object:
    return named, look_at(named, folder)


def _short(text: str) -> str:
    """A path or title that fits a column: its ends matter most."""
    return text if len(text) <= _LONGEST else f"{text[:18]}…{text[-(_LONGEST - 19) :]}"
