"""A deadline's state on a day, and the words on when to act."""

from __future__ import annotations

from datetime import date

from tests.domain.making import day
from tracker.domain.dates import Calendar
from tracker.domain.deadlines.deadline import (
    Deadline,
    DeadlineState,
    act_words,
    asked,
    happens,
    state,
    state_of,
)


def test_the_four_states_of_a_deadline() -> None:
    legal, act_by, missed = day("2026-03-31"), day("2026-03-27"), day("2026-04-02")
    deadline = Deadline("review", legal, act_by, missed, True)
    assert [
        state(deadline, day(text)) for text in ("2026-03-26", "2026-03-27", "2026-04-02", "2026-04-03")
    ] == [
        DeadlineState.UPCOMING,
        DeadlineState.DUE,
        DeadlineState.DUE,
        DeadlineState.MISSED,
    ]
    happens = deadline._replace(asks=False)
    assert state(happens, day("2026-04-03")) is DeadlineState.DONE
    assert state(happens, day("2026-04-02")) is DeadlineState.DUE
    assert state(deadline._replace(settled=True), day("2026-01-01")) is DeadlineState.DONE


def test_iso_text_stands_as_days_do() -> None:
    parts = ("2026-03-27", "2026-04-02")
    assert state_of(False, True, *parts, "2026-03-26") is DeadlineState.UPCOMING
    assert state_of(False, True, *parts, "2026-04-03") is DeadlineState.MISSED


def test_a_date_that_comes_and_a_date_that_asks() -> None:
    legal, act_by = day("2026-03-31"), day("2026-03-27")
    assert happens("end", legal, "Ends", "Because.") == Deadline(
        "end", legal, legal, legal, False, False, "", legal, legal, "Because.", "Ends"
    )
    assert asked("review", legal, act_by, "Review", "Because.") == Deadline(
        "review", legal, act_by, legal, True, False, "", legal, legal, "Because.", "Review"
    )
    later = asked("review", legal, act_by, "Review", "Because.", settled=True, missed_after=day("2026-04-02"))
    assert (later.settled, later.missed_after) == (True, day("2026-04-02"))


def test_the_reason_for_an_earlier_day_is_said() -> None:
    calendar = Calendar("test", frozenset({date(2026, 12, 25)}), date(2027, 12, 31))
    monday = date(2026, 12, 24)
    assert act_words(date(2026, 12, 25), monday, calendar) == (
        "25 December 2026 is a bank holiday, so act by Thursday 24 December 2026"
    )
    assert act_words(date(2026, 12, 27), monday, calendar).startswith("27 December 2026 is a Sunday")
    assert act_words(monday, monday, calendar) == "act by Thursday 24 December 2026"
    assert act_words(date(2027, 12, 31), date(2027, 12, 31), calendar) == "act by Friday 31 December 2027"
    assert act_words(date(2028, 1, 3), date(2028, 1, 3), calendar) == (
        "act by Monday 3 January 2028 (bank holidays after 31 December 2027 are presumed)"
    )
