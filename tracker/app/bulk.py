"""One thing done to many agreements, as one change in the history that one Undo takes back.

What would be done is shown first: which agreements change, how many stay as they are, and
which cannot be changed and why. A worker does both, with a session of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from tracker.app import edit
from tracker.app.fields import BY_NAME, Kind, apply, read_field, show_field
from tracker.app.session import Clock, Session, require_writable
from tracker.domain.agreement import Agreement, Event, Tag
from tracker.domain.dates import show
from tracker.domain.errors import TrackerError

LISTED = 200
"""So many agreements are named, of those that change and of those that cannot."""
_ENDED = ("ended", "abandoned")


class Line(NamedTuple):
    """An agreement in a plan: how it stands before and after, or (`after`) why it cannot be changed."""

    id: int
    name: str
    reference: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done.

    Attributes:
        name: as Undo will name it.
        ids: the agreements that change, in the order of the list.
        changes, cannot: the first of those that change, and of those that cannot.
        same: how many have it already.
        unable: how many cannot be changed.
    """

    name: str
    ids: tuple[int, ...]
    changes: tuple[Line, ...]
    same: int
    cannot: tuple[Line, ...]
    unable: int


class Outcome(NamedTuple):
    """What would become of one agreement: fields or an event of it, in words before and after.

    Nothing to store means that it has it already; `why_not` that it cannot be done.
    """

    before: str = ""
    after: str = ""
    store: Agreement | Event | None = None
    why_not: str = ""


Words = Callable[[int], str]
Deed = Callable[[Session, Agreement], Outcome]
"""What is to be done to each agreement."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of a list, by their places in it: as a worker finds them again.

    Attributes:
        spans: (first, past the last) places in the list's order.
        check: `checked` of their ids as they were chosen.
    """

    search: str
    filters: tuple[tuple[str, str], ...]
    sort: str
    descending: bool
    group: str
    spans: tuple[tuple[int, int], ...]
    check: int


def checked(ids: bytes) -> int:
    """A number that is another one where other ids are chosen."""
    return crc32(ids)


def ids_of(session: Session, chosen: Chosen) -> list[int]:
    """The ids of the rows that were chosen, in the order of the list.

    Raises:
        TrackerError: the list has changed since.
    """
    ids = session.read.ids(chosen.search, dict(chosen.filters), chosen.sort, chosen.descending, chosen.group)
    found = ids[:0]
    for first, past in chosen.spans:
        found.extend(ids[first:past])
    if checked(found.tobytes()) != chosen.check:
        raise TrackerError("The list has changed since these rows were selected. Select them again.")
    return found.tolist()


# What can be done


def set_field(name: str, text: str) -> Deed:
    """Set a field to what was typed; blank clears it.

    Raises:
        TrackerError: it cannot be read.
    """
    read = read_field(name, text)
    if read.refused:
        raise TrackerError(read.refused.message)

    def deed(session: Session, agreement: Agreement) -> Outcome:
        after = apply(agreement, name, read.value)
        before, now = show_field(agreement, name), show_field(after, name)
        return Outcome(before, now, None if before == now else after)

    return deed


def extend_by_option(decided_on: date, authority: str = "") -> Deed:
    """Extend each by its own next option."""

    def deed(session: Session, agreement: Agreement) -> Outcome:
        standing = session.stand(agreement)
        end = show(standing.current_end) if standing.current_end else "no end recorded"
        step = edit.next_option(standing)
        if str(standing.status.value).startswith(_ENDED):
            return Outcome(end, why_not=f"It is {standing.status.value.replace(' – ', ': ')}.")
        if step is None:
            return Outcome(end, why_not="No option is left to extend it by.")
        if step.ends is None:
            return Outcome(end, why_not="The end that its next option leads to cannot be worked out.")
        event = edit.extension(
            session,
            new_end=step.ends,
            option=step.option,
            decided_on=decided_on,
            authority=authority,
        )
        return Outcome(end, show(step.ends), event)

    return deed


