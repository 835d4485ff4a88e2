"""The sample's text turned into records: dates, amounts, references to other records, citations.

The notation is explained in `sample_data/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tracker.domain.dates import (
    Period,
    Precision,
    When,
    add_days,
    add_months,
    financial_year_start,
    month_length,
)
from tracker.domain.money import Money
from tracker.domain.source import Citation

T = TypeVar("T")
Table = Mapping[str, Any]
FICTIONAL = "Fictional: made up for the sample register."

_CODE = re.compile(r"(~?)(\S+)(?: (.*))?", re.DOTALL)
_RELATIVE = re.compile(r"([MFTY])([+-]\d+)([em]?)")
_CITED = re.compile(r"(~?)(\w+)(?::([\d,-]+))?(?: (.*?))?(?: ?-- (.*))?", re.DOTALL)


class Maker:
    """Makes records of tables, one kind after the other, and remembers them by their keys.

    Args:
        add: stores a record and gives it back with its id, and with its children's.
        made_on: the day that relative dates are reckoned from.
    """

    def __init__(self, add: Callable[[Any], Any], made_on: date) -> None:
        self._add = add
        self._made_on = made_on
        self._known: dict[str, Any] = {}
        self._made = 0
        self.citations: list[Citation] = []

    def make(self, kind: type, table: Table, *, fictional: bool = False) -> Any:
        """Add the record of one table; what it cites is kept in `citations`."""
        stored = self._add(self._record(kind, table, fictional))
        key = table.get("key") or table.get("reference")
        if key:
            assert key not in self._known, f"two records of the sample are called {key}"
            self._known[key] = stored
        self.citations += self._cited(table, stored)
        return stored

    def _record(self, kind: type[T], table: Table, fictional: bool) -> T:
        hints = _hints(kind)
        values: dict[str, Any] = {"uid": self._uid(kind)}
        for name, value in table.items():
            if name == "source" and "source_id" in hints:
                key, place, *_ = _place(value if isinstance(value, str) else value[0])
                values["source_id"] = self._known[key].id
                if "locator" in hints:
                    values["locator"] = place
            elif name == "record":
                values |= {
                    "record_kind": type(self._known[value]).__name__,
                    "record_id": self._known[value].id,
                }
            elif name.endswith("_id") and isinstance(value, str):
                values[name] = self._known[value].id
            elif name in hints:
                values[name] = self._value(hints[name], value, fictional)
            elif f"{name}_id" in hints:
                values[f"{name}_id"] = self._known[value].id
            elif name not in ("key", "cite", "source", "names"):
                raise KeyError(f"a {kind.__name__} of the sample has no {name}")
        if "from" in table and "record_kind" in hints:
            values["record_kind"] = type(self._known[table["from"]]).__name__
        if fictional and "fictional" in hints:
            values["fictional"] = True
        remark = next((name for name in ("notes", "note") if name in hints), None)
        if fictional and remark:
            values[remark] = f"{values.get(remark, '')} {FICTIONAL}".strip()
        return kind(**values)

    def _value(self, hint: Any, value: Any, fictional: bool) -> Any:
        if get_origin(hint) is tuple:
            child = get_args(hint)[0]
            counted = "number" in _hints(child)
            lines = [{"number": n, **line} if counted else line for n, line in enumerate(value, start=1)]
            return tuple(self._record(child, line, fictional) for line in lines)
        if get_origin(hint) is UnionType:
            hint = next(part for part in get_args(hint) if part is not NoneType)
        if hint is When:
            return read_when(value, self._made_on)
        if hint is date:
            return _span(value, self._made_on)[0]
        if hint is Period:
            return Period.from_code(value)
        if hint is Money:
            return Money.from_decimal(value)
        return hint(value) if issubclass(hint, StrEnum) else value

    def _cited(self, table: Table, stored: Any) -> Iterator[Citation]:
        """What a record and its children cite, where the record itself cannot hold it."""
        hints = _hints(type(stored))
        cited: dict[str, Any] = dict(table.get("cite", {}))
        given = table.get("source", [])
        given = [given] if isinstance(given, str) else given
        held = 1 if "source_id" in hints and "locator" in hints else 0
        cited[""] = [*given[held:], *([cited[""]] if "" in cited else [])]
        for field, places in cited.items():
            for text in [places] if isinstance(places, str) else places:
                yield self._citation(stored, field, text)
        for name, hint in hints.items():
            if get_origin(hint) is tuple and name in table:
                for line, child in zip(table[name], getattr(stored, name), strict=True):
                    yield from self._cited(line, child)

    def _citation(self, stored: Any, field: str, text: str) -> Citation:
        key, place, inferred, quote, note = _place(text)
        return Citation(
            uid=self._uid(Citation),
            record_kind=type(stored).__name__,
            record_id=stored.id,
            field=field,
            source_id=self._known[key].id,
            locator=place,
            quote=quote,
            inferred=inferred,
            note=note,
        )

    def _uid(self, kind: type) -> str:
        """A name in the form of UUID version 7 that is the same each time the sample is made."""
        self._made += 1
        stamp = (self._made_on.toordinal() - date(1970, 1, 1).toordinal()) * 86_400_000
        mark = int(sha256(f"{kind.__name__} {self._made}".encode()).hexdigest()[:12], 16)
        bits = stamp << 80 | 7 << 76 | (self._made >> 14) << 64 | 2 << 62 | (self._made & 0x3FFF) << 48 | mark
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


_HINTS: dict[Any, dict[str, Any]] = {}


def _hints(kind: Any) -> dict[str, Any]:
    """Field name -> type, found once for each kind of record."""
    if kind not in _HINTS:
        hints = get_type_hints(kind)
        _HINTS[kind] = {field.name: hints[field.name] for field in fields(kind)}
    return _HINTS[kind]


def _place(text: str) -> tuple[str, str, bool, str, str]:
    """ "~B:9,26 words -- note" -> source key, "lines 9, 26", inferred, words, note."""
    match = _CITED.fullmatch(text)
    assert match is not None, text
    inferred, key, lines, quote, note = match.groups()
    numbers = (lines or "").replace(",", ", ")
    place = f"line{'s' if re.search('[,-]', numbers) else ''} {numbers}" if numbers else ""
    return key, place, bool(inferred), quote or "", note or ""


def read_when(text: str, made_on: date) -> When:
    """A date in the sample's notation: "2008-12 Dec 2008", "~..2010-11-30 begun", "M-57", "?"."""
    match = _CODE.fullmatch(text)
    assert match is not None, text
    inferred, code, words = bool(match[1]), match[2], match[3] or ""
    if code == "?":
        return When(None, None, Precision.UNKNOWN, words, inferred)
    if ".." in code:
        low, high = code.split("..")
        first = _span(low, made_on)[0] if low else None
        last = _span(high, made_on)[1] if high else None
        precision = Precision.BETWEEN if low and high else Precision.AFTER if low else Precision.BEFORE
        return When(first, last, precision, words, inferred)
    return When(*_span(code, made_on), words, inferred)


