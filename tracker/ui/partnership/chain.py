"""Supersession: which agreement takes the place of which; a stated step is solid, a proposed one dashed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.succession import Chain, chains
from tracker.app.rows import AgreementRow
from tracker.domain.source import Relation, RelationStanding
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.partnership.chainpicture import ChainsView
from tracker.ui.partnership.parts import HideFictional, Places, Switch
from tracker.ui.partnership.rowtable import Later, RowTable
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, Scroller

_COLUMNS = (
    Column("newer", "Agreement", "New ICT partnership agreement, Aylesbury Vale", stretch=True),
    Column("how", "How it stands", "may be the same as mm"),
    Column("older", "To which", "Memorandum of understanding, Aylesbury Vale", stretch=True),
    Column("standing", "Said or proposed", "Proposed mm"),
    Column("note", "Why", "Inferred: it is later than the memorandum. Not", drop=1),
)
STATED = Look("Stated", Shape.TICK, Tone.GOOD)
PROPOSED = Look("Proposed", Shape.DASHED, Tone.WARNING)


class ChainPage(Page):
    """Every chain, each under the partnership that it belongs to; the same as a table."""

    ahead = (Ask(chains),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._chains: list[Chain] = []
        self._count = PlainLabel("", "caption")
        self._hide = HideFictional(bridge)
        inside = QWidget()
        inside.setProperty("kind", "page")
        scroller = Scroller(inside, parent=self)
        self.picture = ChainsView(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(self.picture)
        column.addStretch()
        self.table = RowTable("Supersession", _COLUMNS, self)
        self.switch = Switch(scroller, self.table, "supersession", self)
        self._empty = EmptyState(
            "No agreement takes the place of another",
            "Where one agreement replaces, renews or supersedes another, the chain is drawn here; steps that "
            "nobody states are kept apart as proposals.",
        )
        self._empty.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Supersession", "title"))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._hide)
        head.addWidget(self.switch.link)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(Places(bridge, "chain"))
        page.addWidget(self.switch, 1)
        page.addWidget(self._empty, 1)
        self.table.opened.connect(bridge.go)
        self.picture.opened.connect(self._open)
        bridge.fictional_hidden.connect(self._show)

    def title(self) -> str:
        return "Supersession"

    def first_focus(self) -> QWidget | None:
        return self.table if self.switch.is_table else self.switch.link

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.answers.ask(chains, self._on_chains)

    def _on_chains(self, answer: object) -> None:
        self._chains = cast("list[Chain]", answer)
        self._show()

    def _show(self) -> None:
        hide = self.bridge.hides_fictional
        found = [chain for chain in self._chains if not (hide and chain.fictional)]
        steps = [step for chain in found for step in chain.steps]
        stated = sum(step.stated for step in steps)
        count = f"{stated:,} stated, {len(steps) - stated:,} proposed" if found else ""
        why = {step.relation.note for step in steps} | {
            each[1].note for chain in found for each in chain.others
        }
        alike = len(steps) > 1 and len(why) == 1  # then it stands over the list, and titles have its room
        self._count.setText(f"{count}. {min(why)}".rstrip(". ") if alike else count)
        self.table.want(column.key for column in _COLUMNS if not (alike and column.key == "note"))
        self._empty.setVisible(not found)
        self.switch.setVisible(bool(found))
        self.switch.link.setVisible(bool(found))
        self.picture.show_chains(found)
        self.table.show_rows([row for chain in found for row in _rows(chain)])
        self.table.select_first()

    def _open(self, agreement_id: int) -> None:
        self.bridge.go.emit(Place("agreement", agreement_id))


def _rows(chain: Chain) -> Iterator[Later]:
    for step in chain.steps:
        yield _later(step.newer, step.relation, step.older)
    for one, relation, other in chain.others:
        yield _later(one, relation, other)


def _later(newer: AgreementRow, relation: Relation, older: AgreementRow) -> Later:
    return Later(Place("agreement", newer.id), partial(_row, newer, relation, older))


def _row(newer: AgreementRow, relation: Relation, older: AgreementRow) -> Row:
    stated = relation.standing is RelationStanding.STATED
    return Row(
        (
            Cell(f"{newer.reference}  {newer.title}".strip(), Tone.ACCENT, 500, help=newer.title),
            Cell(relation.kind.value),
            Cell(f"{older.reference}  {older.title}".strip(), help=older.title),
            Cell(look=STATED if stated else PROPOSED, chip=True),
            Cell(relation.note, Tone.MUTED, help=relation.note),
        ),
        Place("agreement", newer.id),
    )
