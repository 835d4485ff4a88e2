"""What an agreement rests on: each source beside the field, with its exact words; its document opens from here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from tracker.app import sources
from tracker.app.documents import Link, look_at
from tracker.app.proposal import carry_out
from tracker.app.sources import Cited
from tracker.domain.agreement import Agreement
from tracker.ui.agreement.documents import open_document
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Section, button, clear, rule, tool_button


class Sources(Section):
    """The section on the page.

    Signals:
        wanted(field, cited): a source is to be cited for that field, or that citation changed.
    """

    wanted = Signal(str, object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Sources", parent=parent)
        self._bridge = bridge
        self._agreement: Agreement | None = None
        self.shown: tuple[Cited, ...] = ()
        self._edits: dict[int, QToolButton] = {}
        self.add = button("Cite a source…", kind="link")
        self.add.clicked.connect(self._on_add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.addSpacing(4)
        self.body.addWidget(self.add)
        self.body.addSpacing(2 * GRID)

    def show_agreement(self, agreement: Agreement, cited: tuple[Cited, ...]) -> None:
        """Show these; whether their documents are there is found out on a worker."""
        self._agreement = agreement
        self.shown = cited
        self.add.setEnabled(not self._bridge.session.read_only)
        self._show({})
        named = tuple({(one.source.title, one.source.location): None for one in cited if one.source.location})
        if named:
            self._bridge.run(partial(_look, named, self._bridge.session.path.parent), self._on_looked)

    def _on_looked(self, answer: object) -> None:
        found = cast("dict[str, Link]", answer)
        if found.keys() == {one.source.location for one in self.shown if one.source.location}:
            self._show(found)

    def _show(self, links: dict[str, Link]) -> None:
        focused = next((key for key, each in self._edits.items() if each.hasFocus()), None)
        clear(self._rows)
        self._edits = {}
        for number, one in enumerate(self.shown):
            self._rows.addWidget(self._row(number, one, links.get(one.source.location)))
        if focused in self._edits:
            self._edits[focused].setFocus()

    def _row(self, number: int, one: Cited, link: Link | None) -> QWidget:
        citation, what = one.citation, sources.label(one.citation.field)
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(PlainLabel(what, "strong"))
        head.addWidget(ElidedLabel(citation.locator, "caption"), 1)
        for icon, name, slot in (
            ("edit", f"Change the source of {what.lower()}", self._on_edit),
            ("delete", f"Remove the source of {what.lower()}", self._on_remove),
        ):
            tool = tool_button(icon, name)
            tool.setObjectName(str(number))
            tool.setEnabled(not self._bridge.session.read_only)
            tool.clicked.connect(slot)
            head.addWidget(tool)
            if icon == "edit":
                self._edits[citation.id] = tool
        column.addLayout(head)
        if citation.quote:
            column.addWidget(PlainLabel(f"“{citation.quote}”", wrap=True))
        if citation.inferred:
            column.addWidget(PlainLabel(f"Concluded. {citation.note}".strip(), "caption", wrap=True))
        column.addLayout(self._named(number, one, link))
        column.addSpacing(5)
        column.addWidget(rule())
        return made

    def _named(self, number: int, one: Cited, link: Link | None) -> QHBoxLayout:
        """The source by name, as a link where its document opens; else why it does not."""
        row = QHBoxLayout()
        row.setSpacing(GRID)
        source = one.source
        dated = show.when(source.published, "undated")
        words = " · ".join(part for part in (source.reference, source.title, dated) if part)
        if link is not None and link.can_open:
            opens = button(source.title.replace("&", "&&"), kind="link", name=f"Open {source.title}")
            opens.setToolTip(plain_tooltip(link.target))
            opens.setObjectName(str(number))
            opens.clicked.connect(self._on_open)
            row.addWidget(opens)
            row.addWidget(PlainLabel(dated, "caption"))
            row.addStretch()
            return row
        row.addWidget(ElidedLabel(words, "caption"), 1)
        if link is not None:
            why = PlainLabel(link.kind.value, "caption", tone=Tone.MUTED)
            why.set_help(link.why)
            row.addWidget(why)
        return row

    def show_field(self, field: str) -> QWidget | None:
        """Give the keyboard to the first source of that field; returns what has it."""
        found = next((one for one in self.shown if one.citation.field == field), None)
        if found is None:
            return None
        edit = self._edits[found.citation.id]
        edit.setFocus()
        return edit

    # Doing

    def _sent(self) -> Cited:
        return self.shown[int(self.sender().objectName())]

    def _on_add(self) -> None:
        self.wanted.emit(sources.WHOLE, None)

    def _on_edit(self) -> None:
        one = self._sent()
        self.wanted.emit(one.citation.field, one)

    def _on_remove(self) -> None:
        if self._agreement is None:
            return
        proposal = sources.remove(self._agreement, self._sent())
        self.add.setFocus()
        if self._bridge.act(partial(carry_out, self._bridge.session, proposal)):
            self._bridge.said.emit(f"Done: {self._bridge.session.undo_name}.", Tone.GOOD, "Undo")

    def _on_open(self) -> None:
        source = self._sent().source
        open_document(self._bridge, source.title, source.location)


def _look(named: tuple[tuple[str, str], ...], folder: Path) -> dict[str, Link]:
    return {location: link for (_, location), link in zip(named, look_at(named, folder), strict=True)}
