"""The tray icon, and the keeper of a window's reminders: looking, coming up, answering, leaving."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

import tracker
from tests.ui.reminders.test_window import Seconds
from tracker.app import edit
from tracker.app.reminding.answers import decide
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.errors import RegisterBusy
from tracker.domain.partnerships.partnership import Arrangement
from tracker.domain.reminding.alert import Answer, AnswerAction, Decision, Person, Watched
from tracker.domain.reminding.answering import Snooze
from tracker.domain.reminding.reminder import Key, Reminder, due
from tracker.ui.bridge import Place
from tracker.ui.parts.theme import Tone
from tracker.ui.reminders import keeper as keeping
from tracker.ui.reminders import window as popup
from tracker.ui.reminders.decision import Decided
from tracker.ui.reminders.keeper import Keeper
from tracker.ui.tray import Tray, icon_with
from tracker.ui.window import Window

# Without a screen Qt cannot follow a tray that comes, and says so when an icon is made.
with_an_icon = pytest.mark.qt_log_ignore("This plugin does not support", "QPlatformNativeInterface")

START = datetime(2026, 11, 22, 14, 52, tzinfo=UTC)


class Clock:
    """A clock that the test drives."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: int) -> None:
        self.now += timedelta(**span)


class Desk:
    """A main window with its keeper, on a register and a clock that the test drives."""

    def __init__(
        self, path: Path, *, tray: bool = False, read_only: bool = False, seconds: Seconds | None = None
    ) -> None:
        self.clock, self.tray_is_there = Clock(), tray
        self.session = Session.open(path, clock=self.clock, user="Officer", read_only=read_only)
        self.window = Window(self.session, Settings())
        self.said: list[tuple[str, Tone]] = []
        self.window.bridge.said.connect(self.hear)
        self.tray = Tray(self.window, self.is_there)
        self.nudges: list[str] = []
        self.tray.nudge = self.hear_nudge  # type: ignore[method-assign]
        self.seconds = seconds or Seconds()
        self.keeper = Keeper(self.window, self.tray, self.seconds)
        self.window.show()

    def is_there(self) -> bool:
        return self.tray_is_there

    def hear(self, text: str, tone: Tone, action: str) -> None:
        self.said.append((text, tone))

    def hear_nudge(self, title: str, text: str) -> None:
        self.nudges.append(title)

    def tick(self, **span: int) -> None:
        """Let time pass and a minute's tick come."""
        self.clock.pass_by(**span)
        self.window.bridge.tick()

    @property
    def listed(self) -> tuple[Reminder, ...]:
        return self.keeper.popup._found.reminders

    @property
    def shown(self) -> set[Key]:
        """What stands in the list, as far as it has been put there."""
        lines = self.keeper.popup.list.lines
        rows = [line.row for number in range(lines.rowCount()) if (line := lines.line(number)) and line.row]
        return {reminder.key for row in rows for reminder in row.reminders}

    def named(self, title: str) -> tuple[Reminder, ...]:
        return tuple(reminder for reminder in self.listed if reminder.watched.title == title)

    def answers(self, action: AnswerAction) -> list[Answer]:
        return [line for line in self.session.read.records(Answer) if line.action is action]

    def close(self) -> None:
        self.keeper.leave()
        self.window.close()
        self.window.deleteLater()
        self.session.close()
        QApplication.setQuitOnLastWindowClosed(True)


def one(session: Session) -> int:
    """An agreement with an option to decide on in five days' time."""
    return edit.new_agreement(
        session,
        {
            "title": "Housing repairs",
            "starts": "1 April 2022",
            "initial_term": "5 years",
            "options": "2 years",
            "notice": "3 months",
        },
    )


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "Small.tracker"
    with Session.create(path, clock=Clock(), user="Officer") as session:
        one(session)
    return path


@pytest.fixture
def path(register: Path, tmp_path: Path) -> Path:
    own = tmp_path / register.name
    copyfile(register, own)
    return own


@pytest.fixture
def desk(qapp: QApplication, path: Path) -> Iterator[Desk]:
    made = Desk(path)
    yield made
    made.close()


@pytest.fixture
def with_tray(qapp: QApplication, path: Path) -> Iterator[Desk]:
    made = Desk(path, tray=True)
    yield made
    made.close()


# Looking and coming up


