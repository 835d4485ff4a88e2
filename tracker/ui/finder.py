"""The finder (Ctrl+K): type a word of an agreement or of an action, and Enter goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tracker.ui.actions import words
from tracker.ui.bridge import Place
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel, SearchField

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow

# A field that has the keyboard because its window came to the front was not asked for.
_ASKED_FOR = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
_AGREEMENTS = 8
_ACTIONS = 5
_COLUMNS = (
    Column("what", "", "Housing repairs and voids", stretch=True),
    Column("where", "", "Ctrl+Shift+N", True),
)


class Finder(QFrame):
    """The list under the field: agreements by name, actions, then other agreements; the Down key walks it.

    Signals:
        go(Place): an agreement was chosen.
    """

    go = Signal(object)

    def __init__(
        self,
        field: SearchField,
        find: Callable[[str], Sequence[AgreementRow]],
        actions: Callable[[], Sequence[QAction]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._field, self._find, self._actions = field, find, actions
        self.setProperty("kind", "popup")
        self.table = Table("Found", self)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self._model)
        self.table.lay_out(_COLUMNS)
        self._nothing = PlainLabel("Nothing fits. Try one word, or part of one.", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.table)
        column.addWidget(self._nothing)
        self.hide()
        field.textEdited.connect(self.search)
        field.installEventFilter(self)
        self.table.clicked.connect(self._choose_clicked)

    def search(self, text: str) -> None:
        """Show what fits the text: every word somewhere in it."""
        wanted = text.casefold().split()
        named, others = self._agreement_rows(text.strip(), wanted)
        rows = [*named, *self._action_rows(wanted), *others]
        self._model.show(rows)
        self.table.span_headings()
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._step(1)
        self._place(len(rows))
        self.setVisible(bool(wanted) or bool(rows))
        self.raise_()

    def _agreement_rows(self, text: str, wanted: Sequence[str]) -> tuple[list[Row], list[Row]]:
        """Agreements that have the words in their name, and those that have them anywhere else."""
        named: list[Row] = []
        others: list[Row] = []
        for found in self._find(text)[:_AGREEMENTS] if text else ():
            look = show.status(found.status or "")
            title = Cell(found.title or found.reference, weight=500, look=look, remark=found.supplier)
            row = Row((title, Cell(look.word, Tone.MUTED, right=True)), Place("agreement", found.id))
            name = f"{found.reference} {found.title} {found.supplier}".casefold()
            (named if all(word in name for word in wanted) else others).append(row)
        return named, others

    def _action_rows(self, wanted: Sequence[str]) -> list[Row]:
        rows = []
        for action in self._actions():
            name = words(action)
            if action.isEnabled() and all(word in name.casefold() for word in wanted):
                keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
                rows.append(Row((Cell(name), Cell(keys, Tone.MUTED, right=True)), action))
        return rows[:_ACTIONS]

    def _place(self, rows: int) -> None:
        width = max(460, self._field.width())
        height = self.table.height_for(min(rows, 13)) + 10 if rows else 44
        corner = self._field.mapTo(self._over, QPoint(self._field.width() - width, self._field.height() + 4))
        self.setGeometry(max(4, corner.x()), corner.y(), width, height)
        self.resize(QSize(width, height))

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            current = self.table.currentIndex().row()
            self.table.selectRow(max(0, min(rows - 1, current + by)))

    def _choose_clicked(self) -> None:
        self._choose()

    def _choose(self) -> None:
        record = self.table.selected_record()
        self._leave()
        if isinstance(record, QAction):
            record.trigger()
        elif isinstance(record, Place):
            self.go.emit(record)

    def _leave(self) -> None:
        self.hide()
        self._field.clear()
        self._field.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            if event.reason() in _ASKED_FOR and not self.isVisible():
                self.search(self._field.text())
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        return False

    def _on_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down:
            self._step(1)
        elif key == Qt.Key.Key_Up:
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True
