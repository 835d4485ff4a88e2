"""One running program for a register: real processes that start twice, are killed, or do not answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.stage import clock, theme
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.application import Windows
from tracker.ui.late import Late
from tracker.ui.parts.theme import Scheme
from tracker.ui.single import Single, name_of
from tracker.ui.tray import Tray

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from tracker.ui.single import Single
app = QCoreApplication([])
single = Single()
single.wanted.connect(lambda: print("wanted", flush=True))
if not single.claim(Path(sys.argv[1]), show="stay" not in sys.argv):
    print("running already", flush=True)
    sys.exit(0)
if "painting" in sys.argv:
    QTimer.singleShot(200, single.listen)
else:
    single.listen()
print("held", flush=True)
sys.exit(app.exec())
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program for a register, in a process of its own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    made: list[subprocess.Popen[str]] = []

    def start(register: Path, *words: str) -> subprocess.Popen[str]:
        made.append(
            subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(register), *words], stdout=subprocess.PIPE, text=True
            )
        )
        return made[-1]

    yield start
    for process in made:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_f39_a_second_start_shows_the_first_and_a_killed_one_keeps_nobody_out(
    start: Start, tmp_path: Path
) -> None:
    register = tmp_path / "Our register.tracker"
    first = start(register)
    assert line(first) == "held"
    second = start(tmp_path / "elsewhere" / ".." / "Our register.tracker")
    assert line(second) == "running already"
    assert second.wait(10) == 0
    assert line(first) == "wanted"
    first.kill()
    first.wait(10)
    third = start(register)
    assert line(third) == "held", "what a killed program left keeps nobody out"


def test_f39_reminders_started_at_login_leave_the_window_where_it_is(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path / "r.tracker")
    assert line(first) == "held"
    assert line(start(tmp_path / "r.tracker", "stay")) == "running already"
    assert line(start(tmp_path / "r.tracker")) == "running already"
    assert line(first) == "wanted", "once, for the second of them"


def test_a_second_start_waits_for_a_first_that_is_still_painting(start: Start, tmp_path: Path) -> None:
    first = start(tmp_path / "r.tracker", "painting")
    assert line(first) == "held"
    assert line(start(tmp_path / "r.tracker")) == "running already"
    assert line(first) == "wanted"


def test_another_register_is_another_program(start: Start, tmp_path: Path) -> None:
    assert line(start(tmp_path / "a.tracker")) == "held"
    assert line(start(tmp_path / "b.tracker")) == "held"
    assert name_of(tmp_path / "a.tracker") != name_of(tmp_path / "b.tracker")


@pytest.fixture
def windows(qapp: QApplication, start: Start) -> Iterator[Windows]:
    made = Windows(qapp, Settings(), theme(Scheme("light")))
    yield made
    made._leave()
    made.single.release()
    if made._keeper is not None:
        made._keeper.leave()
    if made._window is not None:
        made._window.close()
        made._window.bridge.session.close()


def test_f39_the_window_comes_to_the_front_when_it_is_asked_for(
    windows: Windows, start: Start, nothing_yet: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    own = copyfile(nothing_yet, tmp_path / "own.tracker")
    assert windows.single.claim(own)
    assert windows.single.claim(own), "it is held already"
    window = windows.show(Session.open(own, clock=clock), hidden=True)
    assert not window.isVisible(), "no window until somebody asks"
    start(own)
    qtbot.waitUntil(window.isVisible)


def test_a_register_that_another_program_has_open_is_shown_there(
    windows: Windows, start: Start, nothing_yet: Path, tmp_path: Path
) -> None:
    own = copyfile(nothing_yet, tmp_path / "own.tracker")
    other = copyfile(nothing_yet, tmp_path / "other.tracker")
    first = start(other)
    assert line(first) == "held"
    window = windows.show(Session.open(own, clock=clock))
    assert windows.show(Session.open(other, clock=clock)) is window
    assert line(first) == "wanted"
    assert window.banner.text.text().startswith("other.tracker is open in a window of its own already")


def waiting(windows: Windows) -> Late:
    assert windows._late is not None
    return windows._late


def dialog_text(windows: Windows) -> str:
    return windows._dialog.text() if windows._dialog is not None else ""


@pytest.mark.qt_log_ignore("This plugin does not support", "QPlatformNativeInterface")
def test_a_register_that_cannot_be_reached_at_login_is_tried_again(
    windows: Windows, nothing_yet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tray, "is_there", property(lambda self: True))
    share = tmp_path / "share"
    windows.open(share / "own.tracker", hidden=True)
    waiting(windows).try_again()
    assert dialog_text(windows) == "", "nobody is at the desk yet"
    windows.single.wanted.emit()
    assert "tried again each minute" in dialog_text(windows)
    share.mkdir()
    copyfile(nothing_yet, share / "own.tracker")
    waiting(windows).try_again()
    assert windows._late is None
    assert windows._window is not None
    assert not windows._window.isVisible()
    QApplication.setQuitOnLastWindowClosed(True)


def test_where_no_claim_can_be_made_the_register_opens_all_the_same(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("long " * 30)
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    single = Single()
    assert single.claim(tmp_path / "r.tracker"), "the name of the socket is longer than the system takes"
    single.listen()
    single.listen()
    assert single.claim(tmp_path / "r.tracker"), "it is not held, so it is tried again"
    single.release()
