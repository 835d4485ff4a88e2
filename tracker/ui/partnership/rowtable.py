"""The table of the partnership screens: a list of any length, whose rows are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from tracker.ui.parts.fittedtable import FittedTable
from tracker.ui.parts.tables import RECORD, Column, Index, Row, RowsModel
from tracker.ui.parts.theme import row_height


class Later(NamedTuple):
    """A row that is made when it is first looked at.

    Attributes:
        record: what opening it opens.
        make: makes the row, which is no heading.
    """

    record: object
    make: Callable[[], Row]


class LongModel(RowsModel):
    """A list in memory, of some thousands of rows if need be: what is never looked at is never made."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._lines: list[Row | Later] = []

    def show(self, rows: Sequence[Row | Later]) -> None:
        self.beginResetModel()
        self._lines = [_as_heading(row) if isinstance(row, Row) and row.heading else row for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def row(self, number: int) -> Row | None:
        if not 0 <= number < len(self._lines):
            return None
        line = self._lines[number]
        if isinstance(line, Later):
            line = self._lines[number] = line.make()
        return line

    def is_heading(self, number: int) -> bool:
        """Whether that row is a heading; it is not made for the answer."""
        line = self._lines[number]
        return isinstance(line, Row) and line.heading

    def place_of(self, record: object) -> int | None:
        """The number of the row that opens that record; None where there is none."""
        return next(
            (n for n, line in enumerate(self._lines) if line.record == record and not self.is_heading(n)),
            None,
        )


def _as_heading(row: Row) -> Row:
    return Row(tuple(cell._replace(heading=True) for cell in row.cells), row.record, heading=True)


class RowTable(FittedTable):
    """A table with its model; one click on the first column opens its row, as Enter does.

    Args:
        links: False where the rows open nothing.
        whole: all of its rows are shown, and its columns fit what stands in them.
    """

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        parent: QWidget | None = None,
        *,
        links: bool = True,
        whole: bool = False,
    ) -> None:
        super().__init__(name, parent)
        self.rows = LongModel(columns, self)
        self._links, self._whole = links, whole
        self.setModel(self.rows)
        self.lay_out(columns)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rows(self, rows: Sequence[Row | Later]) -> None:
        """Show these rows, and keep the record that was selected; a long list is better given as `Later`."""
        chosen = self.selected_record()
        self.rows.show(rows)
        self.span_headings()
        if self._whole:
            self.fit_to_cells()
        self._fit_height()
        if chosen is not None:
            self.select(chosen)

    def _fit_height(self) -> None:
        """A table that is shown whole has room for all of its rows, and for the bar under a wide one."""
        if not self._whole:
            return
        header, bar = self.horizontalHeader(), self.horizontalScrollBar()
        under = bar.sizeHint().height() if header.length() > self.viewport().width() else 0
        high = self.height_for(self.rows.rowCount()) + max(0, row_height() - header.height()) + 1 + under
        if high != self.maximumHeight():
            self.setFixedHeight(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def select(self, record: object) -> bool:
        """Select the row of that record; False where there is none."""
        number = self.rows.place_of(record)
        if number is None:
            return False
        self.selectRow(number)
        self.scrollTo(self.rows.index(number, 0))
        return True

    def select_first(self) -> None:
        """Select the first row that is not a heading, where none is selected."""
        if self.currentIndex().isValid():
            return
        first = next((n for n in range(self.rows.rowCount()) if not self.rows.is_heading(n)), None)
        if first is not None:
            self.selectRow(first)

    def span_headings(self) -> None:
        self.clearSpans()
        for number in range(self.rows.rowCount()):
            if self.rows.is_heading(number):
                self.setSpan(number, 0, 1, self.rows.columnCount())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if self._links and event.button() == Qt.MouseButton.LeftButton and index.column() == 0:
            self._open_at(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not self._links or index.column() != 0:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = self._links and index.column() == 0 and index.data(RECORD) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _open_at(self, index: QModelIndex) -> None:
        record = index.data(RECORD) if index.isValid() else None
        if record is not None:
            self.opened.emit(record)
