"""Reminders of a register: what is due, and when the next one comes.

Both are computed from the register's deadlines and the ledger of answers; for a running program
`watch.py` does that once a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tracker.app.due import as_deadline
from tracker.app.partnership.partnerships import deadlines_of
from tracker.app.reminding.settings import load_person, load_rules
from tracker.app.settings import Settings
from tracker.domain.dates import add_days
from tracker.domain.partnerships.partnership import NOT_OURS
from tracker.domain.reminding.agenda import Effect, effect, under
from tracker.domain.reminding.alert import (
    DEFAULT_RULES,
    Answer,
    Rule,
    RuleBook,
    Watched,
)
from tracker.domain.reminding.reminder import Due
from tracker.domain.reminding.reminder import due as due_of

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
        remindable(session, horizon(rules, now.date())),
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


def horizon(rules: Iterable[Rule], today: date) -> date:
    """The last act-by day that can have anything to do with today or the weeks to come."""
    earliest = max(max((*rule.stages, rule.insists)) for rule in (*DEFAULT_RULES, *rules))
    return add_days(today, max(earliest, 0) + _MARGIN)
