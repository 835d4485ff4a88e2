"""The lists: agreements and deadlines as small tuples, filtered, searched and sorted in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from tracker.domain.errors import TrackerError
from tracker.store.filters import tables, where
from tracker.store.rows import id_list


class AgreementRow(NamedTuple):
    """An agreement as a list shows it. Dates are ISO text, amounts whole minor units."""

    id: int
    uid: str
    reference: str
    title: str
    type: str
    status: str
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
    tier: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Which agreements a list holds, and in what order."""

    search: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "title"
    descending: bool = False
    group: str = ""


_TEXT: Final = "nullif({}, '') collate nocase"
_STARTS: Final = "coalesce(a.starts_earliest, a.starts_latest)"
_ENDS: Final = "coalesce(a.ends_earliest, a.ends_latest)"

SORTS: Final[dict[str, str]] = {
    "id": "a.id",
    "reference": _TEXT.format("a.reference"),
    "title": _TEXT.format("a.title"),
    "type": "a.type",
    "status": "s.status",
    "supplier": _TEXT.format("n.supplier"),
    "buyer": _TEXT.format("n.buyer"),
    "department": _TEXT.format("a.department"),
    "owner": _TEXT.format("a.owner"),
    "category": _TEXT.format("a.category"),
    "arrangement": _TEXT.format("r.title"),
    "starts": _STARTS,
    "ends": _ENDS,
    "current_end": "s.current_end",
    "maximum_end": "s.maximum_end",
    "end_kind": "a.end_kind",
    "value": "a.value",
    "annual_value": "a.annual_value",
    "next_kind": "s.next_kind",
    "next_title": "s.next_title",
    "next_date": "s.next_date",
    "next_act_by": "s.next_act_by",
    "next_missed_after": "s.next_missed_after",
    "fictional": "a.fictional",
}
"""What a list can be sorted by; rows without a value come last either way, ids settle what is equal."""


_COLUMNS: Final = f"""
select a.id, a.uid, a.reference, a.title, a.type, s.status, n.supplier, n.buyer,
  a.department, a.owner, a.category, r.title, {_STARTS}, a.starts_as_written, {_ENDS},
  s.current_end, s.maximum_end, a.end_kind,
  a.value, a.annual_value, coalesce(a.value_currency, a.annual_value_currency),
  s.next_kind, s.next_title, s.next_date, s.next_act_by, s.next_missed_after, s.next_workings, a.fictional
"""

_DEADLINE_COLUMNS: Final = """
select d.id, a.id, a.uid, a.reference, a.title, r.title, n.supplier, a.owner, d.kind, d.title,
  d.date, d.act_by, d.missed_after, d.earliest, d.latest, d.party, d.asks, d.settled, d.workings, a.fictional,
  a.tier
"""


def page(connection: sqlite3.Connection, view: View, limit: int | None, offset: int) -> Listing:
    """The rows of a view from `offset`, and the number of all of them."""
    total = number(connection, view)
    return Listing(total, rows(connection, first_ids(connection, view, limit, offset)) if limit != 0 else [])


def number(connection: sqlite3.Connection, view: View) -> int:
    """How many rows a view has."""
    condition, values = where(connection, view.search, view.filters)
    sql = f"select count(*) {tables(condition)} {condition}"
    return int(connection.execute(sql, values).fetchone()[0])


def first_ids(
    connection: sqlite3.Connection, view: View, limit: int | None = None, offset: int = 0
) -> list[int]:
    """The ids of a view from `offset`, in order; the engine sorts nothing but them."""
    condition, values = where(connection, view.search, view.filters)
    by, last = order(view)
    found = connection.execute(
        f"select {last} {tables(last, condition, by)} {condition} {by} limit ? offset ?",
        (*values, -1 if limit is None else limit, offset),
    ).fetchall()
    return [row[0] for row in found]


def rows(connection: sqlite3.Connection, wanted: Iterable[int]) -> list[AgreementRow]:
    """The rows of those agreements, in that order."""
    found = connection.execute(
        f"{_COLUMNS} {tables(_COLUMNS)} join json_each(?) wanted on wanted.value = a.id order by wanted.key",
        (id_list(wanted),),
    ).fetchall()
    return list(map(_row, found))


def deadlines(
    connection: sqlite3.Connection, until: date | None, filters: dict[str, str], open_on: date | None = None
) -> list[DeadlineRow]:
    """Deadlines of the agreements that pass the filters, by the day to act by."""
    condition, values = where(connection, "", filters)
    if until is not None:
        condition += " and d.act_by <= ?"
        values.append(until.isoformat())
    if open_on is not None:
        condition += " and not d.settled and (d.asks or d.missed_after >= ?)"
        values.append(open_on.isoformat())
    found = connection.execute(
        f"{_DEADLINE_COLUMNS} {tables(_DEADLINE_COLUMNS, condition)} "
        f"join deadline d on d.agreement_id = a.id {condition} "
        "order by d.act_by, d.date, d.id",
        values,
    ).fetchall()
    return list(map(_deadline, found))


def deadline_rows(connection: sqlite3.Connection, wanted: Iterable[int]) -> list[DeadlineRow]:
    """The rows of those deadlines, in that order."""
    found = connection.execute(
        f"{_DEADLINE_COLUMNS} {tables(_DEADLINE_COLUMNS)} join deadline d on d.agreement_id = a.id "
        "join json_each(?) wanted on wanted.value = d.id order by wanted.key",
        (id_list(wanted),),
    ).fetchall()
    return list(map(_deadline, found))


def _deadline(row: tuple[Any, ...]) -> DeadlineRow:
    return DeadlineRow._make((*row[:16], bool(row[16]), bool(row[17]), row[18], bool(row[19]), row[20]))


def _row(row: tuple[object, ...]) -> AgreementRow:
    return AgreementRow._make((*row[:-1], bool(row[-1])))


def order(view: View) -> tuple[str, str]:
    """The ORDER BY clause, and the id that ends it: of the table whose index gives the whole order."""
    if view.sort not in SORTS:
        raise TrackerError(f"A list cannot be sorted by ‘{view.sort}’. Known are {', '.join(SORTS)}.")
    column = SORTS[view.sort]
    way = "desc" if view.descending else "asc"
    last = next((f"{letter}.agreement_id" for letter in "sn" if f"{letter}." in column), "a.id")
    return f"order by {column} {way} nulls last, {last} {way}", last
