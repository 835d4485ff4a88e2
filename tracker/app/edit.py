"""Changing one agreement: its fields, its events, and what a change would lead to before it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.app.fields import BY_NAME, Read, apply, read_field
from tracker.app.session import Session, require_writable
from tracker.domain.agreement import (
    Agreement,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    Party,
    PartyRole,
)
from tracker.domain.dates import When
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import StaleRecord, TrackerError
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.domain.terms.term import Step
from tracker.store.log import Write

_LEFT = ("open", "not yet")
"""States of an option that may still be taken."""


@dataclass(frozen=True, slots=True)
class Consequences:
    """Where an agreement stands now, and where it would stand after a change."""

    before: Standing
    after: Standing


def draft(
    session: Session, texts: Mapping[str, str], base: Agreement | None = None
) -> tuple[Agreement, dict[str, Read]]:
    """The agreement that those texts make, and what was made of each; nothing is stored.

    Texts that cannot be read leave their field as it is in `base`; their `Read` says why.
    """
    agreement = base or Agreement()
    reads = {name: read_field(name, text) for name, text in texts.items()}
    for name, read in reads.items():
        if read.refused is None:
            agreement = apply(agreement, name, read.value)
    return agreement, reads


def change(
    session: Session, agreement_id: int, texts: Mapping[str, str], *, seen: Agreement | None = None
) -> None:
    """Set fields of an agreement from what was typed, as one change.

    Args:
        texts: field name -> text; blank clears.
        seen: the agreement as it was on the screen: where one of those fields has another
            value by now, nothing is overwritten.

    Raises:
        TrackerError: a text cannot be read; the sentence says which and why.
        StaleRecord: somebody else changed one of those fields meanwhile.
    """
    require_writable(session)
    before = session.agreement(agreement_id)
    after, reads = draft(session, texts, before)
    for read in reads.values():
        if read.refused:
            raise TrackerError(read.refused.message)
    if after == before:
        return
    labels = ", ".join(BY_NAME[name].label.lower() for name in texts)
    with session.operation(f"Change {labels} of ‘{before.title or before.reference}’") as write:
        store_difference(write, before, after, seen)


def store_difference(
    write: Write, before: Agreement, after: Agreement, seen: Agreement | None = None
) -> None:
    """Store the fields of an agreement that are others after a change than before it.

    Raises:
        StaleRecord: one of them is another by now than in `seen`.
    """
    plain = {
        name: getattr(after, name)
        for name in BY_NAME
        if name not in ("options", "notice") and getattr(after, name) != getattr(before, name)
    }
    if plain:
        was = {name: getattr(seen, name) for name in plain} if seen else None
        write.change(Agreement, before.id, was=was, **plain)
    if after.tags != before.tags:
        write.change(Agreement, before.id, tags=after.tags)
    if after.options != before.options:
        for option in before.options:
            write.remove(ExtensionOption, option.id)
        for option in after.options:
            write.add(replace(option, id=0, uid="", agreement_id=before.id))
    if after.notices != before.notices:
        for clause in before.notices:
            if clause not in after.notices:
                write.remove(NoticeClause, clause.id)
        for clause in after.notices:
            if clause not in before.notices:
                write.add(replace(clause, agreement_id=before.id))


def new_agreement(session: Session, texts: Mapping[str, str], *, supplier: str = "", buyer: str = "") -> int:
    """Add an agreement from what was typed; returns its id.

    Raises:
        TrackerError: a text cannot be read, or there is neither title nor reference.
    """
    require_writable(session)
    agreement, reads = draft(session, texts)
    for read in reads.values():
        if read.refused:
            raise TrackerError(read.refused.message)
    if not (agreement.title or agreement.reference):
        raise TrackerError("A new agreement needs a title or a reference, so that it can be found again.")
    with session.operation(f"Add ‘{agreement.title or agreement.reference}’") as write:
        parties = tuple(
            Party(organisation_id=organisation_for(session, write, name, role), role=role, as_written=name)
            for name, role in ((buyer, PartyRole.BUYER), (supplier, PartyRole.SUPPLIER))
            if name.strip()
        )
        return write.add(replace(agreement, parties=parties)).id


def set_party(
    session: Session, agreement_id: int, role: PartyRole, name: str, *, seen: Agreement | None = None
) -> None:
    """Make `name` the one party in that role; blank leaves the role empty.

    Args:
        seen: the agreement as it was on the screen.

    Raises:
        StaleRecord: somebody else changed who has that role meanwhile.
    """
    require_writable(session)
    agreement = session.agreement(agreement_id)
    if seen is not None and _in_role(agreement, role) != _in_role(seen, role):
        raise StaleRecord(
            f"The {role.value} of ‘{agreement.title or agreement.reference}’ changed since it was last shown. "
            "Nothing was overwritten; look at it again first."
        )
    with session.operation(f"Change {role.value} of ‘{agreement.title or agreement.reference}’") as write:
        for party in agreement.parties:
            if party.role is role:
                write.remove(Party, party.id)
        if name.strip():
            organisation = organisation_for(session, write, name, role)
            write.add(
                Party(
                    agreement_id=agreement_id,
                    organisation_id=organisation,
                    role=role,
                    as_written=name.strip(),
                )
            )


def _in_role(agreement: Agreement, role: PartyRole) -> tuple[Party, ...]:
    return tuple(party for party in agreement.parties if party.role is role)


def organisation_for(session: Session, write: Write, name: str, role: PartyRole) -> int:
    """Id of the organisation of that name, added where there is none (case and suffix aside)."""
    found = organisation_named(session, name)
    return found.id if found else write.add(new_organisation(name, role)).id


def organisation_named(session: Session, name: str) -> Organisation | None:
    """The organisation of that name, case and suffix aside; None where the register has none."""
    wanted = comparable(name)
    found = (body for body in session.read.organisations() if comparable(body.name) == wanted)
    return next(found, None)


def new_organisation(name: str, role: PartyRole) -> Organisation:
    """An organisation that the register does not have yet, of the kind that its part in an agreement tells."""
    kind = OrganisationKind.SUPPLIER if role is PartyRole.SUPPLIER else OrganisationKind.OTHER
    return Organisation(name=" ".join(name.split()), kind=kind)


def remove_agreement(session: Session, agreement_id: int) -> None:
    """Take an agreement out of the register; Undo brings it back whole."""
    require_writable(session)
    agreement = session.agreement(agreement_id)
    with session.operation(f"Remove ‘{agreement.title or agreement.reference}’") as write:
        write.remove(Agreement, agreement_id)


# Events: what happened, from which ends and deadlines follow


def consequences(session: Session, agreement_id: int, event: Event) -> Consequences:
    """Where the agreement stands, and where it would stand were `event` recorded."""
    agreement = session.agreement(agreement_id)
    proposed = replace(agreement, events=(*agreement.events, event))
    return Consequences(session.stand(agreement), session.stand(proposed))


def next_option(standing: Standing) -> Step | None:
    """The option that may be taken next; None where none is left."""
    options = (step for step in standing.ladder.steps if step.option is not None and step.state in _LEFT)
    return next(options, None)


def extension(
    session: Session,
    *,
    new_end: date,
    option: int | None,
    decided_on: date,
    authority: str = "",
) -> Event:
    """The event of extending to `new_end` (inclusive) by an option, or by agreement where that is None."""
    return Event(
        kind=EventKind.EXTENDED,
        on=When.on(session.today),
        decided_on=When.on(decided_on),
        new_end=When.on(new_end),
        option=option,
        text=authority,
    )


def notice(*, given: date, takes_effect: date | None, words: str = "", by: int | None = None) -> Event:
    """The event of a notice given on a day.

    Args:
        takes_effect: its expiry (the last day in force), where the notice states one.
        by: the organisation that gave it; None for us, or for nobody named.
    """
    return Event(
        kind=EventKind.NOTICE_GIVEN,
        on=When.on(given),
        new_end=When.on(takes_effect) if takes_effect else None,
        organisation_id=by,
        text=words,
    )


def other_side(agreement: Agreement) -> int | None:
    """The organisation that supplies or hosts; None where none is recorded."""
    parties = (p for p in agreement.parties if p.role in (PartyRole.SUPPLIER, PartyRole.HOST))
    return next((party.organisation_id for party in parties), None)


def termination(*, last_day: date, words: str = "") -> Event:
    """The event of ending early, with `last_day` the last day in force."""
    return Event(kind=EventKind.TERMINATED, on=When.on(last_day), new_end=When.on(last_day), text=words)
