"""The table of an import: a line for each row of the file, its cells "in the file" and "read as"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter, is_
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from tracker.app.incoming.importview import (
    LABELS,
    ODD_ROWS,
    PAIRED,
    PlanRow,
    column_of,
    findings_of,
    is_odd,
)
from tracker.app.incoming.sight import Sight
from tracker.domain.check import Severity
from tracker.ui.importer.cells import RIGHT, brief, outcome_cell, read_cell, read_text, written_cell
from tracker.ui.importer.lists import selected_lines
from tracker.ui.parts.tables import (
    CELL,
    EMPTY,
    RECORD,
    Cell,
    CellDelegate,
    Column,
    Index,
    Table,
    cell_data,
    heading_data,
)
from tracker.ui.parts.theme import Tone, font, row_height, tokens

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Plan

_SINGLE_FIRST = ("reference", "title", "supplier", "buyer")
_SINGLE_LAST = ("value", "annual_value", "department", "owner", "category", "procurement_route", "tags")
_SAMPLES = {"title": "Provision of a managed print service", "supplier": "Northgate Building Services"}
ASKED = "asked"
"""The rows that raise the question about the ends."""

_LOOK = 200
"""Rows whose texts decide how wide a column is made."""


_NUMBER = attrgetter("row")
"""A row's number in the file, in the order of which rows stand."""

_FIRST = 2
"""The column that is in hand at first: behind the row's number and outcome."""

_LOOKED_THROUGH = 500
"""Rows among which the first that could not be read is looked for."""

