"""Service levels that claim no more than is known, and shares of the cost that add up."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import Answer, When
from tracker.domain.money import Money
from tracker.domain.partnerships.service import (
    CostShare,
    LevelKind,
    Measurement,
    ServiceLevel,
    ShareFormula,
    check_shares,
    is_met,
    shares_on,
)

START, DAY = date(2026, 4, 1), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LevelKind.AIM, "an aim only"),
        (LevelKind.CONTRACTUAL, "a contractual level"),
        (LevelKind.REPORTED, "reported by its source"),
    ],
)
def test_a_level_without_a_measurement_is_not_known_to_be_met(kind: LevelKind, words: str) -> None:
    found = is_met(ServiceLevel(metric="calls", target="60", kind=kind))
    assert found.answer is Answer.POSSIBLY
    assert found.why == f"Not known: it is recorded as {words}, with no measurement."


def test_the_latest_measurement_decides() -> None:
    measured = (
        Measurement(period=When.on(date(2025, 3, 31)), figure="98.4", met=True),
        Measurement(period=When.on(date(2026, 3, 31)), figure="97.9", met=False),
        Measurement(period=When.on(date(2026, 6, 30)), figure="98", met=None),
    )
    level = ServiceLevel(metric="collected", kind=LevelKind.CONTRACTUAL, measurements=measured)
    assert is_met(level) == (Answer.NO, "Measured as 97.9: not met.")
    earlier = ServiceLevel(metric="collected", kind=LevelKind.CONTRACTUAL, measurements=measured[:1])
    assert is_met(earlier) == (Answer.YES, "Measured as 98.4: met.")
    undated = Measurement(period=When.unknown(), figure="1", met=True)
    assert is_met(ServiceLevel(metric="x", kind=LevelKind.AIM, measurements=(undated,))).answer is Answer.YES


def share(body: int, formula: ShareFormula, quantity: int | None = None, **more: object) -> CostShare:
    fields: dict[str, object] = {"arrangement_id": 1, "organisation_id": body, "starts": START}
    return CostShare(formula=formula, quantity=quantity, **(fields | more))


def test_shares_by_population() -> None:
    shares = [share(1, ShareFormula.POPULATION, 112_400), share(2, ShareFormula.POPULATION, 96_750)]
    found = shares_on(DAY, shares, Money(100_000_00))
    assert found[0].part == Fraction(112_400, 209_150)
    assert [str(one.amount) for one in found] == ["£53,741.33", "£46,258.67"]


def test_a_fixed_amount_comes_off_first() -> None:
    shares = [
        share(1, ShareFormula.EQUAL),
        share(2, ShareFormula.EQUAL),
        share(3, ShareFormula.FIXED, amount=Money(90_000_00)),
    ]
    found = shares_on(DAY, shares, Money(100_000_01))
    assert [(one.organisation_id, one.amount and one.amount.minor) for one in found] == [
        (3, 90_000_00),
        (1, 5_000_01),
        (2, 5_000_00),
    ]


def test_shares_without_a_cost_and_without_a_formula() -> None:
    found = shares_on(DAY, [share(1, ShareFormula.EQUAL), share(2, ShareFormula.FIXED, amount=Money(1))])
    assert [(one.part, one.amount) for one in found] == [(None, Money(1)), (Fraction(1), None)]
    assert shares_on(DAY, [share(1, ShareFormula.USERS, None)], Money(100)) == ()
    assert shares_on(DAY, [share(1, ShareFormula.FIXED)], Money(100))[0].amount is None


def test_only_the_shares_of_the_day_count() -> None:
    """One member leaves on 31 March; the others' shares are reckoned anew from 1 April."""
    shares = [
        share(1, ShareFormula.EQUAL),
        share(2, ShareFormula.EQUAL),
        share(3, ShareFormula.EQUAL, ends=date(2027, 3, 31)),
        share(4, ShareFormula.EQUAL, starts=date(2030, 4, 1)),
    ]
    assert [one.part for one in shares_on(date(2027, 3, 31), shares)] == [Fraction(1, 3)] * 3
    assert [one.part for one in shares_on(date(2027, 4, 1), shares)] == [Fraction(1, 2)] * 2


@given(st.lists(st.integers(1, 500_000), min_size=1, max_size=12), st.integers(0, 10**10))
def test_the_amounts_add_to_the_cost_to_the_penny(populations: list[int], pence: int) -> None:
    shares = [share(body, ShareFormula.POPULATION, people) for body, people in enumerate(populations)]
    found = shares_on(DAY, shares, Money(pence))
    assert sum(one.amount.minor for one in found if one.amount) == pence
    assert sum(one.part or 0 for one in found) == 1
    assert all(one.amount and one.part and abs(one.amount.minor - one.part * pence) < 1 for one in found)


def codes(shares: list[CostShare], members: list[int]) -> list[str]:
    return [finding.code for finding in check_shares(shares, members, DAY)]


def test_what_is_odd_about_shares() -> None:
    quarter = [share(body, ShareFormula.PERCENTAGE, 2500) for body in (1, 2, 3, 4)]
    assert codes(quarter, [1, 2, 3, 4]) == []
    assert codes([], [1, 2]) == []
    assert codes(quarter[:3], [1, 2, 3]) == ["share.sum"]
    assert check_shares(quarter[:3], [1, 2, 3], DAY)[0].message.endswith("add to 75.00 per cent, not to 100.")
    assert codes(quarter, [1, 2, 3, 4, 5]) == ["share.missing"]
    assert "2 members have" in check_shares(quarter, [5, 6], DAY)[0].message
    assert codes([*quarter, share(1, ShareFormula.PERCENTAGE, 0)], [1, 2, 3, 4]) == ["share.twice"]
    assert codes([*quarter, share(5, ShareFormula.EQUAL)], [1]) == ["share.mixed"]
    assert codes([*quarter, share(1, ShareFormula.FIXED, amount=Money(1))], [1]) == []
