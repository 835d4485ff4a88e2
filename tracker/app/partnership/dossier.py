"""One arrangement with everything that is recorded about it, read once.

A page asks about many days while a slider moves; what is here answers for any day without
reading the register again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.domain.agreement import Agreement, Event
from tracker.domain.dates import When
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.deadlines.standing import Standing, standing
from tracker.domain.organisation import Organisation, Succession
from tracker.domain.partnerships.claim import SavingsClaim
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
from tracker.domain.partnerships.service import (
    CostShare,
    OptionConsidered,
    Risk,
    ScopeItem,
    ServiceLevel,
    StaffTransfer,
)
from tracker.domain.source import Conflict, Person, Relation, Source

if TYPE_CHECKING:
    from tracker.app.session import Session

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything recorded about one arrangement.

    Attributes:
        events: of the arrangement itself; those of its agreements are within them.
        relations: between its agreements.
        successions: of all organisations.
        bodies: organisation id -> the organisation, for everybody named in what is here.
        sources: source id -> the source, for everything cited in what is here.
    """

    arrangement: Arrangement
    memberships: tuple[Membership, ...]
    agreements: tuple[Agreement, ...]
    events: tuple[Event, ...]
    claims: tuple[SavingsClaim, ...]
    conflicts: tuple[Conflict, ...]
    scope: tuple[ScopeItem, ...]
    levels: tuple[ServiceLevel, ...]
    staff: tuple[StaffTransfer, ...]
    options: tuple[OptionConsidered, ...]
    risks: tuple[Risk, ...]
    shares: tuple[CostShare, ...]
    people: tuple[Person, ...]
    relations: tuple[Relation, ...]
    successions: tuple[Succession, ...]
    bodies: dict[int, Organisation]
    sources: dict[int, Source]

    def name(self, organisation_id: int | None) -> str:
        """The name shown for an organisation; "" for none."""
        body = self.bodies.get(organisation_id or 0)
        return body.name if body else ""

    @property
    def names(self) -> dict[int, str]:
        """Organisation id -> the name shown."""
        return {body.id: body.name for body in self.bodies.values()}


