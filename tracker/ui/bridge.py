"""Between the session, which knows nothing of Qt, and the pages, which know nothing of each other.

Pages ask the bridge to go somewhere, to say something or to do something; they hear from it
what has changed. The window's thread owns the session; a job that may take longer than 100 ms
is a plain function on a worker, with a connection of its own, and comes back by a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal

from tracker.app.session import Clock, Session
from tracker.app.settings import Settings
from tracker.domain.changes import Changes
from tracker.domain.errors import Interrupted, RegisterBusy, TrackerError
from tracker.ui.answers import Answers
from tracker.ui.jobs import Jobs
from tracker.ui.others import Others
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.foreseeing import Foreseen, Heed
    from tracker.ui.steps import Steps

_TICK = 60_000
_SOON = 50


SAVE_A_COPY = "Save a copy…"
"""The action of a message that tells of a register which was taken away from under the window."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page, the record shown on it, and what the page narrows it to.

    Attributes:
        page: the key of a page in `pages.PAGES`.
        record: an agreement's or another record's id.
        query: what the page is told to show, such as a status or a span of days.
    """

    page: str
    record: int | None = None
    query: str = ""


def _ask_beside(
    path: Path, clock: Clock, foreseen: Foreseen | None, question: Callable[[Session], object]
) -> object:
    with Session.open(path, clock=clock, read_only=True) as session:
        if foreseen is not None:
            session.look_at(foreseen.day, foreseen)
        return question(session)


def _foresee(path: Path, clock: Clock, day: date, heed: Heed) -> Foreseen:
    with Session.open(path, clock=clock, read_only=True) as session:
        total = max(session.read.number(), 1)
        return session.foresee(day, lambda done: heed(100 * done // total))


class Bridge(QObject):
    """One session's voice in the window.

    Signals:
        changed(Changes): the register has other contents now.
        day_changed(date): it is another day; everything that speaks of distance is stale.
        go(Place): somebody asked to be taken there.
        said(str, Tone, str): a message for the banner, and the name of its action ("" for none).
        ticked(): a minute has passed.
        preferred(): somebody changed what reminders go by.
        reminders_wanted(): somebody asked for the reminder window.
        reminder_tried(): somebody wants to see that a reminder would come up.
        looking(date): another day is being worked out, and is shown when `day_changed` follows.
        reckoned(int): so many per cent of it are done; sent by the worker.
        restoring(Backup): somebody wants that backup in the register's place.
        fictional_hidden(bool): lists leave the made-up council out, or show it again.
    """

    changed = Signal(object)
    day_changed = Signal(object)
    go = Signal(object)
    said = Signal(str, object, str)
    ticked = Signal()
    preferred = Signal()
    reminders_wanted = Signal()
    reminder_tried = Signal()
    looking = Signal(object)
    reckoned = Signal(int)
    restoring = Signal(object)
    fictional_hidden = Signal(bool)

    def __init__(self, session: Session, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.settings = settings
        self._day = session.today
        self._foreseen: Foreseen | None = None
        self._wanted: date | None = None
        self._hides_fictional = False
        self._held_off = False
        self._jobs = Jobs(2, self)
        self._unsubscribe = session.subscribe(self.changed.emit)
        self.answers = Answers(self)  # the first to hear of a change
        self.changed.connect(self._on_written)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self._version = session.data_version()
        self._gone = False
        self._others = Others(session.path, self)
        self._others.stirred.connect(self.look_for_others)
        session.while_waiting(self._while_waiting)

    @property
    def today(self) -> date:
        """The day that everything is shown as at."""
        return self.session.today

    def close(self) -> None:
        """Stop listening and wait for jobs; the session itself stays open. A second time does nothing."""
        self._timer.stop()
        self.answers.stop()
        self._others.stop()
        self._unsubscribe()
        self._unsubscribe = _nothing
        self._wanted = None
        self._jobs.close()

    def tick(self) -> None:
        """A minute has passed: see whether the day changed."""
        if self._held_off:
            return
        if self.session.today != self._day:
            self._day = self.session.today
            self.act(self.session.refresh)
            self.day_changed.emit(self._day)
        self._others.listen()
        self.look_for_others()
        self.ticked.emit()

    def look_for_others(self) -> None:
        """Show again what another program, or a worker, has written; say where the file has gone from under the window."""
        if self.session.waits or self._held_off:
            return
        try:
            version, gone = self.session.data_version(), self.session.is_elsewhere()
        except RegisterBusy:
            return  # whoever is writing makes it stir again
        except TrackerError as error:
            self._say_gone(str(error))
            return
        if gone:
            self._say_gone(
                f"{self.session.path.name} was removed, or another file was put in its place. Nothing more "
                "is saved here: save a copy of what this window shows, then open the register again."
            )
            return
        self._gone = False
        if version != self._version:
            self._version = version
            self.changed.emit(Changes(0, ""))

    def hold_off(self, writing: bool) -> None:
        """A worker writes much to the register (True): to ask the file meanwhile would be to wait for it.

        Once it is done (False), what it wrote is shown at once, and not again when the file is seen to stir.
        """
        self._held_off = writing
        if not writing:
            self.look_for_others()

    @property
    def is_held_off(self) -> bool:
        """Whether a worker writes much to the register just now."""
        return self._held_off

    def _say_gone(self, text: str) -> None:
        """Say it once, and not again every few seconds."""
        if not self._gone:
            self._gone = True
            self.said.emit(text, Tone.DANGER, SAVE_A_COPY)

    def _while_waiting(self) -> None:
        """Paint, and let time pass, while a change waits for another program; what is typed waits as well."""
        self.said.emit("Waiting for another program to finish saving …", Tone.NOTE, "")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)

    @cached_property
    def steps(self) -> Steps:
        """Undo and Redo."""
        from tracker.ui.steps import Steps

        return Steps(self)

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
        self._jobs.run(work, done, failed or self.fail)

    def read(
        self,
        question: Callable[[Session], object],
        done: Callable[[object], None],
        failed: Callable[[object], None] | None = None,
    ) -> None:
        """Ask the register something on a worker, through a session of its own that cannot write.

        What a page asks at every visit goes through `answers.ask`.
        """
        self.run(self._beside(question), done, failed)

    def read_at_rest(
        self,
        question: Callable[[Session], object],
        done: Callable[[object], None],
        failed: Callable[[object], None],
    ) -> None:
        """Ask in the same way what nobody waits for, when no other job runs."""
        self.run_at_rest(self._beside(question), done, failed)

    def _beside(self, question: Callable[[Session], object]) -> Callable[[], object]:
        return partial(_ask_beside, self.session.path, self.session.now, self._foreseen, question)

    def run_at_rest(
        self, work: Callable[[], object], done: Callable[[object], None], failed: Callable[[object], None]
    ) -> None:
        """Run on a worker what nobody waits for, when no other job runs."""
        self._jobs.run_at_rest(work, done, failed)

    def hold(self) -> None:
        """Let jobs wait until `go_on`, while the window is painted for the first time."""
        self._jobs.hold()

    def go_on(self) -> None:
        """Begin the jobs that wait, and from now on every job at once."""
        self._jobs.go_on()
        self._others.attend()

    @property
    def is_busy(self) -> bool:
        """Whether a worker still owes an answer."""
        return self._jobs.is_busy

    # Another day

    @property
    def as_at(self) -> date | None:
        """The day that the window was set to; None where it shows today."""
        return self.session.as_at

    def look_at(self, day: date | None) -> None:
        """Show the whole window as at `day`; None, or today itself, for today.

        Another day is worked out on a worker; `day_changed` says when it is shown.
        """
        if day == self.session.now().date():
            day = None
        self._wanted = day
        if day is None:
            self._foreseen = None
            self.session.look_at(None)
            self.act(self.session.refresh)
            self._show_day()
            return
        self.looking.emit(day)
        heed = partial(self._heed, day)
        work = partial(_foresee, self.session.path, self.session.now, day, heed)
        self.run(work, self._on_foreseen, self._on_unforeseen)

    def _heed(self, day: date, per_cent: int) -> bool:
        """On the worker: say how far it is, and hear whether that day is still wanted."""
        self.reckoned.emit(per_cent)
        return day == self._wanted

    def _on_foreseen(self, made: object) -> None:
        foreseen = cast("Foreseen", made)
        if self.session.waits:  # in the middle of a change
            QTimer.singleShot(_SOON, partial(self._on_foreseen, made))
        elif foreseen.day == self._wanted:
            self._foreseen = foreseen
            self.session.look_at(foreseen.day, foreseen)
            self._show_day()
            self._follow()

    def _on_unforeseen(self, error: object) -> None:
        """The window stays on the day that it shows."""
        if not isinstance(error, Interrupted):
            self._wanted = self.session.as_at
            self._show_day()
            self.fail(error)

    def _on_written(self, changes: Changes) -> None:
        """What was changed while another day is shown stands otherwise on that day, too."""
        if self._wanted is not None and "standing" in changes.records:
            self.look_at(self._wanted)
        else:
            self._follow()

    def _follow(self) -> None:
        """Work the other day out again where too much was written for it to follow at once."""
        if self._foreseen is not None and not self.session.catch_up():
            self.look_at(self._foreseen.day)

    def _show_day(self) -> None:
        self._day = self.session.today
        self.day_changed.emit(self._day)

    # The made-up council

    @property
    def hides_fictional(self) -> bool:
        """Whether lists leave out what is fictional."""
        return self._hides_fictional

    def hide_fictional(self, hide: bool) -> None:
        """Leave what is fictional out of every list, or show it again."""
        if hide != self._hides_fictional:
            self._hides_fictional = hide
            self.fictional_hidden.emit(hide)

    def fail(self, error: object) -> None:
        """Say what a worker could not do; what nobody foresaw is raised."""
        if isinstance(error, TrackerError):
            self.said.emit(str(error), Tone.DANGER, "")
        elif isinstance(error, BaseException):
            raise error


def _nothing() -> None:
    """What there is left to stop once it was stopped."""
