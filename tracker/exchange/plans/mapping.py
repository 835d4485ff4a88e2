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
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.errors import CannotRead
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.columns import Column, ColumnMap, Confidence, Pair, Use, meanings_of, use_of
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.profile import FITS, profile
from tracker.exchange.plans.second_thoughts import SECOND_THOUGHTS
from tracker.exchange.sheets.sheet import column_letters

_WEIGHT_OF_NAME = 2.0

_FAMILY = 0.35
"""What a heading gains that says "contract" or "agreement" itself, over one that does not."""

_OF_ONE_YEAR = 1.0
"""What an amount's heading loses that names a year ("Funding 2025/26"), beside one that does not."""

_YEAR = re.compile(r"(?<!\d)(?:20)?\d\d ?[/-] ?(?:20)?\d\d(?!\d)")

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
    for rule in SECOND_THOUGHTS:
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
_IN_TABLE = re.compile(r"'?[A-Za-z][\w ]*'?\[([^\]|\u00a6]+)\]")


def _without_prefix(table: Table) -> Sequence[str]:
    """The columns' own names, without what a system puts before each of them ("CON_TITLE", "Contracts[Title]")."""
    tabled = [_IN_TABLE.fullmatch(heading.strip()) for heading in table.headings]
    if sum(map(bool, tabled)) >= 3:  # as Power BI writes a column of one of its tables
        return [one[1] if one else own for one, own in zip(tabled, table.own, strict=True)]
    found = [_PREFIX.match(heading) for heading in table.headings if heading.strip()]
    begins = Counter(one.group().casefold() for one in found if one)
    prefix, often = next(iter(begins.most_common(1)), ("", 0))
    if often < 3 or often * 4 < len(found) * 3:  # somebody may have added a column
        return table.own
    return [own[len(prefix) :] if own.casefold().startswith(prefix) else own for own in table.own]


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
        found = meanings_of(column)
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
            score -= _OF_ONE_YEAR * (name == "value" and _YEAR.search(column.heading) is not None)
            made.append(_Offer(score + _FAMILY * family - 2.0 * empty, column.index, name, strength))
    # Of two that are as good as alike the first is meant.
    return sorted(made, key=lambda offer: (-round(offer.score, 1), offer.index))


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


def _build(columns: Iterable[Column], pairs: Mapping[str, Pair]) -> ColumnMap:
    by_index = {index: (name, confidence, why) for name, (index, confidence, why) in pairs.items()}
    built: list[Column] = []
    for column in columns:
        if column.index in by_index:
            name, confidence, why = by_index[column.index]
            built.append(replace(column, use=Use.FIELD, field=name, confidence=confidence, why=why))
        elif name := next((name for name in _SEVERAL if _is_further(column, name, pairs)), ""):
            built.append(
                replace(
                    column, use=Use.FIELD, field=name, confidence=Confidence.LIKELY, why=_SEVERAL[name].why
                )
            )
        else:
            built.append(replace(column, use=use_of(column)))
    fields: dict[str, Column] = {}
    for column in built:
        if column.field:
            fields.setdefault(column.field, column)
    return ColumnMap(tuple(built), fields)


class _Several(NamedTuple):
    """A field that several columns may fill: what is said of the further ones, and whether values are such."""

    why: str
    fits: Callable[[Column], bool]


_SEVERAL: Mapping[str, _Several] = {
    "extensions": _Several(
        "by its heading; there is one for each extension",
        lambda column: column.profile.yes_no < 0.5 or bool(column.unit),
    ),
    "max_end": _Several(
        "by its heading; of several such days the latest counts", lambda column: column.profile.date > 0.3
    ),
}


def _is_further(column: Column, name: str, pairs: Mapping[str, Pair]) -> bool:
    """True for "Duration of second extension" and the like, beside a column for the first."""
    if name not in pairs or (name == "max_end" and pairs[name][1] is Confidence.CHOSEN):
        return False
    named = any(m.field == name and m.strength >= names.LIKELY for m in meanings_of(column))
    return named and bool(column.profile.filled) and _SEVERAL[name].fits(column)


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
