"""An agreement: the next date first, the ladder of its ends, its deadlines, every field in its place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from tracker.app import edit
from tracker.app.partnership.founding import AGREEMENT
from tracker.app.sources import Cited
from tracker.domain.agreement import Agreement
from tracker.domain.changes import Changes
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import TrackerError
from tracker.ui.agreement import outlook, people
from tracker.ui.agreement.columns import DEADLINES, STEPS
from tracker.ui.agreement.fields import FieldsArea
from tracker.ui.agreement.ladder import LadderBar, NearDates
from tracker.ui.agreement.nextdate import NextDateBlock
from tracker.ui.agreement.verbs.citing import CitePanel
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.agreement.verbs.every import VERBS
from tracker.ui.agreement.verbs.row import VerbsRow
from tracker.ui.bridge import Bridge, Place
from tracker.ui.home.parts import Legend
from tracker.ui.page import Page
from tracker.ui.parts import format as show
from tracker.ui.parts.fittedtable import FittedTable
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.marks import Chip, FindingsLine
from tracker.ui.parts.tables import Column, RowsModel
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, button, rule

_NARROW = 1000
_LEGEND = (
    Look("decide by", Shape.TRIANGLE, Tone.MUTED),
    Look("serve notice by", Shape.FLAG, Tone.MUTED),
)


class AgreementPage(Page):
    """One agreement on one page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._agreement: Agreement | None = None
        inside = QWidget()
        inside.setProperty("kind", "page")
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(0)
        self._scroller = Scroller(inside)
        self._across.addWidget(self._scroller, 1)
        page = QVBoxLayout(inside)
        page.setContentsMargins(MARGIN, GRID + 4, MARGIN, MARGIN)
        page.setSpacing(GRID)
        page.addLayout(self._build_crumbs())
        page.addLayout(self._build_head())
        page.addLayout(self._build_under())
        self._findings = FindingsLine()
        page.addWidget(self._findings)
        page.addSpacing(4)
        page.addWidget(rule())
        page.addLayout(self._build_next())
        page.addSpacing(4)
        page.addWidget(rule())
        page.addSpacing(4)
        page.addLayout(self._build_ladder())
        page.addLayout(self._build_deadlines())
        self.fields = FieldsArea(bridge)
        self.fields.cited.connect(self.cite)
        self.fields.parties.wanted.connect(self._on_party)
        self.fields.found.connect(self._scroller.ensureWidgetVisible)
        page.addWidget(self.fields)
        page.addStretch()
        self._panels: dict[str, DeedPanel] = {}
        self._came_from: QWidget | None = None

    # Building

    def _build_crumbs(self) -> QHBoxLayout:
        back = button("Register", kind="link", name="Back to the register")
        back.clicked.connect(self._to_register)
        self._reference = PlainLabel("", "caption")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(back)
        row.addWidget(PlainLabel("›", "caption"))
        row.addWidget(self._reference)
        row.addStretch()
        return row

    def _build_head(self) -> QHBoxLayout:
        self._title = ElidedLabel("", "title")
        self._chip = Chip()
        self.verbs = VerbsRow()
        self.verbs.wanted.connect(self.begin)
        self.verbs.what_if.connect(self._what_if)
        self.verbs.removed.connect(self._remove)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._title)
        row.addWidget(self._chip)
        row.addStretch(1)
        row.addWidget(self.verbs)
        return row

    def _build_under(self) -> QHBoxLayout:
        self._about = PlainLabel("", "muted", wrap=True)
        row = QHBoxLayout()
        row.addWidget(self._about, 1)
        return row

    def _build_next(self) -> QHBoxLayout:
        self.next = NextDateBlock(large=True)
        self.next.setFixedWidth(scaled(340))
        self._near = NearDates()
        row = QHBoxLayout()
        row.setSpacing(4 * GRID)
        row.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._near, 1, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _build_ladder(self) -> QVBoxLayout:
        self._bar = LadderBar()
        self._steps_model, self._steps = self._table("Ladder of ends", STEPS)
        self._terms = PlainLabel("", "muted")
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(PlainLabel("Ends and options", "heading"))
        head.addWidget(self._terms)
        head.addStretch()
        self._legend = [Legend(each) for each in _LEGEND]
        for each in self._legend:
            head.addWidget(each)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._steps)
        return column

    def _build_deadlines(self) -> QVBoxLayout:
        self._deadline_model, self._deadlines = self._table("Deadlines", DEADLINES)
        self._workings = PlainLabel("", "caption", wrap=True)
        self.rules = button("Reminders for this agreement", kind="link")
        self.rules.clicked.connect(self._to_rules)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(PlainLabel("Deadlines", "heading"))
        head.addWidget(self.rules)
        head.addStretch()
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._deadlines)
        column.addWidget(self._workings)
        column.addSpacing(GRID)
        return column

    def _to_rules(self) -> None:
        """Show which of its dates remind when, to change that."""
        self.bridge.go.emit(Place("rules", self.place.record))

    def _table(self, name: str, columns: tuple[Column, ...]) -> tuple[RowsModel, FittedTable]:
        table = FittedTable(name)
        model = RowsModel(columns, table)
        table.setModel(model)
        table.lay_out(columns)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.selectionModel().currentRowChanged.connect(self._show_workings)
        return model, table

    # Showing

    def title(self) -> str:
        if self._agreement is None:
            return "Agreement"
        return self._agreement.title or self._agreement.reference or "Agreement"

    def first_focus(self) -> QWidget | None:
        if self._deadline_model.rowCount():
            return self._deadlines
        return self.verbs.first()

    def selected_agreement(self) -> int | None:
        return self.place.record

    def open(self, place: Place) -> None:
        if place != self.place:
            self._close_panels()
            self._scroller.verticalScrollBar().setValue(0)
        super().open(place)

    def load(self) -> None:
        if self.place.record is None:
            return
        session = self.bridge.session
        try:
            agreement = session.agreement(self.place.record)
        except TrackerError as error:
            self.bridge.said.emit(str(error), Tone.WARNING, "")
            self.bridge.go.emit(Place("register"))
            return
        self._agreement = agreement
        standing = session.stand(agreement)
        self._show_head(agreement, standing)
        self._show_dates(standing)
        self.fields.show_agreement(agreement, standing)
        for panel in self._panels.values():
            if panel.isVisible():
                panel.show_agreement(agreement)

    def update_for(self, changes: Changes) -> None:
        self.load()

    def _show_head(self, agreement: Agreement, standing: Standing) -> None:
        self._reference.setText(agreement.reference or "no reference")
        self._title.setText(agreement.title or agreement.reference or "No title")
        self._chip.set_look(show.status(standing.status))
        self._about.setText(people.about(agreement, people.parties(self.bridge.session, agreement)))
        known = {line.field.name for line in self.fields.every_line()}
        self._findings.show_findings([f for f in standing.findings if f.field not in known])
        self.verbs.show_standing(standing, writable=not self.bridge.session.read_only)

    def _show_dates(self, standing: Standing) -> None:
        today = self.bridge.today
        self.next.show_next(standing, today)
        self._near.show_dates(outlook.near_dates(standing, today))
        ladder = standing.ladder
        self._bar.show_ladder(outlook.segments(ladder, today), outlook.marks(standing, today), today)
        for legend in self._legend:
            legend.setVisible(bool(ladder.steps))
        headroom = f"{ladder.headroom} of options left" if ladder.headroom else ""
        self._terms.setText(
            headroom if ladder.steps else "They are drawn once the start and the term, or the end, are known."
        )
        for table, model, rows in (
            (self._steps, self._steps_model, outlook.ladder_rows(ladder, today)),
            (
                self._deadlines,
                self._deadline_model,
                outlook.deadline_rows(outlook.open_deadlines(standing, today), today),
            ),
        ):
            model.show(rows)
            table.fit_to_cells()
            table.setFixedHeight(table.height_for(len(rows)))
            table.setVisible(bool(rows))
        nothing = "No deadline is to come. Dates follow from the term, the options and the notice below."
        hint = "The dotted dates are computed: choose a row to see how."
        self._workings.setText(hint if self._deadline_model.rowCount() else nothing)

    def _show_workings(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        table = self.sender()
        record = index.data(Qt.ItemDataRole.UserRole + 1) if index.isValid() else None
        if record and (self._deadlines.hasFocus() or self._steps.hasFocus() or table is not None):
            self._workings.setText(f"{index.siblingAtColumn(0).data()}: {record}")

    # Doing

    def _to_register(self) -> None:
        self.bridge.go.emit(Place("register", self.place.record))

    def _panel(self, key: str) -> DeedPanel:
        if key not in self._panels:
            panel = VERBS[key](self.bridge)
            panel.done.connect(self._on_done)
            panel.closed.connect(self._on_closed)
            self._panels[key] = panel
            self._across.addWidget(panel)
        return self._panels[key]

    def begin(self, verb: str) -> None:
        """Open the panel of a verb (a key of `VERBS`), or the place of a tag, a document or a note."""
        if self._agreement is None or self.bridge.session.read_only:
            return
        if verb in ("tag", "note"):
            place = self.fields.tags.line if verb == "tag" else self.fields.end_of_notes()
            place.setFocus()
            self._scroller.ensureWidgetVisible(place)
        elif verb == "document":
            self.fields.documents.choose()
        elif verb == "cite":
            self.cite(self.fields.field_in_hand(), None)
        else:
            self._scroller.verticalScrollBar().setValue(0)
            self._open(verb)

    def cite(self, field: str, old: Cited | None) -> None:
        """Open the panel that cites a source for a field, or changes a citation."""
        panel = self._panel("cite")
        assert isinstance(panel, CitePanel)
        self._close_panels()
        panel.about(field, old)
        self._open("cite")

    def _open(self, verb: str) -> None:
        assert self._agreement is not None
        came_from = self.window().focusWidget()
        self._close_panels()
        self._came_from = came_from
        panel = self._panel(verb)
        panel.show_agreement(self._agreement)
        panel.show()
        panel.first().setFocus()

    def _on_party(self) -> None:
        self.begin("party")

    def _on_done(self, made: dict[int, int]) -> None:
        """A verb was done: say so, and go on to the agreement that it made."""
        self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")
        if AGREEMENT in made:
            self.bridge.go.emit(Place("agreement", made[AGREEMENT]))

    def _what_if(self) -> None:
        self.bridge.go.emit(Place("dates", self.place.record))

    def _on_closed(self) -> None:
        """The keyboard goes back to where it was, or to where the page begins."""
        self._close_panels()
        back = self._came_from
        if back is None or not Shiboken.isValid(back) or not back.isVisible():
            back = self.first_focus()
        if back is not None:
            back.setFocus()

    def _close_panels(self) -> None:
        for panel in self._panels.values():
            panel.hide()

    def _remove(self) -> None:
        if self.place.record is None:
            return
        chosen = self.place.record
        self.bridge.go.emit(Place("register"))
        if self.bridge.act(partial(edit.remove_agreement, self.bridge.session, chosen)):
            self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.NOTE, "Undo")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._near.setHidden(event.size().width() < _NARROW or self._near.is_empty())
