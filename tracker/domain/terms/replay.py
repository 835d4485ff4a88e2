"""What the dated events make of an agreement's term: the initial end, then each extension.

Events are replayed in the order of `event_order`. An event counts from the day on which it
was decided, else the day on which it was agreed (rule 12); an ending that is known ahead of
its day counts at once. Nothing here knows notices or rolling; `term.py` puts them together.
"""

from __future__ import annotations

from datetime import date

from tracker.domain.agreement import Agreement, EndKind, Event, EventKind
from tracker.domain.check import Severity
from tracker.domain.dates import Calendar, Period, add_days, end_of_term, extend_end, is_some, show
from tracker.domain.terms.course import Course, Extension, pinned
from tracker.domain.terms.options import check_limit, exercise, in_order, provided_end

# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_VARIED, _RENEWED, _COMMENCED = EventKind.VARIED, EventKind.RENEWED, EventKind.COMMENCED
_OPEN_ENDED, _NOTE, _WARNING = EndKind.OPEN_ENDED, Severity.NOTE, Severity.WARNING
_ORDER = {kind: number for number, kind in enumerate(EventKind)}
_LENGTHENS = frozenset({EventKind.EXTENDED, EventKind.RENEWED, EventKind.VARIED})
_ENDS = frozenset({EventKind.TERMINATED, EventKind.SUPERSEDED, EventKind.CLOSED})


def event_order(event: Event) -> tuple[date, int, int, int]:
    """The one sort key of events: day, then kind in the order of EventKind, option, id.

    So on one day signing comes before extension, extension before a notice, a notice before
    its withdrawal, and an ending after all of these. A day that is not recorded sorts where
    it must have been at the latest: by the end that it led to, else last.
    """
    day = pinned(event.on) or pinned(event.decided_on) or pinned(event.new_end) or date.max
    return day, _ORDER[event.kind], event.option or 0, event.id


def known_on(event: Event, today: date) -> bool:
    """Has `event` been decided by `today`? One whose day is not recorded counts as known."""
    decided = pinned(event.decided_on)
    if decided is not None:
        return decided <= today
    if event.kind in _ENDS:
        return True
    day = pinned(event.on)
    return day is None or day <= today


def replay(agreement: Agreement, today: date, calendar: Calendar) -> Course:
    """The course of the term from the agreement's facts and the events known on `today`."""
    course = Course(agreement, today, calendar)
    _begin(course)
    course.remaining = in_order(agreement.options)
    if course.limit is not None and agreement.options:
        check_limit(course)
    if agreement.events:
        course.provided = provided_end(course, course.remaining)
        events = agreement.events
        course.events = tuple(sorted(events, key=event_order)) if len(events) > 1 else events
        for event in course.events:
            if event.kind in _LENGTHENS:
                if known_on(event, today):
                    _lengthen(course, event)
                else:
                    _resume(course, event)
            elif event.kind in _ENDS and known_on(event, today):
                _end(course, event)
    return course


def _begin(course: Course) -> None:
    """The start, the initial end as stated and as computed, and the limit of the whole term."""
    agreement = course.agreement
    starts = pinned(agreement.starts)
    if starts is None:
        starts = next((pinned(e.on) for e in agreement.events if e.kind is _COMMENCED), None)
    stated = pinned(agreement.ends)
    if stated is not None and (stated.year >= 9999 or stated.year <= 1900):
        course.note(
            "ends.no-end",
            _WARNING,
            f"The end {show(stated)} looks like a way of writing that there is no end; "
            "it is not used. Record the agreement as open-ended if that is so.",
            "ends",
        )
        stated = None
    computed = _computed_end(starts, agreement.initial_term, course)
    course.starts, course.initial_stated, course.initial_computed = starts, stated, computed
    course.end = course.initial_end = stated if stated is not None else computed
    if stated is not None:
        _check_stated(course, starts, stated, computed)
    if agreement.term_limit is not None or agreement.maximum_end is not None:
        course.limit = _limit(course)


def _computed_end(starts: date | None, term: Period | None, course: Course) -> date | None:
    if term is None:
        return None
    if not is_some(term):
        course.note(
            "term.no-length",
            Severity.ERROR,
            f"An initial term of {term} has no length; no end is reckoned from it.",
            "initial_term",
        )
        return None
    if starts is None:
        return None
    end = end_of_term(starts, term)
    if end == date.max:
        course.note(
            "term.beyond-calendar",
            Severity.ERROR,
            f"An initial term of {term} runs beyond the year 9999; no end is reckoned from it.",
            "initial_term",
        )
        return None
    return end


def _check_stated(course: Course, starts: date | None, stated: date, computed: date | None) -> None:
    if starts is not None and stated < starts:
        course.note(
            "term.end-before-start",
            Severity.ERROR,
            f"The end, {show(stated)}, is before the start, {show(starts)}.",
            "ends",
        )
    if computed is not None and computed != stated:
        days = abs((stated - computed).days)
        more = "later" if stated > computed else "earlier"
        hint = " Ends here are the last day in force." if stated == add_days(computed, 1) else ""
        course.note(
            "term.ends-differ",
            _WARNING,
            f"The stated end, {show(stated)}, is {days} {'day' if days == 1 else 'days'} {more} than the "
            f"end of {course.agreement.initial_term} from the start, {show(computed)}; "
            f"the stated end is used.{hint}",
            "ends",
        )
    if course.agreement.end_kind is _OPEN_ENDED:
        course.note(
            "term.open-with-end",
            _WARNING,
            f"The agreement is recorded as open-ended and as ending on {show(stated)}; the end is used.",
            "end_kind",
        )


