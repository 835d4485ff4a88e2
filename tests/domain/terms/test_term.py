"""The ladder: ends stated and computed, options in every form, extensions as they happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

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
    range_of,
    rolling,
    stands,
    until,
)
from tracker.domain.agreement import (
    Agreement,
    ClauseForm,
    EndKind,
    EventKind,
    ExtensionOption,
    NoticeKind,
    Side,
    Status,
)
from tracker.domain.dates import Period
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.terms.options import last_end, option_end
from tracker.domain.terms.replay import event_order
from tracker.domain.terms.term import Ladder, between, ladder

EXTENDED, VARIED, RENEWED = EventKind.EXTENDED, EventKind.VARIED, EventKind.RENEWED


def climb(agreement: Agreement, today: str | date = TODAY) -> Ladder:
    """Its ladder on a day."""
    return ladder(agreement, day(today) if isinstance(today, str) else today, WEEKDAYS)


def ends(found: Ladder) -> list[date | None]:
    """The end of each step."""
    return [step.ends for step in found.steps]


def states(found: Ladder) -> list[str]:
    """The state of each step."""
    return [step.state for step in found.steps]


def told(found: Ladder) -> set[str]:
    """Codes of its Findings."""
    return {finding.code for finding in found.findings}


# Initial ends


def test_t01_a_term_of_60_months_ends_the_day_before() -> None:
    found = climb(fixed("2009-04-01", 60))
    assert found.initial_end == found.current_end == day("2014-03-31")
    assert found.steps[0].how == "computed"
    assert found.headroom is None


def test_how_far_it_may_run_is_not_known_where_nothing_says_so() -> None:
    assert climb(fixed("2009-04-01", 60)).maximum_end is None
    assert climb(fixed("2009-04-01", 60, extensions_text="none")).maximum_end == day("2014-03-31")
    assert climb(fixed("2009-04-01", 60, term_limit=m(84))).maximum_end == day("2016-03-31")


def test_stated_and_computed_ends_stand_side_by_side() -> None:
    found = climb(fixed("2024-04-01", 24, ends=on("2026-04-01")))
    assert found.initial_end == day("2026-04-01")
    assert found.steps[0].how == "stated"
    assert found.steps[0].source == "stated; reckoned from the term it would be 31 March 2026"
    (finding,) = found.findings
    assert finding.code == "term.ends-differ"
    assert finding.message == (
        "The stated end, 1 April 2026, is 1 day later than the end of 2 years from the start, 31 March 2026; "
        "the stated end is used. Ends here are the last day in force."
    )


def test_a_stated_end_that_is_earlier_says_by_how_much() -> None:
    (finding,) = climb(fixed("2024-04-01", 24, ends=on("2026-03-01"))).findings
    assert "30 days earlier" in finding.message
    assert "last day in force" not in finding.message


def test_a_stated_end_that_agrees_is_both() -> None:
    found = climb(fixed("2024-04-01", 24, ends=on("2026-03-31")))
    assert found.steps[0].how == "both"
    assert found.findings == ()


def test_an_end_before_the_start_is_said() -> None:
    found = climb(Agreement(starts=on("2026-04-01"), ends=on("2025-03-31")))
    assert told(found) == {"term.end-before-start"}
    assert climb(Agreement(starts=on("2026-04-01"), ends=on("2026-04-01"))).findings == ()


@pytest.mark.parametrize("end", ["9999-12-31", "1900-01-01", "0001-01-01"])
def test_rule_14_a_date_that_means_no_end_is_no_end(end: str) -> None:
    found = climb(Agreement(starts=on("2024-04-01"), ends=on(end), end_kind=EndKind.OPEN_ENDED))
    assert found.current_end is None
    assert told(found) == {"ends.no-end"}


def test_the_first_and_last_years_that_are_ends() -> None:
    assert climb(until("1901-01-01")).current_end == day("1901-01-01")
    assert climb(until("9998-12-31")).current_end == day("9998-12-31")


@pytest.mark.parametrize(
    ("term", "code"),
    [
        (Period(), "term.no-length"),
        (m(-3), "term.no-length"),
        (m(10**9), "term.beyond-calendar"),
    ],
)
def test_a_term_that_cannot_be_is_said_and_not_used(term: Period, code: str) -> None:
    found = climb(Agreement(starts=on("2024-04-01"), initial_term=term))
    assert found.current_end is None
    assert told(found) == {code}


def test_open_ended_with_an_end_is_contradictory() -> None:
    found = climb(Agreement(ends=on("2027-03-31"), end_kind=EndKind.OPEN_ENDED))
    assert told(found) == {"term.open-with-end"}
    assert found.current_end == day("2027-03-31")


def test_a_term_without_a_start_has_no_end() -> None:
    found = climb(Agreement(initial_term=m(12)))
    assert found.current_end is None
    assert found.steps == ()
    assert found.workings == "No term is recorded."


def test_commencement_is_the_start_where_none_is_recorded() -> None:
    started = event(EventKind.COMMENCED, "2025-04-01")
    assert climb(Agreement(initial_term=m(12), events=(started,))).current_end == day("2026-03-31")
    assert climb(fixed("2025-05-01", 12, events=(started,))).current_end == day("2026-04-30")


def test_an_open_end_shows_a_first_step_without_one() -> None:
    found = climb(Agreement(starts=on("2024-04-01"), end_kind=EndKind.OPEN_ENDED))
    (step,) = found.steps
    assert (step.step, step.ends, step.how, step.state) == ("initial", None, "", "open")
    assert found.workings == "Initial: no end is recorded."


def test_the_first_step_is_not_yet_open_or_past() -> None:
    agreement = fixed("2025-04-01", 12)
    assert states(climb(agreement, "2025-03-31")) == ["not yet"]
    assert states(climb(agreement, "2025-04-01")) == ["open"]
    assert states(climb(agreement, "2026-03-31")) == ["open"]
    assert states(climb(agreement, "2026-04-01")) == ["past"]


# Options


def five_two_two(**more: object) -> Agreement:
    """Officers' "5+2+2"."""
    return fixed("2022-04-01", 60, options=(option(1, 24), option(2, 24)), **more)


