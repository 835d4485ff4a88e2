"""What follows from memberships: leaving days, dates to come, gaps, and what is odd.

Who is in on a day is answered in `partnership.py`; the shapes of stints are judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple, Protocol

from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    Event,
    EventKind,
    NoticeClause,
    NoticeKind,
    SignatureState,
    Status,
)
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Answer, Calendar, When, add_days, show
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.partnerships.claim import Nature, SavingsClaim, figure
from tracker.domain.partnerships.partnership import (
    Cover,
    MemberOn,
    MemberRole,
    Membership,
    Presence,
    in_words,
)
from tracker.domain.terms.notice import clause_in_force, earliest_exit

PLANNED = "planned"
"""`Event.detail` of something that a source says is going to happen."""

SAVINGS_DUE = (Nature.GUARANTEED, Nature.TARGET)
"""Natures of claims whose last day asks somebody to see what came of them."""

_NOT_YET = (Status.PROPOSED, Status.IN_NEGOTIATION, Status.AWAITING_SIGNATURE, Status.ABANDONED)


class Named(Protocol):
    """What of an agreement tells which it is."""

    @property
    def reference(self) -> str:
        """As its owner numbers it; "" for none."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def type(self) -> AgreementType:
        """What sort it is."""


class Covering(Named, Protocol):
    """What of an agreement says what it covers."""

    @property
    def starts(self) -> When | None:
        """Its first day, as known."""


def cover(agreement: Covering, current_end: date | None, status: Status) -> Cover:
    """What an agreement covers, from where it stands on the day that is asked about."""
    running = (Status.LIVE, Status.IN_EXTENSION, Status.EXPIRING)
    goes_on = status in (Status.ROLLING, Status.STILL_IN_USE) or (current_end is None and status in running)
    if agreement.type is AgreementType.ADHERENCE:
        goes_on = False  # it binds to another agreement and outlives it by nothing
    ends = None if status in _NOT_YET else current_end
    return Cover(agreement.title or agreement.reference, agreement.starts, ends, goes_on, status in _NOT_YET)


# Leaving


class Leaving(NamedTuple):
    """A member's notice and the last day to which it leads; `leaves` None where not known."""

    organisation_id: int
    given: When
    leaves: date | None
    workings: str


def leavings(agreement: Agreement, today: date, calendar: Calendar | None = None) -> tuple[Leaving, ...]:
    """The notices that members have given by `today` under an agreement and not withdrawn.

    The stated last day wins; else the length that the notice itself states, else that of the
    withdrawal clause in force. Where the day of receipt is recorded it counts from there, and no
    time is allowed for service.
    """
    standing: dict[int, Event] = {}
    received: dict[int, date] = {}
    for event in sorted(agreement.events, key=lambda event: event.on.earliest or date.min):
        if event.organisation_id is None or (event.on.earliest and event.on.earliest > today):
            continue
        if event.kind is EventKind.NOTICE_GIVEN:
            standing[event.organisation_id] = event
            received.pop(event.organisation_id, None)
        elif event.kind is EventKind.NOTICE_RECEIVED and event.on.day is not None:
            received[event.organisation_id] = event.on.day
        elif event.kind is EventKind.NOTICE_WITHDRAWN:
            standing.pop(event.organisation_id, None)
    return tuple(
        _leaving(party, event, received.get(party), agreement, calendar) for party, event in standing.items()
    )


def _leaving(
    party: int, event: Event, received: date | None, agreement: Agreement, calendar: Calendar | None
) -> Leaving:
    if event.new_end is not None and event.new_end.day is not None:
        return Leaving(
            party, event.on, event.new_end.day, f"Stated: the last day is {show(event.new_end.day)}."
        )
    given = received or event.on.day
    clause = (given and withdrawal_clause(agreement, given)) or NoticeClause(kind=NoticeKind.WITHDRAWAL)
    own = event.length if event.length is not None and not event.length.is_negative else None
    length = own or clause.length
    if given is None or length is None:
        return Leaving(party, event.on, None, "Notice was given; the clause or its length is not recorded.")
    found = earliest_exit(
        given,
        length,
        expires_on=clause.expires_on,
        starts=agreement.starts.day if agreement.starts else None,
        locked_until=clause.locked_until,
        service_days=clause.service_days,
        calendar=None if received else calendar,
    )
    return Leaving(party, event.on, found.leaves, found.workings)


