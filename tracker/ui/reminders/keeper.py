"""Keeps one window's reminders: looks once a minute, brings the reminder window up, carries answers out.

The window, the tray icon and the status line show what `app/reminding/watch.py` finds. Where there
is a tray, closing the main window leaves the reminders running; where there is none, it ends
them with the program, for there would be no way back.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMessageBox

from tracker.app.reminding import answers, reminders
from tracker.app.reminding.answers import Outcome
from tracker.app.reminding.settings import load_person, load_rules
from tracker.app.reminding.watch import Reading, Watch
from tracker.domain.changes import Changes
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import TrackerError
from tracker.domain.reminding import agenda
from tracker.domain.reminding.answering import Snooze
from tracker.domain.reminding.reminder import Due, Reminder
from tracker.ui.bridge import Place
from tracker.ui.parts.theme import Tone, dress
from tracker.ui.reminders.decision import Decided
from tracker.ui.reminders.window import ReminderWindow
from tracker.ui.tray import Tray
from tracker.ui.window import Window

LARGE = 2_000
"""Agreements from which on a reading takes longer than the window may stand still."""

_PATIENCE = 90.0
"""Seconds for which a tray is waited for at login."""

_BUSY = timedelta(minutes=1)
"""For so long after one's own last change nothing comes up over the window that one works in."""

_TOLD = "told about the tray"
_RUNS_ON = "The window is closed, and reminders keep coming."
_WAY_BACK = (
    "Tracker’s icon stands beside the clock, with the number of reminders. Click it to see them; its menu opens "
    "the window, or quits Tracker and its reminders with it. This is said once."
)


