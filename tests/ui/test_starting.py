"""A cold start imports what the first painting needs and no more; what is imported late is not lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.app.settings import Settings
from tracker.ui import beginning as module
from tracker.ui.jobs import Jobs
from tracker.ui.window import Window

_PROGRAM = """
import sys
import tracker.cli.window, tracker.ui.application, tracker.ui.home.page, tracker.store.file
print(*(name for name in sys.modules if name.startswith(("tracker.", "PySide6."))))
print(*(name for name in ("click", "rich", "holidays", "openpyxl", "icalendar", "rapidfuzz", "socket",
    "concurrent.futures") if name in sys.modules))
before = set(sys.modules)
import tracker.ui.home.facts
print(*(name for name in set(sys.modules) - before if name.startswith(("tracker.ui.", "PySide6."))))
"""
_LATER = (
    "tracker.app.edit",
    "tracker.app.due",
    "tracker.app.reminding",
    "tracker.app.safety",
    "tracker.cli.reading",
    "tracker.domain.agreement",
    "tracker.domain.deadlines.standing",
    "tracker.domain.partnerships",
    "tracker.domain.written",
    "tracker.exchange",
    "tracker.store.log",
    "tracker.store.records",
    "tracker.ui.commands",
    "tracker.ui.doing",
    "tracker.ui.help",
    "tracker.ui.home.board",
    "tracker.ui.parts.format",
    "tracker.ui.parts.tables",
    "tracker.ui.reminders",
    "PySide6.QtNetwork",
    "PySide6.QtPrintSupport",
)


def test_nothing_is_imported_before_the_window_that_it_does_not_need() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    own, others, worker = done.stdout.splitlines()
    assert [name for name in own.split() if name.startswith(_LATER)] == []
    assert others == ""
    # Nothing of Qt: two threads that both bring its classes into Python end the program, seldom and without a word.
    assert set(worker.split()) == {
        "tracker.ui.home.facts",
        "tracker.ui.home.daymark",
        "tracker.ui.parts.format",
    }


_PAINTED = """
import sys
import PySide6.QtCore
from tracker.ui.beginning import Beginning
def painted(beginning):
    print("Qt" in vars(PySide6.QtCore), beginning.parent().isVisible(), flush=True)
    import os; os._exit(0)
Beginning.begin = painted
import tracker.cli
tracker.cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("theme", ["system", "dark"])
def test_the_first_painting_needs_no_enumerations(theme: str, nothing_yet: Path, tmp_path: Path) -> None:
    register = copyfile(nothing_yet, tmp_path / "register.tracker")
    folder = tmp_path / "settings"
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"theme": theme}), encoding="utf-8")
    own = {"TRACKER_SETTINGS": str(folder), "TRACKER_DATA": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _PAINTED, str(register)],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["False", "True"]


def test_what_a_window_asks_for_before_it_is_painted_is_asked_afterwards(stage: Stage) -> None:
    jobs = Jobs(1, stage.window)
    answers: list[object] = []
    jobs.hold()
    jobs.run(lambda: "held", answers.append, answers.append)
    assert jobs.is_busy
    jobs.go_on()
    jobs.run(lambda: "at once", answers.append, answers.append)
    stage.wait_until(lambda: answers == ["held", "at once"])
    jobs.close()


def test_what_nobody_waits_for_comes_last(stage: Stage) -> None:
    jobs = Jobs(2, stage.window)
    answers: list[object] = []
    jobs.hold()
    for text in ("the look over", "the backup"):
        jobs.run_at_rest(partial(str, text), answers.append, answers.append)
    jobs.run(lambda: "Home", answers.append, answers.append)
    jobs.go_on()
    stage.wait_until(lambda: not jobs.is_busy)
    assert answers == ["Home", "the look over", "the backup"]
    jobs.run_at_rest(lambda: "alone", answers.append, answers.append)
    stage.wait_until(lambda: answers[-1] == "alone")
    jobs.close()
    jobs.run_at_rest(lambda: "closed", answers.append, answers.append)
    assert not jobs.is_busy


def test_keys_work_while_a_worker_reads_what_comes_next(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "has_first", lambda: False)  # as in a program that has just started
    made = Window(stage.session, Settings())
    made._beginning.begin()
    assert not made.has_begun
    assert made.commands.actions["new_agreement"].shortcut() == QKeySequence(QKeySequence.StandardKey.New)
    stage.wait_until(lambda: made.has_begun)
    assert made.status.remark.text()
    made.close()
    made.deleteLater()


def test_a_window_that_is_never_shown_begins_all_the_same(stage: Stage) -> None:
    unseen = Window(stage.session, Settings())
    assert not unseen.has_begun
    stage.wait_until(lambda: unseen.has_begun)
    assert unseen.status.remark.text()
    unseen.close()
    unseen.deleteLater()


def test_a_window_that_closes_while_it_is_built_builds_no_more(stage: Stage) -> None:
    made = Window(stage.session, Settings())
    made._beginning.begin()
    made.close()
    stage.settle()
    assert "commands" not in vars(made)
    made.deleteLater()


def test_a_key_pressed_before_the_menus_are_filled_is_answered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing comes sooner than the key.
    monkeypatch.setattr(module.Beginning, "begin", lambda beginning: None)
    made = Window(stage.session, Settings())
    made.show()
    made.activateWindow()
    stage.wait_until(made.isActiveWindow)
    assert "commands" not in vars(made)
    QTest.keyClick(made, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert made.current_page().title() == "Register"
    made.close()
    made.deleteLater()
