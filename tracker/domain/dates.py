"""Calendar dates: month arithmetic, periods, dates that are not exact.

Conventions: a date is a `datetime.date`, no times; an end is inclusive (the last
day in force); month arithmetic is done here and nowhere else, for SQL's and other
libraries' gives wrong notice dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FINANCIAL_YEAR = "financial year"
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class When:
    """A date as known: the days it may be, how exact, and the words it came in.

    Attributes:
        earliest: first day it may be, inclusive; None where open (before …, unknown).
        latest: last day it may be, inclusive; None where open (after …, unknown).
        precision: how it was stated; DAY exactly when earliest == latest was stated.
        text: the words as written, "" where it was entered as a plain day.
        inferred: True where nobody stated it and it was concluded from something else.
    """

    earliest: date | None
    latest: date | None
    precision: Precision
    text: str = ""
    inferred: bool = False

    @classmethod
    def on(cls, day: date, text: str = "") -> When:
        """An exact day."""
        return cls(day, day, Precision.DAY, text)

    @classmethod
    def unknown(cls, text: str = "") -> When:
        """A date that is known to be not known ("not recorded")."""
        return cls(None, None, Precision.UNKNOWN, text)

    @property
    def day(self) -> date | None:
        """The day where it is exact, else None."""
        return self.earliest if self.precision is Precision.DAY else None


@dataclass(frozen=True, slots=True)
class Period:
    """A length of calendar time: months, then days. Years are 12 months, weeks 7 days.

    Attributes:
        months: whole months, 0 or more.
        days: days on top of them, 0 or more.
        clear: True for "clear days": neither the first nor the last day counts.
    """

    months: int = 0
    days: int = 0
    clear: bool = False
