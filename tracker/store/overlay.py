"""Standings of another day, laid over the stored ones for one connection.

SQLite looks a table up among the temporary ones first, so every list reads the overlay
without knowing of it. Nothing of it reaches the file, and it goes with the connection.
"""

from __future__ import annotations

import sqlite3

from tracker.store import derived
from tracker.store.connection import writing
from tracker.store.derived import Standings

_TABLES = ("standing", "deadline")


def lay(connection: sqlite3.Connection, rows: Standings) -> None:
    """Show those standings in place of all that are stored."""
    lift(connection)
    with writing(connection):
        connection.execute("create temp table standing as select * from main.standing")
        connection.execute("create temp table deadline as select * from main.deadline where false")
        derived.put_rows(connection, rows, place="temp")
        connection.execute("update temp.deadline set id = rowid")
        connection.execute("create unique index temp.standing_of on standing (agreement_id)")
        connection.execute("create index temp.deadline_of on deadline (agreement_id)")


def lift(connection: sqlite3.Connection) -> None:
    """Show what is stored again."""
    with writing(connection):
        for table in _TABLES:
            connection.execute(f"drop table if exists temp.{table}")
