"""History: everything that was done to the register, or to one agreement, and what it changed.

A value can be put back from here, an operation taken back, and an agreement read as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from tracker.app import earlier
from tracker.app.fields import show_value
from tracker.app.rows import FieldChange
from tracker.app.session import Session
from tracker.app.verbs import called
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge, Place
from tracker.ui.history.putback import EVERYTHING, PutBackPanel
from tracker.ui.page import Page
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table, plain_tooltip
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import ElidedLabel, EmptyState, PlainLabel, button

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
    Column("old", "Before", "Contracts and partnerships officer", stretch=True),
    Column("new", "After", "Contracts and partnerships officer", stretch=True),
)
_OF_ALL = tuple(column.key for column in _CHANGES)
_OF_ONE = _OF_ALL[1:]
_SHOWN = 500
_PUT_BACK = "Put the old value back"
_LEAST = 160
"""Height of the list of operations, in pixels, however few they are."""


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
        self._name = ElidedLabel("", "subheading")
        self._besides = PlainLabel("", "caption")
        self._undo = button("Undo", icon="undo")
        self._redo = button("Redo", icon="redo")
        self._undo.clicked.connect(self._on_undo)
        self._redo.clicked.connect(self._on_redo)
        self._title = ElidedLabel("History", "title")
        self._whole = button("The whole register", kind="link")
        self._whole.clicked.connect(self._to_whole)
        self.putting = PutBackPanel(bridge)
        self.putting.hide()
        self.putting.closed.connect(self._close_panel)
        self.putting.done.connect(self._on_put)
        self.put_back = button(_PUT_BACK, small=True)
        self.put_back.clicked.connect(self._on_put_back)
        self.as_it_was = button("As it was then", small=True)
        self.as_it_was.setCheckable(True)
        self.as_it_was.toggled.connect(self._show_under)
        self.put_all = button("Put all of it back", small=True)
        self.put_all.clicked.connect(self._on_put_all)
        self.take_back = button("Undo this change", small=True)
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
        page = QVBoxLayout()
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(2 * GRID)
        page.addLayout(head)
        page.addWidget(self._split, 1)
        page.addWidget(self._empty, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(page, 1)
        across.addWidget(self.putting)

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
            else session.read.history(_SHOWN, "agreement", record, changes=0)
        )
        self._model.show([_operation_row(row, self.bridge) for row in self._operations])
        self._empty.setVisible(not self._operations)
        self._split.setVisible(bool(self._operations))
        for made, name in ((self._undo, session.undo_name), (self._redo, session.redo_name)):
            made.setEnabled(name is not None and not session.read_only)
            made.setToolTip("")
        self.putting.hide()
        # A short list leaves the room to what it changed.
        self.table.setMaximumHeight(max(self.table.height_for(len(self._operations)), scaled(_LEAST)))
        if self._operations:
            self.table.selectRow(0)

    def _on_current(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        if 0 <= index.row() < len(self._operations):
            self.putting.hide()
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
        if record is not None:
            self._name.setText(row.name)
            self._besides.setText("")
            self._show_rows([], _OF_ONE)
            ask = partial(_compare, record, row.operation, then=then)
            self.bridge.read(partial(_numbered, row.operation, then, ask), self._on_compared)
        else:
            self._show_changes(row)
        writable = not self.bridge.session.read_only
        self.put_all.setVisible(record is not None and then)
        self.take_back.setVisible(not then)
        why_not = self._why_not_undone(row)
        self.take_back.setEnabled(writable and not why_not)
        self.take_back.setToolTip(plain_tooltip(why_not) if why_not else "")
        self._on_change(self._changes.currentIndex())

    def _why_not_undone(self, row: HistoryRow) -> str:
        """Why an operation cannot be taken back from here; "" where it can."""
        if row.undone:
            return "It was undone already."
        if row.kind != "do":
            return "Undo and Redo, above, go from one of these to the next."
        return "" if row.by == self.bridge.session.user else f"Only {row.by} can undo it."

    def _on_compared(self, answer: object) -> None:
        """What an operation changed in the one agreement, or what is otherwise now, has been worked out."""
        operation, then, lines = cast("tuple[int, bool, tuple[Compared, ...]]", answer)
        row = self._operation()
        if row is None or (operation, then) != (row.operation, self.as_it_was.isChecked()):
            return
        if then:
            words = "As it was after" if lines else "It is now as it was after"
            self._name.setText(f"{words} ‘{row.name}’")
            self._besides.setText("then, and now" if lines else "")
        elif not lines:
            self._besides.setText("It came or went as a whole, or what stands beside it changed")
        self._show_rows([_compared_row(each) for each in lines], _OF_ONE)
        self.put_all.setEnabled(not self.bridge.session.read_only and bool(lines))

    def _show_changes(self, row: HistoryRow) -> None:
        """What an operation changed in the whole register."""
        rows = [_change_row(change) for change in row.changes]
        changed = any(cell.text for each in rows for cell in each.cells[2:])
        self._show_rows(rows, _OF_ALL if changed else _OF_ALL[:2])
        left_out = row.touched - len({(change.table, change.record_id) for change in row.changes})
        self._name.setText(row.name)
        self._besides.setText(f"and {show.count(left_out, 'more record')}" if left_out > 0 else "")

    def _show_rows(self, rows: list[Row], columns: tuple[str, ...]) -> None:
        """Show what was changed, without columns in which nothing stands, or heads over nothing."""
        self._changes.want(columns)
        self._changes.horizontalHeader().setVisible(bool(rows))
        self._change_model.show(rows)

    def _agreement(self) -> Agreement | None:
        """The agreement whose history this is; None where it is gone, or it is that of the register."""
        try:
            return self.bridge.session.agreement(self.place.record or 0)
        except TrackerError:
            return None

    def _named(self) -> str:
        agreement = self._agreement()
        return called(agreement) if agreement is not None else "an agreement that is gone"

    def _on_change(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        change = self._changes.selected_record()
        changed = isinstance(change, FieldChange) and change.kind == "changed"
        self.put_back.setVisible(not self.as_it_was.isChecked())
        can = changed or isinstance(change, Compared)
        field = change.field if can and isinstance(change, (Compared, FieldChange)) else ""
        self.put_back.setText(f"Put the old {earlier.label_of(field).lower()} back" if field else _PUT_BACK)
        self.put_back.setEnabled(can and not self.bridge.session.read_only)
        self.put_back.setToolTip("" if can else plain_tooltip("Choose a field below that was changed."))

    def _open(self, change: object) -> None:
        if isinstance(change, FieldChange) and change.table == "agreement" and change.kind != "removed":
            self.bridge.go.emit(Place("agreement", change.record_id))

    def _to_whole(self) -> None:
        self.bridge.go.emit(Place("history"))

    def _on_put_back(self) -> None:
        change = self._changes.selected_record()
        if isinstance(change, Compared):
            self._open_panel(change.field)
        elif isinstance(change, FieldChange) and self.bridge.act(
            partial(earlier.put_value_back, self.bridge.session, change)
        ):
            self._on_put()

    def _on_put_all(self) -> None:
        self._open_panel(EVERYTHING)

    def _open_panel(self, field: str) -> None:
        """Show what putting that back would change, before it does."""
        row, agreement = self._operation(), self._agreement()
        if row is not None and agreement is not None:
            self.putting.put(agreement, row.operation, field)
            self.putting.show()
            self.putting.first().setFocus()

    def _close_panel(self) -> None:
        self.putting.hide()
        self._changes.setFocus()

    def _on_put(self) -> None:
        self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def _on_take_back(self) -> None:
        row = self._operation()
        if row is not None:
            self.bridge.steps.take_back(row.operation, row.name)

    def _on_undo(self) -> None:
        self.bridge.steps.step("undo")

    def _on_redo(self) -> None:
        self.bridge.steps.step("redo")


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


class Compared(NamedTuple):
    """One field of an agreement at two times, in words."""

    field: str
    then: str
    now: str


def _compare(agreement_id: int, operation: int, session: Session, *, then: bool) -> tuple[Compared, ...]:
    """What an operation changed in an agreement; `then`: what was otherwise right after it than it is now."""
    ask = earlier.as_it_was if then else earlier.changed_by
    try:
        found = ask(session, agreement_id, operation)
    except TrackerError:  # it has been removed since
        return ()
    return tuple(
        Compared(each.field, earlier.words(session, each.then), earlier.words(session, each.now))
        for each in found
    )


def _numbered(
    operation: int, then: bool, ask: Callable[[Session], tuple[Compared, ...]], session: Session
) -> object:
    return operation, then, ask(session)


def _compared_row(each: Compared) -> Row:
    return Row(
        (
            Cell(""),
            Cell(earlier.label_of(each.field), weight=500),
            Cell(each.then or "not recorded", Tone.MUTED, help=each.then),
            Cell(each.now or "not recorded", help=each.now),
        ),
        each,
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
