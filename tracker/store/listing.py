"""The lists: agreements and deadlines as small tuples, filtered, searched and sorted in SQL.

Names of filters and columns come from the closed lists below; values are parameters.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from tracker.domain.errors import TrackerError
from tracker.store.rows import id_list
from tracker.store.search import condition, fold


class AgreementRow(NamedTuple):
    """An agreement as a list shows it. Dates are ISO text, amounts whole minor units."""

    id: int
    uid: str
    reference: str
    title: str
    type: str
    status: str | None
    supplier: str
    buyer: str
    department: str
    owner: str
    category: str
    arrangement: str | None
    starts: str | None
    starts_text: str | None
    ends: str | None
    current_end: str | None
    maximum_end: str | None
    end_kind: str
    value: int | None
    annual_value: int | None
    currency: str | None
    next_kind: str | None
    next_title: str | None
    next_date: str | None
    next_act_by: str | None
    next_missed_after: str | None
    next_workings: str | None
    fictional: bool


class Listing(NamedTuple):
    """Part of a list, and how many rows there are altogether."""

    total: int
    rows: list[AgreementRow]


class DeadlineRow(NamedTuple):
    """A deadline as a list shows it, with the agreement that it belongs to. Dates are ISO text."""

    id: int
    agreement_id: int
    agreement_uid: str
    reference: str
    agreement_title: str
    arrangement: str | None
    supplier: str
    owner: str
    kind: str
    title: str
    date: str
    act_by: str
    missed_after: str
    earliest: str | None
    latest: str | None
    party: str
    asks: bool
    settled: bool
    workings: str
    fictional: bool


SORTS: Final[dict[str, str]] = {
    "id": "a.id",
    "reference": "nullif(a.reference, '') collate nocase",
    "title": "a.title collate nocase",
    "type": "a.type",
    "status": "s.status",
    "supplier": "nullif(n.supplier, '') collate nocase",
    "buyer": "nullif(n.buyer, '') collate nocase",
    "department": "nullif(a.department, '') collate nocase",
    "owner": "nullif(a.owner, '') collate nocase",
    "category": "nullif(a.category, '') collate nocase",
    "arrangement": "r.title collate nocase",
    "starts": "coalesce(a.starts_earliest, a.starts_latest)",
    "ends": "coalesce(a.ends_earliest, a.ends_latest)",
    "current_end": "s.current_end",
    "maximum_end": "s.maximum_end",
    "end_kind": "a.end_kind",
    "value": "a.value",
    "annual_value": "a.annual_value",
    "next_kind": "s.next_kind",
    "next_date": "s.next_date",
    "next_act_by": "s.next_act_by",
}
"""What a list can be sorted by; after it come the ids, so that the order is always the same."""

_JOINS: Final = """
from agreement a
left join standing s on s.agreement_id = a.id
left join party_names n on n.agreement_id = a.id
left join arrangement r on r.id = a.arrangement_id
"""

_COLUMNS: Final = """
select a.id, a.uid, a.reference, a.title, a.type, s.status, coalesce(n.supplier, ''), coalesce(n.buyer, ''),
  a.department, a.owner, a.category, r.title, coalesce(a.starts_earliest, a.starts_latest),
  a.starts_as_written, coalesce(a.ends_earliest, a.ends_latest), s.current_end, s.maximum_end, a.end_kind,
  a.value, a.annual_value, coalesce(a.value_currency, a.annual_value_currency),
  s.next_kind, s.next_title, s.next_date, s.next_act_by,
  s.next_missed_after, s.next_workings, a.fictional
