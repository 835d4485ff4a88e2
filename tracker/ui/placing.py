"""Where a window stands on the screen: where it was left, and never larger than the screen is."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.app.settings import Settings
from tracker.domain.errors import TrackerError

_FRAME = 32
"""Points of a window's title, which is not there before the window is shown."""


class Placing(QObject):
    """Keeps the place of a window from one time to the next, among the person's settings."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        window.installEventFilter(self)

    def stand(self) -> None:
        """Bring the window to where it was left; the first time, to the size that it has, or all of a small screen."""
        kept = QByteArray.fromHex(self._settings.window.encode("ascii", "ignore"))
        if not self._window.restoreGeometry(kept) and QGuiApplication.platformName() != "offscreen":
            fit(self._window, self._window.screen().availableGeometry())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember the place when the window is closed, be it to the tray."""
        if event.type() == QEvent.Type.Close:
            now = bytes(self._window.saveGeometry().toHex().data()).decode("ascii")
            if now != self._settings.window:
                self._settings.window = now
                self._save()
        return False

    def _save(self) -> None:
        try:
            self._settings.save()
        except (OSError, TrackerError):
            return  # nobody is there any more to be told, and a place on the screen is soon found again


def fit(window: QWidget, free: QRect) -> None:
    """Let a window that is larger than the free part of its screen fill that part."""
    if window.width() > free.width() or window.height() + _FRAME > free.height():
        from PySide6.QtCore import Qt

        window.resize(window.size().boundedTo(free.size()))
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
