"""The fix list: rows that an import left out, as a workbook to mend in Excel and to import again.

The cells stand in their own columns as they stood in the file; what is wrong is said in words,
in a last column for the row and in a note at each cell, and shown in colour. The last sheet
says how the file was read, so that what comes back is read in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.check import Severity
from tracker.exchange.outgoing.column import Column, Flagged, Kind, Row, Table
from tracker.exchange.outgoing.workbook import README, Progress, widths_of, write_tables
from tracker.exchange.plans.columns import Use
from tracker.exchange.plans.orders import unmistakable
from tracker.exchange.plans.planned import Outcome, PlanRow
from tracker.exchange.sheets.sheet import Cell, Fault, Workbook, is_blank, shown

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Book  # type: ignore[import-untyped]

    from tracker.exchange.outgoing.streamed import StreamedSheet
    from tracker.exchange.plans.plan import Plan

SHEET = "Rows to mend"
WHY = "Why it was left out"
NUMBER = "Row in the file"
OWN = (NUMBER, WHY)
"""The headings that the fix list adds behind the file's own; neither is ever imported."""

MARK = "How the file was read, for Tracker: "

_LONGEST = 8_000
"""Letters of what is wrong in one place that are said; the rest is more of the same."""

_NOTED = 5_000
"""Cells that get a note; each is a drawing, and more would make the workbook slow to open."""


def write_fix_list(
    plan: Plan,
    rows: Sequence[PlanRow],
    path: Path,
    *,
    how: str,
    made: datetime,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> Path:
    """Write those rows of a plan as a workbook.

    Args:
        how: how the file was read, on one line, for `how_read` to find when the workbook comes back.
        progress: called with the rows done; what it raises ends the work.

    Raises:
        CannotWrite: nothing was written; a cell is too long for a workbook, or the file is in use.
    """
    table = Table(SHEET, _columns(plan), list(_rows(plan, rows)))
    name = plan.workbook.path.name
    notes = [
        f"These rows of {name} were not imported. Mend them, keep the headings, save the workbook and import it: "
        "it is read as the file was.",
        f"A cell in colour has a note that says what is wrong. “{WHY}” says why the row was left out; that column "
        "and the notes are not imported.",
    ]
    if any(column.use is Use.CONTACT for column in plan.mapping.columns):
        notes.append("Contact details were left out, as they were from the import.")

    def dress(book: Book, sheet: StreamedSheet, table: Table) -> None:
        _dress(plan, rows, book, sheet, table)

    return write_tables(
        [table],
        path,
        title=f"Rows to mend of {name}",
        made=made,
        notes=[*notes, MARK + how],
        overwrite=overwrite,
        progress=progress,
        dress=dress,
    )


def how_read(workbook: Workbook) -> str:
    """What `write_fix_list` was given as `how`; "" for a workbook that is no fix list."""
    for sheet in workbook.sheets:
        if sheet.name == README:
            for row in sheet.rows:
                if row and isinstance(row[0], str) and row[0].startswith(MARK):
                    return row[0].removeprefix(MARK)
    return ""


def _columns(plan: Plan) -> list[Column]:
    """The file's own columns in their places, each with a name of its own, and ours behind them."""
    taken = {name.casefold() for name in OWN}
    made: list[Column] = []
    for column in plan.mapping.columns:
        name = column.label
        while name.casefold() in taken:
            name += " *"
        taken.add(name.casefold())
        hint = f"Read as {column.field.replace('_', ' ')}." if column.field else ""
        made.append(Column(name, Kind.CELL, hint))
    return [
        *made,
        Column(NUMBER, Kind.CELL if plan.table.parts else Kind.NUMBER, "Where the row stands in the file."),
        Column(WHY, Kind.CELL, "What to mend."),
    ]


def _rows(plan: Plan, rows: Sequence[PlanRow]) -> Iterator[Row]:
    table, columns = plan.table, plan.mapping.columns
    at = {number: index for index, number in enumerate(table.sheet.numbers[table.body :])}
    for row in rows:
        cells = table.records[at[row.row]]
        if plan.stretches:
            cells = unmistakable(cells, at[row.row], plan.stretches, plan.mapping)
        wrong = flagged(plan, row)
        values = [
            _value(cells[column.index] if column.index < len(cells) else None)
            if column.use is not Use.CONTACT
            else None
            for column in columns
        ]
        yield [
            *(Flagged(v, wrong[n][0]) if n in wrong else v for n, v in enumerate(values)),
            str(row.row) if plan.table.parts else row.row,
            Flagged(reasons(row), grave=row.outcome is Outcome.NOT_IMPORTED),
        ]


def _value(cell: Cell) -> str | int | float | bool | date | None:
    return shown(cell) if isinstance(cell, Fault | time) else cell


def flagged(plan: Plan, row: PlanRow) -> dict[int, tuple[bool, str]]:
    """Column index -> whether what is wrong there is an error, and the words for it."""
    places = {column.label: number for number, column in enumerate(plan.mapping.columns)}
    found: dict[int, tuple[bool, str]] = {}
    for one in row.findings:
        place = places.get(one.column)
        if place is None or one.finding.severity is Severity.NOTE:
            continue
        grave, words = found.get(place, (False, ""))
        said = f"{words} {one.finding.message}".strip()
        found[place] = (grave or one.finding.severity is Severity.ERROR, said)
    return found


def reasons(row: PlanRow) -> str:
    """Everything that keeps a row out or is odd about it, in sentences."""
    said = [_sentence(row.reason)] if row.reason else []
    for one in row.findings:
        if one.finding.severity is not Severity.NOTE:
            where = f"{one.column}: " if one.column else ""
            said.append(_sentence(where + one.finding.message))
    return " ".join(said)[:_LONGEST]


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."


def _dress(plan: Plan, rows: Sequence[PlanRow], book: Book, sheet: StreamedSheet, table: Table) -> None:
    """Notes at the cells that are wrong; columns of text stay text when somebody types in them."""
    as_text = book.add_format({"num_format": "@"})
    for place, width in enumerate(widths_of(table)[: -len(OWN)]):
        if _all_text(plan, place):
            sheet.set_column(place, place, width, as_text)
    noted = 0
    for number, row in enumerate(rows, start=1):
        for place, (_, words) in flagged(plan, row).items():
            if noted == _NOTED:
                return
            noted += 1
            how = {"author": "Tracker", "x_scale": 2.0, "y_scale": max(0.6, len(words) / 110)}
            sheet.write_comment(number, place, words[:_LONGEST], how)


def _all_text(plan: Plan, index: int) -> bool:
    columns = plan.table.columns
    cells = columns[index][:1_000] if index < len(columns) else ()
    return any(cells) and all(isinstance(cell, str) for cell in cells if not is_blank(cell))
