"""What the register holds already, as an import compares it with a file: only what may match is read whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.domain.agreement import Party, PartyRole
from tracker.domain.match import comparable
from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.planned import Existing, PlannedParty

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.store.queries import Queries

IMPORTS = "Import "
"""What the names of imports begin with in the history; by it a person's own changes are told from theirs."""


def existing_agreements(session: Session, read: Queries | None = None) -> Known:
    """What the agreements of the register are known by, and ways to learn more of those that may match.

    `read` is a worker thread's own connection; None on the session's thread.
    """
    ask = read or session.read

    def suppliers_of(ids: Sequence[int]) -> dict[int, frozenset[str]]:
        found: dict[int, frozenset[str]] = {}
        for one, *written in ask.parties_but(PartyRole.BUYER, ids):
            names = frozenset(map(comparable, filter(None, written)))
            found[one] = found[one] | names if one in found else names
        return found

    def fetch(ids: Sequence[int]) -> Iterator[Existing]:
        names = {organisation.id: organisation.name for organisation in ask.organisations()}
        titles = {arrangement.id: arrangement.title for arrangement in ask.arrangements()}
        edited = {one: _named(fields, titles) for one, fields in ask.edited(ids, IMPORTS).items()}
        known: dict[tuple[int, PartyRole, str], tuple[PlannedParty, ...]] = {}
        for agreement in ask.agreements(ids):
            parties: list[PlannedParty] = []
            for party in agreement.parties:
                key = (party.organisation_id, party.role, party.as_written)
                if key not in known:
                    known[key] = _names(party, names[party.organisation_id])
                parties += known[key]
            arrangement = titles.get(agreement.arrangement_id or 0, "")
            yield Existing(agreement, tuple(parties), arrangement, edited.get(agreement.id, _NOTHING))

    return Known(*ask.known_agreements(), ask.ids_of_uids, suppliers_of, fetch)


_NOTHING: Mapping[str, object] = {}


def _names(party: Party, name: str) -> tuple[PlannedParty, ...]:
    """The party by its organisation's name, and by what was written where that is another."""
    written = (PlannedParty(party.as_written, party.role),) if party.as_written not in ("", name) else ()
    return (PlannedParty(name, party.role), *written)


def _named(edited: dict[str, object], titles: Mapping[int, str]) -> Mapping[str, object]:
    """The same, with the arrangement by its title."""
    if "arrangement_id" in edited:
        number = edited.pop("arrangement_id")
        edited["arrangement"] = titles.get(number, "") if isinstance(number, int) else ""
    return edited
