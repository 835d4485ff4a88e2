"""A person's two hands: keys go to whatever has the keyboard, clicks to what is under the pointer; both are counted.

Nothing is called behind the window's back: what does not have the keyboard is not typed into,
and what is covered or disabled is not clicked.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from tests.ui.stage import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier


class Hands:
    """Counts what is sent.

    Attributes:
        keys: keys pressed; Ctrl with a letter is one, a capital letter is one.
        clicks: buttons of the mouse pressed.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.keys = 0
        self.clicks = 0
        stage.wait_until(stage.window.isActiveWindow)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> None:
        """Press a key."""
        for _ in range(times):
            self.keys += 1
            QTest.keyClick(_keyboard(), key, modifiers)
            QApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(_keyboard(), letter)
        QApplication.processEvents()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget that is in sight, in its middle where no other place is given."""
        QApplication.processEvents()
        place = at if at is not None else widget.rect().center()
        assert widget.isVisible(), f"{widget.accessibleName()} is not in sight"
        assert widget.isEnabled(), f"{widget.accessibleName()} is disabled"
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, place)
        QApplication.processEvents()

    def click_cell(self, table: QAbstractItemView, row: int, column: int) -> None:
        """Click a cell of a table."""
        box: QRect = table.visualRect(table.model().index(row, column))
        assert table.viewport().rect().intersects(box), "that cell is not in sight"
        self.click(table.viewport(), box.center())

    def drop(self, window: QWidget, path: str) -> None:
        """Drag a file from its folder onto a window; it counts as a click."""
        self.clicks += 1
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(path)])
        for kind in (QDragEnterEvent, QDropEvent):
            at = QPoint(200, 200) if kind is QDragEnterEvent else QPointF(200, 200)
            event = kind(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, PLAIN)
            QApplication.sendEvent(window, event)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait as a person does: look until it is there."""
        self.stage.wait_until(holds)

    @property
    def sent(self) -> tuple[int, int]:
        """How many keys and clicks so far."""
        return self.keys, self.clicks


def _keyboard() -> QWidget:
    """What a key goes to."""
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "nothing has the keyboard"
    return found
