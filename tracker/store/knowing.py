"""What an import asks of the register: what its agreements are known by, and what people changed since."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from tracker.domain.agreement import Agreement, PartyRole
from tracker.store.records import BY_KIND
from tracker.store.rows import id_list
from tracker.store.runs import lines_on

_TABLE = BY_KIND[Agreement]


class Known(NamedTuple):
    """What agreements are known by, in columns: each has its place, in the order of ids.

    Attributes:
        starts: ISO text of the first day that it may start on; None where not known.
    """

    ids: Sequence[int]
    references: Sequence[str]
    titles: Sequence[str]
    starts: Sequence[str | None]


_KNOWN = "select id, reference, title, starts_earliest from agreement order by id"
_OF_UIDS = "select uid, id from agreement where uid in (select value from json_each(?))"
_PARTIES = """
select p.agreement_id, o.name, p.as_written from party p join organisation o on o.id = p.organisation_id
where p.agreement_id in (select value from json_each(?)) and p.role <> ? order by p.id
"""

# What stands of what was done: a step that was taken back is left out, and so is the taking back.
_STANDS = """
o.kind = 'do' and coalesce((select t.kind from operation t where t.target = o.id order by t.id desc limit 1), 'do')
  <> 'undo'
"""
_LINES = lines_on("'agreement'", "r.value")
_OWN = f"""
select r.value, c.kind, c.old, c.new, o.name like ?2
from json_each(?1) r cross join change c on c.id in {_LINES}
  join operation o on o.id = c.operation_id
where {_STANDS} order by c.id
"""  # noqa: S608
_LINES_OF_CHILD = lines_on("'{table}'", "r.id")
# The many rows that imports added are reached by their records, and never one by one.
_OF_CHILDREN = f"""
select t.agreement_id, max(iif(o.name like ?2, o.id, 0)), max(iif(o.name like ?2, 0, o.id))
from (select c.operation_id, r.agreement_id from {{table}} r
        cross join change c on c.id in {_LINES_OF_CHILD}
        where r.agreement_id in (select value from json_each(?1))
      union all select c.operation_id, json_extract(c.old, '$.agreement_id')
        from operation p cross join change c on c.operation_id = p.id
        where p.name not like ?2 and c.record_table = '{{table}}' and c.kind = 'removed'
          and json_extract(c.old, '$.agreement_id') in (select value from json_each(?1))) t
  join operation o on o.id = t.operation_id
where {_STANDS} group by t.agreement_id
"""  # noqa: S608


def known(connection: sqlite3.Connection) -> Known:
    """What every agreement is known by."""
    found = connection.execute(_KNOWN).fetchall()
    return Known._make(zip(*found, strict=True)) if found else Known((), (), (), ())


def of_uids(connection: sqlite3.Connection, uids: Sequence[str]) -> dict[str, int]:
    """Permanent identity -> id of the agreement that has it, for those that are there."""
    return dict(connection.execute(_OF_UIDS, (json.dumps(uids),)).fetchall())


def parties_but(
    connection: sqlite3.Connection, ids: Iterable[int], role: PartyRole
) -> list[tuple[int, str, str]]:
    """Parties of those agreements in any other role: id of the agreement, name of the organisation, name as written."""
    return connection.execute(_PARTIES, (id_list(ids), role.value)).fetchall()


def edited(connection: sqlite3.Connection, ids: Iterable[int], imports: str) -> dict[int, dict[str, Any]]:
    """Fields that a person changed after an import had filled them, of those agreements that have any.

    Args:
        imports: what the names of imports begin with.

    Returns:
        Id -> field -> what the import had left there; None for children as a whole, of which
        the history tells only that they were touched.
    """
    wanted = (id_list(ids), f"{imports}%")
    done: dict[int, dict[str, Any]] = defaultdict(dict)
    brought: set[int] = set()
    for one, rows in groupby(
        sorted(connection.execute(_OWN, wanted).fetchall(), key=itemgetter(0)), key=itemgetter(0)
    ):
        changes = list(rows)
        if any(kind == "added" and imported for _, kind, _, _, imported in changes):
            brought.add(one)
        if any(kind == "changed" for _, kind, *_ in changes):
            done[one] |= _edited_fields(changes, whole=one in brought)
    for child in _TABLE.children:
        sql = _OF_CHILDREN.format(table=child.table.name)
        for one, imported, by_hand in connection.execute(sql, wanted).fetchall():
            if by_hand > imported and (imported or one in brought):
                done[one][child.name] = None
    return {one: fields for one, fields in done.items() if fields}


def _edited_fields(changes: Iterable[tuple[Any, ...]], *, whole: bool) -> dict[str, Any]:
    """Field -> what an import left there, where somebody left something else since.

    Args:
        whole: an import brought the record, so that what nobody changed yet is the import's.
    """
    left: dict[str, Any] = {}
    now: dict[str, Any] = {}
    for _, kind, old, new, imported in changes:
        if kind != "changed":
            continue
        before, after = json.loads(old), json.loads(new)
        for column, value in after.items():
            if imported:
                left[column] = value
            elif column not in left and whole:
                left[column] = before[column]
            now[column] = value
    moved = {column for column, value in left.items() if now[column] != value}
    fields = [field for field in _TABLE.fields if moved.intersection(field.columns)]
    return {
        field.name: field.codec.unpack(tuple([left[column]] for column in field.columns))[0]
        for field in fields
    }
