"""Reorganisation of councils: which become which on what day, all that it touches, and one button."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.reorganising import Survey, Typed, reorganise, report, survey
from tracker.app.session import Session
from tracker.domain.check import Finding, Severity
from tracker.domain.deadlines.rules import NOT_LEGAL_ADVICE
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.partnership import in_words
from tracker.domain.partnerships.reorganisation import Consent
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.partnership.reorganise_form import ReorganiseForm
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, Scroller, Section, button

_AGREEMENTS = (
    Column("agreement", "Agreement", "Revenues system support and maintenance", stretch=True),
    Column("consent", "Consent", "Not known mm"),
    Column("how", "On the vesting day", "may be extended past the day"),
    Column("current", "Current end", "30 September 2026", right=True),
    Column("latest", "Latest end", "30 September 2026", right=True, drop=2),
    Column("value", "Value", "up to £10,000,000", right=True, drop=3),
    Column("options", "Options past the day", "option 1 to 30 September 2029", drop=1),
)
_MEMBERSHIPS = (
    Column("arrangement", "Partnership", "Aylesbury Vale – Dacorum ICT partnership", stretch=True),
    Column("member", "Member", "Oadby and Wigston Borough Council"),
    Column("role", "Role", "prospective"),
    Column("joined", "From", "some day in September 2026"),
)
_CONSENT = {
    Consent.NEEDED: Look("Needed", Shape.TRIANGLE, Tone.WARNING),
    Consent.NOT_KNOWN: Look("Not known", Shape.DASHED, Tone.WARNING),
    Consent.NOT_NEEDED: Look("Not needed", Shape.RING, Tone.MUTED),
}
Answer = tuple[int, "Survey | TrackerError"]


def _surveyed(number: int, typed: Typed, session: Session) -> Answer:
    """On the worker: what it touches, or why that cannot be said."""
    try:
        return number, survey(session, typed)
    except TrackerError as error:
        return number, error


class ReorganisePage(Page):
    """A vesting day, and which councils become which."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._asked = 0
        self.found: Survey | None = None
        inside = QWidget()
        inside.setProperty("kind", "page")
        scroller = Scroller(inside, parent=self)
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, MARGIN)
        self._page.setSpacing(GRID)
        self._build_head()
        self.form = ReorganiseForm(bridge, inside)
        self.form.edited.connect(self._wait)
        self._page.addWidget(self.form)
        self._findings = FindingsLine(inside)
        self._page.addWidget(self._findings)
        self._build_deed()
        self._build_lists()
        self._page.addStretch()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self.look_ahead)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)

    def _build_head(self) -> None:
        back = button("Organisations", kind="link", name="Back to the organisations")
        back.clicked.connect(self._back)
        crumbs = QHBoxLayout()
        crumbs.setSpacing(GRID)
        for part in (back, PlainLabel("›", "caption"), PlainLabel("Reorganisation", "caption")):
            crumbs.addWidget(part)
        crumbs.addStretch()
        self._page.addLayout(crumbs)
        self._page.addWidget(PlainLabel("Reorganisation of councils", "title"))
        about = (
            "Enter the vesting day and which councils become which. What it touches is shown before "
            "anything is recorded; the older councils stay in the history."
        )
        self._page.addWidget(Prose(about, "muted"))

    def _build_deed(self) -> None:
        self.go = button("Carry out the successions", kind="primary")
        self.go.clicked.connect(self._do)
        self.copy = button("Copy the report")
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.go)
        row.addWidget(self.copy)
        row.addWidget(PlainLabel("One change in the history. Ctrl+Z undoes it.", "caption"))
        row.addStretch()
        self._page.addLayout(row)
        self._workings = Prose("", "caption")
        self._page.addWidget(self._workings)

    def _build_lists(self) -> None:
        inside = self._page.parentWidget()
        self._agreements = Section("Agreements that it touches", parent=inside)
        self.agreements = RowTable("Agreements that it touches", _AGREEMENTS, self._agreements, whole=True)
        self.agreements.opened.connect(self.bridge.go)
        self.agreements.selectionModel().currentRowChanged.connect(self._say_why)
        self._why = Prose("", "caption")
        self.capital = button("It is a capital contract", small=True)
        self.capital.clicked.connect(self._mark_capital)
        self._agreements.head.addWidget(self.capital)
        self._agreements.body.addWidget(self.agreements)
        self._agreements.body.addSpacing(4)
        self._agreements.body.addWidget(self._why)
        self._memberships = Section("Memberships that pass to a successor", parent=inside)
        self.memberships = RowTable(
            "Memberships that pass to a successor", _MEMBERSHIPS, self._memberships, whole=True
        )
        self.memberships.opened.connect(self.bridge.go)
        self._memberships.body.addWidget(self.memberships)
        for section in (self._agreements, self._memberships):
            self._page.addSpacing(2 * GRID)
            self._page.addWidget(section)

    # Showing

    def title(self) -> str:
        return "Reorganisation of councils"

    def first_focus(self) -> QWidget | None:
        return self.form.first()

    def selected_agreement(self) -> int | None:
        place = self.agreements.selected_record()
        return place.record if isinstance(place, Place) else None

    def load(self) -> None:
        self.form.offer()
        self.look_ahead()

    def _back(self) -> None:
        self.bridge.go.emit(Place("organisations"))

    def _wait(self) -> None:
        self._soon.start()

    def look_ahead(self) -> None:
        """Ask what the reorganisation as typed would touch."""
        self._asked += 1
        typed = self.form.typed()
        if typed is None:
            self._show(None, ())
            return
        self.bridge.read(partial(_surveyed, self._asked, typed), self._on_survey)

    def _on_survey(self, answer: object) -> None:
        number, found = cast("Answer", answer)
        if number != self._asked:
            return
        if isinstance(found, TrackerError):
            self._show(None, (Finding("reorganise.not-yet", Severity.ERROR, str(found)),))
        else:
            self._show(found, found.proposal.findings)

    def _show(self, found: Survey | None, findings: tuple[Finding, ...]) -> None:
        self.found = found
        self._findings.show_findings(findings)
        self.go.setEnabled(found is not None and not self.bridge.session.read_only)
        self.copy.setEnabled(found is not None)
        words = found.proposal.words if found else "Carry out the successions"
        self.go.setText(words)
        self.go.setAccessibleName(words)
        self._workings.setText(found.proposal.workings if found else "")
        self._workings.setVisible(found is not None)
        self._agreements.setVisible(found is not None)
        self._memberships.setVisible(found is not None)
        if found is None:
            return
        needed, unknown = (len(found.needing(c)) for c in (Consent.NEEDED, Consent.NOT_KNOWN))
        arrangements = show.count(len(found.arrangements), "partnership")
        self._agreements.title.setText(f"{show.count(len(found.agreements), 'agreement')} touched")
        self._agreements.remark.setText(
            f"consent needed for {needed}, not known for {unknown}; limits {found.limits.non_capital}, "
            f"and {found.limits.capital} for capital contracts"
        )
        self._memberships.title.setText(f"{show.count(len(found.memberships), 'membership')} touched")
        self._memberships.remark.setText(f"in {arrangements}")
        self.agreements.show_rows(_agreement_rows(found))
        self.memberships.show_rows(_membership_rows(found))
        self._why.setText(f"Choose a row to see why. {NOT_LEGAL_ADVICE}")
        self._say_why()

    def _say_why(self) -> None:
        place = self.agreements.selected_record()
        self.capital.setEnabled(isinstance(place, Place))
        for one in self.found.agreements if self.found else ():
            if isinstance(place, Place) and one.agreement.id == place.record:
                name = one.agreement.reference or one.agreement.title
                marked = one.agreement.id in self.form.capital
                self.capital.setText("It is not a capital contract" if marked else "It is a capital contract")
                self.capital.setAccessibleName(self.capital.text())
                self._why.setText(f"{name}: consent {one.touched.consent.value}. {one.why}")

    # Doing

    def _mark_capital(self) -> None:
        chosen = self.selected_agreement()
        if chosen is not None:
            self.form.mark_capital(chosen)

    def _do(self) -> None:
        found = self.found
        if found is None:
            return
        text = report(found)
        if self.bridge.act(partial(reorganise, self.bridge.session, found)):
            QGuiApplication.clipboard().setText(text)
            self.form.clear()
            self.look_ahead()
            words = f"Done: {self.bridge.session.undo_name}. The report was copied."
            self.bridge.said.emit(words, Tone.NOTE, "Undo")

    def _copy(self) -> None:
        if self.found is not None:
            QGuiApplication.clipboard().setText(report(self.found))
            self.bridge.said.emit("The report was copied.", Tone.NOTE, "")


