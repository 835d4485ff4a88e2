"""The list in the reminder window: sections, rows of two lines, and bunches that open.

One list view over the light lines of `lines.py`, painted by one delegate: ten thousand
reminders cost no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from tracker.domain.dates import show
from tracker.domain.reminding.agenda import Row, Section
from tracker.domain.reminding.reminder import Key, Reminder
from tracker.ui.parts import icons
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import Tone, font, tokens
from tracker.ui.reminders.lines import LINE, Index, Line, ReminderModel, bunch_key, lines_of, look_of

_MARGIN = 16
_TEXT = 40
_INDENT = 24
_MARK = 10.0


class ReminderDelegate(QStyledItemDelegate):
    """Paints headings, rows of two lines, and bunches of one.

    Args:
        is_open: whether the bunch of that key is open.
    """

    def __init__(self, is_open: Callable[[tuple[object, ...]], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._is_open = is_open
        self.forget()

    def forget(self) -> None:
        """The font changed: measure again."""
        self._line = QFontMetrics(font(1.0, 600)).height()
        self._fonts: dict[tuple[float, int], QFont] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        if not isinstance(line, Line) or line.row is None:
            return QSize(0, self._line + 12)
        return QSize(0, self._line + 18 if line.row.bunch else 2 * self._line + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, Line):
            return
        rect: QRect = option.rect
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(tokens().line))
        if line.row is None:
            self._paint_heading(painter, line, rect)
            return
        self._paint_state(painter, option, rect)
        if line.row.bunch:
            self._paint_bunch(painter, line.row, rect)
        else:
            self._paint_row(painter, line, rect)

    def _paint_state(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        colours = tokens()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(colours.accent_soft))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height() - 1, QColor(colours.accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))

    def _paint_heading(self, painter: QPainter, line: Line, rect: QRect) -> None:
        tone = Tone.DANGER if line.late else Tone.PLAIN
        box = rect.adjusted(_MARGIN, 0, -_MARGIN, -1)
        wide = self._text(painter, box, line.heading, tone, 600)
        count_tone = Tone.DANGER if line.late else Tone.MUTED
        self._text(painter, box.adjusted(wide + 8, 0, 0, 0), f"{line.holds:,}", count_tone, 600)

    def _paint_row(self, painter: QPainter, line: Line, rect: QRect) -> None:
        row = line.row
        assert row is not None
        look = look_of(row)
        left = rect.left() + _TEXT + (_INDENT if line.inside else 0)
        upper = QRect(left, rect.top() + 6, rect.right() - _MARGIN - left, self._line)
        lower = upper.translated(0, self._line + 1)
        mark = QPointF(left - _TEXT + _MARGIN + 6, upper.center().y() + 1.5)
        paint_shape(painter, look.shape, mark, tokens().ink(look.tone), _MARK)
        taken = self._text(
            painter, upper, row.distance, look.tone, 500 if look.tone is Tone.PLAIN else 600, right=True
        )
        self._text(painter, upper.adjusted(0, 0, -taken - 16, 0), row.title, Tone.PLAIN, 500)
        day = show(row.reminders[0].watched.deadline.act_by)
        taken = self._text(painter, lower, day, Tone.MUTED, 400, right=True)
        self._text(painter, lower.adjusted(0, 0, -taken - 16, 0), row.detail, Tone.MUTED, 400)

    def _paint_bunch(self, painter: QPainter, row: Row, rect: QRect) -> None:
        look = look_of(row)
        box = rect.adjusted(_TEXT, 0, -_MARGIN, -1)
        opened = self._is_open(bunch_key(row))
        arrow = icons.pixmap(
            "down" if opened else "forward", tokens().muted, 14, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(rect.left() + _MARGIN - 2, box.center().y() - 6, arrow)
        taken = self._text(painter, box, row.distance, look.tone, 500, right=True)
        box = box.adjusted(0, 0, -taken - 16, 0)
        wide = self._text(painter, box, row.title, Tone.PLAIN, 500)
        self._text(painter, box.adjusted(wide + 6, 0, 0, 0), row.detail, Tone.MUTED, 400)

    def _text(
        self, painter: QPainter, box: QRect, text: str, tone: Tone, weight: int, *, right: bool = False
    ) -> int:
        """Draw a line of text, cut where there is no room; returns how wide it came out."""
        made = self._fonts.setdefault((1.0, weight), font(1.0, weight))
        painter.setFont(made)
        painter.setPen(tokens().ink(tone))
        metrics = painter.fontMetrics()
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)
        return metrics.horizontalAdvance(cut)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Show the whole of the line, and how its date was worked out."""
        line = index.data(LINE)
        if not isinstance(line, Line) or line.row is None:
            return False
        head = line.row.reminders[0].watched
        parts = [line.row.title, line.row.detail]
        if not line.row.bunch:
            parts += [head.reference, head.supplier, head.deadline.workings]
        QToolTip.showText(event.globalPos(), plain_tooltip("\n".join(filter(None, parts))), view)
        return True


