"""Notices: the last day to give one, when it takes effect, what was given, renewals by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.making import (
    TODAY,
    WEEKDAYS,
    clause,
    codes,
    day,
    event,
    fixed,
    m,
    of_kind,
    on,
    only,
    option,
    rolling,
    stands,
    until,
)
from tracker.app.calendars import calendar_for
from tracker.domain.agreement import (
    Agreement,
    ClauseForm,
    EndKind,
    EventKind,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    Side,
    Status,
)
from tracker.domain.dates import Period
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.terms.notice import earliest_exit, yearly_day
from tracker.domain.terms.rolling import Rolls

GIVEN, RECEIVED, WITHDRAWN = EventKind.NOTICE_GIVEN, EventKind.NOTICE_RECEIVED, EventKind.NOTICE_WITHDRAWN
NON_RENEWAL, WITHDRAWAL, BREAK = NoticeKind.NON_RENEWAL, NoticeKind.WITHDRAWAL, NoticeKind.BREAK


def last_day(end: str, months: int, today: str = "2020-01-01", **more: object):  # type: ignore[no-untyped-def]
    """The deadline of a notice of so many months before an end."""
    return only(stands(until(end, notices=(clause(months, **more),)), today), "termination notice")


# Before a fixed end


@pytest.mark.parametrize(
    ("case", "end", "months", "legal", "act_by"),
    [
        ("T14", "2027-03-31", 12, "2026-03-31", "2026-03-31"),
        ("T15", "2026-08-31", 6, "2026-02-28", "2026-02-27"),
        ("T17", "2028-05-31", 3, "2028-02-29", "2028-02-29"),
        ("hard case 1", "2026-03-31", 6, "2025-09-30", "2025-09-30"),
        ("hard case 2", "2026-05-31", 3, "2026-02-28", "2026-02-27"),
        ("its twin", "2026-12-31", 3, "2026-09-30", "2026-09-30"),
    ],
)
def test_the_last_day_for_notice(case: str, end: str, months: int, legal: str, act_by: str) -> None:
    found = last_day(end, months)
    assert (found.date, found.missed_after, found.act_by) == (day(legal), day(legal), day(act_by)), case


@pytest.mark.parametrize(
    ("end", "safe", "strict"),
    [
        ("2026-09-30", "2026-03-30", "2026-03-31"),
        ("2025-02-28", "2024-08-28", "2024-08-31"),
    ],
)
def test_t23_and_hard_case_3_the_two_readings(end: str, safe: str, strict: str) -> None:
    unknown = last_day(end, 6)
    assert (unknown.date, unknown.missed_after) == (day(safe), day(strict))
    assert (unknown.earliest, unknown.latest) == (day(safe), day(strict))
    forward = last_day(end, 6, form=ClauseForm.FORWARD)
    assert (forward.date, forward.missed_after) == (day(strict), day(strict))
    assert forward.act_by == unknown.act_by
    backward = last_day(end, 6, form=ClauseForm.BACKWARD)
    assert (backward.date, backward.missed_after) == (day(safe), day(safe))


def test_t23_nothing_is_missed_on_the_31st_under_a_forward_clause() -> None:
    for form, expected in (
        (ClauseForm.FORWARD, DeadlineState.DUE),
        (ClauseForm.UNKNOWN, DeadlineState.DUE),
        (ClauseForm.BACKWARD, DeadlineState.MISSED),
    ):
        assert state(last_day("2026-09-30", 6, form=form), day("2026-03-31")) is expected
        assert state(last_day("2026-09-30", 6, form=form), day("2026-04-01")) is DeadlineState.MISSED


def test_the_workings_can_be_checked_by_hand() -> None:
    assert last_day("2026-09-30", 6).workings == (
        "6 months before 30 September 2026: counted back 30 March 2026, counted forward 31 March 2026; "
        "clause form not recorded; act by Monday 30 March 2026."
    )
    assert last_day("2026-08-31", 6).workings == (
        "6 months before 31 August 2026 is 28 February 2026; 28 February 2026 is a Saturday, "
        "so act by Friday 27 February 2026."
    )
    assert "counted back as the clause says" in last_day("2026-09-30", 6, form=ClauseForm.BACKWARD).workings
    assert "as the clause says" in last_day("2026-09-30", 6, form=ClauseForm.FORWARD).workings


def test_t21_a_deadline_past_when_first_recorded_is_missed_and_not_hidden() -> None:
    found = last_day("2027-01-31", 6, today="2026-11-22")
    assert found.date == day("2026-07-31")
    assert state(found, TODAY) is DeadlineState.MISSED


def test_after_the_end_its_notice_is_settled() -> None:
    found = last_day("2026-03-31", 6, today="2026-11-22")
    assert state(found, TODAY) is DeadlineState.DONE
    assert last_day("2026-03-31", 6, today="2026-03-31").settled is False


def test_a_notice_that_nobody_looked_up_has_no_deadline_and_none_needed_has() -> None:
    unknown = stands(until("2027-03-31", notices=(clause(None),)))
    assert of_kind(unknown, "termination notice") == []
    assert last_day("2027-03-31", 0).date == day("2027-03-31")


def test_notice_in_days_weeks_and_clear_days() -> None:
    for length, legal in (
        (Period(0, 84), "2027-01-06"),
        (Period(0, 28, True), "2027-03-02"),
        (Period(0, 28), "2027-03-03"),
    ):
        agreement = until("2027-03-31", notices=(NoticeClause(kind=NoticeKind.TERMINATION, length=length),))
        assert only(stands(agreement, "2026-01-01"), "termination notice").date == day(legal)


def test_the_belfast_clause_twelve_weeks_before_each_period_ends() -> None:
    agreement = rolling("2024-04-01", 12, 24, notices=(NoticeClause(kind=NON_RENEWAL, length=Period(0, 84)),))
    assert only(stands(agreement, "2025-10-01"), "non-renewal notice").date == day("2026-01-06")
    assert only(stands(agreement, "2026-10-01"), "non-renewal notice").date == day("2027-01-06")


def test_vector_12_a_notice_longer_than_the_term() -> None:
    found = stands(fixed("2026-04-01", 6, notices=(clause(12),)))
    assert of_kind(found, "termination notice") == []
    assert codes(found) == {"notice.longer-than-term"}
    on_the_start = stands(fixed("2026-04-01", 6, notices=(clause(5),)), "2026-04-02")
    assert only(on_the_start, "termination notice").date == day("2026-04-30")


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (clause(-6), "notice.negative"),
        (clause(10**9), "notice.longer-than-term"),
        (clause(6, expires_on="31 March"), "notice.day-not-read"),
        (clause(6, expires_on="13-01"), "notice.day-not-read"),
        (clause(6, expires_on="00-01"), "notice.day-not-read"),
        (clause(6, expires_on="04-31"), "notice.day-not-read"),
        (clause(6, expires_on="04-00"), "notice.day-not-read"),
        (clause(6, expires_on="anniversary"), "notice.day-not-read"),
    ],
)
def test_a_clause_that_cannot_be_is_said_and_gives_no_date(odd: NoticeClause, code: str) -> None:
    found = stands(until("2027-03-31", notices=(odd,)))
    assert of_kind(found, "termination notice") == []
    assert codes(found) == {code}


@pytest.mark.parametrize(("service", "act_by"), [(-1, "2026-09-30"), (61, "2026-09-30"), (60, "2026-07-08")])
def test_a_service_allowance_that_cannot_be(service: int, act_by: str) -> None:
    found = stands(until("2027-03-31", notices=(clause(6, service_days=service),)))
    assert only(found, "termination notice").act_by == day(act_by)
    assert codes(found) == (set() if service == 60 else {"notice.service-days"})


def test_rule_8_the_service_allowance_comes_off_the_working_day() -> None:
    found = last_day("2026-08-31", 6, service_days=2)
    assert found.date == day("2026-02-28")
    assert found.act_by == day("2026-02-25")
    assert found.workings.endswith(
        "so act by Wednesday 25 February 2026, 2 working days allowed for service."
    )
    one = last_day("2027-03-31", 6, service_days=1)
    assert one.workings.endswith("act by Tuesday 29 September 2026, 1 working day allowed for service.")


@pytest.mark.parametrize(
    ("nation", "end", "months", "act_by"),
    [
        ("england-and-wales", "2026-08-31", 0, "2026-08-28"),
        ("scotland", "2026-08-31", 0, "2026-08-31"),
        ("northern-ireland", "2026-08-31", 0, "2026-08-28"),
        ("england-and-wales", "2027-05-30", 6, "2026-11-30"),
        ("scotland", "2027-05-30", 6, "2026-11-27"),
        ("northern-ireland", "2026-09-17", 6, "2026-03-16"),
        ("england-and-wales", "2026-09-17", 6, "2026-03-17"),
        ("any", "2026-09-17", 6, "2026-03-16"),
        ("any", "2027-05-30", 6, "2026-11-27"),
        ("england-and-wales", "2027-06-28", 6, "2026-12-24"),
    ],
)
def test_vector_19_a_deadline_on_a_bank_holiday(nation: str, end: str, months: int, act_by: str) -> None:
    agreement = until(end, notices=(clause(months),))
    found = only(stands(agreement, "2026-01-01", calendar_for(nation)), "termination notice")
    assert found.act_by == day(act_by)


@pytest.mark.parametrize(
    ("by", "asks", "party"),
    [
        (Side.US, True, ""),
        (Side.EITHER, True, ""),
        (Side.UNKNOWN, True, ""),
        (Side.THEM, False, "the other side"),
        (Side.BOTH, True, "both sides"),
    ],
)
def test_a_clause_belongs_to_a_side(by: Side, asks: bool, party: str) -> None:
    found = last_day("2027-03-31", 6, by=by)
    assert (found.asks, found.party) == (asks, party)


def test_clauses_of_two_sides_are_two_deadlines() -> None:
    agreement = until("2027-03-31", notices=(clause(6, by=Side.US), clause(3, by=Side.THEM)))
    found = of_kind(stands(agreement, "2026-01-01"), "termination notice")
    assert [(d.date, d.asks) for d in found] == [(day("2026-09-30"), True), (day("2026-12-31"), False)]


def test_the_first_exit_that_notice_can_reach_is_the_one_shown() -> None:
    agreement = Agreement(
        starts=on("2026-06-01"), end_kind=EndKind.OPEN_ENDED, notices=(clause(12, expires_on="03-31"),)
    )
    assert only(stands(agreement), "termination notice").date == day("2027-03-31")
    assert codes(stands(agreement)) == set()
    before = stands(agreement, "2025-01-01")
    assert only(before, "termination notice").date == day("2027-03-31")
    monthly = rolling("2026-06-01", 1, notices=(clause(6, NON_RENEWAL),))
    assert only(stands(monthly, "2026-06-02"), "non-renewal notice").date == day("2026-06-30")
    on_the_start = Agreement(
        starts=on("2026-03-31"), end_kind=EndKind.OPEN_ENDED, notices=(clause(12, expires_on="03-31"),)
    )
    assert only(stands(on_the_start, "2026-03-31"), "termination notice").date == day("2026-03-31")


# Break dates, fixed days, lock-in


def test_a_break_date() -> None:
    broken = until("2030-03-31", notices=(clause(6, BREAK, break_on=day("2027-03-31")),))
    found = only(stands(broken, "2026-01-01"), "break notice")
    assert found.date == day("2026-09-30")
    assert found.title == "Last day to give notice, to break on 31 March 2027"
    assert (
        state(only(stands(broken, "2027-03-31"), "break notice"), day("2027-03-31")) is DeadlineState.MISSED
    )
    assert of_kind(stands(broken, "2027-04-01"), "break notice") == []
    ended = until("2026-03-31", notices=(clause(6, BREAK, break_on=day("2025-03-31")),))
    assert of_kind(stands(ended), "break notice") == []


def test_a_break_clause_without_a_date_stands_before_the_end() -> None:
    found = stands(until("2027-03-31", notices=(clause(6, BREAK),)), "2026-01-01")
    assert only(found, "break notice").date == day("2026-09-30")


@pytest.mark.parametrize(
    ("expires", "starts", "from_day", "found"),
    [
        ("03-31", None, "2026-03-31", "2026-03-31"),
        ("03-31", None, "2026-04-01", "2027-03-31"),
        ("02-29", None, "2025-01-01", "2025-02-28"),
        ("02-29", None, "2024-01-01", "2024-02-29"),
        ("02-29", None, "2024-03-01", "2025-02-28"),
        ("anniversary", "2020-06-15", "2026-06-15", "2026-06-15"),
        ("anniversary", "2020-06-15", "2026-06-16", "2027-06-15"),
        ("anniversary", "2020-06-15", "2019-01-01", "2021-06-15"),
        ("anniversary", "2020-06-15", "2020-06-15", "2021-06-15"),
        ("anniversary", "2024-02-29", "2025-01-01", "2025-02-28"),
        ("12-31", None, "9999-12-31", "9999-12-31"),
        ("03-31", None, "9999-12-31", "9999-12-31"),
    ],
)
def test_the_day_of_the_year_on_which_notice_may_expire(
    expires: str, starts: str | None, from_day: str, found: str
) -> None:
    assert yearly_day(expires, day(starts) if starts else None, day(from_day)) == day(found)


def open_ended(*clauses: NoticeClause, **more: object) -> Agreement:
    """An open-ended agreement with these clauses."""
    return Agreement(starts=on("2020-04-01"), end_kind=EndKind.OPEN_ENDED, notices=clauses, **more)


def test_a_notice_that_may_expire_only_on_31_march_gives_a_deadline_each_year() -> None:
    agreement = open_ended(clause(12, WITHDRAWAL, expires_on="03-31"))
    missed, coming = of_kind(stands(agreement), "withdrawal notice")
    assert (missed.date, coming.date) == (day("2026-03-31"), day("2027-03-31"))
    assert state(missed, TODAY) is DeadlineState.MISSED
    assert missed.workings.endswith("No notice was given, so it is committed until 31 March 2028.")
    assert coming.title == "Last day to give notice, to leave on 31 March 2028"
    assert coming.workings.startswith("Notice may expire only on 31 March. 12 months before 31 March 2028")
    assert [d.date for d in of_kind(stands(agreement, "2027-03-31"), "withdrawal notice")] == [
        day("2026-03-31"),
        day("2027-03-31"),
    ]
    assert [d.date for d in of_kind(stands(agreement, "2027-04-01"), "withdrawal notice")] == [
        day("2027-03-31"),
        day("2028-03-31"),
    ]


def test_a_notice_on_an_anniversary() -> None:
    agreement = open_ended(clause(3, expires_on="anniversary"))
    found = only(stands(agreement), "termination notice")
    assert found.date == day("2027-01-01")
    assert "Notice may expire only on an anniversary of the start, 1 April." in found.workings


def test_a_lock_in_keeps_the_first_exits_shut() -> None:
    agreement = open_ended(clause(6, expires_on="03-31", locked_until=day("2029-03-31")))
    found = only(stands(agreement), "termination notice")
    assert found.date == day("2028-09-30")
    assert found.workings.endswith("Not before 31 March 2029 (lock-in).")
    assert "(lock-in)" in only(stands(agreement, "2028-09-01"), "termination notice").workings
    unlocked = of_kind(stands(agreement, "2029-04-01"), "termination notice")
    assert "(lock-in)" not in unlocked[0].workings
    on_its_last_day = of_kind(stands(agreement, "2029-03-31"), "termination notice")
    assert "(lock-in)" in on_its_last_day[0].workings
    passed = open_ended(clause(6, expires_on="03-31", locked_until=day("2029-04-01")))
    assert only(stands(passed), "termination notice").date == day("2029-09-30")


def test_a_fixed_day_after_the_end_gives_no_date() -> None:
    agreement = until("2027-02-28", notices=(clause(3, expires_on="03-31"),))
    assert of_kind(stands(agreement), "termination notice") == []
    on_it = until("2027-03-31", notices=(clause(3, expires_on="03-31"),))
    assert only(stands(on_it), "termination notice").date == day("2026-12-31")


def test_an_open_end_without_a_fixed_day_has_no_deadline() -> None:
    assert of_kind(stands(open_ended(clause(6))), "termination notice") == []


def test_vector_14_a_deed_that_shortened_the_notice_part_way() -> None:
    old = clause(12, applies_to=day("2026-05-31"))
    new = clause(6, applies_from=day("2026-06-01"))
    found = only(stands(until("2027-03-31", notices=(old, new)), "2026-06-15"), "termination notice")
    assert found.date == day("2026-09-30")
    before = only(stands(until("2026-10-31", notices=(old, new)), "2025-06-15"), "termination notice")
    assert before.date == day("2025-10-31")


def test_vector_14_a_deed_that_lengthened_the_notice_part_way() -> None:
    old = clause(3, applies_to=day("2025-12-31"))
    new = clause(12, applies_from=day("2026-01-01"))
    found = only(stands(until("2026-06-30", notices=(old, new)), "2025-06-15"), "termination notice")
    assert found.date == day("2025-12-31")
    assert "that clause applied only to 31 December 2025" in found.workings
    later = only(stands(until("2027-06-30", notices=(old, new)), "2026-02-01"), "termination notice")
    assert later.date == day("2026-06-30")
    exact = clause(3, applies_to=day("2026-03-30"))
    unchanged = only(stands(until("2026-06-30", notices=(exact,)), "2026-02-01"), "termination notice")
    assert (unchanged.date, unchanged.missed_after) == (day("2026-03-30"), day("2026-03-31"))


def test_clauses_that_could_never_be_used_show_the_date_they_would_give() -> None:
    only_late = clause(12, applies_from=day("2026-06-01"))
    found = only(stands(until("2027-03-31", notices=(only_late,)), "2026-01-01"), "termination notice")
    assert found.date == day("2026-03-31")
    on_the_day = clause(12, applies_from=day("2026-03-31"))
    kept = only(stands(until("2027-03-31", notices=(on_the_day, clause(None)))), "termination notice")
    assert kept.date == day("2026-03-31")


# Earliest exit


def test_t31_withdrawal_on_31_march_after_a_lock_in() -> None:
    found = earliest_exit(day("2026-10-15"), m(12), expires_on="03-31", locked_until=day("2026-03-31"))
    assert found.runs_to == day("2027-10-15")
    assert found.leaves == day("2028-03-31")
    assert found.workings == (
        "12 months' notice given 15 October 2026, runs to 15 October 2027; it may expire only on 31 March, "
        "so the last day is 31 March 2028."
    )


def test_vector_13_six_months_on_31_march_only() -> None:
    assert earliest_exit(day("2026-10-10"), m(6), expires_on="03-31").leaves == day("2028-03-31")
    assert earliest_exit(day("2026-09-30"), m(6), expires_on="03-31").leaves == day("2027-03-31")
    assert earliest_exit(day("2026-10-01"), m(6), expires_on="03-31").leaves == day("2028-03-31")


def test_t24_an_exit_on_any_day_is_the_corresponding_date() -> None:
    assert earliest_exit(day("1978-09-30"), m(4)).leaves == day("1979-01-30")


def test_an_exit_within_a_lock_in_waits_for_its_last_day() -> None:
    found = earliest_exit(day("2026-01-15"), m(3), locked_until=day("2026-12-31"))
    assert found.leaves == day("2026-12-31")
    assert "not before 31 December 2026 (lock-in)" in found.workings
    assert earliest_exit(day("2026-09-30"), m(3), locked_until=day("2026-12-30")).leaves == day("2026-12-30")
    assert "lock-in" not in earliest_exit(day("2026-09-30"), m(3), locked_until=day("2026-12-30")).workings


def test_an_exit_at_a_break_date_or_not_at_all() -> None:
    assert earliest_exit(day("2026-09-30"), m(6), break_on=day("2027-03-30")).leaves == day("2027-03-30")
    late = earliest_exit(day("2026-10-01"), m(6), break_on=day("2027-03-31"))
    assert late.leaves is None
    assert late.workings.endswith("the break date is 31 March 2027, too early for this notice.")


def test_an_exit_counts_from_deemed_service() -> None:
    found = earliest_exit(day("2026-10-02"), m(1), service_days=2, calendar=WEEKDAYS)
    assert found.served == day("2026-10-06")
    assert found.leaves == day("2026-11-06")
    assert "deemed served 6 October 2026" in found.workings
    assert earliest_exit(day("2026-10-02"), m(1), service_days=2).served == day("2026-10-02")
    assert earliest_exit(day("2026-10-02"), m(1), service_days=0, calendar=WEEKDAYS).served == day(
        "2026-10-02"
    )


def test_an_exit_that_needs_no_notice() -> None:
    found = earliest_exit(day("2026-10-02"), Period())
    assert found.leaves == day("2026-10-02")
    assert found.workings == ("Notice given 2 October 2026, so the last day is 2 October 2026.")


def test_an_exit_at_the_end_of_a_rolling_period() -> None:
    rolls = Rolls(day("2020-04-01"), 0, None, m(12), None, None)
    assert earliest_exit(day("2026-01-15"), m(3), rolls=rolls).leaves == day("2027-03-31")
    assert earliest_exit(day("2025-12-31"), m(3), rolls=rolls).leaves == day("2026-03-31")
    on_anniversary = earliest_exit(
        day("2026-01-15"), m(3), starts=day("2020-06-15"), expires_on="anniversary"
    )
    assert on_anniversary.leaves == day("2026-06-15")
    assert "on an anniversary of the start" in on_anniversary.workings
    unread = earliest_exit(day("2026-01-15"), m(3), expires_on="soon")
    assert unread.leaves == day("2026-04-15")


# Notices given


def test_a_notice_given_ends_the_agreement() -> None:
    agreement = until("2028-03-31", notices=(clause(6),), events=(event(GIVEN, "2026-10-15"),))
    found = stands(agreement)
    assert found.status is Status.NOTICE_GIVEN
    assert found.current_end == day("2027-04-15")
    assert only(found, "notice expires").date == day("2027-04-15")
    assert only(found, "termination notice").settled
    assert only(found, "end").workings.startswith("6 months' notice given 15 October 2026")
    assert stands(agreement, "2027-04-15").status is Status.NOTICE_GIVEN
    after = stands(agreement, "2027-04-16")
    assert after.status is Status.TERMINATED
    assert stands(agreement, "2026-10-14").status is Status.LIVE
    assert stands(agreement, "2026-10-14").current_end == day("2028-03-31")


def test_a_notice_cannot_keep_an_agreement_going() -> None:
    agreement = until("2026-12-31", notices=(clause(6),), events=(event(GIVEN, "2026-10-15"),))
    found = stands(agreement)
    assert found.current_end == day("2026-12-31")
    assert stands(agreement, "2027-01-01").status is Status.EXPIRED


def test_the_stated_effect_of_a_notice_wins_and_a_short_one_is_said() -> None:
    short = until(
        "2028-03-31", notices=(clause(6),), events=(event(GIVEN, "2026-10-15", new_end=on("2027-04-14")),)
    )
    assert stands(short).current_end == day("2027-04-14")
    assert codes(stands(short)) == {"notice.too-short"}
    exact = replace(short, events=(event(GIVEN, "2026-10-15", new_end=on("2027-04-15")),))
    assert codes(stands(exact)) == set()
    assert only(stands(exact), "notice expires").workings == (
        "Notice is recorded to take effect on 15 April 2027."
    )


def test_a_notice_states_its_own_length() -> None:
    agreement = until("2028-03-31", notices=(clause(6),), events=(event(GIVEN, "2026-10-15", length=m(3)),))
    assert stands(agreement).current_end == day("2027-01-15")
    no_clause = until("2028-03-31", events=(event(GIVEN, "2026-10-15", length=m(3)),))
    assert stands(no_clause).current_end == day("2027-01-15")
    wrong = until("2028-03-31", notices=(clause(6),), events=(event(GIVEN, "2026-10-15", length=m(-3)),))
    assert stands(wrong).current_end == day("2027-04-15")


@pytest.mark.parametrize(
    "more",
    [
        {"events": (event(GIVEN, "2026-10-15"),)},
        {"events": (event(GIVEN, "2026-10-15", length=m(-1)),)},
        {"events": (event(GIVEN, None),), "notices": (clause(6),)},
        {"events": (event(GIVEN, "2026-10-15"),), "notices": (clause(None),)},
        {"events": (event(GIVEN, "2026-10-15"),), "notices": (clause(6, NoticeKind.OPTION),)},
        {"events": (event(GIVEN, "2026-10-15"),), "notices": (clause(6, applies_to=day("2026-10-14")),)},
    ],
)
def test_a_notice_whose_effect_nobody_can_say(more: dict[str, object]) -> None:
    found = stands(until("2028-03-31", **more))
    assert found.status is Status.NOTICE_GIVEN
    assert found.current_end == day("2028-03-31")
    assert codes(found) == {"notice.effect-not-known"}
    assert of_kind(found, "notice expires") == []


def test_a_clause_counts_up_to_its_last_day_and_from_its_first() -> None:
    for edge in ({"applies_to": day("2026-10-15")}, {"applies_from": day("2026-10-15")}):
        agreement = until("2028-03-31", notices=(clause(6, **edge),), events=(event(GIVEN, "2026-10-15"),))
        assert stands(agreement).current_end == day("2027-04-15")


def test_a_notice_too_late_for_the_break_has_no_effect() -> None:
    agreement = until(
        "2030-03-31",
        notices=(clause(6, BREAK, break_on=day("2027-03-31")),),
        events=(event(GIVEN, "2026-10-15"),),
    )
    found = stands(agreement)
    assert "notice.too-late" in codes(found)
    assert found.current_end == day("2030-03-31")
    in_time = replace(agreement, events=(event(GIVEN, "2026-09-30"),))
    assert stands(in_time).current_end == day("2027-03-31")


def test_a_notice_names_the_clause_it_falls_under() -> None:
    clauses = (clause(6, BREAK, break_on=day("2027-03-31")), clause(12))
    plain = until("2030-03-31", notices=clauses, events=(event(GIVEN, "2026-09-01"),))
    assert stands(plain).current_end == day("2027-09-01")
    named = replace(plain, events=(event(GIVEN, "2026-09-01", detail="break"),))
    assert stands(named).current_end == day("2027-03-31")


def test_deemed_service_and_receipt_move_the_effect() -> None:
    posted = until("2028-03-31", notices=(clause(6, service_days=2),), events=(event(GIVEN, "2026-10-15"),))
    assert stands(posted).current_end == day("2027-04-19")
    received = replace(posted, events=(event(GIVEN, "2026-10-15"), event(RECEIVED, "2026-10-21")))
    assert stands(received).current_end == day("2027-04-21")
    lost = replace(posted, events=(event(GIVEN, "2026-10-15"), event(RECEIVED, None)))
    assert stands(lost).current_end == day("2027-04-19")


def test_a_withdrawn_notice_restores_every_deadline() -> None:
    agreement = until("2028-03-31", notices=(clause(6),), options=(option(1, 12, 3),))
    noticed = replace(agreement, events=(event(GIVEN, "2026-10-15"), event(WITHDRAWN, "2026-11-01")))
    assert stands(noticed).deadlines == stands(agreement).deadlines
    assert stands(noticed).status == stands(agreement).status
    assert stands(noticed, "2026-10-31").status is Status.NOTICE_GIVEN


def test_a_withdrawal_strikes_out_the_notice_of_the_same_party_before_it() -> None:
    agreement = until("2028-03-31", notices=(clause(6),))
    again = replace(
        agreement,
        events=(event(GIVEN, "2026-08-01"), event(WITHDRAWN, "2026-09-01"), event(GIVEN, "2026-10-15")),
    )
    assert stands(again).current_end == day("2027-04-15")
    other = replace(
        agreement,
        events=(
            event(GIVEN, "2026-08-01", organisation_id=1),
            event(WITHDRAWN, "2026-09-01", organisation_id=2),
        ),
    )
    assert stands(other).current_end == day("2027-02-01")
    of_any = replace(
        agreement,
        events=(event(GIVEN, "2026-08-01", organisation_id=1), event(WITHDRAWN, "2026-09-01")),
    )
    assert stands(of_any).current_end == day("2028-03-31")
    same_day = replace(agreement, events=(event(WITHDRAWN, "2026-08-01"), event(GIVEN, "2026-08-01")))
    assert stands(same_day).current_end == day("2028-03-31")
    nothing = replace(agreement, events=(event(WITHDRAWN, "2026-08-01"),))
    assert stands(nothing).current_end == day("2028-03-31")
    undated = replace(agreement, events=(event(WITHDRAWN, None), event(GIVEN, None)))
    assert stands(undated).status is Status.LIVE


def test_the_first_of_two_notices_ends_it() -> None:
    agreement = until(
        "2028-03-31",
        notices=(clause(6),),
        events=(
            event(GIVEN, "2026-10-15"),
            event(GIVEN, "2026-08-01"),
            event(GIVEN, "2026-09-01", length=m(-1)),
        ),
    )
    assert stands(agreement).current_end == day("2027-02-01")


def three_parties(**more: object) -> Agreement:
    """A shared service of three councils and a supplier."""
    roles = (PartyRole.HOST, PartyRole.MEMBER, PartyRole.MEMBER, PartyRole.SUPPLIER)
    return until(
        "2030-03-31",
        parties=tuple(Party(organisation_id=n, role=role) for n, role in enumerate(roles, start=1)),
        notices=(clause(12, WITHDRAWAL, expires_on="03-31"),),
        **more,
    )


def test_vector_15_one_member_leaves_and_the_agreement_goes_on() -> None:
    agreement = three_parties(events=(event(GIVEN, "2026-10-15", organisation_id=2),))
    found = stands(agreement)
    assert found.current_end == day("2030-03-31")
    assert found.status is not Status.NOTICE_GIVEN
    leaving = only(found, "notice expires")
    assert leaving.date == day("2028-03-31")
    assert leaving.title == "One party leaves: last day"
    assert [d.settled for d in of_kind(found, "withdrawal notice")] == [False, False]


def test_a_notice_between_two_parties_ends_the_agreement() -> None:
    agreement = three_parties(events=(event(GIVEN, "2026-10-15", organisation_id=2),))
    two = replace(agreement, parties=agreement.parties[1:])
    assert stands(two).current_end == day("2028-03-31")
    assert only(stands(two), "notice expires").title == "Notice runs out: last day"
    withdrawal = replace(two, events=(event(GIVEN, "2026-10-15", detail="withdrawal"),))
    assert stands(withdrawal).current_end == day("2030-03-31")
    unnamed = replace(agreement, events=(event(GIVEN, "2026-10-15"),))
    assert stands(unnamed).current_end == day("2028-03-31")


def test_termination_in_the_middle_of_an_extension_by_notice() -> None:
    agreement = until(
        "2026-03-31",
        options=(option(1, 24), option(2, 12)),
        notices=(clause(6),),
        events=(event(EventKind.EXTENDED, "2025-06-01", option=1), event(GIVEN, "2026-10-15")),
    )
    found = stands(agreement)
    assert found.current_end == day("2027-04-15")
    assert [s.state for s in found.ladder.steps] == ["past", "exercised", "lapsed"]
    assert of_kind(found, "option notice") == []
    assert of_kind(found, "maximum end") == []


# Rolling


def evergreen(**more: object) -> Agreement:
    """T25: rolling yearly from 1 April 2020 with three months' notice."""
    return rolling("2020-04-01", 12, notices=(clause(3, NON_RENEWAL),), **more)


