"""Reminders of a real register, with a clock that the test drives. The F numbers are faults to survive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.app.conftest import Clock
from tracker.app import edit
from tracker.app.reminding import answers, reminders
from tracker.app.reminding.board import board
from tracker.app.reminding.reminders import recorded_on
from tracker.app.reminding.settings import load_rules, save_person, save_rules
from tracker.app.reminding.watch import Watch
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.agreement import (
    Agreement,
    EndKind,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Side,
)
from tracker.domain.dates import Period, When
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.membership import PLANNED
from tracker.domain.partnerships.partnership import Arrangement
from tracker.domain.reminding.alert import Answer, AnswerAction, Decision, Person, Rule
from tracker.domain.reminding.answering import Snooze
from tracker.domain.reminding.reminder import Due, Reminder

MARCH = date(2027, 3, 31)


def agreement(title: str = "Print", ends: date = MARCH, *, notice: int = 3, option: bool = True) -> Agreement:
    """From 1 April 2022, with an option of two years that must be taken `notice` months before the end."""
    return Agreement(
        title=title,
        reference=title[:3].upper(),
        starts=When.on(date(2022, 4, 1)),
        ends=When.on(ends),
        end_kind=EndKind.FIXED,
        options=(
            ExtensionOption(number=1, length=Period(24), exercised_by=Side.US, notice_least=Period(notice)),
        )
        if option
        else (),
    )


def add(session: Session, *found: Agreement) -> list[Agreement]:
    with session.operation("Add") as write:
        return write.add_all(found)


def by_kind(found: Due, kind: str) -> list[Reminder]:
    return [reminder for reminder in found.reminders if reminder.watched.deadline.kind == kind]


def titles(found: Due) -> list[str]:
    return [reminder.watched.title for reminder in found.reminders]


def actions(session: Session) -> list[str]:
    return [line.action.value for line in session.read.records(Answer)]


@pytest.fixture
def watch(session: Session) -> Iterator[Watch]:
    made = Watch(session)
    yield made
    made.close()


def show(watch: Watch) -> list[str]:
    """A tick, with the window putting on the screen whatever is fresh; the kinds that came up."""
    found = watch.look()
    fresh = [reminder for reminder in found.reminders if reminder.fresh]
    if found.pops_up:
        watch.shown(found.reminders)
    return sorted(reminder.watched.deadline.kind for reminder in fresh)


def test_what_is_due_in_the_window(session: Session, clock: Clock) -> None:
    """The option must be decided on by 31 December; the start on that decision is overdue since September."""
    add(session, agreement())
    found = reminders.due(session, clock())
    seen = {(r.watched.deadline.kind, r.watched.deadline.date, r.overdue) for r in found.reminders}
    assert ("option notice", date(2026, 12, 30), False) in seen or (
        "option notice", date(2026, 12, 31), False) in seen  # fmt: skip
    assert ("decision start", True) in {(kind, overdue) for kind, _, overdue in seen}
    assert ("end", MARCH, False) in seen
    notice = by_kind(found, "option notice")[0].watched
    assert (notice.title, notice.reference) == ("Print", "PRI")
    assert notice.recorded == clock().date()


def test_old_ends_that_were_imported_are_history(session: Session, clock: Clock) -> None:
    add(session, agreement(ends=date(2024, 3, 31), option=False))
    assert not by_kind(reminders.due(session, clock()), "end")


def test_the_day_of_a_record_is_read_from_its_uid() -> None:
    assert recorded_on("019be4a1-2c00-7000-8000-0123456789ab") == date(2026, 1, 22)
    assert recorded_on("019be4a1-2c00-4000-8000-0123456789ab") is None
    assert recorded_on("KES-1") is None
    assert recorded_on("019be4a1-2cxx-7000-8000-0123456789ab") is None


def test_f59_f60_asleep_or_away_everything_comes_up_once_oldest_first(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement("Late", date(2027, 6, 30)), agreement("Later", date(2027, 7, 31)))
    show(watch)
    answers.close(session, watch.look().reminders)
    clock.now += timedelta(days=31)
    found = watch.look()
    acting = [reminder.watched.deadline.act_by for reminder in found.reminders if not reminder.overdue]
    assert acting == sorted(acting)
    assert show(watch)
    clock.now += timedelta(minutes=1)
    assert show(watch) == []
    assert len(found.reminders) == len({reminder.key for reminder in found.reminders})


def test_f61_clock_back_a_day_and_right_again(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement())
    assert show(watch)
    found = watch.look()
    answers.decide(session, found.reminders, Decision.NO_ACTION, reason="being replaced")
    clock.now -= timedelta(days=1)
    assert show(watch) == []
    assert watch.warning.startswith(
        "This computer says that it is 21 November 2026, but reminders were last checked"
    )
    clock.now += timedelta(days=1, minutes=1)
    assert show(watch) == []
    assert watch.warning == ""


def test_f62_ten_years_ahead_and_back_shown_is_not_answered(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement())
    now = clock.now
    clock.now = now.replace(year=2036)
    assert show(watch)
    clock.now = now
    assert "option notice" in show(watch)
    clock.now += timedelta(minutes=1)
    assert show(watch) == []


def test_f63_a_snooze_of_an_hour_is_an_hour(session: Session, clock: Clock, watch: Watch) -> None:
    """Clocks go back on 25 October 2026 at 01:00 UTC; the offset of the machine's time changes with it."""
    add(session, agreement(ends=date(2027, 1, 31)))
    summer, winter = timezone(timedelta(hours=1)), UTC
    clock.now = datetime(2026, 10, 25, 0, 45, tzinfo=UTC).astimezone(summer)
    found = watch.look()
    assert answers.snooze(session, found.reminders, Snooze.HOUR).refused == ()
    clock.now = datetime(2026, 10, 25, 1, 44, tzinfo=UTC).astimezone(winter)
    assert watch.look().reminders == ()
    clock.now = datetime(2026, 10, 25, 1, 45, tzinfo=UTC).astimezone(winter)
    assert len(watch.look().reminders) == len(found.reminders)


