"""Agreements that go on from period to period until somebody gives notice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.agreement import EndKind, EventKind
from tracker.domain.check import Severity
from tracker.domain.dates import Period, add_days, end_of_term, is_some, rolling_anchor, show
from tracker.domain.terms.course import Course, pinned

_DAYS_IN_MONTH = 30.436875
_ROLLING = EndKind.ROLLING


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
        while self.end(k) < day:
            k += 1
        while k > 1 and self.end(k - 1) >= day:
            k -= 1
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


def rolls_of(course: Course) -> Rolls | None:
    """How the agreement rolls; None where it does not, or where too little is recorded."""
    agreement = course.agreement
    if agreement.end_kind is not _ROLLING:
        return None
    roll, count = agreement.roll, agreement.roll_limit
    if roll is None or not is_some(roll):
        course.note(
            "roll.no-length",
            Severity.WARNING,
            "It rolls on, but the length of a period is not recorded; no renewal dates are reckoned.",
            "roll",
        )
        return None
    if count is not None and count < 0:
        course.note(
            "roll.count-negative",
            Severity.ERROR,
            f"A limit of {count} renewals cannot be right; it is not used.",
            "roll_limit",
        )
        count = None
    anchor = rolling_anchor(course.starts, course.end)
    if anchor is None:
        course.note(
            "roll.no-start",
            Severity.WARNING,
            "It rolls on, but neither a start nor a first end is recorded; no renewal dates are reckoned.",
            "starts",
        )
        return None
    rolls = Rolls(anchor[0], anchor[1], course.end, roll, count, course.limit)
    for event in course.events:
        stated = pinned(event.new_end) if event.kind is EventKind.RENEWED else None
        if stated is not None and rolls.end(rolls.number(stated)) != stated:
            course.note(
                "renewal.own-end",
                Severity.WARNING,
                f"A renewal is recorded to {show(stated)}, which is not the end of a period; "
                "the periods are counted on from there.",
                "events",
            )
            course.end = stated
            rolls = replace(rolls, anchor=add_days(stated, 1), before=0, first_end=stated)
    return rolls
