"""Conflicts: a person settles one with a reason, as one operation, and may open it again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app.partnership import conflicts
from tracker.domain.errors import TrackerError
from tracker.domain.source import Conflict, ConflictState
from tracker.ui.claims.conflicts import ConflictsPage


def of(stage: Stage, reference: str) -> Conflict:
    return next(c for c in stage.session.read.records(Conflict) if c.reference == reference)


@pytest.fixture
def page(stage: Stage) -> ConflictsPage:
    made = stage.go("conflicts", of(stage, "X8").id)
    stage.rest()
    assert isinstance(made, ConflictsPage)
    return made


def test_settling_needs_a_reading_and_a_reason(page: ConflictsPage) -> None:
    assert not page.panel.settle.isEnabled()
    page.panel.choose(2)
    assert not page.panel.settle.isEnabled()
    page.panel.reason.setPlainText("The signed agreement was seen.")
    assert page.panel.settle.isEnabled()
    assert page.panel.settle.text() == "Settle on reading 2"


def test_it_is_settled_by_keyboard_from_the_list(stage: Stage, page: ConflictsPage) -> None:
    stage.wait_until(stage.window.isActiveWindow)
    page.table.setFocus()
    to_reading, second, to_reason = (
        [Qt.Key.Key_Tab] * 2,
        [Qt.Key.Key_Down, Qt.Key.Key_Space],
        [Qt.Key.Key_Tab],
    )
    for key in to_reading + second + to_reason:
        QTest.keyClick(stage.window.focusWidget(), key)
    QTest.keyClicks(stage.window.focusWidget(), "The signed agreement was seen.")
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Tab)
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Space)
    assert (of(stage, "X8").state, of(stage, "X8").chosen) == (ConflictState.SETTLED, 2)


def test_a_settled_conflict_keeps_who_when_and_why(stage: Stage, page: ConflictsPage) -> None:
    page.panel.choose(2)
    page.panel.reason.setPlainText("The signed agreement was seen.")
    page.panel.settle.click()
    kept = of(stage, "X8")
    assert (kept.state, kept.chosen, kept.reason) == (
        ConflictState.SETTLED,
        2,
        "The signed agreement was seen.",
    )
    assert kept.settled_by == "Contracts officer"
    assert str(kept.settled_on) == "2026-11-22"
    assert stage.session.undo_name == "Settle ‘X8 When Oadby and Wigston joined’"
    stage.rest()
    assert "28 open" in page._count.text()
    stage.session.undo()
    assert of(stage, "X8").state is ConflictState.OPEN


def test_readings_that_can_stand_together_are_explained(stage: Stage) -> None:
    page = stage.go("conflicts", of(stage, "X17").id)
    stage.rest()
    assert isinstance(page, ConflictsPage)
    page.panel.choose(0)
    page.panel.reason.setPlainText("Three in 2011, four from 2013.")
    assert page.panel.settle.text() == "Explain, and leave all readings"
    page.panel.settle.click()
    assert of(stage, "X17").state is ConflictState.EXPLAINED
    assert of(stage, "X17").chosen is None


def test_it_can_be_opened_again(stage: Stage) -> None:
    conflict = of(stage, "X8")
    conflicts.settle(stage.session, conflict.id, 1, "A guess")
    page = stage.go("conflicts", conflict.id)
    stage.rest()
    assert isinstance(page, ConflictsPage)
    assert page.panel.reopen.isVisible()
    assert not page.panel.settle.isVisible()
    page.panel.reopen.click()
    assert of(stage, "X8").state is ConflictState.OPEN
    assert of(stage, "X8").reason == ""


def test_what_cannot_be_done_says_why(stage: Stage) -> None:
    conflict = of(stage, "X8")
    with pytest.raises(TrackerError, match="Say why"):
        conflicts.settle(stage.session, conflict.id, 1, "  ")
    with pytest.raises(TrackerError, match="no reading 9"):
        conflicts.settle(stage.session, conflict.id, 9, "Because")
    with pytest.raises(TrackerError, match="is open already"):
        conflicts.reopen(stage.session, conflict.id)
    conflicts.settle(stage.session, conflict.id, 1, "Because")
    with pytest.raises(TrackerError, match="Reopen it first"):
        conflicts.explain(stage.session, conflict.id, "Because")


def test_the_inbox_is_narrowed_to_a_partnership(stage: Stage) -> None:
    arrangement = stage.session.read.find_arrangement("Leicestershire")[0].id
    page = stage.go("conflicts", query=f"arrangement={arrangement}")
    stage.rest()
    assert isinstance(page, ConflictsPage)
    assert page.table.rows.rowCount() == 21
    page.state.setCurrentIndex(page.state.findData("settled"))
    page.state.activated.emit(page.state.currentIndex())
    assert page._empty.isVisible()