def test_f64_another_time_zone_moves_no_date(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement())
    before = {r.key for r in watch.look().reminders}
    for hours in (-8, 13):
        clock.now = clock.now.astimezone(timezone(timedelta(hours=hours)))
        assert {r.key for r in watch.look().reminders} == before
    stored = sqlite3.connect(session.path)
    assert stored.execute("select date from deadline where kind = 'end'").fetchone() == ("2027-03-31",)
    stored.close()


def test_f66_midnight_with_the_program_open(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement(ends=date(2027, 2, 26), option=False))
    show(watch)
    clock.now = clock.now.replace(hour=23, minute=59)
    show(watch)
    left = {r.key: r.days_left for r in watch.look().reminders}
    clock.now += timedelta(minutes=2)
    assert show(watch) == []
    assert {r.key: r.days_left for r in watch.look().reminders} == {
        key: days - 1 for key, days in left.items()
    }


def test_showing_stands_in_the_ledger_and_neither_in_the_history_nor_in_undo(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement())
    before, undo = session.read.history(10), session.undo_name
    assert show(watch)
    assert actions(session) and set(actions(session)) == {"shown"}
    assert session.read.history(10) == before
    assert session.undo_name == undo
    assert session.read.history(10, "agreement", 1) == before, "nor in that of its agreement"
    assert session.check_integrity() == ()


@pytest.mark.slow
def test_f68_thousands_are_answered_in_one_operation(session: Session, clock: Clock) -> None:
    add(session, *(agreement(f"A{n}", option=False) for n in range(1500)))
    found = reminders.due(session, clock())
    assert len(found.reminders) >= 1500
    before = len(session.read.history(1000))
    assert answers.close(session, found.reminders).done == len(found.reminders)
    assert len(session.read.history(1000)) == before + 1
    assert reminders.due(session, clock()).reminders == ()


def test_f71_a_decision_made_on_another_machine(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement())
    mine = by_kind(watch.look(), "option notice")
    with Session.open(session.path, clock=clock, user="Bob") as other:
        theirs = by_kind(reminders.due(other, clock()), "option notice")
        answers.decide(other, theirs, Decision.LET_LAPSE, reason="members agreed")
    outcome = answers.decide(session, mine, Decision.EXTENDED)
    assert outcome.done == 0
    assert outcome.refused[0][1] == "“Print” was decided already, by Bob: let lapse: members agreed."
    assert session.agreement(1).events == ()
    assert by_kind(watch.look(), "option notice") == []