def test_t25_an_evergreen_whose_deadline_was_missed() -> None:
    found = stands(evergreen(), "2026-01-15")
    missed, coming = of_kind(found, "non-renewal notice")
    assert (missed.date, coming.date) == (day("2025-12-31"), day("2026-12-31"))
    assert state(missed, day("2026-01-15")) is DeadlineState.MISSED
    assert state(coming, day("2026-01-15")) is DeadlineState.UPCOMING
    assert missed.workings.endswith("committed until 31 March 2027.")
    assert found.status is Status.ROLLING
    assert found.current_end == day("2026-03-31")


def test_hard_case_7_the_missed_deadline_and_the_next_exit_beside_it() -> None:
    agreement = rolling(
        "2008-04-01",
        12,
        48,
        notices=(clause(6, NON_RENEWAL),),
        events=(event(EventKind.EXTENDED, "2012-01-10", length=m(48)),),
    )
    found = stands(agreement)
    assert [d.date for d in of_kind(found, "non-renewal notice")] == [day("2026-09-30"), day("2027-09-30")]
    assert state(of_kind(found, "non-renewal notice")[0], TODAY) is DeadlineState.MISSED
    assert found.current_end == day("2027-03-31")


def test_before_the_deadline_there_is_one() -> None:
    assert only(stands(evergreen(), "2025-12-31"), "non-renewal notice").date == day("2025-12-31")


