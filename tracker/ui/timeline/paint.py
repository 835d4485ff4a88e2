"""How a timeline is painted, on the screen and on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tracker.app.partnership.bars import Group, Track
from tracker.app.partnership.timelines import Timeline
from tracker.domain.partnerships.years import CountFrom
from tracker.ui.partnership.parts import short_name
from tracker.ui.parts.format import Look as ChipLook
from tracker.ui.parts.shapes import chip_width, paint_chip
from tracker.ui.parts.theme import Tokens, font
from tracker.ui.timeline.bars import BarPainter, Frame
from tracker.ui.timeline.scale import Scale


class TimelinePainter:
    """Paints one timeline with one scale, in the colours that it is given.

    Args:
        looks: organisation id -> the chip beside its name.
    """

    def __init__(
        self, shown: Timeline, scale: Scale, frame: Frame, colours: Tokens, looks: dict[int, ChipLook]
    ) -> None:
        self.shown, self.scale, self.frame, self.colours, self.looks = shown, scale, frame, colours, looks
        self._bars = BarPainter(scale, frame, colours)
        self.rows = lay_out(shown)
        short = Counter(short_name(t.name) for t in shown.tracks if t.group is not Group.AGREEMENT)
        self._alike = {name for name, number in short.items() if number > 1}

    def height(self) -> float:
        """How high the whole picture is."""
        return self.frame.head + len(self.rows) * self.frame.row + 4

    def x(self, day: date) -> float:
        """Where a day begins."""
        return self._bars.x(day)

    def top(self, row: int) -> float:
        """Upper edge of a row."""
        return self.frame.head + row * self.frame.row

    def _middle(self, row: int) -> float:
        return self.top(row) + self.frame.row / 2 - 0.5

    def paint(self, painter: QPainter, day: date, today: date, *, at: date | None = None) -> None:
        """Paint everything, with a line on `day`, a thin one today, and a dotted one on the event at hand."""
        self._grid(painter, [self._label_box(painter, each) for each in (today,)])
        for number, row in enumerate(self.rows):
            self._name(painter, number, row)
        painter.save()
        painter.setClipRect(QRectF(self.frame.left, 0, self.frame.width, self.height()))
        for number, row in enumerate(self.rows):
            if isinstance(row, Track):
                self._bars.paint(painter, row.spans, self._middle(number))
        self._links(painter)
        painter.restore()
        if at is not None and at not in (day, today):
            self._line(painter, at, self.colours.muted, 1.0, dotted=True)
        if today != day:
            self._line(painter, today, self.colours.muted, 1.0, "today")
        self._line(painter, day, self.colours.text, 2.0, "today" if today == day else "")
        painter.setClipRect(QRectF(self.frame.left, 0, self.frame.width, self.height()))
        self._bars.keep_clear = [self.x(each) for each in (day, today)]
        for number, row in enumerate(self.rows):
            if isinstance(row, Track):
                self._bars.write(painter, row.spans, self._middle(number))
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
            wide = metrics.horizontalAdvance(words) + 4.0
            if right - left > wide:
                under = QRectF((left + right - wide) / 2, middle - 8, wide, 16)
                painter.fillRect(under, QColor(self.colours.ground))
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
