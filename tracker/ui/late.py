"""A register that cannot be reached when the program starts by itself, as a share may be at login."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from tracker.ui.application import Windows
    from tracker.ui.tray import Tray

_AGAIN = 60_000
"""Milliseconds between attempts."""


class Late(QObject):
    """Says in the tray that it cannot be reached yet, and tries again each minute.

    Args:
        tray: the icon that says so meanwhile.
        why: the sentence that says why it could not be opened.
    """

    def __init__(self, tray: Tray, register: Path, why: str, windows: Windows) -> None:
        super().__init__(windows)
        self._tray, self._register, self._why, self._windows = tray, register, why, windows
        QApplication.setQuitOnLastWindowClosed(False)
        tray.show_count(0, 0, f"{register.name} cannot be reached yet")
        tray.nudge("No reminders yet", f"{why} It is tried again each minute.")
        tray.window_wanted.connect(self.tell)
        tray.reminders_wanted.connect(self.tell)
        tray.quit_wanted.connect(QApplication.quit)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self.try_again)
        self._again.start()

    def tell(self) -> None:
        """Say why there is no window."""
        self._windows.say_alone(f"{self._why} It is tried again each minute.")

    def try_again(self) -> None:
        """Open it if that can be done by now; else wait on, with the reason that holds now."""
        self._again.stop()
        self._tray.remove()
        self._windows.open(self._register, hidden=True)
        self.deleteLater()
