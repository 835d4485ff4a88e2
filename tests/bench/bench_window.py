"""How long the register's table takes until what is right is on the screen: `python dev.py bench bench_window`.

Thread CPU of the window's thread and the wall, in milliseconds, medians of a few runs, at several
sizes; the repaint also with Qt's own delegate on the same model, as the reference.
Sizes can be given: `python -m tests.bench.bench_window 10000 100000`.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QStyledItemDelegate

from tests.ui.stage import Stage, clock
from tracker.app import edit
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, AgreementType, EndKind, ExtensionOption, Party, PartyRole
from tracker.domain.dates import Period, When
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.ui.register.models import View
from tracker.ui.register.page import RegisterPage

RUNS = 5
WORDS = [
    "street",
    "lighting",
    "housing",
    "repairs",
    "software",
    "licence",
    "payroll",
    "grounds",
    "maintenance",
    "fleet",
    "parking",
    "waste",
    "leisure",
    "catering",
    "printing",
    "legal",
    "audit",
    "insurance",
    "agency",
    "cleaning",
    "water",
    "energy",
]


def fill(path: Path, number: int) -> None:
    """A register of so many agreements, always the same."""
    random = Random(number)
    with (
        Session.create(path, clock=clock, user="bench") as session,
        session.operation("Fill", undoable=False) as write,
    ):
        names = [f"{random.choice(WORDS).title()} {k} Ltd" for k in range(2000)]
        bodies = write.add_all([Organisation(name=name) for name in names])
        write.add_all([_agreement(random, k, bodies[k % 2000].id) for k in range(number)])


def _agreement(random: Random, number: int, supplier: int) -> Agreement:
    starts = date(2020, 1, 1) + timedelta(days=random.randrange(2800))
    return Agreement(
        reference=f"C{number:07}",
        title=f"{random.choice(WORDS).title()} {random.choice(WORDS)} {number}",
        type=AgreementType.CONTRACT,
        starts=When.on(starts),
        initial_term=Period(random.choice((12, 24, 36, 60))),
        end_kind=EndKind.FIXED,
        owner=f"Officer {number % 50}",
        department=random.choice(WORDS),
        value=Money(random.randrange(10**9)),
        options=(ExtensionOption(number=1, length=Period(12)),) if number % 3 == 0 else (),
        parties=(Party(role=PartyRole.SUPPLIER, organisation_id=supplier),),
    )


class Bench:
    """One register in a window, and the measuring of what is done to it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        page = stage.go("register")
        assert isinstance(page, RegisterPage)
        self.page = page

    def measure(self, deed: Callable[[int], None], shown: Callable[[], bool]) -> tuple[float, float]:
        """Median CPU of this thread and median wall, in milliseconds, until `shown` holds and is painted."""
        cpu, wall = [], []
        for run in range(RUNS):
            begun, at = time.thread_time(), time.perf_counter()
            deed(run)
            self.stage.wait_until(shown, 60_000)
            self.page.table.viewport().repaint()
            cpu.append((time.thread_time() - begun) * 1000)
            wall.append((time.perf_counter() - at) * 1000)
            self.stage.settle(120)
        return statistics.median(cpu), statistics.median(wall)

    def complete(self) -> bool:
        """Whether the newest view stands in the table."""
        return self.page.model.complete and bool(self.page.model.rowCount())

    def right(self) -> bool:
        """Whether every row on the screen has been read."""
        table = self.page.table
        first = table.rowAt(0)
        last = table.rowAt(table.viewport().height() - 1)
        last = self.page.model.rowCount() - 1 if last < 0 else last
        return all(self.page.model.row_at(number) is not None for number in range(max(0, first), last + 1))


def measures(bench: Bench) -> list[tuple[str, tuple[float, float]]]:
    """Each thing that is measured, and its medians."""
    page, table = bench.page, bench.page.table
    bench.stage.wait_until(bench.complete, 60_000)
    return [
        ("full repaint", bench.measure(lambda run: None, lambda: True)),
        (
            "page down",
            bench.measure(lambda run: table.verticalScrollBar().setValue((run + 1) * 30), bench.right),
        ),
        (
            "jump",
            bench.measure(
                lambda run: table.verticalScrollBar().setValue(
                    page.model.rowCount() * (run + 1) // (RUNS + 1)
                ),
                bench.right,
            ),
        ),
        ("jump to the end", bench.measure(lambda run: table.scrollToBottom(), bench.right)),
        (
            "sort by title",
            bench.measure(
                lambda run: page.model.ask(View(sort="title", descending=run % 2 == 0)), bench.complete
            ),
        ),
        (
            "sort by value",
            bench.measure(
                lambda run: page.model.ask(View(sort="value", descending=run % 2 == 0)), bench.complete
            ),
        ),
        ("keystroke", bench.measure(lambda run: page.search.setText("insurance"[: run + 2]), bench.complete)),
        ("edit shown", bench.measure(lambda run: _edit(bench, run), bench.complete)),
        ("undo of it", bench.measure(lambda run: _undo(bench), bench.complete)),
    ]


def _edit(bench: Bench, run: int) -> None:
    row = bench.page.model.row_at(1)
    assert row is not None
    edit.change(bench.stage.session, row.id, {"owner": f"Officer of run {run}"})


def _undo(bench: Bench) -> None:
    bench.stage.session.undo()


def reference(bench: Bench) -> tuple[float, float]:
    """The repaint with Qt's own delegate, which asks the model seven times a cell."""
    ours = bench.page.table.itemDelegate()
    theirs = QStyledItemDelegate(bench.page.table)
    bench.page.table.setItemDelegate(theirs)
    found = bench.measure(lambda run: None, lambda: True)
    bench.page.table.setItemDelegate(ours)
    return found


def run(number: int, path: Path) -> list[tuple[str, tuple[float, float]]]:
    """Every measure on a register of that size."""
    fill(path, number)
    begun, at = time.thread_time(), time.perf_counter()
    with Stage(path) as stage:
        stage.window.resize(1600, 900)
        bench = Bench(stage)
        bench.page._close_inspector()
        stage.wait_until(lambda: bench.page.model.rowCount() > 0, 60_000)
        QApplication.processEvents()
        opened = ((time.thread_time() - begun) * 1000, (time.perf_counter() - at) * 1000)
        return [("open to painted", opened), *measures(bench), ("repaint, Qt's delegate", reference(bench))]


def main(words: list[str]) -> None:
    """Print a table for each size."""
    for number in [int(word) for word in words] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{number:>9,} agreements            CPU       wall, ms")
            for name, (cpu, wall) in run(number, Path(folder) / "bench.tracker"):
                print(f"  {name:26} {cpu:8.1f}   {wall:8.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
