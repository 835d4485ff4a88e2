"""Savings claims: what a source says was, or will be, saved, and by whom it is said.

A figure is never a property of an arrangement; it is somebody's claim in some
document. Claims are compared pair by pair here; `totals.py` adds up what may be added.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.dates import Period, When
from tracker.domain.money import Money


class Measure(StrEnum):
    """What a claim measures the saving in."""

    MONEY = "money"
    PERCENTAGE = "percentage"
    NIL = "nil"
    UNQUANTIFIED = "unquantified"
    UNREADABLE = "unreadable"


class Bound(StrEnum):
    """How the words limit the figure."""

    EXACT = "exact"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    ABOUT = "about"
    BETWEEN = "between"
    UP_TO = "up to"
    NONE = "none"


class Basis(StrEnum):
    """What span of time the figure is for."""

    PER_ANNUM = "per annum"
    TOTAL = "total over period"
    CUMULATIVE = "cumulative to date"
    ONE_OFF = "one-off"
    NOT_STATED = "not stated"


class Nature(StrEnum):
    """Whether the saving is hoped for, promised or made."""

    FORECAST = "forecast"
    GUARANTEED = "guaranteed"
    TARGET = "target"
    REPORTED = "reported"
    ACHIEVED = "achieved"
    RULED_OUT = "ruled out"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimBeneficiary:
    """One body for which the saving is claimed; several make the claim a joint one.

    Attributes:
        implied: True where the source does not name it and it was understood.
    """

    id: int = 0
    uid: str = ""
    claim_id: int = 0
    organisation_id: int
    implied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsClaim:
    """What one place in one source says about savings, in its exact words.

    Attributes:
        reference: a short mark such as "S4".
        claimant: who says it, in words ("the article's narrator"); `claimant_id` the body.
        for_whom: the beneficiaries in words; `beneficiaries` the bodies. None of them
            means the arrangement as a whole.
        low, high: what the words allow, inclusive except for "more than"; None where open.
        percent: exact decimal text ("10") where the measure is a percentage of `percent_of`.
        period_length: how long the saving runs, where that is stated.
        starts, ends: the first and last day of the period, None where not stated.
        further_to: what "further" or "additional" refers to, in words.
        interpreted: a figure proposed for an unreadable one; never used in a total.
        interpretation: what is proposed, and on what grounds.
        derived_from_id: the claim whose words or figure this one repeats, or may repeat (`note`).
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    arrangement_id: int | None = None
    agreement_id: int | None = None
    source_id: int | None = None
    locator: str = ""
    quote: str
    claimant: str = ""
    claimant_id: int | None = None
    for_whom: str = ""
    measure: Measure = Measure.UNQUANTIFIED
    low: Money | None = None
    high: Money | None = None
    percent: str = ""
    percent_of: str = ""
    bound: Bound = Bound.NONE
    basis: Basis = Basis.NOT_STATED
    nature: Nature
    period_text: str = ""
    period_length: Period | None = None
    starts: When | None = None
    ends: When | None = None
    further_to: str = ""
    interpreted: Money | None = None
    interpretation: str = ""
    derived_from_id: int | None = None
    note: str = ""
    fictional: bool = False
    beneficiaries: tuple[ClaimBeneficiary, ...] = ()


# What a claim is for


class ForBody(NamedTuple):
    """The claims that bear on one body: its own, those it shares, those of the whole arrangement."""

    alone: tuple[SavingsClaim, ...]
    joint: tuple[SavingsClaim, ...]
    whole: tuple[SavingsClaim, ...]


def is_whole(claim: SavingsClaim) -> bool:
    """True where no beneficiary is named: the claim is for the arrangement as a whole."""
    return all(beneficiary.implied for beneficiary in claim.beneficiaries)


def bodies(claim: SavingsClaim) -> frozenset[int]:
    """Ids of the organisations that it is for, implied ones as well."""
    return frozenset(beneficiary.organisation_id for beneficiary in claim.beneficiaries)