_KEYS: dict[int, str] = {
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Return: "type",
    Qt.Key.Key_Enter: "type",
    Qt.Key.Key_F2: "type",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of the table.

    Attributes:
        field: what it is about; "" for the row's number and outcome.
        written: True for "in the file", False for "read as" or a column of its own.
        group: the heading over a pair, "" for a column of its own.
    """

    column: Column
    field: str = ""
    written: bool = False
    group: str = ""


_SHEET = 18
"""Letters of a sheet's name for which there is room beside a row's number."""


def columns_for(plan: Plan) -> tuple[Shown, ...]:
    """The columns that this file's table has."""
    shown = [
        Shown(_column_of_rows(plan)),
        Shown(Column("outcome", "Outcome", "● Not imported")),
    ]
    there = [name for name in LABELS if column_of(plan, name) is not None]
    for name in (name for name in _SINGLE_FIRST if name in there):
        shown.append(Shown(Column(name, LABELS[name], _SAMPLES.get(name, "CON-2026-0142")), name))
    for name in (name for name in PAIRED if name in there):
        right, group = name in RIGHT, LABELS[name]
        shown.append(Shown(Column(f"{name} written", "in the file", "31/03/2027", right), name, True, group))
        sample = "30 September 2027" if right else "2 years + 1 year"
        shown.append(Shown(Column(name, "read as", sample, right), name, False, group))
    if "extensions" not in there and any(row.planned and row.planned.agreement.options for row in plan.rows):
        # They stand in another column: beside the end, in the term or the title.
        shown.append(Shown(Column("extensions", LABELS["extensions"], "2 years + 1 year"), "extensions"))
    for name in (name for name in _SINGLE_LAST if name in there):
        sample = "£1,250,000.00" if name in RIGHT else "Street and traffic"
        shown.append(Shown(Column(name, LABELS[name], sample, name in RIGHT), name))
    return tuple(shown)


def _column_of_rows(plan: Plan) -> Column:
    """Numbers; where several sheets are read together, a row's sheet stands beside its number."""
    parts = plan.table.parts
    longest = max((part.name[:_SHEET] for part in parts), key=len, default="")
    return Column("row", "Row", f"000 of {longest}") if parts else Column("row", "Row", "00000", right=True)


def _rows_of(sight: Sight, only: str) -> list[PlanRow]:
    rows = sight.plan.rows
    if only == ODD_ROWS:
        return [row for row in rows if is_odd(row)]
    if only == ASKED:
        asked = frozenset(sight.question.rows if sight.question is not None else ())
        return [row for row in rows if row.row in asked]
    return [row for row in rows if row.outcome == only] if only else list(rows)


class PlanModel(QAbstractTableModel):
    """The rows of a Plan, all of them or those of one outcome; a cell is made when it is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight: Sight | None = None
        self._rows: list[PlanRow] = []
        self._only: str | None = None
        self.shown: tuple[Shown, ...] = ()

    def show(self, sight: Sight, only: str = "") -> bool:
        """Show the rows of that outcome (its value), those of `ODD_ROWS` or `ASKED`, or for "" all.

        Returns True where other rows are shown than before, and False where the same are shown again.
        """
        whole = sight is self._sight and only == self._only == ""
        rows = self._rows if whole else _rows_of(sight, only)
        self._only = only
        if whole or (
            sight is self._sight and len(rows) == len(self._rows) and all(map(is_, rows, self._rows))
        ):
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.shown) - 1))
            return False
        self.beginResetModel()
        if sight is not self._sight:
            self._sight = sight
            self.shown = columns_for(sight.plan)
        self._rows = rows
        self.endResetModel()
        return True

    def clear(self) -> None:
        """Show nothing, and hold nothing."""
        self.beginResetModel()
        self._sight, self._rows, self._only, self.shown = None, [], None, ()
        self.endResetModel()

    def row(self, number: int) -> PlanRow | None:
        """The row on that line of the table."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def line_of(self, row: PlanRow) -> int | None:
        """The line on which the row of that number stands, None where it is not shown."""
        line = bisect_left(self._rows, row.row, key=_NUMBER)
        return line if line < len(self._rows) and self._rows[line].row == row.row else None

    def written(self, row: PlanRow, field: str) -> str:
        """What stands in the file."""
        return self._sight.cells.written(row, field) if self._sight is not None else ""

    def sort_of_cell(self, row: PlanRow, field: str) -> str:
        """What the spreadsheet holds there."""
        return self._sight.cells.sort_of_cell(row, field) if self._sight is not None else ""

    def label(self, field: str) -> str:
        """The label of the file's column that fills a field."""
        column = column_of(self._sight.plan, field) if self._sight is not None else None
        return column.label if column is not None else ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None or index.column() >= len(self.shown):
            return None
        if role == RECORD:
            return row
        if role not in (CELL, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return cell_data(self._cell(row, self.shown[index.column()]), role)

    def _cell(self, row: PlanRow, shown: Shown) -> Cell:
        if shown.column.key == "row":
            return Cell(f"{row.row}", Tone.MUTED, right=shown.column.right)
        if shown.column.key == "outcome":
            return outcome_cell(row)
        if row.planned is None and shown.group and not shown.written:
            return EMPTY
        written = self.written(row, shown.field)
        if shown.written or row.planned is None:
            return written_cell(written, shown.field)  # what was left out is told by its own words
        return read_cell(row, shown.field, written, findings_of(row, self.label(shown.field)))

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.shown):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            shown = self.shown[section]
            return f"{shown.group}, {shown.column.title}" if shown.group else shown.column.title
        return heading_data([shown.column for shown in self.shown], section, role)

    def widest(self, number: int) -> str:
        """The longest text of a column, or its sample where that is longer, among the first rows."""
        shown = self.shown[number]
        if shown.written:
            texts = [brief(self.written(row, shown.field)) for row in self._rows[:_LOOK]]
        elif shown.field:
            texts = [brief(read_text(row, shown.field)) for row in self._rows[:_LOOK]]
        else:
            texts = []
        return max(texts, key=len, default="") or shown.column.sample


class PairedHeader(QHeaderView):
    """Headings of two lines: what a pair is about, and below it which of the two a column is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(2 * row_height() - 8)

    def _shown(self) -> Sequence[Shown]:
        model = self.model()
        return model.shown if isinstance(model, PlanModel) else ()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        colours, shown = tokens(), self._shown()
        painter.fillRect(rect, QColor(colours.ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.muted))
        if logical >= len(shown):
            return
        line = QRect(rect.left() + 8, rect.bottom() - row_height() + 2, rect.width() - 16, row_height() - 2)
        painter.setFont(font(0.9, 500))
        painter.setPen(QColor(colours.muted))
        side = Qt.AlignmentFlag.AlignRight if shown[logical].column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | side, shown[logical].column.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(font(0.9, 500))
        shown = self._shown()
        for number, one in enumerate(shown):
            if not one.group or not one.written:
                continue
            left = self.sectionViewportPosition(number)
            width = self.sectionSize(number) + self.sectionSize(number + 1)
            painter.setPen(tokens().ink(Tone.PLAIN))
            place = QRect(left + 8, 2, width - 16, self.height() - row_height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, one.group)
            painter.fillRect(left, 0, 1, self.height(), QColor(tokens().line))
            painter.fillRect(left + width, 0, 1, self.height(), QColor(tokens().line))
        painter.end()


class PlanDelegate(CellDelegate):
    """A cell, with a line at the left of each pair and a frame around the cell in hand."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        model = index.model()
        shown = model.shown[index.column()] if isinstance(model, PlanModel) else None
        before = model.shown[index.column() - 1] if isinstance(model, PlanModel) and index.column() else None
        if shown is not None and (shown.written or (before is not None and before.group and not shown.group)):
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), QColor(tokens().line))
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index and shown and shown.field:
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))


