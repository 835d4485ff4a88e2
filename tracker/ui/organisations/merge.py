"""The panel that makes several records of one body one: what is alike, what stays, what moves over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QModelIndex, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.app.merging import Likely, likely, merge
from tracker.app.partnership.bodies import Names, names_known
from tracker.app.proposal import Proposal
from tracker.domain.errors import TrackerError
from tracker.domain.organisation import NameKind, Organisation
from tracker.ui.bridge import Bridge
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.parts import format as show
from tracker.ui.parts.inputs import Choice, NameField
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button
from tracker.ui.proposing import ProposalPanel

_PAIRS = (
    Column("one", "Alike", "Ombersley Pike LLP", stretch=True),
    Column("other", "and", "Ombersley Pike Limited Li"),
)
_CHOSEN = (Column("name", "Records of one body", "Ombersley Pike LLP", stretch=True),)
_SHOWN = 6
_AS = (
    (NameKind.AS_PRINTED, "Also known as"),
    (NameKind.FORMER, "Former names"),
    (NameKind.SHORT, "Short names"),
)


class MergePanel(ProposalPanel):
    """Pairs that are alike, the records chosen, which of them stays, and what follows."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Merge duplicates", parent)
        self._bodies: dict[int, Organisation] = {}
        self._likely: tuple[Likely, ...] = ()
        self._apart: set[frozenset[int]] = set()
        self._about: int | None = None
        self._build_pairs()
        self._build_chosen()
        self.stays = Choice("Which one stays")
        self.names_as = Choice("The other names are kept as")
        self.two_in_a_row()
        self.field("Which one stays", self.stays)
        self.field("The other names are kept as", self.names_as)
        self.names_as.offer([(words, kind.value) for kind, words in _AS])
        self.stays.currentIndexChanged.connect(self.look_ahead)
        self.names_as.currentIndexChanged.connect(self.look_ahead)
        self.finish_form()

    def _build_pairs(self) -> None:
        self.pairs = RowTable("Names that are alike", _PAIRS, links=False)
        self.why = PlainLabel("", "caption", wrap=True)
        self.not_same = button("Not the same", small=True)
        self.not_same.clicked.connect(self._part)
        self.pairs.selectionModel().currentRowChanged.connect(self._on_pair)
        self._under = QWidget()
        row = QHBoxLayout(self._under)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.why, 1)
        row.addWidget(self.not_same)
        self.form.addWidget(self.pairs)
        self.form.addWidget(self._under)

    def _build_chosen(self) -> None:
        self.chosen = RowTable("Records of one body", _CHOSEN, links=False, whole=True)
        self.leave_out = button("Leave out", small=True, name="Leave the selected record out")
        self.leave_out.clicked.connect(self._leave_out)
        self._known = QStringListModel(self)
        self.another = NameField("Another record of it", self._known)
        self.another.setPlaceholderText("Another record of it: its name, then Enter")
        self.another.returnPressed.connect(self._add_typed)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.another, 1)
        row.addWidget(self.leave_out)
        self.form.addSpacing(GRID)
        self.form.addWidget(self.chosen)
        self.form.addLayout(row)

    # Beginning

    def begin(self, bodies: Iterable[int] = (), *, about: int | None = None) -> None:
        """Start with those records chosen; `about` narrows what is alike to pairs with that one."""
        session = self._bridge.session
        self._about = about
        self._bodies = {body: session.read.organisation(body) for body in bodies}
        self._known.setStringList(names_known(session))
        self.another.clear()
        self._show_pairs()
        self._show_chosen()
        self._bridge.read(likely, self._on_likely)

    def _on_likely(self, found: object) -> None:
        self._likely = cast("tuple[Likely, ...]", found)
        self._show_pairs()

    def _show_pairs(self) -> None:
        shown = [pair for pair in self._likely if self._wanted(pair)]
        self.pairs.show_rows(
            [
                Row(
                    (Cell(pair.one.name, help=pair.one.name), Cell(pair.other.name, help=pair.other.name)),
                    pair,
                )
                for pair in shown
            ]
        )
        self.pairs.setFixedHeight(self.pairs.height_for(min(_SHOWN, len(shown))))
        self.pairs.setVisible(bool(shown))
        self.not_same.setVisible(bool(shown))
        counted = show.count(len(shown), "pair")
        self.why.setText(f"{counted} with names alike. Choose one." if shown else "No names are alike.")

    def _wanted(self, pair: Likely) -> bool:
        ids = frozenset((pair.one.id, pair.other.id))
        return ids not in self._apart and (self._about is None or self._about in ids)

    # Choosing

    def _on_pair(self, index: QModelIndex, before: QModelIndex | None = None) -> None:
        pair = self.pairs.selected_record()
        if not isinstance(pair, Likely):
            return
        self.why.setText(f"{pair.why[:1].upper()}{pair.why[1:]}. Likeness is not proof.")
        self._bodies = {body.id: body for body in (pair.one, pair.other)}
        self._show_chosen()

    def _part(self) -> None:
        """Take the selected pair off the list."""
        pair = self.pairs.selected_record()
        if isinstance(pair, Likely):
            self._apart.add(frozenset((pair.one.id, pair.other.id)))
            self._bodies = {i: body for i, body in self._bodies.items() if i == self._about}
            self._show_pairs()
            self._show_chosen()

    def _add_typed(self) -> None:
        """Take the body of that name into the merge; one that the register does not have is said."""
        try:
            meant = Names(self._bridge.session).read(self.another.text())
        except TrackerError as error:
            self._bridge.said.emit(str(error), Tone.WARNING, "")
            return
        if meant.body.id <= 0:
            words = f"The register has no organisation called “{self.another.text().strip()}”."
            self._bridge.said.emit(words, Tone.WARNING, "")
            return
        self._bodies[meant.body.id] = meant.body
        self.another.clear()
        self._show_chosen()

    def _leave_out(self) -> None:
        record = self.chosen.selected_record()
        if isinstance(record, int):
            self._bodies.pop(record, None)
            self._show_chosen()

    def _show_chosen(self) -> None:
        bodies = list(self._bodies.values())
        self.chosen.show_rows(
            [
                Row((Cell(body.name, weight=500, remark=body.kind.value, help=body.name),), body.id)
                for body in bodies
            ]
        )
        self.chosen.select_first()
        self.chosen.setVisible(bool(bodies))
        self.leave_out.setEnabled(bool(bodies))
        before = self.stays.chosen() if self.stays.count() > 1 else self._about
        self.stays.offer([(body.name, body.id) for body in bodies], before)
        self.look_ahead()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.another.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # that added a record; it does not merge them as well
        super().keyPressEvent(event)

    # What it says for itself

    def propose(self) -> Proposal | None:
        keep = self.stays.chosen()
        if keep is None or len(self._bodies) < 2:
            return None
        kind = NameKind(self.names_as.currentData())
        return merge(self._bridge.session, keep, list(self._bodies), kind)

    def words(self) -> str:
        return "Choose two or more records"

    def first(self) -> QWidget:
        return self.pairs if not self.pairs.isHidden() else self.another

    @property
    def keeps(self) -> int | None:
        """The record that stays."""
        return self.stays.chosen()
