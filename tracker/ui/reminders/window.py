"""The reminder window: one window, one list, and nothing in it that a stray key could answer.

It comes up without taking the keyboard from whatever is being typed, has no default button,
and hears no key in its first second. Closing it is a snooze and never a dismissal. It shows
what is due and asks; what an answer does is `keeper.py`'s to carry out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.deadlines.standing import Standing
from tracker.domain.reminding import agenda
from tracker.domain.reminding.answering import Snooze
from tracker.domain.reminding.reminder import Due, Reminder
from tracker.ui.help.beside import HelpBeside
from tracker.ui.jobs import Receiver, Work
from tracker.ui.parts import format as words
from tracker.ui.parts import icons
from tracker.ui.parts.theme import GRID, Tone, dress, scaled
from tracker.ui.parts.widgets import Banner, EmptyState, PlainLabel, button, rule, tool_button
from tracker.ui.reminders.decision import Decided, DecisionPanel
from tracker.ui.reminders.list import ReminderList
from tracker.ui.reminders.saying import Laid, lay_out, when_next, why_not
from tracker.ui.reminders.snooze import PAST, SnoozePanel, fill

DEAF_FOR = 1.0
"""Seconds for which no key is heard after the window came up."""

_FILLED_UNSEEN = 500
_EDGE = 24
_KEYS = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut)
)


class ReminderWindow(QWidget):
    """Shows what is due and asks for answers.

    Args:
        standing: where the agreement of that id stands, for the decision panel.
        seconds: a clock that only goes forward, for the second in which no key is heard.
        shortcuts: asked for (keys, what they do) where the help lists them.
        beside: runs work on a worker and gives what it makes to a receiver; None to wait for it here.

    Signals:
        opened(Reminder): show its agreement or partnership.
        snoozed(tuple, Snooze): snooze these for that length.
        snoozed_until(tuple, datetime, str): snooze these until that time on the wall, for that reason.
        dismissed(tuple): these need not come up again at this stage.
        decided(tuple, Decided): this was decided about them.
        closed(tuple): the window was closed over these.
    """

    opened = Signal(object)
    snoozed = Signal(object, object)
    snoozed_until = Signal(object, object, str)
    dismissed = Signal(object)
    decided = Signal(object, object)
    closed = Signal(object)

    def __init__(
        self,
        standing: Callable[[int], Standing | None],
        seconds: Callable[[], float] = time.monotonic,
        shortcuts: Callable[[], Iterable[tuple[str, str]]] = tuple,
        beside: Callable[[Work, Receiver], None] | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._standing, self._seconds, self._beside = standing, seconds, beside
        self._deaf_until = 0.0
        self._now = datetime.min.replace(tzinfo=UTC)
        self._found = Due(reminders=(), snoozed=(), next=None, held=False)
        self._read_only = ""
        self._filled = False
        self._asked: tuple[Reminder, ...] = ()
        self.last_snooze = Snooze.TOMORROW
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowIcon(icons.program_icon())
        self.resize(scaled(760), scaled(560))
        self.setMinimumSize(560, 400)
        self._build(shortcuts)
        self._listen()
        self._show_selection()
        for part in self.findChildren(QWidget):
            part.installEventFilter(self)
        dress(self)

    # Building

    def _build(self, shortcuts: Callable[[], Iterable[tuple[str, str]]]) -> None:
        self.banner = Banner()
        self.list = ReminderList()
        self.nothing = EmptyState("Nothing to be reminded of", "", margin=2 * GRID)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.nothing)
        self.snooze_panel = SnoozePanel()
        self.decision_panel = DecisionPanel()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        work = QWidget()
        across.addWidget(work, 1)
        column = QVBoxLayout(work)
        self.help = HelpBeside(self, work, across, "reminders", shortcuts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(self._head())
        column.addWidget(rule())
        column.addWidget(self.middle, 1)
        column.addWidget(rule())
        column.addWidget(self._footer())
        for panel in (self.snooze_panel, self.decision_panel):
            column.addWidget(panel)
            panel.hide()
        column.addWidget(rule())
        self.promise = PlainLabel("", "caption")
        self.promise.setContentsMargins(2 * GRID, 6, 2 * GRID, 7)
        column.addWidget(self.promise)

    def _head(self) -> QHBoxLayout:
        self.day = PlainLabel("", "muted")
        self.select_all = button("Select all", kind="link", name="Select all reminders")
        self.snooze_all = button("Snooze all…", kind="link", name="Snooze all reminders")
        self.snooze_all_menu = QMenu(self)
        self.about = tool_button("help", "Help with reminders", shortcut="F1")
        row = QHBoxLayout()
        row.setContentsMargins(2 * GRID, 6, 2 * GRID, 6)
        row.setSpacing(2 * GRID)
        row.addWidget(self.day)
        row.addStretch()
        row.addWidget(self.select_all)
        row.addWidget(self.snooze_all)
        row.addWidget(self.about)
        return row

    def _footer(self) -> QWidget:
        self.selection = PlainLabel("", "strong")
        self.why = PlainLabel("", "muted", wrap=True)
        self.open = button("Open")
        self.snooze = button("Snooze", icon="down")
        self.snooze.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.snooze_menu = QMenu(self)
        self.dismiss = button("Dismiss")
        self.decide = button("Record decision…", kind="primary")
        self.footer = QWidget()
        row = QHBoxLayout(self.footer)
        row.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        row.setSpacing(GRID)
        row.addWidget(self.selection)
        row.addWidget(self.why, 1)
        for each in (self.open, self.snooze, self.dismiss, self.decide):
            row.addWidget(each)
        return self.footer

    def _listen(self) -> None:
        self.list.opened.connect(self.opened)
        self.list.chosen.connect(self._show_selection)
        self.about.clicked.connect(self.help.toggle)
        self.select_all.clicked.connect(self.list.selectAll)
        self.snooze_all.clicked.connect(self._drop_snooze_all)
        self.snooze_all_menu.triggered.connect(self._on_snooze_all)
        self.open.clicked.connect(self._on_open)
        self.snooze.clicked.connect(self._drop_snooze)
        self.snooze_menu.triggered.connect(self._on_snooze)
        self.dismiss.clicked.connect(self._on_dismiss)
        self.decide.clicked.connect(self._on_decide)
        self.snooze_panel.wanted.connect(self._on_snooze_wanted)
        self.snooze_panel.left.connect(self.leave_panel)
        self.decision_panel.wanted.connect(self._on_decision_wanted)
        self.decision_panel.left.connect(self.leave_panel)
        for letter, made in zip("OSID", (self.open, self.snooze, self.dismiss, self.decide), strict=True):
            QShortcut(QKeySequence(f"Alt+{letter}"), self.footer).activated.connect(made.click)
            made.setToolTip(f"Alt+{letter}")

    # Showing

    def show_due(self, found: Due, now: datetime, *, read_only: str = "") -> None:
        """Show what is due at `now`; `read_only` says why nothing can be answered, "" where it can."""
        self._found, self._now, self._read_only = found, now, read_only
        self.setWindowTitle(f"{agenda.heading(found)} – Tracker")
        self._filled = False
        if self.isVisible() or len(found.reminders) <= _FILLED_UNSEEN:
            self._fill()

    def _fill(self) -> None:
        """Put what is due into the list; thousands not before somebody sees them, and a worker orders them."""
        if self._filled:
            return
        self._filled = True
        work = partial(lay_out, self._found, self._now, self._read_only)
        if self._beside is None or len(self._found.reminders) <= _FILLED_UNSEEN:
            self._put(work())
        else:
            self._beside(work, self._put)

    def _put(self, answer: object) -> None:
        laid = cast("Laid", answer)
        found, now = laid.found, laid.now
        if found is not self._found:
            return
        self.day.setText(f"{words.weekday(now.date())}, {now:%H:%M}")
        self.list.show_sections(laid.sections)
        came = bool(found.reminders) and self.middle.currentWidget() is not self.list
        self.middle.setCurrentWidget(self.list if found.reminders else self.nothing)
        if came and self.footer.isVisible():  # it could not have the keyboard before it was there
            self.list.setFocus()
        self.nothing.words.setText(when_next(found))
        check = f"Next check {now + timedelta(minutes=1):%H:%M}."
        self.promise.setText(" ".join(filter(None, (check, laid.closing))))
        if self._asked and not {one.key for one in self._asked} <= {one.key for one in found.reminders}:
            self.leave_panel()
        self._show_selection()

    def _show_selection(self) -> None:
        """Say what is selected and what may be done with it, and why something may not."""
        chosen = self.list.selected()
        stuck = [reminder for reminder in chosen if not reminder.dismissable]
        free = len(chosen) - len(stuck)
        self.selection.setText(f"{words.count(len(chosen), 'date')} selected." if chosen else "")
        self.why.setText(why_not(self._found, len(chosen), len(stuck), self._read_only))
        writable = bool(chosen) and not self._read_only
        self.open.setEnabled(len(chosen) == 1)
        self.snooze.setEnabled(writable)
        self.decide.setEnabled(writable)
        self.dismiss.setEnabled(writable and free > 0)
        self.dismiss.setText(f"Dismiss {free:,} of {len(chosen):,}" if free and stuck else "Dismiss")
        for each in (self.select_all, self.snooze_all):
            each.setEnabled(bool(self._found.reminders))
        self.snooze_all.setEnabled(bool(self._found.reminders) and not self._read_only)

    def say(self, text: str, tone: Tone) -> None:
        """Say something at the head of the window."""
        self.banner.say(text, tone)

    def come_up(self, *, take_keyboard: bool = False) -> None:
        """Show the window, above the others; with the keyboard only where somebody asked for it."""
        self._deaf_until = self._seconds() + DEAF_FOR
        self._fill()
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not take_keyboard)
        if not self.isVisible():
            self.banner.hide()
            self.leave_panel()
            self.list.setFocus()
        if (handle := self.windowHandle()) is not None:
            handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, True)
        self.show()
        self.raise_()
        if take_keyboard:
            if not self.list.selectionModel().hasSelection():
                self.list.select_from(0)
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
            self.activateWindow()

    def give_way(self) -> None:
        """Let other windows stand above this one again, since somebody has turned to it."""
        if (handle := self.windowHandle()) is not None:
            handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, False)
        self.lower()

    def put_away(self) -> None:
        """Hide the window without that being an answer."""
        self.leave_panel()
        self.hide()

    # Asking

    def _drop_snooze(self) -> None:
        self._drop(self.snooze_menu, self.snooze, self.list.selected())

    def _drop_snooze_all(self) -> None:
        self._drop(self.snooze_all_menu, self.snooze_all, self._found.reminders)

    def _drop(self, menu: QMenu, under: QPushButton, reminders: Sequence[Reminder]) -> None:
        fill(menu, reminders, self._now, self.last_snooze)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])  # so that Enter takes what was used last

    def _on_snooze(self, action: QAction) -> None:
        self._snooze(action.data(), self.list.selected())

    def _on_snooze_all(self, action: QAction) -> None:
        self._snooze(action.data(), self._found.reminders)

    def _snooze(self, length: object, reminders: tuple[Reminder, ...]) -> None:
        if length in (PAST, Snooze.DATE):
            self._asked = reminders
            self.snooze_panel.ask(reminders, self._now, past=length == PAST)
            self._show_panel(self.snooze_panel)
        elif reminders:
            self.snoozed.emit(reminders, Snooze(str(length)))

    def _on_snooze_wanted(self, until: object, reason: str) -> None:
        asked = self._asked
        self.leave_panel()
        self.snoozed_until.emit(asked, until, reason)

    def _on_open(self) -> None:
        chosen = self.list.selected()
        if len(chosen) == 1:
            self.opened.emit(chosen[0])

    def _on_dismiss(self) -> None:
        free = tuple(reminder for reminder in self.list.selected() if reminder.dismissable)
        if free:
            self.dismissed.emit(free)

    def _on_decide(self) -> None:
        self._asked = self.list.selected()
        ids = {reminder.watched.agreement_id for reminder in self._asked}
        standing = self._standing(ids.pop()) if len(ids) == 1 else None
        self.decision_panel.ask(self._asked, standing, self._now.date())
        self._show_panel(self.decision_panel)

    def _on_decision_wanted(self, decided: Decided) -> None:
        asked = self._asked
        self.leave_panel()
        self.decided.emit(asked, decided)

    def _show_panel(self, panel: QWidget) -> None:
        """Put a panel in the footer's place; the list keeps showing what it is about."""
        self.footer.hide()
        panel.show()
        self.list.setEnabled(False)
        if (layout := self.layout()) is not None:
            layout.activate()
        self.list.scrollTo(self.list.currentIndex())

    def leave_panel(self) -> None:
        """Back to the list and its footer; nothing is answered."""
        self._asked = ()
        was_asked = self.footer.isHidden()
        self.snooze_panel.hide()
        self.decision_panel.hide()
        self.list.setEnabled(True)
        self.footer.show()
        if was_asked:  # else the keyboard would go to the head of the window
            self.list.setFocus()

    # Qt's own

    @property
    def may_hear(self) -> bool:
        """False in the first second: a key was meant for another window then."""
        return self._seconds() >= self._deaf_until

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() in _KEYS and not self.may_hear

    def event(self, event: QEvent) -> bool:
        return (event.type() in _KEYS and not self.may_hear) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, stand at the right: away from what is being read, clear of the tray's own notices."""
        if not event.spontaneous() and not self.testAttribute(Qt.WidgetAttribute.WA_Moved):
            free = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
            left = free.right() - self.width() - _EDGE
            top = free.top() + (free.height() - self.height()) // 2 - _EDGE
            self.move(max(free.left(), left), max(free.top(), top))
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "footer"):
            icons.retint(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is a snooze: whatever is listed comes back."""
        super().closeEvent(event)
        self.leave_panel()
        if self._found.reminders:
            self.closed.emit(self._found.reminders)
