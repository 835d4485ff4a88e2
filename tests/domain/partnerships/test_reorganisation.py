"""What a vesting day touches, and which contracts need consent (rule 32)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.dates import When
from tracker.domain.money import Money
from tracker.domain.partnerships.partnership import Membership
from tracker.domain.partnerships.reorganisation import (
    Consent,
    ConsentLimits,
    Reorganisation,
    members_touched,
    successions,
    touched,
)

OLD, NEW, PART, OTHER = 1, 2, 3, 4
VESTING = date(2028, 4, 1)
PLAN = Reorganisation(
    vesting_day=VESTING,
    into={OLD: (NEW, PART)},
    direction_from=date(2027, 1, 1),
    direction_date=date(2028, 3, 31),
)
LIMITS = ConsentLimits(Money(100_000_00), Money(1_000_000_00))


def contract(value: int | None = 250_000, signed: str | None = "2027-02-01", buyer: int = OLD) -> Agreement:
    return Agreement(
        id=7,
        signed=When.on(date.fromisoformat(signed)) if signed else None,
        value=None if value is None else Money(value * 100),
        parties=(Party(organisation_id=buyer, role=PartyRole.BUYER),),
    )


def test_the_first_successor_takes_the_whole_and_the_others_a_part() -> None:
    found = successions(PLAN)
    assert [(s.to_organisation_id, s.effective_on, s.scope) for s in found] == [
        (NEW, VESTING, ""),
        (PART, VESTING, "a part"),
    ]


@pytest.mark.parametrize(
    ("agreement", "current", "most", "consent", "passes", "may_pass"),
    [
        (contract(), date(2030, 3, 31), None, Consent.NEEDED, True, False),
        (contract(), date(2028, 3, 31), date(2030, 3, 31), Consent.NEEDED, False, True),
        (contract(), None, None, Consent.NEEDED, True, False),
        (contract(value=100_000), date(2030, 3, 31), None, Consent.NOT_NEEDED, True, False),
        (contract(signed="2026-12-31"), date(2030, 3, 31), None, Consent.NOT_NEEDED, True, False),
        (contract(value=None), date(2030, 3, 31), None, Consent.NOT_KNOWN, True, False),
        (contract(signed=None), date(2030, 3, 31), None, Consent.NOT_KNOWN, True, False),
    ],
)
def test_consent(
    agreement: Agreement,
    current: date | None,
    most: date | None,
    consent: Consent,
    passes: bool,
    may_pass: bool,
) -> None:
    found = touched(agreement, current, most, PLAN, LIMITS)
    assert found is not None
    assert (found.agreement_id, found.consent, found.passes, found.may_pass) == (7, consent, passes, may_pass)


def test_what_is_not_touched() -> None:
    assert touched(contract(buyer=OTHER), date(2030, 3, 31), None, PLAN, LIMITS) is None
    assert touched(contract(), date(2028, 3, 31), date(2028, 3, 31), PLAN, LIMITS) is None
    assert touched(
        contract(), date(2028, 3, 31), None, replace(PLAN, direction_date=date(2027, 3, 31)), LIMITS
    )


def test_limits_sums_and_the_absence_of_a_direction() -> None:
    end = date(2030, 3, 31)
    capital = touched(contract(), end, None, PLAN, LIMITS, capital=True)
    assert capital is not None
    assert capital.why == "Its value, £250,000.00, is not above £1,000,000.00."
    together = touched(contract(value=60_000), end, None, PLAN, LIMITS, aggregate=Money(120_000_00))
    assert together is not None
    assert together.consent is Consent.NEEDED
    assert together.why == (
        "Worth £120,000.00 together with what else its supplier is paid (section 27; £60,000.00 by itself), "
        "more than £100,000.00, and it may run to 31 March 2030, options included, past 31 March 2028."
    )
    none = touched(contract(), end, None, replace(PLAN, direction_date=None), LIMITS)
    assert none is not None
    assert none.consent is Consent.NOT_NEEDED
    ranged = touched(replace(contract(value=None), value_high=Money(90_000_00)), end, None, PLAN, LIMITS)
    assert ranged is not None
    assert ranged.consent is Consent.NOT_NEEDED


@pytest.mark.parametrize(
    ("least", "consent"),
    [(100_001, Consent.NEEDED), (100_000, Consent.NOT_KNOWN), (60_000, Consent.NOT_KNOWN)],
)
def test_a_value_of_which_only_the_least_is_known(least: int, consent: Consent) -> None:
    one = replace(contract(value=None), value_low=Money(least * 100))
    found = touched(one, date(2030, 3, 31), None, PLAN, LIMITS)
    assert found is not None
    assert found.consent is consent
    assert ("at least £100,001.00" in found.why) is (consent is Consent.NEEDED)


def test_the_stints_that_reach_the_vesting_day() -> None:
    stints = [
        Membership(organisation_id=OLD),
        Membership(organisation_id=OLD, left=When.on(VESTING)),
        Membership(organisation_id=OLD, left=When.unknown()),
        Membership(organisation_id=OLD, left=When.on(date(2028, 3, 31))),
        Membership(organisation_id=OTHER),
    ]
    assert members_touched(stints, PLAN) == tuple(stints[:3])
