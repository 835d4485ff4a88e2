"""The one question of an import: do the end dates already include the extensions?"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tracker.app.incoming.importview import EndsQuestion
from tracker.ui.parts import format as words
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, button

_ENDS: tuple[tuple[str, str], ...] = (
    ("base", "No, options follow"),
    ("extended", "Yes, included"),
    ("ask", "Not decided"),
)


_LEAST = 360
"""Pixels of width that a label of several lines asks for: by less, it would ask for a height that it never needs."""


class EndsBox(QWidget):
    """The one question: do the end dates already include the extensions? With what the rows say.

    Signals:
        chosen(str): "base", "extended" or "ask".
        rows_wanted(bool): show the rows that raise the question alone, or all of them again.
    """

    chosen = Signal(str)
    rows_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = PlainLabel("Do the end dates already include the extensions?", "subheading")
        self.evidence = PlainLabel("", "muted", wrap=True)
        self.evidence.setMinimumWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.rows = button("", kind="link", name="Show the rows that raise the question")
        self.rows.setCheckable(True)
        self.rows.toggled.connect(self.rows_wanted)
        self.group = QButtonGroup(self)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        right.setSpacing(4)
        left.addWidget(self.title)
        left.addWidget(self.evidence)
        left.addWidget(self.rows, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch()
        self.answers = {code: QRadioButton(text) for code, text in _ENDS}
        for code, radio in self.answers.items():
            radio.setAccessibleName(f"{self.title.text()} {radio.text()}")
            radio.setObjectName(code)
            radio.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.group.addButton(radio)
            right.addWidget(radio)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        row.setSpacing(3 * GRID)
        row.addLayout(left, 1)
        row.addLayout(right)
        self.group.buttonClicked.connect(self._choose)

    def show_question(self, question: EndsQuestion | None, answer: str) -> None:
        """Show the evidence and the answer given; nothing where no row raises the question."""
        self.setVisible(question is not None)
        if question is None:
            return
        self.answers[answer].setChecked(True)
        self.evidence.setText(_evidence(question))
        self.rows.setText(
            f"Show {'this row' if question.both == 1 else f'these {question.both:,} rows'} alone"
        )

    def _choose(self, radio: QPushButton) -> None:
        self.chosen.emit(radio.objectName())


def _evidence(question: EndsQuestion) -> str:
    rows = words.count(question.both, "row")
    states = "states" if question.both == 1 else "state"
    if not question.base and not question.extended:
        return f"{rows} {states} both, and none gives a start and a first term to check it by."
    if question.base >= question.extended:
        told = f"In {question.base:,} of them the end is that of the first term alone"
    else:
        told = f"In {question.extended:,} of them the end is that with every option"
    return f"{rows} {states} both. {told}: {question.example}"
