"""The panel that records a decision, and where it can, carries it out: extended, notice served and so on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

from tracker.domain.dates import show
from tracker.domain.deadlines.standing import Standing
from tracker.domain.reminding.alert import Decision
from tracker.domain.reminding.answering import decisions_for, refuse_decision
from tracker.domain.reminding.reminder import Reminder
from tracker.ui.parts import format as words
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.inputs import ChoiceBox
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button

_WORDS: dict[Decision, str] = {
    Decision.EXTENDED: "Extend it",
    Decision.NOTICE_SERVED: "Notice was served",
    Decision.LET_LAPSE: "Let it end",
    Decision.REPROCURING: "It is being re-procured",
    Decision.DONE: "It is done",
    Decision.NO_ACTION: "No action, and why",
}

_DATED = (Decision.NOTICE_SERVED, Decision.DONE)
_BUTTONS = {
    Decision.LET_LAPSE: "Let it end",
    Decision.REPROCURING: "Record re-procurement",
    Decision.DONE: "Record that it is done",
    Decision.NO_ACTION: "Record that none is needed",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided in the panel.

    Attributes:
        reason: the authority, or why; "" where nothing was typed.
        new_end: the last day after an extension, inclusive; None for that of each one's next option.
        option: the number of the option that it exercises; None for another date.
        on: the day on which notice was served, or the thing was done; None for today.
    """

    decision: Decision
    reason: str
    new_end: date | None = None
    option: int | None = None
    on: date | None = None


