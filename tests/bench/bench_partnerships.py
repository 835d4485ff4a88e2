"""How long the screens of partnerships hold the window: `python -m tests.bench.bench_partnerships`.

For each screen, on the sample register and on one of 400 arrangements and 3,000 memberships, in
milliseconds: the longest single hold of the window's thread on the first visit (the page is built),
on the next (it is only filled) and on one after something was written (what was known is asked anew),
each in wall time and in that thread's own processor time; the wall time until the screen shows what it
then goes on to show; and, until nothing more is done, below the fold or for later, the wall and the
processor time of all threads. The reference is a page of one line, shown in the same run. Names of screens can be given. Nothing is asserted: times differ from machine to machine.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QVBoxLayout

from tests.ui.bigregister import make_big
from tests.ui.stage import Stage, sample_at
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.pages import PAGES, page_class
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.parts.widgets import PlainLabel

Deed = Callable[[], object]
_PAUSE = 0.002
"""Seconds between two turns of the event loop: to look more often would itself be work."""
_RIGHT = 60.0
"""Seconds after which a screen that is still not right is given up."""


class Held(NamedTuple):
    """What one deed cost: milliseconds of the longest hold (wall and processor), until the screen was right, until all
    was done (wall and processor).
    """

    wall: float
    cpu: float
    seen: float
    right: float
    work: float


class Blank(Page):
    """The least that a page can be."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        QVBoxLayout(self).addWidget(PlainLabel("Nothing", "title"))

    def load(self) -> None:
        """There is nothing to show."""

    def title(self) -> str:
        return "Nothing"


def held(stage: Stage, deed: Deed) -> Held:
    """Do it, and let the window run until no worker is busy and nothing waits to be painted."""
    rest(stage)
    worst = cpu = spent = apart = right = 0.0
    begun, idle = time.perf_counter(), time.process_time()
    work = 0.0
    shots: list[tuple[float, bytes]] = []
    step: Deed = deed
    quiet = 0
    while quiet < 3 and time.perf_counter() - begun < _RIGHT:
        at, used = time.perf_counter(), time.thread_time()
        step()
        step = _turn
        turn, own = time.perf_counter() - at, time.thread_time() - used
        worst, cpu = max(worst, turn), max(cpu, own)
        spent = time.perf_counter() - begun - apart
        if stage.window.bridge.is_busy or own > 0.0005:
            quiet, right, work = 0, spent, time.process_time() - idle
        else:
            quiet += 1
        looked, thought = time.perf_counter(), time.process_time()
        shots.append((spent, picture(stage)))
        apart += time.perf_counter() - looked
        idle += time.process_time() - thought
        time.sleep(_PAUSE)
    last = shots[-1][1]
    seen = min(at for at, _ in takewhile(lambda one: one[1] == last, reversed(shots)))
    return Held(worst * 1000, cpu * 1000, seen * 1000, right * 1000, work * 1000)


def picture(stage: Stage) -> bytes:
    """What stands on the screen, as it was painted: nothing is laid out or painted for the question."""
    window = stage.window
    image = window.screen().grabWindow(window.winId()).toImage()
    return hashlib.md5(bytes(image.constBits()), usedforsecurity=False).digest()


def _turn() -> None:
    """One turn of the event loop, as the window's own makes it."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rest(stage: Stage) -> None:
    """Let whatever the screen before had begun come to its end."""
    stage.wait_until(lambda: not stage.window.bridge.is_busy)
    _turn()


def places(stage: Stage) -> list[tuple[str, Place, Place | None]]:
    """Each screen: its name, where it is, and another record of the same page for the next visit."""
    arrangements = [a.id for a in stage.session.read.arrangements()]
    first, second = arrangements[0], arrangements[1]
    councils = [m.organisation_id for m in stage.session.read.memberships(first)]
    return [
        ("partnerships", Place("partnerships"), None),
        ("partnership", Place("partnership", first), Place("partnership", second)),
        ("cost shares", Place("costshares", first), Place("costshares", second)),
        ("claims", Place("claims"), None),
        ("claims of one", Place("claims", query=f"arrangement={first}"), None),
        ("conflicts", Place("conflicts"), None),
        ("gaps", Place("gaps"), None),
        ("totals", Place("totals"), None),
        ("chain", Place("chain"), None),
        ("evidence", Place("evidence"), None),
        ("organisations", Place("organisations"), None),
        ("organisation", Place("organisation", councils[0]), Place("organisation", councils[1])),
        ("reorganise", Place("reorganise"), None),
        ("new partnership", Place("partnerships", query="new"), None),
    ]


def slide(stage: Stage, record: int) -> Held:
    """The slider drawn over ten years of an arrangement, a day at a time."""
    page = stage.go("partnership", record)
    assert isinstance(page, PartnershipPage)
    rest(stage)
    worst = Held(0, 0, 0, 0, 0)
    for turn in range(40):
        day = date(2010, 1, 1) + timedelta(days=90 * turn)
        one = held(stage, lambda day=day: page.timeline.previewed.emit(day))  # type: ignore[misc]
        worst = Held(*(max(pair) for pair in zip(worst, one, strict=True)))
    return worst


def verbs(stage: Stage, record: int) -> list[tuple[str, Held]]:
    """Each verb's panel, opened beside an arrangement."""
    page = stage.go("partnership", record)
    assert isinstance(page, PartnershipPage)
    rest(stage)
    found = []
    for key in ("join", "notice", "service", "host", "supersede"):
        found.append((f"verb: {key}", held(stage, lambda key=key: page.verbs.show_panel(key))))  # type: ignore[misc]
    agreement = page.agreements.rows.row(0)
    if agreement is not None and isinstance(agreement.record, Place) and agreement.record.record:
        wanted = agreement.record.record
        found.append(("verb: extend", held(stage, lambda: page.verbs.show_extend(wanted))))
    page.verbs.close_panels()
    return found


