"""What many arrangements hold, read at once: a question about all of them is not asked of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.domain.agreement import Agreement, AgreementType, Event, EventKind, Status
from tracker.domain.dates import When
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.membership import PLANNED, Leaving, cover, leavings
from tracker.domain.partnerships.partnership import Cover, Membership
from tracker.domain.partnerships.service import ServiceLevel
from tracker.domain.source import Conflict

if TYPE_CHECKING:
    from tracker.app.rows import StandingRow
    from tracker.app.session import Session

T = TypeVar("T", Agreement, Conflict, Event, Membership, SavingsClaim, ServiceLevel)


def held_by(session: Session, kind: type[T], arrangement_ids: Iterable[int]) -> dict[int, list[T]]:
    """Arrangement id -> what it holds of that kind, in the order of ids; every id asked for has its list."""
    found: dict[int, list[T]] = {arrangement_id: [] for arrangement_id in arrangement_ids}
    for record in session.read.related_to(kind, "arrangement_id", found):
        if record.arrangement_id is not None:
            found[record.arrangement_id].append(record)
    return found


class Moves(NamedTuple):
    """What events say of the dates of an arrangement, its own and those of its agreements.

    Attributes:
        left: notices that members have given by the session's day, with the days to which they lead.
        events: its own, and those of agreements that have a notice or something planned among them.
    """

    left: list[Leaving]
    events: list[Event]


def moves(session: Session, arrangement_ids: Iterable[int]) -> dict[int, Moves]:
    """Arrangement id -> what moves its dates, for every id asked for.

    Of the agreements, which may be a good part of the register, those alone are read that hold such an event.
    """
    found = {at: Moves([], events) for at, events in held_by(session, Event, arrangement_ids).items()}
    wanted = session.read.eventful(found, EventKind.NOTICE_GIVEN.value, PLANNED)
    for agreement in session.read.records(Agreement, wanted):
        if agreement.arrangement_id is not None:
            left, events = found[agreement.arrangement_id]
            left += leavings(agreement, session.today, session.calendar)
            events += agreement.events
    return found


class Held(NamedTuple):
    """An agreement of an arrangement, as far as lists of many ask, and where it stands."""

    id: int
    title: str
    reference: str
    type: AgreementType
    starts: When | None
    standing: StandingRow

    @property
    def cover(self) -> Cover:
        """What it covers on the session's day."""
        end = self.standing.current_end
        return cover(self, date.fromisoformat(end) if end else None, Status(self.standing.status))


def agreements_of(session: Session, arrangement_ids: Iterable[int]) -> dict[int, list[Held]]:
    """Arrangement id -> its agreements, in the order of ids; those without any are left out."""
    read = session.read
    rows = read.fields_of(
        Agreement,
        "arrangement_id",
        arrangement_ids,
        "arrangement_id",
        "id",
        "title",
        "reference",
        "type",
        "starts",
    )
    standings = {row.agreement_id: row for row in read.stored_standings(row[1] for row in rows)}
    found: dict[int, list[Held]] = defaultdict(list)
    for place, agreement_id, title, reference, kind, starts in rows:
        if agreement_id in standings:
            held = Held(agreement_id, title, reference, kind, starts, standings[agreement_id])
            found[place].append(held)
    return found
