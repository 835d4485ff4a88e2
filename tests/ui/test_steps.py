"""Undo and Redo of much: beside the window, which lives meanwhile and says what is done."""

from __future__ import annotations

import pytest

from tests.ui.stage import Stage
from tracker.app import bulk, edit
from tracker.store import undo


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "_LONG", 3)


def some(stage: Stage) -> list[int]:
    return [one.id for one in stage.session.read.agreements()][:8]


def owners(stage: Stage) -> set[str]:
    return {one.owner for one in stage.session.read.agreements()}


def test_much_is_undone_and_done_again_on_a_worker(stage: Stage) -> None:
    stage.go("register")
    ids = some(stage)
    before = owners(stage)
    bulk.change_many(stage.session, ids, bulk.set_field("owner", "A. Brown"), "Set the owner of 8 agreements")
    steps, bridge, banner = stage.window.bridge.steps, stage.window.bridge, stage.window.banner
    done: list[str] = []
    steps.step("undo", lambda: done.append("undone"))
    assert bridge.is_held_off and done == []
    assert banner.text.text() == "Undoing: Set the owner of 8 agreements …"
    steps.step("undo")
    assert banner.text.text() == "Another change is being saved. Try again when it is done."
    stage.wait_until(lambda: not bridge.is_held_off)
    assert owners(stage) == before and done == ["undone"]
    assert banner.text.text() == "Undone: Set the owner of 8 agreements."
    steps.step("redo")
    assert bridge.is_held_off
    stage.wait_until(lambda: not bridge.is_held_off)
    assert "A. Brown" in owners(stage)
    assert banner.text.text() == "Done again: Set the owner of 8 agreements."


def test_what_cannot_be_undone_is_said_and_nothing_is_done(stage: Stage) -> None:
    stage.go("register")
    ids = some(stage)
    bulk.change_many(stage.session, ids, bulk.set_field("owner", "A. Brown"), "Set the owner of 8 agreements")
    other = stage.session.user
    stage.session.user = "somebody else"
    edit.change(stage.session, ids[0], {"owner": "B. Green"})
    stage.session.user = other
    stage.window.bridge.steps.step("undo")
    stage.wait_until(lambda: not stage.window.bridge.is_held_off)
    assert "changed since" in stage.window.banner.text.text()
    assert {"A. Brown", "B. Green"} <= owners(stage)


def test_little_is_undone_at_once_and_nothing_where_there_is_nothing(stage: Stage) -> None:
    stage.go("register")
    steps = stage.window.bridge.steps
    steps.step("redo")
    edit.change(stage.session, some(stage)[0], {"owner": "B. Green"})
    steps.step("undo")
    assert "B. Green" not in owners(stage)
    assert stage.window.banner.text.text().startswith("Undone: ")


def test_an_entry_of_much_is_taken_back_on_a_worker_and_what_was_changed_since_stays(stage: Stage) -> None:
    ids = some(stage)
    bulk.change_many(stage.session, ids, bulk.set_field("owner", "A. Brown"), "Set the owner of 8 agreements")
    edit.change(stage.session, ids[0], {"owner": "B. Green"})
    entry = stage.session.read.history(2)[1]
    bridge, banner = stage.window.bridge, stage.window.banner
    bridge.steps.take_back(entry.operation, entry.name)
    assert bridge.is_held_off
    assert banner.text.text() == "Taking back: Set the owner of 8 agreements …"
    bridge.steps.take_back(entry.operation, entry.name)
    assert banner.text.text() == "Another change is being saved. Try again when it is done."
    stage.wait_until(lambda: not bridge.is_held_off)
    assert "A. Brown" not in owners(stage) and "B. Green" in owners(stage)
    title = stage.session.agreement(ids[0]).title
    assert banner.text.text().startswith(
        "Taken back: Set the owner of 8 agreements. What was changed since stays: "
    )
    assert title in banner.text.text()
