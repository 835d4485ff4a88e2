"""File > Export: asks where, never overwrites unasked, writes on a worker, says what was written."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.ui.parts import format as words
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.ui.window import Window

_KINDS = {
    "Workbook with true dates and numbers (*.xlsx)": ".xlsx",
    "Text table (*.csv)": ".csv",
    "Calendar of deadlines (*.ics)": ".ics",
}


class Exporter(QObject):
    """Gives out the register's table, as one window asks for it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._path = Path()
        self.dialog: QFileDialog | None = None
        self.question: QMessageBox | None = None

    def ask(self) -> None:
        """Ask for a name and a kind of file."""
        session = self._window.bridge.session
        start = session.path.with_name(f"{session.path.stem} {session.today.isoformat()}.xlsx")
        dialog = QFileDialog(self._window, "Export", str(start), ";;".join(_KINDS))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._chosen)
        self.dialog = dialog
        dialog.open()

    def _chosen(self, name: str) -> None:
        path = Path(name)
        if path.suffix.casefold() not in _KINDS.values():
            kind = self.dialog.selectedNameFilter() if self.dialog is not None else ""
            path = path.with_name(path.name + _KINDS.get(kind, ".xlsx"))
        self.export(path)

    def export(self, path: Path) -> None:
        """Write to that file; where something is there already, ask first."""
        self._path = path
        if not path.exists():
            self._write(overwrite=False)
            return
        box = QMessageBox(self._window)
        box.setWindowTitle("Export")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"{path.name} is there already.")
        box.setInformativeText("Replacing it cannot be undone here.")
        replace = box.addButton(f"Replace {path.name}", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Choose another name", QMessageBox.ButtonRole.RejectRole)
        replace.clicked.connect(self._replace)
        box.rejected.connect(self.ask)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = box
        box.open()

    def _replace(self) -> None:
        self._write(overwrite=True)

    def _write(self, *, overwrite: bool) -> None:
        bridge = self._window.bridge
        bridge.run(partial(_export, bridge.session.path, self._path, overwrite), self._done)

    def _done(self, rows: object) -> None:
        assert isinstance(rows, int)
        what = "deadline" if self._path.suffix.casefold() == ".ics" else "agreement"
        verb = "is" if rows == 1 else "are"
        self._window.say(f"{words.count(rows, what)} {verb} in {self._path} now.", Tone.GOOD)


def _export(register: Path, path: Path, overwrite: bool) -> int:
    """Write the file, on a worker with a session of its own."""
    kind = "calendar" if path.suffix.casefold() == ".ics" else "table"
    with Session.open(register, read_only=True) as session:
        return export_register(session, path, kind=kind, overwrite=overwrite)
