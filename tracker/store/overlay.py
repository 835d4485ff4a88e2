"""Standings of another day, laid over the stored ones for one connection.

SQLite looks a table up among the temporary ones first, so every list reads the overlay
without knowing of it. Nothing of it reaches the file, and it goes with the connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from tracker.store import derived
from tracker.store.connection import writing

if TYPE_CHECKING:
    from tracker.domain.deadlines.standing import Standing

_TABLES = ("standing", "deadline")


def lay(connection: sqlite3.Connection, standings: Iterable[tuple[int, Standing]], day: date) -> None:
    """Show those standings in place of all that are stored."""
    found = list(standings)
    lift(connection)
    with writing(connection):
        connection.execute("create temp table standing as select * from main.standing")
        connection.execute("create temp table deadline as select * from main.deadline where false")
        connection.execute("create unique index temp.standing_of on standing (agreement_id)")
        connection.execute("create index temp.deadline_of on deadline (agreement_id)")
        derived.put_standings(connection, found, day, place="temp")
        connection.execute("update temp.deadline set id = rowid")


def lift(connection: sqlite3.Connection) -> None:
    """Show what is stored again."""
    with writing(connection):
        for table in _TABLES:
            connection.execute(f"drop table if exists temp.{table}")
