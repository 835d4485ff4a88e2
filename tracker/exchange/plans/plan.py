"""From a workbook to a Plan: what would be added, changed, left the same, doubted or left out, and why.

The Plan is computed once; the preview shows it and the register takes it as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.check import Finding
from tracker.domain.fill import fill
from tracker.domain.written import DateOrder
from tracker.exchange.pausing import collector_paused
from tracker.exchange.plans import (
    building,
    compare,
    copies,
    dittos,
    matching,
    parts,
    records,
    remarks,
    rows,
    uneven,
)
from tracker.exchange.plans.building import Built
from tracker.exchange.plans.columns import ColumnMap, Confidence
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.mapping import with_contacts
from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.orders import Stretch
from tracker.exchange.plans.parties import Councils
from tracker.exchange.plans.planned import (
    Existing,
    Leaving,
    Located,
    Options,
    Outcome,
    PlannedAgreement,
    PlanRow,
)
from tracker.exchange.plans.records import Read
from tracker.exchange.plans.relet import why_relet
from tracker.exchange.plans.rows import Sorted
from tracker.exchange.plans.tables import choose_table, fill_down
from tracker.exchange.sheets.sheet import Progress, Workbook


@dataclass(slots=True)
class Plan:
    """What an import will do.

    Attributes:
        rows: one for each row under the heading, in the file's order.
        findings: about the file or a column as a whole; `PlanRow.findings` are about rows.
        stretches: the rows of each sheet, where sheets write their dates in different orders; else none.
        date_orders: heading of each column of dates -> how it was read and why, in words.
        orders: label of each column of dates -> the order itself.
        missing: ids of existing agreements that the file does not name; never removed unasked.
        ends_base, ends_extended: numbers of rows whose own dates show that their end leaves the
            extensions out, or takes them in.
        leaving: id of an existing agreement that the file does not name -> what a person wants done with it.
        leaving_on: the last day of those that end; None for the day of the import.
    """

    workbook: Workbook
    table: Table
    mapping: ColumnMap
    rows: list[PlanRow]
    findings: tuple[Located, ...] = ()
    date_orders: dict[str, str] = field(default_factory=dict)
    stretches: tuple[Stretch, ...] = ()
    orders: dict[str, DateOrder] = field(default_factory=dict)
    missing: tuple[int, ...] = ()
    ends_base: tuple[int, ...] = ()
    ends_extended: tuple[int, ...] = ()
    leaving: dict[int, Leaving] = field(default_factory=dict)
    leaving_on: date | None = None

    def count(self, outcome: Outcome) -> int:
        """How many rows have that outcome."""
        return sum(1 for row in self.rows if row.outcome is outcome)

    @property
    def all_findings(self) -> list[Located]:
        """Findings of the file, then of its rows in order."""
        return [*self.findings, *(one for row in self.rows for one in row.findings)]

    def summary(self) -> dict[str, object]:
        """The part of `tracker import --json` that the plan knows; the caller adds "committed"."""
        counts = Counter(row.outcome for row in self.rows)
        return {
            "file": self.workbook.path.name,
            "sheet": self.table.sheet.name or None,
            **({"sheets": [part.name for part in self.table.parts]} if self.table.parts else {}),
            "encoding": self.workbook.encoding,
            "header_row": None if self.table.header_row is None else int(self.table.header_row),
            "mapping": {name: column.heading or column.label for name, column in self.mapping.fields.items()},
            "date_order": self.date_orders,
            "read": len(self.rows),
            "added": counts[Outcome.ADD],
            "changed": counts[Outcome.CHANGE],
            "same": counts[Outcome.SAME],
            "doubtful": counts[Outcome.DOUBTFUL],
            "not_imported": counts[Outcome.NOT_IMPORTED],
            "missing": len(self.missing),
            "findings": [one.as_json() for one in self.all_findings],
        }


def make_plan(
    workbook: Workbook,
    options: Options,
    *,
    existing: Sequence[Existing] | Known = (),
    overrides: Mapping[str, str] | None = None,
    sheet: str | None = None,
    councils: Councils | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The Plan for a workbook that was read.

    Args:
        existing: what the register holds.
        overrides: field -> heading, where the person overrules the mapping; "" leaves the field empty.
        sheet: name of the sheet; None for the likeliest with those like it, EVERY for all with its columns.
        councils: tells the names of councils, so that joint buyers can be split.
        progress: called with the steps done and their number; what it raises ends the work.

    Raises:
        CannotRead: the workbook holds no table of agreements, or an override fits nothing.
    """
    with collector_paused():
        return _make_plan(
            workbook, options, existing, overrides, sheet, councils, progress or (lambda *_: None)
        )


