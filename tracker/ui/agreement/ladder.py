"""The ladder of an agreement's ends as a picture: what has run, what is in force, what may follow.

One bar from the start to the latest end: past terms filled, the current one solid, each open
option hatched; flags above for the last day to serve notice, triangles below for the day to
decide by, the ends in words, today a line. `NearDates` enlarges the next dates, which on a
ladder of eight years fall within a few pixels. Both stand beside a table with the same dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.ui.parts import format as show
from tracker.ui.parts.format import Shape
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.theme import Tone, font, tokens

_BAR = 28.0
_FLAGS = 26.0
_TICK = 14.0


class Segment(NamedTuple):
    """One term of the bar: its days, both inclusive, and "past", "current", "option" or "lapsed".

    One with an open end fades out; its last day is only as far as it is drawn.
    """

    starts: date
    ends: date
    label: str
    state: str
    end_words: str = ""
    open_end: bool = False


class Flag(NamedTuple):
    """A date above the bar (serve notice by) or below it (decide by)."""

    day: date
    words: str
    tone: Tone
    below: bool = False


class LadderBar(QWidget):
    """The bar. It scales to its width; `compact` leaves the labels to the words beside it."""

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._compact = compact
        self._segments: tuple[Segment, ...] = ()
        self._flags: tuple[Flag, ...] = ()
        self._today = date(2000, 1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Ladder of ends")

    def show_ladder(self, segments: Iterable[Segment], flags: Iterable[Flag], today: date) -> None:
        """Show these terms and dates; hides itself where there is no term to draw."""
        self._segments = tuple(segment for segment in segments if segment.ends >= segment.starts)
        self._flags = tuple(flags)
        self._today = today
        self.setVisible(bool(self._segments))
        words = "; ".join(f"{s.label}, {s.state}, to {show.day(s.ends)}" for s in self._segments)
        self.setAccessibleDescription(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        high = QFontMetricsF(font(0.9)).height()
        if self._compact:
            return QSize(240, round(self._top() + 16 + 6 + high))
        return QSize(600, round(self._top() + _BAR + _TICK + 2 * high + 4))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    # Measure

    def _span(self) -> tuple[date, date]:
        """First and last day drawn: the terms, and today where it lies a little beyond them."""
        first, last = self._segments[0].starts, max(segment.ends for segment in self._segments)
        reach = timedelta(days=max(30, (last - first).days // 12))
        if last < self._today <= last + 6 * reach:
            last = self._today + reach
        if first > self._today >= first - 6 * reach:
            first = self._today - reach
        return first, last

    def _x(self, day: date) -> float:
        first, last = self._span()
        return self.width() * (day - first).days / max(1, (last - first).days + 1)

    def _top(self) -> float:
        """Room for flags and today above the bar, where there are any."""
        if not self._segments:
            return 0.0
        first, last = self._span()
        above = first <= self._today <= last or any(not flag.below for flag in self._flags)
        return (18.0 if self._compact else _FLAGS) if above else 4.0

    def _bar(self) -> float:
        return 16.0 if self._compact else _BAR

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._segments:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for segment in self._segments:
            self._paint_segment(painter, segment)
        self._paint_flags(painter)
        if self._compact:
            self._paint_years(painter)
        else:
            self._paint_ends(painter)
        self._paint_today(painter)
        painter.end()

    def _paint_segment(self, painter: QPainter, segment: Segment) -> None:
        colours = tokens()
        left, right = self._x(segment.starts), self._x(segment.ends + timedelta(days=1))
        box = QRectF(left, self._top(), max(2.0, right - left - 1), self._bar())
        accent = QColor(colours.accent)
        if segment.state == "past":
            painter.fillRect(box, QColor(colours.line))
        elif segment.open_end:
            painter.fillRect(box, _fading(box, accent))
        elif segment.state == "current":
            painter.fillRect(box, accent)
        else:
            lapsed = segment.state == "lapsed"
            ink = QColor(colours.faint) if lapsed else accent
            painter.fillRect(box, QColor(colours.surface))
            if not lapsed:
                _hatch(painter, box, ink)
            painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DotLine if lapsed else Qt.PenStyle.SolidLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(0.75, 0.75, -0.75, -0.75))
        if not self._compact:
            self._paint_label(painter, segment, box)

    def _paint_label(self, painter: QPainter, segment: Segment, box: QRectF) -> None:
        """The term's words inside its bar, on a plain ground where the bar is hatched."""
        metrics = QFontMetricsF(font(0.9, 500))
        words = next(
            (
                w
                for w in (segment.label, segment.label.split(",")[0])
                if metrics.horizontalAdvance(w) + 20 < box.width()
            ),
            "",
        )
        if not words:
            return
        colours = tokens()
        painter.setFont(font(0.9, 500))
        text = box.adjusted(10, 0, -4, 0)
        today = self._x(self._today)
        if text.left() - 6 < today < text.left() + metrics.horizontalAdvance(words) + 6:
            text.setLeft(today + 8)
            words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0.0, text.width()))
        if segment.state in ("option", "lapsed"):
            wide = metrics.horizontalAdvance(words)
            painter.fillRect(
                QRectF(text.left() - 5, box.top() + 4, wide + 10, box.height() - 8), QColor(colours.surface)
            )
        painter.setPen(QColor(colours.on_accent if segment.state == "current" else colours.text))
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _paint_flags(self, painter: QPainter) -> None:
        top, taken = self._top(), -1.0
        painter.setFont(font(0.9))
        for flag in sorted(self._flags, key=lambda flag: flag.day):
            x = self._x(flag.day)
            if not 0 <= x <= self.width():
                continue
            ink = tokens().ink(flag.tone)
            if flag.below:
                paint_shape(painter, Shape.TRIANGLE, QPointF(x, top + self._bar() + 5.5), ink, 7)
                continue
            painter.fillRect(QRectF(x - 0.75, top - 17, 1.5, 17), ink)
            paint_shape(painter, Shape.FLAG, QPointF(x + 5, top - 12), ink, 9)
            if not self._compact:
                taken = self._paint_flag_words(painter, flag, x, taken)

    def _paint_flag_words(self, painter: QPainter, flag: Flag, x: float, taken: float) -> float:
        """Words at the right of the flag, else at its left, else none; returns where the next may begin."""
        wide = painter.fontMetrics().horizontalAdvance(flag.words)
        left = x + 14 if x + 14 + wide <= self.width() else x - wide - 6
        if left < taken:
            return taken
        painter.setPen(tokens().ink(flag.tone))
        painter.drawText(QPointF(left, self._top() - 8), flag.words)
        return max(left + wide, x) + 10

    def _paint_ends(self, painter: QPainter) -> None:
        """The ends in words below the bar: the current and the outer ones first, others if room is left."""
        marks = [(self._segments[0].starts, "start", 0.0, False)]
        for segment in self._segments:
            if not segment.open_end:
                marks.append((segment.ends, segment.end_words, 1.0, segment.state == "current"))
        order = sorted(range(len(marks)), key=lambda k: (not marks[k][3], k not in (0, len(marks) - 1), k))
        taken: list[tuple[float, float]] = []
        for k in order:
            day, words, anchor, strong = marks[k]
            x = self._x(day + timedelta(days=int(anchor)))
            painter.fillRect(
                QRectF(min(x, self.width() - 1) - anchor, self._top() + self._bar(), 1, _TICK - 6),
                QColor(tokens().muted),
            )
            self._paint_end(painter, x, anchor, (show.day(day), words), strong, taken)

    def _paint_end(
        self,
        painter: QPainter,
        x: float,
        anchor: float,
        lines: tuple[str, str],
        strong: bool,
        taken: list[tuple[float, float]],
    ) -> None:
        widths = [QFontMetricsF(font(0.9, 600 if strong else 400)).horizontalAdvance(line) for line in lines]
        wide = max(widths) + 2
        left = min(max(0.0, x - wide * anchor), self.width() - wide)
        if any(left < right + 10 and left + wide > start - 10 for start, right in taken):
            return
        taken.append((left, left + wide))
        high = QFontMetricsF(font(0.9)).height()
        side = Qt.AlignmentFlag.AlignRight if anchor else Qt.AlignmentFlag.AlignLeft
        for row, line in enumerate(lines):
            painter.setFont(font(0.9, 600 if strong and not row else 400))
            painter.setPen(QColor(tokens().muted if row else tokens().text))
            box = QRectF(left, self._top() + self._bar() + _TICK - 2 + row * high, wide, high)
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_years(self, painter: QPainter) -> None:
        first, last = self._segments[0].starts, max(segment.ends for segment in self._segments)
        painter.setFont(font(0.9))
        painter.setPen(QColor(tokens().muted))
        high = QFontMetricsF(painter.font()).height()
        box = QRectF(0, self._top() + self._bar() + 4, self.width(), high)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, str(first.year))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, str(last.year))

    def _paint_today(self, painter: QPainter) -> None:
        x = self._x(self._today)
        if not 0 <= x <= self.width():
            return
        x = min(max(round(x), 2), self.width() - 2)
        rise = 4 if self._compact else 8
        top, high = self._top() - rise, self._bar() + rise + 2
        painter.fillRect(QRectF(x - 2.5, top, 5, high), QColor(tokens().ground))
        painter.fillRect(QRectF(x - 1, top, 2, high), QColor(tokens().text))
        if self._compact:
            return
        painter.setFont(font(0.9, 600))
        painter.setPen(QColor(tokens().text))
        wide = painter.fontMetrics().horizontalAdvance("today")
        left = x - wide - 5 if x - wide - 5 >= 0 else x + 5
        painter.fillRect(QRectF(left - 2, 0, wide + 4, self._top() - 4), QColor(tokens().ground))
        painter.drawText(QPointF(left, self._top() - 8), "today")


