"""Cost shares of a partnership: a table to edit, what is odd about it, and the share of each in a year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app.partnership.cost_shares import TypedShare, Year, figure_text, save_shares, year_of
from tracker.app.partnership.dossier import Dossier, dossier
from tracker.app.partnership.partnering import members_in
from tracker.app.partnership.partnering_effects import part_words, proposed
from tracker.app.proposal import Proposal, carry_out
from tracker.domain.changes import Changes
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import financial_year, financial_year_start
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.partnerships.service import CostShare
from tracker.domain.written import read_amount
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.partnership.costshares_picture import SharesPicture
from tracker.ui.partnership.costshares_rows import ShareRows
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts.inputs import Choice
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.turns import Turns
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, Section, button

_COLUMNS = (
    Column("member", "Member", "Oadby and Wigston Borough Council", stretch=True),
    Column("part", "Part of what is divided", "100.00%", right=True),
    Column("amount", "Amount", "£10,000,000.00", right=True),
)
_YEARS = 6


class CostSharesPage(Page):
    """Who bears what of one arrangement's cost."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._found: Dossier | None = None
        self._proposal: Proposal | None = None
        inside = QWidget()
        inside.setProperty("kind", "page")
        scroller = Scroller(inside, parent=self)
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(MARGIN, GRID + 4, MARGIN, MARGIN)
        self._page.setSpacing(GRID)
        self._build_head()
        self.rows = ShareRows(bridge.today, inside)
        self.rows.edited.connect(self._wait)
        self._page.addWidget(self.rows)
        self._findings = FindingsLine(inside)
        self._page.addWidget(self._findings)
        self._build_foot()
        self._build_year()
        self._page.addStretch()
        self._turns = Turns(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.look_ahead)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def _build_head(self) -> None:
        self._back = button("Partnership", kind="link", name="Back to the partnership")
        self._back.clicked.connect(self._to_partnership)
        crumbs = QHBoxLayout()
        crumbs.addWidget(self._back)
        crumbs.addWidget(PlainLabel("›", "caption"))
        crumbs.addWidget(PlainLabel("Cost shares", "caption"))
        crumbs.addStretch()
        self._title = ElidedLabel("", "title")
        about = (
            "Fixed amounts come first; the rest of the year’s cost is divided by the figures. "
            "Leave “To” empty while a share goes on."
        )
        self._page.addLayout(crumbs)
        self._page.addWidget(self._title)
        self._page.addWidget(PlainLabel(about, "muted", wrap=True))

    def _build_foot(self) -> None:
        self.save = button("Save the cost shares", kind="primary")
        self.back = button("Take back what was typed")
        self.save.clicked.connect(self._on_save)
        self.back.clicked.connect(self.load)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.save)
        row.addWidget(self.back)
        row.addWidget(PlainLabel("One change in the history. Ctrl+Z undoes it.", "caption"))
        row.addStretch()
        self._page.addLayout(row)

    def _build_year(self) -> None:
        section = Section(
            "The share of each in a year",
            "by the days on which each share holds",
            self._page.parentWidget(),
        )
        self.year = Choice("Financial year")
        self.year.currentIndexChanged.connect(self._show_year)
        self.cost = QLineEdit()
        self.cost.setAccessibleName("Cost of the year")
        self.cost.setPlaceholderText("such as £1,200,000")
        self.cost.setMaximumWidth(200)
        self.cost.textEdited.connect(self._show_year)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for words, editor in (("Year", self.year), ("Cost of the whole in it", self.cost)):
            label = PlainLabel(words, "muted")
            label.setBuddy(editor)
            row.addWidget(label)
            row.addWidget(editor)
        row.addStretch()
        self.picture = SharesPicture(section)
        self.picture.chosen.connect(self.year.setCurrentIndex)
        self.table = RowTable("Shares of the year", _COLUMNS, section, links=False, whole=True)
        self._year_findings = FindingsLine()
        section.body.addSpacing(GRID)
        section.body.addWidget(self.picture)
        section.body.addSpacing(GRID)
        section.body.addLayout(row)
        section.body.addSpacing(GRID)
        section.setMaximumWidth(960)
        section.body.addWidget(self.table)
        section.body.addWidget(self._year_findings)
        self._page.addSpacing(2 * GRID)
        self._page.addWidget(section)

    # Showing

    def title(self) -> str:
        return f"Cost shares of {self._found.arrangement.title}" if self._found else "Cost shares"

    def first_focus(self) -> QWidget | None:
        return self.rows.first()

    def load(self) -> None:
        if self.place.record is None:
            return
        try:
            self._found = found = dossier(self.bridge.session, self.place.record)
        except TrackerError as error:
            self.bridge.said.emit(str(error), Tone.WARNING, "")
            self.bridge.go.emit(Place("partnerships"))
            return
        self._back.setText(found.arrangement.title)
        self._title.setText(f"Cost shares of {found.arrangement.title}")
        self._offer_years(found)
        self._turns.begin(self._show_rows, self.look_ahead)

    def _show_rows(self) -> None:
        """The shares that are stored, each in a row to type in."""
        found = self._found
        assert found is not None
        bodies = dict.fromkeys(
            [*members_in(found, self.bridge.today), *(s.organisation_id for s in found.shares)]
        )
        self.rows.show_rows(
            [(found.name(body), body) for body in bodies],
            [
                TypedShare(s.organisation_id, s.formula, figure_text(s), s.starts, s.ends, s.id)
                for s in sorted(found.shares, key=lambda s: (s.starts, found.name(s.organisation_id)))
            ],
        )

    @property
    def is_settled(self) -> bool:
        return self._turns.is_done

    def update_for(self, changes: Changes) -> None:
        """What is being typed stays, unless the shares themselves were changed."""
        if changes.touches("cost_share") or not self.back.isEnabled():
            self.load()

    def _offer_years(self, found: Dossier) -> None:
        today = self.bridge.today
        firsts = [s.starts.year for s in found.shares] or [today.year]
        now = financial_year_start(today).year
        years = range(min(*firsts, now) - 1, now + _YEARS)
        chosen = self.year.chosen() or now
        self.year.offer([(financial_year(date(y, 4, 1)), y) for y in years], chosen)

    def _wait(self) -> None:
        self._soon.start()

    def look_ahead(self) -> None:
        """Say what is odd about the rows as typed, and the year's shares by them."""
        self._proposal = None
        if self._found is None:
            return
        try:
            self._proposal = save_shares(self.bridge.session, self._found, self.rows.typed())
        except TrackerError as error:
            self._findings.show_findings([Finding("share.unread", Severity.ERROR, str(error))])
        else:
            self._findings.show_findings(self._proposal.findings)
        changed = self._proposal is None or bool(self._proposal.steps)
        writable = not self.bridge.session.read_only
        self.save.setEnabled(writable and self._proposal is not None and changed)
        self.back.setEnabled(changed)
        self._show_year()

    def _shares(self) -> tuple[CostShare, ...]:
        assert self._found is not None
        if self._proposal is None:
            return self._found.shares
        return proposed(self._found, self._proposal.steps).shares

    def _show_year(self) -> None:
        found, chosen = self._found, self.year.chosen()
        if found is None or chosen is None:
            return
        text = self.cost.text().strip()
        read = read_amount(text) if text else None
        cost: Money | None = read.value if read else None
        shares = self._shares()
        offered = [int(self.year.itemData(at)) for at in range(self.year.count())]
        years = [year_of(shares, date(first, 4, 1)) for first in offered]
        self.picture.show_years(years, found.names, self.year.currentIndex())
        year = year_of(shares, date(chosen, 4, 1), cost)
        rows = [
            Row(
                (
                    Cell(found.name(row.organisation_id)),
                    Cell(part_words(row.part) if row.part is not None else "fixed", right=True),
                    Cell(str(row.amount) if row.amount else "", right=True),
                )
            )
            for row in sorted(year.rows, key=lambda row: found.name(row.organisation_id))
        ]
        if rows:
            rows.append(_together(year))
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        odd = list(year.findings)
        if text and cost is None:
            words = f"“{text}” is not an amount. Write it as £1,200,000."
            odd.append(Finding("cost.unread", Severity.ERROR, words))
        if not rows:
            words = f"No share of the cost holds in {year.name}."
            odd.append(Finding("share.none", Severity.NOTE, words))
        self._year_findings.show_findings(odd)

    # Doing

    def _on_save(self) -> None:
        if self._proposal is not None and self.bridge.act(
            partial(carry_out, self.bridge.session, self._proposal)
        ):
            self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.NOTE, "Undo")

    def _to_partnership(self) -> None:
        self.bridge.go.emit(Place("partnership", self.place.record))


def _together(year: Year) -> Row:
    """What the shares come to."""
    parts = [row.part for row in year.rows if row.part is not None]
    whole = part_words(sum(parts, Fraction(0))) if parts else ""
    borne = str(year.borne) if year.borne is not None else ""
    return Row(
        (
            Cell("Together", weight=600),
            Cell(whole, weight=600, right=True),
            Cell(borne, weight=600, right=True),
        )
    )
