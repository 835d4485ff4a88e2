"""Dates as people write them: what was understood, how exact it is, and what looks wrong.

Nothing is guessed in silence. A bare number never becomes a day, an impossible day
is refused with a suggestion, and a day that usually stands for "no date" is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, When, add_days, show
from tracker.domain.words import short, tidy
from tracker.domain.written.days import (
    PIVOT,
    DateOrder,
    Point,
    Refused,
    Span,
    lacks_year,
    read_compact,
    read_day,
    read_leading_day,
    refuse,
)
from tracker.domain.written.parts import between, maybe_day, month_span, read_part, unstated


@dataclass(frozen=True, slots=True)
class ReadDate:
    """What a text was understood to say.

    Attributes:
        when: the date, None where the text is blank or could not be trusted.
        understood: the sentence to show ("1 April 2009, day first"); "" where there is none.
        findings: what is odd; an error where `when` is None and the text is not blank.
        mend: a day to suggest, never taken unasked.
    """

    when: When | None
    understood: str = ""
    findings: tuple[Finding, ...] = ()
    mend: date | None = None


_NOT_KNOWN = re.compile(
    r"tb[acd]|to be (?:confirmed|advised|agreed|determined|decided)|n/?k|unknown|unavailable|pending|various|"
    r"not (?:yet )?(?:known|stated|recorded|confirmed|found|available|set|agreed|specified|provided|given)|"
    # An end at an event has no day until the event is known.
    r"co-?terminous with [^\d]+|(?:(?:up)?on|until|at) (?:practical )?(?:completion|delivery)(?: of [^\d]+)?|"
    r"(?:practical )?completion of [^\d]+|end of (?:the )?project|"
    r"n/?a|#n/a|not applicable|none|null|nil|no date|-+|\?+|\.+|x{1,4}"
)
_BETWEEN = re.compile(
    r"(?:some ?time )?(?P<word>between|from) (?P<first>.+?) (?:and|to|until|-) (?P<last>.+)"
)
_TWO = re.compile(r"(?P<first>.+?) ?(?: - | to | until | till |-(?=[a-z])| through |/ )(?P<last>.+)")
_ABOUT = re.compile(
    r"(?:about|around|circa|ca?\.?|approx(?:imately)?\.?|roughly|estimated|est\.?) (?P<rest>.+)"
)
_EDGE = re.compile(
    r"(?:at |by |from )?(?:the )?(?P<edge>end|start|beginning|early(?: in)?|mid(?:dle)?|late(?: in)?)"
    r"(?: of)?(?: the)?[ -](?:part of )?(?P<rest>.+)"
)
_LIMIT = re.compile(
    r"(?:(?P<before>before|prior to|earlier than)|(?P<by>by|on or before|no(?:t)? later than)|(?P<after>after|later than)"
    r"|(?P<onwards>on or after|not? before|no(?:t)? earlier than)"
    r"|(?P<starting>from|as from|with effect from|w\.?e\.?f\.?|effective(?: from)?|since|start(?:s|ing)?|commenc(?:es|ing))"
    r"|until|till|up to|to|through|expir(?:es|ed|ing|y)(?: on)?|end(?:s|ed|ing)?(?: on)?|terminat(?:es|ed|ing)(?: on)?|"
    r"(?:midnight|noon|23[:.]59)(?: on)?|due|on)(?: the)?:? (?P<rest>.+)"
)
_TRAILING = re.compile(
    r"(?P<rest>.+?),? (?:(?P<by>or (?:earlier|before))|(?P<onwards>or (?:later|after)|onwards?))"
)
# A longer text is a sentence; only a day at its beginning is looked for.
_MOST_BLANKS = 14
NO_DATE = "no date"
_SERIAL_ORIGINS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}


@dataclass(frozen=True, slots=True)
class _Answer:
    when: When
    said: str
    findings: tuple[Finding, ...] = ()


@lru_cache(maxsize=16384)
def read_date(
    text: str,
    *,
    order: DateOrder = "dmy",
    serial: Literal["", "1900", "1904"] = "",
    compact: bool = False,
    today: date | None = None,
    pivot: int = PIVOT,
) -> ReadDate:
    """The date that `text` states, with its precision. Never raises.

    Args:
        order: how a date of three numbers is read; `decide_order` finds it for a column.
        serial: the date system in which a bare number is a day; "" where it never is.
        compact: eight digits are a day ("20170401", "01042017"), as they are in a column of dates.
        today: given, a day more than 30 years after it is questioned.
        pivot: two-digit years below it are of this century, the others of the last.
    """
    plain = tidy(text)
    if not plain:
        return ReadDate(None)
    if _NOT_KNOWN.fullmatch(plain):
        return ReadDate(When.unknown(text.strip()), "not known")
    number = re.fullmatch(r"\d+(?:\.\d+)?", plain)
    point = read_compact(plain, order) if compact and not serial else None
    answer: _Answer | Refused | None
    if point is not None:
        answer = _answer(point) if isinstance(point, Span) else point
    elif number:
        answer = _read_number(plain, order, serial, pivot)
    else:
        answer = _resolve(bare(plain), order, pivot)
    if answer is None:
        return _unreadable(text, plain)
    if isinstance(answer, Refused):
        return ReadDate(None, "", (answer.finding,), answer.mend)
    exact = answer.when.precision is Precision.DAY and not answer.findings
    when = answer.when if exact else replace(answer.when, text=text.strip())
    return _questioned(ReadDate(when, answer.said, answer.findings), when.earliest or when.latest, today)


def bare(plain: str) -> str:
    """The text without marks around it, brackets around the whole of it, or "the" before a day."""
    bare = plain.strip(" .,;:\"'*")
    if bare[:4] == "the " and bare[4:5].isdigit():
        return bare[4:]
    return bare[1:-1].strip() if bare[:1] + bare[-1:] in ("()", "[]") else bare


def _unreadable(text: str, plain: str) -> ReadDate:
    if lacks_year(plain):
        refused = refuse("date.no-year", f"'{text.strip()}' has no year, so it is not a date yet.")
    else:
        refused = refuse(
            "date.unreadable", f"'{short(text)}' was not understood as a date; the words are kept."
        )
    return ReadDate(None, "", (refused.finding,))


def _read_number(plain: str, order: DateOrder, serial: str, pivot: int) -> _Answer | Refused:
    """A bare number: a year, or a spreadsheet's day where the caller says that it is one."""
    if serial:
        return _read_serial(float(plain), serial)
    point = _point(plain, order, pivot)
    if isinstance(point, Span):
        return _answer(point)
    mend = None
    if re.fullmatch(r"\d{8}", plain) and isinstance(day := read_day(plain, "ymd"), Span):
        mend = day.first
    elif re.fullmatch(r"[2-7]\d{4}", plain):
        mend = _SERIAL_ORIGINS["1900"] + timedelta(days=int(plain))
    return refuse("date.number", f"{plain} is a number alone, which is never taken for a day.", mend)


