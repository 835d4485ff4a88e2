"""Calendar dates: month arithmetic, periods, dates that are not exact.

Conventions: a date is a `datetime.date`, no times; an end is inclusive (the last
day in force); month arithmetic is done here and nowhere else, for SQL's and other
libraries' gives wrong notice dates. The calendar has edges: a result before the year 1
or after 9999 is `date.min` or `date.max`, which callers take for "beyond the calendar".

The rules are numbered as in the register's rule book: 2 end of a term, 3 extension and
rolling, 4 notice given, 5 and 6 latest notice, 8 and 9 working days, 11 dates that are
not exact, 13 financial year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

_ONE_DAY = timedelta(days=1)
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = (
    *("", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CODE = re.compile(r"(?:(-?\d+)m)?(?:(-?\d+)(c?)d)?")


# A named tuple's own constructor is a function in Python; this one is not, and takes half the time.
make = tuple.__new__


class Answer(StrEnum):
    """The answer to a question about a date that may not be exact."""

    YES = "yes"
    NO = "no"
    POSSIBLY = "possibly"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FINANCIAL_YEAR = "financial year"
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"
    UNKNOWN = "unknown"


_DAY = Precision.DAY  # on Python 3.11 a look-up on an enumeration costs as much as adding months


@dataclass(frozen=True, slots=True)
class When:
    """A date as known: the days it may be, how exact, and the words it came in.

    Attributes:
        earliest: first day it may be, inclusive; None where open (before …, unknown).
        latest: last day it may be, inclusive; None where open (after …, unknown).
        precision: how it was stated; DAY exactly when earliest == latest was stated.
        text: the words as written, "" where it was entered as a plain day.
        inferred: True where nobody stated it and it was concluded from something else.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    text: str = ""
    inferred: bool = False

    @classmethod
    def on(cls, day: date, text: str = "") -> When:
        """An exact day."""
        return cls(day, day, _DAY, text)

    @classmethod
    def unknown(cls, text: str = "") -> When:
        """A date that is known to be not known ("not recorded")."""
        return cls(None, None, Precision.UNKNOWN, text)

    @property
    def day(self) -> date | None:
        """The day where it is exact, else None."""
        return self.earliest if self.precision is _DAY else None


class Period(NamedTuple):
    """A length of calendar time: months, then days. Years are 12 months, weeks 7 days.

    Attributes:
        months: whole months, 0 or more.
        days: days on top of them, 0 or more.
        clear: True for "clear days": neither the first nor the last day counts.
    """

    months: int = 0
    days: int = 0
    clear: bool = False

    @classmethod
    def from_code(cls, code: str) -> Period:
        """The period that `code` gave. Raises ValueError where the text is not such a code."""
        match = _CODE.fullmatch(code)
        if not code or match is None:
            raise ValueError(f"not the code of a period: {code!r}")
        months, days, clear = match.groups()
        return cls(int(months or 0), int(days or 0), bool(clear))

    @property
    def code(self) -> str:
        """Compact canonical text for storing: "31m", "84d", "28cd", "31m14d"; "0d" for no time."""
        months = f"{self.months}m" if self.months else ""
        days = f"{self.days}{'c' if self.clear else ''}d" if self.days or self.clear or not months else ""
        return months + days

    @property
    def is_zero(self) -> bool:
        """True for no time at all, which is not the same as a period that is not known."""
        return self.months == 0 and self.days == 0 and not self.clear

    @property
    def is_negative(self) -> bool:
        """True where a part is below zero: it can only come from a mistake."""
        return self.months < 0 or self.days < 0

    def times(self, count: int) -> Period:
        """`count` of these in a row, reckoned as one period."""
        return Period(self.months * count, self.days * count, self.clear)

    def __str__(self) -> str:
        return _words(self.months, self.days, self.clear)


