"""Who is party to an agreement: one more, or one fewer, each as a proposal that one Undo takes back.

The one buyer and the one supplier that most agreements have are set by `edit.set_party`.
"""

from __future__ import annotations

from dataclasses import replace

from tracker.app import edit
from tracker.app.partnership.partnering_effects import note
from tracker.app.proposal import Add, Effect, Proposal, Remove
from tracker.app.session import Session
from tracker.app.verbs import called
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.errors import TrackerError

_NEW = -1


def bodies_known(session: Session) -> list[str]:
    """The name of every organisation, to choose from while typing."""
    return sorted((body.name for body in session.read.organisations()), key=str.casefold)


def add(session: Session, agreement: Agreement, role: PartyRole, name: str) -> Proposal:
    """Add a party beside those that there are.

    Raises:
        TrackerError: it has that role already.
    """
    body = edit.organisation_named(session, name)
    found = body or replace(edit.new_organisation(name, role), id=_NEW)
    those = [party for party in agreement.parties if party.role is role]
    if any(party.organisation_id == found.id for party in those):
        raise TrackerError(f"{found.name} is a {role.value} of {called(agreement)} already.")
    party = Party(
        agreement_id=agreement.id,
        organisation_id=found.id,
        role=role,
        as_written=" ".join(name.split()),
    )
    before = "; ".join(party.as_written for party in those)
    new = "is not in the register yet: it is added to the organisations as well."
    return Proposal(
        f"Add {role.value} ‘{found.name}’ to {called(agreement)}",
        f"Add it as {role.value}",
        (*(() if body else (Add(found),)), Add(party)),
        (
            Effect(
                role.value.capitalize(),
                before or "not recorded",
                f"{before}; {found.name}" if before else found.name,
            ),
        ),
        () if body else (note("party.new-body", f"“{found.name}” {new}"),),
    )


def remove(agreement: Agreement, party: Party, name: str) -> Proposal:
    """Take a party out of an agreement; the organisation stays."""
    words = f"Remove {party.role.value}"
    return Proposal(f"{words} ‘{name}’ from {called(agreement)}", words, (Remove(Party, party.id),))
