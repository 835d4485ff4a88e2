"""Verbs on an agreement: a panel that shows before and after, with one button named by what it does."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from tracker.app import edit
from tracker.domain.agreement import Agreement, Event
from tracker.domain.deadlines.standing import Standing
from tracker.domain.terms.term import Step
from tracker.domain.written import read_date
from tracker.ui.agreement.outlook import next_date, step_words
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.datefield import DateField, Understood
from tracker.ui.parts.theme import GRID, scaled
from tracker.ui.parts.widgets import FindingsLine, PlainLabel, Scroller, button, rule, tool_button

WIDTH = 400


def understand(text: str) -> Understood:
    """What a date field says that it understood, and what is odd about it."""
    read = read_date(text)
    return read.understood, read.findings


def day_of(text: str) -> date | None:
    """The exact day that a text means; None where it means none."""
    when = read_date(text).when if text.strip() else None
    return when.day if when is not None else None


class VerbPanel(QWidget):
    """The frame of a verb: its title, its fields, before and after, findings and the one button.

    Signals:
        closed(): it was done, or given up.
    """

    closed = Signal()

    def __init__(self, bridge: Bridge, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.agreement: Agreement | None = None
        self.setProperty("kind", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(scaled(WIDTH))
        close = tool_button("close", "Close without recording anything")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, "heading"), 1)
        head.addWidget(close)
        inside = QWidget()
        self.form = QVBoxLayout(inside)
        self.form.setContentsMargins(2 * GRID + 4, 2 * GRID, 2 * GRID + 4, 2 * GRID)
        self.form.setSpacing(6)
        self.form.addLayout(head)
        self._compared = Comparison()
        self._findings = FindingsLine()
        self.go = button("", kind="primary")
        self.go.clicked.connect(self._do)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Scroller(inside, kind="panel"), 1)
        outer.addWidget(rule())
        outer.addLayout(self._build_foot())

    def _build_foot(self) -> QVBoxLayout:
        cancel = button("Cancel")
        cancel.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.go, 1)
        row.addWidget(cancel)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID + 4, 12, 2 * GRID + 4, 2 * GRID)
        foot.setSpacing(GRID)
        foot.addLayout(row)
        self._note = PlainLabel("", "caption", wrap=True)
        foot.addWidget(self._note)
        return foot

    def finish_form(self) -> None:
        """Put the comparison and the findings under the fields; called when those are built."""
        self.form.addSpacing(GRID)
        self.form.addWidget(self._compared)
        self.form.addWidget(self._findings)
        self.form.addStretch()

    def field(self, name: str, editor: QWidget) -> None:
        """Add a field with its label."""
        label = PlainLabel(name, "muted")
        label.setBuddy(editor)
        self.form.addSpacing(2)
        self.form.addWidget(label)
        self.form.addWidget(editor)

    def show_agreement(self, agreement: Agreement) -> None:
        """Begin with that agreement; where another day is shown, say that this is recorded today."""
        day = self._bridge.as_at
        away = f"The window shows {show.day(day)}; this is recorded today all the same. " if day else ""
        self._note.setText(f"{away}One change in the history. Ctrl+Z undoes it.")
        self.agreement = agreement
        self.begin(self._bridge.session.stand(agreement))
        self.look_ahead()

    def look_ahead(self) -> None:
        """Show where the agreement stands, and where it would stand."""
        assert self.agreement is not None
        event = self.event_to_record()
        self.go.setEnabled(event is not None)
        self.go.setText(self.words())
        self.go.setAccessibleName(self.words())
        if event is None:
            self._compared.clear()
            self._findings.show_findings(())
            return
        found = edit.consequences(self._bridge.session, self.agreement.id, event)
        self._compared.show_both(found.before, found.after, self._bridge.today)
        already = set(found.before.findings)
        self._findings.show_findings(f for f in found.after.findings if f not in already)

    def _do(self) -> None:
        event = self.event_to_record()
        if self.agreement is None or event is None:
            return
        if self._bridge.act(partial(edit.record, self._bridge.session, self.agreement.id, event)):
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does it, Escape gives it up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # What each verb says for itself

    def begin(self, standing: Standing) -> None:
        """Fill the fields for an agreement that stands so."""
        raise NotImplementedError

    def event_to_record(self) -> Event | None:
        """The event that the fields describe; None while something is missing."""
        raise NotImplementedError

    def words(self) -> str:
        """What the button does, in words."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where typing begins."""
        raise NotImplementedError


