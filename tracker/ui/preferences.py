"""Preferences: what one person chose on this machine. Every choice is kept and takes effect at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from tracker.app.autostart import Login
from tracker.app.calendars import NATIONS
from tracker.app.reminding.settings import load_person, save_person
from tracker.app.settings import settings_file
from tracker.domain.reminding.alert import QuietHours
from tracker.domain.reminding.answering import Snooze
from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.parts import format as words
from tracker.ui.parts.theme import GRID, MARGIN, Scheme, Theme, row_height, scaled
from tracker.ui.parts.widgets import PlainLabel, Scroller, Section
from tracker.ui.reminders.absence import AwayList

_WIDTH = 720
_LABEL = 200
_BOX = 232

_SCHEMES = {Scheme.SYSTEM: "As the system has it", Scheme.LIGHT: "Light", Scheme.DARK: "Dark"}
_SNOOZES = {
    Snooze.HOUR: "1 hour",
    Snooze.TOMORROW: "Until tomorrow, 09:00",
    Snooze.THREE_DAYS: "3 days",
    Snooze.WEEK: "1 week",
    Snooze.MONTH: "1 month",
}


_TIMES = {f"{hour:02d}:{minute:02d}": f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 30)}
_MORNING = time(8)


def _clock(moment: time | None) -> str:
    return moment.isoformat("minutes") if moment is not None else ""


def _names(field: QLineEdit) -> frozenset[str]:
    """The names in a field, which have commas between them."""
    return frozenset(filter(None, (name.strip() for name in field.text().split(","))))


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
        self._make_reminders()
        inside = QWidget()
        inside.setProperty("kind", "page")
        inside.setMaximumWidth(scaled(_WIDTH) + 2 * MARGIN)
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN - GRID, MARGIN, GRID)
        column.setSpacing(3 * GRID)
        column.addWidget(PlainLabel("Preferences", "title"))
        column.addWidget(_section("Dates", (("Bank holidays of", self.nation),), self.known))
        column.addWidget(_section("Appearance", (("Colours", self.scheme),)))
        column.addWidget(_section("Reminders", self._reminder_rows(), self.quiet_note))
        column.addWidget(_section("Whose reminders", self._people_rows(), self.people_note))
        column.addWidget(_section("At login", (("When I log in", self.login),), self.login_note))
        column.addWidget(PlainLabel(f"Kept in {settings_file()}, never in a register.", "caption", wrap=True))
        column.addStretch()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(inside))
        self.nation.activated.connect(self._on_nation)
        self.scheme.activated.connect(self._on_scheme)
        self.snooze.activated.connect(self._on_snooze)
        for field in (self.owners, self.stands_in):
            field.editingFinished.connect(self._on_person)
        self.away.changed.connect(self._on_person)
        self.login.clicked.connect(self._on_login)
        self.quiet_from.activated.connect(self._on_person)
        self.quiet_until.activated.connect(self._on_person)

    def _make_reminders(self) -> None:
        self.owners = QLineEdit()
        self.owners.setAccessibleName("Owners whose dates are mine")
        self.owners.setPlaceholderText("Everybody’s")
        self.owners.setMinimumWidth(280)
        self.stands_in = QLineEdit()
        self.stands_in.setAccessibleName("Owners whom I stand in for")
        self.stands_in.setPlaceholderText("Nobody")
        self.away = AwayList(self.bridge.today)
        self.login = QCheckBox("Start reminders, with no window until I ask for it")
        self.login.setMinimumHeight(row_height())
        self.login_note = PlainLabel("", "caption", wrap=True)
        self.quiet_from = _choice("Nothing pops up from", {"": "never", **_TIMES})
        self.quiet_until = _choice("Nothing pops up until", _TIMES)
        self.quiet_note = PlainLabel(
            "What comes up in quiet hours waits in the list, and the window comes when they end.",
            "caption",
            wrap=True,
        )
        self.people_note = PlainLabel(
            "Names as they stand under Owner, with commas between them. Whoever stands in sees the dates of "
            "somebody who is away, or which are overdue.",
            "caption",
            wrap=True,
        )

    def _reminder_rows(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            ("Snooze offered first", self.snooze),
            ("Nothing pops up from", self._quiet_row()),
        )

    def _quiet_row(self) -> QWidget:
        """Both ends of the quiet hours, on one line as they are spoken."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.quiet_from)
        row.addWidget(PlainLabel("until"))
        row.addWidget(self.quiet_until)
        row.addStretch()
        return whole

    def _people_rows(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            ("Dates of these owners", self.owners),
            ("I stand in for", self.stands_in),
            ("Away", self.away),
        )

    def load(self) -> None:
        settings = self.bridge.settings
        for box, value in (
            (self.nation, settings.nation),
            (self.scheme, settings.theme),
            (self.snooze, settings.snooze),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        person = load_person(settings, self.bridge.session.user)
        self.owners.setText(", ".join(sorted(person.owners)))
        self.stands_in.setText(", ".join(sorted(person.stands_in_for)))
        self.away.show_away(person.away, person.user, self.bridge.today)
        self._show_login(Login().register())
        begins, ends = (person.quiet.begins, person.quiet.ends) if person.quiet else (None, _MORNING)
        self.quiet_from.setCurrentIndex(max(0, self.quiet_from.findData(_clock(begins))))
        self.quiet_until.setCurrentIndex(max(0, self.quiet_until.findData(_clock(ends))))
        self.quiet_until.setEnabled(begins is not None)
        known = self.bridge.session.calendar.known_until
        self.known.setText(
            "A day to act by that falls on one moves to the working day before. They are known up to "
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

    def _on_person(self) -> None:
        settings = self.bridge.settings
        before = load_person(settings, self.bridge.session.user)
        begins = self.quiet_from.currentData()
        quiet = None
        if begins:
            quiet = QuietHours(time.fromisoformat(begins), time.fromisoformat(self.quiet_until.currentData()))
        now = replace(
            before,
            owners=_names(self.owners),
            stands_in_for=_names(self.stands_in),
            away=self.away.away(),
            quiet=quiet,
        )
        save_person(settings, now)
        settings.save()
        self.quiet_until.setEnabled(quiet is not None)
        self.bridge.preferred.emit()

    def _on_login(self) -> None:
        """Switch the start at login, and say what was done; where it could not be, the box stays as it was."""
        register = self.bridge.session.path
        told: list[str] = []

        def switch() -> None:
            login = Login()
            told.append(login.switch_on(register) if self.login.isChecked() else login.switch_off())

        self.bridge.act(switch)
        self._show_login(Login().register())
        self.login_note.setText(" ".join((*told, self.login_note.text())))

    def _show_login(self, started: Path | None) -> None:
        self.login.setChecked(started is not None)
        if started is None:
            self.login_note.setText(
                "Reminders come while Tracker is open, or its icon stands beside the clock."
            )
        elif started == self.bridge.session.path.resolve():
            self.login_note.setText("They are those of this register.")
        else:
            self.login_note.setText(f"They are those of {started}. Switch off and on for this register’s.")

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
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 7, 0, 0)
        short = isinstance(field, QComboBox)
        field.setMinimumWidth(scaled(_BOX) if short else 0)
        grid.addWidget(field, number, 1, 1, 1 if short else 2)
    if note is not None:
        grid.addWidget(note, len(rows), 1, 1, 2)
    made.body.addLayout(grid)
    return made
