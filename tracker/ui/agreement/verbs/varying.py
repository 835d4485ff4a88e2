"""The panel that records a deed of variation."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.app import verbs
from tracker.app.verbs import Outcome, Variation
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show


class VaryPanel(DeedPanel):
    """What a deed of variation changed, and from when."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Vary", parent)
        self.what = self.line("What changed", "such as two more sites, or the price for the third year")
        self.two_in_a_row()
        self.effective = self.day("From")
        self.new_end = self.day("New end, if it moves")
        self.two_in_a_row()
        self.values = {
            "value": self.line("New value in all", "such as £125,000"),
            "annual_value": self.line("New value a year", "such as £25,000"),
        }
        self.document = self.line("Document", "Path or link of the deed")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        for line in (self.what, self.document, *self.values.values()):
            line.clear()
        self.effective.set_text(show.day(self._bridge.today))
        self.new_end.set_text("")

    def outcome(self, agreement: Agreement) -> Outcome | None:
        effective = self.effective.day()
        if effective is None or not self.what.text().strip():
            return None
        variation = Variation(
            self.what.text(),
            effective,
            self.new_end.day(),
            {name: line.text() for name, line in self.values.items()},
            self.document.text(),
        )
        return verbs.vary(self._bridge.session, agreement, variation)

    def words(self) -> str:
        return "Record the variation"

    def lacks(self) -> str:
        return "Say what the deed changed, and from which day."

    def first(self) -> QWidget:
        return self.what