class Coming(NamedTuple):
    """A date to come, and the agreement that it belongs to; None where it is the arrangement's own."""

    deadline: Deadline
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An arrangement on a day.

    Attributes:
        standings: agreement id -> how it stands on that day.
    """

    on: date
    members: tuple[MemberOn, ...]
    suppliers: tuple[MemberOn, ...]
    count: dict[Presence, int]
    standings: dict[int, Standing]
    covers: tuple[Cover, ...]

    @property
    def is_live(self) -> bool:
        """Whether somebody is in, or an agreement runs, on the day."""
        running = any(c.runs_on(self.on).value == "yes" for c in self.covers)
        return running or self.count.get(Presence.YES, 0) > 0


def dossier(session: Session, arrangement_id: int) -> Dossier:
    """Read everything about one arrangement.

    Raises:
        TrackerError: there is none with that id.
    """
    read = session.read

    def of(kind: type[T]) -> tuple[T, ...]:
        return tuple(read.related(kind, "arrangement_id", arrangement_id))

    agreements = of(Agreement)
    ids = [agreement.id for agreement in agreements]
    ends = (read.related_to(Relation, end, ids) for end in ("from_id", "to_id"))
    relations = {r.id: r for r in chain(*ends) if r.record_kind == "Agreement"}
    found = Dossier(
        arrangement=read.arrangement(arrangement_id),
        memberships=of(Membership),
        agreements=agreements,
        events=of(Event),
        claims=of(SavingsClaim),
        conflicts=of(Conflict),
        scope=of(ScopeItem),
        levels=of(ServiceLevel),
        staff=of(StaffTransfer),
        options=of(OptionConsidered),
        risks=of(Risk),
        shares=of(CostShare),
        people=of(Person),
        relations=tuple(relations[one] for one in sorted(relations)),
        successions=tuple(read.records(Succession)),
        bodies={},
        sources={},
    )
    found.bodies.update({body.id: body for body in read.records(Organisation, _bodies_named(found))})
    found.sources.update({source.id: source for source in read.records(Source, _sources_cited(found))})
    return found


def _bodies_named(found: Dossier) -> set[int]:
    ids = {m.organisation_id for m in found.memberships}
    ids |= {party.organisation_id or 0 for a in found.agreements for party in a.parties}
    ids |= {b.organisation_id for claim in found.claims for b in claim.beneficiaries}
    ids |= {s.organisation_id or 0 for s in found.scope} | {r.organisation_id or 0 for r in found.risks}
    ids |= {p.organisation_id or 0 for p in found.people} | {s.organisation_id for s in found.shares}
    ids |= {i or 0 for s in found.staff for i in (s.from_organisation_id, s.to_organisation_id)}
    ids |= {i or 0 for o in found.options for i in (o.proposed_by_id, o.assessed_by_id)}
    grown = True
    while grown:
        new = {s.to_organisation_id for s in found.successions if s.from_organisation_id in ids} - ids
        ids |= new
        grown = bool(new)
    return ids - {0}


def _sources_cited(found: Dossier) -> set[int]:
    citing: Iterable[object] = (
        *found.memberships,
        *found.events,
        *(event for agreement in found.agreements for event in agreement.events),
        *found.claims,
        *found.scope,
        *found.levels,
        *found.staff,
        *found.options,
        *found.risks,
        *found.people,
        *(reading for conflict in found.conflicts for reading in conflict.readings),
    )
    return {source for one in citing if (source := getattr(one, "source_id", None)) is not None}


# On a day


def on_day(session: Session, found: Dossier, day: date) -> Snapshot:
    """Who is in on `day`, and how each agreement stands then."""
    stands = {a.id: standing(a, day, session.calendar, session.rules) for a in found.agreements}
    covers = tuple(cover(a, stands[a.id].current_end, stands[a.id].status) for a in found.agreements)
    stints = stints_on(session, found, day)
    names, ended = found.names, found.arrangement.ended
    members = members_on(day, stints, covers=covers, successions=found.successions, names=names, ended=ended)
    suppliers = suppliers_on(
        day, stints, covers=covers, successions=found.successions, names=names, ended=ended
    )
    return Snapshot(day, members, suppliers, count(members), stands, covers)


def stints_on(session: Session, found: Dossier, day: date) -> tuple[Membership, ...]:
    """The memberships, with the last days to which the notices given by `day` lead."""
    left = [one for a in found.agreements for one in leavings(a, day, session.calendar)]
    return with_leavings(found.memberships, left)


def coming(session: Session, found: Dossier, on: Snapshot) -> tuple[Coming, ...]:
    """The dates still to come on that day, or not yet settled, earliest first."""
    events = (*found.events, *(event for a in found.agreements for event in a.events))
    stints = stints_on(session, found, on.on)
    own = deadlines(stints, events, found.claims, on.on, session.calendar, found.names)
    rows = [Coming(deadline, None) for deadline in own]
    for agreement in found.agreements:
        rows += [Coming(deadline, agreement) for deadline in on.standings[agreement.id].deadlines]
    left = [row for row in rows if not row.deadline.settled and row.deadline.missed_after >= on.on]
    return tuple(sorted(left, key=lambda row: (row.deadline.date, row.deadline.title)))


def not_recorded(found: Dossier) -> tuple[str, ...]:
    """What nobody has entered about the arrangement, each in a few words."""
    arrangement = found.arrangement
    lacking = [
        ("Host or lead", any(m.role in (MemberRole.HOST, MemberRole.LEAD) for m in found.memberships)),
        ("Governance", bool(arrangement.governance)),
        ("Any agreement", bool(found.agreements)),
        ("Cost shares", bool(found.shares)),
        ("Staff", bool(found.staff)),
        ("Service levels", bool(found.levels)),
        ("Services shared", bool(found.scope)),
        ("Risks", bool(found.risks)),
        ("Options considered", bool(found.options)),
        ("Savings", bool(found.claims)),
    ]
    unsigned = [
        a.reference or a.title
        for a in found.agreements
        if a.signed is None and a.signature.value == "not recorded"
    ]
    missing = [name for name, held in lacking if not held]
    return (*missing, *([f"Signature of {', '.join(unsigned)}"] if unsigned else ()))


def started(found: Dossier) -> When | None:
    """When the arrangement began, as stated, or else by its earliest member."""
    if found.arrangement.started is not None:
        return found.arrangement.started
    joined = [m.joined for m in found.memberships if m.joined and m.joined.earliest]
    return min(joined, key=lambda when: when.earliest or date.max, default=None)
