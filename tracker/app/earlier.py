"""Earlier states: an agreement as it was after any change, and values put back as changes of their own."""

from __future__ import annotations

from typing import Any, NamedTuple

from tracker.app.fields import BY_NAME
from tracker.app.rows import FieldChange
from tracker.app.session import Session, require_writable
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.store.records import BY_NAME as TABLES

_AGREEMENT = "agreement"
_EVERY = 10_000


class Difference(NamedTuple):
    """One field of an agreement then and now; values of the domain."""

    field: str
    then: Any
    now: Any


def label_of(field: str) -> str:
    """A field as people call it."""
    known = BY_NAME.get(field)
    return known.label if known else field.replace("_", " ").capitalize()


def as_it_was(session: Session, agreement_id: int, operation: int) -> tuple[Difference, ...]:
    """The fields of an agreement that had another value right after that operation than now.

    Its parties, options and events are records of their own and stand in the history beside it.

    Raises:
        TrackerError: it is no longer in the register.
    """
    now = session.agreement(agreement_id)
    then: dict[str, Any] = {}
    for row in session.read.history(_EVERY, _AGREEMENT, agreement_id, changes=_EVERY):
        if row.operation <= operation:
            break
        for change in row.changes:
            if change.table == _AGREEMENT and change.record_id == agreement_id and change.kind == "changed":
                then[change.field] = change.old
    return tuple(
        Difference(field, value, getattr(now, field))
        for field, value in sorted(then.items(), key=lambda item: label_of(item[0]))
        if getattr(now, field) != value
    )


def put_back(session: Session, change: FieldChange) -> None:
    """Give a field the value that it had before a change, as a change of its own.

    Raises:
        TrackerError: the record came or went with that change, has gone since, or has the value already.
    """
    require_writable(session)
    if change.kind != "changed":
        raise TrackerError("Only the value of a field can be put back; Undo brings back what was removed.")
    kind = TABLES[change.table].kind
    found: list[Any] = session.read.records(kind, [change.record_id])
    if not found:
        raise TrackerError(f"{change.record} is no longer in the register, so nothing was put back.")
    label = label_of(change.field)
    if getattr(found[0], change.field) == change.old:
        raise TrackerError(f"{label} of {change.record} has that value already.")
    with session.operation(f"Put back {label.lower()} of {change.record}") as write:
        write.change(kind, change.record_id, **{change.field: change.old})


def put_all_back(session: Session, agreement_id: int, operation: int) -> None:
    """Give an agreement every value that it had right after that operation, as one change.

    Raises:
        TrackerError: it is no longer in the register, or is as it was then.
    """
    require_writable(session)
    agreement = session.agreement(agreement_id)
    differing = as_it_was(session, agreement_id, operation)
    if not differing:
        raise TrackerError("It is as it was then; there is nothing to put back.")
    name = f"Put back ‘{agreement.title or agreement.reference}’ as it was"
    with session.operation(name) as write:
        write.change(
            Agreement,
            agreement_id,
            was={each.field: each.now for each in differing},
            **{each.field: each.then for each in differing},
        )
