"""The export page: what can go out, what is missing in it before it does, and where to.

A kind is chosen at the left; at the right stand its purpose, the few choices that it has, and the
check-list of what to see to. Looking ahead and writing are jobs. A file that is there already is
asked about on the page itself, once.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tracker.app.outgoing.offers import OFFERS, Ahead, offer
from tracker.app.outgoing.publishing import LISTS, own_definition
from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge, Place
from tracker.ui.outgoing.checks import CheckList
from tracker.ui.outgoing.folder import show_in_folder
from tracker.ui.outgoing.form import ExportForm
from tracker.ui.outgoing.scopes import source_of
from tracker.ui.outgoing.work import Answer, Written, ask, keep_list, write
from tracker.ui.page import Page
from tracker.ui.parts import format as words
from tracker.ui.parts.format import Shape
from tracker.ui.parts.marks import Mark
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, clear

_KINDS = 272
_PAUSE = 150
"""Milliseconds without another choice before a worker looks at what would go out."""

_LINE = 90
"""Characters of a message that have room beside the button."""


class ExportPage(Page):
    """Everything that can leave the register, in one place."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._source = source_of(None)
        self._number = 0
        self._ahead: Ahead | None = None
        self._written: Path | None = None
        self._kept_list: Path | None = None
        self._dialog: QFileDialog | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self.kinds = QButtonGroup(self)
        self.form = ExportForm(bridge)
        self.form.show_source(self._source)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._build_kinds())
        across.addWidget(self._build_offer(), 1)
        self._listen()
        self.choose("table")

    # Building

    def _build_kinds(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN - GRID, 2 * GRID, MARGIN)
        column.setSpacing(GRID)
        column.addWidget(PlainLabel("Export", "title"))
        group = ""
        for number, one in enumerate(OFFERS):
            if one.group != group:
                group = one.group
                column.addSpacing(GRID)
                column.addWidget(PlainLabel(group, "caption"))
            made = QRadioButton(one.title)
            made.setAccessibleDescription(one.purpose)
            self.kinds.addButton(made, number)
            column.addWidget(made)
        column.addStretch()
        scroller = Scroller(inside)
        scroller.setFixedWidth(_KINDS)
        return scroller

    def _build_offer(self) -> QWidget:
        self.heading = PlainLabel("", "heading")
        self.purpose = PlainLabel("", "muted", wrap=True)
        self.purpose.setMaximumWidth(640)
        self.columns = button("Edit its columns", kind="link")
        self.go = button("Export", kind="primary", icon="export")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName("Working")
        self.bar.hide()
        self.said = PlainLabel("", wrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.folder = button("Show in folder", kind="link")
        self._mark = QHBoxLayout()
        deed = QHBoxLayout()
        deed.setSpacing(GRID + 4)
        deed.addWidget(self.go)
        deed.addWidget(self.bar)
        deed.addLayout(self._mark)
        deed.addWidget(self.said, 1)
        deed.addWidget(self.folder)
        deed.addStretch(100)
        inside = QWidget()
        inside.setProperty("kind", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.heading)
        column.addWidget(self.purpose)
        column.addWidget(self.columns)
        column.addSpacing(GRID)
        column.addWidget(self.form)
        column.addSpacing(GRID)
        column.addLayout(deed)
        column.addSpacing(GRID)
        self.checks = CheckList()
        column.addWidget(self.checks, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        return inside

    def _listen(self) -> None:
        self._soon.timeout.connect(self._ask)
        self.kinds.idToggled.connect(self._on_kind)
        self.form.chosen.connect(self._look)
        self.form.named.connect(self._show_deed)
        self.form.browse.connect(self._browse)
        self.form.file.returnPressed.connect(self.export)
        self.go.clicked.connect(self.export)
        self.folder.clicked.connect(self._show_in_folder)
        self.checks.wanted.connect(self._keep_list)
        self.columns.clicked.connect(self._edit_columns)
        self.checks.opened.connect(self._open)

    # The page

    def title(self) -> str:
        return "Export"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a choice exports, as in the field of the file."""
        choosing = isinstance(self.window().focusWidget(), QComboBox | QRadioButton)
        if choosing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.click()
        else:
            super().keyPressEvent(event)

    def first_focus(self) -> QWidget | None:
        return self.kinds.checkedButton()

    def begin(self, page: Page | None) -> None:
        """Offer what the page that somebody comes from shows."""
        if page is not self:
            self._source = source_of(page)
            self.form.show_source(self._source)
            self.choose("screen" if self._source.listed else self.kind)
            self._stale = True

    def load(self) -> None:
        """Look at what would go out."""
        if self.place.query:
            self.choose(self.place.query)
        self._look()

    def update_for(self, changes: Changes) -> None:
        """The register has changed: look again."""
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_deed()  # the file may have come or gone meanwhile

    # Choosing

    @property
    def kind(self) -> str:
        """The kind that is chosen."""
        return OFFERS[max(0, self.kinds.checkedId())].kind

    def choose(self, kind: str) -> None:
        """Choose a kind, as a press on it does."""
        number = next(at for at, one in enumerate(OFFERS) if one.kind == kind)
        if self.kinds.checkedId() == number:
            self._show_offer()
        else:
            self.kinds.button(number).setChecked(True)

    def _on_kind(self, number: int, chosen: bool) -> None:
        if chosen:
            self._show_offer()
            self._look()

    def _show_offer(self) -> None:
        what = offer(self.kind)
        self.heading.setText(what.title)
        self.purpose.setText(what.purpose)
        self.checks.setVisible(what.checked)
        self.columns.setVisible(what.kind in LISTS)
        self._rest.setVisible(not what.checked)
        self._written = None
        self.form.show_offer(what)

    # Looking ahead

    def _look(self) -> None:
        """Ask what would go out once the choices rest; a newer question makes this one's answer void."""
        self._number += 1
        self._ahead = None
        self._show_deed()
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True

    def _ask(self) -> None:
        self.bridge.read(partial(ask, self._number, self.form.choice()), self._on_answer)

    def _on_answer(self, answer: object) -> None:
        assert isinstance(answer, Answer)
        if answer.number != self._number:
            return
        if answer.trouble:
            self._say(answer.trouble, Tone.DANGER)
            return
        self._ahead = answer.ahead
        self.checks.show_told(answer.told)
        self._show_deed()

    # What is to be done

    def _show_deed(self) -> None:
        """The button, by the name of what it does."""
        path = self.form.path()
        there = path is not None and path.exists() and path != self._written
        ahead = self._ahead
        what = words.count(ahead.rows, ahead.noun) if ahead is not None else ""
        if there and path is not None:
            again = self.kind == "calendar"
            self.go.setText(f"{'Update' if again else 'Replace'} {_short(path.name)}")
            self._say(
                "The calendar there is brought up to date: what has gone is cancelled in it."
                if again
                else "A file of that name is there already.",
                Tone.NOTE if again else Tone.WARNING,
            )
        else:
            self.go.setText(f"Export {what}".strip())
            if self._written is None:
                self._say("")
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(path is not None and ahead is not None and self.bar.isHidden())
        self.folder.setVisible(self._written is not None and path == self._written)

    def _say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        clear(self._mark)
        shape = {Tone.DANGER: Shape.OCTAGON, Tone.WARNING: Shape.TRIANGLE, Tone.GOOD: Shape.TICK}.get(tone)
        if shape is not None:
            self._mark.addWidget(Mark(shape, tone))
        self.said.set_tone(tone)
        self.said.setWordWrap(len(text) > _LINE)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def export(self) -> None:
        """Write what is chosen to the file that is named; what it replaces, the button has said."""
        path = self.form.path()
        if path is None or not self.go.isEnabled():
            return
        overwrite = self.go.text().startswith(("Replace", "Update")) or path == self._written
        self._written = None
        self.bar.show()
        self.go.setEnabled(False)
        self._say(f"Writing {path.name} …")
        self.bridge.read(partial(write, self.form.choice(), path, overwrite), self._on_written)

    def _on_written(self, answer: object) -> None:
        assert isinstance(answer, Written)
        self.bar.hide()
        if answer.trouble:
            self._show_deed()
            self._say(answer.trouble, Tone.DANGER)
            if not self.isVisible():
                self.bridge.said.emit(answer.trouble, Tone.DANGER, "")
            return
        self._written = answer.path
        self._show_deed()
        noun = "part" if self.kind == "report" else self._ahead.noun if self._ahead else "agreement"
        verb = "is" if answer.rows == 1 else "are"
        text = f"{words.count(answer.rows, noun)} {verb} in {answer.path.name} now."
        self._say(text, Tone.GOOD)
        if not self.isVisible():
            self.bridge.said.emit(text, Tone.GOOD, "")

    # Files

    def _browse(self) -> None:
        what = offer(self.kind)
        filters = ";;".join(f"{text.split(' (')[0]} (*{ending})" for ending, text in what.endings.items())
        path = self.form.path()
        dialog = QFileDialog(self, "Export", str(path or self.bridge.session.path.parent), filters)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the page asks, once
        dialog.fileSelected.connect(self._take_file)
        self._dialog = dialog
        dialog.open()

    def _take_file(self, name: str) -> None:
        self.form.set_path(Path(name))

    def _keep_list(self) -> None:
        """Write the check-list beside the file, for those who are to see to it."""
        path = self.form.path()
        if path is None or self._ahead is None:
            return
        out = path.with_name(f"{path.stem} check-list.xlsx")
        overwrite = out.exists() and self._kept_list == out
        self.bridge.read(partial(keep_list, self._ahead, out, overwrite), self._on_kept)

    def _on_kept(self, answer: object) -> None:
        assert isinstance(answer, Written)
        if answer.trouble:
            self._say(answer.trouble, Tone.DANGER)
            return
        self._kept_list = answer.path
        self._say(f"The check-list is in {answer.path.name} now.", Tone.GOOD)

    def _edit_columns(self) -> None:
        """Show the file that says which field fills which column, made from ours the first time."""
        try:
            own = own_definition(self.kind)
        except TrackerError as error:
            self._say(str(error), Tone.DANGER)
            return
        show_in_folder(own)
        self._say(f"{own.name} says which field fills each column. Edit it there with any text editor.")

    def _show_in_folder(self) -> None:
        if self._written is not None:
            show_in_folder(self._written)

    def _open(self, record: object) -> None:
        if isinstance(record, int):
            self.bridge.go.emit(Place("agreement", record))


def _short(name: str) -> str:
    """A file's name as a button has room for it: its two ends."""
    return name if len(name) <= 44 else f"{name[:24]}…{name[-19:]}"
