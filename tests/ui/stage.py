"""A window on a register of its own, for tests and for pictures: one day, one user, one theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from tests.ui.waiting import wait_until
from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.bridge import Place
from tracker.ui.page import Page
from tracker.ui.parts.theme import Scheme, Theme
from tracker.ui.window import HOME, Window

TODAY = date(2026, 11, 22)


def clock() -> datetime:
    """Always the same moment."""
    return datetime.combine(TODAY, time(14, 52), UTC)


def sample_at(folder: Path) -> Path:
    """A fresh sample register in that folder."""
    path = folder / "Netherfold.tracker"
    make_sample(path, TODAY)
    return path


@lru_cache(maxsize=1)
def theme(scheme: Scheme) -> Theme:
    """The application's theme, put on once: a style sheet is looked up again by every widget there is."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return Theme(app, scheme)


class Stage:
    """A window on the register at `path`; an empty one is made where there is none.

    It builds no page ahead, unless asked to, and the window opens at the first place that is asked
    for: a test pays for the pages that it visits.
    """

    def __init__(self, path: Path, scheme: str = "light") -> None:
        self.path = path
        theme(Scheme(scheme))
        if not path.exists():
            Session.create(path).close()
        self.session = Session.open(path, clock=clock, user="Contracts officer")
        self._window: Window | None = None

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
        self.session.close()
        QApplication.clipboard().clear()

    @property
    def window(self) -> Window:
        """The window; it opens at Home where no place was asked for before."""
        return self._window or self._open(HOME)

    def go(self, page: str, record: int | None = None, query: str = "") -> Page:
        """Go to a place and return its page."""
        place = Place(page, record, query)
        if self._window is None:
            self._open(place)
        else:
            self._window.go(place)
        return self.window.current_page()

    def _open(self, at: Place) -> Window:
        self._window = made = Window(self.session, Settings(), at)
        made.ahead.stop()
        made.show()
        self.wait_until(lambda: made.isActiveWindow() and made.has_begun)
        return made

    def agreement(self, text: str) -> int:
        """Id of the agreement whose title or reference holds that."""
        return self.session.read.find_agreement(text)[0].id

    def settle(self, milliseconds: int = 400) -> None:
        """Let workers answer and everything be painted; for pictures, where no condition says when."""
        timer = QElapsedTimer()
        timer.start()
        wait_until(lambda: timer.hasExpired(milliseconds))

    def rest(self) -> None:
        """Wait until no worker owes an answer and the page shows all that it is to show."""
        wait_until(lambda: not self.window.bridge.is_busy and self.window.current_page().is_settled)
        QApplication.processEvents()

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Let events run until that holds; fails where it does not in time."""
        wait_until(holds)
