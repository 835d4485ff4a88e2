"""History: of the register and of one agreement; values put back, operations taken back, old states read."""

from __future__ import annotations

import pytest

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.history import HistoryPage


def cells(page: HistoryPage) -> list[list[str]]:
    model = page._change_model
    return [
        [str(model.index(row, column).data() or "") for column in range(4)] for row in range(model.rowCount())
    ]


@pytest.fixture
def page(stage: Stage) -> HistoryPage:
    insurance = stage.agreement("NBC-041")
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    edit.change(stage.session, insurance, {"owner": "Head of Legal", "department": "Legal"})
    edit.change(stage.session, stage.agreement("NBC-042"), {"owner": "Somebody else"})
    shown = stage.go("history", insurance)
    assert isinstance(shown, HistoryPage)
    return shown


def test_one_agreements_history_is_its_own(stage: Stage, page: HistoryPage) -> None:
    assert page.title() == "History of ‘Insurance, all classes’"
    assert page._model.rowCount() >= 2
    assert "Somebody else" not in "".join(row[3] for row in cells(page))
    page._whole.click()
    assert stage.window.current_page().title() == "History"
    assert "Somebody else" in "".join(row[3] for row in cells(page))
    assert page.as_it_was.isHidden()


def test_a_value_is_put_back_as_a_change_of_its_own(stage: Stage, page: HistoryPage) -> None:
    assert not page.put_back.isEnabled()
    page._changes.selectRow([row[1] for row in cells(page)].index("Owner"))
    page.put_back.click()
    assert stage.session.agreement(stage.agreement("NBC-041")).owner == "Head of Finance"
    assert stage.window.banner.text.text() == "Done: Put back owner of ‘Insurance, all classes’."


def test_it_is_read_as_it_was_and_all_of_it_put_back(stage: Stage, page: HistoryPage) -> None:
    page.table.selectRow(1)
    page.as_it_was.click()
    assert [row[1:] for row in cells(page)] == [
        ["Department", "Finance", "Legal"],
        ["Owner", "Head of Finance", "Head of Legal"],
    ]
    page.put_all.click()
    now = stage.session.agreement(stage.agreement("NBC-041"))
    assert (now.owner, now.department) == ("Head of Finance", "Finance")
    assert stage.session.undo_name == "Put back ‘Insurance, all classes’ as it was"


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
    assert [row[0] for row in cells(page)].count("‘Insurance, all classes’") == 1
    assert all("Insurance, all classes" in row[0] for row in cells(page))


def test_the_agreements_page_leads_to_its_history(stage: Stage, page: HistoryPage) -> None:
    stage.go("agreement", stage.agreement("NBC-041"))
    link = next(
        b
        for b in stage.window.current_page().findChildren(type(page.take_back))
        if b.text().startswith("All changes")
    )
    link.click()
    assert stage.window.current_page().title() == "History of ‘Insurance, all classes’"
