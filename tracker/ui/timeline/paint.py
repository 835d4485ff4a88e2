"""How a timeline is painted, on the screen and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QLinearGradient, QPainter, QPen

from tracker.app.partnership.timelines import Group, Look, Span, Timeline, Track
from tracker.domain.dates import show
from tracker.domain.partnerships.years import CountFrom
from tracker.ui.partnership.parts import short_name
from tracker.ui.parts.format import Look as ChipLook
from tracker.ui.parts.shapes import chip_width, paint_chip
from tracker.ui.parts.theme import Tokens, font
from tracker.ui.timeline.scale import Scale

_ONE = timedelta(days=1)
BAR = 15.0
OPEN_FADE = 44.0


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


class TimelinePainter:
    """Paints one timeline with one scale, in the colours that it is given.

    Args:
        looks: organisation id -> the chip beside its name.
    """

    def __init__(
        self, shown: Timeline, scale: Scale, frame: Frame, colours: Tokens, looks: dict[int, ChipLook]
    ) -> None:
        self.shown, self.scale, self.frame, self.colours, self.looks = shown, scale, frame, colours, looks
        self.rows = lay_out(shown)
        short = Counter(short_name(t.name) for t in shown.tracks if t.group is not Group.AGREEMENT)
        self._alike = {name for name, number in short.items() if number > 1}

    def height(self) -> float:
        """How high the whole picture is."""
        return self.frame.head + len(self.rows) * self.frame.row + 4

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self.scale.x(day, self.frame.left, self.frame.width)

    def top(self, row: int) -> float:
        """Upper edge of a row."""
        return self.frame.head + row * self.frame.row

    def paint(self, painter: QPainter, day: date, today: date, *, at: date | None = None) -> None:
        """Paint everything, with a line on `day`, a thin one today, and a dotted one on the event at hand."""
        self._grid(painter, [self._label_box(painter, each) for each in (today,)])
        for number, row in enumerate(self.rows):
            self._name(painter, number, row)
        painter.save()
        painter.setClipRect(QRectF(self.frame.left, 0, self.frame.width, self.height()))
        for number, row in enumerate(self.rows):
            if isinstance(row, Track):
                self._bars(painter, number, row)
        self._links(painter)
        painter.restore()
        if at is not None and at not in (day, today):
            self._line(painter, at, self.colours.muted, 1.0, dotted=True)
        if today != day:
            self._line(painter, today, self.colours.muted, 1.0, "today")
        self._line(painter, day, self.colours.text, 2.0, "today" if today == day else "")
        painter.setClipRect(QRectF(self.frame.left, 0, self.frame.width, self.height()))
        for number, row in enumerate(self.rows):
            if isinstance(row, Track):
                self._writing(painter, number, row)
            elif row == COUNTS:
                self._counts(painter, number)
        painter.setClipping(False)

    # Grid and names

    def _label_box(self, painter: QPainter, day: date) -> QRectF:
        """Where the word "today" stands over its line."""
        painter.setFont(font(0.9, 500))
        wide = painter.fontMetrics().horizontalAdvance("today") + 8.0
        left = min(self.x(day) - wide / 2, self.frame.right - wide)
        return QRectF(left, 0, wide, self.frame.head - 6)

    def _grid(self, painter: QPainter, taken: Sequence[QRectF]) -> None:
        painter.setFont(font(0.9))
        frame, bottom = self.frame, self.height()
        ticks = list(self.scale.ticks(frame.width))
        for number, tick in enumerate(ticks):
            x = round(self.x(tick.day)) + 0.5
            if frame.left - 1 <= x <= frame.right:
                painter.setPen(QPen(QColor(self.colours.line), 1))
                painter.drawLine(QPointF(x, frame.head - 4), QPointF(x, bottom))
            following = self.x(ticks[number + 1].day) if number + 1 < len(ticks) else frame.right
            box = QRectF(
                max(x, frame.left), 0, min(following, frame.right) - max(x, frame.left), frame.head - 4
            )
            wide = painter.fontMetrics().horizontalAdvance(tick.label) + 2.0
            free = not any(QRectF(box.left(), 0, wide + 4, 4).intersects(other) for other in taken)
            if free and box.width() > wide:
                painter.setPen(QColor(self.colours.muted))
                painter.drawText(
                    box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f" {tick.label}"
                )

    def _name(self, painter: QPainter, number: int, row: Track | str) -> None:
        top, frame = self.top(number), self.frame
        bottom = round(top + frame.row) - 0.5
        head = isinstance(row, str)
        painter.setPen(QPen(QColor(self.colours.muted if head else self.colours.line), 1))
        painter.drawLine(QPointF(0, bottom), QPointF(frame.right, bottom))
        box = QRectF(8, top, frame.left - 20, frame.row - 1)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if isinstance(row, str):
            painter.setFont(font(1.0, 600))
            painter.setPen(QColor(self.colours.text))
            painter.drawText(box, middle, row)
            return
        chip = self.looks.get(row.record_id) if row.group is not Group.AGREEMENT else None
        if chip is not None:
            wide = chip_width(chip)
            paint_chip(painter, chip, box.right() - wide, box.center().y(), colours=self.colours)
            box.setRight(box.right() - wide - 8)
        if row.mark:
            painter.setFont(font(0.9))
            painter.setPen(QColor(self.colours.muted))
            wide = painter.fontMetrics().horizontalAdvance(row.mark) + 8.0
            painter.drawText(box, middle, row.mark)
            box.setLeft(box.left() + max(wide, 30.0))
        painter.setFont(font(1.0, 500 if row.group is Group.COUNCIL else 400))
        painter.setPen(QColor(self.colours.text))
        short = short_name(row.name)
        name = row.name if row.group is Group.AGREEMENT or short in self._alike else short
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, middle, words)

    # Bars

    def _middle(self, number: int) -> float:
        return self.top(number) + self.frame.row / 2 - 0.5

    def _bars(self, painter: QPainter, number: int, track: Track) -> None:
        for span in track.spans:
            self._bar(painter, span, self._middle(number))

    def _writing(self, painter: QPainter, number: int, track: Track) -> None:
        """The words of a row, over the lines so that none of them is crossed out."""
        middle = self._middle(number)
        if not track.spans:
            painter.setFont(font(0.9))
            painter.setPen(QColor(self.colours.muted))
            box = QRectF(self.frame.left + 8, middle - 12, self.frame.width - 8, 24)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, "no date recorded")
            return
        for place, span in enumerate(track.spans):
            following = track.spans[place + 1] if place + 1 < len(track.spans) else None
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
            if edge - wide(words) > start + 4 and with_head:
                self._on_bar(painter, span, edge - wide(words) - 1, middle, words)
                right = min(right, edge - wide(words) - 10)
            elif end == span.sure:
                both = f"{head} to {words}" if head and right - left < wide(head) else words
                after = self._after_bar(painter, both, after, until, middle)
                head = head if both == words else ""
        if right - left < wide(head) and " · " in head:
            head = head.split(" · ", 1)[0]
        if head and right - left >= wide(head):
            self._on_bar(painter, span, left, middle, head)
        elif head and not span.open_words:
            self._after_bar(painter, head, after, until, middle)

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
        box = QRectF(after + 6, middle - 12, wide + 2, 24)
        painter.fillRect(box.adjusted(-3, 4, 3, -4), QColor(self.colours.ground))
        painter.setPen(QColor(self.colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        return after + wide + 12

    # Counts, links and lines

    def _counts(self, painter: QPainter, number: int) -> None:
        middle = self.top(number) + self.frame.row / 2
        painter.setFont(font(0.9, 600))
        metrics = painter.fontMetrics()
        steps = self.shown.counts
        for place, step in enumerate(steps):
            left = max(self.x(step.day), self.frame.left)
            following = self.x(steps[place + 1].day) if place + 1 < len(steps) else self.frame.right
            right = min(following, self.frame.right)
            if right < self.frame.left or left > self.frame.right:
                continue
            painter.setPen(QPen(QColor(self.colours.muted), 1))
            if left > self.frame.left:
                painter.drawLine(QPointF(left, middle - 5), QPointF(left, middle + 5))
            words = count_words(step)
            if right - left > metrics.horizontalAdvance(words) + 4:
                painter.setPen(QColor(self.colours.text))
                painter.drawText(
                    QRectF(left, middle - 12, right - left, 24), Qt.AlignmentFlag.AlignCenter, words
                )

    def _links(self, painter: QPainter) -> None:
        rows = {id(row): number for number, row in enumerate(self.rows) if isinstance(row, Track)}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for link in self.shown.links:
            older, newer = (rows[id(self.shown.tracks[at])] for at in (link.older, link.newer))
            x = self.x(link.day)
            top, bottom = (self.top(at) + self.frame.row / 2 for at in (older, newer))
            painter.setPen(QPen(QColor(self.colours.text), 1.6))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            painter.setBrush(QColor(self.colours.text))
            painter.setPen(Qt.PenStyle.NoPen)
            for y in (top, bottom):
                painter.drawEllipse(QPointF(x, y), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _line(
        self,
        painter: QPainter,
        day: date,
        colour: str,
        width: float,
        words: str = "",
        *,
        dotted: bool = False,
    ) -> None:
        x = round(self.x(day)) + 0.5
        if not self.frame.left <= x <= self.frame.right:
            return
        halo = QColor(self.colours.ground)
        halo.setAlphaF(0.75)
        top, bottom = QPointF(x, self.frame.head - 6), QPointF(x, self.height())
        painter.setPen(QPen(halo, width + 4))
        painter.drawLine(top, bottom)
        pen = QPen(QColor(colour), width)
        if dotted:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(top, bottom)
        if words:
            box = self._label_box(painter, day)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


COUNTS = "Members on each day"
SUPPLIERS = "Suppliers"
_INK = {
    Look.MEMBER: "accent",
    Look.HOST: "accent",
    Look.SUPPLIER: "muted",
    Look.AGREEMENT: "note",
}


def lay_out(shown: Timeline) -> Sequence[Track | str]:
    """The rows from the top: councils, the line that counts them, agreements, suppliers."""
    rows: list[Track | str] = [track for track in shown.tracks if track.group is Group.COUNCIL]
    if shown.counts:
        rows.append(COUNTS)
    rows += [track for track in shown.tracks if track.group is Group.AGREEMENT]
    suppliers = [track for track in shown.tracks if track.group is Group.SUPPLIER]
    return [*rows, SUPPLIERS, *suppliers] if suppliers else rows


def count_words(step: CountFrom) -> str:
    """How many members: "3", "3 to 4", and "up to 4" where nothing is certain."""
    if step.sure == step.most:
        return str(step.sure)
    if step.sure == 0 and step.most > 1:
        return f"up to {step.most}"
    return f"{step.sure} to {step.most}"
