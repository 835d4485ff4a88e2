"""What every panel of a verb on one agreement is: how it stands, how it would stand, and what else would change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.app.proposal import Proposal
from tracker.app.verbs import Outcome
from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import TrackerError
from tracker.ui.agreement.outlook import compared
from tracker.ui.bridge import Bridge
from tracker.ui.parts.effects import EffectsGrid
from tracker.ui.parts.theme import GRID
from tracker.ui.proposing import ProposalPanel


class DeedPanel(ProposalPanel):
    """A verb on one agreement."""

    def __init__(
        self, bridge: Bridge, title: str, parent: QWidget | None = None, *, fresh: bool = False
    ) -> None:
        super().__init__(bridge, title, parent, fresh=fresh)
        self.agreement: Agreement | None = None
        self.compared = EffectsGrid()

    def finish_form(self) -> None:
        self.form.addSpacing(GRID)
        self.form.addWidget(self.compared)
        super().finish_form()

    def show_agreement(self, agreement: Agreement) -> None:
        """Begin with that agreement; the same one again is left as it is being filled in."""
        again = self.isVisible() and self.agreement is not None and self.agreement.id == agreement.id
        self.agreement = agreement
        if not again:
            self.begin(self._bridge.session.stand(agreement))
            self.lay()
        self.look_ahead()

    def propose(self) -> Proposal | None:
        try:
            outcome = self.outcome(self.agreement) if self.agreement is not None else None
        except TrackerError:
            self.compared.show_effects(())
            raise
        if outcome is None or self.agreement is None or outcome.after is self.agreement:
            self.compared.show_effects(())
            return outcome.proposal if outcome is not None else None
        session = self._bridge.session
        before, after = session.stand(self.agreement), session.stand(outcome.after)
        self.compared.show_effects(compared(before, after, self._bridge.today))
        known = set(before.findings)
        fresh = tuple(finding for finding in after.findings if finding not in known)
        return replace(outcome.proposal, findings=(*outcome.proposal.findings, *fresh))

    # What each verb says for itself

    def begin(self, standing: Standing) -> None:
        """Fill the fields for an agreement that stands so."""
        raise NotImplementedError

    def outcome(self, agreement: Agreement) -> Outcome | None:
        """What the fields would do; None while something is missing.

        Raises:
            TrackerError: it cannot be done.
        """
        raise NotImplementedError