def day_on_page(stage: Stage, record: int) -> Held:
    """The same until the arrangement's own page shows that day; the rest of the window follows."""
    page = stage.go("partnership", record)
    assert isinstance(page, PartnershipPage)
    rest(stage)
    begun, idle = time.perf_counter(), time.process_time()
    at, used = begun, time.thread_time()
    stage.window.bridge.look_at(date(2014, 6, 1))
    worst, cpu = time.perf_counter() - at, time.thread_time() - used
    while not page.is_settled:
        _turn()
    right, work = time.perf_counter() - begun, time.process_time() - idle
    rest(stage)
    stage.window.bridge.look_at(None)
    return Held(worst * 1000, cpu * 1000, right * 1000, right * 1000, work * 1000)


def another_day(stage: Stage, record: int) -> Held:
    """The whole window put on another day while an arrangement is shown."""
    stage.go("partnership", record)
    rest(stage)
    made = held(stage, lambda: stage.window.bridge.look_at(date(2016, 6, 1)))
    stage.window.bridge.look_at(None)
    return made


def measure(stage: Stage, names: list[str]) -> None:
    """Print a line for each screen."""
    blank = Blank(stage.window.bridge)
    stage.window.stack.addWidget(blank)
    reference = held(stage, lambda: stage.window.stack.setCurrentWidget(blank))
    unit = max(reference.seen, 0.1)

    def tell(name: str, made: Held) -> None:
        figures = f"{made.wall:8.1f}{made.cpu:8.1f}{made.seen:9.1f}{made.right:9.1f}{made.work:8.1f}"
        print(f"  {name:34}{figures}   x {made.seen / unit:.1f}", flush=True)

    tell("reference: an empty page", reference)

    for name, place, other in places(stage):
        if names and not any(word in name for word in names):
            continue
        tell(name, held(stage, lambda place=place: stage.window.go(place)))  # type: ignore[misc]
        stage.window.stack.setCurrentWidget(blank)
        again = other or place
        page = stage.window.page(place.page)
        page._stale = True
        tell(f"{name}, again", held(stage, lambda again=again: stage.window.go(again)))  # type: ignore[misc]
    for name, place, _ in places(stage):
        if names and not any(word in name for word in names):
            continue
        stage.window.stack.setCurrentWidget(blank)
        stage.window.page(place.page)._stale = True
        stage.window.bridge.answers._forget()
        stage.window.bridge.answers._soon.stop()
        tell(f"{name}, after a change", held(stage, lambda place=place: stage.window.go(place)))  # type: ignore[misc]
    first = stage.session.read.arrangements()[0].id
    if not names or "slider" in names:
        tell("slider, the worst of 40 days", slide(stage, first))
    if not names or "day" in names:
        tell("another day, on the page", day_on_page(stage, first))
        tell("another day, in all the window", another_day(stage, first))
    if not names or "verb" in names:
        for name, made in verbs(stage, first):
            tell(name, made)


def stand_ready(stage: Stage) -> None:
    """Do what the window does by itself in the first seconds, while nothing else happens."""
    stage.window.resize(1440, 900)
    stage.window.ahead.read()
    answers = stage.window.bridge.answers
    asked = [ask for spec in PAGES for ask in page_class(spec).ahead]
    stage.wait_until(lambda: all(answers.is_known(a.question, *a.arguments) for a in asked))
    rest(stage)
    gc.collect()
    gc.freeze()


def main(words: list[str]) -> None:
    """Both registers, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACKER_SETTINGS"] = os.environ["TRACKER_DATA"] = folder
        for name, make in (("sample", sample_at), ("big", lambda to: make_big(to / "big.tracker"))):
            path = make(Path(folder))
            print(f"{name + ' register':36}    held     cpu     seen     done     cpu, ms   to the reference")
            with Stage(path) as stage:
                stand_ready(stage)
                measure(stage, words)


if __name__ == "__main__":
    main(sys.argv[1:])