def test_t06_five_two_two() -> None:
    found = climb(five_two_two(), "2026-06-01")
    assert ends(found) == [day("2027-03-31"), day("2029-03-31"), day("2031-03-31")]
    assert found.maximum_end == day("2031-03-31")
    assert found.headroom == m(48)
    assert states(found) == ["open", "open", "not yet"]
    assert found.workings == (
        "Initial to 31 March 2027, 5 years from 1 April 2022; extension 1 to 31 March 2029, 2 years from "
        "1 April 2027; extension 2 to 31 March 2031, 2 years from 1 April 2029."
    )


def test_hard_case_9_two_one_one() -> None:
    found = climb(fixed("2024-04-01", 24, options=(option(1, 12, 6), option(2, 12, 6))), "2025-01-01")
    assert ends(found) == [day("2026-03-31"), day("2027-03-31"), day("2028-03-31")]
    assert [step.latest_notice for step in found.steps[1:]] == [day("2025-09-30"), day("2026-09-30")]
    assert found.maximum_end == day("2028-03-31")


def test_hard_case_9_unequal_options() -> None:
    agreement = fixed("2021-04-01", 18, options=(option(1, 18), option(2, 12), option(3, 12)))
    assert ends(climb(agreement)) == [
        day("2022-09-30"),
        day("2024-03-31"),
        day("2025-03-31"),
        day("2026-03-31"),
    ]


def test_options_are_taken_in_the_order_of_their_numbers() -> None:
    agreement = fixed("2024-04-01", 24, options=(option(2, 6), option(1, 12)))
    assert ends(climb(agreement)) == [day("2026-03-31"), day("2027-03-31"), day("2027-09-30")]


def test_hard_case_9_a_missed_option_takes_the_later_ones_with_it() -> None:
    agreement = fixed("2024-04-01", 24, options=(option(1, 12, 6), option(2, 12, 6)))
    assert states(climb(agreement, "2025-09-30")) == ["open", "open", "not yet"]
    found = climb(agreement, "2025-10-01")
    assert states(found) == ["open", "lapsed", "lapsed"]
    assert found.headroom is None
    assert found.reach == found.current_end == day("2026-03-31")
    assert found.maximum_end == day("2028-03-31")


def test_hard_case_8_express_renewal_that_nobody_exercised() -> None:
    agreement = fixed("2023-04-01", 36, options=(option(1, 12),))
    found = stands(agreement, "2026-06-02")
    assert found.status is Status.EXPIRED
    assert found.current_end == day("2026-03-31")
    assert states(found.ladder) == ["past", "lapsed"]
    asked = only(found, "confirm ended")
    assert asked.title == "Say whether it ended, with its option not taken"
    assert state(asked, day("2026-06-02")) is DeadlineState.DUE
    assert of_kind(stands(agreement, "2027-03-31"), "confirm ended") != []
    assert of_kind(stands(agreement, "2027-04-01"), "confirm ended") == []


def window_option(**more: object) -> Agreement:
    """T20: not more than 12 nor less than 6 months before 31 March 2027."""
    return until("2027-03-31", options=(option(1, 24, 6, notice_most=m(12), **more),))


@pytest.mark.parametrize(
    ("today", "step", "deadline"),
    [
        ("2026-03-30", "not yet", DeadlineState.UPCOMING),
        ("2026-03-31", "open", DeadlineState.UPCOMING),
        ("2026-09-30", "open", DeadlineState.DUE),
        ("2026-10-01", "lapsed", DeadlineState.MISSED),
    ],
)
def test_t20_the_edges_of_an_option_window(today: str, step: str, deadline: DeadlineState) -> None:
    found = stands(window_option(), today)
    assert found.ladder.steps[1].state == step
    assert found.ladder.steps[1].window_opens == day("2026-03-31")
    notice = only(found, "option notice")
    assert notice.date == day("2026-09-30")
    assert state(notice, day(today)) is deadline
    assert only(found, "option opens").date == day("2026-03-31")


def test_the_decision_starts_a_report_cycle_before_the_notice() -> None:
    found = only(stands(window_option(), "2026-01-01"), "decision start")
    assert found.date == day("2026-06-30")
    assert found.missed_after == day("2026-09-30")
    assert state(found, day("2026-07-01")) is DeadlineState.DUE


def test_the_decision_starts_no_earlier_than_the_agreement() -> None:
    agreement = fixed("2026-04-01", 12, options=(option(1, 12, 10),))
    assert only(stands(agreement, "2026-04-02"), "decision start").date == day("2026-04-01")


def test_an_option_of_the_other_side_asks_nothing_of_us() -> None:
    notice = only(stands(window_option(exercised_by=Side.THEM), "2026-10-01"), "option notice")
    assert not notice.asks
    assert notice.party == "the other side"
    assert state(notice, day("2026-10-01")) is DeadlineState.DONE
    assert of_kind(stands(window_option(exercised_by=Side.THEM), "2026-01-01"), "decision start") == []


def test_who_exercises_and_whose_consent_is_needed_is_said() -> None:
    notice = only(stands(window_option(exercised_by=Side.BOTH, consent=True), "2026-01-01"), "option notice")
    assert notice.party == "both sides"
    assert notice.workings.endswith("The other side must agree as well.")
    assert only(stands(window_option(exercised_by=Side.US), "2026-01-01"), "option notice").party == ""


