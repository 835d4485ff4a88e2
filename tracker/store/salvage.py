"""Whatever can still be read of a damaged register, in a new one, with a list of what could not.

The damaged file is only read, through a copy of it. Where its own description of the tables is
gone, that of a new register is put in its place: registers are always laid out alike. Each table
is then walked from its first row forward and from its last row backward up to the bad pages, and
between those row by row, and column by column where a row breaks off in the middle.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from tracker.domain.errors import RegisterDamaged, TrackerError
from tracker.store import chain, graft, mending, schema
from tracker.store.backup import new_file
from tracker.store.connection import connect, writing
from tracker.store.failures import in_words
from tracker.store.journal import Journal
from tracker.store.records import TABLES

_TABLES: Final = (*(table.name for table in TABLES), "operation", "change")
_WIDEST: Final = 200_000
"""Rows that are tried one by one between two bad pages, at the most."""
_BEYOND: Final = 2_000
"""Rows that are tried beyond the last one read, where nothing says how many there were."""

Row = dict[str, Any]


@dataclass(slots=True)
class Salvaged:
    """What was saved and what was not.

    Attributes:
        kept: table -> rows in the new register.
        lost: sentences, one for each row or part of one that could not be read.
        mended: sentences on what was put in place of rows that others name.
    """

    kept: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)


def salvage(source: Path, target: Path, *, by: str, at: datetime) -> Salvaged:
    """Bring every readable row of a damaged register to a new one at `target`.

    Raises:
        RegisterDamaged: nothing in it can be read as a register.
        TrackerError: something is at `target` already, or it cannot be written.
    """
    found = Salvaged()
    with tempfile.TemporaryDirectory(prefix="tracker-export-") as folder, new_file(target) as part:
        copy = Path(folder) / "damaged.db"
        _copy(source, copy)
        with in_words(target), closing(connect(part, "rw")) as made, writing(made):
            schema.migrate(made)
            graft.mend_header(copy, part)
            if not _has_tables(copy):
                graft.put_schema(copy, part)
            if not _has_tables(copy):
                raise RegisterDamaged(f"Nothing in {source.name} can be read as a register.")
            made.execute("pragma foreign_keys = off")
            made.execute("begin immediate")
            with closing(_open(copy)) as damaged:
                for name in _TABLES:
                    _bring(damaged, made, name, found)
            mending.mend(made, at, found.lost, found.mended)
            name = f"Salvage from {source.name}: {len(found.lost)} rows or parts of them could not be read"
            made.execute("update operation set undoable = 0")
            Journal(made, name, by=by, at=at, undoable=False).note()
            chain.seal_all(made)
            made.execute("commit")
            for name in _TABLES:
                (found.kept[name],) = made.execute(f"select count(*) from {name}").fetchone()  # noqa: S608
    return found


def _copy(source: Path, copy: Path) -> None:
    """The damaged file with the journals that belong to it, which SQLite may then put to use."""
    try:
        shutil.copyfile(source, copy)
        for ending in ("-journal", "-wal"):
            beside = Path(f"{source}{ending}")
            if beside.exists():
                shutil.copyfile(beside, f"{copy}{ending}")
    except OSError as error:
        raise RegisterDamaged(f"{source.name} cannot be read: {error.strerror or error}.") from error


def _open(copy: Path) -> sqlite3.Connection:
    """A connection that reads what it can and gives texts as the bytes that they are."""
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.text_factory = bytes
    connection.execute("pragma trusted_schema = off")
    connection.execute("pragma writable_schema = on")
    return connection


def _has_tables(copy: Path) -> bool:
    """Whether the description of the tables can be read, and is that of a register."""
    with closing(_open(copy)) as connection:
        try:
            rows = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        except sqlite3.DatabaseError:
            return False
    return {b"agreement", b"organisation", b"operation", b"change"} <= {name for (name,) in rows}


def _bring(damaged: sqlite3.Connection, made: sqlite3.Connection, table: str, found: Salvaged) -> None:
    wanted = [row[1] for row in made.execute(f"pragma table_info({table})")]
    try:
        there = {row[1].decode() for row in damaged.execute(f"pragma table_info({table})")}
        columns = [column for column in wanted if column in there]
        if "id" not in columns:
            raise sqlite3.DatabaseError
        rows = _rows(damaged, table, columns, found)
    except sqlite3.DatabaseError:
        found.lost.append(f"{mending.words(table)}: the whole table could not be read.")
        return
    for row in rows:
        values = {column: _text(value) for column, value in row.items()}
        _insert(made, table, values, found)


def _insert(made: sqlite3.Connection, table: str, row: Row, found: Salvaged) -> None:
    names = ", ".join(f'"{column}"' for column in row)
    marks = ", ".join("?" * len(row))
    try:
        mending.understand(table, row)
        made.execute(f"insert into {table} ({names}) values ({marks})", tuple(row.values()))  # noqa: S608
    except (sqlite3.Error, TrackerError, ValueError, TypeError):
        found.lost.append(f"{mending.words(table)} {row['id']}: what was read of it makes no sense.")


def _text(value: object) -> object:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else value


def _rows(connection: sqlite3.Connection, table: str, columns: list[str], found: Salvaged) -> Iterator[Row]:
    """Every row that can be read, in no order; the others are listed."""
    names = ", ".join(f'"{column}"' for column in columns)
    forward, whole = _walk(connection, f"select {names} from {table} order by id")  # noqa: S608
    backward: list[tuple[Any, ...]] = []
    if not whole:
        backward, _ = _walk(connection, f"select {names} from {table} order by id desc")  # noqa: S608
    at = columns.index("id")
    read = {row[at]: row for row in (*backward, *forward)}
    yield from (dict(zip(columns, row, strict=True)) for row in read.values())
    if whole:
        return
    first = max((row[at] for row in forward), default=0) + 1
    last = min((row[at] for row in backward), default=0) - 1
    known = bool(backward) or _highest(connection, table) >= first
    if not backward:
        last = _highest(connection, table) if known else first + _BEYOND
    if last > first + _WIDEST:
        last, known = first + _WIDEST, False
    gone: list[int] = []
    for number in range(first, last + 1):
        yield from _one(connection, table, columns, number, found, gone)
    found.lost += _spans(mending.words(table), gone, last, known=known)


def _spans(words: str, gone: list[int], last: int, *, known: bool) -> Iterator[str]:
    """A sentence for each run of rows that cannot be read, where the last number there was is known or not."""
    for _, run in groupby(enumerate(gone), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        if numbers[-1] == last and not known:
            yield f"{words} {numbers[0]} and any after it cannot be read."
        elif len(numbers) == 1:
            yield f"{words} {numbers[0]} cannot be read."
        else:
            yield f"{words} {numbers[0]} to {numbers[-1]} cannot be read."


def _walk(connection: sqlite3.Connection, sql: str) -> tuple[list[tuple[Any, ...]], bool]:
    """The rows up to the first bad page, and whether there was none."""
    rows: list[tuple[Any, ...]] = []
    try:
        for row in connection.execute(sql):
            rows.append(row)
    except sqlite3.DatabaseError:
        return rows, False
    return rows, True


def _highest(connection: sqlite3.Connection, table: str) -> int:
    """The highest number that a row of the table ever had, where that can be read."""
    try:
        row = connection.execute("select seq from sqlite_sequence where name = ?", (table,)).fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(row[0]) if row else 0


def _one(
    connection: sqlite3.Connection,
    table: str,
    columns: list[str],
    number: int,
    found: Salvaged,
    gone: list[int],
) -> Iterator[Row]:
    """One row by its number: whole, or those of its columns that can be read; `gone` gets it where none can."""
    row: Row = {}
    missing: list[str] = []
    for column in columns:
        sql = f'select "{column}" from {table} where id = ?'  # noqa: S608
        try:
            got = connection.execute(sql, (number,)).fetchone()
        except sqlite3.DatabaseError:
            if column == "id":
                gone.append(number)
                return
            missing.append(column)
            continue
        if got is None:
            return
        row[column] = got[0]
    if missing:
        told = ", ".join(column.replace("_", " ") for column in missing)
        found.lost.append(f"{mending.words(table)} {number}: {told} cannot be read.")
        row |= mending.blanks(table, missing)
    yield row
