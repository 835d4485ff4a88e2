"""Conflicts: where sources do not agree, a person settles it with a reason, and may open it again."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from tracker.app.session import Session
from tracker.domain.source import Conflict, ConflictState
from tracker.ui.bridge import Bridge, Place
from tracker.ui.claims.conflictspanel import ConflictPanel
from tracker.ui.page import Page
from tracker.ui.partnership.aside import readings_words
from tracker.ui.partnership.parts import HideFictional, Places
from tracker.ui.partnership.rowtable import Later, RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField

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
_EVERY = "every"


def _read(session: Session) -> tuple[dict[int, Conflict], dict[int, str]]:
    """Every conflict, and the title of every partnership."""
    titles = {a.id: a.title for a in session.read.arrangements()}
    return {conflict.id: conflict for conflict in session.read.records(Conflict)}, titles


class ConflictsPage(Page):
    """The inbox at the left, the conflict in hand at the right."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._conflicts: dict[int, Conflict] = {}
        self._titles: dict[int, str] = {}
        self._count = PlainLabel("", "caption")
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
        self._search = SearchField("Search conflicts", "Ctrl+F")
        self._hide = HideFictional(bridge)
        self.table = RowTable("Conflicts", _COLUMNS, links=False)
        self.panel = ConflictPanel(bridge)
        self._empty = EmptyState(
            "No conflict here",
            "Where two sources do not agree, or one can be read in two ways, the register keeps both and asks "
            "somebody to decide. Nothing is settled without a reason and a name.",
        )
        self._empty.hide()
        self._lay()
        self._listen()

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Conflicts", "title"))
        head.addWidget(self._count)
        head.addStretch()
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.state)
        tools.addWidget(self.arrangement)
        tools.addWidget(self._search, 1)
        tools.addWidget(self._hide)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 2 * GRID, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, 0, 0)
        page.setSpacing(12)
        for line in (head, tools):
            line.setContentsMargins(0, 0, MARGIN, 0)
        page.addLayout(head)
        page.addWidget(Places(self.bridge, "conflicts"))
        page.addLayout(tools)
        page.addWidget(split, 1)

    def _listen(self) -> None:
        self.state.activated.connect(self._show)
        self.arrangement.activated.connect(self._show)
        self._search.textChanged.connect(self._show)
        self._search.left_downwards.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.table.opened.connect(self.panel.begin)
        self.bridge.fictional_hidden.connect(self._show)

    def title(self) -> str:
        return "Conflicts"

    def first_focus(self) -> QWidget | None:
        return self.table

    def search_field(self) -> QLineEdit | None:
        return self._search

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.read(_read, self._on_conflicts)

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
        self._show()
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

    def _show(self) -> None:
        shown = [c for c in self._conflicts.values() if self._passes(c)]
        self.table.show_rows([Later(conflict.id, partial(self._row, conflict)) for conflict in shown])
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        still = sum(c.state is ConflictState.OPEN for c in self._conflicts.values())
        self._count.setText(f"{still:,} open of {show.count(len(self._conflicts), 'conflict')}")
        self.table.select_first()
        if not shown:
            self.panel.show_conflict(None, "")

    def _passes(self, conflict: Conflict) -> bool:
        state, arrangement = self.state.currentData(), self.arrangement.currentData()
        if state not in (_EVERY, conflict.state.value):
            return False
        if arrangement is not None and conflict.arrangement_id != arrangement:
            return False
        if self.bridge.hides_fictional and conflict.fictional:
            return False
        text = f"{conflict.reference} {conflict.subject} {readings_words(conflict)}".casefold()
        return all(word in text for word in self._search.text().casefold().split())

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
