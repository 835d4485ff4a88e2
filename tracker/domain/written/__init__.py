"""What people write, read: amounts, dates, ends, periods, terms. This is the door: its modules are for it alone."""

from __future__ import annotations

from tracker.domain.written.amount_words import CONTINENTAL
from tracker.domain.written.amounts import (
    Amount,
    exact_money,
    read_amount,
    read_heading,
    read_number,
    says_nil,
)
from tracker.domain.written.cycles import read_cycle
from tracker.domain.written.dates import ReadDate, read_date
from tracker.domain.written.days import ORDER_WORDS, PIVOT, DateOrder
from tracker.domain.written.ends import ReadEnd, read_end
from tracker.domain.written.order import Order, decide_order
from tracker.domain.written.periods import ReadPeriod, read_period
from tracker.domain.written.spans import ReadSpan, read_span, show_when
from tracker.domain.written.terms import ReadTerms, read_options, read_terms
from tracker.domain.written.terms_said import OptionRead

__all__ = [
    "CONTINENTAL",
    "ORDER_WORDS",
    "PIVOT",
    "Amount",
    "DateOrder",
    "OptionRead",
    "Order",
    "ReadDate",
    "ReadEnd",
    "ReadPeriod",
    "ReadSpan",
    "ReadTerms",
    "decide_order",
    "exact_money",
    "read_amount",
    "read_cycle",
    "read_date",
    "read_end",
    "read_heading",
    "read_number",
    "read_options",
    "read_period",
    "read_span",
    "read_terms",
    "says_nil",
    "show_when",
]
