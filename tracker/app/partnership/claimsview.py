"""All claims at once, narrowed to a body, a partnership or a kind, and what they come to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.numbering import reference_order
from tracker.domain.partnerships.claim import (
    Comparison,
    SavingsClaim,
    Verdict,
    bodies,
    claims_for,
    compare,
    figure,
    is_whole,
    says_no_savings,
)
from tracker.domain.partnerships.partnership import Membership
from tracker.domain.partnerships.totals import Total, totals
from tracker.domain.source import Relation, Source

if TYPE_CHECKING:
    from tracker.app.session import Session

EVERY, NO_SAVINGS = "", "no savings"


@dataclass(frozen=True, slots=True)
class Claims:
    """Every claim, with the names of what it speaks of.

    Attributes:
        beneficiaries, arrangements: id -> name, for those that a claim is for.
        relations: between claims.
    """

    every: tuple[SavingsClaim, ...]
    names: dict[int, str]
    beneficiaries: dict[int, str]
    arrangements: dict[int, str]
    sources: dict[int, Source]
    relations: tuple[Relation, ...]


def places_of(session: Session, organisation_id: int) -> frozenset[int]:
    """The arrangements that a body is or was in."""
    stints = session.read.related(Membership, "organisation_id", organisation_id)
    return frozenset(stint.arrangement_id for stint in stints)


class Shown(NamedTuple):
    """The claims that are left; where one body is asked about, its own, the joint ones, the wholes apart."""

    claims: tuple[SavingsClaim, ...]
    alone: tuple[SavingsClaim, ...]
    joint: tuple[SavingsClaim, ...]
    whole: tuple[SavingsClaim, ...]
    totals: tuple[Total, ...]


class Beside(NamedTuple):
    """Another claim that bears on the same bodies, and what the two say about each other."""

    claim: SavingsClaim
    comparison: Comparison


def all_claims(session: Session) -> Claims:
    """Read every claim."""
    read = session.read
    every = tuple(read.records(SavingsClaim))
    names = {body.id: body.name for body in read.organisations()}
    concerned = {claim.arrangement_id for claim in every}
    return Claims(
        every,
        names,
        {i: names[i] for claim in every for i in bodies(claim) if i in names},
        {a.id: a.title for a in read.arrangements() if a.id in concerned},
        {source.id: source for source in read.records(Source)},
        tuple(r for r in read.records(Relation) if r.record_kind == "SavingsClaim"),
    )


def narrow(
    claims: Claims,
    *,
    beneficiary: int | None = None,
    inside: Collection[int] = (),
    arrangement: int | None = None,
    which: str = EVERY,
    words: Sequence[str] = (),
    hide_fictional: bool = False,
) -> Shown:
    """The claims that fit, and their totals; for one body, of its own claims alone.

    Args:
        inside: the arrangements that the beneficiary is or was in (`places_of`).
    """
    left = [
        claim
        for claim in claims.every
        if (arrangement is None or claim.arrangement_id == arrangement)
        and (which != NO_SAVINGS or says_no_savings(claim))
        and not (hide_fictional and claim.fictional)
        and all(word in _text(claim) for word in words)
    ]
    if beneficiary is None:
        return Shown(tuple(left), (), (), (), totals(left))
    found = claims_for(beneficiary, left, inside)
    every = (*found.alone, *found.joint, *found.whole)
    return Shown(every, found.alone, found.joint, found.whole, totals(found.alone))


def _text(claim: SavingsClaim) -> str:
    return f"{claim.reference} {claim.quote} {claim.claimant} {claim.for_whom} {figure(claim)}".casefold()


_ORDER = (Verdict.DISAGREE, Verdict.AGREE, Verdict.NOT_COMPARABLE)


def beside(claims: Claims, claim: SavingsClaim) -> list[Beside]:
    """The other claims of its arrangement that bear on the same bodies, the comparable ones first."""
    found = []
    for other in claims.every:
        if other.id == claim.id or other.arrangement_id != claim.arrangement_id:
            continue
        shares = bodies(claim) & bodies(other) or is_whole(claim) or is_whole(other)
        if shares and (figure(other) != "no figure" or bodies(other) == bodies(claim)):
            found.append(Beside(other, compare(claim, other)))
    return sorted(
        found, key=lambda row: (_ORDER.index(row.comparison.verdict), reference_order(row.claim.reference))
    )
