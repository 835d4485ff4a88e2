"""An agreement's page: its next date, its ladder, its fields edited where they stand, its verbs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from tests.ui.stage import Stage
from tracker.ui.agreement.fieldlines import FieldLine
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.agreement.verbs.ending import NoticePanel
from tracker.ui.agreement.verbs.extending import ExtendPanel


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    made = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(made, AgreementPage)
    return made


def line(page: AgreementPage, name: str) -> FieldLine:
    return next(line for line in page.fields.every_line() if line.field.name == name)


def type_into(page: AgreementPage, name: str, text: str) -> FieldLine:
    found = line(page, name)
    found.editor.setFocus()
    assert isinstance(found.editor, QLineEdit)
    found.editor.selectAll()
    QTest.keyClicks(found.editor, text)
    return found


def test_the_next_date_is_first_with_what_to_do(page: AgreementPage) -> None:
    assert page.next.caption.text() == "Decide by"
    assert page.next.day.text() == "31 December 2026"
    assert page.next.distance.text() == "in 39 days"
    assert page.next.how.isVisible()
    page.next.how.click()
    assert page.next.words.isVisible()
    assert "31 December 2026" in page.next.words.text()


def test_what_the_caption_says_is_not_said_again(stage: Stage) -> None:
    page = stage.go("agreement", stage.agreement("NBC-024"))
    assert isinstance(page, AgreementPage)
    assert page.next.caption.text() == "Ends on"
    assert not page.next.sentence.isVisible()


def test_the_ladder_is_a_picture_and_a_table_with_the_same_dates(page: AgreementPage) -> None:
    assert "31 March 2027" in page._bar.accessibleDescription()
    rows = [
        [page._steps_model.index(row, column).data() for column in range(7)]
        for row in range(page._steps_model.rowCount())
    ]
    assert [row[0] for row in rows] == ["Initial term", "Option 1"]
    assert rows[0][3] == "31 March 2027"
    assert rows[0][6] == "Current"


def test_choosing_a_deadline_shows_its_workings(page: AgreementPage) -> None:
    page._deadlines.setFocus()
    page._deadlines.selectRow(2)
    assert "31 March 2027" in page._workings.text()
    assert page._workings.text().startswith("Decide on option 1, 2 years, to 31 March 2029: ")
    assert page.next.late._said[0].message.endswith(" One more is overdue, below.")


def test_a_field_is_kept_on_enter_as_one_change(stage: Stage, page: AgreementPage) -> None:
    found = type_into(page, "starts", "1/4/25")
    assert found.understood.text().startswith("understood as 1 April 2025")
    QTest.keyClick(found.editor, Qt.Key.Key_Return)
    stored = stage.session.agreement(stage.agreement("NBC-041"))
    assert stored.starts is not None
    assert str(stored.starts.day) == "2025-04-01"
    assert stage.session.undo_name == "Change starts of ‘Insurance, all classes’"
    assert "31 March 2028" in page._bar.accessibleDescription()


def test_a_field_is_kept_when_it_is_left(stage: Stage, page: AgreementPage) -> None:
    type_into(page, "owner", "Head of Finance")
    line(page, "department").editor.setFocus()
    assert stage.session.agreement(stage.agreement("NBC-041")).owner == "Head of Finance"


def test_escape_puts_back_what_was_there(stage: Stage, page: AgreementPage) -> None:
    found = type_into(page, "owner", "Nobody")
    QTest.keyClick(found.editor, Qt.Key.Key_Escape)
    assert found.text() == "Insurance and Risk Manager"
    line(page, "department").editor.setFocus()
    assert stage.session.undo_name is None


def test_what_cannot_be_read_is_not_kept_and_says_why(stage: Stage, page: AgreementPage) -> None:
    found = type_into(page, "value", "lots")
    assert found.findings.isVisible()
    QTest.keyClick(found.editor, Qt.Key.Key_Return)
    line(page, "department").editor.setFocus()
    assert stage.session.undo_name is None
    assert found.text() == "lots"
    assert found.editor.property("tone") == "danger"


def test_a_choice_is_kept_when_it_is_made(stage: Stage, page: AgreementPage) -> None:
    box = line(page, "type").editor
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("framework"))
    box.activated.emit(box.currentIndex())
    assert stage.session.agreement(stage.agreement("NBC-041")).type.value == "framework"


def test_long_words_are_kept_when_they_are_left(stage: Stage, page: AgreementPage) -> None:
    text = line(page, "notes").editor
    assert isinstance(text, QPlainTextEdit)
    text.setFocus()
    text.setPlainText("Two lines\nof notes")
    line(page, "owner").editor.setFocus()
    assert stage.session.agreement(stage.agreement("NBC-041")).notes == "Two lines\nof notes"


def test_a_party_is_changed_where_it_stands(stage: Stage, page: AgreementPage) -> None:
    supplier = next(each for role, each in page.fields.parties.lines.items() if role.value == "supplier")
    assert supplier.text() == "Ombersley Pike LLP"
    supplier.setFocus()
    supplier.selectAll()
    QTest.keyClicks(supplier, "Lumen Ltd")
    QTest.keyClick(supplier, Qt.Key.Key_Return)
    assert stage.session.undo_name == "Change supplier of ‘Insurance, all classes’"
    assert "Lumen Ltd" in page._about.text()


def test_empty_fields_wait_behind_a_link(page: AgreementPage) -> None:
    group, more = page.fields._groups[0]
    assert not line(page, "roll").editor.isVisible()
    assert more.text() == f"Show {group.hidden_lines()} empty fields"
    more.click()
    assert line(page, "roll").editor.isVisible()
    assert more.text() == "Hide the empty fields"


def test_extend_shows_before_and_after_and_is_named_by_what_it_does(
    stage: Stage, page: AgreementPage
) -> None:
    page.verbs.extend.click()
    panel = page._panels["extend"]
    assert isinstance(panel, ExtendPanel)
    assert panel.go.text() == "Extend to 31 March 2029"
    panel.go.click()
    assert not panel.isVisible()
    assert str(stage.session.standing(stage.agreement("NBC-041")).current_end) == "2029-03-31"
    assert stage.session.undo_name == "Extend to 31 March 2029: ‘Insurance, all classes’"
    assert page._chip.accessibleName() in ("Live", "In extension")


def test_extend_to_another_date(stage: Stage, page: AgreementPage) -> None:
    page.verbs.extend.click()
    panel = page._panels["extend"]
    assert isinstance(panel, ExtendPanel)
    panel.to_date.click()
    panel.new_end.line.selectAll()
    QTest.keyClicks(panel.new_end.line, "30 June 2027")
    assert panel.go.text() == "Extend to 30 June 2027"
    QTest.keyClicks(panel.new_end.line, "x")
    assert not panel.go.isEnabled()


def test_a_notice_is_recorded(stage: Stage, page: AgreementPage) -> None:
    page.verbs.notice.click()
    panel = page._panels["notice"]
    assert isinstance(panel, NoticePanel)
    assert panel.go.text() == "Record notice of 22 November 2026"
    QTest.keyClicks(panel.last.line, "31 March 2027")
    panel.go.click()
    assert stage.session.undo_name == "Notice given: ‘Insurance, all classes’"
    assert page._chip.accessibleName() == "Notice given"


def test_removing_goes_back_to_the_register_and_can_be_undone(stage: Stage, page: AgreementPage) -> None:
    page._remove()
    assert stage.window.current_page().title() == "Register"
    assert stage.window.banner.action.text() == "Undo"
    stage.window.banner.action.click()
    assert stage.agreement("NBC-041")


def test_an_agreement_that_is_gone_leads_back_to_the_register(stage: Stage, page: AgreementPage) -> None:
    stage.go("agreement", 99999)
    assert stage.window.current_page().title() == "Register"
    assert stage.window.banner.isVisible()


def test_every_shape_of_agreement_has_a_page(stage: Stage) -> None:
    for reference in ("L1", "L2", "NBC-052", "NBC-060", "NBC-P4-1", "NBC-047"):
        page = stage.go("agreement", stage.agreement(reference))
        assert isinstance(page, AgreementPage)
        assert page.next.day.text(), reference
        stage.window.grab()
