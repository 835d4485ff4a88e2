"""Status, ends and deadlines of an agreement on a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.making import (
    TODAY,
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
    range_of,
    rolling,
    stands,
    until,
)
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    EventKind,
    Regime,
    SignatureState,
    Status,
)
from tracker.domain.dates import Precision, When
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.money import Money

UNKNOWN_END = EndKind.UNKNOWN


# Status


@pytest.mark.parametrize(
    ("agreement", "today", "status"),
    [
        (Agreement(), "2026-11-22", Status.UNKNOWN),
        (Agreement(starts=on("2024-04-01")), "2026-11-22", Status.UNKNOWN),
        (Agreement(end_kind=EndKind.OPEN_ENDED), "2026-11-22", Status.UNKNOWN),
        (Agreement(starts=on("2024-04-01"), end_kind=EndKind.OPEN_ENDED), "2026-11-22", Status.LIVE),
        (Agreement(starts=on("2024-04-01"), end_kind=EndKind.UNTIL_REPLACED), "2026-11-22", Status.LIVE),
        (Agreement(starts=on("2024-04-01"), end_kind=EndKind.ONE_OFF), "2026-11-22", Status.LIVE),
        (until("2030-03-31"), "2026-11-22", Status.LIVE),
        (until("2026-11-22"), "2026-11-22", Status.EXPIRING),
        (until("2026-11-21"), "2026-11-22", Status.EXPIRED),
        (fixed("2026-11-23", 12), "2026-11-22", Status.PROPOSED),
        (fixed("2026-11-22", 60), "2026-11-22", Status.LIVE),
        (rolling("2024-04-01", 12, 24), "2025-01-01", Status.LIVE),
        (rolling("2024-04-01", 12, 24), "2026-03-31", Status.LIVE),
        (rolling("2024-04-01", 12, 24), "2026-04-01", Status.ROLLING),
        (rolling("2024-04-01", 12), "2024-04-01", Status.ROLLING),
    ],
)
def test_the_status_of_plain_agreements(agreement: Agreement, today: str, status: Status) -> None:
    assert stands(agreement, today).status is status


@pytest.mark.parametrize(
    ("signature", "before", "during", "after"),
    [
        (SignatureState.SIGNED, Status.NOT_STARTED, Status.LIVE, Status.EXPIRED),
        (SignatureState.UNSIGNED_DRAFT, Status.AWAITING_SIGNATURE, Status.AWAITING_SIGNATURE, Status.EXPIRED),
        (SignatureState.IN_NEGOTIATION, Status.IN_NEGOTIATION, Status.IN_NEGOTIATION, Status.EXPIRED),
        (SignatureState.NOT_RECORDED, Status.PROPOSED, Status.LIVE, Status.EXPIRED),
        (SignatureState.NONE_EXISTS, Status.PROPOSED, Status.LIVE, Status.EXPIRED),
    ],
)
def test_the_status_by_signature(
    signature: SignatureState, before: Status, during: Status, after: Status
) -> None:
    agreement = fixed("2024-04-01", 60, signature=signature)
    assert stands(agreement, "2024-03-31").status is before
    assert stands(agreement, "2024-04-01").status is during
    assert stands(agreement, "2029-04-01").status is after


def test_a_recorded_day_of_signing_says_that_it_was_signed() -> None:
    agreement = fixed("2027-04-01", 12, signed=on("2026-10-01"))
    assert stands(agreement).status is Status.NOT_STARTED
    by_event = fixed("2027-04-01", 12, events=(event(EventKind.SIGNED, "2026-11-22"),))
    assert stands(by_event).status is Status.NOT_STARTED
    assert stands(by_event, "2026-11-21").status is Status.PROPOSED


def test_in_extension() -> None:
    agreement = fixed("2020-04-01", 36, events=(event(EventKind.EXTENDED, "2022-06-01", length=m(60)),))
    assert stands(agreement, "2023-03-31").status is Status.LIVE
    assert stands(agreement, "2023-04-01").status is Status.IN_EXTENSION


def test_expiring_from_the_lead_time_on() -> None:
    agreement = until("2028-03-31", lead=m(18))
    assert stands(agreement, "2026-09-29").status is Status.LIVE
    assert stands(agreement, "2026-09-30").status is Status.EXPIRING
    assert stands(agreement, "2028-03-31").status is Status.EXPIRING
    assert stands(agreement, "2028-04-01").status is Status.EXPIRED


@pytest.mark.parametrize(
    ("happened", "status"),
    [
        (event(EventKind.TERMINATED, "2026-06-30"), Status.TERMINATED),
        (event(EventKind.SUPERSEDED, "2026-07-01"), Status.SUPERSEDED),
        (event(EventKind.ABANDONED, "2026-06-30"), Status.ABANDONED),
        (event(EventKind.ABANDONED, None), Status.ABANDONED),
        (event(EventKind.ABANDONED, "2026-11-23"), Status.LIVE),
        (event(EventKind.TERMINATED, "2026-11-21"), Status.TERMINATED),
        (event(EventKind.TERMINATED, "2026-11-22"), Status.EXPIRING),
    ],
)
def test_the_status_after_an_ending(happened, status: Status) -> None:  # type: ignore[no-untyped-def]
    found = stands(until("2030-03-31", events=(happened,)))
    assert found.status is status
    if status is Status.ABANDONED:
        assert found.deadlines == ()


# Still in use


def test_t13_seen_in_use_after_its_end() -> None:
    agreement = until("2026-03-31", in_use_on=day("2026-06-30"))
    found = stands(agreement, "2026-07-01")
    assert found.status is Status.STILL_IN_USE
    end = only(found, "end")
    assert end.asks
    assert state(end, day("2026-03-31")) is DeadlineState.DUE
    assert state(end, day("2026-04-01")) is DeadlineState.MISSED
    assert end.title == "Ended, and still in use: put it on a footing or stop"


def test_use_up_to_the_end_is_no_holding_over() -> None:
    assert stands(until("2026-03-31", in_use_on=day("2026-03-31"))).status is Status.EXPIRED
    on_the_end = until("2026-03-31", events=(event(EventKind.STILL_IN_USE, "2026-03-31"),))
    assert stands(on_the_end).status is Status.EXPIRED


def test_an_event_says_that_it_is_still_in_use_until_it_is_closed() -> None:
    used = until("2026-03-28", events=(event(EventKind.STILL_IN_USE, "2026-04-01"),))
    found = stands(used)
    assert found.status is Status.STILL_IN_USE
    assert only(found, "end").act_by == day("2026-03-27")
    undated = until("2026-03-31", events=(event(EventKind.STILL_IN_USE, None),))
    assert stands(undated).status is Status.STILL_IN_USE
    closed = replace(used, events=(*used.events, event(EventKind.CLOSED, "2026-09-30")))
    assert stands(closed, "2026-09-29").status is Status.STILL_IN_USE
    assert stands(closed, "2026-09-30").status is Status.EXPIRED
    terminated = replace(used, events=(*used.events, event(EventKind.TERMINATED, "2026-09-30")))
    assert stands(terminated, "2026-10-01").status is Status.TERMINATED


def test_deadlines_of_an_ended_term_are_settled_and_those_of_holding_over_ask() -> None:
    agreement = until(
        "2026-03-31",
        options=(option(1, 12, 6),),
        notices=(clause(6),),
        in_use_on=day("2026-06-30"),
    )
    found = stands(agreement)
    assert only(found, "termination notice").settled
    assert of_kind(found, "re-procurement start") == []
    assert only(found, "end").asks
    over = stands(replace(agreement, in_use_on=None))
    assert only(over, "option notice").settled
    assert of_kind(over, "decision start") == of_kind(over, "option opens") == []
    assert state(only(over, "end"), TODAY) is DeadlineState.DONE


# Imported rows


def test_a_row_with_start_and_end_alone_is_quiet() -> None:
    found = stands(Agreement(starts=on("2024-04-01"), ends=on("2028-03-31")))
    assert [d.kind for d in found.deadlines] == ["re-procurement start", "end"]
    assert found.findings == ()
    start, end = found.deadlines
    assert start.date == day("2027-09-30")
    assert start.workings == (
        "6 months before 31 March 2028: the lead time is the setting where no value is recorded, not law."
    )
    assert (end.date, end.asks) == (day("2028-03-31"), False)
    assert end.workings == "The document states the end, 31 March 2028."
    assert end.title == "Ends"


def test_a_row_with_a_review_date_has_one_more() -> None:
    found = stands(Agreement(ends=on("2028-03-31"), next_review=on("2027-02-01")))
    assert {d.kind for d in found.deadlines} == {"re-procurement start", "end", "review"}


def test_a_row_long_over_is_done() -> None:
    found = stands(Agreement(starts=on("2009-04-01"), ends=on("2013-03-31"), next_review=on("2012-04-01")))
    assert [d.kind for d in found.deadlines] == ["end"]
    assert {state(d, TODAY) for d in found.deadlines} == {DeadlineState.DONE}


def test_t52_eighteen_months_before_the_end_of_the_sample_contract() -> None:
    found = stands(until("2016-03-31", lead=m(18)), "2014-01-01")
    start = only(found, "re-procurement start")
    assert start.date == day("2014-09-30")
    assert start.workings == "18 months before 31 March 2016: the lead time recorded for this agreement."
    assert start.missed_after == day("2014-09-30")


@pytest.mark.parametrize(
    ("more", "months"),
    [
        ({"value": Money(2_999_999)}, 3),
        ({"value": Money(3_000_000)}, 6),
        ({"value": Money(20_771_999)}, 6),
        ({"value": Money(20_772_000)}, 12),
        ({"value": Money(500_000_000)}, 12),
        ({"value": Money(500_000_001)}, 18),
        ({"annual_value": Money(100)}, 3),
        ({"value_high": Money(20_772_000)}, 12),
        ({"value_low": Money(20_772_000)}, 12),
        ({}, 6),
        ({"category": "ICT and telephony"}, 18),
        ({"category": "Software licences"}, 18),
        ({"category": "District heating"}, 6),
        ({"type": AgreementType.INTER_AUTHORITY}, 24),
        ({"type": AgreementType.STAFF, "tier": "Gold "}, 18),
        ({"tier": "bronze", "value": Money(500_000_001)}, 6),
        ({"tier": "tin"}, 6),
        ({"lead": m(9), "tier": "gold"}, 9),
        ({"lead": m(0)}, 0),
        ({"lead": m(-1)}, 6),
    ],
)
def test_the_lead_time_by_tier_kind_and_value(more: dict[str, object], months: int) -> None:
    found = only(stands(until("2036-03-31", **more)), "re-procurement start")
    expected = {0: "2036-03-31", 3: "2035-12-31", 6: "2035-09-30", 9: "2035-06-30", 12: "2035-03-31"}
    expected |= {18: "2034-09-30", 24: "2034-03-31"}
    assert found.date == day(expected[months])


def test_what_is_not_bought_is_not_procured_again() -> None:
    assert of_kind(stands(until("2028-03-31", type=AgreementType.GRANT)), "re-procurement start") == []
    one_off = Agreement(ends=on("2028-03-31"), end_kind=EndKind.ONE_OFF)
    assert of_kind(stands(one_off), "re-procurement start") == []
    shared = only(stands(until("2028-03-31", type=AgreementType.DELEGATION)), "re-procurement start")
    assert shared.title == "Start work on what follows"
    bought = only(stands(until("2028-03-31", type=AgreementType.CALL_OFF)), "re-procurement start")
    assert bought.title == "Start re-procurement, or decide to let it end"


def test_a_lead_longer_than_the_term_starts_with_it() -> None:
    found = only(stands(fixed("2026-04-01", 12, lead=m(18))), "re-procurement start")
    assert found.date == day("2026-04-01")
    assert found.workings.endswith("That is before the start, so from 1 April 2026.")
    just = only(stands(fixed("2026-04-01", 12, lead=m(11))), "re-procurement start")
    assert just.date == day("2026-04-30")


# The end, in words


def test_the_end_says_where_it_comes_from_and_what_may_follow() -> None:
    computed = only(stands(fixed("2026-04-01", 12)), "end")
    assert computed.workings == "12 months from 1 April 2026 ends on 31 March 2027, the last day in force."
    both = only(stands(fixed("2026-04-01", 12, ends=on("2027-03-31"))), "end")
    assert both.workings == "Stated, and 12 months from 1 April 2026 ends on 31 March 2027 too."
    extended = fixed("2025-04-01", 12, events=(event(EventKind.EXTENDED, "2026-01-01", length=m(24)),))
    assert only(stands(extended), "end").workings == "Extended from 1 April 2026 to 31 March 2028."
    stated = fixed(
        "2025-04-01", 12, events=(event(EventKind.EXTENDED, "2026-01-01", new_end=on("2028-03-31")),)
    )
    assert only(stands(stated), "end").workings == "Extended to 31 March 2028, as the extension states."
    with_option = only(stands(until("2028-03-31", options=(option(1, 12),))), "end")
    assert with_option.title == "Ends, unless option 1 is taken"
    waiting = until("2028-03-31", options=(option(1, 12, 3, notice_most=m(6)),))
    assert only(stands(waiting), "end").title == "Ends, unless option 1 is taken"
    terminated = until("2030-03-31", events=(event(EventKind.TERMINATED, "2028-03-31"),))
    assert only(stands(terminated), "end").title == "Ends"


def test_a_shortened_term_says_so() -> None:
    varied = until("2028-03-31", events=(event(EventKind.VARIED, "2026-01-01", new_end=on("2027-03-31")),))
    assert only(stands(varied), "end").workings == "Varied to end on 31 March 2027."


def test_the_latest_end_is_shown_while_it_can_be_reached() -> None:
    agreement = until("2027-03-31", options=(option(1, 12, 3),))
    assert only(stands(agreement), "maximum end").date == day("2028-03-31")
    assert of_kind(stands(agreement, "2027-01-01"), "maximum end") == []


# Dates that are not exact


def test_t37_the_end_of_2012_calendar_or_financial_year() -> None:
    end = range_of("2012-12-31", "2013-03-31", "end of 2012")
    agreement = Agreement(ends=end, end_kind=EndKind.FIXED)
    found = stands(agreement, "2012-06-01")
    deadline = only(found, "end")
    assert deadline.date == day("2012-12-31")
    assert (deadline.earliest, deadline.latest) == (day("2012-12-31"), day("2013-03-31"))
    assert deadline.workings.endswith("The dates are not exact: reckoned from the earliest.")
    assert found.current_end == day("2012-12-31")
    assert stands(agreement, "2012-12-31").status is Status.EXPIRING
    assert stands(agreement, "2013-01-01").status is Status.EXPIRING
    assert stands(agreement, "2013-03-31").status is Status.EXPIRING
    assert stands(agreement, "2013-04-01").status is Status.EXPIRED


def test_deadlines_of_a_fuzzy_cause_go_by_the_earliest_and_keep_the_latest() -> None:
    end = When(day("2027-01-01"), day("2027-12-31"), Precision.YEAR, "2027")
    found = stands(Agreement(ends=end, notices=(clause(6),)))
    notice = only(found, "termination notice")
    assert (notice.date, notice.latest) == (day("2026-07-01"), day("2027-06-30"))
    assert notice.earliest == day("2026-07-01")


def test_rule_11_nothing_is_missed_or_over_that_may_still_be_ahead() -> None:
    """Two years from some day of 2024/25: it may have ended in March 2026, or may end in March 2027."""
    agreement = Agreement(
        starts=range_of("2024-04-01", "2025-03-31", "2024/25"),
        initial_term=m(24),
        end_kind=EndKind.FIXED,
        notices=(clause(1),),
    )
    found = stands(agreement)
    assert found.status is Status.EXPIRING
    notice = only(found, "termination notice")
    assert (notice.date, notice.latest) == (day("2026-02-28"), day("2027-02-28"))
    assert [
        state(notice, day(d)).value for d in ("2026-02-27", "2026-02-28", "2027-02-28", "2027-03-01")
    ] == [*("due", "due", "due", "missed")]
    begin = only(found, "re-procurement start")
    assert begin.date == day("2026-09-30")
    assert begin.workings.endswith("The dates are not exact: reckoned from the latest.")
    over = stands(agreement, "2027-03-31")
    assert over.status is Status.EXPIRED
    assert only(over, "termination notice").settled
    assert of_kind(over, "re-procurement start") == []


def test_a_start_known_by_month_gives_an_end_known_by_month() -> None:
    agreement = Agreement(starts=range_of("2024-04-01", "2024-04-30"), initial_term=m(36))
    found = only(stands(agreement), "end")
    assert (found.date, found.latest) == (day("2027-03-31"), day("2027-04-29"))


def test_dates_open_on_one_side() -> None:
    before = Agreement(ends=When(None, day("2027-03-31"), Precision.BEFORE))
    assert only(stands(before), "end").date == day("2027-03-31")
    after = Agreement(ends=When(day("2027-03-31"), None, Precision.AFTER))
    assert only(stands(after), "end").date == day("2027-03-31")
    unknown = Agreement(ends=When.unknown("TBC"))
    assert stands(unknown).status is Status.UNKNOWN
    assert stands(unknown).deadlines == ()


def test_an_exact_agreement_keeps_its_words() -> None:
    found = only(stands(until("2028-03-31")), "end")
    assert found.earliest == found.latest == found.date


def test_an_event_of_a_fuzzy_day_has_happened_when_its_latest_day_has() -> None:
    ended = replace(event(EventKind.TERMINATED, "2026-11-01"), on=range_of("2026-11-01", "2026-12-31"))
    agreement = until("2028-03-31", events=(ended,))
    assert stands(agreement).status not in (Status.TERMINATED, Status.EXPIRED)
    assert stands(agreement).current_end == day("2026-11-01")
    assert stands(agreement, day("2027-01-01")).status is Status.TERMINATED


def test_what_is_known_of_no_date_at_all_is_reckoned_once() -> None:
    lost = replace(event(EventKind.EXTENDED, "2026-01-01"), on=When.unknown(), new_end=on("2028-03-31"))
    known = until("2027-03-31", events=(lost,))
    unknown = replace(known, signed=When.unknown("TBC"))
    assert stands(known).deadlines == stands(unknown).deadlines
    assert not any("not exact" in deadline.workings for deadline in stands(unknown).deadlines)


def test_one_fuzzy_event_is_enough_to_reckon_twice() -> None:
    extended = event(EventKind.EXTENDED, "2026-01-01")
    fuzzy = replace(extended, new_end=range_of("2028-01-01", "2028-12-31"))
    found = stands(until("2027-03-31", events=(fuzzy,)))
    assert only(found, "end").latest == day("2028-12-31")
    decided = replace(extended, length=m(12), decided_on=range_of("2025-01-01", "2025-12-31"))
    assert stands(until("2027-03-31", events=(decided,))).current_end == day("2028-03-31")
    lost = replace(extended, on=When.unknown("some time"), length=m(12))
    assert stands(until("2027-03-31", events=(lost,))).current_end == day("2028-03-31")
    review = until("2027-03-31", next_review=range_of("2027-01-01", "2027-01-31"))
    assert only(stands(review), "review").latest == day("2027-01-31")
    signed = until("2029-03-31", signed=range_of("2026-10-01", "2026-10-31"), regime=Regime.PA2023)
    assert only(stands(signed), "contract details notice").latest == day("2026-11-29")


# When to look again


@pytest.mark.parametrize(
    ("agreement", "today", "again"),
    [
        (until("2028-03-31"), "2026-11-22", "2027-09-30"),
        (until("2028-03-31"), "2027-09-30", "2027-10-01"),
        (until("2028-03-31"), "2028-03-31", "2028-04-01"),
        (until("2028-03-31"), "2028-04-01", None),
        (fixed("2027-04-01", 60), "2026-11-22", "2027-04-01"),
        (Agreement(), "2026-11-22", None),
        (rolling("2024-04-01", 12), "2026-11-22", "2027-04-01"),
        (window := until("2027-03-31", lead=m(0), options=(option(1, 24, 6, notice_most=m(12)),)), "2026-01-01",
         "2026-03-31"),
        (window, "2026-03-31", "2026-04-01"),
        (window, "2026-07-01", "2026-10-01"),
        (until("2030-03-31", lead=m(0), events=(event(EventKind.TERMINATED, "2027-01-31"),)), "2026-11-22",
         "2027-01-31"),
        (until("2030-03-31", in_use_on=day("2030-06-30")), "2030-05-01", "2030-07-01"),
        (until("2030-03-31", lead=m(0), events=(event(EventKind.REVIEWED, "2027-01-31"),)), "2026-11-22",
         "2027-01-31"),
        (until("2030-03-31", lead=m(0), notices=(clause(None, locked_until=day("2027-01-31")),)), "2026-11-22",
         "2027-01-31"),
    ],
)  # fmt: skip
def test_the_day_on_which_it_may_change(agreement: Agreement, today: str, again: str | None) -> None:
    assert stands(agreement, today).changes_on == (day(again) if again else None)


def test_the_last_day_of_the_calendar_changes_nothing_more() -> None:
    assert stands(until("9998-12-31", lead=m(0)), "9998-12-31").changes_on == day("9999-01-01")
    assert stands(until("9998-12-31"), "9999-12-31").changes_on is None


def test_deadlines_come_in_order_of_time() -> None:
    found = stands(until("2028-03-31", notices=(clause(6),), options=(option(1, 12, 9),)))
    assert list(found.deadlines) == sorted(found.deadlines, key=lambda d: d.date)
    assert codes(found) == set()
