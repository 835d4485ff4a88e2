"""The documents of an agreement, each a link that opens it or says why it cannot be opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.documents import OPENED, Link, LinkKind, link, look_at, written
from tracker.domain.agreement import Agreement
from tracker.ui.bridge import Bridge
from tracker.ui.parts.format import Shape
from tracker.ui.parts.marks import Mark
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Section, button, clear

_LONGEST = 44


class Documents(Section):
    """The list, and ways to link one more: a document, or the folder that the papers lie in."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Documents", parent=parent)
        self._bridge = bridge
        self._agreement: Agreement | None = None
        self._asked: tuple[tuple[str, str], ...] = ()
        self.links: tuple[Link, ...] = ()
        self.dialog: QFileDialog | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add = button("Link a document…", kind="link")
        self.add.clicked.connect(self.choose)
        self.add_folder = button("Link a folder…", kind="link")
        self.add_folder.clicked.connect(self.choose_folder)
        self.body.addLayout(self._rows)
        self.body.addSpacing(4)
        ways = QHBoxLayout()
        ways.setSpacing(2 * GRID)
        for way in (self.add, self.add_folder):
            ways.addWidget(way)
        ways.addStretch()
        self.body.addLayout(ways)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the documents of that agreement; whether they are there is found out on a worker."""
        self._agreement = agreement
        for way in (self.add, self.add_folder):
            way.setEnabled(not self._bridge.session.read_only)
        named = written(self._bridge.session, agreement)
        self._asked = named
        if named:
            self._bridge.run(partial(_look, named, self._bridge.session.path.parent), self._on_looked)
        else:
            self._show(())

    def _on_looked(self, answer: object) -> None:
        named, links = cast("tuple[tuple[tuple[str, str], ...], tuple[Link, ...]]", answer)
        if named == self._asked:
            self._show(links)

    def _show(self, links: tuple[Link, ...]) -> None:
        self.links = links
        clear(self._rows)
        for number, found in enumerate(links):
            self._rows.addWidget(self._row(number, found))

    def choose(self) -> None:
        """Ask which file is a document of the agreement, and link it; it stays where it lies."""
        self._ask("Link a document", QFileDialog.FileMode.ExistingFile, documents_filter())

    def choose_folder(self) -> None:
        """Ask which folder holds the papers of the agreement, and link it."""
        self._ask("Link a folder", QFileDialog.FileMode.Directory, "")

    def _ask(self, title: str, mode: QFileDialog.FileMode, kinds: str) -> None:
        if self._agreement is None or self._bridge.session.read_only:
            return
        self.dialog = QFileDialog(self.window(), title, str(self._bridge.session.path.parent), kinds)
        self.dialog.setFileMode(mode)
        self.dialog.fileSelected.connect(self._on_chosen)
        self.dialog.open()

    def _on_chosen(self, name: str) -> None:
        if self._agreement is not None and self._bridge.act(
            partial(link, self._bridge.session, self._agreement, Path(name))
        ):
            self._bridge.said.emit(f"Done: {self._bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def _row(self, number: int, found: Link) -> QWidget:
        made = QWidget(self)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GRID)
        if found.can_open:
            opens = button(_short(found.text).replace("&", "&&"), kind="link", name=f"Open {found.text}")
            opens.setToolTip(plain_tooltip(found.target))
            opens.setObjectName(str(number))
            opens.clicked.connect(self._open)
            row.addWidget(opens)
            row.addWidget(PlainLabel(found.kind.value, "caption"))
            row.addStretch()
            return made
        tone = Tone.DANGER if found.kind is LinkKind.MISSING else Tone.MUTED
        row.addWidget(Mark(Shape.CROSS, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(ElidedLabel(found.text), 1)
        why = PlainLabel(found.kind.value, "caption", tone=tone)
        why.set_help(found.why)
        row.addWidget(why)
        return made

    def _open(self) -> None:
        open_document(self._bridge, *self._asked[int(self.sender().objectName())])


def open_document(bridge: Bridge, title: str, location: str) -> None:
    """Hand a document to the system, where the allow-list lets it; else say why not."""
    found = look_at([(title, location)], bridge.session.path.parent)[0]
    if not found.can_open:  # it was there when the page was shown
        bridge.said.emit(f"{found.text} was not opened. {found.why}", Tone.WARNING, "")
        return
    url = QUrl(found.target) if found.kind is LinkKind.WEB else QUrl.fromLocalFile(found.target)
    if not QDesktopServices.openUrl(url):
        bridge.said.emit(f"No program on this machine opens {found.text}.", Tone.WARNING, "")


def documents_filter() -> str:
    """Files that can be opened from here, as a file dialog wants to hear it."""
    return f"Documents ({' '.join(f'*{ending}' for ending in sorted(OPENED))});;All files (*)"


def _look(named: tuple[tuple[str, str], ...], folder: Path) -> object:
    return named, look_at(named, folder)


def _short(text: str) -> str:
    """A path or title that fits a column: its ends matter most."""
    return text if len(text) <= _LONGEST else f"{text[:18]}…{text[-(_LONGEST - 19) :]}"
