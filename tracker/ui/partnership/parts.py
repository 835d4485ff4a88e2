"""Small parts that the partnership screens share."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tracker.domain.partnerships.partnership import Presence
from tracker.domain.source import Source
from tracker.ui.bridge import Bridge, Place
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, button

PRESENCE = {
    Presence.YES: Look("Yes", Shape.TICK, Tone.GOOD),
    Presence.DISPUTED: Look("Disputed", Shape.TRIANGLE, Tone.WARNING),
    Presence.POSSIBLY: Look("Possibly", Shape.HALF, Tone.WARNING),
    Presence.NO: Look("No", Shape.CROSS, Tone.MUTED),
}
FICTIONAL = Look("Fictional", Shape.DASHED, Tone.NOTE)
_PLACES = (
    ("partnerships", "Partnerships"),
    ("conflicts", "Conflicts"),
    ("gaps", "Gaps"),
    ("totals", "Totals"),
    ("chain", "Supersession"),
    ("evidence", "What rests on what"),
)


class Places(QWidget):
    """The screens that belong together, as a line of links; the one that is shown stands in bold."""

    def __init__(self, bridge: Bridge, here: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.links: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID + 4)
        for key, words in _PLACES:
            if key == here:
                row.addWidget(PlainLabel(words, "subheading"))
                continue
            link = button(words, kind="link")
            link.setObjectName(key)
            link.clicked.connect(self._go)
            self.links[key] = link
            row.addWidget(link)
        row.addStretch()

    def _go(self) -> None:
        if sender := self.sender():
            self._bridge.go.emit(Place(sender.objectName()))


class HideFictional(QCheckBox):
    """The one filter that leaves the made-up council out of every list; gone where there is none."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__("Hide the fictional council", parent)
        self._bridge = bridge
        self.setAccessibleName("Hide the fictional council")
        self.setChecked(bridge.hides_fictional)
        self.toggled.connect(bridge.hide_fictional)
        bridge.fictional_hidden.connect(self.setChecked)

    def show_where_needed(self) -> None:
        """Stand where the register holds something fictional."""
        counted = self._bridge.session.read.listing(filters={"fictional": "yes"}, limit=0)
        self.setVisible(counted.total > 0)


class Switch(QWidget):
    """A picture with a table behind it, and the link that turns one into the other.

    Signals:
        turned(bool): the table is shown now.
    """

    turned = Signal(bool)

    def __init__(self, picture: QWidget, table: QWidget, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link = button("Show as a table", kind="link", name=f"Show {what} as a table")
        self._what = what
        self._pages = (picture, table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            column.addWidget(page)
        table.hide()
        self.link.clicked.connect(self.turn)

    @property
    def is_table(self) -> bool:
        """Whether the table is shown."""
        return not self._pages[1].isHidden()

    def turn(self) -> None:
        """Show the other one."""
        table = not self.is_table
        self._pages[0].setVisible(not table)
        self._pages[1].setVisible(table)
        other = "picture" if table else "table"
        self.link.setText(f"Show as a {other}")
        self.link.setAccessibleName(f"Show {self._what} as a {other}")
        self.turned.emit(table)


def short_name(name: str) -> str:
    """A council's name without what all councils are called, for narrow places."""
    words = name
    for tail in (" Borough Council", " District Council", " County Council", " City Council", " Council"):
        if words.endswith(tail):
            words = words.removesuffix(tail)
            break
    for head in ("London Borough of ", "Royal Borough of "):
        words = words.removeprefix(head)
    return words


def source_mark(source: Source | None) -> str:
    """A source in the least words: "A, 7 February 2011", "B, undated"."""
    if source is None:
        return "not named"
    return f"{source.reference or source.title}, {show.when(source.published, 'undated')}"


def source_words(source: Source | None) -> str:
    """A source by its mark, kind and date: "A, news item, 7 February 2011"."""
    if source is None:
        return "no source named"
    kind = source.kind.value
    dated = show.when(source.published, "undated")
    return ", ".join(part for part in (source.reference or source.title, kind, dated) if part)
