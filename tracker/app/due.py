"""What must be done by when: the register's deadlines with how they stand today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.partnerships import deadlines_of
from tracker.domain.dates import Period, extend_end
from tracker.domain.deadlines.deadline import Deadline, DeadlineState, state_of

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.partnerships.partnership import Arrangement
    from tracker.store.dues import DayCount
    from tracker.store.queries import DeadlineRow

OPEN_STATES = (DeadlineState.UPCOMING, DeadlineState.DUE, DeadlineState.MISSED, DeadlineState.SNOOZED)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as stored, and how it stands today."""

    row: DeadlineRow
    state: DeadlineState

    @property
    def date(self) -> Day:
        """The legal date."""
        return Day.fromisoformat(self.row.date)

    @property
    def act_by(self) -> Day:
        """The working day by which to act."""
        return Day.fromisoformat(self.row.act_by)


def due_within(
    session: Session, window: Period, *, everything: bool = False, filters: Mapping[str, str] | None = None
) -> list[Due]:
    """Missed deadlines, then those to act on from today to the end of `window` (inclusive).

    Args:
        everything: also what is done, fell away, or falls later.
        filters: as for lists of agreements ("fictional": "no").
    """
    last = None if everything else extend_end(session.today, window)
    today = session.today
    answered = session.read.decided()
    rows = session.read.deadlines(last, filters, open_on=None if everything else today)
    rows += _of_arrangements(session, last, dict(filters or {}))
    found = [Due(row, _state(row, today.isoformat(), answered)) for row in rows]
    if not everything:
        found = [one for one in found if one.state in OPEN_STATES]
    return sorted(
        found,
        key=lambda one: (one.state is not DeadlineState.MISSED, one.row.act_by, one.row.date, one.row.id),
    )


class Part(NamedTuple):
    """Some of what is due: the first rows of a list, and how long it is.

    Attributes:
        rows: how many rows the whole list would have.
        number: how many deadlines those stand for.
        more: agreement -> how many it has besides the one that is shown.
    """

    dues: tuple[Due, ...]
    rows: int
    number: int
    more: Mapping[int, int]


def overdue(session: Session, others: Sequence[Due], limit: int) -> Part:
    """What somebody should have done by now, once each agreement, what hurts most first.

    What can still be done comes first, by the last day for it; then what was missed, lately first.

    Args:
        others: the dates of arrangements, as `arrangement_dues` reads them.
    """
    today = session.today
    worst, agreements, deadlines = session.read.overdue(today, limit)
    found = _dues(session, [one for one, _ in worst])
    late = [due for due in others if due.row.asks and due.act_by < today]
    merged = sorted([*found, *late], key=lambda due: due.state is DeadlineState.MISSED)
    numbers = dict(worst)  # somebody else may have written between the two questions
    more = {due.row.agreement_id: numbers[due.row.id] - 1 for due in found if numbers[due.row.id] > 1}
    return Part(tuple(merged[:limit]), agreements + len(late), deadlines + len(late), more)


def due_from(session: Session, others: Sequence[Due], first: Day, last: Day, number: int, limit: int) -> Part:
    """What is to be done from a day to another (inclusive), the earliest first, without what is overdue.

    What may happen "some time in 2026" while that year runs has its day behind it: it comes last.

    Args:
        others: the dates of arrangements, as `arrangement_dues` reads them.
        number: how many of them are the agreements' own, as `due_days` counts them.
    """
    today = session.today
    ids = session.read.due_between(today, max(first, today), last, limit)
    if first < today and len(ids) < limit:
        yesterday = min(last, today - timedelta(days=1))
        ids += session.read.due_between(today, first, yesterday, limit - len(ids))
    found = _dues(session, ids)
    within = [
        due for due in others if first <= due.act_by <= last and not (due.row.asks and due.act_by < today)
    ]
    merged = sorted(
        [*found, *within],
        key=lambda due: (due.act_by < today, due.row.act_by, due.row.date, due.row.id),
    )
    whole = number + len(within)
    return Part(tuple(merged[:limit]), whole, whole, {})


