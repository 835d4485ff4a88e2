"""Deadlines that come round, and those of papers: reviews, prices, certificates, staff, retention."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tracker.domain.agreement import AgreementType, Event, EventKind, Regime
from tracker.domain.dates import Calendar, Period, add_days, add_months, is_some, show
from tracker.domain.deadlines.deadline import Deadline, act_words, asked, happens
from tracker.domain.deadlines.rules import Rules
from tracker.domain.terms.course import Course, pinned

_DAYS_IN_MONTH = 30.436875
_COMING = 2
_USUALLY_NOT_BINDING = (
    AgreementType.MEMORANDUM,
    AgreementType.HEADS_OF_TERMS,
    AgreementType.LETTER,
    AgreementType.SIDE_LETTER,
)
_CLOSED, _TRANSFERRED = EventKind.CLOSED, EventKind.STAFF_TRANSFERRED
_EXEMPT, _FRAMEWORK = Regime.EXEMPT, AgreementType.FRAMEWORK
YEARLY = Period(12)


def occurrence(anchor: date, cycle: Period, k: int) -> date:
    """The k-th time round, reckoned from the anchor and never from the time before (rule 10)."""
    day = add_months(anchor, cycle.months * k)
    return add_days(day, cycle.days * k) if cycle.days else day


def first_from(anchor: date, cycle: Period, day: date) -> tuple[int, date]:
    """The first time round on or after `day`: its number, 1 or more, and its date."""
    if cycle.days:
        k = int((day - anchor).days / (cycle.months * _DAYS_IN_MONTH + cycle.days))
    else:
        k = ((day.year - anchor.year) * 12 + day.month - anchor.month) // cycle.months
    k = max(k, 1)
    found = occurrence(anchor, cycle, k)
    while found < day:
        k += 1
        found = occurrence(anchor, cycle, k)
    return k, found


def regular_deadlines(course: Course, rules: Rules, over: bool) -> list[Deadline]:
    """Every deadline of this page for one agreement; `over`: it has ended, and only closing ones stay."""
    agreement = course.agreement
    found: list[Deadline] = []
    if course.events:
        found += _papers(course, rules, over)
    if over:
        return found
    if agreement.next_review is not None or agreement.review_every is not None:
        found += _reviews(course)
    else:
        found += _backstop(course, rules)
    if agreement.confirmed_on is not None:
        found.append(_confirm(course, agreement.confirmed_on, rules))
    if agreement.regime is _EXEMPT and course.starts is not None:
        found += _coming(
            course, "exemption re-test", "Test again that the exemption holds", course.starts, YEARLY
        )
    if agreement.type is _FRAMEWORK and course.current_end is not None:
        found.append(_last_call_off(course.current_end))
    return found


def _last_reviewed(course: Course) -> date | None:
    """The last review that is recorded by today; its start of time where the day is not known."""
    days = [
        pinned(event.on) or date.min
        for event in course.events
        if event.kind is EventKind.REVIEWED and (pinned(event.on) or date.min) <= course.today
    ]
    return max(days, default=None)


def _reviews(course: Course) -> list[Deadline]:
    """Reviews: the stated one, and of a cycle the last one that nobody held and the next two.

    Older ones that nobody held add nothing to the last, and later ones come in their time;
    a list of every quarter for ten years would bury the dates that matter. A review covers
    the dates up to a month after it, less for short cycles.
    """
    agreement, today = course.agreement, course.today
    reviewed = _last_reviewed(course) if course.events else None
    stated = pinned(agreement.next_review)
    cycle = agreement.review_every
    found = []
    if stated is not None:
        settled = reviewed is not None and stated <= add_days(reviewed, 31)
        found.append(_review(course.calendar, stated, settled, "Stated in the record."))
    anchor = agreement.review_from or course.starts or stated
    if cycle is None or anchor is None or not is_some(cycle):
        return found
    end = course.current_end or date.max
    coming = [r for r in _reviews_about(anchor, cycle, today, course.calendar) if r.date <= end]
    if stated is not None:
        coming = [review for review in coming if review.date != stated]
    if reviewed is not None:
        covered = add_days(reviewed, min(31, (cycle.months * 30 + cycle.days) // 3))
        coming = [
            r._replace(settled=r.date <= covered) for r in coming if covered < r.date or today <= r.date
        ]
    return found + coming


@lru_cache(maxsize=4096)  # agreements start on a few days of the year, and are looked at on one day
def _reviews_about(anchor: date, cycle: Period, today: date, calendar: Calendar) -> tuple[Deadline, ...]:
    """The review before `today` and the next ones, none of them settled."""
    first, coming = first_from(anchor, cycle, today)
    found = []
    for k in range(first - 1 or 1, first + _COMING):
        day = coming if k == first else occurrence(anchor, cycle, k)
        if day == date.max:
            break
        found.append(
            _review(calendar, day, False, f"Every {cycle}, reckoned from {show(anchor)}: number {k}.")
        )
    return tuple(found)


def _review(calendar: Calendar, day: date, settled: bool, words: str) -> Deadline:
    return asked("review", day, calendar.previous_working(day), "Review", words, settled=settled)


def _backstop(course: Course, rules: Rules) -> list[Deadline]:
    """What binds nobody and names no end is looked at again some months after its start."""
    agreement, starts = course.agreement, course.starts
    loose = agreement.binding is False or (
        agreement.binding is None and agreement.type in _USUALLY_NOT_BINDING
    )
    if not loose or starts is None or course.current_end is not None:
        return []
    months = rules.practice.backstop
    day = add_months(starts, months)
    reviewed = _last_reviewed(course)
    words = f"It binds nobody and records no end: {months} months from {show(starts)}, a setting."
    return [_review(course.calendar, day, reviewed is not None and reviewed >= starts, words)]


def _coming(course: Course, kind: str, title: str, anchor: date, cycle: Period) -> list[Deadline]:
    """The next time round of something that nobody records as done."""
    _, day = first_from(anchor, cycle, course.today)
    if (course.current_end is not None and day > course.current_end) or day == date.max:
        return []
    return [
        asked(
            kind,
            day,
            course.calendar.previous_working(day),
            title,
            f"Every {cycle}, reckoned from {show(anchor)}.",
        )
    ]


def _confirm(course: Course, confirmed: date, rules: Rules) -> Deadline:
    months = rules.practice.confirm
    day = add_months(confirmed, months)
    return asked(
        "confirm details",
        day,
        course.calendar.previous_working(day),
        "Confirm that the details are still right",
        f"{months} months after {show(confirmed)}, when they were last confirmed (a setting).",
    )


def _last_call_off(end: date) -> Deadline:
    return happens(
        "last call-off",
        end,
        "Last day to award a call-off under the framework",
        f"The framework ends on {show(end)}; a call-off awarded by then may run longer.",
    )


def _papers(course: Course, rules: Rules, over: bool) -> list[Deadline]:
    """Deadlines that hang on one dated event."""
    found: list[Deadline] = []
    for event in course.events:
        day = pinned(event.on)
        if day is None:
            continue
        if event.kind is _CLOSED and day <= course.today:
            found.append(_retention(course, day, rules))
        elif over:
            continue
        elif event.kind is _TRANSFERRED and day >= course.today:
            found += _staff(course, day, rules)
        elif event.kind is EventKind.DOCUMENT_EXPIRES:
            found += _document(course, event, day, rules)
        elif event.kind is EventKind.PRICE_REVIEW:
            cycle = event.length
            if cycle is None or not is_some(cycle):
                cycle = YEARLY
            found += _coming(course, "price review", "Price review", day, cycle)
    return found


def _retention(course: Course, closed: date, rules: Rules) -> Deadline:
    """How long to keep the papers: six years from the end, twelve for a deed."""
    deed = any(e.kind is EventKind.SIGNED and e.detail == "deed" for e in course.events)
    years = rules.practice.deed_years if deed else rules.practice.retention_years
    base = course.current_end or closed
    day = add_months(base, 12 * years)
    return happens(
        "retention ends",
        day,
        "Papers may be destroyed after this day",
        f"{years} years from {show(base)}{', as it is a deed' if deed else ''}.",
    )


def _staff(course: Course, transfer: date, rules: Rules) -> list[Deadline]:
    """Employee liability information goes to the new employer so many days before a transfer of staff."""
    days = rules.value("employee liability information days", transfer)
    if days is None:
        return []
    day = add_days(transfer, -days)
    act_by = course.calendar.previous_working(day)
    return [
        asked(
            "employee liability information",
            day,
            act_by,
            "Give employee liability information to the new employer",
            f"Not less than {days} days before the transfer on {show(transfer)}; "
            f"{act_words(day, act_by, course.calendar)}.",
        )
    ]


def _document(course: Course, event: Event, expires: date, rules: Rules) -> list[Deadline]:
    """A certificate, an insurance, an assessment: ask for the next one before it runs out."""
    for later in course.events:
        newer = pinned(later.on)
        if (
            later.kind is event.kind
            and later.detail == event.detail
            and newer is not None
            and newer > expires
        ):
            return []
    lead = event.length if event.length is not None else Period(rules.practice.document)
    act_by = course.calendar.previous_working(
        expires if lead.is_negative else add_days(add_months(expires, -lead.months), -lead.days)
    )
    what = event.detail or "document"
    return [
        asked(
            "document expires",
            expires,
            act_by,
            f"{what[0].upper()}{what[1:]} expires",
            f"The {what} runs to {show(expires)}; ask for the next by {show(act_by)}.",
        )
    ]
