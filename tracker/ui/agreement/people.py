"""Who is party to an agreement, in words."""

from __future__ import annotations

from tracker.app.session import Session
from tracker.domain.agreement import Agreement, PartyRole
from tracker.ui.parts import format as show

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


def about(agreement: Agreement, named: list[tuple[PartyRole, str]]) -> str:
    """The line under the title: what it is, with whom, for how much, whose."""
    kind = "Agreement" if agreement.type.value == "unknown" else agreement.type.value.capitalize()
    with_whom = counted(those(named, SUPPLYING), "supplier")
    yearly, value = agreement.annual_value, agreement.value
    amount = ""
    if yearly is not None:
        amount = f"{show.amount(yearly.minor, yearly.currency)} a year"
    elif value is not None:
        amount = show.amount(value.minor, value.currency)
    made_up = "fictional" if agreement.fictional else ""
    first = f"{kind} with {with_whom}" if with_whom else kind
    parts = (first, amount, agreement.department, agreement.owner, made_up)
    return " · ".join(part for part in parts if part)
