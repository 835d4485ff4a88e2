"""A window on a register of its own, for tests and for pictures: one day, one user, one theme."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from tracker.app.sample import make_sample
from tracker.app.session import Session
from tracker.app.settings import Settings
from tracker.ui.theme import Scheme, Theme
from tracker.ui.window import Window

TODAY = date(2026, 11, 22)


def clock() -> datetime:
    """Always the same moment."""
    return datetime.combine(TODAY, time(14, 52), UTC)


class Stage:
    """A window on a fresh sample, or on an empty register."""

    def __init__(self, folder: Path, scheme: str = "light", *, empty: bool = False) -> None:
        self.app = QApplication.instance() or QApplication([])
        assert isinstance(self.app, QApplication)
        self.theme = Theme(self.app, Scheme(scheme))
        self.path = folder / ("empty.tracker" if empty else "Newbridge.tracker")
        if empty:
            Session.create(self.path).close()
        else:
            make_sample(self.path, TODAY)
        self.session = Session.open(self.path, clock=clock, user="Contracts officer")
        self.window = Window(self.session, Settings())

    def __enter__(self) -> Stage:
        self.window.show()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the window and the register."""
        self.window.close()
        self.window.deleteLater()
        self.session.close()
        self.theme.deleteLater()

    def settle(self, milliseconds: int = 400) -> None:
        """Let workers answer and everything be painted; for pictures, where no condition says when."""
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < milliseconds:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def agreement(self, title: str) -> int:
        """Id of the agreement whose title or reference holds that."""
        return self.session.read.find_agreement(title)[0].id
