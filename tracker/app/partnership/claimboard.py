"""Claims side by side: a row for those whom a saving is for, a column for each source that claims it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.numbering import reference_order
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.claim import (
    Comparison,
    Measure,
    SavingsClaim,
    Verdict,
    bodies,
    compare,
    is_whole,
)
from tracker.domain.source import Conflict, Source

_ORDER = (Verdict.DISAGREE, Verdict.AGREE, Verdict.NOT_COMPARABLE)


class BoardRow(NamedTuple):
    """The claims for one body, for several together, or for a whole arrangement.

    Attributes:
        cells: for each source, its claims.
        comparison: what they say about each other; None where one source stands alone.
        conflicts: the open conflicts about any of them.
    """

    bodies: tuple[int, ...]
    whole: bool
    cells: tuple[tuple[SavingsClaim, ...], ...]
    comparison: Comparison | None
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The claims that give a figure, or say that there is none.

    Attributes:
        sources: ids, 0 for claims that name none; the columns.
        rest: the claims in words only, which cannot be compared.
    """

    sources: tuple[int, ...]
    rows: tuple[BoardRow, ...]
    rest: tuple[SavingsClaim, ...]


def board(
    claims: Sequence[SavingsClaim],
    conflicts: Iterable[Conflict],
    sources: Mapping[int, Source],
    organisations: Mapping[int, Organisation],
) -> Board:
    """Put the claims side by side: those for one body first, then joint ones, then for the whole."""
    shown = [claim for claim in claims if claim.measure is not Measure.UNQUANTIFIED]
    rest = tuple(claim for claim in claims if claim.measure is Measure.UNQUANTIFIED)
    marks = {claim.source_id or 0 for claim in shown}
    columns = tuple(
        sorted(
            marks, key=lambda i: (i == 0, reference_order(sources[i].reference if i in sources else ""), i)
        )
    )
    groups: dict[tuple[bool, frozenset[int]], list[SavingsClaim]] = {}
    for claim in shown:
        whole = is_whole(claim)
        groups.setdefault((whole, frozenset() if whole else bodies(claim)), []).append(claim)

    def place(key: tuple[bool, frozenset[int]]) -> tuple[object, ...]:
        names = sorted(organisations[i].name for i in key[1] if i in organisations)
        return (key[0], len(key[1]), names)

    listed = tuple(conflicts)
    rows = [_row(key, groups[key], columns, listed) for key in sorted(groups, key=place)]
    return Board(columns, tuple(rows), rest)


def _row(
    key: tuple[bool, frozenset[int]],
    claims: Sequence[SavingsClaim],
    columns: Sequence[int],
    conflicts: Sequence[Conflict],
) -> BoardRow:
    cells = tuple(tuple(c for c in claims if (c.source_id or 0) == column) for column in columns)
    ids = {claim.id for claim in claims}
    about = tuple(conflict for conflict in conflicts if ids & claims_in(conflict))
    return BoardRow(tuple(sorted(key[1])), key[0], cells, _verdict(cells), about)


def _verdict(cells: Sequence[Sequence[SavingsClaim]]) -> Comparison | None:
    """The weightiest of the comparisons between sources: a disagreement before an agreement."""
    found = [
        compare(first, second)
        for at, column in enumerate(cells)
        for other in cells[at + 1 :]
        for first in column
        for second in other
    ]
    return min(found, key=lambda comparison: _ORDER.index(comparison.verdict), default=None)


def claims_in(conflict: Conflict) -> set[int]:
    """Ids of the claims that a conflict is about, or that hold one of its readings."""
    ids = {r.record_id for r in conflict.readings if r.record_kind == "SavingsClaim" and r.record_id}
    if conflict.record_kind == "SavingsClaim" and conflict.record_id:
        ids.add(conflict.record_id)
    return ids
