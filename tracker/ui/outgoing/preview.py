"""Print: the pages as they will be, what goes on them, and where they go: a printer, a PDF, a web page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from tracker.app.outgoing.reporting import html, keep
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.outgoing.pages import PagesView
from tracker.ui.outgoing.paper import Paper
from tracker.ui.outgoing.papers import Columns, Make, Sort
from tracker.ui.parts import format as words
from tracker.ui.parts.inputs import ChoiceBox
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, rule
from tracker.ui.printing import ask_to_print, paper_of, pdf_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrintDialog

    from tracker.app.session import Session

_SIDE = 288
_PAUSE = 250
"""Milliseconds without another tick before the pages are made anew."""

_WAYS: tuple[tuple[str, bool | None], ...] = (
    ("As the columns need", None),
    ("Upright", False),
    ("Lying", True),
)


class _Made(NamedTuple):
    """Pages, for the question of that number; `trouble` where there are none."""

    number: int
    paper: Paper | None = None
    trouble: str = ""


class PrintPreview(QDialog):
    """Pages at the right, choices at the left, and three ways out of the program."""

    def __init__(self, bridge: Bridge, sorts: Sequence[Sort], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._sorts = tuple(sorts)
        self._number = 0
        self.paper: Paper | None = None
        self.dialog: QPrintDialog | QFileDialog | None = None
        self.setWindowTitle("Print")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1080, 780)
        self.pages = PagesView()
        self.what = _box("What to print")
        for sort in self._sorts:
            self.what.addItem(sort.name)
        self.way = _box("Page")
        for name, _ in _WAYS:
            self.way.addItem(name)
        self.columns: list[QCheckBox] = []
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._build_side())
        across.addWidget(self.pages, 1)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._listen()
        self._offer_columns()
        self.make()
        self.print_button.setFocus()

    def _build_side(self) -> QWidget:
        self.print_button = button("Print…", kind="primary", icon="print")
        self.print_button.setDefault(True)
        self.pdf_button = button("Save as PDF…")
        self.html_button = button("Save as web page…")
        self.said = PlainLabel("", "caption", wrap=True)
        self._columns = QWidget()
        self._ticks = QVBoxLayout(self._columns)
        self._ticks.setContentsMargins(0, 0, 0, 0)
        self._ticks.setSpacing(4)
        inside = QWidget()
        inside.setProperty("kind", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(PlainLabel("Print", "heading"))
        for text, field in (("What", self.what), ("Page", self.way)):
            label = PlainLabel(text, "caption")
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self._columns)
        column.addStretch()
        side = QWidget()
        side.setProperty("kind", "page")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_SIDE)
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroller(inside), 1)
        outer.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID)
        for part in (self.said, self.print_button, self.pdf_button, self.html_button):
            foot.addWidget(part)
        outer.addLayout(foot)
        return side

    def _listen(self) -> None:
        self.what.activated.connect(self._on_what)
        self.way.activated.connect(self.make)
        self._soon.timeout.connect(self.make)
        self.pages.turned.connect(self._say_page)
        self.print_button.clicked.connect(self._print)
        self.pdf_button.clicked.connect(partial(self._ask_where, ".pdf", "PDF (*.pdf)"))
        self.html_button.clicked.connect(partial(self._ask_where, ".html", "Web page (*.html)"))

    # What is printed

    def _on_what(self) -> None:
        self._offer_columns()
        self.make()

    def _offer_columns(self) -> None:
        """A tick for each column of the list that is chosen."""
        for old in self.columns:
            self._ticks.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.columns.clear()
        columns = self._sorts[max(self.what.currentIndex(), 0)].columns
        self._columns.setVisible(bool(columns))
        if self._ticks.count() == 0:
            self._ticks.addWidget(PlainLabel("Columns", "caption"))
        for _, heading in columns:
            tick = QCheckBox(heading)
            tick.setChecked(True)
            tick.toggled.connect(self._soon.start)
            self._ticks.addWidget(tick)
            self.columns.append(tick)

    def _chosen(self) -> Columns:
        columns = self._sorts[max(self.what.currentIndex(), 0)].columns
        chosen = tuple(one for one, tick in zip(columns, self.columns, strict=True) if tick.isChecked())
        return chosen or columns[:1]

    def make(self) -> None:
        """Make the pages on a worker; newer choices make these void."""
        self._number += 1
        self.paper = None
        self._enable()
        self.said.setText("Laying out …")
        sort = self._sorts[max(self.what.currentIndex(), 0)]
        wide = _WAYS[max(self.way.currentIndex(), 0)][1]
        wide = sort.wide if wide is None else wide
        work = partial(_make, self._number, sort.make(self._chosen()), wide)
        self._bridge.read(work, self._on_made)

    def _on_made(self, made: object) -> None:
        assert isinstance(made, _Made)
        if made.number != self._number:
            return
        self.paper = made.paper
        self.pages.show_paper(made.paper)
        self._enable()
        if made.trouble:
            self._tell(made.trouble, Tone.DANGER)
        else:
            self._say_page(0)

    def _say_page(self, number: int) -> None:
        if self.paper is not None:
            count = len(self.paper.pages)
            self._tell(words.count(count, "page") if number == 0 else f"Page {number + 1} of {count}")

    def _tell(self, text: str, tone: Tone = Tone.MUTED) -> None:
        self.said.set_tone(tone)
        self.said.setText(text)

    def _enable(self) -> None:
        for each in (self.print_button, self.pdf_button, self.html_button):
            each.setEnabled(self.paper is not None)

    # Where it goes

    def _print(self) -> None:
        if self.paper is not None:
            dialog = ask_to_print(self, self.paper)
            dialog.accepted.connect(self._on_printed)
            self.dialog = dialog

    def _on_printed(self) -> None:
        self._tell("Sent to the printer.", Tone.GOOD)

    def _ask_where(self, ending: str, kind: str) -> None:
        if self.paper is None:
            return
        register = self._bridge.session.path
        name = "".join(mark if mark not in '\\/:*?"<>|' else " " for mark in self.paper.report.title)
        dialog = QFileDialog(self, "Save", str(register.with_name(f"{name.strip()[:80]}{ending}")), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending[1:])
        dialog.fileSelected.connect(self.save)
        self.dialog = dialog
        dialog.open()

    def save(self, name: str) -> None:
        """Write the pages to that file, as PDF or as a web page; the dialog has asked about one that is there."""
        if self.paper is None:
            return
        self._tell(f"Writing {Path(name).name} …")
        self._bridge.run(partial(_save, self.paper, Path(name)), self._on_saved)

    def _on_saved(self, said: object) -> None:
        assert isinstance(said, tuple)
        text, tone = said
        self._tell(text, tone)


def _box(name: str) -> QComboBox:
    made = ChoiceBox()
    made.setAccessibleName(name)
    made.setMinimumContentsLength(12)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


# On a worker


def _make(number: int, make: Make, wide: bool | None, session: Session) -> _Made:
    try:
        return _Made(number, paper_of(make(session), wide))
    except TrackerError as error:
        return _Made(number, trouble=str(error))


def _save(paper: Paper, path: Path) -> tuple[str, Tone]:
    try:
        page = path.suffix.casefold() in (".html", ".htm")
        keep(html(paper.report).encode() if page else pdf_of(paper), path, overwrite=True)
    except TrackerError as error:
        return str(error), Tone.DANGER
    return f"{path.name} is written.", Tone.GOOD
