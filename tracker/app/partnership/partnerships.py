"""Partnerships as people ask about them: who is in on a day, what is claimed, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.bulk import agreements_of, held_by, moves
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation, OrganisationKind, Succession
from tracker.domain.partnerships.claim import SavingsClaim, claims_for, comparisons
from tracker.domain.partnerships.membership import cover, deadlines, leavings, with_leavings
from tracker.domain.partnerships.partnership import (
    Arrangement,
    Cover,
    MemberOn,
    MemberRole,
    Membership,
    Presence,
    count,
    members_on,
    suppliers_on,
)
from tracker.domain.partnerships.totals import Counted, Tally, Total, tally, totals
from tracker.domain.partnerships.years import Year, years_known
from tracker.domain.source import Relation, Source, chain

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.deadlines.deadline import Deadline
    from tracker.domain.partnerships.claim import Comparison

TOTALS_BY = ("region", "category", "year", "council")


@dataclass(frozen=True, slots=True)
class Roll:
    """Who is in an arrangement on a day.

    Attributes:
        names: organisation id -> the name shown.
        sources: source id -> its title.
    """

    arrangement: Arrangement
    on: date
    members: tuple[MemberOn, ...]
    suppliers: tuple[MemberOn, ...]
    count: dict[Presence, int]
    names: dict[int, str]
    sources: dict[int, str]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """Claims side by side.

    Attributes:
        alone: how many of the first claims are for the one body asked about; the joint ones
            follow, then those for a whole arrangement.
        comparisons: places of two claims in `claims`, and what they say about each other.
        totals: by basis and nature, of the claims for the body alone; sums that would mix are refused.
    """

    claims: tuple[SavingsClaim, ...]
    alone: int
    joint: int
    comparisons: list[tuple[int, int, Comparison]]
    totals: tuple[Total, ...]
    names: dict[int, str]
    sources: dict[int, Source]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the register does not hold about a record.

    Attributes:
        missing: what, in a word or two: "signature", "owner", "value".
    """

    kind: str
    record_id: int
    name: str
    missing: str
    message: str


class Superseding(NamedTuple):
    """One step of a supersession chain; `stated` is False where it is only proposed."""

    older: str
    kind: str
    newer: str
    stated: bool
    note: str


def roll(session: Session, arrangement: Arrangement) -> Roll:
    """Who is in the arrangement on the session's day, and why."""
    names = organisation_names(session)
    agreements = session.read.related(Agreement, "arrangement_id", arrangement.id)
    successions = session.read.records(Succession)
    memberships = stints(session, arrangement.id, agreements)
    covers = covers_of(session, agreements)
    on = session.today
    members = members_on(
        on, memberships, covers=covers, successions=successions, names=names, ended=arrangement.ended
    )
    suppliers = suppliers_on(
        on, memberships, covers=covers, successions=successions, names=names, ended=arrangement.ended
    )
    titles = {source.id: source.title for source in session.read.records(Source)}
    return Roll(arrangement, on, members, suppliers, count(members), names, titles)


def stints(session: Session, arrangement_id: int, agreements: Sequence[Agreement]) -> tuple[Membership, ...]:
    """The memberships of an arrangement, with the leaving days that notices lead to."""
    left = [one for a in agreements for one in leavings(a, session.today, session.calendar)]
    return with_leavings(session.read.memberships(arrangement_id), left)


def covers_of(session: Session, agreements: Iterable[Agreement]) -> list[Cover]:
    """What each agreement covers, from where it stands on the session's day."""
    found = []
    for agreement in agreements:
        stands = session.stand(agreement)
        found.append(cover(agreement, stands.current_end, stands.status))
    return found


def deadlines_of(
    session: Session, arrangements: Iterable[Arrangement]
) -> Iterator[tuple[Arrangement, tuple[Deadline, ...]]]:
    """The dates of arrangements themselves: members joining and leaving, things planned, savings due.

    Many are read at once, because Home and every check of reminders ask for all.
    """
    asked, names = list(arrangements), organisation_names(session)
    for at in range(0, len(asked), _AT_ONCE):
        yield from _deadlines_of(session, asked[at : at + _AT_ONCE], names)


_AT_ONCE = 40


