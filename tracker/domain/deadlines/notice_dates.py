"""Deadlines of notice: the last day to give one, renewals that ask to be confirmed, notices that run."""

from __future__ import annotations

from datetime import date

from tracker.domain.agreement import EventKind, NoticeClause, NoticeKind, Side
from tracker.domain.check import Severity
from tracker.domain.dates import add_days, make, notice_takes_effect, show, show_weekday
from tracker.domain.deadlines.deadline import Deadline, asked, happens
from tracker.domain.deadlines.term_dates import party_of
from tracker.domain.terms.course import Course, pinned
from tracker.domain.terms.notice import clause_in_force, permitted_end, yearly_day
from tracker.domain.terms.reading import MOST_SERVICE, Reading, cut_short, reading_of, service_of
from tracker.domain.terms.rolling import Rolls

_OPTION, _NON_RENEWAL, _THEM = NoticeKind.OPTION, NoticeKind.NON_RENEWAL, Side.THEM
_KINDS = {
    NoticeKind.TERMINATION: ("termination notice", "Last day to give notice, to end on"),
    NoticeKind.BREAK: ("break notice", "Last day to give notice, to break on"),
    NoticeKind.NON_RENEWAL: ("non-renewal notice", "Last day to stop it going on after"),
    NoticeKind.WITHDRAWAL: ("withdrawal notice", "Last day to give notice, to leave on"),
}

Read = tuple[Reading, NoticeClause]
"""A reading, and the clause that it is a reading of."""


def notice_deadlines(course: Course, over: bool) -> list[Deadline]:
    """Deadlines of every notice clause, of renewals, and of notices that were given.

    `over`: the agreement has ended, so that what is left of these is settled.
    """
    found: list[Deadline] = []
    for group in _groups(course.agreement.notices):
        found += _clauses(course, group, over)
    if course.rolls is not None and not over:
        found += _renewals(course, course.rolls)
    for notice in course.notices:
        if notice.effective is None:
            continue
        found.append(
            happens(
                "notice expires",
                notice.effective,
                "One party leaves: last day" if notice.alone else "Notice runs out: last day",
                notice.workings,
            )
        )
    return found


def _groups(clauses: tuple[NoticeClause, ...]) -> list[list[NoticeClause]]:
    """Clauses of one kind and side together, which a deed may have changed part-way."""
    groups: list[list[NoticeClause]] = []
    for clause in clauses:
        if clause.kind is _OPTION:
            continue
        for group in groups:
            if group[0].kind is clause.kind and group[0].by is clause.by:
                group.append(clause)
                break
        else:
            groups.append([clause])
    return groups


def _clauses(course: Course, group: list[NoticeClause], over: bool) -> list[Deadline]:
    """Deadlines of the clauses of one kind and side."""
    clause = _current(group, course.today)
    if clause is None or clause.length is None or _check(course, group):
        return []
    notice = course.notice
    if over:
        fixed = course.rolls is None and not clause.expires_on and clause.break_on is None
        end = course.current_end if fixed and course.last_day is None else None
        return [] if end is None else _settled(course, group, clause, end)
    if notice is not None and notice.effective is not None:
        return _settled(course, group, clause, notice.effective)
    starts = course.starts or date.min
    end = permitted_end(clause, course, max(course.today, starts))
    if end is None:
        return []
    course.edges += (end,)
    if _ends_anyway(course, clause, end):
        return []
    reading = _reading(course, group, end)
    if not _fits(reading, starts, end):
        later = _next_exit(course, group, clause, end, starts)
        if later is None:
            _note_no_room(course, clause, end)
            return []
        end, reading = later
    settled = notice is not None or course.ended_by is not None
    found = _deadline(course, reading, end, settled)
    if not settled and course.today > found.missed_after:
        after = _next_exit(course, group, clause, end, course.today)
        if after is not None:
            end, reading = after
            rest = [] if _ends_anyway(course, clause, end) else [_deadline(course, reading, end, False)]
            return [_committed(found, end), *rest]
    return [found]


def _ends_anyway(course: Course, clause: NoticeClause, end: date) -> bool:
    """Is `end` the last one that its limits allow, so that nobody need stop it going on?"""
    return clause.kind is _NON_RENEWAL and course.rolls is not None and end == course.rolls.last_end


def _settled(course: Course, group: list[NoticeClause], clause: NoticeClause, end: date) -> list[Deadline]:
    """The deadline before an end that is past or sure, where there was room for one."""
    reading = _reading(course, group, end)
    if _fits(reading, course.starts or date.min, end):
        return [_deadline(course, reading, end, True)]
    _note_no_room(course, clause, end)
    return []


def _fits(reading: Read, starts: date, end: date) -> bool:
    """Is there a day, not before the start, on which notice for `end` may be given?"""
    missed_after = reading[0].missed_after
    return missed_after != date.min and (starts > end or starts <= missed_after)


def _note_no_room(course: Course, clause: NoticeClause, end: date) -> None:
    course.note(
        "notice.longer-than-term",
        Severity.WARNING,
        f"{clause.length} of notice does not fit between the start and {show(end)}; no date for it is shown.",
        "notices",
    )


