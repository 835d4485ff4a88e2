"""What is due now: deadlines against the rules and the ledger of answers.

Due is what is on or before now and not answered. No number of days makes it forgotten:
a program that was off for a month shows all of it at the first look. A day counts from
its midnight on the wall, so an end date does not move when the machine's zone does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from functools import lru_cache

from tracker.domain.dates import add_days
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import Answer, AnswerAction, Person, Rule, RuleBook, Watched

Key = tuple[str, str, Day]
"""What an answer belongs to: the record's uid, the kind of deadline, and its date."""

CLOCK_SLACK = timedelta(days=2)
"""A snooze written further in the future than this was written by a clock set wrong, and does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One deadline that is due for showing.

    Attributes:
        stage: days before the act-by day of the stage that brought it up, negative after it.
        since: the day from which it has been due.
        days_left: from today to the act-by day; negative where that has passed.
        missed: it asks, and even the later reading of its date has passed.
        fresh: not shown yet since it came up; what is fresh brings the window up.
        dismissable: False where only a decision ends it.
        snoozed_until: the time on the wall at which a snoozed one comes back, else None.
    """

    watched: Watched
    stage: int
    since: Day
    days_left: int
    missed: bool
    fresh: bool
    dismissable: bool
    snoozed_until: datetime | None = None

    @property
    def overdue(self) -> bool:
        """Does it ask, and has its act-by day passed?"""
        return self.watched.deadline.asks and self.days_left < 0

    @property
    def key(self) -> Key:
        """What an answer to it belongs to."""
        return key_of(self.watched)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a person must be reminded of at a moment.

    Attributes:
        reminders: those to show, what hurts first at the head.
        snoozed: those that would be shown but for a snooze, the first to come back at the head.
        changes: the time on the wall at which this list is another; None where it stays as it is.
        next: the time on the wall at which the window next comes up: not in quiet hours, and not while
            the person is away; None where nothing will bring it up.
        held: nothing pops up now (quiet hours, or the person is away); the list is as true.
    """

    reminders: tuple[Reminder, ...]
    snoozed: tuple[Reminder, ...]
    changes: datetime | None = None
    next: datetime | None
    held: bool

    @property
    def pops_up(self) -> bool:
        """Should the window come up by itself?"""
        return not self.held and any(reminder.fresh for reminder in self.reminders)


@dataclass(slots=True)
class _Ledger:
    """What the lines for one date come to, for one person at one moment."""

    decided: bool = False
    dismissed: int | None = None
    shown: int | None = None
    snooze: Answer | None = None


def key_of(watched: Watched) -> Key:
    """What an answer to that deadline belongs to."""
    return watched.agreement_uid, watched.deadline.kind, watched.deadline.date


def due(
    watched: Iterable[Watched],
    answers: Iterable[Answer],
    rules: Iterable[Rule],
    now: datetime,
    *,
    person: Person,
) -> Due:
    """What `person` must be reminded of at `now`, which carries the machine's zone.

    `answers` come in the order in which they were written. What just happened before its
    record came into the register is history and stays quiet; what asks is never too old.
    """
    wall, today = now.replace(tzinfo=None), now.date()
    lines = _by_key(answers, person.user)
    ruled = RuleBook(rules)
    shown: list[Reminder] = []
    snoozed: list[Reminder] = []
    coming: list[datetime] = []
    for item in watched:
        deadline, rule = item.deadline, ruled(item)
        ledger = _ledger(lines.get(key_of(item), ()), deadline, now)
        history = not deadline.asks and item.recorded is not None and deadline.act_by < item.recorded
        if deadline.settled or ledger.decided or history or not person.sees(item, rule, today):
            continue
        later = next_stage(rule, deadline.asks, (deadline.act_by - today).days)
        if later is not None:
            coming.append(_midnight(add_days(deadline.act_by, -later)))
        reminder = _reminder(item, ledger, rule, now)
        if reminder is not None and reminder.snoozed_until is not None:
            snoozed.append(reminder)
            coming.append(reminder.snoozed_until)
        elif reminder is not None:
            shown.append(reminder)
    changes = min((moment for moment in coming if moment > wall), default=None)
    free = person.free_from(wall)
    if free > wall and any(reminder.fresh for reminder in shown):
        changes = min(changes or free, free)
    return Due(
        reminders=tuple(sorted(shown, key=_hurt)),
        snoozed=tuple(sorted(snoozed, key=lambda r: (r.snoozed_until or wall, _hurt(r)))),
        changes=changes,
        next=person.free_from(changes) if changes is not None else None,
        held=free > wall,
    )


def _reminder(item: Watched, ledger: _Ledger, rule: Rule, now: datetime) -> Reminder | None:
    """The reminder of that deadline at `now`; None where no stage has come, or it was dismissed."""
    deadline, today = item.deadline, now.date()
    left = (deadline.act_by - today).days
    stage = stage_reached(rule, deadline.asks, left)
    if stage is None:
        return None
    must_decide = deadline.asks and left <= rule.insists
    if ledger.dismissed is not None and stage >= ledger.dismissed and not must_decide:
        return None
    return Reminder(
        watched=item,
        stage=stage,
        since=add_days(deadline.act_by, -stage),
        days_left=left,
        missed=deadline.asks and today > deadline.missed_after,
        fresh=ledger.shown is None or stage < ledger.shown,
        dismissable=not must_decide,
        snoozed_until=_wakes(ledger.snooze, deadline, now),
    )


def moved(
    before: Iterable[Watched],
    after: Iterable[Watched],
    answers: Iterable[Answer],
    *,
    user: str,
    at: datetime,
) -> tuple[Answer, ...]:
    """Lines that arm an answered date again where it went from the register between two looks.

    An agreement's end that moves, and one day moves back, is asked about again: the old answer
    was to a different story. The two looks must be at the same day, or the passing of time
    would look like an edit.
    """
    answered: dict[Key, bool] = {}
    for answer in answers:
        answered[(answer.agreement_uid, answer.kind, answer.date)] = answer.action is not AnswerAction.REARMED
    uids = {uid for uid, _, _ in answered}
    there, still = (
        {key_of(item) for item in items if item.agreement_uid in uids} for items in (before, after)
    )
    return tuple(
        Answer(
            agreement_uid=uid,
            kind=kind,
            date=day,
            user=user,
            action=AnswerAction.REARMED,
            reason="the date moved",
            at=at,
        )
        for uid, kind, day in sorted(there - still)
        if answered.get((uid, kind, day), False)
    )


def decided(answers: Iterable[Answer]) -> frozenset[Key]:
    """The dates that a decision has ended, by anybody, and that have not been armed again since."""
    keys: dict[Key, bool] = {}
    for answer in answers:
        if answer.action in (AnswerAction.DECIDED, AnswerAction.REARMED):
            keys[answer.agreement_uid, answer.kind, answer.date] = answer.action is AnswerAction.DECIDED
    return frozenset(key for key, ended in keys.items() if ended)


@lru_cache(maxsize=1024)
def stages_of(rule: Rule, asks: bool) -> tuple[int, ...]:
    """The rule's stages, the earliest first, with those that a deadline that asks always has."""
    always = {rule.insists, 0} if asks else set()
    return tuple(sorted(always | set(rule.stages), reverse=True))


