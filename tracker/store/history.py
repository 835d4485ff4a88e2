"""The history: who did what, when, from what to what."""

from __future__ import annotations

import json
import sqlite3
from itertools import islice
from typing import Any, Final, NamedTuple

from tracker.store.names import describe
from tracker.store.records import BY_NAME, Table
from tracker.store.runs import RECORDS, lines_on


class FieldChange(NamedTuple):
    """One field of one record, before and after.

    Attributes:
        table, record_id: the record; `record` its name in words.
        kind: "added", "changed" or "removed".
        field: "" where the record came or went as a whole; `old` and `new` are None then.
        old, new: values of the domain.
    """

    table: str
    record_id: int
    record: str
    kind: str
    field: str
    old: Any
    new: Any


class HistoryRow(NamedTuple):
    """One thing that a person did.

    Attributes:
        at: ISO text, in UTC.
        kind: "do", or "undo" or "redo" of the operation `target`.
        undone: it was taken back and not done again.
        touched: how many records; `changes` holds the first of them.
    """

    operation: int
    at: str
    by: str
    name: str
    kind: str
    target: int | None
    undone: bool
    touched: int
    changes: tuple[FieldChange, ...]


_LINES: Final = lines_on("k.value ->> 0", "k.value ->> 1")

UNLISTED = "Reminders shown"
"""Name of operations that are notes of the program's own and nobody's doing: the history leaves them out."""

MOST = 200
"""Changes shown of one operation: an import has as many as rows."""

_OPERATIONS = f"""
select o.id, o.at, o."by", o.name, o.kind, o.target,
  coalesce((select t.kind from operation t where t.target = o.id order by t.id desc limit 1), 'do') = 'undo',
  (select coalesce(sum({RECORDS}), 0) from change c where c.operation_id = o.id)
from operation o
"""  # noqa: S608


def rows(
    connection: sqlite3.Connection,
    limit: int,
    table: str | None,
    record_id: int | None,
    changes: int = MOST,
) -> list[HistoryRow]:
    """The newest operations; those that touched one record or its children where one is named.

    Notes of the program's own (`UNLISTED`) are left out.

    `changes`: so many changes of each are told at the most.
    """
    concerned: tuple[Any, ...] = ()
    where = ""
    if table is not None:
        keys = [(table, record_id)]
        keys += [
            (child.table.name, row[0])
            for child in BY_NAME[table].children
            for row in connection.execute(
                f'select id from {child.table.name} where "{child.key}" = ?1 union '  # noqa: S608
                "select record_id from change where record_table = ?2 and kind = 'removed' "
                f"and json_extract(old, '$.{child.key}') = ?1",
                (record_id, child.table.name),
            ).fetchall()
        ]
        concerned = (json.dumps(keys),)
        where = (
            f"and o.id in (select c.operation_id from json_each(?) k cross join change c on c.id in {_LINES})"  # noqa: S608
        )
    found = connection.execute(
        f"{_OPERATIONS} where o.name <> ? {where} order by o.id desc limit ?", (UNLISTED, *concerned, limit)
    ).fetchall()
    return [
        HistoryRow._make((*row[:6], bool(row[6]), row[7], _changes(connection, row[0], changes)))
        for row in found
    ]


def touched_since(connection: sqlite3.Connection, operation: int, most: int) -> list[int]:
    """Ids of the agreements that later operations than that one touched, themselves or a child."""
    table = BY_NAME["agreement"]
    touched = [
        "select record_id as id from change "
        "where operation_id > ?1 and record_table = 'agreement' and last_id is null",
        "select a.id from change join agreement a on a.id between record_id and last_id "
        "where operation_id > ?1 and record_table = 'agreement'",
    ]
    for child in table.children:
        where = f"operation_id > ?1 and record_table = '{child.table.name}'"
        touched += [
            f"select t.{child.key} from change join {child.table.name} t "  # noqa: S608
            f"on t.id between record_id and coalesce(last_id, record_id) where {where}",
            f"select old ->> '$.{child.key}' from change where {where} and kind = 'removed'",  # noqa: S608
        ]
    clause = " union ".join(touched)
    found = connection.execute(
        f"select id from ({clause}) where id is not null limit ?2",  # noqa: S608
        (operation, most),
    )
    return [row[0] for row in found.fetchall()]


def newest(connection: sqlite3.Connection) -> int:
    """The number of the newest operation; 0 where there is none."""
    return int(connection.execute("select coalesce(max(id), 0) from operation").fetchone()[0])


_WIDE: Final = ("organisation", "organisation_name", "arrangement")
"""Tables whose names stand in the lists beside many agreements."""


def touched_alone(connection: sqlite3.Connection, operation: int, most: int) -> list[int] | None:
    """The agreements that later operations touched, where lists show nothing else otherwise than before.

    None where there was no such operation, where it changed what stands beside other agreements
    as well, or where it touched more than `most` records.
    """
    found = connection.execute(
        f"select record_table, {RECORDS} from change where operation_id > ? limit ?",  # noqa: S608
        (operation, most + 1),
    ).fetchall()
    if not 0 < sum(count for _, count in found) <= most or any(table in _WIDE for table, _ in found):
        return None
    return touched_since(connection, operation, most)


def _changes(connection: sqlite3.Connection, operation: int, most: int) -> tuple[FieldChange, ...]:
    found = connection.execute(
        "select record_table, record_id, coalesce(last_id, record_id), kind, old, new from change "
        "where operation_id = ? order by id limit ?",
        (operation, most),
    ).fetchall()
    records = (
        (table, record_id, kind, old, new)
        for table, first, last, kind, old, new in found
        for record_id in range(first, last + 1)
    )
    changes: list[FieldChange] = []
    for table, record_id, kind, old, new in islice(records, most):
        record = describe(connection, table, record_id)
        if kind == "changed":
            before, after = _fields(BY_NAME[table], old), _fields(BY_NAME[table], new)
            changes += [
                FieldChange(table, record_id, record, kind, name, before[name], after[name])
                for name in before
            ]
        else:
            changes.append(FieldChange(table, record_id, record, kind, "", None, None))
    return tuple(changes)


def _fields(table: Table, image: str) -> dict[str, Any]:
    """Field values from an image of some of a row's columns; a field has all of its columns or none."""
    columns = json.loads(image)
    return {
        field.name: field.codec.unpack(tuple([columns[column]] for column in field.columns))[0]
        for field in table.fields
        if field.columns[0] in columns
    }
