"""What the table of an import holds: its columns, and its rows, all of them or those of one outcome."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter, is_
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QWidget

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
from tracker.ui.importer.cells import RIGHT, brief, outcome_cell, read_cell, read_text, written_cell
from tracker.ui.parts.tables import CELL, EMPTY, RECORD, Cell, Column, Index, cell_data, heading_data
from tracker.ui.parts.theme import Tone

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
        Shown(Column("outcome", "Outcome", "●  To look at")),
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
    if parts:
        return Column("row", "Row", f"000 of {longest}")
    return Column("row", "Row", f"{plan.rows[-1].row if plan.rows else 0}", right=True)


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

    def is_of(self, sight: Sight) -> bool:
        """Whether the rows that are shown are those of it."""
        return sight is self._sight

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
