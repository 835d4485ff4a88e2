"""From the rows of a table to agreements as they state them, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from tracker.domain.agreement import Agreement, EndKind, PartyRole
from tracker.domain.check import Finding
from tracker.domain.money import Amount
from tracker.exchange import values
from tracker.exchange.header import Table
from tracker.exchange.mapping import Column, ColumnMap, Use
from tracker.exchange.order import Order, decide
from tracker.exchange.planned import Options, PlannedAgreement, PlannedParty
from tracker.exchange.sheet import Cell, is_blank, shown

DATE_FIELDS = ("signed", "starts", "ends", "current_end", "max_end", "review")
MONEY_FIELDS = ("value", "value_low", "value_high", "annual_value", "irrecoverable_vat")
PLAIN_TEXT = (
    "reference",
    "parent_reference",
    "department",
    "category",
    "cpv",
    "procurement_route",
    "owner",
    "contact",
)


@dataclass(slots=True)
class Read:
    """The columns of a table as domain values.

    Attributes:
        columns: field -> a value for each row.
        findings: (row index, column, what is odd), in no order.
        orders: heading of each column of dates -> how it was read.
    """

    columns: dict[str, list[Any]] = field(default_factory=dict)
    findings: list[tuple[int, Column, Finding]] = field(default_factory=list)
    orders: dict[str, Order] = field(default_factory=dict)


def read_columns(table: Table, mapping: ColumnMap, options: Options) -> Read:
    """Understand every mapped column."""
    read = Read()
    records = table.records
    cells = {name: _cells(records, column.index) for name, column in mapping.fields.items()}
    dates = {name: cells[name] for name in DATE_FIELDS if name in cells}
    orders = decide(dates)
    read.orders = {mapping.fields[name].heading or mapping.fields[name].label: orders[name] for name in dates}
    for name, column in mapping.fields.items():
        reader = _reader(name, column, options, orders, cells.get("currency"))
        if reader is None:
            continue
        done = values.convert(cells[name], reader)
        read.columns[name] = done.values
        read.findings += [(index, column, finding) for index, finding in done.findings]
    return read


def _cells(records: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    return [row[index] if index < len(row) else None for row in records]


def _reader(
    name: str, column: Column, options: Options, orders: dict[str, Order], currencies: list[Cell] | None
) -> Callable[[Cell], values.Read] | None:
    """How the cells of a field are read; None where the field is taken from elsewhere."""
    if name == "ends":
        return values.end_reader(orders[name].order, options.today)
    if name in DATE_FIELDS:
        return values.date_reader(orders[name].order, options.today)
    if name in MONEY_FIELDS:
        unit = {"thousand": 1_000, "million": 1_000_000}.get(column.unit, 1)
        return values.amount_reader(_currency(column, options, currencies), unit)
    if name in ("sme", "vcse"):
        return values.yes_no
    if name in ("term", "notice"):
        return values.period_reader(column.unit)
    if name in ("description", "notes", "extensions"):
        return values.long_text
    return values.text


def _currency(column: Column, options: Options, currencies: list[Cell] | None) -> str:
    if len(column.unit) == 3:
        return column.unit
    codes = {shown(cell).strip().upper() for cell in currencies or () if not is_blank(cell)}
    only = codes.pop() if len(codes) == 1 else ""
    return only if len(only) == 3 else options.currency


def build(table: Table, mapping: ColumnMap, read: Read, options: Options) -> list[PlannedAgreement]:
    """An agreement for each row, from columns that are understood already."""
    rows = len(table.records)
    columns = read.columns

    def of(name: str, default: Any) -> Any:
        return columns.get(name) or repeat(default, rows)

    ends = columns.get("ends") or [values.End(None, EndKind.UNKNOWN)] * rows
    amounts = columns.get("value") or [Amount()] * rows
    value_texts = _texts(table, mapping.of("value"))
    notes = _notes(table, mapping, columns.get("notes"))
    parties = _parties(columns, rows)
    planned: list[PlannedAgreement] = []
    plain = [
        columns.get(name) or repeat("", rows) for name in PLAIN_TEXT if options.contacts or name != "contact"
    ]
    names = [name for name in PLAIN_TEXT if options.contacts or name != "contact"]
    for index, texts in enumerate(zip(*plain, strict=False)):
        planned.append(
            PlannedAgreement(
                Agreement(
                    **dict(zip(names, texts, strict=True)),
                    title=columns["title"][index] if "title" in columns else "",
                    description=columns["description"][index] if "description" in columns else "",
                    signed=columns["signed"][index] if "signed" in columns else None,
                    starts=columns["starts"][index] if "starts" in columns else None,
                    ends=ends[index].when,
                    end_kind=ends[index].kind,
                    next_review=columns["review"][index] if "review" in columns else None,
                    sme=columns["sme"][index] if "sme" in columns else None,
                    vcse=columns["vcse"][index] if "vcse" in columns else None,
                    notes=notes[index],
                    **_money(amounts[index], value_texts[index]),
                ),
                parties[index],
            )
        )
    return planned


def _texts(table: Table, column: Column | None) -> list[str]:
    if column is None:
        return [""] * len(table.records)
    return [shown(row[column.index]).strip() if column.index < len(row) else "" for row in table.records]


def _money(amount: Amount, written: str) -> dict[str, Any]:
    """The fields of Agreement that an amount fills."""
    if not written:
        return {}
    if any(finding.code == "money.nil" for finding in amount.findings):
        return {}  # A dash in a column of money says what an empty cell says, in other files.
    if amount.per == "year":
        return {"annual_value": amount.value, "value_text": "" if amount.value else written}
    if amount.per:
        return {"value_text": written}
    if amount.bound == "exact":
        return {"value": amount.value}
    if amount.value is not None:
        return {"value": amount.value, "value_text": written}
    return {"value_low": amount.low, "value_high": amount.high, "value_text": written}


def _parties(columns: dict[str, list[Any]], rows: int) -> list[tuple[PlannedParty, ...]]:
    suppliers = columns.get("supplier") or [""] * rows
    numbers = columns.get("supplier_number") or [""] * rows
    buyers = columns.get("buyer") or [""] * rows
    made: list[tuple[PlannedParty, ...]] = []
    for supplier, number, buyer in zip(suppliers, numbers, buyers, strict=True):
        parties: tuple[PlannedParty, ...] = ()
        if buyer:
            parties += (PlannedParty(buyer, PartyRole.BUYER),)
        if supplier:
            parties += (PlannedParty(supplier, PartyRole.SUPPLIER, number),)
        made.append(parties)
    return made


def _notes(table: Table, mapping: ColumnMap, own: list[Any] | None) -> list[str]:
    """The notes column, and under it a line for each column that fills no field."""
    kept = [column for column in mapping.columns if column.use is Use.NOTES]
    made: list[str] = []
    for index, row in enumerate(table.records):
        lines = [own[index]] if own and own[index] else []
        for column in kept:
            cell = row[column.index] if column.index < len(row) else None
            if not is_blank(cell):
                lines.append(f"{column.label}: {values.long_text(cell)[0]}")
        made.append("\n".join(lines))
    return made
