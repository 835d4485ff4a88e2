"""From the rows of a table to agreements as they state them, column by column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When
from tracker.domain.written import Order, read_cycle, read_heading
from tracker.exchange.plans import amounts, days, lengths, orders, taken, values
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.columns import Column, ColumnMap
from tracker.exchange.plans.extensions import counts_extensions, each_extension, read_extension, so_many
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.orders import Stretch
from tracker.exchange.plans.parties import Councils, buyer_reader, supplier_reader
from tracker.exchange.plans.planned import Located, Options
from tracker.exchange.plans.renewal import counts_renewals, read_renewal
from tracker.exchange.plans.type_words import read_type
from tracker.exchange.sheets.sheet import Cell

FIGURES = ("value_low", "value_high", "annual_value", "irrecoverable_vat")
LONG_TEXT = ("description", "notes")

Columns = dict[str, Sequence[Cell]]
"""Field -> the cells of its column."""


@dataclass(slots=True)
class Read:
    """The columns of a table as domain values.

    Attributes:
        columns: field -> a value for each row.
        findings: (row index, column, what is odd), in no order.
        extensions: each column about extensions as values, for there may be several.
        orders: heading of each column of dates -> how it was read.
        stretches: the rows of each sheet, where sheets write their dates in different orders; else none.
        cleared: (row index, field) where the file asks to empty a field.
        said: findings about a column as a whole.
    """

    columns: dict[str, list[Any]] = field(default_factory=dict)
    findings: list[tuple[int, Column, Finding]] = field(default_factory=list)
    extensions: list[list[Any]] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    cleared: set[tuple[int, str]] = field(default_factory=set)
    said: list[Located] = field(default_factory=list)


def cells_of(table: Table, index: int) -> Sequence[Cell]:
    """A column's cells, one for each record; blank where the headings reach further than any record."""
    return table.columns[index] if index < len(table.columns) else [None] * len(table.records)


def read_columns(
    table: Table,
    mapping: ColumnMap,
    options: Options,
    councils: Councils | None = None,
    done_with: Callable[[int], object] = lambda count: None,
) -> Read:
    """Understand every mapped column. `done_with` is told how many are done."""
    read = Read()
    cells: Columns = {name: cells_of(table, column.index) for name, column in mapping.fields.items()}
    _take_clears(cells, read)
    _take_cycles(cells, read)
    for name in cells.keys() - set(LONG_TEXT):
        cells[name] = values.without_lookups(cells[name])
    dates = orders.decide(table, cells, mapping, options)
    read.said += dates.said
    read.stretches = dates.stretches if len(dates.stretches) > 1 else ()
    for name, order in dates.orders.items():
        read.orders[mapping.fields[name].heading or mapping.fields[name].label] = order
    _say_currencies(cells, mapping, options, read)
    for count, (name, column) in enumerate(mapping.fields.items()):
        done_with(count)
        if name in ("value", *FIGURES):
            _read_money(name, column, cells, options, read)
        elif name != "extensions":
            done = _converted(name, column, cells, options, dates.stretches, councils)
            if name == "reference":
                done.values = values.without_marks(done.values)
            if name == "uid":
                _say_shared(done)
            _take(name, column, done, read)
    for stretch in dates.stretches:
        _settle_odd_rows(stretch, cells, mapping, options, read)
    _read_extensions(table, mapping, read)
    if len(dates.stretches) == 1:
        _take_latest_end(table, mapping, options, dates.stretches[0].orders, read)
        _take_taken(table, mapping, options, dates.stretches[0].orders, read)
    _drop_unagreed(table, mapping, read)
    return read


def _say_shared(done: values.ColumnOf) -> None:
    """A row that was copied has the identity of the first: it belongs to neither of them for sure."""
    often = Counter(done.values)
    for index, uid in enumerate(done.values):
        if uid and often[uid] > 1:
            done.values[index] = ""
            message = (
                "Another row has the same identity, as a copied row has; both were told by their reference, "
                "title, supplier and start instead."
            )
            done.findings.append((index, Finding("import.shared-identity", Severity.WARNING, message)))


def _take_latest_end(
    table: Table, mapping: ColumnMap, options: Options, known: Mapping[str, Order], read: Read
) -> None:
    """Of "Extension 1 end date" and "Extension 2 end date" the latest counts."""
    first = mapping.of("max_end")
    for column in mapping.columns:
        if column.field != "max_end" or column is first:
            continue
        cells = cells_of(table, column.index)
        done = values.convert(cells, _reader("max_end", column, options, known, {"max_end": cells}, None))
        read.findings += [(index, column, finding) for index, finding in done.findings]
        latest = read.columns["max_end"]
        for index, when in enumerate(done.values):
            before = latest[index]
            if when and when.day and (before is None or before.day is None or before.day < when.day):
                latest[index] = when


