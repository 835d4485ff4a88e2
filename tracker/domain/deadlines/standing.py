"""What an agreement is on a day: its status, its ends, its deadlines, and when to ask again."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from tracker.domain.agreement import Agreement, EndKind, Event, EventKind, SignatureState, Status
from tracker.domain.check import Finding
from tracker.domain.dates import Calendar, Precision, When, add_days, make
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.deadlines.notice_dates import notice_deadlines
from tracker.domain.deadlines.regular_dates import regular_deadlines
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.statutory import statutory_deadlines
from tracker.domain.deadlines.term_dates import lead_before, term_deadlines
from tracker.domain.terms.course import Course, pinned
from tracker.domain.terms.term import Ladder, course_of, ladder_from

ENDED = (Status.EXPIRED, Status.TERMINATED, Status.SUPERSEDED, Status.ABANDONED)
_by_date = itemgetter(1)
_NO_END = (EndKind.OPEN_ENDED, EndKind.UNTIL_REPLACED, EndKind.ONE_OFF, EndKind.ROLLING)
_UNSIGNED = (SignatureState.IN_NEGOTIATION, SignatureState.UNSIGNED_DRAFT)
# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_DAY, _ROLLING, _USED = Precision.DAY, EndKind.ROLLING, Status.STILL_IN_USE
_ABANDONED, _CLOSED, _IN_USE = EventKind.ABANDONED, EventKind.CLOSED, EventKind.STILL_IN_USE
_NOT_RECORDED = SignatureState.NOT_RECORDED
_BY_ENDING = {
    EventKind.TERMINATED: Status.TERMINATED,
    EventKind.SUPERSEDED: Status.SUPERSEDED,
    EventKind.CLOSED: Status.EXPIRED,
}
_BEFORE_START = {
    SignatureState.SIGNED: Status.NOT_STARTED,
    SignatureState.UNSIGNED_DRAFT: Status.AWAITING_SIGNATURE,
    SignatureState.IN_NEGOTIATION: Status.IN_NEGOTIATION,
    SignatureState.NOT_RECORDED: Status.PROPOSED,
    SignatureState.NONE_EXISTS: Status.PROPOSED,
}


class Standing(NamedTuple):
    """An agreement as it stands on a day.

    Attributes:
        initial_end, current_end, maximum_end: inclusive; the earliest where not exact.
        changes_on: the first later day on which something course could differ with no new facts;
            None where none can. The states of deadlines are not counted: they follow from
            `deadline.state` on any day.
        deadlines: in order of time.
    """

    status: Status
    initial_end: date | None
    current_end: date | None
    maximum_end: date | None
    changes_on: date | None
    ladder: Ladder
    deadlines: tuple[Deadline, ...]
    findings: tuple[Finding, ...]


def standing(agreement: Agreement, today: date, calendar: Calendar, rules: Rules) -> Standing:
    """How `agreement` stands on `today`.

    Where a date is not exact, everything is reckoned twice: from the earliest days, which is
    what deadlines go by, and from the latest, which says what has certainly happened (rule 11).
    """
    if is_exact(agreement):
        return _standing(agreement, today, calendar, rules)
    early, late = _pinned(agreement, early=True), _pinned(agreement, early=False)
    earliest = _standing(early, today, calendar, rules)
    return earliest if late == early else _between(earliest, _standing(late, today, calendar, rules))


def is_exact(agreement: Agreement) -> bool:
    """Is every date a day, or that of an event of which nothing is known, which pinning leaves alone?"""
    for when in (agreement.starts, agreement.ends, agreement.signed, agreement.next_review):
        if when is not None and when.precision is not _DAY:
            return False
    for event in agreement.events:
        if event.on.precision is not _DAY and (event.on.earliest or event.on.latest) is not None:
            return False
        for when in (event.new_end, event.decided_on):
            if when is not None and when.precision is not _DAY:
                return False
    return True


def _pin(when: When | None, early: bool) -> When | None:
    """The earliest or the latest day that `when` may be, the other where that is open."""
    if when is None or when.precision is _DAY:
        return when
    day = (when.earliest or when.latest) if early else (when.latest or when.earliest)
    return None if day is None else When.on(day, when.text)


def _pinned(agreement: Agreement, *, early: bool) -> Agreement:
    """The agreement with every date at one edge of its range."""
    events = tuple(
        replace(
            event,
            on=_pin(event.on, early) or When.unknown(event.on.text),
            new_end=_pin(event.new_end, early),
            decided_on=_pin(event.decided_on, early),
        )
        for event in agreement.events
    )
    return replace(
        agreement,
        starts=_pin(agreement.starts, early),
        ends=_pin(agreement.ends, early),
        signed=_pin(agreement.signed, early),
        next_review=_pin(agreement.next_review, early),
        events=events,
    )


def _between(early: Standing, late: Standing) -> Standing:
    """The early reckoning, with the range of each deadline, and ended only where the late one is too.

    Nothing is missed or settled before it would be by the late one; and where only the early one
    has ended, what the late one still asks for is there as well.
    """
    latest = _numbered(late.deadlines)
    deadlines = [
        _ranging(deadline, latest.pop(key, None)) for key, deadline in _numbered(early.deadlines).items()
    ]
    status = early.status
    if status in ENDED and late.status not in ENDED:
        status = late.status
        deadlines += [
            deadline._replace(
                workings=f"{deadline.workings} The dates are not exact: reckoned from the latest."
            )
            for deadline in latest.values()
        ]
        deadlines.sort(key=_by_date)
    days = [day for day in (early.changes_on, late.changes_on) if day is not None]
    return early._replace(status=status, deadlines=tuple(deadlines), changes_on=min(days, default=None))


def _numbered(deadlines: tuple[Deadline, ...]) -> dict[tuple[str, int], Deadline]:
    """The deadlines by kind, and number among those of that kind."""
    found: dict[tuple[str, int], Deadline] = {}
    seen: dict[str, int] = {}
    for deadline in deadlines:
        number = seen[deadline.kind] = seen.get(deadline.kind, 0) + 1
        found[deadline.kind, number] = deadline
    return found


def _ranging(early: Deadline, late: Deadline | None) -> Deadline:
    """A deadline of the early reckoning, up to where the late one has it."""
    if late is None or late.date <= early.date:
        return early
    return early._replace(
        latest=late.latest,
        missed_after=late.missed_after,
        settled=early.settled and late.settled,
        workings=f"{early.workings} The dates are not exact: reckoned from the earliest.",
    )


def _standing(agreement: Agreement, today: date, calendar: Calendar, rules: Rules) -> Standing:
    course = course_of(agreement, today, calendar)
    return standing_along(course, ladder_from(course), rules)


def standing_along(course: Course, ladder: Ladder, rules: Rules) -> Standing:
    """How the agreement of that course stands, where every date of it is exact; `ladder` is the course's."""
    lead = lead_before(course, rules)
    expires = None if lead is None else lead.starts_on
    status = _status(course, expires)
    over, used = status in ENDED, status is _USED
    deadlines: list[Deadline] = []
    if not over or status is not Status.ABANDONED:
        deadlines = term_deadlines(course, ladder, rules, lead, over, used)
        deadlines += notice_deadlines(course, over or used)
        deadlines += regular_deadlines(course, rules, over)
        deadlines += statutory_deadlines(course, rules, over)
        deadlines.sort(key=_by_date)
    changes = _changes_on(course, ladder, deadlines, expires)
    ends = ladder.initial_end, ladder.current_end, ladder.maximum_end
    return make(Standing, (status, *ends, changes, ladder, tuple(deadlines), course.findings))


