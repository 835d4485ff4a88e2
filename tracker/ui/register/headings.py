"""Headings of a grouped list: the value, how many rows it has, and what they come to by basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell

if TYPE_CHECKING:
    from tracker.app.rows import Totals


class Heading(NamedTuple):
    """One heading; `sums` is None until it has been added up."""

    value: str
    number: int
    sums: Totals | None
    closed: bool

    def cell(self) -> Cell:
        """The heading as a cell: its value in the words of the list, its count and sums after it."""
        return Cell(self.words(), weight=600, heading=True, remark=self.remark())

    def words(self) -> str:
        """The value that the rows have in common."""
        return value_words(self.value)

    def remark(self) -> str:
        """How many rows, and what they come to."""
        return "   ".join([show.count(self.number, "agreement"), *sum_words(self.sums)])


def value_words(value: str) -> str:
    """A value of a column as a heading or a choice says it."""
    if not value or value == "unknown":
        return "Not recorded"
    return value[:1].upper() + value[1:]


def sum_words(totals: Totals | None) -> list[str]:
    """What rows come to: totals and amounts a year apart, and how many state neither."""
    if totals is None:
        return []
    words = []
    for total in totals.sums:
        basis = "a year" if total.basis == "annual value" else "in all"
        amount = show.amount(total.minor, total.currency)
        words.append(f"{amount} {basis}, from {total.agreements:,}")
    if totals.without and totals.sums:
        words.append(f"{totals.without:,} {'states' if totals.without == 1 else 'state'} no amount")
    return words
