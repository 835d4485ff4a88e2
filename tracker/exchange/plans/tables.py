"""Which sheet holds the register, and why none does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tracker.domain.errors import CannotRead
from tracker.exchange.plans.columns import BY_PARTNERSHIP, BY_VALUES, ColumnMap, Confidence, Use
from tracker.exchange.plans.header import WIDEST, Table, columns_of, find_table, lies_on_its_side, width
from tracker.exchange.plans.mapping import map_columns
from tracker.exchange.plans.other_lists import BINDING, is_other_list
from tracker.exchange.plans.planned import EVERY
from tracker.exchange.plans.records import FIGURES
from tracker.exchange.plans.together import Found, alike, read_together
from tracker.exchange.plans.turned import has_days, upright
from tracker.exchange.sheets.sheet import Fault, Sheet, Workbook, column_letters, is_blank

_HIDDEN = 100.0
"""Points by which a visible sheet is preferred to a hidden one."""


_TELLING = (
    "contract",
    "agreement",
    "tender",
    "procurement",
    "supplier",
    "vendor",
    "grant",
    "award",
    "notice",
    "bid",
)
_WORTH = {"title": 2.0, "supplier": 3.0, "ends": 2.0, "notes": 0.0, "uid": 0.0}

ENOUGH = 4.0
"""Points that a register's columns have at least."""


def points(mapping: ColumnMap, headings: Sequence[str]) -> float:
    """How much the columns found look like those of a register of agreements; see `enough`."""
    total = 0.0
    for name, column in mapping.fields.items():
        total += _WORTH.get(name, 1.0) * (0.5 if column.confidence is Confidence.CHECK else 1.0)
    told = sum(1 for text in headings if any(word in text.lower() for word in _TELLING))
    deadlines = any("clos" in text.lower() or "deadline" in text.lower() for text in headings)
    return total + min(2.0, 0.7 * told) + 0.5 * deadlines


def enough(mapping: ColumnMap, headings: Sequence[str]) -> bool:
    """True where the columns can be those of a register of agreements.

    Each agreement needs something that names it (a title, a description or a
    reference of its own), and something that makes it an agreement: another party,
    an end, or a buyer beside the title.
    """
    found = mapping.fields
    if is_other_list(found.keys(), headings):
        return False
    trusted = (Confidence.SURE, Confidence.LIKELY, Confidence.CHOSEN)
    strong = {name for name, c in found.items() if c.confidence in trusted or c.why == BY_VALUES}
    sure = {name for name, c in found.items() if c.confidence in (Confidence.SURE, Confidence.CHOSEN)}
    named = bool(strong & {"title", "description", "reference"}) or (
        bool({"title", "reference"} & set(found)) and bool({"ends", "starts", "term"} & set(found))
    )
    if {"reference", "title"} <= sure and all(column.use is Use.FIELD for column in mapping.columns):
        return True  # a list of agreements and nothing else
    title = found.get("title")
    if title is not None and title.why == BY_PARTNERSHIP:
        return len(_OF_PARTNERSHIPS & set(found)) >= 2
    bound = bool(strong & {"supplier", "ends", "current_end", "max_end"}) or {"buyer", "title"} <= sure
    dated = {"starts", "term"} <= strong or {"starts", "ends"} <= set(found)
    bound = bound or (dated and any(map(BINDING.search, headings)))
    return named and bound and points(mapping, headings) >= ENOUGH


_OF_PARTNERSHIPS = frozenset(
    ("owner", "department", "buyer", "supplier", "starts", "ends", "review", "value", "annual_value")
)
"""Fields of which a register of partnerships has two beside their names."""


class Chosen(NamedTuple):
    """The table that an import takes, its columns, and the visible sheets that hold agreements as well."""

    table: Table
    mapping: ColumnMap
    others: tuple[str, ...] = ()


def choose_table(
    workbook: Workbook,
    wanted: str | None = None,
    overrides: Mapping[str, str] | None = None,
    header: int | None = None,
) -> Chosen:
    """The table that looks most like a register, and its columns. Raises CannotRead where none does, saying why.

    A sheet that the person named, or whose columns or heading row she said, is taken where it has
    a table at all. Unless she named one, the sheets with the same columns are read together with it.
    """
    sheets = [sheet for sheet in workbook.sheets if wanted in (None, EVERY, sheet.name)]
    if not sheets:
        known = ", ".join(f"'{sheet.name}'" for sheet in workbook.sheets)
        raise CannotRead(f"{workbook.path.name} has no sheet called '{wanted}'. Its sheets are: {known}.")
    ranked: list[tuple[float, Found]] = []
    every: list[Found] = []
    other_ways: list[Found] = []
    for sheet in sheets:
        looked_at = _look_at(sheet, overrides, header) if width(sheet) <= WIDEST else None
        if looked_at is None:
            continue
        (table, mapping), said = looked_at
        every.append(Found(table, mapping))
        again = find_table(sheet) if header is not None else None
        if again is not None:  # the row that a person named may be the heading of one sheet alone
            other_ways.append(Found(again, map_columns(again)))
        if enough(mapping, table.headings) or len(said) >= 2 or header is not None:
            score = points(mapping, table.headings) + min(1.0, len(table.records) / 1_000)
            ranked.append((score - _HIDDEN * (sheet.state != "visible"), every[-1]))
    if not ranked:
        raise CannotRead(_why_none(workbook, sheets))
    _, likeliest = max(ranked, key=lambda one: one[0])
    best, best_map = likeliest
    if wanted in (None, EVERY) and best.sheet.state != "visible":
        raise CannotRead(
            f"{workbook.path.name}: the only sheet with a table of agreements, '{best.sheet.name}', is hidden. "
            "Import it by its name if it is the right one."
        )
    same = (
        [likeliest]
        if wanted == best.sheet.name
        else alike(likeliest, [*every, *other_ways], asked=wanted == EVERY)
    )
    if len(same) > 1:
        best = read_together(same)
        best_map = map_columns(best, _that_fit(best, overrides))
    if overrides and len(_that_fit(best, overrides)) < len(overrides):
        map_columns(best, overrides)  # raises, and says which heading there is not
    taken = {id(one) for one in same}
    others = [
        one.table.sheet.name
        for _, one in ranked
        if id(one) not in taken and enough(one.mapping, one.table.headings) and one.table.records
        if one.table.sheet.state == "visible"
    ]
    return Chosen(best, best_map, tuple(others))


