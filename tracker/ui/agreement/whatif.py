"""What if: where an agreement would stand after something that has not happened yet."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from tracker.app import edit
from tracker.domain.agreement import Agreement, Event
from tracker.domain.deadlines.deadline import DeadlineState, state
from tracker.domain.terms.stepwords import step_words
from tracker.domain.terms.term import Step
from tracker.ui.agreement.ladder import LadderBar
from tracker.ui.agreement.outlook import compared, deadline_rows, marks, segments
from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts import format as words
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.effects import EffectsGrid
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.tables import Column, RowsModel, Table
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, Section, button

_FORM = 320
_DEADLINES = (
    Column("what", "What would have to be done", "Start re-procurement, or decide", stretch=True),
    Column("date", "Date", "30 September 2026", right=True),
    Column("act", "Act by", "30 September 2026", right=True),
    Column("distance", "Time left", "11 months overdue", right=True),
    Column("party", "Who", "the other side"),
)

_NOTICE = "If we serve notice"
_RECEIVED = "If they serve notice"
_EARLY = "If it ends early"


class WhatIf(QWidget):
    """The things that may happen at the left, and at the right what would follow; nothing is recorded."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._agreement = Agreement()
        self._step: Step | None = None
        self.group = QButtonGroup(self)
        self.option = QRadioButton("If we take the next option")
        self.notice = QRadioButton(_NOTICE)
        self.received = QRadioButton(_RECEIVED)
        self.early = QRadioButton(_EARLY)
        self.day = DayField("On", bridge.today)
        self.open = button("Open the agreement")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * GRID)
        row.addWidget(self._build_form())
        row.addLayout(self._build_answer(), 1)
        self.group.buttonClicked.connect(self._begin)
        self.day.edited.connect(self.reckon)
        self.open.clicked.connect(self._go)

    def _build_form(self) -> QWidget:
        form = QWidget()
        form.setFixedWidth(_FORM)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for radio in (self.option, self.notice, self.received, self.early):
            self.group.addButton(radio)
            column.addWidget(radio)
        self.day_caption = PlainLabel("On", "muted")
        self.day_caption.setBuddy(self.day)
        column.addSpacing(GRID)
        column.addWidget(self.day_caption)
        column.addWidget(self.day)
        column.addSpacing(GRID)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        return form

    def _build_answer(self) -> QVBoxLayout:
        self.compared = EffectsGrid()
        self.compared.setMaximumWidth(640)
        self.bar = LadderBar()
        self.table = Table("Dates that would follow")
        self.rows = RowsModel(_DEADLINES, self.table)
        self.table.setModel(self.rows)
        self.table.lay_out(_DEADLINES)
        self.section = Section("Dates that would follow")
        self.section.body.addWidget(self.table)
        self.findings = FindingsLine()
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addWidget(self.compared)
        column.addWidget(self.findings)
        column.addSpacing(GRID)
        column.addWidget(self.bar)
        column.addSpacing(GRID)
        column.addWidget(self.section)
        column.addStretch()
        return column

    def show_agreement(self, agreement: Agreement) -> None:
        """Begin with that agreement: its next option where there is one, else a notice of today."""
        self._agreement = agreement
        standing = self._bridge.session.stand(agreement)
        step = edit.next_option(standing)
        self._step = step if step is not None and step.ends is not None else None
        self.option.setVisible(self._step is not None)
        if self._step is not None:
            self.option.setText(f"If we take {_inside(step_words(self._step))}")
        (self.option if self._step is not None else self.notice).setChecked(True)
        self._begin()

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.group.checkedButton() or self.notice

    def _begin(self) -> None:
        """Another thing was chosen: begin with today, or for an option with its last day."""
        option = self.group.checkedButton() is self.option
        self.day_caption.setText("To" if option else "With the last day" if self._is_early() else "On")
        self.day.line.setAccessibleName(self.day_caption.text())
        start = self._step.ends if option and self._step is not None else self._bridge.today
        self.day.set_text(words.day(start))
        self.reckon()

    def _is_early(self) -> bool:
        return self.group.checkedButton() is self.early

    def event_to_try(self) -> Event | None:
        """The event that is supposed; None while the day cannot be read."""
        day = self.day.day()
        if day is None:
            return None
        chosen = self.group.checkedButton()
        if chosen is self.option and self._step is not None:
            return self._extension(day, self._step)
        if chosen is self.received:
            return edit.notice(given=day, takes_effect=None, by=edit.other_side(self._agreement))
        if chosen is self.early:
            return edit.termination(last_day=day)
        return edit.notice(given=day, takes_effect=None)

    def _extension(self, day: date, step: Step) -> Event:
        return edit.extension(
            self._bridge.session,
            new_end=day,
            option=step.option,
            decided_on=self._bridge.today,
        )

    def reckon(self) -> None:
        """Show what would follow."""
        event, today = self.event_to_try(), self._bridge.today
        for part in (self.compared, self.bar, self.section):
            part.setVisible(event is not None)
        if event is None:
            self.findings.show_findings(())
            return
        found = edit.consequences(self._bridge.session, self._agreement.id, event)
        self.compared.show_effects(compared(found.before, found.after, today))
        known = set(found.before.findings)
        self.findings.show_findings(finding for finding in found.after.findings if finding not in known)
        ladder = found.after.ladder
        self.bar.show_ladder(segments(ladder, today), marks(found.after, today), today)
        left = [each for each in found.after.deadlines if state(each, today) is not DeadlineState.DONE]
        self.rows.show(deadline_rows(left, today))
        self.table.setFixedHeight(self.table.height_for(min(12, self.rows.rowCount())))
        self.section.setVisible(bool(left))

    def _go(self) -> None:
        self._bridge.go.emit(Place("agreement", self._agreement.id))


def _inside(text: str) -> str:
    """A text in the middle of a sentence."""
    return text[:1].lower() + text[1:]