class ReminderList(QListView):
    """The list, with several lines selected at once and bunches that open.

    Keys: arrows walk, Left and Right close and open a bunch, Enter opens what is current.
    None of them answers a reminder.

    Signals:
        opened(Reminder): a line was double-clicked, or Enter was pressed on it.
        chosen(): other lines are selected now.
    """

    opened = Signal(object)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Reminders")
        self._sections: tuple[Section, ...] = ()
        self._open: frozenset[tuple[object, ...]] = frozenset()
        self.lines = ReminderModel(self)
        self.setModel(self.lines)
        self._delegate = ReminderDelegate(self.is_open, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.doubleClicked.connect(self._open_line)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def show_sections(self, sections: Sequence[Section]) -> None:
        """Show these; what was selected and open stays so, and where it was answered the next one is selected."""
        kept = {line.key for line in self._selected_lines()}
        number = self.currentIndex().row()
        current = self.lines.line(number)
        self._sections = tuple(sections)
        if self.lines.show(lines_of(self._sections, self._open)):
            self._select(kept, current.key if current else None)
            if kept and not self.selectionModel().hasSelection():
                self.select_from(number)

    def select_from(self, number: int) -> None:
        """Select the first reminder on that line or after it, else the last before it."""
        last = self.lines.rowCount()
        for at in (*range(number, last), *range(min(number, last) - 1, -1, -1)):
            line = self.lines.line(at)
            if line is not None and line.row is not None:
                self.setCurrentIndex(self.lines.index(at))
                return

    def selected(self) -> tuple[Reminder, ...]:
        """The reminders that the selected lines answer for, each once, in the list's order."""
        found: dict[Key, Reminder] = {}
        for line in self._selected_lines():
            assert line.row is not None
            for reminder in line.row.reminders:
                found.setdefault(reminder.key, reminder)
        return tuple(found.values())

    def is_open(self, key: tuple[object, ...]) -> bool:
        """Whether that bunch is open."""
        return key in self._open

    def set_open(self, number: int, opened: bool) -> None:
        """Open or close the bunch on that line; nothing where there is none."""
        line = self.lines.line(number)
        if line is None or line.row is None or not line.row.bunch:
            return
        key = bunch_key(line.row)
        self._open = self._open | {key} if opened else self._open - {key}
        self.show_sections(self._sections)

    def _selected_lines(self) -> Iterator[Line]:
        # Ranges, not rows: ten thousand of these take 0.1 ms and not half a second.
        for part in cast("list[QItemSelectionRange]", self.selectionModel().selection()):
            for number in range(part.top(), part.bottom() + 1):
                line = self.lines.line(number)
                if line is not None and line.row is not None:
                    yield line

    def _select(self, keys: set[tuple[object, ...]], current: tuple[object, ...] | None) -> None:
        chosen = QItemSelection()
        at = QModelIndex()
        for number in range(self.lines.rowCount()):
            line = self.lines.line(number)
            assert line is not None
            if line.row is not None and line.key in keys:
                chosen.select(self.lines.index(number), self.lines.index(number))
            if line.key == current:
                at = self.lines.index(number)
        model = self.selectionModel()
        model.setCurrentIndex(at, QItemSelectionModel.SelectionFlag.NoUpdate)
        model.select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.chosen.emit()

    def _open_line(self, index: QModelIndex) -> None:
        line = self.lines.line(index.row())
        if line is None or line.row is None:
            return
        if line.row.bunch:
            self.set_open(index.row(), not self.is_open(bunch_key(line.row)))
        else:
            self.opened.emit(line.row.reminders[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, number = event.key(), self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_line(self.currentIndex())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.set_open(number, key == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow of a bunch opens or closes it; elsewhere it selects."""
        index = self.indexAt(event.position().toPoint())
        line = self.lines.line(index.row())
        if line is not None and line.row is not None and line.row.bunch and event.position().x() < _TEXT:
            self.set_open(index.row(), not self.is_open(bunch_key(line.row)))
            return
        super().mousePressEvent(event)
