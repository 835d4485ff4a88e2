"""Day first or month first: decided for a column, then for the file, never for one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.written import DateOrder
from tracker.exchange.sheet import Cell

_NUMBERS = re.compile(r"\s*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(?:\d{4}|\d{2})\b")
_EIGHT = re.compile(r"\s*(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*")


@dataclass(frozen=True, slots=True)
class Order:
    """How the dates of a column are read.

    Attributes:
        said: the sentence for the person ("day-first, from the column").
        mixed: True where some dates can only be read the other way.
    """

    order: DateOrder
    said: str
    mixed: bool = False


@dataclass(slots=True)
class _Evidence:
    day_first: int = 0
    month_first: int = 0
    open: int = 0
    eight: int = 0


def decide(columns: Mapping[str, Sequence[Cell]]) -> dict[str, Order]:
    """The order of each column of dates: from itself, else from the other columns, else British."""
    evidence = {name: _weigh(cells) for name, cells in columns.items()}
    whole = _Evidence(
        day_first=sum(e.day_first for e in evidence.values()),
        month_first=sum(e.month_first for e in evidence.values()),
    )
    return {name: _decide(one, whole) for name, one in evidence.items()}


def _weigh(cells: Iterable[Cell]) -> _Evidence:
    found = _Evidence()
    for cell in {cell for cell in cells if isinstance(cell, str)}:
        match = _NUMBERS.match(cell)
        if match is None:
            found.eight += _EIGHT.fullmatch(cell) is not None
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            found.day_first += 1
        elif second > 12 >= first:
            found.month_first += 1
        elif first <= 12 and first != second:
            found.open += 1
    return found


def _decide(own: _Evidence, whole: _Evidence) -> Order:
    if own.eight and not (own.day_first or own.month_first or own.open):
        return Order("ymd", "year first, from the column")
    if not (own.day_first or own.month_first or own.open):
        return Order("dmy", "written out or exact, so no order was needed")
    for one, source in ((own, "the column"), (whole, "the other columns of the file")):
        if one.day_first or one.month_first:
            mixed = bool(one.day_first and one.month_first)
            order: DateOrder = "dmy" if one.day_first >= one.month_first else "mdy"
            name = "day-first" if order == "dmy" else "month-first"
            return Order(order, f"{name}, from {source}", mixed)
    return Order("dmy", "day-first, as is usual in Britain: nothing in the file says")
