"""Two people changed one field: both values side by side under it, and a choice; nothing is lost by waiting."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.parts.format import Shape
from tracker.ui.parts.marks import Mark
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button

_BLANK = "not recorded"


class Clash(QWidget):
    """What stands in the register by now, what was typed, and the three ways on.

    Signals:
        mine(): keep what was typed, over what is there.
        theirs(): keep what is there.
    """

    mine = Signal()
    theirs = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "box")
        self.setProperty("tone", Tone.WARNING.value)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.told = PlainLabel("", "strong", wrap=True)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(2)
        self.grid.setColumnStretch(1, 1)
        self.values = [PlainLabel("", wrap=True) for _ in range(3)]
        for row, (words, value) in enumerate(
            zip(("It was", "It is now", "You typed"), self.values, strict=True)
        ):
            self.grid.addWidget(PlainLabel(words, "caption"), row, 0, Qt.AlignmentFlag.AlignTop)
            self.grid.addWidget(value, row, 1)
        self.keep_mine = button("Keep mine", small=True, name=f"Keep my {label.lower()}")
        self.keep_theirs = button("Keep theirs", small=True, name=f"Keep their {label.lower()}")
        self.keep_mine.clicked.connect(self.mine)
        self.keep_theirs.clicked.connect(self.theirs)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(Mark(Shape.TRIANGLE, Tone.WARNING), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.told, 1)
        choices = QHBoxLayout()
        choices.setSpacing(GRID)
        choices.addWidget(self.keep_mine)
        choices.addWidget(self.keep_theirs)
        choices.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self.grid)
        column.addLayout(choices)
        column.addWidget(PlainLabel("Or type on: nothing is kept until you choose.", "caption", wrap=True))

    def show_values(self, by: str, was: str, now: str, typed: str) -> None:
        """Say who changed it, and the three values."""
        self.told.setText(f"{by or 'Somebody else'} changed this while you were typing.")
        for label, text in zip(self.values, (was, now, typed), strict=True):
            label.setText(text or _BLANK)
