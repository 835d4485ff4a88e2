"""Cells to domain values, a column at a time: each different text is understood once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period, Precision, When, show
from tracker.domain.money import Amount, Money, read_amount, read_number
from tracker.domain.written import DateOrder, read_date, read_end, read_period
from tracker.exchange.sheet import Cell, Fault, is_blank, shown

T = TypeVar("T")

Findings = tuple[Finding, ...]
Read = tuple[Any, Findings]
"""A value and what is odd about it."""


@dataclass(slots=True)
class ColumnOf(Generic[T]):
    """A column's values, one for each row, and the findings at row indexes."""

    values: list[T]
    findings: list[tuple[int, Finding]]


def convert(cells: Sequence[Cell], reader: Callable[[Cell], Read]) -> ColumnOf[Any]:
    """Read each different cell once and spread the answers over the column."""
    known: dict[Cell, Read] = {}
    values: list[Any] = []
    findings: list[tuple[int, Finding]] = []
    for index, cell in enumerate(cells):
        try:
            value, odd = known[cell]
        except KeyError:
            value, odd = known[cell] = reader(cell)
        values.append(value)
        if odd:
            findings.extend((index, one) for one in odd)
    return ColumnOf(values, findings)


def fault_findings(fault: Fault) -> Findings:
    """What a cell without a trustworthy value is reported as."""
    said = {
        "cell.error": f"The cell holds the error {fault.text}.",
        "cell.no-result": f"The formula {fault.text} was never calculated, so its value is not known. "
        "Open the workbook in Excel, save it, and import it again.",
        "cell.not-a-date": f"{fault.text} is formatted as a date and is none.",
    }
    message = said.get(fault.code, f"The cell is damaged: {fault.text}.")
    return (Finding(fault.code, Severity.ERROR, message),)


_SPACES = re.compile(r"[ \t\r\n\xa0\u202f\u2007]+")
_LINE_ENDS = re.compile(r"\r\n?")


def text(cell: Cell) -> Read:
    """One line of text: trimmed, spaces folded, web escapes undone."""
    if type(cell) is str:
        return _SPACES.sub(" ", unescape(cell)).strip() if cell else "", ()
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    return shown(cell), ()


def long_text(cell: Cell) -> Read:
    """Text that may have several lines."""
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    return _LINE_ENDS.sub("\n", unescape(shown(cell))).strip(), ()


def unescape(written: str) -> str:
    """Without the escapes of web pages: "Ernst &amp; Young" is "Ernst & Young"."""
    return html.unescape(written) if "&" in written else written


_FIRST_PLAUSIBLE, _LAST_PLAUSIBLE = 20_000, 80_000
"""Day numbers of a spreadsheet from 1954 to 2119."""


_LONGEST = 500
"""Characters that a date, an amount or a length may be written in; more is a text that strayed."""


def _too_long(cell: str, kind: str) -> Findings:
    article = "an" if kind == "amount" else "a"
    message = (
        f"A text of {len(cell):,} characters stands where {article} {kind} was expected; it was not used."
    )
    return (Finding("value.too-long", Severity.ERROR, message),)


class End(NamedTuple):
    """An end as read: the day where there is one, and how the agreement ends."""

    when: When | None
    kind: EndKind


_NO_END = End(None, EndKind.UNKNOWN)


def date_reader(order: DateOrder, today: date) -> Callable[[Cell], Read]:
    """A reader of cells that hold a day."""
    return partial(_read_day, order=order, today=today)


def end_reader(order: DateOrder, today: date) -> Callable[[Cell], Read]:
    """A reader of cells that hold an end: a day, or words such as "rolling"."""
    return partial(_read_end, order=order, today=today)


def _read_day(cell: Cell, *, order: DateOrder, today: date) -> Read:
    if type(cell) is str:
        if len(cell) > _LONGEST:
            return None, _too_long(cell, "date")
        read = read_date(cell, order=order, today=today)
        return read.when or _kept(cell, read.findings), read.findings
    return _typed_day(cell, today)


def _read_end(cell: Cell, *, order: DateOrder, today: date) -> Read:
    if type(cell) is str:
        if len(cell) > _LONGEST:
            return _NO_END, _too_long(cell, "date")
        end = read_end(cell, order=order, today=today)
        when = end.when or _kept(cell, end.findings)
        return End(when, end.end_kind or EndKind.UNKNOWN), end.findings
    if cell is None:
        return _NO_END, ()
    day, findings = _typed_day(cell, today)
    if isinstance(cell, date):
        # The words for a day that stands for no end ("31/12/9999") are read_end's business.
        end = read_end(f"{cell:%Y-%m-%d}", today=today)
        kind = end.end_kind or EndKind.UNKNOWN
        return End(end.when and When.on(end.when.day) if end.when and end.when.day else end.when, kind), (
            *findings,
            *end.findings,
        )
    return End(day, EndKind.FIXED if day else EndKind.UNKNOWN), findings


def _kept(written: str, findings: Findings) -> When | None:
    """What could not be read as a date, kept in its own words."""
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    return When.unknown(written.strip()) if refused else None


