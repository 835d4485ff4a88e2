"""A change that is shown before it is made: its steps, what follows from them, and what is odd.

A use case builds a Proposal from what was typed and writes nothing. The window shows its
effects, and `carry_out` makes it one operation, so that one Undo takes all of it back.
A record that is not stored yet has an id below zero, and others in the same proposal name it by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple, TypeVar

from tracker.app.session import Session, require_writable
from tracker.domain.check import Finding

T = TypeVar("T")


class Add(NamedTuple):
    """A record to add, with its children."""

    record: Any


class Change(NamedTuple):
    """Fields of a stored record to set; `was`: their values as the person saw them, where that must still hold."""

    kind: type
    record_id: int
    fields: Mapping[str, Any]
    was: Mapping[str, Any] | None = None


class Remove(NamedTuple):
    """A stored record to remove."""

    kind: type
    record_id: int


Step = Add | Change | Remove


class Effect(NamedTuple):
    """One line of before and after; the same text twice where it stays as it is."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be done, and what would follow.

    Attributes:
        name: what the person does, as the history and Undo name it.
        words: the same, short, for the button.
        steps: in the order in which they are carried out.
        effects: before and after.
        findings: what is odd about it; none of them stands in its way.
        workings: how a date in it was reckoned, "" where none was.
    """

    name: str
    words: str
    steps: tuple[Step, ...]
    effects: tuple[Effect, ...] = ()
    findings: tuple[Finding, ...] = ()
    workings: str = ""


def carry_out(session: Session, proposal: Proposal) -> dict[int, int]:
    """Do it, as one operation; returns the ids that the new records now have, by those they had.

    Raises:
        TrackerError: it could not be done; nothing was changed then.
    """
    require_writable(session)
    made: dict[int, int] = {}
    with session.operation(proposal.name) as write:
        for step in proposal.steps:
            if isinstance(step, Add):
                before = step.record.id
                after = write.add(_named(step.record, made)).id
                if before < 0:
                    made[before] = after
            elif isinstance(step, Change):
                write.change(step.kind, step.record_id, was=step.was, **step.fields)
            else:
                write.remove(step.kind, step.record_id)
    return made


def _named(record: Any, made: Mapping[int, int]) -> Any:
    """The record without an id of its own, and with stored ids in place of those below zero."""
    found: dict[str, object] = {"id": 0}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name.endswith("_id") and isinstance(value, int) and value < 0:
            found[field.name] = made[value]
        elif isinstance(value, tuple) and value and is_dataclass(value[0]) and hasattr(value[0], "uid"):
            found[field.name] = tuple(_named(child, made) for child in value)
    return replace(record, **found)


def applied(records: Iterable[T], kind: type[T], steps: Iterable[Step]) -> tuple[T, ...]:
    """The records of one kind as they would be; new ones last, with the ids they have in the steps."""
    found: dict[int, Any] = {record.id: record for record in records}  # type: ignore[attr-defined]
    new = []
    for step in steps:
        if isinstance(step, Add):
            if isinstance(step.record, kind):
                new.append(step.record)
        elif step.kind is kind and step.record_id in found:
            if isinstance(step, Change):
                changed: dict[str, Any] = dict(step.fields)
                found[step.record_id] = replace(found[step.record_id], **changed)
            else:
                del found[step.record_id]
    return (*found.values(), *new)
