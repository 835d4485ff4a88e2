"""Every question that may be asked of a register.

Lists come as small tuples straight from SQL; whole records only where one is looked at.
Nothing is left half read: a reader with an open cursor would keep writers out.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.agreement import Agreement, PartyRole
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement
from tracker.store import amounts, dues, earlier, facets, history, knowing, listing
from tracker.store.amounts import Totals
from tracker.store.dues import DayCount, Overdue
from tracker.store.find import find
from tracker.store.groups import Group
from tracker.store.history import HistoryRow
from tracker.store.knowing import Known
from tracker.store.listing import AgreementRow, DeadlineRow, Listing
from tracker.store.overlay import Laid
from tracker.store.reading import Reader
from tracker.store.records import BY_NAME
from tracker.store.scan import Scan
from tracker.store.staleness import stale_standings

__all__ = ["AgreementRow", "DeadlineRow", "Group", "HistoryRow", "Known", "Listing", "Queries", "Totals"]


class Queries(Reader):
    """Every question, on one connection.

    Args:
        own: True where closing this closes the connection.
        laid: what lies over the register, for a connection that is to follow it by itself.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, own: bool = False, laid: Laid | None = None
    ) -> None:
        super().__init__(connection, path, own=own, laid=laid)
        self._scan = Scan(connection, laid if own else None)

    # Lists

    def listing(
        self,
        search: str = "",
        filters: Mapping[str, str] | None = None,
        sort: str = "title",
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> Listing:
        """Agreements as rows, sorted; rows without a value come last either way.

        Args:
            search: words that must all be found, anywhere in its words; those of one or two
                letters where a word begins.
            filters: name -> value, or several parted by "|"; names are those of `filters.FILTERS`.
            sort: a name of `listing.SORTS`.

        Raises:
            TrackerError: no such filter or sort.
        """
        with self._words():
            return listing.page(
                self._connection, listing.View(search, dict(filters or {}), sort, descending), limit, offset
            )

    def ids(
        self,
        search: str = "",
        filters: Mapping[str, str] | None = None,
        sort: str = "title",
        descending: bool = False,
        group: str = "",
    ) -> array[int]:
        """Ids of all the rows of a listing in order (typecode I); group by group where one is named."""
        with self._words():
            return self._scan.ids(listing.View(search, dict(filters or {}), sort, descending, group))

    def first_ids(
        self,
        search: str = "",
        filters: Mapping[str, str] | None = None,
        sort: str = "title",
        descending: bool = False,
        number: int = 256,
    ) -> tuple[int, list[int]]:
        """How many rows a listing has, and the ids of the first of them."""
        with self._words():
            return self._scan.first(listing.View(search, dict(filters or {}), sort, descending), number)

    def learn(self) -> bool:
        """Get to know some words of the register, for searches to be quick; True when all are known."""
        with self._words():
            return self._scan.learn()

    def number(self, search: str = "", filters: Mapping[str, str] | None = None) -> int:
        """How many rows a listing has."""
        with self._words():
            return self._scan.number(listing.View(search, dict(filters or {})))

    def has_more_than(self, number: int) -> bool:
        """Whether there are more agreements than that; quick, however many there are."""
        sql = "select exists (select 1 from agreement limit 1 offset ?)"
        with self._words():
            return bool(self._connection.execute(sql, (number,)).fetchone()[0])

    def groups(self, group: str, search: str = "", filters: Mapping[str, str] | None = None) -> list[Group]:
        """The headings of a listing grouped by a name of `facets.GROUPS`, in their order."""
        with self._words():
            return self._scan.groups(listing.View(search, dict(filters or {}), group=group))

    def first_grouped(
        self,
        group: str,
        search: str = "",
        filters: Mapping[str, str] | None = None,
        sort: str = "title",
        descending: bool = False,
        number: int = 256,
    ) -> tuple[list[Group], list[int]]:
        """The headings of a grouped listing, and the ids of the first rows under them."""
        with self._words():
            return self._scan.first_grouped(
                listing.View(search, dict(filters or {}), sort, descending, group), number
            )

    def totals_of(self, ids: Iterable[int]) -> Totals:
        """What those agreements come to, for each basis and currency apart."""
        with self._words():
            return amounts.totals_of(self._connection, ids)

    def rows(self, ids: Iterable[int]) -> list[AgreementRow]:
        """The rows of those agreements, in that order; those that are not there are left out."""
        with self._words():
            return listing.rows(self._connection, ids)

    def facet(
        self, name: str, search: str = "", filters: Mapping[str, str] | None = None
    ) -> list[tuple[str, int]]:
        """(value, number of agreements), most first; names are those of `facets.FACETS`.

        A filter by the same name is left aside, so that its other values can be chosen as well.
        """
        with self._words():
            return facets.facet(self._connection, listing.View(search, dict(filters or {})), name)

    def totals(self, search: str = "", filters: Mapping[str, str] | None = None) -> Totals:
        """What the agreements of a listing come to, for each basis and currency apart."""
        with self._words():
            view = listing.View(search, dict(filters or {}))
            return self._scan.totals(view) if self._own else amounts.totals(self._connection, view)

    def counts(self) -> dict[str, int]:
        """How many records of each type there are, by the name of its table."""
        sql = " union all ".join(f"select '{name}', count(*) from {name}" for name in BY_NAME)  # noqa: S608
        with self._words():
            return dict(self._connection.execute(sql).fetchall())

    def deadlines(
        self,
        until: date | None = None,
        filters: Mapping[str, str] | None = None,
        open_on: date | None = None,
    ) -> list[DeadlineRow]:
        """Stored deadlines to act on until a day (inclusive; None for all), the earliest first.

        Args:
            filters: of the agreements they belong to, as for `listing`.
            open_on: only those that on that day are not settled, nor dates that only happened.
        """
        with self._words():
            return listing.deadlines(self._connection, until, dict(filters or {}), open_on)

    def deadline_rows(self, ids: Iterable[int]) -> list[DeadlineRow]:
        """The rows of those deadlines, in that order; those that are not there are left out."""
        with self._words():
            return listing.deadline_rows(self._connection, ids)

    def remindable(self, until: date | None = None) -> list[int]:
        """Ids of the deadlines to act on until a day (inclusive; None for all) that can come up, the earliest first.

        What is settled cannot; of agreements that somebody answered for it is among them all the same.
        """
        with self._words():
            return dues.remindable(self._connection, until)

    def coming_up(self, today: date, last: date, stages: Iterable[int]) -> list[int]:
        """Ids of the deadlines that may come up after today and until a day (inclusive), the earliest first.

        Args:
            stages: all the numbers of days before the day to act by at which any rule brings one up.
        """
        with self._words():
            return dues.coming_up(self._connection, today, last, stages)

    def due_per_day(self, today: date, until: date) -> list[DayCount]:
        """How many deadlines are open on a day, for each day to act by until another (inclusive)."""
        with self._words():
            return dues.per_day(self._connection, today, until)

    def overdue(self, today: date, limit: int) -> Overdue:
        """The worst overdue deadline of each agreement, `limit` at the most, and how many there are."""
        with self._words():
            return dues.overdue(self._connection, today, limit)

    def due_between(self, today: date, first: date, last: date, limit: int) -> list[int]:
        """Ids of the open deadlines to act on between two days (inclusive), without what is overdue."""
        with self._words():
            return dues.between(self._connection, today, first, last, limit)

    def due_of_each_day(self, today: date, until: date, number: int) -> list[int]:
        """Ids of the first open deadlines of each day to act by, so many a day, until a day (inclusive)."""
        with self._words():
            return dues.of_each_day(self._connection, today, until, number)

    def decided(self) -> frozenset[tuple[str, str, str]]:
        """(uid, kind, ISO date) of every deadline that was decided, and not re-armed since."""
        sql = (
            "select agreement_uid, kind, date from answer group by agreement_uid, kind, date "
            "having max(iif(action = 'decided', id, 0)) > max(iif(action = 're-armed', id, 0))"
        )
        with self._words():
            return frozenset(self._connection.execute(sql).fetchall())

    def stale_standings(self, today: date) -> list[int]:
        """Ids of the agreements whose stored standing may not be true of that day, in their order."""
        with self._words():
            return stale_standings(self._connection, today)

    # Finding by name

    def find_agreement(self, text: str) -> list[AgreementRow]:
        """Agreements that `text` may mean: the one of that reference or uid, else any that hold it."""
        with self._words():
            return listing.rows(self._connection, find(self._connection, "agreement", text))

    def find_organisation(self, text: str) -> list[Organisation]:
        """Organisations that `text` may mean, by any part of any of their names."""
        with self._words():
            found = find(self._connection, "organisation", text)
        return self.records(Organisation, found)

    def find_arrangement(self, text: str) -> list[Arrangement]:
        """Arrangements that `text` may mean, by any part of title or reference."""
        with self._words():
            found = find(self._connection, "arrangement", text)
        return self.records(Arrangement, found)

    # History

    def last_operation(self) -> int:
        """The number of the newest entry; 0 where there is none."""
        with self._words():
            return history.newest(self._connection)

    def touched_since(self, operation: int, most: int) -> list[int]:
        """Ids of agreements that operations after that one touched, themselves or a child; `most` of them.

        Those that were removed are among them.
        """
        with self._words():
            return history.touched_since(self._connection, operation, most)

    def history(
        self,
        limit: int = 100,
        table: str | None = None,
        record_id: int | None = None,
        *,
        changes: int = history.MOST,
    ) -> list[HistoryRow]:
        """What was done, newest first; to one record and its children where one is named.

        Args:
            changes: so many changes of each operation are told at the most; 0 for the names alone.
        """
        with self._words():
            return history.rows(self._connection, limit, table, record_id, changes)

    def agreement_after(self, agreement_id: int, operation: int) -> Agreement | None:
        """An agreement with its parts as it was right after that operation; None where it was not there."""
        with self._words():
            return earlier.agreement_after(self._connection, agreement_id, operation)

    # For an import

    def known_agreements(self) -> Known:
        """What every agreement is known by, in columns, in the order of ids."""
        with self._words():
            return knowing.known(self._connection)

    def ids_of_uids(self, uids: Sequence[str]) -> dict[str, int]:
        """Permanent identity -> id of the agreement that has it, for those that are there."""
        with self._words():
            return knowing.of_uids(self._connection, uids)

    def parties_but(self, role: PartyRole, ids: Iterable[int]) -> list[tuple[int, str, str]]:
        """Parties of those agreements in any other role: (id of the agreement, organisation's name, as written)."""
        with self._words():
            return knowing.parties_but(self._connection, ids, role)

    def edited(self, ids: Iterable[int], imports: str) -> dict[int, dict[str, Any]]:
        """Agreement -> field -> what an import left there, for what a person changed after imports.

        Args:
            imports: what the names of imports in the history begin with.
        """
        with self._words():
            return knowing.edited(self._connection, ids, imports)
