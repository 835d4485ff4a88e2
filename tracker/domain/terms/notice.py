"""Notices: which clause is in force, when a notice takes effect, and the days it may end things.

A notice may take effect on any day, only on a fixed day of the year, on an anniversary of the
start, at the end of a rolling period, or on a break date; never within a lock-in. This page
turns a clause into such days. What is a deadline is decided in `deadlines/notice_dates.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tracker.domain.agreement import Agreement, Event, EventKind, NoticeClause, NoticeKind, PartyRole
from tracker.domain.check import Severity
from tracker.domain.dates import (
    Calendar,
    Period,
    add_months,
    month_length,
    notice_takes_effect,
    show,
)
from tracker.domain.terms.course import Course, Notice, pinned
from tracker.domain.terms.rolling import Rolls

_DAY_OF_YEAR = re.compile(r"(\d{2})-(\d{2})")
# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_GIVEN, _RECEIVED, _WITHDRAWN = EventKind.NOTICE_GIVEN, EventKind.NOTICE_RECEIVED, EventKind.NOTICE_WITHDRAWN
_ENDING_KINDS = (NoticeKind.TERMINATION, NoticeKind.WITHDRAWAL, NoticeKind.NON_RENEWAL, NoticeKind.BREAK)
ANNIVERSARY = "anniversary"


class Exit(NamedTuple):
    """What a notice leads to.

    Attributes:
        served: the day on which it counts as given, with any allowance for service.
        runs_to: the corresponding date, on which the notice has run (rule 4).
        leaves: the last day in force: the first permitted day on or after `runs_to`;
            None where the clause leaves no such day.
        workings: how, in a sentence.
    """

    served: date
    runs_to: date
    leaves: date | None
    workings: str


def yearly_day(expires_on: str, starts: date | None, day: date) -> date | None:
    """First permitted day of the year on or after `day`; None where the words cannot be read.

    `expires_on` is "MM-DD" or "anniversary" of `starts`; 29 February is the 28th in other years.
    """
    if expires_on == ANNIVERSARY:
        if starts is None:
            return None
        years = max(day.year - starts.year, 1)
        found = add_months(starts, 12 * years)
        return found if found >= day else add_months(starts, 12 * years + 12)
    match = _DAY_OF_YEAR.fullmatch(expires_on)
    if match is None:
        return None
    month, number = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or not 1 <= number <= month_length(2024, month):
        return None
    for year in (day.year, min(day.year + 1, date.max.year)):
        found = date(year, month, min(number, month_length(year, month)))
        if found >= day:
            return found
    return date.max


def permitted_end(clause: NoticeClause, course: Course, day: date) -> date | None:
    """First day on or after `day` on which a notice under `clause` may end the agreement.

    None where there is none: the break date has passed, a fixed end comes first, the limits of
    rolling have been reached, or any day would do (an open end and no fixed day).
    """
    if clause.locked_until is not None and clause.locked_until > day:
        day = clause.locked_until
    end, rolls = course.end, course.rolls
    if clause.kind is NoticeKind.BREAK and clause.break_on is not None:
        return clause.break_on if clause.break_on >= day else None
    if clause.expires_on:
        found = yearly_day(clause.expires_on, course.starts, day)
        last = end if rolls is None else rolls.last_end
        if found is None or found == date.max or (last is not None and found > last):
            return None
        return found
    if rolls is not None:
        return rolls.end_from(day)
    return end if end is not None and end >= day else None


def earliest_exit(
    given: date,
    length: Period,
    *,
    expires_on: str = "",
    starts: date | None = None,
    locked_until: date | None = None,
    rolls: Rolls | None = None,
    break_on: date | None = None,
    service_days: int = 0,
    calendar: Calendar | None = None,
) -> Exit:
    """When a notice given on `given` ends the matter: an agreement, or one member's part in it.

    The notice counts from the day on which it is deemed served (`service_days` working days
    later), runs to the corresponding date (rule 4), and then on to the first permitted day: not
    before `locked_until`, on the `expires_on` day of the year where there is one, or on `break_on`,
    or at the end of a rolling period.
    """
    served = given
    words = f"given {show(given)}"
    if service_days > 0 and calendar is not None:
        served = calendar.add_working(given, service_days)
        words += f", deemed served {show(served)}"
    runs_to = notice_takes_effect(served, length)
    words = f"{length}' notice {words}, runs to {show(runs_to)}" if not length.is_zero else f"notice {words}"
    earliest = runs_to
    if locked_until is not None and locked_until > runs_to:
        earliest = locked_until
        words += f"; not before {show(locked_until)} (lock-in)"
    leaves: date | None = earliest
    if break_on is not None:
        leaves = break_on if break_on >= earliest else None
        words += f"; the break date is {show(break_on)}"
        words += "" if leaves else ", too early for this notice"
    elif expires_on and (day := yearly_day(expires_on, starts, earliest)) is not None:
        leaves = day
        which = "an anniversary of the start" if expires_on == ANNIVERSARY else show(day).rsplit(" ", 1)[0]
        words += f"; it may expire only on {which}"
    elif rolls is not None:
        leaves = rolls.end_from(earliest)
        words += "; it takes effect at the end of a renewal period"
    if leaves is not None:
        words += f", so the last day is {show(leaves)}"
    return Exit(served, runs_to, leaves, words[0].upper() + words[1:] + ".")


def clause_in_force(clause: NoticeClause, day: date) -> bool:
    """May notice be given under `clause` on `day`? A deed may have changed it part-way."""
    return (clause.applies_from is None or clause.applies_from <= day) and (
        clause.applies_to is None or day <= clause.applies_to
    )


def exit_under(clause: NoticeClause, course: Course, given: date, *, serve: bool = True) -> Exit | None:
    """What a notice given under `clause` on `given` leads to; None where its length is not known.

    `serve`: allow for service; False where `given` is the day on which it was received.
    """
    if clause.length is None or clause.length.is_negative:
        return None
    return earliest_exit(
        given,
        clause.length,
        expires_on=clause.expires_on,
        starts=course.starts,
        locked_until=clause.locked_until,
        rolls=None if clause.expires_on else course.rolls,
        break_on=clause.break_on if clause.kind is NoticeKind.BREAK else None,
        service_days=clause.service_days,
        calendar=course.calendar if serve else None,
    )


def concerns_one_party(event: Event, agreement: Agreement) -> bool:
    """Does the notice take one party out of an agreement that goes on without it?

    So where it is said to be a withdrawal, or names a party of three or more, suppliers aside.
    """
    if event.detail == NoticeKind.WITHDRAWAL.value:
        return True
    if event.organisation_id is None:
        return False
    bodies = {p.organisation_id for p in agreement.parties if p.role is not PartyRole.SUPPLIER}
    return len(bodies) > 2


def notices_given(course: Course) -> tuple[Notice, ...]:
    """Notices given by today and not withdrawn, with the day each one takes effect."""
    standing: list[Event] = []
    received: dict[int | None, date] = {}
    for event in course.events:
        day = pinned(event.on)
        if day is not None and day > course.today:
            continue
        if event.kind is _GIVEN:
            standing.append(event)
        elif event.kind is _RECEIVED and day is not None:
            received[event.organisation_id] = day
        elif event.kind is _WITHDRAWN:
            _withdraw(standing, event)
    return tuple(_given(event, course, received.get(event.organisation_id)) for event in standing)


def _withdraw(standing: list[Event], event: Event) -> None:
    """Strike out the last notice of the same party that was given before the withdrawal."""
    day = pinned(event.on)
    for index in range(len(standing) - 1, -1, -1):
        given = pinned(standing[index].on)
        same = event.organisation_id in (None, standing[index].organisation_id)
        if same and (day is None or given is None or given <= day):
            del standing[index]
            return


def _given(event: Event, course: Course, received: date | None) -> Notice:
    """One notice: stated effect first, else its own length, else the clause in force that day."""
    alone = concerns_one_party(event, course.agreement)
    stated = pinned(event.new_end)
    given = pinned(event.on)
    found = _reckon(event, course, received or given, received is None)
    if stated is not None:
        if found is not None and found.leaves is not None and stated < found.leaves:
            course.note(
                "notice.too-short",
                Severity.WARNING,
                f"Notice is recorded to take effect on {show(stated)}; by the clause it would be "
                f"{show(found.leaves)}. The recorded day is used.",
                "events",
            )
        words = f"Notice is recorded to take effect on {show(stated)}."
        return Notice(given, stated, event.organisation_id, alone, words)
    if found is None:
        course.note(
            "notice.effect-not-known",
            Severity.WARNING,
            "Notice was given, but neither its length nor the day it takes effect is recorded.",
            "events",
        )
        return Notice(given, None, event.organisation_id, alone, "")
    if found.leaves is None:
        course.note(
            "notice.too-late", Severity.WARNING, f"A notice has no effect: {found.workings}", "events"
        )
    return Notice(given, found.leaves, event.organisation_id, alone, found.workings)


def _reckon(event: Event, course: Course, day: date | None, serve: bool) -> Exit | None:
    """The exit that a notice of `day` leads to; service is allowed for only where `serve`."""
    if day is None:
        return None
    clause = _clause_for(event, course.agreement, day)
    if clause is None:
        if event.length is None or event.length.is_negative:
            return None
        return earliest_exit(day, event.length, rolls=course.rolls)
    if event.length is not None and not event.length.is_negative:
        clause = replace(clause, length=event.length)
    return exit_under(clause, course, day, serve=serve)


def _clause_for(event: Event, agreement: Agreement, day: date) -> NoticeClause | None:
    """The clause that a notice falls under: the kind it names, else the first kind that ends things."""
    found = [c for c in agreement.notices if c.kind in _ENDING_KINDS and clause_in_force(c, day)]
    for clause in found:
        if clause.kind.value == event.detail:
            return clause
    return min(found, key=lambda clause: _ENDING_KINDS.index(clause.kind), default=None)
