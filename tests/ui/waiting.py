"""Waiting for what a worker owes: asleep between events, so that the worker has the processor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

_LOOK = 5
"""Milliseconds after which a condition is looked at again where no event came."""
_PATIENCE = 120_000
"""Milliseconds that a test waits for what should come at once: machines are busy."""


class PatientBot(QtBot):
    """pytest-qt's, waiting as long as a busy machine may need."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)


def wait_until(holds: Callable[[], bool]) -> None:
    """Let events run until that holds; fails where it does not in time."""
    timer = QElapsedTimer()
    timer.start()
    beat = QTimer()
    beat.start(_LOOK)
    while not holds():
        assert timer.elapsed() < _PATIENCE, "what was waited for did not come"
        QApplication.processEvents(
            QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        )