@pytest.mark.parametrize(
    ("form", "legal", "missed", "earliest", "latest"),
    [
        (ClauseForm.UNKNOWN, "2026-03-30", "2026-03-31", "2026-03-30", "2026-03-31"),
        (ClauseForm.FORWARD, "2026-03-31", "2026-03-31", "2026-03-31", "2026-03-31"),
        (ClauseForm.BACKWARD, "2026-03-30", "2026-03-30", "2026-03-30", "2026-03-30"),
    ],
)
def test_t23_an_option_under_the_forms_of_its_clause(
    form: ClauseForm, legal: str, missed: str, earliest: str, latest: str
) -> None:
    found = stands(until("2026-09-30", options=(option(1, 12, 6, form=form),)), "2026-01-01")
    notice = only(found, "option notice")
    assert (notice.date, notice.missed_after) == (day(legal), day(missed))
    assert (notice.earliest, notice.latest) == (day(earliest), day(latest))
    assert notice.act_by == day("2026-03-30")
    assert found.ladder.steps[1].latest_notice == day(missed)


def test_an_option_without_notice_is_open_to_the_end() -> None:
    agreement = until("2027-03-31", options=(option(1, 12),))
    found = stands(agreement, "2027-03-31")
    assert found.ladder.steps[1].state == "open"
    notice = only(found, "option notice")
    assert notice.date == notice.missed_after == day("2027-03-31")
    assert notice.workings.startswith("No notice is recorded for option 1")
    assert stands(agreement, "2027-04-01").ladder.steps[1].state == "lapsed"


def test_an_option_that_needs_no_notice_is_not_one_whose_notice_is_unknown() -> None:
    notice = only(stands(until("2027-03-31", options=(option(1, 12, 0),)), "2026-01-01"), "option notice")
    assert notice.date == day("2027-03-31")
    assert notice.workings.startswith("0 days before 31 March 2027")


def test_options_take_the_notice_of_the_option_clause() -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 12), option(2, 12, 3)),
        notices=(clause(6, NoticeKind.OPTION, ClauseForm.BACKWARD, service_days=2),),
    )
    found = stands(agreement, "2026-01-01")
    assert [s.latest_notice for s in found.ladder.steps[1:]] == [day("2026-09-30"), day("2027-12-31")]
    notice = only(found, "option notice")
    assert notice.act_by == day("2026-09-28")
    assert "2 working days allowed for service" in notice.workings
    assert of_kind(found, "termination notice") == []


def test_up_to_24_months() -> None:
    agreement = until("2027-03-31", options=(option(1, 24, up_to=True),))
    assert climb(agreement).maximum_end == day("2029-03-31")


def test_an_option_to_a_day() -> None:
    agreement = until("2027-03-31", options=(option(1, None, until=day("2028-09-30")),))
    assert climb(agreement).maximum_end == day("2028-09-30")
    both = until("2027-03-31", options=(option(1, 24, until=day("2028-09-30")),))
    assert climb(both).maximum_end == day("2028-09-30")
    shorter = until("2027-03-31", options=(option(1, 12, until=day("2028-09-30")),))
    assert climb(shorter).maximum_end == day("2028-03-31")


def test_a_shared_ceiling_cuts_the_options() -> None:
    agreement = fixed("2024-04-01", 24, term_limit=m(48), options=(option(1, 18), option(2, 18)))
    found = climb(agreement, "2025-01-01")
    assert ends(found) == [day("2026-03-31"), day("2027-09-30"), day("2028-03-31")]
    assert found.maximum_end == day("2028-03-31")
    assert told(found) == set()


def test_year_on_year_up_to_ten_years() -> None:
    options = tuple(option(n, 12) for n in range(1, 12))
    found = climb(fixed("2020-04-01", 60, term_limit=m(120), options=options), "2025-01-01")
    assert found.maximum_end == day("2030-03-31")
    assert [step.ends for step in found.steps][5] == day("2030-03-31")
    assert found.steps[6].ends is None


@pytest.mark.parametrize(("stated", "maximum"), [("2030-03-31", "2029-03-31"), ("2028-03-31", "2028-03-31")])
def test_a_stated_latest_end_and_the_options_disagree_and_the_smaller_wins(stated: str, maximum: str) -> None:
    agreement = until("2027-03-31", maximum_end=day(stated), options=(option(1, 24),))
    found = climb(agreement)
    assert found.maximum_end == day(maximum)
    assert told(found) == {"limit.options-differ"}


def test_a_stated_latest_end_that_agrees_says_nothing() -> None:
    agreement = until("2027-03-31", maximum_end=day("2029-03-31"), options=(option(1, 24),))
    assert told(climb(agreement)) == set()


def test_a_latest_end_without_options_is_one_option_up_to_it() -> None:
    found = climb(until("2027-03-31", maximum_end=day("2029-03-31")))
    assert ends(found) == [day("2027-03-31"), day("2029-03-31")]
    assert found.maximum_end == day("2029-03-31")
    assert "not the options" in found.steps[1].source
    assert found.headroom == m(24)


def test_after_an_extension_the_latest_end_is_still_there() -> None:
    extended = event(EXTENDED, "2026-10-01", new_end=on("2028-03-31"))
    found = climb(until("2027-03-31", maximum_end=day("2029-03-31"), events=(extended,)))
    assert ends(found) == [day("2027-03-31"), day("2028-03-31"), day("2029-03-31")]


def test_a_latest_end_that_is_the_end_is_no_option() -> None:
    assert len(climb(until("2027-03-31", maximum_end=day("2027-03-31"))).steps) == 1


def test_two_ways_of_stating_the_latest_end_that_differ() -> None:
    agreement = fixed("2024-04-01", 24, term_limit=m(60), maximum_end=day("2028-03-31"))
    found = climb(agreement)
    assert found.maximum_end == day("2028-03-31")
    assert told(found) == {"limit.differ"}
    later = replace(agreement, maximum_end=day("2030-03-31"))
    assert climb(later).maximum_end == day("2029-03-31")
    assert told(climb(replace(agreement, maximum_end=day("2029-03-31")))) == set()


@pytest.mark.parametrize("limit", [Period(), m(-1), m(10**9)])
def test_a_limit_that_cannot_be(limit: Period) -> None:
    found = climb(fixed("2024-04-01", 24, term_limit=limit))
    assert told(found) == {"limit.no-length"}
    assert found.maximum_end == day("2026-03-31")


