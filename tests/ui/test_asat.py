"""As at: the whole window on another day, plainly said, and one key back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.partnership.list import PartnershipsPage


def look(stage: Stage, day: date) -> None:
    stage.window.bridge.look_at(day)
    stage.wait_until(lambda: stage.session.as_at == day)


def test_the_strip_is_hidden_today(stage: Stage) -> None:
    assert not stage.window.as_at.isVisible()


def test_it_says_the_day_and_that_changes_are_recorded_today(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    bar = stage.window.as_at
    assert bar.isVisible()
    assert bar.day.text() == "As at 1 June 2012, 14 years ago."
    assert "recorded today" in bar.words.text()


def test_escape_leads_back_to_today(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    QTest.keyClick(stage.window, Qt.Key.Key_Escape)
    assert stage.session.as_at is None
    assert not stage.window.as_at.isVisible()


def test_so_does_its_action_and_its_button(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    stage.window.menu_actions["back_to_today"].trigger()
    assert stage.session.as_at is None
    look(stage, date(2030, 6, 1))
    stage.window.as_at.today.click()
    assert stage.session.as_at is None


def test_a_day_is_typed_into_the_strip(stage: Stage) -> None:
    stage.window.menu_actions["look_at_day"].trigger()
    bar = stage.window.as_at
    assert bar.asking.isVisible()
    assert bar.field.line.hasFocus()
    QTest.keyClicks(bar.field.line, "nonsense")
    QTest.keyClick(bar.field.line, Qt.Key.Key_Return)
    assert stage.session.as_at is None
    bar.field.line.selectAll()
    QTest.keyClicks(bar.field.line, "1 Jan 2008")
    QTest.keyClick(bar.field.line, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.session.as_at == date(2008, 1, 1))


def test_escape_while_asking_leaves_the_day(stage: Stage) -> None:
    stage.window.as_at.ask()
    QTest.keyClick(stage.window.as_at.field.line, Qt.Key.Key_Escape)
    assert not stage.window.as_at.isVisible()


def test_today_itself_is_no_other_day(stage: Stage) -> None:
    stage.window.bridge.look_at(date(2026, 11, 22))
    assert stage.session.as_at is None


def test_lists_follow_the_day(stage: Stage) -> None:
    page = stage.go("partnerships")
    assert isinstance(page, PartnershipsPage)
    look(stage, date(2012, 6, 1))

    def leicestershire() -> int:
        return next(line.sure for line in page._lines if "Leicestershire" in line.arrangement.title)

    stage.wait_until(lambda: leicestershire() == 3)
    stage.window.bridge.look_at(None)
    stage.wait_until(lambda: leicestershire() == 0)


def test_a_change_is_seen_on_the_day_that_is_shown(stage: Stage) -> None:
    look(stage, date(2012, 6, 1))
    agreement = stage.agreement("L2")
    edit.change(stage.session, agreement, {"owner": "Head of ICT"})
    stage.wait_until(lambda: stage.session.agreement(agreement).owner == "Head of ICT")
    assert stage.session.as_at == date(2012, 6, 1)
    row = stage.session.read.rows([agreement])[0]
    assert (row.status, row.owner) == ("live", "Head of ICT")


def test_only_the_newest_day_asked_for_is_shown(stage: Stage) -> None:
    stage.window.bridge.look_at(date(2010, 1, 1))
    stage.window.bridge.look_at(date(2012, 1, 1))
    stage.wait_until(lambda: stage.session.as_at is not None)
    assert stage.session.as_at == date(2012, 1, 1)
