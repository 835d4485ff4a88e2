"""The model of the register's table: cells, headings, and many rows at once, on top of what `paging` reads."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from tracker.app.bulk import Chosen, checked
from tracker.ui.parts.tables import CELL, RECORD, Cell, Index, cell_data, heading_data
from tracker.ui.parts.theme import Tone
from tracker.ui.register.columns import cell_for
from tracker.ui.register.headings import Heading
from tracker.ui.register.paging import PagedRows
from tracker.ui.register.rows import Layout

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow

_ROW = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_WAITING = Cell("…", Tone.MUTED)


class RegisterModel(PagedRows):
    """Rows of the register, with headings between them where they are grouped."""

    # Groups

    def heading_at(self, number: int) -> Heading | None:
        """The heading that stands in that row; None for an agreement's row."""
        group = self._rows.layout.heading(number)
        if group is None:
            return None
        value, rows = self._rows.layout.groups[group]
        sums = self._rows.sums[group] if len(self._rows.sums) == len(self._rows.layout.groups) else None
        return Heading(value, rows, sums, closed=value in self._closed)

    def toggle(self, number: int, *, closed: bool | None = None) -> None:
        """Close or open the group whose heading stands in that row."""
        heading, group = self.heading_at(number), self._rows.layout.heading(number)
        if heading is None or group is None or closed is heading.closed:
            return
        self._closed ^= {heading.value}
        old = self._rows.layout
        new = Layout(old.total, old.groups, self._closed)
        first, last = old.inside(group)
        if heading.closed:
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows.layout = new
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._rows.layout = new
            self.endRemoveRows()
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def close_groups(self, *, closed: bool) -> None:
        """Close every group, or open them all."""
        layout = self._rows.layout
        self.beginResetModel()
        self._closed = {group.value for group in layout.groups} if closed else set()
        self._rows.layout = Layout(layout.total, layout.groups, self._closed)
        self.endResetModel()
        self.shown.emit()

    # Many rows at once

    def chosen(self, ranges: Iterable[tuple[int, int]]) -> tuple[Chosen, int] | None:
        """The agreements in ranges of rows (first, last), and how many; None until the list has been read."""
        ids, view = self._rows.ids, self._shown_view
        if ids is None or not self.complete:
            return None
        spans = self._rows.layout.spans(ranges)
        picked = ids[:0]
        for first, past in spans:
            picked.extend(ids[first:past])
        check = checked(picked.tobytes())
        found = Chosen(view.search, view.filters, view.sort, view.descending, view.group, spans, check)
        return found, len(picked)

    def number_in(self, ranges: Iterable[tuple[int, int]]) -> int:
        """How many agreements stand in those rows."""
        return sum(past - first for first, past in self._rows.layout.spans(ranges))

    def ids_in(self, ranges: Iterable[tuple[int, int]]) -> array[int]:
        """The ids of the agreements in those ranges, in the order of the list."""
        picked = array("I")
        for first, past in self._rows.layout.spans(ranges):
            if self._rows.ids is not None:
                picked.extend(self._rows.ids[first:past])
            else:
                picked.extend(row.id for row in self._rows.pages.get(0, [])[first:past])
        return picked

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows.layout.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None and (heading := self.heading_at(index.row())) is not None:
            return cell_data(heading.cell(), role) if role != RECORD else None
        if row is None:
            return cell_data(_WAITING, role) if role != RECORD else None
        if role == RECORD:
            return row.id
        return cell_data(self.cell(row, self.columns[index.column()].key), role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        # Asked twice for each cell of each repaint.
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._rows.layout.groups and self._rows.layout.heading(index.row()) is not None:
            return Qt.ItemFlag.ItemIsEnabled
        return _ROW

    def cell(self, row: AgreementRow, key: str) -> Cell:
        """What a column shows of a row."""
        cells = self._rows.cells.setdefault(row.id, {})
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = cell_for(row, key, self._session.today)
        return cell

    def forget_cells(self) -> None:
        """It is another day: distances and tones are others now."""
        self._rows.cells.clear()
        if not self._rows.layout.rows:
            return
        self.dataChanged.emit(
            self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1), [CELL]
        )

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal:
            return heading_data(self.columns, section, role)
        return None
