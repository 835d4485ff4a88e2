"""The menu of a row: by right click and by key, for agreements and for other records."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.stage import Stage
from tracker.ui.bridge import Place
from tracker.ui.organisations.list import OrganisationsPage
from tracker.ui.organisations.page import OrganisationPage
from tracker.ui.parts.tables import Table


def menu_of(stage: Stage, table: Table, row: int) -> QMenu:
    """Right-click a row."""
    at = table.viewport().mapTo(stage.window, table.visualRect(table.model().index(row, 0)).center())
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, stage.window.mapToGlobal(at))
    QApplication.sendEvent(stage.window, event)
    menu = stage.window._row_menu.menu
    assert menu is not None
    return menu


def words(menu: QMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def body(stage: Stage) -> OrganisationPage:
    found = stage.session.read.find_organisation("Ombersley Pike")[0]
    page = stage.go("organisation", found.id)
    assert isinstance(page, OrganisationPage)
    return page


def test_an_agreements_row_offers_every_verb(stage: Stage) -> None:
    page = body(stage)
    menu = menu_of(stage, page.agreements, 0)
    assert words(menu) == [
        *(
            "Open",
            "Open in a new window",
            "Extend…",
            "Give notice…",
            "Renew…",
            "Vary…",
            "Supersede…",
            "Terminate…",
        ),
        *("Copy the row", "Copy the whole list"),
    ]
    chosen = page.selected_agreement()
    next(action for action in menu.actions() if action.text().replace("&", "") == "Vary…").trigger()
    shown = stage.window.current_page()
    assert shown.place == Place("agreement", chosen)
    assert [key for key, panel in shown._panels.items() if panel.isVisible()] == ["vary"]  # type: ignore[attr-defined]
    menu.close()


def test_another_record_is_opened_beside_and_copied(stage: Stage) -> None:
    page = stage.go("organisations")
    assert isinstance(page, OrganisationsPage)
    stage.wait_until(lambda: page.table.rows.rowCount() > 0)
    wanted: list[object] = []
    stage.window.beside_wanted.connect(wanted.append)
    menu = menu_of(stage, page.table, 1)
    assert words(menu) == ["Open", "Open in a new window", "Copy the row", "Copy the whole list"]
    actions = [action for action in menu.actions() if action.text()]
    actions[1].trigger()
    assert wanted == [page.table.selected_record()]
    actions[2].trigger()
    heads, row = QGuiApplication.clipboard().text().splitlines()
    assert heads.split("\t")[0] == "Organisation"
    assert row.startswith(str(page.table.model().index(1, 0).data()).split("  ")[0])
    actions[3].trigger()
    assert len(QGuiApplication.clipboard().text().splitlines()) == page.table.rows.rowCount() + 1
    menu.close()


def test_the_menu_key_opens_it_for_the_row_that_has_the_keyboard(stage: Stage) -> None:
    page = body(stage)
    page.agreements.setFocus()
    page.agreements.selectRow(1)
    middle = QPoint(5, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, stage.window.mapToGlobal(middle))
    QApplication.sendEvent(stage.window, event)
    assert stage.window._row_menu.menu is not None
    assert page.agreements.currentIndex().row() == 1
    stage.window._row_menu.menu.close()


def test_beside_a_list_there_is_no_menu(stage: Stage) -> None:
    body(stage)
    at = QPoint(300, 5)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, stage.window.mapToGlobal(at))
    QApplication.sendEvent(stage.window, event)
    assert stage.window._row_menu.menu is None
