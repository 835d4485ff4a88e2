"""The date calculator: what a term, its options and a notice come to, no register needed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker.domain.agreement import Agreement, EndKind, ExtensionOption
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import (
    Calendar,
    NoticeDates,
    Period,
    When,
    latest_notice,
    notice_takes_effect,
    show,
)
from tracker.domain.errors import TrackerError
from tracker.domain.terms.term import NO_EXTENSION, Ladder, ladder
from tracker.domain.written import ReadTerms, read_date, read_options, read_period, read_terms

CalendarNamed = Callable[[str], Calendar]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as typed. Blank means not given.

    Either `start` with `term` (and `options`, `notice`), or `end` with `notice` or `options`, or
    `given` with `notice`. A term may hold the options as well: "5+2+2".
    """

    start: str = ""
    term: str = ""
    options: str = ""
    end: str = ""
    given: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What it comes to; parts that were not asked for are None.

    Attributes:
        end: the last day, inclusive, that notice is reckoned against.
        act_by: the earlier reading, rolled back to a working day.
        takes_effect: the day on which a notice given on `given` runs out.
    """

    workings: str
    ladder: Ladder | None = None
    end: date | None = None
    latest_notice: NoticeDates | None = None
    act_by: date | None = None
    given: date | None = None
    takes_effect: date | None = None


def answer(question: Question, today: date, calendar: Calendar) -> Answer:
    """Work the question out.

    Raises:
        TrackerError: a part cannot be read, or there is not enough to go on.
    """
    notice = _period("notice", question.notice)
    if question.given:
        return _given(_day("given", question.given), notice)
    if question.start or (question.end and question.options):
        return _term(question, notice, today, calendar)
    if question.end:
        end = _day("end", question.end)
        if notice is None:
            raise TrackerError("An end alone has nothing to work out; give a notice as well, such as 6m.")
        return _notice(end, notice, calendar)
    raise TrackerError(
        "Give a start and a term, an end and a notice, or the day a notice was given and its length."
    )


def answers(
    path: Path, today: date, calendar_named: CalendarNamed
) -> Iterator[tuple[int, Question, Answer | TrackerError]]:
    """Answer a file of questions, line by line.

    The file is csv with the columns start, term, options, end, given, notice, calendar, any
    of which may be missing. A line that cannot be answered gives its reason and the next goes on.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TrackerError(f"{path.name} cannot be read as a list of questions: {error}") from error
    names = ("start", "term", "options", "end", "given", "notice")
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        question = Question(**{name: (row.get(name) or "").strip() for name in names})
        try:
            yield (
                number,
                question,
                answer(question, today, calendar_named((row.get("calendar") or "").strip())),
            )
        except TrackerError as error:
            yield number, question, error


def _term(question: Question, notice: Period | None, today: date, calendar: Calendar) -> Answer:
    start = _day("start", question.start) if question.start else None
    term, options = _term_and_options(question, notice)
    if term is None and not question.end:
        raise TrackerError("A start needs a term, such as 5y, or an end.")
    agreement = Agreement(
        starts=None if start is None else When.on(start),
        initial_term=term,
        ends=When.on(_day("end", question.end)) if question.end else None,
        end_kind=EndKind.FIXED,
        options=options,
    )
    rungs = ladder(agreement, today, calendar)
    if not options:
        # Whoever asks has said all there is: no option was named, so the end is the latest.
        rungs = rungs._replace(maximum_end=rungs.current_end)
    if notice is None or rungs.current_end is None:
        return Answer(rungs.workings, rungs)
    told = _notice(rungs.current_end, notice, calendar)
    if start is not None and told.latest_notice is not None and told.latest_notice.forward < start:
        end = show(rungs.current_end)
        text = f"{notice} of notice does not fit between the start and {end}; no date for it is shown."
        odd = Finding("notice.longer-than-term", Severity.WARNING, text, "notices")
        return Answer(rungs.workings, rungs._replace(findings=(*rungs.findings, odd)))
    return Answer(f"{rungs.workings} {told.workings}", rungs, told.end, told.latest_notice, told.act_by)


def _notice(end: date, notice: Period, calendar: Calendar) -> Answer:
    both = latest_notice(end, notice)
    act_by = calendar.previous_working(both.backward)
    same = both.backward == both.forward
    readings = (
        f"{show(both.backward)} whichever way it is counted"
        if same
        else f"counted back {show(both.backward)}, counted forward {show(both.forward)}"
    )
    rolled = f"; act by {act_by:%A} {show(act_by)}, a working day" if act_by != both.backward else ""
    workings = f"{notice} before {show(end)}: {readings}{rolled}."
    return Answer(workings, end=end, latest_notice=both, act_by=act_by)


def _given(given: date, notice: Period | None) -> Answer:
    if notice is None:
        raise TrackerError("The day a notice was given needs its length as well, such as 4m.")
    effect = notice_takes_effect(given, notice)
    workings = f"{notice} from {show(given)}, the day of giving left out: it runs out on {show(effect)}."
    return Answer(workings, given=given, takes_effect=effect)


def _term_and_options(
    question: Question, notice: Period | None
) -> tuple[Period | None, tuple[ExtensionOption, ...]]:
    """The first term and the options, stated apart or in one ("5+2+2").

    Both are read as one sentence, for options may say how long the whole may run ("year on year up to
    a maximum of 10 years").
    """
    text, read = question.options, read_terms(question.term)
    if read.initial is None or not read.options:
        read = ReadTerms(initial=_period("term", question.term))
    options = read.options
    if text and options:
        raise TrackerError(f"The term “{question.term}” names options as well; say them in one place.")
    if text and text.casefold() not in NO_EXTENSION:
        whole = read_terms(f"{question.term} with options to extend {text}")
        options = whole.options if whole.initial is not None else read_options(text)
        if not options:
            raise TrackerError(f"Options: no length was found in “{text}”. Write 2y+2y, or 3 x 12m.")
    words = text or question.term
    return read.initial, tuple(
        ExtensionOption(
            number=n, length=o.length, up_to=o.up_to, until=o.until, notice_least=notice, text=words
        )
        for n, o in enumerate(options, start=1)
    )


def _day(name: str, text: str) -> date:
    read = read_date(text)
    if read.when is None or read.when.day is None:
        wrong = next((finding.message.rstrip(".") for finding in read.findings), f"“{text}” is not a day")
        wrong += "" if wrong.endswith("?") else "."
        raise TrackerError(f"{name.capitalize()}: {wrong} Write 31/03/2027 or 2027-03-31.")
    return read.when.day


def _period(name: str, text: str) -> Period | None:
    if not text:
        return None
    period = read_period(text).period
    if period is None:
        raise TrackerError(
            f"{name.capitalize()}: “{text}” is not a length of time. Write 6m, 5y, 12w or 90d."
        )
    return period
