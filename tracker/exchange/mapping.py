"""Which column is which field: by its heading, by its values, and by what the person says.

Every pairing has a confidence: sure (heading and values say it), likely (the heading
says something near it, or two columns could be it) or check (the values alone say
it). Columns that must never be mapped (days remaining, closing dates of tenders)
are left alone whatever they are called, unless a person maps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.domain.errors import CannotRead
from tracker.exchange import heading as names
from tracker.exchange.header import Table
from tracker.exchange.profile import FITS, Profile, profile
from tracker.exchange.sheet import Cell, column_letters


class Confidence(StrEnum):
    """How sure a pairing is."""

    SURE = "sure"
    LIKELY = "likely"
    CHECK = "check"
    CHOSEN = "chosen"


class Use(StrEnum):
    """What becomes of a column."""

    FIELD = "field"
    NOTES = "notes"
    CONTACT = "contact detail"
    NEVER = "never imported"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table and what becomes of it.

    Attributes:
        heading: as written; "" where unnamed.
        label: the heading, or "Column F".
        field: the field that it fills, "" for none.
        unit: the unit in the heading ("thousand", "month", "USD"), "" for none.
        why: a few words for the person.
    """

    index: int
    heading: str
    label: str
    profile: Profile
    use: Use = Use.NOTES
    field: str = ""
    confidence: Confidence = Confidence.CHECK
    unit: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All columns of a table, each with its use. `fields` finds a column by its field."""

    columns: tuple[Column, ...]
    fields: dict[str, Column] = field(default_factory=dict)

    def of(self, name: str) -> Column | None:
        """The column that fills a field, or None."""
        return self.fields.get(name)


_FAMILY = 0.35
"""What a heading gains that says "contract" or "agreement" itself, over one that does not."""

_WEIGHT_OF_NAME = 2.0
_FLOOR = {"notes": 0.0, "supplier_number": 0.0}
_LEAST_FIT = 0.25
"""A column whose values fit a field less than this is not it, whatever its heading says."""


def map_columns(table: Table, overrides: Mapping[str, str] | None = None) -> ColumnMap:
    """Pair the table's columns with fields.

    `overrides` is field -> heading (or column letters), "" to leave the field empty.
    Raises CannotRead where an override names no field or no column.
    """
    columns = _look(table)
    chosen = _chosen(columns, overrides or {})
    taken = {column for column in chosen.values() if column is not None}
    pairs = _pairs(columns, closed=set(chosen), taken=taken)
    pairs = _second_thoughts(columns, pairs, closed=set(chosen))
    for name, index in chosen.items():
        if index is not None:
            pairs[name] = (index, Confidence.CHOSEN, "chosen by you")
    return _build(columns, pairs)


def _look(table: Table) -> list[Column]:
    records = table.records
    columns: list[Column] = []
    for index, (heading, label) in enumerate(zip(table.headings, table.labels, strict=True)):
        values: list[Cell] = [row[index] if index < len(row) else None for row in records]
        columns.append(
            Column(
                index, heading, label, profile(values), unit=names.take_apart(heading).unit if heading else ""
            )
        )
    return columns


def _chosen(columns: list[Column], overrides: Mapping[str, str]) -> dict[str, int | None]:
    """Field -> column index as the person said; None for a field to be left empty."""
    found: dict[str, int | None] = {}
    for name, wanted in overrides.items():
        if name not in names.FIELDS:
            raise CannotRead(f"There is no field called '{name}'. The fields are: {', '.join(names.FIELDS)}.")
        found[name] = _find(columns, wanted).index if wanted.strip() else None
    return found


def _find(columns: list[Column], wanted: str) -> Column:
    def fold(text: str) -> str:
        return " ".join(text.split()).casefold()

    tests: tuple[Callable[[Column], bool], ...] = (
        lambda c: c.heading == wanted,
        lambda c: fold(c.heading) == fold(wanted),
        lambda c: fold(c.label) == fold(wanted),
        lambda c: column_letters(c.index).casefold() == fold(wanted),
    )
    for test in tests:
        fitting = [column for column in columns if test(column)]
        if len(fitting) > 1:
            where = ", ".join(column_letters(c.index) for c in fitting)
            raise CannotRead(
                f"Several columns are called '{wanted}': {where}. Give the column's letter instead."
            )
        if fitting:
            return fitting[0]
    known = ", ".join(column.label for column in columns)
    raise CannotRead(f"There is no column called '{wanted}'. The columns are: {known}.")


Pair = tuple[int, Confidence, str]


def _pairs(columns: list[Column], closed: set[str], taken: set[int]) -> dict[str, Pair]:
    """The best pairing by name and values, greedily from the surest: a field and a column are used once."""
    offers: list[tuple[float, int, str, int]] = []
    for column in columns:
        found = names.meanings(column.heading)
        if column.index in taken or (
            found and found[0].field == names.NEVER and found[0].strength == names.SURE
        ):
            continue
        for name, strength in found:
            if name in (names.NEVER, names.CONTACT) or name in closed:
                continue
            fit = FITS[name](column.profile) if name in FITS else 0.5
            empty = not column.profile.filled
            if fit < _LEAST_FIT and not empty:
                continue
            score = (
                _WEIGHT_OF_NAME * strength
                + min(fit, 1.2)
                + 0.5 * column.profile.filled
                - (2.0 if empty else 0.0)
            )
            if any(word in column.heading.lower() for word in ("contract", "agreement")):
                score += _FAMILY
            offers.append((score, -column.index, name, strength))
    pairs: dict[str, Pair] = {}
    used = set(taken)
    for score, minus, name, strength in sorted(offers, reverse=True):
        index = -minus
        if name in pairs or index in used or (strength == names.CHECK and score < _WEIGHT_OF_NAME + 0.4):
            continue
        rival = any(s > score - 0.5 and n == name and -m != index for s, m, n, _ in offers)
        sure = strength == names.SURE and not rival
        confidence = (
            Confidence.SURE if sure else Confidence.LIKELY if strength > names.CHECK else Confidence.CHECK
        )
        pairs[name] = (index, confidence, "by its heading and values")
        used.add(index)
    return pairs


def _second_thoughts(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> dict[str, Pair]:
    """What only the whole set of columns can tell."""
    for rule in (_title_from_description, _by_values):
        rule(columns, pairs, closed)
    return pairs


def _title_from_description(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register with a description and no title: the description is the title."""
    if "title" in pairs or "title" in closed or "description" not in pairs:
        return
    index, _, _ = pairs.pop("description")
    pairs["title"] = (index, Confidence.LIKELY, "there is no title column; the description is the title")


