"""Finding the one record that a person means by part of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.domain.errors import TrackerError
from tracker.store.folding import fold

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.organisation import Organisation
    from tracker.domain.partnerships.partnership import Arrangement
    from tracker.store.queries import AgreementRow, Queries

T = TypeVar("T")
LISTED = 8


class Anything(NamedTuple):
    """What has the words in its name: the few best of each kind."""

    agreements: tuple[AgreementRow, ...]
    organisations: tuple[Organisation, ...]
    arrangements: tuple[Arrangement, ...]


def anything(read: Queries, text: str) -> Anything:
    """Agreements that have every word of the text in any field, bodies and arrangements in their names."""
    wanted = text.split()
    if not wanted:
        return Anything((), (), ())
    longest = max(wanted, key=len)
    bodies = [body for body in read.find_organisation(longest) if _has(body.name, wanted, longest)]
    arrangements = [
        found
        for found in read.find_arrangement(longest)
        if _has(f"{found.title} {found.reference}", wanted, longest)
    ]
    bodies.sort(key=lambda body: (not body.name.casefold().startswith(text.casefold()), body.name.casefold()))
    return Anything(
        tuple(read.listing(search=text, limit=LISTED).rows),
        tuple(bodies[:LISTED]),
        tuple(arrangements[:LISTED]),
    )


def _has(name: str, words: Sequence[str], found: str) -> bool:
    """Whether the other words occur too; the one it was found by may be in another of its names."""
    return all(word == found or fold(word) in fold(name) for word in words)


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
