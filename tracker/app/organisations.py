"""Organisations as people ask about them: how many agreements and memberships, and one in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.rows import AgreementRow
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.dates import When
from tracker.domain.deadlines.standing import ENDED
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import ClaimBeneficiary, SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.source import Person

if TYPE_CHECKING:
    from tracker.app.session import Session


SUPPLIES = frozenset({PartyRole.SUPPLIER.value, PartyRole.HOST.value})
OVER = frozenset(status.value for status in ENDED)


class OrganisationLine(NamedTuple):
    """One organisation as a list shows it.

    Attributes:
        also: its further names.
        became: the name of the body that took over, "" where none did.
    """

    organisation: Organisation
    also: tuple[str, ...]
    agreements: int
    arrangements: int
    claims: int
    became: str


def organisation_lines(session: Session) -> list[OrganisationLine]:
    """A line for each organisation, by name."""
    read = session.read
    bodies = read.organisations()
    names = {body.id: body.name for body in bodies}
    also: dict[int, list[str]] = {}
    for body_id, name in read.fields(OrganisationName, "organisation_id", "name"):
        also.setdefault(body_id, []).append(name)
    of_party = set(read.fields(Party, "organisation_id", "agreement_id"))
    agreements = Counter(body for body, _ in of_party)
    inside = set(read.fields(Membership, "organisation_id", "arrangement_id"))
    arrangements = Counter(body for body, _ in inside)
    claims = Counter(body for (body,) in read.fields(ClaimBeneficiary, "organisation_id"))
    # The body that took over the whole stands before those that took a part.
    successions = sorted(read.records(Succession), key=lambda s: (bool(s.scope), s.effective_on, s.id))
    became: dict[int, str] = {}
    for one in successions:
        became.setdefault(one.from_organisation_id, names.get(one.to_organisation_id, ""))
    lines = [
        OrganisationLine(
            body,
            tuple(dict.fromkeys(also.get(body.id, ()))),
            agreements[body.id],
            arrangements[body.id],
            claims[body.id],
            became.get(body.id, ""),
        )
        for body in bodies
    ]
    return sorted(lines, key=lambda line: (line.organisation.fictional, line.organisation.name.casefold()))


@dataclass(frozen=True, slots=True)
class OrganisationFile:
    """One organisation with everything that the register holds about it.

    Attributes:
        before, after: successions that led to it, and on from it.
        agreements: each with the roles that it has in it.
        starts: agreement id -> its first day, as known.
        arrangements: id -> the arrangement, for its memberships.
        claims: those that name it as one for whom something is saved.
        bodies: organisation id -> name, for its successions.
    """

    organisation: Organisation
    names: tuple[OrganisationName, ...]
    before: tuple[Succession, ...]
    after: tuple[Succession, ...]
    agreements: tuple[tuple[AgreementRow, tuple[str, ...]], ...]
    starts: dict[int, When | None]
    memberships: tuple[Membership, ...]
    arrangements: dict[int, Arrangement]
    claims: tuple[SavingsClaim, ...]
    people: tuple[Person, ...]
    bodies: dict[int, str]


def organisation_file(session: Session, organisation_id: int) -> OrganisationFile:
    """Read everything about one organisation.

    Raises:
        TrackerError: there is none with that id.
    """
    read = session.read
    body = read.organisation(organisation_id)
    before = read.related(Succession, "to_organisation_id", organisation_id)
    after = read.related(Succession, "from_organisation_id", organisation_id)
    roles: dict[int, list[str]] = {}
    for agreement_id, role in read.fields_of(
        Party, "organisation_id", [organisation_id], "agreement_id", "role"
    ):
        roles.setdefault(agreement_id, []).append(role.value)
    stints = read.related(Membership, "organisation_id", organisation_id)
    named = {i for s in (*before, *after) for i in (s.from_organisation_id, s.to_organisation_id)}
    claimed = read.related(ClaimBeneficiary, "organisation_id", organisation_id)
    return OrganisationFile(
        body,
        tuple(read.related(OrganisationName, "organisation_id", organisation_id)),
        tuple(before),
        tuple(after),
        tuple((row, tuple(dict.fromkeys(roles[row.id]))) for row in read.rows(sorted(roles))),
        dict(read.fields_of(Agreement, "id", roles, "id", "starts")),
        tuple(sorted(stints, key=lambda s: str(s.joined.earliest if s.joined else ""))),
        {a.id: a for a in read.records(Arrangement, {s.arrangement_id for s in stints})},
        tuple(read.records(SavingsClaim, {b.claim_id for b in claimed})),
        tuple(read.related(Person, "organisation_id", organisation_id)),
        {one.id: one.name for one in read.records(Organisation, named)},
    )


class Spend(NamedTuple):
    """What the agreements under which a body supplies come to, on one basis.

    Amounts on different bases or in different currencies are never added together.

    Attributes:
        basis: "in all" or "a year".
        live, live_count: of the agreements in force, in minor units, and how many state such an amount.
        every, every_count: of all of them, ended ones too.
    """

    basis: str
    currency: str
    live: int
    live_count: int
    every: int
    every_count: int


def spend(found: OrganisationFile) -> tuple[tuple[Spend, ...], int]:
    """Spend with a body as supplier, by basis and currency, and how many such agreements state no amount."""
    rows = [row for row, roles in found.agreements if SUPPLIES & set(roles)]
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for basis, amount in (("in all", row.value), ("a year", row.annual_value)):
            if amount is None:
                continue
            held = sums.setdefault((basis, row.currency or "GBP"), [0, 0, 0, 0])
            live = row.status not in OVER
            held[0] += amount * live
            held[1] += live
            held[2] += amount
            held[3] += 1
    without = sum(row.value is None and row.annual_value is None for row in rows)
    return tuple(Spend(*key, *held) for key, held in sorted(sums.items(), reverse=True)), without
