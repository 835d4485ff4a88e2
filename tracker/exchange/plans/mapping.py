"""Which column is which field: by its heading, by its values, and by what the person says.

Every pairing has a confidence: sure (heading and values say it), likely (the heading
says something near it, or two columns could be it) or check (the values alone say
it). Columns that must never be mapped (days remaining, closing dates of tenders)
are left alone whatever they are called, unless a person maps them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tracker.domain.errors import CannotRead
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.profile import FITS, Profile, profile
from tracker.exchange.sheets.sheet import column_letters


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
        label: the heading, or "Column F"; no other column has it.
        own: the heading without the name of the group that it stands in.
        field: the field that it fills, "" for none.
        unit: the unit in the heading ("thousand", "month", "USD"), "" for none.
        why: a few words for the person.
    """

    index: int
    heading: str
    label: str
    own: str
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


BY_VALUES = "by its values alone"
BY_PARTNERSHIP = "the partnership's name is the title"
COMPANY_NUMBERS = "the values are company numbers"

_WEIGHT_OF_NAME = 2.0

_FAMILY = 0.35
"""What a heading gains that says "contract" or "agreement" itself, over one that does not."""

_LEAST_FIT = 0.25
"""A column whose values fit a field less than this is not it, whatever its heading says."""


def map_columns(table: Table, overrides: Mapping[str, str] | None = None) -> ColumnMap:
    """Pair the table's columns with fields.

    `overrides` is field -> heading (or column letters), "" to leave the field empty.
    Raises CannotRead where an override names no field or no column.
    """
    columns = _look(table)
    chosen = _chosen(columns, overrides or {})
    taken = {index for index in chosen.values() if index is not None}
    pairs = _pairs(columns, closed=set(chosen), taken=taken)
    for rule in _SECOND_THOUGHTS:
        rule(columns, pairs, set(chosen))
    for name, index in chosen.items():
        if index is not None:
            pairs[name] = (index, Confidence.CHOSEN, "chosen by you")
    return _build(columns, pairs)


def _look(table: Table) -> list[Column]:
    columns: list[Column] = []
    named = zip(table.headings, table.labels, _without_prefix(table), strict=True)
    for index, (heading, label, own) in enumerate(named):
        values = table.columns[index] if index < len(table.columns) else ()
        unit = names.take_apart(heading).unit if heading else ""
        columns.append(Column(index, heading, label, own, profile(values), unit=unit))
    return columns


_PREFIX = re.compile(r"([A-Za-z]{2,4})_(?=[A-Za-z])")


def _without_prefix(table: Table) -> Sequence[str]:
    """The columns' own names, without the letters that a system puts before each of them ("CON_TITLE")."""
    found = [_PREFIX.match(heading) for heading in table.headings if heading.strip()]
    begins = Counter(one.group().casefold() for one in found if one)
    prefix, often = next(iter(begins.most_common(1)), ("", 0))
    if often < 3 or often * 4 < len(found) * 3:  # somebody may have added a column
        return table.own
    return [own[len(prefix) :] if own.casefold().startswith(prefix) else own for own in table.own]


def _meanings(column: Column) -> tuple[names.Meaning, ...]:
    """What the whole heading says, or else its last part: "Dates Start" says nothing, "Start" does."""
    return names.meanings(column.heading) or names.meanings(column.own)


def _chosen(columns: list[Column], overrides: Mapping[str, str]) -> dict[str, int | None]:
    """Field -> column index as the person said; None for a field to be left empty."""
    found: dict[str, int | None] = {}
    for name, wanted in overrides.items():
        if name not in names.FIELDS:
            raise CannotRead(f"There is no field called '{name}'. The fields are: {', '.join(names.FIELDS)}.")
        found[name] = _find(columns, wanted).index if wanted.strip() else None
    return found


