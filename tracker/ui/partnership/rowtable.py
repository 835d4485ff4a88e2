"""The table of the partnership screens: a list of any length, whose rows are made when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

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


T = TypeVar("T")


class Many(NamedTuple, Generic[T]):
    """Rows of one kind, without headings: hundreds of thousands cost nothing until they are looked at.

    Attributes:
        items: what the rows are made of.
        make: makes the row of an item.
        place_of: the number of the row that opens a record; None where there is none.
    """

    items: Sequence[T]
    make: Callable[[T], Row]
    place_of: Callable[[object], int | None]


class LongModel(RowsModel):
    """A list in memory, however long: what is never looked at is never made."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._lines: list[Row | Later] = []
        self._many: Many[Any] | None = None
        self._made: dict[int, Row] = {}

    def show(self, rows: Sequence[Row | Later] | Many[Any]) -> None:
        self.beginResetModel()
        self._made = {}
        self._many = rows if isinstance(rows, Many) else None
        self._lines = [] if isinstance(rows, Many) else [_as_heading(row) for row in rows]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.isValid():
            return 0
        return len(self._lines) if self._many is None else len(self._many.items)

    def row(self, number: int) -> Row | None:
        if not 0 <= number < self.rowCount():
            return None
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number)
        return made

    def _make(self, number: int) -> Row:
        if self._many is not None:
            return self._many.make(self._many.items[number])
        line = self._lines[number]
        return line.make() if isinstance(line, Later) else line

    def is_heading(self, number: int) -> bool:
        """Whether that row is a heading; it is not made for the answer."""
        line = self._lines[number] if self._many is None else None
        return isinstance(line, Row) and line.heading

    def headings(self) -> list[int]:
        """The numbers of the rows that are headings."""
        return [number for number in range(len(self._lines)) if self.is_heading(number)]

    def place_of(self, record: object) -> int | None:
        """The number of the row that opens that record; None where there is none."""
        if self._many is not None:
            return self._many.place_of(record)
        return next(
            (n for n, line in enumerate(self._lines) if line.record == record and not self.is_heading(n)),
            None,
        )


def _as_heading(row: Row | Later) -> Row | Later:
    if isinstance(row, Later) or not row.heading:
        return row
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

    def show_rows(self, rows: Sequence[Row | Later] | Many[Any]) -> None:
        """Show these rows, and keep the record that was selected; a long list is better given as `Later` or `Many`."""
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
        for number in self.rows.headings():
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