def stage_reached(rule: Rule, asks: bool, days_left: int) -> int | None:
    """The stage that holds so many days before the act-by day; None where none has come yet."""
    stages = stages_of(rule, asks)
    reached = [stage for stage in stages if stage >= days_left]
    if not reached:
        return None
    last = reached[-1]
    if asks and rule.repeat and last == stages[-1]:
        return last - (last - days_left) // rule.repeat * rule.repeat
    return last


def next_stage(rule: Rule, asks: bool, days_left: int) -> int | None:
    """The stage that comes after that of today, a repetition where all are used up; None where there is none."""
    ahead = [stage for stage in stages_of(rule, asks) if stage < days_left]
    if ahead:
        return ahead[0]
    if not asks or not rule.repeat:
        return None
    now = stage_reached(rule, asks, days_left)
    assert now is not None, "nothing is ahead, so a stage was reached"
    return now - rule.repeat


def _by_key(answers: Iterable[Answer], user: str) -> dict[Key, list[Answer]]:
    """The lines that count for that person, by the date that they answer."""
    lines: dict[Key, list[Answer]] = {}
    for answer in answers:
        key = (answer.agreement_uid, answer.kind, answer.date)
        if answer.action is AnswerAction.REARMED:
            lines.pop(key, None)
        elif answer.action is AnswerAction.DECIDED or answer.user == user:
            lines.setdefault(key, []).append(answer)
    return lines


def _ledger(lines: Iterable[Answer], deadline: Deadline, now: datetime) -> _Ledger:
    """What those lines come to at `now`."""
    ledger = _Ledger()
    for line in lines:
        stage = line.stage or 0
        if line.action is AnswerAction.DECIDED:
            ledger.decided = True
        elif line.action is AnswerAction.SNOOZED:
            ledger.snooze, ledger.shown = line, None
        elif line.action is AnswerAction.DISMISSED:
            ledger.dismissed = stage if ledger.dismissed is None else min(stage, ledger.dismissed)
            ledger.snooze = None
        elif line.at <= now and _wakes(ledger.snooze, deadline, line.at) is None:
            # A showing in the future was a clock set wrong; one during a snooze was another
            # window's, a moment behind. Neither says that the reminder has been seen.
            ledger.shown = stage if ledger.shown is None else min(stage, ledger.shown)
            ledger.snooze = None
    return ledger


def _passed(until: datetime, now: datetime) -> bool:
    """Has that instant, or that time on the wall, come?"""
    return until <= (now if until.tzinfo else now.replace(tzinfo=None))


def _wakes(snooze: Answer | None, deadline: Deadline, now: datetime) -> datetime | None:
    """The time on the wall at which a snooze that still holds ends; None where none holds.

    Whatever was chosen, without a typed reason it ends with the act-by day. One written by a
    clock that was years ahead does not hold at all.
    """
    if snooze is None or snooze.until is None or _passed(snooze.until, now):
        return None
    if snooze.at - now > CLOCK_SLACK:
        return None
    until, wall = snooze.until, now.replace(tzinfo=None)
    on_the_wall = until.astimezone(now.tzinfo).replace(tzinfo=None) if until.tzinfo else until
    last = _midnight(add_days(deadline.act_by, 1))
    if deadline.asks and not snooze.reason and snooze.at.replace(tzinfo=None) < last:
        on_the_wall = min(on_the_wall, last)
        if on_the_wall <= wall:
            return None
    return on_the_wall


def _hurt(reminder: Reminder) -> tuple[int, Day, str, str]:
    """What hurts first: overdue, then this week, then what has happened, then what is to come."""
    deadline = reminder.watched.deadline
    if reminder.overdue:
        rank = 0
    elif 0 <= reminder.days_left <= 7:
        rank = 1
    else:
        rank = 2 if reminder.days_left < 0 else 3
    return rank, deadline.act_by, reminder.watched.title.casefold(), deadline.kind


def _midnight(day: Day) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a time on the wall