def claims_for(
    organisation_id: int, claims: Iterable[SavingsClaim], arrangements: Iterable[int] = ()
) -> ForBody:
    """Sort out the claims that bear on an organisation.

    Args:
        arrangements: ids of the arrangements that it is or was in, for claims on their whole.
    """
    of_whole = frozenset(arrangements)
    alone: list[SavingsClaim] = []
    joint: list[SavingsClaim] = []
    whole: list[SavingsClaim] = []
    for claim in claims:
        inside = organisation_id in bodies(claim)
        if is_whole(claim):
            if inside or claim.arrangement_id in of_whole:
                whole.append(claim)
        elif inside:
            (alone if len(claim.beneficiaries) == 1 else joint).append(claim)
    return ForBody(tuple(alone), tuple(joint), tuple(whole))


def says_no_savings(claim: SavingsClaim) -> bool:
    """True where the claim is that there will be, or were, none."""
    return claim.measure is Measure.NIL or claim.nature is Nature.RULED_OUT


def figure(claim: SavingsClaim) -> str:
    """What is claimed, in words: "more than £200,000", "£60,000 per annum", "not readable"."""
    if claim.measure is Measure.NIL:
        return "nothing"
    if claim.measure is Measure.UNQUANTIFIED:
        return "no figure"
    if claim.measure is Measure.UNREADABLE:
        return "a figure that cannot be read"
    if claim.measure is Measure.PERCENTAGE:
        amount = f"{claim.percent} per cent of {claim.percent_of or 'a base that is not stated'}"
        return amount if claim.bound in (Bound.EXACT, Bound.NONE) else f"{claim.bound.value} {amount}"
    words = _range(claim.low, claim.high, claim.bound)
    return words if claim.basis is Basis.NOT_STATED else f"{words} {claim.basis.value}"


def _range(low: Money | None, high: Money | None, bound: Bound) -> str:
    first, last = _plain(low), _plain(high)
    if bound is Bound.BETWEEN:
        return f"between {first} and {last}"
    amount = first or last
    return amount if bound in (Bound.EXACT, Bound.NONE) else f"{bound.value} {amount}"


def _plain(money: Money | None) -> str:
    return "" if money is None else str(money).removesuffix(".00")


# Claims beside each other


