"""Deadlines of the term: its end, its latest end, the next option, when to start on what follows."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    EventKind,
    ExtensionOption,
    Side,
)
from tracker.domain.check import Severity
from tracker.domain.dates import Calendar, add_days, add_months, make, show
from tracker.domain.deadlines.deadline import Deadline, asked, happens
from tracker.domain.deadlines.rules import Rules
from tracker.domain.terms.course import Course
from tracker.domain.terms.term import Ladder, Step

_ASK_MONTHS = 12  # for so long after an end somebody is asked whether it did end
_NOT_BOUGHT = (
    AgreementType.GRANT,
    AgreementType.HEADS_OF_TERMS,
    AgreementType.LETTER,
    AgreementType.SIDE_LETTER,
)
_BOUGHT = (AgreementType.CONTRACT, AgreementType.CALL_OFF, AgreementType.UNKNOWN)
_THEM, _BOTH, _ONE_OFF = Side.THEM, Side.BOTH, EndKind.ONE_OFF


def party_of(side: Side) -> str:
    """Who must act, as a deadline says it: "" where that is us or not known."""
    if side is _THEM:
        return "the other side"
    return "both sides" if side is _BOTH else ""


class Lead(NamedTuple):
    """The day from which to work on what follows an agreement's end, and how it was found."""

    starts_on: date
    workings: str


def _ends_for_good(course: Course) -> bool:
    """Is the current end, where there is one, an end after which it does not renew by itself?"""
    return course.rolls is None or _ending(course) or course.rolls.last_end == course.current_end


def lead_before(course: Course, rules: Rules) -> Lead | None:
    """When to start on what follows: the recorded lead, else the setting; None where nothing ends."""
    end, lead = course.current_end, course.agreement.lead
    if end is None or not _ends_for_good(course):
        return None
    if lead is not None and not lead.is_negative:
        day = add_days(add_months(end, -lead.months), -lead.days)
        found = Lead(day, f"{lead} before {show(end)}: the lead time recorded for this agreement.")
    else:
        found = _setting_before(end, *rules.lead(course.agreement))
    starts = course.starts
    if starts is not None and found.starts_on < starts <= end:
        return Lead(starts, f"{found.workings} That is before the start, so from {show(starts)}.")
    return found


@lru_cache(maxsize=16384)  # ends crowd on a few days of the year
def _setting_before(end: date, months: int, setting: str) -> Lead:
    words = f"{months} months before {show(end)}: the lead time is {setting}, not law."
    return Lead(add_months(end, -months), words)


def term_deadlines(
    course: Course, ladder: Ladder, rules: Rules, lead: Lead | None, over: bool, used: bool
) -> list[Deadline]:
    """End, maximum end, the next option and the start of re-procurement.

    `over`: the agreement has ended; `used`: it was seen to be used after its end.
    """
    end = course.current_end
    if end is None or lead is None:
        return []
    option = _next_step(ladder)
    found = [_end(course, end, option, used)]
    maximum = ladder.maximum_end
    if maximum is not None and ladder.reach is not None and ladder.reach > end and not over:
        found.append(
            happens(
                "maximum end",
                maximum,
                "Latest end, with every option taken",
                f"The end with every option taken in full after {show(end)}.",
            )
        )
    if course.remaining and option is not None and not _ending(course):
        found += _option(course, option, rules, over)
        if over and course.today <= add_months(end, _ASK_MONTHS):
            found.append(_confirm_ended(end))
    if not over and not used and not _is_not_bought(course.agreement):
        found.append(_start_again(lead, course.agreement.type in _BOUGHT, course.calendar))
    return found


def _confirm_ended(end: date) -> Deadline:
    """An option lapsed and the end went by: somebody should say that it did end."""
    day = add_days(end, 1)
    return asked(
        "confirm ended",
        day,
        day,
        "Say whether it ended, with its option not taken",
        f"It ended on {show(end)} and no extension is recorded. Record the extension, that it is still "
        "in use, or that it is closed.",
        missed_after=add_months(end, _ASK_MONTHS),
    )


def _ending(course: Course) -> bool:
    """Does a notice or an ending, known now, bring it to its end?"""
    return course.ended_by is not None or course.notice is not None


def _next_step(ladder: Ladder) -> Step | None:
    """The option that would be taken next, whether it is open, not yet open or missed."""
    for step in ladder.steps:
        if step.option is not None and step.decide_by is not None:
            return step
    return None


def _end(course: Course, end: date, option: Step | None, used: bool) -> Deadline:
    if used:
        title = "Ended, and still in use: put it on a footing or stop"
    elif option is not None and option.state in ("open", "not yet"):
        title = f"Ends, unless option {option.option} is taken"
    elif course.agreement.options and not _ending(course):
        title = "Ends, no option left"
    else:
        title = "Ends"
    act_by = end if not used else course.calendar.previous_working(end)
    words = end_words(course, end)
    return make(Deadline, ("end", end, act_by, end, used, False, "", end, end, words, title))


