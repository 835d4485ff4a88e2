"""Likely duplicates inside a file: two rows side by side, what both together come to, and which of them stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.app.incoming.duplicates import Difference, Twin, differences
from tracker.app.incoming.importview import PlanRow
from tracker.app.incoming.sight import field_label
from tracker.ui.importer.cells import brief, value_words
from tracker.ui.importer.lists import ItemsTable, SettleView
from tracker.ui.parts.tables import Cell, Column
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, button, rule

_PAIRS = (
    Column("rows", "Rows", "10,000 and 10,001"),
    Column("agreement", "Agreement", "Provision of a managed print", stretch=True),
    Column("why", "They have", "the same reference, parties and start"),
)
_FIELDS = (
    Column("field", "What differs", "Supplier number"),
    Column("kept", "The row that stays", "30 September 2027", stretch=True),
    Column("other", "The other row", "30 September 2027 to 2029"),
    Column("after", "Together", "30 September 2027 to 2029"),
)
_PAIRS_SHOWN = 6
"""Pairs that are seen without scrolling; the rest of the room is for what differs."""

_WORDS = (
    "These rows are likely one agreement. The row that stays takes what only the other says; "
    "press Space on a line to take the other row’s words there as well."
)


class TwinsView(SettleView):
    """The pairs, and the pair in hand field by field.

    Signals:
        merged(Twin, bool, object): make one of the two, the second row staying where that is True, with
            these of the other row's fields.
        parted(Twin): they are two agreements.
    """

    merged = Signal(object, bool, object)
    parted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.table = ItemsTable("Likely duplicates", _PAIRS, self._pair_cells)
        super().__init__(_WORDS, self.table, parent)
        self._rows: Mapping[int, PlanRow] = {}
        self._second = False
        self._taking: set[str] = set()
        self.fields = ItemsTable("What differs between the two rows", _FIELDS, self._field_cells)
        self.title = PlainLabel("", "subheading")
        self.title.setContentsMargins(MARGIN - 4, GRID, MARGIN - 4, GRID)
        self.body.insertWidget(2, rule())
        self.body.insertWidget(3, self.title)
        self.body.insertWidget(4, self.fields, 1)
        self.part = button("They are two agreements")
        self.swap = button("", name="Keep the other row")
        self.merge = button("", name="Merge the rows")
        for part in (self.part, self.swap, self.merge):
            self.deeds.addWidget(part)
        self.part.clicked.connect(self._part)
        self.swap.clicked.connect(self._swap)
        self.merge.clicked.connect(self._merge)
        self.table.selected.connect(self._begin)
        self.fields.keyed.connect(self._on_key)

    def show_twins(self, twins: Sequence[Twin], rows: Mapping[int, PlanRow]) -> None:
        """Show these pairs of those rows."""
        self._rows = rows
        self.table.setMaximumHeight(self.table.height_for(max(1, min(len(twins), _PAIRS_SHOWN))))
        self.table.show_items(twins)

    def in_hand(self) -> Twin | None:
        """The pair that is selected; the first of several."""
        chosen = self.table.chosen()
        return chosen[0] if chosen else None

    def _pair_cells(self, twin: Twin) -> Sequence[Cell]:
        planned = self._rows[twin.first].planned
        name = (planned.agreement.title or planned.agreement.reference) if planned is not None else ""
        return (
            Cell(f"{twin.first:,} and {twin.second:,}"),
            Cell(brief(name), weight=500),
            Cell(twin.why, Tone.MUTED),
        )

    def _field_cells(self, one: Difference) -> Sequence[Cell]:
        kept, other, after = (brief(value_words(value)) for value in (one.kept, one.other, one.after))
        taken = one.field in self._taking
        filled = after != kept
        return (
            Cell(field_label(one.field)),
            Cell(kept or "nothing", Tone.MUTED if taken or not kept else Tone.PLAIN, help=kept),
            Cell(other or "nothing", Tone.PLAIN if taken else Tone.MUTED, help=other),
            Cell(after or "nothing", Tone.NOTE if filled else Tone.PLAIN, 600 if filled else 400, help=after),
        )

    def _begin(self) -> None:
        """Another pair is in hand; the row that the register holds stays, else the upper one."""
        twin = self.in_hand()
        self._taking = set()
        self._second = twin is not None and self._rows[twin.second].existing is not None
        self._show_pair()

    def _show_pair(self) -> None:
        twin = self.in_hand()
        for part in (self.part, self.swap, self.merge):
            part.setEnabled(twin is not None)
        if twin is None:
            self.fields.show_items(())
            return
        kept, other = (twin.second, twin.first) if self._second else (twin.first, twin.second)
        self.fields.show_items(differences(self._rows[kept], self._rows[other], self._taking))
        count = len(self.fields.items.items)
        differ = (
            "nothing differs" if not count else f"{count} fields differ" if count > 1 else "1 field differs"
        )
        self.title.setText(f"Row {kept:,} stays, row {other:,} goes into it: {differ}")
        self.merge.setText(f"Merge into row {kept:,}")
        self.swap.setText(f"Keep row {other:,} instead")
        self.swap.setEnabled(self._rows[kept].existing is None)
        for each in (self.merge, self.swap):
            each.setAccessibleName(each.text())

    def _on_key(self, key: str) -> None:
        if key == "space":
            names = {one.field for one in self.fields.chosen()}
            self._taking ^= names
            self._show_pair()

    def _swap(self) -> None:
        self._second = not self._second
        self._taking = set()
        self._show_pair()

    def _merge(self) -> None:
        twin = self.in_hand()
        if twin is not None:
            self.merged.emit(twin, self._second, frozenset(self._taking))

    def _part(self) -> None:
        for twin in self.table.chosen():
            self.parted.emit(twin)