def _read_serial(number: float, serial: str) -> _Answer | Refused:
    days = int(number)
    if days > 2_958_465:
        return refuse("date.no-such-day", f"Day {days} of a spreadsheet is after the year 9999.")
    # Before March 1900 the count is a day out, but such a day stands for no date anyway.
    day = _SERIAL_ORIGINS[serial] + timedelta(days=days)
    return _Answer(When.on(day), f"{show(day)}, a spreadsheet's day number")


def _point(text: str, order: DateOrder, pivot: int) -> Point:
    if text in ("9999", "2099"):
        return Span(*month_span(int(text), 1, 12), Precision.YEAR, f"some time in {text}")
    return read_day(text, order, pivot) or read_part(text, order, pivot)


def _answer(span: Span) -> _Answer:
    return _Answer(When(span.first, span.last, span.precision), span.said, span.findings)


def _resolve(text: str, order: DateOrder, pivot: int) -> _Answer | Refused | None:
    if text.count(" ") > _MOST_BLANKS or not re.search(r"\d", text):
        return _leading(text, order, pivot)
    point = _point(text, order, pivot)
    if isinstance(point, Span):
        return _doubted(text, _answer(point))
    if point is not None:
        return point
    if about := _ABOUT.fullmatch(text):
        inner = _resolve(about["rest"], order, pivot)
        return replace(inner, said=f"about {inner.said}") if isinstance(inner, _Answer) else inner
    for pattern, reader in (
        (_TRAILING, _limit),
        (_EDGE, _edge),
        (_BETWEEN, _between),
        (_LIMIT, _limit),
        (_TWO, _between),
    ):
        if found := pattern.fullmatch(text):
            answer = reader(found, order, pivot)
            if answer is not None:
                return answer
    return _leading(text, order, pivot)


