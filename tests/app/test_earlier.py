"""Earlier states of an agreement: read, and put back field by field or whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app import edit
from tracker.app.earlier import as_it_was, label_of, put_all_back, put_back
from tracker.app.rows import FieldChange
from tracker.app.session import Session
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
    put_all_back(session, 1, second)
    now = session.agreement(1)
    assert (now.owner, now.department, now.notes) == ("Two", "", "")
    assert session.undo_name == "Put back ‘Lighting’ as it was"
    with pytest.raises(TrackerError, match="as it was then"):
        put_all_back(session, 1, second)
    session.undo()
    assert session.agreement(1).owner == "Three"


def test_one_value_is_put_back(session: Session) -> None:
    change = changed(session, "owner")
    put_back(session, change)
    assert session.agreement(1).owner == "Two"
    assert session.undo_name == "Put back owner of ‘Lighting’"
    with pytest.raises(TrackerError, match="has that value already"):
        put_back(session, change)


def test_what_came_or_went_is_not_put_back_by_field(session: Session) -> None:
    change = changed(session, "owner")
    with pytest.raises(TrackerError, match="Only the value"):
        put_back(session, change._replace(kind="added"))
    edit.remove_agreement(session, 1)
    with pytest.raises(TrackerError, match="no longer in the register"):
        put_back(session, change)


def test_fields_are_called_as_people_call_them() -> None:
    assert label_of("initial_term") == "Initial term"
    assert label_of("organisation_id") == "Organisation id"