def _fading(box: QRectF, ink: QColor) -> QLinearGradient:
    """The bar's colour, running out towards the right."""
    gradient = QLinearGradient(box.topLeft(), box.topRight())
    gone = QColor(ink)
    gone.setAlpha(0)
    gradient.setColorAt(0.0, ink)
    gradient.setColorAt(0.6, ink)
    gradient.setColorAt(1.0, gone)
    return gradient


def _hatch(painter: QPainter, box: QRectF, ink: QColor) -> None:
    """Slanting lines, wide apart, so that words and edges stay easy to read."""
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(ink, 1.2))
    x = box.left() - box.height()
    while x < box.right():
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        x += 7
    painter.restore()


class NearDate(NamedTuple):
    """One date on the enlarged line: its day, the words before it, its tone, and whether above the line."""

    day: date
    words: str
    tone: Tone = Tone.PLAIN
    above: bool = False


class NearDates(QWidget):
    """The next dates on a line of their own, from today to the last of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dates: tuple[NearDate, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The next dates")

    def show_dates(self, dates: Sequence[NearDate]) -> None:
        """Show these, soonest first; hides itself where there are fewer than two days to set apart."""
        self._dates = tuple(sorted(dates, key=lambda near: near.day))
        self.setVisible(not self.is_empty())
        self.setAccessibleDescription("; ".join(f"{n.words} {show.day(n.day)}" for n in self._dates))
        self.update()

    def is_empty(self) -> bool:
        """Whether there are no two days to set apart."""
        return len({near.day for near in self._dates}) < 2

    def sizeHint(self) -> QSize:
        return QSize(480, round(2 * QFontMetricsF(font(0.9)).height() + 28))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._dates:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first, last = self._dates[0].day, self._dates[-1].day
        days = max(1, (last - first).days)
        middle = self.height() / 2
        painter.fillRect(QRectF(0, middle - 0.75, self.width(), 1.5), QColor(tokens().muted))
        places = [(self.width() - 2.0) * (near.day - first).days / days for near in self._dates]
        for near, x in zip(self._dates, places, strict=True):
            painter.fillRect(QRectF(x, middle - 7, 2, 14), tokens().ink(near.tone))
        for above in (True, False):
            row = [(near, x) for near, x in zip(self._dates, places, strict=True) if near.above is above]
            self._paint_row(painter, row, above)
        painter.end()

    def _day_words(self, day: date) -> str:
        """The day without its year where that is the first one's."""
        return show.day_and_month(day) if day.year == self._dates[0].day.year else show.day(day)

    def _paint_row(self, painter: QPainter, row: Sequence[tuple[NearDate, float]], above: bool) -> None:
        """Words of one side, each at its tick, moved apart where they would meet."""
        plain, strong = QFontMetricsF(font(0.9)), QFontMetricsF(font(0.9, 600))
        widths = [
            plain.horizontalAdvance(near.words + " ") + strong.horizontalAdvance(self._day_words(near.day))
            for near, _ in row
        ]
        lefts = place_apart([x for _, x in row], widths, float(self.width()), gap=12.0)
        y = self.height() / 2 + (-13 if above else 10 + plain.ascent())
        for (near, _), left, wide in zip(row, lefts, widths, strict=True):
            if left is None:
                continue
            painter.setFont(font(0.9))
            painter.setPen(QColor(tokens().muted))
            painter.drawText(QPointF(left, y), near.words)
            painter.setFont(font(0.9, 600))
            painter.setPen(tokens().ink(near.tone))
            day = self._day_words(near.day)
            painter.drawText(QPointF(left + wide - strong.horizontalAdvance(day), y), day)


def place_apart(
    wanted: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[float | None]:
    """Left edges for labels that should begin at `wanted`, in order, moved apart and kept inside `room`.

    A label for which there is no room at all gets None.
    """
    lefts: list[float | None] = []
    free = room
    for x, wide in zip(reversed(wanted), reversed(widths), strict=True):
        left = min(x, free - wide)
        if left < 0:
            lefts.append(None)
            continue
        lefts.append(left)
        free = left - gap
    return lefts[::-1]