@lru_cache(maxsize=512)
def _words(months: int, days: int, clear: bool) -> str:
    """A period as people say it: "2 years 7 months", "18 months", "12 weeks", "28 clear days"."""
    years, months = divmod(months, 12) if months >= 24 else (0, months)
    parts = [_count(years, "year"), _count(months, "month")]
    if clear:
        parts.append(_count(days, "clear day") or "0 clear days")
    elif days % 7 == 0 and not years and not months:
        parts.append(_count(days // 7, "week"))
    else:
        parts.append(_count(days, "day"))
    return " ".join(part for part in parts if part) or "0 days"


def _count(number: int, word: str) -> str:
    """ "3 months", "1 month", or "" for none."""
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


def is_some(length: Period) -> bool:
    """Is it more than nothing, and no part of it below zero?"""
    return length.months >= 0 and length.days >= 0 and length.months + length.days > 0


class NoticeDates(NamedTuple):
    """The last day for a notice under the two readings of a clause (rule 5).

    Attributes:
        backward: "no later than N months before the end": counted back from the end.
        forward: "not less than N months' notice": the last day whose notice has run by the end.
    """

    backward: date
    forward: date


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar, 28 to 31."""
    if month != 2 or year % 4 or (year % 100 == 0 and year % 400):
        return _LENGTHS[month - 1]
    return 29


def add_days(day: date, days: int) -> date:
    """`days` later, or earlier where negative; stops at the edges of the calendar."""
    number = day.toordinal() + days
    if _FIRST <= number <= _LAST:
        return date.fromordinal(number)
    return date.min if number < _FIRST else date.max


def _day_of(months: int, number: int) -> date:
    """Day `number` of a month, counted from January of the year 0; its last day where there is no such number."""
    year, month = months // 12, months % 12 + 1
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    if number >= 29:
        number = min(number, month_length(year, month))
    return date(year, month, number)


def add_months(day: date, months: int) -> date:
    """The corresponding date `months` later (or earlier), the month's last day where there is none."""
    return _day_of(day.year * 12 + day.month - 1 + months, day.day)


@lru_cache(maxsize=16384)  # agreements start on a few days, for a few lengths
def end_of_term(starts: date, length: Period) -> date:
    """Last day, inclusive, of a term that begins on `starts` (rule 2).

    The day before the same day-number N months on; the month's last day where there is no
    such number; then the days. A term of no length ends the day before it starts.
    """
    months = starts.year * 12 + starts.month - 1 + length.months
    number = starts.day - 1
    if number == 0:  # from the first of a month: to the last of the month before
        months, number = months - 1, 31
    end = _day_of(months, number)
    return add_days(end, length.days) if length.days else end


@lru_cache(maxsize=16384)  # and end on as few
def extend_end(end: date, length: Period) -> date:
    """New last day where a term that ends on `end`, inclusive, goes on for `length` (rule 3).

    That is a term of `length` from the day after: the same day-number N months on, and from the
    last day of a month to the last day of a month.
    """
    return end if end == date.max else end_of_term(add_days(end, 1), length)


def months_between(starts: date, end: date) -> int | None:
    """Whole months of a term from `starts` to `end`, both inclusive; None where it is not whole."""
    after = add_days(end, 1)
    months = (after.year - starts.year) * 12 + after.month - starts.month
    for count in (months, months - 1):
        if count >= 0 and end_of_term(starts, Period(count)) == end:
            return count
    return None


def rolling_anchor(starts: date | None, first_end: date | None) -> tuple[date, int] | None:
    """Where rolling periods are reckoned from: the day, and the months already run from it.

    The anchor is the original start, so that the periods never drift (rule 3). Where the first
    term is not of whole months, or the start is not known, it is the day after `first_end`.
    None where neither is known.
    """
    if first_end is not None:
        whole = None if starts is None else months_between(starts, first_end)
        if starts is None or whole is None:
            return add_days(first_end, 1), 0
        return starts, whole
    return None if starts is None else (starts, 0)


def rolling_end(starts: date | None, first_end: date | None, roll: Period, k: int) -> date:
    """Last day, inclusive, of the k-th rolling period after the first term (rule 3).

    `first_end` None: there is no first term, and period 1 begins on `starts`. With k periods
    of n months it is the end of a term of k x n months more from the anchor, never of n
    months from the last end. Raises ValueError where both dates are None.
    """
    anchor = rolling_anchor(starts, first_end)
    if anchor is None:
        raise ValueError("a rolling period needs a start or a first end")
    day, before = anchor
    return end_of_term(day, Period(before + roll.months * k, roll.days * k))


def notice_takes_effect(given: date, length: Period) -> date:
    """The day on which a notice given on `given` has run (rule 4).

    The corresponding date, the last day of the month where there is none; the day of giving
    does not count (Dodds v Walker [1981] 1 WLR 1027). Clear days end one day later.
    """
    return add_days(add_months(given, length.months), length.days + length.clear)


def latest_notice(end: date, length: Period) -> NoticeDates:
    """Last days on which notice for `end` may be given, under both readings (rules 5 and 6).

    They differ only where `end` is the last day of a month shorter than the one counted back to.
    """
    target = add_days(end, -(length.days + length.clear)) if length.days or length.clear else end
    back = add_months(target, -length.months)
    if target.day < month_length(target.year, target.month) or back == date.min:
        return NoticeDates(back, back)
    return NoticeDates(back, date(back.year, back.month, month_length(back.year, back.month)))


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Working days: Monday to Friday, less bank holidays (rule 9). Two calendars are never equal.

    Attributes:
        name: the nation or nations whose bank holidays these are.
        holidays: the bank holidays; days at the weekend among them do no harm.
        known_until: last day for which they are known; beyond it they are only presumed.
    """

    name: str
    holidays: frozenset[date]
    known_until: date

    def is_working(self, day: date) -> bool:
        """Monday to Friday and not a bank holiday."""
        return day.weekday() < 5 and day not in self.holidays

    def previous_working(self, day: date) -> date:
        """`day` itself where it is a working day, else the last one before it (rule 8)."""
        while (day.weekday() > 4 or day in self.holidays) and day != date.min:
            day -= _ONE_DAY
        return day

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, or before it where negative; 0 gives `day`."""
        if count == 0:
            return day
        step, left = count // abs(count), abs(count)
        while left > 5:  # whole weeks at a time, so that a mistyped allowance costs nothing
            weeks = (left - 1) // 5
            there = add_days(day, step * 7 * weeks)
            if there in (date.min, date.max):
                return there
            low, high = (day, there) if step == 1 else (there - _ONE_DAY, day - _ONE_DAY)
            left -= 5 * weeks - sum(low < h <= high and h.weekday() < 5 for h in self.holidays)
            day = there
        edge = date.max if step == 1 else date.min
        while left and day != edge:
            day += _ONE_DAY if step == 1 else -_ONE_DAY
            left -= self.is_working(day)
        return day


@lru_cache(maxsize=16384)  # the dates of a register lie close together, and every workings shows some
def show(day: date) -> str:
    """The day as people read it: "31 March 2027"."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


@lru_cache(maxsize=4096)
def show_weekday(day: date) -> str:
    """The day with its name: "Wednesday 31 March 2027"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month]} {day.year}"


def financial_year_start(day: date) -> date:
    """1 April that begins the financial year of `day` (rule 13)."""
    return date(day.year if day.month >= 4 else max(day.year - 1, MINYEAR), 4, 1)


def financial_year(day: date) -> str:
    """The financial year of `day`, 1 April to 31 March: "2026/27" (rule 13)."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"{year}/{(year + 1) % 100:02d}"


def has_begun(when: When | None, day: date) -> Answer:
    """Is it `when`, or later, on `day`? None is a date that nobody recorded (rule 11)."""
    if when is None:
        return Answer.POSSIBLY
    if when.latest is not None and when.latest <= day:
        return Answer.YES
    if when.earliest is not None and when.earliest > day:
        return Answer.NO
    return Answer.POSSIBLY


def has_ended(when: When | None, day: date) -> Answer:
    """Is `day` after `when`, the last day of something, inclusive? (rule 11)"""
    if when is None:
        return Answer.POSSIBLY
    if when.latest is not None and when.latest < day:
        return Answer.YES
    if when.earliest is not None and when.earliest >= day:
        return Answer.NO
    return Answer.POSSIBLY
