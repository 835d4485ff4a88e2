"""The timeline with everything around it: the slider, the field for the day, the table, printing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPageLayout, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.partnership.happenings import Happening, span_in_words
from tracker.app.partnership.timelines import Timeline
from tracker.domain.source import Source
from tracker.ui.bridge import Place
from tracker.ui.partnership.parts import Switch, source_words
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.format import Look
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button
from tracker.ui.timeline.picture import TimelineView
from tracker.ui.timeline.scale import Scale
from tracker.ui.timeline.slider import DaySlider

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

_COLUMNS = (
    Column("what", "Council, agreement or event", "Hinckley and Bosworth Borough Council mm", stretch=True),
    Column("from", "From", "some time in December 2008"),
    Column("until", "Until", "some time in December 2008"),
    Column("note", "In words", "Member from some day in December 2008; no end", drop=1),
)
_HINT = "Arrow keys walk from event to event; Ctrl and wheel zoom, dragging pans."


class TimelinePanel(QWidget):
    """The picture, and the day it is looked at.

    Signals:
        previewed(date): the slider is being moved over that day.
        settled(date): a day was chosen.
        opened(Place): a row was opened.
    """

    previewed = Signal(object)
    settled = Signal(object)
    opened = Signal(object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._rows: Callable[[], list[Row]] = list
        self._dialog: QPrintDialog | None = None
        self._printer: QPrinter | None = None
        self.scale = Scale(self)
        self.view = TimelineView(self.scale, self)
        self.table = RowTable("Timeline as a table", _COLUMNS, self, whole=True)
        self.switch = Switch(self.view, self.table, "the timeline", self)
        self.slider = DaySlider(self.scale)
        self.field = DayField("As at", today)
        self.field.setFixedWidth(190)
        self.said = PlainLabel(_HINT, "caption", wrap=True)
        self._everything = button("Show everything", kind="link")
        self._print = button("Print…", kind="link", name="Print the timeline")
        self._lay()
        self._listen()

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.said, 1)
        head.addWidget(self._everything)
        head.addWidget(self.switch.link)
        head.addWidget(self._print)
        self._label = PlainLabel("As at", "subheading", parent=self)
        self._label.setBuddy(self.field.line)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        self._asked = QWidget()
        left = QHBoxLayout(self._asked)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(GRID)
        left.addWidget(self._label)
        left.addWidget(self.field)
        left.addStretch()
        foot.addWidget(self._asked, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.slider, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.switch)
        column.addLayout(foot)

    def _listen(self) -> None:
        self.slider.previewed.connect(self._preview)
        self.slider.settled.connect(self.settled)
        self.field.line.returnPressed.connect(self._take)
        self.view.day_chosen.connect(self._choose)
        self.view.walked.connect(self._say)
        self.view.opened.connect(self._open)
        self.table.opened.connect(self.opened)
        self.switch.turned.connect(self._fill_table)
        self.scale.changed.connect(self._on_scale)
        self._everything.clicked.connect(self.scale.reset)
        self._print.clicked.connect(self.ask_to_print)

    # Showing

    def show_timeline(
        self, name: str, shown: Timeline, today: date, day: date, sources: Mapping[int, Source]
    ) -> None:
        """Show another arrangement, whose events name those sources."""
        self._name = name
        self.view.show_timeline(shown, today, day)
        self.slider.show_days(
            min(shown.first, day), max(shown.last, today, day), [h.day for h in shown.happenings], today
        )
        self._rows = partial(_rows, shown, sources)
        self._fill_table(self.switch.is_table)
        self._on_scale()

    def _fill_table(self, seen: bool) -> None:
        """Fill the table where it is to be seen."""
        if seen:
            self.table.show_rows(self._rows())

    def show_day(self, day: date, looks: dict[int, Look]) -> None:
        """Put everything on that day."""
        self.view.show_day(day, looks)
        self.slider.set_day(day)
        if not self.field.line.hasFocus():
            self.field.set_text(show.day(day))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._asked.setFixedWidth(round(self.view.frame(float(self.width())).left))
        self._label.setVisible(self._asked.width() > 280)

    def _on_scale(self) -> None:
        self._everything.setVisible(not self.scale.is_home)

    def _say(self, row: Happening) -> None:
        self.said.setText(f"{row.when[:1].upper()}{row.when[1:]}: {row.words}. Enter shows that day.")

    # Choosing a day

    def _preview(self, day: date) -> None:
        self.field.set_text(show.day(day))
        self.previewed.emit(day)

    def _take(self) -> None:
        day = self.field.day()
        if day is not None:
            self.settled.emit(day)

    def _choose(self, day: date) -> None:
        self.previewed.emit(day)
        self.settled.emit(day)

    def _open(self, group: object, record_id: int) -> None:
        page = "agreement" if str(group) == "agreement" else "organisation"
        self.opened.emit(Place(page, record_id))

    # Printing

    def ask_to_print(self) -> None:
        """Ask on which printer, or into which PDF file, and print the picture across the page."""
        # Nobody who does not print waits for the printing library.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        self._printer.setDocName(f"{self._name}, timeline")
        self._dialog = QPrintDialog(self._printer, self)
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.accepted.connect(self._print_now)
        self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog.show()

    def _print_now(self) -> None:
        if self._printer is not None:
            self.view.print_on(self._printer, self._name)


def _rows(shown: Timeline, sources: Mapping[int, Source]) -> list[Row]:
    """Every bar, then every event, as a table."""
    rows: list[Row] = []
    for track in shown.tracks:
        page = "agreement" if track.group.value == "agreement" else "organisation"
        place = Place(page, track.record_id)
        words = f"{track.mark} {track.name}".strip()
        name = Cell(words, Tone.ACCENT, 500)
        if not track.spans:
            rows.append(Row((name, Cell("no date recorded", Tone.MUTED)), place))
        for span in track.spans:
            begins = _between(span.first, span.begun, span.open_start, "not stated")
            ends = _between(span.sure, span.last, span.open_end, span.open_words or "no end recorded")
            rows.append(
                Row(
                    (
                        name._replace(help=f"{words}\n{span.note}"),
                        Cell(begins),
                        Cell(ends),
                        Cell(span.note, Tone.MUTED, help=span.note),
                    ),
                    place,
                )
            )
    if shown.happenings:
        rows.append(Row((Cell("Events", Tone.PLAIN, 600),), heading=True))
    for one in shown.happenings:
        said = f"Source: {source_words(source)}" if (source := sources.get(one.source_id or 0)) else ""
        rows.append(Row((Cell(one.words), Cell(one.when), Cell(), Cell(said, Tone.MUTED, help=said))))
    return rows


def _between(first: date, last: date, unstated: bool, words: str) -> str:
    if unstated:
        return words
    return span_in_words(first, last)
