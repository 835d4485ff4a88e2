"""Conflicts: where sources do not agree, a person settles it with a reason, and may open it again."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QComboBox, QWidget

from tracker.app.session import Session
from tracker.domain.source import Conflict, ConflictState
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.claims.conflictspanel import ConflictPanel
from tracker.ui.partnership.aside import readings_words
from tracker.ui.partnership.listpage import ListOf, ListPage
from tracker.ui.partnership.rowtable import Later
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone

STATES = {
    ConflictState.OPEN: Look("Open", Shape.TRIANGLE, Tone.WARNING),
    ConflictState.EXPLAINED: Look("Explained", Shape.HALF, Tone.NOTE),
    ConflictState.SETTLED: Look("Settled", Shape.TICK, Tone.GOOD),
}
_COLUMNS = (
    Column("reference", "Mark", "X28 mm"),
    Column("subject", "In doubt", "When Oadby and Wigston joined the partnership", stretch=True),
    Column("where", "Partnership", "Leicestershire ICT partnership", drop=1),
    Column("state", "State", "Explained mm"),
)
_LIST = ListOf(
    "Conflicts",
    "Search conflicts",
    _COLUMNS,
    "No conflict here",
    "Where two sources do not agree, or one can be read in two ways, the register keeps both and asks "
    "somebody to decide. Nothing is settled without a reason and a name.",
    links=False,
)
_EVERY = "every"


def all_conflicts(session: Session) -> tuple[dict[int, Conflict], dict[int, str]]:
    """Every conflict, and the title of every partnership."""
    titles = {a.id: a.title for a in session.read.arrangements()}
    return {conflict.id: conflict for conflict in session.read.records(Conflict)}, titles


class ConflictsPage(ListPage):
    """The inbox at the left, the conflict in hand at the right."""

    ahead = (Ask(all_conflicts),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._conflicts: dict[int, Conflict] = {}
        self._titles: dict[int, str] = {}
        self.state = QComboBox()
        self.state.setAccessibleName("Which conflicts")
        for words, key in (
            ("Open", "open"),
            ("Explained", "explained"),
            ("Settled", "settled"),
            ("All", _EVERY),
        ):
            self.state.addItem(words, key)
        self.arrangement = QComboBox()
        self.arrangement.setAccessibleName("Of which partnership")
        self.arrangement.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.arrangement.setMinimumWidth(220)
        self.panel = ConflictPanel(bridge)
        tools = (self.state, self.arrangement, self._search, self._hide)
        self.lay_out(tools, self.beside(self.panel), places="conflicts")
        self.state.activated.connect(self.show_list)
        self.arrangement.activated.connect(self.show_list)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.opened.connect(self.panel.begin)

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.answers.ask(all_conflicts, self._on_conflicts)

    def _on_conflicts(self, answer: object) -> None:
        self._conflicts, self._titles = cast("tuple[dict[int, Conflict], dict[int, str]]", answer)
        wanted = self._wanted()
        self.arrangement.clear()
        self.arrangement.addItem("All partnerships", None)
        for each in sorted(
            {c.arrangement_id for c in self._conflicts.values() if c.arrangement_id}, key=self._title
        ):
            self.arrangement.addItem(self._title(each), each)
        self.arrangement.setCurrentIndex(max(0, self.arrangement.findData(wanted)))
        chosen = self._conflicts.get(self.place.record or 0)
        if chosen is not None and chosen.state.value != self.state.currentData():
            self.state.setCurrentIndex(self.state.findData(_EVERY))
        self.show_list()
        if chosen is not None:
            self.table.select(chosen.id)
        self.place = Place(self.place.page, None, self.place.query)

    def _wanted(self) -> int | None:
        """The partnership to narrow to: the one asked for, else the one that was chosen before."""
        if self.place.query.startswith("arrangement="):
            return int(self.place.query.removeprefix("arrangement="))
        held = self.arrangement.currentData()
        return held if isinstance(held, int) else None

    def _title(self, arrangement_id: int | None) -> str:
        return self._titles.get(arrangement_id or 0, "National figures")

    def show_list(self) -> None:
        shown = [c for c in self._conflicts.values() if self._passes(c)]
        still = sum(c.state is ConflictState.OPEN for c in self._conflicts.values())
        rows = [Later(conflict.id, partial(self._row, conflict)) for conflict in shown]
        self.fill(rows, f"{still:,} open of {show.count(len(self._conflicts), 'conflict')}", empty=not shown)
        self.panel.setVisible(bool(shown))

    def _passes(self, conflict: Conflict) -> bool:
        state, arrangement = self.state.currentData(), self.arrangement.currentData()
        if state not in (_EVERY, conflict.state.value):
            return False
        if arrangement is not None and conflict.arrangement_id != arrangement:
            return False
        if self.bridge.hides_fictional and conflict.fictional:
            return False
        return self.searched(f"{conflict.reference} {conflict.subject} {readings_words(conflict)}")

    def _row(self, conflict: Conflict) -> Row:
        made_up = "fictional" if conflict.fictional else ""
        readings = readings_words(conflict)
        return Row(
            (
                Cell(conflict.reference, Tone.MUTED),
                Cell(conflict.subject, weight=500, remark=readings, help=f"{conflict.subject}\n{readings}"),
                Cell(self._title(conflict.arrangement_id), Tone.MUTED, remark=made_up),
                Cell(look=STATES[conflict.state], chip=True),
            ),
            conflict.id,
        )

    def _on_current(self) -> None:
        chosen = self.table.selected_record()
        conflict = self._conflicts.get(chosen) if isinstance(chosen, int) else None
        where = self._title(conflict.arrangement_id) if conflict else ""
        self.panel.show_conflict(conflict, where)
