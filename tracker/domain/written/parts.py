"""A month, quarter, half-year, season, year or financial year as written.

Councils' years begin on 1 April. Where a text does not say whether it counts
calendar or financial years, both are kept: the span runs over the two readings.
"""

from __future__ import annotations

import re
from datetime import date

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, month_length, show
from tracker.domain.words import MONTH_NAMES, MONTHS, SEASONS, one_of
from tracker.domain.written.days import PIVOT, DateOrder, Point, Span, refuse

UNSTATED = "calendar or financial year not stated"

_MONTH = rf"(?P<month>{one_of(MONTHS)})(?![a-z])\.?"
_GAP = r"[ \-/.,]*"
_MONTH_YEAR = re.compile(rf"{_MONTH}(?: of)?{_GAP}(?:(?P<year>\d{{4}})|'?(?P<short>\d{{2}}))")
_YEAR_MONTH = re.compile(rf"(?P<year>\d{{4}})(?:[-/](?P<number>\d{{1,2}})|{_GAP}{_MONTH})")
_NUMBER_MONTH = re.compile(r"(?P<number>\d{1,2}) ?[/-] ?(?P<year>\d{4})")
_MONTHS_YEAR = re.compile(
    rf"(?P<from>{one_of(MONTHS)})\.? ?(?:-|/|to|and|&) ?(?P<to>{one_of(MONTHS)})(?![a-z])\.?"
    rf"{_GAP}(?P<year>\d{{4}})"
)
_YEAR = re.compile(r"(?:the )?(?:calendar )?(?:year )?(?P<year>(?:1[6-9]|2[01])\d\d)")
_FINANCIAL = re.compile(
    r"(?:the )?(?P<mark>f/?y|(?:financial|fiscal|municipal|council) year|year)?:? ?"
    r"(?P<first>(?:\d\d)?\d\d) ?(?P<sep>[/-]) ?(?P<second>(?:\d\d)?\d\d)"
)
_ACADEMIC = re.compile(
    r"(?:the )?(?:academic|school) (?:year )?(?P<first>(?:\d\d)?\d\d) ?[/-] ?(?P<second>(?:\d\d)?\d\d)"
)
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4}
_PART = (
    rf"(?:(?P<letter>[qh]) ?(?P<number>[1-4])|(?P<word>quarter) (?P<count>[1-4])"
    rf"|(?:the )?(?P<nth>{one_of(_NTH)}) (?P<what>quarter|half)|(?P<season>{one_of([*SEASONS, 'fall'])}))"
)
_PART_YEAR = re.compile(rf"{_PART},?(?: of)? ?(?P<year>.+)")
_YEAR_PART = re.compile(rf"(?P<year>[^a-z]*\d) ?{_PART}")


def month_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """First and last day of `count` months from that one; `month` may run past 12."""
    first_year, first_month = divmod(year * 12 + month - 1, 12)
    last_year, last_month = divmod(year * 12 + month + count - 2, 12)
    last_day = month_length(last_year, last_month + 1)
    return date(first_year, first_month + 1, 1), date(last_year, last_month + 1, last_day)


def financial_span(first_year: int) -> tuple[date, date]:
    """1 April of that year to 31 March of the next."""
    return month_span(first_year, 4, 12)


def read_part(text: str, order: DateOrder = "dmy", pivot: int = PIVOT) -> Point:
    """The part of the calendar that the whole of `text` (already tidied) states, or None."""
    for reader in (_read_financial, _read_academic, _read_month, _read_months, _read_division, _read_year):
        point = reader(text, order, pivot)
        if point is not None:
            return point
    return None


def _read_year(text: str, _order: DateOrder, _pivot: int) -> Point:
    found = _YEAR.fullmatch(text)
    if found is None:
        return None
    first, last = month_span(int(found["year"]), 1, 12)
    return Span(first, last, Precision.YEAR, f"some time in {first.year}")


def _read_month(text: str, order: DateOrder, pivot: int) -> Point:
    found = _MONTH_YEAR.fullmatch(text) or _YEAR_MONTH.fullmatch(text) or _NUMBER_MONTH.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    how = ""
    if parts.get("short"):
        year = int(parts["short"]) + (1900 if int(parts["short"]) >= pivot else 2000)
        how = f", year {parts['short']} read as {year}"
    else:
        year = int(parts["year"])
    month = MONTHS[parts["month"]] if parts.get("month") else int(parts["number"])
    if not 1 <= year <= 9998:
        return refuse("date.no-such-year", f"There is no year {year:02d}.")
    if not 1 <= month <= 12:
        return refuse("date.no-such-day", f"There is no month {month}.")
    first, last = month_span(year, month)
    return Span(first, last, Precision.MONTH, f"some time in {MONTH_NAMES[first.month]} {first.year}{how}")


