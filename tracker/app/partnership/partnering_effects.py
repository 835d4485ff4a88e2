"""What a change to an arrangement leads to: members, host, services and cost shares before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tracker.app.partnership.dossier import Dossier, Snapshot, on_day, stints_on
from tracker.app.proposal import Add, Effect, Step, applied
from tracker.app.session import Session
from tracker.domain.agreement import Agreement, Event, Party
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Answer, has_begun, has_ended, show
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.membership import check_memberships
from tracker.domain.partnerships.partnership import MemberOn, MemberRole, Membership, Presence, in_words
from tracker.domain.partnerships.service import CostShare, ScopeItem, Stage, check_shares, shares_on
from tracker.domain.source import Relation

HOSTING = (MemberRole.HOST, MemberRole.LEAD)
_SAYS_AS_WELL = {"joining.no-share": "share.missing", "notice.no-host": "membership.no-host"}
"""A finding of a verb -> the general one that would say the same again."""
_COUNTED = frozenset({"membership.no-end"})
"""Findings that only count otherwise where they were there before."""


def proposed(found: Dossier, steps: Sequence[Step], bodies: Iterable[Organisation] = ()) -> Dossier:
    """The arrangement as it would be after those steps.

    Args:
        bodies: those that the steps bring into it, where the register has them already.
    """
    known = found.bodies | {body.id: body for body in bodies}
    known |= {
        s.record.id: s.record for s in steps if isinstance(s, Add) and isinstance(s.record, Organisation)
    }
    agreements = tuple(_with_children(a, steps) for a in applied(found.agreements, Agreement, steps))
    events = [e for e in applied(found.events, Event, steps) if e.agreement_id is None]
    return replace(
        found,
        memberships=applied(found.memberships, Membership, steps),
        agreements=agreements,
        events=tuple(events),
        scope=applied(found.scope, ScopeItem, steps),
        shares=applied(found.shares, CostShare, steps),
        relations=applied(found.relations, Relation, steps),
        bodies=known,
    )


def _with_children(agreement: Agreement, steps: Iterable[Step]) -> Agreement:
    """The agreement with the events and parties that the steps add to it."""
    new = [s.record for s in steps if isinstance(s, Add)]
    events = [r for r in new if isinstance(r, Event) and r.agreement_id == agreement.id]
    parties = [r for r in new if isinstance(r, Party) and r.agreement_id == agreement.id]
    return replace(agreement, events=(*agreement.events, *events), parties=(*agreement.parties, *parties))


def effects(session: Session, before: Dossier, after: Dossier, day: date) -> tuple[Effect, ...]:
    """How the arrangement stands on `day` without and with the change; only what differs, and the count."""
    then, now = on_day(session, before, day), on_day(session, after, day)
    rows = [Effect(f"Members on {show(day)}", count_words(then), count_words(now))]
    rows += _bodies(then.members, now.members, after)
    hosts = Effect("Host or lead", _hosts(then, before), _hosts(now, after))
    rows += [hosts] if hosts.before != hosts.after else []
    rows += _agreements(then, now, after)
    rows += _shares(before, after, day)
    rows += _scope(before, after, day)
    return tuple(rows)


def count_words(on: Snapshot) -> str:
    """How many are in: "3", "3, and 1 possibly", "up to 4" where none is sure."""
    doubtful = on.count.get(Presence.POSSIBLY, 0) + on.count.get(Presence.DISPUTED, 0)
    sure = on.count.get(Presence.YES, 0)
    if not doubtful:
        return str(sure)
    return f"{sure}, and {doubtful} possibly" if sure else f"up to {doubtful}"


def _bodies(then: Sequence[MemberOn], now: Sequence[MemberOn], found: Dossier) -> list[Effect]:
    old = {member.organisation_id: _place(member) for member in then}
    new = {member.organisation_id: _place(member) for member in now}
    return [
        Effect(found.name(body), old.get(body, "not a member"), new.get(body, "not a member"))
        for body in {**old, **new}
        if old.get(body, "not a member") != new.get(body, "not a member")
    ]


def _place(member: MemberOn) -> str:
    if member.answer is Presence.NO:
        return "not a member"
    role = member.role.value
    sure = "" if member.answer is Presence.YES else f" ({member.answer.value})"
    until = f" until {in_words(member.left)}" if member.left is not None else ""
    return f"{role}{sure}{until}"


def _hosts(on: Snapshot, found: Dossier) -> str:
    there = [m for m in on.members if m.role in HOSTING and m.answer is not Presence.NO]
    return ", ".join(found.name(m.organisation_id) for m in there) or "none recorded"


def _agreements(then: Snapshot, now: Snapshot, found: Dossier) -> list[Effect]:
    rows = []
    for agreement in found.agreements:
        old, new = then.standings.get(agreement.id), now.standings[agreement.id]
        words = new.status.value + (f", ends {show(new.current_end)}" if new.current_end else "")
        was = "not recorded"
        if old is not None:
            was = old.status.value + (f", ends {show(old.current_end)}" if old.current_end else "")
        if was != words:
            rows.append(Effect(agreement.reference or agreement.title, was, words))
    return rows


def _shares(before: Dossier, after: Dossier, day: date) -> list[Effect]:
    old, new = _parts(before, day), _parts(after, day)
    return [
        Effect(f"Cost share of {after.name(body)}", old.get(body, "none"), new.get(body, "none"))
        for body in {**old, **new}
        if old.get(body) != new.get(body)
    ]


def _parts(found: Dossier, day: date) -> dict[int, str]:
    rows = shares_on(day, found.shares)
    return {
        s.organisation_id: part_words(s.part) if s.part is not None else f"{s.amount} a year" for s in rows
    }


def part_words(part: Fraction) -> str:
    """A part of the whole in per cent, to two places: "33.33%"."""
    hundredths = round(part * 10000)
    text = f"{hundredths // 100}.{hundredths % 100:02d}"
    return f"{text.removesuffix('.00')}%"


def _scope(before: Dossier, after: Dossier, day: date) -> list[Effect]:
    """Who shares each service, where that changes."""
    old, new = _sharers(before, day), _sharers(after, day)
    rows = [Effect(text, old.get(text, "nobody"), new.get(text, "nobody")) for text in {**old, **new}]
    return [row for row in rows if row.before != row.after]


def _sharers(found: Dossier, day: date) -> dict[str, str]:
    """Service -> who shares it on `day`, with how far it has come where it is not live."""
    held: dict[str, list[str]] = {}
    for item in found.scope:
        if in_force(item, day):
            stage = "" if item.stage is Stage.LIVE else f" ({item.stage.value})"
            name = found.name(item.organisation_id) or "all members"
            held.setdefault(item.text, []).append(f"{name}{stage}")
    return {text: ", ".join(names) for text, names in held.items()}


def in_force(item: ScopeItem, day: date) -> bool:
    """Whether a service is, or may be, part of the scope on `day`."""
    if item.stage in (Stage.ENDED, Stage.REJECTED):
        return False
    begun = item.starts is None or has_begun(item.starts, day) is not Answer.NO
    return begun and (item.ends is None or has_ended(item.ends, day) is not Answer.YES)


def new_findings(
    session: Session, before: Dossier, after: Dossier, day: date, said: Iterable[Finding] = ()
) -> tuple[Finding, ...]:
    """What is odd on `day` after the change and was not before, after what was `said` of it already."""
    said = tuple(said)
    already = _findings(session, before, day)
    known = {finding.message for finding in already}
    counted = {finding.code for finding in already} & _COUNTED
    covered = counted | {_SAYS_AS_WELL[finding.code] for finding in said if finding.code in _SAYS_AS_WELL}
    found = [f for f in _findings(session, after, day) if f.message not in known and f.code not in covered]
    return (*said, *found)


def _findings(session: Session, found: Dossier, day: date) -> list[Finding]:
    on = on_day(session, found, day)
    stints = stints_on(session, found, day)
    inside = [m.organisation_id for m in on.members if m.answer is Presence.YES]
    return [
        *check_memberships(stints, on.members, on.covers, found.names, day),
        *check_shares(found.shares, inside, day),
    ]


def note(code: str, message: str) -> Finding:
    """Something worth knowing about a change."""
    return Finding(code, Severity.NOTE, message)


def warning(code: str, message: str) -> Finding:
    """Something worth looking at before the change is made."""
    return Finding(code, Severity.WARNING, message)
