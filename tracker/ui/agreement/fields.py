"""The lower part of an agreement's page: its fields, its parties, what happened and what was changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from tracker.app import edit
from tracker.app.fields import BY_NAME, FIELDS, Field, show_field
from tracker.app.sources import Cited, cited, mark
from tracker.domain.agreement import Agreement, Event
from tracker.domain.deadlines.standing import Standing
from tracker.domain.errors import StaleRecord, TrackerError
from tracker.ui.agreement.documents import Documents
from tracker.ui.agreement.fieldlines import LABEL, FieldGroup, FieldLine
from tracker.ui.agreement.parties import Parties
from tracker.ui.agreement.sources import Sources
from tracker.ui.agreement.tags import Tags
from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts import format as show
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import ElidedLabel, Section, button, clear, rule

_ALWAYS = frozenset(
    {
        "reference",
        "title",
        "type",
        "department",
        "owner",
        "starts",
        "initial_term",
        "ends",
        "options",
        "notice",
        "next_review",
        "value",
        "annual_value",
        "documents",
        "notes",
    }
)
_COLUMNS = (("Term",), ("What it is",), ("Money", "Procurement", "Notes"))
_NARROW_LABEL = 104
_TWO, _THREE = 820, 1120
_HISTORY = 6
_SHORT = 6


class FieldsArea(QWidget):
    """Groups of fields in as many columns as there is room for.

    Signals:
        cited(field, cited): a source is to be cited for that field, or that citation changed.
        found(widget): that one was given the keyboard, and should be in sight.
    """

    cited = Signal(str, object)
    found = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._agreement: Agreement | None = None
        self._seen: dict[str, Agreement] = {}
        self._groups: list[tuple[FieldGroup, QPushButton]] = []
        self._sections: list[list[QWidget]] = [[self._group(name) for name in names] for names in _COLUMNS]
        self.parties = Parties(bridge, _NARROW_LABEL)
        self._sections[1].append(self.parties)
        self.tags = Tags(bridge)
        self.sources = Sources(bridge)
        self.sources.wanted.connect(self.cited)
        self._sections[0].append(self.sources)
        self._sections[1].append(self.tags)
        self.documents = Documents(bridge)
        self._add_group(self.documents, [BY_NAME["documents"]], LABEL)
        self._line("documents").label.setText("Paths and links")
        self._events = Section("What happened")
        self._history = Section("Changes")
        self._sections[2].extend((self.documents, self._events, self._history))
        self._columns: int = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(3 * GRID)
        self._arrange(3)

    def every_line(self) -> list[FieldLine]:
        """Each field's line."""
        return [line for group, _ in self._groups for line in group.lines]

    def _group(self, name: str) -> QWidget:
        section = Section(name)
        fields = [field for field in FIELDS if field.group == name and field.name != "documents"]
        self._add_group(section, fields, _NARROW_LABEL if name == "What it is" else LABEL)
        return section

    def _add_group(self, section: Section, fields: list[Field], label_width: int) -> None:
        """Fields of a section, and the link to those of them that are empty and seldom needed."""
        lines = [FieldLine(field, section) for field in fields]
        for line in lines:
            line.kept.connect(self._keep)
            line.chosen.connect(self._on_chosen)
            line.asked.connect(self._on_asked)
        group = FieldGroup(lines, _ALWAYS, label_width)
        more = button("", kind="link")
        more.clicked.connect(self._show_more)
        section.body.addWidget(group)
        section.body.addWidget(more)
        section.body.addSpacing(2 * GRID)
        self._groups.append((group, more))

    def _arrange(self, columns: int) -> None:
        """Put the sections into one, two or three columns."""
        if columns == self._columns:
            return
        self._columns = columns
        places = {3: (0, 1, 2), 2: (0, 1, 1), 1: (0, 0, 0)}[columns]
        while self._grid.takeAt(0) is not None:
            pass
        stacks: list[list[QWidget]] = [[], [], []]
        for sections, column in zip(self._sections, places, strict=True):
            stacks[column].extend(sections)
        for column, stack in enumerate(stacks):
            holder = QVBoxLayout()
            holder.setSpacing(GRID)
            for section in stack:
                holder.addWidget(section)
            holder.addStretch()
            self._grid.addLayout(holder, 0, column)
            self._grid.setColumnStretch(column, 1 if stack else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._arrange(3 if width >= _THREE else 2 if width >= _TWO else 1)

    # Showing

    def show_agreement(self, agreement: Agreement, standing: Standing) -> None:
        """Show every field, with the Findings that concern it."""
        another = self._agreement is None or self._agreement.id != agreement.id
        self._agreement = agreement
        writable = not self._bridge.session.read_only
        for group, more in self._groups:
            for line in group.lines:
                found = tuple(f for f in standing.findings if f.field == line.field.name)
                name = line.field.name
                if line.show_text(show_field(agreement, name), found, anew=another):
                    self._seen[name] = agreement
                line.editor.setEnabled(writable)
            group.arrange()
            _name_link(group, more)
        self.parties.show_agreement(agreement)
        self._show_sources(agreement)
        self.tags.show_agreement(agreement)
        self.documents.show_agreement(agreement)
        self._show_events(agreement)
        self._show_history(agreement)

    def _show_sources(self, agreement: Agreement) -> None:
        """The section, and the small mark beside each field that rests on a source."""
        found = cited(self._bridge.session, agreement)
        self.sources.show_agreement(agreement, found)
        for line in self.every_line():
            own = [one for one in found if one.citation.field == line.field.name]
            line.show_mark(_marks(own), "\n".join(_rests(one) for one in own))

    def _on_asked(self, name: str) -> None:
        if (shown := self.sources.show_field(name)) is not None:
            self.found.emit(shown)

    def end_of_notes(self) -> QWidget:
        """The field of the notes, with the cursor on a new line after what stands there."""
        notes = self._line("notes").editor
        assert isinstance(notes, QPlainTextEdit)
        notes.moveCursor(QTextCursor.MoveOperation.End)
        if notes.isEnabled() and notes.toPlainText().strip() and not notes.toPlainText().endswith("\n"):
            notes.insertPlainText("\n")
        return notes

    def field_in_hand(self) -> str:
        """The name of the field that has the keyboard; "" for none."""
        return next((line.field.name for line in self.every_line() if line.editor.hasFocus()), "")

    def _show_events(self, agreement: Agreement) -> None:
        clear(self._events.body)
        for event in sorted(agreement.events, key=_event_day, reverse=True):
            self._events.body.addWidget(_line(_event_words(event), show.when(event.on, "date not recorded")))
        self._events.body.addSpacing(2 * GRID)
        self._events.setVisible(bool(agreement.events))

    def _show_history(self, agreement: Agreement) -> None:
        clear(self._history.body)
        rows = self._bridge.session.read.history(_HISTORY, "agreement", agreement.id, changes=0)
        for row in rows:
            when = show.moment(show.local(row.at), self._bridge.today)
            self._history.body.addWidget(_line(row.name, f"{when}, {row.by}"))
        every = button("All changes, and as it was", kind="link")
        every.clicked.connect(self._to_history)
        self._history.body.addSpacing(4)
        self._history.body.addWidget(every)

    def _show_more(self) -> None:
        for group, more in self._groups:
            if more is self.sender():
                group.show_all(group.hidden_lines() > 0)
                _name_link(group, more)

    def _to_history(self) -> None:
        if self._agreement is not None:
            self._bridge.go.emit(Place("history", self._agreement.id))

    # Keeping

    def _keep(self, name: str, text: str) -> None:
        """Store what was typed; where somebody else was quicker, ask whose is to stand."""
        if self._agreement is None:
            return
        seen, line = self._seen[name], self._line(name)
        try:
            edit.change(self._bridge.session, self._agreement.id, {name: text}, seen=seen)
        except StaleRecord as error:
            try:
                now = self._bridge.session.agreement(self._agreement.id)
            except TrackerError:  # it was removed
                self._bridge.said.emit(str(error), Tone.DANGER, "")
                return
            self._seen[name] = now
            line.show_clash(error.by, show_field(seen, name), show_field(now, name))
        except TrackerError as error:
            line.not_kept(show_field(seen, name))
            self._bridge.said.emit(str(error), Tone.DANGER, "")

    def _on_chosen(self, name: str, mine: bool) -> None:
        """Of two values one was chosen; a third one that came in between is asked about again."""
        line = self._line(name)
        if mine:
            self._keep(name, line.text())
        elif self._agreement is not None:
            self._seen[name] = self._bridge.session.agreement(self._agreement.id)
            line.show_text(show_field(self._seen[name], name))
        line.editor.setFocus()

    def _line(self, name: str) -> FieldLine:
        return next(line for line in self.every_line() if line.field.name == name)


def _name_link(group: FieldGroup, more: QPushButton) -> None:
    """The link under a group: how many fields wait behind it; none where none does."""
    waiting = group.hidden_lines()
    more.setText(f"Show {show.count(waiting, 'empty field')}" if waiting else "Hide the empty fields")
    more.setAccessibleName(more.text())
    more.setVisible(waiting > 0 or group.shows_all())


def _marks(own: list[Cited]) -> str:
    """The references of a field's sources where they are short, else how many there are."""
    references = list(dict.fromkeys(one.source.reference for one in own))
    text = ", ".join(references)
    return text if all(references) and len(text) <= _SHORT else show.count(len(own), "source") if own else ""


def _rests(one: Cited) -> str:
    """A citation in a line: which source, where in it, and its words."""
    place = ", ".join(part for part in (mark(one.source), one.citation.locator) if part)
    return f"{place}: “{one.citation.quote}”" if one.citation.quote else place


def _line(text: str, under: str) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 5, 0, 0)
    column.setSpacing(1)
    column.addWidget(ElidedLabel(text))
    column.addWidget(ElidedLabel(under, "caption"))
    column.addSpacing(4)
    column.addWidget(rule())
    return made


def _event_day(event: Event) -> str:
    day = event.on.earliest or event.on.latest
    return day.isoformat() if day else ""


def _event_words(event: Event) -> str:
    words = event.kind.value.capitalize()
    if event.new_end is not None:
        words += f", to {show.when(event.new_end)}"
    return f"{words}: {event.text}" if event.text else words