def test_a_limit_on_a_term_without_a_start_says_nothing() -> None:
    assert climb(until("2027-03-31", term_limit=m(60))).maximum_end == day("2027-03-31")


def test_a_latest_end_before_the_end_is_not_used() -> None:
    found = climb(until("2027-03-31", maximum_end=day("2026-03-31")))
    assert told(found) == {"limit.before-end"}
    assert found.maximum_end == day("2027-03-31")


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (option(1, None), "records neither a length nor a day"),
        (option(1, 0), "records neither a length nor a day"),
        (option(1, -12), "does not lead beyond 31 March 2027"),
        (option(1, None, until=date(2027, 3, 31)), "does not lead beyond 31 March 2027"),
        (ExtensionOption(number=1, length=Period(3, -1)), "does not lead beyond 31 March 2027"),
    ],
)
def test_an_option_that_leads_nowhere_is_said(odd: ExtensionOption, words: str) -> None:
    found = climb(until("2027-03-31", options=(odd,)))
    assert told(found) == {"option.no-end"}
    assert words in found.findings[0].message
    assert found.maximum_end == day("2027-03-31")
    assert states(found)[1] == "lapsed"


def test_options_without_an_end_to_follow_are_shown_and_say_no_more() -> None:
    agreement = Agreement(starts=on("2024-04-01"), options=(option(1, 12), option(2, 12)))
    found = climb(agreement)
    assert ends(found) == [None, None, None]
    assert states(found) == ["open", "not yet", "not yet"]


def test_vector_12_a_notice_longer_than_the_term_gives_no_date_before_the_start() -> None:
    agreement = fixed("2026-04-01", 6, options=(option(1, 6, 12),))
    found = stands(agreement, "2026-05-01")
    assert of_kind(found, "option notice") == []
    assert "option.notice-longer-than-term" in codes(found)
    just_fits = fixed("2026-04-01", 12, options=(option(1, 6, 12),))
    assert of_kind(stands(just_fits, "2026-05-01"), "option notice") == []
    fits = fixed("2026-04-01", 12, options=(option(1, 6, 11),))
    assert only(stands(fits, "2026-05-01"), "option notice").date == day("2026-04-30")


def test_an_enormous_notice_gives_no_date() -> None:
    found = stands(until("2027-03-31", options=(option(1, 12, 10**9),)))
    assert of_kind(found, "option notice") == []
    assert "option.notice-longer-than-term" in codes(found)


def test_the_end_of_an_option_is_within_its_limit() -> None:
    end = day("2026-03-31")
    assert option_end(end, option(1, 12)) == day("2027-03-31")
    assert option_end(end, option(1, 12), day("2027-03-30")) == day("2027-03-30")
    assert option_end(end, option(1, 12), end) is None
    assert option_end(end, ExtensionOption(number=1, length=Period(0, 1))) == day("2026-04-01")
    assert option_end(end, option(1, 10**9)) is None
    assert last_end(end, (option(1, 12), option(2, None), option(3, 6)), None) == day("2027-09-30")


# Extensions as they happened


def test_t02_an_extension_whose_date_nobody_recorded() -> None:
    agreement = fixed("2009-04-01", 60, events=(event(EXTENDED, None, new_end=on("2016-03-31")),))
    found = climb(agreement)
    assert found.initial_end == day("2014-03-31")
    assert found.current_end == day("2016-03-31")
    assert [step.how for step in found.steps] == ["computed", "stated"]
    assert found.steps[1].source == "agreed extension; the date it was agreed is not recorded"
    assert told(found) == {"extension.no-date"}
    assert between(found.initial_end, found.current_end) == m(24)


def test_t09_an_extension_signed_after_expiry() -> None:
    agreement = until(
        "2026-03-31",
        options=(option(1, 12, 6),),
        events=(event(EXTENDED, "2026-04-10", option=1, new_end=on("2027-03-31")),),
    )
    found = stands(agreement, "2026-04-10")
    assert found.current_end == day("2027-03-31")
    assert "extension.after-expiry" in codes(found)
    assert found.findings[0].message.startswith(
        "An extension was signed 10 days after expiry on 31 March 2026"
    )
    assert found.ladder.steps[1].option is None
    for today in ("2026-04-01", "2026-04-09"):
        assert stands(agreement, today).status is Status.STILL_IN_USE
    assert stands(agreement, "2026-03-31").status is Status.EXPIRING
    assert stands(agreement, "2026-04-10").status is not Status.STILL_IN_USE


def test_a_variation_that_comes_later_shows_no_use_until_then() -> None:
    agreement = until("2026-03-31", events=(event(EventKind.VARIED, "2026-04-10", new_end=on("2027-03-31")),))
    assert stands(agreement, "2026-04-05").status is Status.EXPIRED
    assert stands(agreement, "2026-04-10").current_end == day("2027-03-31")


def test_an_extension_signed_on_the_last_day_is_in_time() -> None:
    agreement = until("2026-03-31", events=(event(EXTENDED, "2026-03-31", length=m(12)),))
    found = stands(agreement, "2026-04-01")
    assert found.current_end == day("2027-03-31")
    assert codes(found) == set()


def test_an_extension_extends_from_the_end_and_not_from_the_day_it_was_agreed() -> None:
    agreement = until("2026-03-31", events=(event(EXTENDED, "2026-01-10", length=m(12)),))
    assert climb(agreement).current_end == day("2027-03-31")
    assert climb(agreement).steps[1].starts == day("2026-04-01")


def test_an_extension_that_is_still_to_come_does_not_count_yet() -> None:
    agreement = until("2026-03-31", events=(event(EXTENDED, "2026-01-10", length=m(12)),))
    assert climb(agreement, "2026-01-09").current_end == day("2026-03-31")
    assert climb(agreement, "2026-01-10").current_end == day("2027-03-31")
    decided = event(EXTENDED, "2026-03-10", decided_on=on("2026-01-10"), length=m(12))
    assert climb(until("2026-03-31", events=(decided,)), "2026-01-10").current_end == day("2027-03-31")
    assert climb(until("2026-03-31", events=(decided,)), "2026-01-09").current_end == day("2026-03-31")


