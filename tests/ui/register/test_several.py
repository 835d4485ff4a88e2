"""Many rows at once, groups and views, driven in the window by keyboard and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app.rows import Group
from tracker.ui.parts.widgets import PlainLabel
from tracker.ui.register.columns import COLUMNS
from tracker.ui.register.page import RegisterPage
from tracker.ui.register.rows import Layout

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(stage: Stage) -> RegisterPage:
    made = stage.go("register")
    assert isinstance(made, RegisterPage)
    stage.wait_until(lambda: made.model.complete and made.model.total > 0)
    made.table.setFocus()
    return made


def settled(stage: Stage, page: RegisterPage) -> None:
    stage.wait_until(lambda: page.model.complete)


def select(stage: Stage, page: RegisterPage, rows: int) -> list[int]:
    """The first rows, by Shift and Down."""
    QTest.keyClick(page.table, Qt.Key.Key_Home, CONTROL)
    for _ in range(rows - 1):
        QTest.keyClick(page.table, Qt.Key.Key_Down, SHIFT)
    stage.wait_until(lambda: page.several.isVisible())
    return page.selected_agreements().tolist()


def test_an_owner_is_assigned_to_five_at_once_and_one_undo_takes_it_back(
    stage: Stage, page: RegisterPage
) -> None:
    ids = select(stage, page, 5)
    assert len(ids) == 5
    stage.wait_until(lambda: "5 of 73 selected" in page.foot.of_selection.text())
    QTest.keyClick(page.table, Qt.Key.Key_O, CONTROL | ALT)
    assert page.bulk.isVisible()
    assert page.bulk.editor is not None
    QTest.keyClicks(page.bulk.editor.editor, "Head of Legal")
    stage.wait_until(lambda: page.bulk.plan is not None)
    assert page.bulk.summary.text() == "5 agreements change."
    QTest.mouseClick(page.bulk.go, Qt.MouseButton.LeftButton)
    stage.wait_until(lambda: not page.bulk.isVisible())
    assert stage.session.undo_name == "Set owner of 5 agreements to ‘Head of Legal’"
    assert {row.owner for row in stage.session.read.rows(ids)} == {"Head of Legal"}
    settled(stage, page)
    stage.wait_until(lambda: sorted(page.selected_agreements()) == sorted(ids))
    QTest.keyClick(stage.window, Qt.Key.Key_Z, CONTROL)
    assert "Head of Legal" not in {row.owner for row in stage.session.read.rows(ids)}


def test_rows_that_are_selected_before_an_answer_comes_stay_selected(
    stage: Stage, page: RegisterPage
) -> None:
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    ids = set(select(stage, page, 5))
    settled(stage, page)
    assert len(ids) == 5
    assert set(page.selected_agreements()) == ids


def test_a_change_to_many_is_put_away_when_others_are_listed(stage: Stage, page: RegisterPage) -> None:
    select(stage, page, 5)
    QTest.keyClick(page.table, Qt.Key.Key_O, CONTROL | ALT)
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    settled(stage, page)
    assert page.bulk.isVisible(), "the same agreements in another order"
    QTest.keyClicks(page.search, "insurance")
    assert not page.bulk.isVisible()


def test_what_cannot_be_extended_is_told_with_its_reason(stage: Stage, page: RegisterPage) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    stage.wait_until(lambda: page.several.count.text() == "73 selected")
    QTest.keyClick(page.table, Qt.Key.Key_X, CONTROL | ALT)
    stage.wait_until(lambda: page.bulk.plan is not None)
    plan = page.bulk.plan
    assert plan is not None
    assert len(plan.ids) + plan.unable == 73
    headings = [
        row.cells[0].text
        for number in range(page.bulk._rows.rowCount())
        if (row := page.bulk._rows.row(number)) and row.heading
    ]
    assert headings[0] == f"Change: {len(plan.ids)}"
    assert "No option is left to extend it by" in headings
    assert page.bulk.go.text() == f"Extend {len(plan.ids)} agreements"


def test_tags_are_added_and_listed_among_the_facets(stage: Stage, page: RegisterPage) -> None:
    select(stage, page, 3)
    QTest.keyClick(page.table, Qt.Key.Key_G, CONTROL | ALT)
    QTest.keyClicks(page.bulk.tag, "LGR")
    stage.wait_until(lambda: page.bulk.plan is not None)
    page.bulk.go.click()
    stage.wait_until(lambda: stage.session.read.facet("tag") == [("LGR", 3)])
    tag = page.facets.facets["tag"]
    tag.opening.emit()
    stage.wait_until(lambda: len(tag.menu().actions()) > 1)
    tag.menu().actions()[-1].trigger()
    settled(stage, page)
    stage.wait_until(lambda: page.model.total == 3)


def test_what_cannot_be_read_is_said_and_changes_nothing(stage: Stage, page: RegisterPage) -> None:
    select(stage, page, 2)
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    page.bulk.fields.setCurrentIndex(page.bulk.fields.findData("value"))
    assert page.bulk.editor is not None
    QTest.keyClicks(page.bulk.editor.editor, "much")
    stage.wait_until(lambda: "not an amount" in page.bulk.summary.text())
    assert not page.bulk.go.isEnabled()


def test_copying_takes_every_selected_row(stage: Stage, page: RegisterPage) -> None:
    select(stage, page, 4)
    QTest.keyClick(page.table, Qt.Key.Key_C, CONTROL)
    stage.wait_until(lambda: len(QGuiApplication.clipboard().text().strip().split("\r\n")) == 5)


def test_totals_of_the_selection_keep_the_bases_apart(stage: Stage, page: RegisterPage) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    stage.wait_until(lambda: "in all" in page.foot.of_selection.text())
    totals = stage.session.read.totals()
    for total in totals.sums:
        words = "a year" if total.basis == "annual value" else "in all"
        assert f"{words}, from {total.agreements:,}" in page.foot.of_selection.text()
    assert f"{totals.without} state no amount" in page.foot.of_selection.text()
    assert not page.foot.of_all.text()  # it would say the same again
    select(stage, page, 3)
    stage.wait_until(lambda: page.foot.of_all.text().startswith(f"{page.model.total} agreements"))


# Groups


def test_groups_have_headings_with_counts_and_close(stage: Stage, page: RegisterPage) -> None:
    page.facets.group.choose("department")
    page.facets.group.chosen.emit()
    settled(stage, page)
    stage.wait_until(lambda: page.model.heading_at(0) is not None)
    heading = page.model.heading_at(0)
    assert heading is not None
    groups = stage.session.read.groups("department")
    assert (heading.value, heading.number) == groups[0]
    assert page.model.rowCount() == 73 + len(groups)
    stage.wait_until(lambda: (found := page.model.heading_at(0)) is not None and found.sums is not None)
    assert "in all, from" in str(page.model.index(0, 0).data())
    page.table.setCurrentIndex(page.model.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Left)
    assert page.model.rowCount() == 73 + len(groups) - groups[0].number
    at = QPoint(40, page.table.rowViewportPosition(0) + 5)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.model.rowCount() == 73 + len(groups)
    QTest.keyClick(page.table, Qt.Key.Key_A, CONTROL)
    assert page.model.number_in(page.table.ranges()) == 73
    page.table.grab()
    page.model.close_groups(closed=True)
    assert page.model.rowCount() == len(groups)


@pytest.mark.parametrize("closed", [(), ("b",), ("a", "c")])
def test_rows_and_places_of_a_grouped_list_fit_one_another(closed: tuple[str, ...]) -> None:
    layout = Layout(6, [Group("a", 2), Group("b", 1), Group("c", 3)], closed)
    shown = [place for row in range(layout.rows) if (place := layout.place(row)) is not None]
    hidden = [place for place in range(6) if layout.row(place) is None]
    assert sorted(shown + hidden) == list(range(6))
    assert all(
        layout.row(place) is not None and layout.place(layout.row(place) or 0) == place for place in shown
    )
    assert layout.heading(0) == 0
    everything = layout.spans([(0, layout.rows - 1)])
    assert [place for first, past in everything for place in range(first, past)] == shown
    assert layout.place(layout.rows) is None
    assert layout.heading(-1) is None


def test_spans_are_in_order_and_together() -> None:
    assert Layout(10).spans([(4, 5), (0, 1), (2, 3), (8, 9), (8, 8)]) == ((0, 6), (8, 10))


# Views


def test_views_are_counted_chosen_by_keys_and_kept(stage: Stage, page: RegisterPage) -> None:
    stage.wait_until(lambda: "All, 73" in page.views._tabs[0].accessibleName())
    QTest.keyClick(page.table, Qt.Key.Key_4, ALT)
    settled(stage, page)
    assert page.views.current == "No end recorded"
    assert ("missing", "current_end") in page.model.view.filters
    page.facets.facets["type"].choose("contract")
    page.facets.changed.emit()
    assert page.views.current == ""
    page.views.ask_for_name()
    QTest.keyClicks(page.views.line, "Contracts without end")
    QTest.keyClick(page.views.line, Qt.Key.Key_Return)
    assert page.views.current == "Contracts without end"
    page.views.renamed.emit("Contracts without end", "Endless")
    assert [view.name for view in page.views.views if view.own] == ["Endless"]
    page.views.choose(0)
    settled(stage, page)
    stage.wait_until(lambda: page.model.total == 73)
    page.views.choose(len(page.views.views) - 1)
    settled(stage, page)
    assert dict(page.model.view.filters)["type"] == "contract"
    page.views.removed.emit("Endless")
    assert not [view for view in page.views.views if view.own]


def test_own_views_are_put_in_order_and_names_are_there_once(stage: Stage, page: RegisterPage) -> None:
    for name in ("One", "Two"):
        page.views.kept.emit(name, "")
    page.views.moved.emit("Two", -1)
    assert [view.name for view in page.views.views if view.own] == ["Two", "One"]
    page.views.kept.emit("one", "")
    assert "There is a view ‘one’ already" in stage.window.banner.findChildren(PlainLabel)[0].text()
    page.views._fill_menu()
    assert any("Keep this as a view" in action.text() for action in page.views.menu.actions())


# Columns


def test_columns_keep_their_order_and_their_widths(stage: Stage, page: RegisterPage) -> None:
    keys = [column.key for column in COLUMNS]
    page.table.setCurrentIndex(page.model.index(0, keys.index("supplier")))
    QTest.keyClick(page.table, Qt.Key.Key_Left, ALT | SHIFT)
    kept = stage.window.settings.columns["register"]
    assert kept.index("supplier") < kept.index("title")
    page.table.setCurrentIndex(page.model.index(0, keys.index("value")))
    QTest.keyClick(page.table, Qt.Key.Key_Up, ALT | SHIFT)
    settled(stage, page)
    assert (page.model.view.sort, page.model.view.descending) == ("value", True)
    page.table.set_widths({"status": 222})
    page.table.laid_out.emit()
    assert stage.window.settings.widths["register"]["status"] == 222
