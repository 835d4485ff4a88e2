"""What is done to one agreement as a whole: extended, given notice of, terminated, renewed, superseded, varied.

Each function says what would be done and how the agreement would be recorded afterwards, and
writes nothing; `proposal.carry_out` makes it one operation, so that one Undo takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.app import edit
from tracker.app.fields import BY_NAME, Read, read_field
from tracker.app.partnership.founding import AGREEMENT, Superseding, successor
from tracker.app.partnership.partnering_effects import note, warning
from tracker.app.proposal import Add, Change, Effect, Proposal
from tracker.app.proposal import Step as Deed
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, EndKind, Event, EventKind, NoticeKind
from tracker.domain.check import Finding
from tracker.domain.dates import When, add_days, show
from tracker.domain.errors import TrackerError
from tracker.domain.source import Document, Relation, RelationKind, RelationStanding

VARIED_FIELDS = ("value", "annual_value")
"""Fields that a deed of variation may set in the same change."""


_TO_END = (NoticeKind.TERMINATION, NoticeKind.WITHDRAWAL, NoticeKind.NON_RENEWAL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proposal, and the agreement as it would be recorded after it."""

    proposal: Proposal
    after: Agreement


class Ending(StrEnum):
    """How an agreement is brought to an end before its time."""

    NOTICE = "with notice"
    AT_ONCE = "at once"
    AGREED = "by agreement"


def called(agreement: Agreement) -> str:
    """An agreement by its title, else its reference, for sentences."""
    return f"‘{agreement.title or agreement.reference or 'no title'}’"


def _happening(
    agreement: Agreement, event: Event, name: str, words: str, odd: Iterable[Finding] = ()
) -> Outcome:
    """The outcome of recording that something happened, and nothing besides."""
    event = replace(event, agreement_id=agreement.id)
    after = replace(agreement, events=(*agreement.events, event))
    return Outcome(Proposal(name, words, (Add(event),), findings=tuple(odd)), after)


# Extend, and give notice


def extend(
    session: Session,
    agreement: Agreement,
    *,
    new_end: date,
    option: int | None,
    decided_on: date,
    authority: str = "",
) -> Outcome:
    """Extend to `new_end` (inclusive) by the option of that number, or by agreement where it is None."""
    event = edit.extension(
        session, new_end=new_end, option=option, decided_on=decided_on, authority=authority
    )
    words = f"Extend to {show(new_end)}"
    return _happening(agreement, event, f"{words}: {called(agreement)}", words)


def give_notice(
    agreement: Agreement, given: date, *, last: date | None = None, theirs: bool = False, why: str = ""
) -> Outcome:
    """Record a notice.

    Args:
        last: the last day in force (inclusive), where the notice says one; None to reckon it from the clause.
        theirs: True where the other side gave it.
    """
    by = edit.other_side(agreement) if theirs else None
    event = edit.notice(given=given, takes_effect=last, words=why, by=by)
    name = f"Notice {'received' if theirs else 'given'}: {called(agreement)}"
    return _happening(agreement, event, name, f"Record notice of {show(given)}")


# Terminate


def terminate(
    session: Session, agreement: Agreement, way: Ending, day: date, *, last: date | None = None, why: str = ""
) -> Outcome:
    """End an agreement.

    Args:
        day: the day of the notice, else the last day in force (inclusive).
        last: with notice, the last day in force where the notice says one; None to reckon it from
            the clause.
    """
    if way is Ending.NOTICE:
        event = edit.notice(given=day, takes_effect=last, words=why)
        name = f"Give notice to end {called(agreement)}"
        words = f"Record notice of {show(day)}"
    else:
        event = edit.termination(last_day=day, words=why)
        name = f"Terminate {called(agreement)}"
        words = f"Terminate it on {show(day)}"
    return _happening(agreement, event, name, words, _ending_odd(session, agreement, way, day))


def _ending_odd(session: Session, agreement: Agreement, way: Ending, day: date) -> Iterator[Finding]:
    if way is Ending.NOTICE:
        return
    starts = agreement.starts.earliest if agreement.starts else None
    if starts is not None and day < starts:
        yield warning("terminate.before-start", f"It starts only on {show(starts)}: abandon it instead.")
    end = session.stand(agreement).current_end
    if end is not None and day > end:
        yield warning("terminate.after-end", f"It ends on {show(end)} as it is, before {show(day)}.")
    clause = next((c for c in agreement.notices if c.kind in _TO_END), None)
    if way is Ending.AT_ONCE and clause is not None and clause.length is not None:
        yield note(
            "terminate.no-notice",
            f"The agreement asks for {clause.length} of notice. Ending it at once needs a ground of its own, "
            "such as a breach: say which.",
        )


