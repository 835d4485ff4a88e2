"""Rows and agreements that share their names, suppliers and start: paired by everything else that they say.

Registers have a row for each lot, code or year of one contract. Paired in the order of the file, such rows
would trade their values as soon as somebody sorts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.agreement import Agreement
from tracker.domain.match import comparable
from tracker.exchange.plans.compare import compared, suppliers
from tracker.exchange.plans.planned import PlannedAgreement, PlannedParty
from tracker.exchange.plans.references import fold, fold_reference

if TYPE_CHECKING:
    from tracker.exchange.plans.matching import Held, Known

_PAIRS = 10_000
"""Rows times agreements of one group that are compared each with each; more are paired in the order of the file."""


class _Group(NamedTuple):
    """Rows and agreements that have the same names, suppliers and start."""

    rows: list[int]
    ids: list[int]


class _Facts(NamedTuple):
    """What an agreement says, for comparing with what another says.

    Attributes:
        fields: its fields of one value each, in the order of `COMPARED`.
        notes: its lines.
        names: of its parties, for comparing.
    """

    fields: tuple[object, ...]
    notes: frozenset[str]
    names: frozenset[str]


def pair_twins(
    rows: Mapping[int, PlannedAgreement],
    shared: Iterable[tuple[Sequence[int], Sequence[Held]]],
    known: Known,
) -> dict[int, int]:
    """Row index -> id of the agreement that says the same; each agreement is given to one row.

    Args:
        shared: rows and agreements of one name each.
    """
    done: dict[int, int] = {}
    groups: list[_Group] = []
    for group in _groups(rows, shared):
        if len(group.rows) == len(group.ids) == 1:
            done[group.rows[0]] = group.ids[0]
        else:
            groups.append(group)
    wanted = [one for group in groups for one in group.ids]
    held = (
        {old.agreement.id: _facts(old.agreement, old.parties) for old in known.fetch(wanted)}
        if wanted
        else {}
    )
    for group in groups:
        own = {index: _facts(rows[index].agreement, rows[index].parties) for index in group.rows}
        done.update(_pair(own, {one: held[one] for one in group.ids if one in held}))
    return done


def _groups(
    rows: Mapping[int, PlannedAgreement], shared: Iterable[tuple[Sequence[int], Sequence[Held]]]
) -> Iterator[_Group]:
    for indexes, found in shared:
        by_key: dict[Hashable, _Group] = defaultdict(lambda: _Group([], []))
        for index in indexes:
            a, supplied = rows[index].agreement, suppliers(rows[index].parties)
            starts = a.starts.earliest if a.starts else None
            by_key[fold_reference(a.reference), fold(a.title), supplied, starts].rows.append(index)
        for one in found:
            by_key[fold_reference(one.reference), fold(one.title), one.suppliers, one.starts].ids.append(
                one.id
            )
        yield from (group for group in by_key.values() if group.rows and group.ids)


def _facts(a: Agreement, parties: Sequence[PlannedParty]) -> _Facts:
    names = frozenset(comparable(party.name) for party in parties)
    return _Facts(compared(a), frozenset(a.notes.splitlines()), names)


def _pair(own: Mapping[int, _Facts], held: Mapping[int, _Facts]) -> dict[int, int]:
    """First what is the same in all, then what has most in common, then in the order of the file."""
    done: dict[int, int] = {}
    same: dict[_Facts, list[int]] = defaultdict(list)
    for one, facts in reversed(list(held.items())):
        same[facts].append(one)
    for index, facts in own.items():
        if same.get(facts):
            done[index] = same[facts].pop()
    taken = set(done.values())
    rows = [index for index in own if index not in done]
    left = [one for one in held if one not in taken]
    pairs = [(index, one) for index in rows for one in left] if len(rows) * len(left) <= _PAIRS else []
    pairs.sort(key=lambda pair: -_in_common(own[pair[0]], held[pair[1]]))
    for index, one in (*pairs, *zip(rows, left, strict=False)):
        if index not in done and one not in taken:
            done[index] = one
            taken.add(one)
    return done


def _in_common(one: _Facts, other: _Facts) -> int:
    fields = sum(1 for a, b in zip(one.fields, other.fields, strict=True) if a == b)
    return fields + len(one.notes & other.notes) + len(one.names & other.names)
