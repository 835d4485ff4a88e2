"""Records added, changed and removed within one operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from tracker.domain.changes import Changes
from tracker.domain.errors import StaleRecord
from tracker.store import derived, names
from tracker.store.journal import Journal
from tracker.store.records import BY_KIND, TABLES, Child, Row, Table
from tracker.store.rows import records as make_records
from tracker.store.uid import new_uids

if TYPE_CHECKING:
    from tracker.domain.standing import Standing

T = TypeVar("T")


class Write:
    """The door through which records enter, change and leave; made by `Register.operation`."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._named = 0

    @property
    def changes(self) -> Changes:
        """What has been touched so far; agreements whose parties, options or events changed included."""
        return self._journal.changes

    def add(self, record: T) -> T:
        """Store a record with its children; returns it with the ids and uids that it now has.

        The id is always a new one; a uid that the record brings is kept.
        """
        return self.add_all([record])[0]

    def add_all(self, records: Sequence[T]) -> list[T]:
        """Store many records of one type, with their children; the quick way for an import."""
        if not records:
            return []
        table = BY_KIND[type(records[0])]
        identities = self._identities(table, records)
        families = {child.name: self._children(child, records, identities) for child in table.children}
        stored: list[T] = [
            replace(record, id=new_id, uid=uid, **{name: family[at] for name, family in families.items()})  # type: ignore[type-var]
            for at, (record, (new_id, uid)) in enumerate(zip(records, identities, strict=True))
        ]
        self._journal.insert(table, table.pack(stored))
        for child in table.children:
            rows = child.table.pack([member for family in families[child.name] for member in family])
            if rows:
                self._journal.insert(child.table, rows)
        return stored

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
        record = make_records(self._journal.connection, table, [row])[0]
        self._check_seen(table, record, was or {})
        columns: dict[str, Any] = {}
        children = {child.name: child for child in table.children}
        for name, value in fields.items():
            if name not in children and getattr(record, name) != value:
                field = table.field(name)
                packed = field.codec.pack([value])
                columns |= {column: cell[0] for column, cell in zip(field.columns, packed, strict=True)}
        if columns:
            self._journal.update(table, row, columns)
        for name in children.keys() & fields.keys():
            self._change_children(children[name], record_id, getattr(record, name), fields[name])

    def remove(self, kind: type, record_id: int) -> None:
        """Remove a record with all that belongs to it.

        Raises:
            StaleRecord: it has gone already.
            TrackerError: other records depend on it; the sentence says which.
        """
        table = BY_KIND[kind]
        row = self._row(table, record_id)
        self._remove_belongings(table, record_id)
        names.refuse_if_used(self._journal.connection, table, record_id)
        self._journal.delete(table, [row])

    def put_standings(self, standings: Iterable[tuple[int, Standing]], today: date | None = None) -> None:
        """Store what follows from agreements on a day: status, ends and deadlines.

        They replace what was stored for those agreements, and are not part of the history.

        Args:
            standings: (id of the agreement, its standing).
            today: the day for which they were reckoned; that of the operation where None.
        """
        self._journal.check_open()
        derived.put_standings(self._journal.connection, standings, today or self._journal.at.date())

    def _identities(self, table: Table, records: Sequence[Any]) -> list[tuple[int, str]]:
        self._journal.check_open()
        last = self._journal.connection.execute(
            "select coalesce(max(seq), 0) from sqlite_sequence where name = ?", (table.name,)
        ).fetchone()[0]
        uids = new_uids(self._journal.at, self._named, len(records))
        self._named += len(records)
        return [
            (last + 1 + at, record.uid or uid)
            for at, (record, uid) in enumerate(zip(records, uids, strict=True))
        ]

    def _children(
        self, child: Child, parents: Sequence[Any], identities: Sequence[tuple[int, str]]
    ) -> list[tuple[Any, ...]]:
        """Each parent's children, with ids, uids and their parent's id."""
        families = [getattr(parent, child.name) for parent in parents]
        flat = [member for family in families for member in family]
        named: Iterator[tuple[int, str]] = iter(self._identities(child.table, flat))
        return [
            tuple(
                replace(member, id=new_id, uid=uid, **{child.key: parent_id})
                for member, (new_id, uid) in zip(family, named, strict=False)
            )
            for family, (parent_id, _) in zip(families, identities, strict=True)
        ]

    def _row(self, table: Table, record_id: int) -> Row:
        self._journal.check_open()
        rows = self._journal.rows(table, [record_id])
        if not rows:
            raise StaleRecord(
                f"That {table.words} is no longer in the register: it was removed since it was last shown."
            )
        return rows[0]

    def _check_seen(self, table: Table, record: Any, was: Mapping[str, object]) -> None:
        moved = [name.replace("_", " ") for name, seen in was.items() if getattr(record, name) != seen]
        if moved:
            raise StaleRecord(
                f"The {' and the '.join(moved)} of {names.title(table, record)} changed since it was last "
                "shown. Nothing was overwritten; look at it again first."
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
