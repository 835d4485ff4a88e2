"""The lists: agreements and deadlines as small tuples, filtered, searched and sorted in SQL."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
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


class Total(NamedTuple):
    """A sum over amounts that may be added: of one basis and one currency.

    Attributes:
        basis: "total value" or "annual value".
        agreements: how many state such an amount.
        minor: their sum in minor units.
    """

    basis: str
    currency: str
    agreements: int
    minor: int


class Totals(NamedTuple):
    """The sums of a list, and how many of its rows state no amount at all.

    Attributes:
        agreements: how many rows the list has.
        sums: the totals first, then the amounts a year; never added to one another.
    """

    agreements: int
    without: int
    sums: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Which agreements a list holds, and in what order."""

    search: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "title"
    descending: bool = False
    group: str = ""


class Grouping(NamedTuple):
    """A column that rows are put together by, and how a value of it is shown as a heading."""

    column: str
    collation: str = ""
    shown: Callable[[str], str] = str


def financial_year(day: str) -> str:
    """The financial year, 1 April to 31 March, in which an ISO day lies: "2026/27"; blank for blank."""
    if not day:
        return ""
    year = int(day[:4]) - (day[5:] < "04-01")
    return f"{year}/{(year + 1) % 100:02}"


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


def _by_text(column: str) -> Grouping:
    return Grouping(f"nullif({column}, '')", "collate nocase")


GROUPS: Final[dict[str, Grouping]] = {
    "status": Grouping("s.status"),
    "type": Grouping("a.type"),
    "supplier": _by_text("n.supplier"),
    "buyer": _by_text("n.buyer"),
    "department": _by_text("a.department"),
    "owner": _by_text("a.owner"),
    "category": _by_text("a.category"),
    "arrangement": _by_text("r.title"),
    "end_year": Grouping("s.current_end", shown=financial_year),
}
"""What the rows of a list can be put together by, under headings."""

FACETS: Final[dict[str, Grouping]] = {
    **GROUPS,
    "end_kind": Grouping("a.end_kind"),
    "regime": Grouping("a.regime"),
    "tier": _by_text("a.tier"),
}
"""What the rows of a list can be counted by; each is a filter too, and so are `_SEVERAL`."""

_SEVERAL: Final[dict[str, str]] = {
    "party": "select o.name as counted, p.agreement_id as id from organisation o "
    "join party p on p.organisation_id = o.id where o.kind = 'council'",
    "region": "select o.region as counted, p.agreement_id as id from organisation o "
    "join party p on p.organisation_id = o.id where o.region <> '' union "
    "select o.region, b.id from organisation o join membership m on m.organisation_id = o.id "
    "join agreement b on b.arrangement_id = m.arrangement_id where o.region <> ''",
    "tag": "select name as counted, agreement_id as id from tag",
}
"""Of what an agreement may have several of: councils, regions, tags."""

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


def facet(connection: sqlite3.Connection, view: View, name: str) -> list[tuple[str, int]]:
    """How many rows of the view each value has, most first; without the view's own filter by it."""
    if name not in FACETS and name not in _SEVERAL:
        raise TrackerError(
            f"A list cannot be counted by ‘{name}’. Known are {', '.join((*FACETS, *_SEVERAL))}."
        )
    others = {other: asked for other, asked in view.filters.items() if not _same(other, name)}
    condition, values = where(connection, view.search, others)
    if name in _SEVERAL:
        found = connection.execute(
            f"select min(counted), count(distinct id) from ({_SEVERAL[name]}) {_within(condition)} "  # noqa: S608
            "group by counted collate nocase",
            values,
        ).fetchall()
    else:
        column, collation, shown = FACETS[name]
        found = connection.execute(
            f"select coalesce({column}, ''), count(*) {tables(column, condition)} {condition} "
            f"group by {column} {collation}",
            values,
        ).fetchall()
        counted: Counter[str] = Counter()
        for value, number in found:
            counted[shown(value)] += number
        found = list(counted.items())
    return sorted(found, key=lambda row: (-row[1], row[0].casefold()))


