"""What is shown while a file is read, understood or imported: how far it is, and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, button


class Reading(QWidget):
    """A title, a bar, a step in words, and Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = "rows"
        self.title = ElidedLabel("", "heading")
        self.step = PlainLabel("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(480)
        self.cancel = button("Cancel")
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 3 * MARGIN, MARGIN, MARGIN)
        column.setSpacing(GRID + 4)
        for part in (self.title, self.bar, self.step):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch()

    def start(self, title: str, step: str, *, unit: str = "rows") -> None:
        """Show what is being done, with nothing of it done yet; `unit` is what is counted."""
        self._unit = unit
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.step.setText(step)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)

    def show_progress(self, done: int, whole: int) -> None:
        """Show how much is done, of how much; a whole of 0 is one that nobody knows."""
        self.bar.setRange(0, 1000 if whole else 0)
        if whole and done == whole:
            self.bar.setRange(0, 0)
            self.step.setText("Nearly done …")
        elif whole:
            self.bar.setValue(1000 * done // whole)
            self.step.setText(f"{done:,} of {whole:,} {self._unit}")
        elif done:
            self.step.setText(f"{done:,} {self._unit} so far")
