"""The days that a timeline shows: zoomed and panned, and shared by the picture and its slider."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from tracker.domain.dates import add_months

_LEAST_DAYS = 45.0
_MOST_DAYS = 365.25 * 120


class Tick(NamedTuple):
    """A line of the grid: its day, its label ("" for none), and True where it begins a year."""

    day: date
    label: str
    strong: bool


class Scale(QObject):
    """From which day to which the picture reaches, in days of the proleptic Gregorian calendar.

    Signals:
        changed: other days are shown now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first = float(date(2020, 1, 1).toordinal())
        self.last = float(date(2030, 1, 1).toordinal())
        self._home = (self.first, self.last)

    @property
    def days(self) -> float:
        """How many days are shown."""
        return self.last - self.first

    def show(self, first: date, last: date) -> None:
        """Show these days, and come back to them with `reset`."""
        self._home = (float(first.toordinal()), float(max(last, add_months(first, 1)).toordinal()))
        self.reset()

    def reset(self) -> None:
        """Show everything again."""
        self._set(*self._home)

    @property
    def is_home(self) -> bool:
        """Whether everything is shown."""
        return (self.first, self.last) == self._home

    def zoom(self, factor: float, around: float) -> None:
        """Show `factor` times as many days, keeping the day `around` where it is."""
        days = min(max(self.days * factor, _LEAST_DAYS), _MOST_DAYS)
        share = (around - self.first) / self.days if self.days else 0.5
        self._set(around - share * days, around + (1 - share) * days)

    def pan(self, days: float) -> None:
        """Show later days, or earlier ones where negative."""
        low, high = float(date(1000, 1, 1).toordinal()), float(date(2999, 12, 31).toordinal())
        days = max(low - self.first, min(days, high - self.last))
        self._set(self.first + days, self.last + days)

    def reveal(self, day: date) -> None:
        """Pan until that day is shown."""
        at = float(day.toordinal())
        room = self.days * 0.06
        if at < self.first + room:
            self.pan(at - self.first - room)
        elif at > self.last - room:
            self.pan(at - self.last + room)

    def _set(self, first: float, last: float) -> None:
        if (first, last) != (self.first, self.last):
            self.first, self.last = first, last
            self.changed.emit()

    def x(self, day: date | float, left: float, width: float) -> float:
        """Where a day begins, for a picture of that width."""
        at = day if isinstance(day, float) else float(day.toordinal())
        return left + (at - self.first) / self.days * width

    def day_at(self, x: float, left: float, width: float) -> date:
        """The day at that place."""
        at = self.first + (x - left) / max(width, 1.0) * self.days
        return date.fromordinal(max(1, min(round(at), date.max.toordinal())))

    def ticks(self, width: float) -> Iterator[Tick]:
        """The lines of the grid, so far apart that their labels can be read."""
        first = date.fromordinal(max(1, math.floor(self.first)))
        last = date.fromordinal(min(math.ceil(self.last), date.max.toordinal()))
        year = width / self.days * 365.25
        if year >= 700:
            yield from _months(first, last, 1 if year >= 1400 else 3)
            return
        step = next((n for n in (1, 2, 5, 10, 20, 50) if year * n >= 44), 100)
        for number in range(first.year - first.year % step, min(last.year + 1, 9999), step):
            if number >= 1:
                yield Tick(date(number, 1, 1), str(number), True)


def _months(first: date, last: date, step: int) -> Iterator[Tick]:
    day = first.replace(month=1, day=1)
    while day <= last:
        yield Tick(day, f"{day:%b} {day.year}" if day.month == 1 else f"{day:%b}", day.month == 1)
        day = add_months(day, step)
