"""Gaps: what the register does not hold, kind by kind, each leading to the record that lacks it."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import NamedTuple, cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.gaps import gaps
from tracker.app.partnership.partnerships import Gap
from tracker.app.session import Session
from tracker.domain.partnerships.service import ServiceLevel
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.home.parts import BarRow
from tracker.ui.partnership.listpage import ListOf, ListPage, holds
from tracker.ui.partnership.rowtable import Many
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import Section, clear

_COLUMNS = (
    Column("name", "Record", "Aylesbury Vale – Dacorum ICT partnership"),
    Column("kind", "Kind", "service level", drop=1),
    Column("missing", "Missing", "signed agreement"),
    Column("why", "In words", "No signed binding agreement is recorded", stretch=True, drop=2),
)
_LIST = ListOf(
    "Gaps",
    "Search what is missing",
    _COLUMNS,
    "Nothing is missing",
    "What an officer would look for and the register does not hold is listed here: signatures, dates, "
    "values, owners, hosts, measurements.",
)
_SIDE = 320
_AT_ONCE = 2_000
"""Of more gaps than these a worker finds the ones to show."""


def gaps_shown(session: Session) -> tuple[list[Gap], frozenset[tuple[str, int]]]:
    """The gaps, and which of their records are fictional; those of a service level lead to its arrangement."""
    found = gaps(session)
    levels = {level.id: level.arrangement_id for level in session.read.records(ServiceLevel)}
    made_up = {("arrangement", a.id) for a in session.read.arrangements() if a.fictional}
    listed = session.read.listing(filters={"fictional": "yes"})
    made_up |= {("agreement", row.id) for row in listed.rows}
    rows = [
        Gap("service level", levels.get(gap.record_id) or 0, gap.name, gap.missing, gap.message)
        if gap.kind == "service level"
        else gap
        for gap in found
    ]
    made_up |= {("service level", record_id) for kind, record_id in made_up if kind == "arrangement"}
    return rows, frozenset(made_up)


class _Wanted(NamedTuple):
    """Which gaps are listed.

    Attributes:
        hides: whether those of fictional records are left out.
        only: what is missing, as `Gap` says it; "" for everything.
    """

    hides: bool
    only: str
    sought: str


class _Listed(NamedTuple):
    """What passes, of all that were found: how many of each kind are missing, and the lines of the list.

    Attributes:
        counted: "" for all of them first; the search and the kind that is shown do not count.
    """

    of: list[Gap]
    wanted: _Wanted
    counted: dict[str, int]
    shown: list[Gap]


def _listed(found: list[Gap], fictional: frozenset[tuple[str, int]], wanted: _Wanted) -> _Listed:
    left = found
    if wanted.hides:
        left = [gap for gap in found if (gap.kind, gap.record_id) not in fictional]
    counted = {"": len(left), **dict(Counter(gap.missing for gap in left).most_common())}
    shown = [gap for gap in left if wanted.only in ("", gap.missing)]
    if wanted.sought:
        shown = [gap for gap in shown if holds(f"{gap.name} {gap.missing} {gap.message}", wanted.sought)]
    return _Listed(found, wanted, counted, shown)


class GapsPage(ListPage):
    """Bars of what is missing at the left, the records at the right."""

    ahead = (Ask(gaps_shown),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._gaps: list[Gap] = []
        self._only = ""
        self._fictional: frozenset[tuple[str, int]] = frozenset()
        self._wanted: _Wanted | None = None
        self._counted: dict[str, int] = {}
        self.bars: dict[str, BarRow] = {}
        self._kinds = Section("Missing")
        self._side = QWidget()
        self._side.setFixedWidth(_SIDE)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._kinds)
        column.addStretch()
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, MARGIN, GRID)
        across.setSpacing(3 * GRID)
        across.addWidget(self._side)
        across.addWidget(self.table, 1)
        across.addWidget(self._empty, 1)
        self.lay_out((self._search, self._hide), middle, places="gaps")
        self.table.opened.connect(self._open)

    def load(self) -> None:
        self._hide.show_where_needed()
        if self.place.query:
            self._only = self.place.query
        self.bridge.answers.ask(gaps_shown, self._on_gaps)

    def _on_gaps(self, answer: object) -> None:
        self._gaps, self._fictional = cast("tuple[list[Gap], frozenset[tuple[str, int]]]", answer)
        self.show_all()

    def show_all(self) -> None:
        self.show_list()

    def show_list(self) -> None:
        wanted = _Wanted(self.bridge.hides_fictional, self._only, self._search.text())
        work = partial(_listed, self._gaps, self._fictional, wanted)
        self._wanted = wanted
        if len(self._gaps) <= _AT_ONCE:
            self._on_listed(work())
        else:
            self.bridge.run(work, self._on_listed)

    def _on_listed(self, answer: object) -> None:
        listed = cast("_Listed", answer)
        if listed.wanted != self._wanted or listed.of is not self._gaps:
            return
        self._show_kinds(listed.counted)
        self._kinds.remark.setText(f"showing {self._only}" if self._only else "showing everything")
        self._side.setVisible(bool(self._gaps))
        rows = Many(listed.shown, _row, partial(_place_of, listed.shown))
        self.fill(rows, show.count(len(listed.shown), "gap"), empty=not self._gaps)

    def _show_kinds(self, counted: dict[str, int]) -> None:
        """A bar for each kind of gap, made anew only where the numbers are others."""
        if counted == self._counted:
            return
        self._counted = counted
        clear(self._kinds.body)
        most = max(counted.get("", 0), 1)  # of all bars, that of everything too: they are compared
        self.bars = {}
        for key, number in counted.items():
            bar = BarRow(key, key.capitalize() or "Everything", number, most)
            bar.clicked.connect(self._narrow)
            self.bars[key] = bar
            self._kinds.body.addWidget(bar)

    def _narrow(self) -> None:
        sender = self.sender()
        if isinstance(sender, BarRow):
            self._only = sender.key
            self.show_list()


def _row(gap: Gap) -> Row:
    return Row(
        (
            Cell(gap.name, Tone.ACCENT, 500, help=gap.name),
            Cell("partnership" if gap.kind == "arrangement" else gap.kind, Tone.MUTED),
            Cell(gap.missing),
            Cell(gap.message, Tone.MUTED, help=gap.message),
        ),
        _place(gap),
    )


def _place(gap: Gap) -> Place:
    return Place("agreement" if gap.kind == "agreement" else "partnership", gap.record_id)


def _place_of(gaps: list[Gap], record: object) -> int | None:
    """The number of the first line that leads there."""
    wanted = record.record if isinstance(record, Place) else None
    return next((n for n, gap in enumerate(gaps) if gap.record_id == wanted and _place(gap) == record), None)
