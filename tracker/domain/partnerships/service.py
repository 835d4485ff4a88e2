"""What an arrangement shares and how: scope, levels, staff, options, risks and costs.

Flat records, each of one arrangement and, where it concerns one member, of that
organisation. `source_id` and `locator` say on whose word each rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Answer, When, show
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


class Met(NamedTuple):
    """Whether a service level is met: yes, no, or possibly for "nobody knows", with the reason."""

    answer: Answer
    why: str


def is_met(level: ServiceLevel) -> Met:
    """Is the level met, by its latest measurement? Never concluded from the level itself."""
    judged = [measurement for measurement in level.measurements if measurement.met is not None]
    if not judged:
        return Met(
            Answer.POSSIBLY, f"Not known: it is recorded as {_KIND_WORDS[level.kind]}, with no measurement."
        )
    last = max(judged, key=lambda m: m.period.latest or m.period.earliest or date.min)
    word = "met" if last.met else "not met"
    return Met(Answer.YES if last.met else Answer.NO, f"Measured as {last.figure}: {word}.")


_KIND_WORDS = {
    LevelKind.AIM: "an aim only",
    LevelKind.CONTRACTUAL: "a contractual level",
    LevelKind.REPORTED: "reported by its source",
}


# Who bears what


class Share(NamedTuple):
    """One member's part of the cost; `part` is exact, of 1, and None for a fixed amount alone."""

    organisation_id: int
    part: Fraction | None
    amount: Money | None


def shares_on(day: date, shares: Iterable[CostShare], cost: Money | None = None) -> tuple[Share, ...]:
    """What each member bears on `day`, by the shares in force then.

    Fixed amounts come first; the rest of `cost`, the yearly cost of the whole, is divided by
    the formula. Amounts are whole pence that add to the cost: the odd pence go to the largest
    remainders. Without `cost` only parts and fixed amounts are given.
    """
    live = [s for s in shares if s.starts <= day and (s.ends is None or s.ends >= day)]
    fixed = [s for s in live if s.formula is ShareFormula.FIXED]
    formed = [s for s in live if s.formula is not ShareFormula.FIXED]
    whole = sum(_weight(s) for s in formed)
    parts = [Fraction(_weight(s), whole) for s in formed] if whole else []
    left = None if cost is None else cost.minor - sum(s.amount.minor for s in fixed if s.amount)
    amounts = _divided(left, parts)
    rows = [Share(s.organisation_id, None, s.amount) for s in fixed]
    for share, part, minor in zip(formed, parts, amounts, strict=False):
        money = None if minor is None or cost is None else Money(minor, cost.currency)
        rows.append(Share(share.organisation_id, part, money))
    return tuple(rows)


def _weight(share: CostShare) -> int:
    return 1 if share.formula is ShareFormula.EQUAL else max(share.quantity or 0, 0)


def _divided(minor: int | None, parts: Sequence[Fraction]) -> list[int | None]:
    """Whole pence for each part, adding to `minor`."""
    if minor is None:
        return [None for _ in parts]
    exact = [part * minor for part in parts]
    pence = [int(amount // 1) for amount in exact]
    odd = minor - sum(pence)
    for place in sorted(range(len(parts)), key=lambda i: pence[i] - exact[i])[: max(odd, 0)]:
        pence[place] += 1
    return list(pence)


def check_shares(shares: Iterable[CostShare], members: Iterable[int], day: date) -> tuple[Finding, ...]:
    """What is odd about the shares on `day`: two at once, a member without one, not adding up."""
    live = [s for s in shares if s.starts <= day and (s.ends is None or s.ends >= day)]
    if not live:
        return ()
    found: list[Finding] = []
    bearers = [s.organisation_id for s in live if s.formula is not ShareFormula.FIXED]
    if len(bearers) > len(set(bearers)):
        found.append(_odd("share.twice", f"A member has two shares of the cost on {show(day)}."))
    missing = len(set(members) - {s.organisation_id for s in live})
    if missing:
        words = "A member has" if missing == 1 else f"{missing} members have"
        found.append(_odd("share.missing", f"{words} no share of the cost on {show(day)}."))
    formulas = {s.formula for s in live} - {ShareFormula.FIXED}
    if len(formulas) > 1:
        kinds = ", ".join(sorted(formula.value for formula in formulas))
        found.append(_odd("share.mixed", f"The shares of the cost rest on different formulas ({kinds})."))
    percent = sum(s.quantity or 0 for s in live if s.formula is ShareFormula.PERCENTAGE)
    if formulas == {ShareFormula.PERCENTAGE} and percent != 10000:
        whole, rest = divmod(percent, 100)
        found.append(
            _odd("share.sum", f"The shares of the cost add to {whole}.{rest:02d} per cent, not to 100.")
        )
    return tuple(found)


def _odd(code: str, message: str) -> Finding:
    return Finding(code, Severity.WARNING, message, "cost shares")
