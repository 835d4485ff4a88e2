"""Values of the linked workbook as cells, and cells as values again, without losing anything.

A cell shows what people read: a day, an amount, words. Where that does not give the value back
(a date that is known to a month, dollars) the exact value stands in the column behind, as a code.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable
from dataclasses import MISSING
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from tracker.domain.dates import Period, Precision, When
from tracker.domain.money import Money
from tracker.domain.written import exact_money, read_date, read_period, show_when
from tracker.exchange.linked.layout import Field, Form
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

Shown = str | int | float | bool | date | Money | None
"""What stands in a cell of the linked workbook."""

YES, NO = "Yes", "No"
_HASH = 4
_VERSION = "v1:"
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f]")
_FIGURE = re.compile(r"(-?)[^\d-]{0,5}([\d,]+(?:\.\d+)?)")
_WHEN = re.compile(r"([a-z ]+?) (\S*)\.\.(\S*)( inferred)? \|(.*)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d\d-\d\d").fullmatch


class Unreadable(ValueError):
    """A cell that gives no value for its field; the message is a sentence for people."""


def display(field: Field, value: Any) -> Shown:
    """What stands in the field's cell; links are labelled elsewhere."""
    if value is None:
        return None
    match field.form:
        case Form.CHOICE:
            return str(value.value)
        case Form.YES_NO:
            return YES if value else NO
        case Form.WHEN:
            return value.day or value.text or (show_when(value) if value.earliest or value.latest else None)
        case Form.PERIOD:
            return str(value)
        case Form.TIME:
            return str(value.isoformat())
    return value  # type: ignore[no-any-return]


def exactly(field: Field, value: Any) -> str:
    """The code for the column behind; "" where the cell itself gives the value back."""
    if value is None or field.form not in (Form.WHEN, Form.MONEY, Form.PERIOD):
        return ""
    try:
        if _from_cell(field, _as_read(display(field, value))) == value:
            return ""
    except Unreadable:
        pass
    return _code(value)


def _as_read(shown_value: Shown) -> Cell:
    return float(shown_value.decimal) if isinstance(shown_value, Money) else shown_value


def _code(value: Any) -> str:
    if isinstance(value, Money):
        return f"{value.currency} {value.decimal}"
    if isinstance(value, Period):
        return value.code
    days = "..".join(day.isoformat() if day else "" for day in (value.earliest, value.latest))
    return f"{value.precision.value} {days}{' inferred' if value.inferred else ''} |{value.text}"


def _decode(field: Field, code: str) -> Any:
    """The value that `_code` gave. Raises ValueError where the text is no such code."""
    if field.form is Form.MONEY:
        currency, _, amount = code.partition(" ")
        return Money.from_decimal(amount, currency)
    if field.form is Form.PERIOD:
        return Period.from_code(code)
    found = _WHEN.fullmatch(code)
    if found is None:
        raise ValueError(code)
    first, last = (date.fromisoformat(day) if day else None for day in found.group(2, 3))
    return When(first, last, Precision(found[1]), found[5], bool(found[4]))


def value_of(field: Field, cell: Cell, beside: Cell) -> Any:
    """The value that a cell and the one behind it give; not for links.

    The code behind counts as long as the cell still shows what it stands for; a cell that was
    typed over counts for itself.

    Raises:
        Unreadable: there is no such value.
    """
    if isinstance(cell, Fault):
        raise Unreadable(f"“{cell.text}” is no value.")
    if not is_blank(beside) and field.form in (Form.WHEN, Form.MONEY, Form.PERIOD):
        try:
            value = _decode(field, shown(beside))
            if normal(field, display(field, value)) == normal(field, cell):
                return value
            if isinstance(value, Money) and isinstance(cell, int | float):
                return Money.from_decimal(repr(cell), value.currency)  # typed over, in the same currency
        except (ValueError, ArithmeticError):
            pass  # the code was typed over: the cell counts
    if is_blank(cell) and not (field.form is Form.TEXT and cell):
        if field.default is MISSING:
            raise Unreadable(f"{field.heading} is blank, and it has to be filled.")
        return field.default
    return _from_cell(field, cell)


