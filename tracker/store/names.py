"""Records as sentences name them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from tracker.store.journal import from_image
from tracker.store.records import BY_NAME, Row, Table
from tracker.store.rows import fetch, id_list
from tracker.store.runs import lines_on

_LINES = lines_on("?1", "?2")

_TITLES = ("title", "name", "reference", "subject")


def title(table: Table, row: Row) -> str:
    """A record by what it is called: ‘Street lighting’; "the party" where it has no name of its own."""
    columns = dict(zip(table.columns, row, strict=True))
    return next((f"‘{columns[name]}’" for name in _TITLES if columns.get(name)), f"the {table.words}")


def describe(connection: sqlite3.Connection, table_name: str, record_id: int) -> str:
    """A record that is, or was, in the register; one without a name by what it belongs to."""
    table = BY_NAME[table_name]
    row = _row(connection, table, record_id)
    if row is None:
        return f"the {table.words}"
    own = title(table, row)
    if own.startswith("‘"):
        return own
    for owner, column in table.owners.items():
        owner_id = row[table.columns.index(column)]
        if owner_id is not None:
            return f"{own} of {describe(connection, owner, owner_id)}"
    return own


def last_change(connection: sqlite3.Connection, table: Table, record_id: int) -> tuple[str, str]:
    """What was last done to a record, and by whom; two blanks where the history does not know."""
    found = connection.execute(
        'select o.name, o."by" from change c join operation o on o.id = c.operation_id '  # noqa: S608
        f"where c.id in {_LINES} order by c.id desc limit 1",
        (table.name, record_id),
    ).fetchone()
    return (found[0], found[1]) if found else ("", "")


def _row(connection: sqlite3.Connection, table: Table, record_id: int) -> Row | None:
    """The row as it is, or as it was when it was removed; None where the history does not know it."""
    rows = fetch(connection, table, [record_id])
    if rows:
        return rows[0]
    image = connection.execute(
        "select old from change where record_table = ? and record_id = ? and kind = 'removed' "
        "order by id desc limit 1",
        (table.name, record_id),
    ).fetchone()
    return from_image(table.name, image[0]) if image else None


def users(connection: sqlite3.Connection, table: Table, ids: Iterable[int]) -> str:
    """What names one of those records and is not part of it, such as "2 agreements and 1 party"; else ""."""
    wanted = id_list(ids)
    found = []
    for other in BY_NAME.values():
        for link in connection.execute(f"pragma foreign_key_list({other.name})").fetchall():
            if link[2] == table.name:
                themselves = "and id not in (select value from json_each(?1))" if other is table else ""
                number = connection.execute(
                    f"select count(*) from {other.name} "  # noqa: S608
                    f'where "{link[3]}" in (select value from json_each(?1)) {themselves}',
                    (wanted,),
                ).fetchone()[0]
                if number:
                    found.append(f"{number} {plural(other.words, number)}")
    return " and ".join(found)


def plural(words: str, count: int) -> str:
    """ "party" -> "parties" where there is not exactly one."""
    if count == 1:
        return words
    return re.sub(r"y$", "ie", words) + "s"
