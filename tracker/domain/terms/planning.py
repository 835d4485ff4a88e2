"""Planning around an end: the way back from a new contract, gaps between agreements, what-if.

Everything course answers a question of the moment ("if we gave notice today …"); none of it is stored.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from tracker.domain.agreement import (
    Agreement,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
)
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Calendar, When, add_days, add_months, show
from tracker.domain.deadlines.deadline import Deadline, asked
from tracker.domain.deadlines.rules import Rules
from tracker.domain.terms.notice import Exit, clause_in_force, exit_under
from tracker.domain.terms.term import course_of


def standstill_ends(published: date, days: int, calendar: Calendar) -> date:
    """Last day of a standstill of so many working days beginning with the day of publication."""
    return calendar.add_working(add_days(published, -1), days)


def backward_plan(new_start: date, calendar: Calendar, rules: Rules) -> tuple[Deadline, ...]:
    """The latest days for each stage so that a new contract can start on `new_start`, earliest first.

    Standstill and tender period are the law's, for the new start's day; the rest are settings.
    Stages whose figure the table does not hold are left out.
    """
    practice = rules.practice
    standstill = rules.value("standstill working days", new_start)
    tendering = rules.value("tender period days", new_start)
    found: list[Deadline] = []

    def stage(kind: str, day: date, title: str, why: str, before: date) -> date:
        day = calendar.previous_working(day)
        found.append(asked(kind, day, day, title, f"{why} before {show(before)}."))
        return day

    mobilise = f"{practice.mobilisation} months to mobilise (a setting)"
    day = add_months(new_start, -practice.mobilisation)
    then = stage("plan: sign", day, "Sign the new contract", mobilise, new_start)
    if standstill is not None:
        why = f"A standstill of {standstill} working days beginning with that day, over"
        day = calendar.add_working(then, -standstill)
        then = stage("plan: award notice", day, "Publish the award notice", why, then)
    why = f"{practice.evaluation} weeks to evaluate and decide (a setting)"
    day = add_days(then, -7 * practice.evaluation)
    then = stage("plan: tenders in", day, "Tenders are in", why, then)
    if tendering is not None:
        why = f"{tendering} days to tender"
        day = add_days(then, -tendering)
        then = stage("plan: tender notice", day, "Publish the tender notice", why, then)
    why = f"{practice.engagement} months for that and the documents (a setting)"
    day = add_months(then, -practice.engagement)
    then = stage("plan: market engagement", day, "Start to talk to the market", why, then)
    why = f"{practice.decision} months to report and decide (a setting)"
    day = add_months(then, -practice.decision)
    stage("plan: decision", day, "Start on the decision how to go on", why, then)
    return tuple(reversed(found))


def gap(previous_end: date, next_start: date) -> int:
    """Days between an end, inclusive, and the next start: 0 where they meet, negative for an overlap."""
    return (next_start - previous_end).days - 1


def check_chain(
    previous: Agreement, previous_end: date | None, following: Agreement, next_start: date | None
) -> Finding | None:
    """A gap or an overlap between an agreement and the one that follows it; None where they meet."""
    if previous_end is None or next_start is None:
        return None
    days = gap(previous_end, next_start)
    if days == 0:
        return None
    first, second = previous.reference or previous.title, following.reference or following.title
    number = f"{abs(days)} {'day' if abs(days) == 1 else 'days'}"
    if days > 0:
        text = (
            f"There is a gap of {number} between the end of {first}, {show(previous_end)}, "
            f"and the start of {second}, {show(next_start)}."
        )
        return Finding("chain.gap", Severity.WARNING, text, "starts", second)
    text = f"{second} starts on {show(next_start)}, {number} before the end of {first}, {show(previous_end)}."
    return Finding("chain.overlap", Severity.NOTE, text, "starts", second)


def check_call_off(call_off: Agreement, its_end: date | None, framework_end: date | None) -> Finding | None:
    """A call-off may outlast its framework; worth knowing, and no error."""
    if its_end is None or framework_end is None or its_end <= framework_end:
        return None
    text = (
        f"It ends on {show(its_end)}, after its framework, which ends on {show(framework_end)}; "
        "that is allowed."
    )
    return Finding("call-off.outlives-framework", Severity.NOTE, text, "ends", call_off.reference)


class NoticeToday(NamedTuple):
    """What notice given today under one clause would lead to."""

    clause: NoticeClause
    exit: Exit


def notice_today(agreement: Agreement, today: date, calendar: Calendar) -> tuple[NoticeToday, ...]:
    """The earliest exit under each clause, if notice were given today; the earliest first.

    A notice cannot keep an agreement going: where the end comes first, that is the last day.
    """
    course = course_of(agreement, today, calendar)
    found = []
    for clause in agreement.notices:
        if clause.kind is NoticeKind.OPTION or not clause_in_force(clause, today):
            continue
        way_out = exit_under(clause, course, today)
        if way_out is None:
            continue
        end = course.end if course.rolls is None else course.rolls.last_end
        if end is not None and way_out.leaves is not None and end < way_out.leaves:
            words = f"{way_out.workings[:-1]}; but it ends on {show(end)} in any case."
            way_out = way_out._replace(leaves=end, workings=words)
        found.append(NoticeToday(clause, way_out))
    return tuple(sorted(found, key=lambda way: way.exit.leaves or date.max))


def with_notice(agreement: Agreement, given: date, clause: NoticeClause | None = None) -> Agreement:
    """The agreement as it would be if notice were given on that day: for `standing` to judge."""
    detail = "" if clause is None else clause.kind.value
    event = Event(kind=EventKind.NOTICE_GIVEN, on=When.on(given), detail=detail)
    return replace(agreement, events=(*agreement.events, event))


def with_option(agreement: Agreement, option: ExtensionOption, exercised: date) -> Agreement:
    """The agreement as it would be if the option were exercised on that day: for `standing` to judge."""
    event = Event(kind=EventKind.EXTENDED, on=When.on(exercised), option=option.number)
    return replace(agreement, events=(*agreement.events, event))
