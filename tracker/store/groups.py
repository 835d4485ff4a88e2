"""Lists put together under headings: which values there are, whose they are, and what stands first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable
from itertools import islice
from typing import Final, NamedTuple

from tracker.store import listing, orders
from tracker.store.facets import Grouping, grouping
from tracker.store.filters import keyed
from tracker.store.listing import View
from tracker.store.orders import Order
from tracker.store.rows import id_list

_SORTED: Final = 1_000
"""So many agreements or fewer are sorted by the engine, which looks up each of them."""
_MARKED: Final = 20_000
"""Of so many or fewer the ids are read; of more the first are found by going through all in their order."""
_STRETCH: Final = 500


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
    made = _counted(connection, by) if by.last is None else _spanned(connection, by, by.last)
    (total,) = connection.execute("select count(*) from agreement").fetchone()
    without = total - sum(part.group.number for part in made)
    return [*made, Part(Group("", without), "", "")] if without else made


def _counted(connection: sqlite3.Connection, by: Grouping) -> list[Part]:
    """Each value with its number, all of them gone through."""
    clause, having, _ = _valued(by)
    found = connection.execute(
        f"select {by.column}, count(*) {clause} where {having} > '' "
        f"group by {by.column} {by.collation} order by {by.column} {by.collation}"
    ).fetchall()
    return [Part(Group(by.shown(value), number), value, value) for value, number in found]


def _spanned(connection: sqlite3.Connection, by: Grouping, last_like: Callable[[str], str]) -> list[Part]:
    """The same where one heading stands for many values: counted from its first to its last."""
    clause, having, _ = _valued(by)
    following = f"select {by.column} {clause} where {having} > ? order by {by.column} {by.collation} limit 1"
    between = f"select count(*) {clause} where {having} between ? and ?"
    made: list[Part] = []
    last = ""
    while found := connection.execute(following, (last,)).fetchone():
        (value,) = found
        last = last_like(value)
        (number,) = connection.execute(between, (value, last)).fetchone()
        made.append(Part(Group(by.shown(value), number), value, last))
    return made


def codes(connection: sqlite3.Connection, name: str, made: list[Part]) -> array[int]:
    """Id -> the number of its group among those."""
    by = grouping(name)
    clause, having, key = _valued(by)
    statement = f"select {key} as id {clause} where {having} > '' order by {by.column} {by.collation}"
    order, start = orders.read(connection, statement), 0
    (newest,) = connection.execute("select coalesce(max(id), 0) from agreement").fetchone()
    found: array[int] = array("I", [max(0, len(made) - 1)]) * (newest + 1)  # those without a value come last
    for code, part in enumerate(made):
        for one in order[start : start + part.group.number]:
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
        wanted = number - len(found)
        if order is None or part.group.number <= _SORTED:
            found += _sorted(connection, view, part, wanted)
        elif part.group.number <= _MARKED:
            found += _marked(connection, view.group, part, order, wanted)
        else:
            found += _gone_through(connection, view.group, part, order, wanted)
    return found


def _valued(by: Grouping) -> tuple[str, str, str]:
    """The tables of the agreements that may have a value, what it is, and the column of their ids."""
    clause, key = keyed(by.column, arranged=_is_arranged(by))
    return clause, f"({by.column} {by.collation})", key


def _is_arranged(by: Grouping) -> bool:
    return "r." in by.column


def _having(by: Grouping, part: Part) -> tuple[str, tuple[str, ...]]:
    if not part.first:
        return f"coalesce({by.column}, '') = ''", ()
    return f"({by.column} {by.collation}) between ? and ?", (part.first, part.last)


def _sorted(connection: sqlite3.Connection, view: View, part: Part, number: int) -> list[int]:
    grouped = grouping(view.group)
    having, values = _having(grouped, part)
    by, last = listing.order(view)
    clause, _ = keyed(last, having, by, arranged=bool(part.first) and _is_arranged(grouped))
    statement = f"select {last} {clause} where {having} {by} limit ?"
    return [row[0] for row in connection.execute(statement, (*values, number)).fetchall()]


def _marked(connection: sqlite3.Connection, name: str, part: Part, order: Order, number: int) -> list[int]:
    by = grouping(name)
    having, values = _having(by, part)
    clause, key = keyed(having, arranged=bool(part.first) and _is_arranged(by))
    met = set(orders.read(connection, f"select {key} as id {clause} where {having}", values))
    return list(islice(filter(met.__contains__, order.ids), number))


def _gone_through(
    connection: sqlite3.Connection, name: str, part: Part, order: Order, number: int
) -> list[int]:
    having, values = _having(grouping(name), part)
    clause, key = keyed(having)
    statement = (
        f"select {key} {clause} join json_each(?) stretch on stretch.value = {key} "
        f"where {having} order by stretch.key"
    )
    found: list[int] = []
    at, length = 0, _STRETCH
    while at < len(order.ids) and len(found) < number:
        stretch = id_list(order.ids[at : at + length])
        found += [row[0] for row in connection.execute(statement, (stretch, *values)).fetchall()]
        at, length = at + length, 2 * length
    return found[:number]
