"""The register file: created, opened, read, and written through one door."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tracker.domain.changes import Changes
from tracker.domain.check import Finding
from tracker.domain.errors import NotARegister, ReadOnly
from tracker.store import chain, overlay, schema, search, soundness
from tracker.store.backup import copy, new_file
from tracker.store.connection import connect, writing
from tracker.store.failures import in_words
from tracker.store.identity import identify
from tracker.store.journal import Journal
from tracker.store.log import Write
from tracker.store.queries import Queries
from tracker.store.undo import Step, Way, invert, to_redo, to_undo

if TYPE_CHECKING:
    from tracker.domain.standing import Standing

Refresh = Callable[[Write, Iterable[int]], None]
"""Called before an operation is committed, with the ids of the agreements that it touched."""


class Register:
    """An open register.

    Attributes:
        path: the file.
        read_only: nothing may be written; `why_read_only` says why in words.
        read: every question that may be asked, on the connection that also writes.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, why_read_only: str) -> None:
        self.path = path
        self.why_read_only = why_read_only
        self._connection = connection
        self._journal: Journal | None = None
        self.read = Queries(connection, path)

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written."""
        return bool(self.why_read_only)

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty register, readable by its owner alone, and open it.

        Raises:
            TrackerError: something is there already, or the folder cannot be written to.
        """
        with new_file(path) as part, in_words(path), closing(connect(part, "rw")) as made, writing(made):
            schema.migrate(made)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a register; for reading only where it, or its folder, cannot be written to.

        Raises:
            NotARegister: it is something else, of a newer format, or altered by another program.
            RegisterDamaged: it is damaged.
            TrackerError: it is not there, or cannot be read.
        """
        version = identify(path)
        why = "It was opened for reading." if read_only else _why_read_only(path, version)
        with in_words(path):
            connection = connect(path, "ro" if why else "rw")
            try:
                _check_shape(connection, path, version)
                if version < schema.VERSION:
                    _bring_up_to_date(connection, path, version, why)
            except BaseException:
                connection.close()
                raise
        return cls(path, connection, why)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Writing

    @contextmanager
    def operation(
        self, name: str, *, by: str, at: datetime, undoable: bool = True, refresh: Refresh | None = None
    ) -> Iterator[Write]:
        """One thing that a person does: one transaction, one entry in the history, one step of Undo.

        Where it changes nothing, the history gets no entry. Where it raises, nothing is changed.

        Args:
            name: as Undo names it ("Extend ‘Street lighting’").
            by: who does it.
            at: when; an instant with its zone.
            undoable: False for what is not taken back, such as an answer to a reminder.
            refresh: called before the end with the ids of the agreements touched.

        Raises:
            RegisterBusy: another program is writing and did not finish in time.
            ReadOnly: the register cannot be written to.
        """
        with self._transaction(Journal(self._connection, name, by=by, at=at, undoable=undoable)) as write:
            yield write
            self._finish(write, refresh)

    @contextmanager
    def derive(self) -> Iterator[Write]:
        """A transaction for what follows from the records alone (standings); no history."""
        with self._transaction(Journal(self._connection, "", by="", at=datetime.now(UTC))) as write:
            yield write

    def undo(self, *, by: str, at: datetime, refresh: Refresh | None = None) -> Changes | None:
        """Take back the newest operation that may be taken back; None where there is none.

        Raises:
            StaleRecord: a record that it touched was changed since; nothing is done.
        """
        return self._step(to_undo, "undo", by, at, refresh)

    def redo(self, *, by: str, at: datetime, refresh: Refresh | None = None) -> Changes | None:
        """Do again what was taken back last; None where there is none, or something new was done since.

        Raises:
            StaleRecord: a record that it touched was changed since; nothing is done.
        """
        return self._step(to_redo, "redo", by, at, refresh)

    @property
    def undo_name(self) -> str | None:
        """What Undo would take back."""
        with in_words(self.path):
            step = to_undo(self._connection)
        return step.name if step else None

    @property
    def redo_name(self) -> str | None:
        """What Redo would do again."""
        with in_words(self.path):
            step = to_redo(self._connection)
        return step.name if step else None

    def _step(
        self,
        find: Callable[[sqlite3.Connection], Step | None],
        kind: Way,
        by: str,
        at: datetime,
        refresh: Refresh | None,
    ) -> Changes | None:
        with in_words(self.path):
            step = find(self._connection)
        if step is None:
            return None
        journal = Journal(self._connection, step.name, by=by, at=at, kind=kind, target=step.operation)
        with self._transaction(journal) as write:
            invert(journal, step, kind)
            self._finish(write, refresh)
        return write.changes

    def _finish(self, write: Write, refresh: Refresh | None) -> None:
        search.put_words(self._connection, write.changes)
        touched = write.changes.touches("agreement")
        if refresh is not None and touched:
            refresh(write, sorted(touched))
        if write.changes.operation:
            chain.seal(self._connection, write.changes.operation)

    @contextmanager
    def _transaction(self, journal: Journal) -> Iterator[Write]:
        if self.why_read_only:
            raise ReadOnly(f"{self.path.name} cannot be changed. {self.why_read_only}")
        if self._journal is not None:
            raise RuntimeError("an operation within an operation")
        connection = self._connection
        self._journal = journal
        try:
            with in_words(self.path), writing(connection):
                connection.execute("begin immediate")
                try:
                    yield Write(journal)
                    connection.execute("commit")
                finally:
                    if connection.in_transaction:
                        connection.execute("rollback")
        finally:
            journal.close()
            self._journal = None

    # Other connections, and the file as a whole

    def reader(self) -> Queries:
        """The same questions on a connection of their own, for a worker thread; close it there."""
        with in_words(self.path):
            return Queries(connect(self.path, "ro"), self.path, own=True)

    def overlay(self, standings: Iterable[tuple[int, Standing]], day: date) -> None:
        """Show the standings of another day in every list of `read`; the file is not touched."""
        with in_words(self.path):
            overlay.lay(self._connection, standings, day)

    def lift_overlay(self) -> None:
        """Show what is stored again."""
        with in_words(self.path):
            overlay.lift(self._connection)

    def data_version(self) -> int:
        """A number that is another one when another connection has written to the file."""
        with in_words(self.path):
            return int(self._connection.execute("pragma data_version").fetchone()[0])

    def copy_to(self, target: Path) -> None:
        """Copy the register, as it is now, to a file that is not there yet.

        Raises:
            RegisterDamaged: it does not pass the check, so no copy is kept.
            TrackerError: the copy cannot be made; nothing is left behind.
        """
        copy(self._connection, self.path, target)

    def check_integrity(self) -> tuple[Finding, ...]:
        """Read the whole file; one Finding for everything that is wrong with it."""
        return soundness.check(self._connection, self.path)


def _why_read_only(path: Path, version: int) -> str:
    if version > schema.VERSION:
        return "It was saved by a newer version of Tracker; update Tracker to change it."
    if not os.access(path, os.W_OK):
        return "The file may only be read: it is write-protected, or lies where you may not write."
    if not os.access(path.parent, os.W_OK):
        return "The folder that it lies in may not be written to, and saving needs a second file there."
    return ""


def _check_shape(connection: sqlite3.Connection, path: Path, version: int) -> None:
    if schema.is_altered(schema.shape(connection), version):
        raise NotARegister(
            f"The tables of {path.name} were altered by another program, so it is not safe to open. "
            "Restore a backup."
        )


def _bring_up_to_date(connection: sqlite3.Connection, path: Path, version: int, why_read_only: str) -> None:
    """Migrate a register of an older version, after a copy of it was made beside it."""
    if why_read_only:
        raise ReadOnly(
            f"{path.name} was made by an older version and has to be brought up to date before it can be "
            "read, which changes it. Open it for writing, or make a copy of it where you may write."
        )
    mark = f"{path.stem} before format {schema.major(schema.VERSION)}.{schema.VERSION & 0xFFFF}"
    kept = path.with_name(mark + path.suffix)
    if not kept.exists():
        copy(connection, path, kept)
    with writing(connection):
        schema.migrate(connection)
