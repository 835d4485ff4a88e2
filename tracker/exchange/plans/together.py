"""Several sheets of a workbook with the same columns, such as one for each directorate or year, as one table.

Columns are brought together by their headings, or by the field that they surely are where one sheet
says "Supplier" and another "Contractor". A column that one sheet has alone stands behind the others. The
last column holds the name of each row's sheet; rows keep their numbers, see `RowOf`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.domain.written import read_heading
from tracker.exchange.plans.columns import ColumnMap, Confidence
from tracker.exchange.plans.header import Part, Table, columns_of, labels_of
from tracker.exchange.sheets.sheet import Cell, Remark, Row, RowOf, Sheet

NAME_OF_SHEET = "Sheet"
DEPARTMENT = "Department (name of the sheet)"
OWN = (NAME_OF_SHEET, DEPARTMENT)
"""The headings over the names of the sheets."""

_NO_AGREEMENTS = re.compile(
    r"\b(?:templates?|examples?|samples?|pipeline|planned|forthcoming|upcoming|future|drafts?|copy|back-?ups?|"
    r"deleted|look-?ups?)\b|\(\d+\)\s*$",
    re.IGNORECASE,
)
"""Names of sheets that are not taken in unasked, whatever their columns."""


class Found(NamedTuple):
    """A table of a sheet and what its columns are."""

    table: Table
    mapping: ColumnMap


def alike(first: Found, others: Sequence[Found], *, asked: bool) -> list[Found]:
    """The tables with the columns of `first`, itself among them: the newest first where the sheets are years.

    `asked`: a person wants every such sheet, whatever it is called and where half of its columns are the same.
    """
    found = {id(first.table.sheet): first}
    for one in others:
        sheet = one.table.sheet
        wanted = asked or not _NO_AGREEMENTS.search(sheet.name)
        if wanted and sheet.state == "visible" and one.table.records and _is_alike(first, one, asked):
            found.setdefault(id(sheet), one)
    in_order = dict.fromkeys(id(one.table.sheet) for one in others)
    same = [found[sheet] for sheet in in_order if sheet in found]
    if all(_years(one) for one in same):
        same.sort(key=_years, reverse=True)
    return same


def _years(one: Found) -> list[str]:
    return re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", one.table.sheet.name)


def _is_alike(first: Found, other: Found, asked: bool) -> bool:
    """Two headings of three are the same in both; where that was asked, half the columns of the narrower are."""
    if first.table.header is None or other.table.header is None:
        return False
    mine, others = ({key for key in _keys(one.table.headings) if key[0]} for one in (first, other))
    if not asked:
        return len(mine & others) >= max(2, 2 * max(len(mine), len(others)) / 3)
    wide = len(first.table.headings)
    places = _places(first, other, [*first.table.headings])
    shared = sum(
        1 for place, text in zip(places, other.table.headings, strict=True) if place < wide and text.strip()
    )
    return 2 * shared >= max(4, min(len(mine), len(others)))


def _keys(headings: Sequence[str]) -> list[tuple[str, int]]:
    """Each heading without case and blanks, and how many of that name stand before it."""
    seen: Counter[str] = Counter()
    keys: list[tuple[str, int]] = []
    for heading in headings:
        text = " ".join(heading.split()).casefold()
        keys.append((text, seen[text]))
        seen[text] += 1
    return keys


def _places(first: Found, other: Found, headings: list[str]) -> list[int]:
    """For each column of `other` its place among the headings; those that stand there for none are put behind."""
    known = {key: place for place, key in enumerate(_keys(headings))}
    keys = _keys(other.table.headings)
    wanted = set(keys)
    places: list[int] = []
    for index, key in enumerate(keys):
        place = known.get(key)
        if place is None:
            place = _same_field(first, other, index, wanted)
        if place is None or place in places:
            place = len(headings)
            headings.append(other.table.headings[index])
        places.append(place)
    return places


def _same_field(first: Found, other: Found, index: int, wanted: set[tuple[str, int]]) -> int | None:
    """The column of `first` that is the same field in other words, where both are sure and counted in the same."""
    column = other.mapping.columns[index]
    mine = first.mapping.of(column.field) if column.field else None
    if mine is None or Confidence.CHECK in (column.confidence, mine.confidence):
        return None
    if _keys(first.table.headings)[mine.index] in wanted:
        return None  # the other sheet has a column of that very name
    said, same = read_heading(column.heading), read_heading(mine.heading)
    return mine.index if (said, column.unit) == (same, mine.unit) else None


def read_together(group: Sequence[Found]) -> Table:
    """One table of all the tables' records; that of the first with the others' rows under it."""
    first = group[0]
    headings = [*first.table.headings]
    places = [[*range(len(headings))], *(_places(first, one, headings) for one in group[1:])]
    names = [one.table.sheet.name for one in group]
    wide = len(headings)
    headings.append(_heading_of_names(group))
    records: list[Row] = []
    numbers: list[int] = []
    parts: list[Part] = []
    before = 0
    for one, where in zip(group, places, strict=True):
        sheet, body = one.table.sheet, one.table.body
        parts.append(Part(sheet.name, len(records), before))
        numbers += [RowOf(before + number, sheet.name, number) for number in sheet.numbers[body:]]
        records += [_laid_out(row, where, wide, sheet.name) for row in one.table.records]
        before += sheet.numbers[-1] + 1
    head = [RowOf(number, names[0], number) for number in first.table.sheet.numbers[: first.table.body]]
    sheet = Sheet(
        ", ".join(names),
        [*first.table.sheet.rows[: first.table.body], *records],
        [*head, *numbers],
        merged=tuple(_merged(group, places, parts)),
        hidden_rows=frozenset(
            part.before + row
            for one, part in zip(group, parts, strict=True)
            for row in one.table.sheet.hidden_rows
        ),
        hidden_columns=frozenset(
            where[column]
            for one, where in zip(group, places, strict=True)
            for column in one.table.sheet.hidden_columns
            if column < len(where)
        ),
        remarks=tuple(_remarks(group, places, parts)),
    )
    added = len(headings) - len(first.table.headings)
    return replace(
        first.table,
        sheet=sheet,
        headings=tuple(headings),
        labels=labels_of(headings),
        own=(*first.table.own, *headings[len(first.table.own) :]),
        records=records,
        columns=columns_of(records, len(headings)),
        parts=tuple(parts),
        added=added,
    )


def _laid_out(row: Row, places: Sequence[int], wide: int, name: str) -> Row:
    """A row's cells in the columns of the whole, and its sheet's name behind them."""
    cells: list[Cell] = [None] * wide
    for cell, place in zip(row, places, strict=False):
        cells[place] = cell
    cells.append(name)
    return cells


def _merged(
    group: Sequence[Found], places: Sequence[Sequence[int]], parts: Sequence[Part]
) -> Iterator[tuple[int, int, int, int]]:
    for one, where, part in zip(group, places, parts, strict=True):
        for top, left, bottom, right in one.table.sheet.merged:
            for column in range(left, min(right + 1, len(where))):
                yield part.before + top, where[column], part.before + bottom, where[column]


def _remarks(
    group: Sequence[Found], places: Sequence[Sequence[int]], parts: Sequence[Part]
) -> Iterator[Remark]:
    for one, where, part in zip(group, places, parts, strict=True):
        sheet = one.table.sheet
        for remark in sheet.remarks:
            row = None if remark.row is None else RowOf(part.before + remark.row, sheet.name, remark.row)
            inside = remark.column is not None and remark.column < len(where)
            column = where[remark.column] if remark.column is not None and inside else remark.column
            yield replace(remark, row=row, column=column)


_NO_DEPARTMENT = re.compile(
    r"\b(?:the|contracts?|agreements?|registers?|lists?|sheets?|data|tables?|export|live|current|active|expired|ended|"
    r"closed|archived?|awarded|all|main|new|old|goods|services|works|frameworks?|over|under|lots?|part|page|"
    r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|q[1-4])\b|sheet\d*|[\W\d_]",
    re.IGNORECASE,
)


def _heading_of_names(group: Sequence[Found]) -> str:
    """The names are those of departments where each says more than "Contracts 2024" does, and no column holds those."""
    names = [_NO_DEPARTMENT.sub("", one.table.sheet.name) for one in group]
    stated = any("department" in one.mapping.fields for one in group)
    of_forms = all(len(one.table.records) == 1 for one in group)  # each is called by what it is about
    return DEPARTMENT if all(names) and not stated and not of_forms else NAME_OF_SHEET
