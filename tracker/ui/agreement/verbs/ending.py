"""The panels that end an agreement: a notice is recorded, or it is terminated."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.app import verbs
from tracker.app.verbs import Ending, Outcome
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show


class NoticePanel(DeedPanel):
    """Record that notice was given, or received, and what it leads to."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Give notice", parent)
        self.ours, self.theirs = self.ways("We gave it", "The other side gave it")
        self.given = self.day("Given on")
        self.last = self.day("Last day in force, where the notice says one")
        self.why = self.line("Reason", "Who gave it, and why")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        self.ours.setChecked(True)
        self.given.set_text(show.day(self._bridge.today))
        self.last.set_text("")
        self.why.clear()

    def outcome(self, agreement: Agreement) -> Outcome | None:
        given = self.given.day()
        if given is None:
            return None
        theirs, why = self.theirs.isChecked(), self.why.text().strip()
        return verbs.give_notice(agreement, given, last=self.last.day(), theirs=theirs, why=why)

    def words(self) -> str:
        return "Record the notice"

    def lacks(self) -> str:
        return "Say on which day it was given."

    def first(self) -> QWidget:
        return self.given.line


class TerminatePanel(DeedPanel):
    """End it: with notice, at once, or by agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Terminate", parent)
        self.notice, self.at_once, self.agreed = self.ways(
            "With notice", "At once, the last day in force is today", "By agreement, on a day"
        )
        self.on = self.day("Notice given on")
        self.last = self.day("Last day in force, where the notice says one")
        self.why = self.line("Reason", "Who decided, and why")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        self.notice.setChecked(True)
        self.on.set_text(show.day(self._bridge.today))
        self.last.set_text("")
        self.why.clear()

    def lay(self) -> None:
        notice, agreed = self.notice.isChecked(), self.agreed.isChecked()
        words = "Last day in force" if agreed else "Last day in force, where the notice says one"
        self.labels[self.last].setText(words)
        self.last.line.setAccessibleName(words)
        self.show_fields([self.on], notice)
        self.show_fields([self.last], notice or agreed)

    def outcome(self, agreement: Agreement) -> Outcome | None:
        session, why = self._bridge.session, self.why.text().strip()
        if self.notice.isChecked():
            given = self.on.day()
            if given is None:
                return None
            return verbs.terminate(session, agreement, Ending.NOTICE, given, last=self.last.day(), why=why)
        day = self.last.day() if self.agreed.isChecked() else self._bridge.today
        way = Ending.AGREED if self.agreed.isChecked() else Ending.AT_ONCE
        return verbs.terminate(session, agreement, way, day, why=why) if day is not None else None

    def words(self) -> str:
        return "Terminate it"

    def lacks(self) -> str:
        if self.notice.isChecked():
            return "Say on which day notice was given."
        return "Say which day is the last in force."

    def first(self) -> QWidget:
        return self.notice
