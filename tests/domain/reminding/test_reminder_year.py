"""A year of reminders, day by day: sleep, restarts, clocks that jump, edits, every kind of answer.

Beside the engine runs a book-keeper that knows the real time and remembers, for each date as
it stands, what the person has done about it. It reckons with days alone and shares no code
with the engine but the answers that are written.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from tests.examples import examples
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import Answer, AnswerAction, Person, Rule, Watched
from tracker.domain.reminding.answering import (
    Snooze,
    answer,
    closing_until,
    refuse_dismissal,
    refuse_snooze,
    snooze_until,
)
from tracker.domain.reminding.reminder import Due, Reminder, due, moved

STAGES, INSISTS, REPEAT = (180, 90, 30, 14, 7, 1, 0, -1), 14, 7
RULES = (Rule(stages=STAGES, insists=INSISTS, repeat=REPEAT),)
BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)


@dataclass
class Kept:
    """What the book-keeper knows of one date as it stands."""

    on: date
    asks: bool
    decided: bool = False
    dismissed_on: date | None = None  # every stage up to that day is answered
    snoozed_until: datetime | None = None
    snoozed_at: datetime = BEGIN
    popped: list[date] = field(default_factory=list)  # days on which it came up anew, since a cause

    def stage_days(self, today: date) -> list[date]:
        """The days on or before `today` on which it was to come up."""
        left = (self.on - today).days
        stages = [stage for stage in STAGES if stage >= left]
        if self.asks:
            stages += range(-1 - REPEAT, left - 1, -REPEAT)
        return [self.on - timedelta(days=stage) for stage in stages]

    def must_show(self, now: datetime) -> bool:
        """Has it come up, and has nothing that was done about it put it off?"""
        today = now.date()
        days = self.stage_days(today)
        if self.decided or not days:
            return False
        clock_was_right = self.snoozed_at - now <= timedelta(days=2)
        if self.snoozed_until is not None and now < self.snoozed_until and clock_was_right:
            return False
        return (
            self.dismissed_on is None
            or days[-1] > self.dismissed_on
            or (self.asks and self.on - timedelta(days=INSISTS) <= today)
        )


class Year:
    """The machine, the register, the person and the book-keeper."""

    def __init__(self, random: Random, deadlines: int) -> None:
        self.random = random
        self.real = BEGIN
        self.skew = timedelta()
        self.jumped = False
        self.lines: list[Answer] = []
        self.kept = [
            Kept(BEGIN.date() + timedelta(days=random.randint(-60, 400)), random.random() < 0.7)
            for _ in range(deadlines)
        ]

    @property
    def now(self) -> datetime:
        """What the machine's clock says."""
        return self.real + self.skew

    def register(self) -> list[Watched]:
        return [
            Watched(
                agreement_uid=str(n),
                deadline=Deadline(kind="k", date=k.on, act_by=k.on, missed_after=k.on, asks=k.asks),
            )
            for n, k in enumerate(self.kept)
        ]

    def look(self) -> Due:
        return due(self.register(), self.lines, RULES, self.now, person=Person(user="ann"))

    def tick(self) -> None:
        """One look at the list, as the window does it once a minute, and the book-keeper's verdict."""
        found = self.look()
        shown = {int(reminder.watched.agreement_uid): reminder for reminder in found.reminders}
        for n, kept in enumerate(self.kept):
            if not self.skew and not self.jumped:
                assert (n in shown) is kept.must_show(self.now), (n, kept, self.now, self.lines)
            elif not self.skew and kept.must_show(self.now):
                assert n in shown, ("lost", n, kept, self.now, self.lines)
        for n, reminder in shown.items():
            if reminder.fresh:
                kept = self.kept[n]
                if not self.jumped:
                    stage = kept.stage_days(self.now.date())[-1]
                    assert stage not in kept.popped, ("twice", n, kept, self.now, self.lines)
                    kept.popped.append(stage)
                self.write(answer(reminder, AnswerAction.SHOWN, user="ann", at=self.now))
        if any(reminder.fresh for reminder in found.reminders):
            assert not any(r.fresh for r in self.look().reminders), "shown once, and written down"
        assert found.next is None or found.next > self.now.replace(tzinfo=None)

    def write(self, line: Answer) -> None:
        self.lines.append(replace(line, id=len(self.lines) + 1))

    def act(self) -> None:
        """Something that a person does, or that happens."""
        doing = self.random.choice(
            ["close", "snooze", "dismiss", "decide", "edit", "clock", "right", "sleep"]
        )
        answering = doing in ("close", "snooze", "dismiss", "decide")
        reminders = self.look().reminders if answering else ()
        if doing == "close":
            for reminder in reminders:
                self.snooze(reminder, closing_until(reminder, self.now))
        elif doing == "snooze" and reminders:
            reminder = self.random.choice(reminders)
            until = snooze_until(self.random.choice(list(Snooze)[:-1]), reminder, self.now)
            if not refuse_snooze(reminder, until, self.now):
                self.snooze(reminder, until)
        elif doing == "dismiss" and reminders:
            self.dismiss(self.random.choice(reminders))
        elif doing == "decide" and reminders:
            reminder = self.random.choice(reminders)
            self.write(answer(reminder, AnswerAction.DECIDED, user="ann", at=self.now))
            self.kept[int(reminder.watched.agreement_uid)].decided = True
        elif doing == "edit":
            self.edit(self.random.randrange(len(self.kept)))
        elif doing == "clock" and self.random.random() < 0.3:
            self.skew = timedelta(days=self.random.choice([-400, -31, -1, 1, 40, 3653]))
            self.jumped = True
        elif doing == "right":
            self.skew = timedelta()
        elif doing == "sleep":
            self.real += timedelta(days=self.random.randint(1, 35), hours=self.random.randint(0, 9))

    def snooze(self, reminder: Reminder, until: datetime) -> None:
        self.write(answer(reminder, AnswerAction.SNOOZED, user="ann", at=self.now, until=until))
        kept = self.kept[int(reminder.watched.agreement_uid)]
        kept.popped.clear()
        kept.snoozed_until, kept.snoozed_at = until.replace(tzinfo=UTC), self.now

    def dismiss(self, reminder: Reminder) -> None:
        if refuse_dismissal(reminder):
            return
        self.write(answer(reminder, AnswerAction.DISMISSED, user="ann", at=self.now))
        kept = self.kept[int(reminder.watched.agreement_uid)]
        kept.snoozed_until = None
        answered = kept.stage_days(self.now.date())[-1]
        kept.dismissed_on = max(answered, kept.dismissed_on or answered)

    def edit(self, n: int) -> None:
        """The date moves, earlier or later, perhaps to where it once was."""
        before = self.register()
        old = self.kept[n]
        step = timedelta(days=self.random.choice([-365, -30, -1, 1, 30, 365]))
        self.kept[n] = Kept(old.on + step, old.asks)
        for line in moved(before, self.register(), self.lines, user="ann", at=self.now):
            self.write(line)


@examples(200)
@given(seed=st.integers(0, 2**32), deadlines=st.integers(1, 4), busy=st.floats(0.02, 0.3))
def test_a_year_in_which_nothing_is_lost_and_nothing_nags(seed: int, deadlines: int, busy: float) -> None:
    """Every date is in the list at the first look at which it is due; none comes up anew without a cause."""
    year = Year(Random(seed), deadlines)
    while year.real < BEGIN + timedelta(days=366):
        year.tick()
        if year.random.random() < busy:
            year.act()
            year.tick()
        year.real += timedelta(hours=year.random.choice([24, 24, 24, 48]))
    year.skew = timedelta()
    year.tick()
    for n, kept in enumerate(year.kept):
        if kept.asks and kept.on < year.now.date() and not kept.decided:
            found = year.look()
            assert any(r.watched.agreement_uid == str(n) for r in (*found.reminders, *found.snoozed))
