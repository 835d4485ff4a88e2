"""What lists are made of, for those who show them: the rows and plans that `app` hands on.

The window and the command line take these names from here, so that they never reach into
the store or the exchange themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.amounts import Totals
from tracker.store.derived import StandingRow
from tracker.store.dues import DayCount
from tracker.store.history import FieldChange, HistoryRow
from tracker.store.orders import place_of
from tracker.store.queries import AgreementRow, DeadlineRow, Group, Listing, Queries

if TYPE_CHECKING:  # a name for annotations alone: what reads spreadsheets would take a fifth of each start
    from tracker.exchange.plans.plan import Plan

__all__ = [
    "AgreementRow",
    "DayCount",
    "DeadlineRow",
    "FieldChange",
    "Group",
    "HistoryRow",
    "Listing",
    "Plan",
    "Queries",
    "StandingRow",
    "Totals",
    "place_of",
]
