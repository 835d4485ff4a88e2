"""The cold start: from the program's start to a painted window on a register, against a bare window of Qt.

Each start is a process of its own; both take turns, so that what else the machine does falls on both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_TURNS = 7
_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow(); window.resize(1440, 900); window.show(); app.processEvents(); window.repaint()
import os; sys.stdout.write(str(os.times().user + os.times().system)); sys.stdout.flush(); os._exit(0)
"""
_OURS = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.parts.theme import Theme
from tracker.ui.window import Window
app = QApplication([])
theme = Theme(app)
window = Window(Session.open(Path(sys.argv[1])), Settings.load())
window.show(); app.processEvents(); window.repaint()
slow = [name for name in ("holidays", "click", "rich", "openpyxl", "sqlite_utils", "dateutil", "icalendar",
        "PySide6.QtNetwork", "PySide6.QtPrintSupport", "rapidfuzz") if name in sys.modules]
sys.stdout.write(f"{os.times().user + os.times().system} {','.join(slow)}"); sys.stdout.flush(); os._exit(0)
"""


def run(register: Path) -> None:
    """Print the medians, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "start.tracker"
        shutil.copyfile(register, path)
        environment = {
            "QT_QPA_PLATFORM": "offscreen",
            **os.environ,
            "TRACKER_SETTINGS": folder,
            "TRACKER_DATA": folder,
        }
        bare, ours = [], []
        loaded = ""
        for _ in range(_TURNS):
            bare.append(_start(environment, _BARE)[:2])
            *times, loaded = _start(environment, _OURS, str(path))
            ours.append(tuple(times))
    walls = [statistics.median(one[0] for one in found) for found in (bare, ours)]
    works = [statistics.median(one[1] for one in found) for found in (bare, ours)]
    print("cold start to a painted window           wall    processor, ms")
    for name, wall, work in zip(("a bare window", "ours, 100,000 agreements"), walls, works, strict=True):
        print(f"  {name:32} {wall * 1000:8.0f}   {work * 1000:8.0f}")
    print(f"  ratio                            {walls[1] / walls[0]:8.2f}   {works[1] / works[0]:8.2f}")
    print(f"  imported before it was painted: {loaded or 'nothing that is slow'}", flush=True)


def _start(environment: dict[str, str], program: str, *words: str) -> tuple[float, float, str]:
    """Seconds of wall and of processor, and what the program says besides."""
    at = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, capture_output=True, text=True, check=True
    )
    wall = time.perf_counter() - at
    work, _, said = done.stdout.partition(" ")
    return wall, float(work), said.strip()
