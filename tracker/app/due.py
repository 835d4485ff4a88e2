"""What must be done by when: the register's deadlines with how they stand today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING

from tracker.app.partnership.partnerships import deadlines_of
from tracker.domain.dates import Period, extend_end
from tracker.domain.deadlines.deadline import Deadline, DeadlineState, state_of

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.partnerships.partnership import Arrangement
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
