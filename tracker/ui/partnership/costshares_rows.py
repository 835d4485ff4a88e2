"""The rows of the cost-share table: member, formula, figure and days, to be typed through by Tab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from tracker.app.partnership.cost_shares import FIGURES, TypedShare
from tracker.domain.dates import show
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.service import ShareFormula
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.inputs import Choice
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, button, rule, tool_button

_HEADS = (("Member", 4), ("Formula", 3), ("Figure", 2), ("From", 3), ("To", 3), ("", 0))


class ShareLine(NamedTuple):
    """The editors of one row, and the id of the share that it shows (0 for a new one)."""

    stored: int
    member: Choice
    formula: Choice
    figure: QLineEdit
    starts: DayField
    ends: DayField
    remove: QToolButton

    @property
    def editors(self) -> tuple[QWidget, ...]:
        """In the order of Tab."""
        return self[1:]


class ShareRows(QWidget):
    """The table.

    Signals:
        edited(): something was typed, chosen, added or removed.
    """

    edited = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._members: Sequence[tuple[str, int]] = ()
        self.lines: list[ShareLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(4)
        for column, (words, stretch) in enumerate(_HEADS):
            self._grid.addWidget(PlainLabel(words, "caption"), 0, column)
            self._grid.setColumnStretch(column, stretch)
        self._grid.addWidget(rule(strong=True), 1, 0, 1, len(_HEADS))
        self._next_row = 2
        self.add = button("Add a share", icon="new", small=True)
        self.add.clicked.connect(self._on_add)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(GRID)
        column_of_all.addLayout(self._grid)
        column_of_all.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_rows(self, members: Sequence[tuple[str, int]], rows: Sequence[TypedShare]) -> None:
        """Show these shares; members are (name, id) to choose from."""
        for line in tuple(self.lines):
            self._drop(line)
        self._members = members
        for row in rows:
            self._append(row)

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.lines[0].member if self.lines else self.add

    def typed(self) -> list[TypedShare]:
        """What the rows say.

        Raises:
            TrackerError: a day cannot be read.
        """
        rows = []
        for line in self.lines:
            for field in (line.starts, line.ends):
                if field.text().strip() and field.day() is None:
                    raise TrackerError(
                        f"{line.member.currentText()}: “{field.text().strip()}” is not one day."
                    )
            rows.append(
                TypedShare(
                    line.member.chosen() or 0,
                    ShareFormula(line.formula.currentData()),
                    line.figure.text(),
                    line.starts.day(),
                    line.ends.day(),
                    line.stored,
                )
            )
        return rows

    def _append(self, row: TypedShare) -> ShareLine:
        number = len(self.lines) + 1
        member, formula = Choice(f"Member of share {number}"), Choice(f"Formula of share {number}")
        member.offer(self._members, row.organisation_id)
        formula.offer([(one.value.capitalize(), one.value) for one in ShareFormula], row.formula.value)
        figure = QLineEdit(row.figure)
        figure.setAccessibleName(f"Figure of share {number}")
        starts = DayField(f"First day of share {number}", self._today)
        ends = DayField(f"Last day of share {number}", self._today)
        starts.set_text(show(row.starts) if row.starts else "")
        ends.set_text(show(row.ends) if row.ends else "")
        ends.line.setPlaceholderText("goes on")
        remove = tool_button("delete", f"Remove share {number}")
        line = ShareLine(row.id, member, formula, figure, starts, ends, remove)
        for column, editor in enumerate(line.editors):
            self._grid.addWidget(editor, self._next_row, column, Qt.AlignmentFlag.AlignTop)
        self._next_row += 1
        self.lines.append(line)
        _prompt(line)
        self._listen(line)
        chain = (*line.editors, self.add)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        return line

    def _listen(self, line: ShareLine) -> None:
        line.member.currentIndexChanged.connect(self.edited)
        line.formula.currentIndexChanged.connect(self._on_formula)
        line.figure.textEdited.connect(self.edited)
        line.starts.edited.connect(self.edited)
        line.ends.edited.connect(self.edited)
        line.remove.clicked.connect(self._on_remove)

    def _on_formula(self) -> None:
        for line in self.lines:
            _prompt(line)
        self.edited.emit()

    def _on_add(self) -> None:
        """A row more: the next member without one, with the formula and the first day of the last row."""
        held = {line.member.chosen() for line in self.lines}
        bodies = [body for _, body in self._members]
        body = next((b for b in bodies if b not in held), bodies[0] if bodies else 0)
        last = self.lines[-1] if self.lines else None
        formula = ShareFormula(last.formula.currentData()) if last else ShareFormula.EQUAL
        line = self._append(TypedShare(body, formula, "", last.starts.day() if last else None))
        line.member.setFocus()
        self.edited.emit()

    def _on_remove(self) -> None:
        sender = self.sender()
        for line in tuple(self.lines):
            if line.remove is sender:
                self._drop(line)
                self.add.setFocus()
                self.edited.emit()

    def _drop(self, line: ShareLine) -> None:
        self.lines.remove(line)
        for editor in line.editors:
            self._grid.removeWidget(editor)
            editor.hide()
            editor.deleteLater()


def _prompt(line: ShareLine) -> None:
    """Say what the figure counts, or that there is none."""
    counted = FIGURES[ShareFormula(line.formula.currentData())]
    line.figure.setEnabled(bool(counted))
    line.figure.setPlaceholderText(counted or "none")
    if not counted:
        line.figure.clear()