# Renew


def renew(
    session: Session, agreement: Agreement, *, new_end: date, decided_on: date, authority: str = ""
) -> Outcome:
    """A new term of the same agreement, up to and including `new_end`, outside its options.

    Raises:
        TrackerError: it rolls on by itself, or ends on that day or later already.
    """
    stands = session.stand(agreement)
    if agreement.end_kind is EndKind.ROLLING:
        raise TrackerError("It rolls on by itself, so there is no term to renew.")
    if stands.current_end is not None and new_end <= stands.current_end:
        raise TrackerError(
            f"It runs to {show(stands.current_end)} already. A renewal goes beyond that; "
            "record a variation where the term is shortened."
        )
    event = Event(kind=EventKind.RENEWED, on=When.on(decided_on), new_end=When.on(new_end), text=authority)
    name = f"Renew {called(agreement)} to {show(new_end)}"
    return _happening(agreement, event, name, f"Renew it to {show(new_end)}")


def renew_by_new(session: Session, agreement: Agreement, new: Superseding) -> Outcome:
    """A new agreement that renews this one; this one runs to its own end.

    Raises:
        TrackerError: a text cannot be read.
    """
    made = successor(session, agreement, replace(new, title=new.title.strip() or agreement.title))
    steps: tuple[Deed, ...] = (
        Add(made),
        Add(_relation(RelationKind.RENEWS, AGREEMENT, agreement, new.starts)),
    )
    proposal = Proposal(
        f"Renew {called(agreement)} by {called(made)}",
        f"Add its renewal from {show(new.starts)}",
        steps,
        tuple(_new_effects(session, made)),
        tuple(_joint(session, agreement, new.starts)),
    )
    return Outcome(proposal, agreement)


def _joint(session: Session, agreement: Agreement, starts: date) -> Iterator[Finding]:
    """A gap, or an overlap, between an agreement and the one that follows."""
    end = session.stand(agreement).current_end
    if end is None:
        return
    days = (starts - end).days - 1
    if days > 0:
        yield warning("renew.gap", f"Nothing is in force for {_days(days)} after {show(end)}.")
    elif days < 0:
        yield warning("renew.overlap", f"Both are in force for {_days(-days)}, to {show(end)}.")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _new_effects(session: Session, made: Agreement) -> Iterator[Effect]:
    stands = session.stand(made)
    yield Effect("The new agreement", "", made.title or made.reference)
    end = stands.current_end
    yield Effect(
        "In force", "", f"{_first(made)} to {show(end)}" if end else f"from {_first(made)}, no end recorded"
    )
    if stands.maximum_end != stands.current_end:
        yield Effect("Latest end", "", _end(stands.maximum_end))
    yield Effect("Parties carried over", "", str(len(made.parties)))


def _first(agreement: Agreement) -> str:
    return show(agreement.starts.day) if agreement.starts and agreement.starts.day else "not recorded"


def _end(day: date | None) -> str:
    return show(day) if day else "no end recorded"


# Supersede


def supersede_by_new(session: Session, agreement: Agreement, new: Superseding) -> Outcome:
    """A new agreement takes this one's place; this one ends the day before.

    Raises:
        TrackerError: a text cannot be read, or nothing would be left of the older one.
    """
    made = successor(session, agreement, new)
    event, after = _superseded(agreement, new.starts, made)
    steps = (Add(made), Add(_relation(RelationKind.SUPERSEDES, AGREEMENT, agreement, new.starts)), Add(event))
    proposal = Proposal(
        f"{called(made)} supersedes {called(agreement)}",
        f"Supersede it from {show(new.starts)}",
        steps,
        tuple(_new_effects(session, made)),
        tuple(_joint(session, agreement, new.starts)) if _ends_before(session, agreement, new.starts) else (),
    )
    return Outcome(proposal, after)


