"""Totals that refuse to mix, and tallies that count an arrangement once."""

from __future__ import annotations

import pytest

from tests.domain.making_claims import A, B, claim, exactly, percent
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.partnerships.claim import Basis, Bound, Measure, Nature, SavingsClaim
from tracker.domain.partnerships.totals import Counted, average_per_year, tally, totals

YEARLY = Basis.PER_ANNUM


def yearly(amount: int, **more: object) -> SavingsClaim:
    return exactly(amount, basis=YEARLY, **more)


@pytest.mark.parametrize(
    ("claims", "amount"),
    [
        ([yearly(60), yearly(40, of=(B,))], "£100.00"),
        ([claim(60, 60, Bound.ABOUT, basis=YEARLY), yearly(40, of=(B,))], "about £100.00"),
        ([claim(2, 5, Bound.BETWEEN, basis=YEARLY), yearly(1, of=(B,))], "between £3.00 and £6.00"),
        ([claim(2, None, Bound.MORE_THAN, basis=YEARLY), yearly(1, of=(B,))], "£3.00 or more"),
        ([claim(None, 2, Bound.UP_TO, basis=YEARLY), yearly(1, of=(B,))], "up to £3.00"),
        (
            [
                claim(None, 2, Bound.UP_TO, basis=YEARLY),
                claim(2, None, Bound.AT_LEAST, basis=YEARLY, of=(B,)),
            ],
            "not limited",
        ),
        ([claim(measure=Measure.NIL, basis=YEARLY)], "nothing"),
    ],
)
def test_one_basis_and_nature_adds(claims: list[SavingsClaim], amount: str) -> None:
    (line,) = totals(claims)
    assert (line.amount, line.why_not) == (amount, "")


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ([exactly(60)], "is not stated, so they cannot be added"),
        (
            [claim(measure=Measure.UNREADABLE, quote="£70,00", reference="S7")],
            "S7: a figure that cannot be read",
        ),
        ([percent("10")], "at least 10 per cent of the value"),
        ([yearly(1), yearly(1)], "claimed more than once"),
        ([yearly(1), yearly(1, of=(A, B))], "counted twice"),
        ([yearly(1), yearly(1, of=())], "counted on top of its parts"),
        ([yearly(1), yearly(1, of=(B,), low=Money(1, "EUR"), high=Money(1, "EUR"))], "different currencies"),
        ([yearly(1, low=None, high=None)], "gives no amount"),
        (
            [
                exactly(1, basis=Basis.TOTAL, period_length=Period(36)),
                exactly(1, basis=Basis.TOTAL, period_length=Period(48), of=(B,)),
            ],
            "different periods",
        ),
    ],
)
def test_what_cannot_be_added_is_refused_with_the_reason(claims: list[SavingsClaim], reason: str) -> None:
    (line,) = totals(claims)
    assert reason in line.why_not
    assert (line.low, line.high, line.amount) == (None, None, "")


def test_a_claim_without_a_figure_is_left_out_and_named() -> None:
    (line,) = totals([yearly(60, reference="S9"), claim(basis=YEARLY, reference="S10", of=(B,))])
    assert (line.amount, line.parts, line.left_out) == ("£60.00", ("S9: £60 per annum",), ("S10: no figure",))


def test_everything_is_never_one_number_across_bases() -> None:
    """Q15: the Leicestershire savings by basis, and no single number."""
    lines = totals(
        [yearly(60_000, nature=Nature.REPORTED), exactly(150_000, of=(B,), nature=Nature.REPORTED)]
    )
    assert [(line.basis, line.amount) for line in lines] == [
        ("per annum", "£60,000.00"),
        ("not stated", ""),
        ("all", ""),
    ]
    assert lines[-1].why_not == "There is no single total: the bases differ (per annum, not stated)."
    two = totals([yearly(1), yearly(1, nature=Nature.ACHIEVED)])
    assert two[-1].why_not == "There is no single total: the natures differ (forecast, achieved)."
    assert totals([]) == ()


def test_average_per_year_is_labelled_as_computed() -> None:
    """Q13: £2m to £5m over three years."""
    total = claim(2_000_000, 5_000_000, Bound.BETWEEN, basis=Basis.TOTAL, period_length=Period(36))
    found = average_per_year(total)
    assert found is not None
    assert (str(found.low), str(found.high)) == ("£666,666.67", "£1,666,666.67")
    assert found.why.startswith("Computed: between £2,000,000 and £5,000,000 total over period")
    assert "No source states it" in found.why


@pytest.mark.parametrize(
    "one",
    [
        yearly(1),
        exactly(1, basis=Basis.TOTAL),
        exactly(1, basis=Basis.TOTAL, period_length=Period(0, 90)),
        exactly(1, basis=Basis.TOTAL, period_length=Period(12, 1)),
        claim(basis=Basis.TOTAL, period_length=Period(12)),
    ],
)
def test_no_average_where_none_follows(one: SavingsClaim) -> None:
    assert average_per_year(one) is None


def test_an_open_average() -> None:
    found = average_per_year(claim(12, None, Bound.MORE_THAN, basis=Basis.TOTAL, period_length=Period(24)))
    assert found is not None
    assert (str(found.low), found.high) == ("£6.00", None)


def counted() -> list[Counted]:
    yearly_claim = yearly(60)
    return [
        Counted(1, {1: "East Midlands", 2: "East Midlands"}, ("ICT", "2006"), 5, (yearly_claim,)),
        Counted(2, {3: "South East", 4: "South West"}, ("ICT",), 0, (yearly_claim,)),
        Counted(3, {5: ""}, (), 1),
    ]


def test_tally_by_region_counts_once_in_each_and_once_in_all() -> None:
    found = tally(counted(), "region")
    assert [(row.key, row.arrangements, row.agreements, row.councils) for row in found.rows] == [
        ("East Midlands", 1, 5, 2),
        ("South East", 1, 0, 1),
        ("South West", 1, 0, 1),
        ("not recorded", 1, 1, 1),
    ]
    assert (found.arrangements, found.councils) == (3, 5)
    assert "the rows add to 4, the distinct arrangements are 3" in found.rule
    assert [bool(row.savings) for row in found.rows] == [True, False, False, False]


def test_tally_by_category() -> None:
    found = tally(counted()[1:], "category")
    assert [(row.key, row.arrangements, row.councils) for row in found.rows] == [
        ("ICT", 1, 2),
        ("not recorded", 1, 1),
    ]
    assert found.rule.startswith("An arrangement is counted once in each category that it falls in, and once")
    assert "distinct" not in found.rule


def test_tally_by_year_counts_those_of_the_year() -> None:
    within = {"2006": (frozenset({1}), 1), "2007": (frozenset({1, 2}), 2)}
    one = Counted(1, {1: "", 2: ""}, ("2006", "2007"), 5, (yearly(60),), within)
    found = tally([one, Counted(2, {1: ""}, (), 3)], "year")
    assert [(row.key, row.arrangements, row.agreements, row.councils) for row in found.rows] == [
        ("2006", 1, 1, 1),
        ("2007", 1, 2, 2),
        ("not recorded", 1, 3, 1),
    ]
    assert not any(row.savings for row in found.rows[:2])
    assert "known to be in" in found.rule
    assert (found.arrangements, found.councils) == (2, 2)


def test_a_total_keeps_its_period() -> None:
    same = {"basis": Basis.TOTAL, "period_length": Period(36), "starts": When.unknown()}
    (line,) = totals([exactly(1, **same), exactly(2, of=(B,), **same)])
    assert line.amount == "£3.00"
