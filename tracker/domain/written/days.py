"""A day as written, in every order and shape. An impossible day is never moved to a possible one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, month_length, show
from tracker.domain.words import MONTH_NAMES, MONTHS, WEEKDAYS, one_of

DateOrder = Literal["dmy", "mdy", "ymd"]
ORDER_WORDS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}

# Two-digit years: 70 to 99 are 1970 to 1999, 00 to 69 are 2000 to 2069.
PIVOT = 70


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a point may be, inclusive, and what was understood."""

    first: date
    last: date
    precision: Precision
    said: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A shape that was recognised and cannot be right; `mend` is a guess for a person to confirm."""

    finding: Finding
    mend: date | None = None


Point = Span | Refused | None

_MONTH = rf"(?P<month>{one_of(MONTHS)})(?![a-z])\.?"
_GAP = r"[ \-/.,]*"
_TIME = (
    r"(?:(?:t|,? +)(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:am|pm)?) ?"
    r"(?P<zone>z|utc|gmt|bst|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})" + _TIME)
_NUMBERS = re.compile(
    r"(?P<a>\d{1,2})(?P<sep> ?[-/.\\] ?|[, ])(?P<b>\d{1,2})(?P=sep)'?(?P<c>\d{2,6})" + _TIME
)
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}}) ?(?:st|nd|rd|th)?(?: day)?(?: of)?{_GAP}{_MONTH}{_GAP}'?(?P<year>\d{{2,6}})" + _TIME
)
_MONTH_DAY = re.compile(
    rf"{_MONTH}[ \-/.]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,[ ]*|[ \-/.]+)'?(?P<year>\d{{4}}|\d{{2}})"
    + _TIME
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?P<year>\d{{4}})[ \-/.]+{_MONTH}[ \-/.]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?" + _TIME
)
_NO_YEAR = re.compile(
    rf"\d{{1,2}} ?(?:st|nd|rd|th)?(?: of)?{_GAP}{one_of(MONTHS)}\.?|{one_of(MONTHS)}\.? ?(?:\d{{1,2}}(?:st|nd|rd|th)|\d)"
    r"|\d{1,2}[/.-]\d{1,2}"
)
_COMPACT = re.compile(r"(?P<first>(?:19|20)\d\d)\d{4}|\d{3,4}(?P<last>(?:19|20)\d\d)")
_EIGHT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_WEEKDAY = re.compile(rf"(?P<name>{one_of(WEEKDAYS)})(?![a-z])\.?,? +")


def refuse(code: str, message: str, mend: date | None = None) -> Refused:
    """An error about the text of a date, with the guess that a person may accept."""
    if mend:
        message += f" Did you mean {show(mend)}?"
    return Refused(Finding(code, Severity.ERROR, message), mend)


def read_day(text: str, order: DateOrder = "dmy", pivot: int = PIVOT) -> Point:
    """The day that the whole of `text` (already tidied) states, or None for no shape of a day."""
    day = read_leading_day(text, order, pivot)
    if day is not None and not day[1]:
        return day[0]
    if order == "ymd" and (eight := _EIGHT.fullmatch(text)):
        return _make_day(int(eight["year"]), int(eight["month"]), int(eight["day"]))
    return None


def read_compact(text: str, order: DateOrder = "dmy") -> Point:
    """A day in eight digits, its year in front or behind ("20170401", "01042017"); None for any other number.

    A number that lost its leading zero has seven. No text is both: a year is no month and day.
    """
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    if found["first"]:
        return _make_day(int(found["first"]), int(text[4:6]), int(text[6:]))
    one, other = int(text[:-6]), int(text[-6:-4])
    day, month = (other, one) if order == "mdy" else (one, other)
    return _make_day(int(found["last"]), month, day, f", {'month' if order == 'mdy' else 'day'} first")


def lacks_year(text: str) -> bool:
    """True for a day and month without a year."""
    return _NO_YEAR.fullmatch(text) is not None


def read_leading_day(
    text: str, order: DateOrder = "dmy", pivot: int = PIVOT
) -> tuple[Span | Refused, str] | None:
    """A day at the beginning of `text` and the words left after it."""
    named = _WEEKDAY.match(text)
    rest = text[named.end() :] if named else text
    for shape in (_ISO, _NUMBERS, _DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY):
        found = shape.match(rest)
        if found is None or rest[found.end() : found.end() + 1].isalnum():
            continue
        point = _from_numbers(found, order, pivot) if shape is _NUMBERS else _from_parts(found, pivot)
        if isinstance(point, Span):
            point = _with_time(point, found)
            point = _with_weekday(point, named["name"]) if named else point
        return point, rest[found.end() :].strip()
    return None


def _from_parts(found: re.Match[str], pivot: int) -> Span | Refused:
    word = found["month"]
    year, how = _full_year(found["year"], pivot)
    return _make_day(year, MONTHS.get(word) or int(word), int(found["day"]), how)


def _from_numbers(found: re.Match[str], order: DateOrder, pivot: int) -> Span | Refused:
    a, b, c = found["a"], found["b"], found["c"]
    if order == "ymd" and len(c) == 2:
        year, how = _full_year(a, pivot)
        return _make_day(year, int(b), int(c), ", year first" + how)
    year, how = _full_year(c, pivot)
    day, month = (b, a) if order == "mdy" else (a, b)
    if int(a) <= 12 and int(b) <= 12 and a != b:
        how = (", month first" if order == "mdy" else ", day first") + how
    return _make_day(year, int(month), int(day), how)


def _full_year(written: str, pivot: int) -> tuple[int, str]:
    if len(written) != 2:
        return int(written), ""
    year = int(written) + (1900 if int(written) >= pivot else 2000)
    return year, f", year {written} read as {year}"


def _make_day(year: int, month: int, day: int, how: str = "") -> Span | Refused:
    """The day, or the reason why there is none. Nothing is shifted."""
    if not 1 <= year <= 9999:
        return refuse("date.no-such-year", f"There is no year {year:02d}.")
    if not 1 <= month <= 12:
        swapped = date(year, day, month) if 1 <= day <= 12 and 1 <= month <= month_length(year, day) else None
        return refuse("date.no-such-day", f"There is no month {month}.", swapped)
    last = month_length(year, month)
    if not 1 <= day <= last:
        nearest = date(year, month, last) if last < day <= 31 else None
        name = f"{MONTH_NAMES[month]} {year}"
        return refuse("date.no-such-day", f"There is no {day} {name}: {name} has {last} days.", nearest)
    made = date(year, month, day)
    return Span(made, made, Precision.DAY, show(made) + how)


def _with_time(day: Span, found: re.Match[str]) -> Span:
    """A register has days only: say so where a time that matters was left out."""
    time, zone = found["time"], found["zone"]
    if time is None or re.match(r"0?0:00|23:59|12:00(?::00)? ?am", time):
        return day
    if (
        zone in ("z", "utc", "gmt", "+00:00", "+0000")
        and time.startswith("23:")
        and _in_summer_time(day.first)
    ):
        message = f"{time} UTC on {show(day.first)} is already the next day in London; check which is meant."
        return replace(day, findings=(Finding("date.check", Severity.WARNING, message),))
    message = f"The time {time} was left out; only the day is kept."
    return replace(day, findings=(Finding("date.time-left-out", Severity.NOTE, message),))


def _in_summer_time(day: date) -> bool:
    """British Summer Time: the last Sunday of March to the last Sunday of October, in the late evening."""
    last_march = date(day.year, 3, 31)
    last_october = date(day.year, 10, 31)
    begins = last_march - timedelta(days=(last_march.weekday() + 1) % 7)
    ends = last_october - timedelta(days=(last_october.weekday() + 1) % 7)
    return begins <= day < ends


def _with_weekday(day: Span, name: str) -> Span:
    actual = f"{day.first:%A}"
    if actual.lower().startswith(name[:3]):
        return day
    message = f"{show(day.first)} is a {actual}, not the day of the week that was written; check it."
    return replace(day, findings=(*day.findings, Finding("date.check", Severity.WARNING, message)))