def due_days(
    session: Session, others: Sequence[Due], window: Period, each: int, most: int
) -> tuple[list[Due], list[DayCount]]:
    """The first of each day to act by, so many a day, to the end of `window`; and how many each day has.

    Args:
        others: the dates of arrangements, as `arrangement_dues` reads them.
        most: where there are more than that altogether, one of each day will do.
    """
    today, last = session.today, extend_end(session.today, window)
    counted = session.read.due_per_day(today, last)
    if sum(one.number for one in counted) > most:
        ids = [one.first for one in counted]
    else:
        ids = session.read.due_of_each_day(today, last, each)
    found = _dues(session, ids)
    return [*found, *(due for due in others if due.act_by <= last)], counted


def _dues(session: Session, ids: Iterable[int]) -> list[Due]:
    today = session.today.isoformat()
    return [Due(row, _state(row, today, frozenset())) for row in session.read.deadline_rows(ids)]


def arrangement_dues(session: Session) -> list[Due]:
    """The open dates of arrangements themselves; they are reckoned anew, so read them once for all that asks."""
    today = session.today.isoformat()
    answered = session.read.decided()
    found = [Due(row, _state(row, today, answered)) for row in _of_arrangements(session, None, {})]
    return [one for one in found if one.state in OPEN_STATES]


def _of_arrangements(session: Session, last: Day | None, filters: dict[str, str]) -> list[DeadlineRow]:
    """The dates of arrangements themselves; only the filters that concern them let any through."""
    from tracker.store.queries import DeadlineRow

    if filters.keys() - {"fictional", "arrangement"}:
        return []
    rows = []
    passing = [one for one in session.read.arrangements() if _passes(one, filters)]
    for arrangement, deadlines in deadlines_of(session, passing):
        for deadline in deadlines:
            if last is None or deadline.act_by <= last:
                rows.append(
                    DeadlineRow(
                        id=0,
                        agreement_id=0,
                        agreement_uid=arrangement.uid,
                        reference=arrangement.reference,
                        agreement_title="",
                        arrangement=arrangement.title,
                        supplier="",
                        owner="",
                        kind=deadline.kind,
                        title=deadline.title,
                        date=deadline.date.isoformat(),
                        act_by=deadline.act_by.isoformat(),
                        missed_after=deadline.missed_after.isoformat(),
                        earliest=deadline.earliest.isoformat() if deadline.earliest else None,
                        latest=deadline.latest.isoformat() if deadline.latest else None,
                        party=deadline.party,
                        asks=deadline.asks,
                        settled=deadline.settled,
                        workings=deadline.workings,
                        fictional=arrangement.fictional,
                    )
                )
    return rows


def _passes(arrangement: Arrangement, filters: Mapping[str, str]) -> bool:
    fictional = filters.get("fictional")
    wanted = filters.get("arrangement", "").casefold()
    return (fictional is None or arrangement.fictional is (fictional == "yes")) and (
        wanted in arrangement.title.casefold()
    )


def _state(row: DeadlineRow, today: str, answered: frozenset[tuple[str, str, str]]) -> DeadlineState:
    if (row.agreement_uid, row.kind, row.date) in answered:
        return DeadlineState.DONE
    return state_of(row.settled, row.asks, row.act_by, row.missed_after, today)


def as_deadline(row: DeadlineRow) -> Deadline:
    """The deadline that a stored row stands for."""
    return Deadline(
        kind=row.kind,
        date=Day.fromisoformat(row.date),
        act_by=Day.fromisoformat(row.act_by),
        missed_after=Day.fromisoformat(row.missed_after),
        asks=bool(row.asks),
        settled=bool(row.settled),
        party=row.party,
        earliest=Day.fromisoformat(row.earliest) if row.earliest else None,
        latest=Day.fromisoformat(row.latest) if row.latest else None,
        workings=row.workings,
        title=row.title,
    )
