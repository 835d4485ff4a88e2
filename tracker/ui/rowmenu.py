"""The menu of a row, for every list: what can be done with what it stands for.

A right click, the menu key or Shift+F10 opens it. A list that has a menu of its own keeps that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from tracker.app.rows import FieldChange
from tracker.ui.bridge import Place
from tracker.ui.parts.tables import Table

if TYPE_CHECKING:
    from tracker.ui.window import Window

_VERBS = ("extend", "give_notice", "renew", "vary", "supersede", "terminate")


class RowMenu(QObject):
    """Makes the menu for the row under the pointer, or the current one."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._place: Place | None = None
        self._table: Table | None = None
        self.menu: QMenu | None = None

    def offer(self, event: QContextMenuEvent) -> bool:
        """Show the menu of the row that the event is about; False where there is none."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        under = self._window.focusWidget() if by_key else self._window.childAt(event.pos())
        table = _table_of(under)
        if table is None or table.contextMenuPolicy() is not Qt.ContextMenuPolicy.DefaultContextMenu:
            return False
        index = table.currentIndex()
        if not by_key:
            index = table.indexAt(table.viewport().mapFrom(self._window, event.pos()))
        if not index.isValid():
            return False
        table.setCurrentIndex(index)
        self._table, self._place = table, _place_of(table.selected_record())
        self.menu = self._make()
        below = table.visualRect(index).bottomLeft()
        at = table.viewport().mapToGlobal(below) if by_key else event.globalPos()
        self.menu.popup(QPoint(at))
        return True

    def _make(self) -> QMenu:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._place is not None:
            self._add(menu, "Open", self._open)
            self._add(menu, "Open in a new window", self._open_beside)
            menu.addSeparator()
            if self._place.page == "agreement" and not self._window.bridge.session.read_only:
                for slot in _VERBS:
                    action = self._add(menu, self._window.menu_actions[slot].text(), self._begin)
                    action.setData(slot)
                menu.addSeparator()
        self._add(menu, "Copy the row", self._copy_row)
        self._add(menu, "Copy the whole list", self._copy_list)
        return menu

    def _add(self, menu: QMenu, words: str, slot: Callable[[], None]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(slot)
        return action

    # What its entries do

    def _open(self) -> None:
        if self._place is not None:
            self._window.go(self._place)

    def _open_beside(self) -> None:
        if self._place is not None:
            self._window.beside_wanted.emit(self._place)

    def _begin(self) -> None:
        action = self.sender()
        if self._place is not None and isinstance(action, QAction):
            self._window.go(self._place)
            self._window.menu_actions[str(action.data())].trigger()

    def _copy_row(self) -> None:
        if self._table is not None:
            _copy(self._table, [self._table.currentIndex().row()])

    def _copy_list(self) -> None:
        if self._table is not None:
            _copy(self._table, range(self._table.model().rowCount()))


def _table_of(widget: QWidget | None) -> Table | None:
    while widget is not None and not isinstance(widget, Table):
        widget = widget.parentWidget()
    return widget


def _place_of(record: object) -> Place | None:
    """Where a row's record is shown; None where it has no page of its own."""
    if isinstance(record, Place):
        return record
    if isinstance(record, FieldChange):
        gone = record.table != "agreement" or record.kind == "removed"
        return None if gone else Place("agreement", record.record_id)
    return None


def _copy(table: Table, rows: list[int] | range) -> None:
    """The columns in sight of those rows, as a spreadsheet takes them."""
    model = table.model()
    shown = [column for column in range(model.columnCount()) if not table.isColumnHidden(column)]
    heads = [
        str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        for column in shown
    ]
    lines = [[str(model.index(row, column).data() or "") for column in shown] for row in rows]
    texts = ["\t".join(" ".join(cell.split()) for cell in line) for line in (heads, *lines)]
    QGuiApplication.clipboard().setText("\n".join(texts))
