"""The columns of a table: what each is called, holds and is used for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tracker.exchange.plans import heading as names
from tracker.exchange.plans.profile import Profile


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


Pair = tuple[int, Confidence, str]
"""Index of a column, how sure it is, and why, in a few words."""

BY_VALUES = "by its values alone"
BY_PARTNERSHIP = "the partnership's name is the title"
COMPANY_NUMBERS = "the values are company numbers"


def meanings_of(column: Column) -> tuple[names.Meaning, ...]:
    """What the whole heading says, or else its last part: "Dates Start" says nothing, "Start" does."""
    return names.meanings(column.heading) or names.meanings(column.own)


def use_of(column: Column) -> Use:
    """What becomes of a column that fills no field."""
    if not column.profile.filled:
        return Use.EMPTY
    found = meanings_of(column)
    p = column.profile
    contact = any(meaning.field in (names.CONTACT, "contact") for meaning in found)
    if contact or p.email > 0.3 or p.phone > 0.5 or p.postcode > 0.5:
        return Use.CONTACT
    return Use.NEVER if names.Meaning(names.NEVER, names.SURE) in found else Use.NOTES
