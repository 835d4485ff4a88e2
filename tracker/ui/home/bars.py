"""The year strip of a register that has more deadlines than marks can be drawn: a bar for every few days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from tracker.ui.parts import format as show
from tracker.ui.parts.theme import font, tokens


class Bar(NamedTuple):
    """The deadlines of a few days: the place of its left edge, how many, and the day with most of them.

    Attributes:
        first, last: the first and the last of those days that have any.
    """

    left: float
    number: int
    day: date
    first: date
    last: date


def bars_of(
    numbers: Mapping[date, int], place: Callable[[date], float], pitch: float, width: float
) -> tuple[Bar, ...]:
    """A bar for each slot of that pitch that has any deadline, from left to right, all within `width`.

    Args:
        place: where a day stands, from the left.
    """
    last = int(width / pitch) - 1
    slots: dict[int, Counter[date]] = {}
    for day, number in numbers.items():
        slots.setdefault(min(int((place(day) + pitch / 2) / pitch), last), Counter())[day] += number
    return tuple(_bar(slot * pitch, counted) for slot, counted in sorted(slots.items()))


def _bar(left: float, counted: Counter[date]) -> Bar:
    most = min(counted.most_common(), key=lambda one: (-one[1], one[0]))[0]
    return Bar(left, counted.total(), most, min(counted), max(counted))


def days_of(bar: Bar) -> str:
    """Its days in words: "on 31 March 2027", "from 31 March to 3 April 2027"."""
    if bar.first == bar.last:
        return f"on {show.day(bar.last)}"
    alike = bar.first.year == bar.last.year
    first = f"{bar.first.day} {bar.first:%B}" if alike else show.day(bar.first)
    return f"from {first} to {show.day(bar.last)}"


def paint_bars(
    painter: QPainter, bars: tuple[Bar, ...], within: QRectF, pitch: float, at: Bar | None
) -> None:
    """Paint them on the lower edge of `within`, the tallest as high as it; `at` is the one that is walked to."""
    colours = tokens()
    most = max(bar.number for bar in bars)
    for bar in bars:
        high = max(2.0, within.height() * bar.number / most)
        box = QRectF(bar.left + 1, within.bottom() - high, pitch - 2, high)
        if bar == at:
            painter.fillRect(box.adjusted(-2, -2, 2, 0), QColor(colours.text))
        painter.fillRect(box, QColor(colours.accent))


def paint_tallest(painter: QPainter, bars: tuple[Bar, ...], top: float, first: float, last: float) -> None:
    """The day and number of the tallest bar, above it; between two places of the strip."""
    bar = max(bars, key=lambda one: one.number)
    painter.setFont(font(0.9))
    painter.setPen(QColor(tokens().text))
    words = f"most {days_of(bar)}: {bar.number:,}"
    metrics = QFontMetrics(painter.font())
    wide = metrics.horizontalAdvance(words) + 2
    left = min(max(first, bar.left - wide / 2), last - wide)
    painter.drawText(QRectF(left, top, wide, metrics.height()), Qt.AlignmentFlag.AlignCenter, words)
