"""How many reminders come up in each month, as bars that lead to it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.ui.home.parts import BarRow
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import Scroller, Section, clear

_WIDE = 232


class Months(Scroller):
    """The months beside the list of what comes up.

    Signals:
        chosen(date): the month that begins on that day was pressed.

    Attributes:
        bars: first day of a month -> its bar.
    """

    chosen = Signal(date)

    def __init__(self, parent: QWidget | None = None) -> None:
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._section = Section("By month")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(self._section)
        column.addStretch()
        super().__init__(inside, parent=parent)
        self.setFixedWidth(_WIDE)
        self.bars: dict[date, BarRow] = {}

    def show_months(self, counted: Counter[date]) -> None:
        """Show so many reminders in each month, told by its first day."""
        most = max(counted.values(), default=1)
        self.bars = {}
        box = QWidget()  # shown at once: Qt lays the page out for each bar that joins what is to be seen
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for first in sorted(counted):
            bar = BarRow(first.isoformat(), f"{first:%B %Y}", counted[first], most)
            bar.clicked.connect(partial(self.chosen.emit, first))
            self.bars[first] = bar
            column.addWidget(bar)
        clear(self._section.body)
        self._section.body.addWidget(box)
