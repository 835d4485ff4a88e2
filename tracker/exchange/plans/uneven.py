"""Rows and cells of another shape than the table: too few or too many cells, and merged ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tracker.domain.check import Severity
from tracker.domain.words import counted
from tracker.exchange.plans.columns import Column, ColumnMap
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.planned import Located, found
from tracker.exchange.plans.rows import holds
from tracker.exchange.sheets.sheet import shown


def widths(table: Table) -> tuple[dict[int, Located], list[Located]]:
    """Rows of a text table that have fewer or more cells than the heading."""
    if table.header is None:
        return {}, []
    wide = len(table.sheet.rows[table.header])
    numbers = table.sheet.numbers[table.body :]
    short = [index for index, row in enumerate(table.records) if len(row) < wide]
    long = [i for i, row in enumerate(table.records) if len(row) > wide and any(row[wide:])]
    at: dict[int, Located] = {}
    said: list[Located] = []
    for rows, code, words in ((short, "row.short", "fewer"), (long, "row.long", "more")):
        if len(rows) > 20 and len(rows) * 5 > len(table.records):
            message = f"{counted(len(rows), 'row has', 'rows have')} {words} cells than the heading ({wide})."
            said.append(found(code, Severity.WARNING, message))
            continue
        for index in rows:
            message = (
                f"This row has {counted(len(table.records[index]), 'cell')} and the heading {wide}: "
                f"{words} than it should."
            )
            at[index] = found(code, Severity.WARNING, message, numbers[index])
    return at, said


def merged_cells(table: Table, mapping: ColumnMap) -> dict[int, list[Located]]:
    """Cells that are merged with the row above: this row was read without them."""
    by_index = {column.index: column for column in mapping.columns if column.field}
    position = {number: index for index, number in enumerate(table.sheet.numbers[table.body :])}
    at: dict[int, list[Located]] = defaultdict(list)
    for top, left, bottom, right in table.sheet.merged:
        first = position.get(top)
        if first is None or bottom == top:
            continue
        for column in range(left, right + 1):
            mapped = by_index.get(column)
            if mapped is None or column >= len(table.records[first]):
                continue
            _say_merged(at, table, mapped, position, (top, bottom), shown(table.records[first][column]))
    return at


def _say_merged(
    at: Mapping[int, list[Located]],
    table: Table,
    column: Column,
    position: Mapping[int, int],
    span: tuple[int, int],
    text: str,
) -> None:
    top, bottom = span
    for number in range(top + 1, min(bottom, top + 10_000) + 1):
        index = position.get(number)
        if index is None or holds(table.records[index], column.index) or not text:
            continue
        message = (
            f"The cell is merged with row {top}, where '{text[:60]}' stands; this row was read without it. "
            "Unmerge the cells and fill them down where it belongs to both."
        )
        at[index].append(found("cell.merged", Severity.WARNING, message, number, column.label, text))


def overlapping(merged: Iterable[tuple[int, int, int, int]]) -> bool:
    """True where two merged ranges share a cell, as no spreadsheet program allows."""
    ranges = sorted(merged)[:2_000]
    for index, (_, left, bottom, right) in enumerate(ranges):
        for top, other_left, _, other_right in ranges[index + 1 :]:
            if top > bottom:
                break
            if other_left <= right and left <= other_right:
                return True
    return False
