"""Everything that will remind, and everything that was answered: what the Reminders page shows.

Read at once, through whatever session is given, so that a worker can do it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tracker.app.reminding.reminders import coming_up, remindable
from tracker.app.reminding.settings import load_person, load_rules
from tracker.app.settings import Settings
from tracker.domain.reminding.agenda import Coming, months_ahead
from tracker.domain.reminding.alert import Answer, AnswerAction, Watched
from tracker.domain.reminding.reminder import Key

if TYPE_CHECKING:
    from tracker.app.session import Session


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the ledger that a person wrote, and what it was about.

    Attributes:
        agreement_id: 0 where the date is a partnership's own, or the record has gone.
        title: of the record; "" where it has gone from the register or has no dates left.
        holds: whether it still keeps the reminder away: nothing answered later took its place.
    """

    line: Answer
    agreement_id: int
    title: str
    owner: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What comes up in the next 24 months, by day, and what was answered, the newest first.

    Attributes:
        last: the last day that was looked at; None where all of them were.
    """

    coming: tuple[Coming, ...]
    answered: tuple[Answered, ...]
    last: date | None = None


def board(session: Session, last: date | None = None) -> Board:
    """The whole of it, for the person at this machine; what comes up until a day (inclusive) where one is named."""
    settings, now = Settings.load(), session.now()
    rules, lines = load_rules(settings), session.read.records(Answer)
    items = remindable(session) if last is None else coming_up(session, last, rules)
    months = months_ahead(items, rules, lines, now, person=load_person(settings, session.user))
    coming = (coming for month in months for coming in month.coming)
    return Board(
        tuple(one for one in coming if last is None or one.day <= last), _answered(items, lines, now), last
    )


def _answered(items: Sequence[Watched], lines: Sequence[Answer], now: datetime) -> tuple[Answered, ...]:
    known = {item.agreement_uid: item for item in items}
    holding = _holding(lines, now)
    found = []
    for line in reversed(lines):
        if line.action is not AnswerAction.SHOWN:
            item = known.get(line.agreement_uid)
            found.append(
                Answered(
                    line,
                    item.agreement_id if item else 0,
                    item.title if item else "",
                    item.owner if item else "",
                    line.id in holding,
                )
            )
    return tuple(found)


def _holding(lines: Sequence[Answer], now: datetime) -> frozenset[int]:
    """Ids of the lines that keep a reminder away now: of each date's, the newest of each person."""
    decisions: dict[Key, int] = {}
    others: dict[Key, dict[str, Answer]] = {}
    for line in lines:
        key = line.agreement_uid, line.kind, line.date
        if line.action is AnswerAction.REARMED:
            decisions.pop(key, None)
            others.pop(key, None)
        elif line.action is AnswerAction.DECIDED:
            decisions[key] = line.id
        elif line.action is not AnswerAction.SHOWN:
            others.setdefault(key, {})[line.user] = line
    still = {
        line.id
        for key, by_user in others.items()
        if key not in decisions
        for line in by_user.values()
        if line.until is None or line.until > (now if line.until.tzinfo else now.replace(tzinfo=None))
    }
    return frozenset(still | set(decisions.values()))
