"""One claim in full beside those that it can be set against, and what the claims in the list come to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.claimsview import Beside, Claims, Shown, beside
from tracker.domain.partnerships.claim import SavingsClaim, bodies, is_whole
from tracker.ui.bridge import Bridge, Place
from tracker.ui.claims.board import VERDICTS, TotalsBlock, average_words, figure_words
from tracker.ui.partnership.parts import source_mark, source_words
from tracker.ui.parts import format as show
from tracker.ui.parts.kept import Kept
from tracker.ui.parts.laying import laid_out_once
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, Scroller, rule

_MOST_BESIDE = 8


class ClaimPanel(QWidget):
    """The panel at the right of the claims."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._claim: SavingsClaim | None = None
        self._claims: Claims | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(320)
        inside = QWidget()
        self._scroller = Scroller(inside, kind="panel", parent=self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        column.setSpacing(2 * GRID)
        total = QWidget(inside)
        self.totals = TotalsBlock(narrow=True, parent=total)
        under = QVBoxLayout(total)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(6)
        self._what = PlainLabel("What they come to", "subheading")
        for part in (self._what, rule(strong=True), self.totals):
            under.addWidget(part)
        self._one = QWidget(inside)
        self._column = QVBoxLayout(self._one)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(5)
        self._kept = Kept(self._column)
        column.addWidget(self._one)
        column.addWidget(total)
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._scroller)

    def show_totals(self, shown: Shown) -> None:
        """Show what the claims in the list come to."""
        with laid_out_once(self._scroller):
            self.totals.show_totals(shown.totals)
        apart = len(shown.joint) + len(shown.whole)
        rest = f"; {show.count(apart, 'joint or wider claim')} apart" if apart else ""
        self._what.setText(f"What they come to{rest}")

    def show_claim(self, claims: Claims, claim_id: int | None) -> None:
        """Show one claim of the list; nothing for None."""
        claim = next((c for c in claims.every if c.id == claim_id), None)
        if claims is self._claims and claim is self._claim:
            return
        self._claims, self._claim = claims, claim
        with laid_out_once(self._scroller), self._kept.anew():
            if claim is not None:
                self._show(claims, claim)

    def _show(self, claims: Claims, claim: SavingsClaim) -> None:
        column, kept = self._column, self._kept
        head = " · ".join(p for p in (claim.reference, "fictional" if claim.fictional else "") if p)
        column.addWidget(kept.label(head, "caption"))
        column.addWidget(kept.prose(f"“{claim.quote}”", "heading"))
        where = claims.arrangements.get(claim.arrangement_id or 0, "")
        if where:
            column.addWidget(kept.link(where, f"Open {where}", self._to_arrangement))
        column.addLayout(self._facts(_facts(claims, claim)))
        self._show_beside(claims, claim)

    def _facts(self, facts: Sequence[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate((name, words) for name, words in facts if words):
            grid.addWidget(self._kept.label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._kept.prose(words), row, 1)
        return grid

    def _show_beside(self, claims: Claims, claim: SavingsClaim) -> None:
        column, kept = self._column, self._kept
        others = beside(claims, claim)
        column.addSpacing(GRID)
        column.addWidget(kept.label("Beside it", "subheading"))
        column.addWidget(kept.rule(strong=True))
        if not others:
            column.addWidget(kept.prose("No other claim speaks of the same bodies.", "muted"))
        for other in others[:_MOST_BESIDE]:
            column.addLayout(self._beside(claims, other))
            column.addWidget(kept.rule())
        if len(others) > _MOST_BESIDE:
            column.addWidget(kept.label(f"and {len(others) - _MOST_BESIDE} more", "caption"))

    def _beside(self, claims: Claims, other: Beside) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._kept.prose(f"{other.claim.reference}  “{other.claim.quote}”".strip()), 1)
        row.addWidget(self._kept.chip(VERDICTS[other.comparison.verdict]), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        mark = source_mark(claims.sources.get(other.claim.source_id or 0))
        column.addWidget(self._kept.prose(f"{mark}. {other.comparison.why}", "caption"))
        return column

    def _to_arrangement(self) -> None:
        if self._claim is not None and self._claim.arrangement_id is not None:
            self._bridge.go.emit(Place("partnership", self._claim.arrangement_id))


def _facts(claims: Claims, claim: SavingsClaim) -> tuple[tuple[str, str], ...]:
    """What is recorded of it, each with its name; "" for what is not."""
    derived = next((c for c in claims.every if c.id == claim.derived_from_id), None)
    dated = [
        f"{word} {show.when(when)}" for word, when in (("from", claim.starts), ("to", claim.ends)) if when
    ]
    proposed = show.amount(claim.interpreted.minor, claim.interpreted.currency) if claim.interpreted else ""
    return (
        ("Figure", figure_words(claim)),
        ("On average", average_words(claim)),
        ("May mean", f"{proposed}, proposed and never added. {claim.interpretation}" if proposed else ""),
        ("Said by", claim.claimant or "not stated"),
        ("For", claim.for_whom or _beneficiaries(claims, claim)),
        ("Nature", claim.nature.value),
        ("Basis", claim.basis.value),
        ("Period", claim.period_text or " ".join(dated) or "not stated"),
        ("Further to", claim.further_to),
        ("Source", ", ".join(p for p in (_source(claims, claim), claim.locator) if p)),
        ("May repeat", f"{derived.reference} “{derived.quote}”" if derived else ""),
        ("Related", "\n".join(_relations(claims, claim))),
        ("Note", claim.note),
    )


def _beneficiaries(claims: Claims, claim: SavingsClaim) -> str:
    """Those that it names, where its own words for them are not kept."""
    if is_whole(claim):
        return "the partnership as a whole"
    names = [claims.names.get(body, "") for body in sorted(bodies(claim))]
    return ", ".join(name for name in names if name) + (", jointly" if len(names) > 1 else "")


def _source(claims: Claims, claim: SavingsClaim) -> str:
    return source_words(claims.sources.get(claim.source_id or 0))


def _relations(claims: Claims, claim: SavingsClaim) -> list[str]:
    """How it stands to other claims, with whether a source says so."""
    marks = {c.id: c.reference or f"“{c.quote}”" for c in claims.every}
    return [
        f"{marks.get(r.from_id, '?')} {r.kind.value} {marks.get(r.to_id, '?')} ({r.standing.value}). {r.note}"
        for r in claims.relations
        if claim.id in (r.from_id, r.to_id)
    ]