def _from_cell(field: Field, cell: Cell) -> Any:
    text = shown(cell)
    match field.form:
        case Form.TEXT:
            return cell.isoformat() if isinstance(cell, date) else text
        case Form.CHOICE:
            assert field.choices is not None
            known = {member.value.casefold(): member for member in field.choices}
            found = known.get(text.strip().casefold())
            if found is None:
                raise Unreadable(f"“{text}” is none of: {', '.join(one.value for one in field.choices)}.")
            return found
        case Form.YES_NO:
            answer = {"yes": True, "true": True, "no": False, "false": False}.get(text.strip().casefold())
            if answer is None:
                raise Unreadable(f"“{text}” is neither Yes nor No.")
            return answer
        case Form.WHEN:
            return _when(cell)
        case Form.DAY:
            when = _when(cell)
            if when.day is None:
                raise Unreadable(f"“{text}” is not a day. Write 31/03/2027.")
            return when.day
        case Form.MONEY:
            return _money(cell)
        case Form.PERIOD:
            return _period(text)
        case Form.NUMBER:
            return _number(text)
        case Form.TIME:
            return _time(cell)
    raise AssertionError(f"{field.form} has no cell of its own")


def _when(cell: Cell) -> When:
    if isinstance(cell, datetime):
        return When.on(cell.date())
    if isinstance(cell, date):
        return When.on(cell)
    text = shown(cell)
    if _DAY(text):
        return When.on(date.fromisoformat(text))
    when = read_date(text).when
    if when is None:
        raise Unreadable(f"“{text}” is not a date. Write 31/03/2027, or “March 2027”.")
    return when


def _money(cell: Cell) -> Money:
    try:
        if isinstance(cell, int | float):
            return Money.from_decimal(repr(cell))
        return exact_money(shown(cell))
    except ValueError as error:
        raise Unreadable(str(error)) from None


def _period(text: str) -> Period:
    try:
        return Period.from_code(text)
    except ValueError:
        period = read_period(text).period
    if period is None:
        raise Unreadable(f"“{text}” is not a length of time. Write 6 months, or 2 years.")
    return period


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Unreadable(f"“{text}” is not a whole number.") from None


def _time(cell: Cell) -> datetime:
    try:
        return cell if isinstance(cell, datetime) else datetime.fromisoformat(shown(cell))
    except ValueError:
        raise Unreadable(f"“{shown(cell)}” is not a time. Write 2027-03-31T09:00.") from None


def normal(field: Field | None, cell: Cell | Shown) -> str:
    """A cell as text in which only an edit makes a difference, and not the program that saved it."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        cell = float(cell.decimal) if cell.currency == "GBP" else str(cell)
    if isinstance(cell, bool):
        return YES if cell else NO
    if isinstance(cell, datetime):
        return cell.isoformat() if cell.hour or cell.minute or cell.second else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return _plain(repr(cell))
    text = shown(cell)
    figure = _FIGURE.fullmatch(text.strip()) if field and field.form is Form.MONEY else None
    if figure is not None:
        return _plain(figure[1] + figure[2].replace(",", ""))
    return _UNSEEN.sub("", text.replace("\r\n", "\n")).strip()


def _plain(number: str) -> str:
    try:
        return f"{Decimal(number).normalize():f}"
    except InvalidOperation:
        return number


def check(marks: Iterable[str]) -> str:
    """The last cell of a row: a few characters for each field (`mark_of`)."""
    return _VERSION + "".join(marks)


@lru_cache(maxsize=4096)  # most cells are blank or hold a word of a list
def mark_of(cell: str, beside: str) -> str:
    """The characters for one field, from its cell (as `normal` gives it) and the one behind."""
    number = zlib.crc32(f"{cell}\x1f{beside}".encode("utf-8", "surrogatepass"))
    return base64.urlsafe_b64encode(number.to_bytes(4, "big")[1:]).decode()


def checks(cell: Cell, count: int) -> list[str] | None:
    """What `check` was made of; None where the cell does not hold it (any more)."""
    text = shown(cell)
    if not text.startswith(_VERSION) or len(text) != len(_VERSION) + count * _HASH:
        return None
    start = len(_VERSION)
    return [text[at : at + _HASH] for at in range(start, len(text), _HASH)]
