"""What sentences say of a term and its options, before it is put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.dates import Period


@dataclass(frozen=True, slots=True)
class OptionRead:
    """One right to extend, as read.

    Attributes:
        length: how much longer; None where only `until` was stated.
        up_to: True where any part of `length` may be taken.
        until: the last day it may run to, inclusive, where a day was stated.
    """

    length: Period | None
    up_to: bool = False
    until: date | None = None


@dataclass(slots=True)
class Reading:
    """What the sentences say so far, before it is put together.

    Attributes:
        is_short: the text says little else, so that every number in it is about the term.
        terms: lengths that may be the first term, each with how plainly the words say so, 0 to 2.
        chains: first term and options in one, as in "3+1+1".
        totals: the whole term at the longest, and whether it is reached year by year.
        ceilings: "to a maximum of 5 years", which may be the whole term or come on top; likewise.
        limits: totals and ceilings beside which no right to extend is named.
        wants_length: a right to extend is named, and no length for it.
        doubts: why the whole must stay text.
        parts: the sentences that said anything.
    """

    is_short: bool = False
    terms: list[tuple[Period, int]] = field(default_factory=list)
    until: date | None = None
    options: list[OptionRead] = field(default_factory=list)
    chains: list[tuple[Period, ...]] = field(default_factory=list)
    totals: list[tuple[Period, bool]] = field(default_factory=list)
    ceilings: list[tuple[Period, bool]] = field(default_factory=list)
    limits: list[Period] = field(default_factory=list)
    roll: Period | None = None
    roll_until: date | None = None
    notice: Period | None = None
    break_after: Period | None = None
    wants_length: bool = False
    doubts: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def end(self, day: date) -> None:
        """A last day of the first term; two different ones are of two different things."""
        if self.until not in (None, day):
            self.doubts.append("two different ends")
        self.until = day


def total(options: Iterable[OptionRead]) -> Period:
    """The lengths of the options added up."""
    lengths = [option.length or Period() for option in options]
    return Period(sum(length.months for length in lengths), sum(length.days for length in lengths))
