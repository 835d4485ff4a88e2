"""Clocks and tests that the Procurement Act 2023 and the Transparency Code set.

Every figure comes from the rules table, for the day that matters; where the table has none
for that day, or another law governs the agreement, nothing is reckoned. A period of n days
beginning with a day ends n - 1 days later, on whatever day of the week (rule 7).
`NOT_LEGAL_ADVICE` goes with whatever shows these.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.domain.agreement import Agreement, AgreementType, EventKind, Regime
from tracker.domain.check import Severity
from tracker.domain.dates import (
    Calendar,
    Period,
    add_days,
    add_months,
    end_of_term,
    financial_year,
    financial_year_start,
    show,
)
from tracker.domain.deadlines.deadline import Deadline, act_words, asked
from tracker.domain.deadlines.rules import NOT_LEGAL_ADVICE as NOT_LEGAL_ADVICE
from tracker.domain.deadlines.rules import Figure as Figure
from tracker.domain.deadlines.rules import Practice as Practice
from tracker.domain.deadlines.rules import Rules as Rules
from tracker.domain.money import Money
from tracker.domain.terms.course import Course, pinned

_PA2023 = Regime.PA2023


def beginning_with(day: date, days: int) -> date:
    """Last day of a period of `days` days beginning with `day` (rule 7)."""
    return add_days(day, days - 1)


def statutory_deadlines(course: Course, rules: Rules, over: bool) -> list[Deadline]:
    """Notices that the 2023 Act asks for about one agreement; none under any other regime."""
    if course.agreement.regime is not _PA2023:
        return []
    found = []
    signed = pinned(course.agreement.signed) or next(
        (pinned(e.on) for e in course.events if e.kind is EventKind.SIGNED), None
    )
    if signed is not None:
        found += _on_signing(course, rules, signed, over)
    large = is_large(course.agreement.value, rules, signed or course.starts or course.today)
    if large and not course.agreement.light_touch and course.agreement.type is not AgreementType.FRAMEWORK:
        found += _performance(course, rules)
    end = course.current_end
    rolls_on = course.rolls is not None and end != course.rolls.last_end
    if end is not None and not (rolls_on and course.notice is None and course.ended_by is None):
        found += _notice(
            course,
            rules.figure("contract termination notice days", end),
            end,
            "contract termination notice",
            "UK11",
            "Publish the contract termination notice",
            "the end, expiry included",
        )
    return found


def _published(course: Course, code: str) -> date | None:
    """The last day on which a notice of that code was published; None for never."""
    days = [
        pinned(event.on) or date.min
        for event in course.events
        if event.kind is EventKind.NOTICE_PUBLISHED
        and event.detail == code
        and (pinned(event.on) or date.min) <= course.today
    ]
    return max(days, default=None)


def _notice(
    course: Course,
    figure: Figure | None,
    begins: date,
    kind: str,
    code: str,
    title: str,
    what: str,
    settled: bool = False,
) -> list[Deadline]:
    """A notice due within so many days beginning with a day; none where the law has no figure then."""
    if figure is None:
        return []
    day = beginning_with(begins, figure.value)
    act_by = course.calendar.previous_working(day)
    return [
        asked(
            kind,
            day,
            act_by,
            f"{title} ({code})",
            f"{figure.value} days beginning with {show(begins)}, {what}: {show(day)}; "
            f"{act_words(day, act_by, course.calendar)}. {figure.source.split(':')[0]}.",
            settled=settled or _published(course, code) is not None,
        )
    ]


def _on_signing(course: Course, rules: Rules, signed: date, over: bool) -> list[Deadline]:
    """Contract details notice, and a copy of a large contract."""
    kind = ", light touch" if course.agreement.light_touch else ""
    figure = rules.figure("contract details notice days" + kind, signed)
    if figure is None and rules.figures:
        course.note(
            "regime.before-the-act",
            Severity.WARNING,
            f"It is recorded under the Procurement Act 2023, but was signed on {show(signed)}, before the "
            "figures of that Act begin; no notices are reckoned from the signing.",
            "regime",
        )
    found = _notice(
        course,
        figure,
        signed,
        "contract details notice",
        "UK7",
        "Publish the contract details notice",
        "the day it was signed",
        over,
    )
    if is_large(course.agreement.value, rules, signed):
        found += _notice(
            course,
            rules.figure("copy of contract days" + kind, signed),
            signed,
            "copy of contract",
            "copy",
            "Publish a copy of the contract",
            "the day it was signed",
            over,
        )
    return found


def _performance(course: Course, rules: Rules) -> list[Deadline]:
    """Performance notices: within 12 months of the start, then of the last one, and on the end."""
    starts, end = course.starts, course.current_end
    published = _published(course, "UK9")
    found = []
    anchor = published if published is not None and published != date.min else starts
    # The law of the day on which the first year is over: s.71 came into force after some contracts began.
    figure = None if anchor is None else rules.figure("performance notice months", add_months(anchor, 12))
    if anchor is not None and figure is not None:
        day = end_of_term(anchor, Period(figure.value))
        if end is None or day < end:
            since = "the last notice" if anchor == published else "the start"
            words = f"Within {figure.value} months of {since}, {show(anchor)}: {show(day)}"
            found.append(_performance_notice(course, day, words, False))
    if end is not None and rules.figure("performance notice months", end) is not None:
        done = published is not None and published >= end
        found.append(_performance_notice(course, end, f"The last one is due on the end, {show(end)}", done))
    return found


def _performance_notice(course: Course, day: date, words: str, settled: bool) -> Deadline:
    act_by = course.calendar.previous_working(day)
    return asked(
        "performance notice",
        day,
        act_by,
        "Publish the contract performance notice (UK9)",
        f"{words}; {act_words(day, act_by, course.calendar)}. Procurement Act 2023 s.71(2).",
        settled=settled,
    )


# Tests of value. The Act's figures include VAT; the register's value is taken to include it.


def is_large(value: Money | None, rules: Rules, day: date) -> bool:
    """More than £5 million: key performance indicators, a copy of the contract."""
    return _compare(value, rules.value("large contract", day)) > 0


def indicators_required(agreement: Agreement, rules: Rules, day: date) -> int:
    """How many key performance indicators must be set at least (s.52); 0 where the duty does not apply."""
    exempt = agreement.light_touch or agreement.type is AgreementType.FRAMEWORK
    if agreement.regime is not Regime.PA2023 or exempt or not is_large(agreement.value, rules, day):
        return 0
    return rules.value("key performance indicators", day) or 0


def is_above_threshold(
    value: Money | None, rules: Rules, day: date, kind: str = "goods and services"
) -> bool:
    """Not less than the threshold on `day`; `kind` is "goods and services", "works" or "light touch"."""
    return _compare(value, rules.value(f"threshold, {kind}", day)) >= 0


def is_notifiable(value: Money | None, rules: Rules, day: date) -> bool:
    """Not less than the figure from which a below-threshold contract is notified (a council's)."""
    return _compare(value, rules.value("notifiable below threshold", day)) >= 0


def in_transparency_code(value: Money | None, rules: Rules, day: date) -> bool:
    """A value that exceeds £5,000 (the agreement must be enforceable as well)."""
    return _compare(value, rules.value("transparency code value", day)) > 0


def _compare(value: Money | None, figure: int | None) -> int:
    """-1, 0 or 1 for a value in pounds below, at or above a figure; -1 where either is not known."""
    if value is None or figure is None or value.currency != "GBP":
        return -1
    return (value.minor > figure) - (value.minor < figure)


class Change(NamedTuple):
    """Whether a change is small enough for the Act.

    Attributes:
        amount, of: by how much, and of what, in days or in pence.
        within: True where it is not more than the percentage that the Act allows.
        workings: the sum, for people.
    """

    amount: int
    of: int
    within: bool
    workings: str


def term_change(
    agreement: Agreement, starts: date, maximum_end: date, proposed_end: date, rules: Rules, day: date
) -> Change | None:
    """Does a new end change the term by more than 10 per cent of the maximum term provided for on award?

    Both ends inclusive. None where the 2023 Act does not govern the agreement. Within the
    percentage it is not substantial on the ground of term (s.74(3)(a)) and needs no change notice
    on that ground (s.75(2)(b)); an end within the maximum is an option and no modification.
    """
    percent = rules.value("term change per cent", day)
    if agreement.regime is not Regime.PA2023 or percent is None or maximum_end < starts:
        return None
    of = (maximum_end - starts).days + 1
    amount = max((proposed_end - maximum_end).days, 0)
    within = amount * 100 <= percent * of
    verdict = (
        "not substantial on the ground of term, and no change notice on that ground"
        if within
        else "substantial: it needs a ground in Schedule 8, and a change notice (UK10) before"
    )
    words = (
        f"The maximum term is {of} days ({show(starts)} to {show(maximum_end)}); {show(proposed_end)} is "
        f"{amount} days more, {amount * 100 / of:.2f} per cent, against {percent} per cent: {verdict}."
    )
    return Change(amount, of, within, words)


def value_change(
    agreement: Agreement, before: Money, after: Money, rules: Rules, day: date, *, works: bool = False
) -> Change | None:
    """Does a new value differ by more than 10 per cent (15 for works)? None under another regime."""
    name = "works" if works else "goods and services"
    percent = rules.value(f"value change per cent, {name}", day)
    if agreement.regime is not Regime.PA2023 or percent is None or before.currency != after.currency:
        return None
    if before.minor <= 0:
        return None
    amount = abs(after.minor - before.minor)
    within = amount * 100 <= percent * before.minor
    words = (
        f"From {before} to {after} is {amount * 100 / before.minor:.2f} per cent, "
        f"against {percent} per cent: "
        + ("no change notice on that ground." if within else "a change notice (UK10) before.")
    )
    return Change(amount, before.minor, within, words)


# The council's own clocks, which hang on no one agreement.


class Window(NamedTuple):
    """A duty of the council: by when, about which days."""

    by: date
    begins: date
    ends: date
    workings: str


def pipeline_notice(year: date, rules: Rules) -> Window | None:
    """Pipeline notice (UK1) for the financial year that `year` lies in (s.93)."""
    begins = financial_year_start(year)
    days, months = rules.value("pipeline notice days", begins), rules.value("pipeline window months", begins)
    if days is None or months is None:
        return None
    by, ends = beginning_with(begins, days), end_of_term(begins, Period(months))
    words = (
        f"{days} days beginning with {show(begins)} end on {show(by)}; it lists contracts with a tender or "
        f"transparency notice planned to {show(ends)}, {months} months from {show(begins)} "
        f"({financial_year(begins)})."
    )
    return Window(by, begins, ends, words)


def payments_compliance(period_end: date, rules: Rules) -> date | None:
    """Last day for the payments compliance notice (UK17) for a period that ends on `period_end` (s.69)."""
    days = rules.value("payments compliance days", period_end)
    return None if days is None else beginning_with(period_end, days)


def payment_information(quarter_end: date, rules: Rules) -> date | None:
    """Last day for information about payments over £30,000 (UK8) for a quarter (s.70)."""
    days = rules.value("payment information days", quarter_end)
    return None if days is None else beginning_with(quarter_end, days)


def transparency_quarter(quarter_end: date, rules: Rules) -> date | None:
    """Last day to publish a quarter's agreements under the Transparency Code: a month after its end."""
    months = rules.value("transparency code months", quarter_end)
    return None if months is None else end_of_term(add_days(quarter_end, 1), Period(months))


def quarter_end(day: date) -> date:
    """Last day of the quarter of the financial year that `day` lies in: 30 June, 30 September …"""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return end_of_term(first, Period(3))


def council_deadlines(today: date, calendar: Calendar, rules: Rules) -> tuple[Deadline, ...]:
    """The council's own next statutory dates; which of them bind it is for the council to say."""
    found = []
    for kind, title, day, words in _council_dates(today, rules):
        if day is not None and day >= today:
            act_by = calendar.previous_working(day)
            found.append(asked(kind, day, act_by, title, f"{words}; {act_words(day, act_by, calendar)}."))
    return tuple(sorted(found, key=lambda deadline: (deadline.date, deadline.kind)))


def _council_dates(today: date, rules: Rules) -> list[tuple[str, str, date | None, str]]:
    """Kind, title, last day and words of the dates about `today`: of the last quarter and of this one."""
    dates: list[tuple[str, str, date | None, str]] = []
    this = quarter_end(today)
    for end in (add_days(add_months(add_days(this, 1), -3), -1), this):
        words = f"The quarter ends on {show(end)}"
        published = transparency_quarter(end, rules)
        dates.append(("transparency code quarter", "Publish the quarter's agreements", published, words))
        paid = payment_information(end, rules)
        dates.append(("payment information", "Publish payments over £30,000 (UK8)", paid, words))
        if end.month in (3, 9):
            words = f"The reporting period ends on {show(end)}"
            told = payments_compliance(end, rules)
            dates.append(("payments compliance notice", "Publish payments compliance (UK17)", told, words))
    for year in (today, add_months(today, 12)):
        window = pipeline_notice(year, rules)
        if window is not None:
            words = window.workings.rstrip(".")
            dates.append(("pipeline notice", "Publish the pipeline notice (UK1)", window.by, words))
    return dates
