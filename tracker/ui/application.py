"""The application: the theme, the windows, and what happens when something unforeseen goes wrong."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from tracker import __version__
from tracker.app.session import Session
from tracker.app.settings import Settings, data_folder
from tracker.domain.errors import TrackerError
from tracker.ui import icons
from tracker.ui.reminder_keeper import Keeper
from tracker.ui.theme import Scheme, Theme
from tracker.ui.tray import Tray
from tracker.ui.window import Window

_log = logging.getLogger(__name__)


def start(register: Path) -> int:
    """Open the window on a register and stay until it is closed; returns the exit code."""
    app = make_application(sys.argv[:1])
    settings = Settings.load()
    theme = Theme(app, Scheme(settings.theme) if settings.theme in list(Scheme) else Scheme.SYSTEM)
    windows = Windows(app, settings, theme)
    sys.excepthook = windows.on_unforeseen
    try:
        session = _open(register)
    except TrackerError as error:
        windows.say_alone(str(error))
    else:
        windows.show(session)
    return app.exec()


def make_application(words: list[str]) -> QApplication:
    """The one QApplication, named, in British English."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication(words)
    app.setApplicationName("Tracker")
    app.setApplicationDisplayName("Tracker")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("tracker")
    app.setWindowIcon(icons.program_icon())
    return app


def _open(register: Path) -> Session:
    """Open a register; for reading only where it cannot be written to."""
    return Session.open(register)


class Windows(QObject):
    """The windows that are open, and the place that unforeseen errors come to."""

    def __init__(self, app: QApplication, settings: Settings, theme: Theme) -> None:
        super().__init__(app)
        self.settings = settings
        self.theme = theme
        self._window: Window | None = None
        self._keeper: Keeper | None = None
        self._dialog: QMessageBox | None = None

    def show(self, session: Session) -> Window:
        """Show a register; the window that was open closes, and its session with it."""
        old = self._window
        window = Window(session, self.settings)
        window.replaced.connect(self.show)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.settings.remember(session.path)
        self.settings.save()
        if old is not None:
            window.setGeometry(old.geometry())
        if self._keeper is not None:
            self._keeper.leave()
        self._window = window
        self._keeper = Keeper(window, Tray(window))
        window.show()
        self._keeper.start()
        if old is not None:
            closing = old.bridge.session
            old.close()
            closing.close()
        return window

    def say_alone(self, text: str) -> None:
        """Say why no window could be opened."""
        box = QMessageBox(QMessageBox.Icon.Warning, "Tracker", text)
        box.setTextFormat(Qt.TextFormat.PlainText)
        self._dialog = box
        box.open()

    def on_unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Something happened that is a bug: write it to the log, say so, and go on."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log = _write_log(text)
        sys.stderr.write(text)
        if self._dialog is not None and self._dialog.isVisible():
            return
        box = QMessageBox(self._window)
        box.setWindowTitle("Something went wrong – Tracker")
        box.setIcon(QMessageBox.Icon.Critical)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("Something went wrong that should not have. Your register is as it was before this step.")
        box.setInformativeText(f"What happened is written in {log}. Please send that file with a report.")
        box.setDetailedText(text)
        self._dialog = box
        box.open()


def _write_log(text: str) -> Path:
    """Add what went wrong to the log in the data folder; returns where it is."""
    path = data_folder() / "errors.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"Tracker {__version__}\n{text}\n")
    except OSError:
        _log.exception("the error log could not be written")
    return path
