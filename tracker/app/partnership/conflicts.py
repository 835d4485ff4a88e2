"""Settling what sources do not agree on: a person chooses a reading and says why, and may open it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.app.session import require_writable
from tracker.domain.errors import TrackerError
from tracker.domain.source import Conflict, ConflictState

if TYPE_CHECKING:
    from tracker.app.session import Session


def settle(session: Session, conflict_id: int, chosen: int, reason: str) -> None:
    """Settle a conflict on the reading of that number, as one operation.

    The other readings stay in the register; nothing that rests on them is changed.

    Raises:
        TrackerError: no reason was given, there is no such reading, or it is settled already.
    """
    conflict = _open_one(session, conflict_id, reason)
    if chosen not in {reading.number for reading in conflict.readings}:
        raise TrackerError(f"‘{_name(conflict)}’ has no reading {chosen}.")
    _decide(session, conflict, ConflictState.SETTLED, chosen, reason, f"Settle ‘{_name(conflict)}’")


def explain(session: Session, conflict_id: int, reason: str) -> None:
    """Say how the readings can stand side by side, without choosing one of them.

    Raises:
        TrackerError: no explanation was given, or it is settled already.
    """
    conflict = _open_one(session, conflict_id, reason)
    _decide(session, conflict, ConflictState.EXPLAINED, None, reason, f"Explain ‘{_name(conflict)}’")


def reopen(session: Session, conflict_id: int) -> None:
    """Open a conflict again that was settled or explained; what was decided stays in the history.

    Raises:
        TrackerError: it is open.
    """
    require_writable(session)
    conflict = session.read.record(Conflict, conflict_id)
    if conflict.state is ConflictState.OPEN:
        raise TrackerError(f"‘{_name(conflict)}’ is open already.")
    with session.operation(f"Reopen ‘{_name(conflict)}’") as write:
        write.change(
            Conflict,
            conflict.id,
            state=ConflictState.OPEN,
            chosen=None,
            reason="",
            settled_by="",
            settled_on=None,
        )


def _open_one(session: Session, conflict_id: int, reason: str) -> Conflict:
    require_writable(session)
    conflict = session.read.record(Conflict, conflict_id)
    if conflict.state is ConflictState.SETTLED:
        raise TrackerError(f"‘{_name(conflict)}’ is settled. Reopen it first, then decide again.")
    if not reason.strip():
        raise TrackerError("Say why: whoever comes after must be able to check it.")
    return conflict


def _decide(
    session: Session, conflict: Conflict, state: ConflictState, chosen: int | None, reason: str, name: str
) -> None:
    with session.operation(name) as write:
        write.change(
            Conflict,
            conflict.id,
            was={"state": conflict.state},
            state=state,
            chosen=chosen,
            reason=reason.strip(),
            settled_by=session.user,
            settled_on=session.now().date(),
        )


def _name(conflict: Conflict) -> str:
    return f"{conflict.reference} {conflict.subject}".strip()
