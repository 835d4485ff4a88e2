"""What stands in the inspector's place while several rows are selected: what they come to, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.parts import format as show
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, clear, rule, tool_button
from tracker.ui.register.inspector import WIDTH

if TYPE_CHECKING:
    from tracker.app.rows import Totals

DEEDS = (
    ("field", "Change a field…", "F2", "edit"),
    ("owner", "Assign an owner…", "Ctrl+Alt+O", "person"),
    ("extend", "Extend by the next option…", "Ctrl+Alt+X", "extend"),
    ("tag", "Add a tag…", "Ctrl+Alt+G", "new"),
    ("untag", "Remove a tag…", "", "delete"),
)
"""What can be done to several at once: key, words, keys, icon."""


class SeveralPanel(QWidget):
    """Shows so many agreements.

    Signals:
        wanted(key): one of `DEEDS` was asked for, or "copy" or "export".
        closed(): its close button was pressed.
    """

    wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scaled(WIDTH))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        column.setSpacing(GRID)
        self.count = PlainLabel("", "heading")
        close = tool_button("close", "Close the inspector")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(rule())
        self._sums = QVBoxLayout()
        self._sums.setSpacing(2)
        column.addLayout(self._sums)
        column.addWidget(rule())
        for key, words, keys, icon in (*DEEDS, ("export", "Export them…", "", "export")):
            each = button(words, icon=icon)
            each.setObjectName(key)
            if keys:
                each.setToolTip(keys)
            each.clicked.connect(self._on_clicked)
            column.addWidget(each)
        column.addWidget(
            PlainLabel("Ctrl+C copies them, with true dates and amounts, for Excel.", "caption", wrap=True)
        )
        column.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(Scroller(inside, kind="panel"))

    def show_count(self, number: int) -> None:
        """So many are selected; what they come to is not known yet."""
        self.count.setText(f"{number:,} selected")
        self._clear()
        self._sums.addWidget(PlainLabel("Adding up …", "muted"))

    def show_totals(self, totals: Totals) -> None:
        """What they come to: each basis and currency by itself."""
        self._clear()
        for total in totals.sums:
            basis = "a year" if total.basis == "annual value" else "in all"
            self._sums.addWidget(PlainLabel(f"{show.amount(total.minor, total.currency)} {basis}", "strong"))
            self._sums.addWidget(PlainLabel(f"from the {total.agreements:,} that state it", "caption"))
        if totals.without:
            verb = "states" if totals.without == 1 else "state"
            self._sums.addWidget(PlainLabel(f"{totals.without:,} {verb} no amount", "muted"))
        if not totals.sums:
            self._sums.addWidget(PlainLabel("None of them states an amount.", "muted", wrap=True))

    def _clear(self) -> None:
        clear(self._sums)

    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.wanted.emit(sender.objectName())
