"""Where in a sheet the table is: its heading row or rows, its columns, its first record.

Registers have titles above, a second heading row for machines, groups of columns
under merged cells, empty columns, headings repeated at a page break, notes and
totals below. A heading row is one whose cells are short texts, name what a
register holds, and stand over values of another sort.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import chain, repeat, zip_longest
from typing import NamedTuple

from tracker.exchange.plans import beside
from tracker.exchange.plans import heading as names
from tracker.exchange.sheets.sheet import Cell, Fault, Row, Sheet, column_letters, is_blank, shown

LOOK = 40
"""Rows that are looked at for a heading."""

_BODY = 30
"""Rows under a possible heading that are looked at."""


class Part(NamedTuple):
    """One of several sheets that are read as one table.

    Attributes:
        name: of the sheet.
        start: index of its first record among those of the table.
        before: what is added to its rows' numbers.
    """

    name: str
    start: int
    before: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet.

    Attributes:
        header: index in `sheet.rows` of the heading row; the lower one, where groups stand above the
            names; the upper one, where names for machines stand below; None where the sheet has none.
        first: index of the first heading row; equal to `header` but for headings of two rows.
        body: index of the first row that may be a record.
        headings: a name for each column: as written, two rows joined; "" for an unnamed column.
        labels: the same, with the column's letters where it is unnamed or not alone in its name.
        own: the names without those of the groups that they stand in.
        records: the rows under the heading; some may turn out to be notes or totals.
        columns: the records once more, column by column; None where a row is too short.
        parts: the sheets that the records are of, where several are read together; else none.
        beside: index of the column in which another table begins, which is not read; 0 where none does.
        added: how many of the last columns are not of the sheet with the headings but of others, or hold
            the names of the sheets.
    """

    sheet: Sheet
    header: int | None
    first: int
    body: int
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    own: tuple[str, ...]
    records: list[Row]
    columns: tuple[Sequence[Cell], ...] = ()
    parts: tuple[Part, ...] = ()
    added: int = 0
    beside: int = 0

    @property
    def header_row(self) -> int | None:
        """Row number of the heading in the file, from 1."""
        return None if self.header is None else self.sheet.numbers[self.header]


def find_table(sheet: Sheet, header: int | None = None) -> Table | None:
    """The table in a sheet, or None where there is nothing that has rows and columns.

    `header` is the number in the file of the row that holds the headings, where a person said which.
    """
    rows = sheet.rows
    if not rows:
        return None
    if header is not None:
        if header not in sheet.numbers:
            return None
        at = sheet.numbers.index(header)
        return _table(sheet, at, at, at + 1, _join(sheet, at, at))
    best, best_score = None, 0.0
    for index in range(min(LOOK, len(rows))):
        score = _heading_score(rows, index, best_score)
        if score > best_score:
            best, best_score = index, score
    if best is None:
        return _without_heading(sheet)
    first, last = _extent(sheet, best)
    headings = _join(sheet, first, last)
    body = last + 1
    if body < len(rows) and _is_machine_row(rows[last], rows[body], rows[body + 1 : body + 20]):
        headings = _second_names(headings, rows[body])
        body += 1
    elif body < len(rows) and _is_row_of_units(rows[body]):
        headings = _with_units(headings, rows[body])
        body += 1
    return _table(sheet, last, first, body, headings)


WIDEST = 1_000
"""Columns that a register may have; a sheet with more is no register."""


def width(sheet: Sheet) -> int:
    """Columns of the widest of the first rows."""
    return max((len(row) for row in sheet.rows[:1000]), default=0)


def lies_on_its_side(sheet: Sheet) -> bool:
    """True where the headings run down the first column and each record is a column."""
    down = [row[0] for row in sheet.rows[:60] if row and isinstance(row[0], str)]
    # "PO12" is a code, however well its letters name one.
    named = sum(1 for cell in down if names.known(cell) > 0.5 and not any(map(str.isdigit, cell)))
    across = max((_named(row) for row in sheet.rows[:LOOK]), default=0)
    return named >= 3 and named > across and named * 2 >= len(down)


def _table(sheet: Sheet, last: int | None, first: int, body: int, headings: list[str]) -> Table:
    records = sheet.rows[body:]
    wide = max(len(headings), _filled_width(records))
    headings = headings[:wide] + [""] * (wide - len(headings))
    own = [_heading_text(cell) for cell in sheet.rows[last]] if last is not None else []
    own = own[:wide] + [""] * (wide - len(own))
    columns = columns_of(records, wide)
    alone = beside.first_width(headings, own, columns)
    if alone < wide:
        headings, own, columns = headings[:alone], own[:alone], columns[:alone]
    labels = labels_of(headings)
    found = Table(sheet, last, first, body, tuple(headings), labels, tuple(own), records, columns)
    return replace(found, beside=alone + 1) if alone < wide else found


_AT_ONCE = 4_096
"""Rows that are laid out as columns in one go; a window waits meanwhile."""


