"""A linked workbook's steps as the Plan that every import has: what the preview shows, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Party
from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.domain.organisation import Organisation
from tracker.exchange.linked.coming_back import Linked, Ref, Step, plan_linked
from tracker.exchange.linked.going_out import Records
from tracker.exchange.linked.layout import SHEETS, Form, call, fields_of
from tracker.exchange.plans.columns import Column, ColumnMap, Confidence, Use
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import (
    FieldChange,
    Located,
    Outcome,
    PlannedAgreement,
    PlannedParty,
    PlanRow,
    found,
)
from tracker.exchange.plans.profile import profile
from tracker.exchange.sheets.sheet import Sheet, Workbook, is_blank, shown

_CHILDREN: Mapping[type, str] = {
    Party: "parties",
    ExtensionOption: "options",
    NoticeClause: "notices",
    Event: "events",
}
_OUTCOMES = {"add": Outcome.ADD, "change": Outcome.CHANGE, "same": Outcome.SAME}
_FILE_FIELDS = {
    "maximum_end": "max_end",
    "next_review": "review",
    "initial_term": "term",
    "extensions_text": "extensions",
    "notice_text": "notice",
    "arrangement_id": "arrangement",
}


@dataclass(slots=True)
class LinkedPlan(Plan):
    """The Plan of a linked workbook; what is done is its steps."""

    linked: Linked = field(default_factory=Linked)

    def summary(self) -> dict[str, object]:
        """As of every import, and what becomes of each sheet."""
        return {**Plan.summary(self), "sheets": tally(self.linked)}


def make_linked_plan(workbook: Workbook, held: Records) -> LinkedPlan:
    """The Plan of a linked workbook; `held` is every record of the register.

    Raises:
        CannotRead: its sheet of agreements has gone.
    """
    linked = plan_linked(workbook, held)
    sheet = linked.sheets.get(Agreement)
    if sheet is None:
        raise CannotRead(
            f"{workbook.path.name} has no sheet of agreements any more. Export it again, and edit that."
        )
    table = _table(sheet)
    plan = LinkedPlan(workbook, table, _mapping(table), [], linked=linked)
    plan.rows = _Rows(linked, held).rows()
    here = {row.row for row in plan.rows}
    plan.findings = (
        *(one for one in linked.findings if one.row not in here),
        *_other_sheets(linked),
    )
    named = {row.existing for row in plan.rows}
    plan.missing = tuple(one.id for one in held.get(Agreement, ()) if one.id not in named)
    return plan


def tally(linked: Linked) -> dict[str, dict[str, int]]:
    """Sheet -> how many records it adds, changes and removes; sheets without any left out."""
    counts: dict[str, Counter[str]] = {}
    for step in linked.steps:
        if step.action != "same":
            counts.setdefault(next(s.name for s in SHEETS if s.kind is step.kind), Counter())[
                step.action
            ] += 1
    return {
        name: {"added": n["add"], "changed": n["change"], "removed": n["remove"]}
        for name, n in counts.items()
    }


def _other_sheets(linked: Linked) -> list[Located]:
    said = []
    for name, counts in tally(linked).items():
        if name != "Agreements":
            words = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
            said.append(found("linked.sheet", Severity.NOTE, f"Sheet {name}: {words}."))
    return said


def _table(sheet: Sheet) -> Table:
    header = next(i for i, row in enumerate(sheet.rows) if any("Tracker UID" in shown(c) for c in row))
    headings = tuple(shown(cell).strip() for cell in sheet.rows[header])
    body = sheet.rows[header + 1 :]
    columns = tuple([row[at] if at < len(row) else None for row in body] for at in range(len(headings)))
    return Table(sheet, header, header, header + 1, headings, headings, headings, body, columns)


def _mapping(table: Table) -> ColumnMap:
    fields = {one.heading: one for one in fields_of(Agreement)}
    made = []
    for index, (heading, values) in enumerate(zip(table.headings, table.columns, strict=True)):
        known = fields.get(heading)
        use = Use.EMPTY if all(map(is_blank, values)) else Use.FIELD if known else Use.NEVER
        name = _FILE_FIELDS.get(known.name, known.name) if known else ""
        why = "by the program's own heading"
        made.append(
            Column(index, heading, heading, heading, profile(values), use, name, Confidence.SURE, "", why)
        )
    return ColumnMap(tuple(made), {one.field: one for one in made if one.field})


class _Rows:
    """The rows of the sheet of agreements, each with what changes in it and in what belongs to it."""

    def __init__(self, linked: Linked, held: Records) -> None:
        self._linked = linked
        self._held = {kind: {one.uid: one for one in many} for kind, many in held.items()}
        self._by_id = {one.id: one for one in held.get(Agreement, ())}
        self._organisations = {one.id: one.name for one in held.get(Organisation, ())}
        self._new_names = {
            s.key: str(s.values.get("name", "")) for s in linked.steps if s.kind is Organisation
        }
        self._children: dict[str, dict[str, list[Step]]] = {}
        for step in linked.steps:
            if step.kind in _CHILDREN and step.action != "same":
                owner = self._owner(step)
                self._children.setdefault(owner, {}).setdefault(_CHILDREN[step.kind], []).append(step)

    def rows(self) -> list[PlanRow]:
        """In the file's order."""
        made = [self._row(step) for step in self._linked.steps if step.kind is Agreement]
        made += [
            PlanRow(number, Outcome.NOT_IMPORTED, reason=why)
            for (kind, number), why in self._linked.refused.items()
            if kind is Agreement
        ]
        for row in made:
            row.findings = tuple(one for one in self._linked.findings if one.row == row.row)
        return sorted(made, key=lambda row: row.row)

    def _owner(self, step: Step) -> str:
        link = step.values.get("agreement_id")
        if isinstance(link, Ref):
            return link.key
        record = self._held.get(step.kind, {}).get(step.key)
        owner = self._by_id.get(getattr(record, "agreement_id", 0) or 0)
        return owner.uid if owner else ""

    def _row(self, step: Step) -> PlanRow:
        old = self._held.get(Agreement, {}).get(step.uid)
        plain = {n: v for n, v in step.values.items() if not isinstance(v, Ref) and not n.endswith("_id")}
        base = old or Agreement(uid=step.uid)
        parties = tuple(self._party(party) for party in base.parties)
        planned = PlannedAgreement(replace(base, **plain), parties)
        changes = [FieldChange(n, step.was.get(n), v) for n, v in plain.items()] if old else []
        links = {n: v for n, v in step.values.items() if n not in plain}
        changes += [
            FieldChange("arrangement", step.was.get(n) or "", self._said(v)) for n, v in links.items() if old
        ]
        for name, steps in self._children.get(step.key, {}).items():
            changes.append(self._family(base, name, steps))
        outcome = _OUTCOMES[step.action]
        if outcome is Outcome.SAME and changes:
            outcome = Outcome.CHANGE
        return PlanRow(step.row, outcome, planned, old.id if old else None, tuple(changes) if old else ())

    def _said(self, link: Any) -> str:
        record = self._held.get(link.kind, {}).get(link.key) if isinstance(link, Ref) else None
        return " ".join(filter(None, call(record))) if record else getattr(link, "key", "")

    def _family(self, base: Agreement, name: str, steps: Sequence[Step]) -> FieldChange:
        """The children of one sort before and after."""
        had = getattr(base, name)
        after = {one.uid: one for one in had}
        for step in steps:
            plain = {n: v for n, v in step.values.items() if not isinstance(v, Ref) and not n.endswith("_id")}
            if step.action == "remove":
                after.pop(step.key, None)
            elif step.key in after:
                after[step.key] = replace(after[step.key], **plain)
            else:
                links = {f.name: 0 for f in fields_of(step.kind) if f.form is Form.LINK and f.required}
                after[step.key] = step.kind(**plain, **links)
        if name != "parties":
            return FieldChange(name, had, tuple(after.values()))
        named = {step.key: step.values.get("organisation_id") for step in steps}
        new = tuple(self._party(one, named.get(key)) for key, one in after.items())
        return FieldChange(name, tuple(map(self._party, had)), new)

    def _party(self, party: Party, link: Any = None) -> PlannedParty:
        name = self._organisations.get(party.organisation_id, "")
        if isinstance(link, Ref):
            known = self._held.get(Organisation, {}).get(link.key)
            name = known.name if known else self._new_names.get(link.key, link.key)
        return PlannedParty(name, party.role, as_written=party.as_written)
