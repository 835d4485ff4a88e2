"""An arrangement from scratch, and an agreement that takes the place of another.

Each function builds a Proposal from what was typed and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.app.edit import draft
from tracker.app.partnership.bodies import Names
from tracker.app.partnership.dossier import Dossier
from tracker.app.partnership.partnering_effects import effects, new_findings, note, proposed, warning
from tracker.app.proposal import Add, Effect, Proposal, Step
from tracker.app.session import Session
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    Event,
    EventKind,
    Party,
    PartyRole,
)
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When, add_days, show
from tracker.domain.errors import TrackerError
from tracker.domain.match import comparable
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement, MemberRole, Membership, in_words
from tracker.domain.source import Relation, RelationKind, RelationStanding

ARRANGEMENT, AGREEMENT = -1, -2
"""The ids that the new records have within their proposal."""
_MEMBERS = (MemberRole.HOST, MemberRole.LEAD, MemberRole.MEMBER, MemberRole.CLIENT)
_PARTIES = {MemberRole.HOST: PartyRole.HOST, MemberRole.SUPPLIER: PartyRole.SUPPLIER}


@dataclass(frozen=True, slots=True)
class FirstMember:
    """A first member: the name as typed, its role, and from when; None where that is not known."""

    name: str
    role: MemberRole = MemberRole.MEMBER
    joined: When | None = None


@dataclass(frozen=True, slots=True)
class Founding:
    """What is typed for a new arrangement.

    Attributes:
        agreement: field name -> text of the agreement with it; empty for none.
    """

    title: str
    reference: str = ""
    category: str = ""
    members: tuple[FirstMember, ...] = ()
    agreement: Mapping[str, str] | None = None


def new_arrangement(session: Session, founding: Founding) -> Proposal:
    """Add an arrangement with its first members and an agreement between them.

    Raises:
        TrackerError: there is no title, a text of the agreement cannot be read, or a name
            fits several bodies.
    """
    title = " ".join(founding.title.split())
    if not title:
        raise TrackerError("Give the partnership a title, so that it can be found again.")
    names = Names(session)
    typed = [member for member in founding.members if member.name.strip()]
    meant = [names.read(member.name) for member in typed]
    bodies = [one.body for one in meant]
    agreement = _first_agreement(session, founding, title, typed, bodies)
    began = [m.joined for m in typed if m.joined is not None and m.joined.earliest]
    arrangement = Arrangement(
        id=ARRANGEMENT,
        title=title,
        reference=founding.reference.strip(),
        category=founding.category.strip(),
        started=min(began, key=lambda when: str(when.earliest), default=None),
    )
    steps: list[Step] = list(dict.fromkeys(step for one in meant for step in one.steps))
    steps.append(Add(arrangement))
    steps += [Add(agreement)] if agreement else []
    steps += [
        Add(
            Membership(
                arrangement_id=ARRANGEMENT,
                organisation_id=body.id,
                role=member.role,
                joined=member.joined,
                agreement_id=AGREEMENT if agreement else None,
            )
        )
        for member, body in zip(typed, bodies, strict=True)
    ]
    odd = dict.fromkeys(finding for one in meant for finding in one.findings)
    return Proposal(
        f"Add the partnership ‘{title}’",
        "Add the partnership",
        tuple(steps),
        tuple(_founded(session, typed, bodies, agreement)),
        (*odd, *_odd(session, arrangement, typed, bodies)),
    )


def _first_agreement(
    session: Session,
    founding: Founding,
    title: str,
    typed: Sequence[FirstMember],
    bodies: Sequence[Organisation],
) -> Agreement | None:
    texts = {name: text for name, text in (founding.agreement or {}).items() if text.strip()}
    if not texts:
        return None
    agreement = _read(session, texts)
    parties = tuple(
        Party(
            organisation_id=body.id,
            role=_PARTIES.get(member.role, PartyRole.MEMBER),
            as_written=member.name.strip(),
        )
        for member, body in zip(typed, bodies, strict=True)
        if member.role is not MemberRole.PROSPECTIVE
    )
    return replace(
        agreement,
        id=AGREEMENT,
        title=agreement.title or title,
        category=agreement.category or founding.category.strip(),
        arrangement_id=ARRANGEMENT,
        parties=parties,
    )


def _read(session: Session, texts: Mapping[str, str], base: Agreement | None = None) -> Agreement:
    agreement, reads = draft(session, texts, base)
    for read in reads.values():
        if read.refused:
            raise TrackerError(read.refused.message)
    return agreement


def _founded(
    session: Session,
    typed: Sequence[FirstMember],
    bodies: Sequence[Organisation],
    agreement: Agreement | None,
) -> Iterator[Effect]:
    """What there would be; there is nothing before."""
    for member, body in zip(typed, bodies, strict=True):
        since = "" if member.role is MemberRole.PROSPECTIVE else f" from {in_words(member.joined)}"
        yield Effect(body.name, "", f"{member.role.value}{since}")
    regions = sorted({body.region for body in bodies if body.region})
    yield Effect("Region", "", ", ".join(regions) or "not known")
    if agreement is not None:
        stands = session.stand(agreement)
        ends = f", ends {show(stands.current_end)}" if stands.current_end else ", no end recorded"
        kind = "Agreement" if agreement.type is AgreementType.UNKNOWN else agreement.type.value.capitalize()
        yield Effect(kind, "", f"{stands.status.value}{ends}")


def _odd(
    session: Session, arrangement: Arrangement, typed: Sequence[FirstMember], bodies: Sequence[Organisation]
) -> Iterator[Finding]:
    same = [a for a in session.read.arrangements() if comparable(a.title) == comparable(arrangement.title)]
    if same:
        yield warning("founding.same-title", f"There is a partnership ‘{same[0].title}’ already.")
    members = {body.id for member, body in zip(typed, bodies, strict=True) if member.role in _MEMBERS}
    if len(members) < 2:
        yield warning("founding.fewer-than-two", "Fewer than two members, so nothing is shared yet.")
    twice = [body.name for n, body in enumerate(bodies) if body.id in {one.id for one in bodies[:n]}]
    if twice:
        yield warning("founding.twice", f"{twice[0]} is there twice.")
    if members and not any(member.role in (MemberRole.HOST, MemberRole.LEAD) for member in typed):
        yield note("founding.no-host", "No host or lead is chosen; that can be done later.")


# One agreement in the place of another


@dataclass(frozen=True, slots=True)
class Superseding:
    """The agreement that takes another's place.

    Attributes:
        starts: its first day; the older one's last is the day before.
        texts: field name -> text of what is stated of the new one ("initial_term", "ends" …).
    """

    agreement_id: int
    starts: date
    type: AgreementType = AgreementType.INTER_AUTHORITY
    title: str = ""
    reference: str = ""
    texts: Mapping[str, str] | None = None


def supersede(session: Session, found: Dossier, new: Superseding) -> Proposal:
    """An agreement takes another's place: the older ends the day before, its parties are carried over.

    Raises:
        TrackerError: a text cannot be read, or the older one has ended before.
    """
    old = next(a for a in found.agreements if a.id == new.agreement_id)
    old_name = old.reference or old.title
    before = add_days(new.starts, -1)
    made = successor(session, old, new)
    superseded = Event(
        agreement_id=old.id,
        kind=EventKind.SUPERSEDED,
        on=When.on(new.starts),
        new_end=When.on(before),
        text=f"Superseded by {made.reference or made.title}",
    )
    relation = Relation(
        record_kind="Agreement",
        from_id=AGREEMENT,
        to_id=old.id,
        kind=RelationKind.SUPERSEDES,
        standing=RelationStanding.STATED,
        effective_on=When.on(new.starts),
    )
    steps: tuple[Step, ...] = (Add(made), Add(relation), Add(superseded))
    after = proposed(found, steps)
    return Proposal(
        f"‘{made.title}’ supersedes ‘{old_name}’",
        f"Supersede it from {show(new.starts)}",
        steps,
        (
            Effect(f"Last day of {old_name}", _last_day(session, old), show(before)),
            Effect("Parties carried over", "", str(len(made.parties))),
            *effects(session, found, after, new.starts),
        ),
        new_findings(session, found, after, new.starts, _superseding_odd(session, old, new)),
        f"‘{old_name}’ runs to {show(before)}, ‘{made.title}’ from {show(new.starts)}: no gap.",
    )


def successor(session: Session, old: Agreement, new: Superseding) -> Agreement:
    """The new agreement: the older one's parties and people, and what is stated of it."""
    base = Agreement(
        id=AGREEMENT,
        title=new.title.strip() or _title(old, new.type),
        reference=new.reference.strip(),
        type=new.type,
        arrangement_id=old.arrangement_id,
        starts=When.on(new.starts),
        parties=tuple(replace(party, id=0, uid="", agreement_id=0) for party in old.parties),
        department=old.department,
        owner=old.owner,
        contact=old.contact,
        category=old.category,
        fictional=old.fictional,
    )
    texts = {name: text for name, text in (new.texts or {}).items() if text.strip()}
    return _read(session, texts, base)


