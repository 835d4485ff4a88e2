"""The lists beside the rows of an import: any length, several lines selected at once, worked by keys and by buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.parts.tables import EMPTY, RECORD, Cell, Column, Index, Table, cell_data, heading_data
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import PlainLabel, rule

Make = Callable[[Any], Sequence[Cell]]
"""The cells of one item."""


class ItemsModel(QAbstractTableModel):
    """A list of any length: a line's cells are made when it is painted."""

    def __init__(self, columns: Sequence[Column], make: Make, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.items: Sequence[Any] = ()
        self._make = make
        self._made: tuple[int, Sequence[Cell]] = (-1, ())

    def show(self, items: Sequence[Any]) -> None:
        """Put these in place of those shown."""
        self.beginResetModel()
        self.items = items
        self._made = (-1, ())
        self.endResetModel()

    def changed(self) -> None:
        """What is said of the items is something else now."""
        self._made = (-1, ())
        if self.items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.items) - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.items):
            return None
        if role == RECORD:
            return self.items[index.row()]
        if self._made[0] != index.row():
            self._made = (index.row(), self._make(self.items[index.row()]))
        cells = self._made[1]
        return cell_data(cells[index.column()] if index.column() < len(cells) else EMPTY, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return heading_data(self.columns, section, role)
        return None


def selected_lines(view: QAbstractItemView) -> list[int]:
    """The lines that are selected, from the top; quick, however many there are."""
    lines: set[int] = set()
    chosen = view.selectionModel().selection()
    for part in chosen.toList():
        lines.update(range(part.top(), part.bottom() + 1))
    return sorted(lines)


class ItemsTable(Table):
    """A table of an `ItemsModel`.

    Signals:
        keyed(str): "space", "delete" or "insert" was pressed on what is selected.
        selected(): something else is selected.
    """

    keyed = Signal(str)
    selected = Signal()

    def __init__(
        self, name: str, columns: Sequence[Column], make: Make, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self.items = ItemsModel(columns, make, self)
        self.setModel(self.items)
        self.lay_out(columns)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self._tell)

    def show_items(self, items: Sequence[Any]) -> None:
        """Show these; the line that was current stays so, as far as there is one."""
        line = max(0, min(self.currentIndex().row(), len(items) - 1))
        self.items.show(items)
        if items:
            self.choose_line(line)
        self.selected.emit()

    def choose_line(self, line: int) -> None:
        """Select that line, and no other."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.items.index(line, 0), flags)

    def chosen(self) -> list[Any]:
        """The items that are selected."""
        return [self.items.items[line] for line in selected_lines(self)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = {Qt.Key.Key_Space: "space", Qt.Key.Key_Delete: "delete", Qt.Key.Key_Insert: "insert"}
        name = names.get(Qt.Key(event.key()))
        if name is not None:
            self.keyed.emit(name)
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        self.selected.emit()


class SettleView(QWidget):
    """A list with a sentence above it, and what can be done to what is selected below."""

    def __init__(self, words: str, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel(words, "muted", wrap=True)
        self.words.setContentsMargins(MARGIN - 4, GRID, MARGIN - 4, GRID)
        self.note = PlainLabel("", "muted", wrap=True)
        self.words.setMinimumWidth(400)
        self.note.setMinimumWidth(160)
        self.deeds = QHBoxLayout()
        self.deeds.setContentsMargins(MARGIN - 4, GRID + 2, MARGIN - 4, GRID + 2)
        self.deeds.setSpacing(GRID)
        self.deeds.addWidget(self.note, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.words)
        self.body.addWidget(table, 1)
        self.body.addWidget(rule())
        self.body.addLayout(self.deeds)
