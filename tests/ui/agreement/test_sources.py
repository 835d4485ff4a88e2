"""Sources on an agreement's page: a mark beside the field, its words in a section, cited and changed in a panel."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.ui.stage import Stage
from tracker.domain.source import Citation, Source
from tracker.ui.agreement.fieldlines import FieldLine
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.agreement.verbs.citing import CitePanel

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    made = stage.go("agreement", stage.agreement("L2"))
    assert isinstance(made, AgreementPage)
    stage.rest()
    return made


def line(page: AgreementPage, name: str) -> FieldLine:
    return next(line for line in page.fields.every_line() if line.field.name == name)


def tool(page: AgreementPage, name: str) -> QToolButton:
    return next(
        each for each in page.fields.sources.findChildren(QToolButton) if each.accessibleName() == name
    )


def panel(page: AgreementPage) -> CitePanel:
    made = page._panels["cite"]
    assert isinstance(made, CitePanel)
    assert made.isVisible()
    return made


def test_a_mark_beside_a_field_shows_what_it_rests_on_and_leads_there(page: AgreementPage) -> None:
    mark = line(page, "initial_term").mark
    assert mark is not None
    assert mark.text() == "B"
    assert "five year contract" in mark.toolTip()
    assert line(page, "owner").mark is None
    mark.click()
    assert tool(page, "Change the source of initial term").hasFocus()


def test_a_source_is_cited_for_the_field_in_hand_by_keyboard(stage: Stage, page: AgreementPage) -> None:
    line(page, "owner").editor.setFocus()
    QTest.keyClick(stage.window, Qt.Key.Key_D, CTRL_SHIFT)
    cite = panel(page)
    assert cite.of.currentText() == "Owner"
    assert not cite.go.isEnabled()
    assert cite.title.hasFocus()
    QTest.keyClicks(cite.title, "Scheme of delegation")
    QTest.keyClicks(cite.locator, "page 4")
    QTest.keyClicks(cite.quote, "the Head of ICT")
    assert cite.go.text() == "Cite it for owner"
    QTest.keyClick(cite.quote, Qt.Key.Key_Return)
    assert stage.session.undo_name is not None
    assert stage.session.undo_name.startswith("Cite ‘Scheme of delegation’ for owner of")
    mark = line(page, "owner").mark
    assert mark is not None
    assert mark.text() == "1 source"
    assert line(page, "owner").editor.hasFocus()
    before = len(stage.session.read.records(Source))
    stage.session.undo()
    assert mark.isHidden()
    assert len(stage.session.read.records(Source)) == before - 1


def test_a_source_that_is_known_fills_the_form(page: AgreementPage) -> None:
    page.fields.sources.add.click()
    cite = panel(page)
    cite.source.setCurrentIndex(cite.source.findText("A  ", Qt.MatchFlag.MatchStartsWith))
    assert cite.title.text() == "Councils share services to save money"
    assert cite.published.text() == "7 February 2011"
    assert cite.go.text() == "Cite it for the agreement as a whole"
    assert cite.note.isHidden()
    cite.inferred.click()
    assert cite.note.isVisible()


def test_exact_words_are_changed_and_a_citation_goes_and_comes_back(
    stage: Stage, page: AgreementPage
) -> None:
    tool(page, "Change the source of initial term").click()
    cite = panel(page)
    assert not cite.go.isEnabled()
    cite.quote.selectAll()
    QTest.keyClicks(cite.quote, "a five year contract")
    cite.go.click()
    assert "a five year contract" in [one.quote for one in stage.session.read.records(Citation)]
    before = stage.session.read.records(Citation)
    tool(page, "Remove the source of initial term").click()
    assert len(stage.session.read.records(Citation)) == len(before) - 1
    stage.window.banner.action.click()
    assert stage.session.read.records(Citation) == before


def test_a_document_of_a_source_opens_where_it_is_there(stage: Stage, page: AgreementPage) -> None:
    (stage.path.parent / "001_a6394fecf3e3af27.txt").touch()
    page.load()
    stage.rest()
    names = {
        each.accessibleName()
        for each in page.fields.sources.findChildren(type(page.verbs.extend))
        if each.isVisible()
    }
    assert "Open Leicestershire councils: mutually beneficial shared services" in names
