"""The Dates page: what a term, its options and a notice come to, as you type, with the workings.

Opened on an agreement it asks what if instead (`agreement/whatif.py`). Nothing here changes the register.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.app.calculator import Answer, Question, answer
from tracker.app.fields import read_field
from tracker.domain.errors import TrackerError
from tracker.domain.terms.term import Ladder
from tracker.ui.agreement.ladder import LadderBar
from tracker.ui.agreement.outlook import flags, ladder_rows, segments
from tracker.ui.agreement.whatif import WhatIf
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts import format as words
from tracker.ui.parts.datefield import DateField, Understood
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.tables import Column, RowsModel, Table
from tracker.ui.parts.theme import GRID, MARGIN
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, Section, button, rule

_FORM = 320

_FIELDS: tuple[tuple[str, str, str, str], ...] = (
    ("start", "Start", "such as 1 April 2024", "starts"),
    ("term", "Term", "such as 5 years", "initial_term"),
    ("options", "Options to extend", "such as 2y + 2y", "options"),
    ("end", "End, where it is stated", "such as 31 March 2029", "ends"),
    ("notice", "Notice", "such as 6 months", "initial_term"),
    ("given", "Notice given on", "such as 22 November 2026", "starts"),
)
"""Field of the question, its label, an example, and the agreement's field that is read alike."""

_STEPS = (
    Column("term", "Term", "Initial term"),
    Column("length", "Length", "2 years 7 months"),
    Column("from", "From", "30 September 2026", right=True),
    Column("last", "Last day", "30 September 2026", right=True),
    Column("notice", "Latest notice", "30 September 2026", right=True),
    Column("how", "What next", "decide by 30 September 2026", stretch=True),
    Column("state", "State", "Current mm"),
)


def _read(name: str, text: str) -> Understood:
    read = read_field(name, text)
    return read.understood, read.findings


_HINT = "Fill in what you know. The answer appears here as you type, with its workings."


