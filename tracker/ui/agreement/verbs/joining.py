"""The panel that adds a party to an agreement."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.app import parties
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement, PartyRole
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.bridge import Bridge
from tracker.ui.knownfield import KnownField


class PartyPanel(DeedPanel):
    """One more organisation, and what it does under the agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Add a party", parent)
        self.name = KnownField(bridge, "Organisation", parties.bodies_known)
        self.name.textChanged.connect(self.look_ahead)
        self.field("Organisation", self.name)
        self.role = self.choice("What it does")
        self.finish_form()

    def begin(self, standing: Standing) -> None:
        self.name.clear()
        roles = [(role.value.capitalize(), role.value) for role in PartyRole]
        self.role.offer(roles, PartyRole.SUPPLIER.value)

    def outcome(self, agreement: Agreement) -> Outcome | None:
        if not self.name.text().strip():
            return None
        role = PartyRole(self.role.currentData())
        proposal = parties.add(self._bridge.session, agreement, role, self.name.text())
        return Outcome(proposal, agreement)

    def words(self) -> str:
        return "Add the party"

    def lacks(self) -> str:
        return "Name the organisation."

    def first(self) -> QWidget:
        return self.name
