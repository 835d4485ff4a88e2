"""One table for every list: cells made by `ui/parts/format.py`, a delegate that asks the model once a cell.

A model answers `CELL` with a `Cell`; `DisplayRole` and `AccessibleTextRole` give its text, so
that screen readers and copying work on the same words. `RowsModel` holds short lists;
the register pages from the store by `models.RegisterModel`. Rows are of one height, the
vertical header is hidden and columns are sized once: see the Qt facts of the design.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from tracker.ui.parts.celldelegate import PAD, CellDelegate, Index
from tracker.ui.parts.cells import CELL, EMPTY, RECORD, Cell, cell_data, plain_tooltip
from tracker.ui.parts.theme import font, row_height

__all__ = [
    "CELL",
    "EMPTY",
    "RECORD",
    "Cell",
    "CellDelegate",
    "Column",
    "Index",
    "Row",
    "RowsModel",
    "Table",
    "cell_data",
    "heading_data",
    "plain_tooltip",
]

_STRETCHES, _STAYS = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Interactive


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the text it is made wide enough for, and which one takes the rest.

    Attributes:
        key: a stable name, for sorting and for remembering widths.
        sample: the longest text that usually stands in it.
        stretch: True for the column that takes the width left over.
        bold: True where its text may be bold, which some fonts set much wider.
        drop: 1 for the first to go where the table is too narrow for all, then 2 …; 0 stays.
    """

    key: str
    title: str
    sample: str
    right: bool = False
    stretch: bool = False
    bold: bool = False
    drop: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a short list; `record` is what opening it opens. A heading spans the row."""

    cells: tuple[Cell, ...]
    record: object = None
    heading: bool = False


class RowsModel(QAbstractTableModel):
    """A short list held in memory: at most some hundreds of rows."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[Row] = []

    def show(self, rows: Sequence[Row]) -> None:
        """Put these rows in place of those shown."""
        self.beginResetModel()
        self._rows = [_as_heading(row) if row.heading else row for row in rows]
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row of that number, None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        if row.heading:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or index.column() >= len(self.columns):
            return None
        if role == RECORD:
            return row.record
        cell = row.cells[index.column()] if index.column() < len(row.cells) else EMPTY
        return cell_data(cell, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return heading_data(self.columns, section, role)
        return None


def _as_heading(row: Row) -> Row:
    return replace(row, cells=tuple(cell._replace(heading=True) for cell in row.cells))


def heading_data(columns: Sequence[Column], section: int, role: int) -> object:
    """What a model's `headerData` gives for a column in each role."""
    if not 0 <= section < len(columns):
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].title
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if columns[section].right else Qt.AlignmentFlag.AlignLeft
        return Qt.AlignmentFlag.AlignVCenter | side
    return None


class Table(QTableView):
    """A table of rows: whole rows selected, hairlines, Enter or double click opens.

    Signals:
        opened(record): Enter, or a double click, on a row.
    """

    opened = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height())
        self._set_up(self.horizontalHeader())
        self.doubleClicked.connect(self._open)
        self._columns: tuple[Column, ...] = ()
        self._widths: list[int] = []
        self._wanted: frozenset[str] | None = None
        self._room = 0

    @staticmethod
    def _set_up(header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(row_height())

    def lay_out(self, columns: Sequence[Column]) -> None:
        """Size the columns once, each for its sample text; the stretching one takes the rest."""
        header = self.horizontalHeader()
        head = QFontMetrics(font(0.9, 500))
        self._columns = tuple(columns)
        self._widths.clear()
        for number, column in enumerate(columns):
            body = QFontMetrics(font(1.0, 600 if column.bold else 500))
            width = max(body.horizontalAdvance(column.sample), head.horizontalAdvance(column.title) + 12)
            self._widths.append(width + 2 * PAD + 2)
            self.setColumnWidth(number, self._widths[-1])
            if column.stretch:
                header.setSectionResizeMode(number, _STRETCHES)

    def want(self, keys: Iterable[str]) -> None:
        """Show these columns and no others, as far as there is room."""
        self._wanted = frozenset(keys)
        self.fit()

    def fit(self) -> None:
        """Hide what was not asked for, then what may be dropped until the rest has room.

        The width left over goes to the columns that stretch; to the first, where all of those are hidden.
        """
        shown = [
            number
            for number, column in enumerate(self._columns)
            if self._wanted is None or column.key in self._wanted
        ]
        spare = self._room - sum(self._widths[number] for number in shown)
        for number in sorted(shown, key=lambda number: self._columns[number].drop):
            if spare < 0 and self._columns[number].drop:
                shown.remove(number)
                spare += self._widths[number]
        for number in range(len(self._columns)):
            self.setColumnHidden(number, number not in shown)
        self._stand_where_shown()
        if shown and any(column.stretch for column in self._columns):
            self._stretch([n for n in shown if self._columns[n].stretch] or shown[:1])

    def _stretch(self, widest: Collection[int]) -> None:
        """Let those columns share the width left over."""
        header = self.horizontalHeader()
        for number, width in enumerate(self._widths):
            mode = _STRETCHES if number in widest else _STAYS
            if header.sectionResizeMode(number) != mode:
                header.setSectionResizeMode(number, mode)
                self.setColumnWidth(number, width)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._stand_where_shown()

    def _stand_where_shown(self) -> None:
        """Keep the current cell out of hidden columns: from one, Qt's arrow keys lead nowhere."""
        current, header = self.currentIndex(), self.horizontalHeader()
        if current.isValid() and self.isColumnHidden(current.column()):
            in_order = map(header.logicalIndex, range(header.count()))
            shown = next((number for number in in_order if not self.isColumnHidden(number)), None)
            if shown is not None:
                beside = current.siblingAtColumn(shown)
                self.selectionModel().setCurrentIndex(beside, QItemSelectionModel.SelectionFlag.NoUpdate)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room = event.size().width()
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange):
            delegate = self.itemDelegate()
            if isinstance(delegate, CellDelegate):
                delegate.forget()
            self.verticalHeader().setDefaultSectionSize(row_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def span_headings(self) -> None:
        """Let the headings of a list in memory run across; call after its rows have changed."""
        model = self.model()
        self.clearSpans()
        if isinstance(model, RowsModel):
            for number in range(model.rowCount()):
                row = model.row(number)
                if row is not None and row.heading:
                    self.setSpan(number, 0, 1, model.columnCount())

    def height_for(self, rows: int) -> int:
        """How high the table is when it shows that many rows without scrolling."""
        header = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().height()
        return header + rows * self.verticalHeader().defaultSectionSize() + 2

    def selected_record(self) -> object:
        """The record of the current row, None where no row is current."""
        index = self.currentIndex()
        return index.data(RECORD) if index.isValid() else None

    def _open(self, index: QModelIndex) -> None:
        record = index.data(RECORD) if index.isValid() else None
        if record is not None:
            self.opened.emit(record)
