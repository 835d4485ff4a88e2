"""The weekly digest as a page: to print, to keep as a file, or to paste into a mail. Nothing is sent."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from tracker.app.outgoing.reporting import html, write_html
from tracker.app.outgoing.screenlist import Clip
from tracker.app.reminding.digest import digest, plain
from tracker.app.session import Session
from tracker.domain.dates import show
from tracker.ui.bridge import Bridge, Place
from tracker.ui.copying import put_on_clipboard
from tracker.ui.outgoing.pages import PagesView
from tracker.ui.outgoing.paper import Paper
from tracker.ui.page import Page
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, button
from tracker.ui.printing import ask_to_print, paper_of
from tracker.ui.reminders.places import ReminderPlaces


class DigestPage(Page):
    """The digest as it will be on paper, and the three ways in which it leaves the program."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._paper: Paper | None = None
        self._dialog: QFileDialog | None = None
        self._places = ReminderPlaces(bridge)
        self.copy = button("Copy for a mail", icon="copy", kind="primary")
        self.print = button("Print…", icon="print")
        self.save = button("Save as web page…", icon="save")
        self.shown = PagesView()
        self.shown.setAccessibleName("Weekly digest")
        self._lay_out()
        self.copy.clicked.connect(self.copy_for_mail)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._ask_where)
        bridge.preferred.connect(self._on_day)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Reminders", "title"))
        head.addStretch()
        for each in (self.save, self.print, self.copy):
            each.setEnabled(False)
            head.addWidget(each)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(self._places)
        page.addWidget(self.shown, 1)

    def title(self) -> str:
        return "Weekly digest"

    def first_focus(self) -> QWidget | None:
        return self.shown

    def load(self) -> None:
        self._places.show_here(Place("digest"))
        self.bridge.read(_make, self._on_made)

    def _on_made(self, made: object) -> None:
        self._paper = cast("Paper", made)
        self.shown.show_paper(self._paper)
        self.shown.setAccessibleDescription(plain(self._paper.report))
        for each in (self.copy, self.print, self.save):
            each.setEnabled(True)

    def copy_for_mail(self) -> None:
        """Both forms: a mail takes the one with tables, a note the plain one."""
        if self._paper is not None:
            put_on_clipboard(Clip(plain(self._paper.report), html(self._paper.report)))
            self.bridge.said.emit(
                "Copied. Paste it into a mail or a document; nothing was sent.", Tone.GOOD, ""
            )

    def _print(self) -> None:
        if self._paper is not None:
            ask_to_print(self, self._paper)

    def _ask_where(self) -> None:
        session = self.bridge.session
        name = f"{session.path.stem}, week of {show(session.today)}.html"
        self._dialog = QFileDialog(
            self, "Save the digest", str(session.path.with_name(name)), "HTML (*.html)"
        )
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setDefaultSuffix("html")
        self._dialog.fileSelected.connect(self.save_as)
        self._dialog.open()

    def save_as(self, name: str) -> None:
        """Write the digest there; the dialog has asked whether what is there may go."""
        if self._paper is None:
            return
        if self.bridge.act(partial(write_html, self._paper.report, Path(name), overwrite=True)):
            self.bridge.said.emit(f"Saved as {Path(name).name}.", Tone.GOOD, "")


def _make(session: Session) -> Paper:
    return paper_of(digest(session))
