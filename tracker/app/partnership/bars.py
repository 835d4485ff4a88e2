"""The bars of an arrangement through time: who was in, what agreements ran, and how sure each edge is.

Every bar has four days: the earliest it may begin, the day from which it is sure, the last day
that is sure, and the latest it may last; what lies between is drawn faded. No day is made up: an
end that nobody recorded is said to be open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.app.partnership.dossier import Dossier
from tracker.app.partnership.happenings import has_days
from tracker.domain.agreement import Agreement, Status
from tracker.domain.dates import When, add_days, add_months, show
from tracker.domain.deadlines.standing import Standing
from tracker.domain.partnerships.partnership import Certainty, MemberRole, Membership, in_words

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


class Frame(NamedTuple):
    """What the bars are drawn against.

    Attributes:
        first, last: the days of the first and last thing that is known.
        today: the day that the picture is of.
        lapse: the last day on which an agreement is known to have run, where none runs on.
    """

    first: date
    last: date
    today: date
    lapse: date | None


def body_tracks(found: Dossier, stints: list[Membership], frame: Frame, group: Group) -> list[Track]:
    """A row for each body, in the order in which they came, with a bar for each of its stints."""
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


def _stint(stint: Membership, found: Dossier, frame: Frame) -> Span:
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


def _start(when: When | None, frame: Frame) -> tuple[date, date, bool]:
    """The earliest day to draw from, the first that is sure, and whether nobody stated it."""
    if when is None or not (when.earliest or when.latest):
        return frame.first, frame.first, True
    if when.earliest is None:
        assert when.latest is not None
        return add_months(when.latest, -_UNKNOWN_MONTHS), when.latest, True
    return when.earliest, when.latest or add_months(when.earliest, _UNKNOWN_MONTHS), when.latest is None


def successor_tracks(found: Dossier, tracks: list[Track], frame: Frame) -> list[Track]:
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


def agreement_track(agreement: Agreement, stands: Standing, frame: Frame) -> Track:
    """The row of an agreement, with what extended it and what still could."""
    name = agreement.title or agreement.reference
    starts = agreement.starts if agreement.starts and has_days(agreement.starts) else agreement.signed
    if starts is None or not has_days(starts):
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