def _doubted(text: str, answer: _Answer) -> _Answer | Refused:
    """The answer, unless the text may be a day without its year."""
    doubt = maybe_day(text) if answer.when.precision is Precision.MONTH else None
    if doubt is None:
        return answer
    if doubt.severity is Severity.ERROR:
        return Refused(doubt)
    return replace(answer, findings=(*answer.findings, doubt))


def _limit(found: re.Match[str], order: DateOrder, pivot: int) -> _Answer | Refused | None:
    """ "Before", "by", "after", "from", "until" and the like."""
    inner = _resolve(found["rest"], order, pivot)
    if not isinstance(inner, _Answer) or inner.when.earliest is None or inner.when.latest is None:
        return inner if isinstance(inner, Refused) else None
    words = found.groupdict()
    first, last = inner.when.earliest, inner.when.latest
    if words.get("before"):
        return _before(add_days(first, -1), inner.findings)
    if words.get("by"):
        return _before(last, inner.findings)
    if words.get("after"):
        return _onwards(add_days(last, 1), inner.findings)
    # "From 1 April" is that day; "from 2014" is some day from then on.
    if words.get("onwards") or (words.get("starting") and inner.when.precision is not Precision.DAY):
        return _onwards(first, inner.findings)
    return inner


def _before(last: date, findings: tuple[Finding, ...]) -> _Answer:
    return _Answer(When(None, last, Precision.BEFORE), f"{show(last)} or earlier", findings)


def _onwards(first: date, findings: tuple[Finding, ...]) -> _Answer:
    return _Answer(When(first, None, Precision.AFTER), f"{show(first)} or later", findings)


def _edge(found: re.Match[str], order: DateOrder, pivot: int) -> _Answer | Refused | None:
    """The end, start, or an early, middle or late part of a month or year."""
    span = read_part(found["rest"], order, pivot)
    if not isinstance(span, Span):
        return span
    edge = found["edge"].removesuffix(" in")
    first, last = span.first, span.last
    if span.precision is Precision.YEAR and edge == "end":
        return _answer(unstated(last, date(last.year + 1, 3, 31)))
    if span.precision is Precision.YEAR and edge in ("start", "beginning"):
        return _answer(unstated(first, date(first.year, 4, 1)))
    exact = (Precision.MONTH, Precision.QUARTER, Precision.FINANCIAL_YEAR)
    if span.precision in exact and edge in ("end", "start", "beginning"):
        day = last if edge == "end" else first
        return _Answer(When.on(day), f"{show(day)}, the {edge} of {found['rest']}", span.findings)
    third = {"early": 0, "mid": 1, "middle": 1, "late": 2}.get(edge)
    if third is None or span.precision not in (Precision.MONTH, Precision.YEAR, Precision.FINANCIAL_YEAR):
        return None
    if span.precision is Precision.MONTH:
        first = first.replace(day=1 + 10 * third)
        last = last if third == 2 else first.replace(day=10 + 10 * third)
    else:
        first, last = month_span(first.year, first.month + 4 * third, 4)
    return _Answer(When(first, last, Precision.BETWEEN), between(first, last), span.findings)


