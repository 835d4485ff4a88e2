"""A linked workbook that comes back: exactly the edits that were made in it, and nothing else.

A cell that holds what it held when the file went out says nothing, whatever the register says by
now; so nobody's work of the meantime is turned back. What was edited on both sides is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any

from tracker.domain.agreement import Agreement
from tracker.domain.check import Severity
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation
from tracker.exchange.linked.cells import Unreadable, display, exactly, mark_of, normal, value_of
from tracker.exchange.linked.going_out import Names, Records
from tracker.exchange.linked.layout import (
    BY_KIND,
    BY_WORD,
    SHEETS,
    Field,
    Form,
    SheetOf,
    call,
    fields_of,
    labels,
)
from tracker.exchange.linked.rows import Raw, header, made_at, older, read_rows
from tracker.exchange.plans.planned import Located, found
from tracker.exchange.sheets.sheet import Cell, Sheet, Workbook, is_blank, shown


@dataclass(frozen=True, slots=True)
class Ref:
    """The record that a link names, before it has an id: by its key in the plan."""

    kind: type
    key: str


@dataclass(slots=True)
class Step:
    """One record that is to be added, changed or removed.

    Attributes:
        action: "add", "change", "remove" or "same".
        key: UID of the record; of a row without one, a name of its own within the plan.
        uid: UID of the record, "" where it gets a new one.
        row: row number in the sheet; 0 where no row stands for it.
        values: field -> new value; links are Refs.
        was: field -> the register's value, for a change.
    """

    kind: type
    action: str
    key: str
    uid: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    was: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Linked:
    """What a linked workbook would do to the register.

    Attributes:
        steps: in an order in which they can be done.
        findings: what is odd, sheet by sheet.
        refused: (type, row number) -> why that row cannot be taken in.
        sheets: type -> the sheet that held its rows.
    """

    steps: list[Step] = field(default_factory=list)
    findings: list[Located] = field(default_factory=list)
    refused: dict[tuple[type, int], str] = field(default_factory=dict)
    sheets: dict[type, Sheet] = field(default_factory=dict)


def plan_linked(workbook: Workbook, held: Records) -> Linked:
    """What the workbook would do; `held` is every record of the register."""
    return _Planner(workbook, held).plan()


class _Planner:
    """The work of one plan: rows, then links, then what differs."""

    def __init__(self, workbook: Workbook, held: Records) -> None:
        self._workbook = workbook
        self._made = made_at(workbook)
        self._names = Names.of(held)
        self._held = {kind: {one.uid: one for one in many} for kind, many in held.items()}
        self._raws: dict[type, list[Raw]] = {}
        self._headings: dict[type, frozenset[str]] = {}
        self._known: dict[type, dict[str, set[str]]] = {}
        self._fresh: dict[str, Step] = {}
        self._out = Linked()

    def plan(self) -> Linked:
        """Read every sheet of ours, and compare it with the register."""
        for sheet in self._workbook.sheets:
            for index, known in header(sheet):
                if known.kind not in self._raws:
                    self._read(sheet, index, known)
        self._learn()
        for known in SHEETS:
            for raw in self._raws.get(known.kind, ()):
                self._step(known, raw)
        for known in SHEETS:
            if known.kind in self._raws and not known.kept:
                self._removals(known)
        self._out.steps = [*self._fresh.values(), *self._out.steps]
        self._refuse_the_lost()
        return self._out

    def _refuse_the_lost(self) -> None:
        """Leave out what names a row that was refused, and say so."""
        while True:
            there = {(s.kind, s.key) for s in self._out.steps if s.action == "add"}
            there |= {(kind, uid) for kind, many in self._held.items() for uid in many}
            lost = [
                step for step in self._out.steps if not all((r.kind, r.key) in there for r in _refs(step))
            ]
            if not lost:
                return
            for step in lost:
                message = "It names a row that could not be taken in, so it was left out as well."
                self._out.refused[step.kind, step.row] = message
                self._say("linked.lost", Severity.ERROR, message, BY_KIND[step.kind], step.row)
            self._out.steps = [step for step in self._out.steps if step not in lost]

    # Reading the rows

    def _read(self, sheet: Sheet, index: int, known: SheetOf) -> None:
        headings, rows = read_rows(sheet, index, known)
        self._raws[known.kind] = rows
        self._headings[known.kind] = headings
        self._out.sheets[known.kind] = sheet
        for raw in rows:
            if raw.copied:
                message = "This row is a copy of another one, so it was taken for a new record."
                self._say("linked.copied", Severity.NOTE, message, known, raw.row)
        for one_field in fields_of(known.kind):
            if one_field.heading not in headings:
                message = f"The column {one_field.heading} is not there, so it was left as it is."
                self._say("linked.no-column", Severity.NOTE, message, known, None)

    def _learn(self) -> None:
        """By what words each record may be named: label, reference, title, UID."""
        for known in SHEETS:
            names: dict[str, set[str]] = {}
            called = [(one.uid, *call(one)) for one in self._held.get(known.kind, {}).values()]
            called += [(raw.key, *self._called(known, raw)) for raw in self._raws.get(known.kind, ())]
            for key, label in labels(called).items():
                names.setdefault(label.casefold(), set()).add(key)
            for key, label in self._names.labels(known.kind).items():
                names.setdefault(label.casefold(), set()).add(key)
            for key, reference, title in called:
                for word in filter(None, (reference, title, key)):
                    names.setdefault(word.strip().casefold(), set()).add(key)
            self._known[known.kind] = names

    def _called(self, known: SheetOf, raw: Raw) -> tuple[str, str]:
        names = ("title", "name", "subject", "metric", "quote", "proposal", "text")
        words = {one.name: shown(raw.cells.get(one.heading)).strip() for one in fields_of(known.kind)}
        return words.get("reference", ""), next((words[name] for name in names if words.get(name)), "")

    # Row by row

    def _step(self, known: SheetOf, raw: Raw) -> None:
        old = self._held.get(known.kind, {}).get(raw.uid)
        values: dict[str, Any] = {}
        was: dict[str, Any] = {}
        refused = ""
        for field_ in fields_of(known.kind):
            if field_.heading not in self._headings[known.kind] or (
                old is not None and self._as_it_was(field_, raw)
            ):
                continue
            try:
                new = self._value(known, field_, raw, old)
            except Unreadable as error:
                cell = shown(raw.cells.get(field_.heading))
                self._say(
                    "linked.unreadable", Severity.ERROR, str(error), known, raw.row, field_.heading, cell
                )
                refused = refused or str(error)
                continue
            if old is None:
                values[field_.name] = new
            elif not self._same(field_, new, old):
                values[field_.name] = new
                was[field_.name] = getattr(old, field_.name)
                self._warn_of_both(known, field_, raw, old)
        if old is None and not refused:
            refused = self._missing(known, values)
            if refused:
                self._say("linked.missing", Severity.ERROR, refused, known, raw.row)
        if old is None and refused:
            self._out.refused[known.kind, raw.row] = refused
            return
        action = "add" if old is None else "change" if values else "same"
        self._out.steps.append(Step(known.kind, action, raw.key, raw.uid, raw.row, values, was))

    def _missing(self, known: SheetOf, values: Mapping[str, Any]) -> str:
        lacking = [
            one_.heading
            for one_ in fields_of(known.kind)
            if one_.default is MISSING and one_.name not in values
        ]
        return f"{' and '.join(lacking)} must be there in a new row." if lacking else ""

    def _beside(self, field_: Field, raw: Raw) -> Cell:
        return raw.cells.get(field_.beside)

    def _as_it_was(self, field_: Field, raw: Raw) -> bool:
        """True where the cell holds what it held when the file went out."""
        now = mark_of(normal(field_, raw.cells.get(field_.heading)), normal(None, self._beside(field_, raw)))
        return raw.before.get(field_.name) == now

    def _same(self, field_: Field, new: Any, old: Any) -> bool:
        had = getattr(old, field_.name)
        if field_.form is not Form.LINK:
            return bool(new == had) or (new in (None, "") and had in (None, ""))
        return (new.key if new else "") == self._names.link(field_, old)[1]

    def _warn_of_both(self, known: SheetOf, field_: Field, raw: Raw, old: Any) -> None:
        before = raw.before.get(field_.name)
        if field_.form is Form.LINK:
            label, uid = self._names.link(field_, old)
            now = mark_of(label, uid)
        else:
            had = getattr(old, field_.name)
            now = mark_of(normal(field_, display(field_, had)), exactly(field_, had))
        if before is not None and before != now:
            message = (
                f"{field_.heading} was changed in the register after the file went out, and in the file as "
                "well; the file's is taken. Check which is right."
            )
            self._say("linked.both", Severity.WARNING, message, known, raw.row, field_.heading)

    def _value(self, known: SheetOf, field_: Field, raw: Raw, old: Any) -> Any:
        cell, beside = raw.cells.get(field_.heading), self._beside(field_, raw)
        if field_.form is not Form.LINK:
            return value_of(field_, cell, beside)
        target = field_.target or BY_WORD.get(shown(raw.cells.get("Record kind")).strip())
        if target is None and is_blank(cell) and is_blank(beside):
            return self._no_link(field_)
        if target is None:
            raise Unreadable("Record kind names no type of record.")
        return self._link(target, field_, raw, old)

    def _link(self, target: type, field_: Field, raw: Raw, old: Any) -> Ref | None:
        """The record that a label and the UID behind it name; an edited label goes before the UID."""
        label = shown(raw.cells.get(field_.heading)).strip()
        uid = shown(self._beside(field_, raw)).strip()
        known = self._known.get(target, {})
        by_uid = known.get(uid.casefold(), set()) if uid else set()
        by_label = known.get(label.casefold(), set()) if label else set()
        new_row = field_.name not in raw.before
        if self._as_it_was(field_, raw) or (new_row and not by_label):
            chosen = by_uid or by_label
        else:
            chosen = by_label & by_uid or by_label
        if len(chosen) == 1:
            return Ref(target, next(iter(chosen)))
        if len(chosen) > 1:
            raise Unreadable(f"“{label}” may be any of {len(chosen)} records. Write its UID instead.")
        if not label and (not uid or old is not None):
            return self._no_link(field_)
        if target is Organisation and label:
            return self._organisation(label)
        words = BY_KIND[target].words
        raise Unreadable(f"There is no {words} “{label or uid}”, neither in the file nor in the register.")

    @staticmethod
    def _no_link(field_: Field) -> None:
        if field_.required:
            raise Unreadable(f"{field_.heading} is blank, and it has to be filled.")

    def _organisation(self, name: str) -> Ref:
        """An organisation that is only named: it is added, once."""
        key = f"new {comparable(name)}"
        if key not in self._fresh:
            self._fresh[key] = Step(Organisation, "add", key, "", 0, {"name": name})
        return Ref(Organisation, key)

    # What has gone from the file

    def _removals(self, known: SheetOf) -> None:
        rows = {raw.uid for raw in self._raws[known.kind]}
        for uid, record in self._held.get(known.kind, {}).items():
            if uid not in rows and self._was_in_file(known, record):
                self._out.steps.append(Step(known.kind, "remove", uid, uid, 0))

    def _was_in_file(self, known: SheetOf, record: Any) -> bool:
        """True where the record was there when the file went out, and its owner still is in the file."""
        if self._made is None or not older(record.uid, self._made):
            return False
        for field_ in fields_of(known.kind):
            if field_.form is Form.LINK and field_.name in _OWNERS and getattr(record, field_.name):
                target = field_.target
                owner = self._names.link(field_, record)[1]
                if target in self._raws:
                    return any(raw.uid == owner for raw in self._raws[target])
        return True

    def _say(
        self,
        code: str,
        severity: Severity,
        message: str,
        known: SheetOf,
        row: int | None,
        column: str = "",
        text: str = "",
    ) -> None:
        where = "" if known.kind is Agreement else f"Sheet {known.name}" + (f", row {row}: " if row else ": ")
        at = row if known.kind is Agreement else None
        self._out.findings.append(found(code, severity, where + message, at, column, text))


def _refs(step: Step) -> list[Ref]:
    return [value for value in step.values.values() if isinstance(value, Ref)]


_OWNERS = ("agreement_id", "claim_id", "conflict_id", "service_level_id", "arrangement_id")
