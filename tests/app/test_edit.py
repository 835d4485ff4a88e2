"""Changing an agreement through the session: refused, undone, and never overwritten unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.app.conftest import Clock
from tracker.app import edit
from tracker.app.fields import show_field
from tracker.app.session import Session
from tracker.domain.agreement import PartyRole, Status
from tracker.domain.changes import Changes
from tracker.domain.errors import StaleRecord, TrackerError

HOUSING = {
    "reference": "0142",
    "title": "Housing repairs and voids",
    "starts": "1 April 2022",
    "initial_term": "5 years",
    "end_kind": "fixed",
    "options": "2 years + 2 years",
    "value": "£1,250,000",
}


@pytest.fixture
def housing(session: Session) -> int:
    """A five-year contract with two options."""
    return edit.new_agreement(
        session, HOUSING, supplier="Northgate Building Services Ltd", buyer="Exwick Council"
    )


def test_what_is_typed_stands_in_the_register_with_its_dates(session: Session, housing: int) -> None:
    row = session.read.listing().rows[0]
    assert (row.title, row.supplier, row.buyer) == (
        "Housing repairs and voids",
        "Northgate Building Services Ltd",
        "Exwick Council",
    )
    assert (row.current_end, row.maximum_end) == ("2027-03-31", "2031-03-31")
    assert row.next_title
    agreement = session.agreement(housing)
    assert show_field(agreement, "options") == "2 years + 2 years"


def test_an_agreement_needs_a_name(session: Session) -> None:
    with pytest.raises(TrackerError, match="title or a reference"):
        edit.new_agreement(session, {"department": "Housing"})
    assert session.read.listing().total == 0
    assert session.undo_name is None


def test_a_text_that_cannot_be_read_changes_nothing(session: Session, housing: int) -> None:
    with pytest.raises(TrackerError, match="31"):
        edit.change(session, housing, {"title": "Other", "starts": "31/02/2022"})
    assert session.agreement(housing).title == "Housing repairs and voids"
    assert session.undo_name == "Add ‘Housing repairs and voids’"


def test_a_change_moves_the_deadlines_and_undo_puts_them_back(session: Session, housing: int) -> None:
    before = session.read.deadlines()
    edit.change(session, housing, {"initial_term": "4 years", "options": "1 year"})
    row = session.read.listing().rows[0]
    assert (row.current_end, row.maximum_end) == ("2026-03-31", "2027-03-31")
    assert session.undo_name == "Change initial term, extension options of ‘Housing repairs and voids’"
    session.undo()
    assert [one._replace(id=0) for one in session.read.deadlines()] == [one._replace(id=0) for one in before]
    session.redo()
    assert session.read.listing().rows[0].current_end == "2026-03-31"


def test_the_same_text_again_makes_no_entry(session: Session, housing: int) -> None:
    entries = len(session.read.history(100))
    edit.change(session, housing, {"title": HOUSING["title"], "value": "1250000"})
    assert len(session.read.history(100)) == entries


def test_two_people_at_one_field_and_at_two(session: Session, housing: int) -> None:
    seen = session.agreement(housing)
    edit.change(session, housing, {"owner": "Contracts officer"}, seen=seen)
    edit.change(session, housing, {"department": "Housing"}, seen=seen)
    with pytest.raises(StaleRecord):
        edit.change(session, housing, {"owner": "Parks manager"}, seen=seen)
    assert session.agreement(housing).owner == "Contracts officer"


def test_an_extension_shows_its_consequences_before_it_is_made(session: Session, housing: int) -> None:
    event = edit.extension(session, new_end=date(2029, 3, 31), option=1, decided_on=date(2026, 11, 20))
    told = edit.consequences(session, housing, event)
    assert (told.before.current_end, told.after.current_end) == (date(2027, 3, 31), date(2029, 3, 31))
    assert session.agreement(housing).events == ()


def test_a_supplier_is_found_again_whatever_its_suffix(session: Session, housing: int) -> None:
    other = edit.new_agreement(session, {"title": "Voids"}, supplier="NORTHGATE BUILDING SERVICES LIMITED")
    one, two = session.agreement(housing), session.agreement(other)
    supplier = next(p for p in one.parties if p.role is PartyRole.SUPPLIER)
    assert two.parties[0].organisation_id == supplier.organisation_id
    edit.set_party(session, other, PartyRole.SUPPLIER, "Another Firm")
    assert session.read.listing(search="another").rows[0].id == other
    edit.set_party(session, other, PartyRole.SUPPLIER, " ")
    assert session.agreement(other).parties == ()


def test_what_is_removed_comes_back_whole(session: Session, housing: int) -> None:
    before = session.agreement(housing)
    edit.remove_agreement(session, housing)
    assert session.read.listing().total == 0
    session.undo()
    assert session.agreement(housing) == before


def test_everybody_who_looks_is_told_once(session: Session, housing: int) -> None:
    told: list[Changes] = []
    stop = session.subscribe(told.append)
    edit.change(session, housing, {"owner": "Contracts officer"})
    session.undo()
    stop()
    session.redo()
    assert [change.touches("agreement") for change in told] == [frozenset({housing})] * 2


def test_the_passing_of_days_moves_the_status(session: Session, housing: int, clock: Clock) -> None:
    edit.change(session, housing, {"options": ""})
    clock.now += timedelta(days=200)
    session.refresh()
    assert session.read.listing().rows[0].status == Status.EXPIRED.value
    assert len(session.read.history(100)) == 2


def test_another_day_is_shown_and_nothing_of_it_is_stored(session: Session, housing: int) -> None:
    session.look_at(date(2032, 1, 1))
    assert session.today == date(2032, 1, 1)
    assert session.read.listing().rows[0].status == Status.EXPIRED.value
    session.look_at(date(2021, 1, 1))
    assert session.read.listing().rows[0].status not in (Status.EXPIRED.value, Status.LIVE.value)
    session.look_at(None)
    assert session.read.listing().rows[0].status in (Status.LIVE.value, Status.EXPIRING.value)
    assert session.today == date(2026, 11, 22)
