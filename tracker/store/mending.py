"""Making a register whole that was put together from what could be read of a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any

from tracker.domain.changes import Changes
from tracker.store.records import BY_NAME
from tracker.store.uid import new_uids
from tracker.store.words import put_words

_NAMES = ("title", "name", "subject")


def words(table: str) -> str:
    """What a row of that table is called: "Extension option"."""
    plain = {"operation": "history entry", "change": "change in the history"}
    return (plain.get(table) or BY_NAME[table].words).capitalize()


def blanks(table: str, columns: Iterable[str]) -> dict[str, Any]:
    """What those columns hold where nobody has said anything."""
    known = _defaults(table) if table in BY_NAME else {}
    return {column: known.get(column) for column in columns}


def _defaults(name: str) -> dict[str, Any]:
    table = BY_NAME[name]
    found: dict[str, Any] = dict(table.blank)
    given = {field.name: field.default for field in fields(table.kind) if field.default is not MISSING}
    for field in table.fields:
        if field.name in given:
            packed = field.pack([given[field.name]])
            found |= {column: cell[0] for column, cell in zip(field.columns, packed, strict=True)}
    return found


def understand(name: str, row: dict[str, Any]) -> None:
    """Raise TrackerError, ValueError or TypeError where a row of that table is not one that can be shown."""
    if name in BY_NAME:
        table = BY_NAME[name]
        next(table.values([tuple(row.get(column) for column in table.columns)]))


def mend(connection: sqlite3.Connection, at: datetime, lost: list[str], mended: list[str]) -> None:
    """Put something in the place of rows that others name and that are missing, then write what is derived.

    Where nothing can stand for a row, those that name it go as well. Both are told.
    """
    while broken := connection.execute("pragma foreign_key_check").fetchall():
        for table, row, parent, link in broken:
            column = connection.execute(f"pragma foreign_key_list({table})").fetchall()
            key = next(entry[3] for entry in column if entry[0] == link)
            found = connection.execute(f'select "{key}" from {table} where id = ?', (row,)).fetchone()  # noqa: S608
            if found is None or _is_there(connection, parent, found[0]):
                continue
            if _stand_in(connection, parent, found[0], at):
                mended.append(f"{words(parent)} {found[0]} was lost; one without contents stands for it.")
            else:
                connection.execute(f"delete from {table} where id = ?", (row,))  # noqa: S608
                lost.append(f"{words(table)} {row}: the {words(parent).lower()} that it belongs to is lost.")
    ids = frozenset(row[0] for row in connection.execute("select id from agreement").fetchall())
    put_words(connection, Changes(0, "", {"agreement": ids}), ids)


def _is_there(connection: sqlite3.Connection, table: str, number: int) -> bool:
    return bool(connection.execute(f"select 1 from {table} where id = ?", (number,)).fetchone())  # noqa: S608


def _stand_in(connection: sqlite3.Connection, table: str, number: int, at: datetime) -> bool:
    """Add a row that says that it stands for a lost one; False where no such row can be made."""
    if table == "operation":
        row: dict[str, Any] = {"at": "", "by": "", "name": "Not recovered", "kind": "do", "undoable": 0}
    else:
        row = _defaults(table) | {"uid": new_uids(at, number, 1)[0]}
        name = next((column for column in _NAMES if column in row), "")
        if not name:
            return False
        row[name] = f"Not recovered ({words(table).lower()} {number})"
    row["id"] = number
    columns = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join("?" * len(row))
    try:
        connection.execute(f"insert into {table} ({columns}) values ({marks})", tuple(row.values()))  # noqa: S608
    except sqlite3.IntegrityError:
        return False
    return True
