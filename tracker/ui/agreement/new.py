"""The form for a new agreement: few fields, what follows from them as one types, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from tracker.app import edit
from tracker.app.fields import BY_NAME
from tracker.domain.errors import TrackerError
from tracker.ui.agreement.fieldlines import FieldLine
from tracker.ui.agreement.outlook import next_date
from tracker.ui.bridge import Bridge
from tracker.ui.parts import format as show
from tracker.ui.parts.marks import Chip
from tracker.ui.parts.panel import Panel
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import PlainLabel

_ROWS = (
    ("title",),
    ("reference", "type"),
    ("supplier",),
    ("buyer",),
    ("starts", "initial_term"),
    ("ends", "options"),
    ("notice", "value"),
    ("department", "owner"),
)
_PARTIES = {"supplier": "Supplier or partner", "buyer": "Buyer"}


class NewAgreementPanel(Panel):
    """The panel at the right of the register.

    Signals:
        added(id): the agreement was added.
    """

    added = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("New agreement", bridge.today, parent)
        self._bridge = bridge
        self.lines: dict[str, FieldLine] = {}
        self.supplier, self.buyer = QLineEdit(), QLineEdit()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for row, names in enumerate(_ROWS):
            for column, name in enumerate(names):
                label, editor = self._labelled(name)
                grid.addWidget(label, 2 * row, column, 1, 3 - len(names))
                grid.addWidget(editor, 2 * row + 1, column, 1, 3 - len(names), Qt.AlignmentFlag.AlignTop)
        self.form.addLayout(grid)
        self.form.addStretch()
        self._chip = Chip()
        self._ahead = PlainLabel("", wrap=True)
        self._problem = PlainLabel("", tone=Tone.DANGER, wrap=True)
        self._problem.hide()
        for at, part in enumerate((self._chip, self._ahead, self._problem)):
            self.foot.insertWidget(at, part)
        self.call_it("Add the agreement")

    def _labelled(self, name: str) -> tuple[PlainLabel, QWidget]:
        """A label and an editor: of a field, or of one of the two parties."""
        if name in _PARTIES:
            label, line = PlainLabel(_PARTIES[name], "muted"), getattr(self, name)
            label.setContentsMargins(0, 6, 0, 0)
            line.setAccessibleName(_PARTIES[name])
            label.setBuddy(line)
            return label, line
        made = FieldLine(BY_NAME[name], self.inside, in_place=False)
        made.label.setContentsMargins(0, 6, 0, 0)
        made.typed.connect(self.look_ahead)
        self.lines[name] = made
        return made.label, made.place

    def start(self) -> None:
        """Empty the form."""
        for line in self.lines.values():
            line.show_text("")
        self.supplier.clear()
        self.buyer.clear()
        self._problem.hide()
        self.look_ahead()

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.lines["title"].editor

    def texts(self) -> dict[str, str]:
        """What was typed, without the fields left empty."""
        return {name: line.text() for name, line in self.lines.items() if line.text().strip()}

    def look_ahead(self) -> None:
        """Say what would follow from what was typed so far."""
        session = self._bridge.session
        agreement, _ = edit.draft(session, self.texts())
        standing = session.stand(agreement)
        self._chip.set_look(show.status(standing.status))
        words = []
        if standing.current_end:
            words.append(f"Ends on {show.day(standing.current_end)}.")
        if standing.maximum_end and standing.maximum_end != standing.current_end:
            words.append(f"Latest end {show.day(standing.maximum_end)}.")
        following = next_date(standing, session.today)
        if following is not None:
            words.append(f"{following.caption} {show.day(following.deadline.act_by)}, {following.distance}.")
        named = bool({"title", "reference"} & self.texts().keys())
        self.go.setEnabled(named)
        if not named:
            words = ["Give it a title, or a reference, so that it can be found again."]
        self._ahead.setText(
            " ".join(words) or "Enter a start and a term, or an end, to see the dates that follow."
        )

    def _do(self) -> None:
        try:
            made = edit.new_agreement(
                self._bridge.session, self.texts(), supplier=self.supplier.text(), buyer=self.buyer.text()
            )
        except TrackerError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        self.added.emit(made)
