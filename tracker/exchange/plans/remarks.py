"""What there is to say of a file as a whole: what was left out, hidden, unnamed, guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.domain.check import Severity
from tracker.domain.words import counted
from tracker.exchange.plans import uneven
from tracker.exchange.plans.columns import BY_VALUES, ColumnMap, Use
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.planned import Located, PlanRow, found
from tracker.exchange.sheets.sheet import Remark, Workbook, column_letters, is_blank


def about_file(
    workbook: Workbook,
    table: Table,
    mapping: ColumnMap,
    planned: Sequence[PlanRow],
    registers: Sequence[str] = (),
) -> list[Located]:
    """Everything worth knowing before the import is committed, the file first, then the columns.

    `registers` are the names of other visible sheets that hold agreements as well.
    """
    said = [_placed(one, mapping) for one in (*workbook.remarks, *table.sheet.remarks)]
    if not planned:
        message = (
            f"There is a heading and nothing under it in {workbook.path.name}: there is nothing to import."
        )
        said.append(found("import.no-rows", Severity.WARNING, message))
    said += _sheets(workbook, table, registers)
    said += _hidden(table)
    said += _beside(table)
    said += _columns(table, mapping)
    said += _groups(table, mapping)
    return said


def about_merged(filled: Mapping[int, int], mapping: ColumnMap) -> list[Located]:
    """A word on cells that are merged over several rows, and were taken for each of these."""
    return [
        found(
            "cell.merged-down",
            Severity.NOTE,
            f"Cells under '{column.label}' are merged over several rows; what stands in them was taken for "
            f"{counted(filled[column.index], 'more row', 'more rows')}.",
            column=column.label,
        )
        for column in mapping.columns
        if filled.get(column.index)
    ]


def _placed(one: Remark, mapping: ColumnMap) -> Located:
    label = ""
    if one.column is not None:
        labels = [column.label for column in mapping.columns if column.index == one.column]
        label = labels[0] if labels else f"Column {column_letters(one.column)}"
    return Located(one.finding, one.row, label, one.text)


def _sheets(workbook: Workbook, table: Table, registers: Sequence[str]) -> list[Located]:
    said: list[Located] = []
    read = {part.name for part in table.parts} or {table.sheet.name}
    others = [sheet for sheet in workbook.sheets if sheet.name not in read and sheet.rows]
    hidden = [sheet.name for sheet in others if sheet.state != "visible"]
    if hidden:
        message = f"The workbook has hidden sheets, which were not imported: {_listed(hidden)}."
        said.append(found("sheet.hidden", Severity.WARNING, message))
    if table.parts:
        ends = [*(part.start for part in table.parts[1:]), len(table.records)]
        rows_of = [counted(end - part.start, "row") for part, end in zip(table.parts, ends, strict=True)]
        named = [f"{part.name} ({many})" for part, many in zip(table.parts, rows_of, strict=True)]
        message = (
            f"Sheets with the same columns were read together: {_listed(named)}. The name of each row's sheet "
            f"is in the column '{table.labels[-1]}'."
        )
        said.append(found("sheet.read-together", Severity.NOTE, message))
    if registers:
        only = "they are not read here" if table.parts else f"Only '{table.sheet.name}' is read here"
        message = (
            f"Other sheets hold agreements too: {_listed(registers)}. {only[:1].upper() + only[1:]}; "
            "import the others one by one, each by its name."
        )
        said.append(found("sheet.others-with-agreements", Severity.WARNING, message))
    visible = [one.name for one in others if one.state == "visible" and one.name not in registers]
    if visible:
        message = f"Other sheets of the workbook were not imported: {_listed(visible)}."
        said.append(found("sheet.others", Severity.NOTE, message))
    if uneven.overlapping(table.sheet.merged):
        message = "Merged ranges of cells overlap, which no spreadsheet program allows; the cells were read as they are."
        said.append(found("sheet.merges-overlap", Severity.WARNING, message))
    return said


def _hidden(table: Table) -> list[Located]:
    said: list[Located] = []
    numbers = set(table.sheet.numbers[table.body :])
    count = len(table.sheet.hidden_rows & numbers)
    if count:
        what = "hidden row is" if count == 1 else "hidden rows are"
        message = f"{count:,} {what} in the table, perhaps by a filter; they were read like the others."
        said.append(found("sheet.hidden-rows", Severity.WARNING, message))
    columns = [label for index, label in enumerate(table.labels) if index in table.sheet.hidden_columns]
    if columns:
        message = f"Hidden columns were read like the others: {_listed(columns)}."
        said.append(found("sheet.hidden-columns", Severity.NOTE, message))
    return said


def _columns(table: Table, mapping: ColumnMap) -> list[Located]:
    said: list[Located] = []
    unnamed = [c.label for c in mapping.columns if not c.heading.strip() and c.use is not Use.EMPTY]
    if table.header is None:
        message = (
            "The table has no heading row. Say which column is which: they were told by their values alone."
        )
        said.append(found("import.no-heading-row", Severity.ERROR, message))
    elif unnamed:
        message = f"Columns without a heading hold values: {_listed(unnamed)}. They are kept in the notes."
        said.append(found("import.unnamed-columns", Severity.WARNING, message))
    folded = Counter(" ".join(heading.split()).casefold() for heading in table.headings if heading.strip())
    repeated = [c.label for c in mapping.columns if folded[" ".join(c.heading.split()).casefold()] > 1]
    if _side_by_side(table.headings):
        message = (
            "Two tables stand side by side: the second is not read, and its cells are kept in the notes of the first. "
            "Move it under the first, or to a sheet of its own, and import the file again."
        )
        said.append(found("import.tables-side-by-side", Severity.ERROR, message))
    elif repeated:
        message = f"Several columns have the same heading: {_listed(repeated)}. See which is which."
        said.append(found("import.repeated-headings", Severity.WARNING, message))
    guessed = [c.label for c in mapping.columns if c.why == BY_VALUES]
    if guessed and table.header is not None:
        message = f"These columns were told by their values alone; check them: {_listed(guessed)}."
        said.append(found("import.columns-guessed", Severity.WARNING, message))
    left = [(Use.CONTACT, "import.contacts-left-out", "Columns with contact details were left out")]
    left.append(
        (
            Use.NEVER,
            "import.columns-left-out",
            "Columns that are true on one day only, or not about the agreement, were left out",
        )
    )
    for use, code, words in left:
        labels = [column.label for column in mapping.columns if column.use is use]
        if labels:
            said.append(found(code, Severity.NOTE, f"{words}: {_listed(labels)}."))
    kept = [column.label for column in mapping.columns if column.use is Use.NOTES]
    if kept:
        message = f"Columns that fill no field are kept in the notes: {_listed(kept)}."
        said.append(found("import.columns-in-notes", Severity.NOTE, message))
    return said


def _groups(table: Table, mapping: ColumnMap) -> list[Located]:
    """A word on a department that stands in the first row of each group alone: the others are left without one."""
    column = mapping.of("department")
    if column is None or column.index >= len(table.columns):
        return []
    cells = [cell for cell in table.columns[column.index] if not is_blank(cell)]
    empty = len(table.records) - len(cells)
    first = table.columns[column.index][:1]
    if len(cells) < 2 or len(set(cells)) < len(cells) or empty < 2 * len(cells) or is_blank(first[0]):
        return []
    named = [
        row
        for row, cell in zip(table.records, table.columns[column.index], strict=True)
        if not is_blank(cell)
    ]
    if all(sum(not is_blank(cell) for cell in row) == 1 for row in named):
        return []  # headings of parts, see `parts`
    message = (
        f"Names under '{column.label}' stand in {counted(len(cells), 'row')} alone, each once; {empty:,} have none. "
        "Where a name is meant for the rows under it as well, fill it down in the file and import it again."
    )
    return [found("import.groups", Severity.WARNING, message, column=column.label)]


def _side_by_side(headings: Sequence[str]) -> bool:
    """True where the same three headings or more stand twice, in the same order and nothing between them."""
    folded = [" ".join(heading.split()).casefold() for heading in headings]
    named = [text for text in folded if text]
    half = len(named) // 2
    return half >= 3 and len(set(named[:half])) == half and named[:half] == named[half : 2 * half]


def _beside(table: Table) -> list[Located]:
    """A word on another table beside this one; an error where its headings are those of a register too."""
    if not table.beside or table.header is None:
        return []
    others = table.sheet.rows[table.header][table.beside :]
    shared = _folded((*table.headings, *table.own)) & _folded(
        [cell for cell in others if isinstance(cell, str)]
    )
    message = (
        f"Another table stands beside this one, from column {column_letters(table.beside)} on; it was not read. "
        "If it holds agreements, move it under the first, or to a sheet of its own, and import the file again."
    )
    if len(shared) >= _REGISTER:
        return [found("import.tables-side-by-side", Severity.ERROR, message)]
    return [found("import.table-beside", Severity.WARNING, message)]


_REGISTER = 3
"""Headings of this table that another beside it has where it holds agreements as well."""


def _folded(headings: Sequence[str]) -> set[str]:
    return {" ".join(heading.split()).casefold() for heading in headings if heading.strip()}


def _listed(names: Sequence[str]) -> str:
    shown = [" ".join(name.split())[:60] for name in names[:40]]
    more = f" and {len(names) - 40} more" if len(names) > 40 else ""
    return ", ".join(shown) + more
