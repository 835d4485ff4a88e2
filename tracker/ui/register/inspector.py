"""The inspector: what is selected in the register, with its next date first. It can be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.agreement import Agreement
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement import outlook, people
from tracker.ui.agreement.ladder import LadderBar
from tracker.ui.agreement.nextdate import NextDateBlock
from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts import format as show
from tracker.ui.parts.marks import Chip
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, Scroller, button, rule, tool_button

WIDTH = 304
_FACTS = (
    "Starts",
    "Current end",
    "Latest end",
    "Value",
    "Value a year",
    "Supplier",
    "Buyer",
    "Department",
    "Owner",
)


class Inspector(QWidget):
    """Shows one agreement.

    Signals:
        closed(): its close button was pressed.
    """

    closed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._shown: int | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scaled(WIDTH))
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        column.setSpacing(GRID)
        self._build(column)
        self._inside.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(Scroller(self._inside, kind="panel"))

    def _build(self, column: QVBoxLayout) -> None:
        self._kind = ElidedLabel("", "caption")
        close = tool_button("close", "Close the inspector")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._kind, 1)
        head.addWidget(close)
        self._title = PlainLabel("", "heading", wrap=True)
        self._chip = Chip()
        self.next = NextDateBlock(large=False)
        self._open = button("Open the agreement", kind="primary")
        self._open.clicked.connect(self._on_open)
        self._bar = LadderBar(compact=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        self._lines = [self._add_line(name) for name in _FACTS]
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._chip)
        column.addWidget(rule())
        column.addWidget(self.next)
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(rule())
        column.addWidget(self._bar)
        column.addLayout(self._facts)
        column.addStretch()

    def show_agreement(self, agreement_id: int) -> None:
        """Show that agreement as it stands today."""
        session = self._bridge.session
        agreement = session.agreement(agreement_id)
        standing = session.stand(agreement)
        self._shown = agreement_id
        kind = "" if agreement.type.value == "unknown" else agreement.type.value.capitalize()
        made_up = "fictional" if agreement.fictional else ""
        self._kind.setText(" · ".join(part for part in (agreement.reference, kind, made_up) if part))
        self._title.setText(agreement.title or agreement.reference or "No title")
        self._chip.set_look(show.status(standing.status))
        self.next.show_next(standing, session.today)
        self._bar.show_ladder(
            outlook.segments(standing.ladder, session.today),
            outlook.marks(standing, session.today),
            session.today,
        )
        self._show_facts(agreement, standing)
        self._inside.show()

    def _add_line(self, name: str) -> tuple[PlainLabel, PlainLabel]:
        row = self._facts.rowCount()
        label, words = PlainLabel(name, "muted"), PlainLabel("", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(words, row, 1)
        return label, words

    def _show_facts(self, agreement: Agreement, standing: Standing) -> None:
        """A line for each that is known; the labels stay, for the arrow keys lead from agreement to agreement."""
        for (label, words), text in zip(self._lines, self._facts_of(agreement, standing), strict=True):
            if words.text() != text:
                words.setText(text)
            for each in (label, words):
                each.setHidden(not text)

    def _facts_of(self, agreement: Agreement, standing: Standing) -> tuple[str, ...]:
        """The words for each of `_FACTS`; "" for what is not known."""
        named = people.parties(self._bridge.session, agreement)
        value, yearly = agreement.value, agreement.annual_value
        return (
            show.when(agreement.starts, ""),
            show.day(standing.current_end, ""),
            show.day(standing.maximum_end, ""),
            show.amount(value.minor, value.currency) if value else agreement.value_text,
            show.amount(yearly.minor, yearly.currency) if yearly else "",
            "\n".join(people.those(named, people.SUPPLYING)),
            "\n".join(people.those(named, people.BUYING)),
            agreement.department,
            agreement.owner or "no owner",
        )

    def _on_open(self) -> None:
        if self._shown is not None:
            self._bridge.go.emit(Place("agreement", self._shown))
