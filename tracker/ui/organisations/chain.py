"""What an organisation came from and became, as a short chain of boxes with the day between them."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.app.organisations import OrganisationFile
from tracker.domain.dates import show
from tracker.domain.organisation import Succession
from tracker.ui.parts.theme import font, tokens

_BOX = 250.0
_GAP = 190.0
_HIGH = 34.0


class _Step(NamedTuple):
    """One succession: the other body, what happened and when."""

    organisation_id: int
    name: str
    words: str


class SuccessionView(QWidget):
    """Forerunners at the left, the body in the middle, successors at the right.

    Signals:
        opened(int): a body was clicked.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._before: tuple[_Step, ...] = ()
        self._after: tuple[_Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Successions")
        self.setMouseTracking(True)

    def show_chain(self, found: OrganisationFile) -> None:
        """Show the successions of that organisation."""
        self._name = found.organisation.name
        self._before = tuple(
            _Step(s.from_organisation_id, found.bodies.get(s.from_organisation_id, ""), _words(s))
            for s in found.before
        )
        self._after = tuple(
            _Step(s.to_organisation_id, found.bodies.get(s.to_organisation_id, ""), _words(s))
            for s in found.after
        )
        said = [f"{step.name}, {step.words}, {self._name}" for step in self._before]
        said += [f"{self._name}, {step.words}, {step.name}" for step in self._after]
        self.setAccessibleDescription(". ".join(said))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(1, len(self._before), len(self._after))
        return QSize(800, round(rows * (self._high() + 10) + 4))

    def _high(self) -> float:
        return max(_HIGH, QFontMetrics(font()).height() + 14.0)

    def _columns(self) -> tuple[float, float, float]:
        """Left edges of forerunners, the body itself and successors."""
        own = _BOX + _GAP if self._before else 0.0
        return 0.0, own, own + _BOX + _GAP

    def _boxes(self, steps: tuple[_Step, ...], left: float) -> list[QRectF]:
        high = self._high()
        return [QRectF(left, 7 + at * (high + 10), _BOX, high) for at in range(len(steps))]

    def _own(self) -> QRectF:
        return QRectF(self._columns()[1], (self.height() - self._high()) / 2, _BOX, self._high())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        own = self._own()
        left, _, right = self._columns()
        for step, box in zip(self._before, self._boxes(self._before, left), strict=True):
            _arrow(painter, box, own, step.words)
            _box(painter, box, step.name, linked=True)
        for step, box in zip(self._after, self._boxes(self._after, right), strict=True):
            _arrow(painter, own, box, step.words)
            _box(painter, box, step.name, linked=True)
        _box(painter, own, self._name, linked=False)
        painter.end()

    def _at(self, point: QPointF) -> int | None:
        left, _, right = self._columns()
        for steps, edge in ((self._before, left), (self._after, right)):
            for step, box in zip(steps, self._boxes(steps, edge), strict=True):
                if box.contains(point):
                    return step.organisation_id
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chosen = self._at(event.position())
        if chosen is not None:
            self.opened.emit(chosen)


def _words(succession: Succession) -> str:
    scope = f", {succession.scope}" if succession.scope else ""
    return f"{succession.kind}{scope}, {show(succession.effective_on)}"


def _box(painter: QPainter, box: QRectF, name: str, *, linked: bool) -> None:
    colours = tokens()
    painter.setPen(QPen(QColor(colours.line if linked else colours.accent), 1 if linked else 2))
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
    painter.setFont(font(1.0, 400 if linked else 600))
    painter.setPen(QColor(colours.accent if linked else colours.text))
    words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width() - 20))
    painter.drawText(box.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, words)


def _arrow(painter: QPainter, older: QRectF, newer: QRectF, words: str) -> None:
    colours = tokens()
    begin, end = QPointF(older.right(), older.center().y()), QPointF(newer.left() - 2, newer.center().y())
    painter.setPen(QPen(QColor(colours.muted), 1.5))
    painter.drawLine(begin, end)
    painter.setBrush(QColor(colours.muted))
    painter.drawPolygon(QPolygonF([end, end + QPointF(-7, -4), end + QPointF(-7, 4)]))
    painter.setFont(font(0.9))
    painter.setPen(QColor(colours.muted))
    box = QRectF(begin.x() + 4, (begin.y() + end.y()) / 2 - 20, end.x() - begin.x() - 12, 18)
    painter.fillRect(box, QColor(colours.ground))
    text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
