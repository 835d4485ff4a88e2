"""What of an import is shown: the rows by what becomes of them, and below, what there is to settle."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tracker.app.incoming.importview import ODD_ROWS, Outcome
from tracker.ui.importer.cells import EVERY, ODD, OUTCOMES
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.theme import GRID, Tone, tokens
from tracker.ui.parts.widgets import ElidedLabel, button

TWINS, NAMES, CHANGES, MISSING = "twins", "names", "changes", "missing"
"""What there may be to settle beside the rows; each has a list of its own."""

ROWS: dict[str, Look] = {
    **{outcome.value: look for outcome, look in OUTCOMES.items()},
    ODD_ROWS: ODD,
    "": EVERY,
}
SETTLE: dict[str, tuple[str, str, Look]] = {
    TWINS: ("likely duplicate", "likely duplicates", Look("", Shape.HALF, Tone.WARNING)),
    NAMES: ("name to match", "names to match", Look("", Shape.HALF, Tone.NOTE)),
    CHANGES: ("field changed", "fields changed", Look("", Shape.DIAMOND, Tone.NOTE)),
    MISSING: ("not in the file", "not in the file", Look("", Shape.DASHED, Tone.MUTED)),
}


def shape_icon(look: Look) -> QIcon:
    """The shape of a look as an icon of 12 pixels, sharp on every screen."""
    made = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(12 * scale, 12 * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_shape(painter, look.shape, QPointF(6 * scale, 6 * scale), tokens().ink(look.tone), 8.0 * scale)
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made


class Filters(QWidget):
    """The outcomes as filters, each with its count; in a second line what there is to settle, where there is any.

    Signals:
        chosen(str): an outcome's value, `ODD_ROWS`, one of `SETTLE`, or "" for all rows.
        all_taken(): every row that is to be looked at is to be imported.
    """

    chosen = Signal(str)
    all_taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QButtonGroup(self)
        self.group.setExclusive(True)
        self.buttons: dict[str, QPushButton] = {}
        self.note = ElidedLabel("Nothing is saved before you import.", "caption")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.take_all = button("Import all of these", kind="link")
        self.take_all.clicked.connect(self.all_taken)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID - 2)
        whole.addLayout(self._line(ROWS, self.take_all, self.note))
        self.settle = QWidget()
        self.settle.setLayout(self._line(SETTLE))
        whole.addWidget(self.settle)
        self.group.buttonClicked.connect(self._choose)

    def _line(self, keys: Mapping[str, object], *others: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for key in keys:
            made = button("", small=True, name=f"Show {key or 'every row'}")
            made.setCheckable(True)
            made.setObjectName(key)
            made.setIconSize(QSize(12, 12))
            self.group.addButton(made)
            self.buttons[key] = made
            row.addWidget(made)
        for other in others:
            row.addWidget(other, int(other is self.note))
        if not others:
            row.addStretch()
        return row

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how much each filter leaves; one that leaves nothing is not offered."""
        for key, made in self.buttons.items():
            count = counts.get(key, 0)
            if key in SETTLE:
                one, many, look = SETTLE[key]
                made.setText(f"{count:,} {one if count == 1 else many}")
            else:
                look = ROWS[key]
                made.setText(f"{count:,} {look.word.lower()}")
            made.setAccessibleName(f"Show {made.text()}")
            made.setIcon(shape_icon(look))
            made.setVisible(bool(count) or not key)
        self.settle.setVisible(any(counts.get(key) for key in SETTLE))
        if self.group.checkedButton() is None or not counts.get(self.wanted()):
            self.buttons[""].setChecked(True)
        self.take_all.setVisible(self.wanted() == Outcome.DOUBTFUL)

    def wanted(self) -> str:
        """The filter that is chosen, as `chosen` says it."""
        checked = self.group.checkedButton()
        return checked.objectName() if checked is not None else ""

    def choose(self, key: str) -> None:
        """Choose that filter, as if it were pressed."""
        self.buttons[key].setChecked(True)
        self._choose()

    def _choose(self) -> None:
        self.take_all.setVisible(self.wanted() == Outcome.DOUBTFUL)
        self.chosen.emit(self.wanted())