class Verdict(StrEnum):
    """What two claims say about each other."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_COMPARABLE = "not comparable"


class Comparison(NamedTuple):
    """What two claims say about each other, with the reason for people."""

    verdict: Verdict
    why: str


def compare(first: SavingsClaim, second: SavingsClaim) -> Comparison:
    """Do two claims agree? Only amounts on one basis, for the same bodies, can be compared."""
    obstacle = _obstacle(first, second)
    if obstacle:
        return Comparison(Verdict.NOT_COMPARABLE, obstacle)
    notes = _notes(first, second)
    if Bound.ABOUT in (first.bound, second.bound) and _span(first) != _span(second):
        words = f"{_capital(figure(first))} against {figure(second)}: “about” does not say how near."
        return Comparison(Verdict.NOT_COMPARABLE, words)
    if _meet(first, second):
        same = figure(first) == figure(second)
        words = f"Both say {figure(first)}" if same else f"{_capital(figure(first))} fits {figure(second)}"
        return Comparison(Verdict.AGREE, f"{words}{notes}.")
    return Comparison(Verdict.DISAGREE, f"{_capital(figure(first))} against {figure(second)}{notes}.")


def comparisons(claims: Sequence[SavingsClaim]) -> list[tuple[int, int, Comparison]]:
    """Every two claims that bear on a common body, by their places in `claims`.

    A claim without a figure is set beside others for the very same bodies only.
    """
    pairs = []
    for i, first in enumerate(claims):
        for j, second in enumerate(claims[i + 1 :], start=i + 1):
            shared = bodies(first) & bodies(second)
            whole = first.arrangement_id == second.arrangement_id and (is_whole(first) or is_whole(second))
            figures = Measure.UNQUANTIFIED not in (first.measure, second.measure)
            if (shared or whole) and (figures or bodies(first) == bodies(second)):
                pairs.append((i, j, compare(first, second)))
    return pairs


def _obstacle(first: SavingsClaim, second: SavingsClaim) -> str:
    """Why the two cannot be compared, "" where they can."""
    measures = {first.measure, second.measure}
    if bodies(first) != bodies(second) or is_whole(first) != is_whole(second):
        return _different_bodies(first, second)
    if Measure.UNREADABLE in measures:
        return "A figure cannot be read; its words are kept."
    if Measure.UNQUANTIFIED in measures:
        return "Not both give a figure."
    if Measure.PERCENTAGE in measures and (len(measures) > 1 or first.percent_of != second.percent_of):
        return "A percentage of one thing cannot be set against another measure."
    if first.basis is not second.basis:
        return f"The bases differ: {_basis(first)} and {_basis(second)}."
    if _apart(first, second):
        return "They are for different periods."
    currencies = {money.currency for claim in (first, second) for money in (claim.low, claim.high) if money}
    return "They are in different currencies." if len(currencies) > 1 else ""


def _different_bodies(first: SavingsClaim, second: SavingsClaim) -> str:
    if is_whole(first) or is_whole(second):
        return "One is for the arrangement as a whole, the other for a part of it."
    if bodies(first) < bodies(second) or bodies(second) < bodies(first):
        return "One is for several bodies together, the other for a part of them only."
    if bodies(first) & bodies(second):
        return "They are for different bodies together."
    return "They are for different bodies."


def _basis(claim: SavingsClaim) -> str:
    return "one not stated" if claim.basis is Basis.NOT_STATED else f"one {claim.basis.value}"


def _apart(first: SavingsClaim, second: SavingsClaim) -> bool:
    """True where one period had certainly ended before the other began."""
    for one, other in ((first, second), (second, first)):
        if one.ends is None or other.starts is None:
            continue
        if one.ends.latest and other.starts.earliest and one.ends.latest < other.starts.earliest:
            return True
    return False


def _notes(first: SavingsClaim, second: SavingsClaim) -> str:
    """What else sets the two apart, as clauses that follow the amounts."""
    notes = []
    if first.nature is not second.nature:
        notes.append(f"; one is {first.nature.value}, the other {second.nature.value}")
    if first.basis is Basis.NOT_STATED:
        notes.append("; neither states its basis")
    if not (first.period_text or second.period_text or first.starts or second.starts):
        notes.append("; neither states its period")
    if (first.id or -1) == second.derived_from_id or (second.id or -1) == first.derived_from_id:
        notes.append("; one may only repeat the other")
    return "".join(notes)


def _span(claim: SavingsClaim) -> tuple[Decimal, Decimal]:
    """The least and the most that the words allow; infinite where open."""
    if claim.measure is Measure.NIL:
        return Decimal(0), Decimal(0)
    if claim.measure is Measure.PERCENTAGE:
        least = most = Decimal(claim.percent)
    else:
        least = Decimal(claim.low.minor if claim.low else "-Infinity")
        most = Decimal(claim.high.minor if claim.high else "Infinity")
    if claim.bound in (Bound.MORE_THAN, Bound.AT_LEAST):
        most = Decimal("Infinity")
    if claim.bound is Bound.UP_TO:
        least = Decimal("-Infinity")
    return least, most


def _meet(first: SavingsClaim, second: SavingsClaim) -> bool:
    """True where some amount satisfies both claims."""
    (low_a, high_a), (low_b, high_b) = _span(first), _span(second)
    least, most = max(low_a, low_b), min(high_a, high_b)
    exclusive = (first.bound is Bound.MORE_THAN and low_a == least) or (
        second.bound is Bound.MORE_THAN and low_b == least
    )
    return least < most or (least == most and not exclusive)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