def withdrawal_clause(agreement: Agreement, day: date) -> NoticeClause | None:
    """The clause under which a member may withdraw by notice given on `day`."""
    clauses = (c for c in agreement.notices if c.kind is NoticeKind.WITHDRAWAL and clause_in_force(c, day))
    return next(clauses, None)


def with_leavings(memberships: Iterable[Membership], left: Iterable[Leaving]) -> tuple[Membership, ...]:
    """The stints, with the computed last day where a member has given notice and none is stated."""
    last = {leaving.organisation_id: leaving for leaving in left}
    stints = []
    for stint in memberships:
        leaving = last.get(stint.organisation_id)
        if stint.left is None and leaving is not None:
            stint = replace(stint, left=_computed(leaving))
        stints.append(stint)
    return tuple(stints)


def _computed(leaving: Leaving) -> When:
    if leaving.leaves is None:
        return When.unknown("notice given")
    return replace(When.on(leaving.leaves, "notice given"), inferred=True)


# Dates to come


def deadlines(
    memberships: Iterable[Membership],
    events: Iterable[Event],
    claims: Iterable[SavingsClaim],
    today: date,
    calendar: Calendar,
    names: Mapping[int, str] | None = None,
) -> tuple[Deadline, ...]:
    """The dates of an arrangement itself: members that join and leave, things planned, savings due.

    A joining or leaving is listed while it lies ahead (a joining "not later than" a day may
    have been long ago, and is not); what was planned, or guaranteed, stays
    until somebody says what became of it. Inexact dates warn on their earliest day.

    Args:
        memberships: with the computed leaving days (`with_leavings`).
        events: of the arrangement and its agreements; only the planned ones are dates to come.
        names: organisation id -> name, for the titles.
    """
    found: list[Deadline] = []
    for stint in memberships:
        name = (names or {}).get(stint.organisation_id, "A member")
        if stint.joined is not None and stint.joined.earliest and _ahead(stint.joined, today):
            found += _dated("joining", f"{name} joins", stint.joined, calendar, asks=False, party=name)
        if stint.left is not None and _ahead(stint.left, today):
            found += _dated("leaving", f"{name} leaves", stint.left, calendar, asks=False, party=name)
    for event in events:
        if event.detail == PLANNED:
            found += _dated("planned", event.text, event.on, calendar, asks=True)
    for claim in claims:
        if claim.nature in SAVINGS_DUE and claim.ends is not None:
            title = f"Check the {claim.nature.value} saving: {figure(claim)}"
            found += _dated("savings check", title, claim.ends, calendar, asks=True)
    return tuple(sorted(found, key=lambda deadline: deadline.date))


def _ahead(when: When, today: date) -> bool:
    return when.latest is not None and when.latest >= today


def _dated(
    kind: str, title: str, when: When, calendar: Calendar, *, asks: bool, party: str = ""
) -> list[Deadline]:
    first, last = when.earliest or when.latest, when.latest or when.earliest
    if first is None or last is None:
        return []
    words = f" (“{when.text}”)" if when.text else ""
    workings = f"{title} on {in_words(when)}{words}."
    if first != last:
        workings += f" The earliest day it may be is {show(first)}, the latest {show(last)}."
    return [
        Deadline(
            kind=kind,
            date=first,
            act_by=calendar.previous_working(first),
            missed_after=last,
            asks=asks,
            party=party,
            earliest=first,
            latest=last,
            workings=workings,
            title=title,
        )
    ]


# Gaps and what is odd


class Gap(NamedTuple):
    """Days between two stints of one body on which it was certainly not in, both inclusive."""

    organisation_id: int
    first: date
    last: date


def gaps(memberships: Iterable[Membership]) -> tuple[Gap, ...]:
    """The gaps between the stints of each body, those of suppliers included."""
    found = []
    for body, stints in _by_body(memberships).items():
        for before, after in pairwise(stints):
            left, joined = before.left, after.joined
            if left is None or left.latest is None or joined is None or joined.earliest is None:
                continue
            first, last = add_days(left.latest, 1), add_days(joined.earliest, -1)
            if first <= last:
                found.append(Gap(body, first, last))
    return tuple(found)


def check_memberships(
    memberships: Sequence[Membership],
    on: Sequence[MemberOn],
    covers: Sequence[Cover],
    names: Mapping[int, str],
    day: date,
) -> tuple[Finding, ...]:
    """What is odd about an arrangement's members on `day`.

    Args:
        on: who is in on that day (`members_on`).
    """
    return (*_odd_places(on, day), *_odd_stints(memberships, covers, names))


