"""History: everything that was done to the register, by whom and when, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tracker.app.fields import BY_NAME, show_value
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, button

if TYPE_CHECKING:
    from tracker.app.rows import HistoryRow

_COLUMNS = (
    Column("when", "When", "Wednesday, 16:40"),
    Column("what", "What was done", "Change end of the term of the", stretch=True),
    Column("records", "Records", "Records", right=True, drop=1),
    Column("by", "By", "contracts officer"),
)
_CHANGES = (
    Column("record", "Record", "Housing repairs and voids", stretch=True),
    Column("field", "Field", "Start re-procuring before the end"),
    Column("old", "Before", "Contracts and partnerships officer"),
    Column("new", "After", "Contracts and partnerships officer"),
)
_SHOWN = 500


class HistoryPage(Page):
    """The operations, newest first; the changes of the selected one beneath."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._operations: list[HistoryRow] = []
        self.table = Table("History", self)
        self._model = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self._model)
        self.table.lay_out(_COLUMNS)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self._changes = Table("What was changed")
        self._change_model = RowsModel(_CHANGES, self._changes)
        self._changes.setModel(self._change_model)
        self._changes.lay_out(_CHANGES)
        self._changes.opened.connect(self._open)
        self._name = PlainLabel("", "subheading")
        self._besides = PlainLabel("", "caption")
        self._undo = button("Undo", icon="undo")
        self._redo = button("Redo", icon="redo")
        self._undo.clicked.connect(self._on_undo)
        self._redo.clicked.connect(self._on_redo)
        self._empty = EmptyState(
            "Nothing has been done yet",
            "Every change to the register stands here, with who made it, when, and what it was before. "
            "Each can be taken back with Ctrl+Z, even after the program was closed.",
        )
        self._put_together()

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(PlainLabel("History", "title"))
        head.addStretch()
        head.addWidget(self._undo)
        head.addWidget(self._redo)
        self._split = QSplitter()
        self._split.setOrientation(self._split.orientation().Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(self._build_under())
        self._split.setHandleWidth(1)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(2 * GRID)
        page.addLayout(head)
        page.addWidget(self._split, 1)
        page.addWidget(self._empty, 1)

    def _build_under(self) -> QWidget:
        under = QWidget()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._name)
        head.addWidget(self._besides)
        head.addStretch()
        column = QVBoxLayout(under)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._changes, 1)
        return under

    def title(self) -> str:
        return "History"

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        session = self.bridge.session
        self._operations = session.read.history(_SHOWN)
        self._model.show([_operation_row(row, self.bridge) for row in self._operations])
        self._empty.setVisible(not self._operations)
        self._split.setVisible(bool(self._operations))
        for made, name in ((self._undo, session.undo_name), (self._redo, session.redo_name)):
            made.setEnabled(name is not None and not session.read_only)
            made.setToolTip("")
        if self._operations:
            self.table.selectRow(0)

    def _on_current(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        if not 0 <= index.row() < len(self._operations):
            return
        row = self._operations[index.row()]
        shown = [_change_row(change) for change in row.changes]
        self._change_model.show(
            shown or [Row((Cell("Nothing that is kept here.", Tone.MUTED),), heading=True)]
        )
        left_out = row.touched - len({(c.table, c.record_id) for c in row.changes})
        self._name.setText(row.name)
        self._besides.setText(f"and {show.count(left_out, 'more record')}" if left_out > 0 else "")

    def _open(self, place: object) -> None:
        self.bridge.go.emit(place)

    def _on_undo(self) -> None:
        self.bridge.act(self.bridge.session.undo)

    def _on_redo(self) -> None:
        self.bridge.act(self.bridge.session.redo)


_KINDS = {
    "undo": Look("Undone", Shape.CROSS, Tone.MUTED),
    "redo": Look("Done again", Shape.TICK, Tone.GOOD),
}


def _operation_row(row: HistoryRow, bridge: Bridge) -> Row:
    what = {"undo": f"Undo: {row.name}", "redo": f"Redo: {row.name}"}.get(row.kind, row.name)
    tone = Tone.MUTED if row.undone else Tone.PLAIN
    return Row(
        (
            Cell(show.moment(show.local(row.at), bridge.today), Tone.MUTED),
            Cell(f"{what} (undone)" if row.undone else what, tone, 500, look=_KINDS.get(row.kind)),
            Cell(f"{row.touched:,}", right=True),
            Cell(row.by, Tone.MUTED),
        ),
        row.operation,
    )


def _change_row(change: object) -> Row:
    kind, field = getattr(change, "kind", ""), getattr(change, "field", "")
    table, record_id = getattr(change, "table", ""), getattr(change, "record_id", None)
    known = BY_NAME.get(field)
    label = known.label if known else field.replace("_", " ").capitalize()
    place = Place("agreement", record_id) if table == "agreement" and kind != "removed" else None
    record = Cell(str(getattr(change, "record", "")), weight=500)
    if kind != "changed":
        look = Look(kind.capitalize(), Shape.TICK if kind == "added" else Shape.CROSS, Tone.MUTED)
        return Row((record, Cell(look.word, look=look)), place)
    old, new = show_value(getattr(change, "old", None)), show_value(getattr(change, "new", None))
    return Row(
        (
            record,
            Cell(label),
            Cell(old or "not recorded", Tone.MUTED, help=old),
            Cell(new or "not recorded", help=new),
        ),
        place,
    )