def _span(code: str, made_on: date) -> tuple[date, date, Precision]:
    """First and last day of a code, and how exact it is."""
    relative = _RELATIVE.fullmatch(code)
    if relative:
        return _relative(relative[1], int(relative[2]), relative[3], made_on)
    if "/" in code:
        first = date(int(code[:4]), 4, 1)
        return first, date(first.year + 1, 3, 31), Precision.FINANCIAL_YEAR
    if len(code) == 4:
        return date(int(code), 1, 1), date(int(code), 12, 31), Precision.YEAR
    if len(code) == 7:
        first = date.fromisoformat(f"{code}-01")
        return first, _month_end(first), Precision.MONTH
    day = date.fromisoformat(code)
    return day, day, Precision.DAY


def _relative(unit: str, count: int, form: str, made_on: date) -> tuple[date, date, Precision]:
    if unit == "T":
        day = made_on + timedelta(days=count)
        return day, day, Precision.DAY
    if unit == "Y":
        year = made_on.year + count
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    if unit == "F":
        first = add_months(financial_year_start(made_on), 12 * count)
        last = add_days(add_months(first, 12), -1)
    else:
        first = add_months(made_on.replace(day=1), count)
        last = _month_end(first)
    if form == "m":
        return first, last, Precision.MONTH
    day = last if form == "e" else first
    return day, day, Precision.DAY


def _month_end(first: date) -> date:
    return first.replace(day=month_length(first.year, first.month))
