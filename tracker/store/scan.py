"""Which agreements a list holds, in order, found quickly again and again.

A register's lists are asked for at every keystroke. What each word, filter and sort comes to
by itself is kept for as long as nobody writes to the file; a list is then put together from
those without asking the engine for rows. After an operation the orders are mended where it
touched them. An id takes four bytes in all of this.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable
from itertools import compress
from typing import Any, Final, TypeVar

from tracker.domain.errors import Interrupted
from tracker.store import amounts, groups, history, listing, orders, overlay
from tracker.store.amounts import Totals
from tracker.store.filters import Condition, conditions, statement, tables
from tracker.store.groups import Group, Part
from tracker.store.listing import View
from tracker.store.orders import Order
from tracker.store.overlay import Laid
from tracker.store.rows import id_list
from tracker.store.search import WordSearch, by_words
from tracker.store.vocabulary import Vocabulary

T = TypeVar("T")
_Asked = tuple[str, bool, tuple[Condition | WordSearch, ...]]
_ORDERS_KEPT, _FOUND_KEPT = 2, 12
_STEP: Final = 50_000
"""So many ids are handled without letting another thread in."""
_FEW: Final = 100_000
_MENDED: Final = 50
"""More agreements than these are not put in their places one by one: all are sorted again."""
_WORDS: Final = 200
"""More words than these are not asked for one by one."""
_TURNED: Final = bytes([1, 0, *range(2, 256)])


class Scan:
    """Finds the ids of lists on one connection.

    Args:
        follows: what a connection follows that is never written to, so that what was found stays
            right until another connection writes; None where nothing is to be kept.
    """

    def __init__(self, connection: sqlite3.Connection, follows: Laid | None) -> None:
        self._connection = connection
        self._follows = follows
        self._version: tuple[object, ...] = ()
        self._reckonings = self._operation = -1
        self._words = Vocabulary()
        self._orders: OrderedDict[tuple[str, bool], Order] = OrderedDict()
        self._found: OrderedDict[Condition | WordSearch, array[int]] = OrderedDict()
        self._parted: dict[str, list[Part]] = {}
        self._codes: dict[str, array[int]] = {}
        self._together: tuple[str, array[int], array[int], list[Group]] | None = None
        self._last: tuple[_Asked, array[int]] | None = None
        self._summed: tuple[tuple[Condition | WordSearch, ...], Totals] | None = None

    def ids(self, view: View) -> array[int]:
        """The ids of a view in order; rows without a value come last, what is equal goes by id.

        Raises:
            TrackerError: there is no such sort, filter or group.
        """
        return self._steadily(lambda: self._grouped(view)[0] if view.group else self._plain(view))

    def number(self, view: View) -> int:
        """How many ids a view has; their order is not asked for."""

        def counted() -> int:
            asked = self._conditions(view)
            if len(asked) == 1:
                met = len(self._meeting(asked[0]))
                return self._total() - met if _is_but(asked[0]) else met
            return listing.number(self._connection, view)

        return self._steadily(counted)

    def groups(self, view: View) -> list[Group]:
        """The groups of a view in the order in which they stand in it; none that are empty."""
        return self._steadily(lambda: self._grouped(view)[1])

    def totals(self, view: View) -> Totals:
        """What the amounts of a view come to."""
        if not view.search and not view.filters:
            return amounts.totals(self._connection, view)
        return self._steadily(lambda: self._sum(view))

    def first(self, view: View, number: int) -> tuple[int, list[int]]:
        """How many ids the view has, and the first of them; quick where nothing narrows it."""
        self._renew()
        plain = not (view.search or view.filters or view.group)
        if plain and (view.sort, view.descending) not in self._orders:
            if view.sort != "arrangement":
                return self._total(), listing.first_ids(self._connection, view, number)
            first = self._read(f"{self._arranged(view)} limit ?", (number,))
            if len(first) == number:
                return self._total(), first.tolist()
        ids = self.ids(view)
        return len(ids), ids[:number].tolist()

    def first_grouped(self, view: View, number: int) -> tuple[list[Group], list[int]]:
        """The groups of a view, and the first ids of it; quick where nothing narrows it."""

        def found() -> tuple[list[Group], list[int]]:
            if view.search or view.filters or self._together:
                ids, made = self._grouped(view)
                return made, ids[:number].tolist()
            parts = self._parts(view.group)
            order = self._orders.get((view.sort, view.descending))
            return [part.group for part in parts], groups.first(self._connection, view, parts, order, number)

        return self._steadily(found)

    def learn(self) -> bool:
        """Get to know some more of the words that are searched; True when all are known."""
        self._renew()
        if not self._words.complete:
            self._words.learn(self._connection)
        return self._words.complete

    def _steadily(self, find: Callable[[], T]) -> T:
        """What is found while nobody writes to the file: its parts would not fit one another."""
        while True:
            self._renew()
            try:
                found = find()
            except IndexError:
                # Where another day is shown it may be a little behind what another program has added.
                if self._version == self._data_version():
                    if len(self._version) > 1:
                        raise Interrupted("Another day follows what was written meanwhile.") from None
                    raise
                continue
            if self._version == self._data_version():
                return found

    # Parts that are kept

    def _renew(self) -> None:
        """Where the file has changed, mend what an operation touched; else forget everything."""
        version = self._data_version()
        if version == self._version and self._follows:
            return
        self._last = self._summed = self._together = None
        for kept in (self._found, self._parted, self._codes):
            kept.clear()
        reckonings = self._follows.reckonings if self._follows else 0
        newest = history.newest(self._connection)
        told = reckonings == self._reckonings and len(version) == len(self._version) == 1
        touched = history.touched_alone(self._connection, self._operation, _MENDED) if told else None
        if touched is None:
            self._orders.clear()
            self._words = Vocabulary()
        else:
            for (sort, descending), order in [*self._orders.items()]:
                view = View(sort=sort, descending=descending)
                self._orders[sort, descending] = orders.mended(self._connection, order, view, touched)
            self._words.learn_from(self._connection, touched)
        self._version, self._reckonings, self._operation = version, reckonings, newest

    def _data_version(self) -> tuple[object, ...]:
        return overlay.version(self._connection)

    def _order(self, sort: str, *, descending: bool) -> Order:
        key = (sort, descending)
        if key not in self._orders:
            self._orders[key] = Order(self._in_order(View(sort=sort, descending=descending)))
            _keep(self._orders, _ORDERS_KEPT)
        self._orders.move_to_end(key)
        return self._orders[key]

    def _in_order(self, view: View) -> array[int]:
        """All ids in the order of a view."""
        if view.sort != "arrangement":
            by, last = listing.order(view)
            return self._read(f"select {last} as id {tables(last, by)} {by}")
        # Few have one: those are sorted, and the rest follow as they are.
        ids = self._read(self._arranged(view))
        having = set(ids)
        rest = self._read("select id from agreement order by id")
        if view.descending:
            rest.reverse()
        ids.extend(one for one in rest if one not in having)
        return ids

    def _arranged(self, view: View) -> str:
        """The statement for those that have an arrangement with a title, sorted by it."""
        by, _ = listing.order(view)
        return (
            "select a.id from arrangement r join agreement a on a.arrangement_id = r.id "  # noqa: S608
            f"where r.title <> '' {by}"
        )

    def _meeting(self, condition: Condition | WordSearch) -> array[int]:
        """The ids of the agreements that meet one condition."""
        if condition not in self._found:
            found = self._narrowed(condition)
            if found is None:
                found = self._read(statement(condition), condition.values)
            self._found[condition] = found
            _keep(self._found, _FOUND_KEPT)
        self._found.move_to_end(condition)
        return self._found[condition]

    def _narrowed(self, condition: Condition | WordSearch) -> array[int] | None:
        """Of a word that goes on from one that was found: only what had that one is looked at again."""
        word = condition.word if isinstance(condition, WordSearch) else ""
        for other, ids in reversed(self._found.items()):
            had = other.word if isinstance(other, WordSearch) else ""
            if had and had in word and len(ids) < _FEW and condition.values == (word,):
                within = (
                    "select id from search_content where id in (select value from json_each(?)) "
                    "and instr(c0, ?) > 0"
                )
                return self._read(within, (id_list(ids), word))
        return None

    def _read(self, ids: str, values: tuple[str | int, ...] = ()) -> array[int]:
        return orders.read(self._connection, ids, values)

    def _total(self) -> int:
        """How many agreements there are."""
        for order in self._orders.values():
            return len(order.ids)
        return int(self._connection.execute("select count(*) from agreement").fetchone()[0])

    # Putting together

    def _conditions(self, view: View) -> tuple[Condition | WordSearch, ...]:
        """What a view asks; parts of words by the words that hold them, where all words are known."""
        asked = conditions(self._connection, view.search, view.filters)
        return tuple(self._by_words(one) if isinstance(one, WordSearch) else one for one in asked)

    def _by_words(self, asked: WordSearch) -> WordSearch:
        # Of other letters than these the full-text index may think otherwise than what is typed.
        if not self._words.complete or not asked.word.isascii() or asked.values != (asked.word,):
            return asked
        words = self._words.having(asked.word, _WORDS) if asked.word.isalnum() else None
        return asked if words is None else by_words(asked, words)

    def _plain(self, view: View) -> array[int]:
        asked = self._conditions(view)
        wanted = (view.sort, view.descending, asked)
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, self._found_for(self._order(view.sort, descending=view.descending), asked)
        return self._last[1]

    def _sum(self, view: View) -> Totals:
        asked = self._conditions(view)
        if self._summed is None or self._summed[0] != asked:
            self._summed = asked, amounts.totals_of(self._connection, self._plain(view))
        return self._summed[1]

    def _found_for(self, order: Order, asked: tuple[Condition | WordSearch, ...]) -> array[int]:
        if not asked:
            return order.ids
        marks: bytes | bytearray = b""
        for one in asked:
            met = self._marks(order, one)
            if marks:
                both = int.from_bytes(marks, "little") & int.from_bytes(met, "little")
                met = both.to_bytes(len(marks), "little")
            marks = met
        ids = array("I")
        for at in range(0, len(marks), _STEP):
            ids.extend(compress(order.ids[at : at + _STEP], marks[at : at + _STEP]))
        return ids

    def _marks(self, order: Order, condition: Condition | WordSearch) -> bytes | bytearray:
        """A byte for each place of an order: 1 where a condition is met there; one more is of no account."""
        marks, places, met = bytearray(len(order.ids) + 1), order.places, self._meeting(condition)
        for one in met:
            marks[places[one]] = 1
        return marks.translate(_TURNED) if _is_but(condition) else marks

    def _grouped(self, view: View) -> tuple[array[int], list[Group]]:
        """The ids of a view, group by group, each in the view's order; and the groups that are not empty."""
        plain = self._plain(view)
        if self._together is None or self._together[:2] != (view.group, plain):
            parts, codes = self._parts(view.group), self._codes_of(view.group)
            found = [array("I") for _ in parts]
            put = [group.append for group in found]
            for one in plain:
                put[codes[one]](one)
            ids = array("I")
            for each in found:
                ids.extend(each)
            pairs = zip(parts, found, strict=True)
            made = [Group(part.group.value, len(each)) for part, each in pairs if each]
            self._together = view.group, plain, ids, made
        return self._together[2:]

    def _parts(self, name: str) -> list[Part]:
        if name not in self._parted:
            self._parted = {name: groups.parts(self._connection, name)}
        return self._parted[name]

    def _codes_of(self, name: str) -> array[int]:
        if name not in self._codes:
            self._codes = {name: groups.codes(self._connection, name, self._parts(name))}
        return self._codes[name]


def _is_but(condition: Condition | WordSearch) -> bool:
    """Whether those that meet a condition are told by those that do not."""
    return isinstance(condition, Condition) and condition.but


def _keep(kept: OrderedDict[Any, Any], number: int) -> None:
    """Let go of what was not used for longest."""
    while len(kept) > number:
        kept.popitem(last=False)
