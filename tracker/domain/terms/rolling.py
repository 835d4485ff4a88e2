"""The periods of an agreement that goes on from one to the next until somebody gives notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import Period, end_of_term

_DAYS_IN_MONTH = 30.436875


@dataclass(frozen=True, slots=True)
class Rolls:
    """The periods of a rolling agreement, all reckoned from one anchor (rule 3).

    Attributes:
        anchor, before: the day they are reckoned from, and months that had run at the first end.
        first_end: last day of the first term, inclusive; None where it rolls from the start.
        roll: length of a period, more than nothing.
        count: how many periods at the most; None for no stated number.
        limit: a day that no period may pass; None for none.
    """

    anchor: date
    before: int
    first_end: date | None
    roll: Period
    count: int | None
    limit: date | None

    def end(self, k: int) -> date:
        """Last day of the k-th period; k = 0 is the first term (the day before the anchor without one)."""
        if k == 0 and self.first_end is not None:
            return self.first_end
        return end_of_term(self.anchor, Period(self.before + self.roll.months * k, self.roll.days * k))

    def number(self, day: date) -> int:
        """The period that `day` lies in, limits left aside: the first that ends on or after it."""
        if self.first_end is not None and day <= self.first_end:
            return 0
        run = (day - self.anchor).days - self.before * _DAYS_IN_MONTH
        k = max(1, int(run / (self.roll.months * _DAYS_IN_MONTH + self.roll.days)))
        while k > 1 and self.end(k - 1) >= day:
            k -= 1
        while self.end(k) < day:
            k += 1
        return k

    @property
    def last_end(self) -> date | None:
        """The day on which it ends at the latest without notice; None where it may roll for ever."""
        by_count = None if self.count is None else self.end(self.count)
        if by_count is None or self.limit is None:
            return by_count or self.limit
        return min(by_count, self.limit)

    def end_from(self, day: date) -> date | None:
        """The first period's end on or after `day`, within the limits; None where it is over by then."""
        end = self.end(self.number(day))
        last = self.last_end
        if last is not None and end > last:
            end = last
        return end if day <= end < date.max else None

    def end_now(self, day: date) -> date:
        """The end of the period that `day` lies in; the last end where the limits have been reached."""
        end = self.end(self.number(day))
        last = self.last_end
        return end if last is None else min(end, last)
