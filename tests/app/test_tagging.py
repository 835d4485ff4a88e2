"""Tags of one agreement: each put on or taken off as one change."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app import edit, tagging
from tracker.app.session import Session
from tracker.domain.errors import TrackerError


def test_tags_are_put_on_taken_off_and_known(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "r.tracker", user="A")
    for title in ("Lighting", "Parks"):
        edit.new_agreement(session, {"title": title})
    tagging.add(session, session.agreement(1), "roads, Red")
    tagging.add(session, session.agreement(2), "roads")
    assert session.undo_name == "Add tag ‘roads’ to ‘Parks’"
    assert [tag.name for tag in session.agreement(1).tags] == ["roads", "Red"]
    assert tagging.in_use(session) == ["Red", "roads"]
    with pytest.raises(TrackerError, match="has the tag ‘red’ already"):
        tagging.add(session, session.agreement(1), "red")
    tagging.remove(session, session.agreement(1), "roads")
    assert session.undo_name == "Remove tag ‘roads’ from ‘Lighting’"
    assert [tag.name for tag in session.agreement(1).tags] == ["Red"]
    session.undo()
    assert [tag.name for tag in session.agreement(1).tags] == ["roads", "Red"]
