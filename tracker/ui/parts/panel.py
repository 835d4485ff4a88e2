"""What every panel at the right of a page is: a title, a form that scrolls, and one button named by what it does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tracker.ui.parts.datefield import DateField
from tracker.ui.parts.dayfield import DayField, understand
from tracker.ui.parts.inputs import Choice
from tracker.ui.parts.pressing import press_focused
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, rule, tool_button

WIDTH = 432
ONE_CHANGE = "One change in the history. Ctrl+Z undoes it."


class Panel(QWidget):
    """The frame. A subclass adds its fields to `form`, and says what `go` does and what it is called.

    Args:
        today: the day on which the calendars of its date fields open.

    Attributes:
        form: what scrolls; the title stands in it already.
        foot: what always stays in sight: the buttons, and the remark under them.
        labels: the label of each field.

    Signals:
        closed(): it was done, or given up.
    """

    closed = Signal()

    def __init__(self, title: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._pair: QGridLayout | None = None
        self.labels: dict[QWidget, PlainLabel] = {}
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scaled(WIDTH))
        self.heading = PlainLabel(title, "heading")
        close = tool_button("close", "Close without changing anything")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(close)
        self.inside = QWidget()
        scroller = Scroller(self.inside, kind="panel", parent=self)
        self.form = QVBoxLayout(self.inside)
        self.form.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        self.form.setSpacing(6)
        self.form.addLayout(head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroller, 1)
        outer.addWidget(rule())
        outer.addLayout(self._build_foot())
        self.call_it(title)

    def _build_foot(self) -> QVBoxLayout:
        self.go = button("", kind="primary")
        self.go.clicked.connect(self._do)
        cancel = button("Cancel")
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.go, 1)
        row.addWidget(cancel)
        self.remark = PlainLabel(ONE_CHANGE, "caption", wrap=True)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(2 * GRID + 4, 12, 2 * GRID + 4, 2 * GRID)
        self.foot.setSpacing(GRID)
        self.foot.addLayout(row)
        self.foot.addWidget(self.remark)
        return self.foot

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, or presses the button that has the keyboard; Escape gives it up."""
        if press_focused(self, event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def call_it(self, words: str, name: str = "") -> None:
        """Say on the button what it does; `name` is for screen readers, where they should hear more."""
        self.go.setText(words)
        self.go.setAccessibleName(name or words)

    # Fields

    def two_in_a_row(self) -> None:
        """The next two fields stand side by side."""
        self._pair = QGridLayout()
        self._pair.setHorizontalSpacing(12)
        self._pair.setVerticalSpacing(6)
        for column in range(2):
            self._pair.setColumnStretch(column, 1)
        self.form.addSpacing(2)
        self.form.addLayout(self._pair)

    def field(self, name: str, editor: QWidget) -> PlainLabel:
        """Add a field with its label; returns the label."""
        label = PlainLabel(name, "muted")
        label.setBuddy(editor)
        self.labels[editor] = label
        if self._pair is not None:
            column = self._pair.count() // 2
            self._pair.addWidget(label, 0, column)
            self._pair.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignTop)
            self._pair = self._pair if column == 0 else None
            return label
        self.form.addSpacing(2)
        self.form.addWidget(label)
        self.form.addWidget(editor)
        return label

    def show_fields(self, editors: Iterable[QWidget], visible: bool) -> None:
        """Show or hide fields with their labels."""
        for editor in editors:
            editor.setVisible(visible)
            self.labels[editor].setVisible(visible)

    def line(self, name: str, prompt: str = "", label: str = "") -> QLineEdit:
        """A field for a line of text."""
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(prompt)
        made.textEdited.connect(self.look_ahead)
        self.field(label or name, made)
        return made

    def day(self, name: str) -> DayField:
        """A field for an exact day."""
        made = DayField(name, self._today)
        made.edited.connect(self.look_ahead)
        self.field(name, made)
        return made

    def when(self, name: str) -> DateField:
        """A field for a date that may be inexact."""
        made = DateField(name, understand, self._today)
        made.understood.setWordWrap(True)
        made.edited.connect(self.look_ahead)
        self.field(name, made)
        return made

    def choice(self, name: str) -> Choice:
        """A field for one of several records."""
        made = Choice(name)
        made.currentIndexChanged.connect(self.look_ahead)
        self.field(name, made)
        return made

    def ways(self, *names: str) -> list[QRadioButton]:
        """Radio buttons, one of which is always on; the first at the beginning."""
        group = QButtonGroup(self)
        made = [QRadioButton(name) for name in names]
        for each in made:
            group.addButton(each)
            self.form.addWidget(each)
        made[0].setChecked(True)
        group.buttonClicked.connect(self._on_way)
        return made

    def _on_way(self) -> None:
        self.lay()
        self.look_ahead()

    # What each panel says for itself

    def lay(self) -> None:
        """Show the fields that the chosen way needs."""

    def look_ahead(self) -> None:
        """Something was typed or chosen: show what it would lead to."""
        raise NotImplementedError

    def _do(self) -> None:
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where typing begins."""
        raise NotImplementedError