def add_tags(text: str) -> Deed:
    """Put tags on, parted by commas; those that are there already stay.

    Raises:
        TrackerError: there is none in the text.
    """
    wanted = _tags(text)

    def deed(session: Session, agreement: Agreement) -> Outcome:
        has = {tag.name.casefold() for tag in agreement.tags}
        new = tuple(Tag(name=name) for name in wanted if name.casefold() not in has)
        after = replace(agreement, tags=agreement.tags + new)
        return Outcome(_named(agreement), _named(after), after if new else None)

    return deed


def remove_tags(text: str) -> Deed:
    """Take tags off, parted by commas.

    Raises:
        TrackerError: there is none in the text.
    """
    unwanted = {name.casefold() for name in _tags(text)}

    def deed(session: Session, agreement: Agreement) -> Outcome:
        left = tuple(tag for tag in agreement.tags if tag.name.casefold() not in unwanted)
        after = replace(agreement, tags=left)
        return Outcome(_named(agreement), _named(after), after if left != agreement.tags else None)

    return deed


def _tags(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise TrackerError("Write a tag, or several with commas between them.")
    return names


def _named(agreement: Agreement) -> str:
    return ", ".join(tag.name for tag in agreement.tags)


def field_words(name: str, text: str, number: int) -> str:
    """What setting a field of so many agreements is called."""
    field = BY_NAME[name]
    many = _many(number)
    if not text.strip():
        return f"Clear {field.label.lower()} of {many}"
    short = text.strip() if field.kind is not Kind.LONG and len(text.strip()) <= 40 else "the text typed"
    return f"Set {field.label.lower()} of {many} to ‘{short}’"


def extension_words(number: int) -> str:
    """What extending so many agreements is called."""
    return f"Extend {_many(number)} by the next option"


def tag_words(text: str, number: int, *, remove: bool) -> str:
    """What tagging so many agreements is called."""
    return f"{'Remove' if remove else 'Add'} tag ‘{', '.join(_tags(text))}’ {'from' if remove else 'to'} {_many(number)}"


def _many(number: int) -> str:
    return f"{number:,} agreement{'' if number == 1 else 's'}"


# Before and after


def plan(session: Session, ids: Iterable[int], deed: Deed, words: Words) -> Plan:
    """What the deed would do to those agreements; nothing is stored."""
    changing: list[int] = []
    changes: list[Line] = []
    cannot: list[Line] = []
    same = unable = 0
    for agreement in session.read.agreements(ids):
        outcome = deed(session, agreement)
        name = agreement.title or agreement.reference or "no title"
        if outcome.why_not:
            unable += 1
            if len(cannot) < LISTED:
                cannot.append(Line(agreement.id, name, agreement.reference, outcome.before, outcome.why_not))
        elif outcome.store is None:
            same += 1
        else:
            changing.append(agreement.id)
            if len(changes) < LISTED:
                changes.append(Line(agreement.id, name, agreement.reference, outcome.before, outcome.after))
    return Plan(words(len(changing)), tuple(changing), tuple(changes), same, tuple(cannot), unable)


def change_many(session: Session, ids: Sequence[int], deed: Deed, name: str) -> int:
    """Do it to those agreements as one operation; returns how many were changed.

    Those that cannot be changed, or have it already, are left alone.

    Raises:
        TrackerError: the register cannot be written to; nothing was changed then.
    """
    require_writable(session)
    number = 0
    with session.operation(name) as write:
        for agreement in session.read.agreements(ids):
            store = deed(session, agreement).store
            if isinstance(store, Event):
                write.add(replace(store, agreement_id=agreement.id))
            elif store is not None:
                edit.store_difference(write, agreement, store)
            number += store is not None
    return number


# On a worker


def plan_beside(register: Path, clock: Clock, chosen: Chosen, deed: Deed, words: Words) -> Plan:
    """`plan`, with a session of its own."""
    with Session.open(register, clock=clock, read_only=True) as session:
        return plan(session, ids_of(session, chosen), deed, words)


def change_beside(register: Path, clock: Clock, user: str, made: Plan, deed: Deed) -> int:
    """`change_many` for a plan, with a session of its own."""
    with Session.open(register, clock=clock, user=user) as session:
        return change_many(session, made.ids, deed, made.name)
