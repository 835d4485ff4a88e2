"""The register's own table: several rows selected, headings that open and close, columns as a person left them."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from tracker.ui.parts import icons
from tracker.ui.parts.tables import Cell, CellDelegate, Column, Table
from tracker.ui.parts.theme import font, tokens
from tracker.ui.register.headings import Heading
from tracker.ui.register.models import RegisterModel
from tracker.ui.register.sortheader import SORT_MARK, SortHeader

_PAD, _CHEVRON = 8, 14
_GAP = 16
_SEEN = 60
"""Rows that columns are made wide enough for: those that a screen shows, and some more."""
_MEASURED = 5
_FIRST = {"reference": 0, "title": 1}
"""Columns that take of the room left over before others do."""


def _letters(cell: Cell) -> int:
    return len(cell.look.word if cell.chip and cell.look else cell.text)


class RegisterTable(Table):
    """Rows of the register.

    Signals:
        laid_out(): a person moved a column or drew it wider or narrower.
    """

    laid_out = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = SortHeader(self)
        self._set_up(header)
        self.setHorizontalHeader(header)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.viewport().installEventFilter(self)
        self._before: dict[int, tuple[int, int]] = {}
        self._samples: tuple[int, ...] = ()
        self._needed: dict[int, int] = {}
        self._drawn: set[int] = set()

    def _model(self) -> RegisterModel:
        model = self.model()
        assert isinstance(model, RegisterModel)
        return model

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            # At each repaint a header asks of every row whether its columns are selected; of this one none is.
            header = self.horizontalHeader()
            header.setSelectionModel(QItemSelectionModel(model, header))

    # Several rows

    def ranges(self) -> list[tuple[int, int]]:
        """The selected rows as (first, last); never row by row, for there may be a million."""
        chosen = self.selectionModel().selection()
        parts = map(chosen.at, range(chosen.count()))
        return [(part.top(), part.bottom()) for part in parts]

    def select_rows(self, numbers: Sequence[int]) -> None:
        """Select those rows and no others; the current row stays where it is."""
        model, last = self.model(), self.model().columnCount() - 1
        chosen = QItemSelection()
        for number in numbers:
            chosen.select(model.index(number, 0), model.index(number, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # Columns

    def shown_in_order(self) -> tuple[str, ...]:
        """The keys of the columns that are wanted, as they stand from left to right."""
        header = self.horizontalHeader()
        places = sorted(range(len(self._columns)), key=header.visualIndex)
        keys = [self._columns[at].key for at in places]
        return tuple(key for key in keys if self._wanted is None or key in self._wanted)

    def put_in_order(self, keys: Sequence[str]) -> None:
        """Let these columns stand first, from left to right."""
        header = self.horizontalHeader()
        at = {column.key: number for number, column in enumerate(self._columns)}
        for place, key in enumerate(key for key in keys if key in at):
            header.moveSection(header.visualIndex(at[key]), place)

    def lay_out(self, columns: Sequence[Column]) -> None:
        super().lay_out(columns)
        self._samples = tuple(self._widths)

    def fit_to_rows(self) -> None:
        """Measure what stands in the first rows, and let columns be as wide as that.

        What was needed once stays needed: a list that is searched must not sway.
        """
        model, delegate = self._model(), self.itemDelegate()
        assert isinstance(delegate, CellDelegate)
        head = QFontMetrics(font(0.9, 500))
        rows = [row for row in map(model.row_at, range(min(model.rowCount(), _SEEN))) if row is not None]
        for at, column in enumerate(self._columns):
            if self._is_wanted(at):
                needed = [
                    head.horizontalAdvance(column.title) + SORT_MARK + 2 * _PAD,
                    self._needed.get(at, 0),
                ]
                # Measured by Qt, and between any two such calls a worker may take its turn: so few are.
                longest = nlargest(_MEASURED, (model.cell(row, column.key) for row in rows), key=_letters)
                needed += (delegate.room_for(cell) + 2 for cell in longest)
                self._needed[at] = max(needed)
        self.fit()

    def fit(self) -> None:
        """Give each column that has room what its rows need, up to its sample; then what is left over.

        Of that references take their part first, then the title, then the others.
        """
        for at, needed in self._needed.items():
            if at not in self._drawn and not self._columns[at].stretch:
                self._widths[at] = min(needed, self._samples[at])
                self.setColumnWidth(at, self._widths[at])
        super().fit()
        shown = [at for at in self._needed if not self.isColumnHidden(at)]
        spare = self._room - sum(self._widths[at] for at in shown)
        for at in sorted(shown, key=lambda at: _FIRST.get(self._columns[at].key, len(_FIRST))):
            more = min(self._needed[at] - self._widths[at], self._samples[at], spare)
            if more > 0 and at not in self._drawn:
                spare -= more
                if not self._columns[at].stretch:
                    self.setColumnWidth(at, self._widths[at] + more)

    def _is_wanted(self, at: int) -> bool:
        return self._wanted is None or self._columns[at].key in self._wanted

    def widths(self) -> dict[str, int]:
        """The width of each column that a person drew wider or narrower."""
        return {self._columns[at].key: self._widths[at] for at in sorted(self._drawn)}

    def set_widths(self, widths: dict[str, int]) -> None:
        """Give columns the widths that a person gave them."""
        for at, column in enumerate(self._columns):
            if column.key in widths and not column.stretch:
                self._drawn.add(at)
                self._widths[at] = max(40, widths[column.key])
                self.setColumnWidth(at, self._widths[at])
        self.fit()

    def move_column(self, by: int) -> None:
        """Move the column of the current cell to the left (-1) or the right (1), past those that are hidden."""
        header = self.horizontalHeader()
        here = header.visualIndex(self.currentIndex().column())
        there = here + by
        while 0 <= there < header.count() and header.isSectionHidden(header.logicalIndex(there)):
            there += by
        if here >= 0 and 0 <= there < header.count():
            header.moveSection(here, there)
            self.laid_out.emit()

    def sort_by_current(self, order: Qt.SortOrder) -> None:
        """Sort by the column of the current cell."""
        column = self.currentIndex().column()
        if column >= 0:
            self.horizontalHeader().setSortIndicator(column, order)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._before = self._as_drawn()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._before != self._as_drawn():
            for at, (_, width) in self._as_drawn().items():
                if self._before.get(at, (0, width))[1] != width:
                    self._drawn.add(at)
                    self._widths[at] = width
            self.laid_out.emit()
        return super().eventFilter(watched, event)

    def _as_drawn(self) -> dict[int, tuple[int, int]]:
        """Column -> its place and width, for those that are shown and do not stretch."""
        header = self.horizontalHeader()
        return {
            at: (header.visualIndex(at), self.columnWidth(at))
            for at, column in enumerate(self._columns)
            if not column.stretch and not self.isColumnHidden(at)
        }

    # Headings

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        if self._model().heading_at(row) is not None:
            closed = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}.get(Qt.Key(key))
            if closed is not None or key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._model().toggle(row, closed=closed)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(round(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and self._model().heading_at(row) is not None:
            self.selectionModel().setCurrentIndex(
                self.model().index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self._model().toggle(row)
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        model = self._model()
        if not model.view.group:
            return
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        painter = QPainter(self.viewport())
        for row in range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1):
            heading = model.heading_at(row)
            if heading is not None:
                self._paint_heading(painter, row, heading)
        painter.end()

    def _paint_heading(self, painter: QPainter, row: int, heading: Heading) -> None:
        """Across the whole row, whatever columns there are."""
        colours = tokens()
        box = QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))
        here = self.currentIndex().row() == row and self.hasFocus()
        painter.fillRect(box, QColor(colours.accent_soft if here else colours.ground))
        painter.fillRect(0, box.bottom(), box.width(), 1, QColor(colours.accent if here else colours.muted))
        name = "forward" if heading.closed else "down"
        chevron = icons.pixmap(name, colours.muted, _CHEVRON, self.devicePixelRatioF())
        painter.drawPixmap(_PAD, box.top() + (box.height() - _CHEVRON) // 2, chevron)
        left = 2 * _PAD + _CHEVRON
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font(1.0, 600))
        painter.setPen(QColor(colours.text))
        words = heading.words()
        wide = QFontMetrics(painter.font()).horizontalAdvance(words)
        painter.drawText(QRect(left, box.top(), box.width() - left, box.height()), middle, words)
        painter.setFont(font())
        painter.setPen(QColor(colours.muted))
        left += wide + _GAP
        room = box.width() - left - _PAD
        remark = QFontMetrics(painter.font()).elidedText(
            heading.remark(), Qt.TextElideMode.ElideRight, max(0, room)
        )
        painter.drawText(QRect(left, box.top(), room, box.height()), middle, remark)
