"""The ladder: initial, current and maximum end of an agreement, and every step between them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.domain.agreement import Agreement, EndKind, ExtensionOption
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import (
    Calendar,
    NoticeDates,
    Period,
    add_days,
    end_of_term,
    make,
    show,
)
from tracker.domain.terms.course import Course, Notice
from tracker.domain.terms.notice import notices_given
from tracker.domain.terms.offers import offer
from tracker.domain.terms.reading import Reading, asked_for_options
from tracker.domain.terms.renewals import rolls_of
from tracker.domain.terms.replay import replay
from tracker.domain.terms.rolling import Rolls

_OPEN = (EndKind.OPEN_ENDED, EndKind.UNTIL_REPLACED, EndKind.ROLLING)
# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_ROLLING = EndKind.ROLLING


class Step(NamedTuple):
    """One step of the ladder, done or still to be taken.

    Attributes:
        step: "initial", "extension 1", …, "renewal 3".
        ends: its last day, inclusive; None where that cannot be said.
        how: where the end comes from: "computed", "stated" or "both"; "" for neither.
        state: "past", "exercised", "open", "lapsed" or "not yet".
        starts: its first day, inclusive.
        length: how long it is, where a length is recorded.
        option: the number of the option that it is or exercised; None for none.
        window_opens: first day on which the option may be taken; None for no such limit.
        notice: the last day for its notice, or the end that it follows where none is recorded;
            None for what is not an option still to be taken.
        source: where the end comes from, in words.
    """

    step: str
    ends: date | None
    how: str
    state: str
    starts: date | None = None
    length: Period | None = None
    option: int | None = None
    window_opens: date | None = None
    notice: Reading | None = None
    source: str = ""

    @property
    def decide_by(self) -> date | None:
        """The working day by which to have decided and served notice."""
        return None if self.notice is None else self.notice.act_by

    @property
    def latest_notice(self) -> date | None:
        """The last day on which notice can still be argued to be in time; missed from the day after."""
        return None if self.notice is None else self.notice.missed_after

    @property
    def readings(self) -> NoticeDates | None:
        """The last day for notice, counted backward and forward (rule 5); None where none is recorded."""
        return None if self.notice is None else self.notice.both

    @property
    def workings(self) -> str:
        """How the end is reckoned, for people."""
        if self.ends is None:
            return f"{self.step}: {self.source or 'no end is recorded'}"
        how = ""
        if self.length is not None:
            how = f", {self.length}" + (f" from {show(self.starts)}" if self.starts is not None else "")
        source = f" ({self.source})" if self.source else ""
        return f"{self.step} to {show(self.ends)}{how}{source}"


class Ladder(NamedTuple):
    """Every end that an agreement has had, has, and may have.

    Attributes:
        initial_end: last day of the initial term, inclusive.
        current_end: last day as things stand, without options that nobody has taken.
        maximum_end: last day if every option is taken, within the stated limit; None where nothing
            is recorded of options or a limit ("not recorded" is not "none"), and where
            there is no end.
        reach: the last end that can still be reached from course.
        steps: in order of time.
        findings: what is odd about the term, its options and its events.
    """

    initial_end: date | None
    current_end: date | None
    maximum_end: date | None
    reach: date | None
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def headroom(self) -> Period | None:
        """From the current end to the last one that can still be reached; None for none."""
        if self.current_end is None or self.reach is None or self.reach <= self.current_end:
            return None
        return between(self.current_end, self.reach)

    @property
    def workings(self) -> str:
        """The whole ladder in a sentence that an officer can check by hand."""
        if not self.steps:
            return "No term is recorded."
        words = "; ".join(step.workings for step in self.steps)
        return f"{words[0].upper()}{words[1:]}."


def course_of(agreement: Agreement, today: date, calendar: Calendar) -> Course:
    """Replay the agreement to `today` and find its current end: the earliest that ends it."""
    course = replay(agreement, today, calendar)
    course.rolls = rolls = rolls_of(course)
    if course.events:
        course.notices = notices_given(course)
    end = _end_without_notice(course) if rolls is None else None
    for given in course.notices:
        if not given.alone and (course.notice is None or _effect(given) < _effect(course.notice)):
            course.notice = given
    if course.notice is not None and course.notice.effective is not None:
        end = course.notice.effective if end is None else min(end, course.notice.effective)
    if course.last_day is not None and (end is None or course.last_day < end):
        end = course.last_day
    if end is None and rolls is not None:
        end = rolls.end_now(today)
    course.current_end = None if end == date.max else end
    return course


def _effect(notice: Notice) -> date:
    return notice.effective or date.max


def _end_without_notice(course: Course) -> date | None:
    """The end of what does not roll by recorded periods: an open end is cut by the limit alone."""
    kind, end = course.agreement.end_kind, course.end
    if kind is _ROLLING and end is not None and end < course.today:
        return course.limit
    if end is None and kind in _OPEN:
        return course.limit
    return end


NO_EXTENSION = frozenset({"none", "no", "nil", "no extension", "no extensions", "no options", "n/a"})


def ladder(agreement: Agreement, today: date, calendar: Calendar) -> Ladder:
    """The ladder of `agreement` as it stands on `today`."""
    return ladder_from(course_of(agreement, today, calendar))


def ladder_from(course: Course) -> Ladder:
    """The ladder of a course that was replayed before."""
    end = course.current_end
    steps: list[Step] = []
    if course.initial_end is not None or (course.starts is not None and course.rolls is None):
        steps.append(_initial(course))
    for number in range(len(course.extensions)):
        steps.append(_extension(course, number))
    reach = end
    if course.rolls is not None:
        maximum = course.rolls.last_end
        _renewals(course, course.rolls, steps)
    else:
        maximum = course.end or course.limit
        options = course.remaining or _implied(course)
        if options:
            maximum, reach = _options(course, options, steps)
        elif not _says_how_far(course.agreement):
            maximum = None
    return make(Ladder, (course.initial_end, end, maximum, reach, tuple(steps), course.findings))


def _says_how_far(agreement: Agreement) -> bool:
    """Is it recorded how long it may run, or that it may not be extended? Without that, nobody knows."""
    said = agreement.extensions_text.strip(" .").casefold()
    return bool(agreement.options or agreement.maximum_end or agreement.term_limit or said in NO_EXTENSION)


def _initial(course: Course) -> Step:
    today = course.today
    ends, computed, stated = course.initial_end, course.initial_computed, course.initial_stated
    if ends is None:
        how = ""
    elif stated is None:
        how = "computed"
    else:
        how = "both" if stated == computed else "stated"
    source = ""
    if how == "stated" and computed is not None:
        source = f"stated; reckoned from the term it would be {show(computed)}"
    over = course.current_end if ends is None else ends
    if course.starts is not None and today < course.starts:
        state = "not yet"
    else:
        state = "past" if over is not None and over < today else "open"
    starts, length = course.starts, course.agreement.initial_term
    return make(Step, ("initial", ends, how, state, starts, length, None, None, None, source))


def _extension(course: Course, number: int) -> Step:
    extension = course.extensions[number]
    if extension.stated is None:
        how = "computed"
    else:
        how = "both" if extension.stated == extension.computed else "stated"
    if extension.options:
        named = " and ".join(str(option) for option in extension.options)
        source = f"option {named} exercised"
    else:
        source = "variation" if extension.varied else "agreed extension"
    if extension.agreed_on is not None:
        source += f" on {show(extension.agreed_on)}"
    else:
        source += "; the date it was agreed is not recorded"
    if extension.counts_several:
        source += "; it may stand for several"
    return Step(
        f"extension {number + 1}",
        extension.ends,
        how,
        "past" if extension.ends < course.today else "exercised",
        extension.starts,
        option=extension.options[0] if extension.options else None,
        source=source,
    )


def _renewals(course: Course, rolls: Rolls, steps: list[Step]) -> None:
    """The renewal period that today lies in, and the next one."""
    end = course.current_end
    if end is None or course.ended_by is not None or course.notice is not None:
        return
    last = rolls.last_end
    k = rolls.number(course.today if last is None else min(course.today, last))
    for number in (k, k + 1):
        ends = rolls.end(number)
        starts = add_days(rolls.end(number - 1), 1) if number > 1 or rolls.first_end else rolls.anchor
        if number == 0 or ends == date.max or (last is not None and starts > last):
            continue
        ends = ends if last is None else min(ends, last)
        state = ("past" if ends < course.today else "exercised") if number == k else "not yet"
        steps.append(
            Step(f"renewal {number}", ends, "computed", state, starts, rolls.roll, source="renews by itself")
        )


def _implied(course: Course) -> tuple[ExtensionOption, ...]:
    """Where only the latest possible end is stated: one option to any day up to it."""
    if course.limit is None or course.end is None or course.agreement.options or course.limit <= course.end:
        return ()
    text = "the document states the latest end, not the options that lead to it"
    return (ExtensionOption(number=1, until=course.limit, up_to=True, text=text),)


def _options(
    course: Course, options: tuple[ExtensionOption, ...], steps: list[Step]
) -> tuple[date | None, date | None]:
    """Add the options not taken yet; the end with all of them, and the last one still to be reached."""
    today, base, reach, number = course.today, course.end, course.current_end, len(course.extensions)
    if base is None:  # nothing to count from: an option is shown, and says no more than it says itself
        for option in options:
            number += 1
            steps.append(Step(f"extension {number}", option.until, "stated", "not yet", option=option.number))
        return base, reach
    clause = asked_for_options(course.agreement)
    dead = base < today or course.ended_by is not None or course.notice is not None
    state = "open"
    for option in options:
        number += 1
        starts, ends, opens, notice = offer(option, base, course.limit, clause, course.calendar)
        if ends is None:
            _note_useless(course, option, base)
        if dead or ends is None or notice.missed_after < today:
            dead, state = True, "lapsed"
        else:
            if opens is not None and today < opens:
                state = "not yet"
            reach = ends
        step, length, text = f"extension {number}", option.length, option.text
        steps.append(
            make(Step, (step, ends, "computed", state, starts, length, option.number, opens, notice, text))
        )
        base, state = ends or base, "not yet"
    return base, reach


def _note_useless(course: Course, option: ExtensionOption, base: date) -> None:
    """Say why an option leads nowhere."""
    if option.until is None and (option.length is None or not option.length.is_negative):
        why = "records neither a length nor a day"
    else:
        why = f"does not lead beyond {show(base)}"
    course.note(
        "option.no-end", Severity.WARNING, f"Option {option.number} {why}; it is left out.", "options"
    )


def between(end: date, reach: date) -> Period:
    """From one end to a later one, as whole months and then days."""
    starts, after = add_days(end, 1), add_days(reach, 1)
    months = (after.year - starts.year) * 12 + after.month - starts.month - (after.day < starts.day)
    return Period(months, (reach - end_of_term(starts, Period(months))).days)
