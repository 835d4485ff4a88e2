"""A register of 400 arrangements and 3,000 memberships, made by rule: the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    Event,
    EventKind,
    ExtensionOption,
    Party,
    PartyRole,
    SignatureState,
)
from tracker.domain.dates import Period, Precision, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind, Succession
from tracker.domain.partnerships.claim import Basis, Bound, ClaimBeneficiary, Measure, Nature, SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Certainty, MemberRole, Membership
from tracker.domain.partnerships.service import CostShare, ScopeItem, ShareFormula, Stage
from tracker.domain.source import (
    Conflict,
    Reading,
    Relation,
    RelationKind,
    RelationStanding,
    Source,
    SourceKind,
)

ARRANGEMENTS, MEMBERSHIPS, COUNCILS = 400, 3000, 420
_REGIONS = (
    "North East",
    "North West",
    "Yorkshire and The Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
    "Wales",
    "Scotland",
    "Northern Ireland",
)
_SERVICES = (
    "ICT",
    "Internal audit",
    "Waste",
    "Legal",
    "Building control",
    "Revenues and benefits",
    "Procurement",
)


def make_big(path: Path) -> Path:
    """Make it at `path`."""
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    with (
        Session.create(path, clock=lambda: at, user="generator") as session,
        session.operation("Make a large register", undoable=False) as write,
    ):
        bodies = write.add_all(list(_bodies()))
        write.add_all(list(_successions(bodies)))
        sources = write.add_all(
            [
                Source(reference=f"D{n}", title=f"Committee report {n}", kind=SourceKind.COMMITTEE_PAPER)
                for n in range(60)
            ]
        )
        arrangements = write.add_all([_arrangement(n) for n in range(ARRANGEMENTS)])
        write.add_all(list(_memberships(arrangements, bodies, sources)))
        agreements = write.add_all(list(_agreements(arrangements, bodies)))
        write.add_all(list(_relations(agreements)))
        write.add_all(list(_shares(arrangements, bodies)))
        write.add_all(list(_claims(arrangements, bodies, sources)))
        write.add_all(list(_scope(arrangements)))
        write.add_all(list(_conflicts(arrangements, sources)))
    return path


def _bodies() -> Iterator[Organisation]:
    for n in range(COUNCILS):
        region = _REGIONS[n % len(_REGIONS)]
        kind = ("Borough", "District", "County", "City")[n % 4]
        yield Organisation(
            name=f"Council of the {n:03d}th {region} {kind} Council",
            kind=OrganisationKind.COUNCIL,
            region=region,
        )
    for n in range(80):
        yield Organisation(name=f"Supplier {n:02d} Ltd", kind=OrganisationKind.SUPPLIER)


def _successions(bodies: list[Organisation]) -> Iterator[Succession]:
    for n in range(0, 60, 3):
        yield Succession(
            from_organisation_id=bodies[n].id,
            to_organisation_id=bodies[COUNCILS - 1 - n].id,
            effective_on=date(2023, 4, 1),
        )


def _arrangement(n: int) -> Arrangement:
    service = _SERVICES[n % len(_SERVICES)]
    return Arrangement(
        reference=f"P{n:03d}",
        title=f"{service} partnership {n:03d}",
        category=service,
        started=When.on(date(2005 + n % 18, 4, 1)),
        governance="A board of directors" if n % 3 else "",
    )


def _year(year: int) -> When:
    return When(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, str(year))


def _memberships(
    arrangements: list[Arrangement], bodies: list[Organisation], sources: list[Source]
) -> Iterator[Membership]:
    for n in range(MEMBERSHIPS):
        place = arrangements[n % ARRANGEMENTS]
        turn = n // ARRANGEMENTS
        began = 2005 + n % 18
        if turn == 7:
            yield Membership(
                arrangement_id=place.id,
                organisation_id=bodies[COUNCILS + n % 80].id,
                role=MemberRole.SUPPLIER,
                joined=When.on(date(began, 4, 1)),
            )
            continue
        yield Membership(
            arrangement_id=place.id,
            organisation_id=bodies[(n * 7 + turn) % COUNCILS].id,
            role=MemberRole.HOST if turn == 0 else MemberRole.MEMBER,
            joined=_year(began + turn) if n % 5 == 0 else When.on(date(began + turn, 4, 1)),
            left=When.on(date(began + turn + 9, 3, 31)) if n % 6 == 0 else None,
            known=Certainty.DISPUTED if n % 41 == 0 else Certainty.CONFIRMED,
            basis="signed" if n % 2 else "reported",
            source_id=sources[n % len(sources)].id,
        )


def _agreements(arrangements: list[Arrangement], bodies: list[Organisation]) -> Iterator[Agreement]:
    for n, place in enumerate(arrangements):
        for turn in range(2 + n % 3):
            starts = date(2010 + (n + turn * 4) % 16, 4, 1)
            event = Event(kind=EventKind.SIGNED, on=When.on(date(starts.year - 1, 12, 1)), text="Signed")
            yield Agreement(
                reference=f"A{n:03d}-{turn}",
                title=f"Agreement {turn + 1} of {place.title}",
                type=AgreementType.INTER_AUTHORITY if turn == 0 else AgreementType.CONTRACT,
                arrangement_id=place.id,
                starts=When.on(starts),
                initial_term=Period(60 + 12 * (n % 4)),
                signature=SignatureState.SIGNED if n % 4 else SignatureState.NOT_RECORDED,
                parties=(
                    Party(role=PartyRole.BUYER, organisation_id=bodies[(n * 7) % COUNCILS].id),
                    Party(role=PartyRole.SUPPLIER, organisation_id=bodies[COUNCILS + n % 80].id),
                ),
                options=(ExtensionOption(number=1, length=Period(24)),),
                events=(event,),
            )


def _relations(agreements: list[Agreement]) -> Iterator[Relation]:
    """Each later agreement of an arrangement supersedes the one before; every other step is only proposed."""
    for n, (older, newer) in enumerate(pairwise(agreements)):
        if older.arrangement_id == newer.arrangement_id:
            yield Relation(
                record_kind="Agreement",
                from_id=newer.id,
                to_id=older.id,
                kind=RelationKind.SUPERSEDES,
                standing=RelationStanding.STATED if n % 2 else RelationStanding.PROPOSED,
                effective_on=newer.starts,
                note="It is later than the other.",
            )


def _shares(arrangements: list[Arrangement], bodies: list[Organisation]) -> Iterator[CostShare]:
    """By population in every other arrangement, for those who joined first."""
    for n, place in enumerate(arrangements[::2]):
        for turn in range(4):
            yield CostShare(
                arrangement_id=place.id,
                organisation_id=bodies[((2 * n + turn * ARRANGEMENTS) * 7 + turn) % COUNCILS].id,
                formula=ShareFormula.POPULATION,
                quantity=50_000 + 10_000 * turn,
                starts=date(2020, 4, 1),
            )


def _claims(
    arrangements: list[Arrangement], bodies: list[Organisation], sources: list[Source]
) -> Iterator[SavingsClaim]:
    for n, place in enumerate(arrangements):
        for turn in range(2):
            amount = Money(10_000_00 * (n % 30 + 1), "GBP")
            yield SavingsClaim(
                reference=f"C{n:03d}{'ab'[turn]}",
                arrangement_id=place.id,
                source_id=sources[(n + turn) % len(sources)].id,
                quote=f"saves £{amount.minor // 100:,} a year",
                measure=Measure.MONEY,
                low=amount,
                high=amount,
                bound=Bound.EXACT,
                basis=Basis.PER_ANNUM if n % 2 else Basis.NOT_STATED,
                nature=Nature.FORECAST if turn else Nature.REPORTED,
                beneficiaries=(ClaimBeneficiary(organisation_id=bodies[(n * 7) % COUNCILS].id),),
            )


def _scope(arrangements: list[Arrangement]) -> Iterator[ScopeItem]:
    stages = list(Stage)
    for n, place in enumerate(arrangements):
        for turn in range(4):
            yield ScopeItem(
                arrangement_id=place.id, text=f"Service {turn + 1}", stage=stages[(n + turn) % len(stages)]
            )


def _conflicts(arrangements: list[Arrangement], sources: list[Source]) -> Iterator[Conflict]:
    for n, place in enumerate(arrangements[::2]):
        yield Conflict(
            reference=f"X{n}",
            subject=f"When council {n + 2} joined",
            arrangement_id=place.id,
            readings=(
                Reading(number=1, text="In 2012", source_id=sources[n % 60].id),
                Reading(number=2, text="In 2013", source_id=sources[(n + 1) % 60].id),
            ),
        )
