"""Who is party to an agreement: the buyer and the supplier where they stand, and any others below them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app import edit, parties
from tracker.app.proposal import carry_out
from tracker.domain.agreement import Agreement, Party, PartyRole
from tracker.ui.agreement import people
from tracker.ui.bridge import Bridge
from tracker.ui.knownfield import KnownField
from tracker.ui.parts.theme import GRID, Tone, scaled
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Section, button, clear, tool_button

_ROLES = ((PartyRole.BUYER, "Buyer"), (PartyRole.SUPPLIER, "Supplier"))


class Parties(Section):
    """The section on the page.

    Signals:
        wanted(): one more party is to be added.
    """

    wanted = Signal()

    def __init__(self, bridge: Bridge, label_width: int, parent: QWidget | None = None) -> None:
        super().__init__("Parties", parent=parent)
        self._bridge = bridge
        self._agreement: Agreement | None = None
        self._width = label_width
        self._others: list[tuple[Party, str]] = []
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setColumnMinimumWidth(0, label_width)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.lines: dict[PartyRole, QLineEdit] = {}
        for row, (role, name) in enumerate(_ROLES):
            line = KnownField(bridge, name, parties.bodies_known)
            line.setProperty("kind", "inplace")
            line.setObjectName(role.value)
            line.editingFinished.connect(self._keep)
            label = PlainLabel(name, "muted")
            label.setBuddy(line)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            self.lines[role] = line
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.add = button("Add a party…", kind="link")
        self.add.clicked.connect(self.wanted)
        self.body.addWidget(inside)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.add)
        self.body.addSpacing(2 * GRID)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the parties of that agreement."""
        self._agreement = agreement
        writable = not self._bridge.session.read_only
        named = list(zip(agreement.parties, people.parties(self._bridge.session, agreement), strict=True))
        self._others = []
        for role, line in self.lines.items():
            those = [(party, name) for party, (each, name) in named if each is role]
            several = len(those) > 1
            line.setText(those[0][1] if len(those) == 1 else "")
            line.setEnabled(writable and not several)
            line.setPlaceholderText(f"{len(those)} of them, below" if several else "not recorded")
            self._others += those if several else []
        self._others += [(party, name) for party, (role, name) in named if role not in self.lines]
        self.add.setEnabled(writable)
        self._show_others(writable)

    def _show_others(self, writable: bool) -> None:
        clear(self._rows)
        for number, (party, name) in enumerate(self._others):
            made = QWidget(self)
            row = QHBoxLayout(made)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            label = PlainLabel(party.role.value.capitalize(), "muted")
            label.setFixedWidth(scaled(self._width))
            gone = tool_button("delete", f"Remove {party.role.value} {name}")
            gone.setObjectName(str(number))
            gone.setEnabled(writable)
            gone.clicked.connect(self._remove)
            row.addWidget(label)
            row.addSpacing(GRID)
            row.addWidget(ElidedLabel(name), 1)
            row.addWidget(gone)
            self._rows.addWidget(made)

    # Doing

    def _keep(self) -> None:
        line = self.sender()
        if self._agreement is None or not isinstance(line, QLineEdit):
            return
        role, seen = PartyRole(line.objectName()), self._agreement
        named = people.parties(self._bridge.session, seen)
        before = next((name for each, name in named if each is role), "")
        if line.text().strip() != before:
            self._bridge.act(
                partial(edit.set_party, self._bridge.session, seen.id, role, line.text(), seen=seen)
            )

    def _remove(self) -> None:
        party, name = self._others[int(self.sender().objectName())]
        if self._agreement is None:
            return
        proposal = parties.remove(self._agreement, party, name)
        self.add.setFocus()
        if self._bridge.act(partial(carry_out, self._bridge.session, proposal)):
            self._bridge.said.emit(f"Done: {self._bridge.session.undo_name}.", Tone.GOOD, "Undo")
