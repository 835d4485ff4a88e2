"""The slider under a timeline: the day that is looked at, from the first event to the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QWidget

from tracker.domain.dates import add_days, add_months
from tracker.ui.parts import format as show
from tracker.ui.parts.theme import font, tokens
from tracker.ui.timeline.scale import Scale

_HANDLE = 8.0


class DaySlider(QAbstractSlider):
    """A slider of days on the same scale as the picture above it.

    The arrow keys go from event to event, with Shift by a day; Page Up and Page Down by a year.

    Signals:
        previewed(date): the handle is being moved and has come to that day.
        settled(date): the handle was let go, or a key was pressed.
    """

    previewed = Signal(object)
    settled = Signal(object)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._events: tuple[date, ...] = ()
        self._today = date(2000, 1, 1)
        self.left = 0.0
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(self._today.toordinal(), self._today.toordinal())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("As at")
        scale.changed.connect(self.update)

    def show_days(self, first: date, last: date, events: Sequence[date], today: date) -> None:
        """Go from `first` to `last`, both inclusive, with a tick for each event."""
        self._events, self._today = tuple(sorted(set(events))), today
        self.setRange(first.toordinal(), last.toordinal())

    @property
    def day(self) -> date:
        """The day on which the handle stands."""
        return date.fromordinal(self.value())

    def set_day(self, day: date) -> None:
        """Put the handle on a day without saying that it was moved; outside of the range, at its edge."""
        self.setValue(day.toordinal())
        self.setAccessibleDescription(show.day(day))
        self.update()

    # Measure and paint

    def sizeHint(self) -> QSize:
        return QSize(600, 26 + QFontMetrics(font(0.9)).height())

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def _x(self, day: date) -> float:
        return self._scale.x(day, self.left, self.width() - self.left - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        # The painter is let go whatever happens: one left active takes the program down with it.
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        colours = tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, right = 10.0, float(self.width() - 1)
        first = max(self._x(date.fromordinal(self.minimum())), self.left)
        last = min(self._x(date.fromordinal(self.maximum())), right)
        at = self._x(self.day)
        if last > first:
            painter.setPen(QPen(QColor(colours.line), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(first, middle), QPointF(last, middle))
            painter.setPen(QPen(QColor(colours.accent), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(first, middle), QPointF(min(max(at, first), last), middle))
        painter.setPen(QPen(QColor(colours.muted), 1))
        for day in self._events:
            x = round(self._x(day)) + 0.5
            if self.left <= x <= right:
                painter.drawLine(QPointF(x, middle + 7), QPointF(x, middle + 12))
        self._paint_words(painter, first, last, at)
        if self.left - _HANDLE <= at <= right + _HANDLE:
            painter.setPen(QPen(QColor(colours.accent), 3 if self.hasFocus() else 2))
            painter.setBrush(QColor(colours.surface))
            painter.drawEllipse(QPointF(min(max(at, self.left), right), middle), _HANDLE, _HANDLE)

    def _paint_words(self, painter: QPainter, first: float, last: float, at: float) -> None:
        colours = tokens()
        high = float(QFontMetrics(font(0.9)).height())
        top = 24.0
        painter.setFont(font(0.9, 600))
        words = show.day(self.day)
        wide = painter.fontMetrics().horizontalAdvance(words) + 4.0
        left = min(max(at - wide / 2, self.left), self.width() - wide - 1)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(left, top, wide, high), Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(font(0.9))
        painter.setPen(QColor(colours.muted))
        start = show.day(date.fromordinal(self.minimum()))
        room = painter.fontMetrics().horizontalAdvance(start)
        if first + room + 10 < left:
            painter.drawText(QRectF(first, top, room + 2, high), Qt.AlignmentFlag.AlignLeft, start)
        beyond = " ›" if self._x(date.fromordinal(self.maximum())) > self.width() else ""
        end = show.day(date.fromordinal(self.maximum())) + beyond
        room = painter.fontMetrics().horizontalAdvance(end)
        if last - room - 10 > left + wide:
            painter.drawText(QRectF(last - room - 2, top, room + 2, high), Qt.AlignmentFlag.AlignRight, end)

    # Moving

    def _move_to(self, x: float) -> None:
        day = self._scale.day_at(x, self.left, self.width() - self.left - 1)
        near = [e for e in (*self._events, self._today) if abs(self._x(e) - x) < 4]
        self.setValue((min(near, key=lambda e: abs(self._x(e) - x)) if near else day).toordinal())
        self.setAccessibleDescription(show.day(self.day))
        self.update()
        self.previewed.emit(self.day)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() >= self.left - _HANDLE:
            self.setSliderDown(True)
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.settled.emit(self.day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day = self._day_by_key(event)
        if day is None:
            super().keyPressEvent(event)
            return
        self.set_day(day)
        self.previewed.emit(self.day)
        self.settled.emit(self.day)

    def _day_by_key(self, event: QKeyEvent) -> date | None:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        here = self.day
        if key == Qt.Key.Key_Left:
            earlier = [day for day in self._events if day < here]
            return add_days(here, -1) if shift or not earlier else earlier[-1]
        if key == Qt.Key.Key_Right:
            later = [day for day in self._events if day > here]
            return add_days(here, 1) if shift or not later else later[0]
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            return add_months(here, 12 if key == Qt.Key.Key_PageUp else -12)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return date.fromordinal(self.minimum() if key == Qt.Key.Key_Home else self.maximum())
        return None
