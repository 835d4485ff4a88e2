"""Members of an arrangement: a council joins, the host moves, and who is in on a day.

Each function builds a Proposal from what was typed and writes nothing. Stints are split on
a day, never overwritten. Leaving is in `withdrawing.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.app.partnership.bodies import Names
from tracker.app.partnership.dossier import Dossier
from tracker.app.partnership.partnering_effects import (
    HOSTING,
    effects,
    new_findings,
    note,
    proposed,
    warning,
)
from tracker.app.proposal import Add, Change, Proposal, Step
from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    Event,
    EventKind,
    Party,
    PartyRole,
    SignatureState,
)
from tracker.domain.check import Finding
from tracker.domain.dates import Answer, When, add_days, has_begun, has_ended, show
from tracker.domain.deadlines.standing import ENDED
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.partnerships.partnership import MemberRole, Membership, in_words
from tracker.domain.partnerships.service import CostShare, ScopeItem, ShareFormula, Stage
from tracker.domain.partnerships.succession import successor_on
from tracker.domain.source import Relation, RelationKind, RelationStanding

DEED = -3
"""The id that the deed of adherence has in a proposal."""
_LONGEST = 28
"""The longest name, in characters, for which a button has room."""
_ROLES = {
    MemberRole.HOST: PartyRole.HOST,
    MemberRole.SUPPLIER: PartyRole.SUPPLIER,
    MemberRole.CLIENT: PartyRole.RECIPIENT,
}


@dataclass(frozen=True, slots=True)
class Bears:
    """What a member is to bear of the cost: `quantity` as the formula counts, or an amount a year."""

    formula: ShareFormula
    quantity: int | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Joining:
    """A council that joins.

    Attributes:
        joined: first day, which may be inexact.
        agreement_id: the agreement that it becomes a party to; None where there is none yet.
        deed: number or other mark of its deed of adherence; `deed_signed` the day of it.
        services: what it shares, a text each.
    """

    name: str
    joined: When
    role: MemberRole = MemberRole.MEMBER
    agreement_id: int | None = None
    deed: str = ""
    deed_signed: When | None = None
    services: tuple[str, ...] = ()
    bears: Bears | None = None


def join(session: Session, found: Dossier, joining: Joining) -> Proposal:
    """A council joins, from a day that may be inexact.

    Raises:
        TrackerError: the name fits several bodies, or a cost share has no day to start on.
    """
    arrangement = found.arrangement
    meant = Names(session, fictional=arrangement.fictional).read(joining.name)
    body, name = meant.body.id, meant.body.name
    deed = _deed(found, joining, body, name)
    basis = AgreementType.ADHERENCE.value if deed else ""
    steps: list[Step] = [*meant.steps, *(_recorded(deed, joining) if deed else ())]
    steps.append(
        Add(
            Membership(
                arrangement_id=arrangement.id,
                organisation_id=body,
                role=joining.role,
                joined=joining.joined,
                basis=basis,
                agreement_id=deed.id if deed else joining.agreement_id,
            )
        )
    )
    if joining.role is not MemberRole.PROSPECTIVE:
        steps += _adherence(found, joining, body, name)
    steps += _services(session, found, joining, body)
    if joining.bears is not None:
        steps.append(Add(_share(arrangement.id, body, joining.joined, joining.bears)))
    day = joining.joined.latest or joining.joined.earliest or session.today
    after = proposed(found, steps, [meant.body])
    odd = [*meant.findings, *_already(found, body, name, joining), *_rebalanced(found, joining, name)]
    return Proposal(
        f"{name} joins ‘{arrangement.title}’",
        f"Record that {name if len(name) <= _LONGEST else 'it'} joins",
        tuple(steps),
        effects(session, found, after, day),
        new_findings(session, found, after, day, odd),
        f"A member from {in_words(joining.joined)}, day included.",
    )


def _deed(found: Dossier, joining: Joining, body: int, name: str) -> Agreement | None:
    """The deed by which a council becomes a party, an agreement of its own; None where none is named."""
    if not (joining.deed or joining.deed_signed):
        return None
    joined = agreement_of(found, joining.agreement_id)
    others = tuple(
        replace(party, id=0, uid="", agreement_id=0)
        for party in (joined.parties if joined else ())
        if party.role is not PartyRole.SUPPLIER and party.organisation_id != body
    )
    signed = joining.deed_signed is not None
    return Agreement(
        id=DEED,
        reference=joining.deed,
        title=f"Deed of adherence, {name}",
        type=AgreementType.ADHERENCE,
        arrangement_id=found.arrangement.id,
        starts=joining.joined,
        end_kind=EndKind.OPEN_ENDED,
        signed=joining.deed_signed,
        signature=SignatureState.SIGNED if signed else SignatureState.NOT_RECORDED,
        parties=(*others, Party(organisation_id=body, role=PartyRole.MEMBER, as_written=name)),
        fictional=found.arrangement.fictional,
    )


def _recorded(deed: Agreement, joining: Joining) -> Iterator[Step]:
    """The deed, and the agreement that it is a part of."""
    yield Add(deed)
    if joining.agreement_id is not None:
        yield Add(
            Relation(
                record_kind="Agreement",
                from_id=deed.id,
                to_id=joining.agreement_id,
                kind=RelationKind.PART_OF,
                standing=RelationStanding.STATED,
                effective_on=joining.joined,
            )
        )


def _adherence(found: Dossier, joining: Joining, body: int, name: str) -> Iterator[Step]:
    """The party and the event that the deed of adherence makes."""
    words = f"{name} joins"
    if joining.deed or joining.deed_signed:
        words += f" by deed of adherence {joining.deed}".rstrip()
    yield Add(
        Event(
            arrangement_id=None if joining.agreement_id else found.arrangement.id,
            agreement_id=joining.agreement_id,
            kind=EventKind.JOINED,
            on=joining.joined,
            decided_on=joining.deed_signed,
            organisation_id=body,
            text=words,
        )
    )
    agreement = agreement_of(found, joining.agreement_id)
    if agreement is not None and all(p.organisation_id != body for p in agreement.parties):
        role = _ROLES.get(joining.role, PartyRole.MEMBER)
        yield Add(Party(agreement_id=agreement.id, organisation_id=body, role=role, as_written=name))


def _services(session: Session, found: Dossier, joining: Joining, body: int) -> Iterator[Step]:
    """The services that it shares: planned while its joining lies ahead."""
    ahead = has_begun(joining.joined, session.today) is Answer.NO
    stage = Stage.PLANNED if ahead or joining.role is MemberRole.PROSPECTIVE else Stage.LIVE
    for text in joining.services:
        yield Add(
            ScopeItem(
                arrangement_id=found.arrangement.id,
                organisation_id=body,
                text=text,
                stage=stage,
                starts=joining.joined,
            )
        )


def _share(arrangement_id: int, body: int, joined: When, bears: Bears) -> CostShare:
    first = joined.earliest or joined.latest
    if first is None:
        raise TrackerError("A cost share needs a day to start on: say from when the council joins.")
    inexact = "" if joined.day else f"From the earliest day of joining ({in_words(joined)})."
    return CostShare(
        arrangement_id=arrangement_id,
        organisation_id=body,
        formula=bears.formula,
        quantity=bears.quantity,
        amount=bears.amount,
        starts=first,
        note=inexact,
    )


def _already(found: Dossier, body: int, name: str, joining: Joining) -> Iterator[Finding]:
    day = joining.joined.latest or joining.joined.earliest
    for stint in found.memberships:
        ended = stint.left is not None and day is not None and has_ended(stint.left, day) is Answer.YES
        if stint.organisation_id == body and stint.role is not MemberRole.PROSPECTIVE and not ended:
            words = f"{name} is a member already, from {in_words(stint.joined)}."
            yield warning("joining.already", words)
    ended_on = found.arrangement.ended
    if ended_on is not None and day is not None and has_ended(ended_on, day) is Answer.YES:
        yield warning("joining.ended", f"The arrangement ended on {in_words(ended_on)}.")


def _rebalanced(found: Dossier, joining: Joining, name: str) -> Iterator[Finding]:
    if found.shares and joining.bears is None:
        yield warning("joining.no-share", f"The others share the cost, and {name} is given no share.")


# The host


def move_host(session: Session, found: Dossier, to: int, first: date) -> Proposal:
    """Another member hosts from `first`; the stints of both are split on that day, without a gap.

    Raises:
        TrackerError: it hosts already, is no member on that day, or a stint begins after it.
    """
    last = add_days(first, -1)
    hosts = [s for s in members_stints(found, first) if s.role in HOSTING and s.organisation_id != to]
    steps: list[Step] = []
    for stint in hosts:
        steps += _split(stint, first, MemberRole.MEMBER, found)
    steps += takes_over(found, to, first)
    name = found.name(to)
    before = ", ".join(found.name(s.organisation_id) for s in hosts)
    words = f"{name} hosts from {show(first)}" + (f", in place of {before}" if before else "")
    steps.append(
        Add(
            Event(
                arrangement_id=found.arrangement.id,
                kind=EventKind.OTHER,
                on=When.on(first),
                organisation_id=to,
                text=words,
            )
        )
    )
    after = proposed(found, steps)
    odd = [] if hosts else [note("host.none-before", f"No host is recorded on {show(last)}.")]
    held = _host_parties(session, found, [s.organisation_id for s in hosts])
    if held:
        verb = "names" if len(held) == 1 else "name"
        odd.append(
            note("host.party", f"{', '.join(held)} still {verb} {before} as host: record the deed too.")
        )
    return Proposal(
        f"Move the host of ‘{found.arrangement.title}’ to {name}",
        f"Move the host on {show(first)}",
        tuple(steps),
        effects(session, found, after, first),
        new_findings(session, found, after, first, odd),
        f"{before or 'Nobody'} hosts to {show(last)}, {name} from {show(first)}.",
    )


def _host_parties(session: Session, found: Dossier, bodies: Sequence[int]) -> list[str]:
    return [
        a.reference or a.title
        for a in found.agreements
        if any(p.role is PartyRole.HOST and p.organisation_id in bodies for p in a.parties)
        and session.stand(a).status not in ENDED
    ]


def takes_over(found: Dossier, body: int, first: date) -> Iterator[Step]:
    """A member hosts from `first`.

    Raises:
        TrackerError: it is no member on that day, hosts already, or its joining is not exact.
    """
    stints = [s for s in members_stints(found, first) if s.organisation_id == body]
    if not stints:
        raise TrackerError(f"{found.name(body)} is not a member on {show(first)}, so it cannot host then.")
    if any(s.role is MemberRole.HOST for s in stints):
        raise TrackerError(f"{found.name(body)} hosts already on {show(first)}.")
    yield from _split(stints[0], first, MemberRole.HOST, found)


def _split(stint: Membership, first: date, role: MemberRole, found: Dossier) -> Iterator[Step]:
    """End a stint on the day before, and go on from `first` in another role until its own end."""
    joined = stint.joined
    if joined is not None and joined.day == first:
        yield Change(Membership, stint.id, {"role": role})
        return
    if has_begun(joined, add_days(first, -1)) is Answer.POSSIBLY and joined is not None and joined.latest:
        name = found.name(stint.organisation_id)
        raise TrackerError(
            f"{name} is a member from {in_words(joined)}. Choose a day after {show(joined.latest)}."
        )
    yield Change(Membership, stint.id, {"left": When.on(add_days(first, -1))})
    yield Add(replace(stint, id=0, uid="", role=role, joined=When.on(first), basis="host moved"))


# Who is in


def stints_of(found: Dossier, organisation_id: int, day: date) -> list[Membership]:
    """The stints of a body, suppliers' aside, that run or may run on `day`."""
    return [stint for stint in members_stints(found, day) if stint.organisation_id == organisation_id]


def members_stints(found: Dossier, day: date) -> list[Membership]:
    """The stints of members that run or may run on `day`."""
    return [
        s
        for s in found.memberships
        if s.role not in (MemberRole.SUPPLIER, MemberRole.PROSPECTIVE)
        and has_begun(s.joined, day) is not Answer.NO
        and (s.left is None or has_ended(s.left, day) is not Answer.YES)
    ]


def members_in(found: Dossier, day: date) -> dict[int, str]:
    """Organisation id -> name of every member that is, or may be, in on `day`.

    A body that was taken over by then keeps its id, and stands under its successor's name too.
    """
    names = {}
    for stint in members_stints(found, day):
        name = found.name(stint.organisation_id)
        now, led = successor_on(stint.organisation_id, day, found.successions)
        names[stint.organisation_id] = f"{found.name(now)} (for {name})" if led else name
    return names


def agreement_of(found: Dossier, agreement_id: int | None) -> Agreement | None:
    """The arrangement's agreement of that id; None where that is None."""
    return next((a for a in found.agreements if a.id == agreement_id), None)
