"""Options to extend: where each one ends, and which one an extension took.

An option is taken in order; one that is passed over falls away. An extension that fits no
option is an agreed extension, said so by a Finding, never silently an option.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from operator import attrgetter

from tracker.domain.agreement import Event, ExtensionOption
from tracker.domain.check import Severity
from tracker.domain.dates import Period, extend_end, is_some, latest_notice, show
from tracker.domain.terms.course import Course, pinned
from tracker.domain.terms.reading import asked_by, asked_for_options, reading_of

# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_NOTE, _WARNING = Severity.NOTE, Severity.WARNING
_by_number = attrgetter("number")


def in_order(options: tuple[ExtensionOption, ...]) -> tuple[ExtensionOption, ...]:
    """The options in the order in which they may be taken."""
    return tuple(sorted(options, key=_by_number)) if len(options) > 1 else options


def option_end(base: date, option: ExtensionOption, limit: date | None = None) -> date | None:
    """Last day, inclusive, if `option` is taken in full from the end `base`, within `limit`.

    None where it cannot be said (neither a length nor a day is recorded) or would not go beyond `base`.
    """
    return end_after(base, option.length, option.until, limit)


def end_after(base: date, length: Period | None, until: date | None, limit: date | None) -> date | None:
    """The same of an option's parts: `length` more, but not beyond `until` or `limit`."""
    end = until
    if length is not None and is_some(length):
        by_length = extend_end(base, length)
        end = by_length if end is None else min(end, by_length)
    if end is None:
        return None
    if limit is not None and end > limit:
        end = limit
    return end if base < end < date.max else None


def last_end(base: date, options: tuple[ExtensionOption, ...], limit: date | None) -> date:
    """Last day if every one of `options` is taken from the end `base`, within `limit`."""
    for option in options:
        base = option_end(base, option, limit) or base
    return base


def provided_end(course: Course, options: tuple[ExtensionOption, ...]) -> date | None:
    """The end with every option, as first provided for; None where it cannot be said.

    An option that records no length leaves only the limit to go by.
    """
    open_ended = any(option.length is None and option.until is None for option in options)
    if course.initial_end is None or not options or open_ended:
        return course.limit
    return last_end(course.initial_end, options, course.limit)


def check_limit(course: Course) -> None:
    """Do the options and the stated latest end agree? The smaller wins, and a Finding says so."""
    end, limit = course.initial_end, course.limit
    if end is None or limit is None:
        return
    reach = last_end(end, course.remaining, None)
    if reach < limit or (reach > limit and course.agreement.maximum_end is not None):
        course.note(
            "limit.options-differ",
            _WARNING,
            f"With every option it runs to {show(reach)}, but the latest end recorded is {show(limit)}; "
            "the earlier is used.",
            "options",
        )


def exercise(
    course: Course, event: Event, base: date, stated: date | None, computed: date | None
) -> tuple[date | None, tuple[int, ...]]:
    """Which options an extension from the end `base` took, and the end that they give.

    Takes them out of `course.remaining`. `stated` and `computed` are the ends that the event
    states and that its own length gives. Returns the computed end and the options' numbers.
    """
    first = _first_taken(course, event)
    target = stated or computed
    if first is None or (target is None and event.option is None):
        return computed, ()
    end = base
    for index in range(first, len(course.remaining)):
        option = course.remaining[index]
        step = option_end(end, option, course.limit)
        if step is None:
            break
        if target is None or target == step:
            return computed or step, _take(course, event, first, index, base)
        if target < step:
            if option.up_to or (event.option is not None and index == first):
                taken = _take(course, event, first, index, base)
                _keep_rest(course, option, target, step)
                return computed, taken
            break
        end = step
    if event.option is not None:
        return _beyond(course, event, first, base, target, computed)
    course.note(
        "extension.not-an-option",
        _NOTE,
        f"The extension{'' if target is None else ' to ' + show(target)} fits no option; "
        "it counts as agreed, and the options stay as they were.",
        "events",
    )
    return computed, ()


def _first_taken(course: Course, event: Event) -> int | None:
    """Index of the first option that the event may take; None for none."""
    if event.option is None:
        return 0 if course.remaining else None
    for index, option in enumerate(course.remaining):
        if option.number == event.option:
            return index
    course.note(
        "option.not-there",
        Severity.WARNING,
        f"An extension says that it exercises option {event.option}, which is not recorded "
        "or was taken before; it counts as agreed.",
        "events",
    )
    return None


def _take(course: Course, event: Event, first: int, last: int, base: date) -> tuple[int, ...]:
    """Take the options from `first` to `last`, inclusive indexes; earlier ones fall away."""
    passed, taken = course.remaining[:first], course.remaining[first : last + 1]
    course.remaining = course.remaining[last + 1 :]
    numbers = tuple(option.number for option in taken)
    named = " and ".join(str(number) for number in numbers)
    if passed:
        course.dropped += tuple(option.number for option in passed)
        course.note(
            "option.out-of-order",
            _WARNING,
            f"Option {named} was exercised before option {passed[0].number}, which falls away.",
            "events",
        )
    if event.option is None:
        course.note(
            "extension.taken-for-option",
            _NOTE,
            f"An extension that names no option fits option {named}, and is taken for it.",
            "events",
        )
    agreed = pinned(event.on)
    if agreed is not None:
        _check_window(course, taken[0], named, agreed, base)
    return numbers


def _check_window(course: Course, option: ExtensionOption, named: str, agreed: date, base: date) -> None:
    """Was the option exercised while its window was open? Nobody refuses what was recorded; it is said."""
    least, form, _ = asked_by(option, asked_for_options(course.agreement))
    most, by, opens = option.notice_most, date.max, date.min
    if least is not None and not least.is_negative:
        by = reading_of(base, least, form, 0, course.calendar).missed_after
    if most is not None and not most.is_negative:
        opens = latest_notice(base, most).backward
    if agreed > by:
        code, odd = "option.late-notice", f"the last day for notice was {show(by)}"
    elif agreed < opens:
        code, odd = "option.early-notice", f"notice could be given from {show(opens)} on"
    else:
        return
    words = f"Option {named} was exercised on {show(agreed)}; {odd}. Check that the other side accepted it."
    course.note(code, Severity.WARNING, words, "events")


def _keep_rest(course: Course, option: ExtensionOption, taken_to: date, full: date) -> None:
    """After a part was taken: the rest stays as an option where the clause lets it."""
    if option.remainder_usable:
        rest = replace(option, length=None, until=full, up_to=True)
        course.remaining = (rest, *course.remaining)
        return
    course.dropped += (option.number,)
    if option.remainder_usable is None:
        course.note(
            "option.rest-not-known",
            _WARNING,
            f"Option {option.number} was taken only to {show(taken_to)}, not to {show(full)}. "
            "Whether the rest may be taken later is not recorded; it is not counted on.",
            "options",
        )


def _beyond(
    course: Course, event: Event, first: int, base: date, target: date | None, computed: date | None
) -> tuple[date | None, tuple[int, ...]]:
    """The event names an option whose end it passes, or whose length nobody recorded."""
    option = course.remaining[first]
    full = option_end(base, option, course.limit)
    if full is not None and target is not None:
        course.note(
            "extension.beyond-option",
            _WARNING,
            f"Option {option.number} reaches {show(full)}, but the extension runs to {show(target)}.",
            "events",
        )
    return computed, _take(course, event, first, first, base)
