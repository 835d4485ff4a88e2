"""The cold start: from the program's start to a painted window on a register, against a bare window of Qt.

Each start is a process of its own; they take turns, so that what else the machine does falls on all.
Ours is the whole program as a person starts it, `tracker REGISTER`, with nothing left out. Told are
the moment at which the window has been painted and answers, the later one at which Home shows what
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
import tracker.cli.window
mark("store")
gc.disable()  # as `open_window` does before it imports the same
from PySide6.QtWidgets import QApplication
mark("Qt")
import tracker.ui.application, tracker.ui.home.page
from tracker.ui.single import Single
from tracker.ui.window import Window
mark("imports")
begin = Window._begin
def painted(window):
    if not window.has_begun:
        window.repaint()
        mark("painted")
        marks["slow"] = [name for name in ("holidays", "click", "rich", "openpyxl", "sqlite_utils", "dateutil",
            "icalendar", "PySide6.QtPrintSupport", "PySide6.QtNetwork", "rapidfuzz") if name in sys.modules]
    begin(window)
    if "begun" not in marks:
        mark("begun")
def go_on():
    mark("made")
    app = QApplication.instance()
    window, = (one for one in app.topLevelWidgets() if isinstance(one, Window))
    while not (window.has_begun and window.current_page().board.model.rowCount()):
        app.processEvents()
        time.sleep(0.001)
    window.repaint()
    mark("Home"); print(marks, flush=True)
    for claim in app.findChildren(Single):
        claim.release()  # or the next start would ask whether somebody answers
    os._exit(0)
Window._begin = painted
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
    "begun": "menus and lists built",
    "Home": "Home read and shown",
}

Marks = dict[str, tuple[float, float]]
"""Part -> seconds of wall and of processor from the start of the process until it was done."""


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
        ours: list[Marks] = []
        slow: list[str] = []
        for _ in range(_TURNS):
            bare.append(_start(environment, _BARE)[0])
            marks, slow = _start(environment, _OURS, str(path))
            ours.append(marks)
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
    print(f"  imported before it was painted: {', '.join(slow) or 'nothing that is slow'}", flush=True)


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


def _start(environment: dict[str, str], program: str, *words: str) -> tuple[Marks, list[str]]:
    """The marks that a program sets, and the names of slow modules that it had imported."""
    at = time.time()
    done = subprocess.run(
        [sys.executable, "-c", _MARKS + program, *words],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = ast.literal_eval(done.stdout)
    slow = said.pop("slow", [])
    return {name: (wall - at, work) for name, (wall, work) in said.items()}, slow
