"""Pages of a report as they will be on paper, one under the other, drawn when they come into sight."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from tracker.ui.outgoing.paper import Paper
from tracker.ui.parts.theme import GRID, tokens
from tracker.ui.printing import page_image, page_size

_GAP = 2 * GRID
_KEPT = 6
"""Pages whose pictures are kept."""

_STEPS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PagesView(QAbstractScrollArea):
    """Paper, seen. Wheel and page keys go through it; Ctrl and plus, minus or nought change its size.

    Signals:
        turned(int): another page is uppermost, the first being 0.
    """

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper: Paper | None = None
        self._zoom = 1.0
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._uppermost = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Preview of the pages")
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_paper(self, paper: Paper | None) -> None:
        """Show other pages, from the first one."""
        self._paper = paper
        self._pictures.clear()
        self._uppermost = 0
        self._measure()
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def zoom(self) -> float:
        """1 where a page is as wide as there is room for."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the pages larger or smaller, the uppermost one staying there."""
        page = self._uppermost
        self._zoom = zoom
        self._pictures.clear()
        self._measure()
        self.verticalScrollBar().setValue(round(self._top(page)))
        self.viewport().update()

    # Where the pages are

    def _scale(self) -> float:
        """Pixels for a point."""
        if self._paper is None:
            return 1.0
        whole = page_size(self._paper)
        across = (self.viewport().width() - 2 * _GAP) / whole.width()
        down = (self.viewport().height() - 2 * _GAP) / whole.height()
        return max(max(min(across, 1.35), min(across, down)) * self._zoom, 0.1)

    def _box(self, number: int) -> QRectF:
        assert self._paper is not None
        size = page_size(self._paper) * self._scale()
        free = self.viewport().width() - size.width()
        left = max(free / 2, _GAP) - self.horizontalScrollBar().value()
        return QRectF(QPointF(left, self._top(number) + _GAP - self.verticalScrollBar().value()), size)

    def _top(self, number: int) -> float:
        assert self._paper is not None
        return number * (page_size(self._paper).height() * self._scale() + _GAP)

    def _measure(self) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if self._paper is None:
            across.setRange(0, 0)
            down.setRange(0, 0)
            return
        size = page_size(self._paper) * self._scale()
        high = self._top(len(self._paper.pages)) + _GAP
        down.setRange(0, max(0, round(high - self.viewport().height())))
        down.setPageStep(round(size.height() + _GAP))
        down.setSingleStep(round(size.height() / 12))
        across.setRange(0, max(0, round(size.width() + 2 * _GAP - self.viewport().width())))
        across.setPageStep(self.viewport().width())

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if self._paper is None:
            return
        high = page_size(self._paper).height() * self._scale() + _GAP
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        page = min(int(middle // high), len(self._paper.pages) - 1)
        if page != self._uppermost:
            self._uppermost = page
            self.turned.emit(page)

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pictures.clear()
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(colours.line))
        if self._paper is not None:
            for number in range(len(self._paper.pages)):
                box = self._box(number)
                if box.bottom() >= 0 and box.top() <= self.viewport().height():
                    painter.drawImage(box, self._picture(number))
                    painter.setPen(QPen(QColor(colours.muted), 1))
                    painter.drawRect(box)
        painter.end()

    def _picture(self, number: int) -> QImage:
        assert self._paper is not None
        if number not in self._pictures:
            self._pictures[number] = page_image(self._paper, number, self._scale() * self.devicePixelRatioF())
            if len(self._pictures) > _KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(number)
        return self._pictures[number]

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._step(1)
        elif control and key == Qt.Key.Key_Minus:
            self._step(-1)
        elif control and key == Qt.Key.Key_0:
            self.set_zoom(1.0)
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        at = min(range(len(_STEPS)), key=lambda n: abs(_STEPS[n] - self._zoom))
        self.set_zoom(_STEPS[min(max(at + by, 0), len(_STEPS) - 1)])
