"""What the program costs while nobody touches it: `python dev.py bench bench_idle`, or with minutes: 10.

A real window and the reminder window stand idle on the sample. Counted are the timers that fired in
the window's thread, by what owns them, the times that Qt's loop woke up for whatever reason, and the
CPU of the whole process. Goals: one wake-up a minute, and 0.1 % of one core. Qt empties its cache of
pictures by a timer of its own, which ends when the cache is empty; so it is told beside ours.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from shutil import copyfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.stage import sample_at, theme
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.application import Windows
from tracker.ui.parts.theme import Scheme

_APART = 0.5
"""Seconds: what follows sooner upon a wake-up belongs to it."""

_END = "the end of the measurement"
WARM = 45_000
"""Milliseconds from the start until idleness is measured: the day's backup, pages built ahead, threads that end."""


class Ear(QObject):
    """Counts what Qt's loop does: wake-ups, and timers by what owns them."""

    def __init__(self) -> None:
        super().__init__()
        self.wakes = 0
        self._last = 0.0
        self.timers: Counter[str] = Counter()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._on_awake)

    def _on_awake(self) -> None:
        now = time.monotonic()
        self.wakes += now - self._last > _APART
        self._last = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Timer:
            owner = watched.parent() if isinstance(watched, QTimer) else watched
            known = owner.metaObject().className() if owner is not None else _END
            self.timers[known] += 1
        return False

    def forget(self) -> None:
        """Begin to count anew."""
        self.wakes = 0
        self.timers.clear()


def idle(app: QApplication, ear: Ear, minutes: float) -> tuple[float, float, Counter[str]]:
    """Stand idle so long: wake-ups a minute, CPU as a share of one core, timers by owner."""
    ear.forget()
    cpu, wall = time.process_time(), time.monotonic()
    QTimer.singleShot(round(minutes * 60_000), app.exit)
    app.exec()
    spent, passed = time.process_time() - cpu, time.monotonic() - wall
    # The timer that ends the measurement wakes the loop as well.
    return (ear.wakes - 1) / passed * 60, spent / passed, ear.timers


def main(words: list[str]) -> int:
    """Measure and print."""
    minutes = float(words[0]) if words else 2.0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_SETTINGS"] = os.environ["TRACKER_DATA"] = folder
        path = Path(folder) / "idle.tracker"
        copyfile(sample_at(Path(folder)), path)
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        app.setQuitOnLastWindowClosed(False)
        Settings(reminders={"quiet": []}).save()
        windows = Windows(app, Settings.load(), theme(Scheme.LIGHT))
        windows.single.claim(path)
        window = windows.show(Session.open(path))
        ear = Ear()
        app.installEventFilter(ear)
        QTimer.singleShot(WARM, app.exit)
        app.exec()
        wakes, share, timers = idle(app, ear, minutes)
        owners = ", ".join(f"{owner} {number}" for owner, number in timers.most_common())
        sys.stdout.write(
            f"idle for {minutes:g} min: {wakes:.1f} wake-ups a minute (goal 1), {100 * share:.3f} % of a core "
            f"(goal 0.1); timers: {owners}\n"
        )
        windows._leave()
        windows.single.release()
        assert windows._keeper is not None
        windows._keeper.leave()
        window.close()
        window.bridge.session.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
