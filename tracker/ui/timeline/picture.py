"""The picture of an arrangement through time: councils, agreements, suppliers, and a line for the day.

Ctrl and wheel zoom (the wheel alone while the picture has the keyboard), dragging pans, the
arrow keys walk from event to event and Enter sets the day. The same rows are in a table
that can take its place (`panel.py`); the picture can be printed.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintDevice,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tracker.app.partnership.bars import Group, Track
from tracker.app.partnership.happenings import Happening
from tracker.app.partnership.timelines import Timeline
from tracker.domain.dates import add_months
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import LIGHT, font, tokens
from tracker.ui.timeline.bars import Frame
from tracker.ui.timeline.paint import TimelinePainter, count_words
from tracker.ui.timeline.scale import Scale

_NAMES = 316.0
_NARROW_NAMES = 208.0
_MORE_YEARS = 6
_OPEN_ROOM = 165.0
"""Room kept at the right for the words after an end that nobody recorded."""


class TimelineView(QWidget):
    """The picture.

    Signals:
        day_chosen(date): Enter on an event, or a click beside the bars.
        walked(Happening): the arrow keys came to an event.
        opened(Group, int): a row was double-clicked: its group and the id of its body or agreement.
    """

    day_chosen = Signal(object)
    walked = Signal(object)
    opened = Signal(object, object)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale = scale
        self._shown: Timeline | None = None
        self._looks: dict[int, Look] = {}
        self._day = self._today = date(2000, 1, 1)
        self._at: Happening | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self._drawn = QPixmap()
        self._drawn_as: tuple[object, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        scale.changed.connect(self.update)

    def show_timeline(self, shown: Timeline, today: date, day: date) -> None:
        """Show another arrangement, from its first to its last event and the day that is looked at."""
        self._shown, self._today, self._day, self._at = shown, today, day, None
        first, last = shown.first, min(shown.last, add_months(max(today, day), 12 * _MORE_YEARS))
        if shown.happenings:
            first, last = min(first, day), max(last, day)
        else:
            first, last = min(shown.first, day), max(day, last)
        spare = max((last - first).days * 0.03, 200.0 if (last - first).days < 700 else 60.0)
        says_open = any(span.open_words for track in shown.tracks for span in track.spans)
        room = max(self.width() - self.names(), 560.0)
        after = max(spare, (last - first).days * _OPEN_ROOM / (room - _OPEN_ROOM)) if says_open else spare
        self._scale.show(first - timedelta(days=spare * 0.5), last + timedelta(days=after))
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleDescription(self.summary())
        self.update()

    def show_day(self, day: date, looks: dict[int, Look]) -> None:
        """Put the line on that day, and these chips beside the names."""
        self._day, self._looks = day, looks
        self.setAccessibleDescription(self.summary())
        self.update()

    def summary(self) -> str:
        """The picture in a sentence or two."""
        if self._shown is None:
            return ""
        councils = [t for t in self._shown.tracks if t.group is Group.COUNCIL]
        agreements = [t for t in self._shown.tracks if t.group is Group.AGREEMENT]
        words = f"{show.count(len(councils), 'council')} and {show.count(len(agreements), 'agreement')}"
        span = f"from {show.day(self._shown.first)} to {show.day(self._shown.last)}"
        counted = next((c for c in reversed(self._shown.counts) if c.day <= self._day), None)
        members = f" On {show.day(self._day)}: {count_words(counted)} members." if counted else ""
        return f"{words}, {span}.{members}"

    # Measure

    def names(self, width: float | None = None) -> float:
        """How wide the names before the bars are, in a picture of that width; in this one by default."""
        return _NAMES if (width or self.width()) >= 860 else _NARROW_NAMES

    def frame(self, width: float | None = None) -> Frame:
        """Where things stand in a picture of that width, this one's by default."""
        text = QFontMetrics(font()).height()
        left = self.names(width)
        return Frame(left, (width or self.width()) - left - 1, max(26.0, text + 9.0), max(24.0, text + 7.0))

    def _painter(self) -> TimelinePainter | None:
        if self._shown is None:
            return None
        return TimelinePainter(self._shown, self._scale, self.frame(), tokens(), self._looks)

    def sizeHint(self) -> QSize:
        made = self._painter()
        return QSize(800, round(made.height()) + 2 if made else 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(460, self.sizeHint().height())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture(self._shown))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().accent), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _picture(self, shown: Timeline) -> QPixmap:
        """What is painted, kept as long as it is the same: whatever grows under it has it painted again."""
        at = self._at.day if self._at else None
        ratio, colours = self.devicePixelRatioF(), tokens()
        scale = (self._scale.first, self._scale.last)
        state = (shown, scale, self._day, self._today, at, self._looks, self.size(), ratio, colours, font())
        if state != self._drawn_as:
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(QColor(colours.ground))
            painter = QPainter(self._drawn)
            made = TimelinePainter(shown, self._scale, self.frame(), colours, self._looks)
            made.paint(painter, self._day, self._today, at=at)
            painter.end()
            self._drawn_as = state
        return self._drawn

    def print_on(self, device: QPaintDevice, title: str) -> None:
        """Print the picture over the page's width, dark on white whatever the theme."""
        if self._shown is None:
            return
        painter = QPainter(device)
        wide = 1000.0
        share = painter.viewport().width() / wide
        painter.scale(share, share)
        made = TimelinePainter(
            self._shown, self._scale, Frame(300.0, wide - 301.0, 26.0, 26.0), LIGHT, self._looks
        )
        painter.setPen(QColor(LIGHT.text))
        painter.setFont(font(1.3, 600))
        painter.drawText(QPointF(0, 24), title)
        painter.setFont(font(0.9))
        painter.drawText(QPointF(0, 44), f"As at {show.day(self._day)}. Faded ends are not exact.")
        painter.translate(0, 64)
        made.paint(painter, self._day, self._today)
        painter.end()

    # Mouse

    def _row_at(self, y: float) -> Track | None:
        made = self._painter()
        if made is None:
            return None
        number = int((y - made.frame.head) // made.frame.row)
        row = made.rows[number] if 0 <= number < len(made.rows) and y >= made.frame.head else None
        return row if isinstance(row, Track) else None

    def _day_at(self, x: float) -> date:
        frame = self.frame()
        return self._scale.day_at(x, frame.left, frame.width)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._help_at(event.pos())
            QToolTip.showText(event.globalPos(), plain_tooltip(text) if text else "", self)
            return True
        return super().event(event)

    def _help_at(self, at: QPoint) -> str:
        track = self._row_at(at.y())
        if track is None:
            return ""
        name = f"{track.mark} {track.name}".strip()
        return "\n".join([name, *(span.note for span in track.spans)] if track.spans else [name, "No date."])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() > self.names():
            self._pressed, self._dragged = event.position(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        inside = event.position().x() > self.names()
        self.setCursor(Qt.CursorShape.OpenHandCursor if inside else Qt.CursorShape.ArrowCursor)
        if self._pressed is None:
            return
        moved = event.position().x() - self._pressed.x()
        if self._dragged or abs(moved) > 4:
            self._dragged = True
            self._scale.pan(-moved / self.frame().width * self._scale.days)
            self._pressed = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged and event.position().y() < self.frame().head:
            self.day_chosen.emit(self._day_at(event.position().x()))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        track = self._row_at(event.position().y())
        if track is not None:
            self.opened.emit(track.group, track.record_id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        asked = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or self.hasFocus()
        if not asked or event.position().x() < self.names() or not event.angleDelta().y():
            event.ignore()
            return
        frame = self.frame()
        around = self._scale.first + (event.position().x() - frame.left) / frame.width * self._scale.days
        self._scale.zoom(0.8 if event.angleDelta().y() > 0 else 1.25, around)
        event.accept()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._shown and self._shown.happenings:
            self._come_to(self._shown.happenings[0 if key == Qt.Key.Key_Home else -1])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._scale.zoom(0.8, self._middle())
        elif key == Qt.Key.Key_Minus:
            self._scale.zoom(1.25, self._middle())
        elif key == Qt.Key.Key_0:
            self._scale.reset()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.day_chosen.emit(self._at.day)
        else:
            super().keyPressEvent(event)

    def _middle(self) -> float:
        at = float((self._at.day if self._at else self._day).toordinal())
        inside = self._scale.first <= at <= self._scale.last
        return at if inside else (self._scale.first + self._scale.last) / 2

    def walk(self, step: int) -> None:
        """Come to the next event, or the one before; from the line where none is at hand."""
        if self._shown is None or not self._shown.happenings:
            return
        rows = self._shown.happenings
        if self._at in rows:
            place = rows.index(self._at) + step
        else:
            after = sum(row.day <= self._day for row in rows)
            place = after if step > 0 else after - 1
        self._come_to(rows[max(0, min(place, len(rows) - 1))])

    def _come_to(self, row: Happening) -> None:
        self._at = row
        self._scale.reveal(row.day)
        self.setAccessibleDescription(f"{row.when}: {row.words}")
        self.walked.emit(row)
        self.update()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._at = None
        self.update()