def _make_plan(
    workbook: Workbook,
    options: Options,
    existing: Sequence[Existing] | Known,
    overrides: Mapping[str, str] | None,
    sheet: str | None,
    councils: Councils | None,
    progress: Progress,
) -> Plan:
    table, mapping, others = choose_table(workbook, sheet, overrides, options.header)
    mapping = with_contacts(mapping, options.contacts)
    table, filled = fill_down(table, mapping) if options.fill_down else (table, Counter[int]())
    table, dittos_of = dittos.written_out(table, mapping)
    steps = len(mapping.fields) + 3
    read = records.read_columns(table, mapping, options, councils, lambda done: progress(done, steps))
    sorted_rows = rows.sort_rows(table, mapping, read)
    read.columns.update(parts.columns(sorted_rows, table, mapping, councils))
    built = building.build(table, mapping, read, options)
    progress(steps - 2, steps)
    plan = Plan(workbook, table, mapping, [])
    plan.stretches = read.stretches
    plan.date_orders = {heading: order.why for heading, order in read.orders.items()}
    labels = {column.heading or column.label: column.label for column in mapping.columns}
    plan.orders = {labels[heading]: order.order for heading, order in read.orders.items()}
    known = existing if isinstance(existing, Known) else Known.of(existing)
    _fill_rows(plan, read, built, sorted_rows)
    progress(steps - 1, steps)
    _compare(plan, read, known)
    numbers = table.sheet.numbers
    decided = {kind: [i for i, one in built.evidence.items() if one == kind] for kind in ("base", "extended")}
    plan.ends_base = tuple(numbers[table.body + i] for i in decided["base"])
    plan.ends_extended = tuple(numbers[table.body + i] for i in decided["extended"])
    plan.findings = (
        *remarks.about_file(workbook, table, mapping, plan.rows, others),
        *remarks.about_merged(filled, mapping),
        *dittos.about(dittos_of, mapping),
        *read.said,
        *plan.findings,
    )
    progress(steps, steps)
    return plan


def _fill_rows(plan: Plan, read: Read, built: Built, sorted_rows: Sorted) -> None:
    """A PlanRow for each record, with what is odd about it."""
    table, mapping = plan.table, plan.mapping
    numbers = table.sheet.numbers
    at: dict[int, list[Located]] = {}
    for index, column, finding in read.findings:
        number = numbers[table.body + index]
        at.setdefault(index, []).append(rows.as_row_finding(finding, number, column, table.records[index]))
    for index, placed, finding in building.placed(built, mapping):
        number = numbers[table.body + index]
        at.setdefault(index, []).append(rows.as_row_finding(finding, number, placed, table.records[index]))
    reference = mapping.of("reference")
    label = reference.label if reference else ""
    body = numbers[table.body :]
    twice, said = copies.find_copies(built.planned, sorted_rows, body, label)
    ragged, said_of_widths = uneven.widths(table) if plan.workbook.kind == "text" else ({}, [])
    for found in (twice, ragged):
        for index, one in found.items():
            at.setdefault(index, []).append(one)
    for index, many in uneven.merged_cells(table, mapping).items():
        at.setdefault(index, []).extend(many)
    plan.findings = (*said, *said_of_widths, *parts.about(sorted_rows, table, mapping))
    order = {column.label: column.index for column in mapping.columns}
    blind = _columns_unsure(table, mapping)
    out = sorted_rows.out | {
        index: why
        for index, one in enumerate(built.planned)
        if not one.agreement.title and index not in sorted_rows.out and (why := rows.nameless(one))
    }
    count = len(built.planned)
    columns = {"row": body, "outcome": [Outcome.ADD] * count, "planned": built.planned}
    plan.rows = fill(PlanRow, columns, count)
    for index, many in at.items():
        plan.rows[index].findings = tuple(sorted(many, key=lambda one: order.get(one.column, -1)))
    for index in range(count) if blind else sorted_rows.doubtful:
        plan.rows[index].outcome = Outcome.DOUBTFUL
        plan.rows[index].reason = sorted_rows.doubtful.get(index, blind)
    for index, why in out.items():
        plan.rows[index] = PlanRow(body[index], Outcome.NOT_IMPORTED, reason=why)


