"""First steps: the strip that says what the sample is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tracker.ui.bridge import Bridge
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import PlainLabel, button, tool_button

_TOLD = "welcome"


class Welcome(QWidget):
    """The strip over the sample: what it is, and the two ways to a register of one's own.

    Signals:
        new_wanted(): an empty register.
        import_wanted(): a register for a spreadsheet that there is already.
    """

    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.setProperty("kind", "banner")
        self.setProperty("tone", Tone.GOOD.value)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        words = PlainLabel(
            "This is a sample, to look round in: nothing in it is yours, and nothing you do to it matters.",
            wrap=True,
        )
        self.new = button("Start an empty register…", small=True)
        self.bring = button("Bring in your spreadsheet…", small=True)
        self.later = tool_button("close", "Look round first")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, GRID, 6)
        row.setSpacing(GRID + 4)
        row.addWidget(words, 1)
        row.addWidget(self.new)
        row.addWidget(self.bring)
        row.addWidget(self.later)
        self.new.clicked.connect(self.new_wanted)
        self.bring.clicked.connect(self.import_wanted)
        self.later.clicked.connect(self._put_away)
        self.hide()

    def offer(self) -> None:
        """Show it, unless it was put away."""
        self.setVisible(_TOLD not in self._bridge.settings.told)

    def _put_away(self) -> None:
        """Not again; File > New register is always there."""
        self.hide()
        self._bridge.settings.told = [_TOLD, *self._bridge.settings.told]
        self._bridge.act(self._bridge.settings.save)
