"""The layout of the file in hand: said beside what was understood, named, saved for a colleague, read, forgotten."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from tracker.app.incoming import layouts
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.importer.desk import Desk
from tracker.ui.importer.preview import ImportPreview
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.incoming.layouts import Layout

_FILES = "Layouts (*.json);;All files (*)"


class Layouts(QObject):
    """Between the side of the preview, where a layout is chosen, and the desk, which reads by it."""

    def __init__(self, bridge: Bridge, desk: Desk, preview: ImportPreview) -> None:
        super().__init__(preview)
        self._bridge, self._desk, self._preview = bridge, desk, preview
        self.dialog: QFileDialog | None = None
        side = preview.side
        side.layout_named.connect(self._name)
        side.layout_saved.connect(self._save)
        side.layout_opened.connect(self._open)
        side.layout_left.connect(self._leave)

    def layout(self, name: str = "") -> Layout:
        """How the file in hand is read, under that name or the one that it has."""
        assert self._preview.plan is not None
        known = name or (self._desk.layout.name if self._desk.layout is not None else "")
        return layouts.layout_of(self._preview.plan, self._desk.choices, self._bridge.today, known)

    def show(self) -> None:
        """Say at the side how the file came to be read so, with all else that was understood."""
        assert self._preview.sight is not None
        layout = self._desk.layout
        said = "as its file was read" if self._desk.mended else str(layout) if layout else "not met before"
        contacts = self._desk.choices.contacts
        side = self._preview.side
        side.show_plan(self._preview.sight, contacts=contacts, layout=said, kept=layout is not None)

    def _name(self, name: str) -> None:
        layout = self.layout(name)
        if self._bridge.act(partial(layouts.keep, layout)):
            self._desk.layout = layout
            self.show()
            text = f"Kept as ‘{name}’. The next file with these headings is read like this."
            self._bridge.said.emit(text, Tone.GOOD, "")

    def _save(self) -> None:
        dialog = self._ask("Save the layout")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(f"{self.layout().name}{layouts.SUFFIX}")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, name: str) -> None:
        """Write the layout there, for a colleague."""
        if self._bridge.act(partial(layouts.write, self.layout(), Path(name), overwrite=True)):
            text = f"Saved as {name}. A colleague can read it in the same menu."
            self._bridge.said.emit(text, Tone.GOOD, "")

    def _open(self) -> None:
        dialog = self._ask("Read a layout")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.use)
        dialog.open()

    def use(self, name: str) -> None:
        """Read the file in hand as the layout in that file says."""
        try:
            layout = layouts.read(Path(name))
        except TrackerError as error:
            self._bridge.said.emit(str(error), Tone.DANGER, "")
            return
        self._preview.show_working(True)
        self._desk.use_layout(layout)

    def _leave(self) -> None:
        if self._desk.layout is not None:
            layouts.forget(self._desk.layout)
        self._preview.show_working(True)
        self._desk.read_afresh()

    def _ask(self, title: str) -> QFileDialog:
        self.dialog = QFileDialog(self._preview, title, str(self._bridge.session.path.parent), _FILES)
        return self.dialog