def test_an_exercised_option_is_a_step_of_the_ladder() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", option=1),))
    found = climb(agreement)
    assert found.current_end == day("2029-03-31")
    assert found.maximum_end == day("2031-03-31")
    assert states(found) == ["open", "exercised", "open"]
    assert found.steps[1].option == 1
    assert found.steps[1].source == "option 1 exercised on 1 June 2026"
    assert found.steps[2].step == "extension 2"
    assert states(climb(agreement, "2029-04-01"))[:2] == ["past", "past"]
    assert states(climb(agreement, "2029-03-31"))[:2] == ["past", "exercised"]
    assert found.findings == ()


def test_an_exercised_option_with_its_end_stated_is_both() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", option=1, new_end=on("2029-03-31")),))
    assert climb(agreement).steps[1].how == "both"


def test_an_extension_that_fits_the_next_option_is_taken_for_it_and_said() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", new_end=on("2029-03-31")),))
    found = climb(agreement)
    assert found.steps[1].option == 1
    assert told(found) == {"extension.taken-for-option"}
    assert found.maximum_end == day("2031-03-31")


def test_one_extension_that_fits_two_options() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", new_end=on("2031-03-31")),))
    found = climb(agreement)
    assert found.steps[1].source.startswith("option 1 and 2 exercised")
    assert len(found.steps) == 2
    assert found.headroom is None


def test_an_extension_that_fits_no_option_leaves_them() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", new_end=on("2027-09-30")),))
    found = climb(agreement)
    assert told(found) == {"extension.not-an-option"}
    assert found.current_end == day("2027-09-30")
    assert found.maximum_end == day("2031-09-30")
    beyond = five_two_two(events=(event(EXTENDED, "2026-06-01", new_end=on("2032-03-31")),))
    assert "extension.not-an-option" in told(climb(beyond))


@pytest.mark.parametrize(
    ("usable", "maximum", "code"),
    [
        (True, "2029-03-31", set()),
        (False, "2028-03-31", set()),
        (None, "2028-03-31", {"option.rest-not-known"}),
    ],
)
def test_an_option_taken_in_part(usable: bool | None, maximum: str, code: set[str]) -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 24, up_to=True, remainder_usable=usable),),
        events=(event(EXTENDED, "2026-06-01", option=1, length=m(12)),),
    )
    found = climb(agreement)
    assert found.current_end == day("2028-03-31")
    assert found.maximum_end == day(maximum)
    assert told(found) == code


def test_the_rest_of_an_option_is_taken_later() -> None:
    agreement = until(
        "2025-03-31",
        options=(option(1, 24, up_to=True, remainder_usable=True), option(2, 12)),
        events=(
            event(EXTENDED, "2024-06-01", option=1, length=m(12)),
            event(EXTENDED, "2025-06-01", option=1, length=m(12)),
        ),
    )
    found = climb(agreement)
    assert found.current_end == day("2027-03-31")
    assert found.maximum_end == day("2028-03-31")
    assert found.findings == ()


def test_a_part_of_an_option_that_may_be_taken_in_part_is_recognised() -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 24, up_to=True, remainder_usable=True),),
        events=(event(EXTENDED, "2026-06-01", new_end=on("2028-03-31")),),
    )
    found = climb(agreement)
    assert found.steps[1].option == 1
    assert told(found) == {"extension.taken-for-option"}


def test_an_option_taken_out_of_order() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", option=2),))
    found = climb(agreement)
    assert told(found) == {"option.out-of-order"}
    assert found.current_end == found.maximum_end == day("2029-03-31")


def test_an_option_that_is_not_recorded() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", option=3, length=m(6)),))
    found = climb(agreement)
    assert told(found) == {"option.not-there"}
    assert found.current_end == day("2027-09-30")
    twice = five_two_two(
        events=(event(EXTENDED, "2026-06-01", option=1), event(EXTENDED, "2026-07-01", option=1))
    )
    assert {"option.not-there", "extension.no-end"} == told(climb(twice))


def test_an_extension_beyond_its_option() -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 12),),
        events=(event(EXTENDED, "2026-06-01", option=1, new_end=on("2028-09-30")),),
    )
    found = climb(agreement)
    assert found.current_end == day("2028-09-30")
    assert told(found) == {"extension.beyond-option", "extension.beyond-maximum"}


def test_an_option_of_no_length_that_was_taken_to_a_stated_day() -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, None),),
        events=(event(EXTENDED, "2026-06-01", option=1, new_end=on("2028-09-30")),),
    )
    found = climb(agreement)
    assert found.current_end == day("2028-09-30")
    assert found.steps[1].option == 1
    assert found.findings == ()


def test_an_extension_beyond_what_the_agreement_provides_for_is_a_modification() -> None:
    agreement = five_two_two(events=(event(EXTENDED, "2026-06-01", new_end=on("2031-04-01")),))
    found = climb(agreement)
    assert "extension.beyond-maximum" in told(found)
    assert "a modification, not an option" in found.findings[-1].message
    within = five_two_two(events=(event(VARIED, "2026-06-01", new_end=on("2031-03-31")),))
    assert told(climb(within)) == set()
    varied = five_two_two(events=(event(VARIED, "2026-06-01", new_end=on("2031-04-01")),))
    assert told(climb(varied)) == {"extension.beyond-maximum"}


def test_an_extension_beyond_a_stated_latest_end() -> None:
    extended = event(EXTENDED, "2026-06-01", new_end=on("2029-03-31"))
    found = climb(until("2027-03-31", maximum_end=day("2028-03-31"), events=(extended,)))
    assert told(found) == {"extension.beyond-maximum"}
    unended = Agreement(maximum_end=day("2028-03-31"), events=(extended,))
    assert told(climb(unended)) == {"extension.beyond-maximum"}


