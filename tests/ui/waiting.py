"""Waiting for what a worker owes: asleep between events, so that the worker has the processor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

_LOOK = 5
"""Milliseconds after which a condition is looked at again where no event came."""


def wait_until(holds: Callable[[], bool], milliseconds: int = 30_000) -> None:
    """Let events run until that holds; fails where it does not in time."""
    timer = QElapsedTimer()
    timer.start()
    beat = QTimer()
    beat.start(_LOOK)
    while not holds():
        assert timer.elapsed() < milliseconds, "what was waited for did not come"
        QApplication.processEvents(
            QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        )
