"""The table of an import: a line for each row of the file, its cells "in the file" and "read as"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from tracker.app.incoming.importview import PlanRow
from tracker.app.incoming.sight import Sight
from tracker.domain.check import Severity
from tracker.ui.importer.lists import selected_lines
from tracker.ui.importer.model import PlanModel, Shown
from tracker.ui.parts.tables import CellDelegate, Index, Table
from tracker.ui.parts.theme import Tone, font, row_height, tokens

_FIRST = 2
"""The column that is in hand at first: behind the row's number and outcome."""

_LOOKED_THROUGH = 500
"""Rows among which the first that could not be read is looked for."""

_KEYS: dict[int, str] = {
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Return: "type",
    Qt.Key.Key_Enter: "type",
    Qt.Key.Key_F2: "type",
}


class PairedHeader(QHeaderView):
    """Headings of two lines: what a pair is about, and below it which of the two a column is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setFixedHeight(2 * row_height() - 8)

    def _shown(self) -> Sequence[Shown]:
        model = self.model()
        return model.shown if isinstance(model, PlanModel) else ()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        colours, shown = tokens(), self._shown()
        painter.fillRect(rect, QColor(colours.ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.muted))
        if logical >= len(shown):
            return
        line = QRect(rect.left() + 8, rect.bottom() - row_height() + 2, rect.width() - 16, row_height() - 2)
        painter.setFont(font(0.9, 500))
        painter.setPen(QColor(colours.muted))
        side = Qt.AlignmentFlag.AlignRight if shown[logical].column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | side, shown[logical].column.title)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(font(0.9, 500))
        shown = self._shown()
        for number, one in enumerate(shown):
            if not one.group or not one.written:
                continue
            left = self.sectionViewportPosition(number)
            width = self.sectionSize(number) + self.sectionSize(number + 1)
            painter.setPen(tokens().ink(Tone.PLAIN))
            place = QRect(left + 8, 2, width - 16, self.height() - row_height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, one.group)
            painter.fillRect(left, 0, 1, self.height(), QColor(tokens().line))
            painter.fillRect(left + width, 0, 1, self.height(), QColor(tokens().line))
        painter.end()


class PlanDelegate(CellDelegate):
    """A cell, with a line at the left of each pair and a frame around the cell in hand."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        model = index.model()
        shown = model.shown[index.column()] if isinstance(model, PlanModel) else None
        before = model.shown[index.column() - 1] if isinstance(model, PlanModel) and index.column() else None
        if shown is not None and (shown.written or (before is not None and before.group and not shown.group)):
            painter.fillRect(rect.left(), rect.top(), 1, rect.height(), QColor(tokens().line))
        view = option.widget
        if isinstance(view, QAbstractItemView) and view.currentIndex() == index and shown and shown.field:
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))


class PlanTable(Table):
    """The table of an import: whole rows are selected, one or many, and one cell is in hand.

    Signals:
        in_hand(PlanRow, str): the row, and the field of the cell that is current now.
        many_in_hand(int): so many rows are selected, more than one.
        keyed(str): "delete", "insert" or "type" was pressed on what is selected.
    """

    in_hand = Signal(object, str)
    many_in_hand = Signal(int)
    keyed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Rows of the file", parent)
        self.plan_model = PlanModel(self)
        self.setHorizontalHeader(PairedHeader(self))
        self.setItemDelegate(PlanDelegate(self))
        self.setModel(self.plan_model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().currentChanged.connect(self._tell)
        self.selectionModel().selectionChanged.connect(self._tell_selected)

    def show_plan(self, sight: Sight, only: str = "") -> None:
        """Show the rows of that outcome, the one that was in hand still so where it is there."""
        row, column = self.row_in_hand(), max(_FIRST, self.currentIndex().column())
        before, known = self.plan_model.shown, self.plan_model.is_of(sight)
        if not self.plan_model.show(sight, only):
            self._tell_selected()
            return
        if self.plan_model.shown != before:
            self._size_columns()
            column = _FIRST
            self.horizontalScrollBar().setValue(0)
        elif not known:
            self._size_columns(at_least=True)
        line = self.plan_model.line_of(row) if row is not None else None
        if row is None:
            line, column = self._first_trouble() or (0, column)
        self.take_in_hand(line or 0, min(column, self.plan_model.columnCount() - 1))

    def _first_trouble(self) -> tuple[int, int] | None:
        """The first cell near the head of the file that could not be read: that is what wants a person."""
        model = self.plan_model
        columns = {
            model.label(one.field): n for n, one in enumerate(model.shown) if one.field and not one.written
        }
        for line in range(min(model.rowCount(), _LOOKED_THROUGH)):
            row = model.row(line)
            for one in row.findings if row is not None else ():
                if one.finding.severity is Severity.ERROR and one.column in columns:
                    return line, columns[one.column]
        return None

    def take_in_hand(self, line: int, column: int) -> None:
        """Make that cell current; nothing where there is no such line."""
        index = self.plan_model.index(line, column)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self._tell(index)

    def row_in_hand(self) -> PlanRow | None:
        """The row of the current cell."""
        return self.plan_model.row(self.currentIndex().row())

    def field_in_hand(self) -> str:
        """The field of the current cell, "" for none."""
        column = self.currentIndex().column()
        return self.plan_model.shown[column].field if 0 <= column < len(self.plan_model.shown) else ""

    def chosen(self) -> list[PlanRow]:
        """The rows that are selected, from the top."""
        rows = (self.plan_model.row(line) for line in selected_lines(self))
        return [row for row in rows if row is not None]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cell in hand whole: a scroll bar that comes takes its width from the table."""
        at = self.visualRect(self.currentIndex())
        super().resizeEvent(event)
        if at.left() >= 0 and at.right() < max(event.oldSize().width(), self.viewport().width()):
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _KEYS.get(event.key())
        if name is not None:
            self.keyed.emit(name)
            return
        super().keyPressEvent(event)

    def _size_columns(self, *, at_least: bool = False) -> None:
        """Fit the columns to their first rows; with `at_least`, none gets narrower than a person sees it now."""
        body, head = QFontMetrics(font(1.0, 500)), QFontMetrics(font(0.9, 500))
        for number, shown in enumerate(self.plan_model.shown):
            text, title = self.plan_model.widest(number), shown.column.title
            width = max(body.horizontalAdvance(text), head.horizontalAdvance(title)) + 22
            least = self.columnWidth(number) if at_least else 0
            self.setColumnWidth(number, max(least, min(width, 280)))

    def _tell_selected(self) -> None:
        """Several rows, or again the one whose cell is in hand."""
        lines = sum(part.height() for part in self.selectionModel().selection().toList())
        if lines > 1:
            self.many_in_hand.emit(lines)
        else:
            self._tell(self.currentIndex())

    def _tell(self, index: QModelIndex) -> None:
        row = self.plan_model.row(index.row()) if index.isValid() else None
        self.in_hand.emit(row, self.field_in_hand())
