"""The application around the window: other people's changes, files that go away, recovery, the crash dialog."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage, clock, theme
from tracker.app import edit
from tracker.app.safety import backups, crash
from tracker.app.session import Session
from tracker.app.settings import Settings, settings_file
from tracker.domain.organisation import Organisation
from tracker.ui.application import Windows
from tracker.ui.bridge import SAVE_A_COPY, Place
from tracker.ui.others import OFTEN, SELDOM, Others
from tracker.ui.parts.theme import Scheme


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    made = Windows(qapp, Settings(), theme(Scheme("light")))
    yield made
    made._leave()
    made.single.release()
    if made._keeper is not None:
        made._keeper.leave()
    if made._window is not None:
        made._window.close()
        made._window.bridge.session.close()
    if made._dialog is not None:
        made._dialog.close()
        made._dialog.deleteLater()


@pytest.fixture
def own(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample."""
    folder = tmp_path / "registers"
    folder.mkdir()
    copyfile(sample, folder / sample.name)
    return folder / sample.name


def said(windows: Windows) -> str:
    assert windows._window is not None
    return windows._window.banner.text.text()


def settle(windows: Windows, words: str) -> None:
    """Wait until the banner says that."""
    from PySide6.QtCore import QDeadlineTimer

    until = QDeadlineTimer(10_000)
    while words not in said(windows):
        assert not until.hasExpired(), said(windows)
        QApplication.processEvents()


def test_f26_what_another_program_saved_is_shown_within_five_seconds(stage: Stage) -> None:
    seen: list[object] = []
    stage.window.bridge.changed.connect(seen.append)
    stage.window.bridge.look_for_others()
    assert seen == []
    with Session.open(stage.path, clock=clock, user="Ann") as other:
        edit.new_agreement(other, {"title": "From another desk"})
    stage.wait_until(lambda: len(seen) == 1)
    stage.window.bridge.look_for_others()
    assert len(seen) == 1


def test_f26_a_share_tells_nothing_so_its_file_is_asked(own: Path, qtbot: QtBot) -> None:
    asked = Others(own, own_disk=False)
    assert asked.asks
    assert OFTEN <= 5000
    with qtbot.waitSignal(asked.stirred):
        asked._often.timeout.emit()
    asked.stop()
    assert not asked.asks