def test_a_clause_longer_than_a_period_looks_past_the_next_one() -> None:
    agreement = rolling("2020-04-01", 1, notices=(clause(6, NON_RENEWAL),))
    missed, coming = of_kind(stands(agreement, "2026-01-15"), "non-renewal notice")
    assert (missed.date, coming.date) == (day("2025-07-31"), day("2026-01-31"))


def test_a_backward_clause_may_need_the_exit_after() -> None:
    agreement = rolling("2024-03-01", 1, notices=(clause(1, NON_RENEWAL, ClauseForm.BACKWARD),))
    # On 31 January 2026 notice would run to 28 February; counted back from there it was due on 28 January.
    missed, coming = of_kind(stands(agreement, "2026-01-31"), "non-renewal notice")
    assert missed.date == day("2025-12-31")
    assert coming.date == day("2026-02-28")


def test_tacit_renewal_waits_for_a_person_to_confirm_it() -> None:
    found = stands(evergreen(), "2026-11-22")
    waiting = only(found, "confirm renewal")
    assert waiting.date == day("2026-04-01")
    assert waiting.missed_after == day("2027-03-31")
    assert state(waiting, TODAY) is DeadlineState.DUE
    assert only(found, "renewal").workings == (
        "The present period ends on 31 March 2027; the next runs to 31 March 2028, reckoned from the original "
        "start."
    )


