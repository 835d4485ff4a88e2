"""A table that is shown whole: its columns are as wide as what stands in them, not as what might."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from tracker.ui.parts.celldelegate import PAD, CellDelegate
from tracker.ui.parts.cells import Cell
from tracker.ui.parts.tables import RowsModel, Table
from tracker.ui.parts.theme import font

_SEEN = 60
"""Rows that are measured; of each column only the longest of them."""
_MEASURED = 3


class FittedTable(Table):
    """A short list with its columns near one another: the way from a name to its date stays short."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._needs: dict[int, int] = {}

    def fit_to_cells(self) -> None:
        """Measure what stands in the rows; call after they have changed. Empty columns are hidden."""
        model, delegate = self.model(), self.itemDelegate()
        assert isinstance(model, RowsModel)
        assert isinstance(delegate, CellDelegate)
        head = QFontMetrics(font(0.9, 500))
        rows = [row for row in map(model.row, range(min(model.rowCount(), _SEEN))) if row and not row.heading]
        self._needs.clear()
        for at, column in enumerate(self._columns):
            cells = [row.cells[at] for row in rows if at < len(row.cells)]
            if any(cell.text or cell.look for cell in cells):
                longest = nlargest(_MEASURED, cells, key=_letters)
                widest = max(delegate.room_for(cell) for cell in longest)
                self._needs[at] = max(widest, head.horizontalAdvance(column.title) + 2 * PAD) + PAD
        self.fit()

    def fit(self) -> None:
        """Hide what has no room, as every table does; then share what is left over, in proportion.

        Where there is too little, columns give way down to their samples, those that ask for most the most;
        where that is still too wide, the table scrolls sideways.
        """
        if not self._needs:
            super().fit()
            return
        shown = self._shown()
        self._stretch(())  # before any is hidden: Qt would count what those had while it still stretches
        for at in range(len(self._columns)):
            self.setColumnHidden(at, at not in shown)
        self._stand_where_shown()
        spare = self._room - sum(self._needs[at] for at in shown)
        asked = {at: self._needs[at] - (self._least(at) if spare < 0 else 0) for at in shown}
        whole = sum(asked.values()) or 1
        widths = {
            at: self._needs[at] + max(spare * asked[at] // whole, self._least(at) - self._needs[at])
            for at in shown
        }
        rest = next((at for at in shown if self._columns[at].stretch), shown[0])
        widths[rest] = max(self._least(rest), widths[rest] + self._room - sum(widths.values()))
        for at, width in widths.items():
            self.setColumnWidth(at, width)

    def _least(self, at: int) -> int:
        return min(self._needs[at], self._widths[at])

    def _shown(self) -> tuple[int, ...]:
        """The columns in which something stands, less those that are dropped to make room."""
        shown = [at for at in self._needs if self._wanted is None or self._columns[at].key in self._wanted]
        spare = self._room - sum(map(self._least, shown))
        for at in _dropping(shown, [column.drop for column in self._columns]):
            if spare < 0 and len(shown) > 1:
                shown.remove(at)
                spare += self._least(at)
        return tuple(shown)


def _letters(cell: Cell) -> int:
    return len(cell.look.word if cell.chip and cell.look else cell.text)


def _dropping(shown: Iterable[int], drops: list[int]) -> list[int]:
    """The columns that may go, the first to go first."""
    return sorted((at for at in shown if drops[at]), key=lambda at: drops[at])
