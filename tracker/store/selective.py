"""Taking back one operation among others: what came after it stays, with all that it needs.

What was changed since is kept. So is what goes with a record that is kept: its owner, its
parts, and every record that something which stays names.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from tracker.domain.changes import Changes
from tracker.store import names
from tracker.store.records import BY_NAME, TABLES
from tracker.store.rows import id_list
from tracker.store.undo import Step, changed_since

Key = tuple[str, int]


class TakenBack(NamedTuple):
    """What came of taking back one operation among others.

    Attributes:
        kept: the names of what it had added or changed and that stays, because of what came after.
    """

    changes: Changes
    kept: tuple[str, ...]


def to_keep(connection: sqlite3.Connection, step: Step) -> set[Key]:
    """(table, id) of the records of that operation that may not be taken back any more."""
    added: dict[str, set[int]] = defaultdict(set)
    for table, first, last in connection.execute(
        "select record_table, record_id, coalesce(last_id, record_id) from change "
        "where operation_id = ? and kind = 'added'",
        (step.inverse_of,),
    ).fetchall():
        added[table].update(range(first, last + 1))
    kept = set(changed_since(connection, step))
    size = -1
    while size != len(kept):
        size = len(kept)
        _keep_owners(connection, added, kept)
        _keep_parts(connection, added, kept)
        _keep_named(connection, added, kept)
    return kept


def in_words(connection: sqlite3.Connection, kept: Collection[Key]) -> tuple[str, ...]:
    """Those records by name, parts of others apart."""
    whole = {BY_NAME[name].name for name in BY_NAME if not BY_NAME[name].owners}
    found = (names.describe(connection, table, number) for table, number in sorted(kept) if table in whole)
    return tuple(dict.fromkeys(found))


def _ids(kept: Iterable[Key], table: str) -> str:
    return id_list(sorted(number for name, number in kept if name == table))


def _keep_owners(connection: sqlite3.Connection, added: dict[str, set[int]], kept: set[Key]) -> None:
    """What a record that stays belongs to."""
    for table in TABLES:
        for owner, column in table.owners.items():
            found = connection.execute(
                f'select "{column}" from {table.name} '  # noqa: S608
                "where id in (select value from json_each(?))",
                (_ids(kept, table.name),),
            ).fetchall()
            kept.update((owner, number) for (number,) in found if number in added[owner])


def _keep_parts(connection: sqlite3.Connection, added: dict[str, set[int]], kept: set[Key]) -> None:
    """What belongs to a record that stays."""
    for table in TABLES:
        for owner, column in table.owners.items():
            found = connection.execute(
                f'select id from {table.name} where "{column}" in (select value from json_each(?))',  # noqa: S608
                (_ids(kept, owner),),
            ).fetchall()
            kept.update((table.name, number) for (number,) in found if number in added[table.name])


def _keep_named(connection: sqlite3.Connection, added: dict[str, set[int]], kept: set[Key]) -> None:
    """What is named by any record that is not about to go."""
    for table in TABLES:
        going = id_list(sorted(n for n in added[table.name] if (table.name, n) not in kept))
        for link in connection.execute(f"pragma foreign_key_list({table.name})").fetchall():
            found = connection.execute(
                f'select distinct "{link[3]}" from {table.name} '  # noqa: S608
                "where id not in (select value from json_each(?))",
                (going,),
            ).fetchall()
            kept.update((link[2], number) for (number,) in found if number in added[link[2]])
