"""Whether a register is sound, and what in its data looks wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.app.safety.backups import back_up
from tracker.app.session import Session, require_writable
from tracker.domain.check import Finding
from tracker.domain.errors import TrackerError

if TYPE_CHECKING:
    from tracker.store.compaction import Dropped


KEEP_YEARS = 13
"""Years of history that are kept at the least: actions on a deed may be brought for twelve (Limitation Act
1980, section 8), and a year more for the claim to arrive."""


def drop_history(session: Session, years: int = KEEP_YEARS) -> Dropped:
    """Drop what the history tells of more than so many years ago, after a backup; the records stay.

    Raises:
        TrackerError: fewer years than `KEEP_YEARS` were asked for, or it could not be done.
    """
    if years < KEEP_YEARS:
        raise TrackerError(
            f"At least {KEEP_YEARS} years of history are kept: that long may a contract be argued about."
        )
    require_writable(session)
    now = session.now()
    before = now.replace(year=now.year - years, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    if session.history_before(before).operations:
        back_up(session, "before-compaction")
    return session.drop_history(before)


def check_register(session: Session) -> tuple[Finding, ...]:
    """Faults of the file first, then every Finding about an agreement, each with its name."""
    found = list(session.check_integrity())
    for agreement in session.read.agreements():
        name = " ".join(part for part in (agreement.reference, agreement.title) if part)
        found += [one._replace(record=one.record or name) for one in session.stand(agreement).findings]
    return tuple(found)
