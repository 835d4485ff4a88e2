"""Cells to domain values, a column at a time: each different cell is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from html import unescape
from typing import Any, NamedTuple, TypeGuard, cast

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When, show
from tracker.domain.money import Amount, Money, read_amount, read_number
from tracker.domain.written import DateOrder, read_date, read_end
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

Findings = tuple[Finding, ...]
Read = tuple[Any, Findings]
"""A value and what is odd about it."""

_LONGEST = 500
"""Characters that a date, an amount or a length may be written in; more is a text that strayed."""


@dataclass(slots=True)
class ColumnOf:
    """A column's values, one for each row, and the findings with the indexes of their rows."""

    values: list[Any]
    findings: list[tuple[int, Finding]]


def convert(cells: Sequence[Hashable], reader: Callable[[Any], Read]) -> ColumnOf:
    """Read each different cell once and spread the answers over the column."""
    values: dict[Hashable, Any] = {}
    odd: dict[Hashable, Findings] = {}
    for cell in set(cells):
        values[cell], findings = reader(cell)
        if findings:
            odd[cell] = findings
    found = [(i, one) for i, cell in enumerate(cells) if cell in odd for one in odd[cell]] if odd else []
    return ColumnOf(list(map(values.__getitem__, cells)), found)


def texts(cells: Sequence[Cell]) -> ColumnOf:
    """A column of lines of text: as `convert` with `text`, and quicker where all cells are texts."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return convert(cells, text)
    written = cast(Sequence[str | None], cells)
    plain = [" ".join((c if "&" not in c else unescape(c)).split()) if c else "" for c in written]
    return ColumnOf(plain, [])


_FAULTS = {
    "cell.error": "The cell holds the error {0}.",
    "cell.no-result": "The formula {0} was never calculated, so its value is not known. "
    "Open the workbook in Excel, save it, and import it again.",
    "cell.not-a-date": "{0} is formatted as a date and is none.",
}


def fault_findings(fault: Fault) -> Findings:
    """What a cell without a trustworthy value is reported as."""
    message = _FAULTS.get(fault.code, "The cell is damaged: {0}.").replace("{0}", fault.text[:200])
    return (Finding(fault.code, Severity.ERROR, message),)


_LINE_ENDS = re.compile(r"\r\n?")


def text(cell: Cell) -> Read:
    """One line of text: trimmed, spaces folded, web escapes undone."""
    if type(cell) is str:
        return " ".join((cell if "&" not in cell else unescape(cell)).split()), ()
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    return shown(cell), ()


def long_text(cell: Cell) -> Read:
    """Text that may have several lines."""
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    plain = shown(cell)
    plain = plain if "&" not in plain else unescape(plain)
    return (_LINE_ENDS.sub("\n", plain) if "\r" in plain else plain).strip(), ()


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


NO_END = End(None, EndKind.UNKNOWN)

Days = Callable[[Cell], Read]


def date_reader(order: DateOrder, today: date, undecided: bool, numbered: bool = False) -> Days:
    """A reader of cells that hold a day.

    Args:
        undecided: the column writes some dates day first and others month first, so that
            one which can be read either way is not read at all.
        numbered: the column holds a spreadsheet's day numbers; a number that is text is one too.
    """
    return partial(_read_day, order=order, today=today, undecided=undecided, numbered=numbered)


def end_reader(order: DateOrder, today: date, undecided: bool, numbered: bool = False) -> Days:
    """A reader of cells that hold an end: a day, or words such as "rolling"."""
    return partial(_read_end, order=order, today=today, undecided=undecided, numbered=numbered)


_DAY_NUMBER = re.compile(r"\s*([3-5]\d{4})(?:\.\d+)?\s*", re.ASCII)


def holds_day_numbers(cells: Collection[Cell]) -> bool:
    """True for a column whose days are mostly a spreadsheet's numbers, as text: their format was lost on the way."""
    filled = [cell for cell in cells if isinstance(cell, str) and any(map(str.isdigit, cell))]
    return 2 * sum(1 for cell in filled if _DAY_NUMBER.fullmatch(cell)) > len(filled)


def _day_number(cell: str) -> float | None:
    found = _DAY_NUMBER.fullmatch(cell)
    return float(cell) if found else None


_EITHER = re.compile(r"\s*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(?:\d{4}|\d{2})(?!\d).*", re.DOTALL)


def reads_either_way(written: str) -> bool:
    """True for a date such as 03/04/2027, whose first two numbers may each be the month."""
    match = _EITHER.fullmatch(written)
    return match is not None and match[1] != match[2] and max(int(match[1]), int(match[2])) <= 12


