"""Taking a linked workbook back in: the records of the register, and doing what its Plan says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracker.app.incoming import leaving
from tracker.app.incoming.known import IMPORTS
from tracker.app.session import Session
from tracker.domain.agreement import Agreement
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation
from tracker.exchange.linked.coming_back import Ref, Step
from tracker.exchange.linked.layout import SHEETS, Form, fields_of
from tracker.exchange.plans.planned import Outcome

if TYPE_CHECKING:
    from tracker.exchange.linked.going_out import Records
    from tracker.exchange.linked.plan import LinkedPlan
    from tracker.store.log import Write
    from tracker.store.queries import Queries


def every_record(read: Queries) -> dict[type, list[Any]]:
    """Every record of the register by its type."""
    return {sheet.kind: list(read.records(sheet.kind)) for sheet in SHEETS}


def commit_linked(session: Session, plan: LinkedPlan) -> None:
    """Do the steps of a linked workbook as one change; rows that the person left out stay out.

    Raises:
        TrackerError: it could not be done; the register is as it was.
    """
    out = {row.row for row in plan.rows if row.outcome in (Outcome.NOT_IMPORTED, Outcome.DOUBTFUL)}
    steps = [
        step
        for step in plan.linked.steps
        if step.action != "same" and not (step.kind is Agreement and step.row in out)
    ]
    if not steps and not plan.leaving:
        return
    count = f"{len(steps)} change{'' if len(steps) == 1 else 's'}"
    with session.operation(leaving.operation_name(plan, f"{IMPORTS}{count}" if steps else "")) as write:
        _Doer(write, every_record(session.read)).do(steps)
        leaving.let_go(write, session.read, plan, session.today)


class _Doer:
    """Does steps in their order; knows by then which id each key has."""

    def __init__(self, write: Write, held: Records) -> None:
        self._write = write
        self._ids: dict[tuple[type, str], int] = {
            (kind, one.uid): one.id for kind, many in held.items() for one in many
        }
        self._organisations = {comparable(one.name): one.id for one in held[Organisation]}
        self._held = held

    def do(self, steps: list[Step]) -> None:
        """Add type by type, so that what is named is there; then what names itself; change; remove."""
        later: list[tuple[Step, str]] = []
        for sheet in SHEETS:
            adding = [step for step in steps if step.kind is sheet.kind and step.action == "add"]
            if adding:
                later += self._add(sheet.kind, adding)
        for step, name in later:
            self._write.change(step.kind, self._id(step), **{name: self._resolved(step.values[name])})
        for step in steps:
            if step.action == "change":
                fields = {name: self._resolved(value) for name, value in step.values.items()}
                was = {name: step.was[name] for name in step.was}
                self._write.change(step.kind, self._id(step), was=was, **fields)
        for sheet in reversed(SHEETS):
            for step in steps:
                if step.kind is sheet.kind and step.action == "remove":
                    self._write.remove(step.kind, self._id(step))

    def _add(self, kind: type, steps: list[Step]) -> list[tuple[Step, str]]:
        """Add the records of one type; returns the links within the type, which come after."""
        later = []
        fresh = []
        for step in steps:
            own = [
                name for name, value in step.values.items() if isinstance(value, Ref) and value.kind is kind
            ]
            optional = {one.name for one in fields_of(kind) if one.form is Form.LINK and not one.required}
            later += [(step, name) for name in own if name in optional]
            if kind is Organisation and not step.uid and self._is_known(step):
                continue
            fresh.append((step, self._values(step, skip=[name for name in own if name in optional])))
        for (step, _), stored in zip(
            fresh, self._write.load([kind(uid=step.uid, **values) for step, values in fresh]), strict=True
        ):
            self._ids[kind, step.key] = stored
        return later

    def _is_known(self, step: Step) -> bool:
        """An organisation that is only spelt otherwise is the one that is there."""
        there = self._organisations.get(comparable(str(step.values.get("name", ""))))
        if there is None or len(step.values) > 1:
            return False
        self._ids[step.kind, step.key] = there
        return True

    def _values(self, step: Step, skip: list[str]) -> Mapping[str, Any]:
        return {name: self._resolved(value) for name, value in step.values.items() if name not in skip}

    def _resolved(self, value: Any) -> Any:
        return self._ids[value.kind, value.key] if isinstance(value, Ref) else value

    def _id(self, step: Step) -> int:
        return self._ids[step.kind, step.key]
