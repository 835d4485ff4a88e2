"""Fields of forms that choose: one of several records, or a name that is known already."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from tracker.ui.parts.theme import dress

_OFFERED = 8


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
    """A line for a name, which offers those that are known while one types.

    The list that it opens is made when the line is first entered: a form of many lines is built without.
    """

    def __init__(self, name: str, known: QStringListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._offered = known

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.completer() is None:
            self.setCompleter(self._make_completer())
        super().focusInEvent(event)

    def _make_completer(self) -> QCompleter:
        completer = QCompleter(self._offered, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_OFFERED)
        if popup := completer.popup():
            dress(popup)
        return completer