def _status(course: Course, expires: date | None) -> Status:
    """The one word for it, the most telling first."""
    agreement, today, end = course.agreement, course.today, course.current_end
    if course.events and _happened(course, _ABANDONED):
        return Status.ABANDONED
    if course.ended_by is not None and (course.last_day is None or course.last_day < today):
        return _BY_ENDING[course.ended_by]
    if end is not None and end < today:
        return _after_end(course, end)
    starts = course.starts
    if starts is not None and today < starts:
        signed = agreement.signed is not None or _happened(course, EventKind.SIGNED)
        if agreement.signature is _NOT_RECORDED and signed:
            return Status.NOT_STARTED
        return _BEFORE_START[agreement.signature]
    if agreement.signature in _UNSIGNED:
        return _BEFORE_START[agreement.signature]
    if end is None and (starts is None or agreement.end_kind not in _NO_END):
        return Status.UNKNOWN
    if course.notice is not None:
        return Status.NOTICE_GIVEN
    if expires is not None and today >= expires:
        return Status.EXPIRING
    if course.rolls is not None:
        return Status.LIVE if course.rolls.number(today) == 0 else Status.ROLLING
    if agreement.end_kind is _ROLLING:
        return Status.ROLLING
    if course.extensions and course.initial_end is not None and course.initial_end < today:
        return Status.IN_EXTENSION
    return Status.LIVE