def test_an_answer_given_while_a_worker_reckons_is_not_lost(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement())
    assert watch.is_behind
    first = watch.look().reminders[0]
    assert not watch.is_behind
    watch.set_rules((), Person(user=session.user))
    assert watch.is_behind
    begun = watch.begin()(session)
    answers.snooze(session, (first,), Snooze.WEEK)
    watch.take(begun)
    assert watch.is_behind
    watch.take(watch.begin()(session))
    assert not watch.is_behind
    assert first.key not in {reminder.key for reminder in watch.look().reminders}
    watch.give_up()
    assert watch.is_behind
    watch.take(watch.begin()(session))
    assert not watch.is_behind
    clock.now += timedelta(days=8)
    assert watch.is_behind, "the snooze has come to its end"


def test_f71_the_other_window_follows_at_its_next_look(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement())
    assert by_kind(watch.look(), "option notice")
    with Session.open(session.path, clock=clock, user="Officer") as other:
        answers.snooze(other, reminders.due(other, clock()).reminders, Snooze.TOMORROW)
    assert by_kind(watch.look(), "option notice") == []


def test_f72_a_register_that_may_only_be_read_shows_once_and_says_that_answers_are_not_saved(
    session: Session, clock: Clock
) -> None:
    add(session, agreement())
    with Session.open(session.path, clock=clock, read_only=True) as locked:
        watch = Watch(locked)
        assert show(watch)
        clock.now += timedelta(minutes=1)
        assert show(watch) == [], "no loop of pop-ups"
        for act in (answers.close, answers.dismiss):
            with pytest.raises(TrackerError, match="open for reading only, so no answer can be saved"):
                act(locked, watch.look().reminders)
        with pytest.raises(TrackerError, match="reading only"):
            answers.unanswer(locked, [])
        watch.close()
    assert actions(session) == []


