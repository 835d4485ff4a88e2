"""The parts of Home that are its own: large counts, bars of what is missing, the strip's legend."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tracker.ui.parts.format import Look
from tracker.ui.parts.marks import Mark
from tracker.ui.parts.tables import Table
from tracker.ui.parts.theme import GRID, Tone, font, row_height, tokens
from tracker.ui.parts.widgets import PlainLabel


class CountButton(QPushButton):
    """A large number and what it counts; pressing it goes to them."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setProperty("kind", "count")
        self.setAccessibleName(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._number = PlainLabel("", "title")
        self._words = PlainLabel("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(GRID)
        for label in (self._number, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_count(self, number: int, words: str, tone: Tone) -> None:
        """Show so many of that."""
        self._number.setText(f"{number:,}")
        self._words.setText(words)
        self._number.set_tone(tone)
        self._words.set_tone(tone if tone is not Tone.PLAIN else Tone.MUTED)
        self.setAccessibleName(f"{number} {words}")
        self.setEnabled(number > 0)
        layout = self.layout()
        if layout is not None:
            self.setMinimumWidth(layout.sizeHint().width())


class Legend(QWidget):
    """One shape and what it stands for."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(Mark(look.shape, look.tone))
        row.addWidget(PlainLabel(look.word, "caption"))


class BarRow(QPushButton):
    """A line with a bar and a number: how many agreements lack something; pressing it lists them."""

    def __init__(self, key: str, words: str, number: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self._words, self._number, self._share = words, number, number / most
        self._widest = max(f"{most:,}", "0,000", key=len)
        self.setProperty("kind", "bar")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(row_height())
        self.setAccessibleName(f"{words}: {number}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = tokens()
        painter = QPainter(self)
        painter.setFont(font())
        box = QRectF(self.rect()).adjusted(0, 0, -4, -1)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), QColor(colours.line))
        painter.setPen(QColor(colours.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignLeft, self._words)
        painter.setPen(QColor(colours.accent))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{self._number:,}"
        )
        words = painter.fontMetrics().horizontalAdvance(self._words)
        number = painter.fontMetrics().horizontalAdvance(self._widest)
        left = max(words + 12.0, self.width() * 0.66)
        room = self.width() - left - number - 12
        if room > 16:
            painter.fillRect(
                QRectF(left, self.height() / 2 - 3, max(3.0, room * self._share), 6), QColor(colours.line)
            )
        painter.end()


class WholeRows(QWidget):
    """The place of a table that ends with a whole row: half a row at the foot looks like a fault."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table)
        column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        row = self._table.verticalHeader().defaultSectionSize()
        self._table.setFixedHeight(max(row, event.size().height() // row * row))
