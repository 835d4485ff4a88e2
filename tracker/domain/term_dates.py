"""Deadlines of the term: its end, its latest end, the next option, when to start on what follows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.domain.agreement import Agreement, AgreementType, ClauseForm, EventKind, ExtensionOption, Side
from tracker.domain.course import Course
from tracker.domain.dates import Period, add_days, add_months, latest_notice, show
from tracker.domain.deadline import Deadline, act_words
from tracker.domain.rules import Rules
from tracker.domain.term import Ladder, Standpoint, Step, option_clause

_NOT_BOUGHT = frozenset(
    {AgreementType.GRANT, AgreementType.HEADS_OF_TERMS, AgreementType.LETTER, AgreementType.SIDE_LETTER}
)
PARTIES = {Side.THEM: "the other side", Side.BOTH: "both sides"}


def lead_before(agreement: Agreement, rules: Rules) -> tuple[Period, str]:
    """How long before the end work on what follows should start, and where that comes from."""
    lead = agreement.lead
    if lead is not None and not lead.is_negative:
        return lead, "recorded for this agreement"
    months, why = rules.lead(agreement)
    return Period(months), why


def term_deadlines(here: Standpoint, ladder: Ladder, rules: Rules, over: bool, used: bool) -> list[Deadline]:
    """End, maximum end, the next option and the start of re-procurement.

    `over`: the agreement has ended; `used`: it was seen to be used after its end.
    """
    end = here.current_end
    if end is None or (here.rolls is not None and here.rolls.last_end != end and not _ending(here)):
        return []
    option = _next_step(ladder)
    found = [_end(here, end, option, used)]
    maximum = ladder.maximum_end
    if maximum is not None and maximum > end and not over and not _ending(here):
        found.append(
            Deadline(
                kind="maximum end",
                date=maximum,
                act_by=maximum,
                missed_after=maximum,
                asks=False,
                earliest=maximum,
                latest=maximum,
                title="Latest end, with every option taken",
                workings=ladder.workings,
            )
        )
    if here.course.remaining and option is not None and not _ending(here):
        found += _option(here, option, rules, over)
    if not over and not used and here.agreement.type not in _NOT_BOUGHT:
        found.append(_start_again(here, end, rules))
    return found


def _ending(here: Standpoint) -> bool:
    """Does a notice or an ending, known now, bring it to its end?"""
    return here.course.ended_by is not None or here.notice is not None


def _next_step(ladder: Ladder) -> Step | None:
    """The option that would be taken next, whether it is open, not yet open or missed."""
    for step in ladder.steps:
        if step.option is not None and step.decide_by is not None:
            return step
    return None


def _end(here: Standpoint, end: date, option: Step | None, used: bool) -> Deadline:
    if used:
        title = "Ended, and still in use: put it on a footing or stop"
    elif option is not None and option.state in ("open", "not yet"):
        title = f"Ends, unless option {option.option} is taken"
    elif _ending(here):
        title = "Ends"
    else:
        title = "Ends, no option left"
    act_by = end if not used else here.calendar.previous_working(end)
    return Deadline(
        kind="end",
        date=end,
        act_by=act_by,
        missed_after=end,
        asks=used,
        earliest=end,
        latest=end,
        title=title,
        workings=end_words(here, end),
    )


def end_words(here: Standpoint, end: date) -> str:
    """Where the current end comes from."""
    course = here.course
    if course.ended_by is not None and end == course.last_day:
        if course.ended_by is EventKind.SUPERSEDED:
            return f"Superseded on {show(add_days(end, 1))}, so the last day is {show(end)}."
        return f"Recorded as {course.ended_by.value}, the last day being {show(end)}."
    if here.notice is not None and end == here.notice.effective:
        return here.notice.workings
    if here.rolls is not None:
        return f"The last renewal period that the agreement allows ends on {show(end)}."
    if course.extensions:
        last = course.extensions[-1]
        if last.stated is not None:
            return f"Extended to {show(end)}, as the extension states."
        return (
            f"Extended from {show(last.starts)} to {show(end)}."
            if last.starts
            else f"Extended to {show(end)}."
        )
    if course.initial_stated is None:
        term = here.agreement.initial_term
        return f"{term} from {_starts(course)} ends on {show(end)}, the last day in force."
    if course.initial_stated == course.initial_computed:
        return f"Stated, and {here.agreement.initial_term} from {_starts(course)} ends on {show(end)} too."
    return f"The document states the end, {show(end)}."


def _starts(course: Course) -> str:
    return "the start" if course.starts is None else show(course.starts)


def _option(here: Standpoint, step: Step, rules: Rules, over: bool) -> list[Deadline]:
    """When the next option opens, when to start deciding, and the last day for notice."""
    option = here.course.remaining[0]
    base = here.course.end
    if base is None or step.decide_by is None:
        return []
    party = PARTIES.get(option.exercised_by, "")
    asks = option.exercised_by is not Side.THEM
    what = f"option {step.option}" + (f", {option.length}" if option.length else "")
    if step.ends is not None:
        what += f", to {show(step.ends)}"
    found = []
    if step.window_opens is not None and not over:
        opens = step.window_opens
        found.append(
            Deadline(
                kind="option opens",
                date=opens,
                act_by=opens,
                missed_after=opens,
                asks=False,
                party=party,
                earliest=opens,
                latest=opens,
                title=f"From today {what}, may be taken",
                workings=f"Not more than {option.notice_most} before {show(base)}: from {show(opens)}.",
            )
        )
    notice = _option_notice(here, option, step, base, party, asks, what, over)
    months = rules.practice.decision
    if asks and not over:
        start = add_months(notice.date, -months)
        found.append(
            Deadline(
                kind="decision start",
                date=start,
                act_by=here.calendar.previous_working(start),
                missed_after=notice.missed_after,
                asks=True,
                party=party,
                earliest=start,
                latest=start,
                title=f"Start on the decision about {what}",
                workings=f"{months} months to report and decide (a setting) before {show(notice.date)}.",
            )
        )
    found.append(notice)
    return found


def _option_notice(
    here: Standpoint,
    option: ExtensionOption,
    step: Step,
    base: date,
    party: str,
    asks: bool,
    what: str,
    over: bool,
) -> Deadline:
    clause = option_clause(here.agreement)
    least, form = option.notice_least, option.form
    if least is None and clause is not None:
        least, form = clause.length, clause.form
    service = clause.service_days if clause is not None and clause.service_days > 0 else 0
    decide_by = step.decide_by or base
    consent = " The other side must agree as well." if option.consent else ""
    if least is None or least.is_negative:
        reading = Reading(
            f"No notice is recorded for option {step.option}: it must be taken by the end, {show(base)}",
            *(base,) * 5,
        )
    else:
        reading = count_back(base, least, form)
    words = f"{reading.words}; {act_words(reading.safe, decide_by, here.calendar, service)}.{consent}"
    return Deadline(
        kind="option notice",
        date=reading.day,
        act_by=decide_by,
        missed_after=reading.missed_after,
        asks=asks,
        settled=over,
        party=party,
        earliest=reading.earliest,
        latest=reading.latest,
        title=f"Decide on {what}" if asks else f"The other side may take {what}, until",
        workings=words,
    )


class Reading(NamedTuple):
    """The last day for a notice, as the form of the clause leaves it.

    Attributes:
        words: how it was counted.
        safe: the earlier reading, to work to.
        day: the legal date. `earliest`, `latest`: its range, where the form is not recorded.
        missed_after: the last day on which notice can still be argued to be in time.
    """

    words: str
    safe: date
    day: date
    earliest: date
    latest: date
    missed_after: date


def count_back(end: date, length: Period, form: ClauseForm) -> Reading:
    """The last day for notice before `end`, under the clause's form or under both (rule 5)."""
    back, forward = latest_notice(end, length)
    if back == forward:
        return Reading(f"{length} before {show(end)} is {show(back)}", back, back, back, back, back)
    if form is ClauseForm.BACKWARD:
        words = f"{length} before {show(end)}, counted back as the clause says, is {show(back)}"
        return Reading(words, back, back, back, back, back)
    words = f"{length} before {show(end)}: counted back {show(back)}, counted forward {show(forward)}"
    if form is ClauseForm.FORWARD:
        return Reading(f"{words}, as the clause says", back, forward, forward, forward, forward)
    return Reading(f"{words}; clause form not recorded", back, back, back, forward, forward)


def _start_again(here: Standpoint, end: date, rules: Rules) -> Deadline:
    lead, why = lead_before(here.agreement, rules)
    start = latest_notice(end, lead).backward
    starts = here.course.starts
    words = f"{lead} before {show(end)}: the lead time is {why}, not law."
    if starts is not None and start < starts <= end:
        start = starts
        words += f" That is before the start, so from {show(starts)}."
    shared = here.agreement.type is not AgreementType.CONTRACT and rules.practice.lead_together == lead.months
    return Deadline(
        kind="re-procurement start",
        date=start,
        act_by=here.calendar.previous_working(start),
        missed_after=end,
        asks=True,
        earliest=start,
        latest=start,
        title="Start work on what follows" if shared else "Start re-procurement, or decide to let it end",
        workings=words,
    )
