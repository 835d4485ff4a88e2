"""The shares of each year as a picture: a bar for each financial year, divided among those who bear its cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.app.partnership.cost_shares import Year
from tracker.app.partnership.partnering_effects import part_words
from tracker.ui.partnership.parts import short_name
from tracker.ui.parts.theme import font, row_height, tokens

_NAMES = 88.0
_BAR = 20.0
_LEAST = 40.0
"""Pixels below which a name is not begun."""
_TINTS = (1.0, 0.86)
"""How strong the accent is in one segment and the next; neighbours are told apart by a gap as well."""


class SharesPicture(QWidget):
    """The bars. Amounts that are fixed are no part of what is divided, and are not drawn.

    Signals:
        chosen(int): a bar was pressed: the place of its year among those shown.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._years: tuple[Year, ...] = ()
        self._names: Mapping[int, str] = {}
        self._marked = 0
        self.setAccessibleName("Shares of each year")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, years: Sequence[Year], names: Mapping[int, str], marked: int) -> None:
        """Show these years, and mark one of them."""
        self._years, self._names, self._marked = tuple(years), names, marked
        self.setFixedHeight(self.sizeHint().height())
        self.setVisible(any(row.part is not None for year in years for row in year.rows))
        self.setAccessibleDescription(". ".join(self._in_words(year) for year in years))
        self.update()

    def _in_words(self, year: Year) -> str:
        parts = [f"{self._name(body)} {part_words(part)}" for body, part in _parts(year)]
        return f"{year.name}: {', '.join(parts) or 'no share'}"

    def _name(self, body: int) -> str:
        return short_name(self._names.get(body, ""))

    def sizeHint(self) -> QSize:
        return QSize(640, row_height() * len(self._years) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        high = row_height()
        for number, year in enumerate(self._years):
            top = number * high
            marked = number == self._marked
            painter.setFont(font(1.0, 600 if marked else 400))
            painter.setPen(QColor(colours.text if marked else colours.muted))
            painter.drawText(QRectF(8, top, _NAMES - 8, high), Qt.AlignmentFlag.AlignVCenter, year.name)
            self._bar(painter, year, top + (high - _BAR) / 2)
            if marked:
                painter.setPen(QPen(QColor(colours.text), 2))
                painter.drawLine(1, top + 4, 1, top + high - 5)
        painter.end()

    def _bar(self, painter: QPainter, year: Year, top: float) -> None:
        colours, room = tokens(), self.width() - _NAMES - 1
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawRect(QRectF(_NAMES + 0.5, top + 0.5, room - 1, _BAR - 1))
        painter.setFont(font(0.9, 500))
        left = _NAMES
        for number, (body, part) in enumerate(_parts(year)):
            box = QRectF(left, top, room * float(part), _BAR)
            painter.fillRect(box.adjusted(1 if number else 0, 0, 0, 0), _tint(number))
            self._label(painter, box.adjusted(6, 0, -4, 0), body, part)
            left = box.right()

    def _label(self, painter: QPainter, box: QRectF, body: int, part: Fraction) -> None:
        """The name, cut where it is too long, and the share; without room for a name the share; else nothing."""
        metrics, share = QFontMetricsF(painter.font()), part_words(part)
        room = box.width() - metrics.horizontalAdvance(f" {share}")
        name = metrics.elidedText(self._name(body), Qt.TextElideMode.ElideRight, room)
        words = f"{name} {share}" if room >= _LEAST else share
        if metrics.horizontalAdvance(words) > box.width():
            return
        painter.setPen(QColor(tokens().on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().y() // row_height())
        if 0 <= number < len(self._years):
            self.chosen.emit(number)


def _parts(year: Year) -> list[tuple[int, Fraction]]:
    """The bodies and their parts of what is divided, the largest first."""
    found = [(row.organisation_id, row.part) for row in year.rows if row.part]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _tint(number: int) -> QColor:
    """The accent, nearer to the ground from segment to segment, never so near that its words fade."""
    accent, surface = QColor(tokens().accent), QColor(tokens().on_accent)
    strength = _TINTS[number % len(_TINTS)]
    return QColor(
        *(
            round(one * strength + other * (1 - strength))
            for one, other in (
                (accent.red(), surface.red()),
                (accent.green(), surface.green()),
                (accent.blue(), surface.blue()),
            )
        )
    )
