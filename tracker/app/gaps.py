"""What is missing from the register: signature, date, value, end, owner, host, source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from tracker.app.partnership.bulk import held_by
from tracker.app.partnership.partnerships import Gap
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    NoticeClause,
    Party,
    PartyRole,
    SignatureState,
)
from tracker.domain.dates import Answer, Period, When
from tracker.domain.money import Money
from tracker.domain.partnerships.membership import unsigned
from tracker.domain.partnerships.partnership import Arrangement, MemberRole, Membership
from tracker.domain.partnerships.service import ServiceLevel, is_met

if TYPE_CHECKING:
    from tracker.app.session import Session

_AT_THE_HEAD: Final = (MemberRole.HOST, MemberRole.LEAD)
_OTHERS: Final = (PartyRole.SUPPLIER, PartyRole.HOST, PartyRole.MEMBER)


class _Line(NamedTuple):
    """What of an agreement says what is missing of it: a register holds many, and little of each is asked."""

    id: int
    arrangement_id: int | None
    reference: str
    title: str
    fictional: bool
    type: AgreementType
    signature: SignatureState
    binding: bool | None
    signed: When | None
    starts: When | None
    ends: When | None
    end_kind: EndKind
    initial_term: Period | None
    owner: str
    value: Money | None
    annual_value: Money | None
    value_low: Money | None
    value_high: Money | None


def gaps(session: Session, *, fictional: bool | None = None) -> list[Gap]:
    """Everything missing, arrangement by arrangement, then agreement by agreement."""
    read = session.read
    lines = [_Line(*values) for values in read.fields(Agreement, *_Line._fields)]
    held: dict[int | None, list[_Line]] = {}
    for line in lines:
        held.setdefault(line.arrangement_id, []).append(line)
    hosted = {
        place for place, role in read.fields(Membership, "arrangement_id", "role") if role in _AT_THE_HEAD
    }
    arrangements = [a for a in read.arrangements() if fictional in (None, a.fictional)]
    levels = held_by(session, ServiceLevel, [a.id for a in arrangements])
    found: list[Gap] = []
    for one in arrangements:
        found += _of_arrangement(one, held.get(one.id, []), levels[one.id], hosted=one.id in hosted)
    noticed = {agreement_id for (agreement_id,) in read.fields(NoticeClause, "agreement_id")}
    with_others = {place for place, role in read.fields(Party, "agreement_id", "role") if role in _OTHERS}
    for line in lines:
        if fictional is None or line.fictional is fictional:
            name = " ".join(part for part in (line.reference, line.title) if part)
            missing = _of_agreement(line, noticed=line.id in noticed, with_others=line.id in with_others)
            found += [Gap("agreement", line.id, name, *gap) for gap in missing]
    return found


def _of_arrangement(
    arrangement: Arrangement, agreements: Sequence[_Line], levels: Sequence[ServiceLevel], *, hosted: bool
) -> Iterator[Gap]:
    place, title = arrangement.id, arrangement.title
    said = unsigned(agreements)
    if said:
        yield Gap("arrangement", place, title, "signed agreement", said)
    if not hosted:
        yield Gap("arrangement", place, title, "host", "No member is recorded as host or lead.")
    for level in levels:
        met = is_met(level)
        if met.answer is Answer.POSSIBLY:
            yield Gap("service level", level.id, f"{title}: {level.metric}", "measurement", met.why)


def _of_agreement(agreement: _Line, *, noticed: bool, with_others: bool) -> Iterator[tuple[str, str]]:
    if agreement.signature is SignatureState.NOT_RECORDED and agreement.signed is None:
        yield "signature", "Whether and when it was signed is not recorded."
    if agreement.starts is None or agreement.starts.earliest is None:
        yield "start", "No start date is recorded."
    fixed = agreement.end_kind in (EndKind.FIXED, EndKind.UNKNOWN)
    if fixed and agreement.ends is None and agreement.initial_term is None:
        yield "end", "Neither an end nor a term is recorded."
    if agreement.type is AgreementType.ADHERENCE:
        return  # notice, money and owner are those of the agreement that it adheres to
    if not noticed:
        yield "notice", "Nobody has looked up its notice."
    if not any((agreement.value, agreement.annual_value, agreement.value_low, agreement.value_high)):
        yield "value", "No amount is recorded."
    if not agreement.owner:
        yield "owner", "Nobody is recorded as answering for it."
    if not with_others:
        yield "other party", "No supplier or partner is recorded."
