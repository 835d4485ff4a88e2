"""Preferences: what one person chose on this machine. Every choice is kept and takes effect at once."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QComboBox, QGridLayout, QVBoxLayout, QWidget

from tracker.app.calendars import NATIONS
from tracker.app.settings import settings_file
from tracker.domain.answering import Snooze
from tracker.ui import format as words
from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.theme import GRID, MARGIN, Scheme, Theme
from tracker.ui.widgets import PlainLabel, Scroller, Section

_WIDTH = 720
_LABEL = 200

_SCHEMES = {Scheme.SYSTEM: "As the system has it", Scheme.LIGHT: "Light", Scheme.DARK: "Dark"}
_SNOOZES = {
    Snooze.HOUR: "1 hour",
    Snooze.TOMORROW: "Until tomorrow, 09:00",
    Snooze.THREE_DAYS: "3 days",
    Snooze.WEEK: "1 week",
    Snooze.MONTH: "1 month",
}


def _choice(name: str, options: dict[str, str]) -> QComboBox:
    """A box of choices; the data of each is what settings keep."""
    made = QComboBox()
    made.setAccessibleName(name)
    for value, text in options.items():
        made.addItem(text, value)
    return made


class PreferencesPage(Page):
    """One column of choices, each with what it changes."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.nation = _choice("Bank holidays of", {nation: words.nation(nation) for nation in NATIONS})
        self.scheme = _choice("Colours", {each.value: text for each, text in _SCHEMES.items()})
        self.snooze = _choice("Snooze offered first", {each.value: text for each, text in _SNOOZES.items()})
        self.known = PlainLabel("", "caption", wrap=True)
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setMaximumWidth(_WIDTH + 2 * MARGIN)
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN - GRID, MARGIN, MARGIN)
        column.setSpacing(2 * GRID)
        column.addWidget(PlainLabel("Preferences", "title"))
        column.addWidget(_section("Dates", (("Bank holidays of", self.nation),), self.known))
        column.addWidget(_section("Looks", (("Colours", self.scheme),)))
        column.addWidget(_section("Reminders", (("Snooze offered first", self.snooze),)))
        column.addWidget(PlainLabel(f"Kept in {settings_file()}, never in a register.", "caption", wrap=True))
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(inside))
        self.nation.activated.connect(self._on_nation)
        self.scheme.activated.connect(self._on_scheme)
        self.snooze.activated.connect(self._on_snooze)

    def load(self) -> None:
        settings = self.bridge.settings
        for box, value in (
            (self.nation, settings.nation),
            (self.scheme, settings.theme),
            (self.snooze, settings.snooze),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        known = self.bridge.session.calendar.known_until
        self.known.setText(
            "Days to act by are rolled back over these. They are known up to "
            f"{words.day(known)}; later ones follow the usual pattern until they are proclaimed."
        )

    def title(self) -> str:
        return "Preferences"

    def first_focus(self) -> QWidget | None:
        return self.nation

    def _on_nation(self) -> None:
        self.bridge.settings.nation = self.nation.currentData()
        self.bridge.settings.save()
        self.bridge.act(self._use_nation)
        self.load()

    def _use_nation(self) -> None:
        self.bridge.session.use_nation(self.bridge.settings.nation)

    def _on_scheme(self) -> None:
        self.bridge.settings.theme = self.scheme.currentData()
        self.bridge.settings.save()
        app = QApplication.instance()
        theme = app.findChild(Theme) if app is not None else None
        if isinstance(theme, Theme):
            theme.set_scheme(Scheme(self.bridge.settings.theme))

    def _on_snooze(self) -> None:
        self.bridge.settings.snooze = self.snooze.currentData()
        self.bridge.settings.save()


def _section(title: str, rows: tuple[tuple[str, QWidget], ...], note: QWidget | None = None) -> Section:
    """A heading, and below it a line for each choice."""
    made = Section(title)
    grid = QGridLayout()
    grid.setContentsMargins(0, GRID, 0, 0)
    grid.setVerticalSpacing(GRID)
    grid.setColumnMinimumWidth(0, _LABEL)
    grid.setColumnStretch(2, 1)
    for number, (text, field) in enumerate(rows):
        label = PlainLabel(text)
        label.setBuddy(field)
        grid.addWidget(label, number, 0)
        grid.addWidget(field, number, 1)
    if note is not None:
        grid.addWidget(note, len(rows), 1, 1, 2)
    made.body.addLayout(grid)
    return made
