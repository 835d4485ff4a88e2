"""Answering reminders: one, many or all of them in one operation.

A snooze and a dismissal are lines of the ledger and no more, and Undo passes over them. A
decision carries out what it can (an extension, a notice, a review) in the same operation, and
Undo takes both back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.app.edit import extension, next_option, notice
from tracker.domain.agreement import Agreement, Event, EventKind
from tracker.domain.dates import When
from tracker.domain.errors import ReadOnly
from tracker.domain.reminding.alert import Answer, AnswerAction, Decision
from tracker.domain.reminding.answering import (
    Snooze,
    answer,
    closing_until,
    decision_text,
    refuse_decision,
    refuse_dismissal,
    refuse_snooze,
    snooze_until,
)
from tracker.domain.reminding.reminder import Key, Reminder

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.store.log import Write

NOTICE_CODES = {
    "contract details notice": "UK7",
    "copy of contract": "copy",
    "performance notice": "UK9",
    "contract termination notice": "UK11",
}
"""Kinds of deadline that a published notice settles, and its code."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer.

    Attributes:
        done: how many reminders it was given to.
        refused: the others, each with a sentence that says why.
    """

    done: int
    refused: tuple[tuple[Reminder, str], ...] = ()


Refuse = Callable[[Reminder], str]


def snooze(
    session: Session,
    reminders: Sequence[Reminder],
    length: Snooze | datetime,
    *,
    on: date | None = None,
    reason: str = "",
) -> Outcome:
    """Put reminders off for a length, or until a time on the wall; `on` is the day for Snooze.DATE.

    Raises:
        TrackerError: the register could not be written to, and nothing is saved.
    """
    now = session.now()

    def until(reminder: Reminder) -> datetime:
        return length if isinstance(length, datetime) else snooze_until(length, reminder, now, on)

    return _answer(
        session,
        reminders,
        AnswerAction.SNOOZED,
        lambda reminder: refuse_snooze(reminder, until(reminder), now, reason),
        until=until,
        reason=reason,
    )


def close(session: Session, reminders: Sequence[Reminder]) -> Outcome:
    """Closing the window: until tomorrow at nine, what is on its last day for an hour.

    Raises:
        TrackerError: the register could not be written to, and nothing is saved.
    """
    now = session.now()
    return _answer(
        session,
        reminders,
        AnswerAction.SNOOZED,
        lambda reminder: "",
        until=lambda reminder: closing_until(reminder, now),
    )


def dismiss(session: Session, reminders: Sequence[Reminder]) -> Outcome:
    """Be quiet until the next stage; a deadline that only a decision ends is refused.

    Raises:
        TrackerError: the register could not be written to, and nothing is saved.
    """
    return _answer(session, reminders, AnswerAction.DISMISSED, refuse_dismissal)


def decide(
    session: Session,
    reminders: Sequence[Reminder],
    decision: Decision,
    *,
    reason: str = "",
    new_end: date | None = None,
    option: int | None = None,
    on: date | None = None,
    only_record: bool = False,
) -> Outcome:
    """Record a decision and carry out what follows from it.

    Args:
        new_end: for an extension, the end that it leads to; None for that of the next option.
        option: the number of the option that it exercises; None for whichever leads to that end.
        on: the day on which it was done (notice given, notice published); None for today.
        only_record: leave the agreements as they are; somebody else does what follows.

    Raises:
        TrackerError: the register could not be written to, and nothing is saved.
    """
    refusal = refuse_decision(decision, reason)
    if refusal:
        return Outcome(0, tuple((reminder, refusal) for reminder in reminders))
    events: dict[Key, Event] = {}

    def refuse(reminder: Reminder) -> str:
        if decision is not Decision.EXTENDED or only_record:
            return ""
        event = _extension(session, reminder, new_end, option, reason)
        if event is None:
            return (
                f"“{reminder.watched.title}” has no option left on record to extend by. "
                "Say to which day it was extended."
            )
        events[reminder.key] = event
        return ""

    def carry_out(write: Write, done: Iterable[Reminder]) -> None:
        happened: set[Event] = set()  # two dates about one option are one extension
        for reminder in done:
            agreement_id = reminder.watched.agreement_id
            event = events.get(reminder.key) or _event(session, reminder, decision, on, reason)
            if agreement_id and event is not None:
                event = replace(event, agreement_id=agreement_id)
                if event not in happened:
                    happened.add(event)
                    write.add(event)
            if agreement_id and reminder.watched.deadline.kind == "confirm details":
                write.change(Agreement, agreement_id, confirmed_on=on or session.today)

    return _answer(
        session,
        reminders,
        AnswerAction.DECIDED,
        refuse,
        reason=decision_text(decision, reason),
        name=_decision_name(decision, reminders),
        carry_out=None if only_record else carry_out,
    )


def unanswer(session: Session, lines: Iterable[Answer]) -> None:
    """Take answers back: the dates that they are about come up again, for everybody. Undo takes that back.

    Raises:
        TrackerError: the register could not be written to, and nothing is saved.
    """
    _require_writable(session)
    keys = dict.fromkeys((line.agreement_uid, line.kind, line.date) for line in lines)
    rearmed = [
        Answer(
            agreement_uid=uid,
            kind=kind,
            date=day,
            user=session.user,
            action=AnswerAction.REARMED,
            reason="taken back",
            at=session.now(),
        )
        for uid, kind, day in keys
    ]
    if rearmed:
        with session.operation(f"Take back {_count(len(rearmed), 'answer')}") as write:
            write.add_all(rearmed)


def answered(session: Session) -> list[Answer]:
    """The ledger of what people did about reminders, the newest first; showings are left out."""
    lines = session.read.records(Answer)
    return [line for line in reversed(lines) if line.action is not AnswerAction.SHOWN]


def _answer(
    session: Session,
    reminders: Sequence[Reminder],
    action: AnswerAction,
    refuse: Refuse,
    *,
    until: Callable[[Reminder], datetime] | None = None,
    reason: str = "",
    name: str = "",
    carry_out: Callable[[Write, Iterable[Reminder]], None] | None = None,
) -> Outcome:
    """Write the lines for those that are not refused, as one operation."""
    _require_writable(session)
    refused = [(reminder, why) for reminder in reminders if (why := refuse(reminder))]
    turned_down = {reminder.key for reminder, _ in refused}
    wanted = [reminder for reminder in reminders if reminder.key not in turned_down]
    now = session.now()
    if not wanted:
        return Outcome(0, tuple(refused))
    name = name or f"{_VERBS[action]} {_count(len(wanted), 'reminder')}"
    with session.operation(name, undoable=action is AnswerAction.DECIDED) as write:
        decided = _decided_meanwhile(session)
        done = [reminder for reminder in wanted if reminder.key not in decided]
        refused += [(r, _already(r, decided[r.key])) for r in wanted if r.key in decided]
        write.add_all(
            [
                answer(
                    reminder,
                    action,
                    user=session.user,
                    at=now,
                    until=until(reminder) if until else None,
                    reason=reason,
                )
                for reminder in done
            ]
        )
        if carry_out is not None:
            carry_out(write, done)
    return Outcome(len(done), tuple(refused))


_VERBS = {AnswerAction.SNOOZED: "Snooze", AnswerAction.DISMISSED: "Dismiss"}


def _decided_meanwhile(session: Session) -> dict[Key, Answer]:
    """What has been decided, on this machine or another; read inside the operation, so that it is true."""
    found: dict[Key, Answer] = {}
    for line in session.read.records(Answer):
        key = line.agreement_uid, line.kind, line.date
        if line.action is AnswerAction.DECIDED:
            found[key] = line
        elif line.action is AnswerAction.REARMED:
            found.pop(key, None)
    return found


def _already(reminder: Reminder, line: Answer) -> str:
    return f"“{reminder.watched.title}” was decided already, by {line.user}: {line.reason}."


def _extension(
    session: Session, reminder: Reminder, new_end: date | None, option: int | None, reason: str
) -> Event | None:
    """The extension that is meant: by the next option, or to the day that was given; None for neither."""
    if not reminder.watched.agreement_id:
        return None
    standing = session.standing(reminder.watched.agreement_id)
    step = next_option(standing)
    ends = new_end or (step.ends if step else None)
    if ends is None:
        return None
    if option is None and step is not None and step.ends == ends:
        option = step.option
    return extension(
        session,
        new_end=ends,
        option=option,
        decided_on=session.today,
        authority=reason,
    )


def _event(
    session: Session, reminder: Reminder, decision: Decision, on: date | None, reason: str
) -> Event | None:
    """The event that a decision makes, where it makes one."""
    day = on or session.today
    kind = reminder.watched.deadline.kind
    if decision is Decision.NOTICE_SERVED:
        return notice(given=day, takes_effect=None, words=reason)
    if decision is not Decision.DONE:
        return None
    if kind == "review":
        return Event(kind=EventKind.REVIEWED, on=When.on(day), text=reason)
    if kind == "confirm renewal":
        return Event(kind=EventKind.RENEWED, on=When.on(day), text=reason)
    code = NOTICE_CODES.get(kind)
    if code is None:
        return None
    return Event(kind=EventKind.NOTICE_PUBLISHED, on=When.on(day), detail=code, text=reason)


def _decision_name(decision: Decision, reminders: Sequence[Reminder]) -> str:
    what = f"‘{reminders[0].watched.title}’" if len(reminders) == 1 else _count(len(reminders), "date")
    return f"Decide on {what}: {decision.value}"


def _require_writable(session: Session) -> None:
    if session.read_only:
        raise ReadOnly(
            f"{session.path.name} is open for reading only, so no answer can be saved. "
            "The reminders stay until it can be written to."
        )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
