"""Earlier states: what an operation changed in an agreement, how it was after any, and putting that back.

Parties, options, notice clauses, events and tags are parts of an agreement and count as fields of it.
A part is known again by its uid, which it keeps when it is put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, NamedTuple

from tracker.app.fields import BY_NAME, show_options, show_value
from tracker.app.proposal import Change, Effect, Proposal
from tracker.app.rows import FieldChange
from tracker.app.session import Session, require_writable
from tracker.app.verbs import Outcome, called
from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Party, Tag
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation
from tracker.store.records import BY_NAME as TABLES

_PARTS = {
    "parties": "Parties",
    "options": "Extension options",
    "notices": "Notice clauses",
    "events": "Dated events",
    "tags": "Tags",
}
_KEYS = ("id", "uid")


class Difference(NamedTuple):
    """One field of an agreement then and now; values of the domain."""

    field: str
    then: Any
    now: Any


def label_of(field: str) -> str:
    """A field as people call it."""
    known = BY_NAME.get(field)
    return _PARTS.get(field) or (known.label if known else field.replace("_", " ").capitalize())


def differences(then: Agreement, now: Agreement) -> tuple[Difference, ...]:
    """The fields in which two states of an agreement differ, by their labels."""
    found = (
        Difference(field.name, getattr(then, field.name), getattr(now, field.name))
        for field in fields(Agreement)
        if field.name not in _KEYS
    )
    differing = [each for each in found if _content(each.then) != _content(each.now)]
    return tuple(sorted(differing, key=lambda each: label_of(each.field)))


def _content(value: Any) -> Any:
    """A value without the numbers by which its parts are stored."""
    if type(value) is tuple:  # a length and an amount are named tuples
        return tuple(replace(part, id=0, uid="", agreement_id=0) for part in value)
    return value


def changed_by(session: Session, agreement_id: int, operation: int) -> tuple[Difference, ...]:
    """What that operation changed in an agreement: `then` is before it, `now` after it; none where it came or went."""
    before = session.read.agreement_after(agreement_id, operation - 1)
    after = session.read.agreement_after(agreement_id, operation)
    return differences(before, after) if before is not None and after is not None else ()


def as_it_was(session: Session, agreement_id: int, operation: int) -> tuple[Difference, ...]:
    """The fields of an agreement that had another value right after that operation than now.

    Raises:
        TrackerError: it is no longer in the register.
    """
    now = session.agreement(agreement_id)
    then = session.read.agreement_after(agreement_id, operation)
    return differences(then, now) if then is not None else ()


# In words


def words(session: Session, value: Any) -> str:
    """A value of a field, or the parts of one kind, as people read it; "" where there is nothing."""
    if type(value) is not tuple:
        return show_value(value)
    if all(isinstance(part, ExtensionOption) for part in value):
        return show_options(value)
    return "; ".join(_part(session, part) for part in value)


def _part(session: Session, part: Party | NoticeClause | Event | Tag) -> str:
    match part:
        case Party():
            name = part.as_written
            for organisation in session.read.records(Organisation, [part.organisation_id]):
                name = organisation.name
            return f"{part.role.value.capitalize()} {name}"
        case NoticeClause():
            return f"{part.kind.value.capitalize()} {part.length or part.text or 'not recorded'}"
        case Event():
            when = show_value(part.on)
            ends = f", to {show_value(part.new_end)}" if part.new_end else ""
            return f"{part.kind.value.capitalize()} {when}{ends}"
    return part.name


# Putting back


def put_back(session: Session, agreement: Agreement, operation: int, field: str) -> Outcome:
    """Give a field the value that it had before an operation; of its parts, only those that this changed.

    Raises:
        TrackerError: that operation did not change it, or it has that value already.
    """
    change = next((e for e in changed_by(session, agreement.id, operation) if e.field == field), None)
    label = label_of(field)
    if change is None:
        raise TrackerError(f"{label} was not changed by that, so there is nothing to put back.")
    now, value = getattr(agreement, field), change.then
    if type(value) is tuple:
        value = _parts_put_back(change.then, change.now, now)
    back = Difference(field, value, now)
    if _content(value) == _content(now):
        raise TrackerError(f"{label} of {called(agreement)} has that value already.")
    name = f"Put back {label[:1].lower()}{label[1:]} of {called(agreement)}"
    return _outcome(session, agreement, [back], name, f"Put back {label[:1].lower()}{label[1:]}")


def put_all_back(session: Session, agreement: Agreement, operation: int) -> Outcome:
    """Give an agreement every value and every part that it had right after that operation.

    Raises:
        TrackerError: it is no longer in the register, or is as it was then.
    """
    differing = as_it_was(session, agreement.id, operation)
    if not differing:
        raise TrackerError("It is as it was then; there is nothing to put back.")
    back = [each._replace(then=_known_again(each.then, each.now)) for each in differing]
    return _outcome(session, agreement, back, f"Put back {called(agreement)} as it was", "Put all of it back")


def _outcome(
    session: Session, agreement: Agreement, back: Iterable[Difference], name: str, button: str
) -> Outcome:
    listed = tuple(back)
    values = {each.field: each.then for each in listed}
    step = Change(Agreement, agreement.id, values, was={each.field: each.now for each in listed})
    effects = tuple(
        Effect(
            label_of(each.field),
            words(session, each.now) or "not recorded",
            words(session, each.then) or "not recorded",
        )
        for each in listed
    )
    return Outcome(Proposal(name, button, (step,), effects), replace(agreement, **values))


def _parts_put_back(before: tuple[Any, ...], after: tuple[Any, ...], now: tuple[Any, ...]) -> tuple[Any, ...]:
    """The parts there are now, with what was added between `before` and `after` gone and what was lost back."""
    was, became = {part.uid: part for part in before}, {part.uid: part for part in after}
    kept = [
        was[part.uid] if part.uid in was and was[part.uid] != became.get(part.uid) else part
        for part in now
        if part.uid in was or part.uid not in became
    ]
    present = {part.uid for part in now}
    lost = [part for part in before if part.uid not in became and part.uid not in present]
    found: tuple[Any, ...] = _known_again((*kept, *lost), now)
    return found


def _known_again(parts: Any, now: Any) -> Any:
    """Parts with the ids that they have today; 0 for those that are to be added again."""
    if type(parts) is not tuple:
        return parts
    ids = {part.uid: part.id for part in now}
    return tuple(replace(part, id=ids.get(part.uid, 0)) for part in parts)


def put_value_back(session: Session, change: FieldChange) -> None:
    """Give a field of any record the value that it had before a change, as a change of its own.

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
