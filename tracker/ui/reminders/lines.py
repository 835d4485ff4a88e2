"""The lines of the reminder list: sections, the rows below them, and the bunches that are open.

Lines are light: texts are made when a line is painted or spoken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from tracker.domain.dates import show
from tracker.domain.reminding import agenda
from tracker.domain.reminding.agenda import Row, Section
from tracker.domain.reminding.reminder import Reminder
from tracker.ui.parts.format import SERVED, Shape
from tracker.ui.parts.theme import Tone

Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole


class Line(NamedTuple):
    """One line of the list.

    Attributes:
        heading: the section's title; "" for a line that can be selected.
        holds: of a heading, how many reminders stand below it.
        late: of a heading, whether they are overdue.
        row: what the line answers for; None for a heading.
        inside: True for a reminder of a bunch that is open.
    """

    heading: str = ""
    holds: int = 0
    late: bool = False
    row: Row | None = None
    inside: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same line at the next look."""
        if self.row is None:
            return ("", self.heading)
        head = self.row.reminders[0]
        if self.row.bunch:
            return ("bunch", *bunch_key(self.row))
        return ("row", self.inside, head.key)


def bunch_key(row: Row) -> tuple[object, ...]:
    """What makes it the same bunch at the next look: the kind of date, and the day."""
    deadline = row.reminders[0].watched.deadline
    return deadline.kind, deadline.date


def lines_of(sections: Iterable[Section], opened: frozenset[tuple[object, ...]]) -> Iterator[Line]:
    """Every line, with the reminders of the bunches that are open below their own line."""
    for section in sections:
        late = section.rows[0].reminders[0].overdue
        yield Line(heading=section.title, holds=section.count, late=late)
        for row in section.rows:
            yield Line(row=row)
            if row.bunch and bunch_key(row) in opened:
                for reminder in row.reminders:
                    yield Line(row=_alone(reminder), inside=True)


def _alone(reminder: Reminder) -> Row:
    watched = reminder.watched
    return Row(
        (reminder,),
        watched.title,
        watched.deadline.title or watched.deadline.kind.capitalize(),
        agenda.distance(reminder),
    )


class Looks(NamedTuple):
    """How a line is marked: its shape and the tone of its distance."""

    shape: Shape
    tone: Tone

    @property
    def weight(self) -> int:
        """How heavily the distance is written."""
        return 500 if self.tone is Tone.PLAIN else 600


def look_of(row: Row) -> Looks:
    """A flag for a notice, a square for an end, a triangle for a decision; an octagon for a notice missed."""
    head = row.reminders[0]
    kind = head.watched.deadline.kind
    if kind in SERVED:
        shape = Shape.OCTAGON if head.overdue else Shape.FLAG
    elif kind.startswith("end") or not head.watched.deadline.asks:
        shape = Shape.SQUARE
    else:
        shape = Shape.TRIANGLE
    if head.overdue:
        return Looks(shape, Tone.DANGER)
    return Looks(shape, Tone.WARNING if 0 <= head.days_left <= agenda.WEEK else Tone.PLAIN)


class ReminderModel(QAbstractListModel):
    """The lines; showing the same ones again keeps selection and place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._keys: list[tuple[object, ...]] = []

    def show(self, lines: Iterable[Line]) -> bool:
        """Show these lines; True where others stand there now, so that a selection has to be made again."""
        fresh = list(lines)
        keys = [line.key for line in fresh]
        if keys == self._keys:
            same = fresh == self._lines
            self._lines = fresh
            if fresh and not same:
                self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return False
        self.beginResetModel()
        self._lines, self._keys = fresh, keys
        self.endResetModel()
        return True

    def line(self, number: int) -> Line | None:
        """The line of that number, None where there is none."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return Qt.ItemFlag.NoItemFlags
        if line.row is None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _spoken(line)
        return None


def _spoken(line: Line) -> str:
    if line.row is None:
        return f"{line.heading}, {line.holds:,}"
    day = show(line.row.reminders[0].watched.deadline.act_by)
    return f"{line.row.title}: {line.row.detail}, {line.row.distance}, {day}"
