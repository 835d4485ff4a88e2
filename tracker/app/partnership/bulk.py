"""What many arrangements hold, read at once: a question about all of them is not asked of each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.agreement import Agreement, Event
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.partnership import Membership
from tracker.domain.partnerships.service import ServiceLevel
from tracker.domain.source import Conflict

if TYPE_CHECKING:
    from tracker.app.session import Session

T = TypeVar("T", Agreement, Conflict, Event, Membership, SavingsClaim, ServiceLevel)


def held_by(session: Session, kind: type[T], arrangement_ids: Iterable[int]) -> dict[int, list[T]]:
    """Arrangement id -> what it holds of that kind, in the order of ids; every id asked for has its list."""
    found: dict[int, list[T]] = {arrangement_id: [] for arrangement_id in arrangement_ids}
    for record in session.read.related_to(kind, "arrangement_id", found):
        if record.arrangement_id is not None:
            found[record.arrangement_id].append(record)
    return found
