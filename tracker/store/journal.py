"""Rows written, changed and removed, each with its line in the history.

This is the only place that writes to a table of records. `log.py` puts records on top
of it, and `undo.py` runs it backwards.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from tracker.domain.changes import Changes
from tracker.store.records import BY_NAME, Row, Table, is_blank, quoted
from tracker.store.rows import fetch, id_list
from tracker.store.runs import runs_of

if TYPE_CHECKING:
    from tracker.domain.agreement import Agreement, Party

    Held = tuple[Agreement, Sequence[Party]]

Kind = Literal["do", "undo", "redo"]
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_text = _ENCODER.encode


class Journal:
    """One transaction's writes. The history gets its entry with the first of them.

    Attributes:
        at: when, an instant with its zone.
        name: what the person did; "" for a transaction that writes no records.
        held: id -> agreement that this transaction stored and did not touch since, and its parties.
        bare: ids of agreements that it added and that have no standing yet.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        name: str,
        *,
        by: str,
        at: datetime,
        undoable: bool = True,
        kind: Kind = "do",
        target: int | None = None,
    ) -> None:
        self.connection = connection
        self.name = name
        self.at = at
        self._by = by
        self._undoable = undoable
        self._kind = kind
        self._target = target
        self.held: dict[int, Held] = {}
        self.bare: set[int] = set()
        self._operation = 0
        self._run = ("", 0, 0)
        self._touched: dict[str, set[int]] = defaultdict(set)
        self._open = True

    @property
    def changes(self) -> Changes:
        """What has been touched so far; a record whose child was touched counts as touched."""
        touched = {table: frozenset(ids) for table, ids in self._touched.items() if ids}
        return Changes(self._operation, self.name, touched)

    def close(self) -> None:
        """Let nothing more be written."""
        self._open = False

    def check_open(self) -> None:
        """Raise the bug that a write outside an operation is."""
        if not self._open:
            raise RuntimeError("a write outside an operation")

    def hold(self, stored: Iterable[tuple[int, Held]]) -> None:
        """Keep agreements that were just stored at hand, until one of them is touched again."""
        self.held.update(stored)

    def insert(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        """Add rows, given column by column, ids included.

        Columns with nothing in them are left out: to bind a None costs more than a value. Of many rows,
        a word that is the same in all stands in the statement.
        """
        self.check_open()
        used = {name: values for name, values in columns.items() if not is_blank(values)}
        same = {name: _said_once(values) for name, values in used.items()}
        marks = ", ".join(same[name] or "?" for name in used)
        self.connection.executemany(
            f"insert into {table.name} ({quoted(used)}) values ({marks})",  # noqa: S608
            zip(*(values for name, values in used.items() if not same[name]), strict=True),
        )
        self._touch(table, columns)
        if table.name == "agreement":
            self.bare.update(columns["id"])
        for first, last in runs_of(sorted(columns["id"])):
            self._note_added(table.name, first, last)

    def update(self, table: Table, row: Row, columns: Mapping[str, Any]) -> None:
        """Set columns of the row that now is `row`."""
        self.check_open()
        old = dict(zip(table.columns, row, strict=True))
        settings = quoted(columns, form='"{}" = ?')
        self.connection.execute(
            f"update {table.name} set {settings} where id = ?",  # noqa: S608
            (*columns.values(), row[0]),
        )
        before = {column: old[column] for column in columns}
        self._touch(table, {column: [old[column], columns.get(column, old[column])] for column in old})
        self._note(table, "changed", [(row[0], _json(before), _json(columns))])

    def delete(self, table: Table, rows: Sequence[Row]) -> None:
        """Remove the rows that now are `rows`, and what was derived from them."""
        self.check_open()
        ids = id_list(row[0] for row in rows)
        if table.name == "agreement":
            self.bare.difference_update(row[0] for row in rows)
            for derived in ("standing", "deadline", "party_names"):
                self.connection.execute(
                    f"delete from main.{derived} where agreement_id in (select value from json_each(?))",  # noqa: S608
                    (ids,),
                )
        self.connection.execute(
            f"delete from {table.name} where id in (select value from json_each(?))",  # noqa: S608
            (ids,),
        )
        self._touch(table, as_columns(table, rows))
        self._note(
            table,
            "removed",
            [(row[0], image, None) for row, image in zip(rows, _images(table, rows), strict=True)],
        )

    def note(self) -> int:
        """Make the entry in the history now, without a record that is touched; returns its number."""
        self.check_open()
        return self._enter()

    def rows(self, table: Table, ids: Iterable[int], key: str = "id") -> list[Row]:
        """Rows as they are now."""
        return fetch(self.connection, table, ids, key)

    def _note_added(self, table: str, first: int, last: int) -> None:
        """A line about records that were added, or a longer run where the last line was about those before."""
        before, until, line = self._run
        if before == table and first == until + 1:
            self.connection.execute("update change set last_id = ? where id = ?", (last, line))
        else:
            entered = self.connection.execute(
                "insert into change (operation_id, record_table, record_id, kind, last_id) "
                "values (?, ?, ?, 'added', ?)",
                (self._enter(), table, first, last if last > first else None),
            )
            line = entered.lastrowid or 0
        self._run = table, last, line

    def _note(self, table: Table, kind: str, images: Sequence[tuple[int, str, str | None]]) -> None:
        operation = self._enter()
        self._run = ("", 0, 0)
        self.connection.executemany(
            "insert into change (operation_id, record_table, record_id, kind, old, new) "
            "values (?, ?, ?, ?, ?, ?)",
            [(operation, table.name, record_id, kind, old, new) for record_id, old, new in images],
        )

    def _touch(self, table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
        self._touched[table.name].update(columns["id"])
        for owner, column in table.owners.items():
            self._touched[owner].update(columns[column])
            self._touched[owner].discard(None)
        if self.held and "agreement" in (table.name, *table.owners):
            column = "id" if table.name == "agreement" else table.owners["agreement"]
            for one in self.held.keys() & set(columns[column]):
                del self.held[one]

    def _enter(self) -> int:
        if not self.name:
            raise RuntimeError("records may only be changed in an operation with a name")
        if not self._operation:
            entered = self.connection.execute(
                'insert into operation (at, "by", name, kind, target, undoable) values (?, ?, ?, ?, ?, ?)',
                (
                    self.at.astimezone(UTC).isoformat(timespec="seconds"),
                    self._by,
                    self.name,
                    self._kind,
                    self._target,
                    int(self._undoable),
                ),
            )
            self._operation = entered.lastrowid or 0
        return self._operation


_MANY = 100
"""Rows from which it pays to make a statement for them alone."""


def _said_once(values: Sequence[Any]) -> str:
    """As SQL, the number or plain word that every one of many rows holds; "" where there is none."""
    first = values[0]
    if len(values) < _MANY or first != values[-1] or values.count(first) < len(values):
        return ""
    if type(first) is int:
        return str(first)
    return f"'{first}'" if type(first) is str and (not first or first.replace(" ", "").isalnum()) else ""


def as_columns(table: Table, rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    """The same rows, column by column."""
    return dict(zip(table.columns, zip(*rows, strict=True), strict=True))


def _json(columns: Mapping[str, Any]) -> str:
    return _ENCODER.encode(dict(columns))


def _images(table: Table, rows: Sequence[Row]) -> list[str]:
    """All that each row holds, as JSON; columns that are blank are left out."""
    members = []
    for column, values in as_columns(table, rows).items():
        start = f'"{column}":'
        blank = (None, table.blank[column])
        members.append(
            [
                None if value in blank else start + (_text(value) if type(value) is str else str(value))
                for value in values
            ]
        )
    return [f"{{{','.join(filter(None, row))}}}" for row in zip(*members, strict=True)]


def from_image(table: str, image: str) -> Row:
    """The row of which `image` was taken."""
    return tuple((BY_NAME[table].blank | json.loads(image)).values())
