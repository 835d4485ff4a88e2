"""The frame of a verb on a partnership: fields, workings, before and after, and one button named by what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from tracker.app.partnership.proposal import Effect, Proposal, carry_out
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When
from tracker.domain.errors import TrackerError
from tracker.domain.written import read_date
from tracker.ui.bridge import Bridge
from tracker.ui.partnership.parts import Prose
from tracker.ui.parts import format as show
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import FindingsLine, PlainLabel, Scroller, button, rule, tool_button

WIDTH = 432
_ONE_CHANGE = "One change in the history. Ctrl+Z undoes it."


def when_of(text: str) -> When | None:
    """The date, exact or not, that a text means; None where it means none."""
    return read_date(text).when if text.strip() else None


class Choice(QComboBox):
    """A list of records to choose one from; the first may stand for none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def offer(self, rows: Iterable[tuple[str, object]], chosen: object = None) -> None:
        """Show these (words, record), and choose that record where it is among them; says nothing."""
        self.blockSignals(True)
        self.clear()
        for words, record in rows:
            self.addItem(words, record)
        at = self.findData(chosen)
        self.setCurrentIndex(max(at, 0) if self.count() else -1)
        self.blockSignals(False)

    def chosen(self) -> int | None:
        """The id of the record chosen; None where it is none."""
        record = self.currentData()
        return record if isinstance(record, int) else None


class NameField(QLineEdit):
    """A line for the name of a council, which offers those that are known while one types."""

    def __init__(self, name: str, known: QStringListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        completer = QCompleter(known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(8)
        self.setCompleter(completer)


class EffectsGrid(QWidget):
    """Before and after, with what changes in bold.

    Args:
        fresh: True where there is nothing before, and its column is left out.
    """

    def __init__(self, parent: QWidget | None = None, *, fresh: bool = False) -> None:
        super().__init__(parent)
        self._fresh = fresh
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((4, 0 if fresh else 3, 4)):
            self._grid.setColumnStretch(column, stretch)

    def show_effects(self, effects: Sequence[Effect]) -> None:
        """Show these, and no others."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not effects:
            return
        heads = ("What there will be", "", "") if self._fresh else ("", "Before", "After")
        for column, words in enumerate(heads):
            self._grid.addWidget(PlainLabel(words, "caption"), 0, column)
        self._grid.addWidget(rule(strong=True), 1, 0, 1, 3)
        for number, (what, before, after) in enumerate(effects):
            at = 2 + 2 * number
            same = before == after
            self._put(Prose(what, "muted"), at, 0)
            if not self._fresh:
                self._put(Prose(before), at, 1)
            self._put(Prose("the same" if same else after, "muted" if same else "subheading"), at, 2)
            self._grid.addWidget(rule(), at + 1, 0, 1, 3)

    def _put(self, label: Prose, row: int, column: int) -> None:
        self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)


class ProposalPanel(QWidget):
    """The frame: a verb says which fields it has and what proposal they make.

    Signals:
        closed(): it was done, or given up.
        done(made): it was done; the ids of new records by those they had in the proposal.
    """

    closed = Signal()
    done = Signal(object)

    def __init__(
        self, bridge: Bridge, title: str, parent: QWidget | None = None, *, fresh: bool = False
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._proposal: Proposal | None = None
        self._pair: QGridLayout | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scaled(WIDTH))
        close = tool_button("close", "Close without recording anything")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, "heading"), 1)
        head.addWidget(close)
        inside = QWidget()
        scroller = Scroller(inside, kind="panel", parent=self)
        self.form = QVBoxLayout(inside)
        self.form.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        self.form.setSpacing(6)
        self.form.addLayout(head)
        self._workings = Prose("", "caption")
        self._effects = EffectsGrid(inside, fresh=fresh)
        self._findings = FindingsLine(inside)
        self.go = button("", kind="primary")
        self.go.clicked.connect(self._do)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroller, 1)
        outer.addWidget(rule())
        outer.addLayout(self._build_foot())

    def _build_foot(self) -> QVBoxLayout:
        cancel = button("Cancel")
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.go, 1)
        row.addWidget(cancel)
        self._remark = PlainLabel(_ONE_CHANGE, "caption", wrap=True)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID + 4, 12, 2 * GRID + 4, 2 * GRID)
        foot.setSpacing(GRID)
        foot.addLayout(row)
        foot.addWidget(self._remark)
        return foot

    def two_in_a_row(self) -> None:
        """The next two fields stand side by side."""
        self._pair = QGridLayout()
        self._pair.setHorizontalSpacing(12)
        self._pair.setVerticalSpacing(6)
        for column in range(2):
            self._pair.setColumnStretch(column, 1)
        self.form.addSpacing(2)
        self.form.addLayout(self._pair)

    def field(self, name: str, editor: QWidget) -> PlainLabel:
        """Add a field with its label; returns the label."""
        label = PlainLabel(name, "muted")
        label.setBuddy(editor)
        if self._pair is not None:
            column = self._pair.count() // 2
            self._pair.addWidget(label, 0, column)
            self._pair.addWidget(editor, 1, column, Qt.AlignmentFlag.AlignTop)
            self._pair = self._pair if column == 0 else None
            return label
        self.form.addSpacing(2)
        self.form.addWidget(label)
        self.form.addWidget(editor)
        return label

    def finish_form(self) -> None:
        """Put workings, effects and findings under the fields; called when those are built."""
        self.form.addSpacing(GRID)
        self.form.addWidget(self._findings)
        self.form.addWidget(self._workings)
        self.form.addWidget(self._effects)
        self.form.addStretch()

    def look_ahead(self) -> None:
        """Show what the fields would lead to, or what is missing."""
        problem: tuple[Finding, ...] = ()
        self._proposal = None
        try:
            self._proposal = self.propose()
        except TrackerError as error:
            problem = (Finding("not-yet", Severity.ERROR, str(error)),)
        made = self._proposal
        self.go.setEnabled(made is not None and bool(made.steps))
        self.go.setText(made.words if made else self.words())
        self.go.setAccessibleName(self.go.text())
        self._effects.show_effects(made.effects if made else ())
        self._findings.show_findings(made.findings if made else problem)
        self._workings.setText(made.workings if made else "")
        self._workings.setVisible(bool(self._workings.text()))
        away = self._bridge.as_at
        past = f"The window shows {show.day(away)}; this is recorded under its own date. " if away else ""
        self._remark.setText(past + _ONE_CHANGE)

    def _do(self) -> None:
        made: dict[int, int] = {}
        if self._proposal is None:
            return
        if self._bridge.act(partial(self._carry_out, self._proposal, made)):
            self.closed.emit()
            self.done.emit(made)

    def _carry_out(self, proposal: Proposal, made: dict[int, int]) -> None:
        made.update(carry_out(self._bridge.session, proposal))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Escape gives it up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # What each verb says for itself

    def propose(self) -> Proposal | None:
        """What the fields would do; None while something is missing.

        Raises:
            TrackerError: it cannot be done; the sentence is shown in the form.
        """
        raise NotImplementedError

    def words(self) -> str:
        """What the button does, while something is missing."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where typing begins."""
        raise NotImplementedError
