"""In which order each column of dates is written, or each sheet's where several are read together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.domain.check import Finding, Severity
from tracker.domain.written import ORDER_WORDS, DateOrder, Order, decide_order, read_date
from tracker.exchange.plans.columns import ColumnMap
from tracker.exchange.plans.days import reads_either_way
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.planned import Located, Options
from tracker.exchange.sheets.sheet import Cell, Row

DATE_FIELDS = ("signed", "starts", "ends", "current_end", "max_end", "review", "notice_by")

Columns = Mapping[str, Sequence[Cell]]
"""Field -> the cells of its column."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows whose dates are read alike: all of a table, or those of one of its sheets.

    Attributes:
        first: index of the first record, inclusive; `last` is exclusive.
        orders: field -> the order of its dates.
    """

    first: int
    last: int
    orders: Mapping[str, Order]

    def of(self, cells: Columns) -> Columns:
        """The cells of these rows, of the columns whose reading asks for an order."""
        return {name: cells[name][self.first : self.last] for name in (*DATE_FIELDS, "term") if name in cells}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a table's dates.

    Attributes:
        stretches: in the order of the rows; one alone, unless sheets contradict each other.
        orders: field -> the order to show; where sheets differ, that of the first, with words on each.
        said: findings about whole columns.
    """

    stretches: tuple[Stretch, ...]
    orders: Mapping[str, Order]
    said: tuple[Located, ...]


def decide(table: Table, cells: Columns, mapping: ColumnMap, options: Options) -> Decided:
    """The order of each column of dates; month first is worth a look in Britain."""
    rows = len(table.records)
    bounds = [*(part.start for part in table.parts), rows] if len(table.parts) > 1 else [0, rows]
    if len(bounds) > 2:
        apart = _by_sheet(table, bounds, cells, mapping, options)
        if apart is not None:
            return apart
    orders = _orders(cells, mapping, options)
    said: list[Located] = []
    for name, order in orders.items():
        label = mapping.fields[name].label
        said += [Located(finding, None, label) for finding in order.findings]
        if order.order == "mdy" and label not in options.orders:
            why = order.why.removeprefix(f"{ORDER_WORDS['mdy']}: ")
            message = f"The dates under '{label}' are read month first, as in America: {why}."
            said.append(Located(Finding("date.month-first", Severity.WARNING, message), None, label))
    return Decided((Stretch(0, rows, orders),), orders, tuple(said))


def _orders(cells: Columns, mapping: ColumnMap, options: Options) -> dict[str, Order]:
    """The order of each column of dates, as the person chose or as the cells show."""
    texts = {
        name: {c for c in set(cells[name]) if isinstance(c, str)} for name in DATE_FIELDS if name in cells
    }
    orders: dict[str, Order] = {}
    for name, own in texts.items():
        chosen = options.orders.get(mapping.fields[name].label)
        if chosen is not None:
            orders[name] = Order(chosen, f"{ORDER_WORDS[chosen]}: chosen by you", proven=True)
            continue
        others = [text for other, column in texts.items() if other != name for text in column]
        orders[name] = decide_order(own, others=others)
    return orders


def _by_sheet(
    table: Table, bounds: Sequence[int], cells: Columns, mapping: ColumnMap, options: Options
) -> Decided | None:
    """Each sheet's own orders, where one sheet is day first throughout and another month first; else None."""
    stretches: list[Stretch] = []
    shown: list[str] = []
    chosen = {name for name, column in mapping.fields.items() if column.label in options.orders}
    for first, last in pairwise(bounds):
        part = Stretch(first, last, {})
        orders = _orders(part.of(cells), mapping, options)
        proven = {
            o.order for name, o in orders.items() if o.proven and o.order != "ymd" and name not in chosen
        }
        if len(proven) > 1 or any(order.findings for order in orders.values()):
            return None
        shown.append(proven.pop() if proven else "")
        stretches.append(Stretch(first, last, orders))
    if not {"dmy", "mdy"} <= set(shown):
        return None
    names = [part.name for part in table.parts]
    words = [
        f"{ORDER_WORDS[order] if order else 'not shown'} in '{name}'"
        for name, order in zip(names, shown, strict=True)
    ]
    message = (
        f"The sheets write their dates in different orders: {', '.join(words)}. Each was read in its own; "
        "where a sheet does not show which, a date that fits both was not read."
    )
    finding = Finding("date.sheets-differ", Severity.WARNING, message)
    told = tuple(
        one if order else Stretch(one.first, one.last, {n: _unsure(o) for n, o in one.orders.items()})
        for one, order in zip(stretches, shown, strict=True)
    )
    why = f"each sheet in its own order: {', '.join(words)}"
    orders = {
        name: order if name in chosen else Order(order.order, why, proven=True)
        for name, order in stretches[0].orders.items()
    }
    return Decided(told, orders, (Located(finding, None, ""),))


_UNSURE = Finding("date.mixed-orders", Severity.ERROR, "Another sheet is in another order.")


def _unsure(order: Order) -> Order:
    """An order that nothing in the sheet shows, beside sheets that contradict each other."""
    return order if order.proven else Order(order.order, order.why, proven=False, findings=(_UNSURE,))


def unmistakable(row: Row, index: int, stretches: Sequence[Stretch], mapping: ColumnMap) -> Row:
    """The cells of the record at `index`, with each date that reads either way as the day that its sheet's order makes it.

    Away from its sheet nothing would tell the order any more.
    """
    plain = list(row)
    for stretch in stretches:
        for name, order in stretch.orders.items() if stretch.first <= index < stretch.last else ():
            place = mapping.fields[name].index
            cell = row[place] if place < len(row) else None
            if isinstance(cell, str) and not order.findings and reads_either_way(cell):
                read = read_date(cell, order=order.order)
                plain[place] = read.when.day if read.when and read.when.day else cell
    return plain


_FIRST_TWO = re.compile(r"[\s']*(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]")


def undecided(order: Order, cells: Sequence[Cell]) -> bool:
    """True where a column mixes both orders so much that a date which fits either cannot be read.

    One slip among many dates does not make the others doubtful.
    """
    if not order.findings:
        return False
    if _UNSURE in order.findings:
        return True
    first = second = 0
    for cell in {cell for cell in cells if isinstance(cell, str)}:
        match = _FIRST_TWO.match(cell)
        if match:
            first += int(match[1]) > 12 >= int(match[2])
            second += int(match[2]) > 12 >= int(match[1])
    return min(first, second) > 0.02 * (first + second)


_A_DAY = re.compile(r"(?<!\d)\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?!\d)")


def order_within(cells: Sequence[Cell], columns: Columns) -> DateOrder:
    """The order of dates that stand within longer texts, such as "01/04/2023 - 31/03/2026"."""
    own = [day for cell in {c for c in cells if isinstance(c, str)} for day in _A_DAY.findall(cell)]
    others = [c for name in DATE_FIELDS for c in columns.get(name, ()) if isinstance(c, str)] if own else []
    return decide_order(own, others=others).order
