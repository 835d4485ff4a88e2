"""The register file: created, opened, read, and written through one door.

To open one takes little; what asks it questions and what changes it is imported at the first
question and at the first change, for a window is shown before either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tracker.domain.errors import ReadOnly, RegisterBusy
from tracker.store import opening, schema
from tracker.store.backup import copy, new_file
from tracker.store.connection import connect, patiently, writing
from tracker.store.failures import in_words
from tracker.store.identity import identify, in_log
from tracker.store.staleness import stale_standings

if TYPE_CHECKING:
    from tracker.domain.changes import Changes
    from tracker.domain.check import Finding
    from tracker.store.compaction import Dropped
    from tracker.store.journal import Journal
    from tracker.store.log import Write
    from tracker.store.overlay import Laid, Overlay
    from tracker.store.queries import Queries
    from tracker.store.selective import TakenBack
    from tracker.store.undo import Step, Way

Refresh = Callable[["Write", Iterable[int]], None]
"""Called before an operation is committed, with the ids of the agreements that it touched."""


class Register:
    """An open register.

    Attributes:
        path: the file.
        read_only: nothing may be written; `why_read_only` says why in words.
        while_waiting: called again and again while another program is writing; a window stays alive by it.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, why_read_only: str) -> None:
        self.path = path
        self.why_read_only = why_read_only
        self._connection = connection
        self._journal: Journal | None = None
        self._waits = False
        (self._version,) = connection.execute("pragma user_version").fetchone()
        self._there = opening.place_of(path)
        self.while_waiting: Callable[[], None] = _just_wait

    @cached_property
    def read(self) -> Queries:
        """Every question that may be asked, on the connection that also writes."""
        from tracker.store.queries import Queries

        return Queries(self._connection, self.path)

    @cached_property
    def _laid(self) -> Laid:
        from tracker.store.overlay import Laid

        return Laid()

    def stale_standings(self, today: date) -> list[int]:
        """Ids of the agreements whose stored standing may not be true of that day, in their order."""
        with in_words(self.path):
            return stale_standings(self._connection, today)

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
        why = "It was opened for reading." if read_only else opening.why_read_only(path, version)
        with in_words(path):
            if not why and in_log(path):
                why = opening.leave_log(path, version)
            connection = connect(path, "ro" if why else "rw")
            try:
                altered = opening.check_shape(connection, path, version)
                if altered and not why:
                    connection.close()
                    why, connection = altered, connect(path, "ro")
                if version < schema.VERSION:
                    opening.bring_up_to_date(connection, path, version, why)
                return cls(path, connection, why)
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Let go of the file."""
        self._laid.now = None
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
        from tracker.store.journal import Journal

        with self._transaction(Journal(self._connection, name, by=by, at=at, undoable=undoable)) as write:
            yield write
            self._finish(write, refresh)

    @contextmanager
    def derive(self) -> Iterator[Write]:
        """A transaction for what follows from the records alone (standings); no history."""
        from tracker.store.journal import Journal

        self._laid.reckonings += 1
        try:
            with self._transaction(Journal(self._connection, "", by="", at=datetime.now(UTC))) as write:
                yield write
        finally:
            self._laid.reckonings += 1  # whoever has counted meanwhile counts again

    def undo(self, *, by: str, at: datetime, refresh: Refresh | None = None) -> Changes | None:
        """Take back that person's newest operation that may be taken back; None where there is none.

        Raises:
            StaleRecord: a record that it touched was changed since; nothing is done.
        """
        from tracker.store.undo import to_undo

        return self._step(partial(to_undo, by=by), "undo", by, at, refresh)

    def redo(self, *, by: str, at: datetime, refresh: Refresh | None = None) -> Changes | None:
        """Do again what that person took back last; None where there is none, or they did something since.

        Raises:
            StaleRecord: a record that it touched was changed since; nothing is done.
        """
        from tracker.store.undo import to_redo

        return self._step(partial(to_redo, by=by), "redo", by, at, refresh)

    def take_back(
        self, operation: int, *, by: str, at: datetime, refresh: Refresh | None = None
    ) -> TakenBack | None:
        """Take back one operation, whoever did it and whatever came after; None where it was already.

        What was changed since, and what other records need, stays as it is and is named.
        """
        from tracker.store import selective
        from tracker.store.journal import Journal
        from tracker.store.undo import invert, to_take_back

        with in_words(self.path):
            step = to_take_back(self._connection, operation)
        if step is None:
            return None
        journal = Journal(self._connection, step.name, by=by, at=at, kind="undo", target=step.operation)
        with self._transaction(journal) as write:
            kept = selective.to_keep(self._connection, step)
            invert(journal, step, "undo", kept)
            self._finish(write, refresh)
            named = selective.in_words(self._connection, kept)
        return selective.TakenBack(write.changes, named)

    def undo_name(self, by: str) -> str | None:
        """What Undo would take back for that person."""
        step = self.next_step("undo", by)
        return step.name if step else None

    def redo_name(self, by: str) -> str | None:
        """What Redo would do again for that person."""
        step = self.next_step("redo", by)
        return step.name if step else None

    def is_long(self, operation: int) -> bool:
        """Whether that operation touched so many records that to take it back takes more than an instant."""
        from tracker.store.undo import is_long

        with in_words(self.path):
            return is_long(self._connection, operation)

    def next_step(self, way: Way, by: str) -> Step | None:
        """What Undo would take back for that person, or Redo do again; None where there is nothing."""
        from tracker.store.undo import to_redo, to_undo

        with in_words(self.path):
            return (to_undo if way == "undo" else to_redo)(self._connection, by)

    def _step(
        self,
        find: Callable[[sqlite3.Connection], Step | None],
        kind: Way,
        by: str,
        at: datetime,
        refresh: Refresh | None,
    ) -> Changes | None:
        from tracker.store.journal import Journal
        from tracker.store.undo import invert

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
        from tracker.store import chain, words

        touched = write.changes.touches("agreement")
        if refresh is not None and touched:
            refresh(write, sorted(touched))
        words.put_words(self._connection, write.changes, write.bare, write.held)
        if write.changes.operation:
            chain.seal(self._connection, write.changes.operation)

    @contextmanager
    def _transaction(self, journal: Journal) -> Iterator[Write]:
        from tracker.store.log import Write

        if self.why_read_only:
            raise ReadOnly(f"{self.path.name} cannot be changed. {self.why_read_only}")
        if self._waits:
            raise RegisterBusy(f"{self.path.name} is still waiting for another program. Nothing was changed.")
        if self._journal is not None:
            raise RuntimeError("an operation within an operation")
        connection = self._connection
        self._journal = journal
        try:
            with in_words(self.path), writing(connection):
                self._patiently("begin immediate")
                try:
                    self._check_version()
                    yield Write(journal)
                    self._patiently("commit")
                finally:
                    if connection.in_transaction:
                        connection.execute("rollback")
        finally:
            journal.close()
            self._journal = None

    def _check_version(self) -> None:
        """A newer program may have changed the tables under this one."""
        (now,) = self._connection.execute("pragma user_version").fetchone()
        if now != self._version:
            raise ReadOnly(
                f"{self.path.name} was brought up to date by a newer version of Tracker while it was open "
                "here. Nothing was saved; update Tracker and open it again."
            )

    def _patiently(self, statement: str) -> None:
        """Run what may have to wait for another program, and let the window live meanwhile."""
        self._waits = True
        try:
            patiently(self._connection, statement, self.while_waiting)
        finally:
            self._waits = False

    def history_before(self, before: datetime) -> Dropped:
        """What `drop_history` would drop."""
        from tracker.store import compaction

        with in_words(self.path):
            return compaction.find(self._connection, before)

    def drop_history(self, before: datetime, *, by: str, at: datetime) -> Dropped:
        """Drop the entries of the history before an instant (exclusive); an entry of its own says so.

        Entries that something later undoes are kept with all after them.
        """
        from tracker.store import compaction
        from tracker.store.journal import Journal

        dropped = self.history_before(before)
        if dropped.operations:
            name = compaction.name(self._connection, dropped)
            journal = Journal(self._connection, name, by=by, at=at, undoable=False)
            with self._transaction(journal) as write:
                compaction.drop(journal, dropped)
                self._finish(write, None)
        return dropped

    # Other connections, and the file as a whole

    @property
    def waits(self) -> bool:
        """Whether a change is waiting for another program to finish."""
        return self._waits

    def is_elsewhere(self) -> bool:
        """Whether the file was removed, or another one put in its place, since it was opened."""
        return opening.place_of(self.path) != self._there

    def reader(self) -> Queries:
        """The same questions on a connection of their own, for a worker thread; close it there."""
        from tracker.store.queries import Queries

        with in_words(self.path):
            made = connect(self.path, "ro")
            made.execute("pragma cache_size = -6000").fetchall()
            return Queries(made, self.path, own=True, laid=self._laid)

    def new_overlay(self) -> Overlay:
        """Something to reckon another day's standings into.

        Raises:
            TrackerError: there is no room for it in the folder for temporary files.
        """
        from tracker.store import overlay

        with in_words(self.path):
            return overlay.Overlay(overlay.shape(self._connection), self.read.last_operation())

    def lay(self, made: Overlay | None) -> None:
        """Show another day's standings in every list, of every reader too; None for what is stored again.

        The file is not touched. A reader follows at its next question.
        """
        from tracker.store import overlay

        with in_words(self.path):
            overlay.lay(self._connection, made)
        self._laid.now = made

    def data_version(self) -> int:
        """A number that is another one when another connection has written to the file."""
        with in_words(self.path):
            return int(self._connection.execute("pragma data_version").fetchone()[0])

    def copy_to(self, target: Path, *, pages_alone: bool = False) -> None:
        """Copy the register, as it is now, to a file that is not there yet.

        Args:
            pages_alone: as for `backup.copy`.

        Raises:
            RegisterDamaged: it does not pass the check, so no copy is kept.
            TrackerError: the copy cannot be made; nothing is left behind.
        """
        copy(self._connection, self.path, target, pages_alone=pages_alone)

    def check_integrity(self) -> tuple[Finding, ...]:
        """Read the whole file; one Finding for everything that is wrong with it."""
        from tracker.store import soundness

        return soundness.check(self._connection, self.path)


def _just_wait() -> None:
    """Where there is no window to keep alive."""
