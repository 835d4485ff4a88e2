"""Every date that a register computes, each with its workings."""

from __future__ import annotations

from datetime import date as Day
from enum import StrEnum
from typing import NamedTuple, TypeVar

from tracker.domain.dates import Calendar, make, show, show_weekday

_Day = TypeVar("_Day", Day, str)
_DAYS = {5: "Saturday", 6: "Sunday"}


class DeadlineState(StrEnum):
    """How a deadline stands on a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    MISSED = "missed"
    DONE = "done"
    SNOOZED = "snoozed"
    NOT_APPLICABLE = "not applicable"


class Deadline(NamedTuple):
    """A date computed from an agreement, a membership or an arrangement.

    Attributes:
        kind: what it is, in the officer's words ("option notice", "end", "review").
        date: the legal date, inclusive: the last day to act, or the day on which it happens.
        act_by: the working day by which to act: `date` rolled back, less any service allowance.
        missed_after: the last day on which it can still be argued to be in time (the later
            of the two readings of a notice clause); missed from the day after.
        asks: True where a person must act or decide; False for a date that just happens.
        settled: True where the facts show that it was met or fell away (exercised, renewed,
            terminated); it is then done, whatever the day.
        party: who must act, "" where that is us or not known.
        earliest, latest: the range where the cause is not exact, else both equal to `date`.
        workings: a sentence that an officer can check by hand.
        title: a line for lists ("Decide on option 2, two years, to 31 March 2029").
    """

    kind: str
    date: Day
    act_by: Day
    missed_after: Day
    asks: bool
    settled: bool = False
    party: str = ""
    earliest: Day | None = None
    latest: Day | None = None
    workings: str = ""
    title: str = ""


def happens(kind: str, day: Day, title: str, workings: str) -> Deadline:
    """A date that just comes: nobody has to act."""
    return make(Deadline, (kind, day, day, day, False, False, "", day, day, workings, title))


def asked(
    kind: str,
    day: Day,
    act_by: Day,
    title: str,
    workings: str,
    *,
    settled: bool = False,
    missed_after: Day | None = None,
) -> Deadline:
    """A date by which a person must act or decide; missed after `missed_after`, else after the day."""
    missed = missed_after or day
    return make(Deadline, (kind, day, act_by, missed, True, settled, "", day, day, workings, title))


def state(deadline: Deadline, today: Day) -> DeadlineState:
    """How `deadline` stands on `today`, before any answer that a person gave.

    Missed means that somebody had to act and the last day on which it could be argued to be
    in time has gone. A date that only happens is done once it is past.
    """
    return state_of(deadline.settled, deadline.asks, deadline.act_by, deadline.missed_after, today)


def state_of(settled: bool, asks: bool, act_by: _Day, missed_after: _Day, today: _Day) -> DeadlineState:
    """The same of a deadline's parts; its days may be ISO text, which sorts as days do."""
    if settled:
        return DeadlineState.DONE
    if today > missed_after:
        return DeadlineState.MISSED if asks else DeadlineState.DONE
    return DeadlineState.DUE if today >= act_by else DeadlineState.UPCOMING


def act_words(day: Day, act_by: Day, calendar: Calendar, service_days: int = 0) -> str:
    """The end of a sentence of workings: by when to act for the legal date `day`, and why then."""
    words = f"act by {show_weekday(act_by)}"
    if act_by != day:
        if not calendar.is_working(day):
            kind = "bank holiday" if day.weekday() < 5 else _DAYS[day.weekday()]
            words = f"{show(day)} is a {kind}, so {words}"
        if service_days:
            words += f", {service_days} working {'day' if service_days == 1 else 'days'} allowed for service"
    if day > calendar.known_until:
        words += f" (bank holidays after {show(calendar.known_until)} are presumed)"
    return words
