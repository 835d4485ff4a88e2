"""How a reminder may be answered: how long it may be snoozed, what may be dismissed, what decides.

A snooze that ends on a day ends at nine in the morning on the wall; only "one hour" is an
instant. No snooze goes past the last day to act without a typed reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, timedelta
from datetime import time as Time
from enum import StrEnum

from tracker.domain.dates import add_days, add_months, show
from tracker.domain.reminding.alert import Answer, AnswerAction, Decision
from tracker.domain.reminding.reminder import Reminder

MORNING = Time(9)
"""The time on the wall at which a snooze until a day ends."""

OVERDUE_SNOOZE = 7
"""Days for which something overdue may be snoozed without a reason."""


class Snooze(StrEnum):
    """The lengths that the reminder window offers; the values are what settings remember."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three days"
    WEEK = "week"
    MONTH = "month"
    DAY_BEFORE = "day before"
    WEEK_BEFORE = "week before"
    MONTH_BEFORE = "month before"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    """A line of the snooze menu.

    Attributes:
        length: what it stands for; DATE opens a calendar.
        label: the words of the line.
        note: what stands at its right: the day that it comes to, or why it is off.
        enabled: False where it would end before now, or past the last day to act.
    """

    length: Snooze
    label: str
    note: str
    enabled: bool


def snooze_until(length: Snooze, reminder: Reminder, now: datetime, on: Day | None = None) -> datetime:
    """When a snooze of that length ends: a time on the wall, for an hour an instant.

    `on` is the day chosen for Snooze.DATE.

    Raises:
        ValueError: Snooze.DATE without a day; a mistake of the caller's.
    """
    today, act_by = now.date(), reminder.watched.deadline.act_by
    match length:
        case Snooze.HOUR:
            return (now + timedelta(hours=1)).replace(microsecond=0)
        case Snooze.TOMORROW:
            day = add_days(today, 1)
        case Snooze.THREE_DAYS:
            day = add_days(today, 3)
        case Snooze.WEEK:
            day = add_days(today, 7)
        case Snooze.MONTH:
            day = add_months(today, 1)
        case Snooze.DAY_BEFORE:
            day = add_days(act_by, -1)
        case Snooze.WEEK_BEFORE:
            day = add_days(act_by, -7)
        case Snooze.MONTH_BEFORE:
            day = add_months(act_by, -1)
        case Snooze.DATE if on is not None:
            day = on
        case _:
            raise ValueError("a snooze until a date needs the date")
    return datetime.combine(day, MORNING)


def refuse_snooze(reminder: Reminder, until: datetime, now: datetime, reason: str = "") -> str:
    """Why it may not be snoozed until then, as a sentence; "" where it may."""
    wall = _on_the_wall(until, now)
    if wall <= now.replace(tzinfo=None):
        return f"{_moment(wall)} is already past, so choose a later time."
    last = _latest(reminder, now)
    if last is None or wall <= last or reason.strip():
        return ""
    title, act_by = reminder.watched.title, reminder.watched.deadline.act_by
    if reminder.overdue:
        return (
            f"“{title}” is overdue since {show(act_by)}. It can be put off for a week at a time, "
            "or for longer if you say why."
        )
    return (
        f"That is later than {show(act_by)}, the last day to act on “{title}”. "
        "Choose an earlier time, or say why it can wait."
    )


def refuse_dismissal(reminder: Reminder) -> str:
    """Why it may not be dismissed, as a sentence; "" where it may."""
    if reminder.dismissable:
        return ""
    deadline = reminder.watched.deadline
    return (
        f"“{reminder.watched.title}”, {deadline.title or deadline.kind}: only a decision ends it. "
        "Record what was decided, or snooze it."
    )


def refuse_decision(decision: Decision, reason: str) -> str:
    """Why that decision may not be recorded so, as a sentence; "" where it may."""
    if decision is Decision.NO_ACTION and not reason.strip():
        return "Say why no action is needed, so that whoever asks later can see it."
    return ""


