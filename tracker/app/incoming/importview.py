"""What a person sees of an import before it is committed.

The Plan is what is committed; this only shows its cells. Nothing is worked out a second time.
What a person changes in it is in `mending`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.app import fields
from tracker.domain.check import Severity
from tracker.exchange.plans.heading import FIELDS
from tracker.exchange.plans.planned import FieldChange as FieldChange
from tracker.exchange.plans.planned import Leaving as Leaving
from tracker.exchange.plans.planned import Located as Located
from tracker.exchange.plans.planned import Outcome as Outcome
from tracker.exchange.plans.planned import PlanRow as PlanRow
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

if TYPE_CHECKING:
    from tracker.exchange.plans.columns import Column as Column
    from tracker.exchange.plans.plan import Plan as Plan
    from tracker.exchange.sheets.sheet import Sheet
    from tracker.exchange.sheets.sheet import Workbook as Workbook

LABELS: dict[str, str] = {
    "uid": "Register’s own number",
    "reference": "Reference",
    "parent_reference": "Parent reference",
    "type": "Type",
    "title": "Title",
    "description": "Description",
    "arrangement": "Partnership",
    "buyer": "Buyer",
    "department": "Department",
    "supplier": "Supplier",
    "supplier_number": "Supplier number",
    "signed": "Signed",
    "starts": "Start",
    "ends": "End",
    "current_end": "Current end",
    "max_end": "Latest end",
    "term": "Term",
    "extensions": "Options",
    "renewal": "Renews by itself",
    "notice": "Notice",
    "notice_by": "Notice by",
    "review": "Review",
    "value": "Value in all",
    "value_low": "Value from",
    "value_high": "Value up to",
    "annual_value": "Value a year",
    "currency": "Currency",
    "category": "Category",
    "cpv": "CPV code",
    "procurement_route": "Route",
    "status": "Status",
    "owner": "Owner",
    "contact": "Contact",
    "sme": "Small supplier",
    "vcse": "Voluntary sector",
    "irrecoverable_vat": "VAT not recovered",
    "tags": "Tags",
    "notes": "Notes",
}
"""The fields that a column can fill, as people call them."""

PAIRED = ("starts", "ends", "current_end", "max_end", "extensions", "term", "notice", "review", "signed")
"""Fields that are shown twice, as written and as read: there reading can go wrong unseen."""

_DAYS = ("signed", "starts", "ends", "current_end", "max_end", "review", "notice_by")

ODD_ROWS = "odd"
"""Beside the outcomes: the rows that a person should look at, whatever becomes of them."""


def field_choices() -> tuple[tuple[str, str], ...]:
    """Every field that a column may be read as, with its label, in the order of the list."""
    return tuple((name, LABELS[name]) for name in FIELDS)


def is_linked(plan: Plan) -> bool:
    """Was the file written by the program itself, to be edited and read back? Its columns say what they are."""
    from tracker.exchange.linked.plan import LinkedPlan

    return isinstance(plan, LinkedPlan)


_FIRST_ROWS = 15


def first_rows(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The number and the first words of each row that may hold the headings."""
    for number, row in zip(sheet.numbers, sheet.rows[:_FIRST_ROWS], strict=False):
        texts = [" ".join(shown(cell).split())[:24] for cell in row if not is_blank(cell)]
        yield number, ", ".join(texts[:4]) + (" …" if len(texts) > 4 else "")


@dataclass(frozen=True, slots=True)
class EndsQuestion:
    """Do the end dates include the extensions? What the file's own rows say.

    Attributes:
        both: rows that state an end and options.
        base: of these, rows whose own dates show that the end leaves the options out.
        extended: rows whose own dates show that it takes them in.
        rows: row numbers in the file.
        example: a row as a sentence, "" where no row decides it.
    """

    both: int
    base: int
    extended: int
    rows: tuple[int, ...]
    example: str


