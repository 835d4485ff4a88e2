"""Two people change one field: nothing is overwritten unseen, and what was typed stays until a person chooses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.app.session import Session
from tracker.domain.agreement import PartyRole
from tracker.ui.agreement.clash import Clash
from tracker.ui.agreement.fieldlines import FieldLine
from tracker.ui.agreement.page import AgreementPage


class Two:
    """One person's window, and a colleague who writes to the same register with a program of her own."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.id = stage.agreement("NBC-041")
        page = stage.go("agreement", self.id)
        assert isinstance(page, AgreementPage)
        self.page = page

    def colleague(self, **texts: str) -> None:
        with Session.open(
            self.stage.path, clock=lambda: datetime(2026, 11, 22, 15, tzinfo=UTC), user="Priya"
        ) as hers:
            edit.change(hers, self.id, texts)

    def line(self, name: str) -> FieldLine:
        return next(line for line in self.page.fields.every_line() if line.field.name == name)

    def type(self, name: str, text: str) -> QLineEdit:
        editor = self.line(name).editor
        assert isinstance(editor, QLineEdit)
        editor.setFocus()
        editor.selectAll()
        QTest.keyClicks(editor, text)
        return editor

    def clash(self, name: str) -> Clash | None:
        QCoreApplication.processEvents()
        return self.line(name)._clash

    def stored(self) -> str:
        return self.stage.session.agreement(self.id).owner


@pytest.fixture
def two(stage: Stage) -> Two:
    return Two(stage)


def clash_on_owner(two: Two) -> Clash:
    editor = two.type("owner", "Head of Legal")
    two.colleague(owner="Head of Finance")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    found = two.clash("owner")
    assert found is not None
    return found


def test_both_values_stand_side_by_side_and_nothing_is_overwritten(two: Two) -> None:
    clash = clash_on_owner(two)
    assert clash.told.text() == "Priya changed this while you were typing."
    assert [value.text() for value in clash.values] == [
        "Insurance and Risk Manager",
        "Head of Finance",
        "Head of Legal",
    ]
    assert two.stored() == "Head of Finance"
    assert two.line("owner").text() == "Head of Legal"


def test_mine_is_kept_as_a_change_of_its_own(two: Two) -> None:
    clash_on_owner(two).keep_mine.click()
    assert two.stored() == "Head of Legal"
    assert two.clash("owner") is None
    two.stage.session.undo()
    assert two.stored() == "Head of Finance"


def test_theirs_is_kept_and_shown(two: Two) -> None:
    clash_on_owner(two).keep_theirs.click()
    assert (two.stored(), two.line("owner").text()) == ("Head of Finance", "Head of Finance")
    assert two.stage.session.undo_name is None


def test_leaving_the_field_and_other_changes_do_not_choose(two: Two) -> None:
    clash_on_owner(two)
    two.line("department").editor.setFocus()
    two.stage.window.bridge.look_for_others()
    assert two.clash("owner") is not None
    assert (two.stored(), two.line("owner").text()) == ("Head of Finance", "Head of Legal")


def test_a_third_value_between_the_question_and_the_answer_asks_again(two: Two) -> None:
    clash = clash_on_owner(two)
    two.colleague(owner="Chief Executive")
    clash.keep_mine.click()
    again = two.clash("owner")
    assert again is not None
    assert [value.text() for value in again.values] == ["Head of Finance", "Chief Executive", "Head of Legal"]
    assert two.stored() == "Chief Executive"
    again.keep_mine.click()
    assert two.stored() == "Head of Legal"


def test_a_change_of_hers_that_was_shown_meanwhile_is_still_not_overwritten(two: Two) -> None:
    editor = two.type("owner", "Head of Legal")
    two.colleague(owner="Head of Finance")
    two.stage.window.bridge.look_for_others()  # the page is filled again under the hands
    assert editor.text() == "Head of Legal"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert two.clash("owner") is not None
    assert two.stored() == "Head of Finance"


def test_her_change_of_another_field_is_no_clash(two: Two) -> None:
    editor = two.type("owner", "Head of Legal")
    two.colleague(department="Finance")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert two.clash("owner") is None
    assert (two.stored(), two.stage.session.agreement(two.id).department) == ("Head of Legal", "Finance")


def test_another_agreement_starts_without_the_question(two: Two) -> None:
    clash_on_owner(two)
    two.stage.go("agreement", two.stage.agreement("NBC-042"))
    assert two.clash("owner") is None
    assert two.line("owner").text() == two.stage.session.agreement(two.stage.agreement("NBC-042")).owner


def test_what_could_not_be_read_stays_when_the_page_is_filled_again(two: Two) -> None:
    editor = two.type("value", "lots")
    two.line("department").editor.setFocus()
    two.page.load()
    assert editor.text() == "lots"
    assert two.stage.session.undo_name is None


def test_a_party_that_she_changed_is_not_overwritten(two: Two) -> None:
    supplier = next(line for role, line in two.page.fields.parties.lines.items() if role.value == "supplier")
    supplier.setFocus()
    supplier.selectAll()
    QTest.keyClicks(supplier, "Lumen Ltd")
    with Session.open(two.stage.path, user="Priya") as hers:
        edit.set_party(hers, two.id, PartyRole.SUPPLIER, "Ascent Ltd")
    QTest.keyClick(supplier, Qt.Key.Key_Return)
    assert two.stage.window.banner.text.text().startswith(
        "The supplier of ‘Insurance, all classes’ changed since"
    )
    assert supplier.text() == "Lumen Ltd"