def supersede(session: Session, agreement: Agreement, by: int, starts: date) -> Outcome:
    """An agreement that the register holds already takes this one's place from `starts`.

    Raises:
        TrackerError: it is the same agreement, or nothing would be left of the older one.
    """
    newer = session.agreement(by)
    if newer.id == agreement.id:
        raise TrackerError("An agreement cannot take its own place: choose another one.")
    event, after = _superseded(agreement, starts, newer)
    odd = list(_joint(session, agreement, starts)) if _ends_before(session, agreement, starts) else []
    first = newer.starts.earliest if newer.starts else None
    if first is not None and first != starts:
        odd.append(warning("supersede.starts", f"{called(newer)} starts on {show(first)}, not on that day."))
    proposal = Proposal(
        f"{called(newer)} supersedes {called(agreement)}",
        f"Supersede it from {show(starts)}",
        (Add(_relation(RelationKind.SUPERSEDES, newer.id, agreement, starts)), Add(event)),
        (Effect("In its place", "", newer.title or newer.reference),),
        tuple(odd),
    )
    return Outcome(proposal, after)


def _ends_before(session: Session, agreement: Agreement, starts: date) -> bool:
    end = session.stand(agreement).current_end
    return end is not None and end < starts


def _superseded(agreement: Agreement, starts: date, by: Agreement) -> tuple[Event, Agreement]:
    begun = agreement.starts.earliest if agreement.starts else None
    if begun is not None and starts <= begun:
        raise TrackerError(
            f"{called(agreement)} starts only on {show(begun)}, so nothing would be left of it. "
            "Choose a later day."
        )
    event = Event(
        agreement_id=agreement.id,
        kind=EventKind.SUPERSEDED,
        on=When.on(starts),
        new_end=When.on(add_days(starts, -1)),
        text=f"Superseded by {by.reference or by.title}",
    )
    return event, replace(agreement, events=(*agreement.events, event))


def _relation(kind: RelationKind, newer: int, older: Agreement, starts: date) -> Relation:
    return Relation(
        record_kind="Agreement",
        from_id=newer,
        to_id=older.id,
        kind=kind,
        standing=RelationStanding.STATED,
        effective_on=When.on(starts),
    )


# Vary


@dataclass(frozen=True, slots=True)
class Variation:
    """A variation.

    Attributes:
        what: what changed, in the words of the deed.
        effective: the first day on which it holds.
        new_end: the last day in force, where it moves the end; inclusive.
        texts: field name -> text, for those of `VARIED_FIELDS` that it sets.
        document: path or link of the deed, "" for none.
    """

    what: str
    effective: date
    new_end: date | None = None
    texts: Mapping[str, str] | None = None
    document: str = ""


def vary(session: Session, agreement: Agreement, variation: Variation) -> Outcome:
    """Record a variation: what changed, from when, and its document.

    Raises:
        TrackerError: it does not say what changed, or a text cannot be read.
    """
    what = " ".join(variation.what.split())
    if not what:
        raise TrackerError("Say what changed, in a few words.")
    event = Event(
        agreement_id=agreement.id,
        kind=EventKind.VARIED,
        on=When.on(variation.effective),
        new_end=When.on(variation.new_end) if variation.new_end else None,
        text=what,
    )
    steps: list[Deed] = [Add(event)]
    reads = {
        name: _readable(read_field(name, text))
        for name, text in (variation.texts or {}).items()
        if text.strip()
    }
    changed: dict[str, Any] = {name: read.value for name, read in reads.items()}
    if changed:
        steps.append(Change(Agreement, agreement.id, changed))
    if variation.document.strip():
        steps.append(Add(_deed(agreement, variation)))
    after = replace(agreement, events=(*agreement.events, event), **changed)
    effects = [
        Effect(BY_NAME[name].label, str(getattr(agreement, name) or "not recorded"), str(read.value))
        for name, read in reads.items()
    ]
    name = f"Vary {called(agreement)} from {show(variation.effective)}"
    words = f"Record the variation of {show(variation.effective)}"
    return Outcome(Proposal(name, words, tuple(steps), tuple(effects)), after)


def _deed(agreement: Agreement, variation: Variation) -> Document:
    return Document(
        record_kind="Agreement",
        record_id=agreement.id,
        title=f"Variation of {show(variation.effective)}",
        kind="deed of variation",
        location=variation.document.strip(),
        dated=When.on(variation.effective),
    )


def _readable(read: Read) -> Read:
    if read.refused:
        raise TrackerError(read.refused.message)
    return read
