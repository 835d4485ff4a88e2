"""Whole records of a register, read on one connection.

Nothing is left half read: a reader with an open cursor would keep writers out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.store import overlay
from tracker.store.derived import StandingRow, stored_standings
from tracker.store.failures import in_words
from tracker.store.overlay import Laid, Overlay
from tracker.store.records import BY_KIND
from tracker.store.rows import fetch, fetch_all, fetch_fields, id_list, records

T = TypeVar("T")
_CHUNK = 1000


class Reader:
    """Whole records, read on one connection.

    Args:
        own: True where closing this closes the connection.
        laid: what lies over the register, for a connection that is to follow it by itself.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, own: bool = False, laid: Laid | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._own = own
        self._laid = laid
        self._shown: Overlay | None = None

    def close(self) -> None:
        """Let go of the connection, where it is this reader's own."""
        if self._own:
            self._shown = None
            self._connection.close()

    def interrupt(self) -> None:
        """Withdraw the question that another thread is asking; it raises Interrupted there."""
        self._connection.interrupt()

    def record(self, kind: type[T], record_id: int) -> T:
        """One record of any type, with its children.

        Raises:
            TrackerError: there is none with that id.
        """
        found = self.records(kind, [record_id])
        if not found:
            raise TrackerError(f"That {BY_KIND[kind].words} is not in the register (any more).")
        return found[0]

    def records(self, kind: type[T], ids: Iterable[int] | None = None) -> list[T]:
        """Records of any type with their children, by id; all of them where `ids` is None."""
        table = BY_KIND[kind]
        with self._words():
            rows = fetch_all(self._connection, table) if ids is None else fetch(self._connection, table, ids)
            return records(self._connection, table, rows)

    def fields(self, kind: type[object], *names: str) -> list[tuple[Any, ...]]:
        """Those fields of every record, by id: for what is asked of all of them and needs little of each."""
        with self._words():
            return fetch_fields(self._connection, BY_KIND[kind], names)

    def fields_of(
        self, kind: type[object], field: str, record_ids: Iterable[int], *names: str
    ) -> list[tuple[Any, ...]]:
        """Those fields of the records whose `field` (`arrangement_id` …) is one of those ids, by their own id."""
        table = BY_KIND[kind]
        (column,) = table.field(field).columns
        with self._words():
            return fetch_fields(self._connection, table, names, record_ids, column)

    def related(self, kind: type[T], field: str, record_id: int) -> list[T]:
        """Records whose `field` (`arrangement_id`, `organisation_id` …) is that id."""
        return self.related_to(kind, field, [record_id])

    def related_to(self, kind: type[T], field: str, record_ids: Iterable[int]) -> list[T]:
        """Records whose `field` is one of those ids, read at once."""
        table = BY_KIND[kind]
        with self._words():
            rows = fetch(self._connection, table, record_ids, *table.field(field).columns)
            return records(self._connection, table, rows)

    def numbers(self, kind: type[object], field: str) -> dict[int, int]:
        """How many records have each id in `field` (`arrangement_id` …); none are read."""
        table = BY_KIND[kind]
        (column,) = table.field(field).columns
        with self._words():
            found = self._connection.execute(
                f'select "{column}", count(*) from {table.name} where "{column}" is not null group by 1'  # noqa: S608
            )
            return dict(found.fetchall())

    def agreement(self, agreement_id: int) -> Agreement:
        """One agreement with its parties, options, notices and events."""
        return self.record(Agreement, agreement_id)

    def agreements(self, ids: Iterable[int] | None = None) -> Iterator[Agreement]:
        """Agreements by id, read a thousand at a time; those that are not there are left out."""
        with self._words():
            if ids is None:
                ids = [row[0] for row in self._connection.execute("select id from agreement").fetchall()]
        wanted = sorted(ids)
        for at in range(0, len(wanted), _CHUNK):
            yield from self.records(Agreement, wanted[at : at + _CHUNK])

    def organisation(self, organisation_id: int) -> Organisation:
        """One organisation."""
        return self.record(Organisation, organisation_id)

    def organisations(self) -> list[Organisation]:
        """All of them."""
        return self.records(Organisation)

    def arrangement(self, arrangement_id: int) -> Arrangement:
        """One arrangement."""
        return self.record(Arrangement, arrangement_id)

    def arrangements(self) -> list[Arrangement]:
        """All of them."""
        return self.records(Arrangement)

    def memberships(self, arrangement_id: int) -> list[Membership]:
        """Every stint in an arrangement."""
        return self.related(Membership, "arrangement_id", arrangement_id)

    def eventful(self, arrangement_ids: Iterable[int], kind: str, detail: str) -> list[int]:
        """Ids of the agreements of those arrangements that have an event of that kind, or one so described."""
        sql = (
            "select a.id from json_each(?) asked join agreement a on a.arrangement_id = asked.value where exists "
            "(select 1 from event e where e.agreement_id = a.id and (e.kind = ? or e.detail = ?)) order by a.id"
        )
        with self._words():
            found = self._connection.execute(sql, (id_list(arrangement_ids), kind, detail))
            return [row[0] for row in found.fetchall()]

    def stored_standings(self, agreement_ids: Iterable[int]) -> list[StandingRow]:
        """What lists show of where those agreements stand; those that are not there are left out."""
        with self._words():
            return stored_standings(self._connection, agreement_ids)

    @contextmanager
    def _words(self) -> Iterator[None]:
        with in_words(self._path):
            if self._laid is not None and self._shown is not self._laid.now:
                shown = self._laid.now
                overlay.lay(self._connection, shown)
                self._shown = shown
            yield
