"""The cold start: from the program's start to a painted window on a register, against a bare window of Qt.

Each start is a process of its own; they take turns, so that what else the machine does falls on all.
Ours is the whole program as a person starts it, `tracker REGISTER`, with nothing left out. Told are
the moment at which the window has been painted, the later ones at which it answers to keys and Home shows what
it read of the register, and what the first is made up of.
"""

from __future__ import annotations

import ast
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

_TURNS = 15
_MARKS = """
import os, sys, time
marks = {}
def mark(name): marks[name] = (time.time(), time.process_time())
"""
_BARE = """
mark("python")
from PySide6.QtWidgets import QApplication, QMainWindow
mark("Qt")
app = QApplication([])
window = QMainWindow(); window.resize(1440, 900); window.show(); app.processEvents(); window.repaint()
mark("painted"); print(marks, flush=True); os._exit(0)
"""
_OURS = """
mark("python")
import gc
gc.disable()  # as `tracker.cli` does before it imports the same
import tracker.cli.window
mark("store")
from PySide6.QtWidgets import QApplication
mark("Qt")
import tracker.ui.application, tracker.ui.home.page
from tracker.ui.application import Windows
from tracker.ui.single import Single
from tracker.ui.beginning import Beginning
from tracker.ui.window import Window
mark("imports")
begin, fill = Beginning.begin, Beginning.fill_menus
def painted(beginning):
    if "painted" not in marks:
        beginning._window.repaint()
        mark("painted")
        marks["slow"] = [name for name in ("holidays", "click", "rich", "openpyxl", "sqlite_utils", "dateutil",
            "icalendar", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "rapidfuzz") if name in sys.modules]
    begin(beginning)
def filled(beginning):
    fill(beginning)
    mark("keys")
def go_on():
    mark("made")
    app = QApplication.instance()
    window, = (one for one in app.topLevelWidgets() if isinstance(one, Window))
    longest = 0.0
    def until(name, holds):
        nonlocal longest
        while not holds():
            at = time.thread_time()
            app.processEvents()
            longest = max(longest, time.thread_time() - at) if "painted" in marks else 0.0
            time.sleep(0.001)
        mark(name)
    home = window.current_page()
    until("Home", lambda: home._board is not None and home.board.model.rowCount())
    until("begun", lambda: window.has_begun)
    windows = app.findChild(Windows)
    until("reminders", lambda: windows._keeper is not None and window.status.checked.text())
    marks["longest"] = longest
    print(marks, flush=True)
    for claim in app.findChildren(Single):
        claim.release()  # or the next start would ask whether somebody answers
    os._exit(0)
Beginning.begin, Beginning.fill_menus = painted, filled
QApplication.exec = staticmethod(go_on)
tracker.cli.main(sys.argv[1:])
"""
_PARTS = {
    "python": "Python",
    "store": "store imported",
    "Qt": "Qt imported",
    "imports": "ours imported",
    "made": "register opened, window made",
    "painted": "painted",
    "keys": "menus filled, keys answered",
    "Home": "Home read and shown",
    "begun": "what comes next imported",
    "reminders": "reminders read",
}

Marks = dict[str, tuple[float, float]]
"""Part -> seconds of wall and of processor from the start of the process until it was done."""


class Started(NamedTuple):
    """One start.

    Attributes:
        slow: the slow modules that it had imported when it was painted.
        longest: seconds of the processor for which one turn of events held the window's thread afterwards.
    """

    marks: Marks
    slow: list[str]
    longest: float


def run(register: Path) -> None:
    """Print the medians, their ratio, and the parts of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.tracker"
        shutil.copyfile(register, path)
        environment = {
            "QT_QPA_PLATFORM": "offscreen",
            **os.environ,
            "TRACKER_SETTINGS": folder,
            "TRACKER_DATA": folder,
        }
        # An installed program is compiled once; so is this one, by the first turn at the latest.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _start(environment, _OURS, str(path))
        bare: list[Marks] = []
        started: list[Started] = []
        for _ in range(_TURNS):
            bare.append(_start(environment, _BARE).marks)
            started.append(_start(environment, _OURS, str(path)))
    ours = [one.marks for one in started]
    print("cold start to a painted window           wall    processor, ms")
    least = _show("a bare window", bare, "painted")
    mine = _show("ours, 100,000 agreements", ours, "painted")
    print(f"  ratio (goal 1.7)                 {mine[0] / least[0]:8.2f}   {mine[1] / least[1]:8.2f}")
    turns = _turns(bare, ours)
    print(f"  the same, median of each turn's  {turns[0]:8.2f}   {turns[1]:8.2f}")
    print("  of which, and after it")
    before = (0.0, 0.0)
    for name, words in _PARTS.items():
        until = _median(ours, name)
        print(f"    {words:30} {1000 * (until[0] - before[0]):8.0f}   {1000 * (until[1] - before[1]):8.0f}")
        before = until
    held = statistics.median(one.longest for one in started)
    print(f"    the longest that the window's thread was held {1000 * held:4.0f}")
    slow = ", ".join(started[-1].slow) or "nothing that is slow"
    print(f"  imported before it was painted: {slow}", flush=True)


def _show(words: str, found: list[Marks], part: str) -> tuple[float, float]:
    wall, work = _median(found, part)
    print(f"  {words:32} {wall * 1000:8.0f}   {work * 1000:8.0f}")
    return wall, work


def _turns(bare: list[Marks], ours: list[Marks]) -> tuple[float, float]:
    """Ours to the bare window of the same turn, which the machine's speed of that moment leaves alone."""
    pairs = [(mine["painted"], least["painted"]) for mine, least in zip(ours, bare, strict=True)]
    return (
        statistics.median(mine[0] / least[0] for mine, least in pairs),
        statistics.median(mine[1] / least[1] for mine, least in pairs),
    )


def _median(found: list[Marks], part: str) -> tuple[float, float]:
    return (
        statistics.median(marks[part][0] for marks in found),
        statistics.median(marks[part][1] for marks in found),
    )


def _start(environment: dict[str, str], program: str, *words: str) -> Started:
    at = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _MARKS + program, *words],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = ast.literal_eval(done.stdout)
    slow, longest = said.pop("slow", []), said.pop("longest", 0.0)
    return Started({name: (wall - at, work) for name, (wall, work) in said.items()}, slow, longest)
