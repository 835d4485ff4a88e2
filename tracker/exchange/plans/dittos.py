"""Cells that only say "as above": what stands above them is taken for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.check import Severity
from tracker.domain.words import counted
from tracker.exchange.plans.columns import ColumnMap
from tracker.exchange.plans.header import Table, columns_of
from tracker.exchange.plans.planned import Located, found
from tracker.exchange.sheets.sheet import Cell, is_blank

_WORDS = ("ditto", "do.", "as above", "same as above")
MARKS: frozenset[Cell] = frozenset(
    (
        *('"', "\u201c", "\u201d", "\u3003", "\u2033", "''", '" "', '-"-', '- " -', "-ditto-"),
        *(form for word in _WORDS for form in (word, word.capitalize(), word.title(), word.upper())),
    )
)

_TELLING = ("title", "supplier", "buyer", "department", "owner", "ends")
"""Fields in one of which a list with such marks has one; the other columns are not searched without it."""


def written_out(table: Table, mapping: ColumnMap) -> tuple[Table, Counter[int]]:
    """The table with what stands above in the place of such marks; and how many there were in each column.

    A mark under a blank cell, or in the first row, stays as it is.
    """
    told = [mapping.fields[name].index for name in _TELLING if name in mapping.fields]
    if not any(_marked(table.columns[index]) for index in told if index < len(table.columns)):
        return table, Counter()
    marked = [index for index, column in enumerate(table.columns) if _marked(column)]
    filled: Counter[int] = Counter()
    records = list(table.records)
    for at in range(1, len(records)):
        for column in marked:
            row, above = records[at], records[at - 1]
            if column >= len(row) or row[column] not in MARKS or column >= len(above):
                continue
            if not is_blank(above[column]) and above[column] not in MARKS:
                records[at] = [*row[:column], above[column], *row[column + 1 :]]
                filled[column] += 1
    if not filled:
        return table, filled
    return replace(table, records=records, columns=columns_of(records, len(table.headings))), filled


def _marked(column: Sequence[Cell]) -> bool:
    return not MARKS.isdisjoint(column)


def about(filled: Counter[int], mapping: ColumnMap) -> list[Located]:
    """A word on the cells that were written out."""
    return [
        found(
            "cell.ditto",
            Severity.NOTE,
            f"Marks under '{column.label}' that say \u201cas above\u201d were read as what stands above, in "
            f"{counted(filled[column.index], 'row', 'rows')}.",
            column=column.label,
        )
        for column in mapping.columns
        if filled.get(column.index)
    ]
