"""History: everything that was done to the register, or to one agreement, and what it changed.

A value can be put back from here, an operation taken back, and an agreement read as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tracker.app import earlier
from tracker.app.fields import show_value
from tracker.app.rows import FieldChange
from tracker.domain.errors import TrackerError
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
_OF_ONE = 2000
"""Changes of one operation that are looked through for those of one agreement."""


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
        self._changes.selectionModel().currentRowChanged.connect(self._on_change)
        self._name = PlainLabel("", "subheading")
        self._besides = PlainLabel("", "caption")
        self._undo = button("Undo", icon="undo")
        self._redo = button("Redo", icon="redo")
        self._undo.clicked.connect(self._on_undo)
        self._redo.clicked.connect(self._on_redo)
        self._title = PlainLabel("History", "title")
        self._whole = button("The whole register", kind="link")
        self._whole.clicked.connect(self._to_whole)
        self.put_back = button("Put this value back", small=True)
        self.put_back.clicked.connect(self._on_put_back)
        self.as_it_was = button("As it was then", small=True)
        self.as_it_was.setCheckable(True)
        self.as_it_was.toggled.connect(self._show_under)
        self.put_all = button("Put all of it back", small=True)
        self.put_all.clicked.connect(self._on_put_all)
        self.take_back = button("Take this back", small=True)
        self.take_back.clicked.connect(self._on_take_back)
        self._empty = EmptyState(
            "Nothing has been done yet",
            "Every change to the register stands here, with who made it, when, and what it was before. "
            "Each can be taken back with Ctrl+Z, even after the program was closed.",
        )
        self._put_together()

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._title)
        head.addWidget(self._whole)
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
        for each in (self.put_back, self.as_it_was, self.put_all, self.take_back):
            head.addWidget(each)
        column = QVBoxLayout(under)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._changes, 1)
        return under

    def title(self) -> str:
        return self._title.text()

    def selected_agreement(self) -> int | None:
        return self.place.record

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        session, record = self.bridge.session, self.place.record
        self._title.setText(f"History of {self._named()}" if record is not None else "History")
        self._whole.setVisible(record is not None)
        self._operations = (
            session.read.history(_SHOWN)
            if record is None
            else session.read.history(_SHOWN, "agreement", record, changes=_OF_ONE)
        )
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
        self._show_under()

    def _operation(self) -> HistoryRow | None:
        """The operation that is selected."""
        number = self.table.currentIndex().row()
        return self._operations[number] if 0 <= number < len(self._operations) else None

    def _show_under(self) -> None:
        """What the selected operation changed, or what is otherwise now than it was after it."""
        row = self._operation()
        if row is None:
            return
        record, then = self.place.record, self.as_it_was.isChecked()
        self.as_it_was.setVisible(record is not None)
        if record is not None and then:
            self._show_then(record, row)
        else:
            self._show_changes(row)
        writable = not self.bridge.session.read_only
        self.put_all.setVisible(record is not None and then)
        self.put_all.setEnabled(writable and self._change_model.rowCount() > 0)
        self.take_back.setVisible(not then)
        mine = row.by == self.bridge.session.user
        self.take_back.setEnabled(writable and mine and row.kind == "do" and not row.undone)
        self._on_change(self._changes.currentIndex())

    def _show_then(self, record: int, row: HistoryRow) -> None:
        try:
            differing = earlier.as_it_was(self.bridge.session, record, row.operation)
        except TrackerError:
            differing = ()
        self._change_model.show([_then_row(self._named(), each) for each in differing])
        words = "As it was after" if differing else "It is now as it was after"
        self._name.setText(f"{words} ‘{row.name}’")
        self._besides.setText("then, and now" if differing else "")

    def _show_changes(self, row: HistoryRow) -> None:
        record = self.place.record
        changes = [change for change in row.changes if record is None or self._concerns(change, record)]
        shown = [_change_row(change) for change in changes]
        self._change_model.show(
            shown or [Row((Cell("Nothing that is kept here.", Tone.MUTED),), heading=True)]
        )
        left_out = row.touched - len({(c.table, c.record_id) for c in changes})
        self._name.setText(row.name)
        self._besides.setText(f"and {show.count(left_out, 'more record')}" if left_out > 0 else "")

    def _concerns(self, change: FieldChange, record: int) -> bool:
        """Whether a change is of that agreement, or of something that is part of it."""
        if change.table == "agreement":
            return change.record_id == record
        return self._named() in change.record

    def _named(self) -> str:
        """The agreement whose history this is."""
        try:
            agreement = self.bridge.session.agreement(self.place.record or 0)
        except TrackerError:
            return "an agreement that is gone"
        return f"‘{agreement.title or agreement.reference}’"

    def _on_change(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        change = self._changes.selected_record()
        can = isinstance(change, FieldChange) and change.kind == "changed"
        self.put_back.setVisible(not self.as_it_was.isChecked())
        self.put_back.setEnabled(can and not self.bridge.session.read_only)

    def _open(self, change: object) -> None:
        if isinstance(change, FieldChange) and change.table == "agreement" and change.kind != "removed":
            self.bridge.go.emit(Place("agreement", change.record_id))

    def _to_whole(self) -> None:
        self.bridge.go.emit(Place("history"))

    def _on_put_back(self) -> None:
        change = self._changes.selected_record()
        if isinstance(change, FieldChange):
            self._do(partial(earlier.put_back, self.bridge.session, change))

    def _on_put_all(self) -> None:
        row = self._operation()
        if row is not None and self.place.record is not None:
            self._do(partial(earlier.put_all_back, self.bridge.session, self.place.record, row.operation))

    def _do(self, deed: Callable[[], None]) -> None:
        if self.bridge.act(deed):
            self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def _on_take_back(self) -> None:
        row = self._operation()
        if row is None:
            return
        kept: list[str] = []
        if self.bridge.act(partial(self._take_back, row.operation, kept)):
            stays = f" What was changed since stays: {'; '.join(kept)}." if kept else ""
            self.bridge.said.emit(f"Taken back: {row.name}.{stays}", Tone.NOTE, "")

    def _take_back(self, operation: int, kept: list[str]) -> None:
        kept.extend(self.bridge.session.take_back(operation) or ())

    def _on_undo(self) -> None:
        self.bridge.act(self.bridge.session.undo)

    def _on_redo(self) -> None:
        self.bridge.act(self.bridge.session.redo)


_KINDS = {
    "undo": Look("Undone", Shape.CROSS, Tone.MUTED),
    "redo": Look("Done again", Shape.TICK, Tone.GOOD),
}


def what_was_done(row: HistoryRow) -> str:
    """An entry of the history in words; taking one back, or doing it again, is an entry as well."""
    return {"undo": f"Undo: {row.name}", "redo": f"Redo: {row.name}"}.get(row.kind, row.name)


def _operation_row(row: HistoryRow, bridge: Bridge) -> Row:
    what = what_was_done(row)
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


def _then_row(record: str, each: earlier.Difference) -> Row:
    then, now = show_value(each.then), show_value(each.now)
    return Row(
        (
            Cell(record, weight=500),
            Cell(earlier.label_of(each.field)),
            Cell(then or "not recorded", help=then),
            Cell(now or "not recorded", Tone.MUTED, help=now),
        )
    )


def _change_row(change: FieldChange) -> Row:
    record = Cell(change.record, weight=500)
    if change.kind != "changed":
        look = Look(
            change.kind.capitalize(), Shape.TICK if change.kind == "added" else Shape.CROSS, Tone.MUTED
        )
        return Row((record, Cell(look.word, look=look)), change)
    old, new = show_value(change.old), show_value(change.new)
    return Row(
        (
            record,
            Cell(earlier.label_of(change.field)),
            Cell(old or "not recorded", Tone.MUTED, help=old),
            Cell(new or "not recorded", help=new),
        ),
        change,
    )