def columns_of(records: Sequence[Row], wide: int) -> tuple[Sequence[Cell], ...]:
    """The first `wide` columns of the rows, each as long as there are rows; None where a row is too short."""
    columns: list[list[Cell]] = [[] for _ in range(wide)]
    for at in range(0, len(records), _AT_ONCE):
        part = records[at : at + _AT_ONCE]
        blank = repeat((None,) * len(part))  # for columns in which none of these rows has a cell
        for column, cells in zip(columns, chain(zip_longest(*part), blank), strict=False):
            column.extend(cells)
    return tuple(map(tuple, columns))


def _filled_width(rows: list[Row]) -> int:
    """Columns up to the last one that holds anything in any row."""
    wide = 0
    for row in rows:
        while len(row) > wide:
            used = next((i for i in range(len(row) - 1, wide - 1, -1) if not is_blank(row[i])), -1)
            if used < 0:
                break
            wide = used + 1
    return wide


def labels_of(headings: Sequence[str]) -> tuple[str, ...]:
    """A name for each column that no other column has."""
    plain = [" ".join(text.split()) for text in headings]
    counts = Counter(text.casefold() for text in plain)
    labels: list[str] = []
    for index, text in enumerate(plain):
        letters = column_letters(index)
        alone = counts[text.casefold()] == 1
        labels.append(f"Column {letters}" if not text else text if alone else f"{text} (column {letters})")
    return tuple(labels)


def _without_heading(sheet: Sheet) -> Table | None:
    """A table of values alone: at least two columns, and columns that hold one sort of value."""
    widths = [sum(1 for cell in row if not is_blank(cell)) for row in sheet.rows[:_BODY]]
    if not widths or max(widths) < 3:
        return None
    return _table(sheet, None, 0, 0, [])


def _named(row: Row) -> float:
    return sum(names.known(cell) for cell in row if isinstance(cell, str) and len(cell) < 160)


