"""The linked workbook: which sheets it has, and which column holds which field of which record.

Every type of record has a sheet, every field a column, read off the types themselves, so that
a register goes out whole and comes back whole. A row knows its record by the UID in its last
column but one. One record names another by a label that people read and type ("R1 · Street lighting"),
with its UID in the column behind.
"""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import Enum, StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Party, Tag
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import ClaimBeneficiary, SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import (
    CostShare,
    Measurement,
    OptionConsidered,
    Risk,
    ScopeItem,
    ServiceLevel,
    StaffTransfer,
)
from tracker.domain.reminding.alert import Answer
from tracker.domain.source import Citation, Conflict, Document, Person, Reading, Relation, Source, Statistic

MARK = "Linked workbook of Tracker, form 1"
"""The words on the last sheet by which the program knows its own workbook."""

CHECK = "Tracker check"
"""Heading of the last column: what each cell held when the file went out, so that an edit is known."""


class Form(StrEnum):
    """How a field stands in its column."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes or no"
    DAY = "day"
    WHEN = "date as known"
    MONEY = "money"
    PERIOD = "period"
    NUMBER = "number"
    TIME = "time"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record and its column.

    Attributes:
        choices: the enum of a CHOICE.
        target: the type that a LINK names; None where `record_kind` says it.
        required: True where it may not be None.
        default: what a blank cell means; MISSING where the cell must be filled.
    """

    name: str
    heading: str
    form: Form
    choices: type[Enum] | None = None
    target: type | None = None
    required: bool = False
    default: Any = None

    @property
    def beside(self) -> str:
        """Heading of the column behind it: the UID of a link, or the exact value of what words only near."""
        return f"{self.heading} UID" if self.form is Form.LINK else f"{self.heading} exactly"


@dataclass(frozen=True, slots=True)
class SheetOf:
    """The sheet of one type of record.

    Attributes:
        words: one such record, in plain words.
        always: True where the sheet is there even without any row.
        kept: True where a row that has gone from the file never removes the record.
    """

    kind: type
    name: str
    words: str
    always: bool = False
    kept: bool = False

    @property
    def uid_heading(self) -> str:
        """Heading of the UIDs; by it the sheet is known, whatever it is called by now."""
        return f"Tracker UID of {self.words}"


SHEETS: tuple[SheetOf, ...] = (
    SheetOf(Organisation, "Organisations", "organisation", always=True, kept=True),
    SheetOf(OrganisationName, "Names", "name"),
    SheetOf(Succession, "Successions", "succession"),
    SheetOf(Source, "Sources", "source", kept=True),
    SheetOf(Arrangement, "Arrangements", "arrangement", always=True, kept=True),
    SheetOf(Agreement, "Agreements", "agreement", always=True, kept=True),
    SheetOf(Party, "Parties", "party", always=True),
    SheetOf(ExtensionOption, "Options", "option", always=True),
    SheetOf(NoticeClause, "Notices", "notice clause", always=True),
    SheetOf(Event, "Events", "event", always=True),
    SheetOf(Tag, "Tags", "tag"),
    SheetOf(Membership, "Memberships", "membership", always=True),
    SheetOf(SavingsClaim, "Claims", "claim", always=True),
    SheetOf(ClaimBeneficiary, "Beneficiaries", "beneficiary"),
    SheetOf(ScopeItem, "Scope", "part of the scope"),
    SheetOf(ServiceLevel, "Service levels", "service level"),
    SheetOf(Measurement, "Measurements", "measurement"),
    SheetOf(StaffTransfer, "Staff transfers", "staff transfer"),
    SheetOf(OptionConsidered, "Options considered", "option considered"),
    SheetOf(Risk, "Risks", "risk"),
    SheetOf(CostShare, "Cost shares", "cost share"),
    SheetOf(Person, "People", "person"),
    SheetOf(Statistic, "Statistics", "statistic"),
    SheetOf(Conflict, "Conflicts", "conflict"),
    SheetOf(Reading, "Readings", "reading"),
    SheetOf(Relation, "Relations", "relation"),
    SheetOf(Citation, "Citations", "citation"),
    SheetOf(Document, "Documents", "document"),
    SheetOf(Answer, "Answers", "answer to a reminder"),
)
"""Every type, in an order in which records can be added: what is named comes before what names it."""

BY_KIND: Mapping[type, SheetOf] = {sheet.kind: sheet for sheet in SHEETS}
BY_WORD: Mapping[str, type] = {sheet.kind.__name__: sheet.kind for sheet in SHEETS}

_TARGETS: Mapping[str, type] = {
    **dict.fromkeys(
        (
            *("organisation_id", "from_organisation_id", "to_organisation_id"),
            *("claimant_id", "proposed_by_id", "assessed_by_id"),
        ),
        Organisation,
    ),
    "agreement_id": Agreement,
    "arrangement_id": Arrangement,
    "source_id": Source,
    "claim_id": SavingsClaim,
    "conflict_id": Conflict,
    "service_level_id": ServiceLevel,
}
ANY = ("record_id", "from_id", "to_id")
"""Links to a record of the type that the row's `record_kind` says."""

_HEADINGS = {
    "cpv": "CPV code",
    "sme": "SME",
    "vcse": "VCSE",
    "gss": "GSS code",
    "irrecoverable_vat": "Irrecoverable VAT",
    "claimant_id": "Claimant body",
    "uid": "UID",
}
_NAMES = ("name", "title")
_FORMS: Mapping[type, Form] = {
    str: Form.TEXT,
    bool: Form.YES_NO,
    int: Form.NUMBER,
    date: Form.DAY,
    datetime: Form.TIME,
    When: Form.WHEN,
    Money: Form.MONEY,
    Period: Form.PERIOD,
}


@cache
def fields_of(kind: type) -> tuple[Field, ...]:
    """The fields of a type that have columns; id, UID and children have none."""
    hints = get_type_hints(kind)
    found = []
    for one in fields(kind):
        hint = hints[one.name]
        if one.name in ("id", "uid") or get_origin(hint) is tuple:
            continue
        optional = get_origin(hint) in (Union, types.UnionType)
        plain = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
        link = one.name == "derived_from_id" or one.name in _TARGETS or one.name in ANY
        choices = plain if isinstance(plain, type) and issubclass(plain, Enum) else None
        form = Form.LINK if link else Form.CHOICE if choices else _FORMS[plain]
        target = kind if one.name == "derived_from_id" else _TARGETS.get(one.name)
        default = MISSING if link and not optional else one.default
        if default is MISSING and plain is str and one.name not in _NAMES:
            default = ""
        found.append(Field(one.name, _heading(one.name), form, choices, target, not optional, default))
    return tuple(found)


def _heading(name: str) -> str:
    known = _HEADINGS.get(name)
    words = name.removesuffix("_id").replace("_", " ")
    return known or words[:1].upper() + words[1:]


def call(record: Any) -> tuple[str, str]:
    """(reference, title) of a record, "" where it has none."""
    names = ("title", "name", "subject", "metric", "quote", "proposal", "text")
    title = next((str(getattr(record, name)) for name in names if getattr(record, name, "")), "")
    return str(getattr(record, "reference", "")), title


def labels(called: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """UID -> a label that no other record of the type has, from (UID, reference, title)."""
    rows = [(uid, " · ".join(filter(None, (reference, title[:80])))) for uid, reference, title in called]
    often = Counter(label.casefold() for _, label in rows)
    return {
        uid: label if label and often[label.casefold()] == 1 else f"{label} ({uid[-12:]})".strip()
        for uid, label in rows
    }
