"""Fields that are edited where they stand: a label, a value that becomes a field when it is entered.

Typing shows at once what was understood and what is odd. Enter, or leaving the field, keeps it
as one change; Escape puts back what was there. What cannot be read is never kept: its Finding
stays beside the field until it is mended or put back.
"""

from __future__ import annotations

from enum import Enum
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tracker.app.fields import Field, Kind, Read, read_field
from tracker.domain.agreement import Regime
from tracker.domain.check import Finding, Severity
from tracker.ui.agreement.clash import Clash
from tracker.ui.parts.inputs import ChoiceBox, WordsArea, WordsEdit
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import scaled
from tracker.ui.parts.widgets import PlainLabel, button, restyle

LABEL = 152
_LONG = 24


class FieldLine(QObject):
    """One field: its label, its editor and the place for what is odd.

    Signals:
        kept(name, text): the text can be read and is another one than before.
        typed(): it is being typed in.
        chosen(name, mine): of two people's values one was chosen: what was typed here, or theirs.
        asked(name): somebody wants to see what it rests on.
    """

    kept = Signal(str, str)
    typed = Signal()
    chosen = Signal(str, bool)
    asked = Signal(str)

    def __init__(self, field: Field, parent: QWidget, *, in_place: bool = True) -> None:
        super().__init__(parent)
        self.field = field
        self.label = PlainLabel(field.label, "muted", parent=parent)
        self.label.set_help(field.help)
        self.editor = _editor(field, parent, in_place=in_place)
        self.label.setBuddy(self.editor)
        self.place = QWidget(parent)
        self._column = column = QVBoxLayout(self.place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setSpacing(4)
        self._row.addWidget(self.editor, 1)
        column.addLayout(self._row)
        self._before = ""
        self._clash: Clash | None = None
        self.mark: QPushButton | None = None
        self._listen()

    # Most fields are never typed into, so what stands under them is made when it is first needed.

    @cached_property
    def understood(self) -> PlainLabel:
        """What was made of the text, while it is being typed."""
        made = PlainLabel("", "caption", parent=self.place)
        self._column.insertWidget(1, made)
        return made

    @cached_property
    def findings(self) -> FindingsLine:
        """What is odd about it."""
        made = FindingsLine(self.place)
        self._column.insertWidget(2 if "understood" in vars(self) else 1, made)
        return made

    def _say(self, words: str) -> None:
        """Show what was understood; nothing for no words."""
        if words or "understood" in vars(self):
            self.understood.setText(f"understood as {words}")
            self.understood.setVisible(bool(words))

    def _listen(self) -> None:
        if isinstance(self.editor, QComboBox):
            self.editor.activated.connect(self._on_choice)
        elif isinstance(self.editor, WordsArea):
            self.editor.textChanged.connect(self._on_typed)
        elif isinstance(self.editor, QLineEdit):
            self.editor.textEdited.connect(self._on_typed)
            self.editor.returnPressed.connect(self.keep)
        self.editor.installEventFilter(self)

    def add_to(self, grid: QGridLayout, row: int) -> None:
        """Put it into a grid of two columns."""
        top = Qt.AlignmentFlag.AlignTop
        long = isinstance(self.editor, WordsArea)
        self.label.setContentsMargins(0, 9 if long else 7, 8, 0)  # on the line of the first words
        grid.addWidget(self.label, row, 0, top)
        grid.addWidget(self.place, row, 1, top)

    def set_visible(self, visible: bool) -> None:
        """Show or hide the whole line."""
        self.label.setVisible(visible)
        self.place.setVisible(visible)

    def text(self) -> str:
        """What stands in the field."""
        if isinstance(self.editor, QComboBox):
            return str(self.editor.currentData() or "")
        if isinstance(self.editor, WordsArea):
            return self.editor.toPlainText()
        assert isinstance(self.editor, QLineEdit)
        return self.editor.text()

    def show_text(self, text: str, findings: tuple[Finding, ...] = (), *, anew: bool = True) -> bool:
        """Show a stored value, with what is odd about it.

        Args:
            anew: False where the same record is shown again: what was typed and is not kept yet stays,
                and False comes back.
        """
        if not anew and (self._clash is not None or self.text() != self._before):
            return False
        self._end_clash()
        self._before = text
        if isinstance(self.editor, QComboBox):
            found = self.editor.findData(text)
            self.editor.setCurrentIndex(max(0, found))
            self._grey_out_nothing()
        elif isinstance(self.editor, WordsArea):
            self.editor.setPlainText(text)
            self.editor.fit()
        elif isinstance(self.editor, QLineEdit):
            self.editor.setText(text)
            self.editor.setCursorPosition(0)
            self.editor.setToolTip(plain_tooltip(text) if len(text) > _LONG else "")
        self._say("")
        self._show_findings(findings)
        return True

    def show_mark(self, text: str, words: str) -> None:
        """Show beside the editor what the field rests on: a few letters, and all of it on being pointed at."""
        if self.mark is None:
            if not text:
                return
            self.mark = button(text, kind="mark")
            self.mark.clicked.connect(self._on_mark)
            long = isinstance(self.editor, WordsArea)
            side = Qt.AlignmentFlag.AlignTop if long else Qt.AlignmentFlag.AlignVCenter
            self._row.addWidget(self.mark, 0, side)
        self.mark.setText(text.replace("&", "&&"))
        self.mark.setAccessibleName(f"Source of {self.field.label.lower()}: {text}")
        self.mark.setToolTip(plain_tooltip(words) if words else "")
        self.mark.setVisible(bool(text))

    def _on_mark(self) -> None:
        self.asked.emit(self.field.name)

    def read(self) -> Read:
        """What is made of the text."""
        return read_field(self.field.name, self.text())

    def keep(self) -> None:
        """Say that the text should be kept, where it is another one and can be read."""
        if self.text() == self._before:
            return
        if isinstance(self.editor, WordsArea) and self.text().rstrip() == self._before.rstrip():
            self.editor.setPlainText(self._before)  # an empty line was begun, and nothing written on it
            self.editor.fit()
            return
        if self._clash is None and self.read().refused is None:
            self._before = self.text()
            self._say("")
            self.kept.emit(self.field.name, self.text())

    def not_kept(self, before: str) -> None:
        """It could not be stored: what was typed stands, and is tried again when the field is left."""
        self._before = before

    def show_clash(self, by: str, was: str, now: str) -> None:
        """Somebody else changed the field meanwhile: show both values and let a person choose."""
        if self._clash is None:
            self._clash = Clash(self.field.label, self.place)
            self._clash.mine.connect(self._choose_mine)
            self._clash.theirs.connect(self._choose_theirs)
            layout = self.place.layout()
            assert layout is not None
            layout.addWidget(self._clash)
        self._clash.show_values(by, was, now, self.text())
        self._clash.show()

    def _choose_mine(self) -> None:
        self._end_clash()
        self.chosen.emit(self.field.name, True)

    def _choose_theirs(self) -> None:
        self._end_clash()
        self.chosen.emit(self.field.name, False)

    def _end_clash(self) -> None:
        if self._clash is not None:
            self._clash.hide()
            self._clash.deleteLater()
            self._clash = None

    def put_back(self) -> None:
        """Show again what was there before."""
        if isinstance(self.editor, QLineEdit):
            self.editor.setText(self._before)
        elif isinstance(self.editor, WordsArea):
            self.editor.setPlainText(self._before)
        self._say("")
        self._show_findings(())

    def _grey_out_nothing(self) -> None:
        """A choice that nobody has made stands as quietly as an empty field."""
        self.editor.setProperty("chosen", bool(self.text()))
        restyle(self.editor)

    def _on_choice(self) -> None:
        self._grey_out_nothing()
        self.typed.emit()
        self.keep()

    def _on_typed(self) -> None:
        if self.text() == self._before:
            self._say("")
            self._show_findings(())
            return
        read = self.read()
        words = read.understood
        self._say(words if words != self.text().strip() else "")
        self._show_findings(read.findings)
        if isinstance(self.editor, WordsArea):
            self.editor.fit()
        self.typed.emit()

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        if findings or "findings" in vars(self):
            self.findings.show_findings(findings)
        worst = {finding.severity for finding in findings}
        tone = "danger" if Severity.ERROR in worst else "warning" if Severity.WARNING in worst else ""
        if (self.editor.property("tone") or "") != tone:
            self.editor.setProperty("tone", tone)
            restyle(self.editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() != Qt.FocusReason.PopupFocusReason:
                self.keep()
        elif event.type() == QEvent.Type.Wheel and isinstance(self.editor, QComboBox):
            event.ignore()  # a list that is scrolled past must not change under the wheel
            return not self.editor.hasFocus()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._before:
            self.put_back()
            return True
        keep = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (
            isinstance(self.editor, WordsArea)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and keep
        ):
            self.keep()
            return True
        return False


def _editor(field: Field, parent: QWidget, *, in_place: bool) -> QWidget:
    """The editor that suits the field's kind, named for screen readers."""
    made: QWidget
    if field.kind in (Kind.CHOICE, Kind.YES_NO):
        made = _choices(field, parent)
    elif field.kind is Kind.LONG:
        text = WordsArea(parent)
        text.setTabChangesFocus(True)
        text.setPlaceholderText("not recorded" if in_place else "")
        text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made = text
        text.fit()
    else:
        line = WordsEdit(parent)
        line.setPlaceholderText("not recorded" if in_place else _EXAMPLES.get(field.kind, ""))
        made = line
    made.setAccessibleName(field.label)
    made.setAccessibleDescription(field.help)
    if in_place:
        made.setProperty("kind", "inplace")
    return made


_EXAMPLES = {
    Kind.DATE: "such as 1 May 2027",
    Kind.DAY: "such as 1 May 2027",
    Kind.PERIOD: "such as 3 years",
    Kind.MONEY: "such as £125,000",
    Kind.OPTIONS: "such as 1 year + 1 year",
    Kind.NOTICE: "such as 6 months",
}


_NAMES = {
    Regime.PA2023.value: "Procurement Act 2023",
    Regime.PCR2015.value: "PCR 2015",
    Regime.PCR2006.value: "PCR 2006",
}
"""What choices are called that are kept as a code."""


def _choices(field: Field, parent: QWidget) -> QComboBox:
    box = ChoiceBox(parent)
    box.addItem("not recorded", "")
    if field.kind is Kind.YES_NO:
        names: list[str] = ["Yes", "No"]
    else:
        names = [str(member.value) for member in _members(field)]
    for name in names:
        box.addItem(_NAMES.get(name) or name[:1].upper() + name[1:], name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _members(field: Field) -> list[Enum]:
    """The choices without the one that stands for "nobody has said"."""
    return [m for m in field.choices or () if m.value not in ("unknown", "not recorded")]


class FieldGroup(QWidget):
    """The fields of one heading; those that are empty and seldom needed wait behind a link."""

    def __init__(self, lines: list[FieldLine], always: frozenset[str], label_width: int = LABEL) -> None:
        super().__init__()
        self.lines = lines
        self._always = always
        self._all = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(lines):
            line.label.setWordWrap(True)
            line.label.setFixedWidth(scaled(label_width))
            line.add_to(grid, row)

    def hidden_lines(self) -> int:
        """How many wait behind the link."""
        return 0 if self._all else sum(not self._wanted(line) for line in self.lines)

    def shows_all(self) -> bool:
        """Whether nothing waits because everything was asked for."""
        return self._all

    def show_all(self, everything: bool) -> None:
        """Show every field, or only those that are filled or mostly needed."""
        self._all = everything
        self.arrange()

    def arrange(self) -> None:
        """Show and hide lines by what stands in them."""
        for line in self.lines:
            line.set_visible(self._all or self._wanted(line))

    def _wanted(self, line: FieldLine) -> bool:
        return line.field.name in self._always or bool(line.text().strip()) or line.editor.hasFocus()
