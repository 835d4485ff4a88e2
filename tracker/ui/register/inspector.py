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
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import Chip, ElidedLabel, PlainLabel, Scroller, button, rule, tool_button

WIDTH = 304


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
        self._lines: list[tuple[PlainLabel, PlainLabel]] = []
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
            outlook.flags(standing.ladder, session.today),
            session.today,
        )
        self._show_facts(agreement, standing)

    def _show_facts(self, agreement: Agreement, standing: Standing) -> None:
        """A line for each; labels are kept, for the arrow keys lead from one agreement to the next."""
        facts = self._facts_of(agreement, standing)
        while len(self._lines) < len(facts):
            self._add_line()
        for number, line in enumerate(self._lines):
            texts = facts[number] if number < len(facts) else ("", "")
            for label, text in zip(line, texts, strict=True):
                if label.text() != text:
                    label.setText(text)
                label.setHidden(not text)

    def _add_line(self) -> None:
        name, words = PlainLabel("", "muted"), PlainLabel("", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.addWidget(name, len(self._lines), 0, Qt.AlignmentFlag.AlignTop)
        self._facts.addWidget(words, len(self._lines), 1)
        self._lines.append((name, words))

    def _facts_of(self, agreement: Agreement, standing: Standing) -> list[tuple[str, str]]:
        named = people.parties(self._bridge.session, agreement)
        value, yearly = agreement.value, agreement.annual_value
        facts = [
            ("Starts", show.when(agreement.starts, "")),
            ("Current end", show.day(standing.current_end, "")),
            ("Latest end", show.day(standing.maximum_end, "")),
            ("Value", show.amount(value.minor, value.currency) if value else agreement.value_text),
            ("Value a year", show.amount(yearly.minor, yearly.currency) if yearly else ""),
            ("Supplier", "\n".join(people.those(named, people.SUPPLYING))),
            ("Buyer", "\n".join(people.those(named, people.BUYING))),
            ("Department", agreement.department),
            ("Owner", agreement.owner or "no owner"),
        ]
        return [(name, text) for name, text in facts if text]

    def _on_open(self) -> None:
        if self._shown is not None:
            self._bridge.go.emit(Place("agreement", self._shown))
