"""Agreements of the register that the file does not name: nothing becomes of them unless a person says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.app.incoming.importview import Leaving
from tracker.app.incoming.leaving import consequences
from tracker.app.rows import AgreementRow
from tracker.ui.importer.cells import brief
from tracker.ui.importer.lists import ItemsTable, SettleView
from tracker.ui.parts import format as words
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel, button

_COLUMNS = (
    Column("becomes", "What becomes of it", "● Stays as it is"),
    Column("reference", "Reference", "CON-2026-0142"),
    Column("title", "Title", "Provision of a managed print", stretch=True),
    Column("supplier", "Supplier", "Northgate Building Services", drop=1),
    Column("end", "End", "30 September 2027", right=True),
    Column("status", "Status", "● Awaiting signature"),
)
_STAYS = Look("Stays as it is", Shape.RING, Tone.MUTED)
_LOOKS = {
    Leaving.END: Look("Ends", Shape.SQUARE, Tone.WARNING),
    Leaving.REMOVE: Look("Is removed", Shape.CROSS, Tone.DANGER),
}
_WORDS = (
    "The register has these, and the file does not name them. They stay as they are, unless you say that they have "
    "ended or were never right. Space ticks as ended; Delete as removed."
)


class MissingView(SettleView):
    """The list of what the file does not name.

    Signals:
        settled(): `leaving` and `day` say something else now.
    """

    settled = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        self.table = ItemsTable("Agreements not in the file", _COLUMNS, self._cells)
        super().__init__(_WORDS, self.table, parent)
        self.leaving: dict[int, Leaving] = {}
        self.today = today
        self.last = PlainLabel("Last day", "muted")
        self.day = DayField("Last day of those that end", today)
        self.day.set_text(words.day(today))
        self.stay = button("Leave as they are")
        self.end = button("Mark as ended")
        self.remove = button("Remove")
        for part in (self.last, self.day, self.stay, self.end, self.remove):
            self.deeds.addWidget(part)
        self.stay.clicked.connect(self._leave_alone)
        self.end.clicked.connect(self._end)
        self.remove.clicked.connect(self._remove)
        self.day.edited.connect(self._on_day)
        self.table.keyed.connect(self._on_key)

    def show_missing(self, rows: Sequence[AgreementRow], leaving: Mapping[int, Leaving]) -> None:
        """Show these, with what was chosen for them."""
        known = {row.id for row in rows}
        self.leaving = {one: how for one, how in leaving.items() if one in known}
        self.table.show_items(rows)
        self._say()

    def last_day(self) -> date:
        """The last day of those that end; today where none is written."""
        return self.day.day() or self.today

    def _cells(self, row: AgreementRow) -> Sequence[Cell]:
        how = self.leaving.get(row.id)
        return (
            Cell(look=_LOOKS[how] if how is not None else _STAYS, chip=True),
            Cell(row.reference),
            Cell(brief(row.title), weight=500),
            Cell(brief(row.supplier)),
            Cell(words.day(row.current_end, ""), right=True),
            Cell(look=words.status(row.status), chip=True),
        )

    def _on_key(self, key: str) -> None:
        chosen = self.table.chosen()
        wanted = {"space": Leaving.END, "delete": Leaving.REMOVE}.get(key)
        if chosen and wanted is not None:
            self._settle(None if self.leaving.get(chosen[0].id) is wanted else wanted)

    def _leave_alone(self) -> None:
        self._settle(None)

    def _end(self) -> None:
        self._settle(Leaving.END)

    def _remove(self) -> None:
        self._settle(Leaving.REMOVE)

    def _on_day(self) -> None:
        self._say()
        self.settled.emit()

    def _settle(self, how: Leaving | None) -> None:
        for row in self.table.chosen():
            if how is None:
                self.leaving.pop(row.id, None)
            else:
                self.leaving[row.id] = how
        self.table.items.changed()
        self._say()
        self.settled.emit()

    def _say(self) -> None:
        """What ticking leads to, in words."""
        counts = {how: sum(1 for one in self.leaving.values() if one is how) for how in Leaving}
        said = [consequences(how, count, self.last_day()) for how, count in counts.items() if count]
        self.note.setText(" ".join(said) or "Nothing becomes of them.")
        for part in (self.last, self.day):
            part.setVisible(bool(counts[Leaving.END]))
