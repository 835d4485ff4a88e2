"""Enter presses the button that has the keyboard, as Space does; Qt does so in dialogs alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget


def press_focused(within: QWidget, event: QKeyEvent) -> bool:
    """Press the button in that part of the window that has the keyboard, where the key is Enter; True if it did."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    at = within.window().focusWidget()
    if not isinstance(at, QPushButton | QToolButton) or not within.isAncestorOf(at):
        return False
    at.click()
    return True
