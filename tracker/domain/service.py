"""What an arrangement shares and how: scope, levels, staff, options, risks and costs.

Flat records, each of one arrangement and, where it concerns one member, of that
organisation. `source_id` and `locator` say on whose word each rests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.dates import When
from tracker.domain.money import Money


class Stage(StrEnum):
    """How far a part of the scope has come."""

    LIVE = "live"
    PLANNED = "planned"
    BUSINESS_CASE = "business case"
    CONSIDERED = "to be considered"
    REJECTED = "rejected"
    ENDED = "ended"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeItem:
    """One service within an arrangement, for all its members or for one.

    Attributes:
        organisation_id: the member that it is for; None for all.
        starts, ends: first and last day, inclusive; None where not stated.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int
    organisation_id: int | None = None
    text: str
    stage: Stage = Stage.NOT_STATED
    starts: When | None = None
    ends: When | None = None
    source_id: int | None = None
    locator: str = ""
    note: str = ""


class LevelKind(StrEnum):
    """What force a service level has."""

    AIM = "aim"
    CONTRACTUAL = "contractual"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What was measured against a service level, as an exact decimal text."""

    id: int = 0
    uid: str = ""
    service_level_id: int = 0
    period: When
    figure: str
    met: bool | None = None
    source_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """A level of service that is aimed at, agreed or reported.

    Attributes:
        comparator: "at least", "within", "" where the words have none.
        target: an exact decimal text ("60") or, where it is no number, the words.
        unit: "per cent", "working days", "" for words.
        quote: the words of the source.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int | None = None
    agreement_id: int | None = None
    metric: str
    comparator: str = ""
    target: str = ""
    unit: str = ""
    kind: LevelKind
    measured_by: str = ""
    quote: str = ""
    source_id: int | None = None
    locator: str = ""
    note: str = ""
    measurements: tuple[Measurement, ...] = ()


class Mechanism(StrEnum):
    """How staff move, or are lent."""

    TUPE = "TUPE"
    SECONDMENT = "secondment"
    SECTION_113 = "s.113"
    NONE_PLANNED = "none planned"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTransfer:
    """Staff who moved, or were said not to move, between employers.

    Attributes:
        number: people, None where not stated.
        on: the day of transfer.
        to_text: the new employer in the source's words, where it is not identified.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int
    from_organisation_id: int | None = None
    to_organisation_id: int | None = None
    to_text: str = ""
    mechanism: Mechanism = Mechanism.NOT_STATED
    number: int | None = None
    on: When | None = None
    quote: str = ""
    source_id: int | None = None
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionConsidered:
    """A way of working that was proposed, and what became of it."""

    id: int = 0
    uid: str = ""
    arrangement_id: int
    proposal: str
    proposed_by_id: int | None = None
    assessed_by_id: int | None = None
    rating: str = ""
    reason: str = ""
    outcome: str = ""
    on: When | None = None
    source_id: int | None = None
    locator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """Something that may go wrong, or was in danger of it.

    Attributes:
        organisation_id: whose risk; None for the arrangement's.
        state: "open", "closed", "before joining" and the like.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int
    organisation_id: int | None = None
    text: str
    owner: str = ""
    state: str = ""
    review_on: date | None = None
    source_id: int | None = None
    locator: str = ""


class ShareFormula(StrEnum):
    """How a member's share of the cost is reckoned."""

    FIXED = "fixed amount"
    PERCENTAGE = "percentage"
    POPULATION = "population"
    USERS = "users"
    STAFF = "full-time equivalents"
    EQUAL = "equal"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostShare:
    """What one member bears of an arrangement's yearly cost over a span of days.

    Attributes:
        quantity: what the formula counts: people, users, posts in hundredths, or hundredths
            of a per cent (2500 is 25 %); None for equal and fixed shares.
        amount: pounds a year, for a fixed share.
        starts, ends: first and last day, inclusive; `ends` None while it goes on.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int
    organisation_id: int
    formula: ShareFormula
    quantity: int | None = None
    amount: Money | None = None
    starts: date
    ends: date | None = None
    source_id: int | None = None
    note: str = ""