def _columns_unsure(table: Table, mapping: ColumnMap) -> str:
    """Why every row is doubtful, in a table whose columns no heading names and no person chose."""
    if table.header is not None or any(c.confidence is Confidence.CHOSEN for c in mapping.columns):
        return ""
    return "the table has no heading row, so its columns were told by their values alone"


def _compare(plan: Plan, read: Read, known: Known) -> None:
    """Find the rows that are agreements of the register already, and what differs."""
    if not known.ids:
        return
    planned: dict[int, PlannedAgreement] = {
        index: row.planned for index, row in enumerate(plan.rows) if row.planned is not None
    }
    settled = {index: one for index, one in planned.items() if plan.rows[index].outcome is Outcome.ADD}
    # A row that is in doubt takes no agreement away from one that is not.
    in_doubt = {index: one for index, one in planned.items() if index not in settled}
    found = matching.match((settled, in_doubt), known)
    cleared: dict[int, set[str]] = {}
    for index, name in read.cleared:
        cleared.setdefault(index, set()).update(_CLEARS.get(name, (name,)))
    pairs = {**found.sure, **{index: one for index, (one, _) in found.likely.items()}}
    row_of = {held: index for index, held in pairs.items()}
    # What was removed since its name was read does not come; the others come a few at a time.
    for old in known.fetch(list(row_of)) if row_of else ():
        index = row_of[old.agreement.id]
        row = plan.rows[index]
        row.existing = old.agreement.id
        row.changes, row.conflicts, said = compare.differences(
            planned[index], old, frozenset(cleared.get(index, ()))
        )
        row.findings += tuple(_about_field(plan, row, name, finding) for name, finding in said)
        relet = "" if index in found.likely else why_relet(planned[index], old)
        why = relet or (found.likely[index][1] if index in found.likely else "")
        if why:
            row.follows = bool(relet)
            row.outcome, row.reason = Outcome.DOUBTFUL, why
        elif row.outcome is not Outcome.DOUBTFUL:
            row.outcome = Outcome.CHANGE if row.changes else Outcome.SAME
    plan.missing = tuple(one for one in known.ids if one not in row_of)


_CLEARS: dict[str, tuple[str, ...]] = {
    "ends": ("ends", "end_kind"),
    "max_end": ("maximum_end",),
    "review": ("next_review", "review_every"),
    "term": ("initial_term",),
    "value": ("value", "value_low", "value_high", "value_text"),
    "extensions": ("options", "extensions_text"),
    "renewal": ("roll",),
    "notice": ("notices", "notice_text"),
}
"""Field of the file -> fields of Agreement that "(clear)" empties, where the names differ."""

_FILE_FIELDS = {
    "next_review": "review",
    "maximum_end": "max_end",
    "initial_term": "term",
    "parties": "supplier",
}


def _about_field(plan: Plan, row: PlanRow, name: str, finding: Finding) -> Located:
    """A finding about a field of the register, at the column that fills it."""
    column = plan.mapping.of(_FILE_FIELDS.get(name, name))
    return Located(finding, row.row, column.label if column else "")