def end_words(course: Course, end: date) -> str:
    """Where the current end comes from."""
    if course.ended_by is not None and end == course.last_day:
        if course.ended_by is EventKind.SUPERSEDED:
            return f"Superseded on {show(add_days(end, 1))}, so the last day is {show(end)}."
        return f"Recorded as {course.ended_by.value}, the last day being {show(end)}."
    if course.notice is not None and end == course.notice.effective:
        return course.notice.workings
    if course.rolls is not None:
        return f"The last renewal period that the agreement allows ends on {show(end)}."
    if end != course.end:
        return f"The latest end that the agreement allows is {show(end)}."
    if course.extensions:
        last = course.extensions[-1]
        if last.varied:
            return f"Varied to end on {show(end)}."
        if last.stated is not None:
            return f"Extended to {show(end)}, as the extension states."
        return (
            f"Extended from {show(last.starts)} to {show(end)}."
            if last.starts
            else f"Extended to {show(end)}."
        )
    if course.initial_stated is None:
        term = course.agreement.initial_term
        return f"{term} from {_starts(course)} ends on {show(end)}, the last day in force."
    if course.initial_stated == course.initial_computed:
        return f"Stated, and {course.agreement.initial_term} from {_starts(course)} ends on {show(end)} too."
    return f"The document states the end, {show(end)}."


def _starts(course: Course) -> str:
    return "the start" if course.starts is None else show(course.starts)


def _option(course: Course, step: Step, rules: Rules, over: bool) -> list[Deadline]:
    """When the next option opens, when to start deciding, and the last day for notice."""
    option, base, starts, calendar = course.remaining[0], course.end, course.starts, course.calendar
    assert base is not None  # the step has a day by which to decide, so there is an end to count from
    by, consent, months = option.exercised_by, bool(option.consent), rules.practice.decision
    start, notice = _to_decide(step, by, consent, over, months, calendar)
    if notice.missed_after == date.min or (starts is not None and notice.missed_after < starts <= base):
        _note_no_room(course, option, base)
        return []
    if over:
        return [notice]
    found = []
    if step.window_opens is not None:
        opens = step.window_opens
        words = f"Not more than {option.notice_most} before {show(base)}: from {show(opens)}."
        found.append(happens("option opens", opens, f"From this day {_what(step)}, may be taken", words))
    if notice.asks:
        if starts is not None and start.date < starts <= notice.date:
            act_by = calendar.previous_working(starts)
            start = start._replace(date=starts, act_by=act_by, earliest=starts, latest=starts)
        found.append(start)
    found.append(notice)
    return found


def _note_no_room(course: Course, option: ExtensionOption, base: date) -> None:
    course.note(
        "option.notice-longer-than-term",
        Severity.WARNING,
        f"The notice for option {option.number} does not fit before {show(base)}; no date for it is shown.",
        "options",
    )


def _what(step: Step) -> str:
    """The option in words: "option 1, 2 years, to 31 March 2029"."""
    what = f"option {step.option}" + (f", {step.length}" if step.length else "")
    return what if step.ends is None else f"{what}, to {show(step.ends)}"


@lru_cache(maxsize=4096)  # ends crowd on a few days of the year, and options on a few lengths
def _to_decide(
    step: Step, by: Side, consent: bool, over: bool, months: int, calendar: Calendar
) -> tuple[Deadline, Deadline]:
    """When to start on the decision about an option, so many months before the notice; and the last day
    to take it: its notice, or the end itself where none is recorded."""
    assert step.notice is not None
    day, act_by, missed, earliest, latest, both, words = step.notice
    if both is None:
        words = f"No notice is recorded for option {step.option}: {words}"
    if consent:
        words += " The other side must agree as well."
    asks, what = by is not _THEM, _what(step)
    title = f"Decide on {what}" if asks else f"The other side may take {what}, until"
    starts = add_months(day, -months)
    return asked(
        "decision start",
        starts,
        calendar.previous_working(starts),
        f"Start on the decision about {what}",
        f"{months} months to report and decide (a setting) before {show(day)}.",
        missed_after=missed,
    ), Deadline(
        "option notice", day, act_by, missed, asks, over, party_of(by), earliest, latest, words, title
    )


def _is_not_bought(agreement: Agreement) -> bool:
    """Is it something that nobody procures again?"""
    return agreement.end_kind is _ONE_OFF or agreement.type in _NOT_BOUGHT


@lru_cache(maxsize=16384)
def _start_again(lead: Lead, bought: bool, calendar: Calendar) -> Deadline:
    title = "Start re-procurement, or decide to let it end" if bought else "Start work on what follows"
    act_by = calendar.previous_working(lead.starts_on)
    return asked("re-procurement start", lead.starts_on, act_by, title, lead.workings)