def test_an_option_exercised_after_its_last_day_for_notice_is_said() -> None:
    agreement = until(
        "2027-03-31", options=(option(1, 12, 6),), events=(event(EXTENDED, "2026-10-01", option=1),)
    )
    assert told(climb(agreement)) == {"option.late-notice"}
    in_time = replace(agreement, events=(event(EXTENDED, "2026-09-30", option=1),))
    assert told(climb(in_time)) == set()


@pytest.mark.parametrize(
    ("form", "exercised", "said"),
    [
        (ClauseForm.FORWARD, "2026-03-31", set()),
        (ClauseForm.FORWARD, "2026-04-01", {"option.late-notice"}),
        (ClauseForm.BACKWARD, "2026-03-30", set()),
        (ClauseForm.BACKWARD, "2026-03-31", {"option.late-notice"}),
        (ClauseForm.UNKNOWN, "2026-03-31", set()),
        (ClauseForm.UNKNOWN, "2025-09-30", set()),
        (ClauseForm.UNKNOWN, "2025-09-29", {"option.early-notice"}),
    ],
)
def test_rule_5_the_window_in_which_an_option_may_be_exercised(
    form: ClauseForm, exercised: str, said: set[str]
) -> None:
    its_own = option(1, 12, 6, form=form, notice_most=m(12))
    by_clause = option(1, 12, notice_most=m(12))
    events = (event(EXTENDED, exercised, option=1),)
    for options, notices in (
        ((its_own,), ()),
        ((by_clause,), (clause(6, NoticeKind.OPTION, form),)),
    ):
        found = climb(until("2026-09-30", options=options, notices=notices, events=events))
        assert told(found) == said
        assert found.current_end == day("2027-09-30")


@pytest.mark.parametrize("new_end", ["2027-03-31", "2026-12-31"])
def test_an_extension_that_does_not_extend_is_left_out(new_end: str) -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 12),),
        events=(event(EXTENDED, "2026-06-01", option=1, new_end=on(new_end)),),
    )
    found = climb(agreement)
    assert told(found) == {"extension.shortens"}
    assert found.current_end == day("2027-03-31")
    assert found.maximum_end == day("2028-03-31")


def test_an_extension_without_an_end_is_left_out() -> None:
    found = climb(until("2027-03-31", events=(event(EXTENDED, "2026-06-01"),)))
    assert told(found) == {"extension.no-end"}
    for length in (Period(), m(-12)):
        wrong = climb(until("2027-03-31", events=(event(EXTENDED, "2026-06-01", length=length),)))
        assert told(wrong) == {"extension.no-length", "extension.no-end"}
    enormous = climb(until("2027-03-31", events=(event(EXTENDED, "2026-06-01", length=m(10**9)),)))
    assert told(enormous) == {"extension.no-end"}


def test_an_extension_whose_stated_end_and_length_differ() -> None:
    extended = event(EXTENDED, "2026-06-01", length=m(12), new_end=on("2028-04-01"))
    found = climb(until("2027-03-31", events=(extended,)))
    assert told(found) == {"extension.ends-differ"}
    assert found.current_end == day("2028-04-01")
    assert found.steps[1].how == "stated"


def test_an_extension_of_an_agreement_without_an_end_gives_it_one() -> None:
    agreement = Agreement(
        starts=on("2020-04-01"), events=(event(EXTENDED, "2026-06-01", new_end=on("2028-03-31")),)
    )
    found = climb(agreement)
    assert found.current_end == day("2028-03-31")
    assert found.steps[1].starts is None
    lost = climb(Agreement(events=(event(EXTENDED, "2026-06-01", length=m(12)),)))
    assert told(lost) == {"extension.no-end"}


def test_one_extension_that_may_stand_for_several() -> None:
    extended = event(EXTENDED, "2014-03-01", new_end=on("2016-03-31"), count_unknown=True)
    found = climb(fixed("2009-04-01", 60, events=(extended,)))
    assert found.steps[1].source == "agreed extension on 1 March 2014; it may stand for several"


def test_a_variation_moves_the_end_either_way() -> None:
    shorter = climb(until("2027-03-31", events=(event(VARIED, "2026-06-01", new_end=on("2026-12-31")),)))
    assert shorter.current_end == day("2026-12-31")
    assert shorter.steps[1].starts is None
    assert shorter.steps[1].source == "variation on 1 June 2026"
    longer = climb(until("2027-03-31", events=(event(VARIED, "2026-06-01", length=m(3)),)))
    assert longer.current_end == day("2027-06-30")
    assert longer.steps[1].starts == day("2027-04-01")
    prices = climb(until("2027-03-31", events=(event(VARIED, "2026-06-01"),)))
    assert len(prices.steps) == 1
    first = climb(Agreement(events=(event(VARIED, "2026-06-01", new_end=on("2026-12-31")),)))
    assert first.current_end == day("2026-12-31")
    for length in (m(10**9), Period()):
        assert climb(
            until("2027-03-31", events=(event(VARIED, "2026-06-01", length=length),))
        ).current_end == day("2027-03-31")
    nothing = climb(Agreement(events=(event(VARIED, "2026-06-01", length=m(3)),)))
    assert nothing.current_end is None


def test_a_renewal_of_a_fixed_agreement_extends_it() -> None:
    found = climb(until("2027-03-31", events=(event(RENEWED, "2026-06-01", length=m(12)),)))
    assert found.current_end == day("2028-03-31")


def test_events_of_one_day_are_replayed_in_one_order() -> None:
    kinds = [
        EventKind.SIGNED,
        EventKind.EXTENDED,
        EventKind.VARIED,
        EventKind.NOTICE_GIVEN,
        EventKind.NOTICE_WITHDRAWN,
        EventKind.TERMINATED,
    ]
    events = [event(kind, "2026-06-01") for kind in reversed(kinds)]
    assert [e.kind for e in sorted(events, key=event_order)] == kinds


