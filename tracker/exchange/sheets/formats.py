"""Number formats of spreadsheets: which numbers are days, and which figures wear something more."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from tracker.exchange.sheets.sheet import Cell, Fault


class Shape(Enum):
    """What a number format makes of a number."""

    PLAIN = "plain"
    DAY = "day"
    TIME = "time"
    ELAPSED = "elapsed"
    PADDED = "padded"
    CURRENCY = "currency"


class Format(NamedTuple):
    """A format: its shape, and for PADDED the literal and the digits, for CURRENCY the sign."""

    shape: Shape
    prefix: str = ""
    digits: int = 0


PLAIN = Format(Shape.PLAIN)

_BUILT_IN_DAYS = frozenset((*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)))
_BUILT_IN_TIMES = frozenset((*range(18, 22), 32, 33, 45, 47))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_PADDED = re.compile(r'((?:"[^"]*"|\\.)*)(0{2,})')
_SIGNS = {"€": "€", "$": "$", "US$": "$", "USD": "USD ", "EUR": "EUR ", "¥": "¥", "CHF": "CHF "}


def built_in(number: int) -> Format:
    """The format of a number below 164, which no file spells out."""
    if number in _BUILT_IN_DAYS:
        return Format(Shape.DAY)
    if number in _BUILT_IN_TIMES:
        return Format(Shape.TIME)
    return Format(Shape.ELAPSED) if number == 46 else PLAIN


@lru_cache(maxsize=4096)
def understand(code: str) -> Format:
    """What a format code such as `dd/mm/yyyy;@` makes of a number. Text in quotation marks says nothing."""
    first = code.split(";")[0]
    padded = _PADDED.fullmatch(first.strip())
    if padded:
        literal = re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] or m[2] or "", padded[1])
        return Format(Shape.PADDED, literal, len(padded[2]))
    if _ELAPSED.search(first):
        return Format(Shape.ELAPSED)
    sign = _CURRENCY.search(first)
    if sign and sign[1].strip() in _SIGNS:
        return Format(Shape.CURRENCY, _SIGNS[sign[1].strip()])
    if any(f'"{mark}"' in first for mark in "€$"):
        return Format(Shape.CURRENCY, "€" if '"€"' in first else "$")
    bare = _QUOTED.sub("", _BRACKETS.sub("", first)).lower().replace("general", "")
    if re.search(r"[yd]", bare) or ("m" in bare and not re.search(r"[hs]|am/pm", bare)):
        return Format(Shape.DAY)
    if re.search(r"[hs]", bare):
        return Format(Shape.TIME)
    return PLAIN


_DAY = 86_400_000_000
_LAST = {False: 2_958_465, True: 2_957_003}
"""The last day number, 31 December 9999, of the 1900 and the 1904 system."""


def from_serial(number: float, written: str, since_1904: bool, shape: Shape) -> Cell:
    """The day or time that a day number stands for; a Fault where it stands for none.

    Excel's 1900 system has a day 60 that never was, and a day 0; both are Faults.
    """
    whole = int(number // 1)
    if shape is Shape.TIME and 0 <= number < 1:
        return _time_of_day(number)
    if whole < (0 if since_1904 else 1) or whole > _LAST[since_1904] or (whole == 60 and not since_1904):
        return Fault("cell.not-a-date", written)
    if since_1904:
        day = date(1904, 1, 1) + timedelta(days=whole)
    else:
        day = date(1899, 12, 30 if whole > 60 else 31) + timedelta(days=whole)
    # Thousandths of a second: finer than that a float of this size cannot hold. Never into the next day.
    micros = min(int((number - whole) * _DAY + 500) // 1000 * 1000, _DAY - 1000)
    if not micros:
        return day
    return datetime.combine(day, time()) + timedelta(microseconds=micros)


def _time_of_day(number: float) -> time:
    micros = min(int(number * _DAY + 500) // 1000 * 1000, _DAY - 1000)
    return (datetime(2000, 1, 1) + timedelta(microseconds=micros)).time()  # noqa: DTZ001


def dressed(number: float, form: Format) -> Cell:
    """A number whose format shows more than the number: zeros in front, a foreign currency."""
    if form.shape is Shape.PADDED and number >= 0 and number == int(number):
        return f"{form.prefix}{int(number):0{form.digits}}"
    if form.shape is Shape.CURRENCY:
        return f"{form.prefix}{number:.2f}" if number >= 0 else f"-{form.prefix}{-number:.2f}"
    return number


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def from_iso(written: str) -> Cell:
    """A day from ISO text as a date cell may hold it; a Fault where it is none."""
    match = _ISO.fullmatch(written.strip())
    if not match:
        return Fault("cell.not-a-date", written)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        if hour or minute or second:
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        return date(year, month, day)
    except ValueError:
        return Fault("cell.not-a-date", written)