def _odd_places(on: Sequence[MemberOn], day: date) -> list[Finding]:
    there = [member for member in on if member.answer is not Presence.NO]
    if not there:
        return []
    found = []
    hosts = [m for m in there if m.role in (MemberRole.HOST, MemberRole.LEAD)]
    if not hosts:
        found.append(_warn("membership.no-host", f"No host or lead is recorded on {show(day)}.", "role"))
    if sum(m.role is MemberRole.HOST and m.answer is Presence.YES for m in there) > 1:
        found.append(_warn("membership.two-hosts", f"More than one host is recorded on {show(day)}.", "role"))
    if len(there) < 2:
        message = f"Fewer than two members are recorded on {show(day)}, so nothing is shared."
        found.append(_warn("membership.fewer-than-two", message))
    unended = sum(member.unended for member in there)
    if unended:
        message = f"No end is recorded for {unended} of the memberships, though the agreement has ended."
        found.append(_warn("membership.no-end", message, "left"))
    return found


def _odd_stints(
    memberships: Sequence[Membership], covers: Sequence[Cover], names: Mapping[int, str]
) -> list[Finding]:
    found = []
    for body, stints in _by_body(memberships).items():
        name = names.get(body, "A member")
        for stint in stints:
            found += _odd_stint(stint, covers, name)
        for before, after in pairwise(stints):
            if _overlap(before, after):
                message = f"{name} has two memberships that overlap from {in_words(after.joined)}."
                found.append(_warn("membership.overlap", message, "joined"))
    for gap in gaps(memberships):
        message = (
            f"{names.get(gap.organisation_id, 'A member')} is out from {show(gap.first)} to {show(gap.last)}."
        )
        found.append(Finding("membership.gap", Severity.NOTE, message, "left"))
    return found


def _odd_stint(stint: Membership, covers: Sequence[Cover], name: str) -> list[Finding]:
    found = []
    first = stint.joined.earliest if stint.joined else None
    if first and stint.left and stint.left.latest and stint.left.latest < first:
        message = f"{name} leaves on {in_words(stint.left)}, before it joins on {in_words(stint.joined)}."
        found.append(Finding("membership.left-before-joined", Severity.ERROR, message, "left"))
    joined = stint.joined.day if stint.joined else None
    if joined and covers and all(c.runs_on(joined) is Answer.NO for c in covers):
        message = f"{name} joins on {show(joined)}, and no agreement is live on that day."
        found.append(_warn("membership.no-live-agreement", message, "joined"))
    return found


def _overlap(before: Membership, after: Membership) -> bool:
    """True where two stints in one role are certain to share a day, disputed readings aside."""
    if before.role is not after.role or "disputed" in (before.known.value, after.known.value):
        return False
    starts = after.joined.latest if after.joined else None
    return starts is not None and (before.left is None or _not_before(before.left, starts))


def _not_before(when: When, day: date) -> bool:
    return when.earliest is not None and when.earliest >= day


def _by_body(memberships: Iterable[Membership]) -> dict[int, list[Membership]]:
    bodies: dict[int, list[Membership]] = {}
    for stint in sorted(memberships, key=lambda s: (s.joined and s.joined.earliest) or date.min):
        bodies.setdefault(stint.organisation_id, []).append(stint)
    return bodies


class Signable(Named, Protocol):
    """What of an agreement says whether it was signed."""

    @property
    def signature(self) -> SignatureState:
        """Whether a signature is recorded."""

    @property
    def binding(self) -> bool | None:
        """Whether it binds; None where that is not known."""


def unsigned(agreements: Sequence[Signable]) -> str:
    """What is missing of signed agreements in one arrangement, in a sentence; "" where nothing is."""
    if not agreements:
        return "No agreement is recorded."
    if any(a.signature is SignatureState.SIGNED and a.binding is not False for a in agreements):
        missing = [a.reference or a.title for a in agreements if a.signature is not SignatureState.SIGNED]
        return f"Signature not recorded: {', '.join(missing)}." if missing else ""
    states = "; ".join(f"{a.reference or a.title}: {a.type.value}, {a.signature.value}" for a in agreements)
    return f"No signed binding agreement is recorded ({states})."


def _warn(code: str, message: str, field: str = "") -> Finding:
    return Finding(code, Severity.WARNING, message, field)
