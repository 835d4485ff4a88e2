"""What the amounts of agreements come to: each basis and currency by itself, never added to one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

from tracker.store.filters import tables, where
from tracker.store.listing import View
from tracker.store.rows import id_list


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


def totals(connection: sqlite3.Connection, view: View) -> Totals:
    """What the amounts of a view come to; different bases and currencies are never added up."""
    condition, values = where(connection, view.search, view.filters)
    by_index = "indexed by agreement_amounts" if condition == "where true" else ""
    return _summed(connection, f"{tables('a.value', condition)} {by_index}", condition, values)


def totals_of(connection: sqlite3.Connection, ids: Iterable[int]) -> Totals:
    """What the amounts of those agreements come to."""
    each, found = iter(ids), Totals(0, 0, ())
    while part := sorted(islice(each, _MANY)):  # in the order of the index that they are looked up in
        found = _added(found, _summed(connection, _THESE, "where a.id = these.value", [id_list(part)]))
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
"""So many ids are summed at a time: they are written out for the engine."""
# Crossed, for the engine is to begin with the ids; as a set it would make a table of them first.
_THESE: Final = "from json_each(?) these cross join agreement a indexed by agreement_amounts"
# Sums in two parts, because SQLite's sum of whole numbers fails beyond 64 bits.
_SUMS: Final = ", ".join(
    f"count({column}), coalesce(sum({column} / 1000000), 0), coalesce(sum({column} % 1000000), 0)"
    for column in (
        "iif(a.value_currency = 'GBP', a.value, null)",
        "iif(a.annual_value_currency = 'GBP', a.annual_value, null)",
    )
)
_BASES: Final = (("total value", "a.value"), ("annual value", "a.annual_value"))


def _summed(connection: sqlite3.Connection, clause: str, condition: str, values: list[str]) -> Totals:
    """Pounds in one pass over the amounts; other currencies, which are few, in a second."""
    number, without, stated, *pounds = connection.execute(
        "select count(*), coalesce(sum(a.value is null and a.annual_value is null), 0), "
        f"count(a.value) + count(a.annual_value), {_SUMS} {clause} {condition}",
        values,
    ).fetchone()
    sums: list[Total] = []
    for at, (basis, column) in enumerate(_BASES):
        many, high, low = pounds[3 * at : 3 * at + 3]
        found = [Total(basis, "GBP", many, high * 1000000 + low)] if many else []
        if stated > pounds[0] + pounds[3]:
            found += _foreign(connection, basis, column, f"{clause} {condition}", values)
        sums += sorted(found, key=lambda total: (-total.agreements, total.currency))
    return Totals(number, without, tuple(sums))


def _foreign(
    connection: sqlite3.Connection, basis: str, column: str, clause: str, values: list[str]
) -> list[Total]:
    rows = connection.execute(
        f"select {column}_currency, count(*), sum({column} / 1000000), sum({column} % 1000000) "
        f"{clause} and {column}_currency <> 'GBP' group by 1",
        values,
    ).fetchall()
    return [Total(basis, currency, stated, high * 1000000 + low) for currency, stated, high, low in rows]
