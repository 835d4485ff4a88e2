"""What several sentences say of a term, put together; or why it cannot be."""

from __future__ import annotations

from typing import NamedTuple

from tracker.domain.dates import Period
from tracker.domain.written.terms_said import OptionRead, Reading, total

Options = tuple[OptionRead, ...]
_MOST_STEPS = 20


class Unclear(Exception):
    """The parts contradict each other; the text says in what."""


class Together(NamedTuple):
    """First term, options and the limit that does not follow from them."""

    initial: Period | None
    options: Options
    limit: Period | None


def put_together(reading: Reading) -> Together:
    """The whole out of its parts. Raises Unclear where they do not agree."""
    if reading.doubts:
        raise Unclear(reading.doubts[0])
    initial = _first_term(reading)
    options = _options(reading)
    limit: Period | None = None
    for most, yearly in reading.ceilings:
        on_top = (initial or reading.until) and not (initial and _longer(most, initial))
        if on_top and not options:
            options = _up_to(most, yearly=yearly)
        elif total(options) != most:
            options, limit = _limited(initial, options, most, yearly=yearly)
    for most, yearly in reading.totals:
        options, limit = _limited(initial, options, most, yearly=yearly)
    for most in reading.limits:
        if options:
            options, limit = _limited(initial, options, most, yearly=False)
        elif initial is None or _longer(most, initial):
            limit = most
        elif most != initial:
            raise Unclear("the longest term is not longer than the first")
    return Together(initial, options, limit)


def _first_term(reading: Reading) -> Period | None:
    """The first term among all lengths that were taken for one; another may be the whole with its options."""
    lengths = sorted({period for period, _ in reading.terms}, key=_months)
    if reading.chains:
        first, whole = reading.chains[0][0], _add(*reading.chains[0])
        if not {first, whole}.issuperset(lengths):
            raise Unclear("two different terms")
        return first
    if len(lengths) < 2:
        return lengths[0] if lengths else None
    if reading.options and lengths == [lengths[0], _add(lengths[0], total(reading.options))]:
        return lengths[0]
    initial = {period for period, plain in reading.terms if plain == 2}
    capped = {most for most, _ in reading.totals + reading.ceilings}
    if len(initial) != 1 or not (initial | capped).issuperset(lengths):
        raise Unclear("two different terms")
    return initial.pop()


def _options(reading: Reading) -> Options:
    """The options by themselves and those of "3+1+1", which must agree."""
    options = tuple(reading.options)
    if not reading.chains:
        return options
    if len(set(reading.chains)) > 1:
        raise Unclear("two different readings of the term")
    chained = tuple(OptionRead(period) for period in reading.chains[0][1:])
    if options and total(options) != total(chained):
        raise Unclear("two different readings of the options")
    return options if len(options) > len(chained) else chained


def _limited(
    initial: Period | None, options: Options, most: Period, *, yearly: bool
) -> tuple[Options, Period | None]:
    """Options and limit where the whole term may be `most` at the longest."""
    if initial is None:
        return options, None if options and total(options) == most else most
    whole = _add(initial, total(options))
    if whole == most:
        return options, None
    if _longer(whole, most):
        if not options:
            raise Unclear("the longest term is not longer than the first")
        return options, most
    room = Period(most.months - initial.months, most.days - initial.days)
    if room.is_negative:
        raise Unclear("the longest term is more than its parts")
    if not options:
        return _up_to(room, yearly=yearly), None
    return _repeated(options, room), None


def _repeated(options: Options, room: Period) -> Options:
    """ "Options of 12 months, to a maximum of 5 years": the one option as often as there is room."""
    (option, *others), each = options, options[0].length
    if others or option.up_to or each is None or not each.months:
        raise Unclear("the longest term is more than its parts")
    count = room.months // each.months
    if each.times(count) != room or count > _MOST_STEPS:
        raise Unclear("the longest term is more than its parts")
    return options * count


def _up_to(most: Period, *, yearly: bool) -> Options:
    """One right to extend by any part of it, or one for each year."""
    years, rest = divmod(most.months, 12)
    if yearly and not rest and not most.days and years <= _MOST_STEPS:
        return (OptionRead(Period(12)),) * years
    return (OptionRead(most, up_to=True),)


def _add(*periods: Period) -> Period:
    return Period(sum(period.months for period in periods), sum(period.days for period in periods))


def _months(period: Period) -> float:
    """About how many months it is, for comparing."""
    return period.months + period.days / 30.4375


def _longer(one: Period, other: Period) -> bool:
    return _months(one) > _months(other)
