"""What people write, read: dates, ends, periods, terms. The door to the `written_…` modules."""

from __future__ import annotations

from tracker.domain.written_dates import ReadDate, read_date
from tracker.domain.written_days import PIVOT, DateOrder
from tracker.domain.written_ends import ReadEnd, read_end
from tracker.domain.written_periods import ReadPeriod, read_period

__all__ = [
    "PIVOT",
    "DateOrder",
    "ReadDate",
    "ReadEnd",
    "ReadPeriod",
    "read_date",
    "read_end",
    "read_period",
]
