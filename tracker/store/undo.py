"""Taking an operation back, and doing it again, from what the history says.

To undo is an operation of its own: it writes the inverse of every change, and links to
what it undoes. To redo is the inverse of that. So the history only ever grows, and both
survive a restart. Neither guesses: where a record has changed since, nothing is done.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from tracker.domain.errors import StaleRecord
from tracker.store import names
from tracker.store.journal import Journal, as_columns, from_image
from tracker.store.records import BY_NAME, Row
from tracker.store.runs import RECORDS, lines_on

Way = Literal["undo", "redo"]


class Step(NamedTuple):
    """What Undo or Redo would take back.

    Attributes:
        operation: what the person did.
        inverse_of: the operation whose changes are to be inverted.
        name: of `operation`.
    """

    operation: int
    inverse_of: int
    name: str


_LAST = "(select t.{0} from operation t where t.target = o.id order by t.id desc limit 1)"

_UNDONE = f"coalesce({_LAST.format('kind')}, 'do') = 'undo'"

_TO_UNDO = f"""
select o.id, coalesce({_LAST.format("id")}, o.id), o.name from operation o
where o.kind = 'do' and o.undoable and o."by" = ? and not {_UNDONE}
order by o.id desc limit 1
"""  # noqa: S608

_NAMED = f"select o.id, coalesce({_LAST.format('id')}, o.id), o.name from operation o where o.id = ? and o.kind = 'do' and not {_UNDONE}"  # noqa: S608

_TO_REDO = """
select o.id, u.id, o.name from operation u join operation o on o.id = u.target
where u.kind = 'undo' and u."by" = ?1
  and u.id > (select coalesce(max(id), 0) from operation where kind = 'do' and undoable and "by" = ?1)
  and not exists (select 1 from operation later where later.target = o.id and later.id > u.id)
order by u.id desc limit 1
"""

_LONG = 300
"""Records that are written in a tenth of a second."""
_IS_LONG = f"""
select coalesce(sum(records), 0) > ?2
from (select {RECORDS} as records from change where operation_id = ?1 limit ?2 + 1)
"""  # noqa: S608

_LINES = lines_on("later.record_table", "later.record_id")
_CHANGED_SINCE = f"""
select later.record_table, later.record_id, o.name, o."by"
from operation o join change later on later.operation_id = o.id
where o.id > ?2 and o.kind = 'do' and not {_UNDONE}
  and later.last_id is null
  and exists (select 1 from change mine where mine.operation_id = ?1
    and mine.id in {_LINES})
order by later.id
"""  # noqa: S608


def to_undo(connection: sqlite3.Connection, by: str) -> Step | None:
    """The newest operation of that person that may be taken back; others' are theirs to take back."""
    row = connection.execute(_TO_UNDO, (by,)).fetchone()
    return Step(*row) if row else None


def to_take_back(connection: sqlite3.Connection, operation: int) -> Step | None:
    """The operation of that number, unless it was taken back already."""
    row = connection.execute(_NAMED, (operation,)).fetchone()
    return Step(*row) if row else None


def to_redo(connection: sqlite3.Connection, by: str) -> Step | None:
    """What that person took back last, unless they did something new since."""
    row = connection.execute(_TO_REDO, (by,)).fetchone()
    return Step(*row) if row else None


def is_long(connection: sqlite3.Connection, operation: int) -> bool:
    """Whether that operation touched more than some hundred records."""
    return bool(connection.execute(_IS_LONG, (operation, _LONG)).fetchone()[0])


def changed_since(connection: sqlite3.Connection, step: Step) -> dict[tuple[str, int], tuple[str, str]]:
    """(table, id) of the records of `step` that were changed since -> by what first, and by whom."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for table, record_id, name, by in connection.execute(
        _CHANGED_SINCE, (step.inverse_of, step.operation)
    ).fetchall():
        found.setdefault((table, record_id), (name, by))
    return found


def invert(journal: Journal, step: Step, way: Way, kept: Collection[tuple[str, int]] | None = None) -> None:
    """Write the inverse of `step`, after making sure that its records are as it left them.

    Args:
        kept: (table, id) of records to leave as they are; None to refuse where any was changed since.

    Raises:
        StaleRecord: one of them was changed since; the sentence names it.
    """
    since = step.operation if way == "undo" else step.inverse_of
    found = journal.connection.execute(_CHANGED_SINCE, (step.inverse_of, since)).fetchone()
    if found and kept is None:
        table, record_id, name, by = found
        what = names.describe(journal.connection, table, record_id)
        raise StaleRecord(
            f"‘{step.name}’ cannot be taken back: {what} was changed since, by ‘{name}’"
            f"{f' ({by})' if by else ''}. Take that back first, or change the record by hand."
        )
    changes = journal.connection.execute(
        "select record_table, kind, record_id, old, new, coalesce(last_id, record_id) from change "
        "where operation_id = ? order by id desc",
        (step.inverse_of,),
    ).fetchall()
    for (table, kind), group in groupby(changes, key=lambda change: change[:2]):
        entries = [
            (record_id, old, new)
            for _, _, first, old, new, last in group
            for record_id in range(last, first - 1, -1)
            if not kept or (table, record_id) not in kept
        ]
        if not entries:
            continue
        if kind == "added":
            _remove(journal, step, table, [entry[0] for entry in entries])
        elif kind == "removed":
            rows = [from_image(table, entry[1]) for entry in entries]
            journal.insert(BY_NAME[table], as_columns(BY_NAME[table], rows))
        else:
            for entry in entries:
                _restore(journal, step, table, *entry)


def _remove(journal: Journal, step: Step, table: str, ids: Sequence[int]) -> None:
    rows = journal.rows(BY_NAME[table], ids)
    if len(rows) != len(ids):
        raise _altered(journal, step, table, min(set(ids) - {row[0] for row in rows}))
    users = names.users(journal.connection, BY_NAME[table], ids)
    if users:
        raise StaleRecord(
            f"‘{step.name}’ cannot be taken back, because other records now name what it added: {users}. "
            "Remove or change those first."
        )
    journal.delete(BY_NAME[table], rows[::-1])


def _restore(journal: Journal, step: Step, table: str, record_id: int, old: str, new: str) -> None:
    rows = journal.rows(BY_NAME[table], [record_id])
    if not rows or not _holds(table, rows[0], new):
        raise _altered(journal, step, table, record_id)
    journal.update(BY_NAME[table], rows[0], json.loads(old))


def _holds(table: str, row: Row, image: str) -> bool:
    now = dict(zip(BY_NAME[table].columns, row, strict=True))
    return all(now[column] == value for column, value in json.loads(image).items())


def _altered(journal: Journal, step: Step, table: str, record_id: int) -> StaleRecord:
    return StaleRecord(
        f"‘{step.name}’ cannot be taken back: {names.describe(journal.connection, table, record_id)} "
        "was changed by another program, outside the history."
    )
