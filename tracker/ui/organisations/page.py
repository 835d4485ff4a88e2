"""An organisation: its names over time, what it came from and became, its agreements and memberships."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.organisations import OrganisationFile, Spend, organisation_file, spend
from tracker.app.rows import AgreementRow
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import OrganisationName
from tracker.domain.partnerships.claim import figure
from tracker.domain.partnerships.partnership import Certainty, Membership
from tracker.ui.bridge import Bridge, Place
from tracker.ui.organisations.chain import SuccessionView
from tracker.ui.organisations.merge import MergePanel
from tracker.ui.page import Page
from tracker.ui.partnership.parts import FICTIONAL
from tracker.ui.partnership.rowtable import Later, RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.marks import Chip
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, Section, button, clear

_NAMES = (
    Column("name", "Name", "Hinckley and Bosworth Borough Council", stretch=True),
    Column("kind", "Kind of name", "as printed mm"),
    Column("from", "From", "some time in December 2008"),
    Column("to", "Until", "some time in December 2008"),
)
_AGREEMENTS = (
    Column("title", "Agreement", "Provision of ICT services to the council", stretch=True),
    Column("role", "Role", "lead buyer, member"),
    Column("status", "Status", "In negotiation mm"),
    Column("with", "Supplier", "Ombersley Pike LLP and others", drop=1),
    Column("owner", "Held by", "Contracts and partnerships officer", drop=2),
    Column("starts", "Starts", "between 1 December 2008 and 31 Dec", drop=3),
    Column("end", "Current end", "30 September 2026", right=True),
)
_MEMBERSHIPS = (
    Column("title", "Partnership", "Aylesbury Vale – Dacorum ICT partnership", stretch=True),
    Column("role", "Role", "prospective"),
    Column("joined", "Joined", "between 1 December 2008 and 31 Dec"),
    Column("left", "Left", "no end recorded mm"),
    Column("basis", "Basis", "service start, disputed"),
)
_SPEND = (
    Column("basis", "Basis", "Value in all, in euros", stretch=True),
    Column("live", "In force", "£108,915,700", right=True),
    Column("live_count", "Agreements", "Agreements", right=True),
    Column("every", "With those ended", "£108,915,700", right=True),
    Column("every_count", "Agreements", "Agreements", right=True),
)
_CLAIMS = (
    Column("quote", "Claim", "expected to save a further £70,000", stretch=True),
    Column("figure", "Figure", "between £2,000,000 and £5,000,000"),
    Column("kind", "Nature and basis", "guaranteed, total over period"),
)
_PEOPLE = (
    Column("post", "Post", "Deputy chief executive", stretch=True),
    Column("name", "Name", "Cllr Andrew Williams"),
)


class OrganisationPage(Page):
    """One organisation on one page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._found: OrganisationFile | None = None
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._scroller = Scroller(inside, parent=self)
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(MARGIN, GRID + 4, MARGIN, MARGIN)
        self._page.setSpacing(GRID)
        self._build_head()
        self._succession = self._section("What it came from, and what it became")
        self.chain = SuccessionView()
        self.chain.opened.connect(self._open_body)
        self._succession.body.addWidget(self.chain)
        self.memberships = self._list("Partnerships", _MEMBERSHIPS)
        self.agreements = self._list("Agreements", _AGREEMENTS)
        self.spend = self._list("Spend with it, by basis", _SPEND, links=False)
        self._no_amount = PlainLabel("", "caption")
        self._section_of(self.spend).body.addWidget(self._no_amount)
        self.claims = self._list("Savings claimed for it", _CLAIMS)
        self.names = self._list("Names", _NAMES, links=False)
        self.people = self._list("People named", _PEOPLE, links=False)
        self._page.addStretch()
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._across.addWidget(self._scroller, 1)
        self._merging: MergePanel | None = None

    def _build_head(self) -> None:
        back = button("Organisations", kind="link", name="Back to the organisations")
        back.clicked.connect(self._back)
        self._crumb = PlainLabel("", "caption")
        crumbs = QHBoxLayout()
        crumbs.setSpacing(GRID)
        crumbs.addWidget(back)
        crumbs.addWidget(PlainLabel("›", "caption"))
        crumbs.addWidget(self._crumb)
        crumbs.addStretch()
        self._title = ElidedLabel("", "title")
        self._made_up = Chip(FICTIONAL)
        title = QHBoxLayout()
        title.setSpacing(GRID)
        title.addWidget(self._title)
        title.addWidget(self._made_up)
        title.addStretch(1)
        self.merge = button("Merge…", name="Merge another record of it into this one")
        self.merge.clicked.connect(self.show_merge)
        title.addWidget(self.merge)
        self._count = PlainLabel("", "heading")
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(2 * GRID)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        for line in (crumbs, title):
            self._page.addLayout(line)
        self._page.addWidget(self._count)
        self._page.addSpacing(4)
        self._page.addLayout(self._facts)

    def _section(self, title: str) -> Section:
        made = Section(title, parent=self._page.parentWidget())
        made.setContentsMargins(0, GRID + 4, 0, 0)  # of its own, so that one that is hidden leaves no gap
        self._page.addWidget(made)
        return made

    def _list(self, title: str, columns: tuple[Column, ...], *, links: bool = True) -> RowTable:
        section = self._section(title)
        table = RowTable(title, columns, section, links=links, whole=True)
        table.opened.connect(self.bridge.go)
        section.body.addWidget(table)
        return table

    # Showing

    def title(self) -> str:
        return self._found.organisation.name if self._found else "Organisation"

    def first_focus(self) -> QWidget | None:
        return self.memberships if self.memberships.rows.rowCount() else self.agreements

    def selected_agreement(self) -> int | None:
        place = self.agreements.selected_record()
        return place.record if isinstance(place, Place) else None

    def open(self, place: Place) -> None:
        if place != self.place:
            self._scroller.verticalScrollBar().setValue(0)
            if self._merging is not None:
                self._merging.hide()
        super().open(place)

    def load(self) -> None:
        if self.place.record is None:
            return
        try:
            self._found = found = organisation_file(self.bridge.session, self.place.record)
        except TrackerError as error:
            self.bridge.said.emit(str(error), Tone.WARNING, "")
            self.bridge.go.emit(Place("organisations"))
            return
        self._show_head(found)
        self._succession.setVisible(bool(found.before or found.after))
        self.chain.show_chain(found)
        self._fill(self.memberships, [_membership(s, found) for s in found.memberships])
        self._fill(
            self.agreements,
            [
                Later(Place("agreement", row.id), partial(_agreement, row, roles, found))
                for row, roles in found.agreements
            ],
        )
        self._show_spend(found)
        place = Place("claims", query=f"beneficiary={found.organisation.id}")
        self._fill(
            self.claims,
            [
                Row(
                    (
                        Cell(f"{c.reference}  “{c.quote}”".strip(), Tone.ACCENT, help=c.quote),
                        Cell(figure(c)),
                        Cell(f"{c.nature.value}, {c.basis.value}", Tone.MUTED),
                    ),
                    place,
                )
                for c in found.claims
            ],
        )
        self._fill(self.names, [_name(name) for name in found.names])
        self._fill(
            self.people,
            [Row((Cell(p.post, weight=500), Cell(p.name or "not named", Tone.MUTED))) for p in found.people],
        )

    def _fill(self, table: RowTable, rows: Sequence[Row | Later]) -> None:
        table.show_rows(rows)
        self._section_of(table).setVisible(bool(rows))

    def _section_of(self, table: RowTable) -> Section:
        section = table.parentWidget()
        assert isinstance(section, Section)
        return section

    def _show_spend(self, found: OrganisationFile) -> None:
        """What the agreements under which it supplies come to; bases are never added together."""
        sums, without = spend(found)
        self._fill(self.spend, [_spent(each) for each in sums])
        stated = "states" if without == 1 else "state"
        self._no_amount.setText(f"{show.count(without, 'agreement')} {stated} no amount." if without else "")
        self._no_amount.setVisible(bool(without))

    def _show_head(self, found: OrganisationFile) -> None:
        body = found.organisation
        self._title.setText(body.name)
        self._made_up.setVisible(body.fictional)
        words = " · ".join(p for p in (body.kind.value, body.council_type, body.region) if p)
        self._crumb.setText(words[:1].upper() + words[1:])
        inside = len({s.arrangement_id for s in found.memberships})
        counted = ((inside, "partnership"), (len(found.agreements), "agreement"))
        parts = [show.count(number, what) for number, what in counted if number]
        self._count.setText(", ".join(parts) or "No partnership and no agreement")
        clear(self._facts)
        facts = (
            ("Contact", body.contact),
            ("GSS code", body.gss),
            ("Company number", body.company_number),
            ("Charity number", body.charity_number),
            ("Notes", body.notes),
        )
        for row, (name, words) in enumerate((name, words) for name, words in facts if words):
            self._facts.addWidget(PlainLabel(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(Prose(words), row, 1)

    # Merging

    def show_merge(self) -> None:
        """Open the panel that takes another record of this body into this one."""
        if self._found is None:
            return
        if self._merging is None:
            self._merging = MergePanel(self.bridge)
            self._merging.closed.connect(self._merging.hide)
            self._merging.done.connect(self._on_merged)
            self._across.addWidget(self._merging)
        body = self._found.organisation.id
        self._merging.begin([body], about=body)
        self._merging.show()
        self._merging.first().setFocus()

    def _on_merged(self) -> None:
        self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")
        kept = self._merging.keeps if self._merging is not None else None
        if kept is not None and kept != self.place.record:
            self.bridge.go.emit(Place("organisation", kept))

    # Going elsewhere

    def _back(self) -> None:
        self.bridge.go.emit(Place("organisations"))

    def _open_body(self, organisation_id: int) -> None:
        self.bridge.go.emit(Place("organisation", organisation_id))


def _membership(stint: Membership, found: OrganisationFile) -> Row:
    doubt = "" if stint.known is Certainty.CONFIRMED else stint.known.value
    arrangement = found.arrangements[stint.arrangement_id]
    return Row(
        (
            Cell(arrangement.title, Tone.ACCENT, 500),
            Cell(stint.role.value, Tone.MUTED),
            Cell(show.when(stint.joined)),
            Cell(show.when(stint.left, "no end recorded"), Tone.PLAIN if stint.left else Tone.MUTED),
            Cell(
                ", ".join(p for p in (stint.basis, doubt) if p),
                Tone.WARNING if doubt == "disputed" else Tone.MUTED,
            ),
        ),
        Place("partnership", stint.arrangement_id),
    )


def _agreement(row: AgreementRow, roles: tuple[str, ...], found: OrganisationFile) -> Row:
    return Row(
        (
            Cell(f"{row.reference}  {row.title}".strip(), Tone.ACCENT, 500, help=row.title),
            Cell(", ".join(roles), Tone.MUTED),
            Cell(look=show.status(row.status), chip=True),
            Cell(row.supplier, Tone.MUTED),
            Cell(", ".join(part for part in (row.owner, row.department) if part), Tone.MUTED),
            Cell(show.when(found.starts.get(row.id)), Tone.MUTED),
            Cell(
                show.day(row.current_end, "not recorded"),
                Tone.PLAIN if row.current_end else Tone.MUTED,
                right=True,
            ),
        ),
        Place("agreement", row.id),
    )


def _spent(each: Spend) -> Row:
    return Row(
        (
            Cell(f"Value {each.basis}", weight=500),
            Cell(show.amount(each.live, each.currency), right=True),
            Cell(f"{each.live_count:,}", Tone.MUTED, right=True),
            Cell(show.amount(each.every, each.currency), right=True),
            Cell(f"{each.every_count:,}", Tone.MUTED, right=True),
        )
    )


def _name(name: OrganisationName) -> Row:
    return Row(
        (
            Cell(name.name, weight=500),
            Cell(name.kind.value, Tone.MUTED),
            Cell(show.when(name.used_from, "not stated"), Tone.MUTED),
            Cell(show.when(name.used_to, "not stated"), Tone.MUTED),
        )
    )