def _check(course: Course, group: list[NoticeClause]) -> bool:
    """Say what is odd about the clauses; True where no date can rest on them."""
    useless = False
    for clause in group:
        if clause.length is not None and clause.length.is_negative:
            useless = True
            course.note(
                "notice.negative",
                Severity.ERROR,
                f"A notice of {clause.length} cannot be right; no date is reckoned from it.",
                "notices",
            )
        if clause.expires_on and yearly_day(clause.expires_on, course.starts, course.today) is None:
            useless = True
            course.note(
                "notice.day-not-read",
                Severity.WARNING,
                f"The day of the year on which notice may expire, “{clause.expires_on}”, cannot be used: "
                "write it as month and day (03-31), or “anniversary” where the start is recorded.",
                "notices",
            )
        if not 0 <= clause.service_days <= MOST_SERVICE:
            course.note(
                "notice.service-days",
                Severity.WARNING,
                f"{clause.service_days} working days for service cannot be right; they are left out.",
                "notices",
            )
    return useless


def _current(group: list[NoticeClause], today: date) -> NoticeClause | None:
    """The clause in force today, else the last one; None where no length is recorded."""
    known = [clause for clause in group if clause.length is not None]
    for clause in known:
        if clause_in_force(clause, today):
            return clause
    return known[-1] if known else None


def _next_exit(
    course: Course, group: list[NoticeClause], clause: NoticeClause, near: date, given: date
) -> tuple[date, Read] | None:
    """The first permitted end after `near` for which notice can be given on `given` or later."""
    assert clause.length is not None
    day = max(notice_takes_effect(given, clause.length), add_days(near, 1))
    for _ in range(3):  # the backward reading, or a clause changed by deed, may need the exit after
        found = permitted_end(clause, course, day)
        if found is None or found == near:
            return None
        reading = _reading(course, group, found)
        if reading[0].missed_after >= given:
            return found, reading
        day = add_days(found, 1)
    return None


def _reading(course: Course, group: list[NoticeClause], end: date) -> Read:
    """The last day for notice to end on `end`: the latest that any of the clauses leaves.

    A clause counts only for notices given while it was in force; where it was replaced before
    its own last day, that day is the one before the deed.
    """
    best: Read | None = None
    plain: Read | None = None
    for clause in group:
        if clause.length is None:
            continue
        service = service_of(clause)
        reading = reading_of(end, clause.length, clause.form, service, course.calendar)
        plain = reading, clause
        if clause.applies_from is not None and reading.missed_after < clause.applies_from:
            continue
        last = clause.applies_to
        if last is not None and reading.day > last:
            reading = cut_short(reading, last, service, course.calendar)
        if best is None or reading.missed_after > best[0].missed_after:
            best = reading, clause
    found = best or plain
    assert found is not None
    return found


def _deadline(course: Course, read: Read, end: date, settled: bool) -> Deadline:
    """The deadline for notice to end on `end`."""
    reading, clause = read
    day, act_by, missed, earliest, latest, _, words = reading
    kind, title = _KINDS[clause.kind]
    if clause.expires_on and yearly_day(clause.expires_on, course.starts, end) == end:
        words = f"Notice may expire only on {_yearly_words(clause, end)}. {words}"
    if clause.locked_until is not None and clause.locked_until >= course.today:
        words += f" Not before {show(clause.locked_until)} (lock-in)."
    asks, party, title = clause.by is not _THEM, party_of(clause.by), f"{title} {show(end)}"
    return make(Deadline, (kind, day, act_by, missed, asks, settled, party, earliest, latest, words, title))


def _yearly_words(clause: NoticeClause, end: date) -> str:
    day = show(end).rsplit(" ", 1)[0]
    return day if clause.expires_on[:1].isdigit() else f"an anniversary of the start, {day}"


def _committed(missed: Deadline, until: date) -> Deadline:
    """The missed deadline, saying what it now comes to."""
    words = f"{missed.workings} No notice was given, so it is committed until {show(until)}."
    return missed._replace(workings=words)


def _renewals(course: Course, rolls: Rolls) -> list[Deadline]:
    """The next renewal, and the last one, which waits for a person to confirm that it happened."""
    end = course.current_end
    if end is None or course.notice is not None or course.ended_by is not None:
        return []
    found = []
    number = rolls.number(course.today)
    confirmed = _confirm(course, rolls, number, end) if number else None
    if confirmed is not None:
        found.append(confirmed)
    if end != rolls.last_end:
        found.append(
            happens(
                "renewal",
                end,
                f"Renews by itself for {rolls.roll} unless notice is given",
                f"The present period ends on {show(end)}; the next runs to "
                f"{show(rolls.end(number + 1))}, reckoned from the original start.",
            )
        )
    return found


def _confirm(course: Course, rolls: Rolls, number: int, end: date) -> Deadline | None:
    """A renewal by silence is a fact that somebody should look at: did it go on, and should it have?"""
    if number == 1 and rolls.first_end is None:
        return None
    renewed = add_days(rolls.end(number - 1), 1)
    half = add_days(renewed, -((end - renewed).days // 2))
    for event in course.events:
        if event.kind is EventKind.RENEWED:
            day, to = pinned(event.on), pinned(event.new_end)
            if (to is not None and to >= end) or (day is not None and half <= day):
                return None
    return asked(
        "confirm renewal",
        renewed,
        renewed,
        f"Confirm that it renewed to {show(end)}",
        f"No notice is recorded, so it renewed on {show_weekday(renewed)}; "
        "record the renewal, or the notice.",
        missed_after=end,
    )
