"""The panel in which one thing is done to many agreements: what it is, what would change, one button."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from tracker.app import bulk, tagging
from tracker.app.fields import BY_NAME, FIELDS, Kind
from tracker.domain.errors import TrackerError
from tracker.ui.agreement.fieldlines import FieldLine
from tracker.ui.bridge import Bridge
from tracker.ui.knownfield import KnownField
from tracker.ui.parts import format as show
from tracker.ui.parts.panel import Panel
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, clear

_TITLES = {
    "field": "Change a field",
    "owner": "Assign an owner",
    "extend": "Extend by the next option",
    "tag": "Add a tag",
    "untag": "Remove a tag",
}
_UNFIT = (Kind.OPTIONS,)
_COLUMNS = (
    Column("name", "Agreement", "Housing repairs", stretch=True),
    Column("after", "Becomes", "30 September 2026"),
)
_PAUSE = 150


class BulkPanel(Panel):
    """One deed for all the rows that were selected when it was opened.

    Signals:
        done(str): it was done; its name as Undo has it.
    """

    done = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Change", bridge.today, parent)
        self._bridge = bridge
        self._chosen: bulk.Chosen | None = None
        self._key = "field"
        self._round = 0
        self._deed: bulk.Deed | None = None
        self.plan: bulk.Plan | None = None
        self._build()
        self.remark.setText("One change in the history. Ctrl+Z takes all of it back.")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._work_out)

    def _build(self) -> None:
        self._of = PlainLabel("", "muted")
        self.form.addWidget(self._of)
        self.fields = QComboBox()
        self.fields.setAccessibleName("Field to change")
        for field in FIELDS:
            if field.kind not in _UNFIT and field.name not in ("reference", "title"):
                self.fields.addItem(field.label, field.name)
        self.fields.currentIndexChanged.connect(self._on_field)
        self.field("Field", self.fields)
        self._place = QVBoxLayout()
        self._place.setSpacing(6)
        self.form.addLayout(self._place)
        self.editor: FieldLine | None = None
        self.decided = self.day("Decided on")
        self.authority = self.line("Authority", "Decision or minute number")
        self.tag = KnownField(self._bridge, "Tag, or several with commas", tagging.in_use)
        self.tag.textChanged.connect(self.look_ahead)
        self.field("Tag, or several with commas", self.tag)
        self.form.addSpacing(GRID)
        self.summary = PlainLabel("", "subheading", wrap=True)
        self.form.addWidget(self.summary)
        self._table = Table("What would change", self)
        self._rows = RowsModel(_COLUMNS, self._table)
        self._table.setModel(self._rows)
        self._table.lay_out(_COLUMNS)
        self.form.addWidget(self._table, 1)
        self.form.addStretch()  # takes the room while the table is hidden

    # Showing

    def start(self, key: str, chosen: bulk.Chosen, number: int) -> None:
        """Begin with one of the deeds for the rows that are selected."""
        self._key, self._chosen = key, chosen
        self.heading.setText(_TITLES[key])
        self._of.setText(f"For the {show.count(number, 'agreement')} selected")
        self.show_fields([self.fields], key == "field")
        self.show_fields([self.decided, self.authority], key == "extend")
        self.show_fields([self.tag], key in ("tag", "untag"))
        self.authority.clear()
        self.tag.clear()
        self.decided.set_text(show.day(self._bridge.today))
        self._put_field("owner" if key == "owner" else str(self.fields.currentData()))
        self.look_ahead()

    def first(self) -> QWidget:
        """Where typing begins."""
        if self._key == "field":
            return self.fields
        if self._key == "extend":
            return self.authority
        return self.editor.editor if self.editor is not None else self.tag

    def _put_field(self, name: str) -> None:
        """Show the editor of that field, where the deed is to set one."""
        clear(self._place)
        self.editor = None
        if self._key not in ("field", "owner"):
            return
        self.editor = FieldLine(BY_NAME[name], self.inside, in_place=False)
        self.editor.typed.connect(self.look_ahead)
        self._place.addWidget(self.editor.label)
        self._place.addWidget(self.editor.place)

    def _on_field(self) -> None:
        if self._key == "field":
            self._put_field(str(self.fields.currentData()))
            self.look_ahead()

    def look_ahead(self) -> None:
        """What was worked out holds no more; it is worked out again when the keys rest."""
        self.plan = None
        self._round += 1
        self.go.setEnabled(False)
        self.call_it(_TITLES[self._key])
        self._soon.start()

    def _made(self) -> tuple[bulk.Deed, bulk.Words] | None:
        """What is to be done and what it is called; None while nothing is typed."""
        if self.editor is not None:
            name, typed = self.editor.field.name, self.editor.text()
            return bulk.set_field(name, typed), partial(bulk.field_words, name, typed)
        if self._key == "extend":
            day = self.decided.day()
            authority = self.authority.text().strip()
            return None if day is None else (bulk.extend_by_option(day, authority), bulk.extension_words)
        text = self.tag.text()
        if not text.strip(" ,"):
            return None
        deed = bulk.remove_tags(text) if self._key == "untag" else bulk.add_tags(text)
        return deed, partial(bulk.tag_words, text, remove=self._key == "untag")

    def _work_out(self) -> None:
        if self._chosen is None:
            return
        try:
            made = self._made()
        except TrackerError as error:
            self._say(str(error), Tone.DANGER)
            return
        if made is None:
            self._say("", Tone.PLAIN)
            return
        self._deed, words = made
        session = self._bridge.session
        work = partial(
            _plan,
            self._round,
            partial(bulk.plan_beside, session.path, session.now, self._chosen, self._deed, words),
        )
        self._say("Working out what would change …", Tone.MUTED)
        self._bridge.run(work, self._on_plan, self._on_failed)

    def _say(self, words: str, tone: Tone) -> None:
        self.summary.setText(words)
        self.summary.set_tone(tone)
        self._rows.show([])
        self._table.hide()

    def _on_plan(self, answer: object) -> None:
        number, plan = cast("tuple[int, bulk.Plan]", answer)
        if number != self._round:
            return
        self.plan = plan
        self.summary.setText(summary(plan))
        self.summary.set_tone(Tone.PLAIN)
        self._rows.show(_lines(plan))
        self._table.span_headings()
        self._table.show()
        self.go.setEnabled(bool(plan.ids))
        verb = "Extend" if self._key == "extend" else "Change"
        words = f"{verb} {show.count(len(plan.ids), 'agreement')}" if plan.ids else "Nothing to change"
        self.call_it(words, plan.name if plan.ids else "")

    def _on_failed(self, error: object) -> None:
        if not isinstance(error, TrackerError):
            assert isinstance(error, BaseException)
            raise error
        self._say(str(error), Tone.DANGER)

    # Doing

    def _do(self) -> None:
        plan, deed, session = self.plan, self._deed, self._bridge.session
        if plan is None or deed is None:
            return
        self.go.setEnabled(False)
        self.summary.setText("Saving …")
        work = partial(bulk.change_beside, session.path, session.now, session.user, plan, deed)
        self._bridge.hold_off(True)
        self._bridge.run(work, self._on_done, self._on_refused)

    def _on_refused(self, error: object) -> None:
        self._bridge.hold_off(False)
        self._on_failed(error)

    def _on_done(self, number: object) -> None:
        self._bridge.hold_off(False)
        assert self.plan is not None
        self.done.emit(self.plan.name)


def _plan(number: int, work: partial[bulk.Plan]) -> tuple[int, bulk.Plan]:
    return number, work()


def summary(plan: bulk.Plan) -> str:
    """How many change, stay and cannot be changed, in a sentence."""
    parts = [f"{show.count(len(plan.ids), 'agreement')} {'changes' if len(plan.ids) == 1 else 'change'}"]
    if plan.same:
        parts.append(f"{plan.same:,} {'has' if plan.same == 1 else 'have'} it already")
    if plan.unable:
        parts.append(f"{plan.unable:,} cannot be changed")
    return "; ".join(parts) + "."


def _lines(plan: bulk.Plan) -> list[Row]:
    """Before and after of those that change, then those that cannot be changed, by the reason."""
    rows: list[Row] = []
    if plan.changes:
        more = f", the first {len(plan.changes):,}" if len(plan.ids) > len(plan.changes) else ""
        rows.append(Row((Cell(f"Change: {len(plan.ids):,}{more}", weight=600),), heading=True))
    for line in plan.changes:
        after = line.after or "empty"
        help_ = f"{line.name}\n{line.reference}\nBefore: {line.before or 'empty'}\nAfter: {after}"
        rows.append(
            Row(
                (Cell(line.name, remark=line.reference, help=help_), Cell(after, weight=500, help=help_)),
                line.id,
            )
        )
    for reason in dict.fromkeys(line.after for line in plan.cannot):
        those = [line for line in plan.cannot if line.after == reason]
        cell = Cell(reason.rstrip("."), Tone.WARNING, 600, remark=f"{len(those):,}", help=reason)
        rows.append(Row((cell,), heading=True))
        rows += [
            Row((Cell(line.name, remark=line.reference), Cell(line.before, Tone.MUTED)), line.id)
            for line in those
        ]
    return rows
