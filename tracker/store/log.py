"""Records added, changed and removed within one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.domain.agreement import Agreement
from tracker.domain.changes import Changes
from tracker.domain.errors import StaleRecord, TrackerError
from tracker.store import derived, names
from tracker.store.bulk import MANY, indexed_afterwards
from tracker.store.journal import Journal
from tracker.store.records import BY_KIND, TABLES, Child, Row, Table
from tracker.store.rows import records as make_records
from tracker.store.uid import new_uids

if TYPE_CHECKING:
    from tracker.domain.deadlines.standing import Standing
    from tracker.store.journal import Held

T = TypeVar("T")
_BATCH = 10_000
"""Rows converted at a time: enough for speed, few enough for memory."""

_WITHOUT_DATES = frozenset(("parties", "arrangement_id"))
"""Fields of an agreement from which no date follows, unless an event names one of its parties."""


class Write:
    """The door through which records enter, change and leave; made by `Register.operation`."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._named = 0

    @property
    def changes(self) -> Changes:
        """What has been touched so far; agreements whose parties, options or events changed included."""
        return self._journal.changes

    @property
    def held(self) -> Mapping[int, Held]:
        """Agreements that this operation loaded and did not touch since, as they were given, with their parties."""
        return self._journal.held

    @property
    def bare(self) -> frozenset[int]:
        """Ids of agreements that were added and have no standing yet."""
        return frozenset(self._journal.bare)

    def add(self, record: T) -> T:
        """Store a record with its children; returns it with the ids and uids that it now has.

        The id is always a new one; a uid that the record brings is kept.
        """
        return self.add_all([record])[0]

    def add_all(self, records: Sequence[T]) -> list[T]:
        """Store many records of one type, with their children; returns them as they now are."""
        if not records:
            return []
        table = BY_KIND[type(records[0])]
        ids = self.load(records)
        return make_records(self._journal.connection, table, self._journal.rows(table, ids))

    def load(self, records: Sequence[Any], **fields: Sequence[Any]) -> range:
        """Store many records of one type, with their children, and return their new ids in order.

        The quick way for an import: the records are not made again with their ids.

        Args:
            fields: a value for each record, in place of its own (such as the ids of parties
                that were not known when the records were made).
        """
        table = BY_KIND[type(records[0])] if records else None
        if table is None:
            return range(0)
        ids = self._load(table, records, {}, fields)
        if table.kind is Agreement and fields.keys() <= _WITHOUT_DATES:
            parties = fields.get("parties") or [one.parties for one in records]
            self._journal.hold(
                (number, (one, its))
                for number, one, its in zip(ids, records, parties, strict=True)
                if not any(event.organisation_id for event in one.events)
            )
        return ids

    @contextmanager
    def expecting(self, kind: type, coming: int) -> Iterator[None]:
        """Load about `coming` records of one type, and do nothing else, the quickest way there is.

        Meanwhile nothing finds the children of a record quickly: change and remove records
        afterwards. Where it fails the operation can only be taken back.
        """
        self._journal.check_open()
        tables = ("change", *_with_children(BY_KIND[kind]))
        try:
            with indexed_afterwards(self._journal.connection, tables, coming):
                yield
        except BaseException:
            self._journal.close()
            raise

    def _load(
        self,
        table: Table,
        records: Sequence[Any],
        parent: Mapping[str, Sequence[int]],
        given: Mapping[str, Sequence[Any]],
    ) -> range:
        """Store records whose columns in `parent` (their parent's ids) and fields in `given` are known apart."""
        self._journal.check_open()
        last = self._journal.connection.execute(
            "select coalesce(max(seq), 0) from sqlite_sequence where name = ?", (table.name,)
        ).fetchone()[0]
        ids = range(last + 1, last + 1 + len(records))
        uids = new_uids(self._journal.at, self._named, len(records))
        self._named += len(records)
        children = {child.name for child in table.children}
        for at in range(0, len(records), _BATCH):
            part = slice(at, at + _BATCH)
            columns = table.pack(records[part])
            for name in given.keys() - children:
                field = table.field(name)
                columns |= zip(field.columns, field.pack(list(given[name][part])), strict=True)
            columns["id"] = list(ids[part])
            columns["uid"] = [own or new for own, new in zip(columns["uid"], uids[part], strict=True)]
            columns |= {column: list(values[part]) for column, values in parent.items()}
            self._journal.insert(table, columns)
        for child in table.children:
            families = given.get(child.name) or list(map(attrgetter(child.name), records))
            members = [member for family in families for member in family]
            if members:
                owner_ids = [owner for owner, family in zip(ids, families, strict=True) for _ in family]
                self._load(child.table, members, {child.key: owner_ids}, {})
        return ids

    def agreements(self, ids: Sequence[int]) -> Iterator[tuple[int, Agreement]]:
        """(id, agreement) of those agreements, with all that their dates follow from.

        What this operation loaded and left alone since is not read again: it comes first, as it
        was given, without ids, parties and arrangement. Where that is much, those that start
        together come one after another, for they are often alike.
        """
        held = self._journal.held
        at_hand = [(one, held[one][0]) for one in ids if one in held]
        yield from sorted(at_hand, key=_start) if len(at_hand) > MANY else at_hand
        table = BY_KIND[Agreement]
        others = [one for one in ids if one not in held] if len(at_hand) < len(ids) else []
        for at in range(0, len(others), _BATCH):
            rows = self._journal.rows(table, others[at : at + _BATCH])
            for agreement in make_records(self._journal.connection, table, rows):
                yield agreement.id, agreement

    def change(
        self, kind: type[T], record_id: int, /, *, was: Mapping[str, object] | None = None, **fields: object
    ) -> None:
        """Set fields of one record; fields that already have the value are left alone.

        A field of children is set as a whole: those with an id are changed where they
        differ, those without are added, those missing are removed.

        Args:
            was: field -> value as the person saw it before changing it.

        Raises:
            StaleRecord: the record has gone, or a field in `was` has another value by now.
        """
        table = BY_KIND[kind]
        row = self._row(table, record_id)
        children = {child.name: child for child in table.children}
        known = next(table.values([row]))
        if children.keys() & (fields.keys() | (was or {}).keys()):
            record = make_records(self._journal.connection, table, [row])[0]
            known |= {name: getattr(record, name) for name in children}
        self._check_seen(table, row, known, was or {})
        columns: dict[str, Any] = {}
        for name, value in fields.items():
            if name not in children and known[name] != value:
                field = table.field(name)
                packed = field.pack([value])
                columns |= {column: cell[0] for column, cell in zip(field.columns, packed, strict=True)}
        if columns:
            self._journal.update(table, row, columns)
        for name in children.keys() & fields.keys():
            self._change_children(children[name], record_id, known[name], fields[name])

    def remove(self, kind: type, record_id: int) -> None:
        """Remove a record with all that belongs to it.

        Raises:
            StaleRecord: it has gone already.
            TrackerError: other records depend on it; the sentence says which.
        """
        table = BY_KIND[kind]
        row = self._row(table, record_id)
        self._remove_belongings(table, record_id)
        users = names.users(self._journal.connection, table, [record_id])
        if users:
            raise TrackerError(
                f"{names.title(table, row)} cannot be removed, because other records name it: {users}. "
                "Remove or change those first."
            )
        self._journal.delete(table, [row])

    def put_standings(self, standings: Iterable[tuple[int, Standing]], today: date | None = None) -> None:
        """Store what follows from agreements on a day: status, ends and deadlines.

        They replace what was stored for those agreements, and are not part of the history.

        Args:
            standings: (id of the agreement, its standing).
            today: the day for which they were reckoned; that of the operation where None.
        """
        self._journal.check_open()
        derived.put_standings(
            self._journal.connection, standings, today or self._journal.at.date(), self._journal.bare
        )

    def _row(self, table: Table, record_id: int) -> Row:
        self._journal.check_open()
        rows = self._journal.rows(table, [record_id])
        if not rows:
            raise StaleRecord(
                f"That {table.words} is no longer in the register: it was removed since it was last shown."
            )
        return rows[0]

    def _check_seen(
        self, table: Table, row: Row, known: Mapping[str, object], was: Mapping[str, object]
    ) -> None:
        now = {name: known[name] for name, seen in was.items() if known[name] != seen}
        if now:
            moved = " and the ".join(name.replace("_", " ") for name in now)
            what, by = names.last_change(self._journal.connection, table, row[0])
            told = f": ‘{what}’{f' ({by})' if by else ''}" if what else ""
            raise StaleRecord(
                f"The {moved} of {names.title(table, row)} changed since it was last shown{told}. "
                "Nothing was overwritten; look at it again first.",
                now=now,
                by=by,
            )

    def _change_children(self, child: Child, parent_id: int, before: Sequence[Any], after: Any) -> None:
        kept = {member.id: member for member in before}
        wanted = {member.id for member in after}
        for member in before:
            if member.id not in wanted:
                self.remove(child.table.kind, member.id)
        for member in after:
            if member.id in kept:
                fields = {field.name: getattr(member, field.name) for field in child.table.fields}
                families = {family.name: getattr(member, family.name) for family in child.table.children}
                fields |= {"uid": kept[member.id].uid, child.key: parent_id}
                self.change(child.table.kind, member.id, **fields, **families)
            else:
                self.add(replace(member, **{child.key: parent_id}))

    def _remove_belongings(self, table: Table, record_id: int) -> None:
        """Remove every row that goes with this one, the deepest first."""
        for other in TABLES:
            keys = [other.owners[table.name]] if table.name in other.owners else []
            rows = [row for key in keys for row in self._journal.rows(other, [record_id], key)]
            kind_at = other.columns.index("record_kind") if other.ends else 0
            rows += [
                row
                for key in other.ends
                for row in self._journal.rows(other, [record_id], key)
                if row[kind_at] == table.kind.__name__
            ]
            for row in dict.fromkeys(rows):
                self._remove_belongings(other, row[0])
                self._journal.delete(other, [row])


def _start(one: tuple[int, Agreement]) -> date:
    """A day to sort an agreement by; the last for one that has none."""
    starts = one[1].starts
    return (starts.earliest if starts else None) or date.max


def _with_children(table: Table) -> list[str]:
    """The names of a table and of those that its records' children lie in."""
    return [table.name, *(name for child in table.children for name in _with_children(child.table))]