def _after_end(course: Course, end: date) -> Status:
    """After its end: over, unless something shows that it went on being used and was not closed."""
    by_notice = course.notice is not None and course.notice.effective == end
    ended = Status.TERMINATED if by_notice else Status.EXPIRED
    if _happened(course, _CLOSED):
        return ended
    used = course.agreement.in_use_on is not None and course.agreement.in_use_on > end
    if course.resumes_on is not None and course.resumes_on > end:
        used = True
    for event in course.events:
        if event.kind is _IN_USE and (pinned(event.on) or date.max) > end:
            used = True
    return Status.STILL_IN_USE if used else ended


def _happened(course: Course, kind: EventKind) -> bool:
    """Has an event of that kind happened by today? One without a day has."""
    return any(event.kind is kind and _by(event, course.today) for event in course.events)


def _by(event: Event, today: date) -> bool:
    day = pinned(event.on)
    return day is None or day <= today


def _changes_on(
    course: Course, ladder: Ladder, deadlines: list[Deadline], expires: date | None
) -> date | None:
    """The first day after today on which an edge is passed: of a step, a deadline, an event.

    It may name a day on which nothing changes after all, and never leaves one out.
    """
    today = course.today
    first = last = date.max  # the first day of a change, the last day before one
    coming = bisect_left(deadlines, today, key=_by_date)
    if coming < len(deadlines):
        last = deadlines[coming].date
    for deadline in deadlines[:coming]:
        if today <= deadline.missed_after < last:
            last = deadline.missed_after
    for step in ladder.steps:
        edge = step.ends if step.notice is None else step.notice.missed_after
        if edge is not None and today <= edge < last:
            last = edge
        if step.window_opens is not None and today < step.window_opens < first:
            first = step.window_opens
    for end in (course.current_end, course.agreement.in_use_on):
        if end is not None and today <= end < last:
            last = end
    for edge in (course.starts, expires, *_other_edges(course)):
        if edge == today:
            last = today
        elif edge is not None and today < edge < first:
            first = edge
    if last < first:
        first = add_days(last, 1)
    return None if first == date.max else first


def _other_edges(course: Course) -> list[date | None]:
    """Days of events and of clauses, on which or after which something may change."""
    days: list[date | None] = [*course.edges]
    for event in course.events:
        days += (pinned(event.on), pinned(event.decided_on), pinned(event.new_end))
    for clause in course.agreement.notices:
        if clause.applies_from or clause.applies_to or clause.locked_until or clause.break_on:
            days += (clause.applies_from, clause.applies_to, clause.locked_until, clause.break_on)
    return days