@pytest.mark.parametrize(
    ("more", "waiting"),
    [
        ({"text": "2026-03-20"}, False),
        ({"text": "2026-06-01"}, False),
        ({"text": None, "new_end": on("2027-03-31")}, False),
        ({"text": None, "new_end": on("2026-03-31")}, True),
        ({"text": None}, True),
        ({"text": "2025-09-30"}, True),
        ({"text": "2025-10-01"}, False),
        ({"text": "2025-04-01"}, True),
    ],
)
def test_a_confirmed_renewal_no_longer_asks(more: dict[str, object], waiting: bool) -> None:
    agreement = evergreen(events=(event(EventKind.RENEWED, **more),))
    assert bool(of_kind(stands(agreement), "confirm renewal")) is waiting


def test_nothing_is_to_confirm_in_the_first_period() -> None:
    assert of_kind(stands(evergreen(), "2020-06-01"), "confirm renewal") == []
    assert of_kind(stands(evergreen(), "2021-04-01"), "confirm renewal") != []
    after_term = rolling("2020-04-01", 12, 24)
    assert of_kind(stands(after_term, "2022-03-31"), "confirm renewal") == []
    assert only(stands(after_term, "2022-04-01"), "confirm renewal").date == day("2022-04-01")
    assert of_kind(stands(evergreen(), "2019-01-01"), "confirm renewal") == []


