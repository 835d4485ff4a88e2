"""Between the session, which knows nothing of Qt, and the pages, which know nothing of each other.

Pages ask the bridge to go somewhere, to say something or to do something; they hear from it
what has changed. The window's thread owns the session; a job that may take longer than 100 ms
is a plain function on a worker, with a connection of its own, and comes back by a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QThreadPool, QTimer, Signal

from tracker.app.session import Clock, Session
from tracker.app.settings import Settings
from tracker.domain.errors import TrackerError
from tracker.ui.theme import Tone

_TICK = 60_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page, the record shown on it, and what the page narrows it to.

    Attributes:
        page: the key of a page in `window.PAGES`.
        record: an agreement's or another record's id.
        query: what the page is told to show, such as a status or a span of days.
    """

    page: str
    record: int | None = None
    query: str = ""


def _ask_beside(path: Path, clock: Clock, question: Callable[[Session], object]) -> object:
    with Session.open(path, clock=clock, read_only=True) as session:
        return question(session)


class _Outcome(QObject):
    """Carries what a job made back to the window's thread."""

    done = Signal(object)
    failed = Signal(object)


class _Job(QRunnable):
    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.outcome = _Outcome()

    def run(self) -> None:
        try:
            made = self._work()
        except Exception as error:  # noqa: BLE001 - a worker hands every failure to the window's thread
            self.outcome.failed.emit(error)
        else:
            self.outcome.done.emit(made)


class Bridge(QObject):
    """One session's voice in the window.

    Signals:
        changed(Changes): the register has other contents now.
        day_changed(date): it is another day; everything that speaks of distance is stale.
        go(Place): somebody asked to be taken there.
        said(str, Tone, str): a message for the banner, and the name of its action ("" for none).
        ticked(): a minute has passed.
        preferred(): somebody changed what reminders go by.
    """

    changed = Signal(object)
    day_changed = Signal(object)
    go = Signal(object)
    said = Signal(str, object, str)
    ticked = Signal()
    preferred = Signal()

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self._day = session.today
        self._jobs: set[_Job] = set()
        self._unsubscribe = session.subscribe(self.changed.emit)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    @property
    def today(self) -> date:
        """The day that everything is shown as at."""
        return self.session.today

    def close(self) -> None:
        """Stop listening and wait for jobs; the session itself stays open."""
        self._timer.stop()
        self._unsubscribe()
        self._pool.waitForDone()

    def tick(self) -> None:
        """A minute has passed: see whether the day changed."""
        if self.session.today != self._day:
            self._day = self.session.today
            self.act(self.session.refresh)
            self.day_changed.emit(self._day)
        self.ticked.emit()

    def act(self, deed: Callable[[], object]) -> bool:
        """Do something to the register; what cannot be done is said in the banner, and False comes back."""
        try:
            deed()
        except TrackerError as error:
            self.said.emit(str(error), Tone.DANGER, "")
            return False
        return True

    def run(
        self,
        work: Callable[[], object],
        done: Callable[[object], None],
        failed: Callable[[object], None] | None = None,
    ) -> None:
        """Run `work` on a worker and give what it makes to `done` on this thread.

        `done` and `failed` are bound methods of QObjects: a receiver that has gone hears nothing.
        """
        job = _Job(work)
        job.setAutoDelete(False)
        self._jobs.add(job)
        job.outcome.done.connect(done)
        job.outcome.failed.connect(failed or self._fail)
        job.outcome.done.connect(self._finished)
        job.outcome.failed.connect(self._finished)
        self._pool.start(job)

    def read(self, question: Callable[[Session], object], done: Callable[[object], None]) -> None:
        """Ask the register something on a worker, through a session of its own that cannot write."""
        self.run(partial(_ask_beside, self.session.path, self.session.now, question), done)

    def _finished(self) -> None:
        sender = self.sender()
        self._jobs = {job for job in self._jobs if job.outcome is not sender}

    def _fail(self, error: object) -> None:
        if isinstance(error, TrackerError):
            self.said.emit(str(error), Tone.DANGER, "")
        elif isinstance(error, BaseException):
            raise error
