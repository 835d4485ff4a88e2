"""How long each screen of a large register holds the window: `python -m tests.bench.bench_screens [SIZE] [NAME …]`.

Every page and dialog is come to in the real window, once as it is built and once again, and after
something was written; then what is done to all agreements at once. For each, in milliseconds: the
longest single hold of the window's thread in its own processor time, what that is in full repaints
of the register's table, the wall until nothing is under way any more, and the processor of all
threads until then. 100,000 agreements unless a size is given; a name shows the screens that hold it.
One firm has 5,000 agreements, one body in twenty of all. Nothing is asserted.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.bench.bench_partnerships import Held
from tests.bench.bench_window import timed
from tests.bench.registers import cached
from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.bridge import Place
from tracker.ui.jobs import Jobs
from tracker.ui.outgoing.preview import PrintPreview
from tracker.ui.pages import PAGES
from tracker.ui.register.page import RegisterPage
from tracker.ui.reminders.keeper import Keeper
from tracker.ui.tray import Tray

SIZE = 100_000
FIRM, ITS = 7, 5_000
"""The organisation that is given so many agreements, so that its page has a long list."""
_PAUSE = 0.002
_QUIET = 4
"""Turns of the event loop in which nothing happens: it has come to rest."""
_RIGHT = 120.0

Deed = Callable[[], object]


def held(deed: Deed) -> Held:
    """Do it, and let the window run until no worker is busy and nothing waits to be painted."""
    worst = cpu = 0.0
    begun = right = time.perf_counter()
    idle = done = time.process_time()
    step, quiet = deed, 0
    while quiet < _QUIET:
        at, used = time.perf_counter(), time.thread_time()
        step()
        worst, took = max(worst, time.perf_counter() - at), time.thread_time() - used
        cpu = max(cpu, took)
        step = QApplication.processEvents
        if took > 0.0005 or is_busy():
            quiet, right, done = 0, time.perf_counter(), time.process_time()
        else:
            quiet += 1
        assert time.perf_counter() - begun < _RIGHT, "it does not come to rest"
        time.sleep(_PAUSE)
    settled = (right - begun) * 1000  # the picture is not looked at here: it is right by then at the latest
    return Held(worst * 1000, cpu * 1000, settled, settled, (done - idle) * 1000)


def is_busy() -> bool:
    """Whether any window waits for a worker, or shows itself in turns."""
    windows = QApplication.topLevelWidgets()
    pages = [page for window in windows for page in [getattr(window, "current_page", None)] if page]
    jobs = (each for window in windows for each in window.findChildren(Jobs))
    return any(not page().is_settled for page in pages) or any(each.is_busy for each in jobs)


def pages(stage: Stage) -> Iterator[tuple[str, Deed]]:
    """Every page, the first time and again, and after a change of one agreement."""
    read = stage.session.read
    one, other = (place.id for place in read.arrangements()[:2])
    records = {"agreement": (5, 9), "partnership": (one, other), "costshares": (one, other)}
    records["organisation"] = (FIRM, 2001)
    places = [Place(spec.key, records.get(spec.key, (None,))[0]) for spec in PAGES]
    places += [Place("register", query="new"), Place("partnerships", query="new")]
    for place in places:
        name = f"{place.page} {place.query}".strip()
        yield name, partial(stage.window.go, place)
        yield f"{name}, left", partial(stage.window.go, Place("dates"))
        again = Place(place.page, records.get(place.page, (None,))[-1], place.query)
        yield f"{name}, again", partial(stage.window.go, again)
        yield f"{name}, changed", partial(_change, stage)


def dialogs(stage: Stage) -> Iterator[tuple[str, Deed]]:
    """What opens over a page."""
    window = stage.window
    window.go(Place("register"))
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    for menu in page.facets.findChildren(QMenu):
        name = menu.title() or menu.accessibleName() or type(menu.parent()).__name__
        yield f"facet {name}", menu.aboutToShow.emit
    yield "columns", page._columns.menu().aboutToShow.emit
    yield "views", page.views.menu.aboutToShow.emit
    field = window.menu_row.finding
    yield "Ctrl+K", window.doing.find_anything
    for letter in "insur wa":
        yield f"Ctrl+K, {letter!r}", partial(QTest.keyClicks, field, letter)
    yield "Ctrl+K, left", field.clear
    yield "help", window.doing.help_here
    yield "help, closed", window.help.hide
    yield "print", window.doing.print_page
    yield "print, closed", partial(_close, window)
    keeper = Keeper(window, Tray(window, bool))
    yield "reminders' window", keeper.show
    yield "reminders' window, changed", partial(_change, stage)
    yield "reminders' window, all selected", keeper.popup.list.selectAll
    yield (
        "reminders' window, one selected",
        lambda: keeper.popup.list.setCurrentIndex(keeper.popup.list.lines.index(3)),
    )
    yield "reminders' window, one dismissed", keeper.popup._on_dismiss
    yield "reminders' window, one snoozed", keeper.popup.snooze_menu.aboutToShow.emit
    yield "reminders' window, closed", keeper.popup.close
    yield "reminders' keeper, left", keeper.leave


def at_once(stage: Stage) -> Iterator[tuple[str, Deed]]:
    """What is done to all agreements together, and undone."""
    window = stage.window
    window.go(Place("register"))
    page = window.page("register")
    assert isinstance(page, RegisterPage)
    yield "all selected", page.table.selectAll
    yield "owner of all, panel", partial(page.do_to_several, "owner")
    panel = page.bulk
    assert panel.editor is not None
    yield "owner of all, typed", partial(panel.editor.show_text, "Priya Shah")
    yield "owner of all, done", panel._do
    yield "undone", window.doing.undo
    yield "redone", window.doing.redo
    yield "undone on its page", partial(_undone_on, stage, Place("history"))
    yield "second window", window.doing.new_window


def _undone_on(stage: Stage, place: Place) -> None:
    stage.window.go(place)
    stage.window.doing.undo()


def _change(stage: Stage) -> None:
    """As a colleague's change comes: written, and told to the window."""
    edit.change(stage.session, 11, {"owner": f"Officer of {time.perf_counter_ns()}"})