def _deadlines_of(
    session: Session, asked: Sequence[Arrangement], names: dict[int, str]
) -> Iterator[tuple[Arrangement, tuple[Deadline, ...]]]:
    ids = [arrangement.id for arrangement in asked]
    members, claims = held_by(session, Membership, ids), held_by(session, SavingsClaim, ids)
    moved = moves(session, ids)
    for arrangement in asked:
        left, events = moved[arrangement.id]
        memberships = with_leavings(members[arrangement.id], left)
        yield (
            arrangement,
            deadlines(memberships, events, claims[arrangement.id], session.today, session.calendar, names),
        )


def organisation_names(session: Session) -> dict[int, str]:
    """Organisation id -> the name shown."""
    return dict(session.read.fields(Organisation, "id", "name"))


def claims_view(
    session: Session, organisation: Organisation | None = None, arrangement: Arrangement | None = None
) -> ClaimsView:
    """The claims for one body, of one arrangement, or all of them, compared and totalled."""
    claims: Sequence[SavingsClaim] = (
        session.read.related(SavingsClaim, "arrangement_id", arrangement.id)
        if arrangement
        else session.read.records(SavingsClaim)
    )
    alone, joint = len(claims), 0
    mine: Sequence[SavingsClaim] = claims
    if organisation is not None:
        inside = {
            m.arrangement_id for m in session.read.related(Membership, "organisation_id", organisation.id)
        }
        sorted_out = claims_for(organisation.id, claims, inside)
        mine = sorted_out.alone
        claims = (*sorted_out.alone, *sorted_out.joint, *sorted_out.whole)
        alone, joint = len(sorted_out.alone), len(sorted_out.joint)
    return ClaimsView(
        tuple(claims),
        alone,
        joint,
        comparisons(claims),
        totals(mine),
        organisation_names(session),
        {source.id: source for source in session.read.records(Source)},
    )


def supersession(session: Session, agreement_id: int) -> list[Superseding]:
    """The agreements that led to this one and on from it, oldest first; proposed steps say so."""
    names = {a.id: f"{a.reference} {a.title}".strip() for a in session.read.agreements()}
    return [
        Superseding(
            names[link.older], link.relation.kind.value, names[link.newer], link.stated, link.relation.note
        )
        for link in chain(agreement_id, session.read.records(Relation))
    ]


def totals_by(session: Session, by: str, *, fictional: bool | None = None) -> Tally:
    """Arrangements counted by region, category, year or council, with the rule of counting.

    Args:
        fictional: True or False for those records alone; None for both.
    """
    if by not in TOTALS_BY:
        raise TrackerError(f"Totals go by {', '.join(TOTALS_BY)}, not by “{by}”.")
    organisations = {organisation.id: organisation for organisation in session.read.organisations()}
    arrangements = [a for a in session.read.arrangements() if fictional in (None, a.fictional)]
    ids = [arrangement.id for arrangement in arrangements]
    stints, claims = held_by(session, Membership, ids), held_by(session, SavingsClaim, ids)
    agreements = session.read.numbers(Agreement, "arrangement_id")
    councils_all = {body.id for body in organisations.values() if body.kind is OrganisationKind.COUNCIL}
    years = _years(session, arrangements, stints) if by == "year" else {}
    counted = []
    for arrangement in arrangements:
        members = [m for m in stints[arrangement.id] if m.role is not MemberRole.SUPPLIER]
        councils = {
            body.id: body.name if by == "council" else body.region
            for body in (organisations[m.organisation_id] for m in members)
            if body.kind is OrganisationKind.COUNCIL
        }
        known = years.get(arrangement.id, {})
        keys = (arrangement.category,) if by == "category" else tuple(map(str, known))
        within = {str(at): (year.members & councils_all, year.agreements) for at, year in known.items()}
        held = tuple(claims[arrangement.id])
        number = agreements.get(arrangement.id, 0)
        counted.append(Counted(arrangement.id, councils, keys, number, held, within))
    return tally(counted, by)


def _years(
    session: Session, arrangements: Sequence[Arrangement], stints: Mapping[int, Sequence[Membership]]
) -> dict[int, dict[int, Year]]:
    """Arrangement id -> the calendar years in which somebody is known to be in."""
    agreements, moved = agreements_of(session, stints), moves(session, stints)
    successions = session.read.records(Succession)
    found = {}
    for arrangement in arrangements:
        found[arrangement.id] = years_known(
            with_leavings(stints[arrangement.id], moved[arrangement.id].left),
            session.today,
            covers=[held.cover for held in agreements.get(arrangement.id, ())],
            successions=successions,
            ended=arrangement.ended,
        )
    return found
