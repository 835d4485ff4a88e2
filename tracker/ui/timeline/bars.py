"""How the bars of a timeline are painted, and what is written on them and after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from tracker.app.partnership.bars import Look, Span
from tracker.domain.dates import show
from tracker.ui.parts.theme import Tokens, font
from tracker.ui.timeline.scale import Scale

_ONE = timedelta(days=1)
BAR = 15.0
OPEN_FADE = 44.0
_NEAR = 24.0
"""Words further from the end of their bar than this are no longer read as its own."""
_INK = {
    Look.MEMBER: "accent",
    Look.HOST: "accent",
    Look.SUPPLIER: "muted",
    Look.AGREEMENT: "note",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand.

    Attributes:
        left: where the days begin; the names stand before it.
        row: height of a row; head: height of the line with the years.
    """

    left: float
    width: float
    row: float
    head: float

    @property
    def right(self) -> float:
        """Where the days end."""
        return self.left + self.width


class BarPainter:
    """Paints the bars of one row after another, in the colours that it is given.

    Attributes:
        keep_clear: where lines for days stand, through which words do not run where there is room beside them.
    """

    def __init__(self, scale: Scale, frame: Frame, colours: Tokens) -> None:
        self.scale, self.frame, self.colours = scale, frame, colours
        self.keep_clear: Sequence[float] = ()

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.scale.x(day, self.frame.left, self.frame.width)

    def paint(self, painter: QPainter, spans: Sequence[Span], middle: float) -> None:
        """Paint bars whose middle is at that height."""
        for span in spans:
            self._bar(painter, span, middle)

    def write(self, painter: QPainter, spans: Sequence[Span], middle: float) -> None:
        """The words of a row, over the lines so that none of them is crossed out."""
        if not spans:
            painter.setFont(font(0.9))
            painter.setPen(QColor(self.colours.muted))
            box = QRectF(self.frame.left + 8, middle - 12, self.frame.width - 8, 24)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, "no date recorded")
            return
        for place, span in enumerate(spans):
            following = spans[place + 1] if place + 1 < len(spans) else None
            painter.setFont(font(0.9, 500))
            _, begun, sure, last = self._edges(span)
            after = max(last, self.x(span.reach + _ONE)) if span.reach else last
            if span.open_end and span.open_words:
                after = self._open_words(painter, span, after, middle)
            until = self.x(following.first) if following else self.frame.right
            self._words(painter, span, (begun, sure), middle, after, until)

    def _edges(self, span: Span) -> tuple[float, float, float, float]:
        """Where the bar may begin, is sure, is no longer sure, and ends."""
        first, begun = self.x(span.first), self.x(span.begun)
        sure, last = self.x(span.sure + _ONE), self.x(span.last + _ONE)
        if span.open_end:
            last = sure + OPEN_FADE
        if span.open_start:
            first = min(first, begun - OPEN_FADE)
        return first, begun, sure, last

    def _bar(self, painter: QPainter, span: Span, middle: float) -> None:
        first, begun, sure, last = self._edges(span)
        box = QRectF(first, middle - BAR / 2, max(last - first, 2.0), BAR)
        if span.look in (Look.DISPUTED, Look.PROSPECTIVE):
            self._hatched(painter, box, self.colours.warning, self.colours.warning_soft)
        else:
            self._solid(painter, span, box, (first, begun, sure, last))
        if first == begun and not span.open_start:
            painter.fillRect(QRectF(first - 2, middle - BAR / 2, 2, BAR), QColor(self.colours.ground))
        self._extension(painter, span, middle, last)

    def _solid(self, painter: QPainter, span: Span, box: QRectF, edges: tuple[float, ...]) -> None:
        """A bar that fades towards the days on which nobody knows whether it stands."""
        colour = QColor(getattr(self.colours, _INK[span.look]))
        clear = QColor(colour)
        clear.setAlphaF(0.08)
        fade = QLinearGradient(box.left(), 0, box.right(), 0)
        _, begun, sure, _ = edges
        wide = box.width()
        for at, shade in (
            (0.0, clear if edges[1] > edges[0] + 1 else colour),
            ((begun - box.left()) / wide, colour),
            ((sure - box.left()) / wide, colour),
            (1.0, clear if edges[3] > edges[2] + 1 else colour),
        ):
            fade.setColorAt(min(max(at, 0.0), 1.0), shade)
        painter.fillRect(box, QBrush(fade))

    def _hatched(self, painter: QPainter, box: QRectF, ink: str, ground: str) -> None:
        painter.fillRect(box, QColor(ground))
        painter.fillRect(box, QBrush(QColor(ink), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(ink), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _extension(self, painter: QPainter, span: Span, middle: float, last: float) -> None:
        """Where an agreement was extended a line stands; what options could add is hatched."""
        if span.initial_end is not None:
            x = round(self.x(span.initial_end + _ONE))
            painter.fillRect(QRectF(x - 1, middle - BAR / 2, 2, BAR), QColor(self.colours.ground))
        if span.reach is not None and (edge := self.x(span.reach + _ONE)) > last:
            box = QRectF(last, middle - BAR / 2, edge - last, BAR)
            self._hatched(painter, box, self.colours.note, self.colours.ground)

    def _open_words(self, painter: QPainter, span: Span, after: float, middle: float) -> float:
        """Say after a fading end why it fades, with dots on to the edge."""
        wide = painter.fontMetrics().horizontalAdvance(span.open_words) + 6.0
        at = self._free(after + 4, wide, after + 4, after + 4 + wide + _NEAR)
        after = after if at is None else at - 4
        box = QRectF(after + 4, middle - 12, wide, 24)
        painter.fillRect(box.adjusted(-2, 4, -2, -4), QColor(self.colours.ground))
        painter.setPen(QColor(self.colours.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, span.open_words)
        pen = QPen(QColor(self.colours.faint), 1.4, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(after + wide + 8, middle), QPointF(self.frame.right, middle))
        return after + wide + 4

    def _words(
        self,
        painter: QPainter,
        span: Span,
        edges: tuple[float, float],
        middle: float,
        after: float,
        until: float,
    ) -> None:
        """The role or the start within the bar, its ends at its right; what has no room goes after it or away."""
        left = max(edges[0], self.frame.left) + 6
        right = min(edges[1], self.frame.right) - 6
        metrics = QFontMetricsF(painter.font())
        head, wide = span.head, metrics.horizontalAdvance
        for end in self._ends(span):
            edge = min(self.x(end + _ONE), self.frame.right) - 6
            words = show(end)
            start = self.x(span.initial_end + _ONE) if end == span.sure and span.initial_end else left
            with_head = end != span.sure or edge - wide(words) - 10 - left >= wide(head)
            fits = edge - wide(words) > start + 4 and with_head
            room = max(start + 4, left + wide(head) + 10 if fits else 0.0), edge - 1
            at = self._free(edge - wide(words) - 1, wide(words), *room)
            beside = end == span.sure and until - after > wide(words) + 12
            if fits and (at is not None or not beside):
                if at is None:
                    words, at = self._shorter(metrics, end, edge - 1, *room)
                self._on_bar(painter, span, at, middle, words)
                right = min(right, at - 9)
            elif end == span.sure:
                both = f"{head} to {words}" if head and right - left < wide(head) else words
                after = self._after_bar(painter, both, after, until, middle)
                head = head if both == words else ""
        if right - left < wide(head) and " · " in head:
            head = head.split(" · ", 1)[0]
        if head and right - left >= wide(head):
            at = self._free(left, wide(head), left, right)
            self._on_bar(painter, span, left if at is None else at, middle, head)
        elif head and not span.open_words:
            self._after_bar(painter, head, after, until, middle)

    def _shorter(
        self, metrics: QFontMetricsF, end: date, edge: float, first: float, last: float
    ) -> tuple[str, float]:
        """The month of an end, which has room beside a line where its day has none; else the day all the same."""
        for words in (f"{end:%B %Y}", f"{end:%b %Y}"):
            wide = metrics.horizontalAdvance(words)
            if (at := self._free(edge - wide, wide, first, last)) is not None:
                return words, at
        return show(end), edge - metrics.horizontalAdvance(show(end))

    def _free(self, wanted: float, wide: float, first: float, last: float) -> float | None:
        """Where words begin, as near to `wanted` as may be, so that no line runs through them.

        None where there is no such place between `first` and `last`.
        """
        places = [wanted, *(at for line in self.keep_clear for at in (line + 7, line - 7 - wide))]
        return min(
            (
                at
                for at in places
                if first - 0.5 <= at <= last - wide + 0.5
                and not any(at - 4 < line < at + wide + 4 for line in self.keep_clear)
            ),
            key=lambda at: abs(at - wanted),
            default=None,
        )

    def _ends(self, span: Span) -> Iterator[date]:
        """The days whose ends are written on the bar: of the first term, and of the last."""
        if span.initial_end is not None:
            yield span.initial_end
        if span.look is Look.AGREEMENT and not span.open_end:
            yield span.sure

    def _on_bar(self, painter: QPainter, span: Span, left: float, middle: float, words: str) -> None:
        """Words on a bar, with the bar's own colour under them: a line for a day does not cross them out."""
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        inked = span.look in (Look.DISPUTED, Look.PROSPECTIVE)
        ground = self.colours.warning_soft if inked else getattr(self.colours, _INK[span.look])
        painter.fillRect(QRectF(left - 3, middle - BAR / 2 + 1, wide + 6, BAR - 2), QColor(ground))
        painter.setPen(QColor(self.colours.warning if inked else self.colours.on_accent))
        painter.drawText(QRectF(left, middle - 12, wide + 2, 24), Qt.AlignmentFlag.AlignVCenter, words)

    def _after_bar(self, painter: QPainter, words: str, after: float, until: float, middle: float) -> float:
        """Words after a bar, where there is room before `until`; the place for whatever comes next."""
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        if until - after <= wide + 12:
            return after
        at = self._free(after + 6, wide, after + 6, min(until - 6, after + 6 + wide + _NEAR))
        at = after + 6 if at is None else at
        box = QRectF(at, middle - 12, wide + 2, 24)
        painter.fillRect(box.adjusted(-3, 4, 3, -4), QColor(self.colours.ground))
        painter.setPen(QColor(self.colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        return at + wide + 6
