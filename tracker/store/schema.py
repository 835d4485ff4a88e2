"""The marks by which a register is known, and how it is brought to the newest version.

A register says what it is in its first hundred bytes: `application_id`, and `user_version`
as major << 16 | minor. A program refuses a newer major and only reads a newer minor. There
are no triggers: what depends on a record (search words, names in lists, deadlines) is
written beside it, in code.

sqlite-utils would bring a table of applied migrations, and 0.08 s to every start; a plain
list that ends with the version needs neither, and the header alone tells a newer file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Final

from tracker.store.migrations import MIGRATIONS

APPLICATION_ID: Final = 0x54524B52
"""'TRKR', at byte 68 of the file."""

VERSION: Final = MIGRATIONS[-1][0]

NEWEST_SHAPE: Final = "a88c180164865f6d36d8586b2db90970bfa95f1e303223f6ac76c1db3c92cb0b"
"""`mark` of what `shape` finds in a register of VERSION: to make all tables anew is a tenth of a start."""

Shape = frozenset[tuple[str, str, str]]
"""Everything that a file's schema holds, as (type, name, SQL)."""


def major(version: int) -> int:
    """The part of a version that an older program must refuse where it is newer."""
    return version >> 16


def migrate(connection: sqlite3.Connection, upto: int | None = None) -> None:
    """Bring a file of an older version, or a new one, to version `upto`, the newest where that is None.

    Wholly, or not at all.
    """
    goal = VERSION if upto is None else upto
    connection.execute("begin immediate")
    try:
        since = connection.execute("pragma user_version").fetchone()[0]
        for version, sql in MIGRATIONS:
            if since < version <= goal:
                for statement in _statements(sql):
                    connection.execute(statement)
        connection.execute(f"pragma application_id = {APPLICATION_ID}")
        connection.execute(f"pragma user_version = {max(since, goal)}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:  # a full disk has already taken it back
            connection.execute("rollback")
        raise


def _statements(sql: str) -> Iterator[str]:
    """The statements of a text, each ending its line; `executescript` would end the transaction."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def shape(connection: sqlite3.Connection) -> Shape:
    """The schema as it is; statistics apart."""
    rows = connection.execute(
        "select type, name, coalesce(sql, '') from sqlite_master where name not like 'sqlite_stat%'"
    ).fetchall()
    return frozenset(rows)


def mark(found: Shape) -> str:
    """A short text that two schemas share only where they are the same."""
    return sha256(repr(sorted(found)).encode("utf-8", "surrogatepass")).hexdigest()


def is_altered(found: Shape, version: int) -> bool:
    """Has another program changed the schema of a file of that version?

    A newer minor version may have tables and indexes besides ours, and nothing else.
    """
    if version == VERSION and mark(found) == NEWEST_SHAPE:
        return False
    expected = expected_shape(min(version, VERSION))
    extra = found - expected
    if version > VERSION:
        return not expected <= found or any(kind not in ("table", "index") for kind, _, _ in extra)
    return found != expected


def can_be_read(found: Shape, version: int) -> bool:
    """Is what another program altered harmless to those who only read: tables and indexes besides ours?

    Triggers and views are not, nor any other alteration of what is ours.
    """
    expected = expected_shape(min(version, VERSION))
    harmless = {"table": "create table", "index": "create "}
    return all(
        sql.lower().startswith(harmless.get(kind, "never"))
        for kind, name, sql in found - expected
        if not name.startswith("sqlite_autoindex_")
    ) and all(kind == "index" for kind, _, _ in expected - found)


@cache
def expected_shape(version: int) -> Shape:
    """What `shape` finds in a register of that version that no other program has altered."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, version)
        return shape(connection)
    finally:
        connection.close()
