"""What of a row fills no field, or says more than its field holds, as the notes of its agreement."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker.domain.money import Money
from tracker.domain.written import says_nil
from tracker.exchange.plans import values
from tracker.exchange.plans.columns import Column, ColumnMap, Use
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.parties import NOBODY
from tracker.exchange.plans.records import FIGURES, Read, cells_of, column_or
from tracker.exchange.plans.type_words import says_more
from tracker.exchange.sheets.sheet import Cell


def notes_of(table: Table, mapping: ColumnMap, read: Read, rows: int) -> Sequence[str]:
    """For each row its own notes, and a line "Heading: text" for each cell that fills no field."""
    notes: Sequence[str] = column_or(read, "notes", "", rows)
    kept = [column for column in mapping.columns if column.use is Use.NOTES]
    several = sum(column.field == "max_end" for column in mapping.columns) > 1  # of which one alone counts
    kept += [c for c in mapping.columns if c.field == "status" or (several and c.field == "max_end")]
    for column in kept:
        notes = under(notes, _lines(cells_of(table, column.index), column.label))
    for name in FIGURES:
        column_of = mapping.of(name)
        if column_of is not None and name in read.columns:
            partly = {
                index for index, column, one in read.findings if column is column_of and one.code in _PARTLY
            }
            cells = cells_of(table, column_of.index)
            notes = under(notes, _words(column_of.label, cells, read.columns[name], partly))
    kinds = mapping.of("type")
    if kinds is not None:
        cells = [cell if says_more(cell) else None for cell in cells_of(table, kinds.index)]
        notes = under(notes, _lines(cells, kinds.label))
    now = mapping.of("current_end")
    if now is not None and "current_end" in read.columns:
        pairs = zip(cells_of(table, now.index), read.columns["current_end"], strict=True)
        notes = under(notes, _lines([None if when else cell for cell, when in pairs], now.label))
    if "supplier" in read.columns:
        label = label_of(mapping.of("supplier"))
        notes = under(
            notes,
            [one.words and f"{label}: {one.words}" for one in column_or(read, "supplier", NOBODY, rows)],
        )
    if "term" in read.columns:
        label = label_of(mapping.of("term"))
        unread = [
            one.text if one.terms.initial is None and not one.options else "" for one in read.columns["term"]
        ]
        notes = under(notes, [text and f"{label}: {text}" for text in unread])
    return notes


def under(notes: Sequence[str], lines: Sequence[str]) -> Sequence[str]:
    """Notes with one more line each; where the line is "", as they are."""
    if not any(lines):
        return notes
    return [f"{one}\n{line}" if one and line else one or line for one, line in zip(notes, lines, strict=True)]


def _lines(cells: Sequence[Cell], label: str) -> list[str]:
    """Each cell with the heading that it stands under; "" for a blank one."""
    texts = values.long_texts(cells).values
    return [text and f"{label}: {text}" for text in texts]


_PARTLY = frozenset(("money.words-left", "money.about"))
"""Findings of an amount whose words say more than its figure."""


def _words(
    label: str, cells: Sequence[Cell], figures: Sequence[Money | None], partly: Collection[int]
) -> list[str]:
    """The words of cells that gave no figure, or say more than it: nothing else of the agreement holds them."""
    return [
        f"{label}: {' '.join(cell.split())}"
        if isinstance(cell, str)
        and (figure is None or index in partly)
        and cell not in values.CLEAR
        and not says_nil(cell)
        else ""
        for index, (cell, figure) in enumerate(zip(cells, figures, strict=True))
    ]


def label_of(column: Column | None) -> str:
    """What the column is called; "" for none."""
    return column.label if column else ""
