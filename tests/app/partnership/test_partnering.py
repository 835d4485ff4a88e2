"""Verbs on partnerships: what each would lead to, what it records, and that Undo takes all of it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tracker.app.gaps import gaps
from tracker.app.partnership.dossier import Dossier, dossier, on_day
from tracker.app.partnership.founding import FirstMember, Founding, Superseding, new_arrangement, supersede
from tracker.app.partnership.partnering import Bears, Joining, join, members_in, move_host
from tracker.app.partnership.succession import chains
from tracker.app.partnership.withdrawing import MemberNotice, give_notice, leave_service, services_of
from tracker.app.proposal import Proposal, carry_out
from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    NoticeClause,
    NoticeKind,
    Party,
    PartyRole,
    SignatureState,
    Status,
)
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import Organisation, OrganisationKind, OrganisationName
from tracker.domain.partnerships.partnership import Arrangement, MemberRole, Membership, Presence
from tracker.domain.partnerships.service import CostShare, ScopeItem, ShareFormula, Stage
from tracker.domain.source import RelationKind
from tracker.store.records import TABLES

APRIL = date(2027, 4, 1)
YEARS = When(date(2028, 1, 1), date(2028, 12, 31), Precision.YEAR, "2028")


def everything(session: Session) -> list[list[Any]]:
    """Every record of the register."""
    return [session.read.records(table.kind) for table in TABLES]


@pytest.fixture
def found(session: Session) -> Dossier:
    """Three councils that share two services and their cost, under an MoU with a withdrawal clause."""
    with session.operation("made") as write:
        names = ("Harborough District Council", "Blaby District Council", "Oadby and Wigston Borough Council")
        bodies = [write.add(Organisation(name=name, kind=OrganisationKind.COUNCIL)).id for name in names]
        shared = write.add(Arrangement(title="Revenues and benefits")).id
        agreement = write.add(
            Agreement(
                title="Memorandum of understanding",
                type=AgreementType.MEMORANDUM,
                reference="M1",
                arrangement_id=shared,
                starts=When.on(date(2020, 4, 1)),
                ends=When.on(date(2030, 3, 31)),
                owner="A. Officer",
                parties=tuple(Party(organisation_id=body, role=PartyRole.MEMBER) for body in bodies),
                notices=(
                    NoticeClause(kind=NoticeKind.WITHDRAWAL, length=Period(months=12), expires_on="03-31"),
                ),
            )
        ).id
        for body, role in zip(bodies, (MemberRole.HOST, MemberRole.MEMBER, MemberRole.MEMBER), strict=True):
            joined = When.on(date(2020, 4, 1))
            write.add(
                Membership(
                    arrangement_id=shared,
                    organisation_id=body,
                    role=role,
                    joined=joined,
                    agreement_id=agreement,
                )
            )
            write.add(
                CostShare(
                    arrangement_id=shared,
                    organisation_id=body,
                    formula=ShareFormula.EQUAL,
                    starts=date(2020, 4, 1),
                )
            )
        write.add(ScopeItem(arrangement_id=shared, text="Council tax", stage=Stage.LIVE))
        write.add(ScopeItem(arrangement_id=shared, organisation_id=bodies[1], text="Fraud", stage=Stage.LIVE))
    return dossier(session, shared)


def effect(proposal: Proposal, what: str) -> tuple[str, str]:
    """Before and after of the one effect of that name."""
    ((_, before, after),) = [e for e in proposal.effects if e.what == what]
    return before, after


def codes(proposal: Proposal) -> set[str]:
    """Codes of its findings."""
    return {finding.code for finding in proposal.findings}


def body(found: Dossier, part: str) -> int:
    """Id of the body with that in its name."""
    return next(i for i, one in found.bodies.items() if part in one.name)


def join_melton(session: Session, found: Dossier) -> Proposal:
    return join(
        session,
        found,
        Joining(
            "Melton Borough Council",
            When.on(APRIL),
            agreement_id=found.agreements[0].id,
            deed="DA/1",
            deed_signed=When.on(date(2027, 2, 1)),
            services=("Council tax", "Business rates"),
            bears=Bears(ShareFormula.EQUAL),
        ),
    )


def notice(session: Session, found: Dossier) -> Proposal:
    return give_notice(
        session,
        found,
        MemberNotice(
            body(found, "Harborough"),
            date(2026, 11, 20),
            found.agreements[0].id,
            next_host=body(found, "Blaby"),
        ),
    )


def leave_one(session: Session, found: Dossier) -> Proposal:
    council_tax = next(item for item in found.scope if item.text == "Council tax")
    return leave_service(session, found, body(found, "Oadby"), council_tax.id, date(2027, 3, 31))


def host(session: Session, found: Dossier) -> Proposal:
    return move_host(session, found, body(found, "Blaby"), APRIL)


def become(session: Session, found: Dossier) -> Proposal:
    return supersede(
        session,
        found,
        Superseding(found.agreements[0].id, APRIL, reference="I1", texts={"initial_term": "5 years"}),
    )


def found_one(session: Session, found: Dossier) -> Proposal:
    members = (
        FirstMember("Blaby District Council", MemberRole.HOST, When.on(APRIL)),
        FirstMember("Melton Borough Council", joined=When.on(APRIL)),
        FirstMember("Rutland County Council", joined=YEARS),
    )
    texts = {"type": "memorandum of understanding", "starts": "1 April 2027", "initial_term": "3 years"}
    return new_arrangement(session, Founding("Building control", "P9", "Building control", members, texts))


VERBS = (join_melton, notice, leave_one, host, become, found_one)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_writes_once_and_one_undo_takes_it_back(
    session: Session, found: Dossier, verb: Callable[[Session, Dossier], Proposal]
) -> None:
    before = everything(session)
    proposal = verb(session, found)
    assert everything(session) == before
    carry_out(session, proposal)
    after = everything(session)
    assert after != before
    assert session.undo_name == proposal.name
    session.undo()
    assert everything(session) == before
    session.redo()
    assert everything(session) == after


def test_a_council_joins(session: Session, found: Dossier) -> None:
    proposal = join_melton(session, found)
    assert effect(proposal, "Members on 1 April 2027") == ("3", "4")
    assert effect(proposal, "Melton Borough Council") == ("not a member", "member")
    assert effect(proposal, "Cost share of Blaby District Council") == ("33.33%", "25%")
    assert effect(proposal, "Business rates") == ("nobody", "Melton Borough Council (planned)")
    assert codes(proposal) == {"body.added"}
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    melton = body(now, "Melton")
    assert now.bodies[melton].region == "East Midlands"
    assert melton in {party.organisation_id for party in now.agreements[0].parties}
    (event,) = now.agreements[0].events
    assert event.text == "Melton Borough Council joins by deed of adherence DA/1"
    assert now.memberships[-1].basis == "deed of adherence"
    assert codes(join_melton(session, now)) >= {"joining.already", "share.twice"}


def test_the_deed_of_adherence_is_an_agreement_of_its_own(session: Session, found: Dossier) -> None:
    joined = found.agreements[0]
    carry_out(session, join_melton(session, found))
    now = dossier(session, found.arrangement.id)
    (deed,) = (a for a in now.agreements if a.type is AgreementType.ADHERENCE)
    assert (deed.reference, deed.title) == ("DA/1", "Deed of adherence, Melton Borough Council")
    assert deed.signed == When.on(date(2027, 2, 1))
    assert deed.signature is SignatureState.SIGNED
    councils = {p.organisation_id for p in joined.parties if p.role is not PartyRole.SUPPLIER}
    assert {party.organisation_id for party in deed.parties} == councils | {body(now, "Melton")}
    assert now.memberships[-1].agreement_id == deed.id
    (relation,) = now.relations
    assert (relation.from_id, relation.to_id, relation.kind) == (deed.id, joined.id, RelationKind.PART_OF)
    assert chains(session) == []
    assert [
        gap.missing for gap in gaps(session) if gap.record_id == deed.id and gap.kind == "agreement"
    ] == []
    later = on_day(session, now, date(2040, 1, 1))
    assert later.count.get(Presence.YES, 0) == 0, (
        "a deed outlives the agreement that it adheres to by nothing"
    )


def test_without_a_deed_the_basis_stays_open(session: Session, found: Dossier) -> None:
    carry_out(session, join(session, found, Joining("Melton Borough Council", When.on(APRIL))))
    now = dossier(session, found.arrangement.id)
    assert len(now.agreements) == len(found.agreements)
    assert (now.memberships[-1].basis, now.memberships[-1].agreement_id) == ("", None)
    assert now.events[-1].text == "Melton Borough Council joins"


def test_a_deed_without_its_day_or_its_agreement(session: Session, found: Dossier) -> None:
    carry_out(session, join(session, found, Joining("Melton Borough Council", YEARS, deed="DA/2")))
    now = dossier(session, found.arrangement.id)
    deed = now.agreements[-1]
    assert (deed.type, deed.signature) == (AgreementType.ADHERENCE, SignatureState.NOT_RECORDED)
    assert [party.organisation_id for party in deed.parties] == [body(now, "Melton")]
    assert now.relations == ()


def test_a_council_joins_some_day_in_a_year(session: Session, found: Dossier) -> None:
    proposal = join(session, found, Joining("Melton BC", YEARS, bears=Bears(ShareFormula.EQUAL)))
    assert proposal.workings == "A member from some day in 2028, day included."
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    assert on_day(session, now, date(2028, 6, 1)).count == {Presence.YES: 3, Presence.POSSIBLY: 1}
    assert now.shares[-1].starts == date(2028, 1, 1)
    assert "earliest" in now.shares[-1].note
    with pytest.raises(TrackerError, match="day to start on"):
        join(session, found, Joining("Melton", When.unknown(), bears=Bears(ShareFormula.EQUAL)))


def test_the_host_gives_notice_and_another_takes_over(session: Session, found: Dossier) -> None:
    proposal = notice(session, found)
    assert effect(proposal, "Last day in") == ("none recorded", "31 March 2028")
    assert "12 months" in proposal.workings
    assert effect(proposal, "Members on 1 April 2028") == ("3", "2")
    assert effect(proposal, "Host or lead") == ("Harborough District Council", "Blaby District Council")
    assert effect(proposal, "Cost share of Blaby District Council") == ("33.33%", "50%")
    assert codes(proposal) == {"notice.host-stays"}
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    last = on_day(session, now, date(2028, 3, 31))
    assert last.members[0].organisation_id == body(found, "Harborough")
    assert last.count == {Presence.YES: 3}
    assert session.standing(found.agreements[0].id).status is Status.LIVE


def test_notice_by_the_host_without_a_next_one_or_without_a_clause(session: Session, found: Dossier) -> None:
    harborough = body(found, "Harborough")
    alone = give_notice(session, found, MemberNotice(harborough, date(2026, 11, 20), found.agreements[0].id))
    assert codes(alone) == {"notice.no-host"}
    with session.operation("clause lost") as write:
        write.remove(NoticeClause, found.agreements[0].notices[0].id)
    bare = dossier(session, found.arrangement.id)
    unknown = give_notice(session, bare, MemberNotice(harborough, date(2026, 11, 20), bare.agreements[0].id))
    assert effect(unknown, "Last day in")[1] == "not known"
    assert "notice.no-day" in codes(unknown)
    with pytest.raises(TrackerError, match="write the last day"):
        give_notice(session, bare, MemberNotice(harborough, date(2026, 11, 20)))
    said = MemberNotice(harborough, date(2026, 11, 20), leaves=date(2027, 3, 31))
    carry_out(session, give_notice(session, bare, said))
    now = dossier(session, found.arrangement.id)
    assert now.memberships[0].left == When.on(date(2027, 3, 31))


def test_leaving_one_service_that_was_everybodys(session: Session, found: Dossier) -> None:
    oadby = body(found, "Oadby")
    assert [item.text for item in services_of(found, oadby, APRIL)] == ["Council tax"]
    proposal = leave_one(session, found)
    assert effect(proposal, "Members on 1 April 2027") == ("3", "3")
    others = "Harborough District Council, Blaby District Council"
    assert effect(proposal, "Council tax") == ("all members", others)
    assert codes(proposal) == {"scope.named"}
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    assert [item.text for item in services_of(now, oadby, date(2027, 3, 31))] == ["Council tax"]
    assert services_of(now, oadby, APRIL) == ()
    blaby = services_of(now, body(found, "Blaby"), APRIL)
    assert sorted(item.text for item in blaby) == ["Council tax", "Fraud"]


def test_the_host_moves_without_a_gap(session: Session, found: Dossier) -> None:
    carry_out(session, host(session, found))
    now = dossier(session, found.arrangement.id)
    for day, name in ((date(2027, 3, 31), "Harborough"), (APRIL, "Blaby")):
        members = on_day(session, now, day).members
        hosts = [m.organisation_id for m in members if m.role is MemberRole.HOST]
        assert hosts == [body(found, name)]
        assert len([m for m in members if m.answer is Presence.YES]) == 3
    with pytest.raises(TrackerError, match="hosts already"):
        move_host(session, now, body(found, "Blaby"), date(2027, 5, 1))
    with pytest.raises(TrackerError, match="not a member"):
        move_host(session, now, body(found, "Oadby"), date(2019, 4, 1))


def test_a_memorandum_becomes_an_inter_authority_agreement(session: Session, found: Dossier) -> None:
    proposal = become(session, found)
    assert effect(proposal, "Last day of M1") == ("31 March 2030", "31 March 2027")
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    old, new = now.agreements
    assert new.title == "Inter-authority agreement"
    assert (new.starts, new.owner) == (When.on(APRIL), "A. Officer")
    assert [p.organisation_id for p in new.parties] == [p.organisation_id for p in old.parties]
    ((start, end, kind),) = [(r.from_id, r.to_id, r.kind) for r in now.relations]
    assert (start, end, kind) == (new.id, old.id, RelationKind.SUPERSEDES)
    on = on_day(session, now, APRIL)
    assert on.standings[old.id].status is Status.SUPERSEDED
    assert on.standings[old.id].current_end == date(2027, 3, 31)
    assert on.standings[new.id].current_end == date(2032, 3, 31)
    late = supersede(session, now, Superseding(new.id, date(2033, 4, 1)))
    assert "supersede.gap" in codes(late)


def test_a_partnership_from_scratch(session: Session, found: Dossier) -> None:
    proposal = found_one(session, found)
    assert effect(proposal, "Region")[1] == "East Midlands"
    assert effect(proposal, "Memorandum of understanding")[1].endswith("ends 31 March 2030")
    made = carry_out(session, proposal)
    now = dossier(session, made[-1])
    assert members_in(now, date(2029, 1, 1)).keys() == {p.organisation_id for p in now.agreements[0].parties}
    assert [m.agreement_id for m in now.memberships] == [now.agreements[0].id] * 3
    assert now.arrangement.started == When.on(APRIL)
    assert codes(found_one(session, found)) == {"founding.same-title"}
    with pytest.raises(TrackerError, match="title"):
        new_arrangement(session, Founding(" "))
    odd = new_arrangement(session, Founding("X", members=(FirstMember("Nowhere Council"),)))
    assert codes(odd) == {"body.not-known", "founding.fewer-than-two", "founding.no-host"}


def test_a_prospective_member_is_no_party_yet(session: Session, found: Dossier) -> None:
    role = MemberRole.PROSPECTIVE
    joining = Joining("Melton BC", When.on(APRIL), role, found.agreements[0].id, services=("Council tax",))
    proposal = join(session, found, joining)
    assert effect(proposal, "Members on 1 April 2027") == ("3", "3")
    carry_out(session, proposal)
    now = dossier(session, found.arrangement.id)
    assert (len(now.agreements[0].parties), now.agreements[0].events) == (3, ())
    assert now.scope[-1].stage is Stage.PLANNED


def test_a_name_that_fits_several_bodies_is_asked_for_in_full(session: Session, found: Dossier) -> None:
    with session.operation("made") as write:
        for number in (1, 2):
            other = write.add(Organisation(name=f"Ash Council {number}"))
            write.add(OrganisationName(organisation_id=other.id, name="Ash"))
    with pytest.raises(TrackerError, match="“Ash” fits Ash Council 1, Ash Council 2"):
        join(session, found, Joining("Ash", When.on(APRIL)))
    with pytest.raises(TrackerError, match="Write the name"):
        join(session, found, Joining("  ", When.on(APRIL)))
    known = join(session, found, Joining("Blaby DC", When.on(APRIL)))
    assert "joining.already" in codes(known)


def test_a_join_after_the_end_and_without_a_share(session: Session, found: Dossier) -> None:
    with session.operation("ended") as write:
        write.change(Arrangement, found.arrangement.id, ended=When.on(date(2026, 3, 31)))
    now = dossier(session, found.arrangement.id)
    assert codes(join(session, now, Joining("Melton BC", When.on(APRIL)))) >= {
        "joining.ended",
        "joining.no-share",
    }