def test_the_last_period_ends_and_does_not_renew() -> None:
    capped = evergreen(roll_limit=7)
    found = stands(capped)
    assert of_kind(found, "renewal") == []
    assert only(found, "end").workings == (
        "The last renewal period that the agreement allows ends on 31 March 2027."
    )
    assert only(found, "re-procurement start").date == day("2026-09-30")
    earlier = stands(capped, "2026-03-01")
    assert of_kind(earlier, "end") == []
    assert of_kind(earlier, "re-procurement start") == []
    assert of_kind(stands(capped, "2027-04-01"), "non-renewal notice") == []


def test_nobody_need_stop_what_ends_with_its_last_period() -> None:
    capped = evergreen(roll_limit=7)
    assert of_kind(stands(capped, "2026-12-31"), "non-renewal notice") == []
    (missed,) = of_kind(stands(capped, "2026-01-15"), "non-renewal notice")
    assert missed.date == day("2025-12-31")
    assert missed.workings.endswith("so it is committed until 31 March 2027.")
    (open_one,) = of_kind(stands(evergreen(roll_limit=8), "2026-12-31"), "non-renewal notice")
    assert open_one.date == day("2026-12-31")
    leaving = replace(capped, notices=(clause(3),))
    assert only(stands(leaving, "2026-12-31"), "termination notice").date == day("2026-12-31")


