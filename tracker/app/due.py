"""What must be done by when: the register's deadlines with how they stand today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.domain.alert import Answer
from tracker.domain.dates import Period, extend_end
from tracker.domain.deadline import Deadline, DeadlineState, state
from tracker.domain.reminder import Key, decided

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.store.queries import DeadlineRow

OPEN_STATES = (DeadlineState.UPCOMING, DeadlineState.DUE, DeadlineState.MISSED, DeadlineState.SNOOZED)


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as stored, and how it stands today."""

    row: DeadlineRow
    state: DeadlineState

    @property
    def date(self) -> date:
        """The legal date."""
        return date.fromisoformat(self.row.date)

    @property
    def act_by(self) -> date:
        """The working day by which to act."""
        return date.fromisoformat(self.row.act_by)


def due_within(
    session: Session, window: Period, *, everything: bool = False, filters: Mapping[str, str] | None = None
) -> list[Due]:
    """Missed deadlines, then those to act on from today to the end of `window` (inclusive).

    Args:
        everything: also what is done, fell away, or falls later.
        filters: as for lists of agreements ("fictional": "no").
    """
    last = extend_end(session.today, window).isoformat()
    answered = decided(session.read.records(Answer))
    rows = session.read.deadlines(filters)
    found = [
        Due(row, _state(row, session.today, answered)) for row in rows if everything or row.act_by <= last
    ]
    if not everything:
        found = [one for one in found if one.state in OPEN_STATES]
    return sorted(
        found, key=lambda one: (one.state is not DeadlineState.MISSED, one.act_by, one.date, one.row.id)
    )


def _state(row: DeadlineRow, today: date, answered: frozenset[Key]) -> DeadlineState:
    deadline = as_deadline(row)
    if (row.agreement_uid, row.kind, deadline.date) in answered:
        return DeadlineState.DONE
    return state(deadline, today)


def as_deadline(row: DeadlineRow) -> Deadline:
    """The deadline that a stored row stands for."""
    return Deadline(
        kind=row.kind,
        date=date.fromisoformat(row.date),
        act_by=date.fromisoformat(row.act_by),
        missed_after=date.fromisoformat(row.missed_after),
        asks=bool(row.asks),
        settled=bool(row.settled),
        party=row.party,
        earliest=date.fromisoformat(row.earliest) if row.earliest else None,
        latest=date.fromisoformat(row.latest) if row.latest else None,
        workings=row.workings,
        title=row.title,
    )
