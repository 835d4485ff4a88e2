"""History: of the register and of one agreement; values put back, operations taken back, old states read."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.stage import Stage
from tracker.app import edit, verbs
from tracker.app.proposal import carry_out
from tracker.domain.agreement import PartyRole
from tracker.ui.history.page import HistoryPage


def cells(page: HistoryPage) -> list[list[str]]:
    model = page._change_model
    return [
        [str(model.index(row, column).data() or "") for column in range(4)] for row in range(model.rowCount())
    ]


def labels(page: HistoryPage) -> list[list[str]]:
    """Field, before and after, as soon as they were worked out."""
    return [row[1:] for row in cells(page)]


@pytest.fixture
def page(stage: Stage) -> HistoryPage:
    insurance = stage.agreement("NBC-041")
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    edit.change(stage.session, insurance, {"owner": "Head of Legal", "department": "Legal"})
    edit.change(stage.session, stage.agreement("NBC-042"), {"owner": "Somebody else"})
    shown = stage.go("history", insurance)
    assert isinstance(shown, HistoryPage)
    stage.rest()
    return shown


def test_one_agreements_history_is_its_own(stage: Stage, page: HistoryPage) -> None:
    assert page.title() == "History of ‘Insurance, all classes’"
    assert page._model.rowCount() >= 2
    assert "Somebody else" not in "".join(row[3] for row in cells(page))
    page._whole.click()
    assert stage.window.current_page().title() == "History"
    assert "Somebody else" in "".join(row[3] for row in cells(page))
    assert page.as_it_was.isHidden()


def test_a_value_is_put_back_once_it_was_shown_what_changes(stage: Stage, page: HistoryPage) -> None:
    assert not page.put_back.isEnabled()
    assert "Choose a field below" in page.put_back.toolTip()
    page._changes.selectRow([row[0] for row in labels(page)].index("Owner"))
    assert page.put_back.text() == "Put the old owner back"
    page.put_back.click()
    assert page.putting.isVisible()
    assert page.putting.go.text() == "Put back owner"
    assert page.putting.go.hasFocus()
    QTest.keyClick(page.putting.go, Qt.Key.Key_Return)
    assert stage.session.agreement(stage.agreement("NBC-041")).owner == "Head of Finance"
    assert stage.window.banner.text.text() == "Done: Put back owner of ‘Insurance, all classes’."


def test_a_supplier_is_put_back(stage: Stage, page: HistoryPage) -> None:
    insurance = stage.agreement("NBC-041")
    edit.set_party(stage.session, insurance, PartyRole.SUPPLIER, "Ascent Ltd")
    page.table.selectRow(0)
    stage.rest()
    assert labels(page) == [
        [
            "Parties",
            "Buyer Netherfold Borough Council; Supplier Ombersley Pike LLP",
            "Buyer Netherfold Borough Council; Supplier Ascent Ltd",
        ]
    ]
    page._changes.selectRow(0)
    page.put_back.click()
    page.putting.go.click()
    assert not page.putting.isVisible()
    stage.rest()
    assert "Ombersley Pike LLP" in labels(page)[0][2]
    stage.session.undo()
    assert "Ascent Ltd" in stage.session.read.listing(search="NBC-041").rows[0].supplier


def test_an_extension_is_put_back_with_what_it_does_to_the_end(stage: Stage, page: HistoryPage) -> None:
    insurance = stage.session.agreement(stage.agreement("NBC-041"))
    to = date(2029, 3, 31)
    outcome = verbs.extend(stage.session, insurance, new_end=to, option=1, decided_on=date(2026, 11, 1))
    carry_out(stage.session, outcome.proposal)
    stage.rest()
    page._changes.selectRow([row[0] for row in labels(page)].index("Dated events"))
    page.put_back.click()
    QCoreApplication.processEvents()
    shown = [label.text() for label in page.putting.findChildren(QLabel) if label.isVisible()]
    assert "31 March 2029" in shown
    assert "31 March 2027" in shown
    QTest.keyClick(page.putting.go, Qt.Key.Key_Escape)
    assert not page.putting.isVisible()
    assert page._changes.hasFocus()
    assert stage.session.standing(insurance.id).current_end == to


def test_it_is_read_as_it_was_and_all_of_it_put_back(stage: Stage, page: HistoryPage) -> None:
    page.table.selectRow(1)
    page.as_it_was.click()
    stage.rest()
    assert labels(page) == [["Department", "Finance", "Legal"], ["Owner", "Head of Finance", "Head of Legal"]]
    page.put_all.click()
    page.putting.go.click()
    now = stage.session.agreement(stage.agreement("NBC-041"))
    assert (now.owner, now.department) == ("Head of Finance", "Finance")
    assert stage.session.undo_name == "Put back ‘Insurance, all classes’ as it was"


def test_a_value_of_another_record_is_put_back_from_the_whole_history(
    stage: Stage, page: HistoryPage
) -> None:
    other = stage.session.agreement(stage.agreement("NBC-042"))
    page._whole.click()
    page._changes.selectRow(0)
    page.put_back.click()
    assert stage.session.undo_name == f"Put back owner of ‘{other.title}’"
    assert stage.session.agreement(other.id).owner != "Somebody else"


def test_any_operation_is_taken_back_and_what_came_after_stays(stage: Stage, page: HistoryPage) -> None:
    page.table.selectRow(0)
    page.take_back.click()
    assert stage.session.agreement(stage.agreement("NBC-041")).owner == "Head of Finance"
    assert stage.window.banner.text.text().startswith("Taken back: Change owner, department")
    assert stage.session.agreement(stage.agreement("NBC-042")).owner == "Somebody else"


def test_what_others_did_is_theirs_to_take_back(stage: Stage, page: HistoryPage) -> None:
    last = page._model.rowCount() - 1
    page.table.selectRow(last)
    assert page._name.text() == "Make the sample register"
    assert not page.take_back.isEnabled()
    assert "Only sample can undo it." in page.take_back.toolTip()
    stage.rest()
    assert labels(page) == []
    assert page._besides.text().startswith("It came or went as a whole")


def test_the_agreements_page_leads_to_its_history(stage: Stage, page: HistoryPage) -> None:
    stage.go("agreement", stage.agreement("NBC-041"))
    link = next(
        b
        for b in stage.window.current_page().findChildren(type(page.take_back))
        if b.text().startswith("All changes")
    )
    link.click()
    assert stage.window.current_page().title() == "History of ‘Insurance, all classes’"