def test_at_the_start_the_window_comes_up_with_what_is_due(desk: Desk) -> None:
    desk.keeper.check()
    assert desk.keeper.popup.isVisible()
    assert desk.listed
    assert desk.window.status.checked.text().startswith("Last checked: 14:52, ")
    assert desk.window.status.next.text().startswith("Next reminder: ")
    assert desk.window.status.next.text().endswith(", 08:00"), "when it is day, and not at midnight"
    assert len(desk.answers(AnswerAction.SHOWN)) == len(desk.listed)


def test_what_was_shown_does_not_come_up_again(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.put_away()
    desk.tick(minutes=1)
    assert not desk.keeper.popup.isVisible()
    assert desk.window.status.checked.text() == "Last checked: 14:53, none new"


def test_what_is_due_by_ones_own_change_waits_until_the_hand_rests(desk: Desk, qtbot: QtBot) -> None:
    desk.keeper.check()
    desk.keeper.popup.put_away()
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    one(desk.session)
    desk.keeper.check()
    assert any(reminder.fresh for reminder in desk.listed) and not desk.keeper.popup.isVisible()
    assert desk.window.status.checked.text().endswith("new"), "the status line says it meanwhile"
    desk.tick(seconds=50)
    assert not desk.keeper.popup.isVisible()
    desk.tick(minutes=1)
    assert desk.keeper.popup.isVisible()


def test_what_is_due_by_a_change_comes_up_where_somebody_works_elsewhere(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.put_away()
    desk.window.hide()
    one(desk.session)
    desk.keeper.check()
    assert desk.keeper.popup.isVisible()


def test_f59_f60_after_a_month_of_sleep_one_window_lists_what_came_due(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.put_away()
    desk.tick(days=30)
    windows = [each for each in QApplication.topLevelWidgets() if each is desk.keeper.popup]
    assert windows == [desk.keeper.popup]
    assert desk.keeper.popup.isVisible()
    keys = [reminder.key for reminder in desk.listed]
    assert len(keys) == len(set(keys))


def test_f66_midnight_makes_the_list_fresh(desk: Desk) -> None:
    desk.keeper.check()
    desk.clock.now = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
    desk.tick()
    before = desk.keeper.popup.day.text()
    desk.tick(minutes=2)
    assert before == "Sunday 22 November 2026, 23:59"
    assert desk.keeper.popup.day.text() == "Monday 23 November 2026, 00:01"


def test_f61_a_clock_set_back_is_said_and_answers_nothing(desk: Desk) -> None:
    desk.keeper.check()
    desk.tick(days=-3)
    assert any(tone is Tone.WARNING and "19 November 2026" in text for text, tone in desk.said)
    assert not desk.answers(AnswerAction.SNOOZED)


def test_a_large_register_is_read_by_a_worker_and_the_window_does_not_stand_still(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGE", 0)
    desk.keeper.check()
    assert not desk.listed, "it is being read"
    desk.keeper.check()
    qtbot.waitUntil(lambda: bool(desk.listed))
    assert desk.keeper.popup.isVisible()
    first = desk.listed[0]
    edit.remove_agreement(desk.session, first.watched.agreement_id)
    qtbot.waitUntil(lambda: first.key not in {each.key for each in desk.listed})
    desk.keeper._on_unread(RegisterBusy("The register is busy."))
    assert desk.window.status.checked.text() == "Not checked: The register is busy."
    desk.tick(minutes=1)
    assert desk.window.status.checked.text().startswith("Last checked: ")


def test_answers_in_a_large_register_are_reckoned_by_a_worker(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGE", 0)
    monkeypatch.setattr(popup, "_FILLED_UNSEEN", 0)
    desk.keeper.check()
    qtbot.waitUntil(lambda: bool(desk.shown))
    assert desk.shown == {each.key for each in desk.listed}
    first = desk.listed[0]
    desk.keeper._snooze((first,), Snooze.TOMORROW)
    assert first in desk.listed, "it is being reckoned"
    qtbot.waitUntil(lambda: first.key not in desk.shown)
    assert desk.shown == {each.key for each in desk.listed}


def test_an_edit_is_seen_without_waiting_for_the_minute(desk: Desk, qtbot: object) -> None:
    desk.keeper.check()
    count = len(desk.listed)
    edit.remove_agreement(desk.session, desk.listed[0].watched.agreement_id)
    desk.keeper._soon.timeout.emit()
    assert len(desk.listed) < count
    assert not desk.keeper.popup.isVisible(), "nothing is left to be reminded of"


def test_f71_an_answer_given_elsewhere_is_seen_within_seconds(desk: Desk, qtbot: QtBot) -> None:
    desk.keeper.check()
    with Session.open(desk.session.path, clock=desk.clock, user="Colleague") as elsewhere:
        decide(elsewhere, desk.listed, Decision.NO_ACTION, reason="Kennels closed")
    qtbot.waitUntil(lambda: not desk.listed)
    assert not desk.keeper.popup.isVisible()


_ELSEWHERE = """
import sys
from datetime import datetime
from pathlib import Path
from tracker.app.reminding import answers, reminders
from tracker.app.session import Session
from tracker.domain.reminding.alert import Decision
now = datetime.fromisoformat(sys.argv[2])
with Session.open(Path(sys.argv[1]), clock=lambda: now, user="Colleague") as session:
    due = reminders.due(session, session.now()).reminders
    print(answers.decide(session, due, Decision.NO_ACTION, reason="done in the other office").done)
"""


@pytest.mark.slow
def test_f71_two_programs_one_answer(desk: Desk, qtbot: QtBot) -> None:
    desk.keeper.check()
    mine = desk.listed
    words = [sys.executable, "-c", _ELSEWHERE, str(desk.session.path), desk.clock().isoformat()]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(done.stdout) == len(mine)
    desk.keeper._decide(mine, Decided(Decision.LET_LAPSE, ""))
    assert "was decided already, by Colleague" in desk.keeper.popup.banner.text.text()
    assert [line.user for line in desk.answers(AnswerAction.DECIDED)] == ["Colleague"] * len(mine)
    qtbot.waitUntil(lambda: not desk.listed)


def test_quiet_hours_hold_the_window_back(desk: Desk) -> None:
    desk.window.bridge.settings.reminders["quiet"] = ["14:00", "16:00"]
    desk.window.bridge.preferred.emit()
    assert not desk.keeper.popup.isVisible()
    assert desk.listed, "the list is as true"
    desk.tick(hours=2)
    assert desk.keeper.popup.isVisible()


def test_somebody_who_asks_gets_the_window_even_with_nothing_in_it(desk: Desk) -> None:
    edit.remove_agreement(desk.session, one(desk.session))
    desk.keeper.check()
    desk.keeper.popup.put_away()
    desk.window.menu_actions["show_reminders"].trigger()
    assert desk.keeper.popup.isVisible()
    desk.tick(minutes=1)
    assert desk.keeper.popup.isVisible()


def test_a_test_reminder_comes_up_and_writes_nothing_of_its_own(desk: Desk) -> None:
    desk.keeper.check()
    before = len(desk.session.read.records(Answer))
    desk.keeper.popup.put_away()
    desk.window.menu_actions["try_reminder"].trigger()
    assert desk.keeper.popup.isVisible()
    assert "Nothing was added" in desk.keeper.popup.banner.text.text()
    assert desk.nudges[-1] == "Test reminder"
    assert len(desk.session.read.records(Answer)) == before


# Answering


def test_a_snooze_is_kept_and_its_length_remembered(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.snoozed.emit(desk.listed, Snooze.HOUR)
    assert not desk.listed
    assert Settings.load().snooze == "hour"
    desk.tick(minutes=61)
    assert desk.listed
    assert desk.keeper.popup.isVisible()
    assert desk.keeper.popup.last_snooze is Snooze.HOUR


def test_closing_snoozes_until_tomorrow_at_nine(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.close()
    assert {line.until for line in desk.answers(AnswerAction.SNOOZED)} == {datetime(2026, 11, 23, 9)}  # noqa: DTZ001
    desk.tick(hours=1)
    assert not desk.keeper.popup.isVisible()
    desk.clock.now = datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
    desk.tick()
    assert desk.keeper.popup.isVisible()


def test_a_decision_carries_the_extension_out_and_can_be_undone(desk: Desk) -> None:
    desk.keeper.check()
    about = tuple(each for each in desk.listed if each.watched.deadline.kind in ("option notice", "end"))[:1]
    assert about, [each.watched.deadline.kind for each in desk.listed]
    agreement_id = about[0].watched.agreement_id
    end = datetime(2029, 3, 31, tzinfo=UTC).date()
    desk.keeper.popup.decided.emit(about, Decided(Decision.EXTENDED, "Minute 14", end, 1))
    assert desk.session.standing(agreement_id).current_end == end
    assert about[0].key not in [reminder.key for reminder in desk.listed]
    desk.session.undo()
    assert desk.session.standing(agreement_id).current_end == datetime(2027, 3, 31, tzinfo=UTC).date()


def test_the_reminder_window_undoes_and_redoes_by_its_own_keys(desk: Desk, qtbot: QtBot) -> None:
    desk.keeper.show()
    popup = desk.keeper.popup
    qtbot.waitUntil(popup.isActiveWindow)
    QTest.keyClick(popup, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.undo_name is not None  # the first second's keys were meant for another window
    desk.seconds.now += 5
    about = tuple(each for each in desk.listed if each.watched.deadline.kind in ("option notice", "end"))[:1]
    popup.decided.emit(about, Decided(Decision.NO_ACTION, "Minute 15"))
    key = about[0].key
    assert key not in [reminder.key for reminder in desk.listed]
    assert popup.banner.text.text().endswith("Ctrl+Z takes it back.")
    QTest.keyClick(popup, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: key in [reminder.key for reminder in desk.listed])
    assert popup.banner.text.text().startswith("Undone: ")
    QTest.keySequence(popup, QKeySequence(QKeySequence.StandardKey.Redo))
    qtbot.waitUntil(lambda: key not in [reminder.key for reminder in desk.listed])


def test_f72_what_cannot_be_saved_is_said_and_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.keeper.check()
    count = len(desk.listed)

    def busy(*_: object, **__: object) -> object:
        raise RegisterBusy("The register is busy.")

    monkeypatch.setattr(desk.session, "operation", busy)
    desk.keeper.popup.snoozed.emit(desk.listed, Snooze.HOUR)
    assert desk.keeper.popup.banner.text.text() == "Not saved. The register is busy."
    assert len(desk.listed) == count
    desk.keeper.popup.close()
    assert desk.said[-1] == ("The reminders are not snoozed: The register is busy.", Tone.DANGER)
    desk.tick(minutes=1)
    assert not desk.keeper.popup.isVisible(), "no loop: it does not come straight back"


def test_f72_a_register_for_reading_only_reminds_once_and_answers_nothing(
    qapp: QApplication, path: Path
) -> None:
    desk = Desk(path, read_only=True)
    desk.keeper.check()
    assert desk.keeper.popup.isVisible()
    assert desk.keeper.popup.promise.text().endswith("Closing answers nothing.")
    desk.keeper.popup.close()
    desk.tick(minutes=1)
    assert not desk.keeper.popup.isVisible()
    desk.close()


def test_a_refusal_is_said_in_words(desk: Desk) -> None:
    desk.keeper.check()
    stuck = tuple(reminder for reminder in desk.listed if not reminder.dismissable)
    if not stuck:
        desk.tick(days=30)
        stuck = tuple(reminder for reminder in desk.listed if not reminder.dismissable)
    desk.keeper.popup.dismissed.emit(stuck)
    assert "only a decision ends it" in desk.keeper.popup.banner.text.text()


def test_open_goes_to_the_agreement(desk: Desk) -> None:
    desk.keeper.check()
    desk.keeper.popup.opened.emit(desk.listed[0])
    assert desk.window.current_page().place == Place("agreement", desk.listed[0].watched.agreement_id)


def test_open_goes_to_the_partnership_where_the_date_is_one_of_its_own(desk: Desk) -> None:
    with desk.session.operation("Add a partnership") as write:
        arrangement = write.add(Arrangement(title="Joint waste"))
    deadline = Deadline(
        kind="review", date=START.date(), act_by=START.date(), missed_after=START.date(), asks=True
    )
    watched = Watched(agreement_uid=arrangement.uid, deadline=deadline, title="Joint waste")
    (found,) = due([watched], (), (), desk.clock(), person=Person(user="Officer")).reminders
    desk.keeper.popup.opened.emit(found)
    assert desk.window.current_page().place == Place("partnership", arrangement.id)


# Closing the main window


def test_f69_without_a_tray_closing_ends_everything(desk: Desk) -> None:
    desk.keeper.check()
    desk.window.close()
    assert not desk.window.isVisible()
    assert not desk.keeper.popup.isVisible()
    assert not desk.answers(AnswerAction.SNOOZED), "leaving is no answer"


@with_an_icon
def test_f69_with_a_tray_closing_leaves_the_reminders_and_says_so_once(with_tray: Desk) -> None:
    with_tray.keeper.check()
    with_tray.nudges.clear()
    with_tray.window.close()
    assert not with_tray.window.isVisible()
    told = with_tray.keeper._told
    assert told is not None
    assert "reminders keep coming" in told.text()
    told.close()
    with_tray.tray.window_wanted.emit()
    assert with_tray.window.isVisible()
    with_tray.window.close()
    assert not told.isVisible(), "it is said once"
    with_tray.tick(minutes=1)
    assert with_tray.window.status.checked.text() == "Last checked: 14:53, none new"


@with_an_icon
def test_f69_a_tray_that_goes_brings_the_window_back(with_tray: Desk) -> None:
    with_tray.keeper.check()
    with_tray.window.close()
    with_tray.tray_is_there = False
    with_tray.tick(minutes=1)
    assert with_tray.window.isVisible()


def test_f69_at_login_a_tray_is_waited_for_and_without_one_the_window_goes_to_the_task_bar(
    qapp: QApplication, path: Path
) -> None:
    seconds = Seconds()
    desk = Desk(path, seconds=seconds)
    desk.window.hide()
    desk.keeper.start(hidden=True)
    desk.tick()
    assert not desk.window.isVisible()
    assert not QApplication.quitOnLastWindowClosed(), "a reminder that is closed does not end the program"
    seconds.now += 91
    desk.tick(minutes=1)
    assert desk.window.isMinimized()
    desk.keeper.show_window()
    assert desk.window.isVisible()
    assert not desk.window.isMinimized()
    desk.close()


@with_an_icon
def test_f69_at_login_there_is_no_window_where_there_is_a_tray(qapp: QApplication, path: Path) -> None:
    seconds = Seconds()
    desk = Desk(path, tray=True, seconds=seconds)
    desk.window.hide()
    desk.keeper.start(hidden=True)
    for _ in range(3):
        seconds.now += 60
        desk.tick(minutes=1)
    assert not desk.window.isVisible()
    desk.close()


def test_f67_no_timer_of_the_program_is_set_for_longer_than_an_hour() -> None:
    """Whatever stands in a call that sets a timer: a number, or a constant of its module."""
    longest = 0
    for source in (Path(tracker.__file__).parent / "ui").rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        if "setInterval" not in text and "singleShot" not in text:
            continue
        tree = ast.parse(text)
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
        for call in calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr in ("setInterval", "singleShot"):
                given = call.args[0]
                given = constants.get(given.id, given) if isinstance(given, ast.Name) else given
                assert isinstance(given, ast.Constant), f"{source.name}: {ast.unparse(call)}"
                longest = max(longest, int(given.value))
    assert 0 < longest <= 3_600_000


@with_an_icon
def test_quit_closes_even_with_a_tray(with_tray: Desk) -> None:
    with_tray.keeper.check()
    with_tray.window.leaving.emit()
    with_tray.window.close()
    assert with_tray.keeper._gone
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# The icon


def test_f69_no_tray_is_no_trouble(qapp: QApplication, desk: Desk) -> None:
    tray = Tray(desk.window, lambda: False)
    tray.show_count(3, 1, "3 reminders, 1 overdue")
    tray.nudge("A title", "A text")
    tray.remove()
    assert not tray.is_there


@with_an_icon
def test_the_icon_shows_the_count_and_its_tooltip_says_it(qapp: QApplication, desk: Desk) -> None:
    tray = Tray(desk.window, lambda: True)
    tray.show_count(22, 3, "22 reminders, 3 overdue")
    assert isinstance(tray._icon, QSystemTrayIcon)
    assert tray._icon.toolTip() == "22 reminders, 3 overdue – Tracker"
    assert [a.text() for a in tray._menu.actions() if a.text()] == [
        "Show reminders",
        "Open Tracker",
        "Quit Tracker",
    ]
    plain, badged = icon_with(0, overdue=False), icon_with(22, overdue=True)
    assert plain.pixmap(32, 32).toImage() != badged.pixmap(32, 32).toImage()
    tray.remove()


def test_f67_no_timer_is_longer_than_an_hour(desk: Desk) -> None:
    desk.keeper.check()
    timers = [*desk.window.findChildren(QTimer), *desk.keeper.popup.findChildren(QTimer)]
    assert timers
    assert all(timer.interval() <= 3_600_000 for timer in timers)
