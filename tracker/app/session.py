"""An open register, a clock and a user: everything that a person does goes through one Session.

To open a register and show a window on it takes little of the domain; what reckons dates is
imported when the first date is reckoned.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.app.settings import Settings
from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.resources import resource
from tracker.store.file import Register

if TYPE_CHECKING:
    from tracker.app.foreseeing import Foreseen, Heed
    from tracker.domain.agreement import Agreement
    from tracker.domain.check import Finding
    from tracker.domain.dates import Calendar
    from tracker.domain.deadlines.rules import Rules
    from tracker.domain.deadlines.standing import Standing
    from tracker.store.compaction import Dropped
    from tracker.store.log import Write
    from tracker.store.queries import Queries
    from tracker.store.undo import Way

Clock = Callable[[], datetime]
Listener = Callable[[Changes], None]


def system_clock() -> datetime:
    """Now, in this machine's time zone."""
    return datetime.now().astimezone()


def user_name() -> str:
    """The name that the history shows for the person at this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown user"


class Session:
    """An open register with a clock and a user.

    Attributes:
        read: every question that may be asked of the register; plain values come back.
        user: who the history says did it.
    """

    def __init__(
        self, register: Register, *, clock: Clock = system_clock, user: str = "", nation: str = ""
    ) -> None:
        self._register = register
        self._clock = clock
        self._listeners: list[Listener] = []
        self._calendar: Calendar | None = None
        self._rules: Rules | None = None
        self._nation = nation
        self._foreseen: Foreseen | None = None
        self.user = user or user_name()

    @classmethod
    def open(
        cls, path: Path, *, clock: Clock = system_clock, user: str = "", read_only: bool = False
    ) -> Session:
        """Open the register at `path` and bring what depends on the day up to today.

        Raises:
            TrackerError: it is not a register, is damaged, newer, busy or cannot be read.
        """
        session = cls(Register.open(path, read_only=read_only), clock=clock, user=user)
        session.refresh()
        return session

    @classmethod
    def create(cls, path: Path, *, clock: Clock = system_clock, user: str = "") -> Session:
        """Make an empty register at `path`.

        Raises:
            TrackerError: something is there already, or the folder cannot be written to.
        """
        return cls(Register.create(path), clock=clock, user=user)

    def close(self) -> None:
        """Let go of the file. The session is of no use afterwards."""
        self._register.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is known

    @property
    def path(self) -> Path:
        """Where the register lies."""
        return self._register.path

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return self._register.read_only

    @property
    def read(self) -> Queries:
        """Every question that may be asked of the register."""
        return self._register.read

    def reader(self) -> Queries:
        """The same questions on a connection of their own, for a worker thread; close it there."""
        return self._register.reader()

    def now(self) -> datetime:
        """The clock's time."""
        return self._clock()

    @property
    def today(self) -> date:
        """The day that everything is shown as at: the clock's, unless another was set."""
        return self._foreseen.day if self._foreseen else self._clock().date()

    @property
    def calendar(self) -> Calendar:
        """Working days of the nation chosen in the preferences."""
        if self._calendar is None:
            from tracker.app.calendars import calendar_for

            self._calendar = calendar_for(self._nation or Settings.load().nation)
        return self._calendar

    def use_nation(self, nation: str) -> None:
        """Reckon with another nation's bank holidays from now on; dates that hang on them follow.

        Raises:
            TrackerError: there is no such calendar.
        """
        from tracker.app.calendars import calendar_for

        self._calendar = calendar_for(nation)
        self._nation = nation
        if self.read_only:
            return
        with self._register.derive() as write:
            ids = [agreement.id for agreement in self.read.agreements()]
            self._stand_again(write, ids)
        self._tell(Changes(0, "", {"standing": frozenset(ids)}))

    @property
    def rules(self) -> Rules:
        """The statutory figures, from the rules table that comes with the program."""
        if self._rules is None:
            from tracker.domain.deadlines.rules import Rules

            self._rules = Rules.from_json(resource("rules", "statutory.json").read_text(encoding="utf-8"))
        return self._rules

    def agreement(self, agreement_id: int) -> Agreement:
        """One agreement with its parties, options, notices and events."""
        return self.read.agreement(agreement_id)

    def standing(self, agreement_id: int) -> Standing:
        """Where that agreement stands today: status, ladder of ends, deadlines, Findings."""
        return self.stand(self.agreement(agreement_id))

    def stand(self, agreement: Agreement) -> Standing:
        """Where an agreement, stored or only proposed, stands today."""
        from tracker.domain.deadlines.standing import standing

        return standing(agreement, self.today, self.calendar, self.rules)

    def check_integrity(self) -> tuple[Finding, ...]:
        """Faults of the file itself; none where it is sound."""
        return self._register.check_integrity()

    def data_version(self) -> int:
        """A number that changes whenever another program has written to the register."""
        return self._register.data_version()

    def copy_to(self, target: Path, *, pages_alone: bool = False) -> None:
        """Copy the register whole to a file that is not there yet, checked by reading it.

        Args:
            pages_alone: every page and tree is proved to be whole, and no more.

        Raises:
            RegisterDamaged: it does not pass the check; no copy is kept.
            TrackerError: the copy cannot be made; nothing is left behind.
        """
        self._register.copy_to(target, pages_alone=pages_alone)

    def is_elsewhere(self) -> bool:
        """Whether the file was removed, or another put in its place, since it was opened."""
        return self._register.is_elsewhere()

    @property
    def why_read_only(self) -> str:
        """Why nothing may be changed, in words; "" where it may."""
        return self._register.why_read_only

    @property
    def waits(self) -> bool:
        """Whether a change is waiting for another program to finish."""
        return self._register.waits

    def while_waiting(self, live: Callable[[], None]) -> None:
        """Call `live` again and again while a change waits for another program."""
        self._register.while_waiting = live

    def history_before(self, before: datetime) -> Dropped:
        """What of the history lies before an instant and may be dropped."""
        return self._register.history_before(before)

    def drop_history(self, before: datetime) -> Dropped:
        """Drop what of the history lies before an instant; an entry of its own says so."""
        return self._register.drop_history(before, by=self.user, at=self._clock())

    # What is done

    @contextmanager
    def operation(self, name: str, *, undoable: bool = True) -> Iterator[Write]:
        """One change with a name: one transaction, one entry in the history, one step of Undo.

        Whatever depends on what was changed is computed again before it is committed.

        Raises:
            TrackerError: it could not be done; nothing was changed then.
        """
        with self._register.operation(
            name, by=self.user, at=self._clock(), undoable=undoable, refresh=self._stand_again
        ) as write:
            yield write
        self._tell(write.changes)

    def undo(self) -> Changes | None:
        """Take this person's newest change back; None where there is nothing to undo.

        Raises:
            TrackerError: something it touched has been changed since; the sentence names it.
        """
        return self._tell(self._register.undo(by=self.user, at=self._clock(), refresh=self._stand_again))

    def redo(self) -> Changes | None:
        """Do again what was undone last; None where there is nothing to redo."""
        return self._tell(self._register.redo(by=self.user, at=self._clock(), refresh=self._stand_again))

    def take_back(self, operation: int) -> tuple[str, ...] | None:
        """Take back one entry of the history, whatever came after it.

        Returns:
            The names of what stays because it was changed since; None where it was taken back already.
        """
        done = self._register.take_back(operation, by=self.user, at=self._clock(), refresh=self._stand_again)
        self._tell(done.changes if done else None)
        return done.kept if done else None

    @property
    def undo_name(self) -> str | None:
        """What Undo would take back of what this person did, None where nothing."""
        return self._register.undo_name(self.user)

    @property
    def redo_name(self) -> str | None:
        """What Redo would do again, None where nothing."""
        return self._register.redo_name(self.user)

    def step_is_long(self, way: Way) -> bool:
        """Whether Undo or Redo would take more than an instant."""
        step = self._register.next_step(way, self.user)
        return step is not None and self._register.is_long(step.inverse_of)

    def take_back_is_long(self, operation: int) -> bool:
        """Whether taking back that entry of the history would take more than an instant."""
        return self._register.is_long(operation)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every change; call what is returned to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self, changes: Changes | None) -> Changes | None:
        if changes is not None:
            self.catch_up()
            for listener in tuple(self._listeners):
                listener(changes)
        return changes

    # What follows from the day

    @property
    def as_at(self) -> date | None:
        """The day that was set to be looked at; None where it is the clock's."""
        return self._foreseen.day if self._foreseen else None

    def look_at(self, day: date | None, foreseen: Foreseen | None = None) -> None:
        """Show everything as at `day`, past or future, in this session and all its readers; None for today.

        Nothing is stored in the register: what follows from the day is laid over it.

        Args:
            foreseen: what `foresee` made of that day, where it was worked out beforehand.
        """
        if day is not None and foreseen is None:
            foreseen = self.foresee(day)
        self._register.lay(foreseen.overlay if foreseen else None)
        self._foreseen = foreseen
        self.catch_up()

    def foresee(self, day: date, heed: Heed | None = None) -> Foreseen:
        """Where every agreement stands on `day`; some seconds where there are many thousands.

        Raises:
            Interrupted: `heed` said that nobody wants to know any more.
            TrackerError: there is no room for it in the folder for temporary files.
        """
        from tracker.app import foreseeing

        overlay = self._register.new_overlay()
        return foreseeing.foresee(overlay, self.read, day, self.calendar, self.rules, heed)

    def catch_up(self) -> bool:
        """Let the other day that is shown follow what was written since it was worked out.

        Returns:
            False where it cannot: so much was written that the day is better worked out again.
        """
        if self._foreseen is None:
            return True
        from tracker.app import foreseeing

        return foreseeing.follow(self._foreseen, self.read, self.calendar, self.rules)

    def refresh(self) -> None:
        """Compute again what the passing of days has changed; cheap where nothing has."""
        if self.read_only or self._foreseen is not None or self.waits:
            return
        stale = self._register.stale_standings(self.today)
        if stale:
            with self._register.derive() as write:
                self._stand_again(write, stale)
            self._tell(Changes(0, "", {"standing": frozenset(stale)}))

    def _stand_again(self, write: Write, agreement_ids: Iterable[int]) -> None:
        ids = list(agreement_ids)
        if not ids:
            return
        from tracker.domain.deadlines.standings import standings

        today = self._clock().date()
        write.put_standings(standings(write.agreements(ids), today, self.calendar, self.rules), today)


def open_as_at(path: Path, day: date | None, *, clock: Clock = system_clock) -> Session:
    """Open a register to be looked at as at `day`; None for today."""
    session = Session.open(path, clock=clock)
    if day is not None:
        session.look_at(day)
    return session


def require_writable(session: Session) -> None:
    """Raise the sentence that a read-only register answers every change with."""
    if session.read_only:
        raise TrackerError(f"{session.path.name} is open for reading only, so nothing was changed.")
