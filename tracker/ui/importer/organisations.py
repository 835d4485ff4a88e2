"""The organisations that a file names: which of them the register has, and which are only spelt otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from tracker.app.incoming.names import Named
from tracker.ui.importer.cells import brief
from tracker.ui.importer.lists import ItemsTable, SettleView
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import button

_COLUMNS = (
    Column("name", "In the file", "Northgate Building Services", stretch=True),
    Column("rows", "Rows", "10,000", right=True),
    Column("role", "As", "sub-contractor"),
    Column("becomes", "Will be", "Northgate Building Services Limited"),
    Column("how", "How", "◐ May be another"),
)
_KNOWN = Look("Known", Shape.TICK, Tone.GOOD)
_NEW = Look("New", Shape.CIRCLE, Tone.NOTE)
_LIKELY = Look("May be another", Shape.HALF, Tone.WARNING)
_SAME = Look("Other spelling", Shape.TICK, Tone.GOOD)
_SAID = Look("As you said", Shape.TICK, Tone.ACCENT)
_WORDS = (
    "A name that the register does not have becomes a new organisation, unless you say that it is one that is "
    "there. Spellings that are surely one, such as with and without Ltd, are one already. The file’s own words are "
    "kept beside it."
)


class NamesView(SettleView):
    """The list of organisations.

    Signals:
        matched(list, str): these `Named` are the organisation of that name.
        parted(list): these are organisations of their own.
    """

    matched = Signal(object, str)
    parted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.table = ItemsTable("Organisations in the file", _COLUMNS, self._cells)
        super().__init__(_WORDS, self.table, parent)
        self._said: Mapping[str, str] = {}
        self.line = QLineEdit()
        self.line.setPlaceholderText("Another organisation…")
        self.line.setAccessibleName("The organisation that it is")
        self.line.setMinimumWidth(240)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.line.setCompleter(completer)
        self.new = button("It is a new one")
        self.match = button("", name="Match the name")
        for part in (self.line, self.new, self.match):
            self.deeds.addWidget(part)
        self.match.clicked.connect(self._match)
        self.line.returnPressed.connect(self._match)
        self.line.textChanged.connect(self._show_deeds)
        self.new.clicked.connect(self._part)
        self.table.selected.connect(self._begin)
        self.table.keyed.connect(self._on_key)

    def show_names(self, names: Sequence[Named], known: Sequence[str], said: Mapping[str, str]) -> None:
        """Show these; `known` are the register's, and `said` what was chosen for some, "" for a new one."""
        self._said = said
        self._known.setStringList(list(known))
        self.table.show_items(names)

    @property
    def open(self) -> int:
        """How many may be another organisation, and nobody has said which."""
        return sum(1 for one in self.table.items.items if one.likely and one.name not in self._said)

    def put_in_hand(self, name: str) -> None:
        """Put the line of that name in hand."""
        for line, one in enumerate(self.table.items.items):
            if one.name == name:
                self.table.choose_line(line)
                self.table.scrollTo(self.table.items.index(line, 0))
                return

    def _cells(self, one: Named) -> Sequence[Cell]:
        said = self._said.get(one.name)
        if said is not None:
            look, becomes = _SAID, said or one.name
        elif one.known:
            look, becomes = _KNOWN, one.known
        elif one.same:
            look, becomes = _SAME, self._said.get(one.same) or one.same
        elif one.likely:
            look, becomes = _LIKELY, one.name
        else:
            look, becomes = _NEW, one.name
        remark = f"or {one.likely[0]}" if look is _LIKELY else ""
        return (
            Cell(brief(one.name), weight=500, help=one.name),
            Cell(f"{len(one.rows):,}", right=True),
            Cell(one.role.value, Tone.MUTED),
            Cell(brief(remark or becomes), Tone.WARNING if remark else Tone.PLAIN, help=becomes),
            Cell(look=look, chip=True),
        )

    def _begin(self) -> None:
        chosen = self.table.chosen()
        self.line.setText(chosen[0].likely[0] if chosen and chosen[0].likely else "")
        self._show_deeds()

    def _show_deeds(self) -> None:
        name = self.line.text().strip()
        some = bool(self.table.chosen())
        self.match.setText(f"It is {brief(name)[:40]}" if name else "It is this one")
        self.match.setAccessibleName(self.match.text())
        self.match.setEnabled(bool(name) and some)
        self.new.setEnabled(some)

    def _on_key(self, key: str) -> None:
        if key == "space":
            self._match()
        elif key == "insert":
            self._part()

    def _match(self) -> None:
        chosen, name = self.table.chosen(), self.line.text().strip()
        if chosen and name:
            self.matched.emit(chosen, name)

    def _part(self) -> None:
        chosen = self.table.chosen()
        if chosen:
            self.parted.emit(chosen)
