"""A watch over a register's reminders for a running program: one look a minute, and no work where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from tracker.app.reminding.reminders import horizon, remindable
from tracker.app.reminding.settings import last_checked, load_person, load_rules, save_checked
from tracker.app.settings import Settings
from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.domain.reminding.agenda import clock_warning
from tracker.domain.reminding.alert import Answer, AnswerAction, Person, Rule, Watched
from tracker.domain.reminding.answering import answer
from tracker.domain.reminding.reminder import Due, Reminder, due, moved
from tracker.store.history import UNLISTED

if TYPE_CHECKING:
    from tracker.app.session import Session


@dataclass(frozen=True, slots=True)
class Reading:
    """What reminders follow from, as it stood at one moment.

    Attributes:
        asked: for whom and by which rules it was read.
        due: what is due by it for them at that moment.
    """

    watched: list[Watched]
    answers: list[Answer]
    asked: Asked
    due: Due


@dataclass(frozen=True, slots=True)
class Asked:
    """What reminders go by besides the register.

    Attributes:
        unsaved: lines that could not be written yet, and count all the same.
    """

    rules: tuple[Rule, ...]
    person: Person
    unsaved: tuple[Answer, ...]
    now: datetime


def read(session: Session, asked: Asked) -> Reading:
    """Read that from a register, and reckon what is due."""
    found = remindable(session, horizon(asked.rules, asked.now.date()))
    answers = session.read.records(Answer)
    lines = (*answers, *asked.unsaved)
    return Reading(found, answers, asked, due(found, lines, asked.rules, asked.now, person=asked.person))


def reckon(
    session: Session, asked: Asked, watched: list[Watched], answers: list[Answer], written: frozenset[int]
) -> Reading:
    """The same where no date has moved: only lines of those ids were written since the rest was read."""
    known = _with_written(session, answers, written)
    lines = (*known, *asked.unsaved)
    return Reading(watched, known, asked, due(watched, lines, asked.rules, asked.now, person=asked.person))


def _with_written(session: Session, answers: list[Answer], written: Iterable[int]) -> list[Answer]:
    """The ledger as it stands after lines of those ids were added or taken back."""
    wanted = frozenset(written)
    if not wanted:
        return answers
    kept = (line for line in answers if line.id not in wanted)
    return sorted((*kept, *session.read.records(Answer, sorted(wanted))), key=lambda line: line.id)


class Watch:
    """The reminders of an open register, kept true while the program runs.

    Attributes:
        checked: when it last looked; None before the first look.
        warning: what to say where the clock stands before the last look, else "".
        trouble: why the register could not be read at the last look, else "".
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._settings = Settings.load()
        self._rules = load_rules(self._settings)
        self._person: Person = load_person(self._settings, session.user)
        self._watched: list[Watched] | None = None
        self._answers: list[Answer] = []
        self._unsaved: list[Answer] = []
        self._found: Due | None = None
        self._dirty = True
        self._written: set[int] = set()
        self._version = -1
        self._asked = (-1, date.min)
        self._read_on: date | None = None
        self._stop = session.subscribe(self._changed)
        self._last_checked = last_checked(self._settings)
        self.checked: datetime | None = None
        self.warning = ""
        self.trouble = ""

    def close(self) -> None:
        """Stop watching."""
        self._stop()

    def set_rules(self, rules: Iterable[Rule], person: Person) -> None:
        """Go by other rules, or for another person, from the next look on."""
        self._rules, self._person = tuple(rules), person
        self._found = None

    def look(self) -> Due:
        """What is due now. Call it once a minute; where nothing has changed it costs nothing.

        Where the register cannot be read just now, what was known before holds, and `trouble`
        says why.

        Raises:
            TrackerError: it cannot be read, and nothing is known from before.
        """
        now = self._session.now()
        self._note(now)
        try:
            must_read = self._must_read(now)
            self.trouble = ""
            if must_read:
                self._read()
            if self._found is not None and self._nothing_happened(self._found, now):
                self.checked = now
                return self._found
            self._save_unsaved()
            self._read_written()
        except TrackerError as error:
            if self._watched is None:
                raise
            self.trouble = str(error)
        self._found = due(
            self._watched or [],
            (*self._answers, *self._unsaved),
            self._rules,
            now,
            person=self._person,
        )
        self.checked = now
        return self._found

    @property
    def is_behind(self) -> bool:
        """Must anything be read or reckoned before the next look? In a large register, let a worker do that.

        Raises:
            TrackerError: the register does not answer.
        """
        now = self._session.now()
        return self._must_read(now) or self._found is None or not self._holds(self._found, now)

    def begin(self) -> Callable[[Session], Reading]:
        """The question to ask of the register, on whatever thread; `take` takes the answer.

        Raises:
            TrackerError: the register does not answer.
        """
        self._save_unsaved()
        now = self._session.now()
        must_read = self._must_read(now)
        asked = Asked(self._rules, self._person, tuple(self._unsaved), now)
        written, self._written = frozenset(self._written), set()
        if not must_read and self._watched is not None:
            return partial(reckon, asked=asked, watched=self._watched, answers=self._answers, written=written)
        self._asked = self._session.data_version(), now.date()
        self._dirty = False
        return partial(read, asked=asked)

    def give_up(self) -> None:
        """There was no answer: all is to be read at the next look."""
        self._dirty = True

    def take(self, found: Reading) -> None:
        """Go by what was read: dates that moved since are armed again.

        What was found due holds, unless something has come between.
        """
        before, same_day = self._watched, self._read_on == self._asked[1]
        self._watched, self._answers = found.watched, found.answers
        if before is not None and before is not found.watched and same_day:
            known = (*self._answers, *self._unsaved)
            self._unsaved += moved(
                before, self._watched, known, user=self._person.user, at=self._session.now()
            )
        self._version, self._read_on = self._asked
        asked = Asked(self._rules, self._person, tuple(self._unsaved), found.asked.now)
        since = self._written or self._dirty
        self._found = found.due if asked == found.asked and not since else None
        self.checked = found.asked.now

    def shown(self, reminders: Sequence[Reminder]) -> None:
        """Write down that these were on the screen. What cannot be written now is written later."""
        now = self._session.now()
        self._unsaved += [
            answer(reminder, AnswerAction.SHOWN, user=self._person.user, at=now)
            for reminder in reminders
            if reminder.fresh
        ]
        self._save_unsaved()
        self._found = None

    def _changed(self, changes: Changes) -> None:
        if changes.records.keys() == {"answer"}:  # no date has moved: only the new lines need reading
            self._written |= changes.touches("answer")
        else:
            self._dirty = True
        self._found = None

    def _must_read(self, now: datetime) -> bool:
        """Has the register changed, or the day, since it was read? Not while another day is looked at."""
        if self._watched is not None and self._session.today != now.date():
            return False
        version = self._session.data_version()
        return self._dirty or self._read_on != now.date() or version != self._version

    def _nothing_happened(self, found: Due, now: datetime) -> bool:
        """Is what was found at the last look still what is due, and does nothing wait to be written?"""
        waits = self._unsaved and not self._session.read_only
        return not waits and self._holds(found, now)

    def _holds(self, found: Due, now: datetime) -> bool:
        """Is what was found at the last look still what is due?"""
        if self.checked is None or now < self.checked or now.utcoffset() != self.checked.utcoffset():
            return False
        if self._written:
            return False
        return found.changes is None or now.replace(tzinfo=None) < found.changes

    def _read(self) -> None:
        question = self.begin()
        self._session.refresh()
        self.take(question(self._session))

    def _read_written(self) -> None:
        """Read the lines that this program has added to the ledger, or taken from it, since it was read."""
        self._answers = _with_written(self._session, self._answers, self._written)
        self._written.clear()

    def _save_unsaved(self) -> None:
        """Write the lines that wait; where that fails they count all the same, and wait on.

        They are notes of the program's own: no history lists them, and no Undo takes them back.
        """
        if not self._unsaved or self._session.read_only:
            return
        with suppress(TrackerError):
            with self._session.operation(UNLISTED, undoable=False) as write:
                write.add_all(self._unsaved)
            self._unsaved = []

    def _note(self, now: datetime) -> None:
        """Mind the clock, and put the day of this look down for the next start of the program."""
        before = self.checked or self._last_checked
        if self.checked is None or self.checked.date() != now.date():
            self.warning = clock_warning(before, now)
            settings = Settings.load()
            save_checked(settings, now)
            with suppress(OSError):
                settings.save()
