"""Cells to days and ends: typed days, texts in the column's order, numbers that lost their format, words.

Words about extending beside an end ("31/03/2027 (+1+1)") go with it, to be read as a column of extensions is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import NamedTuple, TypeGuard

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When, show
from tracker.domain.words import UNSEEN
from tracker.domain.written import DateOrder, ReadEnd, read_date, read_end, read_options
from tracker.exchange.plans.values import LONGEST, Findings, Read, fault_findings, too_long
from tracker.exchange.sheets.sheet import Cell, Fault, shown


class End(NamedTuple):
    """An end as read: the day where there is one, how the agreement ends, and words about extending it.

    `before` is the end that an extension moved to `when`, where the cell states both.
    """

    when: When | None
    kind: EndKind
    beside: str = ""
    before: When | None = None


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
    if str not in set(map(type, cells)):
        return False
    filled = [cell for cell in cells if isinstance(cell, str) and any(map(str.isdigit, cell))]
    return 2 * sum(1 for cell in filled if _DAY_NUMBER.fullmatch(cell)) > len(filled)


def _day_number(cell: str) -> float | None:
    found = _DAY_NUMBER.fullmatch(cell)
    return float(cell) if found else None


def _seen(text: str) -> str:
    """The text without marks that nobody sees, such as those of direction that a web page leaves before a date."""
    return text if text.isascii() else text.translate(UNSEEN)


_EITHER = re.compile(r"[\s']*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(?:\d{4}|\d{2})(?!\d).*", re.DOTALL)


def reads_either_way(written: str) -> bool:
    """True for a date such as 03/04/2027, whose first two numbers may each be the month."""
    match = _EITHER.fullmatch(_seen(written))
    return match is not None and match[1] != match[2] and max(int(match[1]), int(match[2])) <= 12


_NUMBERS = re.compile(r"[\s']*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*\d{2,4}(?!\d)")


def contradicts(written: str, order: DateOrder) -> bool:
    """True where a date's numbers can only be read in the other order than `order`: 04/13/2027 day first."""
    match = _NUMBERS.match(_seen(written)) if order != "ymd" else None
    if match is None:
        return False
    day, month = (int(match[1]), int(match[2])) if order == "dmy" else (int(match[2]), int(match[1]))
    return day <= 12 < month <= 31


def doubtful_beside(written: str) -> Findings:
    """What is said of a date that can be read either way, in a row with one that contradicts its column's order."""
    message = (
        f"{written.strip()} may be day first or month first, and another date of its row is in the other order "
        "than its column. Say which it is, or write the month as a word."
    )
    return (Finding("date.ambiguous", Severity.ERROR, message),)


def _refused_text(cell: str, undecided: bool) -> Findings:
    """Why a text is not even tried as a date; nothing where it is."""
    if len(cell) > LONGEST:
        return too_long(cell, "date")
    if undecided and reads_either_way(cell):
        message = (
            f"{cell.strip()} may be day first or month first, and the column has both. "
            "Say which it is, or write the month as a word."
        )
        return (Finding("date.ambiguous", Severity.ERROR, message),)
    return ()


def _read_day(cell: Cell, *, order: DateOrder, today: date, undecided: bool, numbered: bool) -> Read:
    if type(cell) is str:
        cell = _seen(cell)
        if numbered and (number := _day_number(cell)):
            return _numbered_day(number, today, order)
        if refused := _refused_text(cell, undecided):
            return _kept(cell, refused), refused
        read = read_date(cell, order=order, compact=True, today=today)
        return read.when or _kept(cell, read.findings), read.findings
    return _typed_day(cell, today, order)


def _read_end(cell: Cell, *, order: DateOrder, today: date, undecided: bool, numbered: bool) -> Read:
    if type(cell) is str:
        cell = _seen(cell)
        if numbered and (number := _day_number(cell)):
            day, findings = _numbered_day(number, today, order)
            return End(day, EndKind.FIXED), findings
        if refused := _refused_text(cell, undecided):
            return End(_kept(cell, refused), EndKind.UNKNOWN), refused
        end, beside = _end_and_options(cell, order, today)
        if end.when is None and not beside and (moved := _moved(cell, order, today)):
            return moved
        when = (
            end.when
            or _kept(cell, end.findings)
            or (When.unknown(cell) if beside and not end.end_kind else None)
        )
        return End(when, end.end_kind or EndKind.UNKNOWN, beside), end.findings
    if cell is None:
        return NO_END, ()
    if _is_ordinary(cell, today):
        return End(When.on(cell), EndKind.FIXED), ()
    if isinstance(cell, date):
        # A day that stands for no end ("31/12/9999") is read_end's business, typed or not.
        end = read_end(f"{cell:%Y-%m-%d}", today=today)
        when = When.on(end.when.day) if end.when and end.when.day else end.when
        return End(when, end.end_kind or EndKind.UNKNOWN), _time_left(cell) + end.findings
    day, findings = _typed_day(cell, today, order)
    return End(day, EndKind.FIXED if day and day.day else EndKind.UNKNOWN), findings


_EXTENDING = re.compile(
    r"\+|\b(?:plus|option|extendable|exten(?:d|sions?)\b|be (?:further )?extended\b)", re.IGNORECASE
)
_NO_RIGHT = re.compile(
    r"\b(?:no|nor|without|nil|inc\w*)\b|^\W*extension (?:to|until|from)|exten\w+ (?:agreed|granted|approved|taken)",
    re.IGNORECASE,
)
_PART_OF_END = re.compile(
    r"\s*[,;:(\[+]|\s+[-\u2013]|\s+(?=(?:with|plus|and|options?|extendable|may|can|\d+ ?x)\b)", re.IGNORECASE
)


