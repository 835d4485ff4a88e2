"""Days on which people are away: a line for each, and a line to add one."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.domain.dates import show
from tracker.domain.reminding.alert import Away
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.theme import GRID, row_height
from tracker.ui.parts.widgets import PlainLabel, button, clear


class AwayList(QWidget):
    """Asks who is away and when; days long past are left out of sight, and out of the answer.

    Signals:
        changed(): a line was added or removed.
    """

    changed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._away: tuple[Away, ...] = ()
        self.person = QLineEdit()
        self.person.setAccessibleName("Who is away")
        self.person.setPlaceholderText("Who")
        self.first = DayField("First day away", today)
        self.last = DayField("Last day away", today)
        self.add = button("Add", name="Add days away")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        days = QHBoxLayout()
        days.setSpacing(GRID)
        for text, field in (("from", self.first), ("to", self.last)):
            days.addWidget(PlainLabel(text, "muted"))
            days.addWidget(field, 1)
        days.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.person)
        column.addLayout(days)
        column.addLayout(self._lines)
        self.add.clicked.connect(self._add)
        for field in (self.first, self.last):
            field.edited.connect(self._offer)
        self.person.textEdited.connect(self._offer)
        self._offer()

    def away(self) -> tuple[Away, ...]:
        """Who is away when, from today on."""
        return self._away

    def show_away(self, found: tuple[Away, ...], user: str, today: date) -> None:
        """Show these; `user` is offered for the next one."""
        self._today = today
        self._away = tuple(sorted((one for one in found if one.last >= today), key=lambda one: one.first))
        if not self.person.text():
            self.person.setText(user)
        self.first.set_today(today)
        self.last.set_today(today)
        clear(self._lines)
        for one in self._away:
            self._lines.addWidget(self._line(one))
        self._offer()

    def _line(self, one: Away) -> QWidget:
        made = QWidget()
        made.setMinimumHeight(row_height())
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        days = show(one.first) if one.first == one.last else f"{show(one.first)} to {show(one.last)}"
        row.addWidget(PlainLabel(f"{one.person}: {days}"))
        remove = button("Remove", kind="link", name=f"Remove {one.person}, {days}")
        remove.clicked.connect(partial(self._remove, one))
        row.addWidget(remove)
        row.addStretch()
        return made

    def _asked(self) -> Away | None:
        """The line that is being typed; None while something is missing or the last day is before the first."""
        who, first, last = self.person.text().strip(), self.first.day(), self.last.day()
        if not who or first is None or last is None or last < first or last < self._today:
            return None
        return Away(who, first, last)

    def _offer(self) -> None:
        self.add.setEnabled(self._asked() is not None)

    def _add(self) -> None:
        if (made := self._asked()) is not None:
            self.first.set_text("")
            self.last.set_text("")
            self.show_away((*self._away, made), made.person, self._today)
            self.changed.emit()

    def _remove(self, one: Away) -> None:
        self.show_away(tuple(other for other in self._away if other != one), one.person, self._today)
        self.changed.emit()