def ends_question(plan: Plan) -> EndsQuestion | None:
    """The question, with its evidence; None where no row states both an end and options."""
    both = {
        row.row: row
        for row in plan.rows
        if row.planned is not None
        and row.planned.agreement.options
        and row.planned.agreement.ends is not None
    }
    if not both:
        return None
    base, extended = ([row for row in told if row in both] for told in (plan.ends_base, plan.ends_extended))
    decided = base if len(base) >= len(extended) else extended
    example = _example(both[decided[0]]) if decided else ""
    return EndsQuestion(len(both), len(base), len(extended), tuple(both), example)


def _example(row: PlanRow) -> str:
    assert row.planned is not None
    agreement = row.planned.agreement
    start, end = fields.show_value(agreement.starts), fields.show_value(agreement.ends)
    term = f" for {agreement.initial_term}" if agreement.initial_term is not None else ""
    options = agreement.extensions_text or fields.show_options(agreement.options)
    return f"row {row.row} starts on {start}{term} with “{options}” and ends on {end}."


def tally(plan: Plan) -> dict[str, int]:
    """How many rows have each outcome, by its value; under `ODD_ROWS` those to look at; under "" all."""
    # The window waits for this: each outcome is one object, and most rows have nothing odd about them.
    often = Counter(map(id, map(attrgetter("outcome"), plan.rows)))
    counts = {outcome.value: often[id(outcome)] for outcome in Outcome}
    doubtful = Outcome.DOUBTFUL
    odd = [row for row in plan.rows if row.findings or row.outcome is doubtful]
    counts[ODD_ROWS] = sum(map(is_odd, odd))
    counts[""] = len(plan.rows)
    return counts


def currencies(plan: Plan) -> tuple[str, ...]:
    """The currencies of the amounts that were read, in order of the alphabet."""
    agreements = (row.planned.agreement for row in plan.rows if row.planned is not None)
    amounts = (money for agreement in agreements for money in (agreement.value, agreement.annual_value))
    return tuple(sorted({money.currency for money in amounts if money is not None}))


# Cells


def column_of(plan: Plan, field: str) -> Column | None:
    """The column that fills a field, None where none does."""
    return plan.mapping.of(field)


def _elsewhere(plan: Plan, row: PlanRow, field: str) -> bool:
    """Whether the row's options were read in a column that is about something else."""
    known = field == "extensions" and column_of(plan, field) is None and row.planned is not None
    return known and row.planned is not None and bool(row.planned.agreement.options)


class Cells:
    """The cells of a Plan's table as text, by the row number in the file."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        table = plan.table
        self._numbers = table.sheet.numbers[table.body : table.body + len(table.records)]

    def written(self, row: PlanRow, field: str) -> str:
        """What stands in the file; "" for a blank cell or a field without a column.

        Options without a column of their own stand in another one, with the words kept.
        """
        if _elsewhere(self._plan, row, field):
            return row.planned.agreement.extensions_text if row.planned is not None else ""
        cell = self._cell(row, field)
        return cell.text if isinstance(cell, Fault) else shown(cell).strip()

    def sort_of_cell(self, row: PlanRow, field: str) -> str:
        """What the spreadsheet holds there: "text", "a number", "a date"."""
        if _elsewhere(self._plan, row, field):
            return "words in another column"
        cell = self._cell(row, field)
        if cell is None or cell == "":
            return "an empty cell"
        if isinstance(cell, str):
            cells = self._plan.workbook.kind not in ("text", "pasted")
            return "text, not a date cell" if cells and field in _DAYS else "text"
        if isinstance(cell, Fault):
            return "an error in the sheet"
        return "a number" if isinstance(cell, int | float) else "a date cell"

    def _cell(self, row: PlanRow, field: str) -> Cell:
        column, at = self._plan.mapping.of(field), bisect_left(self._numbers, row.row)
        if column is None or at == len(self._numbers) or self._numbers[at] != row.row:
            return None
        cells = self._plan.table.records[at]
        return cells[column.index] if column.index < len(cells) else None


def findings_of(row: PlanRow, label: str) -> tuple[Located, ...]:
    """What is odd about one cell of a row, by its column's label."""
    return tuple(one for one in row.findings if one.column == label)


def is_odd(row: PlanRow) -> bool:
    """Has the row anything that a person should look at?"""
    return row.outcome is Outcome.DOUBTFUL or any(
        one.finding.severity is not Severity.NOTE for one in row.findings
    )
