"""The heading row of the register: a triangle beside the word of the column that the list is sorted by."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from tracker.ui.parts.celldelegate import PAD
from tracker.ui.parts.theme import font, tokens

_HALF, _HIGH = 4.0, 5.0
SORT_MARK = 14
"""The room that the triangle takes beside the word, its gap included."""


class SortHeader(QHeaderView):
    """Qt draws the triangle above the words, or over them; here it stands where the word leaves room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        section, model = self.sortIndicatorSection(), self.model()
        if model is None or not 0 <= section < self.count() or self.isSectionHidden(section):
            return
        across = Qt.Orientation.Horizontal
        word = QFontMetrics(font(0.9, 500)).horizontalAdvance(str(model.headerData(section, across)))
        right = model.headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        left = self.sectionViewportPosition(section)
        if right & Qt.AlignmentFlag.AlignRight:
            middle = left + self.sectionSize(section) - PAD - word - SORT_MARK / 2
        else:
            middle = left + PAD + word + SORT_MARK / 2
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().text))
        painter.drawPolygon(_triangle(middle, self.height() / 2, up=self._ascends()))
        painter.end()

    def _ascends(self) -> bool:
        return self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder


def _triangle(x: float, y: float, *, up: bool) -> QPolygonF:
    base, tip = (y + _HIGH / 2, y - _HIGH / 2) if up else (y - _HIGH / 2, y + _HIGH / 2)
    return QPolygonF([QPointF(x - _HALF, base), QPointF(x + _HALF, base), QPointF(x, tip)])
