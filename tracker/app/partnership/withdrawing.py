"""Members that leave: by notice, with the day it leads to, or out of one service only.

Each function builds a Proposal from what was typed and writes nothing. A member's services
and cost share end with it; a notice leaves its membership open, for it may be withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.app.partnership.dossier import Dossier
from tracker.app.partnership.partnering import agreement_of, members_stints, stints_of, takes_over
from tracker.app.partnership.partnering_effects import (
    HOSTING,
    effects,
    in_force,
    new_findings,
    note,
    proposed,
    warning,
)
from tracker.app.proposal import Add, Change, Effect, Proposal, Step
from tracker.app.session import Session
from tracker.domain.agreement import Event, EventKind, NoticeKind
from tracker.domain.check import Finding
from tracker.domain.dates import When, add_days, show
from tracker.domain.errors import TrackerError
from tracker.domain.partnerships.membership import leavings
from tracker.domain.partnerships.partnership import Membership
from tracker.domain.partnerships.service import CostShare, ScopeItem, Stage


@dataclass(frozen=True, slots=True)
class MemberNotice:
    """A member's notice to withdraw.

    Attributes:
        leaves: last day in, where the notice says one; None to reckon it from the clause.
        agreement_id: the agreement whose clause it is given under; None where there is none.
        next_host: who hosts from the day after, where the member that leaves is the host.
    """

    organisation_id: int
    given: date
    agreement_id: int | None = None
    leaves: date | None = None
    next_host: int | None = None
    reason: str = ""


def give_notice(session: Session, found: Dossier, notice: MemberNotice) -> Proposal:
    """A member gives notice: the day it leaves with its workings, and what changes for the others.

    Its services and cost share end with it, and the next host begins on the day after.

    Raises:
        TrackerError: there is no agreement to give it under and no last day is said.
    """
    name = found.name(notice.organisation_id)
    event = Event(
        agreement_id=notice.agreement_id,
        arrangement_id=None if notice.agreement_id else found.arrangement.id,
        kind=EventKind.NOTICE_GIVEN,
        on=When.on(notice.given),
        new_end=When.on(notice.leaves) if notice.leaves else None,
        organisation_id=notice.organisation_id,
        detail=NoticeKind.WITHDRAWAL.value,
        text=notice.reason,
    )
    leaves, workings = _leaving_day(session, found, notice, event)
    steps: list[Step] = [Add(event)]
    if leaves is not None:
        if notice.agreement_id is None:
            steps += [
                Change(Membership, stint.id, {"left": When.on(leaves)})
                for stint in stints_of(found, notice.organisation_id, leaves)
            ]
        steps += _ended_with(found, notice.organisation_id, leaves)
        if notice.next_host is not None:
            steps += takes_over(found, notice.next_host, add_days(leaves, 1))
    day = add_days(leaves, 1) if leaves else session.today
    after = proposed(found, steps)
    return Proposal(
        f"{name} gives notice to leave ‘{found.arrangement.title}’",
        f"Record the notice of {show(notice.given)}",
        tuple(steps),
        (_last_day(leaves), *effects(session, found, after, day)),
        new_findings(session, found, after, day, _notice_odd(found, notice, leaves)),
        workings,
    )


def _last_day(leaves: date | None) -> Effect:
    return Effect("Last day in", "none recorded", show(leaves) if leaves else "not known")


def _leaving_day(
    session: Session, found: Dossier, notice: MemberNotice, event: Event
) -> tuple[date | None, str]:
    agreement = agreement_of(found, notice.agreement_id)
    if agreement is None:
        if notice.leaves is None:
            raise TrackerError("No agreement says how long notice is: write the last day that it gives.")
        return notice.leaves, f"Stated: the last day is {show(notice.leaves)}."
    tried = replace(agreement, events=(*agreement.events, event))
    for leaving in leavings(tried, max(session.today, notice.given), session.calendar):
        if leaving.organisation_id == notice.organisation_id:
            return leaving.leaves, leaving.workings
    return None, ""


def _notice_odd(found: Dossier, notice: MemberNotice, leaves: date | None) -> Iterator[Finding]:
    if leaves is None:
        yield warning(
            "notice.no-day",
            "The day it leaves cannot be reckoned. Write the last day, or record the withdrawal clause first.",
        )
        return
    hosts = [s for s in stints_of(found, notice.organisation_id, leaves) if s.role in HOSTING]
    if hosts and notice.next_host is None:
        yield warning("notice.no-host", "It is the host or lead. Choose who takes over on the day after.")
    if notice.next_host is not None and notice.agreement_id is not None:
        yield note("notice.host-stays", "If the notice is withdrawn, move the host back.")


def _ended_with(found: Dossier, body: int, last: date) -> Iterator[Step]:
    """A member's cost shares and services end on its last day."""
    for share in found.shares:
        if share.organisation_id == body and share.starts <= last and (not share.ends or share.ends > last):
            yield Change(CostShare, share.id, {"ends": last})
    for item in found.scope:
        if item.organisation_id == body and item.ends is None and in_force(item, last):
            yield Change(ScopeItem, item.id, {"ends": When.on(last)})


# One service only


def leave_service(
    session: Session, found: Dossier, organisation_id: int, item_id: int, last: date
) -> Proposal:
    """A member leaves one service on `last`, its last day, and stays in the arrangement.

    A service that is recorded for all members ends for all, and goes on from the day after
    for each of the others by name.
    """
    item = next(one for one in found.scope if one.id == item_id)
    name, after_it = found.name(organisation_id), add_days(last, 1)
    ended: dict[str, object] = {"ends": When.on(last)}
    if last < session.today:
        ended["stage"] = Stage.ENDED
    steps: list[Step] = [Change(ScopeItem, item.id, ended)]
    odd: list[Finding] = []
    if item.organisation_id is None:
        others = _others(found, after_it, besides=organisation_id)
        for body in others:
            goes_on = replace(
                item, id=0, uid="", organisation_id=body, starts=When.on(after_it), ends=item.ends
            )
            steps.append(Add(goes_on))
        named = ", ".join(found.name(body) for body in others) or "nobody"
        odd.append(note("scope.named", f"It was recorded for all members; from then it goes on for {named}."))
    words = f"{name} leaves the service “{item.text}”"
    steps.append(
        Add(
            Event(
                arrangement_id=found.arrangement.id,
                kind=EventKind.OTHER,
                on=When.on(last),
                organisation_id=organisation_id,
                text=words,
            )
        )
    )
    after = proposed(found, steps)
    return Proposal(
        f"{words} of ‘{found.arrangement.title}’",
        f"End the service on {show(last)}",
        tuple(steps),
        effects(session, found, after, after_it),
        new_findings(session, found, after, after_it, odd),
        f"The last day in the service is {show(last)}; {name} stays a member.",
    )


def services_of(found: Dossier, organisation_id: int, day: date) -> tuple[ScopeItem, ...]:
    """The services that a member shares on `day`, its own and those of all members."""
    return tuple(
        item
        for item in found.scope
        if item.organisation_id in (None, organisation_id) and in_force(item, day)
    )


def _others(found: Dossier, day: date, besides: int) -> list[int]:
    bodies = dict.fromkeys(s.organisation_id for s in members_stints(found, day))
    return [body for body in bodies if body != besides]