def test_f72_a_busy_register_keeps_what_was_shown_for_later(
    session: Session, clock: Clock, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(session, agreement())
    found = watch.look()

    def busy(*_: object, **__: object) -> None:
        raise TrackerError("register.db is busy.")

    with monkeypatch.context() as broken:
        broken.setattr(session, "operation", busy)
        watch.shown(found.reminders)
        assert show(watch) == []
        with pytest.raises(TrackerError, match="busy"):
            answers.dismiss(session, [r for r in found.reminders if r.dismissable])
    assert actions(session) == []
    clock.now += timedelta(minutes=1)
    assert show(watch) == [], "written now, and not shown again for that"
    assert set(actions(session)) == {"shown"}


def test_a_register_that_cannot_be_read_for_a_moment_keeps_its_list(
    session: Session, clock: Clock, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(session, agreement())
    known = watch.look()

    def gone() -> int:
        raise TrackerError("The share did not answer.")

    with monkeypatch.context() as broken:
        broken.setattr(session, "data_version", gone)
        clock.now += timedelta(minutes=1)
        assert watch.look().reminders == known.reminders
        assert watch.trouble == "The share did not answer."
        other = Watch(session)
        with pytest.raises(TrackerError, match="did not answer"):
            other.look()
        other.close()
        clock.now += timedelta(days=1)
        watch.look()
    assert watch.look().reminders[0].days_left == known.reminders[0].days_left - 1, "the new day is not lost"
    assert watch.trouble == ""


def test_where_nothing_changed_a_look_costs_nothing(
    session: Session, clock: Clock, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(session, agreement())
    show(watch)
    watch.look()
    found = watch.look()

    def asked(*_: object) -> None:
        raise AssertionError("the register was read again")

    monkeypatch.setattr(session.read, "deadlines", asked)
    monkeypatch.setattr(session.read, "records", asked)
    for _ in range(10):
        clock.now += timedelta(minutes=1)
        assert watch.look() is found
    assert watch.checked == clock.now


def test_while_another_day_is_looked_at_reminders_stay_with_today(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement())
    watch.look()
    found = watch.look()
    session.look_at(date(2030, 1, 1))
    assert watch.look().reminders == found.reminders
    session.look_at(None)
    assert watch.look().reminders == found.reminders


def test_a_date_that_moved_and_moved_back_is_asked_about_again(
    session: Session, clock: Clock, watch: Watch
) -> None:
    [stored] = add(session, agreement(option=False))
    ends = by_kind(watch.look(), "end")
    answers.dismiss(session, ends)
    assert by_kind(watch.look(), "end") == []
    for day in (date(2027, 2, 28), MARCH):
        with session.operation("Edit") as write:
            write.change(Agreement, stored.id, ends=When.on(day))
        assert [r.watched.deadline.date for r in by_kind(watch.look(), "end")] == [day]
    assert actions(session).count("dismissed") == 1
    assert actions(session).count("re-armed") == 1


def test_snoozes_that_are_too_long_are_refused_one_by_one(session: Session, clock: Clock) -> None:
    add(session, agreement())
    found = reminders.due(session, clock())
    outcome = answers.snooze(session, found.reminders, Snooze.MONTH)
    late = [reminder for reminder in found.reminders if reminder.overdue]
    assert [reminder for reminder, _ in outcome.refused] == late
    assert "overdue since" in outcome.refused[0][1]
    assert outcome.done == len(found.reminders) - len(late)
    assert answers.snooze(session, late, datetime.fromisoformat("2027-03-01T09:00"), reason="new owner").done
    assert answers.snooze(session, late, Snooze.DATE, on=date(2026, 11, 24)).done
    assert reminders.due(session, clock()).reminders == ()


def test_dismissing_ends_no_deadline_that_asks(session: Session, clock: Clock) -> None:
    add(session, agreement())
    found = reminders.due(session, clock())
    outcome = answers.dismiss(session, found.reminders)
    assert {r.watched.deadline.kind for r, _ in outcome.refused} >= {"decision start"}
    assert all("only a decision ends it" in why for _, why in outcome.refused)
    assert answers.dismiss(session, [outcome.refused[0][0]]).done == 0


def test_deciding_to_extend_extends_by_the_next_option_and_undo_takes_it_back(
    session: Session, clock: Clock
) -> None:
    [stored] = add(session, agreement())
    found = reminders.due(session, clock())
    both = by_kind(found, "option notice") + by_kind(found, "decision start")
    assert answers.decide(session, both, Decision.EXTENDED, reason="Cabinet, 3 November") == answers.Outcome(
        2
    )
    [event] = session.agreement(stored.id).events
    assert (event.kind, event.new_end, event.option) == (EventKind.EXTENDED, When.on(date(2029, 3, 31)), 1)
    assert event.text == "Cabinet, 3 November"
    assert session.standing(stored.id).current_end == date(2029, 3, 31)
    assert reminders.due(session, clock()).reminders == ()
    assert session.undo_name == "Decide on 2 dates: extended"
    session.undo()
    assert len(reminders.due(session, clock()).reminders) == len(found.reminders)


def test_extending_to_a_day_or_only_recording_it(session: Session, clock: Clock) -> None:
    [stored, other] = add(session, agreement(option=False), agreement("Other", option=False))
    ends = by_kind(reminders.due(session, clock()), "end")
    refused = answers.decide(session, ends, Decision.EXTENDED)
    assert refused.done == 0
    assert refused.refused[0][1].endswith("Say to which day it was extended.")
    mine = [r for r in ends if r.watched.agreement_id == stored.id]
    assert answers.decide(session, mine, Decision.EXTENDED, new_end=date(2027, 9, 30)).done == 1
    assert session.standing(stored.id).current_end == date(2027, 9, 30)
    theirs = [r for r in ends if r.watched.agreement_id == other.id]
    assert answers.decide(session, theirs, Decision.EXTENDED, only_record=True).done == 1
    assert session.standing(other.id).current_end == MARCH


def test_no_action_needs_a_reason(session: Session, clock: Clock) -> None:
    add(session, agreement())
    found = reminders.due(session, clock()).reminders
    outcome = answers.decide(session, found, Decision.NO_ACTION)
    assert (outcome.done, len(outcome.refused)) == (0, len(found))


@pytest.mark.parametrize(
    ("decision", "kind", "detail"),
    [
        (Decision.NOTICE_SERVED, EventKind.NOTICE_GIVEN, ""),
        (Decision.LET_LAPSE, None, ""),
        (Decision.REPROCURING, None, ""),
    ],
)
def test_what_a_decision_carries_out(
    session: Session, clock: Clock, decision: Decision, kind: EventKind | None, detail: str
) -> None:
    clause = NoticeClause(kind=NoticeKind.TERMINATION, length=Period(3), by=Side.US)
    [stored] = add(session, agreement(option=False))
    with session.operation("Add notice") as write:
        write.change(Agreement, stored.id, notices=(clause,))
    found = by_kind(reminders.due(session, clock()), "termination notice")
    assert answers.decide(session, found, decision, reason="x", on=date(2026, 11, 20)).done == 1
    events = session.agreement(stored.id).events
    assert [(event.kind, event.detail, event.on.day) for event in events] == (
        [(kind, detail, date(2026, 11, 20))] if kind else []
    )
    line = answers.answered(session)[0]
    assert (line.action, line.user, line.reason) == (AnswerAction.DECIDED, "Officer", f"{decision.value}: x")


def reviewed(session: Session, clock: Clock) -> Agreement:
    base = agreement(option=False)
    [stored] = add(
        session,
        Agreement(title=base.title, starts=base.starts, ends=When.on(date(2035, 3, 31)), end_kind=EndKind.FIXED,
                  next_review=When.on(date(2026, 11, 30))),
    )  # fmt: skip
    return stored


def test_a_review_that_was_done_is_an_event(session: Session, clock: Clock) -> None:
    stored = reviewed(session, clock)
    found = by_kind(reminders.due(session, clock()), "review")
    assert answers.decide(session, found, Decision.DONE).done == 1
    assert [event.kind for event in session.agreement(stored.id).events] == [EventKind.REVIEWED]


@pytest.mark.parametrize(
    ("kind", "made", "detail"),
    [
        ("contract details notice", EventKind.NOTICE_PUBLISHED, "UK7"),
        ("confirm renewal", EventKind.RENEWED, ""),
        ("price review", None, ""),
        ("confirm details", None, ""),
    ],
)
def test_what_done_means_for_other_kinds(
    session: Session, clock: Clock, kind: str, made: EventKind | None, detail: str
) -> None:
    stored = reviewed(session, clock)
    [reminder] = by_kind(reminders.due(session, clock()), "review")
    other = _as_kind(reminder, kind)
    answers.decide(session, [other], Decision.DONE)
    after = session.agreement(stored.id)
    assert [(e.kind, e.detail) for e in after.events] == ([(made, detail)] if made else [])
    assert after.confirmed_on == (clock().date() if kind == "confirm details" else None)


def test_a_date_of_an_arrangement_is_only_recorded(session: Session, clock: Clock) -> None:
    reviewed(session, clock)
    [reminder] = by_kind(reminders.due(session, clock()), "review")
    own = replace(reminder, watched=replace(reminder.watched, agreement_id=0, agreement_uid="arrangement"))
    assert answers.decide(session, [own], Decision.DONE).done == 1
    assert answers.decide(session, [own], Decision.EXTENDED).done == 0


def _as_kind(reminder: Reminder, kind: str) -> Reminder:
    deadline = reminder.watched.deadline._replace(kind=kind)
    return replace(reminder, watched=replace(reminder.watched, deadline=deadline))


def test_an_answer_that_is_taken_back_comes_up_again(session: Session, clock: Clock) -> None:
    add(session, agreement(option=False))
    ends = by_kind(reminders.due(session, clock()), "end")
    answers.dismiss(session, ends)
    answers.unanswer(session, [answers.answered(session)[0]])
    assert len(by_kind(reminders.due(session, clock()), "end")) == 1
    assert session.undo_name == "Take back 1 answer"
    answers.decide(session, ends, Decision.LET_LAPSE)
    answers.unanswer(session, [answers.answered(session)[0]])
    assert answers.decide(session, ends, Decision.REPROCURING).done == 1


def test_the_next_reminder_and_the_months_ahead(session: Session, clock: Clock) -> None:
    assert reminders.next_reminder(session, clock()) is None
    add(session, agreement(ends=date(2033, 3, 31), option=False))
    assert reminders.due(session, clock()).next is None
    next_one = reminders.next_reminder(session, clock())
    assert next_one is not None
    assert next_one.year > 2028
    add(session, agreement())
    soon = reminders.next_reminder(session, clock())
    assert soon is not None
    assert soon == reminders.due(session, clock()).next
    days = [coming.day for coming in board(session).coming]
    assert days == sorted(days)
    assert days[0] == soon.date()


def test_the_effect_of_a_rule_is_beside_that_of_those_that_hold(session: Session, clock: Clock) -> None:
    first, second = add(session, agreement(option=False), agreement("Payroll", option=False))
    known = (Rule(kind="end", stages=(100, 50)), Rule(kind="end", agreement_uid=second.uid, stages=(3,)))
    seen = reminders.effect_of(session, known, Rule(kind="end", stages=(60, 40, 20), insists=0))
    assert (seen.dates, seen.now.count, seen.then.count) == (1, 2, 3), "one has a rule of its own"
    assert seen.then.next == MARCH - timedelta(days=60)
    own = reminders.effect_of(session, known, Rule(kind="end", agreement_uid=first.uid, stages=(5,)))
    assert own.dates == 1
    assert reminders.effect_of(session, (), Rule(kind="review", stages=(5,))).dates == 0


def test_the_board_has_what_comes_and_what_was_answered_and_whether_it_holds(
    session: Session, clock: Clock, watch: Watch
) -> None:
    add(session, agreement(option=False))
    (end,) = by_kind(watch.look(), "end")
    answers.snooze(session, [end], Snooze.WEEK)
    answers.dismiss(session, [end])
    answers.decide(session, [end], Decision.LET_LAPSE, reason="minute 12")
    found = board(session).answered
    assert [(each.line.action.value, each.title, each.holds) for each in found] == [
        ("decided", "Print", True),
        ("dismissed", "Print", False),
        ("snoozed", "Print", False),
    ]
    answers.unanswer(session, [found[0].line])
    assert [each.holds for each in board(session).answered] == [False] * 4
    assert by_kind(watch.look(), "end"), "it comes up again"
    session.undo()
    assert not by_kind(watch.look(), "end"), "and taking it back can be taken back"
    session.redo()
    assert by_kind(watch.look(), "end")
    answers.snooze(session, [end], Snooze.HOUR)
    assert board(session).answered[0].holds
    clock.now += timedelta(hours=2)
    assert not board(session).answered[0].holds
    answers.dismiss(session, [end])
    assert board(session).answered[0].holds
    session.undo()
    edit.remove_agreement(session, end.watched.agreement_id)
    assert board(session).answered[0].title == ""


def test_rules_and_people_come_from_the_settings(session: Session, clock: Clock, watch: Watch) -> None:
    add(session, agreement(option=False))
    assert by_kind(watch.look(), "end")
    rules = (Rule(kind="end", stages=(7,)),)
    settings = Settings.load()
    save_rules(settings, rules)
    save_person(settings, Person(user="Officer"))
    settings.save()
    assert load_rules(Settings.load()) == rules
    assert by_kind(reminders.due(session, clock()), "end") == []
    watch.set_rules(rules, Person(user="Officer"))
    assert by_kind(watch.look(), "end") == []


def test_the_dates_of_arrangements_are_reminded_of_too(session: Session, clock: Clock) -> None:
    with session.operation("Add") as write:
        made = write.add(Arrangement(title="ICT shared service"))
        for day in (date(2026, 12, 1), date(2030, 12, 1)):
            planned = Event(kind=EventKind.OTHER, on=When.on(day), detail=PLANNED, text="Decide on merging")
            write.add(replace(planned, arrangement_id=made.id))
    [reminder] = reminders.due(session, clock()).reminders
    assert (reminder.watched.agreement_uid, reminder.watched.title) == (made.uid, "ICT shared service")
    assert len(reminders.watched(session)) == 2


def test_the_ledger_is_in_the_file(session: Session, clock: Clock, watch: Watch, tmp_path: Path) -> None:
    add(session, agreement())
    show(watch)
    answers.close(session, watch.look().reminders)
    assert set(actions(session)) == {"shown", "snoozed"}
    with Session.open(session.path, clock=clock, user="Officer") as again:
        assert reminders.due(again, clock()).reminders == ()
        clock.now = clock.now.replace(day=23, hour=9)
        assert reminders.due(again, clock()).reminders
