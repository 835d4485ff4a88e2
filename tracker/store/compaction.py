"""Dropping the oldest of the history, and saying so in it.

The records themselves stay as they are. What goes is who changed what before a day, and with
it the way back: what is dropped cannot be undone any more.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from tracker.store import chain
from tracker.store.journal import Journal
from tracker.store.runs import RECORDS


class Dropped(NamedTuple):
    """What a compaction would drop, or did.

    Attributes:
        operations, changes: how many entries, and how many changes of records they tell of.
        first, last: when the oldest and the newest of them were made, ISO text in UTC; "" for none.
        upto: the number of the newest of them.
    """

    operations: int
    changes: int
    first: str
    last: str
    upto: int


def find(connection: sqlite3.Connection, before: datetime) -> Dropped:
    """What lies before an instant (exclusive), as far as no later entry undoes or redoes any of it."""
    (upto,) = connection.execute(
        "select coalesce(min(id), (select max(id) + 1 from operation), 1) - 1 from operation where at >= ?",
        (before.astimezone(UTC).isoformat(timespec="seconds"),),
    ).fetchone()
    while True:
        (needed,) = connection.execute(
            "select min(target) from operation where id > ? and target <= ?", (upto, upto)
        ).fetchone()
        if needed is None:
            break
        upto = needed - 1
    row = connection.execute(
        "select count(*), coalesce(min(at), ''), coalesce(max(at), '') from operation where id <= ?", (upto,)
    ).fetchone()
    (changes,) = connection.execute(
        f"select coalesce(sum({RECORDS}), 0) from change where operation_id <= ?",  # noqa: S608
        (upto,),
    ).fetchone()
    return Dropped(row[0], changes, row[1], row[2], upto)


def drop(journal: Journal, dropped: Dropped) -> None:
    """Drop those entries; the journal's own entry is to carry `name` and seals what remains."""
    connection = journal.connection
    journal.note()
    connection.execute("delete from change where operation_id <= ?", (dropped.upto,))
    # Entries that undo others name them, so the newest go first.
    connection.execute("update operation set target = null, kind = 'do' where id <= ?", (dropped.upto,))
    connection.execute("delete from operation where id <= ?", (dropped.upto,))


def name(connection: sqlite3.Connection, dropped: Dropped) -> str:
    """What the entry says that stands for those dropped, with the hash of the last of them."""
    (last_hash,) = connection.execute("select hash from operation where id = ?", (dropped.upto,)).fetchone()
    span = f"{dropped.operations} entries of the history, {dropped.first[:10]} to {dropped.last[:10]}"
    return chain.dropping(f"Drop {span}", last_hash)
