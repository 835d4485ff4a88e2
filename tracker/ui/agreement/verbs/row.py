"""What can be done with an agreement: buttons for what comes next, and a menu for the rest."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from tracker.domain.deadlines.standing import ENDED, Standing
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import button

_MORE = (
    ("extend", "Extend…"),
    ("renew", "Renew…"),
    ("vary", "Vary…"),
    ("supersede", "Supersede…"),
    ("terminate", "Terminate…"),
)
_BESIDES = (
    ("party", "Add a party…"),
    ("cite", "Cite a source…"),
    ("tag", "Add a tag"),
    ("document", "Link a document…"),
    ("note", "Write a note"),
)
_WHAT_IF = "What if…"


class VerbsRow(QWidget):
    """Extend and Give notice; of an agreement that has ended, Renew.

    Signals:
        wanted(str): the verb of that key.
        what_if(): see how its dates would be otherwise.
        removed(): take it out of the register.
    """

    wanted = Signal(str)
    what_if = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.extend = button("Extend…")
        self.renew = button("Renew…")
        self.notice = button("Give notice…")
        self.more = button("More", name="More that can be done with it")
        self.more.setMenu(self._menu())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for key, each in (("extend", self.extend), ("renew", self.renew), ("notice", self.notice)):
            each.clicked.connect(partial(self.wanted.emit, key))
            row.addWidget(each)
        row.addWidget(self.more)

    def _menu(self) -> QMenu:
        menu = QMenu(self.more)
        for part in (_MORE, _BESIDES):
            for key, words in part:
                action = menu.addAction(words)
                action.setData(key)
                action.triggered.connect(partial(self.wanted.emit, key))
            menu.addSeparator()
        menu.addAction(_WHAT_IF).triggered.connect(self.what_if)
        menu.addAction("Remove the agreement").triggered.connect(self.removed)
        return menu

    def first(self) -> QPushButton:
        """The button for what is likeliest next."""
        return self.renew if self.extend.isHidden() else self.extend

    def show_standing(self, standing: Standing, *, writable: bool) -> None:
        """Offer what an agreement that stands so allows."""
        ended = standing.status in ENDED
        self.extend.setHidden(ended)
        self.extend.setEnabled(writable and standing.current_end is not None)
        self.renew.setVisible(ended)
        self.renew.setEnabled(writable)
        self.notice.setEnabled(writable)
        for action in self.more.menu().actions():
            action.setEnabled(writable or action.text() == _WHAT_IF)
            if action.data() in ("extend", "renew"):  # the other one is a button
                action.setVisible((action.data() == "extend") is ended)