def _take_taken(
    table: Table, mapping: ColumnMap, options: Options, known: Mapping[str, Order], read: Read
) -> None:
    """Where columns say which extensions were taken, the end of the last of them is the current one."""

    def ends(column: Column) -> list[Any]:
        cells = cells_of(table, column.index)
        return values.convert(
            cells, _reader("max_end", column, options, known, {"max_end": cells}, None)
        ).values

    if "current_end" not in read.columns:
        now = taken.current_ends(mapping, len(table.records), ends, lambda one: cells_of(table, one.index))
        if any(now):
            read.columns["current_end"] = now


def _drop_unagreed(table: Table, mapping: ColumnMap, read: Read) -> None:
    """Drop current ends that another column says are not agreed; their words become notes."""
    column, flag = mapping.of("current_end"), taken.agreed(mapping)
    if column is not None and flag is not None and "current_end" in read.columns:
        ends, said = taken.without_unagreed(
            read.columns["current_end"], cells_of(table, flag.index), flag.label
        )
        read.columns["current_end"] = ends
        read.findings += [(index, column, finding) for index, finding in said]


_AT_ONCE: dict[Callable[[Any], values.Read], Callable[[Sequence[Cell]], values.ColumnOf]] = {
    values.text: values.texts,
    values.long_text: values.long_texts,
}
"""Readers of a cell that can read a column at once."""


def _converted(
    name: str,
    column: Column,
    cells: Columns,
    options: Options,
    stretches: Sequence[Stretch],
    councils: Councils | None,
) -> values.ColumnOf:
    """A column as values; a column of dates sheet by sheet, where they are written in different orders."""
    if len(stretches) == 1 or name not in (*orders.DATE_FIELDS, "term"):
        reader = _reader(name, column, options, stretches[0].orders, cells, councils)
        whole_column = _AT_ONCE.get(reader)
        return whole_column(cells[name]) if whole_column else values.convert(cells[name], reader)
    whole = values.ColumnOf([], [])
    for stretch in stretches:
        own = stretch.of(cells)
        done = values.convert(own[name], _reader(name, column, options, stretch.orders, own, councils))
        whole.values += done.values
        whole.findings += [(stretch.first + index, finding) for index, finding in done.findings]
    return whole


def _settle_odd_rows(
    stretch: Stretch, cells: Columns, mapping: ColumnMap, options: Options, read: Read
) -> None:
    """In a row with a date in the other order than its column, take no date that can be read either way."""
    mine = {
        name: order.order
        for name, order in stretch.orders.items()
        if mapping.fields[name].label not in options.orders
    }
    own = stretch.of(cells)
    odd: set[int] = set()
    for name, order in mine.items():
        contrary = {
            cell for cell in set(own[name]) if isinstance(cell, str) and days.contradicts(cell, order)
        }
        if contrary:
            odd.update(index for index, cell in enumerate(own[name], stretch.first) if cell in contrary)
    for name in mine if odd else ():
        for index in odd:
            cell = cells[name][index]
            known = read.columns[name][index]
            when = known.when if isinstance(known, days.End) else known
            if (
                not isinstance(cell, str)
                or when is None
                or when.day is None
                or not days.reads_either_way(cell)
            ):
                continue
            words = When.unknown(cell.strip())
            read.columns[name][index] = days.End(words, EndKind.UNKNOWN) if name == "ends" else words
            read.findings += [(index, mapping.fields[name], one) for one in days.doubtful_beside(cell)]


def _take(name: str, column: Column, done: values.ColumnOf, read: Read) -> None:
    read.columns[name] = done.values
    read.findings += [(index, column, finding) for index, finding in done.findings]


def _read_money(name: str, column: Column, cells: Columns, options: Options, read: Read) -> None:
    """A column of amounts. What "value" says besides its figure fills the fields of `Worth`."""
    said = read_heading(column.heading)
    own, continental = amounts.continental(cells[name], column.label)
    read.said += [Located(finding, None, column.label) for finding in continental]
    currency = said.currency or amounts.currency(cells, name, options.currency)
    codes = amounts.varying_currencies(cells.get("currency"))
    # "Spend (total, annual or contract value)" does not say which it is.
    either = re.search(r"\btotal\b|\blength\b.*\bor\b", column.heading, re.IGNORECASE)
    per = said.per if name == "value" and not either else ""
    if per not in ("", "year"):
        message = f"The amounts under '{column.label}' are for each {per}; they are kept as words, and no total was made."
        read.said.append(Located(Finding("money.other-rate", Severity.WARNING, message), None, column.label))
    plain = values.figures(own, currency, said.unit) if not codes and not per else None
    if plain is not None:
        _take(name, column, values.ColumnOf(plain, []), read)
        return
    source = list(zip(own, codes or repeat(currency), strict=False))
    if name == "value":
        done = values.convert(source, partial(values.read_worth, unit=said.unit, per=per))
        _take("worth", column, done, read)
    else:
        rate = "year" if name == "annual_value" else ""
        kinds = ("money.placeholder",) if name == "irrecoverable_vat" else ()  # where there is none, it is 0
        done = values.convert(source, partial(values.read_figure, unit=said.unit, per=rate, expected=kinds))
        _take(name, column, done, read)


