"""Who is party to an agreement, in words."""

from __future__ import annotations

from tracker.app.session import Session
from tracker.domain.agreement import Agreement, PartyRole

SUPPLYING = (PartyRole.SUPPLIER, PartyRole.HOST)
BUYING = (PartyRole.BUYER, PartyRole.LEAD_BUYER)


def parties(session: Session, agreement: Agreement) -> list[tuple[PartyRole, str]]:
    """Each party's role and the name that the register has for it."""
    named = []
    for party in agreement.parties:
        name = party.as_written
        if party.organisation_id:
            name = session.read.organisation(party.organisation_id).name
        named.append((party.role, name))
    return named


def those(named: list[tuple[PartyRole, str]], roles: tuple[PartyRole, ...]) -> list[str]:
    """Names of the parties in any of those roles."""
    return [name for role, name in named if role in roles]


def counted(names: list[str], noun: str) -> str:
    """One name, or how many there are."""
    return names[0] if len(names) == 1 else f"{len(names)} {noun}s" if names else ""
