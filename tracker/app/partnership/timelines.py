"""An arrangement through time: who was in, what agreements ran, and how sure each edge is.

Plain values for a picture and for the table beside it. Every bar has four days: the
earliest it may begin, the day from which it is sure, the last day that is sure, and the
latest it may last; what lies between is drawn faded. No day is made up: an end that
nobody recorded is said to be open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.partnership.dossier import Dossier, Snapshot, stints_on
from tracker.domain.agreement import Agreement, EventKind, Status
from tracker.domain.dates import When, add_days, add_months, show
from tracker.domain.deadlines.standing import Standing
from tracker.domain.partnerships.membership import PLANNED
from tracker.domain.partnerships.partnership import (
    Certainty,
    MemberRole,
    Membership,
    in_words,
)
from tracker.domain.partnerships.years import CountFrom, counts

if TYPE_CHECKING:
    from tracker.app.session import Session

_UNKNOWN_MONTHS = 9
"""How far an edge that nobody stated is drawn faded; the words beside it say that it is not stated."""


class Group(StrEnum):
    """The parts of the picture, from the top."""

    COUNCIL = "council"
    AGREEMENT = "agreement"
    SUPPLIER = "supplier"


class Look(StrEnum):
    """What a bar stands for."""

    MEMBER = "member"
    HOST = "host"
    DISPUTED = "disputed"
    PROSPECTIVE = "prospective"
    SUPPLIER = "supplier"
    AGREEMENT = "agreement"


class Span(NamedTuple):
    """One bar.

    Attributes:
        first, begun: the earliest day it may begin, and the day from which it is sure.
        sure, last: the last day that is sure, and the latest day it may last.
        open_start, open_end: True where nobody stated that edge.
        initial_end: last day of an agreement's first term, where it was extended since.
        reach: the last day to which options that are left could take it.
        head: words for the bar's head; `open_words` stand after an open end.
        note: a sentence with everything, for a tooltip and for the table.
    """

    look: Look
    first: date
    begun: date
    sure: date
    last: date
    head: str
    note: str
    open_start: bool = False
    open_end: bool = False
    open_words: str = ""
    initial_end: date | None = None
    reach: date | None = None


class Track(NamedTuple):
    """One row: a body or an agreement, with its bars in order of time. None of them: no date is known."""

    group: Group
    record_id: int
    mark: str
    name: str
    spans: tuple[Span, ...]


class Link(NamedTuple):
    """One body took over from another on a day: places in `Timeline.tracks`."""

    day: date
    older: int
    newer: int
    words: str


class Happening(NamedTuple):
    """Something dated: the first day it may be, the last, and its words."""

    day: date
    last: date
    words: str

    @property
    def when(self) -> str:
        """Its date in words."""
        return span_in_words(self.day, self.last)


def span_in_words(first: date, last: date) -> str:
    """The day, or the days between which it lies: "some time in 2013", "some time in December 2008"."""
    if first == last:
        return show(first)
    whole_months = first.day == 1 and add_days(last, 1).day == 1
    if whole_months and (first.year, first.month) == (last.year, last.month):
        return f"some time in {show(first).split(' ', 1)[1]}"
    if whole_months and (first.month, last.month, first.year) == (1, 12, last.year):
        return f"some time in {first.year}"
    if whole_months and (first.month, last.month, first.year) == (4, 3, last.year - 1):
        return f"some time in {first.year}/{last.year % 100:02d}"
    return f"between {show(first)} and {show(last)}"


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
    happened = _happenings(found, now)
    known = [h.day for h in happened] or [add_months(now.on, -24)]
    first = min(known)
    frame = _Frame(first, max(max((h.last for h in happened), default=now.on), first), now.on, lapse)
    councils = _bodies(found, [s for s in stints if s.role is not MemberRole.SUPPLIER], frame, Group.COUNCIL)
    councils += _successors(found, councils, frame)
    agreements = [_agreement(a, now.standings[a.id], frame) for a in found.agreements]
    agreements.sort(key=lambda track: (not track.mark, track.mark, track.name))
    suppliers = _bodies(found, [s for s in stints if s.role is MemberRole.SUPPLIER], frame, Group.SUPPLIER)
    tracks = (*councils, *agreements, *suppliers)
    member_stints = [s for s in stints if s.role is not MemberRole.SUPPLIER]
    steps = counts(
        member_stints, covers=now.covers, successions=found.successions, ended=found.arrangement.ended
    )
    return Timeline(tracks, _links(found, tracks), steps, happened, frame.first, frame.last)


class _Frame(NamedTuple):
    first: date
    last: date
    today: date
    lapse: date | None


def _lapse(now: Snapshot) -> date | None:
    """The last day on which an agreement is known to have run, where none runs on."""
    if any(cover.goes_on for cover in now.covers):
        return None
    ends = [cover.ends for cover in now.covers if cover.ends]
    return max(ends) if ends and max(ends) < now.on else None


# Bars


def _bodies(found: Dossier, stints: list[Membership], frame: _Frame, group: Group) -> list[Track]:
    bodies: dict[int, list[Membership]] = {}
    for stint in sorted(stints, key=_first_of):
        bodies.setdefault(stint.organisation_id, []).append(stint)
    return [
        Track(group, body, "", found.name(body), _cut(_stint(s, found, frame) for s in own if _is_dated(s)))
        for body, own in bodies.items()
    ]


def _cut(spans: Iterable[Span]) -> tuple[Span, ...]:
    """A disputed reading is drawn as far as the first stint that is not in doubt."""
    every = tuple(spans)
    sure = min((span.first for span in every if span.look is not Look.DISPUTED), default=None)
    if sure is None:
        return every
    before = add_days(sure, -1)
    return tuple(
        span._replace(sure=max(span.begun, min(span.sure, before)), last=before, open_end=False)
        if span.look is Look.DISPUTED and span.first < sure
        else span
        for span in every
    )


def _first_of(stint: Membership) -> date:
    joined = stint.joined
    return (joined.earliest or joined.latest or date.max) if joined else date.max


def _is_dated(stint: Membership) -> bool:
    return any(when and (when.earliest or when.latest) for when in (stint.joined, stint.left))


def _stint(stint: Membership, found: Dossier, frame: _Frame) -> Span:
    first, begun, open_start = _start(stint.joined, frame)
    left = stint.left or found.arrangement.ended
    successor = next(
        (s for s in found.successions if s.from_organisation_id == stint.organisation_id and not s.scope),
        None,
    )
    open_end, words = False, ""
    if left is not None and (left.earliest or left.latest):
        sure, last = left.earliest or left.latest or begun, left.latest or left.earliest or begun
    elif successor is not None:
        sure = last = add_days(successor.effective_on, -1)
    else:
        open_end = True
        sure = last = max(begun, frame.lapse or frame.today)
        words = "no end recorded" if frame.lapse else ""
    look = _look(stint)
    role = "" if stint.role is MemberRole.MEMBER else stint.role.value
    joined = "" if look is Look.DISPUTED else _since(stint)
    head = "disputed" if look is Look.DISPUTED else " · ".join(part for part in (role, joined) if part)
    until = f" until {in_words(left)}" if left is not None else "; no end recorded"
    note = f"{stint.role.value.capitalize()} from {in_words(stint.joined)}{until}."
    basis = f" Basis: {stint.basis}." if stint.basis else ""
    return Span(
        look=look,
        first=first,
        begun=max(first, begun),
        sure=max(sure, begun),
        last=max(last, begun),
        head=head,
        note=f"{note}{basis}" + (" Disputed." if look is Look.DISPUTED else ""),
        open_start=open_start,
        open_end=open_end,
        open_words=words,
    )


def _look(stint: Membership) -> Look:
    if stint.known is Certainty.DISPUTED:
        return Look.DISPUTED
    if stint.role is MemberRole.SUPPLIER:
        return Look.SUPPLIER
    if stint.role is MemberRole.PROSPECTIVE:
        return Look.PROSPECTIVE
    return Look.HOST if stint.role in (MemberRole.HOST, MemberRole.LEAD) else Look.MEMBER


def _since(stint: Membership) -> str:
    words = in_words(stint.joined).removesuffix(" (inferred)").replace("some day in", "some time in")
    if words.startswith("a day"):
        return words.removeprefix("a day ").replace("not later than", "by").replace("not before", "after")
    return f"from {words.removeprefix('some time in ')}" if "20" in words else ""


def _start(when: When | None, frame: _Frame) -> tuple[date, date, bool]:
    """The earliest day to draw from, the first that is sure, and whether nobody stated it."""
    if when is None or not (when.earliest or when.latest):
        return frame.first, frame.first, True
    if when.earliest is None:
        assert when.latest is not None
        return add_months(when.latest, -_UNKNOWN_MONTHS), when.latest, True
    return when.earliest, when.latest or add_months(when.earliest, _UNKNOWN_MONTHS), when.latest is None


def _successors(found: Dossier, tracks: list[Track], frame: _Frame) -> list[Track]:
    """Rows for bodies that took over and never joined in their own name."""
    have = {track.record_id for track in tracks}
    made: dict[int, Track] = {}
    for succession in sorted(found.successions, key=lambda s: s.effective_on):
        new = succession.to_organisation_id
        if succession.from_organisation_id not in have or new in have or succession.scope:
            continue
        have.add(new)
        end = max(frame.today, succession.effective_on)
        words = f"from {show(succession.effective_on)}, as successor"
        span = Span(
            Look.MEMBER,
            succession.effective_on,
            succession.effective_on,
            end,
            end,
            words,
            f"Took over on {show(succession.effective_on)}.",
            open_end=True,
        )
        made[new] = Track(Group.COUNCIL, new, "", found.name(new), (span,))
    return list(made.values())


def _agreement(agreement: Agreement, stands: Standing, frame: _Frame) -> Track:
    name = agreement.title or agreement.reference
    starts = agreement.starts if agreement.starts and _has_days(agreement.starts) else agreement.signed
    if starts is None or not _has_days(starts):
        return Track(Group.AGREEMENT, agreement.id, agreement.reference, name, ())
    first, begun, open_start = _start(starts, frame)
    end = stands.current_end
    goes_on = stands.status in (Status.ROLLING, Status.STILL_IN_USE)
    sure = last = end or begun
    words = "" if end else "end not stated"
    if end is None and agreement.end_kind.value not in ("fixed", "unknown", "not recorded"):
        sure = last = max(begun, frame.today)
        words = agreement.end_kind.value
    elif end is not None and goes_on and end < frame.today:
        sure = last = frame.today
        words = stands.status.value
    extended = stands.initial_end and end and stands.initial_end < end
    reach = stands.ladder.reach
    to = f" to {show(end)}" if end else f"; {words}"
    options = f"; options could take it to {show(reach)}" if reach and end and reach > end else ""
    status = stands.status.value
    span = Span(
        look=Look.AGREEMENT,
        first=first,
        begun=begun,
        sure=max(sure, begun),
        last=max(last, begun),
        head=show(begun) if first == begun else "",
        note=f"From {in_words(starts)}{to}{options}. Status: {status}. {stands.ladder.workings}",
        open_start=open_start,
        open_end=end is None or (goes_on and end < frame.today),
        open_words=words,
        initial_end=stands.initial_end if extended else None,
        reach=reach if reach and end and reach > end else None,
    )
    return Track(Group.AGREEMENT, agreement.id, agreement.reference, name, (span,))


def _has_days(when: When) -> bool:
    return when.earliest is not None or when.latest is not None


def _links(found: Dossier, tracks: tuple[Track, ...]) -> tuple[Link, ...]:
    places = {track.record_id: at for at, track in enumerate(tracks) if track.group is not Group.AGREEMENT}
    links = []
    for s in found.successions:
        older, newer = places.get(s.from_organisation_id), places.get(s.to_organisation_id)
        if older is not None and newer is not None:
            names = f"{found.name(s.from_organisation_id)} {s.kind} {found.name(s.to_organisation_id)}"
            links.append(Link(s.effective_on, older, newer, f"{show(s.effective_on)}: {names}"))
    return tuple(links)


# What happened


def _happenings(found: Dossier, now: Snapshot) -> tuple[Happening, ...]:
    """Every dated thing, in order of time; each said once."""
    rows: dict[tuple[date, str], Happening] = {}

    def add(when: When | None, words: str) -> None:
        if when is None or not _has_days(when):
            return
        first, last = when.earliest or when.latest, when.latest or when.earliest
        assert first is not None and last is not None
        rows.setdefault((first, words), Happening(first, last, words))

    events = [event for a in found.agreements for event in a.events] + list(found.events)
    told = [(event.on, event.text) for event in events if event.text]

    def is_told(when: When | None, name: str) -> bool:
        """Whether an event of those very days speaks of it in its own words."""
        first = name.split(" ", 1)[0]
        return when is not None and any(
            (on.earliest, on.latest) == (when.earliest, when.latest) and first in text for on, text in told
        )

    add(found.arrangement.started, "The arrangement starts")
    add(found.arrangement.ended, "The arrangement ends")
    for stint in found.memberships:
        name = found.name(stint.organisation_id)
        doubt = " (disputed)" if stint.known is Certainty.DISPUTED else ""
        if not is_told(stint.joined, name):
            add(stint.joined, f"{name} joins{doubt}")
        add(stint.left, f"{name} leaves{doubt}")
    for agreement in found.agreements:
        name = agreement.reference or agreement.title
        kinds = {event.kind for event in agreement.events}
        if EventKind.COMMENCED not in kinds:
            add(agreement.starts, f"{name} starts")
        if agreement.signed != agreement.starts and EventKind.SIGNED not in kinds:
            add(agreement.signed, f"{name} is signed")
        for event in agreement.events:
            add(event.on, _event_words(event.text, f"{name}: {event.kind.value}", event.detail))
        stands = now.standings[agreement.id]
        for day, words in ((stands.initial_end, "initial end"), (stands.current_end, "ends")):
            if day is not None and not (words == "initial end" and day == stands.current_end):
                add(When.on(day), f"{name} {words}" if words == "ends" else f"{name}: {words}")
    for event in found.events:
        add(event.on, _event_words(event.text, event.kind.value.capitalize(), event.detail))
    return tuple(sorted(rows.values(), key=lambda row: (row.day, row.last, row.words)))


def _event_words(text: str, kind: str, detail: str) -> str:
    return f"{text or kind}{' (planned)' if detail == PLANNED else ''}"
