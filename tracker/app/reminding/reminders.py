"""Reminders of a register: what is due, when the next one comes, and a watch over both.

What is due is computed from the register's deadlines and the ledger of answers. A `Watch`
does that for a running program: one look a minute, and no work where nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from tracker.app.due import as_deadline
from tracker.app.partnership.partnerships import deadlines_of
from tracker.app.reminding.settings import last_checked, load_person, load_rules, save_checked
from tracker.app.settings import Settings
from tracker.domain.changes import Changes
from tracker.domain.dates import add_days
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.partnership import NOT_OURS
from tracker.domain.reminding.agenda import Effect, clock_warning, effect, under
from tracker.domain.reminding.alert import (
    DEFAULT_RULES,
    Answer,
    AnswerAction,
    Person,
    Rule,
    RuleBook,
    Watched,
)
from tracker.domain.reminding.answering import answer
from tracker.domain.reminding.reminder import Due, Reminder, moved
from tracker.domain.reminding.reminder import due as due_of
from tracker.store.history import UNLISTED

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.store.queries import DeadlineRow

_MARGIN = 31
"""Days beyond the earliest stage for which deadlines are read, so that the next reminder is known."""


def due(session: Session, now: datetime) -> Due:
    """What the person at this machine must be reminded of at `now`, which carries its zone."""
    settings = Settings.load()
    rules = load_rules(settings)
    return due_of(
        remindable(session, _horizon(rules, now.date())),
        session.read.records(Answer),
        rules,
        now,
        person=load_person(settings, session.user),
    )


def next_reminder(session: Session, now: datetime) -> datetime | None:
    """The time on the wall at which the next one comes up, however far off; None where none will."""
    found = due(session, now).next
    if found is not None:
        return found
    settings = Settings.load()
    person = load_person(settings, session.user)
    answers = session.read.records(Answer)
    return due_of(remindable(session), answers, load_rules(settings), now, person=person).next


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a rule leads to for the dates that go by it, and what the rules that hold now do for the same.

    Attributes:
        dates: how many dates go by it, over now or not.
    """

    dates: int
    now: Effect
    then: Effect


def effect_of(session: Session, rules: Iterable[Rule], rule: Rule) -> RuleEffect:
    """What `rule` would do for the person's own dates if it were added to `rules`, theirs by now.

    A rule among `rules` for the very same dates gives way to it.
    """
    settings = Settings.load()
    before = tuple(rules)
    after = (*(each for each in before if scope(each) != scope(rule)), rule)
    person, book = load_person(settings, session.user), RuleBook(after)
    mine = (item for item in watched(session) if person.sees(item, book(item), session.today))
    found = under(mine, after, rule)
    return RuleEffect(len(found), effect(found, before, session.today), effect(found, after, session.today))


def scope(rule: Rule) -> tuple[str, str, str, bool | None]:
    """Which dates a rule is for; of two for the same, one gives way."""
    return rule.kind, rule.tier, rule.agreement_uid, rule.asks


def watched(session: Session, until: date | None = None) -> list[Watched]:
    """The register's deadlines to act on until a day (inclusive; None for all), as reminders know them."""
    return [*map(as_watched, session.read.deadlines(until)), *_of_partnerships(session, until)]


def remindable(session: Session, until: date | None = None) -> list[Watched]:
    """Those of them that can come up: what is settled only where its agreement has been answered for."""
    rows = session.read.deadline_rows(session.read.remindable(until))
    return [*map(as_watched, rows), *_of_partnerships(session, until)]


def coming_up(session: Session, last: date, rules: Iterable[Rule]) -> list[Watched]:
    """Those of them that may come up from tomorrow to a day (inclusive): few, however large the register is."""
    known = (*DEFAULT_RULES, *rules)
    stages = {stage for rule in known for stage in (*rule.stages, rule.insists, 0)}
    rows = session.read.deadline_rows(session.read.coming_up(session.today, last, stages))
    return [*map(as_watched, rows), *_of_partnerships(session, None)]


