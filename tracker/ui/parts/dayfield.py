"""What date fields understand, and the field for one exact day: it must be a day of the calendar."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When
from tracker.domain.written import read_date
from tracker.ui.parts.datefield import DateField, Understood


def understand(text: str) -> Understood:
    """What a field for a date, exact or not, says that it understood, and what is odd about it."""
    read = read_date(text)
    return read.understood, read.findings


def when_of(text: str) -> When | None:
    """The date, exact or not, that a text means; None where it means none."""
    return read_date(text).when if text.strip() else None


def read_day(text: str) -> tuple[date | None, tuple[Finding, ...]]:
    """The day that a text means, None where it is not exactly one; with what is odd about it."""
    read = read_date(text)
    day = read.when.day if read.when is not None else None
    if day is None and text.strip() and not read.findings:
        words = f"“{text.strip()}” is not one day. Write it as 31 March 2027 or 31/3/2027."
        return None, (Finding("day.not-exact", Severity.ERROR, words),)
    return day, read.findings


def _understood(text: str) -> Understood:
    day, findings = read_day(text)
    return (read_date(text).understood if day is not None else ""), findings


class DayField(DateField):
    """A date field whose answer is a day or nothing."""

    def __init__(self, name: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(name, _understood, today, parent)

    def day(self) -> date | None:
        """The day that stands in the field; None where it is empty or not one day."""
        return read_day(self.text())[0]

    def set_today(self, today: date) -> None:
        """The day on which the calendar opens where the field is empty."""
        self._today = today
