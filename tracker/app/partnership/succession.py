"""Which agreement takes the place of which, chain by chain; what is stated and what only proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.app.rows import AgreementRow
from tracker.domain.numbering import reference_order
from tracker.domain.source import Relation, RelationKind, RelationStanding

if TYPE_CHECKING:
    from tracker.app.session import Session

_SUCCEEDS = (RelationKind.SUPERSEDES, RelationKind.RENEWS, RelationKind.REPLACES)


class Step(NamedTuple):
    """One agreement in the place of another.

    Attributes:
        relation: its kind, standing, first day and note.
        rank: how many steps lie before it in its chain.
    """

    older: AgreementRow
    newer: AgreementRow
    relation: Relation
    rank: int

    @property
    def stated(self) -> bool:
        """True where a source says so."""
        return self.relation.standing is RelationStanding.STATED


class Chain(NamedTuple):
    """Steps that hang together, oldest first, and the other ways in which their agreements are related."""

    title: str
    fictional: bool
    steps: tuple[Step, ...]
    others: tuple[tuple[AgreementRow, Relation, AgreementRow], ...]


def chains(session: Session) -> list[Chain]:
    """Every chain of agreements, those of the articles before the fictional ones."""
    relations = [
        r
        for r in session.read.records(Relation)
        if r.record_kind == "Agreement" and r.kind is not RelationKind.PART_OF
    ]
    ids = {i for r in relations for i in (r.from_id, r.to_id)}
    rows = {row.id: row for row in session.read.rows(sorted(ids))}
    relations = [r for r in relations if r.from_id in rows and r.to_id in rows]
    made = [_chain(group, rows) for group in _together(relations)]
    return sorted(made, key=lambda chain: (chain.fictional, chain.title.casefold()))


def _together(relations: list[Relation]) -> list[list[Relation]]:
    """The relations in groups that share no agreement, in the order of their first ones."""
    head: dict[int, int] = {}

    def first(agreement: int) -> int:
        while (above := head.setdefault(agreement, agreement)) != agreement:
            head[agreement] = head[above]
            agreement = above
        return agreement

    for relation in relations:
        head[first(relation.from_id)] = first(relation.to_id)
    groups: dict[int, list[Relation]] = {}
    for relation in relations:
        groups.setdefault(first(relation.to_id), []).append(relation)
    return list(groups.values())


def _chain(relations: list[Relation], rows: dict[int, AgreementRow]) -> Chain:
    succeeding = [r for r in relations if r.kind in _SUCCEEDS]
    rank: dict[int, int] = {}
    for _ in succeeding:
        for r in succeeding:
            rank[r.from_id] = min(max(rank.get(r.from_id, 0), rank.get(r.to_id, 0) + 1), len(succeeding))
    steps = [Step(rows[r.to_id], rows[r.from_id], r, rank.get(r.to_id, 0)) for r in succeeding]
    steps.sort(
        key=lambda step: (step.rank, *map(reference_order, (step.older.reference, step.newer.reference)))
    )
    others = tuple((rows[r.from_id], r, rows[r.to_id]) for r in relations if r.kind not in _SUCCEEDS)
    first = steps[0].older if steps else others[0][0]
    title = first.arrangement or first.title
    return Chain(title, first.fictional, tuple(steps), others)
