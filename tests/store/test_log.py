"""Writing through the one door: what is added, changed and removed, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.store.storing import AT, TODAY, deadline, do, dump, fill, standing
from tracker.domain.agreement import (
    Agreement,
    Event,
    EventKind,
    ExtensionOption,
    NoticeClause,
    Party,
    PartyRole,
    Status,
)
from tracker.domain.dates import Period, When
from tracker.domain.errors import StaleRecord, TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.source import Citation, Document, Relation, RelationKind, Source
from tracker.store.file import Register
from tracker.store.log import Write


def test_a_record_comes_back_with_ids_uids_and_children(register: Register) -> None:
    agreement = register.read.agreement(fill(register))
    assert agreement.title == "Street lighting"
    assert [party.as_written for party in agreement.parties] == ["Brightway", ""]
    assert [option.number for option in agreement.options] == [1, 2]
    assert agreement.notices[0].length == Period()
    children: tuple[Any, ...] = (
        *agreement.parties,
        *agreement.options,
        *agreement.notices,
        *agreement.events,
    )
    assert {child.agreement_id for child in children} == {agreement.id}
    uids = [record.uid for record in (agreement, *children)]
    assert len(set(uids)) == len(uids) == 7
    assert all(len(uid) == 36 and uid[14] == "7" for uid in uids)


def test_a_uid_that_a_record_brings_is_kept_and_an_id_is_not(register: Register) -> None:
    with do(register) as write:
        first = write.add(Organisation(name="Aldermere", uid="from-elsewhere", id=77))
    assert (first.id, first.uid) == (1, "from-elsewhere")


def test_many_are_added_at_once_in_their_order(register: Register) -> None:
    with do(register) as write:
        council = write.add(Organisation(name="Aldermere"))
        many = [
            Agreement(
                title=f"Agreement {number}",
                parties=(Party(organisation_id=council.id, role=PartyRole.BUYER),) * (number % 3),
            )
            for number in range(4321)
        ]
        ids = write.load(many)
        assert write.load([]) == range(0)
        assert write.add_all([]) == []
    assert ids == range(1, 4322)
    stored = list(register.read.agreements())
    assert [agreement.title for agreement in stored] == [agreement.title for agreement in many]
    assert [len(agreement.parties) for agreement in stored] == [number % 3 for number in range(4321)]
    assert register.read.history()[0].touched == 1 + 4321 + 4320


def test_loaded_records_take_fields_that_were_not_known_when_they_were_made(register: Register) -> None:
    with do(register) as write:
        council = write.add(Organisation(name="Aldermere"))
        lot = write.add(Arrangement(title="Waste"))
        ids = write.load(
            [Agreement(title="First"), Agreement(title="Second")],
            parties=[(), (Party(organisation_id=council.id, role=PartyRole.BUYER),)],
            arrangement_id=[lot.id, None],
        )
    first, second = register.read.agreements(ids)
    assert (first.parties, first.arrangement_id) == ((), lot.id)
    assert ([one.organisation_id for one in second.parties], second.arrangement_id) == ([council.id], None)


def test_what_an_operation_loaded_is_at_hand_until_it_is_touched(register: Register) -> None:
    left_alone, changed, named = (
        Agreement(title="Left alone", ends=When.on(date(2027, 3, 31))),
        Agreement(title="Changed"),
        Agreement(title="Of another day"),
    )
    with do(register) as write:
        council = write.add(Organisation(name="Aldermere"))
        notice = Event(kind=EventKind.NOTICE_GIVEN, on=When.on(TODAY), organisation_id=council.id)
        ids = write.load([left_alone, changed, replace(named, events=(notice,))])
        (dated,) = write.load([named], ends=[When.on(date(2028, 3, 31))])
        write.change(Agreement, ids[1], title="Changed since")
        write.add(Event(kind=EventKind.SIGNED, on=When.on(TODAY), agreement_id=ids[1]))
        found = dict(write.agreements([*ids, dated]))
    assert found[ids[0]] is left_alone
    stored = dict(zip((*ids, dated), register.read.agreements((*ids, dated)), strict=True))
    assert {one: found[one] for one in (*ids[1:], dated)} == {one: stored[one] for one in (*ids[1:], dated)}
    assert stored[ids[1]].title == "Changed since" and len(stored[ids[1]].events) == 1


def test_ids_are_never_used_again(register: Register) -> None:
    with do(register) as write:
        first = write.add(Organisation(name="Aldermere"))
    with do(register) as write:
        write.remove(Organisation, first.id)
    with do(register) as write:
        assert write.add(Organisation(name="Brackwell")).id == first.id + 1


def test_a_change_touches_only_what_differs(register: Register) -> None:
    agreement_id = fill(register)
    before = register.read.agreement(agreement_id)
    with do(register, "Change the owner") as write:
        write.change(Agreement, agreement_id, owner="Tom Reeve", title=before.title, value=None)
        assert write.changes.records == {"agreement": frozenset({agreement_id})}
    assert register.read.agreement(agreement_id) == replace(before, owner="Tom Reeve", value=None)
    assert [change.field for change in register.read.history()[0].changes] == ["value", "owner"]


def test_a_change_that_changes_nothing_leaves_no_entry(register: Register) -> None:
    agreement_id = fill(register)
    with do(register, "Nothing") as write:
        write.change(Agreement, agreement_id, title="Street lighting")
    assert [row.name for row in register.read.history()] == ["Add ‘Street lighting’"]


def test_children_are_set_as_a_whole(register: Register) -> None:
    agreement_id = fill(register)
    before = register.read.agreement(agreement_id)
    first, second = before.options
    changed = replace(second, length=Period(12), uid="")
    added = ExtensionOption(number=3, length=Period(6))
    with do(register) as write:
        write.change(Agreement, agreement_id, options=(changed, added))
        assert write.changes.touches("agreement") == {agreement_id}
    after = register.read.agreement(agreement_id)
    assert [option.number for option in after.options] == [2, 3]
    assert after.options[0] == replace(second, length=Period(12))
    assert after.options[1].agreement_id == agreement_id
    assert first.id not in {option.id for option in after.options}
    assert replace(after, options=before.options) == before


def test_children_of_children_change_with_them(register: Register) -> None:
    from tracker.domain.partnerships.service import LevelKind, Measurement, ServiceLevel

    with do(register) as write:
        arrangement = write.add(Arrangement(title="Shared ICT"))
        level = write.add(
            ServiceLevel(
                arrangement_id=arrangement.id,
                metric="Answered",
                kind=LevelKind.AIM,
                measurements=(Measurement(period=When.on(TODAY), figure="60"),),
            )
        )
        assert write.changes.touches("service_level") == {level.id}
    with do(register) as write:
        better = replace(level.measurements[0], figure="70")
        write.change(ServiceLevel, level.id, measurements=(better,))
    assert register.read.record(ServiceLevel, level.id).measurements == (better,)


def test_a_child_of_its_own_touches_its_parent(register: Register) -> None:
    agreement_id = fill(register)
    with do(register) as write:
        event = write.add(
            Event(agreement_id=agreement_id, kind=EventKind.EXTENDED, on=When.on(date(2026, 9, 1)))
        )
        assert write.changes.touches("agreement") == {agreement_id}
    with do(register) as write:
        write.change(Event, event.id, text="By letter")
        assert write.changes.touches("agreement") == {agreement_id}
    with do(register) as write:
        write.remove(Event, event.id)
        assert write.changes.touches("agreement") == {agreement_id}


def test_a_child_that_moves_touches_both_parents(register: Register) -> None:
    first = fill(register)
    with do(register) as write:
        second = write.add(Agreement(title="Signs")).id
    option = register.read.agreement(first).options[0]
    with do(register) as write:
        write.change(ExtensionOption, option.id, agreement_id=second)
        assert write.changes.touches("agreement") == {first, second}


def test_what_was_seen_and_has_changed_is_not_overwritten(register: Register, path: object) -> None:
    agreement_id = fill(register)
    with do(register) as write:
        write.change(Agreement, agreement_id, owner="Tom Reeve", notes="Asked legal")
    with pytest.raises(StaleRecord) as caught, do(register) as write:
        was = {"owner": "Priya Nair", "title": "Street lighting", "notes": ""}
        write.change(Agreement, agreement_id, was=was, owner="Ann Cole")
    assert str(caught.value) == (
        "The owner and the notes of ‘Street lighting’ changed since it was last shown: ‘Do’ (Jo). "
        "Nothing was overwritten; look at it again first."
    )
    with do(register) as write:
        write.change(Agreement, agreement_id, was={"owner": "Tom Reeve"}, owner="Ann Cole")
    assert register.read.agreement(agreement_id).owner == "Ann Cole"


@pytest.mark.parametrize("what", ["change", "remove"])
def test_a_record_that_has_gone_is_said_to_have_gone(what: str, register: Register) -> None:
    with (
        pytest.raises(StaleRecord, match="That extension option is no longer in the register"),
        do(register) as w,
    ):
        if what == "change":
            w.change(ExtensionOption, 5, number=2)
        else:
            w.remove(ExtensionOption, 5)


def test_removing_takes_all_that_belongs_to_it(register: Register) -> None:
    agreement_id = fill(register)
    before = dump(register.path)
    with do(register) as write:
        twin = write.add(Agreement(title="Signs", events=(Event(kind=EventKind.SIGNED, on=When.on(TODAY)),)))
        source = write.add(Source(title="A paper"))
        for kind, record_id in (
            ("Agreement", twin.id),
            ("Organisation", twin.id),
            ("Event", twin.events[0].id),
        ):
            write.add(Citation(record_kind=kind, record_id=record_id, source_id=source.id))
        write.add(Document(record_kind="Agreement", record_id=twin.id, title="Signed copy"))
        for ends in ((twin.id, agreement_id), (agreement_id, twin.id), (twin.id, twin.id)):
            write.add(
                Relation(record_kind="Agreement", from_id=ends[0], to_id=ends[1], kind=RelationKind.RENEWS)
            )
        write.put_standings([(twin.id, standing(Status.LIVE, deadline("end", TODAY)))], TODAY)
    with do(register) as write:
        write.remove(Agreement, twin.id)
    counts = register.read.counts()
    assert (counts["agreement"], counts["event"], counts["document"], counts["relation"]) == (1, 1, 0, 0)
    assert [citation.record_kind for citation in register.read.records(Citation)] == ["Organisation"]
    assert register.read.deadlines() == []
    with do(register) as write:
        write.remove(Citation, register.read.records(Citation)[0].id)
        write.remove(Source, source.id)
    assert dump(register.path) == before


def test_an_arrangement_takes_its_memberships_and_names_go_with_their_organisation(
    register: Register,
) -> None:
    with do(register) as write:
        council = write.add(Organisation(name="Aldermere"))
        write.add(OrganisationName(organisation_id=council.id, name="ADC"))
        arrangement = write.add(Arrangement(title="Shared ICT"))
        write.add(Membership(arrangement_id=arrangement.id, organisation_id=council.id))
        assert write.changes.touches("arrangement") == {arrangement.id}
    with do(register) as write:
        write.remove(Arrangement, arrangement.id)
        write.remove(Organisation, council.id)
    assert set(register.read.counts().values()) == {0}


def test_what_others_depend_on_stays(register: Register) -> None:
    fill(register)
    with do(register) as write:
        heir = write.add(Organisation(name="Greater Aldermere"))
        for day in (date(2028, 4, 1), date(2029, 4, 1)):
            write.add(Succession(from_organisation_id=2, to_organisation_id=heir.id, effective_on=day))
    before = dump(register.path)
    with pytest.raises(TrackerError) as caught, do(register) as write:
        write.remove(Organisation, 2)
    assert str(caught.value) == (
        "‘Aldermere Council’ cannot be removed, because other records name it: 2 successions and 1 party. "
        "Remove or change those first."
    )
    assert dump(register.path) == before


def test_standings_are_replaced_and_leave_no_history(register: Register) -> None:
    agreement_id = fill(register)
    end = date(2027, 3, 31)
    with register.derive() as write:
        write.put_standings([(agreement_id, standing(Status.LIVE, deadline("end", end, asks=False)))], TODAY)
    with register.derive() as write:
        write.put_standings(
            [
                (
                    agreement_id,
                    standing(
                        Status.EXPIRING,
                        deadline("review", date(2026, 11, 1)),
                        deadline("option notice", date(2026, 12, 1), settled=True),
                        deadline("end", end, asks=False),
                        deadline("decide", end),
                    ),
                )
            ],
            TODAY,
        )
    (row,) = register.read.listing().rows
    assert (row.status, row.current_end, row.next_kind) == ("expiring", "2027-03-31", "decide")
    assert (row.next_title, row.next_workings) == ("decide of the term", "Because it is 2027-03-31.")
    assert len(register.read.deadlines()) == 4
    assert len(register.read.history()) == 1


def test_the_day_of_a_standing_is_that_of_the_operation_unless_said(register: Register) -> None:
    agreement_id = fill(register)
    with do(register) as write:
        write.put_standings([(agreement_id, standing(Status.LIVE, deadline("review", AT.date())))])
    assert register.read.listing().rows[0].next_kind == "review"
    with do(register) as write:
        write.put_standings(
            [(agreement_id, standing(Status.LIVE, deadline("review", AT.date())))], date(2027, 1, 1)
        )
    assert register.read.listing().rows[0].next_kind is None


@pytest.mark.parametrize(
    "attempt",
    [
        lambda write: write.add(Organisation(name="Late")),
        lambda write: write.load([Organisation(name="Late")]),
        lambda write: write.change(Organisation, 1, name="Late"),
        lambda write: write.remove(Organisation, 1),
        lambda write: write.put_standings([]),
    ],
)
def test_a_write_outside_an_operation_is_a_bug(attempt: object, register: Register) -> None:
    with do(register) as write:
        write.add(Organisation(name="Aldermere"))
    before = dump(register.path)
    with pytest.raises(RuntimeError, match="outside an operation"):
        attempt(write)  # type: ignore[operator]
    assert dump(register.path) == before


def test_records_may_not_change_without_a_name(register: Register) -> None:
    with pytest.raises(RuntimeError, match="an operation with a name"), register.derive() as write:
        write.add(Organisation(name="Aldermere"))
    assert register.read.counts()["organisation"] == 0


def test_a_field_that_there_is_not_is_a_bug(register: Register) -> None:
    agreement_id = fill(register)
    with pytest.raises(KeyError), do(register) as write:
        write.change(Agreement, agreement_id, colour="red")
    assert isinstance(write, Write)
    assert register.read.agreement(agreement_id).value == Money(150_000_000)


def test_clauses_go_with_their_own_kind(register: Register) -> None:
    agreement_id = fill(register)
    clause = register.read.agreement(agreement_id).notices[0]
    with do(register) as write:
        write.remove(NoticeClause, clause.id)
    assert register.read.agreement(agreement_id).notices == ()


def test_what_many_rows_say_alike_comes_back_as_it_was(register: Register) -> None:
    alike = Agreement(
        title="Lot",
        category="Waste and fleet",
        department="O'Neil's",
        notes="x'); drop table event; --",
        value=Money(0, "GBP"),
    )
    with do(register) as write:
        ids = write.load([replace(alike, reference=f"R{number}") for number in range(150)])
    found = list(register.read.agreements())
    assert [one.reference for one in found] == [f"R{number}" for number in range(150)]
    assert {replace(one, id=0, uid="", reference="") for one in found} == {alike}
    assert [one.id for one in found] == list(ids)
