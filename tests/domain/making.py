"""Short ways to make agreements for the tests of dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.agreement import (
    Agreement,
    ClauseForm,
    EndKind,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
)
from tracker.domain.dates import Calendar, Period, Precision, When
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import Standing, standing
from tracker.resources import resource

TODAY = date(2026, 11, 22)
WEEKDAYS = Calendar("weekdays", frozenset(), date(2060, 12, 31))
RULES = Rules.from_json(resource("rules", "statutory.json").read_text(encoding="utf-8"))


def day(text: str) -> date:
    """An ISO day."""
    return date.fromisoformat(text)


def on(text: str) -> When:
    """An exact day."""
    return When.on(day(text))


def range_of(earliest: str, latest: str, text: str = "") -> When:
    """A date somewhere between two days."""
    return When(day(earliest), day(latest), Precision.BETWEEN, text)


def m(months: int) -> Period:
    """So many months."""
    return Period(months)


def option(number: int, months: int | None, notice: int | None = None, **more: Any) -> ExtensionOption:
    """An option of so many months, with notice in months."""
    return ExtensionOption(
        number=number,
        length=None if months is None else Period(months),
        notice_least=None if notice is None else Period(notice),
        **more,
    )


def clause(
    months: int | None,
    kind: NoticeKind = NoticeKind.TERMINATION,
    form: ClauseForm = ClauseForm.UNKNOWN,
    **more: Any,
) -> NoticeClause:
    """A notice clause of so many months."""
    return NoticeClause(kind=kind, length=None if months is None else Period(months), form=form, **more)


def event(kind: EventKind, text: str | None, **more: Any) -> Event:
    """An event on an ISO day; None for a day that nobody recorded."""
    return Event(kind=kind, on=When.unknown() if text is None else on(text), **more)


def fixed(starts: str, months: int, **more: Any) -> Agreement:
    """An agreement with a start and a term."""
    return Agreement(starts=on(starts), initial_term=Period(months), end_kind=EndKind.FIXED, **more)


def until(ends: str, **more: Any) -> Agreement:
    """An agreement of which only the end is recorded."""
    return Agreement(ends=on(ends), end_kind=EndKind.FIXED, **more)


def rolling(starts: str, months: int, first: int | None = None, **more: Any) -> Agreement:
    """An agreement that rolls by so many months, after a first term if there is one."""
    term = None if first is None else Period(first)
    return Agreement(
        starts=on(starts), initial_term=term, roll=Period(months), end_kind=EndKind.ROLLING, **more
    )


def stands(agreement: Agreement, today: str | date = TODAY, calendar: Calendar = WEEKDAYS) -> Standing:
    """Its standing on a day."""
    return standing(agreement, day(today) if isinstance(today, str) else today, calendar, RULES)


def of_kind(found: Standing, kind: str) -> list[Deadline]:
    """Its deadlines of that kind, in order."""
    return [deadline for deadline in found.deadlines if deadline.kind == kind]


def only(found: Standing, kind: str) -> Deadline:
    """Its one deadline of that kind."""
    (deadline,) = of_kind(found, kind)
    return deadline


def codes(found: Standing) -> set[str]:
    """Codes of its Findings."""
    return {finding.code for finding in found.findings}
