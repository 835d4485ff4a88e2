"""What is due: stages, answers, clocks that jump. The F numbers are the faults a reminder must survive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import Period, latest_notice
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import Answer, AnswerAction, Away, Person, QuietHours, Rule, Watched
from tracker.domain.reminding.answering import Snooze, answer, closing_until, snooze_until
from tracker.domain.reminding.reminder import (
    Due,
    Reminder,
    decided,
    due,
    key_of,
    moved,
    stage_reached,
    stages_of,
)

LONDON = ZoneInfo("Europe/London")
ANN = Person(user="ann")
RULES = (Rule(stages=(180, 90, 30, 7, 0), insists=7),)


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def item(
    day: str = "2027-03-31",
    *,
    uid: str = "a",
    kind: str = "notice",
    asks: bool = True,
    settled: bool = False,
    late: int = 0,
    owner: str = "",
    recorded: str = "",
) -> Watched:
    on = date.fromisoformat(day)
    return Watched(
        agreement_uid=uid,
        title=f"Agreement {uid}",
        owner=owner,
        recorded=date.fromisoformat(recorded) if recorded else None,
        deadline=Deadline(
            kind=kind,
            date=on,
            act_by=on,
            missed_after=on + timedelta(days=late),
            asks=asks,
            settled=settled,
        ),
    )


class Ledger:
    """Answers in the order written, and the few things a window does with them."""

    def __init__(self, *items: Watched, person: Person = ANN) -> None:
        self.items = list(items)
        self.lines: list[Answer] = []
        self.person = person

    def look(self, now: datetime) -> Due:
        return due(self.items, self.lines, RULES, now, person=self.person)

    def tick(self, now: datetime) -> list[str]:
        """Look as the window does, write down what is shown anew, and say which those are."""
        found = self.look(now)
        fresh = [reminder for reminder in found.reminders if reminder.fresh] if not found.held else []
        self.lines += [answer(r, AnswerAction.SHOWN, user=self.person.user, at=now) for r in fresh]
        return [reminder.watched.agreement_uid for reminder in fresh]

    def say(self, now: datetime, action: AnswerAction, **more: object) -> None:
        for reminder in self.look(now).reminders:
            self.lines.append(answer(reminder, action, user=self.person.user, at=now, **more))

    def close(self, now: datetime) -> None:
        for reminder in self.look(now).reminders:
            until = closing_until(reminder, now)
            self.lines.append(
                answer(reminder, AnswerAction.SNOOZED, user=self.person.user, at=now, until=until)
            )


def uids(reminders: tuple[Reminder, ...]) -> list[str]:
    return [reminder.watched.agreement_uid for reminder in reminders]


@pytest.mark.parametrize(
    ("left", "asking", "happening"),
    [(181, None, None), (180, 180, 180), (91, 180, 180), (90, 90, 90), (15, 90, 90), (14, 14, 90),
     (2, 14, 90), (1, 14, 90), (0, 0, 90), (-1, -1, -1), (-7, -1, -1), (-8, -8, -1), (-14, -8, -1),
     (-15, -15, -1), (-400, -400, -1)],
)  # fmt: skip
def test_the_stage_that_holds(left: int, asking: int | None, happening: int | None) -> None:
    rule = Rule(stages=(90, 180, -1), insists=14)
    assert stages_of(rule, True) == (180, 90, 14, 0, -1)
    assert stage_reached(rule, True, left) == asking
    assert stage_reached(rule, False, left) == happening


def test_without_repeat_the_last_stage_stays() -> None:
    rule = Rule(stages=(), insists=3, repeat=0)
    assert stage_reached(rule, True, -100) == 0
    assert stage_reached(rule, False, -100) is None
    found = due([item("2026-11-01")], (), (rule,), at("2026-11-22T09:00"), person=ANN)
    assert found.next is None
    assert uids(found.reminders) == ["a"]


@pytest.mark.parametrize(
    ("now", "shown", "next_"),
    [
        ("2026-10-01T23:59", False, "2026-10-02T00:00"),
        ("2026-10-02T00:00", True, "2026-12-31T00:00"),  # 180 days before 31 March 2027
        ("2027-03-31T23:59", True, "2027-04-07T00:00"),
        ("2035-01-01T09:00", True, "2035-01-03T00:00"),  # never forgotten, every week again
    ],
)
def test_due_is_what_is_on_or_before_now(now: str, shown: bool, next_: str) -> None:
    found = Ledger(item()).look(at(now))
    assert bool(found.reminders) is shown
    assert found.next == datetime.fromisoformat(next_)


def test_settled_is_never_due_and_other_peoples_are_not_shown() -> None:
    assert not Ledger(item(settled=True)).look(at("2027-03-31T09:00")).reminders
    ann = Person(user="ann", owners=frozenset({"Ann"}))
    assert not Ledger(item(owner="Cy"), person=ann).look(at("2027-03-31T09:00")).reminders


def test_missed_only_once_even_the_later_reading_has_passed() -> None:
    ledger = Ledger(item(late=1))
    on, after, later = (
        ledger.look(at(f"2027-{day}T09:00")).reminders[0] for day in ("03-31", "04-01", "04-02")
    )
    assert (on.overdue, on.missed, on.days_left) == (False, False, 0)
    assert (after.overdue, after.missed, after.days_left) == (True, False, -1)
    assert (later.overdue, later.missed) == (True, True)


def test_a_deadline_past_when_it_is_recorded_shows_as_missed_but_old_ends_stay_quiet() -> None:
    """Case T21; an import of ten years of ended contracts must not ask about each of them."""
    ledger = Ledger(
        item("2026-07-31", uid="notice", recorded="2026-11-22"),
        item("2014-03-31", uid="ended", kind="end", asks=False, recorded="2026-11-22"),
        item("2026-11-23", uid="ends", kind="end", asks=False, recorded="2026-11-22"),
    )
    assert ledger.tick(at("2026-11-22T09:00")) == ["notice", "ends"]
    assert ledger.look(at("2026-11-22T09:00")).reminders[0].missed
    assert uids(ledger.look(at("2027-01-06T09:00")).reminders) == ["notice", "ends"]


def test_what_happens_on_the_day_on_which_it_is_recorded_is_not_history() -> None:
    ledger = Ledger(item("2026-11-22", asks=False, recorded="2026-11-22"))
    assert uids(ledger.look(at("2027-01-06T09:00")).reminders) == ["a"]


def test_a_dismissal_ends_a_snooze() -> None:
    ledger = Ledger(item())
    now = at("2026-10-02T09:00")
    reminder = ledger.look(now).reminders[0]
    until = datetime.fromisoformat("2027-01-31T09:00")
    ledger.lines.append(answer(reminder, AnswerAction.SNOOZED, user="ann", at=now, until=until))
    ledger.lines.append(answer(reminder, AnswerAction.DISMISSED, user="ann", at=now))
    assert ledger.tick(at("2026-12-31T09:00")) == ["a"]


def test_what_hurts_first_stands_first() -> None:
    ledger = Ledger(
        item("2027-03-31", uid="far"),
        item("2026-11-20", uid="ended", kind="end", asks=False),
        item("2026-11-27", uid="this week"),
        item("2026-11-13", uid="late"),
        item("2026-09-30", uid="later still"),
        item("2026-11-29", uid="ends", kind="end", asks=False),
    )
    assert uids(ledger.look(at("2026-11-22T09:00")).reminders) == [
        "later still", "late", "this week", "ends", "ended", "far",
    ]  # fmt: skip


def test_a_dismissal_lasts_until_the_next_stage_and_never_ends_a_deadline_that_asks() -> None:
    ledger = Ledger(item())
    ledger.tick(at("2026-10-02T09:00"))
    assert ledger.look(at("2026-10-02T09:00")).reminders[0].dismissable
    ledger.say(at("2026-10-02T09:00"), AnswerAction.DISMISSED)
    assert not ledger.look(at("2026-12-30T09:00")).reminders
    assert ledger.look(at("2026-12-30T09:00")).next == datetime.fromisoformat("2026-12-31T00:00")
    assert ledger.tick(at("2026-12-31T09:00")) == ["a"]
    ledger.say(at("2026-12-31T09:00"), AnswerAction.DISMISSED)
    ledger.lines.append(replace(ledger.lines[-1], stage=180))  # an older stage after a newer changes nothing
    assert not ledger.look(at("2027-01-01T09:00")).reminders
    ledger.lines.append(replace(ledger.lines[-1], stage=0))  # even if something wrote such a line
    last_week = ledger.look(at("2027-03-24T09:00")).reminders[0]
    assert not last_week.dismissable


def test_a_date_that_happens_is_gone_once_its_last_stage_is_dismissed() -> None:
    ledger = Ledger(item(asks=False))
    ledger.say(at("2027-03-31T09:00"), AnswerAction.DISMISSED)
    found = ledger.look(at("2035-01-01T09:00"))
    assert (found.reminders, found.snoozed, found.next) == ((), (), None)


def test_a_decision_is_everybodys_a_snooze_and_a_dismissal_are_ones_own() -> None:
    now = at("2026-12-31T09:00")
    for action in (AnswerAction.SNOOZED, AnswerAction.DISMISSED, AnswerAction.DECIDED):
        ledger = Ledger(item())
        ledger.say(
            now,
            action,
            until=datetime.fromisoformat("2027-01-04T09:00") if action is AnswerAction.SNOOZED else None,
        )
        assert not ledger.look(now).reminders
        ledger.person = Person(user="bob")
        assert bool(ledger.look(now).reminders) is (action is not AnswerAction.DECIDED)
        assert bool(decided(ledger.lines)) is (action is AnswerAction.DECIDED)


@pytest.mark.parametrize("other", ["2026-12-31", "2027-06-30"])
def test_a_changed_date_is_a_new_reminder_whichever_way_it_moved(other: str) -> None:
    """The old answers stay; and should the date move back, it is asked about again."""
    now = at("2027-03-30T09:00")
    ledger = Ledger(item())
    ledger.say(now, AnswerAction.DECIDED, reason="let lapse")
    assert not ledger.look(now).reminders
    old, ledger.items = ledger.items, [item(other)]
    assert len(ledger.look(now).reminders) == 1
    rearmed = moved(old, ledger.items, ledger.lines, user="ann", at=now)
    assert [(line.action, line.date) for line in rearmed] == [(AnswerAction.REARMED, date(2027, 3, 31))]
    ledger.lines += rearmed
    assert not moved(old, ledger.items, ledger.lines, user="ann", at=now), "once is enough"
    ledger.items = old
    assert ledger.tick(now) == ["a"]
    assert not decided(ledger.lines)
    assert any(line.reason == "let lapse" for line in ledger.lines), "answers of the old date stay"


def test_dates_that_nobody_answered_need_no_arming() -> None:
    assert not moved([item()], [], (), user="ann", at=at("2027-01-01T09:00"))
    assert not moved([item()], [item()], (), user="ann", at=at("2027-01-01T09:00"))
    assert key_of(item()) == ("a", "notice", date(2027, 3, 31))


def test_a_snooze_without_a_reason_ends_with_the_last_day_to_act() -> None:
    ledger = Ledger(item())
    ledger.say(at("2027-03-30T09:00"), AnswerAction.SNOOZED, until=datetime.fromisoformat("2027-05-01T09:00"))
    assert ledger.look(at("2027-03-31T23:59")).next == datetime.fromisoformat("2027-04-01T00:00")
    assert ledger.look(at("2027-03-31T23:59")).snoozed[0].snoozed_until == datetime.fromisoformat(
        "2027-04-01T00:00"
    )
    assert ledger.tick(at("2027-04-01T00:00")) == ["a"]
    ledger.say(
        at("2027-04-01T09:00"),
        AnswerAction.SNOOZED,
        until=datetime.fromisoformat("2027-05-01T09:00"),
        reason="sale",
    )
    assert ledger.look(at("2027-04-30T09:00")).snoozed
    assert ledger.tick(at("2027-05-01T09:00")) == ["a"]


def test_quiet_hours_and_holidays_hold_the_window_back_and_lose_nothing() -> None:
    person = Person(
        user="ann",
        quiet=QuietHours(time(19), time(8)),
        away=(Away("ann", date(2026, 12, 24), date(2027, 1, 3)),),
    )
    ledger = Ledger(item("2026-12-31"), item("2030-01-01", uid="far"), person=person)
    night = ledger.look(at("2026-12-22T23:00"))
    assert night.held and not night.pops_up and uids(night.reminders) == ["a"]
    assert night.next == datetime.fromisoformat("2026-12-23T08:00")
    assert ledger.look(at("2026-12-23T08:00")).pops_up
    assert not ledger.look(at("2026-12-31T10:00")).pops_up
    assert ledger.tick(at("2027-01-04T08:00")) == ["a"]
    assert not ledger.look(at("2027-01-04T08:01")).pops_up
    late = ledger.look(at("2027-01-04T23:00"))
    assert late.changes == datetime.fromisoformat("2027-01-07T00:00"), "nothing fresh waits for the morning"
    assert late.next == datetime.fromisoformat("2027-01-07T08:00"), "and the window comes when it is day"


def test_the_window_comes_up_when_the_person_is_back_and_awake() -> None:
    weekend = (Away("ann", date(2026, 12, 24), date(2026, 12, 26)), Away("bob", date(2026, 12, 27), date.max))
    ann = Person(user="ann", quiet=QuietHours(time(19), time(8)), away=weekend)
    day = datetime.fromisoformat
    assert ann.free_from(day("2026-12-23T12:00")) == day("2026-12-23T12:00")
    assert ann.free_from(day("2026-12-23T20:00")) == day("2026-12-27T08:00")
    for_good = Person(user="bob", away=weekend)
    assert for_good.free_from(day("2026-12-27T09:00")).date() == date.max
    assert Person(user="cy").free_from(day("2026-12-27T03:00")) == day("2026-12-27T03:00")


@pytest.mark.parametrize("hours", [8, 7 * 24, 31 * 24])
def test_f59_f60_sleep_across_the_due_moment_or_a_month_away(hours: int) -> None:
    ledger = Ledger(
        item("2027-03-31", uid="c"), item("2027-03-29", uid="b"), item("2027-03-30", uid="a")
    )  # the stage of 90 days falls on 31, 29 and 30 December
    before = at("2026-12-28T20:00")
    ledger.tick(before)
    ledger.say(before, AnswerAction.DISMISSED)
    expected = [
        uid
        for uid, day in (("b", 29), ("a", 30), ("c", 31))
        if before + timedelta(hours=hours) >= at(f"2026-12-{day}T00:00")
    ]
    assert ledger.tick(before + timedelta(hours=hours)) == expected, "one list, oldest first"
    assert ledger.tick(before + timedelta(hours=hours, minutes=1)) == [], "each once"


def test_f61_clock_set_back_a_day_then_right_again() -> None:
    ledger = Ledger(item("2027-03-31", uid="answered"), item("2027-03-31", uid="open"))
    now = at("2026-12-31T09:00")
    ledger.tick(now)
    reminder = ledger.look(now).reminders[0]
    ledger.lines.append(answer(reminder, AnswerAction.DISMISSED, user="ann", at=now))
    for moment in (now - timedelta(days=1), now + timedelta(minutes=1)):
        ledger.tick(moment)
        assert uids(ledger.look(moment).reminders) == ["open"]


def test_f61_a_snooze_holds_when_the_clock_goes_back_a_day() -> None:
    ledger = Ledger(item())
    now = at("2026-12-31T09:00")
    ledger.tick(now)
    ledger.close(now)
    for moment in (now - timedelta(days=1), now + timedelta(minutes=1)):
        assert ledger.tick(moment) == []
    assert ledger.tick(at("2027-01-01T09:00")) == ["a"]


def test_f62_clock_ten_years_ahead_by_mistake_then_back() -> None:
    ledger = Ledger(
        item("2027-03-31", uid="shown"), item("2027-03-31", uid="snoozed"), item("2027-03-31", uid="decided")
    )
    ahead, now = at("2036-12-31T09:00"), at("2026-12-31T09:00")
    ledger.tick(ahead)
    by_uid = {reminder.watched.agreement_uid: reminder for reminder in ledger.look(ahead).reminders}
    ledger.lines.append(
        answer(
            by_uid["snoozed"],
            AnswerAction.SNOOZED,
            user="ann",
            at=ahead,
            until=datetime.fromisoformat("2037-01-01T09:00"),
        )
    )
    ledger.lines.append(answer(by_uid["decided"], AnswerAction.DECIDED, user="ann", at=ahead))
    assert ledger.tick(now) == ["shown", "snoozed"], "shown is not answered; answered stays"
    assert ledger.tick(now + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("start", "hour_later"),
    [
        ("2026-03-29T00:45+00:00", "2026-03-29T01:45+00:00"),  # 00:45 GMT, 02:45 BST
        ("2026-10-25T00:45+00:00", "2026-10-25T01:45+00:00"),  # 01:45 BST, 01:45 GMT: the same wall time
    ],
)
def test_f63_an_hour_is_an_hour_when_the_clocks_change(start: str, hour_later: str) -> None:
    ledger = Ledger(item("2026-10-26", uid="a"))
    begin = datetime.fromisoformat(start).astimezone(LONDON)
    end = datetime.fromisoformat(hour_later).astimezone(LONDON)
    ledger.items = [item("2026-03-30" if begin.month == 3 else "2026-10-26")]
    reminder = ledger.look(begin).reminders[0]
    until = snooze_until(Snooze.HOUR, reminder, begin.astimezone(UTC))
    ledger.tick(begin)
    ledger.lines.append(answer(reminder, AnswerAction.SNOOZED, user="ann", at=begin, until=until))
    assert ledger.tick(begin + timedelta(minutes=59)) == [] or begin.month == 10
    assert ledger.look((end.astimezone(UTC) - timedelta(minutes=1)).astimezone(LONDON)).snoozed
    assert ledger.tick(end) == ["a"]
    assert ledger.tick(end.astimezone(UTC).astimezone(LONDON)) == [], "once"


def test_f63_a_stage_that_begins_in_a_night_of_25_hours_comes_once() -> None:
    ledger = Ledger(item("2026-10-25"))
    shown = []
    moment = datetime(2026, 10, 24, 22, tzinfo=UTC)
    for _ in range(8 * 60):
        shown += ledger.tick(moment.astimezone(LONDON))
        moment += timedelta(minutes=1)
    assert shown == ["a", "a"], "the last week's stage on the first look, the last day's at midnight"


@pytest.mark.parametrize("hours", [-8, 0, 13])
def test_f64_the_day_follows_the_zone_and_dates_do_not_move(hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    ledger = Ledger(item())
    instant = datetime(2027, 3, 31, 11, 30, tzinfo=UTC)
    reminder = ledger.look(instant.astimezone(zone)).reminders[0]
    assert reminder.days_left == (date(2027, 3, 31) - instant.astimezone(zone).date()).days
    assert reminder.watched.deadline.date == date(2027, 3, 31)


def test_f64_tomorrow_at_nine_is_nine_wherever_the_machine_is() -> None:
    ledger = Ledger(item())
    ledger.close(at("2026-12-31T17:00"))
    tokyo = ZoneInfo("Asia/Tokyo")
    assert ledger.look(at("2027-01-01T08:59", tokyo)).snoozed
    assert ledger.look(at("2027-01-01T09:00", tokyo)).reminders


@given(
    end=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    months=st.integers(0, 36),
    ahead=st.integers(-400, 800),
)
def test_f65_any_notice_date_is_reminded_of_and_never_after_the_end(
    end: date, months: int, ahead: int
) -> None:
    notice = latest_notice(end, Period(months=months)).backward
    assert notice <= end
    watched = item(notice.isoformat())
    now = datetime.combine(notice - timedelta(days=ahead), time(9), LONDON)
    found = due([watched], (), RULES, now, person=ANN)
    assert bool(found.reminders) is (ahead <= 180)


@pytest.mark.parametrize("day", [date.min, date(1, 2, 1), date.max])
def test_f65_the_edges_of_the_calendar_do_not_raise(day: date) -> None:
    ledger = Ledger(item(day.isoformat()))
    now = at("2026-11-22T09:00")
    ledger.close(now)
    ledger.tick(now)
    assert ledger.look(now)


def test_f66_midnight_with_the_window_open() -> None:
    ledger = Ledger(item("2027-03-31", uid="yesterday"), item("2027-04-01", uid="today"))
    assert ledger.tick(at("2026-12-31T23:59")) == ["yesterday", "today"]
    assert ledger.tick(at("2027-01-01T00:01")) == ["today"], (
        "its ninety days begin; the other is not repeated"
    )
    assert [r.days_left for r in ledger.look(at("2027-01-01T00:01")).reminders] == [89, 90]


def test_f68_ten_thousand_due_at_once_are_one_list_and_one_answer_ends_them() -> None:
    ledger = Ledger(*(item("2026-11-01", uid=f"{n:05}") for n in range(10_000)))
    now = at("2026-11-22T09:00")
    assert len(ledger.tick(now)) == 10_000
    ledger.say(now, AnswerAction.DECIDED, reason="no action: all were transferred")
    assert ledger.look(now).reminders == ()


def test_f71_a_window_that_is_a_moment_behind_does_not_undo_a_snooze() -> None:
    """Two machines, one person: one snoozes while the other is still writing down what it shows."""
    ledger = Ledger(item())
    now = at("2026-12-31T09:00")
    stale = ledger.look(now).reminders[0]
    ledger.close(now)
    ledger.lines.append(answer(stale, AnswerAction.SHOWN, user="ann", at=now + timedelta(seconds=20)))
    assert ledger.look(now + timedelta(minutes=1)).snoozed
    assert ledger.tick(at("2027-01-01T09:00")) == ["a"]


def test_lines_that_say_less_than_they_should_are_still_read() -> None:
    """A register that another program wrote to: no line may make reminders fail."""
    now = at("2026-12-31T09:00")
    for action in AnswerAction:
        line = Answer(
            agreement_uid="a", kind="notice", date=date(2027, 3, 31), user="ann", action=action, at=now
        )
        ledger = Ledger(item())
        ledger.lines = [line]
        assert ledger.look(now)
