"""Reorganisation of councils: which records a vesting day touches, and which contracts need consent.

Where a direction under section 24 of the Local Government and Public Involvement in Health
Act 2007 is in force, a council that is to be dissolved may not, without consent, enter a
contract above a limit that runs, or may be extended to run, past the day in the direction.
The limits come from the rules table. Nothing here is legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.agreement import Agreement
from tracker.domain.dates import add_days, show
from tracker.domain.money import Money
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.partnership import Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Reorganisation:
    """Councils that give way to others on one day.

    Attributes:
        vesting_day: first day of the successors.
        into: predecessor's organisation id -> ids of its successors, the main one first.
        direction_from: first day on which the direction is in force; None where there is none.
        direction_date: the day in the direction; contracts may not run past it without consent.
    """

    vesting_day: date
    into: Mapping[int, tuple[int, ...]]
    direction_from: date | None = None
    direction_date: date | None = None


class ConsentLimits(NamedTuple):
    """Section 24(1): consent is needed for a contract worth more than these."""

    non_capital: Money
    capital: Money


class Consent(StrEnum):
    """Whether an agreement may need consent under the direction."""

    NEEDED = "needed"
    NOT_NEEDED = "not needed"
    NOT_KNOWN = "not known"


class Touched(NamedTuple):
    """An agreement that a vesting day touches.

    Attributes:
        passes: True where it runs on the vesting day, so that a successor takes it over.
        may_pass: True where only an option would carry it past that day.
    """

    agreement_id: int
    passes: bool
    may_pass: bool
    consent: Consent
    why: str


def successions(plan: Reorganisation) -> tuple[Succession, ...]:
    """The successions that carry the plan out; all but the first successor take a part only."""
    return tuple(
        Succession(
            from_organisation_id=old,
            to_organisation_id=new,
            effective_on=plan.vesting_day,
            scope="" if place == 0 else "a part",
        )
        for old, successors in plan.into.items()
        for place, new in enumerate(successors)
    )


def touched(
    agreement: Agreement,
    current_end: date | None,
    maximum_end: date | None,
    plan: Reorganisation,
    limits: ConsentLimits,
    *,
    capital: bool = False,
    aggregate: Money | None = None,
) -> Touched | None:
    """What the plan does to an agreement; None where no predecessor is party to it or it ends before.

    Args:
        aggregate: what the same supplier is paid for similar matters together, this agreement
            included (section 27); None to judge the agreement by its own value.
    """
    if not any(party.organisation_id in plan.into for party in agreement.parties):
        return None
    last_before = add_days(plan.vesting_day, -1)
    passes = current_end is None or current_end > last_before
    latest = max((end for end in (current_end, maximum_end) if end), default=None)
    may_pass = not passes and latest is not None and latest > last_before
    consent, why = _consent(
        agreement, latest, plan, limits.capital if capital else limits.non_capital, aggregate
    )
    if not passes and not may_pass and consent is Consent.NOT_NEEDED:
        return None
    return Touched(agreement.id, passes, may_pass, consent, why)


def _consent(
    agreement: Agreement, latest: date | None, plan: Reorganisation, limit: Money, aggregate: Money | None
) -> tuple[Consent, str]:
    if plan.direction_from is None or plan.direction_date is None:
        return Consent.NOT_NEEDED, "No direction is recorded."
    if latest is not None and latest <= plan.direction_date:
        return (
            Consent.NOT_NEEDED,
            f"It cannot run past {show(plan.direction_date)}, the day in the direction.",
        )
    value = aggregate or agreement.value or agreement.value_high
    if value is not None and value.currency == limit.currency and value.minor <= limit.minor:
        return Consent.NOT_NEEDED, f"Its value, {value}, is not above {limit}."
    entered = agreement.signed or agreement.starts
    if entered is not None and entered.latest is not None and entered.latest < plan.direction_from:
        return (
            Consent.NOT_NEEDED,
            f"It was entered before {show(plan.direction_from)}, when the direction began.",
        )
    worth = _worth(agreement, aggregate, limit)
    if not worth or entered is None or entered.earliest is None or entered.earliest < plan.direction_from:
        return Consent.NOT_KNOWN, f"Its value or the day it was entered is not known; the limit is {limit}."
    run = "without a known end" if latest is None else f"to {show(latest)}, options included"
    return (
        Consent.NEEDED,
        f"Worth {worth}, more than {limit}, and it may run {run}, past {show(plan.direction_date)}.",
    )


def _worth(agreement: Agreement, aggregate: Money | None, limit: Money) -> str:
    """By which value an agreement is above the limit; "" where none is known to be."""
    own = agreement.value or agreement.value_high
    if aggregate is not None:
        apart = f"; {own} by itself" if own and own != aggregate else ""
        return f"{aggregate} together with what else its supplier is paid (section 27{apart})"
    if own is not None:
        return str(own)
    least = agreement.value_low
    known = least is not None and least.currency == limit.currency and least.minor > limit.minor
    return f"at least {least}" if known else ""


def members_touched(memberships: Iterable[Membership], plan: Reorganisation) -> tuple[Membership, ...]:
    """The stints of predecessors that have not certainly ended before the vesting day."""
    return tuple(
        stint
        for stint in memberships
        if stint.organisation_id in plan.into
        and (stint.left is None or stint.left.latest is None or stint.left.latest >= plan.vesting_day)
    )
