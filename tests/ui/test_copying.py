"""Copying from the register: a row, and the whole list as it is filtered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.ui.register.columns import COLUMNS, SHOWN_AT_FIRST
from tracker.ui.register.page import RegisterPage


def test_the_row_and_the_list_go_to_the_clipboard_with_their_headings(stage: Stage) -> None:
    page = stage.go("register")
    assert isinstance(page, RegisterPage)
    stage.wait_until(lambda: page.model.complete and page.model.rowCount() > 2)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(copied(stage)) == 2
    headings = [column.title for column in COLUMNS if column.key in SHOWN_AT_FIRST]
    assert copied(stage)[0].split("\t") == headings
    page.table.selectAll()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(copied(stage)) == page.model.rowCount() + 1
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_C, control)
    assert len(copied(stage)) == page.model.rowCount() + 1
    assert QGuiApplication.clipboard().mimeData().html().count("<tr>") == page.model.rowCount() + 1


def copied(stage: Stage) -> list[str]:
    """The lines on the clipboard, once the worker has put them there."""
    stage.wait_until(lambda: not stage.window.bridge.is_busy)
    return QGuiApplication.clipboard().text().splitlines()
