"""Finding the one record that a person means by part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from tracker.domain.errors import TrackerError

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.organisation import Organisation
    from tracker.domain.partnerships.partnership import Arrangement
    from tracker.store.queries import AgreementRow

T = TypeVar("T")
LISTED = 8


def one_agreement(session: Session, text: str) -> AgreementRow:
    """The agreement that any part of a reference, title or uid fits.

    Raises:
        TrackerError: none fits, or several do (they are listed).
    """
    return _one(
        "agreement", text, session.read.find_agreement(text), lambda row: f"{row.reference} {row.title}"
    )


def one_organisation(session: Session, text: str) -> Organisation:
    """The organisation that any part of a name fits; errors as for `one_agreement`."""
    return _one("organisation", text, session.read.find_organisation(text), lambda found: found.name)


def one_arrangement(session: Session, text: str) -> Arrangement:
    """The arrangement that any part of a title or reference fits; errors as for `one_agreement`."""
    return _one("arrangement", text, session.read.find_arrangement(text), lambda found: found.title)


def _one(what: str, text: str, found: Sequence[T], name: Callable[[T], str]) -> T:
    if not found:
        raise TrackerError(f"No {what} has “{text}” in its name or reference.")
    if len(found) > 1:
        names = "; ".join(name(one).strip() for one in found[:LISTED])
        more = f"; and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise TrackerError(f"“{text}” fits {len(found)} {what}s: {names}{more}. Write more of one of them.")
    return found[0]