class Keeper(QObject):
    """The reminders of one main window.

    Args:
        tray: the icon in the tray; it may never come to be.
        seconds: a clock that only goes forward, for the reminder window.
    """

    def __init__(self, window: Window, tray: Tray, seconds: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window, self._bridge, self._tray = window, window.bridge, tray
        self._session, self._settings = window.bridge.session, window.bridge.settings
        self._watch = Watch(self._session)
        self._gone = False
        self._quitting = False
        self._seconds, self._patient_until = seconds, -math.inf
        self._busy_since: datetime | None = None
        self._told: QMessageBox | None = None
        self._asked_for = False
        self._reading = False
        self._warned = ""
        self._found: Due | None = None
        self._coming = ""
        self.popup = ReminderWindow(self._standing, seconds, window.commands.shortcuts, self._bridge.run)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._listen()

    def _listen(self) -> None:
        self._soon.timeout.connect(self.check)
        self._bridge.ticked.connect(self.check)
        self._bridge.changed.connect(self._on_changed)
        self._bridge.preferred.connect(self._on_preferred)
        self._bridge.reminders_wanted.connect(self.show)
        self._bridge.reminder_tried.connect(self.try_out)
        self._window.reminders_wanted.connect(self.show)
        self._window.reminder_tried.connect(self.try_out)
        self._window.installEventFilter(self)
        self._window.leaving.connect(self._on_leaving)
        self._tray.reminders_wanted.connect(self.show)
        self._tray.window_wanted.connect(self.show_window)
        self._tray.quit_wanted.connect(self._window.doing.quit)
        undo, redo = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        QShortcut(undo, self.popup).activated.connect(partial(self._step, "undo"))
        QShortcut(redo, self.popup).activated.connect(partial(self._step, "redo"))
        self.popup.opened.connect(self._open)
        self.popup.snoozed.connect(self._snooze)
        self.popup.snoozed_until.connect(self._snooze_until)
        self.popup.dismissed.connect(self._dismiss)
        self.popup.decided.connect(self._decide)
        self.popup.closed.connect(self._closed)

    def start(self, *, hidden: bool = False) -> None:
        """Look for the first time, once the main window has been painted.

        Args:
            hidden: there is no main window until somebody asks. At login the tray may come later than
                this program; where none comes, the window goes to the task bar, as the way back.
        """
        if hidden:
            self._patient_until = self._seconds() + _PATIENCE
        self._soon.start()

    def leave(self) -> None:
        """Stop: the main window goes. Nothing is answered by that."""
        if self._gone:
            return
        self._gone = True
        self._soon.stop()
        self._watch.close()
        self._tray.remove()
        self._window.removeEventFilter(self)
        QApplication.setQuitOnLastWindowClosed(True)
        if self._told is not None:
            self._told.deleteLater()
            self._told = None
        self.popup.put_away()
        self.popup.deleteLater()

    # Looking

    def check(self) -> None:
        """See what is due now, and show it wherever it is shown; of a large register, once a worker has read it."""
        if self._gone:
            return
        try:
            if self._reads_beside():
                return
            found = self._watch.look()
        except TrackerError as error:
            self._window.show_checked(f"Not checked: {error}", "")
            return
        now = self._session.now()
        self._show(found, now)
        if found.pops_up and not self._is_in_the_way():
            self.popup.come_up()
            self._tray.nudge(f"{agenda.heading(found)}", _first_words(found))
        elif not found.reminders and not self._asked_for and not self.popup.banner.isVisible():
            self.popup.put_away()
        if self.popup.isVisible() and any(reminder.fresh for reminder in found.reminders):
            self._watch.shown(found.reminders)
        self._mind_the_tray()

    def _on_changed(self, changes: Changes) -> None:
        if changes.operation and changes.records.keys() != {"answer"}:
            self._busy_since = self._session.now()
        self._soon.start()

    def _is_in_the_way(self) -> bool:
        """Would the window come up over one that somebody works in, who has just changed something there?

        What has become due by that stands in the status line and beside the clock meanwhile.
        """
        if self.popup.isVisible() or self._busy_since is None or not self._window.isActiveWindow():
            return False
        return timedelta() <= self._session.now() - self._busy_since < _BUSY

    def _reads_beside(self) -> bool:
        """Whether a worker reads the register or reckons now, and the check follows when it has."""
        if self._reading or not self._watch.is_behind:
            return self._reading
        if self._session.as_at is not None or not self._session.read.has_more_than(LARGE):
            return False
        self._reading = True
        self._bridge.read(self._watch.begin(), self._on_read, self._on_unread)
        return True

    def _on_read(self, found: object) -> None:
        self._reading = False
        if not self._gone:
            self._watch.take(cast("Reading", found))
            self.check()

    def _on_unread(self, error: object) -> None:
        """What was known before holds; the next minute's check asks again."""
        self._reading = False
        self._watch.give_up()
        self._window.show_checked(f"Not checked: {error}", self._coming)

    def _show(self, found: Due, now: datetime) -> None:
        self.popup.last_snooze = _snooze(self._settings.snooze)
        only = "This register is open for reading only." if self._session.read_only else ""
        self.popup.show_due(found, now, read_only=only)
        late = sum(reminder.overdue for reminder in found.reminders)
        self._tray.show_count(len(found.reminders), late, agenda.heading(found))
        new = sum(reminder.fresh for reminder in found.reminders)
        told = f"{new:,} new" if new else "none new"
        trouble = f"; not read since: {self._watch.trouble}" if self._watch.trouble else ""
        self._window.show_checked(f"Last checked: {now:%H:%M}, {told}{trouble}", self._next(found, now))
        if self._watch.warning and self._watch.warning != self._warned:
            self._bridge.said.emit(self._watch.warning, Tone.WARNING, "")
        self._warned = self._watch.warning

    def _next(self, found: Due, now: datetime) -> str:
        """When the next one comes; looked up in the far future only where something has changed."""
        if found is not self._found:
            coming = found.next or reminders.next_reminder(self._session, now)
            day = agenda.moment(coming) if coming is not None else "none to come"
            self._found, self._coming = found, f"Next reminder: {day}"
        return self._coming

    def _on_preferred(self) -> None:
        rules, person = load_rules(self._settings), load_person(self._settings, self._session.user)
        self._watch.set_rules(rules, person)
        self.check()

    # Showing

    def show(self) -> None:
        """Show the reminder window with the keyboard: somebody asked for it."""
        self.check()
        self._asked_for = True
        self.popup.come_up(take_keyboard=True)

    def show_window(self) -> None:
        """Show the main window, wherever it was put."""
        self._patient_until = -math.inf
        self._window.setWindowState(self._window.windowState() & ~self._window.windowState().WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()

    def try_out(self) -> None:
        """Bring the window up as a reminder would; nothing is added to the register."""
        self.check()
        self.popup.come_up()
        self.popup.say("This is how a reminder comes up. Nothing was added to the register.", Tone.NOTE)
        self._tray.nudge("Test reminder", "This is how a reminder is announced.")

    def _open(self, reminder: Reminder) -> None:
        self.popup.give_way()
        self.show_window()
        watched = reminder.watched
        if watched.agreement_id:
            self._bridge.go.emit(Place("agreement", watched.agreement_id))
            return
        arrangements = self._session.read.arrangements()
        found = next((each.id for each in arrangements if each.uid == watched.agreement_uid), None)
        self._bridge.go.emit(Place("partnership" if found else "partnerships", found))

    def _standing(self, agreement_id: int) -> Standing | None:
        return self._session.standing(agreement_id) if agreement_id else None

    # Answering

    def _answer(self, deed: Callable[[], Outcome], done: str = "") -> bool:
        """Carry an answer out; what was refused, or could not be saved, is said in the window."""
        try:
            outcome = deed()
        except TrackerError as error:
            self.popup.say(f"Not saved. {error}", Tone.DANGER)
            return False
        self.check()
        refused = " ".join(dict.fromkeys(why for _, why in outcome.refused[:3]))
        more = f" And {len(outcome.refused) - 3} more." if len(outcome.refused) > 3 else ""
        if refused:
            self.popup.say(refused + more, Tone.WARNING)
        elif done and self.popup.isVisible():
            self.popup.say(done, Tone.GOOD)
        return True

    def _step(self, way: Literal["undo", "redo"]) -> None:
        """Undo or redo from the reminder window, as the main one does."""
        name = self._session.undo_name if way == "undo" else self._session.redo_name
        if name is None or not self.popup.may_hear:
            return
        done = "Undone" if way == "undo" else "Done again"
        self._bridge.steps.step(way, lambda: self.popup.say(f"{done}: {name}.", Tone.NOTE))

    def _snooze(self, chosen: tuple[Reminder, ...], length: Snooze) -> None:
        if self._answer(lambda: answers.snooze(self._session, chosen, length)):
            self._settings.snooze = length.value
            self._settings.save()
            self.popup.last_snooze = length

    def _snooze_until(self, chosen: tuple[Reminder, ...], until: datetime, reason: str) -> None:
        self._answer(lambda: answers.snooze(self._session, chosen, until, reason=reason))

    def _dismiss(self, chosen: tuple[Reminder, ...]) -> None:
        self._answer(lambda: answers.dismiss(self._session, chosen))

    def _decide(self, chosen: tuple[Reminder, ...], decided: Decided) -> None:
        self._answer(
            lambda: answers.decide(
                self._session,
                chosen,
                decided.decision,
                reason=decided.reason,
                new_end=decided.new_end,
                option=decided.option,
                on=decided.on,
            ),
            f"Recorded: {decided.decision.value}. Ctrl+Z takes it back.",
        )

    def _closed(self, listed: tuple[Reminder, ...]) -> None:
        """The reminder window was closed: a snooze. Where that cannot be saved, the main window says so."""
        self._asked_for = False
        if self._gone or self._session.read_only:
            return
        try:
            answers.close(self._session, listed)
        except TrackerError as error:
            self._bridge.said.emit(f"The reminders are not snoozed: {error}", Tone.DANGER, "")
        self.check()

    # The main window closes

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the main window in place of closing it, where a tray gives a way back."""
        if watched is not self._window or event.type() != QEvent.Type.Close:
            return False
        app = QApplication.instance()
        saving = isinstance(app, QApplication) and app.isSavingSession()
        if self._quitting or saving or not self._tray.is_there:
            self.leave()
            return False
        event.ignore()
        QApplication.setQuitOnLastWindowClosed(False)
        self._window.hide()
        self._say_that_it_runs_on()
        return True

    def _on_leaving(self) -> None:
        self._quitting = True

    def _say_that_it_runs_on(self) -> None:
        """The first time, in a window: a notification of the system's may be switched off."""
        if self._settings.reminders.get(_TOLD):
            return
        self._settings.reminders[_TOLD] = True
        self._settings.save()
        box = QMessageBox(QMessageBox.Icon.Information, "Tracker is still running", _RUNS_ON)
        box.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)  # else reminders may lie over it
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(_WAY_BACK)
        stay = box.addButton("&Keep reminders running", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("&Quit Tracker", QMessageBox.ButtonRole.DestructiveRole).clicked.connect(
            self._window.doing.quit
        )
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        dress(box)
        self._told = box
        box.open()

    def _mind_the_tray(self) -> None:
        """Where the tray has gone while the main window was hidden, bring the window back."""
        tray = self._tray.is_there
        waits = not tray and self._seconds() < self._patient_until
        QApplication.setQuitOnLastWindowClosed(not (tray or waits))
        if tray or waits or self._window.isVisible():
            return
        if self._patient_until > 0:  # nobody has asked for it yet
            self._window.showMinimized()
        else:
            self.show_window()


def _snooze(value: str) -> Snooze:
    return Snooze(value) if value in set(Snooze) else Snooze.TOMORROW


def _first_words(found: Due) -> str:
    """What hurts most, for a notification."""
    head = found.reminders[0]
    return f"{head.watched.title}: {head.watched.deadline.title or head.watched.deadline.kind}, {agenda.distance(head)}"