def _close(window: QWidget) -> None:
    for each in window.findChildren(PrintPreview):
        each.close()


def register(number: int, folder: Path) -> Path:
    """A copy of the register of that size in which one firm has very many agreements."""
    path = folder / "bench.tracker"
    shutil.copyfile(cached(number), path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "update party set organisation_id = ? where role = 'supplier' and agreement_id <= ?", (FIRM, ITS)
        )
        connection.commit()
    return path


def main(words: list[str]) -> None:
    """Print a line for each screen."""
    number = next((int(word) for word in words if word.isdecimal()), SIZE)
    names = [word for word in words if not word.isdecimal()]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_SETTINGS"] = os.environ["TRACKER_DATA"] = folder
        with Stage(register(number, Path(folder))) as stage:
            stage.window.resize(1600, 900)
            stage.window.ahead.read()  # as it does by itself in the first seconds
            page = stage.go("register")
            assert isinstance(page, RegisterPage)
            held(lambda: None)
            gc.collect()
            gc.freeze()
            repaint = statistics.median(timed(page.table.viewport().repaint) for _ in range(5))
            print(f"{number:,} agreements; a full repaint takes {repaint:.1f} ms")
            print(f"{'':36} processor held, repaints,    wall held,  right, processor")
            for screens in (pages, dialogs, at_once):
                for name, deed in screens(stage):
                    made = held(deed)
                    if not names or any(word in name for word in names):
                        tell(name, made, repaint)


def tell(name: str, made: Held, repaint: float) -> None:
    shares = (
        f"{made.cpu:12.1f} {made.cpu / repaint:12.1f} {made.wall:12.1f} {made.right:8.1f} {made.work:8.1f}"
    )
    print(f"  {name:38} {shares}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
