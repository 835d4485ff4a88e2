"""What an import would change, field by field: what the register has, what the file says, and which of them counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from tracker.app.incoming.importview import Outcome
from tracker.app.incoming.sight import Changed, field_label
from tracker.ui.importer.cells import brief, change_words
from tracker.ui.importer.lists import ItemsTable, SettleView
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import button

_COLUMNS = (
    Column("row", "Row", "00000", right=True),
    Column("agreement", "Agreement", "Provision of a managed print", stretch=True),
    Column("field", "Field", "Supplier number"),
    Column("had", "In the register", "30 September 2027", stretch=True),
    Column("new", "In the file", "30 September 2027", stretch=True),
    Column("counts", "What counts", "◆ If it is this one"),
)
_FILES = Look("The file’s", Shape.DIAMOND, Tone.NOTE)
_IN_DOUBT = Look("If it is this one", Shape.HALF, Tone.WARNING)
_MINE = Look("Yours stays", Shape.RING, Tone.MUTED)
_WORDS = (
    "Each field that the file states otherwise. A field that you changed after the last import is marked: "
    "say which of the two is right. Space goes from one to the other."
)


class ChangesView(SettleView):
    """The list of changed fields.

    Signals:
        settled(list, bool): of these `Changed`, the file's words count (True), or the register's stay.
    """

    settled = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.table = ItemsTable("Changes, field by field", _COLUMNS, self._cells)
        super().__init__(_WORDS, self.table, parent)
        self._all: Sequence[Changed] = ()
        self.edited = QCheckBox("Only what you changed yourself")
        self.keep = button("Keep mine")
        self.take = button("Take the file’s")
        for part in (self.edited, self.keep, self.take):
            self.deeds.addWidget(part)
        self.edited.toggled.connect(self._show)
        self.keep.clicked.connect(self._keep)
        self.take.clicked.connect(self._take)
        self.table.keyed.connect(self._on_key)

    def show_changes(self, changes: Sequence[Changed]) -> None:
        """Show these."""
        self._all = changes
        edited = sum(one.change.edited for one in self._all)
        self.edited.setVisible(bool(edited))
        if not edited:
            self.edited.setChecked(False)
        self._show()

    def _show(self) -> None:
        wanted = self.edited.isChecked()
        self.table.show_items([one for one in self._all if one.change.edited or not wanted])
        edited = sum(one.change.edited for one in self._all)
        self.note.setText(f"{edited:,} of them you changed after the last import." if edited else "")

    def _cells(self, one: Changed) -> Sequence[Cell]:
        had, new = change_words(one.change)
        mine = one.is_mine
        agreement = one.row.planned.agreement if one.row.planned is not None else None
        name = brief(agreement.title or agreement.reference) if agreement is not None else ""
        edited = Look("", Shape.FLAG, Tone.WARNING) if one.change.edited else None
        by_hand = "You changed this after the last import." if one.change.edited else ""
        return (
            Cell(f"{one.row.row}", Tone.MUTED, right=True),
            Cell(name, weight=500),
            Cell(field_label(one.change.field)),
            Cell(
                had,
                Tone.WARNING if edited else Tone.PLAIN,
                500 if mine else 400,
                look=edited,
                help=by_hand or had,
            ),
            Cell(new, Tone.MUTED if mine else Tone.NOTE, 400 if mine else 600, help=new),
            Cell(
                look=_MINE if mine else _IN_DOUBT if one.row.outcome is Outcome.DOUBTFUL else _FILES,
                chip=True,
            ),
        )

    def _on_key(self, key: str) -> None:
        chosen = self.table.chosen()
        if key == "space" and chosen:
            self._settle(chosen, files=chosen[0].is_mine)

    def _keep(self) -> None:
        self._settle(self.table.chosen(), files=False)

    def _take(self) -> None:
        self._settle(self.table.chosen(), files=True)

    def _settle(self, chosen: Sequence[Changed], *, files: bool) -> None:
        turned = [one for one in chosen if one.is_mine is files]
        if turned:
            self.settled.emit(turned, files)
            self.table.items.changed()
