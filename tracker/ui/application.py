"""The application: the theme, the windows, and what happens when something unforeseen goes wrong.

The window is painted first. Reminders, the mark for other people, the look over the file and the
day's backup begin when it has been, and what they need is imported then.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from tracker import __version__
from tracker.app import settings as preferences
from tracker.app.session import Session, system_clock
from tracker.app.settings import Settings
from tracker.domain.errors import RegisterDamaged, TrackerError
from tracker.ui.bridge import Place
from tracker.ui.parts import icons
from tracker.ui.parts.theme import STYLE, Scheme, Theme, Tone
from tracker.ui.parts.turns import Turns
from tracker.ui.placing import Placing
from tracker.ui.single import Single
from tracker.ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from tracker.app.safety.backups import Backup
    from tracker.app.safety.sharing import Mark
    from tracker.domain.check import Finding
    from tracker.ui.late import Late
    from tracker.ui.reminders.keeper import Keeper

_ASIDE = 32
_SETTLED = 3_000
"""Milliseconds after which a start is over."""


def start(register: Path, *, hidden: bool = False) -> int:
    """Open the window on a register and stay until it is closed; returns the exit code.

    Where a running program has that register, its window comes to the front and this one ends.

    Args:
        hidden: only reminders and the icon in the tray, until somebody asks for the window.
    """
    app = make_application(sys.argv[:1])
    settings = Settings.load()
    theme = Theme(app, _scheme(settings), styled=True)
    windows = Windows(app, settings, theme)
    if not windows.single.claim(register, show=not hidden):
        return 0
    sys.excepthook = windows.on_unforeseen
    windows.open(register, hidden=hidden)
    QTimer.singleShot(_SETTLED, _collect)
    return app.exec()


def _scheme(settings: Settings) -> Scheme:
    return Scheme(settings.theme) if settings.theme in list(Scheme) else Scheme.SYSTEM


def _collect() -> None:
    """Look for garbage from now on, but not among what the start has made: that stays."""
    gc.freeze()
    gc.enable()


def make_application(words: list[str]) -> QApplication:
    """The one QApplication, named, in British English."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication([*words, "-style", STYLE])
    app.setApplicationName("Tracker")
    app.setApplicationDisplayName("Tracker")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("tracker")
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
        self._mark: Mark | None = None
        self._late: Late | None = None
        self._beside: list[Window] = []
        self._later = Turns(self)
        self.single = Single(self)
        self.single.wanted.connect(self._on_wanted)
        app.aboutToQuit.connect(self._leave)
        app.aboutToQuit.connect(self.single.release)

    def open(self, register: Path, *, hidden: bool = False) -> None:
        """Show a register, or say why it cannot be shown and what may be done."""
        try:
            session = _open(register)
        except RegisterDamaged as error:
            self.offer_recovery(register, str(error))
        except TrackerError as error:
            from tracker.ui.late import Late
            from tracker.ui.tray import Tray

            if hidden and (tray := Tray(self)).is_there:
                self._late = Late(tray, register, str(error), self)
            else:
                self.say_alone(str(error))
        else:
            self._late = None
            self.show(session, hidden=hidden)

    def show(self, session: Session, *, hidden: bool = False) -> Window:
        """Show a register; the window that was open closes, and its session with it."""
        old = self._window
        if not self.single.claim(session.path) and old is not None:
            session.close()
            old.say(f"{session.path.name} is open in a window of its own already, which is in front now.")
            return old
        window = Window(session, self.settings)
        window.replaced.connect(self.show)
        window.beside_wanted.connect(self.show_beside)
        window.destroyed.connect(partial(self._on_gone, window))
        window.bridge.restoring.connect(self._restore_soon)
        window.closed.connect(self._later.drop)
        window.closed.connect(window.deleteLater)
        self.settings.remember(session.path)
        placing = Placing(window, self.settings)
        if old is not None:
            window.setGeometry(old.geometry())
        else:
            placing.stand()
        if self._keeper is not None:
            self._keeper.leave()
            self._keeper = None
        self._window = window
        window.begun.connect(partial(self._settle, window, hidden=hidden))
        if not hidden:
            window.show()
        self._close_beside()
        if old is not None:
            closing = old.bridge.session
            old.close()
            closing.close()
        return window

    def _settle(self, window: Window, *, hidden: bool) -> None:
        """The window has been painted: see in turns to what lies around its register, and to its reminders."""
        self.theme.confirm()
        if window is not self._window:
            return
        modules = ("tray", "reminders.decision", "reminders.window", "reminders.keeper")
        self._later.begin(
            self._come_forth,
            partial(self._arrive, window.bridge.session, window),
            *(partial(import_module, f"tracker.ui.{name}") for name in modules),
            partial(self._keep, window, hidden=hidden),
        )

    def _come_forth(self) -> None:
        """Show the program's icon, and answer whoever starts it again."""
        QApplication.setWindowIcon(icons.program_icon())
        self.single.listen()
        self.settings.save()

    def _keep(self, window: Window, *, hidden: bool) -> None:
        """See to the reminders of that window."""
        from tracker.ui.reminders.keeper import Keeper
        from tracker.ui.tray import Tray

        self._keeper = Keeper(window, Tray(window))
        self._keeper.start(hidden=hidden)

    def show_beside(self, place: Place) -> Window | None:
        """A second window on the register that is shown; it shows every change as the first does.

        It goes with the first: when another register is opened, or the program ends.
        """
        first = self._window
        if first is None:
            return None
        window = Window(first.bridge.session, self.settings, place)
        window.closed.connect(window.deleteLater)
        window.beside_wanted.connect(self.show_beside)
        window.replaced.connect(self.show)
        window.reminders_wanted.connect(first.reminders_wanted)
        window.reminder_tried.connect(first.reminder_tried)
        window.leaving.connect(first.leaving)
        window.bridge.restoring.connect(self._restore_soon)
        window.setGeometry(first.geometry().translated(_ASIDE, _ASIDE))
        window.destroyed.connect(self._forget_closed)
        self._beside.append(window)
        window.show()
        return window

    def _on_gone(self, window: Window, _: object = None) -> None:
        """The first window was closed for good: those beside it go with it."""
        if self._window is window:
            self._close_beside()

    def _forget_closed(self) -> None:
        self._beside = [window for window in self._beside if Shiboken.isValid(window)]

    def _close_beside(self) -> None:
        """Close the second windows: their session is about to be."""
        for window in [each for each in self._beside if Shiboken.isValid(each)]:
            window.close()
        self._beside = []

    def _restore_soon(self, backup: Backup) -> None:
        """The click that asked for it has to return before its window goes."""
        QTimer.singleShot(0, self, partial(self.restore, backup))

    def restore(self, backup: Backup) -> None:
        """Put a backup in the place of the register that is shown, and show it; what was there is kept."""
        assert self._window is not None
        self._close_beside()
        bridge = self._window.bridge
        path = bridge.session.path
        bridge.close()
        bridge.session.close()
        from tracker.app.safety import backups
        from tracker.ui import trouble

        try:
            aside = backups.restore(path, backup.path, system_clock().replace(tzinfo=None))
        except TrackerError as error:
            told, tone = str(error), Tone.DANGER
        else:
            kept = f" As it was before, it is kept as {aside.name}." if aside else ""
            told, tone = f"{path.name} is as it was on {trouble.moment(backup.at)}.{kept}", Tone.NOTE
        self.show(Session.open(path)).say(told, tone)

    def _on_wanted(self) -> None:
        """The program was started again for the register that is shown here."""
        if self._keeper is not None:
            self._keeper.show_window()
        elif self._late is not None:
            self._late.tell()
        elif self._window is not None:
            self._window.show()

    # Among other people and other programs

    def _arrive(self, session: Session, window: Window) -> None:
        """Leave a mark beside the register, say what is worth saying, and have the day's backup made."""
        from tracker.app.safety import backups
        from tracker.app.safety.sharing import Mark

        self._leave()
        trouble = preferences.trouble()
        self._mark = Mark(session)
        window.bridge.ticked.connect(self._give_sign)
        path = session.path
        window.bridge.run_at_rest(
            partial(_look_over, path, thorough=self._mark.unclean), self._on_looked_over, self._ignore
        )
        window.bridge.run_at_rest(
            partial(backups.daily_beside, path, session.now), self._ignore, self._on_no_backup
        )
        others = [str(one) for one in self._mark.others()]
        told = [text for text in (trouble, session.why_read_only, *others) if text]
        if told and window.banner.isHidden():  # else something was said already that matters more
            window.say(" ".join(told), Tone.WARNING if trouble else Tone.NOTE)

    def _leave(self) -> None:
        if self._mark is not None:
            self._mark.leave()
            self._mark = None

    def _give_sign(self) -> None:
        if self._mark is not None:
            self._mark.touch()

    def _on_looked_over(self, found: object) -> None:
        """Say what the place of a register costs, each once; damage always."""
        assert isinstance(found, tuple)
        fresh = [one for one in found if self._is_news(one)]
        if fresh and self._window is not None:
            tone = Tone.DANGER if any(_is_damage(one) for one in fresh) else Tone.WARNING
            self._window.say(" ".join(one.message for one in fresh[:3]), tone)
            self.settings.save()

    def _is_news(self, finding: Finding) -> bool:
        if _is_damage(finding):
            return True
        news = finding.message not in self.settings.told
        if news:
            self.settings.told = [finding.message, *self.settings.told][:50]
        return news

    def _on_no_backup(self, error: object) -> None:
        if self._window is not None:
            self._window.say(f"No backup was made today. {error}", Tone.WARNING)

    def _ignore(self, _: object) -> None:
        """Nothing is to be said of this."""

    def offer_recovery(self, register: Path, why: str) -> None:
        """A damaged register: offer the newest sound backup, and what can still be read of it."""
        from tracker.ui import trouble

        self._dialog = trouble.damage_box(register, why, self._recover)
        self._dialog.open()

    def _recover(self, way: Callable[[], tuple[Path, str]]) -> None:
        try:
            path, told = way()
            self.show(Session.open(path)).say(told)
        except TrackerError as error:
            self.say_alone(str(error))

    def say_alone(self, text: str) -> None:
        """Say why no window could be opened."""
        from tracker.ui import trouble

        self._dialog = trouble.warning_box(text)
        self._dialog.open()

    def on_unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Something happened that is a bug: write it to the log, say so, and go on."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        import traceback

        from tracker.app.safety import crash
        from tracker.ui import trouble

        sys.stderr.write("".join(traceback.format_exception(kind, error, trace)))
        text = crash.report(error, system_clock())
        log = crash.write_log(text)
        if self._dialog is not None and self._dialog.isVisible():
            return
        self._dialog = trouble.crash_box(self._window, text, log)
        self._dialog.open()


def _is_damage(finding: Finding) -> bool:
    return finding.code in ("file.damaged", "file.broken-link")


def _look_over(register: Path, *, thorough: bool) -> tuple[Finding, ...]:
    """What is odd about a register's place; after an end out of order, the file itself is read whole as well."""
    from tracker.app.safety.sharing import surroundings

    found = surroundings(register)
    if thorough:
        with Session.open(register, read_only=True) as session:
            found += session.check_integrity()
    return found
