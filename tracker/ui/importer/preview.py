"""The preview of an import: what was understood, the one question, and every row before it is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from tracker.app.incoming.importview import (
    ODD_ROWS,
    EndsQuestion,
    Outcome,
    PlanRow,
    Sight,
    findings_of,
    tally,
)
from tracker.app.incoming.mending import leave_out, take_in
from tracker.domain.errors import TrackerError
from tracker.ui.importer.cells import EVERY, ODD, OUTCOMES
from tracker.ui.importer.rows import PlanTable
from tracker.ui.importer.side import ImportSide
from tracker.ui.importer.strip import CellStrip
from tracker.ui.parts import format as words
from tracker.ui.parts.format import Look
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.theme import GRID, MARGIN, tokens
from tracker.ui.parts.widgets import ElidedLabel, FindingsLine, PlainLabel, button, rule

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Plan

_ENDS: tuple[tuple[str, str], ...] = (
    ("base", "No, options follow"),
    ("extended", "Yes, included"),
    ("ask", "Not decided"),
)


class EndsBox(QWidget):
    """The one question: do the end dates already include the extensions? With what the rows say.

    Signals:
        chosen(str): "base", "extended" or "ask".
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "box")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = PlainLabel("Do the end dates already include the extensions?", "subheading")
        self.evidence = PlainLabel("", "muted", wrap=True)
        self.group = QButtonGroup(self)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2)
        right.setSpacing(4)
        left.addWidget(self.title)
        left.addWidget(self.evidence)
        left.addStretch()
        self.answers = {code: QRadioButton(text) for code, text in _ENDS}
        for code, radio in self.answers.items():
            radio.setAccessibleName(f"{self.title.text()} {radio.text()}")
            radio.setObjectName(code)
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


_LOOKS = {**{outcome.value: look for outcome, look in OUTCOMES.items()}, ODD_ROWS: ODD, "": EVERY}


def shape_icon(look: Look) -> QIcon:
    """The shape of a look as an icon of 12 pixels, sharp on every screen."""
    made = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(12 * scale, 12 * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_shape(painter, look.shape, QPointF(6 * scale, 6 * scale), tokens().ink(look.tone), 8.0 * scale)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


class Filters(QWidget):
    """The outcomes as filters, each with its count.

    Signals:
        chosen(object): an outcome's value, `ODD_ROWS`, or "" for all.
        all_taken(): every row that is to be looked at is to be imported.
    """

    chosen = Signal(object)
    all_taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for key in _LOOKS:
            made = button("", small=True, name=f"Show {_LOOKS[key].word.lower()}")
            made.setCheckable(True)
            made.setObjectName(key)
            made.setIconSize(QSize(12, 12))
            self.group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)
        row.addStretch()
        self.take_all = button("Import all of these", kind="link")
        self.take_all.clicked.connect(self.all_taken)
        row.addWidget(self.take_all)
        self.note = PlainLabel("Nothing is saved before you import.", "caption")
        row.addWidget(self.note)
        self.group.buttonClicked.connect(self._choose)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows each filter leaves; one that leaves none is not offered."""
        for key, made in self.buttons.items():
            look = _LOOKS[key]
            made.setText(f"{counts[key]:,} {look.word.lower()}")
            made.setAccessibleName(f"Show {made.text()}")
            made.setIcon(shape_icon(look))
            made.setVisible(bool(counts[key]) or not key)
        if self.group.checkedButton() is None or not counts[self.wanted()]:
            self.buttons[""].setChecked(True)
        self.take_all.setVisible(self.wanted() == Outcome.DOUBTFUL)

    def wanted(self) -> str:
        """The filter that is chosen: an outcome's value, `ODD_ROWS`, or "" for all."""
        checked = self.group.checkedButton()
        return checked.objectName() if checked is not None else ""

    def _choose(self) -> None:
        self.chosen.emit(self.wanted())


