"""Snoozing: the menu of lengths, and the panel that asks for a day and, past the deadline, for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from tracker.domain.dates import show
from tracker.domain.reminding.answering import MORNING, Snooze, SnoozeChoice, refuse_snooze, snooze_menu
from tracker.domain.reminding.reminder import Reminder
from tracker.ui.parts import format as words
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button

PAST = "past the deadline"
"""The line of the menu that asks for a reason."""


def fill(menu: QMenu, reminders: Sequence[Reminder], now: datetime, last: Snooze) -> None:
    """Put the lines into the menu: the one used last first, then the others, each with what it comes to.

    Each action's data is a `Snooze`, or `PAST`.
    """
    menu.clear()
    choices = {choice.length: choice for choice in snooze_menu(reminders, now)}
    first = choices.pop(last, None)
    if first is not None:
        _add(menu, first, first.note if not first.enabled else "last used")
        menu.addSeparator()
    for choice in choices.values():
        _add(menu, choice, choice.note)
    if any(reminder.watched.deadline.asks for reminder in reminders):
        menu.addSeparator()
        menu.addAction("Past the deadline…\tasks for a reason").setData(PAST)


def _add(menu: QMenu, choice: SnoozeChoice, note: str) -> None:
    action = menu.addAction(f"{choice.label}\t{note}" if note else choice.label)
    action.setData(choice.length)
    action.setEnabled(choice.enabled)


class SnoozePanel(QWidget):
    """Asks until which day, and why where that is later than the last day to act.

    Signals:
        wanted(datetime, str): the time on the wall at which the snooze ends, and the reason typed.
        left(): nothing is to be snoozed after all.
    """

    wanted = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reminders: tuple[Reminder, ...] = ()
        self._now = datetime.min.replace(tzinfo=UTC)
        self._asks_why = False
        self.title = PlainLabel("", "subheading")
        self.field = DayField("Snooze until", date.min)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why it can wait")
        self.refusal = PlainLabel("", "caption", tone=Tone.WARNING, wrap=True)
        self.act = button("", kind="primary", name="Snooze")
        self.cancel = button("Cancel")
        self._lay_out()
        self.field.edited.connect(self._check)
        self.reason.textEdited.connect(self._check)
        self.act.clicked.connect(self._snooze)
        self.cancel.clicked.connect(self.left)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        for row, (label, field) in enumerate((("Until", self.field), ("Why it can wait", self.reason))):
            caption = PlainLabel(label, "muted")
            caption.setBuddy(field)
            caption.setContentsMargins(0, 7, 0, 0)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        grid.setColumnStretch(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.refusal, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(GRID + 4)
        column.addWidget(self.title)
        column.addLayout(grid)
        column.addLayout(foot)

    def ask(self, reminders: Sequence[Reminder], now: datetime, *, past: bool) -> None:
        """Ask for those; `past` where somebody said already that it is to be later than the deadline."""
        self._reminders, self._now, self._asks_why = tuple(reminders), now, past
        many = words.count(len(reminders), "reminder")
        named = f"“{reminders[0].watched.title}”" if len(reminders) == 1 else many
        self.title.setText(f"Snooze {named} past the deadline" if past else f"Snooze {named} until a day")
        self.field.set_today(now.date())
        self.field.set_text("")
        self.reason.clear()
        self.reason.setPlaceholderText("Kept with the reminder" if past else "Only needed past the deadline")
        self._check()
        self.field.setFocus()

    def _until(self) -> datetime | None:
        day = self.field.day()
        return datetime.combine(day, MORNING) if day is not None else None

    def _check(self) -> None:
        """Say what stands in the way, and name the button by what it does."""
        until = self._until()
        self.act.setText(f"Snooze until {show(until.date())}" if until else "Snooze")
        self.act.setAccessibleName(self.act.text())
        refused = self._refusal(until)
        self.refusal.setText(refused)
        self.act.setEnabled(until is not None and not refused)

    def _refusal(self, until: datetime | None) -> str:
        if until is None:
            return "Every reminder keeps its own last day to act." if len(self._reminders) > 1 else ""
        why = self.reason.text()
        if self._asks_why and not why.strip():
            return "Say why it can wait, so that whoever asks later can see it."
        refused = (refuse_snooze(reminder, until, self._now, why) for reminder in self._reminders)
        return next(filter(None, refused), "")

    def _snooze(self) -> None:
        until = self._until()
        if until is not None and not self._refusal(until):
            self.wanted.emit(until, self.reason.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
