"""Tags on an agreement's page: chips that go with a press, and a field that completes those in use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app import tagging
from tracker.ui.agreement.page import AgreementPage


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    tagging.add(stage.session, stage.session.agreement(stage.agreement("NBC-042")), "roads & paths")
    made = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(made, AgreementPage)
    return made


def tags(stage: Stage) -> list[str]:
    return [tag.name for tag in stage.session.agreement(stage.agreement("NBC-041")).tags]


def test_a_tag_is_typed_and_goes_with_a_press(stage: Stage, page: AgreementPage) -> None:
    stage.window.menu_actions["add_tag"].trigger()
    line = page.fields.tags.line
    assert line.hasFocus()
    QTest.keyClicks(line, "insurance")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert tags(stage) == ["insurance"]
    assert stage.session.undo_name == "Add tag ‘insurance’ to ‘Insurance, all classes’"
    assert line.text() == ""
    (chip,) = page.fields.tags.chips
    assert chip.accessibleName() == "Remove tag insurance"
    chip.click()
    assert (tags(stage), page.fields.tags.chips) == ([], [])
    assert line.hasFocus()
    stage.window.banner.action.click()
    assert tags(stage) == ["insurance"]


def test_tags_in_use_are_offered(stage: Stage, page: AgreementPage) -> None:
    line = page.fields.tags.line
    line.setFocus()
    stage.rest()
    QTest.keyClicks(line, "path")
    completer = line.completer()
    assert completer is not None
    assert completer.currentCompletion() == "roads & paths"
    QTest.keyClick(completer.popup(), Qt.Key.Key_Down)
    QTest.keyClick(completer.popup(), Qt.Key.Key_Return)
    assert tags(stage) == ["roads & paths"]


def test_a_tag_that_it_has_is_said(stage: Stage, page: AgreementPage) -> None:
    line = page.fields.tags.line
    for _ in range(2):
        line.setText("insurance")
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert tags(stage) == ["insurance"]
    assert stage.window.banner.text.text().endswith("has the tag ‘insurance’ already.")
    assert line.text() == "insurance"
