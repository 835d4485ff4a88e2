"""Enter presses the button that has the keyboard, on pages and in panels."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage
from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.parts.panel import Panel


class Deed(Panel):
    """A panel that notes what it does."""

    def __init__(self) -> None:
        super().__init__("Extend", date(2026, 11, 22))
        self.happened: list[str] = []
        self.closed.connect(lambda: self.happened.append("given up"))

    def _do(self) -> None:
        self.happened.append("done")


ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def focused(widget: QWidget, qtbot: QtBot) -> QWidget:
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)
    return widget


@pytest.mark.parametrize("key", ENTERS)
def test_enter_presses_a_button_of_any_page(empty: Stage, qtbot: QtBot, key: Qt.Key) -> None:
    page = Page(Bridge(empty.session, empty.window.settings, empty.window))
    field, button = QLineEdit(), QPushButton("Do it")
    lines = QVBoxLayout(page)
    lines.addWidget(field)
    lines.addWidget(button)
    qtbot.addWidget(page)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitActive(page):
        page.show()
    QTest.keyClick(focused(field, qtbot), key)
    assert pressed == []
    QTest.keyClick(focused(button, qtbot), key)
    assert pressed == [True]


@pytest.mark.parametrize("key", ENTERS)
def test_enter_on_cancel_gives_a_panel_up_and_does_nothing(qtbot: QtBot, key: Qt.Key) -> None:
    panel = Deed()
    field = QLineEdit()
    panel.form.addWidget(field)
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
    cancel = next(one for one in panel.findChildren(QPushButton) if one.text() == "Cancel")
    QTest.keyClick(focused(cancel, qtbot), key)
    assert panel.happened == ["given up"]
    QTest.keyClick(focused(field, qtbot), key)
    assert panel.happened == ["given up", "done"]
