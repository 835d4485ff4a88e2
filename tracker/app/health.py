"""Whether a register is sound, and what in its data looks wrong."""

from __future__ import annotations

from dataclasses import replace

from tracker.app.session import Session
from tracker.domain.check import Finding


def check_register(session: Session) -> tuple[Finding, ...]:
    """Faults of the file first, then every Finding about an agreement, each with its name."""
    found = list(session.check_integrity())
    for agreement in session.read.agreements():
        name = " ".join(part for part in (agreement.reference, agreement.title) if part)
        found += [replace(one, record=one.record or name) for one in session.stand(agreement).findings]
    return tuple(found)
