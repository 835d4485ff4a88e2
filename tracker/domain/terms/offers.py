"""Options not taken yet: where each one leads from the end that it follows, and by when to take it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.agreement import ClauseForm, ExtensionOption
from tracker.domain.dates import Calendar, Period, add_days, latest_notice
from tracker.domain.terms.options import end_after
from tracker.domain.terms.reading import Asked, Reading, asked_by, by_the_end, reading_of


class Offer(NamedTuple):
    """What an option offers from the end that it follows.

    Attributes:
        starts: the day after that end.
        ends: its last day if it is taken in full, inclusive; None where it leads nowhere.
        opens: first day on which it may be taken; None for no such limit.
        notice: the last day for its notice; the end that it follows where none is recorded.
    """

    starts: date
    ends: date | None
    opens: date | None
    notice: Reading


def offer(
    option: ExtensionOption, base: date, limit: date | None, clause: Asked, calendar: Calendar
) -> Offer:
    """What `option` offers from the end `base`, within `limit`; `clause` where it names no notice."""
    least, form, service = asked_by(option, clause)
    return _offer(
        base, limit, option.length, option.until, least, option.notice_most, form, service, calendar
    )


@lru_cache(maxsize=16384)  # ends crowd on a few days of the year, and options on a few lengths
def _offer(
    base: date,
    limit: date | None,
    length: Period | None,
    until: date | None,
    least: Period | None,
    most: Period | None,
    form: ClauseForm,
    service: int,
    calendar: Calendar,
) -> Offer:
    opens = None if most is None or most.is_negative else latest_notice(base, most).backward
    if least is None or least.is_negative:
        notice = by_the_end(base, service, calendar)
    else:
        notice = reading_of(base, least, form, service, calendar)
    return Offer(add_days(base, 1), end_after(base, length, until, limit), opens, notice)
