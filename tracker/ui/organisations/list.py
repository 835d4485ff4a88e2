"""Organisations: every council, supplier and other body, with what the register holds about it."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app.organisations import OrganisationLine, organisation_lines
from tracker.domain.organisation import OrganisationKind
from tracker.ui.bridge import Bridge, Place
from tracker.ui.organisations.merge import MergePanel
from tracker.ui.page import Page
from tracker.ui.partnership.parts import HideFictional
from tracker.ui.partnership.rowtable import Later, RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField, button

_COLUMNS = (
    Column("name", "Organisation", "Hinckley and Bosworth Borough Council", stretch=True),
    Column("kind", "Kind", "controlled company"),
    Column("type", "Type", "metropolitan district", drop=3),
    Column("region", "Region or nation", "Yorkshire and The Humber", drop=2),
    Column("agreements", "Agreements", "Agreements", right=True),
    Column("arrangements", "Partnerships", "Partnerships", right=True),
    Column("claims", "Claims", "Claims", right=True, drop=1),
    Column("became", "Became", "North Northamptonshire", drop=4),
)
_EVERY = ""


class OrganisationsPage(Page):
    """The list."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._lines: list[OrganisationLine] = []
        self._count = PlainLabel("", "caption")
        self.kind = QComboBox()
        self.kind.setAccessibleName("Which kind")
        self.kind.setMinimumWidth(180)
        self.kind.addItem("All kinds", _EVERY)
        for kind in OrganisationKind:
            self.kind.addItem(kind.value.capitalize(), kind.value)
        self.merge = button("Merge duplicates…", icon="link")
        self.merge.clicked.connect(self.show_merge)
        self._merging: MergePanel | None = None
        self._search = SearchField("Search organisations, by any of their names", "Ctrl+F")
        self._hide = HideFictional(bridge)
        self.table = RowTable("Organisations", _COLUMNS)
        self._empty = EmptyState(
            "No organisation is recorded",
            "Councils, suppliers and other bodies come in with the agreements that name them. Each keeps its "
            "names over time and what became of it.",
        )
        self._empty.hide()
        self._lay()
        self.table.opened.connect(self._open)
        self.kind.activated.connect(self._show)
        self._search.textChanged.connect(self._show)
        self._search.left_downwards.connect(self.table.setFocus)
        bridge.fictional_hidden.connect(self._show)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Organisations", "title"))
        head.addWidget(self._count)
        head.addStretch()
        self.reorganise = button("Reorganisation…", name="Reorganisation of councils")
        self.reorganise.clicked.connect(self._to_reorganisation)
        head.addWidget(self.reorganise)
        head.addWidget(self.merge)
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.kind)
        tools.addWidget(self._search, 1)
        tools.addWidget(self._hide)
        work = QWidget()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(work, 1)
        page = QVBoxLayout(work)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addLayout(tools)
        page.addWidget(self.table, 1)
        page.addWidget(self._empty, 1)

    def title(self) -> str:
        return "Organisations"

    def first_focus(self) -> QWidget | None:
        return self.table

    def search_field(self) -> QLineEdit | None:
        return self._search

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.read(organisation_lines, self._on_lines)

    def _on_lines(self, answer: object) -> None:
        self._lines = cast("list[OrganisationLine]", answer)
        self._show()

    def _show(self) -> None:
        words = self._search.text().casefold().split()
        shown = [line for line in self._lines if self._passes(line, words)]
        self.table.show_rows([Later(_place(line), partial(_row, line)) for line in shown])
        self.table.setVisible(bool(self._lines))
        self._empty.setVisible(not self._lines)
        self.table.select_first()
        self._count.setText(show.count(len(shown), "organisation"))

    def show_merge(self) -> None:
        """Open the panel that makes several records of one body one."""
        if self._merging is None:
            self._merging = MergePanel(self.bridge)
            self._merging.closed.connect(self._merging.hide)
            self._merging.done.connect(self._on_merged)
            self._across.addWidget(self._merging)
        self._merging.begin()
        self._merging.show()
        self._merging.first().setFocus()

    def _on_merged(self) -> None:
        self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")
        self.show_merge()

    def _passes(self, line: OrganisationLine, words: list[str]) -> bool:
        body, kind = line.organisation, self.kind.currentData()
        if (kind and body.kind.value != kind) or (self.bridge.hides_fictional and body.fictional):
            return False
        text = f"{body.name} {' '.join(line.also)} {body.region} {body.council_type}".casefold()
        return all(word in text for word in words)

    def _to_reorganisation(self) -> None:
        self.bridge.go.emit(Place("reorganise"))

    def _open(self, record: object) -> None:
        self.bridge.go.emit(record)


def _row(line: OrganisationLine) -> Row:
    body = line.organisation
    remark = "fictional" if body.fictional else ""
    also = "also " + "; ".join(line.also) if line.also else ""
    return Row(
        (
            Cell(body.name, Tone.ACCENT, 500, remark=remark or also, help=also),
            Cell(body.kind.value, Tone.MUTED),
            Cell(body.council_type, Tone.MUTED),
            Cell(body.region, Tone.MUTED),
            Cell(f"{line.agreements:,}" if line.agreements else "", right=True),
            Cell(f"{line.arrangements:,}" if line.arrangements else "", right=True),
            Cell(f"{line.claims:,}" if line.claims else "", right=True),
            Cell(line.became, Tone.MUTED),
        ),
        _place(line),
    )


def _place(line: OrganisationLine) -> Place:
    return Place("organisation", line.organisation.id)
