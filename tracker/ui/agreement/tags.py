"""The tags of an agreement: each a chip that goes with a press, and a field that completes those in use."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from tracker.app import tagging
from tracker.domain.agreement import Agreement
from tracker.ui.bridge import Bridge
from tracker.ui.knownfield import KnownField
from tracker.ui.parts.flow import Flow
from tracker.ui.parts.theme import GRID, Tone, scaled
from tracker.ui.parts.widgets import Section, button

_FIELD = 132


class Tags(Section):
    """The section on the page."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Tags", parent=parent)
        self._bridge = bridge
        self._agreement: Agreement | None = None
        self.chips: list[QPushButton] = []
        self.line = KnownField(bridge, "Add a tag", tagging.in_use)
        self.line.setPlaceholderText("Add a tag")
        self.line.setFixedWidth(scaled(_FIELD))
        self.line.returnPressed.connect(self._on_add)
        holder = QWidget()
        self._flow = Flow(6, holder)
        self._flow.addWidget(self.line)
        self.body.addSpacing(6)
        self.body.addWidget(holder)
        self.body.addSpacing(2 * GRID)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the tags of that agreement; what is being typed stays where it is the same one."""
        if self._agreement is not None and self._agreement.id != agreement.id:
            self.line.clear()
        self._agreement = agreement
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(tag.name) for tag in agreement.tags]
        self._flow.removeWidget(self.line)
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._flow.addWidget(self.line)
        self.line.setEnabled(not self._bridge.session.read_only)
        before: QWidget = self.title
        for each in (*self.chips, self.line):
            QWidget.setTabOrder(before, each)
            before = each

    def _chip(self, name: str) -> QPushButton:
        chip = button(f"{name.replace('&', '&&')}  ×", small=True, name=f"Remove tag {name}")
        chip.setProperty("kind", "tag")
        chip.setObjectName(name)
        chip.setEnabled(not self._bridge.session.read_only)
        chip.clicked.connect(self._on_remove)
        return chip

    def _on_add(self) -> None:
        if self._agreement is None or not self.line.text().strip(" ,"):
            return
        text = self.line.text()
        if self._bridge.act(partial(tagging.add, self._bridge.session, self._agreement, text)):
            self.line.clear()

    def _on_remove(self) -> None:
        name = self.sender().objectName()
        self.line.setFocus()
        if self._agreement is not None and self._bridge.act(
            partial(tagging.remove, self._bridge.session, self._agreement, name)
        ):
            self._bridge.said.emit(f"Done: {self._bridge.session.undo_name}.", Tone.NOTE, "Undo")
