"""The columns of Home's lists: of what is due, and of what falls in each month."""

from __future__ import annotations

from tracker.ui.parts.tables import Column

COLUMNS = (
    Column("what", "What", "Start deciding on option 1 --"),
    Column("agreement", "Agreement", "Housing repairs and voids", stretch=True),
    Column("owner", "Owner", "Head of Community and Leisure", drop=1),
    Column("date", "Act by", "30 September 2026", right=True),
    Column("distance", "Time left", "11 months overdue", right=True, bold=True),
)

MONTH_COLUMNS = (
    Column("month", "Month", "September 2028"),
    Column("number", "Deadlines", "Deadlines", right=True),
    Column("most", "Most on one day", "31 March 2027: 23 deadlines", stretch=True),
)
