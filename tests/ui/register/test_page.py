"""The register's page: find, sort, narrow, select, add; by keyboard."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.frame import column_number
from tracker.ui.register.inspector import Inspector
from tracker.ui.register.page import RegisterPage


@pytest.fixture
def page(stage: Stage) -> RegisterPage:
    made = stage.go("register")
    assert isinstance(made, RegisterPage)
    stage.wait_until(lambda: made.model.complete and made.model.rowCount() > 0)
    return made


def titles(page: RegisterPage) -> list[str]:
    column = [column.key for column in COLUMNS].index("title")
    return [str(page.model.index(row, column).data()) for row in range(page.model.rowCount())]


def search(stage: Stage, page: RegisterPage, text: str) -> None:
    before = page.model.round
    page.search.setFocus()
    page.search.selectAll()
    QTest.keyClicks(page.search, text)
    stage.wait_until(lambda: page.model.round > before and page.model.complete)


def test_typing_finds_every_word_in_any_field(stage: Stage, page: RegisterPage) -> None:
    assert page.search.hasFocus()
    search(stage, page, "ombersley insur")
    assert titles(page) == ["Insurance, all classes"]
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    stage.wait_until(lambda: page.model.rowCount() > 50)


def test_what_fits_nothing_says_so_and_can_be_cleared(stage: Stage, page: RegisterPage) -> None:
    search(stage, page, "zzzz")
    stage.wait_until(lambda: not page.table.isVisible())
    QTest.mouseClick(page._clear_button, Qt.MouseButton.LeftButton)
    stage.wait_until(lambda: page.table.isVisible() and page.model.rowCount() > 50)


def test_down_and_enter_open_what_was_found(stage: Stage, page: RegisterPage) -> None:
    search(stage, page, "insurance, all")
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert stage.window.current_page().title() == "Insurance, all classes"


def _is_sorted(page: RegisterPage, descending: bool) -> bool:
    """Whether the table has come, sorted by value that way."""
    view = page.model.view
    return page.model.complete and (view.sort, view.descending) == ("value", descending)


def test_a_click_on_a_heading_sorts_by_it(stage: Stage, page: RegisterPage) -> None:
    number = [column.key for column in COLUMNS].index("value")
    header = page.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)
    for way in (False, True):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        stage.wait_until(partial(_is_sorted, page, way))
    values = [row.value for row in map(page.model.row_at, range(page.model.rowCount())) if row and row.value]
    assert values == sorted(values, reverse=True)


def test_facets_narrow_and_are_cleared_by_one_link(stage: Stage, page: RegisterPage) -> None:
    stage.go("register", query="status=expiring")
    stage.wait_until(lambda: page.model.complete)
    assert {row.status for row in map(page.model.row_at, range(page.model.rowCount())) if row} == {"expiring"}
    assert ("status", "expiring") in page.model.view.filters
    page.facets._clear.click()
    stage.wait_until(lambda: page.model.complete and page.model.rowCount() > 50)


def test_ending_in_so_many_months_counts_from_today(stage: Stage, page: RegisterPage) -> None:
    stage.go("register", query="ends=3")
    stage.wait_until(lambda: page.model.complete)
    ends = [row.current_end for row in map(page.model.row_at, range(page.model.rowCount())) if row]
    assert ends
    assert all("2026-11-22" <= end <= "2027-02-22" for end in ends if end)


def test_the_inspector_shows_what_is_selected_and_can_be_closed(stage: Stage, page: RegisterPage) -> None:
    search(stage, page, "insurance, all")
    stage.wait_until(
        lambda: page.inspector.isVisible() and page.inspector._title.text() == "Insurance, all classes"
    )
    assert page.inspector.next.day.text() == "31 December 2026"
    page.inspector.closed.emit()
    assert not page.inspector.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert page.inspector.isVisible()


def test_references_are_shown_whole_unless_a_person_drew_the_column_narrower(
    stage: Stage, page: RegisterPage
) -> None:
    reference, supplier = column_number("reference"), column_number("supplier")
    stage.window.resize(2000, 900)  # with a wide font the reference is what has no room beside the panel
    stage.wait_until(lambda: not page.table.isColumnHidden(reference))
    before = page.table.columnWidth(reference)
    edit.new_agreement(stage.session, {"reference": "LCC-0000123/2026", "title": "Aardvarks"})
    stage.wait_until(lambda: page.model.complete and titles(page)[0] == "Aardvarks")
    assert page.table.columnWidth(reference) > before
    assert not page.table.isColumnHidden(supplier)
    page.table.set_widths({"reference": 50})
    edit.new_agreement(stage.session, {"reference": "LCC-0000123/2027", "title": "Aardvarks, more"})
    stage.wait_until(lambda: titles(page)[1] == "Aardvarks, more")
    assert page.table.columnWidth(reference) == 50
    assert page.table.widths() == {"reference": 50}


def test_the_inspector_is_filled_once_for_a_change_and_not_while_it_is_closed(
    stage: Stage, page: RegisterPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[int] = []
    fill = Inspector.show_agreement

    def count(inspector: Inspector, agreement_id: int) -> None:
        filled.append(agreement_id)
        fill(inspector, agreement_id)

    monkeypatch.setattr(Inspector, "show_agreement", count)
    insurance = stage.agreement("NBC-041")
    stage.go("register", insurance)
    stage.wait_until(lambda: filled == [insurance])
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    stage.wait_until(lambda: page.inspector._lines[-1][1].text() == "Head of Finance")
    stage.rest()
    assert filled == [insurance, insurance]
    page.show_inspector()
    edit.change(stage.session, insurance, {"owner": "Head of Audit"})
    stage.rest()
    assert len(filled) == 2
    page.show_inspector()
    stage.wait_until(lambda: page.inspector._lines[-1][1].text() == "Head of Audit")


def test_the_selection_stays_on_its_agreement_when_rows_come_and_change(
    stage: Stage, page: RegisterPage
) -> None:
    insurance = stage.agreement("NBC-041")
    stage.go("register", insurance)
    stage.wait_until(lambda: page.selected_agreement() == insurance and page.model.complete)
    edit.new_agreement(stage.session, {"title": "Aardvark sanctuary"})
    stage.wait_until(lambda: titles(page)[0] == "Aardvark sanctuary")
    assert page.table.selected_record() == insurance
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    stage.wait_until(lambda: page.model.complete)
    assert page.table.selected_record() == insurance


def test_a_new_agreement_is_added_and_selected(stage: Stage, page: RegisterPage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    adding = page.adding
    assert adding.isVisible()
    assert adding.first().hasFocus()
    QTest.keyClicks(adding.lines["title"].editor, "Street lighting")
    QTest.keyClicks(adding.lines["starts"].editor, "1 April 2024")
    QTest.keyClicks(adding.lines["initial_term"].editor, "3 years")
    QTest.keyClicks(adding.lines["options"].editor, "2 years")
    assert "Ends on 31 March 2027." in adding._ahead.text()
    assert "Latest end 31 March 2029." in adding._ahead.text()
    QTest.keyClicks(adding.supplier, "Lumen Ltd")
    adding.go.click()
    assert not adding.isVisible()
    made = stage.agreement("Street lighting")
    stage.wait_until(lambda: page.selected_agreement() == made and page.model.complete)
    assert stage.session.undo_name == "Add ‘Street lighting’"


def test_what_cannot_be_added_says_why_and_nothing_is_stored(stage: Stage, page: RegisterPage) -> None:
    page._show_adding()
    assert not page.adding.go.isEnabled()
    assert "a title, or a reference" in page.adding._ahead.text()
    QTest.keyClicks(page.adding.lines["title"].editor, "Street lighting")
    QTest.keyClicks(page.adding.lines["starts"].editor, "soonish")
    page.adding.go.click()
    assert page.adding.isVisible()
    assert "soonish" in page.adding._problem.text()
    assert stage.session.undo_name is None


def test_columns_are_chosen_and_remembered(stage: Stage, page: RegisterPage) -> None:
    number = [column.key for column in COLUMNS].index("owner")
    assert page.table.isColumnHidden(number)
    action = next(a for a in page._columns.menu().actions() if a.data() == "owner")
    action.trigger()
    assert not page.table.isColumnHidden(number)
    assert "owner" in stage.window.settings.columns["register"]


def test_an_empty_register_offers_the_import_and_not_the_clearing_of_filters(empty: Stage) -> None:
    page = empty.go("register")
    assert isinstance(page, RegisterPage)
    empty.rest()
    assert page._nothing.title.text() == "No agreement yet"
    assert page._clear_button.isHidden()
    page.search.setText("street")
    empty.wait_until(lambda: page._nothing.title.text() == "Nothing fits")
    assert page._import_button.isHidden()
    page.clear()
    empty.wait_until(lambda: not page._import_button.isHidden())
    page._import_button.click()
    assert empty.window.current_page().title() == "Import"
