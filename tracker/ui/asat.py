"""As at: the strip that asks for another day, and then says plainly that the window shows it.

The window is set to a day as a whole; the strip stays while it is, and one key (Escape, or
Ctrl+T) leads back to today.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from tracker.domain.dates import add_months, show
from tracker.ui.bridge import Bridge
from tracker.ui.parts import icons
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.format import distance
from tracker.ui.parts.theme import GRID, MARGIN, Tone, tokens
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, button, tool_button


class AsAtBar(QWidget):
    """The strip under the menu row; hidden while the window shows today and nobody asks."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("kind", "banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.day = PlainLabel("", "subheading")
        self.day.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.words = ElidedLabel("")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setFixedWidth(120)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Working out that day")
        self.other = button("Another day…", small=True)
        self.today = button("Back to today", small=True)
        self.key = PlainLabel("Esc", "caption")
        self.asking = self._build_asking()
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, 2 * GRID, 6)
        row.setSpacing(GRID + 4)
        self._mark = PlainLabel("")
        self._tint()
        row.addWidget(self._mark)
        row.addWidget(self.day)
        row.addWidget(self.words, 1)
        row.addWidget(self.progress)
        row.addWidget(self.asking, 1)
        row.addWidget(self.other)
        row.addWidget(self.today)
        row.addWidget(self.key)
        self.other.clicked.connect(self.ask)
        self.today.clicked.connect(self.back)
        bridge.reckoned.connect(self.progress.setValue)
        bridge.day_changed.connect(self._on_day)
        self.hide()

    def _tint(self) -> None:
        self._mark.setPixmap(icons.pixmap("history", tokens().note, 18, self.devicePixelRatioF()))

    def _build_asking(self) -> QWidget:
        box = QWidget()
        self.field = DayField("As at", self._bridge.today)
        self.field.setMaximumWidth(220)
        self.field.line.returnPressed.connect(self._take)
        self.shown = button("Show this day", kind="primary", small=True)
        self.shown.clicked.connect(self._take)
        self._quick = []
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(PlainLabel("Show everything as at", "subheading"))
        row.addWidget(self.field)
        row.addWidget(self.shown)
        row.addSpacing(GRID)
        for words, months in (("a year ago", -12), ("in six months", 6), ("in a year", 12)):
            quick = button(words[:1].upper() + words[1:], kind="link", name=f"As at {words}")
            quick.setProperty("months", months)
            quick.clicked.connect(self._take_quick)
            self._quick.append(quick)
            row.addWidget(quick)
            row.addSpacing(4)
        row.addStretch(1)
        close = tool_button("close", "Leave the day as it is")
        close.clicked.connect(self._show_state)
        row.addWidget(close)
        return box

    # Asking

    @property
    def is_away(self) -> bool:
        """Whether the strip is open: another day is shown, or asked for."""
        return self.isVisible()

    def ask(self) -> None:
        """Ask for a day."""
        self._lay(asking=True)
        self.field.set_today(self._bridge.today)
        if self._bridge.as_at is not None:
            self.field.set_text(show(self._bridge.as_at))
        self.field.line.selectAll()
        self.field.line.setFocus()

    def back(self) -> None:
        """Show today again; where another day is only being asked for, stop asking."""
        if self._bridge.as_at is not None or self.progress.isVisible():
            self._bridge.look_at(None)
        self._show_state()

    def _take(self) -> None:
        day = self.field.day()
        if day is None:
            self.field.line.setFocus()
            return
        self._bridge.look_at(day)

    def _take_quick(self) -> None:
        sender = self.sender()
        if sender is not None:
            today = self._bridge.session.now().date()
            self._bridge.look_at(add_months(today, int(sender.property("months"))))

    # Showing

    def show_looking(self, day: date) -> None:
        """Say that another day is being worked out."""
        self._lay(asking=False)
        self.progress.setValue(0)
        self.progress.show()
        self.day.setText(f"Working out {show(day)} …")
        self.words.setText("")
        self.other.hide()

    def _on_day(self, day: object) -> None:
        self._show_state()

    def _show_state(self) -> None:
        day = self._bridge.as_at
        if day is None:
            self.hide()
            return
        self._lay(asking=False)
        today = self._bridge.session.now().date()
        self.day.setText(f"As at {show(day)}, {distance(day, today)}.")
        what = "Every list, picture and total shows this day."
        self.words.setText(f"{what} What you change is recorded today, as always.")
        self.setAccessibleName(f"The window shows {show(day)}, not today. Escape leads back to today.")

    def _lay(self, *, asking: bool) -> None:
        self._tint()
        for widget in (self.day, self.words, self.other, self.today, self.key):
            widget.setVisible(not asking)
        self.asking.setVisible(asking)
        self.progress.hide()
        self.setProperty("tone", Tone.NOTE.value)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.asking.isVisible():
            self._show_state()
            return
        super().keyPressEvent(event)
