"""Panels that show a proposal before it is made: fields, workings, before and after, what is odd, one button."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.app.proposal import Proposal, carry_out
from tracker.domain.check import Finding, Severity
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.effects import EffectsGrid
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.panel import ONE_CHANGE, Panel
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel


class ProposalPanel(Panel):
    """A verb says which fields it has and what proposal they make.

    Signals:
        done(made): it was done; the ids of new records by those they had in the proposal.
    """

    done = Signal(object)

    def __init__(
        self, bridge: Bridge, title: str, parent: QWidget | None = None, *, fresh: bool = False
    ) -> None:
        super().__init__(title, bridge.today, parent)
        self._bridge = bridge
        self._proposal: Proposal | None = None
        self._workings = PlainLabel("", "caption", wrap=True)
        self._effects = EffectsGrid(self.inside, fresh=fresh)
        self._findings = FindingsLine(self.inside)

    def finish_form(self) -> None:
        """Put workings, effects and findings under the fields; called when those are built."""
        self.form.addSpacing(GRID)
        self.form.addWidget(self._findings)
        self.form.addWidget(self._workings)
        self.form.addWidget(self._effects)
        self.form.addStretch()

    def look_ahead(self) -> None:
        """Show what the fields would lead to, or what is missing."""
        problem: tuple[Finding, ...] = ()
        self._proposal = None
        try:
            self._proposal = self.propose()
        except TrackerError as error:
            problem = (Finding("not-yet", Severity.ERROR, str(error)),)
        made = self._proposal
        if made is None and not problem and self.lacks():
            problem = (Finding("not-yet", Severity.NOTE, self.lacks()),)
        self.go.setEnabled(made is not None and bool(made.steps))
        self.call_it(made.words if made else self.words())
        self._effects.show_effects(made.effects if made else ())
        self._findings.show_findings(made.findings if made else problem)
        self._workings.setText(made.workings if made else "")
        self._workings.setVisible(bool(self._workings.text()))
        away = self._bridge.as_at
        past = f"The window shows {show.day(away)}; this is recorded under its own date. " if away else ""
        self.remark.setText(past + ONE_CHANGE)

    def _do(self) -> None:
        made: dict[int, int] = {}
        if self._proposal is None:
            return
        if self._bridge.act(partial(self._carry_out, self._proposal, made)):
            self.closed.emit()
            self.done.emit(made)

    def _carry_out(self, proposal: Proposal, made: dict[int, int]) -> None:
        made.update(carry_out(self._bridge.session, proposal))

    # What each verb says for itself

    def propose(self) -> Proposal | None:
        """What the fields would do; None while something is missing.

        Raises:
            TrackerError: it cannot be done; the sentence is shown in the form.
        """
        raise NotImplementedError

    def words(self) -> str:
        """What the button does, while something is missing."""
        raise NotImplementedError

    def lacks(self) -> str:
        """What is missing, as a sentence; "" where the form says it well enough."""
        return ""