class Comparison(QWidget):
    """Before and after, with what changes in bold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        for column, stretch in enumerate((3, 4, 4)):
            self._grid.setColumnStretch(column, stretch)

    def clear(self) -> None:
        """Show nothing."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def show_both(self, before: Standing, after: Standing, today: date) -> None:
        """Show two standings side by side."""
        self.clear()
        for column, words in enumerate(("", "Before", "After")):
            self._grid.addWidget(PlainLabel(words, "caption"), 0, column)
        self._grid.addWidget(rule(strong=True), 1, 0, 1, 3)
        rows = zip(_lines(before, today), _lines(after, today), strict=True)
        for number, ((name, old), (_, new)) in enumerate(rows):
            at = 2 + 2 * number
            same = old == new
            self._grid.addWidget(PlainLabel(name, "muted"), at, 0)
            self._grid.addWidget(PlainLabel(old, wrap=True), at, 1)
            self._grid.addWidget(
                PlainLabel("the same" if same else new, "muted" if same else "subheading", wrap=True), at, 2
            )
            self._grid.addWidget(rule(), at + 1, 0, 1, 3)


def _lines(standing: Standing, today: date) -> list[tuple[str, str]]:
    following = next_date(standing, today)
    coming = f"{following.caption} {show.day(following.deadline.act_by)}" if following else "none"
    headroom = str(standing.ladder.headroom) if standing.ladder.headroom else "none"
    return [
        ("Status", show.status(standing.status).word),
        ("Current end", show.day(standing.current_end, "none recorded")),
        ("Next date", coming),
        ("Options left", headroom),
        ("Latest end", show.day(standing.maximum_end, "none recorded")),
    ]


class ExtendPanel(VerbPanel):
    """Extend by the next option, or to another date by agreement."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Extend", parent)
        self._step: Step | None = None
        self._by_option = QRadioButton()
        self._to_date = QRadioButton("Another date, by agreement")
        self._choice = QButtonGroup(self)
        for each in (self._by_option, self._to_date):
            self._choice.addButton(each)
            self.form.addWidget(each)
        self._new_end = DateField("New end", understand, bridge.today)
        self._decided = DateField("Decided on", understand, bridge.today)
        self._authority = QLineEdit()
        self._authority.setAccessibleName("Authority")
        self._authority.setPlaceholderText("Decision or minute number")
        self.field("New end", self._new_end)
        self.field("Decided on", self._decided)
        self.field("Authority", self._authority)
        self.finish_form()
        self._choice.buttonClicked.connect(self._on_choice)
        self._new_end.edited.connect(self.look_ahead)
        self._decided.edited.connect(self.look_ahead)

    def begin(self, standing: Standing) -> None:
        options = [
            step for step in standing.ladder.steps if step.option is not None and step.ends is not None
        ]
        left = [step for step in options if step.state in ("open", "not yet")]
        self._step = left[0] if left else None
        self._by_option.setVisible(self._step is not None)
        if self._step is not None:
            self._by_option.setText(f"{step_words(self._step)}, to {show.day(self._step.ends)}")
            self._by_option.setChecked(True)
        else:
            self._to_date.setChecked(True)
        self._decided.set_text(show.day(self._bridge.today))
        self._authority.clear()
        self._new_end.set_text("")
        self._on_choice()

    def _on_choice(self) -> None:
        by_option = self._by_option.isChecked() and self._step is not None
        self._new_end.setEnabled(not by_option)
        if by_option and self._step is not None:
            self._new_end.set_text(show.day(self._step.ends))
        self.look_ahead()

    def event_to_record(self) -> Event | None:
        new_end, decided = day_of(self._new_end.text()), day_of(self._decided.text())
        if self.agreement is None or new_end is None or decided is None:
            return None
        option = self._step.option if self._by_option.isChecked() and self._step is not None else None
        return edit.extension(
            self._bridge.session,
            self.agreement.id,
            new_end=new_end,
            option=option,
            decided_on=decided,
            authority=self._authority.text().strip(),
        )

    def words(self) -> str:
        new_end = day_of(self._new_end.text())
        return f"Extend to {show.day(new_end)}" if new_end else "Extend"

    def first(self) -> QWidget:
        return self._by_option if self._step is not None else self._new_end.line


class NoticePanel(VerbPanel):
    """Record that notice was given, and what it leads to."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, "Give notice", parent)
        self._given = DateField("Given on", understand, bridge.today)
        self._last = DateField("Last day in force", understand, bridge.today)
        self._words = QLineEdit()
        self._words.setAccessibleName("Reason")
        self._words.setPlaceholderText("Who gave it, and why")
        self.field("Given on", self._given)
        self.field("Last day in force, where the notice says one", self._last)
        self.field("Reason", self._words)
        self.finish_form()
        self._given.edited.connect(self.look_ahead)
        self._last.edited.connect(self.look_ahead)

    def begin(self, standing: Standing) -> None:
        self._given.set_text(show.day(self._bridge.today))
        self._last.set_text("")
        self._words.clear()

    def event_to_record(self) -> Event | None:
        given = day_of(self._given.text())
        if given is None:
            return None
        return edit.notice(
            given=given, takes_effect=day_of(self._last.text()), words=self._words.text().strip()
        )

    def words(self) -> str:
        given = day_of(self._given.text())
        return f"Record notice of {show.day(given)}" if given else "Record the notice"

    def first(self) -> QWidget:
        return self._given.line
