"""The small parts of which every page is made. All text that comes from data is plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.parts import icons
from tracker.ui.parts.named import set_named
from tracker.ui.parts.theme import GRID, MARGIN, Tone, tokens
from tracker.ui.parts.words import plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent


class PlainLabel(QLabel):
    """A label that shows its text as it stands: markup in data is never rendered.

    Args:
        kind: title, heading, subheading, strong, caption, muted, or "" for body text.
        tone: a colour for it, where what it says has one.
        wrap: True for prose; it is then no wider than its place, and as high as its words need there: a
            page that scrolls is laid out by least heights, and Qt takes that of one line for prose.
    """

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        *,
        tone: Tone | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_named(self, "textFormat", "PlainText")
        self.setProperty("kind", kind)
        self.setWordWrap(wrap)
        if tone:
            self.setProperty("tone", tone.value)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.wordWrap() and self.hasHeightForWidth():
            high = self._height_at(self.width())
            if high != self.minimumHeight():
                self.setMinimumHeight(high)

    def _height_at(self, width: int) -> int:
        """How high its words are at that width; `heightForWidth` never gives less than the least height."""
        from PySide6.QtCore import Qt

        around = self.contentsMargins()
        room = max(1, width - around.left() - around.right() - 2 * self.margin())
        words = Qt.TextFlag.TextWordWrap.value | self.alignment().value
        box = self.fontMetrics().boundingRect(QRect(0, 0, room, 100_000), words, self.text())
        return box.height() + around.top() + around.bottom() + 2 * self.margin()

    def set_tone(self, tone: Tone) -> None:
        """Change what its colour says."""
        if self.property("tone") != tone.value:
            self.setProperty("tone", tone.value)
            restyle(self)

    def set_help(self, text: str) -> None:
        """A tooltip, shown as plain text."""
        self.setToolTip(plain_tooltip(text) if text else "")


class ElidedLabel(PlainLabel):
    """A label of one line that is cut where there is no room; the whole text is in its tooltip."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.set_help(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        from PySide6.QtCore import Qt

        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.contentsRect(), int(self.alignment()), text)
        painter.end()


def restyle(widget: QWidget) -> None:
    """Let the style sheet look again at a widget whose properties have changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, and let its widgets go."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def rule(*, strong: bool = False, parent: QWidget | None = None) -> QWidget:
    """A hairline across; a strong one stands under headings."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    if strong:
        line.setProperty("tone", "text")
    line.setFixedHeight(1)
    return line


def button(text: str, *, kind: str = "", icon: str = "", name: str = "", small: bool = False) -> QPushButton:
    """A push button: kind "primary", "link", "computed", or "" for a plain one.

    Args:
        name: what a screen reader says, where the text alone does not.
    """
    made = QPushButton(text)
    made.setProperty("kind", kind)
    if small:
        made.setProperty("size", "small")
    made.setAutoDefault(False)
    made.setAccessibleName(name or text.rstrip("…"))
    if kind in ("link", "computed", "count"):
        from PySide6.QtCore import Qt

        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if icon:
        icons.put(made, icon)
        made.setIconSize(QSize(18, 18))
    return made


def tool_button(icon: str, name: str, *, shortcut: str = "") -> QToolButton:
    """A button of an icon alone, with its name as tooltip and for screen readers."""
    made = QToolButton()
    icons.put(made, icon, Tone.MUTED)
    made.setIconSize(QSize(18, 18))
    made.setFixedSize(30, 30)
    made.setAccessibleName(name)
    made.setToolTip(plain_tooltip(f"{name} ({shortcut})" if shortcut else name))
    set_named(made, "focusPolicy", "TabFocus")
    return made


class SearchField(QLineEdit):
    """A field for words to look for, with a glass at its left and its shortcut at its right.

    Signals:
        left_downwards: the Down key: the list below takes over.
    """

    left_downwards = Signal()

    def __init__(self, prompt: str, shortcut: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(prompt)
        self.setAccessibleName(prompt)
        self.setClearButtonEnabled(False)
        self._shortcut = PlainLabel(shortcut, "caption", parent=self)
        self.textChanged.connect(self._place_shortcut)
        self.setTextMargins(24, 0, 0, 0)

    def _place_shortcut(self) -> None:
        size = self._shortcut.sizeHint()
        prompt = 44 + self.fontMetrics().horizontalAdvance(self.placeholderText())
        self._shortcut.setVisible(not self.text() and prompt + size.width() <= self.width())
        self._shortcut.setGeometry(
            self.width() - size.width() - 10,
            (self.height() - size.height()) // 2,
            size.width(),
            size.height(),
        )

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place_shortcut()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        glass = icons.pixmap("search", tokens().muted, 18, self.devicePixelRatioF())
        painter.drawPixmap(9, (self.height() - 18) // 2, glass)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Section(QWidget):
    """A heading over a strong hairline, with a quiet remark beside it; `body` takes what follows."""

    def __init__(self, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(title, "subheading", parent=self)
        self.remark = PlainLabel(remark, "caption", parent=self)
        head = QHBoxLayout()
        head.setSpacing(GRID + 4)
        head.addWidget(self.title)
        head.addWidget(self.remark)
        head.addStretch()
        self.head = head
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(head)
        outer.addWidget(rule(strong=True, parent=self))
        outer.addLayout(self.body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class EmptyState(QWidget):
    """What a place is for, and the next step, where there is nothing in it yet.

    Args:
        margin: pixels at its left, where the page around it leaves none: it stands under the page's title.
    """

    def __init__(
        self, title: str, words: str, buttons: Iterable[QPushButton] = (), *, margin: int = 0
    ) -> None:
        super().__init__()
        self.title = PlainLabel(title, "heading")
        self.words = PlainLabel(words, "muted", wrap=True)
        self.words.setMaximumWidth(520)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in buttons:
            row.addWidget(each)
        row.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, 2 * MARGIN, margin, MARGIN)
        outer.setSpacing(GRID)
        outer.addWidget(self.title)
        outer.addWidget(self.words)
        outer.addSpacing(GRID)
        outer.addLayout(row)
        outer.addStretch()


UNDO = "Undo"
"""What the button of a message is called that takes back what it tells of."""


class Banner(QFrame):
    """A strip at the head of the window: what happened, one thing to do about it, and a way to close it.

    Signals:
        acted: the button was pressed.
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.text = PlainLabel("", wrap=True)
        self.action = button("", small=True, name="Act on this message")
        self.close_button = tool_button("close", "Close this message")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, GRID, 6)
        row.setSpacing(GRID + 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.hide)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._undoes: str | None = None
        self.hide()

    def end_undo(self, undoes: str | None) -> None:
        """Undo would take that back now: a message that offers to take something else back goes."""
        if self.action.text() == UNDO and undoes != self._undoes:
            self.hide()

    def say(self, text: str, tone: Tone = Tone.NOTE, action: str = "", *, undoes: str | None = None) -> None:
        """Show a message, with a button where `action` names what it does; `undoes` is what Undo would take back."""
        self._undoes = undoes
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self.action.setVisible(bool(action))
        self.action.setText(action)
        self.action.setAccessibleName(action.rstrip("…"))
        self.setProperty("tone", tone.value)
        restyle(self)
        self.show()


class Scroller(QScrollArea):
    """A page that scrolls when it is higher than its place, and never sideways."""

    def __init__(self, inside: QWidget, *, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        set_named(self, "horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        set_named(self, "focusPolicy", "NoFocus")
        if kind:
            self.setProperty("kind", kind)
        self.setWidget(inside)
