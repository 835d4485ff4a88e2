"""Earlier states: an agreement with its parts as it was after any operation, read back from the history."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from tracker.domain.agreement import Agreement
from tracker.store.journal import from_image
from tracker.store.records import BY_NAME, Child, Table
from tracker.store.rows import fetch
from tracker.store.runs import lines_on

_AGREEMENT = BY_NAME["agreement"]
_LINES = lines_on("?1", "r.value")
_SINCE = f"""
select r.value, c.kind, c.old from json_each(?3) r cross join change c on c.id in {_LINES}
where c.operation_id > ?2 order by c.id desc
"""  # noqa: S608


def agreement_after(connection: sqlite3.Connection, agreement_id: int, operation: int) -> Agreement | None:
    """The agreement as it was right after that operation; None where it was not in the register then.

    Its parts keep the ids that they had, which others may not have today.
    """
    whole = _then(connection, _AGREEMENT, "id", agreement_id, [agreement_id], operation)
    if not whole:
        return None
    families: dict[str, Any] = {
        child.name: tuple(
            child.table.kind(**fields) for fields in _parts(connection, child, agreement_id, operation)
        )
        for child in _AGREEMENT.children
    }
    return Agreement(**whole[0], **families)


def _parts(connection: sqlite3.Connection, child: Child, owner: int, operation: int) -> list[dict[str, Any]]:
    """Field values of the parts of one kind that the agreement had then."""
    gone = connection.execute(
        "select record_id from change where record_table = ? and kind = 'removed' and operation_id > ? "  # noqa: S608
        f"and old ->> '$.{child.key}' = ?",
        (child.table.name, operation, owner),
    ).fetchall()
    now = connection.execute(
        f'select id from {child.table.name} where "{child.key}" = ?',  # noqa: S608
        (owner,),
    ).fetchall()
    ids = sorted({row[0] for row in (*gone, *now)})
    return _then(connection, child.table, child.key, owner, ids, operation)


def _then(
    connection: sqlite3.Connection, table: Table, key: str, owner: int, ids: list[int], operation: int
) -> list[dict[str, Any]]:
    """Field values of those rows as they were, of those that were there and belonged to `owner`."""
    states: dict[int, dict[str, Any] | None] = dict.fromkeys(ids)
    for row in fetch(connection, table, ids):
        states[row[0]] = dict(zip(table.columns, row, strict=True))
    for record_id, kind, old in connection.execute(
        _SINCE, (table.name, operation, json.dumps(ids))
    ).fetchall():
        if kind == "added":
            states[record_id] = None
        elif kind == "removed":
            states[record_id] = dict(zip(table.columns, from_image(table.name, old), strict=True))
        else:
            states[record_id] = (states[record_id] or {}) | json.loads(old)
    found = [state for state in states.values() if state is not None and state[key] == owner]
    return list(table.values([tuple(state[column] for column in table.columns) for state in found]))
