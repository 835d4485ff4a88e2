"""What stands on Home below its head: what is due, what changed lately, what is missing, the months ahead."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tracker.ui.bridge import Place
from tracker.ui.home.columns import COLUMNS, MONTH_COLUMNS
from tracker.ui.home.parts import BarRow, CountButton, Legend, WholeRows
from tracker.ui.home.rows import More, count_words, month_row, section_rows
from tracker.ui.home.yearstrip import YearStrip
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.turns import Turns
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Section, button, rule

if TYPE_CHECKING:
    from tracker.ui.home.facts import HomeFacts

_NARROW, _SIDE, _UNBOUND = 1080, 272, 16777215
_LEGEND = (
    (Look("decide", Shape.TRIANGLE, Tone.ACCENT)),
    (Look("serve notice", Shape.FLAG, Tone.WARNING)),
    (Look("ends", Shape.SQUARE, Tone.MUTED)),
    (Look("happens", Shape.CIRCLE, Tone.MUTED)),
    (Look("overdue", Shape.TRIANGLE, Tone.DANGER)),
)


class Board(QWidget):
    """Lists and a picture of Home's facts; empty until there are any.

    Signals:
        go(Place): somebody wants to be taken there.
        more(str): somebody wants the whole of that section.
    """

    go = Signal(object)
    more = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts: HomeFacts | None = None
        self._later = Turns(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * GRID)
        self._grid.setVerticalSpacing(2 * GRID)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GRID)
        page.addLayout(self._build_counts())
        page.addSpacing(GRID)
        page.addLayout(self._grid, 1)
        page.addLayout(self._build_legend())
        page.addWidget(self._build_strip())
        self.due = self._build_due()
        self._list = WholeRows(self.due)
        self._side = self._build_side()
        self._wide: bool | None = None
        self._arrange(wide=True)

    # Building

    def _build_counts(self) -> QHBoxLayout:
        self.counts: dict[str, CountButton] = {}
        row = QHBoxLayout()
        row.setSpacing(3 * GRID)
        for key in ("overdue", "month", "quarter", "later"):
            count = CountButton(key)
            count.clicked.connect(self._go_to_section)
            self.counts[key] = count
            row.addWidget(count)
        self._sum = PlainLabel("", "title")
        self._of = ElidedLabel("", "caption")
        self._left_out = ElidedLabel("", "caption")
        under = QVBoxLayout()
        under.setSpacing(0)
        under.addStretch()
        under.addWidget(self._of)
        under.addWidget(self._left_out)
        under.addStretch()
        row.addWidget(self._sum)
        row.addLayout(under, 1)
        return row

    def _build_due(self) -> Table:
        table = Table("What is due", self)
        self.model = RowsModel(COLUMNS, table)
        table.setModel(self.model)
        table.lay_out(COLUMNS)
        table.horizontalHeader().hide()
        table.opened.connect(self._open)
        return table

    def _build_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * GRID)
        self.lately = Section("Changed lately")
        self._missing = Section("Missing")
        column.addWidget(self.lately)
        column.addWidget(self._missing)
        column.addStretch()
        return side

    def _build_legend(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(PlainLabel("Eighteen months", "subheading"))
        self._legend = [Legend(each) for each in _LEGEND]
        for each in self._legend:
            row.addWidget(each)
        self._of_bars = PlainLabel("a bar for every few days: the taller, the more fall due", "caption")
        self._of_bars.hide()
        row.addWidget(self._of_bars)
        row.addStretch()
        self.as_table = button("Show as a table", kind="link")
        self.as_table.clicked.connect(self._switch_strip)
        row.addWidget(self.as_table)
        return row

    def _build_strip(self) -> QWidget:
        self.strip = YearStrip()
        self.strip.day_chosen.connect(self._go_to_day)
        self.strip.crowding.connect(self._show_crowding)
        self._picture = QStackedWidget()
        self._picture.setFixedHeight(self.strip.sizeHint().height())
        return self._picture

    def _build_month_table(self) -> None:
        """The strip's figures as a table; most people never ask for it."""
        self.month_table = Table("Deadlines by month", self._picture)
        self.months = RowsModel(MONTH_COLUMNS, self.month_table)
        self.month_table.setModel(self.months)
        self.month_table.lay_out(MONTH_COLUMNS)
        self.month_table.setFixedHeight(self.strip.sizeHint().height())
        self._picture.addWidget(self.month_table)

    # Showing

    def show_facts(self, facts: HomeFacts, opened: frozenset[str]) -> None:
        """Show these, what is due at once and the rest in the next turn; of the sections that were opened every line."""
        self._facts = facts
        self._show_yearly(facts)
        self._show_due(facts, opened)
        self._later.begin(partial(self._show_side, facts), partial(self._show_strip, facts))

    @property
    def is_settled(self) -> bool:
        """Whether nothing of what it shows is still to come."""
        return self._later.is_done

    def _show_strip(self, facts: HomeFacts) -> None:
        self.strip.show_marks(facts.marks, facts.today, facts.numbers)
        if not self._picture.count():
            self._picture.addWidget(self.strip)  # not before: what it drew of nothing would be untrue
        if self._picture.count() > 1:
            self._show_months(facts)

    def _show_months(self, facts: HomeFacts) -> None:
        self.months.show([month_row(first, number, facts) for first, number in self.strip.months()])

    def _show_yearly(self, facts: HomeFacts) -> None:
        """The yearly amount, always with how many agreements it stands for."""
        yearly = facts.yearly
        for label in (self._sum, self._of, self._left_out):
            label.setVisible(yearly is not None)
        if yearly is None:
            return
        self._sum.setText(show.short_amount(yearly.minor, yearly.currency))
        self._sum.set_help(f"{show.amount(yearly.minor, yearly.currency)} a year")
        self._of.setText(f"a year, as {yearly.stated:,} of {show.count(yearly.agreements, 'live agreement')}")
        left = yearly.agreements - yearly.stated
        self._left_out.setText(f"state it; {left:,} do not and are left out")

    def _show_due(self, facts: HomeFacts, opened: frozenset[str]) -> None:
        chosen = self.due.selected_record()
        rows: list[Row] = []
        for section in facts.sections:
            self.counts[section.key].show_count(section.count, *count_words(section))
            rows.extend(section_rows(section, facts.today, section.key in opened))
        self.model.show(
            rows or [Row((Cell("Nothing is due in the next eighteen months.", Tone.MUTED),), heading=True)]
        )
        self.due.span_headings()
        number = next((k for k, row in enumerate(rows) if row.record == chosen and chosen is not None), None)
        if number is None:
            number = next((k for k, row in enumerate(rows) if not row.heading), None)
        if number is not None:
            self.due.selectRow(number)

    def _show_side(self, facts: HomeFacts) -> None:
        _clear(self.lately)
        for one in facts.lately:
            self.lately.body.addWidget(_two_lines(one.name, one.when))
        if not facts.lately:
            self.lately.body.addWidget(PlainLabel("Nothing has been changed yet.", "muted"))
        _clear(self._missing)
        most = max((number for _, _, number in facts.missing), default=1)
        for key, words, number in facts.missing:
            row = BarRow(key, words, number, most)
            row.clicked.connect(self._go_to_missing)
            self._missing.body.addWidget(row)
        self._missing.setVisible(bool(facts.missing))

    def _arrange(self, *, wide: bool) -> None:
        """The lists side by side where there is room, else one under the other."""
        if wide == self._wide:
            return
        self._wide = wide
        self._grid.addWidget(self._list, 0, 0)
        self._grid.addWidget(self._side, 0 if wide else 1, 1 if wide else 0)
        self._grid.setColumnStretch(0, 1)
        self._side.setFixedWidth(_SIDE) if wide else self._side.setMaximumWidth(_UNBOUND)
        self._list.setMinimumHeight(self.due.height_for(8 if wide else 12))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(wide=event.size().width() >= _NARROW)

    # Going elsewhere

    def selected_agreement(self) -> int | None:
        """The agreement of the selected line; None where none is selected."""
        place = self.due.selected_record()
        return place.record if isinstance(place, Place) else None

    def _open(self, record: object) -> None:
        if isinstance(record, More):
            self.more.emit(record.section)
        else:
            self.go.emit(record)

    def _go_to_missing(self) -> None:
        sender = self.sender()
        if isinstance(sender, BarRow):
            self.go.emit(Place("register", query=f"missing={sender.key}"))

    def _go_to_section(self) -> None:
        sender = self.sender()
        if isinstance(sender, CountButton):
            self._scroll_to(sender.key)

    def _scroll_to(self, section: str) -> None:
        """Bring a section of the list to its head and select its first row."""
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is not None and row.heading and row.record == section:
                self.due.scrollTo(self.model.index(number, 0), Table.ScrollHint.PositionAtTop)
                self.due.selectRow(number + 1)
                self.due.setFocus()

    def _go_to_day(self, day: date) -> None:
        """Select the first deadline of that day in the list."""
        wanted = show.day(day)
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row is not None and not row.heading and row.cells[3].text == wanted:
                self.due.selectRow(number)
                self.due.scrollTo(self.model.index(number, 0))
                self.due.setFocus()
                return

    def _show_crowding(self, crowded: bool) -> None:
        """Say what bars are, or what the marks are."""
        for each in self._legend:
            each.setHidden(crowded)
        self._of_bars.setHidden(not crowded)

    def _switch_strip(self) -> None:
        if self._picture.count() == 1 and self._facts is not None:
            self._build_month_table()
            self._show_months(self._facts)
        table = self._picture.currentIndex() == 0
        self._picture.setCurrentIndex(1 if table else 0)
        self.as_table.setText("Show as a picture" if table else "Show as a table")


def _clear(section: Section) -> None:
    while (item := section.body.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()


def _two_lines(text: str, under: str) -> QWidget:
    """A line with a quieter one under it and a hairline below."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 6, 0, 0)
    column.setSpacing(1)
    column.addWidget(ElidedLabel(text, "strong"))
    column.addWidget(ElidedLabel(under, "caption"))
    column.addSpacing(5)
    column.addWidget(rule())
    return made