def test_an_event_without_a_day_sorts_where_it_must_have_been_at_the_latest() -> None:
    lost = event(EXTENDED, None, new_end=on("2014-03-31"))
    decided = event(EXTENDED, None, decided_on=on("2013-01-01"), new_end=on("2015-03-31"))
    unknown = event(EXTENDED, None)
    dated = event(EXTENDED, "2015-06-01", new_end=on("2017-03-31"))
    assert sorted([unknown, dated, lost, decided], key=event_order) == [decided, lost, dated, unknown]
    second = event(EXTENDED, "2015-06-01", option=2)
    assert sorted([second, dated], key=event_order) == [dated, second]


def test_two_extensions_whose_dates_nobody_recorded() -> None:
    agreement = until(
        "2012-03-31",
        events=(
            event(EXTENDED, None, new_end=on("2016-03-31")),
            event(EXTENDED, None, new_end=on("2014-03-31")),
        ),
    )
    assert ends(climb(agreement)) == [day("2012-03-31"), day("2014-03-31"), day("2016-03-31")]


# Endings


def test_t11_termination_in_an_extension() -> None:
    agreement = until(
        "2027-03-31",
        options=(option(1, 24), option(2, 12)),
        events=(event(EXTENDED, "2026-06-01", option=1), event(EventKind.TERMINATED, "2028-09-30")),
    )
    found = stands(agreement)
    assert found.current_end == day("2028-09-30")
    assert found.ladder.steps[1].ends == day("2029-03-31")
    assert found.ladder.steps[2].state == "lapsed"
    assert of_kind(found, "option notice") == []
    assert all(d.date <= day("2028-09-30") for d in found.deadlines)
    assert only(found, "end").workings == "Recorded as terminated, the last day being 30 September 2028."
    assert stands(agreement, "2028-09-30").status is Status.EXPIRING
    assert stands(agreement, "2028-10-01").status is Status.TERMINATED


def test_the_earliest_ending_wins() -> None:
    agreement = until(
        "2027-03-31",
        events=(event(EventKind.SUPERSEDED, "2026-12-01"), event(EventKind.TERMINATED, "2026-12-31")),
    )
    assert climb(agreement).current_end == day("2026-11-30")
    late = until("2027-03-31", events=(event(EventKind.TERMINATED, "2027-06-30"),))
    assert climb(late).current_end == day("2027-03-31")
    same = until(
        "2027-03-31",
        events=(event(EventKind.TERMINATED, "2026-11-30"), event(EventKind.SUPERSEDED, "2026-12-01")),
    )
    assert stands(same, "2026-12-01").status is Status.TERMINATED


def test_a_superseding_event_may_state_the_last_day_itself() -> None:
    agreement = until(
        "2027-03-31", events=(event(EventKind.SUPERSEDED, "2026-12-01", new_end=on("2026-12-31")),)
    )
    assert climb(agreement).current_end == day("2026-12-31")


def test_t35_a_memorandum_is_superseded_early() -> None:
    agreement = Agreement(
        starts=range_of("2012-06-01", "2012-06-30"),
        ends=on("2013-06-30"),
        end_kind=EndKind.FIXED,
        review_every=m(6),
        events=(event(EventKind.SUPERSEDED, "2012-12-31"),),
    )
    found = stands(agreement, "2012-12-31")
    assert found.current_end == day("2012-12-30")
    assert found.status is Status.SUPERSEDED
    assert all(d.date.year < 2013 for d in found.deadlines)
    assert (
        only(found, "end").workings == "Superseded on 31 December 2012, so the last day is 30 December 2012."
    )
    assert stands(agreement, "2012-12-30").status is not Status.SUPERSEDED


def test_an_ending_known_ahead_counts_unless_it_was_decided_later() -> None:
    ahead = until("2027-03-31", events=(event(EventKind.TERMINATED, "2026-12-31"),))
    assert climb(ahead, "2026-01-01").current_end == day("2026-12-31")
    decided = until(
        "2027-03-31", events=(event(EventKind.TERMINATED, "2026-12-31", decided_on=on("2026-09-01")),)
    )
    assert climb(decided, "2026-08-31").current_end == day("2027-03-31")
    assert climb(decided, "2026-09-01").current_end == day("2026-12-31")


def test_an_ending_whose_day_nobody_recorded() -> None:
    found = stands(until("2027-03-31", events=(event(EventKind.TERMINATED, None),)))
    assert found.status is Status.TERMINATED
    dated = until(
        "2027-03-31", events=(event(EventKind.TERMINATED, None), event(EventKind.TERMINATED, "2026-06-30"))
    )
    assert climb(dated).current_end == day("2026-06-30")


def test_closing_ends_what_has_no_end_and_nothing_else() -> None:
    closed = event(EventKind.CLOSED, "2026-06-30")
    open_ended = Agreement(starts=on("2020-04-01"), end_kind=EndKind.OPEN_ENDED, events=(closed,))
    assert climb(open_ended).current_end == day("2026-06-30")
    assert stands(open_ended).status is Status.EXPIRED
    assert climb(until("2026-03-31", events=(closed,))).current_end == day("2026-03-31")
    both = replace(open_ended, events=(event(EventKind.TERMINATED, "2026-05-31"), closed))
    assert climb(both).current_end == day("2026-05-31")


# Open ends and limits


def test_an_open_end_is_cut_by_the_limit() -> None:
    agreement = Agreement(starts=on("2024-04-01"), end_kind=EndKind.OPEN_ENDED, term_limit=m(60))
    found = stands(agreement)
    assert found.current_end == found.maximum_end == day("2029-03-31")
    assert only(found, "end").workings == "The latest end that the agreement allows is 31 March 2029."


def test_a_limit_on_what_has_no_recorded_end_is_the_maximum_alone() -> None:
    found = climb(Agreement(starts=on("2024-04-01"), maximum_end=day("2029-03-31")))
    assert found.current_end is None
    assert found.maximum_end == day("2029-03-31")


