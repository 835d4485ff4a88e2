"""What rests on what: every fact that cites a source; which rest on one alone, which on undated ones."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tracker.app.partnership.evidence import Resting, evidence
from tracker.app.session import Session
from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.partnership.parts import Places
from tracker.ui.partnership.rowtable import Later, RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import EmptyState, PlainLabel, SearchField, button

_COLUMNS = (
    Column("fact", "Fact", "Melton Borough Council in Leicestershire ICT", stretch=True),
    Column("kind", "Kind", "savings claim mm", drop=2),
    Column("field", "Field", "latest mention", drop=1),
    Column("sources", "Rests on", "Leicestershire councils: mutually beneficial"),
    Column("how", "How well", "Undated, one source mm"),
)
_CHOICES = (
    ("", "Everything"),
    ("one", "On one source"),
    ("undated", "On undated ones only"),
    ("inferred", "Inferred"),
)


class EvidencePage(Page):
    """The list, narrowed by how well a fact is held up."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._facts: list[Resting] = []
        self._count = PlainLabel("", "caption")
        self._search = SearchField("Search facts and sources", "Ctrl+F")
        self._group = QButtonGroup(self)
        self.choices: dict[str, QPushButton] = {}
        for key, words in _CHOICES:
            made = button(words, small=True)
            made.setCheckable(True)
            made.setObjectName(key)
            self._group.addButton(made)
            self.choices[key] = made
        self.choices[""].setChecked(True)
        self.table = RowTable("What rests on what", _COLUMNS, links=False)
        self._empty = EmptyState(
            "No source is cited yet",
            "Where a fact names the document that it comes from, this page shows which facts would fall with it.",
        )
        self._empty.hide()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("What rests on what", "title"))
        head.addWidget(self._count)
        head.addStretch()
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        for made in self.choices.values():
            tools.addWidget(made)
        tools.addWidget(self._search, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(Places(bridge, "evidence"))
        page.addLayout(tools)
        page.addWidget(self.table, 1)
        page.addWidget(self._empty, 1)
        self._group.buttonClicked.connect(self._show)
        self._search.textChanged.connect(self._show)
        self._search.left_downwards.connect(self.table.setFocus)

    def title(self) -> str:
        return "What rests on what"

    def first_focus(self) -> QWidget | None:
        return self.table

    def search_field(self) -> QLineEdit | None:
        return self._search

    def load(self) -> None:
        self.bridge.read(_read, self._on_facts)

    def _on_facts(self, answer: object) -> None:
        self._facts = cast("list[Resting]", answer)
        empty = "" if any(fact.field for fact in self._facts) else "field"
        self.table.want(column.key for column in _COLUMNS if column.key != empty)
        self._show()

    def _show(self) -> None:
        checked = self._group.checkedButton()
        key = checked.objectName() if checked is not None else ""
        words = self._search.text().casefold().split()
        shown = [
            fact
            for fact in self._facts
            if (not key or getattr(fact, key))
            and all(word in f"{fact.name} {fact.field} {' '.join(fact.sources)}".casefold() for word in words)
        ]
        self.table.show_rows([Later(_record(fact), partial(_row, fact)) for fact in shown])
        self.table.setVisible(bool(self._facts))
        self._empty.setVisible(not self._facts)
        self._count.setText(show.count(len(shown), "fact"))
        self.table.select_first()


def _read(session: Session) -> list[Resting]:
    return evidence(session)


def _row(fact: Resting) -> Row:
    doubts = [
        word
        for held, word in ((fact.undated, "undated"), (fact.one, "one source"), (fact.inferred, "inferred"))
        if held
    ]
    words = ", ".join(doubts).capitalize()
    weak = fact.undated or fact.inferred
    look = Look(words, Shape.TRIANGLE, Tone.WARNING) if weak else Look(words, Shape.RING, Tone.MUTED)
    kind = "".join(f" {c.lower()}" if c.isupper() else c for c in fact.record_kind).strip()
    sources = "; ".join(fact.sources)
    return Row(
        (
            Cell(fact.name, weight=500, help=fact.name),
            Cell(kind, Tone.MUTED),
            Cell(fact.field.replace("_", " "), Tone.MUTED),
            Cell(sources, help=sources),
            Cell(words or "Several sources", look.tone, look=look),
        ),
        _record(fact),
    )


def _record(fact: Resting) -> tuple[str, int, str]:
    return fact.record_kind, fact.record_id, fact.field
