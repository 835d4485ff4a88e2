"""What rests on what: every fact that cites a source; which rest on one alone, which on undated ones."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from tracker.app.partnership.evidence import Resting, evidence
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge
from tracker.ui.partnership.listpage import ListOf, ListPage
from tracker.ui.partnership.rowtable import Later
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import button

_COLUMNS = (
    Column("fact", "Fact", "Melton Borough Council in Leicestershire ICT", stretch=True),
    Column("kind", "Kind", "savings claim mm", drop=2),
    Column("field", "Field", "latest mention", drop=1),
    Column("sources", "Rests on", "Leicestershire councils: mutually beneficial shared ser"),
    Column("how", "How well", "Undated, one source mm"),
)
_LIST = ListOf(
    "What rests on what",
    "Search facts and sources",
    _COLUMNS,
    "No source is cited yet",
    "Where a fact names the document that it comes from, this page shows which facts would fall with it.",
    links=False,
)
_CHOICES = (
    ("", "Everything"),
    ("one", "On one source"),
    ("undated", "On undated ones only"),
    ("inferred", "Inferred"),
)


class EvidencePage(ListPage):
    """The list, narrowed by how well a fact is held up."""

    ahead = (Ask(evidence),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, _LIST, parent)
        self._facts: list[Resting] = []
        self._group = QButtonGroup(self)
        self.choices: dict[str, QPushButton] = {}
        for key, words in _CHOICES:
            made = button(words, small=True)
            made.setCheckable(True)
            made.setObjectName(key)
            self._group.addButton(made)
            self.choices[key] = made
        self.choices[""].setChecked(True)
        self.lay_out((*self.choices.values(), self._search), places="evidence")
        self._group.buttonClicked.connect(self.show_list)

    def load(self) -> None:
        self.bridge.answers.ask(evidence, self._on_facts)

    def _on_facts(self, answer: object) -> None:
        self._facts = cast("list[Resting]", answer)
        empty = "" if any(fact.field for fact in self._facts) else "field"
        self.table.want(column.key for column in _COLUMNS if column.key != empty)
        self.show_list()

    def show_list(self) -> None:
        checked = self._group.checkedButton()
        key = checked.objectName() if checked is not None else ""
        shown = [fact for fact in self._facts if not key or getattr(fact, key)]
        if self.is_searched:
            shown = [
                fact for fact in shown if self.searched(f"{fact.name} {fact.field} {' '.join(fact.sources)}")
            ]
        rows = [Later(_record(fact), partial(_row, fact)) for fact in shown]
        self.fill(rows, show.count(len(shown), "fact"), empty=not self._facts)


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
