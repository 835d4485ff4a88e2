"""The import page: choose, drop or paste a table, watch it being read, work in the preview, import.

Reading and planning are jobs of the `Desk`; the window stays alive and Cancel works throughout.
What is committed is the Plan that was shown.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from tracker.app.incoming import fixlist, importing, pasted
from tracker.app.incoming.sight import Sight
from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge, Place
from tracker.ui.importer.deeds import PreviewDeeds
from tracker.ui.importer.desk import Desk, Stopped
from tracker.ui.importer.done import Done
from tracker.ui.importer.layouts import Layouts
from tracker.ui.importer.preview import ImportPreview
from tracker.ui.importer.reading import Reading
from tracker.ui.importer.suffixes import SPREADSHEETS
from tracker.ui.importer.work import Saved, commit_plan, was_chosen, write_rows
from tracker.ui.page import Page
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import EmptyState, PlainLabel, button

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Plan

_FILTER = f"{SPREADSHEETS};;All files (*)"
_WORKBOOKS = "Workbooks (*.xlsx)"
_WHAT = (
    "Drop an Excel, LibreOffice or CSV file anywhere on this window, choose one, or paste rows that you copied in "
    "Excel (Ctrl+V). It is read and shown to you row by row before anything is saved, and one Undo takes the whole "
    "import back."
)
_PROSE = 560
"""Pixels of a line of prose."""


class ImporterPage(Page):
    """Takes in a spreadsheet: the place's query is its path, "" for asking which."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._path = Path()
        self._glimpse = False
        self._dialog: QFileDialog | None = None
        self._imported: tuple[Plan, importing.Choices] | None = None
        self.desk = Desk(bridge, self)
        self.choose = button("Choose a file…", kind="primary", icon="open")
        self.paste = button("Paste a table")
        self.empty = EmptyState("Bring in your spreadsheet", _WHAT, [self.choose, self.paste])
        self.refused = PlainLabel("", tone=Tone.DANGER, wrap=True)
        self.refused.setMaximumWidth(scaled(_PROSE))
        self.reading = Reading()
        self.preview = ImportPreview(bridge.today)
        self.deeds = PreviewDeeds(bridge, self.desk, self.preview)
        self.layouts = Layouts(bridge, self.desk, self.preview)
        self.done = Done()
        self.start = QWidget()
        first = QVBoxLayout(self.start)
        first.setContentsMargins(MARGIN, 2 * GRID, MARGIN, 0)
        first.setSpacing(2 * GRID)
        first.addWidget(PlainLabel("Import", "title"))
        first.addWidget(self.refused)
        first.addWidget(self.empty, 1)
        self.stack = QStackedWidget()
        for part in (self.start, self.reading, self.preview, self.done):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self.refused.hide()
        self._listen()

    def _listen(self) -> None:
        self.choose.clicked.connect(self.choose_file)
        self.paste.clicked.connect(self.paste_table)
        self.reading.cancel.clicked.connect(self._cancel)
        desk, preview, side = self.desk, self.preview, self.preview.side
        desk.moved.connect(self._on_moved)
        desk.read.connect(self._on_read)
        desk.glimpsed.connect(self._on_glimpsed)
        desk.planned.connect(self._on_planned)
        desk.refused.connect(self._on_refused)
        side.sheet_chosen.connect(self._on_sheet)
        side.header_chosen.connect(self._on_header)
        side.field_chosen.connect(self._on_field)
        side.order_chosen.connect(self._on_order)
        side.contacts_chosen.connect(self._on_contacts)
        preview.ends.chosen.connect(self._on_ends)
        preview.fix_list_wanted.connect(self.save_fix_list)
        preview.commit_wanted.connect(self.commit)
        preview.left.connect(self._leave)
        self.done.save.clicked.connect(self.save_fix_list)
        self.done.look.clicked.connect(self._leave)
        self.done.another.clicked.connect(self._another)
        self.done.undo.clicked.connect(self._undo)

    # The page

    def load(self) -> None:
        """Begin to read what the place names; a preview that is open stays."""
        self._look_at_done()
        if self.place.query and Path(self.place.query) != self._path:
            self.read(Path(self.place.query))

    def update_for(self, changes: Changes) -> None:
        """The register has changed: what the file adds to it may be something else now."""
        if self.stack.currentWidget() is self.preview:
            self._replan()
            self.desk.plan_again()
        self._look_at_done()

    def _look_at_done(self) -> None:
        """What was imported may have been taken back elsewhere, or is no longer what Undo means."""
        if self.stack.currentWidget() is self.done:
            session = self.bridge.session
            self.done.undo.setEnabled(session.undo_name == self.done.deed)
            if session.redo_name == self.done.deed:
                self._forget()

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
        self._begin(path)
        self.desk.read_file(path)

    def paste_table(self) -> None:
        """Read the table that is on the clipboard and show what importing it would do."""
        data = QGuiApplication.clipboard().mimeData()
        urls = data.urls() if data is not None else []
        if len(urls) == 1 and urls[0].isLocalFile():
            self._on_file(urls[0].toLocalFile())
            return
        self._begin(Path(pasted.NAME))
        self.desk.read_pasted(data.html(), data.text())

    def _begin(self, path: Path) -> None:
        self._path, self._glimpse = path, False
        self._put_away()
        self.refused.hide()
        self.reading.start(f"Reading {path.name}", "Nothing is saved before you import.")
        self.stack.setCurrentWidget(self.reading)

    def _cancel(self) -> None:
        self.desk.cancel()
        self.reading.cancel.setEnabled(False)
        self.reading.step.setText("Stopping …")

    def _on_moved(self, done: int, whole: int) -> None:
        self.reading.show_progress(done, whole)
        self.preview.working.setRange(0, whole)
        self.preview.working.setValue(done)

    def _on_read(self) -> None:
        self.reading.start(
            f"Understanding {self._path.name}", "Nothing is saved before you import.", unit="steps"
        )

    def _on_refused(self, error: object) -> None:
        assert isinstance(error, BaseException | None)
        if self.stack.currentWidget() is self.preview and not self._glimpse:
            self.preview.show_working(False)
            self.layouts.show()
            self.preview.hand_back()
            if not self.desk.stopped:
                self.bridge.said.emit(str(error), Tone.DANGER, "")
            return
        stopped = self.desk.stopped
        self._forget()
        self.refused.setText("" if stopped else str(error))
        self.refused.setVisible(not stopped)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    # Planning

    def _on_glimpsed(self, made: object) -> None:
        """Show the first rows of a long table; nothing can be done with them yet."""
        assert self.desk.workbook is not None
        self._show(cast("Sight", made))
        self._glimpse = True
        self._replan()
        table = cast("Sight", made).plan.table
        read = {part.name for part in table.parts} or {table.sheet.name}
        rows = sum(len(sheet.rows) for sheet in self.desk.workbook.sheets if sheet.name in read)
        self.preview.outlook.setText(f"These are the first rows. All {rows:,} are being understood …")

    def _on_planned(self, made: object) -> None:
        self._glimpse = False
        self._show(cast("Sight", made))

    def _show(self, sight: Sight) -> None:
        self.desk.let_go(self.preview.sight)
        self.deeds.show(sight)
        self.preview.show_working(False)
        self.preview.show_plan(sight, ends=self.desk.choices.ends, said=self._how_read())
        self.layouts.show()
        if self.stack.currentWidget() is not self.preview:
            self.stack.setCurrentWidget(self.preview)
            self.preview.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.preview.hand_back()

    def _how_read(self) -> str:
        if self.desk.mended:
            return "a fix list, read as its file was"
        return f"read as {self.desk.layout}" if self.desk.layout is not None else ""

    def _replan(self) -> None:
        self.preview.show_working(True)

    def _on_sheet(self, name: str) -> None:
        self._replan()
        self.desk.choose_sheet(name)

    def _on_header(self, row: int) -> None:
        self._replan()
        self.desk.choose_header(row)

    def _on_field(self, label: str, field: str) -> None:
        """Read the column of that label as that field; "" for none."""
        assert self.preview.plan is not None
        before = dict(self.desk.choices.mapping or {})
        columns = self.preview.plan.mapping.columns
        old = next((column.field for column in columns if column.label == label), "")
        if old:
            before[old] = ""
        if field:
            before[field] = label
        self._choose(mapping=before)

    def _on_order(self, label: str, order: str) -> None:
        self._choose(orders={**self.desk.choices.orders, label: order})

    def _on_contacts(self, taken: bool) -> None:
        self._choose(contacts=taken)

    def _on_ends(self, answer: str) -> None:
        self._choose(ends=answer)

    def _choose(self, **choices: object) -> None:
        self._replan()
        self.desk.choose(**choices)

    def _ask_where(self, title: str, name: str, kinds: str) -> QFileDialog:
        dialog = QFileDialog(self, title, str(self.bridge.session.path.parent), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        self._dialog = dialog
        return dialog

    # The fix list

    def save_fix_list(self) -> None:
        """Ask where, and save the rows that stay out as a workbook to mend."""
        plan = self.preview.plan if self.preview.plan is not None else self._imported and self._imported[0]
        if plan is None:
            return
        dialog = self._ask_where("Save a fix list", fixlist.suggested_name(plan), _WORKBOOKS)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(self.write_fix_list)
        dialog.open()

    def write_fix_list(self, name: str) -> None:
        """Write the rows that stay out there, on a worker."""
        plan, choices = self._imported or (self.preview.plan, self.desk.choices)
        if plan is not None:
            work = partial(write_rows, plan, choices, Path(name), self.bridge.session.now)
            self.bridge.run(work, self._on_fix_list)

    def _on_fix_list(self, made: object) -> None:
        saved = cast("Saved", made)
        self.done.show_saved(str(saved.path))
        rows = "1 row" if saved.rows == 1 else f"{saved.rows:,} rows"
        text = (
            f"{rows} saved as {saved.path}. Mend the coloured cells in Excel, save, and import that workbook."
        )
        self.bridge.said.emit(text, Tone.GOOD, "")

    # Committing

    def commit(self) -> None:
        """Do what is shown, as one change, on a worker."""
        plan = self.preview.plan
        if plan is None:
            return
        self.reading.start(f"Importing {self._path.name}", "This is one change, and one Undo takes it back.")
        self.stack.setCurrentWidget(self.reading)
        session = self.bridge.session
        keep = self.layouts.layout() if was_chosen(self.desk.choices) and not self.desk.mended else None
        work = partial(commit_plan, session.path, session.now, session.user, plan, keep, self.desk.progress())
        self.bridge.hold_off(True)
        self.bridge.run(work, self._on_committed, self._on_commit_failed)

    def _on_committed(self, made: object) -> None:
        """Say what was done; where rows stayed out, offer them to be mended, else go to the register."""
        self.bridge.hold_off(False)
        plan = cast("Plan", made)
        choices, name = self.desk.choices, self._path.name
        out = len(fixlist.rows_to_mend(plan))
        self._forget()
        undo = self.bridge.session.undo_name or "the import"
        if out:
            self._imported = (plan, choices)
            self.done.show_done(undo, name, out)
            self.stack.setCurrentWidget(self.done)
            self.done.save.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.bridge.go.emit(Place("register"))
        text = f"Done: {undo}. Undo takes the whole of {name} back in one step."
        self.bridge.said.emit(text, Tone.GOOD, "Undo")

    def _undo(self) -> None:
        """Take the import back at once."""
        self.bridge.steps.step("undo", self._forget)

    def _on_commit_failed(self, error: object) -> None:
        """Nothing was changed: say why, and show the preview as it was."""
        self.bridge.hold_off(False)
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        self.stack.setCurrentWidget(self.preview)
        if self.desk.stopped:
            self.desk.resume()
        self.bridge.said.emit(str(error), Tone.NOTE if isinstance(error, Stopped) else Tone.DANGER, "")

    def _leave(self) -> None:
        """Import nothing, or nothing more."""
        self._forget()
        self.bridge.go.emit(Place("register"))

    def _another(self) -> None:
        self._forget()
        self.choose_file()

    def _forget(self) -> None:
        self.desk.let_go(self._imported and self._imported[0])
        self._put_away()
        self.desk.clear()
        self._path, self._imported, self._glimpse = Path(), None, False
        self.place = Place("import")
        self.stack.setCurrentWidget(self.start)

    def _put_away(self) -> None:
        """Hold nothing of the preview any more."""
        self.desk.let_go(self.preview.sight)
        self.deeds.put_away()
        self.preview.put_away()