class Calculator(QWidget):
    """The form at the left and what it comes to at the right."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.fields: dict[str, DateField] = {}
        self.clear = button("Clear")
        self.clear.clicked.connect(self.empty)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * GRID)
        row.addLayout(self._build_form())
        row.addLayout(self._build_answer(), 1)
        self.reckon()

    def _build_form(self) -> QVBoxLayout:
        form = QVBoxLayout()
        form.setSpacing(4)
        for name, label, example, alike in _FIELDS:
            editor = DateField(label, partial(_read, alike), self._bridge.today)
            editor.setFixedWidth(_FORM)
            editor.line.setPlaceholderText(example)
            editor.button.setVisible(alike in ("starts", "ends"))
            editor.edited.connect(self.reckon)
            caption = PlainLabel(label, "muted")
            caption.setBuddy(editor)
            form.addWidget(caption)
            form.addWidget(editor)
            form.addSpacing(6)
            self.fields[name] = editor
        form.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        form.addStretch()
        return form

    def _build_answer(self) -> QVBoxLayout:
        self.caption = PlainLabel("", "muted")
        self.day = PlainLabel("", "title")
        self.beside = PlainLabel("", "muted", wrap=True)
        self.bar = LadderBar()
        self.table = Table("Terms and options")
        self.steps = RowsModel(_STEPS, self.table)
        self.table.setModel(self.steps)
        self.table.lay_out(_STEPS)
        self.workings = PlainLabel("", wrap=True)
        self.workings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.section = Section("Workings")
        self.section.body.setContentsMargins(0, GRID, 0, 0)
        self.section.body.addWidget(self.workings)
        self.findings = FindingsLine()
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (self.caption, self.day, self.beside):
            column.addWidget(part)
        column.addSpacing(2 * GRID)
        column.addWidget(self.bar)
        column.addSpacing(GRID)
        column.addWidget(self.table)
        column.addSpacing(GRID)
        column.addWidget(self.section)
        column.addWidget(self.findings)
        column.addStretch()
        return column

    def empty(self) -> None:
        """Empty every field."""
        for field in self.fields.values():
            field.set_text("")
        self.reckon()
        self.fields["start"].setFocus()

    def question(self) -> Question:
        """What the fields ask."""
        return Question(**{name: field.text().strip() for name, field in self.fields.items()})

    def reckon(self) -> None:
        """Work out what stands in the fields and show it."""
        asked = self.question()
        if asked == Question():
            self._show_words("", _HINT)
            return
        try:
            found = answer(asked, self._bridge.today, self._bridge.session.calendar)
        except TrackerError as error:
            self._show_words("Not yet", str(error))
            return
        self._show_head(*_headline(found))
        self._show_ladder(found.ladder)
        self.section.show()
        self.workings.setText(found.workings.replace("; ", ";\n").replace(". ", ".\n"))

    def _show_words(self, day: str, words_beside: str) -> None:
        self._show_head("", day, words_beside)
        self._show_ladder(None)
        self.section.hide()

    def _show_head(self, *texts: str) -> None:
        for label, text in zip((self.caption, self.day, self.beside), texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))

    def _show_ladder(self, ladder: Ladder | None) -> None:
        today = self._bridge.today
        self.bar.setVisible(ladder is not None)
        self.table.setVisible(ladder is not None)
        self.findings.show_findings(ladder.findings if ladder is not None else ())
        if ladder is None:
            return
        self.bar.show_ladder(segments(ladder, today), flags(ladder, today), today)
        self.steps.show(ladder_rows(ladder, today))
        self.table.setFixedHeight(self.table.height_for(min(8, self.steps.rowCount())))


def _headline(found: Answer) -> tuple[str, str, str]:
    """The one thing that was asked for: what it is, the day, and what belongs beside it."""
    if found.takes_effect is not None:
        return "The notice runs out on", words.weekday(found.takes_effect), ""
    if found.act_by is not None and found.latest_notice is not None:
        back, forward = found.latest_notice.backward, found.latest_notice.forward
        end = f"before the end on {words.day(found.end)}"
        if back == forward:
            return "Give notice by", words.weekday(found.act_by), f"{end}; the last day is {words.day(back)}."
        both = f"counted back the last day is {words.day(back)}, counted forward {words.day(forward)}"
        return "Give notice by", words.weekday(found.act_by), f"{end}; {both}."
    if found.ladder is not None and found.ladder.current_end is not None:
        latest = found.ladder.maximum_end
        more = latest is not None and latest != found.ladder.current_end
        beside = f"{words.day(latest)} if every option is taken" if more else ""
        return "The last day is", words.weekday(found.ladder.current_end), beside
    return "", "No end follows from this", ""


class DatesPage(Page):
    """The calculator, or, where the place names an agreement, what would follow if."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.head = ElidedLabel("Dates", "title")
        self.note = PlainLabel("", "caption", wrap=True)
        self.other = button("Any dates", kind="link")
        self.calculator = Calculator(bridge)
        self.what_if = WhatIf(bridge)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.calculator)
        self.stack.addWidget(self.what_if)
        inside = QWidget()
        inside.setProperty("kind", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN - GRID, MARGIN, MARGIN)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.head)
        head.addStretch()
        head.addWidget(self.other)
        column.addLayout(head)
        column.addWidget(rule())
        column.addSpacing(GRID)
        column.addWidget(self.stack, 1)
        column.addWidget(self.note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(inside))
        self.other.clicked.connect(self._go_to_any)

    def load(self) -> None:
        nation = words.nation(self.bridge.session.calendar.name)
        self.note.setText(
            f"Working days are those of {nation}. Dates follow from what is entered "
            "and are not legal advice: the words of the agreement win."
        )
        on_agreement = self.place.record is not None
        self.other.setVisible(on_agreement)
        self.stack.setCurrentWidget(self.what_if if on_agreement else self.calculator)
        if self.place.record is None:
            self.head.setText("Dates")
            self.calculator.reckon()
            return
        agreement = self.bridge.session.agreement(self.place.record)
        self.head.setText(f"What if… {agreement.title or agreement.reference}")
        self.what_if.show_agreement(agreement)

    def title(self) -> str:
        return self.head.text()

    def first_focus(self) -> QWidget | None:
        on_agreement = self.place.record is not None
        return self.what_if.first() if on_agreement else self.calculator.fields["start"]

    def selected_agreement(self) -> int | None:
        return self.place.record

    def _go_to_any(self) -> None:
        self.bridge.go.emit(Place("dates"))