def _between(found: re.Match[str], order: DateOrder, pivot: int) -> _Answer | Refused | None:
    joined = read_part(f"{found['first']} and {found['last']}", order, pivot)
    if isinstance(joined, Span):
        return _answer(joined)
    first, last = _resolve(found["first"], order, pivot), _resolve(found["last"], order, pivot)
    if not isinstance(first, _Answer) or not isinstance(last, _Answer):
        return first if isinstance(first, Refused) else last if isinstance(last, Refused) else None
    start, end = first.when.earliest, last.when.latest
    if start is None or end is None:
        return None
    if start > end:
        return refuse("date.range-reversed", f"{show(start)} is after {show(end)}.")
    if found.groupdict().get("word") != "between" and first.when.day and last.when.day:
        return refuse("date.two-dates", f"Two dates, {show(start)} and {show(end)}: a start and an end?")
    return _Answer(
        When(start, end, Precision.BETWEEN), between(start, end), (*first.findings, *last.findings)
    )


def _leading(text: str, order: DateOrder, pivot: int) -> _Answer | Refused | None:
    """A day with words after it, or a month with words in brackets, which are said to be left."""
    found = read_leading_day(text, order, pivot) or _bracketed(text, order, pivot)
    if found is None:
        return None
    point, rest = found
    if not isinstance(point, Span):
        return point
    if re.search(r"(?:19|20)\d\d|\d[/.-]\d", rest):
        return refuse("date.two-dates", f"More than one date: {show(point.first)} and '{short(rest)}'.")
    left = Finding(
        "date.words-left", Severity.WARNING, f"The words '{short(rest)}' beside the date were not used."
    )
    return _Answer(When(point.first, point.last, point.precision), point.said, (*point.findings, left))


_IN_BRACKETS = re.compile(r"(?P<part>[^(\[]*\d{2}) ?(?P<rest>[(\[].*)")


def _bracketed(text: str, order: DateOrder, pivot: int) -> tuple[Span, str] | None:
    """A month or year with a remark in brackets: "March 2027 (to be confirmed)"."""
    found = _IN_BRACKETS.fullmatch(text)
    span = read_part(found["part"].strip(), order, pivot) if found else None
    return (span, found["rest"]) if found and isinstance(span, Span) else None


def _questioned(read: ReadDate, day: date | None, today: date | None) -> ReadDate:
    """The reading with a warning where the day usually stands for none, or is a slip of the pen."""
    assert day is not None, "only a date that is not known has neither day"
    shown = show(day)
    if stands_for_none(day):
        message = (
            f"{shown} usually stands for no date, so none was taken; leave it empty where there is none."
        )
        return ReadDate(None, NO_DATE, (*read.findings, Finding("date.check", Severity.ERROR, message)))
    if not 1700 <= day.year < 2200:
        mend = day.replace(year=2000 + day.year % 100)
        refused = refuse("date.check", f"The year {day.year} cannot be right.", mend)
        return ReadDate(None, "", (*read.findings, refused.finding), mend)
    reason = ""
    if day.year < 1990:
        reason = "is unusually early"
    elif day.year >= 2099 or day.year == 2050:
        reason = "often stands for no end date"
    elif today and day.toordinal() > today.toordinal() + 10957:
        reason = "is more than 30 years away"
    if not reason:
        return read
    return replace(
        read,
        findings=(*read.findings, Finding("date.check", Severity.WARNING, f"{shown} {reason}; check it.")),
    )


def stands_for_none(day: date) -> bool:
    """True for the days with which systems fill a field that has no date: 9999, 1900, a sheet's day 0."""
    return day.year in (1900, 9999) or date(1899, 12, 30) <= day < date(1900, 1, 1)