_SPARE_WORDS = frozenset(("date.words-left", "date.two-dates", "date.unreadable"))


def _end_and_options(cell: str, order: DateOrder, today: date) -> tuple[ReadEnd, str]:
    """ "31/03/2027 (+1+1)": an end, and the words about extending it, which are read as such a column's are."""
    whole = read_end(cell, order=order, compact=True, today=today)
    if not _EXTENDING.search(cell) or _SPARE_WORDS.isdisjoint(one.code for one in whole.findings):
        return whole, ""
    for part in _PART_OF_END.finditer(cell):
        head, tail = cell[: part.start()], cell[part.start() :].strip(" ,;:-\u2013\r\n")
        if not _EXTENDING.search(tail) or _NO_RIGHT.search(tail):
            break
        end = read_end(head, order=order, compact=True, today=today)
        if end.end_kind is not None or (not head.strip() and read_options(tail)):
            return end, tail
    return whole, ""


_EXTENDED_TO = re.compile(
    r"(?P<before>.+?)[ ,;:(\[\u2013-]*\b(?:(?:(?:now|since|already|has been|was) )*(?:extended|renewed|revised|varied)"
    r"(?: (?:to|until|till))?|now(?: to)?):? (?P<end>.+?)[)\]. ]*",
    re.IGNORECASE,
)
_EXTENDED_FROM = re.compile(
    r"(?P<end>.+?)[ ,;:(\[\u2013-]*\b(?:was|previously|originally|initially|formerly|(?:extended|revised|varied|moved) from):? "
    r"(?P<before>.+?)[)\]. ]*",
    re.IGNORECASE,
)
_ONLY_EXTENDED_TO = re.compile(
    r"(?:now |contract )?(?:extended|renewed) (?:to|until|till):? (?P<end>.+)", re.IGNORECASE
)


def _moved(cell: str, order: DateOrder, today: date) -> Read | None:
    """An end that was moved: "31/03/2025 (extended to 31/03/2027)", "31/03/2027 (was 31/03/2025)"; None for others."""

    def day(written: str) -> When | None:
        read = read_date(written, order=order, compact=True, today=today)
        return read.when if read.when and read.when.day and not read.findings else None

    plain = " ".join(cell.split())
    for pattern in (_EXTENDED_TO, _EXTENDED_FROM):
        found = pattern.fullmatch(plain)
        end, before = (day(found["end"]), day(found["before"])) if found else (None, None)
        if end and before and end.day and before.day and before.day < end.day:
            message = f"Read as an end on {show(before.day)} that was extended to {show(end.day)}."
            return End(end, EndKind.FIXED, before=before), (Finding("end.moved", Severity.NOTE, message),)
    alone = _ONLY_EXTENDED_TO.fullmatch(plain)
    end = day(alone["end"]) if alone else None
    if end is None or end.day is None:
        return None
    message = f"{show(end.day)} is an end after an extension; the end before it is not stated."
    return End(end, EndKind.FIXED), (Finding("end.moved", Severity.WARNING, message),)


def _kept(written: str, findings: Findings) -> When | None:
    """What could not be read as a date, kept in its own words."""
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    return When.unknown(" ".join(written.split())[:LONGEST]) if refused else None


_FAR = 10_000
"""Days from today within which a day is like any other; read_date has a word on some that are further off."""


def _is_ordinary(cell: Cell, today: date) -> TypeGuard[date]:
    """True for a typed day that there is nothing to say of, as nearly all are."""
    return type(cell) is date and 1990 <= cell.year < 2050 and abs((cell - today).days) < _FAR


def _typed_day(cell: Cell, today: date, order: DateOrder) -> Read:
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
        return When.unknown(cell.text[:LONGEST]), fault_findings(cell)
    if isinstance(cell, time):
        finding = Finding("date.time-only", Severity.ERROR, f"{cell} is a time of day and not a date.")
        return When.unknown(str(cell)), (finding,)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _numbered_day(cell, today, order)
    return None, (Finding("date.unreadable", Severity.ERROR, f"'{shown(cell)}' is not a date."),)


def _time_left(cell: date) -> Findings:
    """Midnight is how spreadsheets write a plain day; any other time of day is left out, never rounded up."""
    if not isinstance(cell, datetime) or cell.time() == time():
        return ()
    message = f"The time {cell:%H:%M:%S} was left out; only the day is kept."
    return (Finding("date.time-left", Severity.NOTE, message),)


_FIRST_PLAUSIBLE, _LAST_PLAUSIBLE = 30_000, 60_000
"""Day numbers of a spreadsheet from 1982 to 2064."""


def _numbered_day(number: float, today: date, order: DateOrder) -> Read:
    """A number in a column of dates: a spreadsheet's day that lost its format, a year, or a day in eight digits."""
    if _FIRST_PLAUSIBLE <= number <= _LAST_PLAUSIBLE:
        day = date(1899, 12, 30) + timedelta(days=int(number))
        message = (
            f"{shown(number)} is a number without the format of a date; it was read as {show(day)}, "
            "the day that a spreadsheet program would show."
        )
        return When.on(day), (Finding("date.from-number", Severity.WARNING, message),)
    read = read_date(shown(number), order=order, compact=True, today=today)
    return read.when or _kept(shown(number), read.findings), read.findings
