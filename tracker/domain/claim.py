"""Savings claims: what a source says was, or will be, saved, and by whom it is said.

A figure is never a property of an arrangement; it is somebody's claim in some
document. Claims are compared pair by pair, and totalled only where basis, nature
and currency are the same and nothing is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
        derived_from_id: the claim whose words or figure this one repeats.
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
