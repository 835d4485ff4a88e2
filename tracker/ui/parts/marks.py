"""A word with its shape: chips, marks before a line, and what is odd about a field."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.domain.check import Finding, Severity
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.shapes import chip_height, chip_width, paint_chip, paint_shape
from tracker.ui.parts.theme import Tone, tokens
from tracker.ui.parts.widgets import PlainLabel, clear

SEVERITY: dict[Severity, tuple[Shape, Tone]] = {
    Severity.NOTE: (Shape.CIRCLE, Tone.NOTE),
    Severity.WARNING: (Shape.TRIANGLE, Tone.WARNING),
    Severity.ERROR: (Shape.OCTAGON, Tone.DANGER),
}


class Chip(QWidget):
    """A status: a word and a shape on a soft ground."""

    def __init__(self, look: Look | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look or Look("", Shape.NONE, Tone.PLAIN)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._look.word)

    def set_look(self, look: Look) -> None:
        """Show another status."""
        self._look = look
        self.setAccessibleName(look.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._look)) + 1, round(chip_height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._look.word:
            painter = QPainter(self)
            paint_chip(painter, self._look, 0.0, self.height() / 2)
            painter.end()


class Mark(QWidget):
    """One shape in its tone, to stand before a line of text."""

    def __init__(self, shape: Shape, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._tone = shape, tone
        self.setFixedSize(14, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_shape(painter, self._shape, QPointF(QRectF(self.rect()).center()), tokens().ink(self._tone))
        painter.end()


class FindingsLine(QWidget):
    """What is odd about a field, under it: a shape and a sentence for each Finding; none, no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(2)
        self._said: list[Finding] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Say these, and no others."""
        listed = list(findings)
        if listed == self._said:
            return
        self._said = listed
        clear(self._column)
        for finding in listed:
            self._column.addWidget(finding_row(finding))
        self.setVisible(bool(listed))


def finding_row(finding: Finding) -> QWidget:
    """One Finding: its shape, and its sentence in its tone."""
    shape, tone = SEVERITY[finding.severity]
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    line.addWidget(Mark(shape, tone), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(PlainLabel(finding.message, "caption", tone=tone, wrap=True), 1)
    return row
