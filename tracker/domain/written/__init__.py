"""What people write, read: dates, ends, periods, terms. This is the door: its modules are for it alone."""

from __future__ import annotations

from tracker.domain.written.dates import ReadDate, read_date
from tracker.domain.written.days import ORDER_WORDS, PIVOT, DateOrder
from tracker.domain.written.ends import ReadEnd, read_end
from tracker.domain.written.order import Order, decide_order
from tracker.domain.written.periods import ReadPeriod, read_period
from tracker.domain.written.spans import ReadSpan, read_span, show_when
from tracker.domain.written.terms import ReadTerms, read_options, read_terms
from tracker.domain.written.terms_said import OptionRead

__all__ = [
    "ORDER_WORDS",
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
