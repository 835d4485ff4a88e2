"""What rests on what, and what came of what."""

from __future__ import annotations

from datetime import date

from tracker.domain.dates import When
from tracker.domain.source import (
    Citation,
    Relation,
    RelationKind,
    RelationStanding,
    Source,
    chain,
    resting_on_one,
    resting_on_undated,
    support,
)

DATED = Source(id=1, title="A", published=When.on(date(2011, 2, 7)))
UNDATED = Source(id=2, title="B")
UNKNOWN = Source(id=3, title="C", published=When.unknown())


def cites(source: int, record: int, field: str = "starts", *, inferred: bool = False) -> Citation:
    return Citation(
        record_kind="Agreement", record_id=record, field=field, source_id=source, inferred=inferred
    )


def test_what_rests_on_one_source_and_on_undated_ones() -> None:
    citations = [
        cites(1, 10),
        cites(2, 10),
        cites(2, 11),
        cites(2, 11),
        cites(3, 12, inferred=True),
        cites(1, 13),
    ]
    found = support(citations, [DATED, UNDATED, UNKNOWN])
    assert [(row.record_id, row.sources, row.undated, row.inferred) for row in found] == [
        (10, (1, 2), False, False),
        (11, (2,), True, False),
        (12, (3,), True, True),
        (13, (1,), False, False),
    ]
    assert [row.record_id for row in resting_on_one(found)] == [11, 12, 13]
    assert [row.record_id for row in resting_on_undated(found)] == [11, 12]


def relation(
    newer: int, older: int, kind: RelationKind = RelationKind.SUPERSEDES, **more: object
) -> Relation:
    return Relation(record_kind="Agreement", from_id=newer, to_id=older, kind=kind, **more)


def test_the_chain_is_shown_both_ways() -> None:
    """T35: a memorandum, the agreement that superseded it, and what renewed that."""
    stated = relation(2, 1, standing=RelationStanding.STATED)
    renewed = relation(3, 2, RelationKind.RENEWS)
    others = [relation(9, 8), relation(2, 7, RelationKind.MAY_BE_SAME)]
    claims = Relation(record_kind="SavingsClaim", from_id=2, to_id=5, kind=RelationKind.SUPERSEDES)
    for start in (1, 2, 3):
        found = chain(start, [renewed, stated, *others, claims])
        assert [(link.older, link.newer, link.stated) for link in found] == [(1, 2, True), (2, 3, False)]
    assert chain(4, [stated]) == ()
    assert [link.older for link in chain(2, [claims], "SavingsClaim")] == [5]


def test_forks_and_loops_end() -> None:
    fork = [relation(2, 1), relation(3, 1)]
    assert [(link.older, link.newer) for link in chain(1, fork)] == [(1, 2), (1, 3)]
    loop = [relation(2, 1), relation(1, 2)]
    assert len(chain(1, loop)) == 2