def _typed_day(cell: Cell, today: date) -> Read:
    """A day from a cell that is not text."""
    if cell is None:
        return None, ()
    if isinstance(cell, datetime):
        # Midnight is how spreadsheets write a plain day; any other time of day is left out, never rounded up.
        left = cell.time() != time()
        message = f"The time {cell:%H:%M} was left out; only the day is kept."
        note = (Finding("date.time-left", Severity.NOTE, message),) if left else ()
        return When.on(cell.date()), note
    if isinstance(cell, date):
        read = read_date(f"{cell:%Y-%m-%d}", today=today)
        return (When.on(read.when.day) if read.when and read.when.day else read.when), read.findings
    if isinstance(cell, Fault):
        return None, fault_findings(cell)
    if isinstance(cell, time):
        return None, (Finding("date.time-only", Severity.ERROR, f"{cell} is a time of day and not a date."),)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _numbered_day(cell, today)
    return None, (Finding("date.unreadable", Severity.ERROR, f"'{shown(cell)}' is not a date."),)


def _numbered_day(number: float, today: date) -> Read:
    """A number in a column of dates: a spreadsheet's day that lost its format, or a year; said either way."""
    if _FIRST_PLAUSIBLE <= number <= _LAST_PLAUSIBLE:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        message = (
            f"{shown(number)} is a number without the format of a date; it was read as {show(day)}, "
            "which is the day that a spreadsheet program would show."
        )
        return When.on(day), (Finding("date.from-number", Severity.WARNING, message),)
    read = read_date(shown(number), today=today)
    return read.when, read.findings


_PLAIN_MONEY = re.compile(r"\s*£?\s*(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d\d))?\s*")


def amount_reader(currency: str, unit: int) -> Callable[[Cell], Read]:
    """A reader of cells that hold an amount; `unit` is what the heading multiplies by."""
    return partial(_read_money, currency=currency, unit=unit)


def _read_money(cell: Cell, *, currency: str, unit: int) -> Read:
    if type(cell) is str:
        if len(cell) > _LONGEST:
            return Amount(), _too_long(cell, "amount")
        plain = _PLAIN_MONEY.fullmatch(cell) if currency == "GBP" and unit == 1 else None
        if plain:
            minor = int(plain[1].replace(",", "")) * 100 + int(plain[2] or 0)
            if minor > 100:
                money = Money(minor)
                return Amount(money, money, money, "exact"), ()
        amount = read_amount(cell, currency, unit=unit)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        amount = read_number(cell, currency, unit=unit)
    elif isinstance(cell, Fault):
        return Amount(), fault_findings(cell)
    elif cell is None:
        return Amount(), ()
    else:
        message = f"'{shown(cell)}' is not an amount."
        return Amount(), (Finding("money.unreadable", Severity.ERROR, message),)
    return amount, amount.findings


_YES = frozenset(
    (
        "y",
        "yes",
        "true",
        "t",
        "1",
        "sme",
        "micro",
        "small",
        "medium",
        "vcse",
        "vco",
        "micro business",
        "x",
        "✓",
    )
)
_NO = frozenset(
    ("n", "no", "false", "f", "0", "lge", "large", "non-sme", "not sme", "non sme", "large business")
)
_UNSAID = frozenset(("", "-", "n/a", "na", "unknown", "not known", "tbc", "not specified", "?", "not stated"))


def yes_no(cell: Cell) -> Read:
    """True, False, or None where the cell does not say."""
    if isinstance(cell, Fault):
        return None, fault_findings(cell)
    word = shown(cell).strip().lower()
    if word in _YES:
        return True, ()
    if word in _NO:
        return False, ()
    if word in _UNSAID:
        return None, ()
    return None, (
        Finding("value.not-yes-or-no", Severity.WARNING, f"'{shown(cell)}' says neither yes nor no."),
    )


def period_reader(unit: str) -> Callable[[Cell], Read]:
    """A reader of cells that hold a length; `unit` is the heading's ("month"), for figures that name none."""
    return partial(_read_period, unit=unit)


_UNITS = {"month": Period(months=1), "year": Period(months=12), "week": Period(days=7), "day": Period(days=1)}


def _read_period(cell: Cell, *, unit: str) -> Read:
    if is_blank(cell):
        return None, ()
    if isinstance(cell, Fault):
        return None, fault_findings(cell)
    written = shown(cell).strip()
    if len(written) > _LONGEST:
        return None, _too_long(written, "length")
    one = _UNITS.get(unit)
    if one and re.fullmatch(r"\d{1,4}(?:\.0+)?", written):
        count = int(float(written))
        return Period(one.months * count, one.days * count), ()
    read = read_period(written)
    return read.period, read.findings


def same_when(a: When | None, b: When | None) -> bool:
    """True where two dates say the same days, whatever the words."""
    if a is None or b is None:
        return a is b or (a or b) == When.unknown() or (a or b).precision is Precision.UNKNOWN  # type: ignore[union-attr]
    return (a.earliest, a.latest, a.precision) == (b.earliest, b.latest, b.precision)
