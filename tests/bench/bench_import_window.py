"""How long the real window stands still while a large workbook is imported: `python -m tests.bench.bench_import_window`.

    python -m tests.bench.bench_import_window [ROWS]

A timer of 5 ms on the window's thread counts its beats while a workbook of 100,000 rows is opened, read,
planned, committed, and while what was made of it is let go; then once more, and the importer is left without
importing. For each part: the longest time between two beats, on the clock and in the window's own
processor time (what to trust where other programs run besides), in milliseconds, and the memory that is
held when it ends, and was held at the most meanwhile. At the end the memory at its highest. Nothing is asserted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getpagesize, getrusage

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench.bench_import import make
from tests.ui.stage import Stage
from tracker.ui.importer.page import ImporterPage

_BEAT = 5
"""Milliseconds between two beats of a window that nothing holds."""
_AFTER = 1_500
"""Milliseconds for which the window is watched after it has come to rest: what is let go is let go late."""


class Beats(QObject):
    """The longest time between two beats, by the part of the work that it fell into."""

    def __init__(self) -> None:
        super().__init__()
        self.part = "opening"
        self.worst: dict[str, tuple[float, float]] = {}
        self.held: dict[str, tuple[int, int]] = {}
        self._timer = QTimer(self, interval=_BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _beat(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        clock, own = self.worst.get(self.part, (0.0, 0.0))
        self.worst[self.part] = max(clock, now - self._last), max(own, used - self._used)
        self._last, self._used = now, used

    def next(self, part: str) -> None:
        """From now on it is that part; what was done since the last beat is still the one before."""
        self._beat()
        self.held[self.part] = resident(), highest()
        self.part = part

    def say(self) -> None:
        """Print the parts in their order."""
        self.held[self.part] = resident(), highest()
        for part, (clock, own) in self.worst.items():
            then, most = self.held.get(part, (0, 0))
            print(
                f"{part:24} {clock * 1000:5.0f} ms on the clock, {own * 1000:5.0f} ms of its own"
                f"{then:7} MiB then, {most:5} at the most"
            )
        print(f"memory at its highest: {max(most for _, most in self.held.values())} MiB")


def resident() -> int:
    """MiB of memory that this process holds now; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * getpagesize() >> 20 if statm.exists() else 0


def highest() -> int:
    """MiB that it held at the most since this was last asked; ever, where the system does not tell since when."""
    status = Path("/proc/self/status")
    if not status.exists():
        return getrusage(RUSAGE_SELF).ru_maxrss >> 10
    most = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return most >> 10


def drive(stage: Stage, path: Path, beats: Beats) -> None:
    """Import the workbook, then open it again and leave."""
    page = _opened(stage, path, beats, "")
    beats.next("committing")
    page.commit()
    _until(stage, beats, lambda: stage.window.current_page() is not page, "showing the register")
    _rest(stage, beats, "letting go")
    page = _opened(stage, path, beats, " again")
    beats.next("leaving")
    page.preview.left.emit()
    _rest(stage, beats, "letting go again")


def _opened(stage: Stage, path: Path, beats: Beats, word: str) -> ImporterPage:
    """The importer with the preview of the whole file."""
    page = stage.go("import", query=str(path))
    assert isinstance(page, ImporterPage)
    beats.next(f"reading{word}")
    desk = page.desk
    parts = (
        (desk.read, partial(beats.next, f"first rows{word}")),
        (desk.glimpsed, lambda _: beats.next(f"planning{word}")),
        (desk.planned, lambda _: beats.next(f"shown{word}")),
    )
    for signal, tell in parts:
        signal.connect(tell)
    stage.wait_until(lambda: beats.part == f"shown{word}")
    for signal, tell in parts:
        signal.disconnect(tell)
    stage.rest()
    for line in range(0, page.preview.table.model().rowCount(), 20_000):
        page.preview.table.scrollTo(page.preview.table.model().index(line, 0))
        stage.settle(30)
    return page


def _until(stage: Stage, beats: Beats, holds: Callable[[], bool], part: str) -> None:
    stage.wait_until(holds)
    beats.next(part)


def _rest(stage: Stage, beats: Beats, part: str) -> None:
    stage.rest()
    beats.next(part)
    stage.settle(_AFTER)


def main() -> None:
    """Make the workbook, drive the window, and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        make(path, count)
        with Stage(Path(folder) / "Register.tracker") as stage:
            stage.go("home")
            stage.rest()
            stage.window.ahead.read()  # as it does by itself in the first seconds
            stage.wait_until(lambda: stage.window.stack.has("partnership"))
            beats = Beats()
            drive(stage, path, beats)
            beats.say()


if __name__ == "__main__":
    main()