class PlanTable(Table):
    """The table of an import: whole rows are selected, one or many, and one cell is in hand.

    Signals:
        in_hand(PlanRow, str): the row, and the field of the cell that is current now.
        many_in_hand(int): so many rows are selected, more than one.
        keyed(str): "delete", "insert" or "type" was pressed on what is selected.
    """

    in_hand = Signal(object, str)
    many_in_hand = Signal(int)
    keyed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Rows of the file", parent)
        self.plan_model = PlanModel(self)
        self.setHorizontalHeader(PairedHeader(self))
        self.setItemDelegate(PlanDelegate(self))
        self.setModel(self.plan_model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().currentChanged.connect(self._tell)
        self.selectionModel().selectionChanged.connect(self._tell_selected)

    def show_plan(self, sight: Sight, only: str = "") -> None:
        """Show the rows of that outcome, the one that was in hand still so where it is there."""
        row, column = self.row_in_hand(), max(_FIRST, self.currentIndex().column())
        before = self.plan_model.shown
        if not self.plan_model.show(sight, only):
            self._tell_selected()
            return
        if self.plan_model.shown != before:
            self._size_columns()
            column = _FIRST
            self.horizontalScrollBar().setValue(0)
        line = self.plan_model.line_of(row) if row is not None else None
        if row is None:
            line, column = self._first_trouble() or (0, column)
        self.take_in_hand(line or 0, min(column, self.plan_model.columnCount() - 1))

    def _first_trouble(self) -> tuple[int, int] | None:
        """The first cell near the head of the file that could not be read: that is what wants a person."""
        model = self.plan_model
        columns = {
            model.label(one.field): n for n, one in enumerate(model.shown) if one.field and not one.written
        }
        for line in range(min(model.rowCount(), _LOOKED_THROUGH)):
            row = model.row(line)
            for one in row.findings if row is not None else ():
                if one.finding.severity is Severity.ERROR and one.column in columns:
                    return line, columns[one.column]
        return None

    def take_in_hand(self, line: int, column: int) -> None:
        """Make that cell current; nothing where there is no such line."""
        index = self.plan_model.index(line, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self._tell(index)

    def row_in_hand(self) -> PlanRow | None:
        """The row of the current cell."""
        return self.plan_model.row(self.currentIndex().row())

    def field_in_hand(self) -> str:
        """The field of the current cell, "" for none."""
        column = self.currentIndex().column()
        return self.plan_model.shown[column].field if 0 <= column < len(self.plan_model.shown) else ""

    def chosen(self) -> list[PlanRow]:
        """The rows that are selected, from the top."""
        rows = (self.plan_model.row(line) for line in selected_lines(self))
        return [row for row in rows if row is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _KEYS.get(event.key())
        if name is not None:
            self.keyed.emit(name)
            return
        super().keyPressEvent(event)

    def _size_columns(self) -> None:
        body, head = QFontMetrics(font(1.0, 500)), QFontMetrics(font(0.9, 500))
        for number, shown in enumerate(self.plan_model.shown):
            text, title = self.plan_model.widest(number), shown.column.title
            width = max(body.horizontalAdvance(text), head.horizontalAdvance(title)) + 22
            self.setColumnWidth(number, min(width, 280))

    def _tell_selected(self) -> None:
        """Several rows, or again the one whose cell is in hand."""
        lines = sum(part.height() for part in self.selectionModel().selection().toList())
        if lines > 1:
            self.many_in_hand.emit(lines)
        else:
            self._tell(self.currentIndex())

    def _tell(self, index: QModelIndex) -> None:
        row = self.plan_model.row(index.row()) if index.isValid() else None
        self.in_hand.emit(row, self.field_in_hand())
