"""How long until what is right is on the screen: `python dev.py bench bench_window`.

For each size the register's table is opened in the real window, with the inspector beside it as
it stands at first, and driven; the wall until what is right has been painted, the
processor's work on all threads (what to trust where other programs run besides), and the time
for which one event held the window's thread (95 of 100 were shorter, and the longest), in
milliseconds, medians of a few runs; at the end the same of all events, in repaints. Beside it the same rows
in a plain list model, in QSortFilterProxyModel and in Qt's own SQL model, each in a process of its own, where
those can do it. Then memory, and the cold start against a bare window.

`python -m tests.bench.bench_window [--million] [SIZE …]`; 10,000 and 100,000 where none is named.
The register of a million agreements is made once, in a minute, and kept among temporary files.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView

from tests.bench import peers, starting
from tests.bench.registers import cached
from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.register.page import RegisterPage

RUNS = 5
SIZES = (10_000, 100_000)
MILLION = 1_000_000
_TYPED = "insurance w"
_BEAT = 5
_TURNS = 3
"""Rounds of the event loop in which what is on the screen already may be painted again."""
_NOTHING = 0.05
"""Rounds of the event loop that take less than this many milliseconds are the wait's own."""


class Held(NamedTuple):
    """One measure: the wall and the processor until it was right, how long events held the window's thread, MiB."""

    wall: float
    work: float
    usual: float
    longest: float
    memory: float


class Painted(QObject):
    """Whether a table has been painted since something was done, and since its model last changed."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self.holds = False
        table.viewport().installEventFilter(self)
        for changed in (table.model().dataChanged, table.model().modelReset):
            changed.connect(self.forget)

    def forget(self) -> None:
        """What was painted until now is of no account."""
        self.holds = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.holds = self.holds or event.type() == QEvent.Type.Paint
        return False


class Bench:
    """One register in a window, and the measuring of what is done to it."""

    def __init__(self, stage: Stage, page: RegisterPage) -> None:
        self.stage, self.page = stage, page
        self.holds: list[float] = []
        self.every: list[float] = []
        self.repaints: list[float] = []
        self.painted = Painted(page.table)
        self._beat = QTimer(interval=_BEAT)  # what waits for events never waits for longer
        self._beat.start()

    def until(self, shown: Callable[[], bool]) -> None:
        """Let events run one round at a time until `shown` holds; time each round's processor."""
        began = time.perf_counter()
        while not shown():
            assert time.perf_counter() - began < 120, "what was waited for did not come"
            self.turn()

    def turn(self) -> None:
        """One round of the event loop."""
        wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self.hold(lambda: QCoreApplication.processEvents(wait))

    def until_painted(self, shown: Callable[[], bool]) -> None:
        """The same until the table has been painted as it is then."""
        for _ in range(_TURNS):
            self.until(shown)
            if self.painted.holds:
                return
            self.turn()
        self.hold(self.page.table.viewport().repaint)  # as it stands there already

    def hold(self, deed: Callable[[], object]) -> None:
        """Do something on the window's thread, and note how long it held it."""
        self.holds.append(timed(deed))

    def rest(self) -> None:
        """Let everything come to rest: a measure is not to pay for what the one before set off."""
        began = time.perf_counter()
        while self.stage.window.bridge.is_busy or not self.page.is_settled:
            assert time.perf_counter() - began < 120, "it does not come to rest"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.stage.settle(60)

    def measure(self, deed: Callable[[int], object], shown: Callable[[], bool], runs: int = RUNS) -> Held:
        """Median wall until `shown` holds, and the holds of every event on the way."""
        wall: list[float] = []
        work: list[float] = []
        self.holds = []
        for run in range(runs):
            self.rest()
            self.repaints.append(timed(self.page.table.viewport().repaint))
            at, begun = time.perf_counter(), time.process_time()
            self.painted.forget()
            self.hold(partial(deed, run))
            self.until_painted(shown)
            wall.append((time.perf_counter() - at) * 1000)
            work.append((time.process_time() - begun) * 1000)
            self.until(self.complete)
        held = [one for one in self.holds if one > _NOTHING]
        self.every += held
        return Held(
            statistics.median(wall), statistics.median(work), usual(held), max(held, default=0.0), memory()
        )

    def complete(self) -> bool:
        """Whether the newest view stands in the table, to its last row."""
        return self.page.model.complete

    def right(self) -> bool:
        """Whether every row on the screen has been read, of the newest view."""
        model, table = self.page.model, self.page.table
        if not model.rowCount() or not model.answered:
            return False
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        last = model.rowCount() - 1 if last < 0 else last
        return all(
            model.row_at(number) is not None or model.heading_at(number) is not None
            for number in range(max(0, first), last + 1)
        )

    def sort(self, key: str) -> Callable[[int], None]:
        """Sort by a column, one way and the other."""
        column = [one.key for one in self.page.model.columns].index(key)

        def deed(run: int) -> None:
            order = Qt.SortOrder.DescendingOrder if run % 2 else Qt.SortOrder.AscendingOrder
            self.page.table.horizontalHeader().setSortIndicator(column, order)

        return deed


