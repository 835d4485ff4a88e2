"""The foot of the register: what is selected comes to this, and all of the list to that, by basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.ui.parts import format as show
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import ElidedLabel
from tracker.ui.register.headings import sum_words

if TYPE_CHECKING:
    from tracker.app.rows import Totals


class Foot(QWidget):
    """Two lines of words in one: at the left of the selection, at the right of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.of_selection = ElidedLabel("")
        self._all_selected = False
        self._of_all: tuple[str, ...] = ()
        self.of_all = ElidedLabel("", "muted")
        self.of_all.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GRID, MARGIN, GRID)
        row.setSpacing(3 * GRID)
        row.addWidget(self.of_selection)
        row.addWidget(self.of_all, 1)

    def show_one(self, place: int | None, total: int) -> None:
        """One row is selected, or none."""
        self._all_selected = False
        self._say("" if place is None else f"Row {place + 1:,} of {total:,}")

    def show_several(self, number: int, total: int, totals: Totals | None) -> None:
        """So many are selected; what they come to follows when it has been added up."""
        self._all_selected = number == total
        words = [f"{number:,} of {total:,} selected", *sum_words(totals)]
        if totals is not None and not totals.sums:
            words.append("none states an amount")
        self._say("   ".join(words))

    def _say(self, words: str) -> None:
        self.of_selection.setText(words)
        self._fit()

    def show_all(self, total: int, totals: Totals | None) -> None:
        """What the whole list comes to; nothing where all of it is selected, for then that is told already."""
        known = totals if totals is not None and totals.agreements == total else None
        words = [] if self._all_selected else [show.count(total, "agreement"), *sum_words(known)]
        self._of_all = tuple(words)
        self._fit()

    def _fit(self) -> None:
        """Of the list only as much as there is room for: an amount that is cut is worse than none."""
        metrics = self.fontMetrics()
        room = self.width() - 2 * MARGIN - 3 * GRID - metrics.horizontalAdvance(self.of_selection.text())
        words = list(self._of_all)
        while len(words) > 1 and metrics.horizontalAdvance("; ".join(words)) > room:
            words.pop()
        self.of_all.setText("; ".join(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
