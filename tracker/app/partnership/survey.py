"""Every arrangement in a line: who is in today, what comes next, what is in doubt. Read in bulk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.bulk import Held, Moves, agreements_of, held_by, moves
from tracker.domain.agreement import Status
from tracker.domain.organisation import Organisation, OrganisationKind, Succession
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.membership import SAVINGS_DUE, deadlines, with_leavings
from tracker.domain.partnerships.partnership import (
    Arrangement,
    MemberRole,
    Membership,
    Presence,
    presences_on,
)
from tracker.domain.partnerships.succession import bearing_on
from tracker.domain.source import Conflict, ConflictState

if TYPE_CHECKING:
    from tracker.app.session import Session


@dataclass(frozen=True, slots=True)
class ArrangementLine:
    """One arrangement as a list shows it, on a day.

    Attributes:
        sure, most: members for certain, and at the most.
        disputed: how many of them are disputed.
        agreements, running: agreements that it holds, and how many of them run on the day.
        next_date, next_title: the next date to come; None where none is.
        conflicts: open ones.
    """

    arrangement: Arrangement
    regions: tuple[str, ...]
    councils: tuple[str, ...]
    sure: int
    most: int
    disputed: int
    agreements: int
    running: int
    next_date: date | None
    next_title: str
    conflicts: int


_RUNNING = {
    str(status.value)
    for status in (
        Status.LIVE,
        Status.IN_EXTENSION,
        Status.ROLLING,
        Status.EXPIRING,
        Status.NOTICE_GIVEN,
        Status.STILL_IN_USE,
    )
}


class _Body(NamedTuple):
    name: str
    kind: OrganisationKind
    region: str


class _Known(NamedTuple):
    """What all of the arrangements hold, each kind read at once."""

    stints: dict[int, list[Membership]]
    agreements: Mapping[int, list[Held]]
    moves: dict[int, Moves]
    claims: Mapping[int, list[SavingsClaim]]
    conflicts: Mapping[int, int]
    bodies: dict[int, _Body]
    names: dict[int, str]
    successions: list[Succession]


def survey(session: Session, wanted: Iterable[int] | None = None) -> list[ArrangementLine]:
    """A line for each arrangement, or for those of these ids, in the order of `in_order`."""
    read = session.read
    arrangements = read.arrangements() if wanted is None else read.records(Arrangement, wanted)
    ids = [arrangement.id for arrangement in arrangements]
    bodies = {body: _Body(*said) for body, *said in read.fields(Organisation, "id", *_Body._fields)}
    states = read.fields_of(Conflict, "arrangement_id", ids, "arrangement_id", "state")
    known = _Known(
        held_by(session, Membership, ids),
        agreements_of(session, ids),
        moves(session, ids),
        _savings_due(session, ids),
        Counter(place for place, state in states if state is ConflictState.OPEN),
        bodies,
        {body: said.name for body, said in bodies.items()},
        read.records(Succession),
    )
    return in_order(_line(session, arrangement, known) for arrangement in arrangements)


def _savings_due(session: Session, ids: Iterable[int]) -> dict[int, list[SavingsClaim]]:
    """The claims that are dates to come, of all that there are."""
    rows = session.read.fields_of(SavingsClaim, "arrangement_id", ids, "id", "nature", "ends")
    due = [claim for claim, nature, ends in rows if nature in SAVINGS_DUE and ends is not None]
    found: dict[int, list[SavingsClaim]] = defaultdict(list)
    for claim in session.read.records(SavingsClaim, due):
        found[claim.arrangement_id or 0].append(claim)
    return found


def in_order(lines: Iterable[ArrangementLine]) -> list[ArrangementLine]:
    """By title, the fictional ones last."""
    return sorted(lines, key=lambda line: (line.arrangement.fictional, line.arrangement.title.casefold()))


def _line(session: Session, arrangement: Arrangement, known: _Known) -> ArrangementLine:
    agreements = known.agreements.get(arrangement.id, [])
    stints = with_leavings(known.stints[arrangement.id], known.moves[arrangement.id].left)
    inside = Counter(
        presences_on(
            session.today,
            stints,
            covers=[agreement.cover for agreement in agreements],
            successions=bearing_on({stint.organisation_id for stint in stints}, known.successions),
            ended=arrangement.ended,
        ).values()
    )
    sure, disputed = inside[Presence.YES], inside[Presence.DISPUTED]
    members = [known.bodies[s.organisation_id] for s in stints if s.role is not MemberRole.SUPPLIER]
    councils = {body.name: body.region for body in members if body.kind is OrganisationKind.COUNCIL}
    following = _next(session, arrangement.id, agreements, stints, known)
    return ArrangementLine(
        arrangement,
        tuple(sorted({region for region in councils.values() if region})),
        tuple(councils),
        sure,
        sure + disputed + inside[Presence.POSSIBLY],
        disputed,
        len(agreements),
        sum(agreement.standing.status in _RUNNING for agreement in agreements),
        following[0] if following else None,
        following[1] if following else "",
        known.conflicts.get(arrangement.id, 0),
    )


def _next(
    session: Session,
    arrangement_id: int,
    agreements: Iterable[Held],
    stints: tuple[Membership, ...],
    known: _Known,
) -> tuple[date, str] | None:
    """The next date of the arrangement itself or of one of its agreements, and what it is."""
    events, claims = known.moves[arrangement_id].events, known.claims.get(arrangement_id, ())
    own = deadlines(stints, events, claims, session.today, session.calendar, known.names)
    dates = [(d.date, d.title) for d in own if not d.settled and d.date >= session.today]
    for _, _, _, act_by, title, kind in (agreement.standing for agreement in agreements):
        if act_by and (day := date.fromisoformat(act_by)) >= session.today:
            dates.append((day, title or kind or ""))
    return min(dates, default=None)
