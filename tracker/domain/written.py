"""What people write, read: dates, ends, periods, terms. The door to the `written_…` modules."""

from __future__ import annotations

from tracker.domain.terms_roles import OptionRead
from tracker.domain.written_dates import ReadDate, read_date
from tracker.domain.written_days import PIVOT, DateOrder
from tracker.domain.written_ends import ReadEnd, read_end
from tracker.domain.written_order import Order, decide_order
from tracker.domain.written_periods import ReadPeriod, read_period
from tracker.domain.written_spans import ReadSpan, read_span, show_when
from tracker.domain.written_terms import ReadTerms, read_options, read_terms

__all__ = [
    "PIVOT",
    "DateOrder",
    "OptionRead",
    "Order",
    "ReadDate",
    "ReadEnd",
    "ReadPeriod",
    "ReadSpan",
    "ReadTerms",
    "decide_order",
    "read_date",
    "read_end",
    "read_options",
    "read_period",
    "read_span",
    "read_terms",
    "show_when",
]
