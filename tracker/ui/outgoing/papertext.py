"""Text on paper: measured and cut into lines in points, the same on every device."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter, QTextLayout, QTextOption

_FAMILIES = ("Inter", "Arial", "Liberation Sans", "DejaVu Sans")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MEASURE = 56.0
"""Widest a line of prose is, in ems, so that the eye finds the next one."""

_FINE = 10
"""Parts of a point in which fonts are measured and drawn: Qt knows sizes in whole units alone."""


def clean(text: str) -> str:
    """Text as paper shows it: what cannot be printed is shown as a replacement mark."""
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\t", "    "))


@dataclass(frozen=True, slots=True)
class Face:
    """Type of a size (in points) and a weight."""

    points: float
    weight: int = 400

    @property
    def leading(self) -> float:
        """From one line to the next, in points."""
        return self.points * 1.34

    @property
    def measure(self) -> float:
        """Widest that a line of prose should be, in points."""
        return self.points * _MEASURE

    def widest(self, text: str) -> float:
        """Width of the widest line of a text that is not cut."""
        return max(map(self._width, text.split("\n")))

    def longest_word(self, text: str) -> float:
        """Width of the longest word of a text."""
        return max(map(self._width, text.split()), default=0.0)

    def wrapped(self, text: str, wide: float) -> list[str]:
        """The text in lines no wider than that; a word that is wider is cut."""
        found: list[str] = []
        for line in text.split("\n"):
            if self._width(line) <= wide:
                found.append(line)
            else:
                found += _broken(line, _font(self.points, self.weight), wide * _FINE)
        return found

    def at(self, painter: QPainter, text: str, x: float, y: float, colour: QColor) -> None:
        """Draw a line whose upper left corner is there."""
        self.line(painter, text, QRectF(x, y, 10_000, self.leading), colour)

    def line(self, painter: QPainter, text: str, box: QRectF, colour: QColor, *, right: bool = False) -> None:
        """Draw a line at the left or the right of a box, shortened where it has no room."""
        metrics = _metrics(self.points, self.weight)
        room = box.width() * _FINE
        if metrics.horizontalAdvance(text) > room + 1:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.save()
        painter.translate(box.topLeft())
        painter.scale(1 / _FINE, 1 / _FINE)
        painter.setFont(_font(self.points, self.weight))
        painter.setPen(colour)
        x = room - metrics.horizontalAdvance(text) if right else 0.0
        painter.drawText(QPointF(x, metrics.ascent()), text)
        painter.restore()

    def _width(self, text: str) -> float:
        return _width(text, self.points, self.weight)


@dataclass(frozen=True, slots=True)
class Cut:
    """A row of cells, each cut into lines."""

    lines: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, cells: Sequence[str], widths: Sequence[float], face: Face) -> Cut:
        """Those cells, in lines no wider than these."""
        pairs = zip(cells, widths, strict=True)
        return cls(tuple(tuple(face.wrapped(text, wide)) for text, wide in pairs))

    def parts(self, most: int) -> Iterator[tuple[tuple[str, ...], ...]]:
        """The row in parts of at most so many lines; one part for all but the longest rows."""
        longest = max(map(len, self.lines), default=0)
        for start in range(0, max(longest, 1), most):
            yield tuple(lines[start : start + most] for lines in self.lines)


@lru_cache(maxsize=16)
def family() -> str:
    """The family that paper is set in here: drawings are lettered in it as well."""
    return QFontInfo(_font(9, 400)).family()


def _font(points: float, weight: int) -> QFont:
    """The font, ten times as large as it is drawn, with true widths at any scale."""
    font = QFont()
    font.setFamilies(list(_FAMILIES))
    font.setPixelSize(round(points * _FINE))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=16)
def _metrics(points: float, weight: int) -> QFontMetricsF:
    return QFontMetricsF(_font(points, weight))


@lru_cache(maxsize=8192)  # a list says the same words in many rows
def _width(text: str, points: float, weight: int) -> float:
    return _metrics(points, weight).horizontalAdvance(text) / _FINE


def _broken(line: str, font: QFont, wide: float) -> list[str]:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(line, font)
    layout.setTextOption(option)
    layout.beginLayout()
    encoded = line.encode("utf-16-le")  # Qt counts in UTF-16
    found = []
    while (made := layout.createLine()).isValid():
        made.setLineWidth(wide)
        start, length = made.textStart() * 2, made.textLength() * 2
        found.append(encoded[start : start + length].decode("utf-16-le", "replace").rstrip())
    layout.endLayout()
    return found
