"""The panel that extends an agreement."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.app import edit, verbs
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.domain.terms.stepwords import step_words
from tracker.domain.terms.term import Step
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show


class ExtendPanel(DeedPanel):
    """Extend by the next option, or to another date by agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Extend", parent)
        self._step: Step | None = None
        self.by_option, self.to_date = self.ways("The next option", "Another date, by agreement")
        self.new_end = self.day("New end")
        self.decided = self.day("Decided on")
        self.authority = self.line("Authority", "Decision or minute number")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        step = edit.next_option(standing)
        self._step = step if step is not None and step.ends is not None else None
        self.by_option.setVisible(self._step is not None)
        if self._step is not None:
            self.by_option.setText(f"{step_words(self._step)}, to {show.day(self._step.ends)}")
        (self.by_option if self._step is not None else self.to_date).setChecked(True)
        self.decided.set_text(show.day(self._bridge.today))
        self.authority.clear()
        self.new_end.set_text("")

    def lay(self) -> None:
        by_option = self.by_option.isChecked() and self._step is not None
        self.new_end.setEnabled(not by_option)
        if by_option and self._step is not None:
            self.new_end.set_text(show.day(self._step.ends))

    def outcome(self, agreement: Agreement) -> Outcome | None:
        new_end, decided = self.new_end.day(), self.decided.day()
        if new_end is None or decided is None:
            return None
        option = self._step.option if self.by_option.isChecked() and self._step is not None else None
        return verbs.extend(
            self._bridge.session,
            agreement,
            new_end=new_end,
            option=option,
            decided_on=decided,
            authority=self.authority.text().strip(),
        )

    def words(self) -> str:
        return "Extend"

    def lacks(self) -> str:
        return "Say to which day, and when that was decided."

    def first(self) -> QWidget:
        return self.by_option if self._step is not None else self.new_end.line
