"""Fields of forms: one of several records, a name that is known already, words that may be longer than their field.

What does not fit is cut with an ellipsis, so that nobody takes half a name for the whole, and is
whole in the tooltip.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QStylePainter,
    QWidget,
)

from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import dress, font

_OFFERED = 8
_LINES, _AROUND = 6, 18
"""Lines that an area of words shows at the most, and pixels above and below them."""

_INSET = 2
"""Pixels that Qt keeps free at either end of a line's words."""


class ChoiceBox(QComboBox):
    """A box of choices."""

    def shown_words(self) -> str:
        """The words of the choice as far as there is room for them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_words()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self.shown_words() != self.currentText():
            self.setToolTip(plain_tooltip(self.currentText()))
        return super().event(event)


class WordsEdit(QLineEdit):
    """A line to type in; while nobody does, what does not fit ends in an ellipsis."""

    def shown_words(self) -> str:
        """The words as far as there is room for them."""
        room = self._words_room().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def _words_room(self) -> QRect:
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        return inside.marginsRemoved(self.textMargins()).adjusted(_INSET, 0, -_INSET, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        words = "" if self.hasFocus() or not self.text() else self.shown_words()
        if words in ("", self.text()):
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self._words_room(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()


class WordsArea(QPlainTextEdit):
    """Several lines to type in, as high as its words need at its width, up to a few whole lines."""

    def fit(self) -> None:
        """Be as high as the words are."""
        lines = round(self.document().size().height())
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAlwaysOff if lines <= _LINES else bar.ScrollBarAsNeeded)
        self.setFixedHeight(max(1, min(_LINES, lines)) * QFontMetrics(font()).lineSpacing() + _AROUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class Choice(ChoiceBox):
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


class NameField(WordsEdit):
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