def _refused_text(cell: str, undecided: bool) -> Findings:
    """Why a text is not even tried as a date; nothing where it is."""
    if len(cell) > _LONGEST:
        return _too_long(cell, "date")
    if undecided and reads_either_way(cell):
        message = (
            f"{cell.strip()} may be day first or month first, and the column has both. "
            "Say which it is, or write the month as a word."
        )
        return (Finding("date.ambiguous", Severity.ERROR, message),)
    return ()


def _read_day(cell: Cell, *, order: DateOrder, today: date, undecided: bool, numbered: bool) -> Read:
    if type(cell) is str:
        if numbered and (number := _day_number(cell)):
            return _numbered_day(number, today)
        if refused := _refused_text(cell, undecided):
            return _kept(cell, refused), refused
        read = read_date(cell, order=order, today=today)
        return read.when or _kept(cell, read.findings), read.findings
    return _typed_day(cell, today)


def _read_end(cell: Cell, *, order: DateOrder, today: date, undecided: bool, numbered: bool) -> Read:
    if type(cell) is str:
        if numbered and (number := _day_number(cell)):
            day, findings = _numbered_day(number, today)
            return End(day, EndKind.FIXED), findings
        if refused := _refused_text(cell, undecided):
            return End(_kept(cell, refused), EndKind.UNKNOWN), refused
        end = read_end(cell, order=order, today=today)
        when = end.when or _kept(cell, end.findings)
        return End(when, end.end_kind or EndKind.UNKNOWN), end.findings
    if cell is None:
        return NO_END, ()
    if _is_ordinary(cell, today):
        return End(When.on(cell), EndKind.FIXED), ()
    if isinstance(cell, date):
        # A day that stands for no end ("31/12/9999") is read_end's business, typed or not.
        end = read_end(f"{cell:%Y-%m-%d}", today=today)
        when = When.on(end.when.day) if end.when and end.when.day else end.when
        return End(when, end.end_kind or EndKind.UNKNOWN), _time_left(cell) + end.findings
    day, findings = _typed_day(cell, today)
    return End(day, EndKind.FIXED if day and day.day else EndKind.UNKNOWN), findings


def _kept(written: str, findings: Findings) -> When | None:
    """What could not be read as a date, kept in its own words."""
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    return When.unknown(" ".join(written.split())[:_LONGEST]) if refused else None


_FAR = 10_000
"""Days from today within which a day is like any other; read_date has a word on some that are further off."""


def _is_ordinary(cell: Cell, today: date) -> TypeGuard[date]:
    """True for a typed day that there is nothing to say of, as nearly all are."""
    return type(cell) is date and 1990 <= cell.year < 2050 and abs((cell - today).days) < _FAR


def _typed_day(cell: Cell, today: date) -> Read:
    """A day from a cell that is not text."""
    if cell is None:
        return None, ()
    if _is_ordinary(cell, today):
        return When.on(cell), ()
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        read = read_date(f"{day:%Y-%m-%d}", today=today)
        when = When.on(read.when.day) if read.when and read.when.day else read.when
        return when, _time_left(cell) + read.findings
    if isinstance(cell, Fault):
        return When.unknown(cell.text[:_LONGEST]), fault_findings(cell)
    if isinstance(cell, time):
        finding = Finding("date.time-only", Severity.ERROR, f"{cell} is a time of day and not a date.")
        return When.unknown(str(cell)), (finding,)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _numbered_day(cell, today)
    return None, (Finding("date.unreadable", Severity.ERROR, f"'{shown(cell)}' is not a date."),)


def _time_left(cell: date) -> Findings:
    """Midnight is how spreadsheets write a plain day; any other time of day is left out, never rounded up."""
    if not isinstance(cell, datetime) or cell.time() == time():
        return ()
    message = f"The time {cell:%H:%M:%S} was left out; only the day is kept."
    return (Finding("date.time-left", Severity.NOTE, message),)


_FIRST_PLAUSIBLE, _LAST_PLAUSIBLE = 30_000, 60_000
"""Day numbers of a spreadsheet from 1982 to 2064."""


def _numbered_day(number: float, today: date) -> Read:
    """A number in a column of dates: a spreadsheet's day that lost its format, or a year; said either way."""
    if _FIRST_PLAUSIBLE <= number <= _LAST_PLAUSIBLE:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        message = (
            f"{shown(number)} is a number without the format of a date; it was read as {show(day)}, "
            "the day that a spreadsheet program would show."
        )
        return When.on(day), (Finding("date.from-number", Severity.WARNING, message),)
    read = read_date(shown(number), today=today)
    return read.when or _kept(shown(number), read.findings), read.findings


class Worth(NamedTuple):
    """The fields of Agreement that one amount fills."""

    value: Money | None = None
    low: Money | None = None
    high: Money | None = None
    annual: Money | None = None
    text: str = ""


_NOTHING = Worth()


