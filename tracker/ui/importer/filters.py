"""What of an import is shown: the rows by what becomes of them, and below, what there is to settle."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QWidget

from tracker.app.incoming.importview import ODD_ROWS, Outcome
from tracker.ui.importer.cells import EVERY, ODD, OUTCOMES
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.shapes import paint_shape
from tracker.ui.parts.theme import GRID, Tone, tokens
from tracker.ui.parts.widgets import PlainLabel, button

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
    """The outcomes as filters, each with its count; beside or under them what there is to settle.

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
        self.note = PlainLabel("Nothing is saved before you import.", "caption")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.take_all = button("Import all of these", kind="link")
        self.take_all.clicked.connect(self.all_taken)
        self._outcomes, self.settle = QWidget(), QWidget()
        self._line(self._outcomes, ROWS, self.take_all)
        self._line(self.settle, SETTLE)
        self._whole = QGridLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setHorizontalSpacing(GRID)
        self._whole.setVerticalSpacing(GRID - 2)
        self._whole.setColumnStretch(2, 1)
        self._whole.addWidget(self._outcomes, 0, 0)
        self._whole.addWidget(self.note, 0, 2)
        self._beside: bool | None = None
        self._arrange()
        self.group.buttonClicked.connect(self._choose)

    def _line(self, place: QWidget, keys: Mapping[str, object], *others: QWidget) -> None:
        row = QHBoxLayout(place)
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
            row.addWidget(other)
        row.addStretch()

    def _arrange(self) -> None:
        """What there is to settle stands in the line of the outcomes where it has room, else under it."""
        outcomes, settle = self._outcomes.sizeHint().width(), self.settle.sizeHint().width()
        beside = outcomes + settle + GRID <= self.width()
        taken = outcomes + (settle + GRID if beside and not self.settle.isHidden() else 0)
        self.note.setVisible(taken + 2 * GRID + self.note.sizeHint().width() <= self.width())
        if beside == self._beside:
            return
        self._beside = beside
        self._whole.addWidget(self.settle, int(not beside), int(beside), 1, 1 if beside else 3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

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
        self._arrange()

    def offer_names(self, count: int) -> None:
        """Offer the list of that many names, where none of them need be matched, too."""
        offered = self.buttons[NAMES]
        if offered.isHidden():
            offered.setText(f"{count:,} {'name' if count == 1 else 'names'}")
            offered.setAccessibleName(f"Show {offered.text()}")
            offered.show()
            self.settle.show()
            self._arrange()

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
        self._arrange()
        self.chosen.emit(self.wanted())
