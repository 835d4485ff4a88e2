"""Eighteen months of deadlines in one strip: a mark for each, stacked on its day.

Councils' agreements end on 31 March, so days are walls: columns of nine grow back from
their day, and a large stack says its date and count. Where there are more than marks can be
drawn there is a bar for every few days instead. What was due before the first month
stands in a gutter at the left, so that nothing overdue is left out. Arrow keys walk from day
to day, Enter opens one; the same figures are in a table beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tracker.domain.dates import add_months
from tracker.ui.home.bars import Bar, bars_of, days_of, paint_bars, paint_tallest
from tracker.ui.home.daymark import CROWDED, MONTHS, DayMark
from tracker.ui.parts import format as show
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import font, tokens

_PITCH = 10.0
_MARK = 7.0
_TALL = 9
_LABELLED_FROM = 7
_GUTTER = 60.0
_HEAD = 22.0
_LABELS, _APART = 2.0, 5.0


class _Stack(NamedTuple):
    """Marks that share a slot, with the columns that they take from `left`."""

    left: float
    marks: tuple[DayMark, ...]


class YearStrip(QWidget):
    """The strip.

    Signals:
        day_chosen(date): a day with deadlines was clicked, or Enter was pressed on it.
        crowding(bool): bars take the place of marks, or marks that of bars.
    """

    day_chosen = Signal(object)
    crowding = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = date(2000, 1, 1)
        self._today = self._first
        self._marks: tuple[DayMark, ...] = ()
        self._earlier: tuple[DayMark, ...] = ()
        self._numbers: Counter[date] = Counter()
        self._stacks: list[_Stack] = []
        self._bars: tuple[Bar, ...] = ()
        self._at: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Deadlines of the next eighteen months")
        self.setMouseTracking(True)

    def show_marks(
        self, marks: Iterable[DayMark], today: date, numbers: Mapping[date, int] | None = None
    ) -> None:
        """Show these deadlines, from the first of this month on.

        Args:
            numbers: how many each day has, where the marks are not all of them.
        """
        marks = list(marks)
        self._numbers = Counter(mark.day for mark in marks) if numbers is None else Counter(numbers)
        self._today = today
        self._first = today.replace(day=1)
        last = add_months(self._first, MONTHS)
        ordered = sorted(marks, key=lambda mark: (mark.day, mark.look.shape))
        self._earlier = tuple(mark for mark in ordered if mark.day < self._first)
        self._marks = tuple(mark for mark in ordered if self._first <= mark.day < last)
        self._lay_out()
        self.setAccessibleDescription(self.summary())
        self.update()

    def summary(self) -> str:
        """The strip in a sentence: its heaviest days."""
        within = Counter({day: number for day, number in self._numbers.items() if self._is_within(day)})
        heavy = sorted(within.items(), key=lambda one: (-one[1], one[0]))[:3]
        words = "; ".join(f"{number:,} on {show.day(day)}" for day, number in heavy)
        return f"{show.count(within.total(), 'deadline')}. Most: {words}." if words else "No deadlines."

    def _is_within(self, day: date) -> bool:
        return self._first <= day < add_months(self._first, MONTHS)

    def months(self) -> list[tuple[date, int]]:
        """The first day of each month shown, and how many deadlines fall into it."""
        counted: Counter[date] = Counter()
        for day, number in self._numbers.items():
            counted[day.replace(day=1)] += number
        firsts = (add_months(self._first, k) for k in range(MONTHS))
        return [(first, counted[first]) for first in firsts]

    # Measure

    def sizeHint(self) -> QSize:
        return QSize(800, round(_HEAD + _TALL * _PITCH + self._foot()))

    def minimumSizeHint(self) -> QSize:
        return QSize(480, self.sizeHint().height())

    def _foot(self) -> float:
        return 2 * QFontMetrics(font(0.9)).height() + 6.0

    def _base(self) -> float:
        return _HEAD + _TALL * _PITCH

    def _x(self, day: date) -> float:
        whole = (add_months(self._first, MONTHS) - self._first).days
        left = _GUTTER if self._earlier else 0.0
        return left + (self.width() - left) * ((day - self._first).days / whole)

    def _lay_out(self) -> None:
        """Bars where there is more than the strip has room for, else stacks of marks."""
        within = {day: number for day, number in self._numbers.items() if self._is_within(day)}
        room = _TALL * (self.width() - self._x(self._first)) / _PITCH
        crowded = sum(within.values()) > min(CROWDED, room)
        if crowded != bool(self._bars):
            self.crowding.emit(crowded)
        self._bars = bars_of(within, self._x, _PITCH, self.width()) if crowded else ()
        self._stacks = []
        if not crowded:
            self._stack()

    def _stack(self) -> None:
        """Put the marks of each slot into columns of nine that grow back, pushing neighbours back."""
        slots: dict[int, list[DayMark]] = {}
        for mark in self._marks:
            slots.setdefault(int((self._x(mark.day) + _PITCH / 2) / _PITCH), []).append(mark)
        free = float("inf")
        for slot in sorted(slots, reverse=True):
            marks = tuple(slots[slot])
            columns = -(-len(marks) // _TALL)
            right = min(slot * _PITCH, free - _PITCH, self.width() - _PITCH)
            left = right - (columns - 1) * _PITCH
            self._stacks.append(_Stack(left, marks))
            free = left
        self._stacks.reverse()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_months(painter)
        self._paint_earlier(painter)
        if self._bars:
            within = QRectF(0, _HEAD, self.width(), _TALL * _PITCH)
            paint_bars(painter, self._bars, within, _PITCH, self._bar_at() if self.hasFocus() else None)
        self._paint_today(painter)
        for stack in self._stacks:
            self._paint_stack(painter, stack)
        if self._bars:
            paint_tallest(painter, self._bars, 2.0, self._x(self._today) + 8, self.width())
        self._paint_labels(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_months(self, painter: QPainter) -> None:
        colours = tokens()
        base, high = self._base(), QFontMetrics(font(0.9)).height()
        painter.setPen(QPen(QColor(colours.muted), 1))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(self.width(), base + 0.5))
        for number, (first, marks) in enumerate(self.months()):
            left, right = self._x(first), self._x(add_months(first, 1))
            long = first.month == 1 or number == 0
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(
                QPointF(left, base), QPointF(left, base + (2 * high + 4 if first.month == 1 else high))
            )
            painter.setPen(QColor(colours.muted))
            painter.setFont(font(0.9))
            name = f"{first:%b} {first.year}" if long else f"{first:%b}"
            if QFontMetrics(painter.font()).horizontalAdvance(name) > right - left:
                name = f"{first:%b}" if long else f"{first:%b}"[0]
            painter.drawText(QRectF(left, base + 3, right - left, high), Qt.AlignmentFlag.AlignCenter, name)
            painter.setFont(font(0.9, 600 if marks >= _LABELLED_FROM else 400))
            painter.setPen(QColor(colours.text if marks >= _LABELLED_FROM else colours.muted))
            box = QRectF(left, base + 3 + high, right - left, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{marks:,}" if marks else "–")

    def _paint_earlier(self, painter: QPainter) -> None:
        if not self._earlier:
            return
        high = QFontMetrics(font(0.9)).height()
        for number, mark in enumerate(self._earlier[: 4 * _TALL]):
            x = _GUTTER / 2 - 15 + (number // _TALL) * _PITCH + _PITCH / 2
            y = self._base() - (number % _TALL) * _PITCH - _PITCH / 2
            paint_shape(painter, mark.look.shape, QPointF(x, y), tokens().ink(mark.look.tone), _MARK)
        painter.setFont(font(0.9))
        painter.setPen(QColor(tokens().danger))
        earlier = sum(number for day, number in self._numbers.items() if day < self._first)
        for row, words in enumerate(("earlier", f"{earlier:,}")):
            box = QRectF(0, self._base() + 3 + row * high, _GUTTER - 6, high)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_stack(self, painter: QPainter, stack: _Stack) -> None:
        colours = tokens()
        columns = -(-len(stack.marks) // _TALL)
        if self._at is not None and any(mark.day == self._at for mark in stack.marks) and self.hasFocus():
            high = min(len(stack.marks), _TALL) * _PITCH
            painter.fillRect(
                QRectF(stack.left - 1, self._base() - high - 1, columns * _PITCH + 2, high),
                QColor(colours.accent_soft),
            )
        for number, mark in enumerate(stack.marks):
            column, row = columns - 1 - number // _TALL, number % _TALL
            centre = QPointF(
                stack.left + column * _PITCH + _PITCH / 2, self._base() - row * _PITCH - _PITCH / 2
            )
            paint_shape(painter, mark.look.shape, centre, colours.ink(mark.look.tone), _MARK)

    def _paint_today(self, painter: QPainter) -> None:
        x = round(self._x(self._today))
        painter.fillRect(QRectF(x - 3, _HEAD - 10, 6, self._base() - _HEAD + 10), QColor(tokens().ground))
        painter.fillRect(QRectF(x - 1, _HEAD - 10, 2, self._base() - _HEAD + 12), QColor(tokens().text))
        painter.setFont(font(0.9, 600))
        painter.setPen(QColor(tokens().text))
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance("today")
        left = x - wide - 6 if x - wide - 6 >= 0 else x + 6
        painter.drawText(QPointF(left, _LABELS + metrics.ascent()), "today")

    def _paint_labels(self, painter: QPainter) -> None:
        """The date and count of every large stack, above it: the largest first, the others where room is left."""
        today = self._x(self._today)
        taken = [(today - QFontMetrics(font(0.9, 600)).horizontalAdvance("today") - 6, today + 2)]
        counted = [(*self._most(stack), stack) for stack in self._stacks]
        for number, day, stack in sorted(counted, key=lambda one: -one[0]):
            if number < _LABELLED_FROM:
                break
            words = (show.day(day), show.count(number, "deadline"))
            widths = [
                QFontMetrics(font(0.9, weight)).horizontalAdvance(text)
                for text, weight in zip(words, (600, 400), strict=True)
            ]
            wide = sum(widths) + _APART
            middle = stack.left + -(-len(stack.marks) // _TALL) * _PITCH / 2
            left = min(max(0.0, middle - wide / 2), self.width() - wide)
            if any(left < right + 12 and left + wide + 12 > start for start, right in taken):
                continue
            taken.append((left, left + wide))
            self._paint_words(painter, left, words, widths[0])

    def _most(self, stack: _Stack) -> tuple[int, date]:
        """The day of a stack on which most falls, after how many those are."""
        return max((self._numbers[mark.day], mark.day) for mark in stack.marks)

    def _paint_words(self, painter: QPainter, left: float, words: tuple[str, str], wide: float) -> None:
        for text, weight, at, ink in (
            (words[0], 600, left, tokens().text),
            (words[1], 400, left + wide + _APART, tokens().muted),
        ):
            painter.setFont(font(0.9, weight))
            painter.setPen(QColor(ink))
            painter.drawText(QPointF(at, _LABELS + painter.fontMetrics().ascent()), text)

    def _bar_at(self) -> Bar | None:
        """The bar of the day that was walked to."""
        slot = int((self._x(self._at) + _PITCH / 2) / _PITCH) if self._at else -1
        return next((bar for bar in self._bars if round(bar.left / _PITCH) == slot), None)

    # Mouse and keyboard

    def marks_at(self, position: QPointF) -> Sequence[DayMark]:
        """The deadlines whose stack is at that place of the widget."""
        if self._earlier and position.x() < _GUTTER - 6:
            return self._earlier
        for stack in self._stacks:
            columns = -(-len(stack.marks) // _TALL)
            if stack.left - 2 <= position.x() <= stack.left + columns * _PITCH + 2:
                return stack.marks
        return ()

    def bar_at(self, position: QPointF) -> Bar | None:
        """The bar whose slot is at that place of the widget."""
        return next((bar for bar in self._bars if 0 <= position.x() - bar.left < _PITCH), None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            if (bar := self.bar_at(QPointF(event.pos()))) is not None:
                self._show_number(bar, event.globalPos())
                return True
            self._show_help(self.marks_at(QPointF(event.pos())), event.globalPos())
            return True
        return super().event(event)

    def _show_help(self, marks: Sequence[DayMark], place: QPoint) -> None:
        lines = [f"{show.day(mark.day)}: {mark.title}" for mark in marks[:12]]
        if len(marks) > 12:
            lines.append(f"and {len(marks) - 12} more")
        QToolTip.showText(place, plain_tooltip("\n".join(lines)) if lines else "", self)

    def _show_number(self, bar: Bar, place: QPoint) -> None:
        most = f", most on {show.day(bar.day)}" if bar.first != bar.last else ""
        words = f"{show.count(bar.number, 'deadline')} {days_of(bar)}{most}"
        QToolTip.showText(place, plain_tooltip(words), self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        bar = self.bar_at(event.position())
        if bar is not None:
            self._at = bar.day
            self.day_chosen.emit(bar.day)
            return
        marks = self.marks_at(event.position())
        if marks:
            self._at = marks[-1].day
            self.day_chosen.emit(marks[-1].day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = [bar.day for bar in self._bars] or sorted({mark.day for mark in self._marks})
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and days:
            self._walk(days, 1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at:
            self.day_chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _walk(self, days: Sequence[date], by: int) -> None:
        here = self._at or self._today - timedelta(days=1)
        ahead = [day for day in days if day > here] if by > 0 else [day for day in days if day < here][::-1]
        if ahead:
            self._at = ahead[0]
            if (bar := self._bar_at()) is not None:
                self.setAccessibleDescription(f"{show.count(bar.number, 'deadline')} {days_of(bar)}")
                self._show_number(bar, self.mapToGlobal(QPoint(round(bar.left), round(self._base()))))
                self.update()
                return
            marks = [mark for mark in self._marks if mark.day == self._at]
            self.setAccessibleDescription(f"{show.day(self._at)}: {'; '.join(m.title for m in marks)}")
            stack = next((s for s in self._stacks if marks[0] in s.marks), None)
            if stack is not None:
                self._show_help(marks, self.mapToGlobal(QPoint(round(stack.left), round(self._base()))))
            self.update()
