"""What the rows under a heading are: agreements, or totals, notes, headings once more, copies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from tracker.domain.check import Finding
from tracker.exchange.plans.columns import Column, ColumnMap
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.heading import known
from tracker.exchange.plans.orders import DATE_FIELDS
from tracker.exchange.plans.planned import Located, PlannedAgreement
from tracker.exchange.plans.profile import looks_like_date, looks_like_number
from tracker.exchange.plans.records import FIGURES, Read, cells_of
from tracker.exchange.plans.references import fold, fold_reference
from tracker.exchange.sheets.sheet import Cell, Row, is_blank, shown

NAMING = ("uid", "title", "reference", "description", "supplier")
"""Fields of which a row must fill one to be an agreement."""

BEARING = (
    "title",
    "description",
    "supplier",
    "buyer",
    "starts",
    "ends",
    "value",
    "term",
    "current_end",
    "max_end",
)
"""Fields of which a row must fill one besides its reference."""


@dataclass(slots=True)
class Sorted:
    """What the rows turned out to be, by row index.

    Attributes:
        parts: text of a row that heads the rows below it ("Adult Services").
        out: reason for a row that is no agreement.
        doubtful: reason for a row that may be one.
    """

    out: dict[int, str] = field(default_factory=dict)
    doubtful: dict[int, str] = field(default_factory=dict)
    parts: dict[int, str] = field(default_factory=dict)


def sort_rows(table: Table, mapping: ColumnMap, read: Read) -> Sorted:
    """Tell agreements from the other rows of a table."""
    done = Sorted()
    first_of: dict[tuple[Cell, ...], int] = {}
    named = [cells_of(table, mapping.fields[name].index) for name in NAMING if name in mapping.fields]
    unique = any(len(set(column)) == len(column) for column in named)
    for start, part in _by_sheet(table):
        _sort_part(part, mapping, done, None if unique else first_of, start)
    _find_shifted(table, mapping, read, done)
    _find_explaining(table, mapping, read, done)
    return done


def _by_sheet(table: Table) -> Iterator[tuple[int, Table]]:
    """The table; of several sheets that are read together each by itself, without the names of the sheets."""
    if not table.parts:
        yield 0, table
        return
    numbers = table.sheet.numbers[table.body :]
    ends = [*(part.start for part in table.parts[1:]), len(table.records)]
    for part, end in zip(table.parts, ends, strict=True):
        own = replace(table.sheet, name=part.name, rows=[], numbers=numbers[part.start : end])
        records = [row[:-1] for row in table.records[part.start : end]]
        yield part.start, replace(table, sheet=own, body=0, records=records)


def _sort_part(
    table: Table, mapping: ColumnMap, done: Sorted, first_of: dict[tuple[Cell, ...], int] | None, start: int
) -> None:
    """Tell agreements from the other rows of one sheet, whose first row has the index `start` among all.

    `first_of` is the number of the first row of its kind; None where no two rows can be the same.
    """
    headings = [fold(text) for text in table.headings]
    narrow = len(mapping.columns) < 4
    leads = _LEADS | {text.strip()[:5].casefold() for text in table.headings}
    numbers = table.sheet.numbers[table.body :]
    naming = [mapping.fields[name].index for name in NAMING if name in mapping.fields]
    bearing = [mapping.fields[name].index for name in BEARING if name in mapping.fields]
    dated = [mapping.fields[name].index for name in DATE_FIELDS if name in mapping.fields]
    ordinary = _ordinary(mapping, leads)
    other = _other_table(table, headings)
    first_column = next((index for index, heading in enumerate(headings) if heading), 0)
    moved = 0
    for index, row in enumerate(table.records):
        usual = ordinary(row)
        reason = "it numbers the columns" if not index and _numbers_columns(row) else ""
        if not usual and not reason:
            filled = _filled(row)
            reason = _not_an_agreement(row, filled, headings, naming, dated, narrow)
            if filled == 1 and index < other and _heads_a_part(table, index, first_column):
                done.parts[start + index] = shown(next(cell for cell in row if not is_blank(cell))).strip()
        if reason:
            moved = numbers[index] if reason == _IN_ANOTHER_ORDER else 0 if reason == _ONCE_MORE else moved
        elif moved:
            reason = f"its columns stand in another order, which row {moved} says; import it from a file of its own"
        if not reason and index >= other:
            reason = f"it belongs to another table, whose headings stand in row {numbers[other]}"
        if not reason:
            first = numbers[index] if first_of is None else first_of.setdefault(tuple(row), numbers[index])
            if first != numbers[index]:
                reason = f"every cell is the same as in row {first}"
        if reason:
            done.out[start + index] = reason
        elif not usual and not any(holds(row, one) for one in bearing):
            done.doubtful[start + index] = (
                "it has a reference and nothing that says what it is for, with whom or when"
            )
    if not narrow:
        _find_foot(table, done, start)


def _numbers_columns(row: Row) -> bool:
    """True for 1, 2, 3 and so on, or a, b, c, under the headings."""
    said = [shown(cell).strip(" ().").casefold() for cell in row if not is_blank(cell)]
    numbers, letters = ([str(n) for n in range(1, len(said) + 1)], list("abcdefghijklmnopqrstuvwxyz"))
    return len(said) >= 3 and said in (numbers, letters[: len(said)])


_FOOT = re.compile(
    r"(?:prepared|produced|compiled|completed|approved|issued|published|updated|printed|last updated|date|version|"
    r"author|source|contact|e?-?mail|telephone|key|legend|notes?|disclaimer|owner|status|report|run)\b.{0,40}",
    re.IGNORECASE,
)


def _find_foot(table: Table, done: Sorted, start: int) -> None:
    """Lines under the table that hold two cells ("Prepared by", "Procurement"): notes, or to be looked at."""
    records = table.records
    last = next((at for at in range(len(records) - 1, -1, -1) if _filled(records[at]) > 2), len(records))
    numbers = table.sheet.numbers[table.body :]
    apart = False
    for index in range(last + 1, len(records)):
        apart = apart or not _filled(records[index]) or numbers[index] - numbers[index - 1] > 1
        if not apart or start + index in done.out:
            continue
        first = shown(next(cell for cell in table.records[index] if not is_blank(cell))).strip()
        if _FOOT.fullmatch(first):
            done.out[start + index] = f"it stands below the table and is a note: '{first[:80]}'"
        else:
            done.doubtful[start + index] = (
                "it stands apart below the table and holds two cells alone; it may be a note"
            )


def _ordinary(mapping: ColumnMap, leads: frozenset[str]) -> Callable[[Row], bool]:
    """A quick test that nearly every row passes: three cells that tell are filled, and it begins like none of the others."""
    telling = [mapping.fields[name].index for name in ("title", "supplier", "ends") if name in mapping.fields]
    if len(telling) < 3:
        return lambda row: False
    pick, least = itemgetter(*telling), max(telling) + 1

    def ordinary(row: Row) -> bool:
        first = row[0]
        return (
            len(row) >= least and all(pick(row)) and type(first) is str and first[:5].casefold() not in leads
        )

    return ordinary


_OF_LISTS = re.compile(
    r"\b(?:contracts?|agreements?|registers?|tenders?|expired|live|current|closed|ended|archived?|pipeline|"
    r"exemptions?|waivers?|frameworks?|page \d+)\b",
    re.IGNORECASE,
)
"""Words of a line that names a list ("Expired contracts") or a page, and no department."""


def _heads_a_part(table: Table, index: int, column: int) -> bool:
    """True for a short text alone in its row, in the first column, with fuller rows under it."""
    records = table.records
    if column >= len(records[index]) or is_blank(records[index][column]):
        return False
    text = shown(next((cell for cell in records[index] if not is_blank(cell)), None)).strip()
    below = records[index + 1] if index + 1 < len(records) else []
    filled = _filled(below)
    if _OF_LISTS.search(text):
        return False
    return filled > 2 and 2 < len(text) < 60 and not text.lower().startswith(("note", "total", "*", "source"))


def _other_table(table: Table, headings: Sequence[str]) -> int:
    """Index of the heading row of another table below this one; the number of rows where there is none.

    It stands under a blank row or the title of that table, and names other columns than this table's.
    """
    numbers, records = table.sheet.numbers[table.body :], table.records
    for index in range(1, len(records)):
        above = records[index - 1]
        if numbers[index] - numbers[index - 1] == 1 and len(above) > 1 and above[0] and above[1]:
            continue
        if _filled(above) > 1 and numbers[index] - numbers[index - 1] == 1:
            continue
        cells = [cell for cell in records[index] if not is_blank(cell)]
        texts = [cell for cell in cells if isinstance(cell, str) and len(cell) < 40]
        if not 2 <= len(texts) == len(cells) <= len(headings) or _repeats_headings(records[index], headings):
            continue
        named = sum(1 for text in texts if known(text) > 0.5)
        if len(cells) <= max(2, len(headings) - 2):
            if named * 2 > len(texts):
                return index
        elif named >= 2 and named * 2 >= len(texts) and not any(map(_DIGIT.search, texts)):
            return index
    return len(records)


_DIGIT = re.compile(r"\d")
"""What hardly a heading has, and hardly an agreement has not."""


def _filled(row: Row) -> int:
    """How many cells of a row hold anything, if only a blank."""
    return len(row) - row.count(None) - row.count("")


def holds(row: Row, index: int) -> bool:
    """True where the row holds anything in that column."""
    return index < len(row) and not is_blank(row[index])


_LEADS = frozenset(("", "total", "grand", "sub t", "sub-t", "subto", "overa"))
"""How a row may begin that is no agreement; the rows that begin otherwise need no second look."""

_TOTAL = re.compile(r"\s*(?:grand |sub[- ]?|overall )?totals?\b.{0,40}", re.IGNORECASE)


_ONCE_MORE = "it is the headings once more"
_IN_ANOTHER_ORDER = "it is the headings once more, in another order"


def _not_an_agreement(
    row: Row, filled: int, headings: Sequence[str], naming: Sequence[int], dated: Sequence[int], narrow: bool
) -> str:
    """Why a row is no agreement, "" where it may be one."""
    if filled <= 2:
        texts = [cell for cell in row if not is_blank(cell)]
        if not texts:
            return "the row is blank"
        if len(texts) == 1 and not narrow:
            return f"it holds one cell alone, a note or the heading of a part: '{shown(texts[0])[:80]}'"
    first = next((cell for cell in row if not is_blank(cell)), None)
    if isinstance(first, str):
        if _TOTAL.fullmatch(first) and not any(holds(row, one) for one in dated):
            return "it is a total"
        if headings and fold(first) in headings:
            if _moves_headings(row, headings):
                return _IN_ANOTHER_ORDER
            if _repeats_headings(row, headings):
                return _ONCE_MORE
    if not any(holds(row, one) for one in naming):
        return "it has no title, no reference and no supplier"
    return ""


def nameless(planned: PlannedAgreement) -> str:
    """Why a row that was read is no agreement after all: what seemed to name it did not."""
    a = planned.agreement
    named = a.title or fold_reference(a.reference) or a.uid or a.description
    return "" if named else "nothing in it names an agreement"


def _repeats_headings(row: Row, headings: Sequence[str]) -> bool:
    texts = [(index, fold(cell)) for index, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
    same = sum(1 for index, text in texts if index < len(headings) and headings[index].endswith(text))
    return same >= 2 and same * 3 >= len(texts) * 2


def _moves_headings(row: Row, headings: Sequence[str]) -> bool:
    """True for a row that holds the table's headings, some of them over other columns than before."""
    texts = [(index, fold(cell)) for index, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
    if len(texts) < 3 or len(texts) < _filled(row) or not {text for _, text in texts} <= set(headings):
        return False
    return any(index >= len(headings) or headings[index] != text for index, text in texts)


_MISFITS = frozenset(
    ("date.unreadable", "date.number", "money.unreadable", "value.not-yes-or-no", "value.too-long")
)
_FURTHEST = 4


def _find_shifted(table: Table, mapping: ColumnMap, read: Read, done: Sorted) -> None:
    """Rows whose cells have slipped sideways: several do not fit their column and would fit its neighbour."""
    misfits = Counter(index for index, _, finding in read.findings if finding.code in _MISFITS)
    suspects = [index for index, count in misfits.items() if count >= 2 and index not in done.out]
    dates = [mapping.fields[name].index for name in DATE_FIELDS if name in mapping.fields]
    figures = [mapping.fields[name].index for name in ("value", *FIGURES) if name in mapping.fields]
    for index in suspects:
        row = table.records[index]
        here = _fitting(row, dates, figures, 0)
        shifts = [s for s in range(-_FURTHEST, _FURTHEST + 1) if s]
        best = max(shifts, key=lambda shift: _fitting(row, dates, figures, shift))
        if _fitting(row, dates, figures, best) >= here + 2:
            way = "right" if best > 0 else "left"
            steps = f"{abs(best)} column{'' if abs(best) == 1 else 's'}"
            done.doubtful[index] = f"its cells seem to have slipped {steps} to the {way}"


def _find_explaining(table: Table, mapping: ColumnMap, read: Read, done: Sorted) -> None:
    """A first row that says what to enter ("Required", "dd/mm/yyyy"): words alone where all others have days and amounts."""
    places = [mapping.fields[n].index for n in (*DATE_FIELDS, "value", *FIGURES) if n in mapping.fields]
    for start in (part.start for part in table.parts) if table.parts else (0,):
        row = table.records[start] if start < len(table.records) else ()
        filled = {
            place for place in places if place < len(row) and isinstance(row[place], str) and row[place]
        }
        odd = {
            column.index for index, column, one in read.findings if index == start and one.code in _MISFITS
        }
        typed = any(not isinstance(cell, str | None) for cell in row)
        if start not in done.out and not typed and len(filled) >= _LEAST_EXPLAINED and filled <= odd:
            done.out[start] = "it says what to enter in each column"


_LEAST_EXPLAINED = 2
"""Columns of days and amounts in which a row that explains them has words."""


def _fitting(row: Row, dates: Sequence[int], figures: Sequence[int], shift: int) -> int:
    def at(index: int) -> Cell:
        place = index + shift
        return row[place] if 0 <= place < len(row) else None

    fits = sum(1 for index in dates if not is_blank(at(index)) and looks_like_date(at(index)))
    return fits + sum(1 for index in figures if not is_blank(at(index)) and looks_like_number(at(index)))


def as_row_finding(finding: Finding, row: int, column: Column | None, cells: Row) -> Located:
    """A finding at a row's cell, with the text that stands there."""
    if column is None:
        return Located(finding, row)
    cell = cells[column.index] if column.index < len(cells) else None
    return Located(finding, row, column.label, shown(cell)[:2_000])
