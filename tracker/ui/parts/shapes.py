"""The shapes that say a status, and the chips that hold them, painted."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen, QPolygonF

from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.theme import Tokens, Tone, font, tokens

MARK = 8.0
CHIP = 20.0
_PAD = 8.0
_GAP = 6.0


def paint_shape(painter: QPainter, shape: Shape, centre: QPointF, ink: QColor, size: float = MARK) -> None:
    """Draw a shape `size` pixels across around `centre`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    if shape in _OUTLINED:
        _OUTLINED[shape](painter, box, ink)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        _fill(painter, shape, box, ink)
    painter.restore()


def _fill(painter: QPainter, shape: Shape, box: QRectF, ink: QColor) -> None:
    if shape is Shape.CIRCLE:
        painter.drawEllipse(box)
    elif shape is Shape.SQUARE:
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape is Shape.FLAG:
        painter.drawPolygon(_flag(box))
    elif shape is Shape.HALF:
        painter.drawPie(box, 90 * 16, 180 * 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1.2))
        painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
    elif shape is not Shape.NONE:
        painter.drawPolygon(_polygon(shape, box))


def _polygon(shape: Shape, box: QRectF) -> QPolygonF:
    if shape is Shape.TRIANGLE:
        return QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])
    corners, turn, radius = (4, 0.0, 0.58) if shape is Shape.DIAMOND else (8, math.pi / 8, 0.54)
    centre, reach = box.center(), box.width() * radius
    angles = (turn + 2 * math.pi * k / corners for k in range(corners))
    return QPolygonF([centre + QPointF(math.cos(a), math.sin(a)) * reach for a in angles])


def _flag(box: QRectF) -> QPolygonF:
    left, top, unit = box.left(), box.top(), box.width() / 8
    points = ((0, 0), (8, 0), (6, 2.5), (8, 5), (1.4, 5), (1.4, 8.4), (0, 8.4))
    return QPolygonF([QPointF(left + x * unit, top + y * unit) for x, y in points])


def _ring(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(QPen(ink, 1.5))
    painter.drawEllipse(box.adjusted(0.75, 0.75, -0.75, -0.75))


def _dashed(painter: QPainter, box: QRectF, ink: QColor) -> None:
    pen = QPen(ink, 1.5)
    pen.setDashPattern([1.6, 1.4])
    painter.setPen(pen)
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _round_pen(ink: QColor) -> QPen:
    return QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _tick(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_round_pen(ink))
    at = box.topLeft()
    unit = box.width() / 8
    painter.drawPolyline([at + QPointF(x, y) * unit for x, y in ((0.8, 4.4), (3.2, 6.8), (7.4, 1.4))])


def _cross(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.setPen(_round_pen(ink))
    inner = box.adjusted(1, 1, -1, -1)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


_OUTLINED = {Shape.RING: _ring, Shape.DASHED: _dashed, Shape.TICK: _tick, Shape.CROSS: _cross}


def chip_width(look: Look) -> float:
    """How wide a chip of that look is."""
    mark = 0.0 if look.shape is Shape.NONE else MARK + _GAP
    return 2 * _PAD + mark + QFontMetrics(font(0.9, 500)).horizontalAdvance(look.word)


def chip_height() -> float:
    """How high a chip is: 20 pixels, more where the system's text is larger."""
    return max(CHIP, QFontMetrics(font(0.9, 500)).height() + 4.0)


def paint_chip(
    painter: QPainter,
    look: Look,
    left: float,
    middle: float,
    *,
    selected: bool = False,
    colours: Tokens | None = None,
) -> None:
    """Draw a chip from `left`, centred on `middle`; on a selected row its ground is the surface.

    `colours` are those in force where None; paper has its own.
    """
    colours = colours or tokens()
    tall = chip_height()
    box = QRectF(left, middle - tall / 2, chip_width(look), tall)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outlined = look.tone in (Tone.MUTED, Tone.PLAIN)
    painter.setPen(QPen(QColor(colours.line), 1) if outlined else Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colours.surface) if selected or outlined else colours.soft(look.tone)))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    ink = colours.ink(look.tone)
    text = box.adjusted(_PAD, 0, 0, 0)
    if look.shape is not Shape.NONE:
        paint_shape(painter, look.shape, QPointF(box.left() + _PAD + MARK / 2, box.center().y()), ink)
        text.setLeft(text.left() + MARK + _GAP)
    painter.setFont(font(0.9, 500))
    painter.setPen(ink)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, look.word)
    painter.restore()