def test_f26_in_the_background_it_is_asked_seldom_and_at_once_when_somebody_comes_back(
    own: Path, qtbot: QtBot
) -> None:
    asked = Others(own, own_disk=False)
    asked.on_state(Qt.ApplicationState.ApplicationInactive)
    assert asked.asks
    assert asked._often.interval() == SELDOM
    with qtbot.waitSignal(asked.stirred, timeout=OFTEN // 2):
        asked.on_state(Qt.ApplicationState.ApplicationActive)
    assert asked._often.interval() == OFTEN
    with qtbot.assertNotEmitted(asked.stirred):
        asked.on_state(Qt.ApplicationState.ApplicationActive)
    asked.stop()


def test_f25_a_file_that_was_put_in_the_place_of_the_register_is_listened_to(own: Path, qtbot: QtBot) -> None:
    heard = Others(own, own_disk=True)
    assert not heard.asks
    with qtbot.waitSignal(heard.stirred):
        own.write_bytes(b"another")
    with qtbot.waitSignal(heard.stirred):
        own.unlink()
    heard.listen()
    assert heard.asks, "nobody tells of a file that is not there"
    own.write_bytes(b"a third")
    heard.listen()
    assert not heard.asks
    with qtbot.waitSignal(heard.stirred):
        own.write_bytes(b"a fourth")
    heard.stop()


def test_f24_f25_a_file_that_went_away_is_said_once(stage: Stage) -> None:
    said: list[str] = []
    stage.window.bridge.said.connect(lambda text, *_: said.append(text))
    stage.path.rename(stage.path.with_name("moved.tracker"))
    for _ in range(3):
        stage.window.bridge.look_for_others()
    (text,) = said
    assert stage.window.banner.action.text() == SAVE_A_COPY
    assert "was removed, or another file was put in its place" in text
    assert not stage.window.bridge.act(lambda: edit.new_agreement(stage.session, {"title": "Lost?"}))
    assert "Nothing was saved" in said[-1]
    assert not stage.path.exists()
    stage.window.doing._save_copy(str(stage.path.with_name("saved.tracker")))
    with Session.open(stage.path.with_name("saved.tracker"), read_only=True) as saved:
        assert saved.read.listing().total == stage.session.read.listing().total
    stage.path.with_name("moved.tracker").rename(stage.path)
    stage.window.bridge.look_for_others()
    assert stage.window.bridge.act(lambda: edit.new_agreement(stage.session, {"title": "Saved"}))


def test_f27_a_share_that_does_not_answer_is_said_and_comes_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.domain.errors import TrackerError

    def vanished() -> int:
        raise TrackerError("The share did not answer.")

    said: list[str] = []
    stage.window.bridge.said.connect(lambda text, *_: said.append(text))
    monkeypatch.setattr(stage.session, "data_version", vanished)
    for _ in range(3):
        stage.window.bridge.look_for_others()
    monkeypatch.undo()
    stage.window.bridge.look_for_others()
    assert said == ["The share did not answer."]
    before = stage.session.read.counts()["agreement"]
    edit.new_agreement(stage.session, {"title": "Once"})
    assert stage.session.read.counts()["agreement"] == before + 1


def test_f41_the_window_lives_while_a_change_waits(stage: Stage) -> None:
    beats: list[int] = []
    timer = QTimer()
    timer.setInterval(20)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with Session.open(stage.path, clock=clock, user="Ann") as other, other.operation("Slow") as write:
            write.add(Organisation(name="Slowly"))
            held.set()
            free.wait(20)

    def beat() -> None:
        beats.append(1)
        if len(beats) > 3:
            free.set()

    assert stage.window.isVisible()
    other = threading.Thread(target=hold)
    other.start()
    held.wait(20)
    timer.timeout.connect(beat)
    timer.start()
    edit.new_agreement(stage.session, {"title": "Patience"})
    other.join()
    timer.stop()
    assert len(beats) > 3
    assert stage.session.read.find_agreement("Patience")
    assert stage.session.read.find_organisation("Slowly")


def test_f16_after_an_end_out_of_order_the_register_is_read_whole(windows: Windows, own: Path) -> None:
    import json
    import socket

    from tracker.app.safety.sharing import _folder_mark, _host

    mark = _folder_mark(own, f"{_host()}-99999999")
    words = {"user": "me", "host": _host(), "pid": 99999999, "since": "2026-11-21T09:00:00"}
    mark.write_text(json.dumps(words))
    data = bytearray(own.read_bytes())
    data[-8192:] = b"\xa5" * 8192
    own.write_bytes(data)
    windows.show(Session.open(own, clock=clock))
    settle(windows, "damaged")
    assert not mark.exists()
    assert socket.gethostname()


def test_f16_after_an_end_in_order_nothing_is_said(windows: Windows, own: Path, qtbot: QtBot) -> None:
    window = windows.show(Session.open(own, clock=clock))
    qtbot.waitUntil(lambda: len(list(own.parent.glob(".~*.open"))) == 1)
    qtbot.waitUntil(lambda: [one.reason for one in backups.backups_of(own)] == ["daily"])
    window.bridge._jobs.close()
    QApplication.processEvents()
    assert window.banner.isHidden()
    windows._leave()
    assert not list(own.parent.glob(".~*.open"))


def test_f5_damaged_preferences_are_told(windows: Windows, own: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('{"theme": ')
    windows.settings = Settings.load()
    session = Session.open(own, clock=clock)
    from tracker.app.settings import trouble

    assert "could not be read, so the usual ones hold" in trouble()
    windows.settings.save()
    assert trouble() == ""
    session.close()


def test_f28_a_cloud_folder_is_warned_of_once(windows: Windows, own: Path) -> None:
    cloud = own.parent / "OneDrive - Council"
    cloud.mkdir()
    inside = cloud / own.name
    own.rename(inside)
    windows.show(Session.open(inside, clock=clock))
    settle(windows, "lies in a folder that OneDrive copies while you work")
    assert len(windows.settings.told) == 1
    windows._on_looked_over(())
    assert Settings.load().told == windows.settings.told


def test_f17_f20_a_damaged_register_is_offered_two_ways_out(windows: Windows, own: Path) -> None:
    with Session.open(own, clock=clock) as session:
        made = backups.back_up(session, "asked")
    assert made is not None
    own.write_bytes(own.read_bytes()[:20000])
    windows.offer_recovery(own, "It is damaged.")
    box = windows._dialog
    assert box is not None
    assert "The newest backup that is sound was made on 22 November 2026" in box.informativeText()
    restore = next(button for button in box.buttons() if button.text().startswith("&Restore"))
    restore.click()
    assert "is as it was on 22 November 2026" in said(windows)
    assert [p for p in own.parent.iterdir() if "replaced" in p.name]


def test_f17_what_can_be_read_is_salvaged_and_shown(windows: Windows, own: Path) -> None:
    data = own.read_bytes()
    own.write_bytes(b"\xa5" * 4096 + data[4096:])
    windows.offer_recovery(own, "It is damaged.")
    box = windows._dialog
    assert box is not None
    assert "There is no backup that is sound" in box.informativeText()
    next(button for button in box.buttons() if button.text().startswith("&Save")).click()
    assert "This is what could be read of" in said(windows)
    assert windows._window is not None
    assert windows._window.bridge.session.read.counts()["agreement"] > 10
    assert own.read_bytes()[:4096] == b"\xa5" * 4096


def test_the_crash_dialog_has_a_text_to_copy_without_what_the_register_holds(
    windows: Windows, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise KeyError("Insurance, all classes")
    except KeyError as error:
        windows.on_unforeseen(KeyError, error, error.__traceback__)
    box = windows._dialog
    assert isinstance(box, QMessageBox)
    text = box.detailedText()
    assert "builtins.KeyError" in text
    assert "test_application.py" in text
    log = crash.log_file()
    for told in (text, log.read_text(), box.text(), box.informativeText()):
        assert "Insurance" not in told
    assert text in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    next(button for button in box.buttons() if "Copy" in button.text()).click()
    assert QApplication.clipboard().text() == text
    capsys.readouterr()


def test_a_second_window_shows_what_is_changed_in_the_first_and_goes_with_it(
    windows: Windows, own: Path
) -> None:
    first = windows.show(Session.open(own, clock=clock))
    insurance = first.bridge.session.read.find_agreement("NBC-041")[0].id
    first.go(Place("agreement", insurance))
    first.menu_actions["new_window"].trigger()
    (second,) = windows._beside
    assert second.current_page().title() == "Insurance, all classes"
    edit.change(first.bridge.session, insurance, {"title": "Insurance, every class"})
    assert second.current_page().title() == "Insurance, every class"
    second.go(Place("home"))
    assert first.current_page().place == Place("agreement", insurance)
    second.menu_actions["undo"].trigger()
    assert first.current_page().title() == "Insurance, all classes"
    windows.show(Session.open(own, clock=clock))
    assert windows._beside == []


def test_closing_the_second_window_leaves_the_first(windows: Windows, own: Path, qtbot: QtBot) -> None:
    first = windows.show(Session.open(own, clock=clock))
    second = windows.show_beside(Place("home"))
    assert second is not None
    second.close()
    qtbot.waitUntil(lambda: windows._beside == [])
    edit.change(first.bridge.session, 1, {"title": "Still open"})


def test_registers_opened_lately_are_in_the_file_menu(windows: Windows, own: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.tracker"
    Session.create(other).close()
    first = windows.show(Session.open(own, clock=clock))
    second = windows.show(Session.open(other, clock=clock))
    assert first is not second
    menu = second.commands.recent.menu
    menu.aboutToShow.emit()
    assert [action.data() for action in menu.actions()] == [str(own.resolve())]
    menu.actions()[0].trigger()
    assert windows._window is not None
    assert windows._window.bridge.session.path == own.resolve()


def test_the_sample_says_what_it_is_and_offers_a_register_of_ones_own(windows: Windows, own: Path) -> None:
    sample = own.with_name("sample.db")
    own.rename(sample)
    window = windows.show(Session.open(sample, clock=clock))
    assert window.welcome.isVisible()
    window.welcome.later.click()
    assert not window.welcome.isVisible()
    again = windows.show(Session.open(sample, clock=clock))
    assert not again.welcome.isVisible()