def _look_at(
    sheet: Sheet, overrides: Mapping[str, str] | None, header: int | None
) -> tuple[Found, dict[str, str]] | None:
    """A sheet's table with its columns and the overrides that fit it: as it lies, or else turned upright."""
    table = find_table(sheet, header)
    if table is not None:
        said = _that_fit(table, overrides)
        mapping = map_columns(table, said)
        if header is not None or enough(mapping, table.headings):
            return Found(table, mapping), said
    other = upright(sheet) if header is None else None
    turned = find_table(other) if other is not None else None
    if turned is not None:
        fitting = _that_fit(turned, overrides)
        columns = map_columns(turned, fitting)
        if has_days(columns) and enough(columns, turned.headings):
            return Found(turned, columns), fitting
    return None if table is None else (Found(table, mapping), said)


def _that_fit(table: Table, overrides: Mapping[str, str] | None) -> dict[str, str]:
    """The overrides that this table has columns for; the others are meant for another sheet."""
    fitting: dict[str, str] = {}
    for name, heading in (overrides or {}).items():
        try:
            map_columns(table, {name: heading})
        except CannotRead:
            continue
        fitting[name] = heading
    return fitting


def _why_none(workbook: Workbook, sheets: Sequence[Sheet]) -> str:
    name = workbook.path.name
    if not any(sheet.rows for sheet in sheets):
        return f"{name} holds no rows."
    wide = max(map(width, sheets))
    if wide > WIDEST:
        return f"{name} has {wide:,} columns; a register has {WIDEST:,} at the most. Keep the columns that matter."
    if any(lies_on_its_side(sheet) for sheet in sheets):
        return (
            f"No heading row was found in {name}: its headings stand in the first column, with an agreement in each "
            "column. In Excel copy the table and use Paste Special > Transpose, then import that."
        )
    faults = [cell for sheet in sheets for row in sheet.rows[:200] for cell in row if isinstance(cell, Fault)]
    if len(faults) >= 2:
        return (
            f"No table of agreements was found in {name}, and {len(faults)} of its first cells are damaged or were "
            f"never calculated: {faults[0].text[:80]}. Open it in Excel, save it, and import it again."
        )
    repeated = _repeated(sheets)
    if repeated:
        return (
            f"{name} has columns of the same name, so it is not clear what they hold: {repeated}. "
            "Give them names of their own, or say which column is which."
        )
    return (
        f"No table of agreements was found in {name}: it needs a heading row, and columns for a title or "
        "reference and for a supplier, an end date, or a buyer and a title. Nothing was imported."
    )


def _repeated(sheets: Sequence[Sheet]) -> str:
    """The headings that stand over more than one column, with the letters of the columns."""
    for sheet in sheets:
        table = find_table(sheet)
        if table is None or table.header is None:
            continue
        places: dict[str, list[int]] = {}
        for index, heading in enumerate(table.headings):
            if heading.strip():
                places.setdefault(" ".join(heading.split()).casefold(), []).append(index)
        several = {text: found for text, found in places.items() if len(found) > 1}
        if several:
            return "; ".join(
                f"'{' '.join(table.headings[found[0]].split())}' in {', '.join(map(column_letters, found))}"
                for found in several.values()
            )
    return ""


def fill_down(table: Table, mapping: ColumnMap) -> tuple[Table, Counter[int]]:
    """The table with each merged cell's content in every row that it covers, but for amounts.

    Also how many cells were filled in each column. Rows that hold nothing else stay blank.
    """
    filled: Counter[int] = Counter()
    numbers = table.sheet.numbers[table.body :]
    down = [one for one in table.sheet.merged if one[2] > one[0] and numbers and one[0] >= numbers[0]]
    if not down:
        return table, filled
    amounts = {column.index for column in mapping.columns if column.field in ("value", *FIGURES)}
    used = {column.index for column in mapping.columns if column.use in (Use.FIELD, Use.NOTES)} - amounts
    records = list(table.records)
    for top, left, bottom, right in down:
        source = bisect_left(numbers, top)
        if source == len(numbers) or numbers[source] != top:
            continue
        for target in range(source + 1, bisect_right(numbers, bottom)):
            for column in range(left, min(right + 1, len(records[source]))):
                row = records[target]
                if column in used and not is_blank(records[source][column]) and not all(map(is_blank, row)):
                    if column < len(row) and not is_blank(row[column]):
                        continue
                    row = [*row, *[None] * (column + 1 - len(row))]
                    row[column] = records[source][column]
                    records[target] = row
                    filled[column] += 1
    return replace(table, records=records, columns=columns_of(records, len(table.headings))), filled