class DecisionPanel(QWidget):
    """Asks what was decided about the reminders that are selected.

    A decision is carried out as well: the extension, the notice or the review becomes an event of
    its agreement. Several agreements are extended each by its own next option.

    Signals:
        wanted(Decided): record this.
        left(): nothing is to be recorded after all.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: Standing | None = None
        self._today = date.min
        self.title = PlainLabel("", "subheading")
        self.choices = QButtonGroup(self)
        self.radios = {decision: QRadioButton(text) for decision, text in _WORDS.items()}
        self.option = ChoiceBox()
        self.option.setAccessibleName("Extend by")
        self.end = DayField("New last day", date.min)
        self.on = DayField("On", date.min)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Authority, or why")
        self.note = PlainLabel("", "caption", wrap=True)
        self.act = button("", kind="primary", name="Record the decision")
        self.cancel = button("Cancel")
        self._captions: dict[QWidget, PlainLabel] = {}
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        for radio in self.radios.values():
            self.choices.addButton(radio)
            left.addWidget(radio)
        left.addStretch()
        self._choices = left
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        rows = (
            ("Extend by", self.option),
            ("New last day", self.end),
            ("On", self.on),
            ("Authority, or why", self.reason),
        )
        for row, (label, field) in enumerate(rows):
            caption = PlainLabel(label, "muted")
            caption.setBuddy(field)
            caption.setContentsMargins(0, 7, 0, 0)
            self._captions[field] = caption
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 1)
        grid.addWidget(self.note, len(rows), 0, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        upper = QHBoxLayout()
        upper.setSpacing(4 * GRID)
        upper.addLayout(left)
        upper.addLayout(grid, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(GRID + 4)
        column.addWidget(self.title)
        column.addLayout(upper)
        column.addLayout(foot)

    def _listen(self) -> None:
        self.choices.buttonToggled.connect(self._show)
        self.option.currentIndexChanged.connect(self._show)
        self.end.edited.connect(self._show)
        self.on.edited.connect(self._show)
        self.reason.textEdited.connect(self._show)
        self.reason.returnPressed.connect(self._decide)
        self.act.clicked.connect(self._decide)
        self.cancel.clicked.connect(self.left)

    # Asking

    def ask(self, reminders: Sequence[Reminder], standing: Standing | None, today: date) -> None:
        """Ask what was decided; `standing` is the agreement's where they are all of one, else None."""
        self._standing, self._today = standing, today
        titles = list(dict.fromkeys(reminder.watched.title for reminder in reminders))
        named = f"“{titles[0]}”" if len(titles) == 1 else words.count(len(reminders), "reminder")
        self.title.setText(f"What was decided about {named}?")
        self.reason.clear()
        self.end.set_today(today)
        self.end.set_text("")
        self.on.set_today(today)
        self.on.set_text(show(today))
        self._fill_options()
        self._offer(reminders)
        self._show()

    def _offer(self, reminders: Sequence[Reminder]) -> None:
        """Offer what may be decided about every one of them, the likeliest first and checked."""
        offered = [decisions_for(reminder.watched.deadline.kind) for reminder in reminders]
        common = [each for each in offered[0] if all(each in others for others in offered)]
        for decision, radio in self.radios.items():
            radio.setVisible(decision in common)
            self._choices.removeWidget(radio)
        for at, decision in enumerate(common):
            self._choices.insertWidget(at, self.radios[decision])
        self.radios[common[0]].setChecked(True)
        self.radios[common[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def _fill_options(self) -> None:
        self.option.blockSignals(True)
        self.option.clear()
        steps = self._standing.ladder.steps if self._standing is not None else ()
        step = next((step for step in steps if step.option is not None and step.state == "open"), None)
        if step is not None and step.ends is not None:
            length = f", {step.length}" if step.length is not None else ""
            text = f"Option {step.option}{length}, to {show(step.ends)}"
            self.option.addItem(text, (step.option, step.ends))
        self.option.addItem("Another date, agreed by both sides", None)
        self.option.blockSignals(False)

    # What stands in the panel

    @property
    def decision(self) -> Decision:
        """Which of the five is chosen."""
        return next((each for each, radio in self.radios.items() if radio.isChecked()), Decision.NO_ACTION)

    def decided(self) -> Decided | None:
        """What the panel says; None where something is missing."""
        reason, decision = self.reason.text().strip(), self.decision
        if refuse_decision(decision, reason):
            return None
        if decision is Decision.EXTENDED and self._standing is not None:
            option, new_end = self.option.currentData() or (None, self.end.day())
            return Decided(decision, reason, new_end, option) if new_end is not None else None
        if decision in _DATED:
            on = self.on.day()
            return Decided(decision, reason, on=on) if on is not None else None
        return Decided(decision, reason)

    def _show(self) -> None:
        """Show the fields that the choice needs, what it leads to, and the button by what it does."""
        decision = self.decision
        extending = self._standing is not None and decision is Decision.EXTENDED
        self._put(self.option, extending)
        self._put(self.end, extending and self.option.currentData() is None)
        self._put(self.on, decision in _DATED)
        self._captions[self.on].setText("Served on" if decision is Decision.NOTICE_SERVED else "Done on")
        needs_why = decision is Decision.NO_ACTION
        self.reason.setPlaceholderText("Why none is needed" if needs_why else "Decision or minute number")
        decided = self.decided()
        self.act.setEnabled(decided is not None)
        self.act.setText(_button_text(decision, decided))
        self.act.setAccessibleName(self.act.text())
        self.note.setText(self._consequence(decision))
        self.note.set_tone(Tone.WARNING if needs_why and decided is None else Tone.MUTED)

    def _put(self, field: QWidget, shown: bool) -> None:
        field.setVisible(shown)
        self._captions[field].setVisible(shown)

    def _consequence(self, decision: Decision) -> str:
        """What it leads to, in a sentence."""
        reason = refuse_decision(decision, self.reason.text())
        if reason:
            return reason
        end = self._standing.current_end if self._standing is not None else None
        if decision is Decision.EXTENDED and self._standing is None:
            return (
                "Each is extended by its next option. Where one has none left, open it and say to which day."
            )
        if decision is Decision.EXTENDED and end is not None:
            return f"The end is {show(end)} now. The register’s other dates follow the new one."
        if decision is Decision.LET_LAPSE and end is not None:
            return f"It ends on {show(end)}. The end itself is still brought up when it comes."
        if decision is Decision.NOTICE_SERVED:
            return "The notice goes into the agreement, and its dates follow."
        return "The date stays in the register; its reminders end."

    def _decide(self) -> None:
        decided = self.decided()
        if decided is not None:
            self.wanted.emit(decided)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _button_text(decision: Decision, decided: Decided | None) -> str:
    if decision is Decision.EXTENDED:
        day = decided.new_end if decided is not None else None
        return f"Extend to {show(day)}" if day is not None else "Record the extension"
    if decision is Decision.NOTICE_SERVED:
        day = decided.on if decided is not None else None
        return f"Record notice of {show(day)}" if day is not None else "Record the notice"
    return _BUTTONS[decision]