def maybe_day(text: str) -> Finding | None:
    """What is said of "Mar 31", which may be a day without its year as well as March 2031; None for other texts.

    An error where people write days so, a warning for "Mar-31", which is how spreadsheets show months.
    """
    found = _MONTH_YEAR.fullmatch(text)
    if found is None or not found["short"] or "'" in text:
        return None
    month, number = MONTHS[found["month"]], int(found["short"])
    ends = {29, 28} if month == 2 else {month_length(2000, month)}
    if number != 1 and number not in ends:
        return None
    day, year = f"{number} {MONTH_NAMES[month]}", f"{MONTH_NAMES[month]} {2000 + number}"
    if re.search(r"[-/]", text):
        message = (
            f"'{text.capitalize()}' was read as {year}; it could also be {day} of a year that is not written."
        )
        return Finding("date.check", Severity.WARNING, message)
    message = f"'{text.capitalize()}' may be {day} of a year that is not written, or {year}; write the year in full."
    return Finding("date.no-year", Severity.ERROR, message)


def _read_months(text: str, _order: DateOrder, _pivot: int) -> Point:
    """Two months of one year: "November-December 2013"."""
    found = _MONTHS_YEAR.fullmatch(text)
    if found is None:
        return None
    start, end, year = MONTHS[found["from"]], MONTHS[found["to"]], int(found["year"])
    if start >= end or not 1 <= year <= 9998:
        return None
    first, last = month_span(year, start, end - start + 1)
    return Span(first, last, Precision.BETWEEN, between(first, last))


def between(first: date, last: date) -> str:
    """The sentence for a date that lies between two days, inclusive."""
    return f"between {show(first)} and {show(last)}"


def _read_financial(text: str, order: DateOrder, pivot: int) -> Point:
    found = _FINANCIAL.fullmatch(text)
    if found is None:
        return None
    first = _year_of(found["first"], pivot)
    short = len(found["first"]) == 2
    follows = int(found["second"]) in (first + 1, (first + 1) % 100)
    if not follows or (short and not found["mark"]):
        return None
    unclear = (
        not found["mark"] and found["sep"] == "-" and len(found["second"]) == 2 and int(found["second"]) <= 12
    )
    if unclear and order == "ymd":
        return None
    if not 1000 <= first <= 9997:
        return None
    start, end = financial_span(first)
    said = f"financial year {start.year}/{end.year % 100:02d}, {show(start)} to {show(end)}"
    findings: tuple[Finding, ...] = ()
    if unclear:
        month = f"{MONTH_NAMES[int(found['second'])]} {first}"
        message = f"'{text}' was read as the financial year; it could also be {month}."
        findings = (Finding("date.check", Severity.WARNING, message),)
    return Span(start, end, Precision.FINANCIAL_YEAR, said, findings)


def _read_academic(text: str, _order: DateOrder, pivot: int) -> Point:
    """ "Academic year 2026/27": 1 September to 31 August, as schools in England and Wales count it."""
    found = _ACADEMIC.fullmatch(text)
    if found is None:
        return None
    first = _year_of(found["first"], pivot)
    if not 1000 <= first <= 9997 or int(found["second"]) not in (first + 1, (first + 1) % 100):
        return None
    start, end = month_span(first, 9, 12)
    return Span(start, end, Precision.BETWEEN, between(start, end))


def _year_of(written: str, pivot: int) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (1900 if year >= pivot else 2000)


def _read_division(text: str, _order: DateOrder, pivot: int) -> Point:
    """A quarter, half or season of a year."""
    found = _PART_YEAR.fullmatch(text) or _YEAR_PART.fullmatch(text)
    if found is None:
        return None
    year = found["year"].strip(" ,()")
    calendar = _YEAR.fullmatch(year)
    financial = _FINANCIAL.fullmatch(year)
    if calendar:
        first = int(calendar["year"])
    elif financial and (int(financial["second"]) - int(financial["first"])) % 100 == 1:
        first = _year_of(financial["first"], pivot)
    else:
        return None
    if found["season"]:
        return _season(SEASONS.get(found["season"], 9), first, split=financial is not None)
    number = int(found["number"] or found["count"] or _NTH.get(found["nth"] or "", 0))
    half = found["letter"] == "h" or found["what"] == "half"
    return _division(number, 6 if half else 3, first, stated=financial is not None)


def _division(number: int, months: int, year: int, *, stated: bool) -> Point:
    if number * months > 12:
        return None
    start, end = month_span(year, 4 + (number - 1) * months, months)
    what = "half" if months == 6 else "quarter"
    if stated:
        said = f"{what} {number} of {year}/{(year + 1) % 100:02d}, {show(start)} to {show(end)}"
        return Span(start, end, Precision.QUARTER if months == 3 else Precision.BETWEEN, said)
    start, _ = month_span(year, 1 + (number - 1) * months, months)
    return unstated(start, end)


def _season(month: int, year: int, *, split: bool) -> Point:
    """A season; winter of one year may be the one it begins or the one it ends with."""
    first, last = month_span(year, month, 3)
    if split and month != 12:
        return None
    if month == 12 and not split:
        first = date(year, 1, 1)
    return Span(first, last, Precision.BETWEEN, between(first, last))


def unstated(first: date, last: date) -> Span:
    """A span that covers the calendar and the financial reading of one text."""
    note = Finding("date.year-not-stated", Severity.NOTE, f"{UNSTATED.capitalize()}: both are kept.")
    return Span(first, last, Precision.BETWEEN, f"{between(first, last)}: {UNSTATED}", (note,))