def _read_extensions(table: Table, mapping: ColumnMap, read: Read) -> None:
    """Every column about extensions, for some forms have one for each; and what stands beside the ends."""
    for column in mapping.columns:
        if column.field == "extensions":
            heading = column.heading
            renewals = counts_renewals(names.take_apart(heading).words)
            reader = partial(
                read_extension, unit=column.unit, each=each_extension(heading), renewals=renewals
            )
            cells = cells_of(table, column.index)
            counted = next((one for one in mapping.columns if counts_extensions(one.heading)), column)
            if counted is not column:
                cells = so_many(cells, cells_of(table, counted.index), column.unit)
            done = values.convert(cells, reader)
            read.extensions.append(done.values)
            # A latest end says more than a length would.
            known = "max_end" in mapping.fields
            read.findings += [
                (index, column, finding)
                for index, finding in done.findings
                if not (known and finding.code == "terms.no-extension-length")
            ]
    ends = mapping.of("ends")
    beside = [end.beside or None for end in read.columns.get("ends", ())]
    if ends is not None and any(beside):
        done = values.convert(beside, partial(read_extension, unit=""))
        read.extensions.append(done.values)
        read.findings += [(index, ends, finding) for index, finding in done.findings]


def _take_clears(cells: Columns, read: Read) -> None:
    """Note the cells that say "(clear)", and read them as blank."""
    for name, column in cells.items():
        if values.CLEAR.isdisjoint(column):
            continue
        read.cleared |= {(index, name) for index, cell in enumerate(column) if cell in values.CLEAR}
        cells[name] = [None if cell in values.CLEAR else cell for cell in column]


def _take_cycles(cells: Columns, read: Read) -> None:
    """Of a column of reviews, take the cells that say how often: "annually"."""
    every = [read_cycle(cell) if isinstance(cell, str) else None for cell in cells.get("review", ())]
    if any(every):
        read.columns["review_every"] = every
        cells["review"] = [None if one else cell for one, cell in zip(every, cells["review"], strict=True)]


def _say_currencies(cells: Columns, mapping: ColumnMap, options: Options, read: Read) -> None:
    """One word on a column of foreign money, or of money that may be, and not one on each figure."""
    if "currency" in cells:
        return
    american = any(order.order == "mdy" for order in read.orders.values())
    for name in ("value", *FIGURES):
        if name not in cells:
            continue
        label = mapping.fields[name].label
        code = amounts.sign_of(cells[name])
        if code and code != options.currency:
            sign = next(sign for sign, known in amounts.SIGNS.items() if known == code)
            message = f"The amounts under '{label}' bear the sign {sign}; all of them were read as {code}."
            finding = Finding("money.column-currency", Severity.WARNING, message)
            read.said.append(Located(finding, None, label))
        elif (
            american
            and amounts.is_bare(cells[name])
            and not read_heading(mapping.fields[name].heading).currency
        ):
            message = (
                f"The amounts under '{label}' name no currency and were read as {options.currency}, though the "
                "dates are written as in America. If they are dollars, add a column ‘Currency’ that says USD."
            )
            read.said.append(
                Located(Finding("money.currency-assumed", Severity.WARNING, message), None, label)
            )


def _reader(
    name: str,
    column: Column,
    options: Options,
    known: Mapping[str, Order],
    cells: orders.Columns,
    councils: Councils | None,
) -> Callable[[Any], values.Read]:
    """How the cells of a field are read."""
    if name in orders.DATE_FIELDS:
        order = known[name]
        make = days.end_reader if name == "ends" else days.date_reader
        numbered = days.holds_day_numbers(cells[name])
        return make(order.order, options.today, orders.undecided(order, cells[name]), numbered)
    special: dict[str, Callable[[Any], values.Read]] = {
        "sme": values.yes_no,
        "vcse": values.yes_no,
        "term": partial(lengths.read_term, unit=column.unit, order=orders.order_within(cells["term"], cells))
        if name == "term"
        else values.text,
        "notice": partial(lengths.read_notice, unit=column.unit),
        "renewal": partial(read_renewal, unit=column.unit),
        "supplier": supplier_reader(column.heading, councils),
        "buyer": buyer_reader(councils),
        "type": read_type,
        "tags": values.tags,
    }
    return special.get(name) or (values.long_text if name in LONG_TEXT else values.text)


def column_or(read: Read, name: str, default: Any, rows: int) -> Sequence[Any]:
    """A field's column, or the default as often as there are rows."""
    return read.columns.get(name) or list(repeat(default, rows))


def ends_of(read: Read, rows: int) -> Sequence[days.End]:
    """The column of ends."""
    return column_or(read, "ends", days.NO_END, rows)