class ImportPreview(QWidget):
    """Shows a Plan, lets its rows be mended, and offers to commit it.

    Signals:
        mend_wanted(PlanRow, str, str, str): read this text for that field, in the column of that label.
        row_set(PlanRow, deed): that was done to the row, and is to be done again in a plan made anew.
        ends_chosen(str): the answer to the one question.
        commit_wanted(), left(): import what is shown; or nothing.
    """

    mend_wanted = Signal(object, str, str, str)
    row_set = Signal(object, object)
    ends_chosen = Signal(str)
    commit_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sight: Sight | None = None
        self.side = ImportSide()
        self.title = PlainLabel("Import", "title")
        self.file = ElidedLabel("", "caption")
        self.remarks = button("", kind="link", name="Remarks about the file")
        self.remarks.setCheckable(True)
        self.remark_list = FindingsLine()
        self.ends = EndsBox()
        self.filters = Filters()
        self.table = PlanTable()
        self.strip = CellStrip()
        self.outlook = PlainLabel("", "muted", wrap=True)
        self.cancel = button("Cancel")
        self.commit = button("", kind="primary", name="Import")
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.title)
        head.addWidget(self.file, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.remarks, 0, Qt.AlignmentFlag.AlignBottom)
        upper = QVBoxLayout()
        upper.setContentsMargins(MARGIN - 4, MARGIN - GRID, MARGIN - 4, GRID)
        upper.setSpacing(GRID + 4)
        upper.addLayout(head)
        upper.addWidget(self.remark_list)
        upper.addWidget(self.ends)
        upper.addWidget(self.filters)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN - 4, GRID + 4, MARGIN - 4, GRID + 4)
        foot.setSpacing(GRID)
        foot.addWidget(self.outlook, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.commit)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(upper)
        right.addWidget(rule())
        right.addWidget(self.table, 1)
        right.addWidget(rule())
        right.addWidget(self.strip)
        right.addWidget(rule())
        right.addLayout(foot)
        line = rule()
        line.setFixedSize(1, 16777215)
        line.setMinimumHeight(0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addWidget(line)
        whole.addLayout(right, 1)

    def _listen(self) -> None:
        self.table.in_hand.connect(self._show_cell)
        self.filters.chosen.connect(self._show_rows)
        self.ends.chosen.connect(self.ends_chosen)
        self.remarks.toggled.connect(self._show_remarks)
        self.strip.mended.connect(self._mend)
        self.strip.left_out.connect(self._leave_row)
        self.strip.taken_as_new.connect(self._take_as_new)
        self.filters.all_taken.connect(self._take_all)
        self.commit.clicked.connect(self.commit_wanted)
        self.cancel.clicked.connect(self.left)

    # Showing

    @property
    def plan(self) -> Plan | None:
        """The Plan that is shown, and that would be committed."""
        return self.sight.plan if self.sight is not None else None

    def show_plan(self, sight: Sight, *, ends: str, contacts: bool) -> None:
        """Show that plan; `ends` and `contacts` as they were chosen for it."""
        self.sight, plan = sight, sight.plan
        columns = words.count(sum(column.use != "empty" for column in plan.mapping.columns), "column")
        self.file.setText(f"{plan.workbook.path.name} · {columns}")
        count = len(plan.findings)
        self.remarks.setVisible(bool(count))
        self.remarks.setText(words.count(count, "remark") + " about the file")
        self.remarks.setChecked(False)
        self.remark_list.show_findings(())
        self.side.show_plan(sight, contacts=contacts)
        self.ends.show_question(sight.question, ends)
        self._show_counts(sight.counts)
        self._show_rows()

    def _show_rows(self) -> None:
        if self.sight is None:
            return
        self.table.show_plan(self.sight, self.filters.wanted())
        if self.table.row_in_hand() is None:
            self.strip.show_nothing()

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        """The filters, what importing would do, on its button, and what stays out, beside it."""
        assert self.plan is not None
        self.filters.show_counts(counts)
        added, changed = counts[Outcome.ADD], counts[Outcome.CHANGE]
        out = counts[Outcome.NOT_IMPORTED] + counts[Outcome.DOUBTFUL]
        self.commit.setText(_commit_text(added, changed))
        self.commit.setAccessibleName(self.commit.text())
        self.commit.setEnabled(bool(added or changed))
        parts = []
        if out:
            stay = "stays out" if out == 1 else "stay out"
            parts.append(f"{words.count(out, 'row')} {stay}; the file keeps them.")
        if self.plan.missing:
            count = words.count(len(self.plan.missing), "agreement")
            verb = "is" if len(self.plan.missing) == 1 else "are"
            parts.append(f"{count} of the register {verb} not in this file and will stay as before.")
        if not (added or changed):
            parts.append("There is nothing in it that the register has not." if counts[Outcome.SAME] else "")
        self.outlook.setText(" ".join(filter(None, parts)))

    def _show_remarks(self, shown: bool) -> None:
        findings = self.plan.findings if self.plan is not None and shown else ()
        self.remark_list.show_findings(one.finding for one in findings)

    def _show_cell(self, row: PlanRow | None, field: str) -> None:
        if row is None:
            self.strip.show_nothing()
            return
        model = self.table.plan_model
        label = model.label(field)
        written, kind = model.written(row, field), model.sort_of_cell(row, field)
        self.strip.show_cell(row, field, label, written, kind, findings_of(row, label) if label else ())

    # Mending

    def _mend(self, text: str) -> None:
        row, field = self.table.row_in_hand(), self.table.field_in_hand()
        if row is not None and field:
            self.mend_wanted.emit(row, field, self.table.plan_model.label(field), text)

    def _leave_row(self, out: bool) -> None:
        self._set_row(leave_out if out else take_in)

    def _take_as_new(self) -> None:
        self._set_row(partial(take_in, as_new=True))

    def _take_all(self) -> None:
        assert self.plan is not None
        for row in [row for row in self.plan.rows if row.outcome is Outcome.DOUBTFUL]:
            take_in(row)
            self.row_set.emit(row, take_in)
        self.show_again()

    def _set_row(self, deed: Callable[[PlanRow], None]) -> None:
        row = self.table.row_in_hand()
        if row is None:
            return
        try:
            deed(row)
        except TrackerError as error:
            self.strip.say(str(error))
            return
        self.row_set.emit(row, deed)
        self.show_again()

    def show_again(self) -> None:
        """Show the rows as they are now, after one was changed."""
        assert self.plan is not None
        self._show_counts(tally(self.plan))
        self._show_rows()


def _commit_text(added: int, changed: int) -> str:
    if added and changed:
        return f"Import {added:,} new and {changed:,} changed"
    if changed:
        return f"Change {words.count(changed, 'agreement')}"
    return f"Import {words.count(added, 'agreement')}" if added else "Nothing to import"
