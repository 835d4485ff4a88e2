"""A field for a date: type it as you like, see what was understood, or pick it from a calendar.

`QDateEdit` turns an empty or an old date into 14 September 1752 without a word, and knows no
date that is not exact; this field leaves the reading to whoever owns the meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import show
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.widgets import PlainLabel, restyle, tool_button

Understood = tuple[str, tuple[Finding, ...]]
Reader = Callable[[str], Understood]


class DateField(QWidget):
    """A line for a date, a calendar button, and under it what was understood or what is odd.

    Args:
        name: what a screen reader calls it.
        reader: text -> (the date in words, Findings); called at every keystroke.
        today: the day on which the calendar opens where the field is empty.

    Signals:
        edited: the text changed by hand or from the calendar.
        finished: Enter, or the field was left.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, name: str, reader: Reader, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._reader, self._today = name, reader, today
        self._calendar: QCalendarWidget | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText("such as 1 May 2027")
        self.button = tool_button("calendar", f"Pick a day for {name}")
        self.understood = PlainLabel("", "caption")
        self.findings = FindingsLine()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.understood)
        column.addWidget(self.findings)
        self.understood.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._read)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.finished)
        self.button.clicked.connect(self.open_calendar)

    def text(self) -> str:
        """What stands in the field."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a text into the field without saying that it was edited."""
        self.line.setText(text)
        self._read()

    def _read(self) -> None:
        text = self.line.text().strip()
        words, findings = self._reader(text) if text else ("", ())
        self.understood.setText(f"understood as {words}")
        self.understood.setVisible(bool(words) and words != text)
        self.findings.show_findings(findings)
        wrong = any(finding.severity is Severity.ERROR for finding in findings)
        self.line.setProperty("tone", "danger" if wrong else "")
        restyle(self.line)

    def open_calendar(self) -> None:
        """Open a month to pick from, at the date that stands in the field where there is one."""
        if self._calendar is None:
            self._calendar = self._make_calendar()
        shown = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom).toDate(
            self._reader(self.text())[0] if self.text().strip() else "", "d MMMM yyyy"
        )
        self._calendar.setSelectedDate(shown if shown.isValid() else _qdate(self._today))
        self._calendar.move(self.mapToGlobal(QPoint(0, self.line.height() + 2)))
        self._calendar.show()
        self._calendar.setFocus()

    def _make_calendar(self) -> QCalendarWidget:
        made = QCalendarWidget(self)
        made.setWindowFlag(Qt.WindowType.Popup)
        made.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
        made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        made.setDateEditEnabled(False)  # digits typed into its own editor can end as no date at all
        made.setDateRange(_qdate(date.min), _qdate(date.max))
        made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        made.setAccessibleName(f"Calendar for {self._name}")
        made.activated.connect(self._pick)
        made.clicked.connect(self._pick)
        return made

    def _pick(self, chosen: QDate) -> None:
        if self._calendar is not None:
            self._calendar.hide()
        self.line.setText(show(date(chosen.year(), chosen.month(), chosen.day())))
        self._read()
        self.edited.emit()
        self.finished.emit()
        self.line.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.button.setEnabled(self.isEnabled())


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
