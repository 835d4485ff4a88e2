"""After an import: what was done, what stayed out, and what to do with it."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.parts import format as words
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import PlainLabel, button

_DEEDS = re.compile(r"\b(import|change|end|remove)\b", re.IGNORECASE)


def in_the_past(deed: str, file: str) -> str:
    """An import's name in the history as a thing done: "Imported 9 agreements from Q2.csv, and ended 1"."""
    before, name, after = deed.partition(file)
    return f"{_DEEDS.sub(_done, before)}{name}{_DEEDS.sub(_done, after)}"


def _done(verb: re.Match[str]) -> str:
    return f"{verb[0]}d" if verb[0].endswith("e") else f"{verb[0]}ed"


class Done(QWidget):
    """Says what was imported, and offers the rows that stayed out as a workbook to mend.

    Attributes:
        deed: the import's name in the history.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deed = ""
        self.title = PlainLabel("", "title", wrap=True)
        self.what = PlainLabel("", "muted", wrap=True)
        self.out = PlainLabel("", wrap=True)
        for label in (self.what, self.out):
            label.setMaximumWidth(560)
        self.save = button("Save these rows to mend…", kind="primary", icon="export")
        self.look = button("Show the register")
        self.another = button("Import another file…")
        self.undo = button("Undo the import", icon="undo")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for each in (self.save, self.look, self.another, self.undo):
            row.addWidget(each)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 2 * MARGIN, MARGIN, MARGIN)
        column.setSpacing(GRID)
        for part in (self.title, self.what, self.out):
            column.addWidget(part)
        column.addSpacing(GRID)
        column.addLayout(row)
        column.addStretch()

    def show_done(self, deed: str, file: str, out: int) -> None:
        """Say what was done, by its name in the history; `out` rows of the file stayed out."""
        self.deed = deed
        self.undo.setEnabled(True)
        self.title.setText(in_the_past(deed, file))
        self.what.setText(f"It is one change: Undo takes the whole of {file} back, now or later.")
        stayed = "1 row stayed out." if out == 1 else f"{words.count(out, 'row')} stayed out."
        self.out.setText(
            f"{stayed} Save {'it' if out == 1 else 'them'} as a workbook that says at each cell what is wrong, mend "
            "that in Excel, and import it: it is read as this file was."
        )
        self.save.setEnabled(True)

    def show_saved(self, path: str) -> None:
        """The rows are in that workbook now."""
        self.out.setText(f"Saved as {path}. Mend it in Excel, save it, and import it here.")
        self.save.setEnabled(False)