def read_worth(cell_in: tuple[Cell, str], *, unit: int, per: str) -> Read:
    """An amount with its currency, as an agreement's value; `unit` and `per` are what the heading says of each."""
    cell, currency = cell_in
    if not per and (plain := _plain_figure(cell, currency, unit)):
        return Worth(plain), ()
    amount = read_money(cell, currency, unit)
    written = shown(cell).strip()[:_LONGEST]
    if not written or _is_nil(amount):
        return _NOTHING, amount.findings  # a dash says what an empty cell says, in other files
    rate = amount.per or per
    if rate == "year":
        return Worth(annual=amount.value, text="" if amount.bound == "exact" else written), amount.findings
    if rate:
        return Worth(text=written), amount.findings
    if amount.bound == "exact":
        return Worth(amount.value), amount.findings
    if amount.value is not None:
        return Worth(amount.value, text=written), amount.findings
    return Worth(None, amount.low, amount.high, None, written), amount.findings


def read_figure(cell_in: tuple[Cell, str], *, unit: int) -> Read:
    """An amount with its currency, of which only the figure is wanted."""
    cell, currency = cell_in
    if plain := _plain_figure(cell, currency, unit):
        return plain, ()
    amount = read_money(cell, currency, unit)
    return (None if _is_nil(amount) else amount.value), amount.findings


def _is_nil(amount: Amount) -> bool:
    return any(finding.code == "money.nil" for finding in amount.findings)


_PLAIN = re.compile(r"\s*£?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d\d))?\s*", re.ASCII)


def figures(cells: Sequence[Cell], currency: str, unit: int) -> list[Money | None] | None:
    """A column of plain numbers as amounts, at once; None where a cell is anything else, or doubtful."""
    if unit != 1 or currency not in _HUNDREDTHS or not set(map(type, cells)) <= {float, type(None)}:
        return None
    made: list[Money | None] = []
    for cell in cast(Sequence[float | None], cells):
        if cell is None:
            made.append(None)
            continue
        pence = round(cell * 100)
        if not 100 < pence < 10**14 or pence / 100 != cell:
            return None
        made.append(Money(pence, currency))
    return made


_HUNDREDTHS = frozenset(("GBP", "EUR", "USD"))


def _plain_figure(cell: Cell, currency: str, unit: int) -> Money | None:
    """The amount of a cell that holds a plain figure and nothing else, as most do; None for any other.

    The long way, with its bounds, rates and doubts, says the same of these.
    """
    if unit != 1 or currency not in _HUNDREDTHS:
        return None
    if type(cell) is float and 1 < cell < 10**12:
        pence = round(cell * 100)
        return Money(pence, currency) if pence / 100 == cell else None
    plain = _PLAIN.fullmatch(cell) if type(cell) is str and currency == "GBP" else None
    if plain is None:
        return None
    pence = int(plain[1].replace(",", "")) * 100 + int(plain[2] or 0)
    return Money(pence) if pence > 100 else None


def read_money(cell: Cell, currency: str, unit: int) -> Amount:
    """The amount in a cell; what is odd about it is in its findings."""
    if type(cell) is str:
        if len(cell) > _LONGEST:
            return Amount(findings=_too_long(cell, "amount"))
        return read_amount(cell, currency, unit=unit)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return read_number(cell, currency, unit=unit)
    if isinstance(cell, Fault):
        return Amount(findings=fault_findings(cell))
    if cell is None:
        return Amount()
    message = f"'{shown(cell)}' is not an amount."
    return Amount(findings=(Finding("money.unreadable", Severity.ERROR, message),))


_YES = frozenset(
    ("y", "yes", "true", "t", "1", "x", "✓", "sme", "micro", "small", "medium", "vcse", "vco", "vcs")
)
_NO = frozenset(
    ("n", "no", "false", "f", "0", "lge", "large", "non-sme", "not sme", "non sme", "large business")
)
_UNSAID = frozenset(("", "-", "n/a", "na", "unknown", "not known", "tbc", "not specified", "?", "not stated"))


def yes_no(cell: Cell) -> Read:
    """True, False, or None where the cell does not say."""
    if isinstance(cell, Fault):
        return None, fault_findings(cell)
    word = shown(cell).strip().lower().removesuffix(".0")
    if word in _YES:
        return True, ()
    if word in _NO:
        return False, ()
    if word in _UNSAID:
        return None, ()
    message = f"'{shown(cell)[:60]}' says neither yes nor no."
    return None, (Finding("value.not-yes-or-no", Severity.WARNING, message),)


CLEAR = frozenset(
    before + word + after
    for word in ("(clear)", "(Clear)", "(CLEAR)")
    for before in ("", " ")
    for after in ("", " ")
)
"""What a cell holds that asks to empty the field."""


def is_worth_nothing(cell: Cell) -> bool:
    """True for a blank cell and for the dashes that stand for one."""
    return is_blank(cell) or (type(cell) is str and not cell.strip(" -–—."))
