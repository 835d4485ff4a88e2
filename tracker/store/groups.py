"""Lists put together under headings: which values there are, whose they are, and what stands first."""

from __future__ import annotations

import sqlite3
from array import array
from typing import Final, NamedTuple

from tracker.store import listing, orders
from tracker.store.facets import grouping
from tracker.store.filters import keyed, tables
from tracker.store.listing import View
from tracker.store.orders import Order
from tracker.store.rows import id_list

_SORTED: Final = 20_000
"""Of more agreements than these the first are found by going through all in their order."""
_STRETCH: Final = 4_000


class Group(NamedTuple):
    """Rows of a list that have the same value: the value as it is shown, and how many there are."""

    value: str
    number: int


class Part(NamedTuple):
    """A group, with the first and the last of the values that are shown as one; "" for none."""

    group: Group
    first: str
    last: str


def parts(connection: sqlite3.Connection, name: str) -> list[Part]:
    """What all agreements are put together into by a name of `facets.GROUPS`, in the order of the headings."""
    by = grouping(name)
    found = connection.execute(
        f"select coalesce({by.column}, ''), count(*) {tables(by.column)} "
        f"group by {by.column} {by.collation} order by {by.column} {by.collation} nulls last"
    ).fetchall()
    made: list[Part] = []
    for value, number in found:
        shown = by.shown(value)
        if made and made[-1].group.value == shown:
            (_, before), first, _ = made.pop()
            made.append(Part(Group(shown, before + number), first, value))
        else:
            made.append(Part(Group(shown, number), value, value))
    return made


def codes(connection: sqlite3.Connection, name: str, made: list[Part]) -> array[int]:
    """Id -> the number of its group among those."""
    by = grouping(name)
    clause, key = keyed(by.column)
    statement = f"select {key} as id {clause} order by {by.column} {by.collation} nulls last"
    order, start = orders.read(connection, statement), 0
    found = array("I", bytes(4 * (max(order, default=0) + 1)))
    for code, part in enumerate(made):
        for one in order[start : start + part.group.number] if code else ():
            found[one] = code
        start += part.group.number
    return found


def first(
    connection: sqlite3.Connection, view: View, made: list[Part], order: Order | None, number: int
) -> list[int]:
    """The ids of the first rows of all agreements put together so.

    Args:
        order: all of them in the order of the view, where that is at hand.
    """
    found: list[int] = []
    for part in made:
        if len(found) >= number:
            break
        if order is None or part.group.number <= _SORTED:
            found += _sorted(connection, view, part, number - len(found))
        else:
            found += _gone_through(connection, view.group, part, order, number - len(found))
    return found


def _having(name: str, part: Part) -> tuple[str, tuple[str, ...]]:
    by = grouping(name)
    if not part.first:
        return f"coalesce({by.column}, '') = ''", ()
    return f"({by.column} {by.collation}) between ? and ?", (part.first, part.last)


def _sorted(connection: sqlite3.Connection, view: View, part: Part, number: int) -> list[int]:
    having, values = _having(view.group, part)
    by, last = listing.order(view)
    statement = f"select {last} {tables(last, having, by)} where {having} {by} limit ?"
    return [row[0] for row in connection.execute(statement, (*values, number)).fetchall()]


def _gone_through(
    connection: sqlite3.Connection, name: str, part: Part, order: Order, number: int
) -> list[int]:
    having, values = _having(name, part)
    clause, key = keyed(having)
    statement = (
        f"select {key} {clause} join json_each(?) stretch on stretch.value = {key} "
        f"where {having} order by stretch.key"
    )
    found: list[int] = []
    for at in range(0, len(order.ids), _STRETCH):
        stretch = id_list(order.ids[at : at + _STRETCH])
        found += [row[0] for row in connection.execute(statement, (stretch, *values)).fetchall()]
        if len(found) >= number:
            break
    return found[:number]
