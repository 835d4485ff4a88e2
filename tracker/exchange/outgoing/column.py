"""A table as it leaves the register: its columns, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.domain.money import Money


@dataclass(frozen=True, slots=True)
class Flagged:
    """A value of a CELL column at which something is wrong: its cell is coloured, even where it is empty.

    Attributes:
        grave: True where it keeps its row out.
    """

    value: str | int | float | bool | date | None
    grave: bool = False


Value = str | int | float | bool | date | Money | Flagged | None
Row = Sequence[Value]


class Kind(StrEnum):
    """What a column holds.

    TEXT is words; CODE is text that looks like a number and must never become one (company
    numbers, references). A DATE or MONEY column may hold words where a date or an amount is
    not exact: they go out as the words that they are. A CELL column gives each value back as it
    stood in somebody's own sheet: text as text, numbers as numbers, days as days.
    """

    TEXT = "text"
    CODE = "code"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: the heading; unlike every other heading of the table.
        kind: what it holds.
        hint: a sentence for the readme sheet.
        currency: for whole numbers in a MONEY column, which are minor units, the ISO 4217 code.
    """

    name: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    currency: str = "GBP"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's worth of rows, each with a value for each column.

    Attributes:
        name: of the sheet, at most 31 characters.
    """

    name: str
    columns: Sequence[Column]
    rows: Collection[Row]

    def __post_init__(self) -> None:
        names = [column.name.casefold() for column in self.columns]
        if not names or len(set(names)) < len(names) or not all(names):
            raise ValueError(f"the headings of {self.name} must be there and differ")


class Each(Collection[Row]):
    """Rows that are made of something else as they are asked for, so that nobody holds all of them."""

    def __init__(self, things: Collection[Any], make: Callable[[Any], Row]) -> None:
        self._things, self._make = things, make

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[Row]:
        return map(self._make, self._things)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)