"""

_MISSING: Final[dict[str, str]] = {
    "reference": "a.reference = ''",
    "owner": "a.owner = ''",
    "department": "a.department = ''",
    "category": "a.category = ''",
    "supplier": "coalesce(n.supplier, '') = ''",
    "buyer": "coalesce(n.buyer, '') = ''",
    "value": "a.value is null",
    "starts": "coalesce(a.starts_earliest, a.starts_latest) is null",
    "ends": "coalesce(a.ends_earliest, a.ends_latest) is null",
    "current_end": "s.current_end is null",
    "notice": "not exists (select 1 from notice_clause c where c.agreement_id = a.id)",
    "signed": "a.signed_precision is null",
}

_FOLDED: Final = "instr(fold(coalesce({0}, '')), fold(?)) > 0"


@dataclass(frozen=True, slots=True)
class View:
    """Which agreements a list holds, and in what order."""

    search: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "title"
    descending: bool = False


def _equal(column: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    return lambda value: (f"{column} = ? collate nocase", (value,))


def _holding(column: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    return lambda value: (_FOLDED.format(column), (value,))


def _status(value: str) -> tuple[str, tuple[str, ...]]:
    """ "live" also means every "live – …", and "ended" every "ended – …"."""
    return "(s.status = ?1 collate nocase or s.status like ? || ' – %')".replace("?1", "?"), (value, value)


def _yes_no(column: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    def condition(value: str) -> tuple[str, tuple[str, ...]]:
        answers = {"yes": f"{column} = 1", "no": f"{column} = 0", "unknown": f"{column} is null"}
        if value.lower() not in answers:
            raise TrackerError(f"‘{value}’ is neither yes, no nor unknown.")
        return answers[value.lower()], ()

    return condition


def _missing(value: str) -> tuple[str, tuple[str, ...]]:
    if value not in _MISSING:
        raise TrackerError(f"‘{value}’ cannot be asked for as missing. Known: {', '.join(_MISSING)}.")
    return _MISSING[value], ()


def _before(column: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    return lambda value: (f"{column} <= ?", (value,))


def _after(column: str) -> Callable[[str], tuple[str, tuple[str, ...]]]:
    return lambda value: (f"{column} >= ?", (value,))


FILTERS: Final[dict[str, Callable[[str], tuple[str, tuple[str, ...]]]]] = {
    "status": _status,
    "type": _equal("a.type"),
    "department": _equal("a.department"),
    "owner": _equal("a.owner"),
    "category": _equal("a.category"),
    "end_kind": _equal("a.end_kind"),
    "signature": _equal("a.signature"),
    "regime": _equal("a.regime"),
    "tier": _equal("a.tier"),
    "reference": _equal("a.reference"),
    "uid": _equal("a.uid"),
    "title": _holding("a.title"),
    "supplier": _holding("n.supplier"),
    "buyer": _holding("n.buyer"),
    "arrangement": _holding("r.title"),
    "fictional": _yes_no("a.fictional"),
    "binding": _yes_no("a.binding"),
    "sme": _yes_no("a.sme"),
    "vcse": _yes_no("a.vcse"),
    "missing": _missing,
    "ends_from": _after("s.current_end"),
    "ends_to": _before("s.current_end"),
    "act_from": _after("s.next_act_by"),
    "act_to": _before("s.next_act_by"),
}
"""What a list can be narrowed by: name -> (SQL with marks, values). Days are ISO text, inclusive."""


def page(connection: sqlite3.Connection, view: View, limit: int | None, offset: int) -> Listing:
    """The rows of a view from `offset`, and the number of all of them."""
    where, values = _where(connection, view)
    total = connection.execute(f"select count(*) {_JOINS} {where}", values).fetchone()[0]
    found = connection.execute(
        f"{_COLUMNS} {_JOINS} {where} order by {_order(view)} limit ? offset ?",
        (*values, -1 if limit is None else limit, offset),
    ).fetchall()
    return Listing(total, [_row(row) for row in found])


def order(connection: sqlite3.Connection, view: View) -> bytes:
    """The ids of a view in order, four bytes each."""
    where, values = _where(connection, view)
    text = connection.execute(
        "select coalesce(group_concat(printf('%08x', id), ''), '') from "  # noqa: S608
        f"(select a.id as id {_JOINS} {where} order by {_order(view)})",
        values,
    ).fetchone()[0]
    return bytes.fromhex(text)


def rows(connection: sqlite3.Connection, ids: Iterable[int]) -> list[AgreementRow]:
    """The rows of those agreements, in that order."""
    found = connection.execute(
        f"{_COLUMNS} {_JOINS} join json_each(?) wanted on wanted.value = a.id order by wanted.key",
        (id_list(ids),),
    ).fetchall()
    return [_row(row) for row in found]


def deadlines(
    connection: sqlite3.Connection, until: date | None, filters: dict[str, str]
) -> list[DeadlineRow]:
    """Deadlines of the agreements that pass the filters, by the day to act by."""
    where, values = _where(connection, View(filters=filters))
    if until is not None:
        where += " and d.act_by <= ?" if where else "where d.act_by <= ?"
        values.append(until.isoformat())
    found = connection.execute(
        "select d.id, a.id, a.uid, a.reference, a.title, r.title, coalesce(n.supplier, ''), a.owner, d.kind, "
        "d.title, d.date, d.act_by, d.missed_after, d.earliest, d.latest, d.party, d.asks, d.settled, "
        f"d.workings, a.fictional {_JOINS} join deadline d on d.agreement_id = a.id {where} "
        "order by d.act_by, d.date, d.id",
        values,
    ).fetchall()
    return [
        DeadlineRow._make((*row[:16], bool(row[16]), bool(row[17]), row[18], bool(row[19]))) for row in found
    ]


def _row(row: tuple[object, ...]) -> AgreementRow:
    return AgreementRow._make((*row[:-1], bool(row[-1])))


def _order(view: View) -> str:
    if view.sort not in SORTS:
        raise TrackerError(f"A list cannot be sorted by ‘{view.sort}’. Known: {', '.join(SORTS)}.")
    way = "desc" if view.descending else "asc"
    return f"{SORTS[view.sort]} {way} nulls last, a.id"


def _where(connection: sqlite3.Connection, view: View) -> tuple[str, list[str]]:
    conditions: list[str] = []
    values: list[str] = []
    for name, value in view.filters.items():
        if name not in FILTERS:
            raise TrackerError(f"There is no filter ‘{name}’. Known: {', '.join(FILTERS)}.")
        sql, parameters = FILTERS[name](value)
        conditions.append(sql)
        values.extend(parameters)
    searched = condition(connection, view.search)
    if searched:
        conditions.append(searched[0])
        values.extend(searched[1])
    return ("where " + " and ".join(conditions) if conditions else ""), values


_FIND: Final[dict[str, tuple[str, str]]] = {
    "agreement": (
        "select id from agreement where uid = ?1 or reference = ?1 collate nocase",
        "select a.id from agreement a where "
        "instr(fold(a.title), ?1) or instr(fold(a.reference), ?1) or instr(a.uid, ?1)",
    ),
    "organisation": (
        "select id from organisation where uid = ?1 or name = ?1 collate nocase union "
        "select organisation_id from organisation_name where name = ?1 collate nocase",
        "select id from organisation where instr(fold(name), ?1) or instr(uid, ?1) union "
        "select organisation_id from organisation_name where instr(fold(name), ?1)",
    ),
    "arrangement": (
        "select id from arrangement "
        "where uid = ?1 or reference = ?1 collate nocase or title = ?1 collate nocase",
        "select id from arrangement where "
        " instr(fold(title), ?1) or instr(fold(reference), ?1) or instr(uid, ?1)",
    ),
}


def find(connection: sqlite3.Connection, table: str, text: str) -> list[int]:
    """Ids of the records that `text` may mean: an exact reference, name or uid wins over parts."""
    text = text.strip()
    if not text:
        return []
    exact, part = _FIND[table]
    found = connection.execute(exact, (text,)).fetchall()
    return [row[0] for row in found or connection.execute(part, (fold(text),)).fetchall()]
