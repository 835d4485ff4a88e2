"""How long a reminder may be snoozed, what may be dismissed, what ends a deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import AnswerAction, Decision, Person, Rule, Watched
from tracker.domain.reminding.answering import (
    Snooze,
    answer,
    closing_until,
    decision_text,
    decisions_for,
    refuse_decision,
    refuse_dismissal,
    refuse_snooze,
    snooze_menu,
    snooze_until,
)
from tracker.domain.reminding.reminder import Reminder, due

RULES = (Rule(stages=(180, 90, 30, 14, 7, 1, 0, -1)),)
NOW = datetime(2026, 11, 22, 14, 52, tzinfo=UTC)  # a Sunday


def reminder(act_by: date = date(2026, 11, 27), *, asks: bool = True, now: datetime = NOW) -> Reminder:
    deadline = Deadline(
        kind="notice", date=act_by, act_by=act_by, missed_after=act_by, asks=asks, title="Serve notice"
    )
    watched = Watched(agreement_uid="a", title="Managed print", deadline=deadline)
    return due([watched], (), RULES, now, person=Person(user="ann")).reminders[0]


@pytest.mark.parametrize(
    ("length", "until"),
    [
        (Snooze.TOMORROW, "2026-11-23T09:00"),
        (Snooze.THREE_DAYS, "2026-11-25T09:00"),
        (Snooze.WEEK, "2026-11-29T09:00"),
        (Snooze.MONTH, "2026-12-22T09:00"),
        (Snooze.DAY_BEFORE, "2026-11-26T09:00"),
        (Snooze.WEEK_BEFORE, "2026-11-20T09:00"),
        (Snooze.MONTH_BEFORE, "2026-10-27T09:00"),
        (Snooze.DATE, "2027-02-03T09:00"),
        (Snooze.HOUR, "2026-11-22T15:52+00:00"),
    ],
)
def test_lengths(length: Snooze, until: str) -> None:
    assert snooze_until(length, reminder(), NOW, date(2027, 2, 3)) == datetime.fromisoformat(until)


def test_a_date_must_be_given_for_a_date() -> None:
    with pytest.raises(ValueError, match="needs the date"):
        snooze_until(Snooze.DATE, reminder(), NOW)


@pytest.mark.parametrize(
    ("act_by", "asks", "until", "refusal"),
    [
        (date(2026, 11, 27), True, "2026-11-27T09:00", ""),
        (date(2026, 11, 27), True, "2026-11-28T00:00", ""),
        (
            date(2026, 11, 27),
            True,
            "2026-11-28T09:00",
            "That is later than 27 November 2026, the last day to act",
        ),
        (date(2026, 11, 27), True, "2026-11-22T14:52", "22 November 2026, 14:52 is already past"),
        (date(2026, 11, 27), False, "2030-01-01T09:00", ""),
        (date(2026, 11, 13), True, "2026-11-29T09:00", ""),
        (date(2026, 11, 13), True, "2026-11-30T09:00", "“Managed print” is overdue since 13 November 2026."),
    ],
)
def test_a_snooze_never_goes_past_the_deadline_without_a_typed_reason(
    act_by: date, asks: bool, until: str, refusal: str
) -> None:
    end = datetime.fromisoformat(until)
    said = refuse_snooze(reminder(act_by, asks=asks), end, NOW)
    assert said.startswith(refusal)
    assert bool(said) is bool(refusal)
    if "past" not in refusal:
        assert refuse_snooze(reminder(act_by, asks=asks), end, NOW, "  ") == said
        assert refuse_snooze(reminder(act_by, asks=asks), end, NOW, "the sale completes in May") == ""


def test_only_a_decision_ends_a_deadline_and_no_action_says_why() -> None:
    assert refuse_dismissal(reminder()) == (
        "“Managed print”, Serve notice: only a decision ends it. Record what was decided, or snooze it."
    )
    assert refuse_dismissal(reminder(date(2027, 3, 31))) == ""
    assert refuse_dismissal(reminder(asks=False)) == ""
    assert refuse_decision(Decision.NO_ACTION, " ").startswith("Say why")
    assert refuse_decision(Decision.NO_ACTION, "transferred") == ""
    assert refuse_decision(Decision.EXTENDED, "") == ""
    assert decision_text(Decision.LET_LAPSE, " members agreed ") == "let lapse: members agreed"
    assert decision_text(Decision.EXTENDED, "") == "extended"


@pytest.mark.parametrize(
    ("act_by", "hour", "until"),
    [
        (date(2026, 11, 27), 14, "2026-11-23T09:00"),
        (date(2026, 11, 23), 14, "2026-11-23T09:00"),
        (date(2026, 11, 22), 14, "2026-11-22T15:52+00:00"),  # its last day: back in an hour
        (date(2026, 11, 22), 23, "2026-11-23T00:00"),
        (date(2026, 11, 13), 14, "2026-11-23T09:00"),  # overdue: tomorrow
    ],
)
def test_closing_is_a_snooze(act_by: date, hour: int, until: str) -> None:
    now = NOW.replace(hour=hour)
    assert closing_until(reminder(act_by), now) == datetime.fromisoformat(until)


@given(st.integers(-1000, 170), st.booleans(), st.integers(0, 23), st.integers(0, 59))
def test_closing_is_never_refused_and_always_ends(ahead: int, asks: bool, hour: int, minute: int) -> None:
    now = NOW.replace(hour=hour, minute=minute)
    closed = reminder(now.date() + timedelta(days=min(ahead, 80)), asks=asks, now=now)
    assert refuse_snooze(closed, closing_until(closed, now), now) == ""


def menu(*reminders: Reminder, now: datetime = NOW) -> dict[Snooze, tuple[str, str, bool]]:
    return {c.length: (c.label, c.note, c.enabled) for c in snooze_menu(reminders, now)}


def test_the_menu_says_what_each_line_comes_to() -> None:
    assert menu(reminder()) == {
        Snooze.HOUR: ("1 hour", "", True),
        Snooze.TOMORROW: ("Until tomorrow, 09:00", "", True),
        Snooze.THREE_DAYS: ("Until Wednesday, 25 November", "", True),
        Snooze.WEEK: ("1 week", "past the deadline", False),
        Snooze.MONTH: ("1 month", "past the deadline", False),
        Snooze.DAY_BEFORE: ("Until the day before", "26 November 2026", True),
        Snooze.WEEK_BEFORE: ("Until a week before", "already past", False),
        Snooze.MONTH_BEFORE: ("Until a month before", "already past", False),
        Snooze.DATE: ("Until a date…", "", True),
    }


def test_the_menu_for_several_is_on_where_it_fits_one_of_them() -> None:
    both = menu(reminder(), reminder(date(2027, 3, 31)))
    assert both[Snooze.MONTH] == ("1 month", "", True)
    assert both[Snooze.DAY_BEFORE] == ("Until the day before", "", True)
    assert not any(enabled for _, _, enabled in menu().values())


def test_a_line_of_the_ledger_holds_what_was_answered() -> None:
    shown = answer(reminder(), AnswerAction.SHOWN, user="ann", at=NOW)
    assert (shown.agreement_uid, shown.kind, shown.date, shown.stage) == (
        "a",
        "notice",
        date(2026, 11, 27),
        7,
    )
    snoozed = answer(
        reminder(),
        AnswerAction.SNOOZED,
        user="ann",
        at=NOW,
        until=datetime.fromisoformat("2026-11-23T09:00"),
        reason=" x ",
    )
    assert (snoozed.stage, snoozed.until, snoozed.reason) == (
        None,
        datetime.fromisoformat("2026-11-23T09:00"),
        "x",
    )


@pytest.mark.parametrize(
    ("kind", "first", "without"),
    [
        ("option notice", Decision.EXTENDED, Decision.NOTICE_SERVED),
        ("decision start", Decision.EXTENDED, Decision.NOTICE_SERVED),
        ("termination notice", Decision.NOTICE_SERVED, Decision.EXTENDED),
        ("end", Decision.EXTENDED, Decision.NOTICE_SERVED),
        ("re-procurement start", Decision.REPROCURING, Decision.NOTICE_SERVED),
        ("review", Decision.DONE, Decision.EXTENDED),
        ("contract details notice", Decision.DONE, Decision.EXTENDED),
        ("something new", Decision.DONE, Decision.EXTENDED),
    ],
)
def test_the_decisions_that_fit_a_kind_of_deadline(kind: str, first: Decision, without: Decision) -> None:
    fitting = decisions_for(kind)
    assert fitting[0] is first
    assert without not in fitting
    assert fitting[-1] is Decision.NO_ACTION
