"""Earlier states of an agreement: read, and put back field by field or whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tracker.app import bulk, edit
from tracker.app.earlier import as_it_was, changed_by, label_of, put_all_back, put_back, put_value_back, words
from tracker.app.proposal import carry_out
from tracker.app.rows import FieldChange
from tracker.app.session import Session
from tracker.app.verbs import give_notice
from tracker.domain.agreement import NoticeClause, PartyRole
from tracker.domain.dates import Period
from tracker.domain.errors import TrackerError


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session.create(tmp_path / "r.tracker", user="A")
    edit.new_agreement(made, {"title": "Lighting", "owner": "One"}, supplier="Lumen Ltd")
    edit.change(made, 1, {"owner": "Two"})
    edit.change(made, 1, {"owner": "Three", "department": "Streets"})
    edit.change(made, 1, {"notes": "Later"})
    return made


def operations(session: Session) -> list[int]:
    return [row.operation for row in reversed(session.read.history(20, "agreement", 1))]


def changed(session: Session, field: str) -> FieldChange:
    rows = session.read.history(20, "agreement", 1)
    return next(c for row in rows for c in row.changes if c.field == field)


def test_an_old_state_is_read_after_any_change(session: Session) -> None:
    added, second, third, last = operations(session)
    assert [tuple(each) for each in as_it_was(session, 1, second)] == [
        ("department", "", "Streets"),
        ("notes", "", "Later"),
        ("owner", "Two", "Three"),
    ]
    assert [each.field for each in as_it_was(session, 1, third)] == ["notes"]
    assert as_it_was(session, 1, last) == ()
    assert [each.then for each in as_it_was(session, 1, added) if each.field == "owner"] == ["One"]


def test_all_of_it_is_put_back_as_one_change(session: Session) -> None:
    second = operations(session)[1]
    carry_out(session, put_all_back(session, session.agreement(1), second).proposal)
    now = session.agreement(1)
    assert (now.owner, now.department, now.notes) == ("Two", "", "")
    assert session.undo_name == "Put back ‘Lighting’ as it was"
    with pytest.raises(TrackerError, match="as it was then"):
        put_all_back(session, session.agreement(1), second)
    session.undo()
    assert session.agreement(1).owner == "Three"


def test_one_value_is_put_back(session: Session) -> None:
    change = changed(session, "owner")
    put_value_back(session, change)
    assert session.agreement(1).owner == "Two"
    assert session.undo_name == "Put back owner of ‘Lighting’"
    with pytest.raises(TrackerError, match="has that value already"):
        put_value_back(session, change)


def test_what_came_or_went_is_not_put_back_by_field(session: Session) -> None:
    change = changed(session, "owner")
    with pytest.raises(TrackerError, match="Only the value"):
        put_value_back(session, change._replace(kind="added"))
    edit.remove_agreement(session, 1)
    with pytest.raises(TrackerError, match="no longer in the register"):
        put_value_back(session, change)


def test_fields_are_called_as_people_call_them() -> None:
    assert label_of("initial_term") == "Initial term"
    assert label_of("organisation_id") == "Organisation id"


def test_a_supplier_that_was_changed_is_put_back_and_what_came_later_stays(session: Session) -> None:
    edit.set_party(session, 1, PartyRole.SUPPLIER, "Ascent Ltd")
    changed_at = operations(session)[-1]
    edit.set_party(session, 1, PartyRole.BUYER, "Netherfold Borough Council")
    (change,) = changed_by(session, 1, changed_at)
    assert change.field == "parties"
    assert (words(session, change.then), words(session, change.now)) == (
        "Supplier Lumen Ltd",
        "Supplier Ascent Ltd",
    )
    made = put_back(session, session.agreement(1), changed_at, "parties").proposal
    assert made.name == "Put back parties of ‘Lighting’"
    before, after = made.effects[0].before, made.effects[0].after
    assert (before.count("Ascent"), after.count("Ascent"), after.count("Netherfold")) == (1, 0, 1)
    was = session.agreement(1)
    carry_out(session, made)
    roles = {p.role: p.as_written for p in session.agreement(1).parties}
    assert roles == {PartyRole.SUPPLIER: "Lumen Ltd", PartyRole.BUYER: "Netherfold Borough Council"}
    with pytest.raises(TrackerError, match="has that value already"):
        put_back(session, session.agreement(1), changed_at, "parties")
    session.undo()
    assert session.agreement(1) == was


def test_options_and_events_are_put_back_with_their_dates(session: Session) -> None:
    edit.change(session, 1, {"starts": "1 April 2024", "initial_term": "3 years", "options": "2 years"})
    edit.change(session, 1, {"options": "1 year + 1 year"})
    optioned = operations(session)[-1]
    agreement = session.agreement(1)
    carry_out(session, give_notice(agreement, date(2024, 6, 1), last=date(2025, 3, 31)).proposal)
    noticed = operations(session)[-1]
    outcome = put_back(session, session.agreement(1), optioned, "options")
    assert outcome.proposal.effects == (("Extension options", "12 months + 12 months", "2 years"),)
    carry_out(session, outcome.proposal)
    assert [str(option.length) for option in session.agreement(1).options] == ["2 years"]
    outcome = put_back(session, session.agreement(1), noticed, "events")
    effect = outcome.proposal.effects[0]
    assert (effect.before, effect.after) == ("Notice given 1 June 2024, to 31 March 2025", "not recorded")
    carry_out(session, outcome.proposal)
    assert session.standing(1).current_end == session.stand(outcome.after).current_end == date(2027, 3, 31)
    put_again = put_all_back(session, session.agreement(1), noticed)
    carry_out(session, put_again.proposal)
    assert session.standing(1).current_end == date(2025, 3, 31)
    assert as_it_was(session, 1, noticed) == ()


def test_a_part_that_was_altered_is_put_back_as_it_was(session: Session) -> None:
    edit.change(session, 1, {"notice": "6 months"})
    with session.operation("Look it up") as write:
        clause = session.agreement(1).notices[0]
        write.change(NoticeClause, clause.id, length=Period(3), text="")
    outcome = put_back(session, session.agreement(1), operations(session)[-1], "notices")
    assert outcome.proposal.effects == (("Notice clauses", "Termination 3 months", "Termination 6 months"),)
    carry_out(session, outcome.proposal)
    assert session.agreement(1).notices == (clause,)


def test_tags_are_put_back(session: Session) -> None:
    bulk.change_many(session, [1], bulk.add_tags("roads, red"), "Tag")
    tagged = operations(session)[-1]
    bulk.change_many(session, [1], bulk.add_tags("late"), "Tag again")
    carry_out(session, put_back(session, session.agreement(1), tagged, "tags").proposal)
    assert words(session, session.agreement(1).tags) == "late"


def test_what_an_operation_did_not_change_is_not_put_back(session: Session) -> None:
    added, second, *_ = operations(session)
    assert changed_by(session, 1, added) == ()
    with pytest.raises(TrackerError, match="Notes was not changed by that"):
        put_back(session, session.agreement(1), second, "notes")