def _find(columns: list[Column], wanted: str) -> Column:
    """The column that a person means: by heading, by label, by its own name, by letters."""

    def fold(text: str) -> str:
        return " ".join(text.split()).casefold()

    tests: tuple[Callable[[Column], bool], ...] = (
        lambda c: c.heading == wanted,
        lambda c: fold(c.heading) == fold(wanted),
        lambda c: fold(c.label) == fold(wanted),
        lambda c: fold(c.own) == fold(wanted),
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


@dataclass(frozen=True, slots=True)
class _Offer:
    score: float
    index: int
    field: str
    strength: int


def _offers(columns: list[Column], closed: set[str], taken: set[int]) -> list[_Offer]:
    """Every pairing that heading and values allow, the best first."""
    made: list[_Offer] = []
    for column in columns:
        found = _meanings(column)
        if column.index in taken or names.Meaning(names.NEVER, names.SURE) in found:
            continue
        empty = not column.profile.filled
        family = any(word in column.heading.lower() for word in ("contract", "agreement"))
        for name, strength in found:
            fit = FITS[name](column.profile) if name in FITS else 0.0
            if name not in FITS or name in closed or (fit < _LEAST_FIT and not empty):
                continue
            if name == "reference" and strength == names.CHECK and column.profile.counts:
                continue  # a row's number is another one in the next file
            score = _WEIGHT_OF_NAME * strength + min(fit, 1.2) + 0.5 * column.profile.filled
            made.append(_Offer(score + _FAMILY * family - 2.0 * empty, column.index, name, strength))
    return sorted(made, key=lambda offer: (-offer.score, offer.index))


def _pairs(columns: list[Column], closed: set[str], taken: set[int]) -> dict[str, Pair]:
    """The best pairing by name and values, greedily from the surest: a field and a column are used once."""
    offers = _offers(columns, closed, taken)
    pairs: dict[str, Pair] = {}
    used = set(taken)
    for offer in offers:
        if offer.field in pairs or offer.index in used:
            continue
        if offer.strength == names.CHECK and offer.score < _WEIGHT_OF_NAME + 0.4:
            continue
        rival = any(
            other.field == offer.field and other.index != offer.index and other.score > offer.score - 0.5
            for other in offers
        )
        if offer.strength == names.CHECK:
            confidence = Confidence.CHECK
        else:
            confidence = Confidence.SURE if offer.strength == names.SURE and not rival else Confidence.LIKELY
        pairs[offer.field] = (offer.index, confidence, "by its heading and values")
        used.add(offer.index)
    return pairs


def _title_from_description(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register with a description and no title: the description is the title."""
    if "title" not in pairs and "title" not in closed and "description" in pairs:
        index, _, _ = pairs.pop("description")
        pairs["title"] = (index, Confidence.LIKELY, "there is no title column; the description is the title")


def _reference_from_framework(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A list of frameworks: a framework's reference is the agreement's own where no other row has it."""
    if {"reference", "parent_reference"} & closed or "reference" in pairs or "parent_reference" not in pairs:
        return
    index = pairs["parent_reference"][0]
    if columns[index].profile.different == 1 and columns[index].profile.filled == 1:
        del pairs["parent_reference"]
        pairs["reference"] = (index, Confidence.LIKELY, "every row has one of its own")


def _title_all_the_same(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A title that is the same in every row is better than none."""
    if "title" in pairs or "title" in closed:
        return
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        named = any(m.field == "title" and m.strength >= names.LIKELY for m in _meanings(column))
        if named and column.index not in used and column.profile.constant and column.profile.letters > 0.5:
            pairs["title"] = (column.index, Confidence.CHECK, "by its heading; every row says the same")
            return


def _number_of_supplier(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A column called "Reference" that holds company numbers is about the supplier, where another is the contract's."""
    if "supplier_number" in pairs or {"supplier_number", "reference"} & closed:
        return
    named = [
        c for c in columns if names.Meaning("reference", names.SURE) in _meanings(c) and c.profile.filled
    ]
    bare = [
        c
        for c in named
        if names.take_apart(c.heading).words in ("reference", "ref") and c.profile.company > 0.8
    ]
    others = [column for column in named if column not in bare]
    if len(bare) == 1 and others:
        pairs["supplier_number"] = (bare[0].index, Confidence.LIKELY, COMPANY_NUMBERS)
        pairs["reference"] = (others[0].index, Confidence.LIKELY, "the other reference is the supplier's")


def _by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Fields of a table without any headings, told by what the values are: always to be checked."""
    if any(column.heading.strip() for column in columns):
        return
    free = [column for column in columns if column.profile.filled > 0.3]

    def offer(name: str, fits: Callable[[Profile], bool]) -> None:
        column = next((one for one in free if fits(one.profile)), None)
        if column is not None and name not in pairs and name not in closed:
            pairs[name] = (column.index, Confidence.CHECK, BY_VALUES)
            free.remove(column)

    for name in ("starts", "ends"):
        offer(name, lambda p: p.date > 0.7)
    if "ends" not in pairs:
        return
    offer("value", lambda p: p.number > 0.8 and p.date < 0.2)
    offer("supplier", lambda p: p.firm > 0.4 and p.letters > 0.9 and p.length < 60)
    offer("reference", lambda p: p.different == 1 and p.code > 0.6 and p.length < 20)
    offer("title", lambda p: p.letters > 0.9 and p.different > 0.5 and p.length > 8)


_AGREED = re.compile(r"contract|agreement|procure|tender|framework", re.IGNORECASE)


def _title_by_values(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """Agreements with a supplier and dates that no heading names: what differs most in words is their title."""
    named = {"title", "description", "reference", "arrangement"}
    if named & set(pairs) or "title" in closed or not {"supplier", "ends"} <= set(pairs):
        return
    if not any(_AGREED.search(column.heading) for column in columns):
        return
    used = {index for index, _, _ in pairs.values()}
    free = [
        column
        for column in columns
        if column.index not in used
        and column.heading.strip()
        and _use(column) is Use.NOTES
        and column.profile.different > 0.6
        and FITS["title"](column.profile) > 0.9
    ]
    if free:
        best = max(free, key=lambda column: (FITS["title"](column.profile), column.profile.length))
        pairs["title"] = (best.index, Confidence.CHECK, BY_VALUES)


def _title_from_partnership(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A register of partnerships: the partnership's name is the title."""
    if "title" not in pairs and "title" not in closed and "arrangement" in pairs:
        index, confidence, _ = pairs.pop("arrangement")
        pairs["title"] = (index, confidence, BY_PARTNERSHIP)


def _current_and_extended(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """ "Current contract end" beside "Extended to": the first is the end before it was extended."""
    if {"ends", "current_end"} & closed or "ends" in pairs or "current_end" not in pairs:
        return
    first = pairs["current_end"][0]
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        claims = names.Meaning("current_end", names.SURE) in _meanings(column)
        if claims and column.index not in used and column.profile.date > 0.3:
            later, earlier = (column.index, first) if "xten" in column.heading else (first, column.index)
            pairs["ends"] = (earlier, Confidence.LIKELY, "another column says to when it was extended")
            pairs["current_end"] = (later, Confidence.LIKELY, "by its heading and values")
            return


def _words_for_dates(columns: list[Column], pairs: dict[str, Pair], closed: set[str]) -> None:
    """A column called "From" or "Period" that holds "One-off" and "12 months" says how long, and not when."""
    if "term" in pairs or "term" in closed:
        return
    used = {index for index, _, _ in pairs.values()}
    for column in columns:
        p = column.profile
        named = any(meaning.field in ("starts", "ends", "term") for meaning in _meanings(column))
        if named and column.index not in used and p.words_of_end + p.period > 0.7:
            pairs["term"] = (column.index, Confidence.CHECK, "its values say how long, and not when")
            return


_SECOND_THOUGHTS = (
    _title_from_partnership,
    _title_from_description,
    _title_by_values,
    _title_all_the_same,
    _number_of_supplier,
    _reference_from_framework,
    _words_for_dates,
    _current_and_extended,
    _by_values,
)
"""What only the whole set of columns can tell."""


def _build(columns: Iterable[Column], pairs: Mapping[str, Pair]) -> ColumnMap:
    by_index = {index: (name, confidence, why) for name, (index, confidence, why) in pairs.items()}
    built: list[Column] = []
    for column in columns:
        if column.index in by_index:
            name, confidence, why = by_index[column.index]
            built.append(replace(column, use=Use.FIELD, field=name, confidence=confidence, why=why))
        elif "extensions" in pairs and _is_further_extension(column):
            why = "by its heading; there is one for each extension"
            built.append(
                replace(column, use=Use.FIELD, field="extensions", confidence=Confidence.LIKELY, why=why)
            )
        else:
            built.append(replace(column, use=_use(column)))
    fields: dict[str, Column] = {}
    for column in built:
        if column.field:
            fields.setdefault(column.field, column)
    return ColumnMap(tuple(built), fields)


def _is_further_extension(column: Column) -> bool:
    """True for "Duration of second extension" and the like, beside a column for the first."""
    named = any(m.field == "extensions" and m.strength >= names.LIKELY for m in _meanings(column))
    return named and bool(column.profile.filled) and (column.profile.yes_no < 0.5 or bool(column.unit))


def _use(column: Column) -> Use:
    """What becomes of a column that fills no field."""
    if not column.profile.filled:
        return Use.EMPTY
    found = _meanings(column)
    p = column.profile
    contact = any(meaning.field in (names.CONTACT, "contact") for meaning in found)
    if contact or p.email > 0.3 or p.phone > 0.5 or p.postcode > 0.5:
        return Use.CONTACT
    return Use.NEVER if names.Meaning(names.NEVER, names.SURE) in found else Use.NOTES


def with_contacts(mapping: ColumnMap, wanted: bool) -> ColumnMap:
    """The map with contact details taken in, into the notes, or all left out but for a column that the person chose."""

    def settled(column: Column) -> Column:
        if wanted:
            return replace(column, use=Use.NOTES) if column.use is Use.CONTACT else column
        if column.field == "contact" and column.confidence is not Confidence.CHOSEN:
            return replace(column, use=Use.CONTACT, field="")
        return column

    columns = tuple(map(settled, mapping.columns))
    by_index = {column.index: column for column in columns}
    fields = {name: by_index[column.index] for name, column in mapping.fields.items()}
    return ColumnMap(columns, {name: column for name, column in fields.items() if column.field})
