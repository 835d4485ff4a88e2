"""An arrangement: who is in on the day and what happens next, its timeline, and all that is recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.dossier import Dossier, Snapshot, coming, dossier, on_day
from tracker.app.partnership.timelines import timeline
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.partnership import sections
from tracker.ui.partnership.aside import Aside
from tracker.ui.partnership.claimed import ClaimsSection
from tracker.ui.partnership.parts import FICTIONAL, PRESENCE
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.partnership.verbs_bar import PartnerVerbs
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.laying import laid_out_once
from tracker.ui.parts.marks import Chip
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.tables import Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.turns import Deed, Turns
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, Section, button
from tracker.ui.timeline.panel import TimelinePanel

S = TypeVar("S", bound=Section)

_NARROW = 1080
_LISTS: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    ("levels", "Service levels", sections.LEVELS),
    ("shares", "Cost shares", sections.SHARES),
    ("staff", "Staff", sections.STAFF),
    ("options", "Options considered", sections.OPTIONS),
    ("risks", "Risks", sections.RISKS),
    ("people", "People named", sections.PEOPLE),
    ("sources", "Sources", sections.SOURCES),
)
_FIXED = ("levels", "staff", "options", "risks", "people", "sources")


class PartnershipPage(Page):
    """One arrangement on one page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._found: Dossier | None = None
        self._shown: Snapshot | None = None
        self._shown_for: tuple[date, date] | None = None
        self._waiting: date | None = None
        self._panel_open = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(15)
        self._soon.timeout.connect(self._show_waiting)
        # From the outside inwards: whatever is given its parent later is styled again with all that is in it.
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setAttribute(
            Qt.WidgetAttribute.WA_StaticContents
        )  # what grows below is no reason to paint what is above
        self.scroller = Scroller(inside, parent=self)
        self._has_shown = False
        self._page = QVBoxLayout(inside)
        self._page.setContentsMargins(MARGIN, GRID + 4, MARGIN, MARGIN)
        self._page.setSpacing(GRID)
        self._build_head()
        self.timeline = TimelinePanel(bridge.today, inside)
        self._page.addWidget(self.timeline)
        self._build_sections()
        self._page.addStretch()
        self.aside = Aside(bridge, self)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.scroller, 1)
        across.addWidget(self.aside)
        self.verbs.show_in(across)
        around = partial(laid_out_once, self.scroller)
        self._of_day = Turns(self, around=around)
        self._later = Turns(self, after=self._of_day, around=around)
        self.verbs.opened.connect(self._make_room)
        bridge.looking.connect(self._on_looking)
        self.timeline.previewed.connect(self.preview)
        self.timeline.settled.connect(self._settle)
        self.timeline.opened.connect(self.bridge.go)

    # Building

    def _build_head(self) -> None:
        back = button("Partnerships", kind="link", name="Back to the partnerships")
        back.clicked.connect(self._back)
        self._crumb = PlainLabel("", "caption")
        crumbs = QHBoxLayout()
        crumbs.setSpacing(GRID)
        crumbs.addWidget(back)
        crumbs.addWidget(PlainLabel("›", "caption"))
        crumbs.addWidget(self._crumb)
        crumbs.addStretch()
        self._title = ElidedLabel("", "title")
        self._chip, self._made_up = Chip(), Chip(FICTIONAL)
        title = QHBoxLayout()
        title.setSpacing(GRID)
        title.addWidget(self._title)
        title.addWidget(self._chip)
        title.addWidget(self._made_up)
        title.addStretch(1)
        self.verbs = PartnerVerbs(self.bridge)
        self.count = PlainLabel("", "heading")
        self._how = PlainLabel("", "muted", wrap=True)
        counted = QHBoxLayout()
        counted.setSpacing(12)
        counted.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        counted.addWidget(self._how, 1, Qt.AlignmentFlag.AlignBottom)
        counted.addWidget(self.verbs)
        for line in (crumbs, title, counted):
            self._page.addLayout(line)

    def _build_sections(self) -> None:
        self.members = self._list("Members", sections.MEMBERS)
        self._why = Prose("", "caption")
        section = self.members.parentWidget()
        assert isinstance(section, Section)
        section.body.addWidget(self._why)
        self.members.selectionModel().currentRowChanged.connect(self._say_why)
        self.agreements = self._list("Agreements", sections.AGREEMENTS)
        self.claims = self._add(ClaimsSection(self.bridge, self._page.parentWidget()))
        self._scope = self._section("Services by council")
        self.scope: RowTable | None = None
        self._governance = self._section("Governance")
        self._governed = Prose("")
        self._governed.setMaximumWidth(640)
        self._governance.body.addSpacing(6)
        self._governance.body.addWidget(self._governed)
        # Most arrangements have rows for few of these; a table is made for the first rows it has.
        self._sections = {key: self._section(title) for key, title, _ in _LISTS}
        for section in self._sections.values():
            section.hide()
        self.lists: dict[str, RowTable] = {}

    def _section(self, title: str) -> Section:
        return self._add(Section(title, parent=self._page.parentWidget()))

    def _add(self, made: S) -> S:
        if (inside := made.layout()) is not None:
            inside.setContentsMargins(0, 2 * GRID, 0, 0)
        self._page.addWidget(made)
        return made

    def _list(self, title: str, columns: tuple[Column, ...]) -> RowTable:
        section = self._section(title)
        table = RowTable(title, columns, section, whole=True)
        table.opened.connect(self.bridge.go)
        section.body.addWidget(table)
        return table

    # Showing

    def title(self) -> str:
        return self._found.arrangement.title if self._found else "Partnership"

    def first_focus(self) -> QWidget | None:
        return self.timeline.view

    def selected_agreement(self) -> int | None:
        place = self.agreements.selected_record()
        return place.record if isinstance(place, Place) else None

    def open(self, place: Place) -> None:
        if place != self.place:
            self.verbs.close_panels()
            self.scroller.verticalScrollBar().setValue(0)
        super().open(place)

    def prepare(self) -> None:
        """Show an arrangement unseen: the widgets are there when the first one is asked for, which is shown anew."""
        super().prepare()
        first = next(iter(self.bridge.session.read.arrangements()), None)
        if first is not None and self.place.record is None:
            self.open(Place("partnership", first.id))
            self._stale = True

    def load(self) -> None:
        if self.place.record is None:
            return
        try:
            self._found = found = dossier(self.bridge.session, self.place.record)
        except TrackerError as error:
            self.bridge.said.emit(str(error), Tone.WARNING, "")
            self.bridge.go.emit(Place("partnerships"))
            return
        self._show_head(found)
        lists = [partial(self._show_list, key) for key in _FIXED]
        later: list[Deed] = [self._show_claims, self._show_governance, *lists]
        if self._has_shown:
            with laid_out_once(self.scroller):
                self._show_first(self.bridge.today)
            self._later.begin(*later)
        else:
            self._later.begin(self._show_today, *later)

    @property
    def is_settled(self) -> bool:
        """Whether everything on the page is what it will be."""
        return self._later.is_done and self._of_day.is_done

    def _show_head(self, found: Dossier) -> None:
        arrangement = found.arrangement
        kind = arrangement.category or "service not stated"
        self._crumb.setText(" · ".join(part for part in (arrangement.reference, kind) if part))
        self._title.setText(arrangement.title)
        self._made_up.setVisible(arrangement.fictional)
        self.verbs.show_dossier(found)

    def _show_today(self) -> None:
        self._show_first(self.bridge.today)

    def _show_first(self, day: date) -> None:
        """What is seen without scrolling, as at `day`: the timeline, who is in, the agreements."""
        found = self._found
        if found is None:
            return
        self._has_shown = True
        clock = self.bridge.session.now().date()
        now = on_day(self.bridge.session, found, clock)
        shown = timeline(self.bridge.session, found, now)
        self.timeline.show_timeline(found.arrangement.title, shown, clock, day, found.sources)
        self._shown_for = (clock, day)
        self._show_on(now if day == clock else on_day(self.bridge.session, found, day))

    def _show_governance(self) -> None:
        if self._found is None:
            return
        arrangement = self._found.arrangement
        model, our = arrangement.delivery_model, arrangement.our_role
        lines = [
            arrangement.description,
            arrangement.governance,
            f"How it is delivered: {model}." if model else "",
            f"Our role: {our}." if our else "",
            arrangement.notes,
        ]
        self._governed.setText("\n\n".join(line for line in lines if line))
        self._governance.setVisible(any(lines))

    def _show_list(self, key: str) -> None:
        """One of the lists that are the same on every day."""
        if self._found is not None:
            self._fill_list(key, getattr(sections, key)(self._found))

    def _show_claims(self) -> None:
        if self._found is not None:
            self.claims.show_claims(self._found)

    def _fill(self, table: RowTable, rows: Sequence[Row]) -> None:
        table.show_rows(rows)
        section = table.parentWidget()
        assert section is not None
        section.setVisible(bool(rows))

    def _fill_list(self, key: str, rows: Sequence[Row]) -> None:
        """One of the lists below; its table is made when it has rows for the first time."""
        if rows and key not in self.lists:
            section = self._sections[key]
            columns = next(columns for other, _, columns in _LISTS if other == key)
            self.lists[key] = RowTable(section.title.text(), columns, section, links=False, whole=True)
            section.body.addWidget(self.lists[key])
            self.lists[key].ensurePolished()
            self.lists[key].show()
        if key in self.lists:
            self._fill(self.lists[key], rows)

    def _show_on(self, on: Snapshot) -> None:
        """What depends on the day; quick enough to follow the slider, and the rest in the turns after."""
        found = self._found
        if found is None:
            return
        self._shown = on
        looks = {m.organisation_id: PRESENCE[m.answer] for m in (*on.members, *on.suppliers)}
        for member in on.members:
            looks |= {old: Look("Succeeded", Shape.RING, Tone.MUTED) for old in member.was}
        self.timeline.show_day(on.on, looks)
        now = on.on == self.bridge.session.now().date()
        live = Look("Live" if now else "Live on this day", Shape.CIRCLE, Tone.GOOD)
        self._chip.set_look(live if on.is_live else Look("Nothing runs for certain", Shape.RING, Tone.MUTED))
        self.count.setText(sections.count_words(on))
        self._how.setText(sections.how_words(found, on))
        self._fill(self.members, sections.members(found, on))
        self.members.select_first()
        self._say_why()
        _titled(self.members, f"Members on {show.day(on.on)}")
        self._of_day.begin(self._show_agreements, self._show_services, self._show_aside)

    def _show_agreements(self) -> None:
        if self._found is not None and self._shown is not None:
            self._fill(self.agreements, sections.agreements(self._found, self._shown))

    def _show_services(self) -> None:
        """Who bears what, and the matrix of services and members."""
        found, on = self._found, self._shown
        if found is None or on is None:
            return
        self._fill_list("shares", sections.shares(found, on))
        self._show_scope(found, on)

    def _show_aside(self) -> None:
        if self._found is not None and self._shown is not None:
            found, on = self._found, self._shown
            self.aside.show_dossier(found, coming(self.bridge.session, found, on), on.on)

    def _show_scope(self, found: Dossier, on: Snapshot) -> None:
        columns, rows = sections.scope(found, on)
        if self.scope is None or tuple(self.scope.rows.columns) != columns:
            if self.scope is not None:
                self.scope.hide()
                self.scope.deleteLater()
            self.scope = RowTable("Services by council", columns, self._scope, links=False, whole=True)
            self._scope.body.addWidget(self.scope)
            self.scope.show()
        self.scope.show_rows(rows)
        self._scope.setVisible(bool(rows))

    def _say_why(self) -> None:
        """The whole reason for the member that is selected, which its line may have no room for."""
        row = self.members.rows.row(self.members.currentIndex().row())
        said = row is not None and not row.heading
        self._why.setText(f"{row.cells[0].text}: {row.cells[3].text}" if row is not None and said else "")
        self._why.setVisible(said)

    # Another day

    def _on_looking(self, day: date) -> None:
        """Show that day before the rest of the window has worked it out: all that it takes is read already."""
        if self.isVisible() and not self._stale and self._found is not None:
            self._show_first(day)
            self._of_day.finish()  # before a worker begins, which would take turns with it

    def _on_day(self) -> None:
        """The window shows another day; nothing of what was recorded has changed by that."""
        if not self.isVisible() or self._stale or self._found is None:
            super()._on_day()
            return
        if self._shown_for != (self.bridge.session.now().date(), self.bridge.today):
            self._show_first(self.bridge.today)
        self.verbs.show_dossier(self._found)

    def preview(self, day: date) -> None:
        """Show that day here while the slider moves; at most some sixty times a second."""
        self._waiting = day
        if not self._soon.isActive():
            self._soon.start()

    def _show_waiting(self) -> None:
        if self._waiting is not None and self._found is not None:
            self._shown_for = None
            self._show_on(on_day(self.bridge.session, self._found, self._waiting))
            self._waiting = None

    def _settle(self, day: date) -> None:
        self._waiting = None
        self.bridge.look_at(day)

    # Going elsewhere

    def _back(self) -> None:
        self.bridge.go.emit(Place("partnerships"))

    def _make_room(self, taken: bool) -> None:
        """The panel of a verb stands where the aside is."""
        self._panel_open = taken
        self.aside.setVisible(not taken and self.width() >= _NARROW)
        self.verbs.setVisible(not taken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.setVisible(not self._panel_open and event.size().width() >= _NARROW)


def _titled(table: RowTable, title: str) -> None:
    section = table.parentWidget()
    if isinstance(section, Section):
        section.title.setText(title)
