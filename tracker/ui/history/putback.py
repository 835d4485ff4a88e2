"""The panel that puts something of an agreement back, once it has shown what will change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.app import earlier
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement.outlook import compared
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge

EVERYTHING = ""


class PutBackPanel(DeedPanel):
    """A field as it was before an operation, or everything as it was right after one."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Put back", parent)
        self._operation = 0
        self._field = EVERYTHING
        self.finish_form()

    def put(self, agreement: Agreement, operation: int, field: str = EVERYTHING) -> None:
        """Show what putting that back would change."""
        self._operation, self._field = operation, field
        label = earlier.label_of(field) if field else "As it was then"
        self.heading.setText(f"Put back: {label[:1].lower()}{label[1:]}")
        self.show_agreement(agreement)

    def begin(self, standing: Standing) -> None:
        """There is nothing to fill in."""

    def outcome(self, agreement: Agreement) -> Outcome | None:
        session, today = self._bridge.session, self._bridge.today
        if self._field:
            made = earlier.put_back(session, agreement, self._operation, self._field)
        else:
            made = earlier.put_all_back(session, agreement, self._operation)
        rows = compared(session.stand(agreement), session.stand(made.after), today)
        moved = tuple(row for row in rows if row.before != row.after)
        # What is put back and what follows from it are one table, in that order.
        proposal = replace(made.proposal, effects=(*made.proposal.effects, *moved))
        return replace(made, proposal=proposal, after=agreement)

    def words(self) -> str:
        return "Put it back"

    def first(self) -> QWidget:
        return self.go
