"""One conflict: its readings with their sources, what is known, and the decision with its reason."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tracker.app.partnership import conflicts
from tracker.domain.source import Conflict, ConflictState, Reading, Source
from tracker.ui.bridge import Bridge, Place
from tracker.ui.partnership.parts import source_words
from tracker.ui.parts import format as show
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, Scroller, button, clear, rule

_NEITHER = 0


class ConflictPanel(QWidget):
    """The panel at the right of the inbox."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._conflict: Conflict | None = None
        self._group: QButtonGroup | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(380)
        self._inside = QWidget()
        self._scroller = Scroller(self._inside, kind="panel", parent=self)
        self._inside.installEventFilter(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        self._column.setSpacing(6)
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName("Reason")
        self.reason.setPlaceholderText("Why: which document, whose word, what was checked")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.settle = button("Settle", kind="primary")
        self.reopen = button("Reopen", kind="primary")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._scroller, 100)
        outer.addWidget(self._build_foot())
        outer.addStretch(1)
        self.reason.textChanged.connect(self._look_ahead)
        self.settle.clicked.connect(self._settle)
        self.reopen.clicked.connect(self._reopen)

    def _build_foot(self) -> QWidget:
        self._foot = QWidget(self)
        self._note = PlainLabel("One change in the history. Ctrl+Z undoes it.", "caption")
        self._label = PlainLabel("Reason", "muted")
        self._label.setBuddy(self.reason)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(2 * GRID + 4, 12, 2 * GRID + 4, 2 * GRID)
        foot.setSpacing(GRID)
        for part in (self._label, self.reason, self.settle, self.reopen, self._note):
            foot.addWidget(part)
        return self._foot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The reason stands right under what is read, however little that is."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._scroller.setMaximumHeight(self._column.sizeHint().height())
        return super().eventFilter(watched, event)

    # Showing

    def show_conflict(self, conflict: Conflict | None, where: str) -> None:
        """Show that conflict; nothing for None."""
        same = conflict is not None and self._conflict is not None and conflict.id == self._conflict.id
        self._conflict = conflict
        clear(self._column)
        self._foot.setVisible(conflict is not None)
        if conflict is None:
            self._column.addWidget(PlainLabel("Choose a conflict to see its readings.", "muted", wrap=True))
            self._column.addStretch()
            return
        if not same:
            self.reason.clear()
        self._show_head(conflict, where)
        self._show_readings(conflict)
        if conflict.note:
            self._title("What is known")
            self._column.addWidget(Prose(conflict.note))
        if conflict.state is not ConflictState.OPEN:
            self._show_decision(conflict)
        self._column.addStretch()
        decided = conflict.state is ConflictState.SETTLED
        writable = not self._bridge.session.read_only
        for part in (self._label, self.reason, self.settle):
            part.setVisible(not decided)
        self.reopen.setVisible(conflict.state is not ConflictState.OPEN)
        self.reopen.setEnabled(writable)
        self._put_in_order()
        self._look_ahead()

    def _put_in_order(self) -> None:
        """Tab comes to the readings before the reason, though they are made after it."""
        chosen = self._group.buttons() if self._group is not None else []
        for before, after in pairwise((self._scroller, *chosen, self.reason, self.settle, self.reopen)):
            QWidget.setTabOrder(before, after)

    def _title(self, words: str) -> None:
        self._column.addSpacing(GRID)
        self._column.addWidget(PlainLabel(words, "subheading"))
        self._column.addWidget(rule(strong=True))

    def _show_head(self, conflict: Conflict, where: str) -> None:
        made_up = "fictional" if conflict.fictional else ""
        row = QHBoxLayout()
        row.addWidget(PlainLabel(" · ".join(p for p in (conflict.reference, made_up) if p), "caption"))
        head = QWidget()
        head.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(head)
        self._column.addWidget(Prose(conflict.subject, "heading"))
        if conflict.arrangement_id is not None:
            link = button(where, kind="link", name=f"Open {where}")
            link.clicked.connect(self._to_arrangement)
            self._column.addWidget(link)
        else:
            self._column.addWidget(PlainLabel(where, "caption"))

    def _show_readings(self, conflict: Conflict) -> None:
        self._title("Readings")
        ids = {reading.source_id for reading in conflict.readings if reading.source_id}
        sources = {source.id: source for source in self._bridge.session.read.records(Source, ids)}
        decided = conflict.state is ConflictState.SETTLED
        self._group = None if decided else QButtonGroup(self._inside)
        for reading in conflict.readings:
            self._column.addWidget(self._reading(reading, sources, chosen=reading.number == conflict.chosen))
            self._column.addWidget(rule())
        if self._group is not None:
            neither = QRadioButton("All can stand: explain how")
            neither.setAccessibleName("All readings can stand: explain how")
            self._group.addButton(neither, _NEITHER)
            self._column.addWidget(neither)
            self._group.idClicked.connect(self._look_ahead)

    def _reading(self, reading: Reading, sources: dict[int, Source], *, chosen: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(0)
        if self._group is not None:
            choice = QRadioButton()
            choice.setAccessibleName(f"Reading {reading.number}: {reading.text}")
            self._group.addButton(choice, reading.number)
            row.addWidget(choice, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(
            Prose(reading.text, "subheading" if chosen else "", tone=Tone.GOOD if chosen else None)
        )
        outside = "background knowledge, from elsewhere" if reading.outside else ""
        source = sources.get(reading.source_id or 0)
        said = source_words(source) if source else "the reading of whoever entered it"
        under = " · ".join(p for p in (said, reading.locator, outside, "chosen" if chosen else "") if p)
        words.addWidget(Prose(under, "caption"))
        row.addLayout(words, 1)
        return box

    def _show_decision(self, conflict: Conflict) -> None:
        self._title("Settled" if conflict.state is ConflictState.SETTLED else "Explained")
        self._column.addWidget(Prose(conflict.reason or "No reason is recorded."))
        by = " · ".join(p for p in (conflict.settled_by, show.day(conflict.settled_on, "")) if p)
        self._column.addWidget(PlainLabel(by, "caption"))

    # Deciding

    def begin(self, record: object = None) -> None:
        """Put the keyboard on the first reading."""
        if self._group is not None and self._group.buttons():
            self._group.buttons()[0].setFocus()

    def choose(self, number: int) -> None:
        """Choose the reading of that number; 0 for all of them, explained."""
        if self._group is not None and (made := self._group.button(number)) is not None:
            made.setChecked(True)
            self._look_ahead()

    def _look_ahead(self) -> None:
        number = self._group.checkedId() if self._group is not None else -1
        words = "Settle" if number != _NEITHER else "Explain, and leave all readings"
        if number > 0:
            words = f"Settle on reading {number}"
        ready = number >= 0 and bool(self.reason.toPlainText().strip())
        self.settle.setText(words)
        self.settle.setAccessibleName(words)
        self.settle.setEnabled(ready and not self._bridge.session.read_only)
        needs = (
            "Choose a reading and say why." if not ready else "One change in the history. Ctrl+Z undoes it."
        )
        decided = self._conflict is not None and self._conflict.state is ConflictState.SETTLED
        self._note.setText("The reopening stands in the history, too." if decided else needs)

    def _settle(self) -> None:
        if self._conflict is None or self._group is None:
            return
        number, reason = self._group.checkedId(), self.reason.toPlainText()
        session, conflict_id = self._bridge.session, self._conflict.id
        if number == _NEITHER:
            deed = partial(conflicts.explain, session, conflict_id, reason)
        else:
            deed = partial(conflicts.settle, session, conflict_id, number, reason)
        if self._bridge.act(deed):
            self.reason.clear()
            self._bridge.said.emit(f"Done: {session.undo_name}.", Tone.GOOD, "Undo")

    def _reopen(self) -> None:
        if self._conflict is not None:
            self._bridge.act(partial(conflicts.reopen, self._bridge.session, self._conflict.id))

    def _to_arrangement(self) -> None:
        if self._conflict is not None and self._conflict.arrangement_id is not None:
            self._bridge.go.emit(Place("partnership", self._conflict.arrangement_id))
