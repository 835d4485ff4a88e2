"""The window as a whole: going about, undo by name, plain text, names for screen readers."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QWidget,
)

from tests.ui.stage import Stage
from tracker.app import edit
from tracker.app.session import Session
from tracker.domain.changes import Changes
from tracker.ui import window
from tracker.ui.actions import words
from tracker.ui.bridge import Place
from tracker.ui.pages import PAGES, import_next_page
from tracker.ui.parts.widgets import PlainLabel
from tracker.ui.register.page import RegisterPage


@pytest.mark.slow
def test_each_page_opens_on_an_empty_register(empty: Stage) -> None:
    for page in PAGES:
        shown = empty.go(page.key)
        empty.settle(30)
        assert empty.window.current_page() is shown, page.key


def test_pages_are_built_ahead_while_nothing_else_happens(empty: Stage) -> None:
    empty.window.ahead.read()
    empty.wait_until(lambda: empty.window.stack.has("register") and empty.window.stack.has("agreement"))
    assert not import_next_page()


def test_data_is_never_rendered_as_markup(stage: Stage) -> None:
    markup = "<img src=file:///etc/passwd><b>bold</b>"
    made = edit.new_agreement(stage.session, {"title": markup}, supplier=markup)
    for place in (Place("home"), Place("register", made), Place("agreement", made), Place("history")):
        stage.window.go(place)
        stage.settle(60)
    for label in stage.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    assert any(label.text() == markup for label in stage.window.findChildren(PlainLabel))
    for widget in stage.window.findChildren(QWidget):
        assert "<img" not in widget.toolTip(), widget


def test_back_and_forward_go_through_the_places(stage: Stage) -> None:
    stage.go("home")
    stage.go("register")
    stage.go("agreement", stage.agreement("NBC-041"))
    assert stage.window.current_page().title() == "Insurance, all classes"
    assert stage.window.windowTitle().endswith("Netherfold.tracker – Tracker")
    QTest.keyClick(stage.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert stage.window.current_page().title() == "Register"
    stage.window.go_back()
    assert stage.window.current_page().title() == "Home"
    assert not stage.window.menu_row.back.isEnabled()
    QTest.keyClick(stage.window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert stage.window.current_page().title() == "Register"
    assert stage.window.menu_row.forward.isEnabled()


def test_alt_and_a_letter_opens_a_menu(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    menu = stage.window.menu_actions.menus["&View"]
    stage.wait_until(menu.isVisible)
    menu.close()


def test_the_rail_goes_to_a_page_and_marks_it(stage: Stage) -> None:
    QTest.mouseClick(stage.window.rail.buttons["history"], Qt.MouseButton.LeftButton)
    assert stage.window.current_page().title() == "History"
    assert [key for key, item in stage.window.rail.buttons.items() if item.isChecked()] == ["history"]


def test_undo_and_redo_are_named_by_what_they_do(stage: Stage) -> None:
    undo, redo = stage.window.menu_actions["undo"], stage.window.menu_actions["redo"]
    assert (words(undo), undo.isEnabled()) == ("Undo", False)
    insurance = stage.agreement("NBC-041")
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    assert words(undo) == "Undo Change owner of ‘Insurance, all classes’"
    undo.trigger()
    assert stage.session.agreement(insurance).owner == "Insurance and Risk Manager"
    assert "Change owner" in stage.window.banner.text.text()
    assert words(redo) == "Redo Change owner of ‘Insurance, all classes’"
    redo.trigger()
    assert stage.session.agreement(insurance).owner == "Head of Finance"


def test_undo_survives_a_restart(stage: Stage) -> None:
    insurance = stage.agreement("NBC-041")
    edit.change(stage.session, insurance, {"owner": "Head of Finance"})
    with Session.open(stage.path, user=stage.session.user) as again:
        assert again.undo_name == "Change owner of ‘Insurance, all classes’"


def test_an_action_is_found_by_its_words(stage: Stage) -> None:
    stage.window.menu_row.finding.setFocus()
    QTest.keyClicks(stage.window.menu_row.finding, "histo")
    assert stage.window.finder.isVisible()
    QTest.keyClick(stage.window.menu_row.finding, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.window.current_page().title() == "History")
    assert not stage.window.finder.isVisible()


def test_the_finder_goes_to_an_agreement_by_part_of_its_name(stage: Stage) -> None:
    QTest.keyClick(stage.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(stage.window.menu_row.finding, "insur cl")
    QTest.keyClick(stage.window.menu_row.finding, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.window.current_page().title() == "Insurance, all classes")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("blaby dist", "Blaby District Council"), ("leicestershire ict", "Leicestershire ICT partnership")],
)
def test_the_finder_goes_to_a_body_and_to_a_partnership(stage: Stage, typed: str, title: str) -> None:
    field = stage.window.menu_row.finding
    field.setFocus()
    QTest.keyClicks(field, typed)
    stage.wait_until(lambda: title in {row[0] for row in _found(stage)})
    while _found(stage)[stage.window.finder.table.currentIndex().row()][0] != title:
        QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.window.current_page().title() == title)


def test_the_finder_goes_to_the_list_of_what_misses_something(stage: Stage) -> None:
    field = stage.window.menu_row.finding
    field.setFocus()
    QTest.keyClicks(field, "no notice")
    stage.wait_until(lambda: not stage.window.finder._awaited)
    assert _found(stage)[0] == ("Notice period not recorded", "List")
    QTest.keyClick(field, Qt.Key.Key_Return)
    stage.wait_until(lambda: stage.window.current_page().title() == "Register")
    page = stage.window.current_page()
    assert isinstance(page, RegisterPage)
    assert ("missing", "notice") in page.facets.filters(stage.session.today)


def _found(stage: Stage) -> list[tuple[str, ...]]:
    model = stage.window.finder.table.model()
    return [
        tuple(str(model.index(row, column).data() or "") for column in range(2))
        for row in range(model.rowCount())
    ]


def test_the_agreements_of_a_large_register_are_counted_beside(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "_COUNTED_HERE", 10)
    remark = stage.window.status.remark
    stage.rest()
    before = stage.session.read.number()
    edit.new_agreement(stage.session, {"title": "Aardvark sanctuary"})
    stage.wait_until(lambda: remark.text().startswith(f"{before + 1} agreements"))


def test_going_to_a_page_does_not_build_the_finder(stage: Stage) -> None:
    stage.go("home")
    stage.go("register")
    assert not stage.window._is_built("finder")


def test_the_finder_stays_closed_when_the_window_comes_to_the_front(stage: Stage) -> None:
    assert not stage.window.finder.isVisible()
    stage.window.menu_row.finding.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert not stage.window.finder.isVisible()


def test_the_finder_says_when_nothing_fits_and_goes_away_on_escape(stage: Stage) -> None:
    field = stage.window.menu_row.finding
    field.setFocus()
    QTest.keyClicks(field, "zzzz")
    assert stage.window.finder.isVisible()
    stage.wait_until(lambda: stage.window.finder._nothing.text().startswith("Nothing fits"))
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not stage.window.finder.isVisible()
    assert field.text() == ""


def test_a_change_that_cannot_be_made_is_said_in_the_banner(stage: Stage) -> None:
    stage.window.bridge.act(lambda: edit.change(stage.session, 1, {"starts": "not a date at all"}))
    assert stage.window.banner.isVisible()
    assert "a date" in stage.window.banner.text.text()
    QTest.mouseClick(stage.window.banner.close_button, Qt.MouseButton.LeftButton)
    assert not stage.window.banner.isVisible()


def test_a_register_that_is_open_for_reading_says_so(stage: Stage) -> None:
    from tracker.app.settings import Settings
    from tracker.ui.window import Window

    with Session.open(stage.path, read_only=True) as session:
        window = Window(session, Settings())
        window.show()
        assert "(read only)" in window.windowTitle()
        window.close()
        window.deleteLater()


def test_the_window_opens_when_half_as_wide(stage: Stage) -> None:
    for page in ("home", "register", "history"):
        stage.go(page)
        stage.window.resize(820, 560)
        stage.settle(30)
        assert stage.window.width() <= 1000, page


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_thousand_texts_do_not_cost_a_reference_to_none(qapp: object) -> None:
    label = PlainLabel()
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 50
    label.deleteLater()


def test_a_message_that_offers_undo_goes_when_undo_would_take_something_else_back(stage: Stage) -> None:
    edit.change(stage.session, stage.agreement("NBC-041"), {"owner": "Head of Finance"})
    stage.window.say("Done: the owner.", action="Undo")
    stage.window.bridge.changed.emit(Changes(0, ""))
    assert stage.window.banner.isVisible()
    edit.change(stage.session, stage.agreement("NBC-042"), {"title": "Audit"})
    assert not stage.window.banner.isVisible()
