"""Reminders: every one of the next 24 months by month, and every answer, which can be taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tracker.app.reminding.answers import unanswer
from tracker.app.reminding.board import Answered, Board
from tracker.domain.dates import add_days, show
from tracker.domain.reminding.agenda import Coming, moment
from tracker.domain.reminding.alert import AnswerAction, Watched, lead_words
from tracker.ui.bridge import Bridge, Place
from tracker.ui.page import Page
from tracker.ui.parts import format as words
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row, Table
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField, button
from tracker.ui.reminders.months import Months
from tracker.ui.reminders.picking import Known, Month, Picked, Wish, pick, read
from tracker.ui.reminders.places import ANSWERED, LongModel, ReminderPlaces

_COMING = (
    Column("day", "Comes up on", "28 September 2026"),
    Column("title", "Agreement", "Housing repairs and voids", stretch=True),
    Column("what", "What", "Start deciding on option 1 --"),
    Column("stage", "How early", "again, until decided"),
    Column("act", "Act by", "28 September 2026"),
    Column("owner", "Owner", "Environmental Health M", drop=1),
)
_ANSWERED = (
    Column("when", "When", "Wednesday, 16:40"),
    Column("title", "Agreement", "Housing repairs and voids", stretch=True),
    Column("about", "About", "termination notice, 28 September 2026"),
    Column("answer", "Answer", "Decided: re-procuring: see the minutes", stretch=True),
    Column("by", "By", "contracts officer", drop=1),
    Column("state", "Now", "Taken back"),
)
_LOOKS = {
    AnswerAction.DECIDED: Look("Decided", Shape.TICK, Tone.GOOD),
    AnswerAction.SNOOZED: Look("Snoozed", Shape.HALF, Tone.NOTE),
    AnswerAction.DISMISSED: Look("Dismissed", Shape.CROSS, Tone.MUTED),
    AnswerAction.REARMED: Look("Comes up again", Shape.RING, Tone.MUTED),
}


LARGE = 2_000
"""Agreements from which on the first days are read and shown before all the months are."""
_NEAR = 7


_PICKED_HERE = 2_000
"""More reminders than these are picked from by a worker."""


class RemindersPage(Page):
    """The months at the left, the reminders of all of them in one list; or the answers, newest first."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._board = Board((), ())
        self._asked = self._picking = 0
        self._places = ReminderPlaces(bridge)
        self._count = PlainLabel("", "caption")
        self.search = SearchField("Search reminders", "Ctrl+F")
        self.kind = _box("Kind of date")
        self.owner = _box("Owner")
        self.test = button("Test reminder", icon="bell")
        self.list = button("Show reminders", icon="bell", kind="primary")
        self.take_back = button("Take back", icon="undo", name="Take the selected answers back")
        self.coming = Table("Reminders to come", self)
        self.coming_model = LongModel(_COMING, self._coming_row, self.coming)
        self.answered = Table("Answered reminders", self)
        self.answered_model = LongModel(_ANSWERED, self._answered_row, self.answered)
        self.months = Months(self)
        self._lay_out()
        self._listen()

    # Building

    def _lay_out(self) -> None:
        for table, model, columns in (
            (self.coming, self.coming_model, _COMING),
            (self.answered, self.answered_model, _ANSWERED),
        ):
            table.setModel(model)
            table.lay_out(columns)
        self.answered.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._nothing = EmptyState("", "")
        self.middle = QStackedWidget()
        for part in (self._with_months(), self.answered, self._nothing):
            self.middle.addWidget(part)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Reminders", "title"))
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self.test)
        head.addWidget(self.list)
        tools = QHBoxLayout()
        tools.setSpacing(2 * GRID)
        self.search.setMaximumWidth(320)
        for part in (self.search, self.kind, self.owner):
            tools.addWidget(part, 1 if part is self.search else 0)
        tools.addStretch(1)
        tools.addWidget(self.take_back)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(self._places)
        page.addLayout(tools)
        page.addWidget(self.middle, 1)

    def _with_months(self) -> QWidget:
        made = QWidget()
        self.months.chosen.connect(self._to_month)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * GRID)
        row.addWidget(self.months)
        row.addWidget(self.coming, 1)
        return made

    def _listen(self) -> None:
        self.test.clicked.connect(self.bridge.reminder_tried)
        self.list.clicked.connect(self.bridge.reminders_wanted)
        self.search.textChanged.connect(self._show)
        self.search.left_downwards.connect(self._to_table)
        self.kind.activated.connect(self._show)
        self.owner.activated.connect(self._show)
        self.coming.opened.connect(self._open)
        self.answered.opened.connect(self._open)
        self.answered.selectionModel().selectionChanged.connect(self._show_take_back)
        self.take_back.clicked.connect(self._take_back)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.answered)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self._take_back)
        self.bridge.preferred.connect(self._on_day)

    # A page of the window

    def title(self) -> str:
        return "Answered reminders" if self._shows_answered else "Reminders"

    def first_focus(self) -> QWidget | None:
        return self.answered if self._shows_answered else self.coming

    def search_field(self) -> QLineEdit | None:
        return self.search

    def selected_agreement(self) -> int | None:
        place = (self.answered if self._shows_answered else self.coming).selected_record()
        return place.agreement_id or None if isinstance(place, Watched | Answered) else None

    @property
    def _shows_answered(self) -> bool:
        return self.place.query == ANSWERED

    def load(self) -> None:
        self._places.show_here(self.place)
        self.take_back.setVisible(self._shows_answered)
        self._asked += 1
        large = not self._board.coming and self.bridge.session.read.has_more_than(LARGE)
        self._read(add_days(self.bridge.today, _NEAR) if large else None)

    def _read(self, last: date | None) -> None:
        """Ask for what comes up until a day (inclusive), or for all."""
        self.bridge.read(partial(read, self._asked, last), self._on_known)

    def _on_known(self, answer: object) -> None:
        found = cast("Known", answer)
        if found.number == self._asked:
            self.show_known(found)
            if found.board.last is not None:  # what comes first is on the screen; now the rest
                self._read(None)

    def show_known(self, found: Known) -> None:
        """Show what comes up and what was answered, or the first days of it."""
        self._board = found.board
        if found.board.last is None or not self.kind.count():
            _offer(self.kind, "Every kind of date", {kind: kind.capitalize() for kind in found.kinds})
            _offer(self.owner, "Every owner", {name: name for name in found.owners if name})
        self._show()

    # Showing

    def _show(self) -> None:
        if self._shows_answered:
            self._show_answered()
        else:
            self._show_coming()

    def _show_coming(self) -> None:
        self._picking += 1
        work = partial(pick, self._picking, self._board.coming, self._wish())
        if len(self._board.coming) > _PICKED_HERE:
            self.bridge.run(work, self._on_picked)
        else:
            self._on_picked(work())

    def _on_picked(self, answer: object) -> None:
        number, lines, headings, months = cast("Picked", answer)
        if number != self._picking or self._shows_answered:
            return
        self.months.show_months(months if self._board.last is None else Counter())
        here = max(1, self.coming.currentIndex().row())
        self.coming.clearSpans()
        self.coming_model.show_lines(lines)
        for row in headings:
            self.coming.setSpan(row, 0, 1, len(_COMING))
        if self._board.last is None:
            self._count.setText(f"{words.count(months.total(), 'reminder')} in the next 24 months")
        else:
            self._count.setText(f"until {show(self._board.last)}; the months after are being read …")
        self._settle(bool(lines or self._board.last), "Nothing will remind you", _NO_COMING)
        if lines:
            self.coming.selectRow(min(here, len(lines) - 1))

    def _to_month(self, first: date) -> None:
        for number in range(self.coming_model.rowCount()):
            line = self.coming_model.line(number)
            if isinstance(line, Month) and line.first == first:
                index = self.coming_model.index(number, 0)
                self.coming.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)
                self.coming.selectRow(number + 1)
                self.coming.setFocus()
                return

    def _show_answered(self) -> None:
        wish = self._wish()
        shown = [
            each
            for each in self._board.answered
            if wish.fits(
                each.line.kind, each.owner, f"{each.title} {each.owner} {each.line.reason} {each.line.user}"
            )
        ]
        self.answered_model.show_lines(shown)
        self._count.setText(words.count(len(shown), "answer"))
        self._settle(bool(shown), "Nothing was answered yet", _NO_ANSWERS)
        if shown:
            self.answered.selectRow(0)
        self._show_take_back()

    def _settle(self, some: bool, title: str, text: str) -> None:
        """Show the list, or where it is empty say why."""
        narrowed = any(self._wish())
        if some:
            self.middle.setCurrentIndex(1 if self._shows_answered else 0)
            return
        self._nothing.title.setText("Nothing fits" if narrowed else title)
        self._nothing.words.setText("Search for less, or choose every kind and owner." if narrowed else text)
        self.middle.setCurrentWidget(self._nothing)

    def _wish(self) -> Wish:
        return Wish(self.kind.currentData() or "", self.owner.currentData() or "", self.search.text())

    def _coming_row(self, line: object) -> Row:
        if isinstance(line, Month):
            return Row(
                (Cell(f"{line.first:%B %Y}", weight=600, remark=words.count(line.number, "reminder")),),
                heading=True,
            )
        coming = cast("Coming", line)
        item = coming.watched
        what = item.deadline.title or item.deadline.kind.capitalize()
        cells = (
            Cell(show(coming.day)),
            Cell(
                item.title,
                weight=500,
                remark=item.supplier or item.reference,
                help=_lines(item.title, item.reference, item.supplier),
            ),
            Cell(words.deed(item.deadline.kind, what), help=_lines(what, item.deadline.workings)),
            Cell("again, until decided" if coming.stage < -1 else lead_words(coming.stage), Tone.MUTED),
            Cell(show(item.deadline.act_by)),
            Cell(item.owner or "no owner", Tone.PLAIN if item.owner else Tone.MUTED, help=item.owner),
        )
        return Row(cells, item)

    def _answered_row(self, line: object) -> Row:
        each = cast("Answered", line)
        answer = each.line
        state = "Holds" if each.holds else "" if answer.action is AnswerAction.REARMED else "No longer"
        cells = (
            Cell(words.moment(answer.at.astimezone(), self.bridge.today), Tone.MUTED),
            Cell(each.title or "No longer in the register", Tone.PLAIN if each.title else Tone.MUTED, 500),
            Cell(f"{answer.kind.capitalize()}, {show(answer.date)}"),
            Cell(_said(each), look=_LOOKS[answer.action], help=_said(each)),
            Cell(answer.user, Tone.MUTED),
            Cell(state, Tone.GOOD if each.holds else Tone.MUTED),
        )
        return Row(cells, each)

    # Doing

    def _to_table(self) -> None:
        if (table := self.first_focus()) is not None:
            table.setFocus()

    def _open(self, record: object) -> None:
        if not isinstance(record, Watched | Answered):
            return
        if record.agreement_id:
            self.bridge.go.emit(Place("agreement", record.agreement_id))
            return
        uid = record.agreement_uid if isinstance(record, Watched) else record.line.agreement_uid
        arrangements = self.bridge.session.read.arrangements()
        found = next((each.id for each in arrangements if each.uid == uid), None)
        if found is not None:
            self.bridge.go.emit(Place("partnership", found))

    def _selected(self) -> Sequence[Answered]:
        """The answers that are selected and hold, so that they can be taken back."""
        model = self.answered.selectionModel()
        lines = [self.answered_model.line(index.row()) for index in model.selectedRows()]
        return [line for line in lines if isinstance(line, Answered) and line.holds]

    def _show_take_back(self) -> None:
        found = len(self._selected())
        self.take_back.setEnabled(found > 0 and not self.bridge.session.read_only)
        self.take_back.setText(f"Take back {found:,}" if found > 1 else "Take back")

    def _take_back(self) -> None:
        found = self._selected()
        if found and self.bridge.act(lambda: unanswer(self.bridge.session, [each.line for each in found])):
            count = words.count(len(found), "reminder")
            verb = "comes" if len(found) == 1 else "come"
            self.bridge.said.emit(f"Taken back: {count} {verb} up again.", Tone.NOTE, "Undo")


_NO_COMING = (
    "Every reminder of the next 24 months stands here by month, as soon as the register holds a date "
    "that a rule brings up. Rules say how early each kind of date does."
)
_NO_ANSWERS = (
    "What was decided, snoozed or dismissed stands here, with who did it, when and why. Each answer can be "
    "taken back, and the reminder comes up again."
)


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(190)
    return made


def _offer(box: QComboBox, everything: str, choices: dict[str, str]) -> None:
    """Offer these, and keep what was chosen where it is still offered."""
    kept = box.currentData()
    box.clear()
    box.addItem(everything, "")
    for value, text in choices.items():
        box.addItem(text, value)
    box.setCurrentIndex(max(0, box.findData(kept)))


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _said(each: Answered) -> str:
    """The answer in words: "Decided: re-procuring", "Snoozed until Monday 7 December 2026, 09:00"."""
    line = each.line
    if line.action is AnswerAction.SNOOZED and line.until is not None:
        until = line.until.astimezone() if line.until.tzinfo else line.until
        why = f": {line.reason}" if line.reason else ""
        return f"Snoozed until {moment(until)}{why}"
    return f"{_LOOKS[line.action].word}{f': {line.reason}' if line.reason else ''}"
