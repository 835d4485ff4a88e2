"""Orders of agreements as their ids, four bytes each: read in one go, and mended where a few have moved."""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Iterable
from typing import Final

from tracker.store import listing
from tracker.store.filters import tables
from tracker.store.listing import View
from tracker.store.rows import id_list

_PIECE: Final = 80_000
"""So many letters are read as numbers without letting another thread in."""


class Order:
    """All ids in an order, and, where it is asked for, the place of each id in it."""

    def __init__(self, ids: array[int]) -> None:
        self.ids = ids
        self._places: array[int] | None = None

    @property
    def places(self) -> array[int]:
        """Id -> its place; one behind the last for an id that is not in the order."""
        if self._places is None:
            self._places = array("I", [len(self.ids)]) * (max(self.ids, default=0) + 1)
            for at, one in enumerate(self.ids):
                self._places[one] = at
        return self._places


def read(connection: sqlite3.Connection, ids: str, values: Iterable[str | int] = ()) -> array[int]:
    """The ids that a statement gives, in its order; the engine works while other threads run."""
    text = connection.execute(
        f"select coalesce(group_concat(id), '') from ({ids})",  # noqa: S608
        tuple(values),
    ).fetchone()[0]
    found, at = array("I"), 0
    while at < len(text):
        end = text.find(",", at + _PIECE)
        end = len(text) if end < 0 else end
        found.fromlist(json.loads(f"[{text[at:end]}]"))
        at = end + 1
    return found


def place_of(ids: array[int], one: int) -> int | None:
    """At which place of an order an id stands; None where it is not in it. Quicker than `ids.index`."""
    held, wanted = ids.tobytes(), one.to_bytes(ids.itemsize, sys.byteorder)
    at = held.find(wanted)
    while at % ids.itemsize and at >= 0:
        at = held.find(wanted, at + 1)
    return None if at < 0 else at // ids.itemsize


def mended(connection: sqlite3.Connection, order: Order, view: View, touched: Iterable[int]) -> Order:
    """The order of a view after some agreements were added, changed or removed; the same one where none moved.

    Each is put where the engine itself would have it: told which of two comes first, some
    twenty times, instead of sorting a million again.
    """
    ids = order.ids[:]
    for one in touched:
        if (place := place_of(ids, one)) is not None:
            del ids[place]
    by, last = listing.order(view)
    these = f"select {last} {tables(last, by)} where {last} in"
    wanted = (id_list(touched),)
    there = connection.execute(f"{these} (select value from json_each(?))", wanted).fetchall()  # noqa: S608
    for (one,) in there:
        low, high = 0, len(ids)
        while low < high:
            middle = (low + high) // 2
            pair = (one, ids[middle])
            (first,) = connection.execute(f"{these} (?, ?) {by} limit 1", pair).fetchone()
            low, high = (low, middle) if first == one else (middle + 1, high)
        ids.insert(low, one)
    return order if ids == order.ids else Order(ids)
