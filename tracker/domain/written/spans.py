"""Two dates in one cell, and dates written so that they are read back as they were."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.domain.dates import Precision, When, add_days, financial_year, show
from tracker.domain.words import MONTH_NAMES, tidy
from tracker.domain.written.dates import ReadDate, read_date
from tracker.domain.written.days import DateOrder


@dataclass(frozen=True, slots=True)
class ReadSpan:
    """A term in one cell: "01/04/2009 - 31/03/2012". Both are blank where the text is no such thing."""

    starts: ReadDate
    ends: ReadDate


_JOINTS = (" - ", " to ", " until ", " till ", " through ", " and ", "-", "/")
_LEAD = re.compile(r"(?:from|between|period|term)(?: of)?:? ")
_LONGEST = 80
_LAST_YEAR = re.compile(r"\d{4}$")


def read_span(text: str, *, order: DateOrder = "dmy") -> ReadSpan:
    """The first and the last day, or month, of a term: "Nov-Dec 2013", "2017/18", "from … to …"."""
    plain = tidy(text)
    rest = plain[lead.end() :] if (lead := _LEAD.match(plain)) else plain
    whole = read_date(rest, order=order)
    if (
        whole.when
        and whole.when.precision is Precision.FINANCIAL_YEAR
        and whole.when.earliest
        and whole.when.latest
    ):
        first = When(whole.when.earliest, whole.when.earliest, Precision.DAY, text.strip(), inferred=True)
        last = When(whole.when.latest, whole.when.latest, Precision.DAY, text.strip(), inferred=True)
        return ReadSpan(ReadDate(first, whole.understood, whole.findings), ReadDate(last, whole.understood))
    for joint in _JOINTS if len(rest) <= _LONGEST else ():
        for at in [found.start() for found in re.finditer(re.escape(joint), rest)]:
            one, other = rest[:at].strip(" ,"), rest[at + len(joint) :].strip(" ,")
            ends = read_date(other, order=order)
            starts = read_date(one, order=order)
            if starts.when is None and (year := _LAST_YEAR.search(other)):
                starts = read_date(f"{one} {year.group()}", order=order)
            if _in_order(starts.when, ends.when):
                return ReadSpan(starts, ends)
    return ReadSpan(ReadDate(None), ReadDate(None))


def _in_order(starts: When | None, ends: When | None) -> bool:
    if starts is None or ends is None or not starts.earliest or not ends.latest or not starts.latest:
        return False
    return starts.earliest <= ends.latest and starts.precision is not Precision.BEFORE


def show_when(when: When) -> str:
    """A date as known, in words that `read_date` reads back to the same days and precision."""
    first, last = when.earliest, when.latest
    if first is None and last is None:
        return "not known"
    if first is None or last is None:
        return f"before {show(add_days(last, 1))}" if last else f"{show(first)} or later" if first else ""
    match when.precision:
        case Precision.DAY:
            return show(first)
        case Precision.MONTH:
            return f"{MONTH_NAMES[first.month]} {first.year}"
        case Precision.QUARTER:
            return f"Q{(first.month - 4) % 12 // 3 + 1} {financial_year(first)}"
        case Precision.YEAR:
            return str(first.year)
        case Precision.FINANCIAL_YEAR:
            return f"financial year {financial_year(first)}"
    return f"between {show(first)} and {show(last)}"
