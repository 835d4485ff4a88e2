"""What the register holds already, as an import compares it with a file: only what may match is read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        edited = ask.edited(ids, IMPORTS)
        for agreement in ask.agreements(ids):
            yield Existing(
                agreement=agreement,
                parties=tuple(_names(agreement.parties, names)),
                arrangement=titles.get(agreement.arrangement_id or 0, ""),
                edited=_named(edited.get(agreement.id, {}), titles),
            )

    return Known(*ask.known_agreements(), ask.ids_of_uids, suppliers_of, fetch)


def _names(parties: Iterable[Party], names: Mapping[int, str]) -> Iterable[PlannedParty]:
    for party in parties:
        name = names[party.organisation_id]
        yield PlannedParty(name, party.role)
        if party.as_written and party.as_written != name:
            yield PlannedParty(party.as_written, party.role)


def _named(edited: dict[str, object], titles: Mapping[int, str]) -> Mapping[str, object]:
    """The same, with the arrangement by its title."""
    if "arrangement_id" in edited:
        number = edited.pop("arrangement_id")
        edited["arrangement"] = titles.get(number, "") if isinstance(number, int) else ""
    return edited
