"""The savings claims of an arrangement on its page: side by side, then what they come to and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.app.partnership.claimboard import board
from tracker.domain.partnerships.claim import figure
from tracker.domain.partnerships.totals import totals
from tracker.domain.source import ConflictState
from tracker.ui.bridge import Bridge, Place
from tracker.ui.claims.board import ClaimsBoard, TotalsBlock, average_words
from tracker.ui.parts import format as show
from tracker.ui.parts.widgets import PlainLabel, Section, button

if TYPE_CHECKING:
    from tracker.app.partnership.dossier import Dossier


class ClaimsSection(Section):
    """The board of claims, their totals and averages, and the way to all of them."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Savings claims", parent=parent)
        self._bridge = bridge
        self._arrangement: int | None = None
        self.board = ClaimsBoard(self)
        self.board.conflict_chosen.connect(self._to_conflict)
        self.totals = TotalsBlock(parent=self)
        self._average = PlainLabel("", "caption", wrap=True)
        self._all = button("All claims", kind="link")
        self._all.clicked.connect(self._to_claims)
        self.head.addWidget(self._all)
        for part in (self.board, self.totals, self._average):
            self.body.addSpacing(6)
            self.body.addWidget(part)

    def show_claims(self, found: Dossier) -> None:
        """What is claimed of that arrangement; the section hides where nothing is."""
        self._arrangement = found.arrangement.id
        self.setVisible(bool(found.claims))
        open_ones = [c for c in found.conflicts if c.state is ConflictState.OPEN]
        made = board(found.claims, open_ones, found.sources, found.bodies)
        self.board.setVisible(bool(made.rows))
        self.board.show_board(made, found.sources, found.bodies)
        lines = totals(found.claims)
        single = len(lines) == 1 and bool(lines[0].amount)
        self.remark.setText("" if single else "No single total: the claims do not state the same thing")
        self.totals.show_totals(lines)
        averages = [words for claim in found.claims if (words := average_words(claim))]
        in_words = [f"{c.reference}: {figure(c)}, “{c.quote}”" for c in made.rest[:4]]
        more = f"Claims without a figure: {'; '.join(in_words)}" if in_words and not made.rows else ""
        self._average.setText("\n".join([*averages, more]).strip())
        self._average.setVisible(bool(self._average.text()))
        rest = f", {len(made.rest)} of them without a figure" if made.rest else ""
        self._all.setText(
            f"{'All ' if len(found.claims) > 1 else ''}{show.count(len(found.claims), 'claim')}{rest}"
        )

    def _to_conflict(self, conflict_id: int) -> None:
        self._bridge.go.emit(Place("conflicts", conflict_id))

    def _to_claims(self) -> None:
        self._bridge.go.emit(Place("claims", query=f"arrangement={self._arrangement}"))
