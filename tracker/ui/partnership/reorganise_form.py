"""What is typed for a reorganisation: its days, and a row for each council that gives way."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from tracker.app.partnership.bodies import names_known
from tracker.app.partnership.reorganising import Becomes, Typed, councils_held, suggestion
from tracker.domain.dates import show
from tracker.ui.bridge import Bridge
from tracker.ui.parts.dayfield import DayField
from tracker.ui.parts.inputs import NameField
from tracker.ui.parts.theme import GRID
from tracker.ui.parts.widgets import PlainLabel, rule

_ROWS = 24
_SHOWN = 2
_DAYS = (
    ("vesting", "Vesting day", "such as 1 April 2028"),
    ("begins", "Direction in force from", "empty for none"),
    ("until", "Day in the direction", "the day before vesting"),
)


class ReorganiseForm(QWidget):
    """The fields; a row more is shown than is filled.

    Signals:
        edited(): something was typed.
    """

    edited = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.capital: frozenset[int] = frozenset()
        self._held, self._known = QStringListModel(self), QStringListModel(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, GRID, 0, 0)
        whole.setSpacing(2 * GRID)
        whole.addLayout(self._build_days())
        whole.addLayout(self._build_rows())
        self.setMaximumWidth(960)

    def _build_days(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(4)
        self.days: dict[str, DayField] = {}
        for column, (key, words, prompt) in enumerate(_DAYS):
            self.days[key] = field = DayField(words, self._bridge.today)
            field.line.setPlaceholderText(prompt)
            field.edited.connect(self.edited)
            label = PlainLabel(words, "muted")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        return grid

    def _build_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(4)
        for column, words in enumerate(("Council that gives way", "Becomes, the main one first")):
            grid.addWidget(PlainLabel(words, "caption"), 0, column)
            grid.setColumnStretch(column, 1 + column)
        grid.addWidget(rule(strong=True), 1, 0, 1, 2)
        self.rows: list[tuple[NameField, QLineEdit]] = []
        for number in range(1, _ROWS + 1):
            old = NameField(f"Council {number} that gives way", self._held)
            new = NameField(f"What council {number} becomes", self._known)
            new.setPlaceholderText("Several are separated by semicolons" if number == 1 else "")
            old.textChanged.connect(self._on_typed)
            old.editingFinished.connect(self._suggest)
            new.textChanged.connect(self._on_typed)
            grid.addWidget(old, number + 1, 0)
            grid.addWidget(new, number + 1, 1)
            self.rows.append((old, new))
        self._show_rows()
        return grid

    def offer(self) -> None:
        """Offer the councils that the register has, and the names of all."""
        self._held.setStringList(councils_held(self._bridge.session))
        self._known.setStringList(names_known(self._bridge.session))

    def first(self) -> QWidget:
        """Where typing begins."""
        return self.days["vesting"].line

    def mark_capital(self, agreement_id: int) -> None:
        """That agreement is a capital contract, or is none after all."""
        self.capital ^= {agreement_id}
        self.edited.emit()

    def clear(self) -> None:
        """Empty the rows; the days stay."""
        self.capital = frozenset()
        for old, new in self.rows:
            old.clear()
            new.clear()

    def typed(self) -> Typed | None:
        """What the fields say; None while the day or every council is missing."""
        vesting = self.days["vesting"].day()
        rows = tuple(
            Becomes(old.text(), tuple(name.strip() for name in new.text().split(";") if name.strip()))
            for old, new in self.rows
            if old.text().strip() and new.text().strip()
        )
        if vesting is None or not rows:
            return None
        return Typed(vesting, rows, self.days["begins"].day(), self.days["until"].day(), self.capital)

    def _on_typed(self) -> None:
        self._show_rows()
        self.edited.emit()

    def _show_rows(self) -> None:
        filled = max((n for n, (old, _) in enumerate(self.rows, 1) if old.text().strip()), default=0)
        for number, row in enumerate(self.rows):
            for line in row:
                line.setVisible(number < max(_SHOWN, filled + 1))

    def _suggest(self) -> None:
        """Fill in what the list of councils knows, where nothing was typed yet."""
        sender = self.sender()
        for old, new in self.rows:
            if old is not sender or new.text().strip():
                continue
            found = suggestion(old.text())
            if found is None:
                continue
            vesting, successors = found
            if not self.days["vesting"].text().strip():
                self.days["vesting"].set_text(show(vesting))
            new.setText("; ".join(successors))