def measures(bench: Bench) -> Iterator[tuple[str, Held]]:
    """Each thing that is measured."""
    page, table = bench.page, bench.page.table
    bar = table.verticalScrollBar()
    bench.until(bench.complete)
    yield "full repaint", bench.measure(lambda run: table.viewport().repaint(), lambda: True)
    yield "wheel", bench.measure(lambda run: bar.setValue(bar.value() + 3), bench.right)
    yield "page down", bench.measure(lambda run: bar.setValue((run + 1) * 300), bench.right)
    jump = bench.measure(lambda run: bar.setValue(bar.maximum() * (run + 1) // (RUNS + 2)), bench.right)
    yield "jump", jump
    yield "jump to the end", bench.measure(lambda run: table.scrollToBottom(), bench.right, 1)
    table.scrollToTop()
    bench.until(bench.right)
    for key, words in (
        ("value", "sort by an amount"),
        ("supplier", "sort by a text"),
        ("current_end", "sort by a computed day"),
        ("arrangement", "sort by partnership"),
        ("title", "sort by title"),
    ):
        yield words, bench.measure(bench.sort(key), bench.right, 2)
    letters = bench.measure(lambda run: page.search.setText(_TYPED[: run + 1]), bench.right, len(_TYPED))
    yield "each keystroke of a search", letters
    middle = bench.measure(lambda run: page.search.setText("nsuranc"[: run + 3]), bench.right, 5)
    yield "letters inside a word", middle
    page.search.clear()
    bench.until(bench.complete)
    choices = [{"status": "live"}, {"department": "waste"}, {"missing": "owner"}, {"ends": "12"}, {}]
    yield "a filter", bench.measure(lambda run: _narrow(page, choices[run]), bench.right)
    yield "two filters", bench.measure(
        lambda run: _narrow(page, {"status": "live", "department": "audit"} if run % 2 == 0 else {}),
        bench.right, 2,
    )  # fmt: skip
    yield "an edit saved and shown", bench.measure(lambda run: _edit(bench, run), lambda: _edited(bench))
    yield "undo of it", bench.measure(lambda run: bench.stage.session.undo(), bench.right)
    bench.until(bench.complete)
    yield "select all", bench.measure(lambda run: table.selectAll(), lambda: True, 1)
    totals = bench.measure(lambda run: None, lambda: page._chosen_totals is not None, 1)
    yield "its totals", totals
    table.clearSelection()
    page.facets.group.choose("department")
    yield "group by", bench.measure(lambda run: page._ask(), bench.right, 1)


def _narrow(page: RegisterPage, choices: dict[str, str]) -> None:
    page.facets.choose(choices)
    page._ask()


def _edit(bench: Bench, run: int) -> None:
    row = bench.page.model.row_at(1)
    assert row is not None
    edit.change(bench.stage.session, row.id, {"owner": f"Officer of run {run}"})


def _edited(bench: Bench) -> bool:
    row = bench.page.model.row_at(1)
    return row is not None and row.owner.startswith("Officer of run") and bench.right()


@contextmanager
def window(number: int) -> Iterator[tuple[Bench, Held]]:
    """The register of that size in a window, and how long it took to open it and to paint its first rows."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_SETTINGS"] = os.environ["TRACKER_DATA"] = folder
        path = Path(folder) / "bench.tracker"
        shutil.copyfile(cached(number), path)
        with Stage(path) as stage:
            stage.window.resize(1600, 900)
            page = stage.window.page("register")  # as the window does by itself when it rests
            assert isinstance(page, RegisterPage)
            bench = Bench(stage, page)
            bench.rest()
            at, begun = time.perf_counter(), time.process_time()
            bench.painted.forget()
            bench.hold(partial(stage.go, "register"))
            bench.until_painted(bench.right)
            wall, work = time.perf_counter() - at, time.process_time() - begun
            held = [one for one in bench.holds if one > _NOTHING]
            bench.every += held
            yield bench, Held(wall * 1000, work * 1000, usual(held), max(held), memory())


def run(number: int) -> None:
    """Print every measure of a register of that size; in a process of its own, for its memory."""
    begun = memory()
    with window(number) as (bench, opened):
        print(f"{number:>9,} agreements             wall  processor  p95 of holds  longest, ms  memory, MiB")
        show("open the page", opened)
        for name, held in measures(bench):
            show(name, held)
        QTest.qWait(200)
        every, repaint = usual(bench.every), statistics.median(bench.repaints)
        print(
            f"  all events                 {len(bench.every)} held for {every:.1f} ms (p95), which is "
            f"{every / repaint:.1f} full repaints of {repaint:.1f} ms each; longest {max(bench.every):.1f} ms"
        )
        print(f"  memory                     {memory():8.0f} MiB resident, {begun:.0f} before", flush=True)


def timed(deed: Callable[[], object]) -> float:
    """Milliseconds of this thread's processor that something takes."""
    busy = time.thread_time()
    deed()
    return (time.thread_time() - busy) * 1000


def usual(held: Sequence[float]) -> float:
    """What 95 of 100 do not exceed; 0 of none."""
    return sorted(held)[int(len(held) * 0.95)] if held else 0.0


def show(name: str, held: Held) -> None:
    print(
        f"  {name:26} {held.wall:8.1f}   {held.work:8.1f}      {held.usual:8.1f}     {held.longest:8.1f}     {held.memory:8.0f}",
        flush=True,
    )


def memory() -> float:
    """What this process has in memory now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def main(words: list[str]) -> None:
    """Each size in a process of its own, then its peers, then the cold start."""
    if words and words[0] == "--one":
        run(int(words[1]))
        return
    if words and words[0] == "--peer":
        QApplication.instance() or QApplication([])
        peers.run(words[1], int(words[2]))
        return
    sizes = [int(word) for word in words if word.isdecimal()] or list(SIZES)
    sizes += [MILLION] if "--million" in words else []
    for number in sizes:
        cached(number)
        _child("--one", str(number))
        for peer in peers.fit_for(number):
            _child("--peer", peer, str(number))
    starting.run(cached(SIZES[-1]))


def _child(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "tests.bench.bench_window", *words], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
