"""The most important thing on an agreement's page: the next date, and what to do by then."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.check import Finding, Severity
from tracker.domain.deadlines.standing import Standing
from tracker.ui.agreement.outlook import next_date, overdue
from tracker.ui.parts import format as show
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button


class NextDateBlock(QWidget):
    """A caption, the day large, how far it is and what to do; its workings open on a click.

    Args:
        large: as on a page; else as in the inspector.

    Signals:
        workings_asked(str): somebody wants to see how the day was reckoned.
    """

    workings_asked = Signal(str)

    def __init__(self, *, large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workings = ""
        self.caption = PlainLabel("", "caption")
        self.day = PlainLabel("", "title" if large else "heading")
        self.distance = PlainLabel("", "subheading")
        self.sentence = PlainLabel("", wrap=True)
        self.how = button("How it is reckoned", kind="link")
        self.how.clicked.connect(self._ask)
        self.late = FindingsLine()
        self.words = PlainLabel("", "caption", wrap=True)
        self.words.hide()
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.distance)
        row.addWidget(self.how)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.caption)
        column.addWidget(self.day)
        column.addLayout(row)
        column.addWidget(self.sentence)
        column.addWidget(self.words)
        column.addWidget(self.late)

    def show_next(self, standing: Standing, today: date) -> None:
        """Show what comes next in that standing, or say that nothing does."""
        following = next_date(standing, today)
        self.words.hide()
        self.late.show_findings(late_words(standing, today))
        for widget in (self.caption, self.distance, self.how):
            widget.setVisible(following is not None)
        if following is None:
            self.day.setText("No date to come")
            self.sentence.setText(nothing_words(standing))
            self.sentence.show()
            self._workings = ""
            return
        self.caption.setText(following.caption)
        self.day.setText(show.day(following.deadline.act_by))
        self.distance.setText(following.distance)
        self.distance.set_tone(following.tone)
        self.day.set_tone(Tone.DANGER if following.tone is Tone.DANGER else Tone.PLAIN)
        self.sentence.setText(following.sentence)
        self.sentence.setVisible(bool(following.sentence))
        self._workings = following.deadline.workings
        self.how.setVisible(bool(self._workings))
        self.day.set_help(self._workings)

    def _ask(self) -> None:
        self.words.setText(self._workings)
        self.words.setVisible(self.words.isHidden())
        self.workings_asked.emit(self._workings)


def late_words(standing: Standing, today: date) -> list[Finding]:
    """One sentence for what is overdue; none where nothing is."""
    late = overdue(standing, today)
    if not late:
        return []
    first = late[0]
    since = f"{show.deed(first.kind, first.title)}: {show.overdue(first.act_by, today)}"
    if first.missed_after >= today:
        since += f", still possible until {show.day(first.missed_after)}"
    besides = {1: "", 2: " One more is overdue, below."}
    more = besides.get(len(late), f" {len(late) - 1} more are overdue, below.")
    return [Finding("deadline.overdue", Severity.ERROR, f"{since}.{more}")]


def nothing_words(standing: Standing) -> str:
    """Why no date is to come, and what to record so that one is."""
    if show.status(standing.status).tone is Tone.MUTED and standing.current_end is not None:
        return f"It ended on {show.day(standing.current_end)}."
    if standing.current_end is None:
        return "No end is recorded. Enter the start and the term, or the end, and the dates follow."
    return "No option, notice or review is recorded for it."
