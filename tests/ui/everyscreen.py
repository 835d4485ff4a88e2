"""Every screen of the window, one after another in one window, and what to look for in each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.ui.stage import Stage
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.agreement.verbs.every import VERBS
from tracker.ui.bridge import Place
from tracker.ui.organisations.list import OrganisationsPage
from tracker.ui.pages import PAGES
from tracker.ui.parts.widgets import ElidedLabel

INPUTS = (
    QLineEdit,
    QComboBox,
    QPlainTextEdit,
    QTextEdit,
    QAbstractSpinBox,
    QAbstractButton,
    QAbstractItemView,
    QSlider,
    QTabBar,
)
SCREENS = (
    *(spec.key for spec in PAGES),
    *(f"agreement {verb}" for verb in VERBS),
    "organisations merge",
    "register new",
    "partnerships new",
    "help",
    "as at",
    "clash",
    "reminders window",
)

LARGE = (
    *(spec.key for spec in PAGES),
    "agreement terminate",
    "organisations merge",
    "register new",
    "clash",
    "help",
    "reminders window",
)
"""Those that are looked at with large text as well: every page, and one of each shape of panel."""


class Shown:
    """A window that stays open while screens are shown in it one after another."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        read = stage.session.read
        self.records = {
            "agreement": stage.agreement("NBC-041"),
            "partnership": read.find_arrangement("Waste Depot")[0].id,
            "costshares": read.find_arrangement("Waste Depot")[0].id,
            "organisation": read.find_organisation("Blaby District")[0].id,
        }
        self.popup: QWidget | None = None

    def go(self, screen: str) -> QWidget:
        """Come to a screen; returns what holds it."""
        window = self.stage.window
        window.help.hide()
        window.as_at.hide()
        if self.popup is not None:
            self.popup.hide()
        name, _, what = screen.partition(" ")
        if screen == "help":
            window.go(Place("home"))
            window.help.open_for("home")
        elif screen == "as at":
            window.go(Place("home"))
            window.as_at.ask()
        elif screen == "clash":
            self._clash()
        elif screen == "reminders window":
            return self._reminders()
        else:
            query = "new" if what == "new" else ""
            window.go(Place(name, self.records.get(name), query))
            page = window.current_page()
            if isinstance(page, AgreementPage):
                page._close_panels()
                if what:
                    page.begin(what)
            elif isinstance(page, OrganisationsPage) and what:
                page.show_merge()
        self.stage.settle(25)
        return window

    def _clash(self) -> None:
        self.stage.window.go(Place("agreement", self.records["agreement"]))
        page = self.stage.window.current_page()
        assert isinstance(page, AgreementPage)
        page._close_panels()
        page.fields.every_line()[0].show_clash("A colleague", "This", "That")

    def _reminders(self) -> QWidget:
        if self.popup is None:
            from tracker.ui.reminders.keeper import Keeper
            from tracker.ui.tray import Tray

            keeper = Keeper(self.stage.window, Tray(self.stage.window, bool))
            keeper.check()
            self.popup = keeper.popup
        self.popup.show()
        self.stage.settle(25)
        return self.popup


@contextmanager
def one_window(sample: Path, folder: Path) -> Iterator[Shown]:
    """A window on a copy of the sample for every screen; nothing of it is left afterwards."""
    own = folder / sample.name
    copyfile(sample, own)
    with Stage(own) as stage:
        stage.window.resize(1680, 1050)
        yield Shown(stage)
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def seen(root: QWidget) -> list[QWidget]:
    """The widgets in sight, or that come into sight by scrolling; pages that are not shown are not walked."""
    found: list[QWidget] = []
    waiting = [root]
    while waiting:
        for child in waiting.pop().children():
            if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
                found.append(child)
                waiting.append(child)
    return found


def inputs(root: QWidget) -> list[QWidget]:
    return [widget for widget in seen(root) if isinstance(widget, INPUTS) and not _is_part(widget)]


def _is_part(widget: QWidget) -> bool:
    """Whether it is a part of another input: the line of a box, the header of a table."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QComboBox | QAbstractItemView | QAbstractSpinBox):
            return True
        above = above.parentWidget()
    return widget.objectName().startswith("qt_")


def says(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def words(widget: QWidget) -> str:
    return f"{type(widget).__name__} “{says(widget)}”"


def cut(root: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need; those that elide by design apart."""
    for _ in range(40):  # what a worker has just answered is laid out level by level
        QCoreApplication.sendPostedEvents()
        if not _cut_now(root):
            return []
        QCoreApplication.processEvents()
    return _cut_now(root)


def _cut_now(root: QWidget) -> list[str]:
    found = []
    for widget in seen(root):
        if isinstance(widget, QLabel) and widget.text() and not isinstance(widget, ElidedLabel):
            metrics = QFontMetrics(widget.font())
            if widget.wordWrap():
                needed = widget.heightForWidth(widget.width())
                if widget.height() < needed - 2:
                    found.append(f"{widget.text()[:50]!r} is {widget.height()} high, needs {needed}")
            elif widget.width() < metrics.horizontalAdvance(max(widget.text().splitlines(), key=len)) - 1:
                found.append(f"{widget.text()[:50]!r} is {widget.width()} wide")
        elif isinstance(widget, QPushButton | QCheckBox | QRadioButton) and widget.text():
            least = QFontMetrics(widget.font()).horizontalAdvance(widget.text().replace("&", ""))
            if widget.width() < least:
                found.append(f"button {widget.text()!r} is {widget.width()} wide, needs {least}")
    return found