def _agreement_rows(found: Survey) -> list[Row]:
    rows = []
    for one in found.agreements:
        agreement = one.agreement
        value = agreement.value or agreement.value_high
        look = _CONSENT[one.touched.consent]
        amount = show.amount(value.minor, value.currency) if value else "not recorded"
        amount = amount if agreement.value or not value else f"up to {amount}"
        rows.append(
            Row(
                (
                    Cell(f"{agreement.reference}  {agreement.title}".strip(), Tone.ACCENT, 500),
                    Cell(look.word, look=look, help=one.why),
                    Cell(one.how.split(",")[0], help=one.how),
                    Cell(show.day(one.current_end, "none recorded"), right=True),
                    Cell(show.day(one.maximum_end, "none recorded"), Tone.MUTED, right=True),
                    Cell(amount, right=True),
                    Cell(one.options, Tone.MUTED),
                ),
                Place("agreement", agreement.id),
            )
        )
    return rows


def _membership_rows(found: Survey) -> list[Row]:
    return [
        Row(
            (
                Cell(row.arrangement, Tone.ACCENT, 500),
                Cell(row.member),
                Cell(row.stint.role.value, Tone.MUTED),
                Cell(in_words(row.stint.joined), Tone.MUTED),
            ),
            Place("partnership", row.stint.arrangement_id),
        )
        for row in found.memberships
    ]
