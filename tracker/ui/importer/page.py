"""The import page: choose or drop a file, watch it being read, look at the preview, import.

Reading and planning are jobs; the window stays alive and Cancel works throughout. What is
committed is the Plan that was shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from tracker.app.incoming import importing
from tracker.app.incoming.importview import PlanRow, Sight, tally
from tracker.app.incoming.layouts import fingerprint
from tracker.app.incoming.mending import mend
from tracker.app.session import Clock, Session
from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge, Place
from tracker.ui.importer.preview import ImportPreview
from tracker.ui.page import Page
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, button

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Plan, Workbook

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt")
_FILTER = "Spreadsheets (" + " ".join(f"*{suffix}" for suffix in SUFFIXES) + ");;All files (*)"
_WHAT = (
    "Drop a spreadsheet anywhere on this window, or choose one. It is read and shown to you row by row "
    "before anything is saved, and one Undo takes the whole import back."
)


class _Progress(QObject):
    """Carries how far reading has come from the worker to the window."""

    moved = Signal(object, object)

    def __call__(self, done: int, whole: int) -> None:
        self.moved.emit(done, whole)


class Reading(QWidget):
    """What is shown while a file is read or imported: how far it is, and Cancel where that is possible."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = PlainLabel("", "heading")
        self.step = PlainLabel("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(480)
        self.bar.setAccessibleName("How much of the file is read")
        self.cancel = button("Cancel")
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 3 * MARGIN, MARGIN, MARGIN)
        column.setSpacing(GRID + 4)
        for part in (self.title, self.bar, self.step):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch()

    def start(self, title: str, step: str) -> None:
        """Show what is being done, with nothing of it done yet."""
        self.title.setText(title)
        self.step.setText(step)
        self.bar.setRange(0, 0)
        self.cancel.setEnabled(True)

    def show_progress(self, done: int, whole: int) -> None:
        """Show how much is done, of how much; a whole of 0 is one that nobody knows."""
        self.bar.setRange(0, 1000 if whole else 0)
        if whole:
            self.bar.setValue(1000 * done // whole)


class ImporterPage(Page):
    """Takes in a spreadsheet: the place's query is its path, "" for asking which."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._path = Path()
        self._workbook: Workbook | None = None
        self._choices = importing.Choices()
        self._deeds: list[Callable[[Plan], None]] = []
        self._stop = Event()
        self._dialog: QFileDialog | None = None
        self._progress = _Progress(self)
        self.choose = button("Choose a file…", kind="primary", icon="open")
        self.empty = EmptyState("Import a spreadsheet", _WHAT, [self.choose])
        self.refused = PlainLabel("", tone=Tone.DANGER, wrap=True)
        self.refused.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        self.reading = Reading()
        self.preview = ImportPreview()
        self.start = QWidget()
        first = QVBoxLayout(self.start)
        first.setContentsMargins(0, 0, 0, 0)
        first.addWidget(self.refused)
        first.addWidget(self.empty, 1)
        self.stack = QStackedWidget()
        for part in (self.start, self.reading, self.preview):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.refused.hide()
        self._listen()

    def _listen(self) -> None:
        self.choose.clicked.connect(self.choose_file)
        self.reading.cancel.clicked.connect(self._cancel)
        self._progress.moved.connect(self.reading.show_progress)
        self.preview.side.sheet_chosen.connect(self._on_sheet)
        self.preview.side.field_chosen.connect(self._on_field)
        self.preview.side.contacts_chosen.connect(self._on_contacts)
        self.preview.ends_chosen.connect(self._on_ends)
        self.preview.mend_wanted.connect(self._on_mend)
        self.preview.row_set.connect(self._on_row_set)
        self.preview.commit_wanted.connect(self.commit)
        self.preview.left.connect(self._leave)

    # The page

    def load(self) -> None:
        """Begin to read the file that the place names; a preview that is open stays."""
        if self.place.query and Path(self.place.query) != self._path:
            self.read(Path(self.place.query))

    def update_for(self, changes: Changes) -> None:
        """The register has changed: what the file adds to it may be something else now."""
        if self._workbook is not None and self.stack.currentWidget() is self.preview:
            self._plan()

    def title(self) -> str:
        return f"Import {self._path.name}" if self._path.name else "Import"

    def first_focus(self) -> QWidget | None:
        return self.preview.table if self.stack.currentWidget() is self.preview else self.choose

    # Reading

    def choose_file(self) -> None:
        """Ask for a spreadsheet and read it."""
        dialog = QFileDialog(self, "Import a spreadsheet", str(self.bridge.session.path.parent), _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        self._dialog = dialog
        dialog.open()

    def _on_file(self, name: str) -> None:
        self.bridge.go.emit(Place("import", query=name))

    def read(self, path: Path) -> None:
        """Read a file and show what importing it would do."""
        self._path, self._workbook = path, None
        self._choices, self._deeds = importing.Choices(), []
        self._stop = Event()
        self.refused.hide()
        self.reading.start(f"Reading {path.name}", "Nothing is saved before you import.")
        self.reading.cancel.show()
        self.stack.setCurrentWidget(self.reading)
        work = partial(importing.read_workbook, path, self._progress, self._stop.is_set)
        self.bridge.run(work, self._on_read, self._on_refused)

    def _cancel(self) -> None:
        self._stop.set()
        self.reading.cancel.setEnabled(False)

    def _on_read(self, made: object) -> None:
        workbook = cast("Workbook", made)
        if workbook.path != self._path:
            return
        if self._stop.is_set():
            self._forget()
            return
        self._workbook = workbook
        self._plan()

    def _on_refused(self, error: object) -> None:
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        if self.stack.currentWidget() is self.preview:
            self.bridge.said.emit(str(error), Tone.DANGER, "")
            return
        self._path, self._workbook = Path(), None
        self.refused.setText("" if self._stop.is_set() else str(error))
        self.refused.setVisible(not self._stop.is_set())
        self.stack.setCurrentWidget(self.start)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # Planning

    def _plan(self) -> None:
        """Work out what importing would do, with what was chosen so far."""
        assert self._workbook is not None
        work = partial(_plan, self._workbook, self._choices, self.bridge)
        self.bridge.run(work, self._on_plan, self._on_refused)

    def _on_plan(self, made: object) -> None:
        sight = cast("Sight", made)
        plan = sight.plan
        if plan.workbook is not self._workbook:
            return
        kept = self.bridge.settings.layouts.get(fingerprint(plan.table.headings))
        if kept and not self._choices.mapping:
            self._choices = replace(self._choices, mapping=dict(kept))
            self._plan()
            return
        for deed in self._deeds:
            deed(plan)
        if self._deeds:
            sight = replace(sight, counts=tally(plan))
        self.preview.show_plan(sight, ends=self._choices.ends, contacts=self._choices.contacts)
        if self.stack.currentWidget() is not self.preview:
            self.stack.setCurrentWidget(self.preview)
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sheet(self, name: str) -> None:
        self._deeds = []
        self._choose(sheet=name, mapping=None)

    def _on_field(self, label: str, field: str) -> None:
        """Read the column of that label as that field; "" for none."""
        assert self.preview.plan is not None
        before = dict(self._choices.mapping or {})
        columns = self.preview.plan.mapping.columns
        old = next((column.field for column in columns if column.label == label), "")
        if old:
            before[old] = ""
        if field:
            before[field] = label
        self._choose(mapping=before)

    def _on_contacts(self, taken: bool) -> None:
        self._choose(contacts=taken)

    def _on_ends(self, answer: str) -> None:
        self._choose(ends=answer)

    def _choose(self, **choices: object) -> None:
        self._choices = replace(self._choices, **choices)  # type: ignore[arg-type]
        self._plan()

    # Mending: kept, so that a plan made again for another choice has them too

    def _on_mend(self, row: PlanRow, field: str, label: str, text: str) -> None:
        try:
            self._mend(row, field, label, text)
        except TrackerError as error:
            self.preview.strip.say(str(error))
            return
        self._deeds.append(partial(self._mend_again, row.row, field, label, text))
        self.preview.show_again()

    def _mend(self, row: PlanRow, field: str, label: str, text: str) -> None:
        current = self.bridge.session.agreement(row.existing) if row.existing is not None else None
        mend(row, field, label, text, current)

    def _mend_again(self, number: int, field: str, label: str, text: str, plan: Plan) -> None:
        column = plan.mapping.of(field)
        if column is not None and column.label == label:
            self._on_row(number, plan, partial(self._mend, field=field, label=label, text=text))

    def _on_row_set(self, row: PlanRow, deed: Callable[[PlanRow], None]) -> None:
        self._deeds.append(partial(self._again, row.row, deed))

    def _again(self, number: int, deed: Callable[[PlanRow], None], plan: Plan) -> None:
        self._on_row(number, plan, deed)

    def _on_row(self, number: int, plan: Plan, deed: Callable[[PlanRow], None]) -> None:
        """Do again to a row what was done to it in an earlier plan; where it cannot be, it is left alone."""
        for row in plan.rows:
            if row.row == number:
                try:
                    deed(row)
                except TrackerError:
                    return

    # Committing

    def commit(self) -> None:
        """Do what is shown, as one change, on a worker; then go to the register."""
        plan = self.preview.plan
        if plan is None:
            return
        self.reading.start(
            f"Importing {plan.workbook.path.name}", "This is one change, and one Undo takes it back."
        )
        self.reading.cancel.hide()
        self.stack.setCurrentWidget(self.reading)
        session = self.bridge.session
        work = partial(_commit, session.path, session.now, session.user, plan)
        self.bridge.run(work, self._on_committed, self._on_commit_failed)

    def _on_committed(self, made: object) -> None:
        plan = cast("Plan", made)
        self._remember(plan)
        name = plan.workbook.path.name
        self._forget()
        self.bridge.changed.emit(Changes(0, ""))
        self.bridge.go.emit(Place("register"))
        undo = self.bridge.session.undo_name or "the import"
        text = f"Done: {undo}. Undo takes the whole of {name} back in one step."
        self.bridge.said.emit(text, Tone.GOOD, "Undo")

    def _on_commit_failed(self, error: object) -> None:
        """Nothing was changed: say why, and show the preview as it was."""
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        self.stack.setCurrentWidget(self.preview)
        self.bridge.said.emit(str(error), Tone.DANGER, "")

    def _remember(self, plan: Plan) -> None:
        """Keep what was chosen for the columns, for the next file of this layout."""
        if self._choices.mapping:
            self.bridge.settings.layouts[fingerprint(plan.table.headings)] = dict(self._choices.mapping)
            self.bridge.settings.save()

    def _leave(self) -> None:
        """Import nothing."""
        self._forget()
        self.bridge.go.emit(Place("register"))

    def _forget(self) -> None:
        self._path, self._workbook, self._deeds = Path(), None, []
        self.place = Place("import")
        self.preview.sight = None
        self.stack.setCurrentWidget(self.start)


def _plan(workbook: Workbook, choices: importing.Choices, bridge: Bridge) -> Sight:
    """The plan, made and looked through on a worker with a connection of its own."""
    read = bridge.session.reader()
    try:
        existing = importing.existing_agreements(bridge.session, read)
        return Sight.of(importing.plan_import(workbook, choices, bridge.today, existing, read))
    finally:
        read.close()


def _commit(register: Path, clock: Clock, user: str, plan: Plan) -> Plan:
    """Commit the plan on a worker, with a session of its own; returns it."""
    with Session.open(register, clock=clock, user=user) as session:
        importing.commit(session, plan)
    return plan
