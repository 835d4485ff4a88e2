"""Paints the cells of every list. It is asked for each cell at each repaint, so it asks and makes little.

The model is asked once a cell; fonts, colours, cut texts and whole chips are kept until the theme
or the font changes.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from tracker.ui.parts.cells import CELL, Cell, plain_tooltip
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.shapes import MARK, chip_height, chip_width, paint_chip, paint_shape
from tracker.ui.parts.theme import Tone, font, tokens

Index = QModelIndex | QPersistentModelIndex
PAD = 8
_GAP = 8
_READABLE = 64
"""Pixels of a remark that is cut."""
_KEPT = 4000
# The number of `QStyle.StateFlag.State_Selected`, which is read much faster than the flag is combined;
# written out, because the first mention of QStyle takes longer than to paint a window's first list.
SELECTED = 0x8000


class _Fitted(NamedTuple):
    """A text cut to its room, and how wide it then is."""

    text: str
    width: int


class _Type(NamedTuple):
    """A font, its measure, and how far its baseline lies below the middle of a row."""

    font: QFont
    metrics: QFontMetrics
    drop: float


class CellDelegate(QStyledItemDelegate):
    """Paints a Cell. The left edge of a selected row carries a bar, so that colour alone does not say it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._types: dict[tuple[float, int], _Type] = {}
        self._inks: dict[str, QColor] = {}
        self._texts: dict[tuple[str, int, float, int], _Fitted] = {}
        self._chips: dict[tuple[Look, bool, float], QPixmap] = {}

    def forget(self) -> None:
        """The theme or the font changed."""
        for kept in (self._types, self._inks, self._texts, self._chips):
            kept.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = index.data(CELL)
        rect: QRect = option.rect
        left, top, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
        selected = bool(option.state.value & SELECTED)
        line = "line"
        if selected:
            painter.fillRect(rect, self._ink("accent_soft"))
            if left <= 0:
                painter.fillRect(left, top, 3, high, self._ink("accent"))
            view = option.widget
            here = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
            if here and view.hasFocus():
                line = "accent"
        if not isinstance(cell, Cell):
            return
        painter.fillRect(left, top + high - 1, wide, 1, self._ink("muted" if cell.heading else line))
        if cell.chip and cell.look:
            self._paint_chip(painter, cell.look, left + PAD, top + (high - 1) / 2, selected)
        elif cell.text or cell.look:
            self._paint_text(painter, cell, left + PAD, wide - 2 * PAD, top + (high - 1) / 2)

    def _paint_chip(self, painter: QPainter, look: Look, left: int, middle: float, selected: bool) -> None:
        scale = painter.device().devicePixelRatioF()
        key = (look, selected, scale)
        chip = self._chips.get(key)
        if chip is None:
            wide, high = chip_width(look) + 1, chip_height()
            chip = QPixmap(round(wide * scale), round(high * scale))
            chip.setDevicePixelRatio(scale)
            chip.fill(Qt.GlobalColor.transparent)
            brush = QPainter(chip)
            paint_chip(brush, look, 0.0, high / 2, selected=selected)
            brush.end()
            self._chips[key] = chip
        high = chip.height() / scale
        painter.drawPixmap(QPointF(left, int(middle - high / 2 + 0.6)), chip)

    def _paint_text(self, painter: QPainter, cell: Cell, left: int, room: int, middle: float) -> None:
        mark = int(MARK) + _GAP if cell.look and cell.look.shape is not Shape.NONE else 0
        made = self._type(1.0, cell.weight)
        text, wide = self._fitted(cell.text, room - mark, 1.0, cell.weight)
        start = left + room - wide if cell.right else left + mark
        if mark and cell.look:
            place = QPointF(start - _GAP - MARK / 2, middle)
            paint_shape(painter, cell.look.shape, place, self._ink(cell.look.tone.value))
        painter.setFont(made.font)
        painter.setPen(self._ink(cell.tone.value))
        baseline = round(middle + made.drop)
        painter.drawText(start, baseline, text)
        if cell.computed and text:
            painter.setPen(QPen(self._ink(cell.tone.value), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(start, baseline + 3.5), QPointF(start + wide, baseline + 3.5))
        if cell.remark:
            self._paint_remark(painter, cell.remark, start + wide + 10, left + room, middle)

    def _paint_remark(self, painter: QPainter, words: str, left: int, right: int, middle: float) -> None:
        """Quieter words after a text; what little would be left of long ones is not worth reading."""
        made = self._type(0.9, 400)
        fitted = self._fitted(words, right - left, 0.9, 400).text
        if fitted != words and " · " in words:
            first = words.rpartition(" · ")[0]
            if right - left - made.metrics.horizontalAdvance(first) < _READABLE:
                words, fitted = first, self._fitted(first, right - left, 0.9, 400).text
        if fitted != words and right - left < _READABLE:
            return
        painter.setFont(made.font)
        painter.setPen(self._ink(Tone.MUTED.value))
        painter.drawText(left, round(middle + made.drop), fitted)

    def room_for(self, cell: Cell) -> int:
        """How wide a column has to be for that cell to be shown whole, its remark apart."""
        if cell.chip and cell.look:
            return round(chip_width(cell.look)) + 1 + 2 * PAD
        mark = int(MARK) + _GAP if cell.look and cell.look.shape is not Shape.NONE else 0
        return self._type(1.0, cell.weight).metrics.horizontalAdvance(cell.text) + mark + 2 * PAD

    # What is kept

    def _ink(self, name: str) -> QColor:
        ink = self._inks.get(name)
        if ink is None:
            ink = self._inks[name] = QColor(getattr(tokens(), name))
        return ink

    def _type(self, size: float, weight: int) -> _Type:
        made = self._types.get((size, weight))
        if made is None:
            chosen = font(size, weight)
            metrics = QFontMetrics(chosen)
            made = _Type(chosen, metrics, (metrics.ascent() - metrics.descent()) / 2)
            self._types[size, weight] = made
        return made

    def _fitted(self, text: str, room: int, size: float, weight: int) -> _Fitted:
        key = (text, room, size, weight)
        fitted = self._texts.get(key)
        if fitted is None:
            if len(self._texts) > _KEPT:
                self._texts.clear()
            metrics = self._type(size, weight).metrics
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
            fitted = self._texts[key] = _Fitted(shown, metrics.horizontalAdvance(shown))
        return fitted

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Show the cell's help, or the whole of a text that was cut."""
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            return False
        room = option.rect.width() - 2 * PAD
        wide = self._type(1.0, cell.weight).metrics.horizontalAdvance(cell.text)
        text = cell.help or (cell.text if wide > room and not cell.chip else "")
        QToolTip.showText(event.globalPos(), plain_tooltip(text) if text else "", view)
        return bool(text)
