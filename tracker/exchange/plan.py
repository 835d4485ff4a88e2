"""From a workbook to a Plan: what would be added, changed, left the same, doubted or left out, and why.

The Plan is computed once; the preview shows it and the register takes it as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.exchange import compare, records
from tracker.exchange.header import Table, find_table, lies_on_its_side
from tracker.exchange.mapping import ColumnMap, Use, enough, map_columns, points
from tracker.exchange.planned import (
    Existing,
    Located,
    Options,
    Outcome,
    PlannedAgreement,
    PlanRow,
    found,
)
from tracker.exchange.sheet import Remark, Sheet, Workbook, column_letters, shown

Councils = Callable[[str], bool]
"""True for a name that is a council's."""


@dataclass(slots=True)
class Plan:
    """What an import will do.

    Attributes:
        rows: one for each row under the heading, in the file's order.
        findings: about the file or a column as a whole; `PlanRow.findings` are about rows.
        missing: ids of existing agreements that the file does not name; never removed unasked.
    """

    workbook: Workbook
    table: Table
    mapping: ColumnMap
    rows: list[PlanRow]
    findings: tuple[Located, ...] = ()
    date_orders: dict[str, str] = field(default_factory=dict)
    missing: tuple[int, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many rows have that outcome."""
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def all_findings(self) -> list[Located]:
        """Findings of the file, then of its rows in order."""
        return [*self.findings, *(one for row in self.rows for one in row.findings)]

    def summary(self) -> dict[str, object]:
        """The part of `tracker import --json` that the plan knows; the caller adds "committed"."""
        counts = Counter(row.outcome for row in self.rows)
        return {
            "file": self.workbook.path.name,
            "sheet": self.table.sheet.name or None,
            "encoding": self.workbook.encoding,
            "header_row": self.table.header_row,
            "mapping": {name: column.heading or column.label for name, column in self.mapping.fields.items()},
            "date_order": self.date_orders,
            "read": len(self.rows),
            "added": counts[Outcome.ADD],
            "changed": counts[Outcome.CHANGE],
            "same": counts[Outcome.SAME],
            "doubtful": counts[Outcome.DOUBTFUL],
            "not_imported": counts[Outcome.NOT_IMPORTED],
            "findings": [one.as_json() for one in self.all_findings],
        }


def choose_table(workbook: Workbook, wanted: str | None = None) -> Table:
    """The sheet and table that look most like a register. Raises CannotRead where none does, saying why."""
    sheets = [sheet for sheet in workbook.sheets if wanted is None or sheet.name == wanted]
    if wanted is not None and not sheets:
        names = ", ".join(sheet.name for sheet in workbook.sheets)
        raise CannotRead(f"{workbook.path.name} has no sheet called '{wanted}'. Its sheets are: {names}.")
    best: Table | None = None
    best_points = 0.0
    for sheet in sheets:
        table = find_table(sheet)
        if table is None:
            continue
        mapping = map_columns(table)
        score = (
            points(mapping, table.headings)
            + min(1.0, len(table.records) / 1000)
            - (sheet.state != "visible") * 100
        )
        if not enough(mapping, table.headings):
            continue
        if best is None or score > best_points:
            best, best_points = table, score
    if best is None:
        raise CannotRead(_why_no_table(workbook, sheets))
    return best


def _why_no_table(workbook: Workbook, sheets: Sequence[Sheet]) -> str:
    name = workbook.path.name
    if not any(sheet.rows for sheet in sheets):
        return f"{name} holds no rows."
    if any(lies_on_its_side(sheet) for sheet in sheets):
        return (
            f"{name} has its headings in the first column and an agreement in each column. "
            "In Excel copy the table and use Paste Special > Transpose, then import that."
        )
    return (
        f"No table of agreements was found in {name}: it needs a heading row, and columns for a title or "
        "reference and for a supplier, an end date, or a buyer and value. Nothing was imported."
    )


def make_plan(
    workbook: Workbook,
    options: Options,
    *,
    existing: Sequence[Existing] = (),
    overrides: Mapping[str, str] | None = None,
    sheet: str | None = None,
    councils: Councils | None = None,
) -> Plan:
    """The Plan for a workbook that was read. Raises CannotRead where it holds no table of agreements."""
    table = choose_table(workbook, sheet)
    mapping = map_columns(table, overrides)
    read = records.read_columns(table, mapping, options)
    planned = records.build(table, mapping, read, options)
    rows = _rows(table, mapping, read, planned)
    _compare(rows, existing, read)
    matched = {row.existing for row in rows if row.existing is not None}
    return Plan(
        workbook=workbook,
        table=table,
        mapping=mapping,
        rows=rows,
        findings=_file_findings(workbook, table, mapping),
        date_orders={heading: order.said for heading, order in read.orders.items()},
        missing=tuple(e.agreement.id for e in existing if e.agreement.id not in matched),
    )


def _rows(
    table: Table, mapping: ColumnMap, read: records.Read, planned: list[PlannedAgreement]
) -> list[PlanRow]:
    numbers = table.sheet.numbers
    rows = [PlanRow(numbers[table.body + index], Outcome.ADD, one) for index, one in enumerate(planned)]
    texts = table.records
    at: dict[int, list[Located]] = {}
    for index, column, finding in sorted(read.findings, key=lambda f: (f[0], f[1].index)):
        cell = texts[index][column.index] if column.index < len(texts[index]) else None
        text = cell if isinstance(cell, str) else shown(cell)
        at.setdefault(index, []).append(Located(finding, rows[index].row, column.label, text))
    for index, list_of in at.items():
        rows[index].findings = tuple(list_of)
    return rows


def _compare(rows: list[PlanRow], existing: Sequence[Existing], read: records.Read) -> None:
    pairs = compare.match([row.planned for row in rows], existing)
    for index, old in pairs.items():
        row, had = rows[index], existing[old]
        assert row.planned is not None
        row.existing = had.agreement.id
        row.changes = compare.differences(row.planned, had, frozenset(compare.COMPARED))
        row.outcome = Outcome.CHANGE if row.changes else Outcome.SAME


def _file_findings(workbook: Workbook, table: Table, mapping: ColumnMap) -> tuple[Located, ...]:
    remarks = [_placed(one, mapping) for one in (*workbook.remarks, *table.sheet.remarks)]
    contacts = [column.label for column in mapping.columns if column.use is Use.CONTACT]
    if contacts:
        message = f"Columns with contact details were left out: {', '.join(contacts)}."
        remarks.append(found("import.contacts-left-out", Severity.NOTE, message))
    never = [column.label for column in mapping.columns if column.use is Use.NEVER]
    if never:
        left = ", ".join(never)
        message = f"Columns that are true on one day only, or not about the agreement, were left out: {left}."
        remarks.append(found("import.columns-left-out", Severity.NOTE, message))
    return tuple(remarks)


def _placed(one: Remark, mapping: ColumnMap) -> Located:
    label = ""
    if one.column is not None:
        labels = [column.label for column in mapping.columns if column.index == one.column]
        label = labels[0] if labels else f"Column {column_letters(one.column)}"
    return Located(one.finding, one.row, label, one.text)
