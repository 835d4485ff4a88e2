"""The room at both sides of the register's table: its words stand under the title and the buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from tracker.ui.parts.celldelegate import PAD
from tracker.ui.parts.theme import MARGIN


class Margins(QWidget):
    """Holds what has the table in it. The scroll bar stands in the margin, so no column moves when it comes."""

    def __init__(self, inside: QWidget, table: QTableView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = table.verticalScrollBar()
        self._row = QHBoxLayout(self)
        self._row.addWidget(inside)
        self._bar.rangeChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        bar = self._bar.sizeHint().width() if self._bar.maximum() else 0
        self._row.setContentsMargins(MARGIN - PAD, 0, max(0, MARGIN - PAD - bar), 0)
