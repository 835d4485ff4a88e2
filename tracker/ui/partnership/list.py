"""Partnerships: every arrangement in a line, who is in, what comes next and what is in doubt."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QWidget

from tracker.app.partnership.founding import ARRANGEMENT
from tracker.app.partnership.survey import ArrangementLine, in_order, survey
from tracker.app.session import Session
from tracker.domain.partnerships.partnership import Arrangement
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge, Place
from tracker.ui.partnership.listpage import ListOf, ListPage
from tracker.ui.partnership.new import NewArrangementPanel
from tracker.ui.partnership.rowtable import Later
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import button

_COLUMNS = (
    Column("title", "Partnership", "Aylesbury Vale – Dacorum ICT partnership"),
    Column("category", "Service", "Revenues and benefits", drop=2),
    Column("region", "Region", "East of England, 1 more m", drop=3),
    Column("members", "Members", "0 to 12 mm"),
    Column("agreements", "Agreements", "5, none running", drop=1),
    Column("next", "Next date", "30 September 2026", right=True, drop=6),
    Column("what", "What happens then", "Decide on option 1", stretch=True, drop=4),
    Column("conflicts", "Conflicts", "21 open mm", drop=5),
)

_LIST = ListOf(
    "Partnerships",
    "Search partnerships and councils",
    _COLUMNS,
    "No partnership is recorded",
    "A partnership holds several agreements; councils join it and leave it, and sources say what it "
    "saves. Import a spreadsheet that names partnerships, or look at the sample register.",
)
_FIRST = 40
"""So many lines are worked out before the rest, where there are very many: more than a page shows."""
_MANY = 1000


def _numbered(number: int, wanted: list[int], session: Session) -> tuple[int, list[ArrangementLine]]:
    return number, survey(session, wanted)


class PartnershipsPage(ListPage):
    """The list. Titles stand at once; what must be worked out follows from a worker."""

    ahead = (Ask(survey),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._lines: list[ArrangementLine] = []
        self._asked = 0
        self.new = button("New partnership", icon="new")
        self.new.clicked.connect(self._ask_for_new)
        self._panel: NewArrangementPanel | None = None
        self.lay_out((self._search, self._hide), places="partnerships", at_right=(self.new,))
        self.table.opened.connect(self._open)

    def first_focus(self) -> QWidget | None:
        return self._panel.first() if self._panel is not None and self._panel.isVisible() else self.table

    def open(self, place: Place) -> None:
        super().open(place)
        if place.query == "new" and not self.bridge.session.read_only:
            self._show_new()
        elif self._panel is not None:
            self._panel.hide()

    def _ask_for_new(self) -> None:
        self.bridge.go.emit(Place("partnerships", query="new"))

    def _show_new(self) -> None:
        """The form for a new one, empty, at the right."""
        panel = self._build_panel()
        panel.start()
        panel.show()
        panel.first().setFocus()

    def prepare(self) -> None:
        self._build_panel()
        super().prepare()

    def _build_panel(self) -> NewArrangementPanel:
        if self._panel is None:
            self._panel = NewArrangementPanel(self.bridge, self)
            self._panel.hide()
            self._panel.closed.connect(self._to_list)
            self._panel.done.connect(self._on_added)
            self._across.addWidget(self._panel)
        return self._panel

    def _to_list(self) -> None:
        self.bridge.go.emit(Place("partnerships"))

    def _on_added(self, made: object) -> None:
        self.bridge.go.emit(Place("partnership", cast("dict[int, int]", made)[ARRANGEMENT]))
        self.bridge.said.emit(f"Done: {self.bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def load(self) -> None:
        self._hide.show_where_needed()
        self._asked += 1
        if self.bridge.answers.is_known(survey):
            self._ask_for_all()
            return
        if not self._lines:
            self._lines = in_order(map(_bare, self.bridge.session.read.arrangements()))
            self.show_list()
        if len(self._lines) > _MANY:
            first = max(self.table.rowAt(0), 0)
            inside = [line.arrangement.id for line in self._shown()[first : first + _FIRST]]
            self.bridge.read(partial(_numbered, self._asked, inside), self._on_first)
        else:
            self._ask_for_all()

    def _ask_for_all(self) -> None:
        self.bridge.answers.ask(survey, self._on_lines)

    def _on_first(self, answer: object) -> None:
        """Those that are looked at have come; the rest may follow."""
        number, lines = cast("tuple[int, list[ArrangementLine]]", answer)
        if number == self._asked:
            known = {line.arrangement.id: line for line in lines}
            self._lines = [known.get(line.arrangement.id, line) for line in self._lines]
            self.show_list()
            self._ask_for_all()

    def _on_lines(self, answer: object) -> None:
        self._lines = cast("list[ArrangementLine]", answer)
        self.show_list()

    def _shown(self) -> list[ArrangementLine]:
        return [line for line in self._lines if self._passes(line)]

    def show_list(self) -> None:
        lines = self._shown()
        waiting = ", working out who is in …" if any(line.sure < 0 for line in lines) else ""
        rows = [Later(_place(line), partial(_row, line, self.bridge)) for line in lines]
        self.fill(rows, show.count(len(lines), "partnership") + waiting, empty=not self._lines)

    def _passes(self, line: ArrangementLine) -> bool:
        if self.bridge.hides_fictional and line.arrangement.fictional:
            return False
        text = " ".join((line.arrangement.title, line.arrangement.reference, line.arrangement.category))
        return self.searched(f"{text} {' '.join(line.councils)} {' '.join(line.regions)}")


def _bare(arrangement: Arrangement) -> ArrangementLine:
    """A line before anything was worked out."""
    return ArrangementLine(arrangement, (), (), -1, -1, 0, 0, 0, None, "", 0)


def _row(line: ArrangementLine, bridge: Bridge) -> Row:
    arrangement, today = line.arrangement, bridge.today
    made_up = "fictional" if arrangement.fictional else ""
    conflicts = f"{line.conflicts} open" if line.conflicts else ""
    look = Look(conflicts, Shape.TRIANGLE, Tone.WARNING) if conflicts else None
    following = show.day(line.next_date, "none recorded") if line.sure >= 0 else ""
    distance = show.distance(line.next_date, today) if line.next_date else ""
    then = line.next_title if line.next_date else ""
    return Row(
        (
            Cell(arrangement.title, Tone.ACCENT, 500, remark=made_up, help="\n".join(line.councils)),
            Cell(arrangement.category, Tone.MUTED),
            Cell(_regions(line), Tone.MUTED, help="\n".join(line.regions)),
            _members(line),
            Cell(_agreements(line), Tone.MUTED),
            Cell(following, Tone.PLAIN if line.next_date else Tone.MUTED, right=True),
            Cell(then, Tone.MUTED, remark=distance, help=f"{then}, {distance}" if then else ""),
            Cell(conflicts, look=look, tone=Tone.WARNING),
        ),
        _place(line),
    )


def _place(line: ArrangementLine) -> Place:
    return Place("partnership", line.arrangement.id)


def _regions(line: ArrangementLine) -> str:
    """The one region, or how many besides the first."""
    first, *others = line.regions or ("",)
    return f"{first}, {len(others)} more" if others else first


def _members(line: ArrangementLine) -> Cell:
    if line.sure < 0:
        return Cell("")
    if line.sure == line.most:
        return Cell(str(line.sure), weight=500, look=Look("", Shape.TICK, Tone.GOOD))
    words = f"{line.sure} to {line.most}" if line.sure else f"up to {line.most}"
    if line.disputed:
        return Cell(words, weight=500, look=Look("", Shape.TRIANGLE, Tone.WARNING), help="Some are disputed.")
    return Cell(words, weight=500, look=Look("", Shape.HALF, Tone.WARNING))


def _agreements(line: ArrangementLine) -> str:
    if line.sure < 0:
        return ""
    if not line.agreements:
        return "none recorded"
    return f"{line.agreements}, {line.running or 'none'} running"
