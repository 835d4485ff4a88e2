"""What is missing from the register: signature, date, value, end, owner, host, source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracker.app.partnership.bulk import held_by
from tracker.app.partnership.partnerships import Gap
from tracker.domain.agreement import Agreement, AgreementType, EndKind, PartyRole, SignatureState
from tracker.domain.dates import Answer
from tracker.domain.partnerships.membership import unsigned
from tracker.domain.partnerships.partnership import Arrangement, MemberRole, Membership
from tracker.domain.partnerships.service import ServiceLevel, is_met

if TYPE_CHECKING:
    from tracker.app.session import Session


def gaps(session: Session, *, fictional: bool | None = None) -> list[Gap]:
    """Everything missing, arrangement by arrangement, then agreement by agreement."""
    found: list[Gap] = []
    arrangements = [a for a in session.read.arrangements() if fictional in (None, a.fictional)]
    ids = [arrangement.id for arrangement in arrangements]
    agreements, members = held_by(session, Agreement, ids), held_by(session, Membership, ids)
    levels = held_by(session, ServiceLevel, ids)
    for one in arrangements:
        found += _of_arrangement(one, agreements[one.id], members[one.id], levels[one.id])
    for agreement in session.read.agreements():
        if fictional is None or agreement.fictional is fictional:
            name = " ".join(part for part in (agreement.reference, agreement.title) if part)
            found += [Gap("agreement", agreement.id, name, *gap) for gap in _of_agreement(agreement)]
    return found


def _of_arrangement(
    arrangement: Arrangement,
    agreements: Sequence[Agreement],
    members: Sequence[Membership],
    levels: Sequence[ServiceLevel],
) -> Iterator[Gap]:
    place, title = arrangement.id, arrangement.title
    said = unsigned(agreements)
    if said:
        yield Gap("arrangement", place, title, "signed agreement", said)
    if not any(member.role in (MemberRole.HOST, MemberRole.LEAD) for member in members):
        yield Gap("arrangement", place, title, "host", "No member is recorded as host or lead.")
    for level in levels:
        met = is_met(level)
        if met.answer is Answer.POSSIBLY:
            yield Gap("service level", level.id, f"{title}: {level.metric}", "measurement", met.why)


def _of_agreement(agreement: Agreement) -> Iterator[tuple[str, str]]:
    if agreement.signature is SignatureState.NOT_RECORDED and agreement.signed is None:
        yield "signature", "Whether and when it was signed is not recorded."
    if agreement.starts is None or agreement.starts.earliest is None:
        yield "start", "No start date is recorded."
    fixed = agreement.end_kind in (EndKind.FIXED, EndKind.UNKNOWN)
    if fixed and agreement.ends is None and agreement.initial_term is None:
        yield "end", "Neither an end nor a term is recorded."
    if agreement.type is AgreementType.ADHERENCE:
        return  # notice, money and owner are those of the agreement that it adheres to
    if not agreement.notices:
        yield "notice", "Nobody has looked up its notice."
    if not any((agreement.value, agreement.annual_value, agreement.value_low, agreement.value_high)):
        yield "value", "No amount is recorded."
    if not agreement.owner:
        yield "owner", "Nobody is recorded as answering for it."
    if not any(
        party.role in (PartyRole.SUPPLIER, PartyRole.HOST, PartyRole.MEMBER) for party in agreement.parties
    ):
        yield "other party", "No supplier or partner is recorded."