def test_between_two_ends() -> None:
    assert between(day("2027-03-31"), day("2031-03-31")) == m(48)
    assert between(day("2027-03-31"), day("2027-04-01")) == Period(0, 1)
    assert between(day("2027-03-31"), day("2028-05-14")) == Period(13, 14)
    assert between(day("2026-08-30"), day("2027-02-28")) == m(6)
    assert between(day("2027-01-30"), day("2027-03-29")) == Period(1, 29)
    assert between(day("2027-01-15"), day("2027-02-14")) == Period(0, 30)


# Rolling


def test_rolling_shows_the_present_period_and_the_next() -> None:
    found = climb(rolling("2020-04-01", 12), "2026-01-15")
    assert [(s.step, s.ends, s.state) for s in found.steps] == [
        ("renewal 6", day("2026-03-31"), "exercised"),
        ("renewal 7", day("2027-03-31"), "not yet"),
    ]
    assert found.maximum_end is None
    assert found.steps[0].starts == day("2025-04-01")
    assert climb(rolling("2020-04-01", 12), "2020-05-01").steps[0].starts == day("2020-04-01")
    assert climb(rolling("2020-04-01", 12), "2026-03-31").current_end == day("2026-03-31")
    assert climb(rolling("2020-04-01", 12), "2026-04-01").current_end == day("2027-03-31")


def test_hard_case_7_rolling_after_a_term_and_an_extension() -> None:
    agreement = rolling("2008-04-01", 12, 48, events=(event(EXTENDED, "2012-01-10", length=m(48)),))
    found = climb(agreement)
    assert found.initial_end == day("2012-03-31")
    assert found.current_end == day("2027-03-31")
    assert [s.step for s in found.steps] == ["initial", "extension 1", "renewal 11", "renewal 12"]
    assert climb(agreement, "2016-03-31").current_end == day("2016-03-31")
    assert climb(agreement, "2016-04-01").current_end == day("2017-03-31")
    assert [s.step for s in climb(agreement, "2015-01-01").steps][2:] == ["renewal 1"]


def test_hard_case_5_monthly_from_a_month_end() -> None:
    agreement = rolling("2024-01-31", 1)
    found = [climb(agreement, today).current_end for today in ("2024-02-10", "2024-03-10", "2024-03-31")]
    assert found == [day("2024-02-29"), day("2024-03-30"), day("2024-04-30")]


def test_hard_case_6_yearly_from_a_leap_day() -> None:
    agreement = rolling("2024-02-29", 12)
    assert climb(agreement, "2028-02-28").current_end == day("2028-02-28")
    assert climb(agreement, "2028-02-29").current_end == day("2029-02-28")


@pytest.mark.parametrize("roll", [None, Period(), m(-12), Period(3, -1)])
def test_vector_11_a_blank_or_empty_period_does_not_loop(roll: Period | None) -> None:
    agreement = Agreement(starts=on("2020-04-01"), initial_term=m(12), roll=roll, end_kind=EndKind.ROLLING)
    found = stands(agreement)
    assert codes(found) == {"roll.no-length"}
    assert found.status is Status.ROLLING
    assert found.current_end is None
    assert stands(agreement, "2021-03-31").current_end == day("2021-03-31")
    assert stands(agreement, "2021-04-01").current_end is None
    limited = replace(agreement, term_limit=m(120))
    assert stands(limited).current_end == day("2030-03-31")


def test_rolling_without_a_start_or_an_end_is_said() -> None:
    found = stands(Agreement(roll=m(12), end_kind=EndKind.ROLLING))
    assert codes(found) == {"roll.no-start"}


def test_rolling_from_a_stated_end_alone() -> None:
    agreement = Agreement(ends=on("2024-03-31"), roll=m(12), end_kind=EndKind.ROLLING)
    assert climb(agreement).current_end == day("2027-03-31")


def test_rolling_is_capped_by_a_number_a_term_and_a_day() -> None:
    by_number = rolling("2020-04-01", 12, 12, roll_limit=4)
    assert climb(by_number).maximum_end == day("2025-03-31")
    assert climb(by_number).current_end == day("2025-03-31")
    assert stands(by_number).status is Status.EXPIRED
    by_term = rolling("2020-04-01", 12, 12, term_limit=m(90))
    assert climb(by_term).maximum_end == day("2027-09-30")
    assert climb(by_term, "2027-04-01").current_end == day("2027-09-30")
    assert [s.ends for s in climb(by_term, "2026-04-01").steps][1:] == [day("2027-03-31"), day("2027-09-30")]
    assert [s.step for s in climb(by_term, "2027-04-01").steps] == ["initial", "renewal 7"]
    both = rolling("2020-04-01", 12, 12, term_limit=m(36), roll_limit=5)
    assert climb(both).maximum_end == day("2023-03-31")
    none_allowed = rolling("2020-04-01", 12, 12, roll_limit=0)
    assert climb(none_allowed).current_end == day("2021-03-31")
    negative = stands(rolling("2020-04-01", 12, 12, roll_limit=-1))
    assert codes(negative) == {"roll.count-negative"}
    assert negative.current_end == day("2027-03-31")


def test_rolling_for_ever_has_no_end_in_the_calendar() -> None:
    found = climb(rolling("2020-04-01", 10**9))
    assert found.current_end is None
    assert found.steps == ()


def test_a_renewal_to_a_day_of_its_own_is_where_the_periods_go_on() -> None:
    agreement = rolling("2020-04-01", 12, events=(event(RENEWED, "2025-03-01", new_end=on("2025-09-30")),))
    found = climb(agreement)
    assert told(found) == {"renewal.own-end"}
    assert found.current_end == day("2027-09-30")
    plain = rolling("2020-04-01", 12, events=(event(RENEWED, "2025-03-01", new_end=on("2026-03-31")),))
    assert told(climb(plain)) == set()


def test_rolling_that_ended_shows_no_more_renewals() -> None:
    ended = rolling("2020-04-01", 12, events=(event(EventKind.TERMINATED, "2024-06-30"),))
    found = climb(ended)
    assert found.current_end == day("2024-06-30")
    assert [s.step for s in found.steps] == []