def _of_partnerships(session: Session, until: date | None) -> Iterator[Watched]:
    ours = [one for one in session.read.arrangements() if one.our_role != NOT_OURS]
    for arrangement, deadlines in deadlines_of(session, ours):
        for deadline in deadlines:
            if until is None or deadline.act_by <= until:
                yield Watched(
                    agreement_uid=arrangement.uid,
                    deadline=deadline,
                    reference=arrangement.reference,
                    title=arrangement.title,
                    recorded=recorded_on(arrangement.uid),
                )


def as_watched(row: DeadlineRow) -> Watched:
    """A stored deadline as reminders know it."""
    return Watched(
        agreement_uid=row.agreement_uid,
        deadline=as_deadline(row),
        agreement_id=row.agreement_id,
        reference=row.reference,
        title=row.agreement_title or row.reference,
        supplier=row.supplier,
        owner=row.owner,
        tier=row.tier,
        recorded=recorded_on(row.agreement_uid),
    )


def recorded_on(uid: str) -> date | None:
    """The day on which a record came into being, which its uid (UUID version 7) begins with."""
    plain = uid.replace("-", "")
    if len(plain) != 32 or plain[12] != "7":
        return None
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(int(plain[:12], 16) / 1000, UTC).date()
    return None


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
    found = remindable(session, _horizon(asked.rules, asked.now.date()))
    answers = session.read.records(Answer)
    lines = (*answers, *asked.unsaved)
    return Reading(found, answers, asked, due_of(found, lines, asked.rules, asked.now, person=asked.person))


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
        self._found = due_of(
            self._watched or [],
            (*self._answers, *self._unsaved),
            self._rules,
            now,
            person=self._person,
        )
        self.checked = now
        return self._found

    @property
    def is_stale(self) -> bool:
        """Must the register be read before the next look? In a large one, let a worker do that.

        Raises:
            TrackerError: the register does not answer.
        """
        return self._must_read(self._session.now())

    def begin(self) -> Callable[[Session], Reading]:
        """The question to ask of the register, on whatever thread; `take` takes the answer."""
        now = self._session.now()
        self._asked = self._session.data_version(), now.date()
        self._dirty = False
        return partial(read, asked=Asked(self._rules, self._person, tuple(self._unsaved), now))

    def take(self, found: Reading) -> None:
        """Go by what was read: dates that moved since are armed again.

        What was found due holds, unless something has come between.
        """
        before, same_day = self._watched, self._read_on == self._asked[1]
        self._watched, self._answers = found.watched, found.answers
        self._written.clear()
        if before is not None and same_day:
            known = (*self._answers, *self._unsaved)
            self._unsaved += moved(
                before, self._watched, known, user=self._person.user, at=self._session.now()
            )
        self._version, self._read_on = self._asked
        asked = Asked(self._rules, self._person, tuple(self._unsaved), found.asked.now)
        self._found = found.due if asked == found.asked else None
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
        if self.checked is None or now < self.checked or now.utcoffset() != self.checked.utcoffset():
            return False
        if self._written or (self._unsaved and not self._session.read_only):
            return False
        return found.changes is None or now.replace(tzinfo=None) < found.changes

    def _read(self) -> None:
        question = self.begin()
        self._session.refresh()
        self.take(question(self._session))

    def _read_written(self) -> None:
        """Read the lines that this program has added to the ledger, or taken from it, since it was read."""
        if self._written:
            kept = (line for line in self._answers if line.id not in self._written)
            fresh = self._session.read.records(Answer, sorted(self._written))
            self._answers = sorted((*kept, *fresh), key=lambda line: line.id)
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


def _horizon(rules: Iterable[Rule], today: date) -> date:
    """The last act-by day that can have anything to do with today or the weeks to come."""
    earliest = max(max((*rule.stages, rule.insists)) for rule in (*DEFAULT_RULES, *rules))
    return add_days(today, max(earliest, 0) + _MARGIN)