def _title(old: Agreement, kind: AgreementType) -> str:
    """The older one's title with the new kind's name in place of its own."""
    new = kind.value.capitalize()
    for word in (old.type.value, "MoU"):
        at = old.title.casefold().find(word.casefold())
        if at >= 0:
            kept = kind.value if at else new
            return f"{old.title[:at]}{kept}{old.title[at + len(word) :]}"
    return f"{new}: {old.title or old.reference}"


def _last_day(session: Session, old: Agreement) -> str:
    ends = session.stand(old).current_end
    return show(ends) if ends else "no end recorded"


def _superseding_odd(session: Session, old: Agreement, new: Superseding) -> Iterator[Finding]:
    stands = session.stand(old)
    starts = old.starts.earliest if old.starts else None
    if starts is not None and new.starts <= starts:
        yield Finding(
            "supersede.before-start",
            Severity.ERROR,
            f"‘{old.title}’ starts only on {show(starts)}, so nothing would be left of it.",
        )
    if stands.current_end is not None and stands.current_end < add_days(new.starts, -1):
        yield warning(
            "supersede.gap",
            f"‘{old.title}’ ended on {show(stands.current_end)}; the days until {show(new.starts)} "
            "have no agreement.",
        )
    if not old.parties:
        yield note("supersede.no-parties", "No parties are recorded, so there are none to carry over.")
