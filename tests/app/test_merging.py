"""One body under several names: what is alike, what a merge moves, and one undo that parts it again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.app import edit
from tracker.app.merging import NAMING, likely, merge
from tracker.app.organisations import organisation_file, spend
from tracker.app.proposal import carry_out
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import NameKind, Organisation, OrganisationKind, OrganisationName, Succession
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.source import Citation, Person, Source
from tracker.store.records import TABLES


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session.create(
        tmp_path / "r.tracker", clock=lambda: datetime(2026, 11, 22, 9, tzinfo=UTC), user="A"
    )


def body(session: Session, name: str, kind: str = "supplier", **fields: str) -> int:
    with session.operation(f"Add {name}") as write:
        return write.add(Organisation(name=name, kind=OrganisationKind(kind), **fields)).id


def everything(session: Session) -> dict[str, list[object]]:
    return {table.name: session.read.records(table.kind) for table in TABLES}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (
            "Biffa Waste Services Ltd",
            "Biffa Waste Services Limited",
            "the same name but for capitals and stops",
        ),
        ("Ombersley Pike LLP", "Ombersley Pike", "the same name but for its legal form"),
        ("Kettleworth Lifts Ltd", "Kettelworth Lifts Ltd", "names that are 81% alike"),
        ("Kettleworth Lifts Ltd", "Brightwell FM Ltd", ""),
        ("North East Ltd", "South East Ltd", ""),
    ],
)
def test_suppliers_that_may_be_one(session: Session, one: str, other: str, why: str) -> None:
    body(session, one)
    body(session, other)
    assert [pair.why for pair in likely(session)] == ([why] if why else [])


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Blaby District Council", "Blaby DC", True),
        ("Leicester City Council", "Leicestershire County Council", False),
        ("Harborough District Council", "Market Harborough Town Council", False),
    ],
)
def test_councils_are_one_only_where_their_own_names_are(
    session: Session, one: str, other: str, alike: bool
) -> None:
    body(session, one, "council")
    body(session, other, "council")
    assert bool(likely(session)) is alike


def test_a_number_tells_more_than_a_name(session: Session) -> None:
    body(session, "Alpha Ltd", company_number="01234567")
    body(session, "Omega Ltd", company_number="01234567")
    body(session, "Alpha Limited", company_number="07654321")
    found = likely(session)
    assert [(pair.one.name, pair.other.name, pair.why) for pair in found] == [
        ("Alpha Ltd", "Omega Ltd", "the same company number, 01234567")
    ]


def test_what_followed_another_is_not_it(session: Session) -> None:
    one, other = body(session, "Rutland Services Ltd"), body(session, "Rutland Services Limited")
    with session.operation("Succession") as write:
        write.add(
            Succession(from_organisation_id=one, to_organisation_id=other, effective_on=date(2020, 4, 1))
        )
    assert likely(session) == ()


@pytest.fixture
def pair(session: Session) -> tuple[int, int]:
    """A supplier under two names, each with an agreement; one agreement names both."""
    one, other = (
        body(session, "Biffa Ltd", company_number="01234567"),
        body(session, "Biffa Waste", contact="Jo"),
    )
    with session.operation("Fill in") as write:
        arrangement = write.add(Arrangement(title="Waste")).id
        write.add(Membership(arrangement_id=arrangement, organisation_id=other, joined=None))
        write.add(OrganisationName(organisation_id=other, name="Biffa W"))
        write.add(Person(post="Director", organisation_id=other))
        source = write.add(Source(title="Report")).id
        write.add(Citation(record_kind="Organisation", record_id=other, source_id=source))
        for title, bodies in (("A", [one]), ("B", [other]), ("C", [one, other])):
            parties = tuple(Party(organisation_id=b, role=PartyRole.SUPPLIER) for b in bodies)
            write.add(Agreement(title=title, parties=parties))
    return one, other


def test_everything_moves_and_nothing_names_what_is_gone(session: Session, pair: tuple[int, int]) -> None:
    keep, gone = pair
    before = everything(session)
    proposal = merge(session, keep, [gone])
    assert {e.what: (e.before, e.after) for e in proposal.effects} == {
        "Parts in agreements": ("2", "3"),
        "Memberships": ("0", "1"),
        "People named": ("0", "1"),
        "Further names": ("0", "2"),
        "Other records that name it": ("", "1 more"),
        "Contact": ("not recorded", "Jo"),
        "Biffa Waste": ("an organisation", "a name of this one"),
    }
    carry_out(session, proposal)
    for kind, field in NAMING:
        assert session.read.related(kind, field, gone) == [], kind
    assert [c.record_id for c in session.read.records(Citation)] == [keep]
    assert {n.name for n in session.read.records(OrganisationName)} == {"Biffa W", "Biffa Waste"}
    assert [len(a.parties) for a in session.read.agreements()] == [1, 1, 1]
    assert session.undo_name == "Merge ‘Biffa Waste’ into ‘Biffa Ltd’"
    session.undo()
    assert everything(session) == before


def test_an_agreement_that_names_both_is_said(session: Session, pair: tuple[int, int]) -> None:
    messages = [finding.message for finding in merge(session, *pair[:1], pair[1:]).findings]
    assert messages == ["One agreement names both in the same role; it stands there once afterwards."]


def test_what_both_have_stays_in_the_notes(session: Session) -> None:
    keep = body(session, "Alpha Ltd", company_number="01234567", notes="Good.")
    gone = body(session, "Alpha Group", company_number="07654321", notes="Late.")
    proposal = merge(session, keep, [gone], NameKind.FORMER)
    assert [finding.code for finding in proposal.findings] == ["merge.company_number", "merge.numbers"]
    carry_out(session, proposal)
    now = session.read.organisation(keep)
    assert now.company_number == "01234567"
    assert now.notes == "Good.\nCompany number of ‘Alpha Group’: 07654321\nLate."
    assert [name.kind for name in session.read.records(OrganisationName)] == [NameKind.FORMER]


def test_a_kind_that_nobody_gave_is_taken_over_and_two_kinds_are_said(session: Session) -> None:
    other, council, company = (
        body(session, "Blaby", "other"),
        body(session, "Blaby District Council", "council"),
        body(session, "Blaby Homes", "controlled company"),
    )
    carry_out(session, merge(session, other, [council]))
    assert session.read.organisation(other).kind is OrganisationKind.COUNCIL
    assert "merge.kinds" in [finding.code for finding in merge(session, other, [company]).findings]


def test_a_succession_between_them_goes(session: Session) -> None:
    one, other = body(session, "Old Ltd"), body(session, "New Ltd")
    with session.operation("Succession") as write:
        write.add(
            Succession(from_organisation_id=one, to_organisation_id=other, effective_on=date(2020, 4, 1))
        )
    proposal = merge(session, other, [one])
    assert "merge.succession" in [finding.code for finding in proposal.findings]
    carry_out(session, proposal)
    assert session.read.records(Succession) == []


def test_one_body_alone_cannot_be_merged(session: Session) -> None:
    one = body(session, "Alpha Ltd")
    with pytest.raises(TrackerError, match="at least two"):
        merge(session, one, [one])


def test_spend_is_counted_by_basis_and_never_added(session: Session) -> None:
    for texts in (
        {"title": "A", "value": "£100", "annual_value": "£10", "starts": "1/4/2026", "ends": "31/3/2028"},
        {"title": "B", "value": "£50", "starts": "1/4/2020", "ends": "31/3/2021"},
        {"title": "C", "starts": "1/4/2026", "ends": "31/3/2028"},
    ):
        edit.new_agreement(session, texts, supplier="Alpha Ltd", buyer="Beta Council")
    found = {o.name: o.id for o in session.read.organisations()}
    sums, without = spend(organisation_file(session, found["Alpha Ltd"]))
    assert [tuple(each) for each in sums] == [
        ("in all", "GBP", 10000, 1, 15000, 2),
        ("a year", "GBP", 1000, 1, 1000, 1),
    ]
    assert without == 1
    assert spend(organisation_file(session, found["Beta Council"])) == ((), 0)