def _limit(course: Course) -> date | None:
    """The last day that the document allows at all: the smaller of its two ways of saying so."""
    limit, term = course.agreement.maximum_end, course.agreement.term_limit
    if term is not None and course.starts is not None:
        by_term = end_of_term(course.starts, term)
        if not is_some(term) or by_term == date.max:
            course.note(
                "limit.no-length",
                Severity.ERROR,
                f"A limit of {term} on the whole term cannot be right; it is not used.",
                "term_limit",
            )
        else:
            if limit is not None and limit != by_term:
                course.note(
                    "limit.differ",
                    _WARNING,
                    f"The latest end is stated as {show(limit)}, but {term} from the start ends on "
                    f"{show(by_term)}; the earlier is used.",
                    "maximum_end",
                )
            limit = by_term if limit is None else min(limit, by_term)
    if limit is not None and course.initial_end is not None and limit < course.initial_end:
        course.note(
            "limit.before-end",
            Severity.ERROR,
            f"The latest end, {show(limit)}, is before the end of the initial term, "
            f"{show(course.initial_end)}; it is not used.",
            "maximum_end",
        )
        return None
    return limit


def _resume(course: Course, event: Event) -> None:
    """A later extension shows that an agreement which had ended was used until then."""
    day = pinned(event.on)
    if event.kind is not _VARIED and course.resumes_on is None:
        course.resumes_on = day


def _end(course: Course, event: Event) -> None:
    """An ending: the earliest one wins. A successor's first day is the day after the last."""
    day = pinned(event.new_end) or pinned(event.on)
    if day is not None and event.kind is EventKind.SUPERSEDED and event.new_end is None:
        day = add_days(day, -1)
    if event.kind is EventKind.CLOSED and (course.ended_by is not None or course.end is not None):
        return
    if course.ended_by is None or (day is not None and (course.last_day is None or day < course.last_day)):
        course.ended_by, course.last_day = event.kind, day


def _lengthen(course: Course, event: Event) -> None:
    """Replay an extension, a renewal or a variation that moves the end."""
    stated = pinned(event.new_end)
    length = event.length
    if length is not None and not is_some(length):
        course.note(
            "extension.no-length", Severity.ERROR, f"An extension of {length} has no length.", "events"
        )
        length = None
    if event.kind is _VARIED:
        if stated is not None or length is not None:
            _vary(course, event, stated, length)
        return
    if event.kind is _RENEWED and course.agreement.end_kind is EndKind.ROLLING:
        return  # rolling goes on by itself; the event confirms it (term.py)
    _extend(course, event, stated, length)


def _vary(course: Course, event: Event, stated: date | None, length: Period | None) -> None:
    base = course.end
    computed = extend_end(base, length) if base is not None and length is not None else None
    new = stated or computed
    if new is None or new == date.max:
        return
    course.end = new
    starts = add_days(base, 1) if base is not None and base < new else None
    course.extensions += (
        Extension(starts, new, computed, stated, pinned(event.on), (), event.count_unknown, True),
    )
    _check_limit(course, new)


def _extend(course: Course, event: Event, stated: date | None, length: Period | None) -> None:
    base = course.end
    agreed = pinned(event.on) or pinned(event.decided_on)
    late = base is not None and agreed is not None and agreed > base
    _check_agreed(course, base, agreed)
    computed = extend_end(base, length) if base is not None and length is not None else None
    options: tuple[int, ...] = ()
    if base is not None and not late and (stated is None or stated > base):
        computed, options = exercise(course, event, base, stated, computed)
    new = stated or computed
    if new is None or new == date.max:
        course.note(
            "extension.no-end",
            _WARNING,
            "An extension is recorded without a new end, or a length that gives one; it is left out.",
            "events",
        )
        return
    if base is not None and new <= base:
        course.note(
            "extension.shortens",
            _WARNING,
            f"An extension to {show(new)} does not go beyond {show(base)}; it is left out. "
            "Record a variation where the term was shortened.",
            "events",
        )
        return
    if stated is not None and computed is not None and stated != computed:
        course.note(
            "extension.ends-differ",
            _WARNING,
            f"An extension is stated to end on {show(stated)}, but reckoned it ends on {show(computed)}; "
            "the stated end is used.",
            "events",
        )
    course.end = new
    starts = add_days(base, 1) if base is not None else None
    course.extensions += (Extension(starts, new, computed, stated, agreed, options, event.count_unknown),)
    _check_limit(course, new)


def _check_agreed(course: Course, base: date | None, agreed: date | None) -> None:
    """Say where nobody recorded when an extension was agreed, or where that was after the end."""
    if agreed is None:
        course.note(
            "extension.no-date",
            _NOTE,
            "The date on which an extension was agreed is not recorded.",
            "events",
        )
    elif base is not None and agreed > base:
        days = (agreed - base).days
        course.note(
            "extension.after-expiry",
            _WARNING,
            f"An extension was signed {days} {'day' if days == 1 else 'days'} after expiry on {show(base)}; "
            "an option cannot be taken after the end, so it counts as agreed anew, not as an option.",
            "events",
        )


def _check_limit(course: Course, new: date) -> None:
    if course.provided is not None and new > course.provided:
        course.note(
            "extension.beyond-maximum",
            _WARNING,
            f"The end {show(new)} is beyond {show(course.provided)}, the latest that the agreement provides "
            "for: that is a modification, not an option.",
            "events",
        )