def _same(other: str, name: str) -> bool:
    """Whether a filter is by what is counted."""
    return other in (name, f"{name}_is")


def _within(condition: str) -> str:
    """Only the agreements that meet a condition."""
    if condition == "where true":
        return ""
    return f"where id in (select a.id {tables('a.id', condition)} {condition})"


def totals(connection: sqlite3.Connection, view: View) -> Totals:
    """What the amounts of a view come to; different bases and currencies are never added up."""
    condition, values = where(connection, view.search, view.filters)
    return _summed(connection, condition, values)


def totals_of(connection: sqlite3.Connection, ids: Iterable[int]) -> Totals:
    """What the amounts of those agreements come to."""
    each, found = iter(ids), Totals(0, 0, ())
    while part := list(islice(each, _MANY)):
        found = _added(found, _summed(connection, _THESE, [id_list(part)]))
    return found


def _added(one: Totals, other: Totals) -> Totals:
    """Two totals together, each basis and currency by itself."""
    sums: dict[tuple[str, str], Total] = {}
    for basis, currency, stated, minor in (*one.sums, *other.sums):
        before = sums.get((basis, currency), Total(basis, currency, 0, 0))
        sums[basis, currency] = Total(basis, currency, before.agreements + stated, before.minor + minor)
    ordered = sorted(sums.values(), key=lambda t: (t.basis != "total value", -t.agreements, t.currency))
    return Totals(one.agreements + other.agreements, one.without + other.without, tuple(ordered))


_MANY: Final = 50_000
"""So many ids are summed at a time: the engine makes a table of them in memory."""
_THESE: Final = "where a.id in (select value from json_each(?))"
# Sums in two parts, because SQLite's sum of whole numbers fails beyond 64 bits.
_SUMS: Final = ", ".join(
    f"count({column}), coalesce(sum({column} / 1000000), 0), coalesce(sum({column} % 1000000), 0)"
    for column in (
        "iif(a.value_currency = 'GBP', a.value, null)",
        "iif(a.annual_value_currency = 'GBP', a.annual_value, null)",
    )
)
_BASES: Final = (("total value", "a.value"), ("annual value", "a.annual_value"))


def _summed(connection: sqlite3.Connection, condition: str, values: list[str]) -> Totals:
    """Pounds in one pass over the amounts; other currencies, which are few, in a second."""
    by_index = "indexed by agreement_amounts" if condition in (_THESE, "where true") else ""
    number, without, stated, *pounds = connection.execute(
        "select count(*), coalesce(sum(a.value is null and a.annual_value is null), 0), "
        f"count(a.value) + count(a.annual_value), {_SUMS} {tables('a.value', condition)} {by_index} {condition}",
        values,
    ).fetchone()
    sums: list[Total] = []
    for at, (basis, column) in enumerate(_BASES):
        many, high, low = pounds[3 * at : 3 * at + 3]
        found = [Total(basis, "GBP", many, high * 1000000 + low)] if many else []
        if stated > pounds[0] + pounds[3]:
            found += _foreign(connection, basis, column, condition, values)
        sums += sorted(found, key=lambda total: (-total.agreements, total.currency))
    return Totals(number, without, tuple(sums))


def _foreign(
    connection: sqlite3.Connection, basis: str, column: str, condition: str, values: list[str]
) -> list[Total]:
    rows = connection.execute(
        f"select {column}_currency, count(*), sum({column} / 1000000), sum({column} % 1000000) "
        f"{tables(column, condition)} {condition} and {column}_currency <> 'GBP' group by 1",
        values,
    ).fetchall()
    return [Total(basis, currency, stated, high * 1000000 + low) for currency, stated, high, low in rows]


def grouping(name: str) -> Grouping:
    """How a list is grouped by that name.

    Raises:
        TrackerError: it cannot be.
    """
    if name not in GROUPS:
        raise TrackerError(f"A list cannot be grouped by ‘{name}’. Known are {', '.join(GROUPS)}.")
    return GROUPS[name]


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
        f"{_DEADLINE_COLUMNS} {tables(_DEADLINE_COLUMNS)} join deadline d on d.agreement_id = a.id {condition} "
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
