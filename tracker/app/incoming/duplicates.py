"""Rows of one file that are likely the same agreement twice, and making one of two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from tracker.app.incoming.fixlist import MERGED
from tracker.domain.agreement import Agreement, AgreementType, EndKind
from tracker.domain.errors import TrackerError
from tracker.domain.match import comparable
from tracker.exchange.plans.compare import merge_notes, same
from tracker.exchange.plans.planned import Outcome, PlannedAgreement, PlannedParty, PlanRow
from tracker.exchange.plans.references import fold, fold_reference

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan

_NOT_STATED: tuple[object, ...] = (None, "", (), AgreementType.UNKNOWN, EndKind.UNKNOWN)
_OWN = ("id", "uid", "parties", "notes")
"""Fields that are not simply one row's or the other's."""

_COMES_ALONG = {"end_kind": "ends", "notice_text": "notices", "extensions_text": "options"}
"""Fields that come from the row whose other field is taken."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two rows that are likely one agreement.

    Attributes:
        first, second: their numbers in the file; the first stands higher.
        why: what they have in common.
    """

    first: int
    second: int
    why: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two rows are not the same.

    Attributes:
        field: name of the Agreement's field, or "parties" or "arrangement".
        kept, other, after: the value of the row that stays, of the other, and of both together.
    """

    field: str
    kept: Any
    other: Any
    after: Any


def likely_twins(plan: Plan) -> tuple[Twin, ...]:
    """The pairs, in the order of the file; rows that stay out, and those settled already, have none.

    A reference alone is no proof: lots and call-offs share one. So either reference, parties and
    start are the same, or title, parties and start, with no reference that says otherwise.
    """
    rows = [row for row in plan.rows if row.planned is not None and row.outcome is not Outcome.NOT_IMPORTED]
    found: dict[int, Twin] = {}
    for name, why in (
        (_reference, "the same reference, parties and start"),
        (_title, "the same title, parties and start"),
    ):
        named: dict[str, list[PlanRow]] = defaultdict(list)
        for row in rows:
            called = name(row)
            if called:
                named[called].append(row)
        for alike in named.values():
            if len(alike) > 1:
                _pair_up(alike, why, found)
    return tuple(found[number] for number in sorted(found))


def _pair_up(alike: Iterable[PlanRow], why: str, found: dict[int, Twin]) -> None:
    """Pair each of the rows that share a name with the first that has its parties and start."""
    seen: dict[tuple[object, ...], PlanRow] = {}
    for row in alike:
        assert row.planned is not None
        names = frozenset((party.role, comparable(party.name)) for party in row.planned.parties)
        starts, ends = row.planned.agreement.starts, row.planned.agreement.ends
        if not row.planned.agreement.reference and not (names and starts):
            continue
        # Without a start, another end is another term of the same agreement.
        day = starts.earliest if starts else ("until", ends.latest if ends else None)
        first = seen.setdefault((names, day), row)
        if first is not row and row.row not in found and not _apart(first, row):
            found[row.row] = Twin(first.row, row.row, why)


def _reference(row: PlanRow) -> str:
    assert row.planned is not None
    return fold_reference(row.planned.agreement.reference)


def _title(row: PlanRow) -> str:
    """The title for comparing; "" where it says too little to be proof."""
    assert row.planned is not None
    agreement = row.planned.agreement
    return fold(agreement.title) if agreement.starts and row.planned.parties else ""


def _apart(one: PlanRow, other: PlanRow) -> bool:
    """True where both rows have a reference, and not the same; or both are agreements of the register."""
    assert one.planned is not None and other.planned is not None
    own, its = (fold_reference(row.planned.agreement.reference) for row in (one, other) if row.planned)
    both_there = one.existing is not None and other.existing is not None
    return both_there or bool(own and its and own != its)


def differences(kept: PlanRow, other: PlanRow, taking: Iterable[str] = ()) -> tuple[Difference, ...]:
    """Field by field what differs between two rows, and what both together come to."""
    assert kept.planned is not None and other.planned is not None
    after = together(kept, other, taking)
    made = [
        Difference(name, own, its, getattr(after.agreement, name))
        for name, own, its in _pairs(kept.planned.agreement, other.planned.agreement)
        if not same(own, its)
    ]
    names = [_names(planned.parties) for planned in (kept.planned, other.planned, after)]
    if names[0] != names[1]:
        made.append(Difference("parties", *names))
    said = [planned.arrangement for planned in (kept.planned, other.planned, after)]
    if said[0] != said[1]:
        made.append(Difference("arrangement", *said))
    return tuple(made)


def _pairs(one: Agreement, other: Agreement) -> Iterator[tuple[str, Any, Any]]:
    for field in fields(Agreement):
        if field.name not in ("id", "uid", "parties"):
            yield field.name, getattr(one, field.name), getattr(other, field.name)


def _names(parties: Iterable[PlannedParty]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


def together(kept: PlanRow, other: PlanRow, taking: Iterable[str] = ()) -> PlannedAgreement:
    """The agreement of the row that stays, with what only the other row says filled in.

    `taking` names fields that are the other row's even where both say something.
    """
    assert kept.planned is not None and other.planned is not None
    own, its, wanted = kept.planned.agreement, other.planned.agreement, set(taking)
    values: dict[str, Any] = {}
    for name, mine, other_one in _pairs(own, its):
        leader = _COMES_ALONG.get(name, name)
        gap = getattr(own, leader) in _NOT_STATED if leader != name else mine in _NOT_STATED
        if name not in _OWN and (leader in wanted or (gap and other_one not in _NOT_STATED)):
            values[name] = other_one
    values["notes"] = merge_notes(its.notes, own.notes) if its.notes else own.notes
    parties = other.planned.parties if "parties" in wanted else kept.planned.parties
    roles: dict[object, bool] = defaultdict(bool)
    for party in parties:
        roles[party.role] = True
    parties += tuple(party for party in other.planned.parties if not roles[party.role])
    arrangement = kept.planned.arrangement or other.planned.arrangement
    if "arrangement" in wanted:
        arrangement = other.planned.arrangement
    return PlannedAgreement(replace(own, **values), parties, arrangement)


def merge(kept: PlanRow, other: PlanRow, taking: Iterable[str] = ()) -> None:
    """Make one agreement of two rows: the other stays out, and there is nothing to mend in it.

    Raises:
        TrackerError: a row is no agreement, or the register holds the other one already.
    """
    if kept.planned is None or other.planned is None:
        raise TrackerError("Only rows that are agreements can be merged.")
    if other.existing is not None:
        raise TrackerError(
            f"Row {other.row} is in the register already, so it is the one to keep. Keep that row instead."
        )
    kept.planned = together(kept, other, taking)
    kept.findings = tuple(one for one in kept.findings if one.finding.code != "import.possible-copy")
    other.outcome, other.reason = Outcome.NOT_IMPORTED, f"{MERGED}{kept.row}"
