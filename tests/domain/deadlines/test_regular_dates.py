"""Deadlines that come round, and those of papers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.making import (
    RULES,
    TODAY,
    WEEKDAYS,
    day,
    event,
    fixed,
    m,
    of_kind,
    on,
    only,
    stands,
    until,
)
from tracker.domain.agreement import Agreement, AgreementType, EndKind, EventKind, Regime
from tracker.domain.dates import Period
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.deadlines.regular_dates import first_from, occurrence
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import standing

REVIEWED = EventKind.REVIEWED


def reviews(agreement: Agreement, today: str = "2026-11-22") -> list[str]:
    """Days of its reviews."""
    return [d.date.isoformat() for d in of_kind(stands(agreement, today), "review")]


def test_rule_10_times_round_are_reckoned_from_the_anchor() -> None:
    leap = [occurrence(day("2024-02-29"), m(12), k) for k in range(1, 6)]
    assert leap == [day(f"{y}-02-{29 if y == 2028 else 28}") for y in range(2025, 2030)]
    ends = [occurrence(day("2024-01-31"), m(1), k) for k in range(1, 5)]
    assert ends == [day("2024-02-29"), day("2024-03-31"), day("2024-04-30"), day("2024-05-31")]
    assert occurrence(day("2024-01-31"), Period(1, 7), 2) == day("2024-04-14")


@pytest.mark.parametrize("cycle", [m(1), m(3), m(12), Period(0, 14), Period(0, 91), Period(1, 10)])
@pytest.mark.parametrize("anchor", ["2024-01-31", "2024-02-29", "2024-04-01"])
def test_the_first_time_round_from_a_day_agrees_with_counting(cycle: Period, anchor: str) -> None:
    start = day(anchor)
    for today in (day("2020-01-01"), start, *(occurrence(start, cycle, k) for k in (1, 2, 5, 40))):
        for shift in (-1, 0, 1):
            about = occurrence(today, Period(0, 1), shift)
            k = 1
            while occurrence(start, cycle, k) < about:
                k += 1
            assert first_from(start, cycle, about) == (k, occurrence(start, cycle, k)), (about, cycle)


def test_a_quarterly_review_shows_the_last_one_missed_and_the_next_two() -> None:
    agreement = fixed("2025-04-01", 60, review_every=m(3))
    assert reviews(agreement) == ["2026-10-01", "2027-01-01", "2027-04-01"]
    assert reviews(agreement, "2026-10-01") == ["2026-07-01", "2026-10-01", "2027-01-01"]
    assert reviews(agreement, "2025-04-02") == ["2025-07-01", "2025-10-01"]
    found = of_kind(stands(agreement), "review")
    assert [state(d, TODAY) for d in found] == [DeadlineState.MISSED] + [DeadlineState.UPCOMING] * 2
    assert found[0].workings == "Every 3 months, reckoned from 1 April 2025: number 6."
    assert of_kind(stands(agreement, "2027-08-01"), "review")[2].act_by == day("2027-12-31")


def test_a_review_that_was_held_covers_the_dates_about_it() -> None:
    agreement = fixed("2025-04-01", 60, review_every=m(3))
    held = replace(agreement, events=(event(REVIEWED, "2026-09-01"),))
    assert reviews(held) == ["2027-01-01", "2027-04-01"]
    too_early = replace(agreement, events=(event(REVIEWED, "2026-08-31"),))
    assert reviews(too_early) == ["2026-10-01", "2027-01-01", "2027-04-01"]
    early = replace(agreement, events=(event(REVIEWED, "2026-12-05"),))
    first = of_kind(stands(early, "2026-12-06"), "review")[0]
    assert (first.date, first.settled) == (day("2027-01-01"), True)
    not_yet = replace(agreement, events=(event(REVIEWED, "2026-12-05"),))
    assert reviews(not_yet, "2026-12-04") == ["2026-10-01", "2027-01-01", "2027-04-01"]
    undated = replace(agreement, events=(event(REVIEWED, None),))
    assert reviews(undated) == ["2026-10-01", "2027-01-01", "2027-04-01"]


def test_a_short_cycle_is_covered_for_a_third_of_it() -> None:
    monthly = fixed("2025-04-01", 60, review_every=m(1), events=(event(REVIEWED, "2026-10-22"),))
    assert reviews(monthly) == ["2026-12-01", "2027-01-01"]
    earlier = replace(monthly, events=(event(REVIEWED, "2026-10-21"),))
    assert reviews(earlier) == ["2026-11-01", "2026-12-01", "2027-01-01"]
    fortnightly = fixed("2025-04-01", 60, review_every=Period(0, 15), events=(event(REVIEWED, "2026-11-12"),))
    assert reviews(fortnightly)[0] == "2026-11-22"


def test_reviews_are_reckoned_from_their_own_anchor_where_there_is_one() -> None:
    agreement = fixed("2025-04-15", 60, review_every=m(12), review_from=day("2025-09-30"))
    assert reviews(agreement) == ["2026-09-30", "2027-09-30", "2028-09-30"]
    from_stated = until("2030-03-31", review_every=m(12), next_review=on("2026-12-01"))
    assert reviews(from_stated) == ["2026-12-01", "2027-12-01", "2028-12-01"]
    nowhere = until("2030-03-31", review_every=m(12))
    assert reviews(nowhere) == []


def test_a_stated_review_and_its_cycle_are_one() -> None:
    agreement = fixed("2025-04-01", 60, review_every=m(3), next_review=on("2027-01-01"))
    assert reviews(agreement) == ["2026-10-01", "2027-01-01", "2027-04-01"]


@pytest.mark.parametrize(
    ("held", "settled"), [("2027-01-01", True), ("2026-12-31", False), ("2027-03-01", True)]
)
def test_a_stated_review_is_settled_by_one_up_to_a_month_before(held: str, settled: bool) -> None:
    agreement = until("2030-03-31", next_review=on("2027-02-01"), events=(event(REVIEWED, held),))
    found = only(stands(agreement, "2027-03-01"), "review")
    assert found.settled is settled
    assert found.workings == "Stated in the record."
    assert found.act_by == day("2027-02-01")


def test_no_review_after_the_end() -> None:
    agreement = fixed("2025-04-01", 24, review_every=m(3))
    assert reviews(agreement) == ["2026-10-01", "2027-01-01"]
    assert reviews(agreement, "2027-04-01") == []
    on_the_end = fixed("2025-04-02", 24, review_every=m(12))
    assert reviews(on_the_end, "2026-05-01") == ["2026-04-02"]
    exactly = until("2027-03-31", review_every=m(12), review_from=day("2026-03-31"))
    assert reviews(exactly) == ["2027-03-31"]


@pytest.mark.parametrize("cycle", [Period(), m(-3), Period(3, -1), m(10**9)])
def test_a_cycle_that_cannot_be_gives_no_dates(cycle: Period) -> None:
    assert reviews(Agreement(starts=on("2025-04-01"), end_kind=EndKind.OPEN_ENDED, review_every=cycle)) == []


# Other times round


def test_details_are_confirmed_again_after_a_year() -> None:
    found = only(stands(until("2030-03-31", confirmed_on=day("2026-02-28"))), "confirm details")
    assert found.date == day("2027-02-28")
    assert found.act_by == day("2027-02-26")
    assert found.workings == "12 months after 28 February 2026, when they were last confirmed (a setting)."
    assert of_kind(stands(until("2026-03-31", confirmed_on=day("2026-02-28"))), "confirm details") == []


def test_an_exemption_is_tested_each_year() -> None:
    agreement = fixed("2025-04-01", 60, regime=Regime.EXEMPT)
    found = only(stands(agreement), "exemption re-test")
    assert found.date == day("2027-04-01")
    assert found.workings == "Every 12 months, reckoned from 1 April 2025."
    assert of_kind(stands(until("2030-03-31", regime=Regime.EXEMPT)), "exemption re-test") == []
    ends_first = fixed("2025-04-01", 24, regime=Regime.EXEMPT)
    assert of_kind(stands(ends_first), "exemption re-test") == []
    on_the_end = Agreement(starts=on("2025-04-01"), ends=on("2027-04-01"), regime=Regime.EXEMPT)
    assert only(stands(on_the_end), "exemption re-test").date == day("2027-04-01")


def test_price_reviews_come_round_by_their_own_cycle() -> None:
    yearly = until("2030-03-31", events=(event(EventKind.PRICE_REVIEW, "2025-06-01"),))
    assert only(stands(yearly), "price review").date == day("2027-06-01")
    half = until("2030-03-31", events=(event(EventKind.PRICE_REVIEW, "2025-06-01", length=m(6)),))
    assert only(stands(half), "price review").date == day("2026-12-01")
    for odd in (Period(), m(-6), Period(6, -1)):
        wrong = until("2030-03-31", events=(event(EventKind.PRICE_REVIEW, "2025-06-01", length=odd),))
        assert only(stands(wrong), "price review").date == day("2027-06-01")
    days = until("2030-03-31", events=(event(EventKind.PRICE_REVIEW, "2026-11-01", length=Period(0, 28)),))
    assert only(stands(days), "price review").date == day("2026-11-29")
    never = Agreement(
        end_kind=EndKind.OPEN_ENDED, events=(event(EventKind.PRICE_REVIEW, "2025-06-01", length=m(10**9)),)
    )
    assert of_kind(stands(never), "price review") == []


def test_a_framework_has_a_last_day_for_call_offs() -> None:
    found = only(stands(until("2028-03-31", type=AgreementType.FRAMEWORK)), "last call-off")
    assert found.date == day("2028-03-31")
    assert not found.asks
    endless = Agreement(type=AgreementType.FRAMEWORK, end_kind=EndKind.OPEN_ENDED, starts=on("2020-01-01"))
    assert of_kind(stands(endless), "last call-off") == []


# What binds nobody


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"type": AgreementType.MEMORANDUM}, ["2026-12-15"]),
        ({"type": AgreementType.SIDE_LETTER}, ["2026-12-15"]),
        ({"type": AgreementType.CONTRACT, "binding": False}, ["2026-12-15"]),
        ({"type": AgreementType.MEMORANDUM, "binding": True}, []),
        ({"type": AgreementType.CONTRACT}, []),
        ({"type": AgreementType.MEMORANDUM, "next_review": on("2027-01-10")}, ["2027-01-10"]),
        ({"type": AgreementType.MEMORANDUM, "ends": on("2027-06-14")}, []),
        ({"type": AgreementType.MEMORANDUM, "starts": None}, []),
    ],
)
def test_a_memorandum_without_an_end_is_looked_at_after_six_months(
    more: dict[str, object], found: list[str]
) -> None:
    agreement = replace(Agreement(starts=on("2026-06-15"), end_kind=EndKind.OPEN_ENDED), **more)
    assert reviews(agreement) == found


def test_a_reviewed_memorandum_is_settled() -> None:
    agreement = Agreement(starts=on("2026-06-15"), type=AgreementType.MEMORANDUM)
    found = only(stands(agreement, "2027-01-01"), "review")
    assert state(found, day("2027-01-01")) is DeadlineState.MISSED
    assert found.workings == "It binds nobody and records no end: 6 months from 15 June 2026, a setting."
    for held, settled in (("2026-06-15", True), ("2026-06-14", False)):
        reviewed = replace(agreement, events=(event(REVIEWED, held),))
        assert only(stands(reviewed, "2027-01-01"), "review").settled is settled


# Papers and people


def test_t48_employee_liability_information() -> None:
    agreement = until("2030-03-31", events=(event(EventKind.STAFF_TRANSFERRED, "2027-04-01"),))
    found = only(stands(agreement), "employee liability information")
    assert found.date == day("2027-03-04")
    assert found.workings == (
        "Not less than 28 days before the transfer on 1 April 2027; act by Thursday 4 March 2027."
    )
    assert of_kind(stands(agreement, "2027-04-01"), "employee liability information") != []
    assert of_kind(stands(agreement, "2027-04-02"), "employee liability information") == []
    without = standing(agreement, TODAY, WEEKDAYS, Rules())
    assert of_kind(without, "employee liability information") == []
    assert RULES.value("employee liability information days", day("2010-01-01")) == 14


def test_a_certificate_runs_out() -> None:
    insured = event(EventKind.DOCUMENT_EXPIRES, "2027-03-31", detail="insurance")
    found = only(stands(until("2030-03-31", events=(insured,))), "document expires")
    assert (found.date, found.act_by) == (day("2027-03-31"), day("2027-02-26"))
    assert found.title == "Insurance expires"
    assert found.workings == "The insurance runs to 31 March 2027; ask for the next by 26 February 2027."
    with_lead = replace(insured, length=Period(2, 5), detail="")
    found = only(stands(until("2030-03-31", events=(with_lead,))), "document expires")
    assert found.act_by == day("2027-01-26")
    assert found.title == "Document expires"
    wrong = replace(insured, length=m(-2))
    assert only(stands(until("2030-03-31", events=(wrong,))), "document expires").act_by == day("2027-03-31")


def test_a_newer_certificate_takes_the_place_of_the_old() -> None:
    old = event(EventKind.DOCUMENT_EXPIRES, "2027-03-31", detail="insurance")
    new = event(EventKind.DOCUMENT_EXPIRES, "2028-03-31", detail="insurance")
    other = event(EventKind.DOCUMENT_EXPIRES, "2027-05-31", detail="accreditation")
    lost = event(EventKind.DOCUMENT_EXPIRES, None, detail="insurance")
    found = of_kind(stands(until("2030-03-31", events=(old, new, other, lost))), "document expires")
    assert [d.date for d in found] == [day("2027-05-31"), day("2028-03-31")]


@pytest.mark.parametrize(("detail", "ends"), [("", "2032-03-31"), ("deed", "2038-03-31")])
def test_papers_of_a_closed_agreement_are_kept(detail: str, ends: str) -> None:
    signed = event(EventKind.SIGNED, "2020-03-01", detail=detail)
    closed = event(EventKind.CLOSED, "2026-06-30")
    agreement = until("2026-03-31", events=(signed, closed))
    found = only(stands(agreement), "retention ends")
    assert (found.date, found.asks) == (day(ends), False)
    assert ("as it is a deed" in found.workings) is bool(detail)
    assert of_kind(stands(agreement, "2026-06-29"), "retention ends") == []
    assert of_kind(stands(agreement, "2026-06-30"), "retention ends") != []


def test_other_papers_end_with_the_agreement() -> None:
    agreement = until("2026-03-31", events=(event(EventKind.DOCUMENT_EXPIRES, "2027-03-31"),))
    assert of_kind(stands(agreement), "document expires") == []
