"""What the screens about reminders share: the line of links between them, and a list of any length."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts.tables import Column, Index, Row, RowsModel
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, button

ANSWERED = "answered"
_PLACES = (
    (Place("reminders"), "To come"),
    (Place("reminders", query=ANSWERED), "Answered"),
    (Place("rules"), "Rules"),
    (Place("digest"), "Weekly digest"),
)


class ReminderPlaces(QWidget):
    """The screens about reminders as a line of links; the one that is shown stands in bold."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._here: dict[str, PlainLabel] = {}
        self.links: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID + 4)
        for place, words in _PLACES:
            key = _key(place)
            self._here[key] = PlainLabel(words, "subheading")
            self.links[key] = button(words, kind="link")
            self.links[key].setObjectName(key)
            self.links[key].clicked.connect(self._go)
            row.addWidget(self._here[key])
            row.addWidget(self.links[key])
        row.addStretch()

    def show_here(self, here: Place) -> None:
        """Put that one in bold."""
        for place, _ in _PLACES:
            key, at = _key(place), (place.page, place.query) == (here.page, here.query)
            self._here[key].setVisible(at)
            self.links[key].setVisible(not at)

    def _go(self) -> None:
        if sender := self.sender():
            place = next(place for place, _ in _PLACES if _key(place) == sender.objectName())
            self._bridge.go.emit(place)


def _key(place: Place) -> str:
    return f"{place.page} {place.query}".strip()


class LongModel(RowsModel):
    """A list of any length in memory: light lines, of which a row is made when it is painted or spoken.

    Args:
        make: the row of a line.
    """

    def __init__(
        self, columns: Sequence[Column], make: Callable[[object], Row], parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._make = make
        self._lines: Sequence[object] = ()
        self._made: dict[int, Row] = {}

    def show_lines(self, lines: Sequence[object]) -> None:
        """Put these lines in place of those shown."""
        self.beginResetModel()
        self._lines = lines
        self._made.clear()
        self.endResetModel()

    def line(self, number: int) -> object:
        """The line of that number, None where there is none."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def row(self, number: int) -> Row | None:
        line = self.line(number)
        if line is None:
            return None
        if number not in self._made:
            made = self._make(line)
            heading = (
                tuple(cell._replace(heading=True) for cell in made.cells) if made.heading else made.cells
            )
            self._made[number] = Row(heading, made.record, made.heading)
        return self._made[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)
