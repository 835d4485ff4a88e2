"""Organisations: every council, supplier and other body, with what the register holds about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import cast

from PySide6.QtWidgets import QComboBox, QWidget

from tracker.app.organisations import OrganisationLine, organisation_lines
from tracker.domain.organisation import OrganisationKind
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.organisations.merge import MergePanel
from tracker.ui.partnership.listpage import ListOf, ListPage
from tracker.ui.partnership.rowtable import Later
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import button

_COLUMNS = (
    Column("name", "Organisation", "Hinckley and Bosworth Borough Council", stretch=True),
    Column("kind", "Kind", "controlled company"),
    Column("type", "Type", "metropolitan district", drop=3),
    Column("region", "Region or nation", "Yorkshire and The Humber", drop=2),
    Column("agreements", "Agreements", "Agreements", right=True),
    Column("arrangements", "Partnerships", "Partnerships", right=True),
    Column("claims", "Claims", "Claims", right=True, drop=1),
    Column("became", "Became", "Buckinghamshire Council", drop=4),
)
_LIST = ListOf(
    "Organisations",
    "Search organisations, by any of their names",
    _COLUMNS,
    "No organisation is recorded",
    "Councils, suppliers and other bodies come in with the agreements that name them. Each keeps its "
    "names over time and what became of it.",
)
_EVERY = ""


class OrganisationsPage(ListPage):
    """The list."""

    ahead = (Ask(organisation_lines),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._lines: list[OrganisationLine] = []
        self.kind = QComboBox()
        self.kind.setAccessibleName("Which kind")
        self.kind.setMinimumWidth(180)
        self.kind.addItem("All kinds", _EVERY)
        for kind in OrganisationKind:
            self.kind.addItem(kind.value.capitalize(), kind.value)
        self.merge = button("Merge duplicates…", icon="link")
        self.merge.clicked.connect(self.show_merge)
        self._merging: MergePanel | None = None
        self.reorganise = button("Reorganisation…", name="Reorganisation of councils")
        self.reorganise.clicked.connect(self._to_reorganisation)
        self.lay_out((self.kind, self._search, self._hide), at_right=(self.reorganise, self.merge))
        self.table.opened.connect(self._open)
        self.kind.activated.connect(self.show_list)

    def load(self) -> None:
        self._hide.show_where_needed()
        self.bridge.answers.ask(organisation_lines, self._on_lines)

    def _on_lines(self, answer: object) -> None:
        self._lines = cast("list[OrganisationLine]", answer)
        self.show_list()

    def show_list(self) -> None:
        shown = [line for line in self._lines if self._passes(line)]
        rows = [Later(_place(line), partial(_row, line)) for line in shown]
        self.table.want(_columns_of(shown))
        self.fill(rows, show.count(len(shown), "organisation"), empty=not self._lines)

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

    def _passes(self, line: OrganisationLine) -> bool:
        body, kind = line.organisation, self.kind.currentData()
        if (kind and body.kind.value != kind) or (self.bridge.hides_fictional and body.fictional):
            return False
        return self.searched(f"{body.name} {' '.join(line.also)} {body.region} {body.council_type}")

    def _to_reorganisation(self) -> None:
        self.bridge.go.emit(Place("reorganise"))


def _columns_of(lines: Sequence[OrganisationLine]) -> Iterator[str]:
    """The columns in which something stands; the room of the others is for names."""
    holds: dict[str, Callable[[OrganisationLine], object]] = {
        "type": lambda line: line.organisation.council_type,
        "region": lambda line: line.organisation.region,
        "claims": lambda line: line.claims,
        "became": lambda line: line.became,
    }
    for column in _COLUMNS:
        if column.key not in holds or any(map(holds[column.key], lines)):
            yield column.key


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