def _heading_score(rows: list[Row], index: int, least: float) -> float:
    """How much a row looks like the headings of the rows below it; 0 or less for not at all, or not above `least`."""
    row = rows[index]
    filled = [cell for cell in row if not is_blank(cell)]
    if len(filled) < 2:
        return 0.0
    texts = [cell for cell in filled if isinstance(cell, str)]
    others = len(filled) - len(texts)
    long = sum(1 for cell in texts if len(cell) > 100)
    values = sum(1 for cell in texts if _looks_like_value(cell))
    repeated = len(texts) - len({cell.strip().lower() for cell in texts})
    below = rows[index + 1 : index + 1 + _BODY]
    width = sorted(sum(1 for cell in r if not is_blank(cell)) for r in below)[len(below) // 2] if below else 0
    share = min(1.0, len(filled) / max(2, width))
    contrast = _contrast(row, below)

    def score(named: float) -> float:
        points = 2.0 * named + 2.0 * share + 1.5 * contrast - 1.5 * (others + values) - 2.0 * long
        return points - 0.7 * repeated - 0.05 * index

    # What cells name is the dearest question: it is not asked where no answer would do.
    if len(texts) * 2 < len(filled) or share < 0.3 or score(len(texts)) <= least:
        return 0.0
    named = _named(row)
    return 0.0 if named < 1.5 and contrast < 2 else score(named)


_VALUE = re.compile(
    r"\s*[£$€(-]?\s*[\d,]+(?:\.\d+)?\s*\)?%?\s*|\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*"
    r"|\s*\d{1,2}(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ -]\d{2,4}.*",
    re.IGNORECASE,
)


def _looks_like_value(text: str) -> bool:
    return _VALUE.fullmatch(text) is not None


def _is_value(cell: Cell) -> bool:
    """A number, a date, or a text that is one."""
    if isinstance(cell, str):
        return _looks_like_value(cell)
    return isinstance(cell, (int, float, date, time)) and not isinstance(cell, bool)


def _contrast(row: Row, below: list[Row]) -> float:
    """Columns where a text stands over values, or over much longer texts; at most 5."""
    count = 0.0
    for column, cell in enumerate(row):
        if not isinstance(cell, str) or not cell.strip() or _looks_like_value(cell):
            continue
        under = [r[column] for r in below if column < len(r) and not is_blank(r[column])]
        if under and sum(map(_is_value, under)) * 2 > len(under):
            count += 1
    return min(5.0, count)


def _extent(sheet: Sheet, best: int) -> tuple[int, int]:
    """First and last row of the heading that `best` belongs to: a group row above, or names below."""
    rows = sheet.rows
    if best + 1 < len(rows) and _is_group_row(sheet, best, best + 1):
        return best, best + 1
    if best > 0 and _is_group_row(sheet, best - 1, best):
        return best - 1, best
    return best, best


def _is_group_row(sheet: Sheet, upper: int, lower: int) -> bool:
    """True where `upper` names groups of columns and `lower` names the columns in them."""
    if sheet.numbers[lower] != sheet.numbers[upper] + 1:
        return False
    above, under = sheet.rows[upper], sheet.rows[lower]
    below = sheet.rows[lower + 1 : lower + 1 + _BODY]
    filled_above = [cell for cell in above if not is_blank(cell)]
    filled_under = [cell for cell in under if not is_blank(cell)]
    if len(filled_above) < 2 or len(filled_under) < 2 or not all(isinstance(c, str) for c in filled_under):
        return False
    if any(_is_value(cell) or len(str(cell)) > 80 for cell in filled_under):
        return False
    merged = any(top == sheet.numbers[upper] and right > left for top, left, _, right in sheet.merged)
    named = _named(under)
    if merged and named >= 1:
        return True
    distinct = len({str(cell).strip().casefold() for cell in filled_under}) == len(filled_under)
    if distinct and named * 2 > len(filled_under):
        return False  # The names say all by themselves: what stands above is a title with a date beside it.
    # Without merged cells: a few groups stand over more names.
    gaps = len(filled_above) < len(filled_under)
    return gaps and named >= 2 and named * 2 >= len(filled_under) and bool(below) and _named(above) < named


def _join(sheet: Sheet, first: int, last: int) -> list[str]:
    """Headings as written; a group's name is put before the names under it."""
    lower = [_heading_text(cell) for cell in sheet.rows[last]]
    if first == last:
        return lower
    upper = [_heading_text(cell) for cell in sheet.rows[first]]
    width = max(len(lower), len(upper))
    lower += [""] * (width - len(lower))
    upper += [""] * (width - len(upper))
    number = sheet.numbers[first]
    merged = {left: right for top, left, _, right in sheet.merged if top == number}
    merged_over = {column for left, right in merged.items() for column in range(left, right + 1)}
    joined: list[str] = []
    group, until = "", -1
    for column in range(width):
        if upper[column].strip():
            group = upper[column].strip()
            until = merged.get(column, column if merged else width)
        inside = group if column <= until else ""
        own = lower[column].strip()
        if not own and not upper[column].strip() and column not in merged_over:
            joined.append("")  # a gap between two tables, each with its title above
            continue
        joined.append(
            f"{inside} {own}".strip() if inside and inside.lower() != own.lower() else lower[column] or inside
        )
    return joined


_LONGEST = 1_000
"""Letters of a heading; what is longer is none, and must not be searched for words."""


def _heading_text(cell: Cell) -> str:
    return "" if isinstance(cell, Fault) else shown(cell)[:_LONGEST]


_MACHINE = re.compile(
    r"[a-z][a-z0-9]*(?:[_./-][a-z0-9]+)*|[a-z]+(?:[A-Z][a-z0-9]*)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
)


def _is_machine_row(heading: Row, row: Row, below: list[Row]) -> bool:
    """True for a second row of names: the same columns once more, for machines or in other words."""
    filled = [cell for cell in row if not is_blank(cell)]
    over = [cell for cell in heading if not is_blank(cell)]
    if len(filled) < 2 or len(filled) * 2 < len(over) or not all(isinstance(cell, str) for cell in filled):
        return False
    texts = [cell.strip() for cell in filled if isinstance(cell, str)]
    if any(_looks_like_value(text) or len(text) > 80 for text in texts) or len(set(texts)) < len(texts):
        return False
    machine = sum(1 for text in texts if _MACHINE.fullmatch(text) and ("_" in text or text != text.title()))
    named = sum(1 for text in texts if names.known(text) > 0.5)
    under = [cell for r in below for cell in r if isinstance(cell, str)]
    seen_below = sum(1 for text in texts if text in under)
    return (named * 2 > len(texts) or (machine == len(texts) and named >= 1)) and seen_below * 4 < len(texts)


_UNIT = re.compile(
    r"\(?\s*(?:[£$€]\s*(?:'?0?00s?|k|m|mn)?|'?000s|months?|mths|years?|yrs|days?|weeks?|dd[/-]mm[/-]yy(?:yy)?|date|"
    r"y\s*/\s*n|yes\s*/\s*no|%|if (?:any|known|applicable)|(?:ex|exc|excl|inc|incl)\.? vat|per annum|p\.?a\.?)\s*\)?",
    re.IGNORECASE,
)


def _is_row_of_units(row: Row) -> bool:
    """True for a row under the headings that says what they are counted in: "(months)", "(£000)"."""
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) > 1 and all(isinstance(cell, str) and _UNIT.fullmatch(cell.strip()) for cell in filled)


def _with_units(headings: list[str], row: Row) -> list[str]:
    """Headings with their units in brackets behind them."""
    units = [_heading_text(cell).strip().strip("()") for cell in row]
    units += [""] * (len(headings) - len(units))
    named = zip(headings, units, strict=False)
    return [f"{heading.strip()} ({unit})" if heading.strip() and unit else heading for heading, unit in named]


def _second_names(headings: list[str], row: Row) -> list[str]:
    """Headings, with an unnamed column named by the second row."""
    second = [_heading_text(cell) for cell in row]
    second += [""] * (len(headings) - len(second))
    headings = headings + [""] * (len(second) - len(headings))
    return [first if first.strip() else other for first, other in zip(headings, second, strict=True)]
