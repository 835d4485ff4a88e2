"""Tags of one agreement: put on and taken off, each as one change."""

from __future__ import annotations

from tracker.app import bulk
from tracker.app.session import Session
from tracker.app.verbs import called
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError


def add(session: Session, agreement: Agreement, text: str) -> None:
    """Put tags on, parted by commas.

    Raises:
        TrackerError: there is none in the text, or it has them all already.
    """
    deed = bulk.add_tags(text)
    if deed(session, agreement).store is None:
        raise TrackerError(f"{called(agreement)} has the tag ‘{text.strip(' ,')}’ already.")
    bulk.change_many(session, [agreement.id], deed, f"Add tag ‘{text.strip(' ,')}’ to {called(agreement)}")


def remove(session: Session, agreement: Agreement, name: str) -> None:
    """Take a tag off."""
    bulk.change_many(
        session, [agreement.id], bulk.remove_tags(name), f"Remove tag ‘{name}’ from {called(agreement)}"
    )


def in_use(session: Session) -> list[str]:
    """Every tag of the register, by name."""
    return sorted((name for name, _ in session.read.facet("tag")), key=str.casefold)