def test_a_notice_ends_rolling_at_the_end_of_a_period() -> None:
    found = stands(evergreen(events=(event(GIVEN, "2026-11-01"),)))
    assert found.status is Status.NOTICE_GIVEN
    assert found.current_end == day("2027-03-31")
    assert of_kind(found, "renewal") == of_kind(found, "confirm renewal") == []
    late = stands(evergreen(events=(event(GIVEN, "2027-01-15"),)), "2027-01-20")
    assert late.current_end == day("2028-03-31")
    assert stands(evergreen(events=(event(GIVEN, "2026-11-01"),)), "2027-04-01").status is Status.TERMINATED


def test_the_number_of_a_period_agrees_with_counting() -> None:
    for rolls in (
        Rolls(day("2020-01-31"), 0, None, m(1), None, None),
        Rolls(day("2020-01-31"), 6, day("2020-07-30"), m(3), None, None),
        Rolls(day("2020-02-29"), 0, None, Period(1, 3), None, None),
        Rolls(day("2020-02-29"), 0, None, Period(0, 7), None, None),
        Rolls(day("2020-07-01"), 6, day("2020-12-31"), Period(0, 1), None, None),
    ):
        number, today = (0 if rolls.first_end else 1), day("2020-01-31")
        while today < day("2026-01-01"):
            while rolls.end(number) < today:
                number += 1
            assert rolls.number(today) == number, (rolls, today)
            today += timedelta(1)


def test_the_limits_of_rolling() -> None:
    rolls = Rolls(day("2020-04-01"), 0, None, m(12), 3, day("2022-12-31"))
    assert rolls.end(0) == day("2020-03-31")
    assert rolls.last_end == day("2022-12-31")
    assert rolls.end_from(day("2022-12-31")) == day("2022-12-31")
    assert rolls.end_from(day("2023-01-01")) is None
    assert rolls.end_now(day("2030-01-01")) == day("2022-12-31")
    free = replace(rolls, count=None, limit=None)
    assert free.last_end is None
    assert free.end_now(day("2022-12-31")) == day("2023-03-31")
    assert replace(rolls, limit=None).last_end == day("2023-03-31")
    assert replace(rolls, roll=m(10**9), count=None, limit=None).end_from(day("2021-01-01")) is None
