"""The picture of supersession: a line for each step, from the older agreement to the newer, chain after chain.

One widget for all of them, which paints what is on the screen: a register may hold hundreds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from tracker.app.partnership.succession import Chain, Step
from tracker.app.rows import AgreementRow
from tracker.ui.parts import format as show
from tracker.ui.parts.theme import GRID, font, tokens

_NARROWEST, _WIDEST, _ARROW = 220.0, 500.0, 230.0
_GAP = 2.0 * GRID
_PASSIVE = {"supersedes": "superseded by", "replaces": "replaced by", "renews": "renewed by"}
_SAID_ALOUD = 40

Row = str | Step | None
"""A line of the picture: the name of a chain, a step, a remark (a text that begins with a space), a gap."""


class ChainsView(QWidget):
    """Every chain under its name.

    Signals:
        opened(int): an agreement was pressed.
    """

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._tops: list[float] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Supersession")
        self.setMouseTracking(True)

    def show_chains(self, chains: Sequence[Chain]) -> None:
        """Show these, and no others."""
        self._rows = [row for chain in chains for row in _rows_of(chain)]
        self._tops = []
        top, text = 0.0, QFontMetrics(font()).height()
        for row in self._rows:
            self._tops.append(top)
            top += _GAP if row is None else 2 * text + 26.0 if isinstance(row, Step) else text + 10.0
        self.setFixedHeight(round(top) + 4)
        steps = [step for chain in chains for step in chain.steps]
        more = f". And {len(steps) - _SAID_ALOUD} more" if len(steps) > _SAID_ALOUD else ""
        self.setAccessibleDescription(". ".join(step_words(step) for step in steps[:_SAID_ALOUD]) + more)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(900, self.height())

    def _boxes(self, top: float) -> tuple[QRectF, QRectF]:
        """The older and the newer agreement of the step whose line begins there."""
        wide = min(_WIDEST, max(_NARROWEST, (self.width() - _ARROW - 2) / 2))
        high = 2 * QFontMetrics(font()).height() + 14.0
        return QRectF(0, top + 4, wide, high), QRectF(wide + _ARROW, top + 4, wide, high)

    def _on_screen(self, top: float, bottom: float) -> Iterator[tuple[float, Row]]:
        for number in range(max(0, bisect_right(self._tops, top) - 1), len(self._rows)):
            if self._tops[number] > bottom:
                return
            yield self._tops[number], self._rows[number]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for top, row in self._on_screen(event.rect().top(), event.rect().bottom()):
            if isinstance(row, Step):
                older, newer = self._boxes(top)
                _paint_arrow(painter, older, newer, row)
                _paint_agreement(painter, older, row.older, shade=False)
                _paint_agreement(painter, newer, row.newer, shade=not row.stated)
            elif row is not None:
                self._paint_text(painter, top, row)
        painter.end()

    def _paint_text(self, painter: QPainter, top: float, words: str) -> None:
        remark = words.startswith(" ")
        painter.setFont(font(0.9) if remark else font(1.0, 600))
        painter.setPen(QColor(tokens().muted if remark else tokens().text))
        cut = painter.fontMetrics().elidedText(words.strip(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QPointF(0, top + painter.fontMetrics().ascent() + 2), cut)

    def _at(self, point: QPointF) -> int | None:
        for top, row in self._on_screen(point.y(), point.y()):
            if isinstance(row, Step):
                older, newer = self._boxes(top)
                for box, agreement in ((older, row.older), (newer, row.newer)):
                    if box.contains(point):
                        return agreement.id
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chosen = self._at(event.position())
        if chosen is not None:
            self.opened.emit(chosen)


def _rows_of(chain: Chain) -> Iterator[Row]:
    yield chain.title + ("  · fictional" if chain.fictional else "")
    yield from chain.steps
    for one, relation, other in chain.others:
        ends = f"{one.reference or one.title} {relation.kind.value} {other.reference or other.title}"
        yield f" {ends} ({relation.standing.value}). {relation.note}"
    yield None


def _paint_agreement(painter: QPainter, box: QRectF, row: AgreementRow, *, shade: bool) -> None:
    colours = tokens()
    pen = QPen(QColor(colours.muted if shade else colours.accent), 1.4)
    if shade:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(QColor(colours.surface))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
    inner = box.adjusted(12, 6, -12, -6)
    painter.setFont(font(1.0, 500))
    painter.setPen(QColor(colours.accent))
    words = f"{row.reference}  {row.title}".strip()
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
    painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, cut)
    painter.setFont(font(0.9))
    painter.setPen(QColor(colours.muted))
    kind = "type not stated" if row.type == "unknown" else row.type
    under = f"{kind} · {show.status(row.status).word}"
    cut = painter.fontMetrics().elidedText(under, Qt.TextElideMode.ElideRight, int(inner.width()))
    painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, cut)


def _paint_arrow(painter: QPainter, older: QRectF, newer: QRectF, step: Step) -> None:
    colours = tokens()
    begin, end = QPointF(older.right(), older.center().y()), QPointF(newer.left() - 2, newer.center().y())
    ink = QColor(colours.text if step.stated else colours.warning)
    pen = QPen(ink, 1.8)
    if not step.stated:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawLine(begin, end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([end, end + QPointF(-9, -5), end + QPointF(-9, 5)]))
    painter.setFont(font(0.9, 500))
    painter.setPen(ink)
    words = _PASSIVE.get(step.relation.kind.value, step.relation.kind.value)
    above = QRectF(begin.x() + 6, begin.y() - 22, end.x() - begin.x() - 18, 20)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)
    when = show.when(step.relation.effective_on, "") if step.relation.effective_on else ""
    said = f"stated, {when}".rstrip(", ") if step.stated else "proposed, nobody says so"
    painter.setFont(font(0.9))
    painter.drawText(above.translated(0, 24), Qt.AlignmentFlag.AlignCenter, said)


def step_words(step: Step) -> str:
    """A step in a sentence, for screen readers."""
    said = "stated" if step.stated else "proposed"
    return f"{step.newer.title} {step.relation.kind.value} {step.older.title}, {said}"
