"""Rows out of tables, and the records that they make. Names of tables and columns come from `records.py`."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from tracker.store.records import Row, Table, quoted


def id_list(ids: Iterable[int]) -> str:
    """Ids as one parameter for `json_each(?)`, however many."""
    return json.dumps(list(ids))


def fetch(connection: sqlite3.Connection, table: Table, ids: Iterable[int], key: str = "id") -> list[Row]:
    """The rows whose `key` is among `ids`, in the order of their own ids."""
    sql = (
        f"select {quoted(table.columns)} from {table.name} "  # noqa: S608
        f'where "{key}" in (select value from json_each(?)) order by id'
    )
    return connection.execute(sql, (id_list(ids),)).fetchall()


def fetch_all(connection: sqlite3.Connection, table: Table) -> list[Row]:
    """Every row, in the order of ids."""
    sql = f"select {quoted(table.columns)} from {table.name} order by id"  # noqa: S608
    return connection.execute(sql).fetchall()


def fetch_fields(
    connection: sqlite3.Connection,
    table: Table,
    names: Sequence[str],
    ids: Iterable[int] | None = None,
    key: str = "id",
) -> list[Row]:
    """Those fields alone of the records whose `key` is among `ids`, of every record for None; in the order of ids."""
    fields = [table.field(name) for name in names]
    columns = [column for field in fields for column in field.columns]
    where = "" if ids is None else f'where "{key}" in (select value from json_each(?))'  # noqa: S608
    sql = f"select {quoted(columns)} from {table.name} {where} order by id"  # noqa: S608
    found = connection.execute(sql, () if ids is None else (id_list(ids),)).fetchall()
    read = iter([list(column) for column in zip(*found, strict=True)])
    values = [field.codec.unpack(tuple(next(read) for _ in field.columns)) for field in fields if found]
    return list(zip(*values, strict=True))


def records(connection: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> list[Any]:
    """The records of those rows, with their children, in the same order."""
    if not rows:
        return []
    columns = table.unpack(rows)
    for child in table.children:
        families: dict[int, list[Any]] = defaultdict(list)
        found = fetch(connection, child.table, columns["id"], child.key)
        for member in records(connection, child.table, found):
            families[getattr(member, child.key)].append(member)
        columns[child.name] = [tuple(families.get(owner, ())) for owner in columns["id"]]
    return table.make(columns)
