"""The columns of the two tables on an agreement's page: the terms of its ladder, and its deadlines."""

from __future__ import annotations

from tracker.ui.parts.tables import Column

STEPS = (
    Column("term", "Term", "Extension 12"),
    Column("length", "Length", "2 years 7 months", drop=3),
    Column("from", "From", "30 September 2026", right=True, drop=1),
    Column("last", "Last day", "30 September 2026", right=True),
    Column("notice", "Latest notice", "30 September 2026", right=True, drop=4),
    Column("how", "How known, what next", "From the start and the term", stretch=True, drop=5),
    Column("state", "State", "Current mm"),
)
DEADLINES = (
    Column("what", "What is to be done", "Start re-procurement, or decide", stretch=True),
    Column("date", "Date", "30 September 2026", right=True),
    Column("act", "Act by", "30 September 2026", right=True, drop=2),
    Column("distance", "Time left", "11 months overdue", right=True, bold=True),
    Column("party", "Who", "the other side", drop=1),
)
