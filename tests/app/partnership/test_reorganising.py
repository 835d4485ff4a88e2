"""A reorganisation: everything it touches, which contracts need consent, and its one undo."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tracker.app.partnership.dossier import dossier, on_day
from tracker.app.partnership.reorganising import (
    Becomes,
    Typed,
    councils_held,
    limits,
    report,
    suggestion,
    survey,
)
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, ExtensionOption, Party, PartyRole
from tracker.domain.dates import Period, When
from tracker.domain.deadlines.rules import Rules
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind, Succession
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.reorganisation import Consent
from tracker.store.records import TABLES

VESTING = date(2028, 4, 1)
DIRECTION = date(2026, 10, 1)
NEW = "North Shire Council"


def typed(direction: bool = True, **more: object) -> Typed:
    becomes = (
        Becomes("Blaby District Council", (NEW,)),
        Becomes("Harborough DC", (NEW, "South Shire Council")),
    )
    return Typed(VESTING, becomes, DIRECTION if direction else None, **more)


@pytest.fixture
def arrangement(session: Session) -> int:
    """Two districts and a third share a service; four contracts of one of them, two by one supplier."""
    with session.operation("made") as write:
        names = ("Blaby District Council", "Harborough District Council", "Rutland County Council")
        bodies = [write.add(Organisation(name=name, kind=OrganisationKind.COUNCIL)).id for name in names]
        supplier = write.add(Organisation(name="Brightwell Ltd", kind=OrganisationKind.SUPPLIER)).id
        shared = write.add(Arrangement(title="Shared revenues")).id
        for body in bodies:
            joined = When.on(date(2020, 4, 1))
            write.add(Membership(arrangement_id=shared, organisation_id=body, joined=joined))
        parties = (
            Party(organisation_id=bodies[0], role=PartyRole.BUYER),
            Party(organisation_id=supplier, role=PartyRole.SUPPLIER),
        )
        for title, start, years, pounds, option in (
            ("Long", date(2026, 11, 1), 5, 250_000, None),
            ("May be extended", date(2026, 11, 1), 1, 60_000, Period(months=24)),
            ("Old", date(2025, 4, 1), 6, 500_000, None),
            ("Short", date(2025, 4, 1), 1, 500_000, None),
        ):
            write.add(
                Agreement(
                    title=title,
                    starts=When.on(start),
                    initial_term=Period(months=12 * years),
                    value=Money(pounds * 100),
                    parties=parties,
                    options=(ExtensionOption(number=1, length=option),) if option else (),
                )
            )
    return shared


def test_everything_that_it_touches(session: Session, arrangement: int) -> None:
    found = survey(session, typed())
    assert found.arrangements == ("Shared revenues",)
    assert [row.member for row in found.memberships] == [
        "Blaby District Council",
        "Harborough District Council",
    ]
    assert [(one.agreement.title, one.touched.consent, one.how) for one in found.agreements] == [
        ("Long", Consent.NEEDED, "runs past the day"),
        ("May be extended", Consent.NEEDED, "may be extended past the day"),
        ("Old", Consent.NOT_NEEDED, "runs past the day"),
    ]
    extended = found.agreements[1]
    assert extended.options == "option 1 to 31 October 2029"
    assert "£310,000.00" in extended.touched.why
    text = report(found)
    assert "Consent needed: 2. Not known: 0. The limits are £100,000.00, and £1,000,000.00" in text
    assert "Blaby District Council becomes North Shire Council" in text
    assert "not legal advice" in text


def test_capital_contracts_and_no_direction(session: Session, arrangement: int) -> None:
    long = session.read.find_agreement("Long")[0].id
    capital = survey(session, typed(capital=frozenset({long})))
    assert [one.agreement.title for one in capital.needing(Consent.NEEDED)] == ["May be extended"]
    none = survey(session, typed(direction=False))
    assert not none.needing(Consent.NEEDED)
    assert "reorganise.no-direction" in {f.code for f in none.proposal.findings}


def test_carried_out_as_one_operation(session: Session, arrangement: int) -> None:
    kinds = [table.kind for table in TABLES]
    before: list[list[Any]] = [session.read.records(kind) for kind in kinds]
    carry_out(session, survey(session, typed()).proposal)
    assert len(session.read.records(Succession)) == 3
    found = dossier(session, arrangement)
    old, new = on_day(session, found, date(2028, 3, 31)), on_day(session, found, VESTING)
    assert len(old.members) == 3
    assert [found.name(m.organisation_id) for m in new.members] == [NEW, "Rutland County Council"]
    assert session.read.records(Membership) == before[kinds.index(Membership)]
    assert councils_held(session) == ["Rutland County Council"]
    with pytest.raises(TrackerError, match="became North Shire Council on 1 April 2028 already"):
        survey(session, typed())
    session.undo()
    assert [session.read.records(kind) for kind in kinds] == before


def test_what_cannot_be(session: Session, arrangement: int) -> None:
    with pytest.raises(TrackerError, match="Name the councils"):
        survey(session, Typed(VESTING, ()))
    with pytest.raises(TrackerError, match="cannot become itself"):
        survey(session, Typed(VESTING, (Becomes("Blaby DC", ("Blaby District Council",)),)))
    with pytest.raises(TrackerError, match="Name the council that"):
        survey(session, Typed(VESTING, (Becomes("Blaby DC", ()),)))
    twice = (Becomes("Blaby DC", ("North Council",)), Becomes("Blaby District Council", ("South Council",)))
    with pytest.raises(TrackerError, match="there twice"):
        survey(session, Typed(VESTING, twice))
    with pytest.raises(TrackerError, match="no limits"):
        limits(Rules(), VESTING)


def test_what_the_list_of_councils_suggests() -> None:
    assert suggestion("Bedfordshire County Council") == (
        date(2009, 4, 1),
        ("Bedford Borough Council", "Central Bedfordshire Council"),
    )
    assert suggestion("Rutland County Council") is None
