"""An arrangement through time, as plain values for a picture and for the table beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.bars import (
    Frame,
    Group,
    Track,
    agreement_track,
    body_tracks,
    successor_tracks,
)
from tracker.app.partnership.dossier import Dossier, Snapshot, stints_on
from tracker.app.partnership.happenings import Happening, happenings
from tracker.domain.dates import add_months, show
from tracker.domain.numbering import reference_order
from tracker.domain.partnerships.partnership import MemberRole
from tracker.domain.partnerships.years import CountFrom, counts

if TYPE_CHECKING:
    from tracker.app.session import Session


class Link(NamedTuple):
    """One body took over from another on a day: places in `Timeline.tracks`."""

    day: date
    older: int
    newer: int
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the picture shows.

    Attributes:
        first, last: the days of the first and last thing that is known.
    """

    tracks: tuple[Track, ...]
    links: tuple[Link, ...]
    counts: tuple[CountFrom, ...]
    happenings: tuple[Happening, ...]
    first: date
    last: date


def timeline(session: Session, found: Dossier, now: Snapshot) -> Timeline:
    """The arrangement through time, as far as it is known on the day of `now`."""
    stints = stints_on(session, found, now.on)
    lapse = _lapse(now)
    happened = happenings(found, now)
    known = [h.day for h in happened] or [add_months(now.on, -24)]
    first = min(known)
    frame = Frame(first, max(max((h.last for h in happened), default=now.on), first), now.on, lapse)
    councils = body_tracks(
        found, [s for s in stints if s.role is not MemberRole.SUPPLIER], frame, Group.COUNCIL
    )
    councils += successor_tracks(found, councils, frame)
    agreements = [agreement_track(a, now.standings[a.id], frame) for a in found.agreements]
    agreements.sort(key=lambda track: (not track.mark, reference_order(track.mark), track.name))
    suppliers = body_tracks(
        found, [s for s in stints if s.role is MemberRole.SUPPLIER], frame, Group.SUPPLIER
    )
    tracks = (*councils, *agreements, *suppliers)
    member_stints = [s for s in stints if s.role is not MemberRole.SUPPLIER]
    steps = counts(
        member_stints, covers=now.covers, successions=found.successions, ended=found.arrangement.ended
    )
    return Timeline(tracks, _links(found, tracks), steps, happened, frame.first, frame.last)


def _lapse(now: Snapshot) -> date | None:
    """The last day on which an agreement is known to have run, where none runs on."""
    if any(cover.goes_on for cover in now.covers):
        return None
    ends = [cover.ends for cover in now.covers if cover.ends]
    return max(ends) if ends and max(ends) < now.on else None


def _links(found: Dossier, tracks: tuple[Track, ...]) -> tuple[Link, ...]:
    places = {track.record_id: at for at, track in enumerate(tracks) if track.group is not Group.AGREEMENT}
    links = []
    for s in found.successions:
        older, newer = places.get(s.from_organisation_id), places.get(s.to_organisation_id)
        if older is not None and newer is not None:
            names = f"{found.name(s.from_organisation_id)} {s.kind} {found.name(s.to_organisation_id)}"
            links.append(Link(s.effective_on, older, newer, f"{show(s.effective_on)}: {names}"))
    return tuple(links)
