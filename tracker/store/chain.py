"""The chain of hashes over the history, by which a later alteration of it shows.

Each operation's hash covers everything that its entry says and the hash before it. It
guards against mistakes and quiet edits, not against somebody who writes the whole chain anew.
Where older entries were dropped, a later entry holds the hash of the last of them.
"""

from __future__ import annotations

import hashlib
import sqlite3

from tracker.domain.check import Finding, Severity

_ENTRY = """
select json_array(id, at, "by", name, kind, target, undoable, prev_hash) from operation where id = ?
"""
_CHANGES = """
select iif(last_id is null, json_array(record_table, record_id, kind, old, new),
  json_array(record_table, record_id, kind, old, new, last_id))
from change where operation_id = ? order by id
"""


_AT_ONCE = 2000
"""Changes of an operation that are held at a time: an import has some hundred thousand."""


def seal(connection: sqlite3.Connection, operation: int) -> None:
    """Close the entry of an operation, whose changes are all written."""
    connection.execute(
        "update operation set prev_hash = coalesce("
        "(select p.hash from operation p where p.id < operation.id order by p.id desc limit 1), '') "
        "where id = ?",
        (operation,),
    )
    connection.execute(
        "update operation set hash = ? where id = ?", (_digest(connection, operation), operation)
    )


def verify(connection: sqlite3.Connection) -> tuple[Finding, ...]:
    """A Finding for the first entry that does not fit the chain; none where all do."""
    before = _dropped(connection)
    for operation, name, previous, sealed in connection.execute(
        "select id, name, prev_hash, hash from operation order by id"
    ).fetchall():
        if previous != before or sealed != _digest(connection, operation):
            message = f"The history was altered at or before entry {operation}, ‘{name}’."
            return (Finding("history.altered", Severity.ERROR, message),)
        before = sealed
    return ()


def seal_all(connection: sqlite3.Connection) -> None:
    """Make the whole chain anew, where entries could not be read: the file they were in is the evidence."""
    for (operation,) in connection.execute("select id from operation order by id").fetchall():
        seal(connection, operation)


def dropping(name: str, last_hash: str) -> str:
    """The name of the entry that says that those up to the one with that hash were dropped."""
    return f"{name} [{last_hash}]"


def _dropped(connection: sqlite3.Connection) -> str:
    """The hash that the oldest entry builds on; "" where it is the first, or no entry vouches for it."""
    found = connection.execute(
        "select first.prev_hash from operation first join operation later "
        "on later.undoable = 0 and later.name like '%[' || first.prev_hash || ']' "
        "where first.id = (select min(id) from operation) and length(first.prev_hash) = 64"
    ).fetchone()
    return str(found[0]) if found else ""


def _digest(connection: sqlite3.Connection, operation: int) -> str:
    (entry,) = connection.execute(_ENTRY, (operation,)).fetchone()
    digest = hashlib.sha256(entry.encode())
    changes = connection.execute(_CHANGES, (operation,))
    while lines := changes.fetchmany(_AT_ONCE):
        digest.update("".join(f"\n{line}" for (line,) in lines).encode())
    return digest.hexdigest()