def _by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Fields that no heading named, told by what the values are: always to be checked."""
    named = sum(1 for name in ("title", "supplier", "starts", "ends", "value", "reference") if name in pairs)
    if named >= 3:
        return
    used = {index for index, _, _ in pairs.values()}
    free = [
        c for c in columns if c.index not in used and c.profile.filled > 0.3 and not names.meanings(c.heading)
    ]

    def offer(name: str, column: Column | None) -> None:
        if column is not None and name not in pairs and name not in closed:
            pairs[name] = (column.index, Confidence.CHECK, "by its values alone")
            free.remove(column)

    dates = [c for c in free if c.profile.date > 0.7]
    if len(dates) >= 2:
        offer("starts", dates[0])
        offer("ends", dates[1])
    offer("value", next((c for c in free if c.profile.money > 0.6 and c.profile.number > 0.8), None))
    offer(
        "supplier",
        next(
            (c for c in free if c.profile.firm > 0.4 and c.profile.letters > 0.9 and c.profile.length < 60),
            None,
        ),
    )
    offer(
        "reference",
        next(
            (c for c in free if c.profile.different == 1 and c.profile.length < 20 and c.profile.date == 0),
            None,
        ),
    )
    offer(
        "title",
        next(
            (
                c
                for c in free
                if c.profile.letters > 0.9 and c.profile.different > 0.5 and c.profile.length > 8
            ),
            None,
        ),
    )


def _build(columns: Iterable[Column], pairs: Mapping[str, Pair]) -> ColumnMap:
    by_index = {index: (name, confidence, why) for name, (index, confidence, why) in pairs.items()}
    built: list[Column] = []
    for column in columns:
        if column.index in by_index:
            name, confidence, why = by_index[column.index]
            built.append(replace(column, use=Use.FIELD, field=name, confidence=confidence, why=why))
        else:
            built.append(replace(column, use=_use(column)))
    return ColumnMap(tuple(built), {column.field: column for column in built if column.field})


def _use(column: Column) -> Use:
    """What becomes of a column that fills no field."""
    if not column.profile.filled:
        return Use.EMPTY
    found = {meaning.field for meaning in names.meanings(column.heading)}
    p = column.profile
    if names.CONTACT in found or "contact" in found or p.email > 0.3 or p.phone > 0.5 or p.postcode > 0.5:
        return Use.CONTACT
    if names.NEVER in found and any(m == (names.NEVER, names.SURE) for m in names.meanings(column.heading)):
        return Use.NEVER
    return Use.NOTES


def points(mapping: ColumnMap, headings: Sequence[str]) -> float:
    """How much the columns found look like those of a register of agreements; see `enough`."""
    worth = {"title": 2.0, "supplier": 3.0, "ends": 2.0}
    total = 0.0
    for name, column in mapping.fields.items():
        if column.confidence is Confidence.CHECK and not column.profile.filled:
            continue
        weak = 0.5 if column.confidence is Confidence.CHECK else 1.0
        total += weak * worth.get(name, 1.0 if name not in ("notes", "uid") else 0.0)
    told = sum(
        1
        for text in headings
        if any(
            w in text.lower()
            for w in (
                "contract",
                "agreement",
                "tender",
                "procurement",
                "supplier",
                "vendor",
                "grant",
                "award",
            )
        )
    )
    return total + min(2.0, 0.7 * told)


def enough(mapping: ColumnMap, headings: Sequence[str]) -> bool:
    """True where the columns can be those of a register of agreements.

    Each agreement needs something that names it (a title, a description or a
    reference of its own), and something that makes it an agreement: another party,
    an end, or a buyer with a value.
    """
    found = mapping.fields
    strong = {
        name
        for name, column in found.items()
        if column.confidence is not Confidence.CHECK or column.why == "by its values alone"
    }
    named = bool(strong & {"title", "description", "reference"}) or (
        bool({"title", "reference"} & set(found)) and bool(strong & {"ends", "starts"})
    )
    bound = "supplier" in strong or "ends" in strong or ({"buyer", "value", "title"} <= strong)
    return named and bound and points(mapping, headings) >= 5.0
