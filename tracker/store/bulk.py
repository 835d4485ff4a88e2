"""Many rows at once: the indexes of their tables are made afterwards, of all rows, in one sorted pass.

Kept up row by row, the dozen indexes of an agreement cost more than its row does, and more
again once they no longer fit into the cache. The checks on columns, a dozen days of an
agreement among them, are for what comes from elsewhere: what is loaded was packed from typed
records, whose days are days, and is not parsed again to see it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

MANY: Final = 2_000
"""Rows from which it pays to make indexes anew, if no more than that are in the table already."""


@contextmanager
def indexed_afterwards(connection: sqlite3.Connection, tables: Iterable[str], coming: int) -> Iterator[None]:
    """Have no indexes on tables that are to get about `coming` packed rows each, and all of them at the end.

    Only within a transaction: where the work fails, taking that back brings them back as well.
    A table with more rows than are coming, or few of either, is left as it is; so are the
    indexes by which SQLite itself keeps keys unique.
    """
    dropped = [
        sql for table in tables if _pays(connection, table, coming) for sql in _drop(connection, table)
    ]
    if dropped:
        connection.execute("pragma ignore_check_constraints = on")
    try:
        yield
    finally:
        connection.execute("pragma ignore_check_constraints = off")
    for sql in dropped:
        connection.execute(sql)


def _pays(connection: sqlite3.Connection, table: str, coming: int) -> bool:
    if coming < MANY:
        return False
    last = connection.execute(f"select max(rowid) from {table}").fetchone()[0]  # noqa: S608
    return (last or 0) <= coming


def _drop(connection: sqlite3.Connection, table: str) -> list[str]:
    """Drop the indexes of a table; the statements that make them again."""
    found = connection.execute(
        "select name, sql from main.sqlite_master where type = 'index' and tbl_name = ? and sql is not null",
        (table,),
    ).fetchall()
    for name, _ in found:
        connection.execute(f'drop index main."{name}"')
    return [sql for _, sql in found]
