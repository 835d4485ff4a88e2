"""Which stored standings the passing of days has made untrue."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import Final

# The ids are sorted afterwards: told to give them in order, SQLite merges three scans of the whole table.
_STALE: Final = (
    "select agreement_id from main.standing where changes_on <= ?1 union "
    "select agreement_id from main.standing where next_missed_after < ?1 union "
    "select agreement_id from main.standing where reckoned_on > ?1"
)


def stale_standings(connection: sqlite3.Connection, today: date) -> list[int]:
    """Ids of the agreements whose stored standing may not be true of that day, in their order.

    One that was reckoned on a later day is among them: a clock was wrong then.
    """
    return sorted(row[0] for row in connection.execute(_STALE, (today.isoformat(),)).fetchall())