def decisions_for(kind: str) -> tuple[Decision, ...]:
    """What may be decided about a kind of deadline, the likeliest first."""
    term = (Decision.EXTENDED, Decision.LET_LAPSE, Decision.REPROCURING)
    if kind == "re-procurement start":
        return Decision.REPROCURING, Decision.EXTENDED, Decision.LET_LAPSE, Decision.NO_ACTION
    if kind in ("option notice", "decision start", "end"):
        return *term, Decision.NO_ACTION
    if kind in ("termination notice", "break notice", "withdrawal notice", "non-renewal notice"):
        return Decision.NOTICE_SERVED, Decision.REPROCURING, Decision.NO_ACTION
    return Decision.DONE, Decision.NO_ACTION


def closing_until(reminder: Reminder, now: datetime) -> datetime:
    """Until when closing the window snoozes it: tomorrow at nine, on its last day for an hour."""
    tomorrow = datetime.combine(add_days(now.date(), 1), MORNING)
    last = _latest(reminder, now)
    if last is None or tomorrow <= last:
        return tomorrow
    hour = snooze_until(Snooze.HOUR, reminder, now)
    return hour if _on_the_wall(hour, now) <= last else last


def snooze_menu(reminders: Sequence[Reminder], now: datetime) -> tuple[SnoozeChoice, ...]:
    """The lines of the snooze menu for what is selected, with what each comes to.

    A line that would be refused for every one of them is off and says why.
    """
    return tuple(_choice(length, reminders, now) for length in Snooze)


def answer(
    reminder: Reminder,
    action: AnswerAction,
    *,
    user: str,
    at: datetime,
    until: datetime | None = None,
    reason: str = "",
) -> Answer:
    """The line of the ledger that says so; `at` carries the machine's zone."""
    uid, kind, day = reminder.key
    staged = action in (AnswerAction.SHOWN, AnswerAction.DISMISSED)
    return Answer(
        agreement_uid=uid,
        kind=kind,
        date=day,
        user=user,
        action=action,
        stage=reminder.stage if staged else None,
        until=until,
        reason=reason.strip(),
        at=at,
    )


def decision_text(decision: Decision, reason: str) -> str:
    """What the ledger keeps of a decision: "let lapse: members agreed on 3 November"."""
    why = reason.strip()
    return f"{decision.value}: {why}" if why else decision.value


def _choice(length: Snooze, reminders: Sequence[Reminder], now: datetime) -> SnoozeChoice:
    labels = {
        Snooze.HOUR: "1 hour",
        Snooze.TOMORROW: "Until tomorrow, 09:00",
        Snooze.THREE_DAYS: f"Until {now + timedelta(days=3):%A}, {_day_month(add_days(now.date(), 3))}",
        Snooze.WEEK: "1 week",
        Snooze.MONTH: "1 month",
        Snooze.DAY_BEFORE: "Until the day before",
        Snooze.WEEK_BEFORE: "Until a week before",
        Snooze.MONTH_BEFORE: "Until a month before",
        Snooze.DATE: "Until a date…",
    }
    label = labels[length]
    if length is Snooze.DATE or not reminders:
        return SnoozeChoice(length, label, "", bool(reminders))
    ends = [snooze_until(length, reminder, now) for reminder in reminders]
    wall = now.replace(tzinfo=None)
    if all(_on_the_wall(until, now) <= wall for until in ends):
        return SnoozeChoice(length, label, "already past", False)
    if all(refuse_snooze(reminder, until, now) for reminder, until in zip(reminders, ends, strict=True)):
        return SnoozeChoice(length, label, "past the deadline", False)
    before = length in (Snooze.DAY_BEFORE, Snooze.WEEK_BEFORE, Snooze.MONTH_BEFORE)
    note = show(ends[0].date()) if before and len(set(ends)) == 1 else ""
    return SnoozeChoice(length, label, note, True)


def _latest(reminder: Reminder, now: datetime) -> datetime | None:
    """The latest end of a snooze without a reason, on the wall; None where there is no limit."""
    if not reminder.watched.deadline.asks:
        return None
    if reminder.overdue:
        return datetime.combine(add_days(now.date(), OVERDUE_SNOOZE), MORNING)
    return datetime.combine(add_days(reminder.watched.deadline.act_by, 1), Time())


def _on_the_wall(moment: datetime, now: datetime) -> datetime:
    return moment.astimezone(now.tzinfo).replace(tzinfo=None) if moment.tzinfo else moment


def _moment(wall: datetime) -> str:
    return f"{show(wall.date())}, {wall:%H:%M}"


def _day_month(day: Day) -> str:
    return show(day).rpartition(" ")[0]
