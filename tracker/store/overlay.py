"""Standings of another day, in a small database of their own that connections lay over the register.

It is reckoned once, whatever the register's size, and every connection that shows the day attaches
it: temporary views stand before the register's own tables, because SQLite looks a name up among the
temporary ones first, so every list reads the other day without knowing of it. Nothing of it reaches
the register. It lies in a folder that only this user can read, and goes with the last who holds it
(`leftovers.py` says what becomes of it where the program is killed).
"""

from __future__ import annotations

import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

from tracker.domain.errors import TrackerError
from tracker.store import derived
from tracker.store.connection import writing
from tracker.store.derived import Standings
from tracker.store.leftovers import Folder
from tracker.store.rows import id_list

_TABLES: Final = ("standing", "deadline")


class Overlay:
    """Where agreements stand on another day; made on any thread, filled by one at a time.

    Args:
        shape: statements that make the tables, and after them those that make their indexes.
        operation: the register's newest operation when the reckoning began.

    Raises:
        TrackerError: the folder for temporary files cannot be written to.

    Attributes:
        operation: the newest operation that it follows.
    """

    def __init__(self, shape: tuple[list[str], list[str]], operation: int) -> None:
        self.operation = operation
        self._turn = Lock()
        tables, self._indexes = shape
        with _in_words():
            folder = Folder()
            self._path = folder.path / "standings.db"
            self._connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            weakref.finalize(self, _remove, self._connection, folder)
            self._connection.execute("pragma synchronous = off")
            self._connection.execute("pragma journal_mode = off").fetchall()
            self._connection.execute("begin")
            for statement in tables:
                self._connection.execute(statement)

    def add(self, rows: Standings) -> None:
        """Take in more of them."""
        with _in_words():
            derived.put_rows(self._connection, rows)

    def finish(self) -> None:
        """All are in: connections may lay it over a register from now on."""
        with _in_words():
            for statement in self._indexes:
                self._connection.execute(statement)
            self._connection.execute("commit")
            # From here on it is read while it is written to, and a reader never keeps the writer waiting.
            self._connection.execute("pragma journal_mode = wal").fetchall()

    def follow(self, ids: Iterable[int], rows: Standings, operation: int) -> bool:
        """Put the standings of the agreements that operations until that one touched in place of theirs.

        Args:
            ids: all that were touched; what is no longer in the register has no row among `rows`.

        Returns:
            False where there is no room, or a reader is in the way; nothing has changed then.
        """
        with self._turn:
            if operation <= self.operation:
                return True  # somebody else was quicker, and knew no less
            try:
                self._connection.execute("begin immediate")
                derived.drop_rows(self._connection, id_list(ids))
                derived.put_rows(self._connection, rows)
                self._connection.execute("commit")
            except sqlite3.OperationalError:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                return False
            self.operation = operation
            return True

    @property
    def location(self) -> str:
        """Where it lies, for `attach`; whoever attaches it only reads."""
        return f"{self._path.as_uri()}?mode=ro"


class Laid:
    """What every connection to a register follows.

    Attributes:
        now: what lies over it; None for nothing.
        reckonings: counts what is written without an operation that would tell what it touched.
    """

    def __init__(self) -> None:
        self.now: Overlay | None = None
        self.reckonings = 0


def shape(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """The statements that made the register's own tables of standings, and those for their indexes."""
    found = connection.execute(
        "select type, sql from main.sqlite_master where sql is not null and tbl_name in (?, ?)", _TABLES
    ).fetchall()
    return [sql for kind, sql in found if kind == "table"], [sql for kind, sql in found if kind == "index"]


def lay(connection: sqlite3.Connection, overlay: Overlay | None) -> None:
    """Show that day's standings on a connection in place of all that are stored; None for these again."""
    with writing(connection):
        for table in _TABLES:
            connection.execute(f"drop view if exists temp.{table}")
        if any(name == "another_day" for _, name, _ in connection.execute("pragma database_list").fetchall()):
            connection.execute("detach another_day")
        if overlay is not None:
            connection.execute("attach ? as another_day", (overlay.location,))
            connection.execute("pragma another_day.cache_size = -4000")
            for table in _TABLES:
                connection.execute(f"create temp view {table} as select * from another_day.{table}")  # noqa: S608


def version(connection: sqlite3.Connection) -> tuple[object, ...]:
    """What is another value when another connection wrote to the register or to what lies over it."""
    (own,) = connection.execute("pragma data_version").fetchone()
    for _, name, path in connection.execute("pragma database_list").fetchall():
        if name == "another_day":
            (other,) = connection.execute("pragma another_day.data_version").fetchone()
            return own, path, other
    return (own,)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise TrackerError(
            f"Another day is worked out in the folder for temporary files, {tempfile.gettempdir()}, and that "
            f"did not work ({error}). Free some space there, then ask for the day again."
        ) from error


def _remove(connection: sqlite3.Connection, folder: Folder) -> None:
    connection.close()
    folder.remove()
