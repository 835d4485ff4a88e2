"""The way back from a new contract, gaps, and what-if."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.domain.making import (
    RULES,
    TODAY,
    WEEKDAYS,
    clause,
    day,
    fixed,
    only,
    option,
    rolling,
    stands,
    until,
)
from tracker.app.calendars import calendar_for
from tracker.domain.agreement import Agreement, NoticeClause, NoticeKind, Status
from tracker.domain.dates import Period
from tracker.domain.deadlines.rules import Rules
from tracker.domain.terms.planning import (
    backward_plan,
    check_call_off,
    check_chain,
    gap,
    notice_today,
    standstill_ends,
    with_notice,
    with_option,
)


def test_a_standstill_over_christmas() -> None:
    assert standstill_ends(day("2024-12-24"), 8, calendar_for("england-and-wales")) == day("2025-01-07")
    assert standstill_ends(day("2026-11-02"), 8, WEEKDAYS) == day("2026-11-11")


def test_the_plan_back_from_a_new_start() -> None:
    plan = backward_plan(day("2028-04-01"), WEEKDAYS, RULES)
    assert [(d.kind, d.date) for d in plan] == [
        ("plan: decision", day("2027-04-01")),
        ("plan: market engagement", day("2027-07-01")),
        ("plan: tender notice", day("2027-10-01")),
        ("plan: tenders in", day("2027-10-26")),
        ("plan: award notice", day("2027-12-21")),
        ("plan: sign", day("2027-12-31")),
    ]
    for earlier, later in pairwise(plan):
        assert earlier.date < later.date
        assert earlier.asks and earlier.workings


def test_the_standstill_is_over_before_signing() -> None:
    plan = {
        d.kind: d.date for d in backward_plan(day("2027-04-01"), calendar_for("england-and-wales"), RULES)
    }
    calendar = calendar_for("england-and-wales")
    assert standstill_ends(plan["plan: award notice"], 8, calendar) < plan["plan: sign"]
    assert (
        calendar.add_working(standstill_ends(plan["plan: award notice"], 8, calendar), 1)
        == plan["plan: sign"]
    )


def test_without_a_table_the_stages_of_law_are_left_out() -> None:
    kinds = [d.kind for d in backward_plan(day("2028-04-01"), WEEKDAYS, Rules())]
    assert kinds == ["plan: decision", "plan: market engagement", "plan: tenders in", "plan: sign"]


def test_gaps_and_overlaps() -> None:
    assert gap(day("2028-03-31"), day("2028-04-01")) == 0
    assert gap(day("2028-03-31"), day("2028-04-02")) == 1
    assert gap(day("2028-03-31"), day("2028-03-31")) == -1
    first, second = Agreement(reference="A1"), Agreement(title="The next one")
    missing = check_chain(first, day("2028-03-31"), second, day("2028-04-02"))
    assert missing is not None and missing.code == "chain.gap"
    assert missing.message == (
        "There is a gap of 1 day between the end of A1, 31 March 2028, and the start of The next one, "
        "2 April 2028."
    )
    both = check_chain(first, day("2028-03-31"), second, day("2028-03-01"))
    assert both is not None and both.code == "chain.overlap"
    assert "31 days before the end of A1" in both.message
    assert check_chain(first, day("2028-03-31"), second, day("2028-04-01")) is None
    assert check_chain(first, None, second, day("2028-04-01")) is None
    assert check_chain(first, day("2028-03-31"), second, None) is None


def test_a_call_off_may_outlast_its_framework() -> None:
    call_off = Agreement(reference="C1")
    found = check_call_off(call_off, day("2029-03-31"), day("2028-03-31"))
    assert found is not None and found.code == "call-off.outlives-framework"
    assert check_call_off(call_off, day("2028-03-31"), day("2028-03-31")) is None
    assert check_call_off(call_off, None, day("2028-03-31")) is None
    assert check_call_off(call_off, day("2029-03-31"), None) is None


def test_what_if_notice_were_given_today() -> None:
    agreement = until(
        "2030-03-31",
        notices=(
            clause(12),
            clause(6, NoticeKind.BREAK, break_on=day("2027-06-30")),
            clause(6, NoticeKind.BREAK, break_on=day("2027-05-21")),
            clause(6, NoticeKind.OPTION),
            clause(None, NoticeKind.WITHDRAWAL),
            clause(3, applies_to=day("2026-11-21")),
        ),
    )
    ways = notice_today(agreement, TODAY, WEEKDAYS)
    assert [way.exit.leaves for way in ways] == [day("2027-06-30"), day("2027-11-22"), None]
    assert ways[0].clause.kind is NoticeKind.BREAK


def test_what_if_the_end_comes_first() -> None:
    (way,) = notice_today(until("2027-03-31", notices=(clause(12),)), TODAY, WEEKDAYS)
    assert way.exit.leaves == day("2027-03-31")
    assert way.exit.workings.endswith("; but it ends on 31 March 2027 in any case.")
    (on_it,) = notice_today(until("2027-11-22", notices=(clause(12),)), TODAY, WEEKDAYS)
    assert "in any case" not in on_it.exit.workings


def test_what_if_it_rolls() -> None:
    evergreen = rolling("2020-04-01", 12, notices=(clause(3, NoticeKind.NON_RENEWAL),))
    (way,) = notice_today(evergreen, day("2026-01-15"), WEEKDAYS)
    assert way.exit.leaves == day("2027-03-31")
    fixed_day = rolling("2020-06-01", 12, notices=(clause(3, expires_on="03-31"),))
    (way,) = notice_today(fixed_day, day("2026-01-15"), WEEKDAYS)
    assert way.exit.leaves == day("2027-03-31")
    capped = rolling("2020-04-01", 12, roll_limit=7, notices=(clause(12, expires_on="03-31"),))
    (way,) = notice_today(capped, TODAY, WEEKDAYS)
    assert way.exit.leaves == day("2027-03-31")


def test_what_if_there_is_nothing_to_count_from() -> None:
    odd = (NoticeClause(kind=NoticeKind.TERMINATION, length=Period(-1)),)
    assert notice_today(until("2030-03-31", notices=odd), TODAY, WEEKDAYS) == ()


def test_what_if_an_option_were_exercised() -> None:
    agreement = fixed("2024-04-01", 36, options=(option(1, 24, 3), option(2, 12, 3)))
    exercised = stands(with_option(agreement, agreement.options[0], TODAY))
    assert exercised.current_end == day("2029-03-31")
    assert only(exercised, "option notice").date == day("2028-12-31")


@pytest.mark.parametrize("named", [True, False])
def test_what_if_notice_were_served(named: bool) -> None:
    agreement = until(
        "2030-03-31", notices=(clause(12), clause(6, NoticeKind.BREAK, break_on=day("2027-06-30")))
    )
    chosen = agreement.notices[1] if named else None
    found = stands(with_notice(agreement, TODAY, chosen))
    assert found.status is Status.NOTICE_GIVEN
    assert found.current_end == day("2027-06-30" if named else "2027-11-22")
