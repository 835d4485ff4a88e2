"""Every arrangement in a line: who is in today, what comes next, what is in doubt. Read in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.bulk import held_by
from tracker.app.rows import AgreementRow
from tracker.domain.agreement import Agreement, Event, Status
from tracker.domain.organisation import OrganisationKind, Succession
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.membership import cover, deadlines, leavings, with_leavings
from tracker.domain.partnerships.partnership import (
    Arrangement,
    MemberRole,
    Membership,
    Presence,
    count,
    members_on,
)
from tracker.domain.source import Conflict, ConflictState

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.organisation import Organisation


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


class _Held(NamedTuple):
    stints: dict[int, list[Membership]]
    agreements: dict[int, list[Agreement]]
    events: dict[int, list[Event]]
    claims: dict[int, list[SavingsClaim]]
    rows: dict[int, AgreementRow]
    bodies: dict[int, Organisation]
    successions: list[Succession]
    names: dict[int, str]
    conflicts: dict[int, int]


def survey(session: Session, wanted: Iterable[int] | None = None) -> list[ArrangementLine]:
    """A line for each arrangement, or for those of these ids, in the order of `in_order`."""
    read = session.read
    arrangements = read.arrangements() if wanted is None else read.records(Arrangement, wanted)
    ids = [arrangement.id for arrangement in arrangements]
    agreements = held_by(session, Agreement, ids)
    held = _Held(
        held_by(session, Membership, ids),
        agreements,
        held_by(session, Event, ids),
        held_by(session, SavingsClaim, ids),
        {row.id: row for row in read.rows(a.id for listed in agreements.values() for a in listed)},
        {body.id: body for body in read.organisations()},
        read.records(Succession),
        {},
        {
            place: sum(one.state is ConflictState.OPEN for one in listed)
            for place, listed in held_by(session, Conflict, ids).items()
        },
    )
    held.names.update({body.id: body.name for body in held.bodies.values()})
    return in_order(_line(session, arrangement, held) for arrangement in arrangements)


def in_order(lines: Iterable[ArrangementLine]) -> list[ArrangementLine]:
    """By title, the fictional ones last."""
    return sorted(lines, key=lambda line: (line.arrangement.fictional, line.arrangement.title.casefold()))


def _line(session: Session, arrangement: Arrangement, held: _Held) -> ArrangementLine:
    agreements = held.agreements.get(arrangement.id, [])
    rows = [held.rows[a.id] for a in agreements if a.id in held.rows]
    left = [one for a in agreements for one in leavings(a, session.today, session.calendar)]
    stints = with_leavings(held.stints.get(arrangement.id, []), left)
    covers = [
        cover(a, _day(held.rows[a.id].current_end), Status(held.rows[a.id].status))
        for a in agreements
        if a.id in held.rows
    ]
    inside = count(
        members_on(
            session.today,
            stints,
            covers=covers,
            successions=held.successions,
            ended=arrangement.ended,
        )
    )
    sure = inside.get(Presence.YES, 0)
    disputed = inside.get(Presence.DISPUTED, 0)
    members = [held.bodies[s.organisation_id] for s in stints if s.role is not MemberRole.SUPPLIER]
    councils = {body.name: body.region for body in members if body.kind is OrganisationKind.COUNCIL}
    following = _next(session, arrangement.id, agreements, rows, stints, held)
    return ArrangementLine(
        arrangement,
        tuple(sorted({region for region in councils.values() if region})),
        tuple(councils),
        sure,
        sure + disputed + inside.get(Presence.POSSIBLY, 0),
        disputed,
        len(agreements),
        sum(row.status in _RUNNING for row in rows),
        following[0] if following else None,
        following[1] if following else "",
        held.conflicts[arrangement.id],
    )


def _next(
    session: Session,
    arrangement_id: int,
    agreements: list[Agreement],
    rows: list[AgreementRow],
    stints: tuple[Membership, ...],
    held: _Held,
) -> tuple[date, str] | None:
    """The next date of the arrangement itself or of one of its agreements, and what it is."""
    events = [*held.events.get(arrangement_id, []), *(e for a in agreements for e in a.events)]
    claims = held.claims.get(arrangement_id, [])
    own = deadlines(stints, events, claims, session.today, session.calendar, held.names)
    dates = [(d.date, d.title) for d in own if not d.settled and d.date >= session.today]
    dates += [
        (date.fromisoformat(row.next_act_by), row.next_title or row.next_kind or "")
        for row in rows
        if row.next_act_by and date.fromisoformat(row.next_act_by) >= session.today
    ]
    return min(dates, default=None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
