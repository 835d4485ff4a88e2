"""The strip for the cell in hand: what stands in the file, what was made of it, and its mends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from tracker.app.incoming.importview import LABELS, Located, Outcome, PlanRow
from tracker.app.incoming.mending import can_mend, left_out_by_hand
from tracker.domain.dates import show
from tracker.domain.written import ORDER_WORDS, read_date
from tracker.ui.importer.cells import brief, change_of, change_words, read_text
from tracker.ui.parts.marks import SEVERITY
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, button

_TEXTS = 400
"""Pixels that the texts want for themselves, before the buttons leave them the whole width."""


class CellStrip(QWidget):
    """Shows one cell, and offers to read it otherwise or to leave its row out.

    Signals:
        mended(str): this text is to be read in place of what the file says.
        left_out(bool): the row stays out (True), or is imported after all (False).
        taken_as_new(): the row only looks like an agreement of the register, and is another one.
        match_wanted(): say which organisation it is.
        stopped(): nothing is typed after all; the keyboard is wanted by the rows again.
    """

    mended = Signal(str)
    left_out = Signal(bool)
    taken_as_new = Signal()
    match_wanted = Signal()
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._out = False
        self._alike = False
        self._mend = ""
        self._field = ""
        self._can_type = False
        self.where = PlainLabel("", "caption")
        self.written = ElidedLabel("", "heading")
        self.kind = PlainLabel("", "caption")
        self.arrow = PlainLabel("→", "heading", tone=Tone.MUTED)
        self.head = ElidedLabel("Read as", "caption")
        self.read = ElidedLabel("", "strong")
        self.note = PlainLabel("", "caption", wrap=True)
        self.use = button("", name="Use what is suggested")
        self.type = button("Type it…", name="Type what it should be")
        self.new = button("It is another one", name="Import the row as a new agreement")
        self.match = button("Which organisation…", name="Say which organisation it is")
        self.take = button("", name="Import the selected rows")
        self.leave = button("Leave row out")
        self.line = QLineEdit()
        self.line.setAccessibleName("What it should be")
        self.accept = button("Use it", kind="primary")
        self.cancel = button("Cancel")
        self._lay_out()
        self.use.clicked.connect(self._use)
        self.type.clicked.connect(self.start_typing)
        self.leave.clicked.connect(self._leave)
        self.new.clicked.connect(self.taken_as_new)
        self.match.clicked.connect(self.match_wanted)
        self.take.clicked.connect(self._take)
        self.accept.clicked.connect(self._typed)
        self.line.returnPressed.connect(self._typed)
        self.line.textChanged.connect(self._check)
        self.cancel.clicked.connect(self._give_up)
        self.show_nothing()

    def _lay_out(self) -> None:
        texts = QHBoxLayout()
        texts.setSpacing(2 * GRID)
        for parts, stretch in (((self.where, self.written, self.kind), 2), (None, 0), (self._right(), 4)):
            if parts is None:
                texts.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignVCenter)
                continue
            column = QVBoxLayout()
            column.setSpacing(1)
            for part in parts:
                column.addWidget(part)
            column.addStretch()
            texts.addLayout(column, stretch)
        self.line.setMinimumWidth(180)
        self._deeds = (self.use, self.type, self.match, self.new, self.take, self.leave)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(2 * GRID)
        self._beside.addStretch()
        for each in (*self._deeds, self.line, self.accept, self.cancel):
            self._beside.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(MARGIN - 4, GRID + 2, MARGIN, GRID + 2)
        self._whole.setSpacing(2 * GRID)
        self._whole.addLayout(texts, 1)
        self._whole.addLayout(self._beside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(86)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The buttons stand beside the texts where these have room enough, and under them elsewhere."""
        room = self.width() - self._beside.sizeHint().width()
        way = QBoxLayout.Direction.LeftToRight
        if room < scaled(_TEXTS):
            way = QBoxLayout.Direction.TopToBottom
        if self._whole.direction() != way:
            self._whole.setDirection(way)

    def _right(self) -> tuple[QWidget, ...]:
        return self.head, self.read, self.note

    # Showing

    def show_nothing(self) -> None:
        """Say how the strip comes to show something."""
        self._put(*self._deeds, self.line, self.accept, self.cancel, shown=False)
        self.where.setText("Choose a cell to see how it was read.")
        for label in (self.written, self.kind, self.read, self.note):
            label.setText("")
        self._put(self.arrow, self.head, shown=False)

    def show_many(self, count: int) -> None:
        """Show that so many rows are selected, and what can be done to all of them."""
        self.show_nothing()
        self._out = False
        self.where.setText("Selected")
        self.written.setText(f"{count:,} rows")
        self.kind.setText("Delete leaves them out, Insert imports them.")
        self.take.setText(f"Import {count:,} rows")
        self.leave.setText(f"Leave {count:,} rows out")
        self.leave.setAccessibleName(self.leave.text())
        self._put(self.take, self.leave, shown=True)

    def show_cell(
        self, row: PlanRow, field: str, label: str, written: str, kind: str, findings: Sequence[Located]
    ) -> None:
        """Show the cell of that field; `field` "" for the row as a whole."""
        self._field = field
        self._can_type = row.planned is not None and can_mend(field)
        self._mend = _suggestion(written, findings) if field else ""
        self._stop_typing()
        self._put(self.take, shown=False)
        self._put(self.arrow, self.head, shown=bool(field))
        self._out = row.outcome in (Outcome.NOT_IMPORTED, Outcome.DOUBTFUL)
        self._alike = row.outcome is Outcome.DOUBTFUL and row.existing is not None
        again = "It is the same one" if self._alike else "Import it"
        self.leave.setText(again if self._out else "Leave row out")
        self._put(self.new, shown=self._alike)
        self.leave.setAccessibleName(f"{self.leave.text()}, row {row.row}")
        self.leave.setVisible(row.planned is not None)
        if not field:
            self._show_row(row)
            return
        self.where.setText(f"Row {row.row}, {label}, in the file")
        self.head.setText(_head(row, field))
        self.written.setText(brief(written) or "nothing")
        self.kind.setText(kind)
        self._show_read(row, field, findings)
        self.use.setText(f"Use {self._mend}")
        self.use.setAccessibleName(self.use.text())
        self._put(self.use, shown=bool(self._mend))
        self.line.setAccessibleName(f"{LABELS[field]} of row {row.row}")
        self.line.setPlaceholderText("such as 1 May 2027" if findings and self._mend else "")

    def _show_row(self, row: PlanRow) -> None:
        self._put(self.use, self.type, self.match, shown=False)
        self.where.setText(f"Row {row.row}")
        by_hand = "Left out by you." if left_out_by_hand(row) else row.reason
        self.written.setText(_sentence(by_hand) if by_hand else "Every cell of the row can be chosen.")
        self.kind.setText("; ".join(brief(one.finding.message) for one in row.findings if not one.column))
        self.read.setText("")
        self.note.setText("")

    def _show_read(self, row: PlanRow, field: str, findings: Sequence[Located]) -> None:
        self.read.setText(brief(read_text(row, field)) or "nothing")
        self.read.set_tone(Tone.PLAIN)
        notes = [brief(one.finding.message) for one in findings]
        change = change_of(row, field)
        if change is not None:
            mine = " You changed it after the last import." if change.edited else ""
            notes.append(f"The register has {change_words(change)[0]} now.{mine}")
        if findings:
            worst = max(findings, key=lambda one: list(SEVERITY).index(one.finding.severity))
            self.read.set_tone(SEVERITY[worst.finding.severity][1])
        if row.reason and (self._alike or not notes):
            notes.insert(0, _sentence(row.reason))  # whether it is the same one is asked beside it
        self.note.setText(" ".join(notes))

    # Mending

    def _use(self) -> None:
        self.mended.emit(self._mend)

    def _leave(self) -> None:
        self.left_out.emit(not self._out)

    def _take(self) -> None:
        self.left_out.emit(False)

    def start_typing(self) -> None:
        """Let what the cell should be be typed, where that can be said here."""
        if not self._can_type:
            return
        self._put(*self._deeds, shown=False)
        self._put(self.line, self.accept, self.cancel, shown=True)
        self.line.clear()
        self._check()
        self.line.setFocus()

    def _stop_typing(self) -> None:
        self._put(self.line, self.accept, self.cancel, shown=False)
        self._put(self.leave, shown=True)
        self._put(self.type, shown=self._can_type)
        self._put(self.match, shown=self._field in ("supplier", "buyer"))
        self._put(self.new, shown=self._alike)
        self._put(self.use, shown=bool(self._mend))

    def _check(self) -> None:
        self.accept.setEnabled(bool(self.line.text().strip()))

    def _typed(self) -> None:
        if self.line.text().strip():
            self.mended.emit(self.line.text().strip())

    def _give_up(self) -> None:
        self._stop_typing()
        self.stopped.emit()

    def say(self, text: str) -> None:
        """Say why what was typed cannot be used; it stands there selected, to be typed anew."""
        self.note.setText(text)
        self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.line.isVisible():
            self._give_up()
        else:
            super().keyPressEvent(event)

    def _put(self, *parts: QWidget, shown: bool) -> None:
        for part in parts:
            part.setVisible(shown)
        self._fit()


def _head(row: PlanRow, field: str) -> str:
    """What stands above the reading: the row by its title too, which may have gone out of sight at the left."""
    title = brief(row.planned.agreement.title) if row.planned is not None and field != "title" else ""
    return f"Read as, for {title}" if title else "Read as"


def _suggestion(written: str, findings: Sequence[Located]) -> str:
    """A day to use in place of one that does not exist; "" where the findings name none.

    A column has its own order of day and month: the right one is that whose day the finding names.
    """
    said = " ".join(one.finding.message for one in findings if one.finding.code.startswith("date."))
    if not said:
        return ""
    mends = (read_date(brief(written), order=order, compact=True).mend for order in ORDER_WORDS)
    return next((show(mend) for mend in mends if mend is not None and show(mend) in said), "")


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if whole.endswith((".", "?", "!")) else f"{whole}."
