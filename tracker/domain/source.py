"""Where facts come from: sources, citations, and conflicts between what they say.

Every figure and most dates in a register rest on somebody's word. A Source is a
document; a Citation ties one field of one record to a place in it; a Conflict
holds the readings that do not agree until a person settles it, with a reason;
a Relation says how one agreement or claim stands to another.

`record_kind` is the name of the record's type ("Agreement", "Membership", "SavingsClaim").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.dates import When


class SourceKind(StrEnum):
    """What sort of document it is."""

    NEWS = "news item"
    REPOST = "news repost"
    CASE_STUDY = "supplier case study"
    COMMITTEE_PAPER = "committee paper"
    AGREEMENT = "agreement"
    REGISTER = "published register"
    OFFICER = "officer's word"
    BACKGROUND = "background knowledge"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document or a person's word on which facts rest.

    Attributes:
        reference: a short mark such as "A".
        publisher: as stated, or as concluded where `publisher_inferred`; "" where not stated.
        published: when; often not exact, a range, inferred, or not known at all.
        latest_mention: the latest thing that it mentions, for sources without a date.
        location: file name, link or shelf mark.
        fingerprint: SHA-256 of the file in hexadecimal, "" where there is no file.
        derived_from_id: the source that it takes its words from, None where not known.
        outside: True for knowledge from elsewhere, brought in to understand the others.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    title: str
    kind: SourceKind = SourceKind.OTHER
    publisher: str = ""
    publisher_inferred: bool = False
    author: str = ""
    published: When | None = None
    latest_mention: str = ""
    location: str = ""
    fingerprint: str = ""
    derived_from_id: int | None = None
    outside: bool = False
    notes: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One field of one record rests on one place in one source.

    Attributes:
        field: the record's field; "" for the record as a whole.
        locator: where in the source ("line 26", "page 4").
        quote: the exact words, kept short; "" where the place is enough.
        inferred: True where the source does not say it and it was concluded from it.
        note: what was concluded, and how.
    """

    id: int = 0
    uid: str = ""
    record_kind: str
    record_id: int
    field: str = ""
    source_id: int
    locator: str = ""
    quote: str = ""
    inferred: bool = False
    note: str = ""


class ConflictState(StrEnum):
    """How far a conflict has come."""

    OPEN = "open"
    EXPLAINED = "explained"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One of the things that a conflict's subject may be.

    Attributes:
        number: 1 for the first.
        record_kind, record_id, field: the record that holds this reading, where one does.
        outside: True where the reading rests on knowledge from elsewhere.
    """

    id: int = 0
    uid: str = ""
    conflict_id: int = 0
    number: int
    text: str
    source_id: int | None = None
    locator: str = ""
    record_kind: str = ""
    record_id: int | None = None
    field: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Sources, or two readings of one source, that do not agree on a subject.

    Attributes:
        reference: a short mark such as "X8".
        arrangement_id: the arrangement that it concerns; None for national figures.
        record_kind, record_id, field: what is in doubt, where that is one record.
        note: what is known about it, short of a decision.
        chosen: number of the reading that was chosen; None while open.
        reason, settled_by, settled_on: why, who and when.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    subject: str
    arrangement_id: int | None = None
    record_kind: str = ""
    record_id: int | None = None
    field: str = ""
    note: str = ""
    state: ConflictState = ConflictState.OPEN
    chosen: int | None = None
    reason: str = ""
    settled_by: str = ""
    settled_on: date | None = None
    fictional: bool = False
    readings: tuple[Reading, ...] = ()


class RelationKind(StrEnum):
    """How the first record stands to the second ("agreement 2 supersedes agreement 1")."""

    SUPERSEDES = "supersedes"
    RENEWS = "renews"
    REPLACES = "replaces"
    IMPLEMENTS = "implements"
    VARIES = "varies"
    ALTERNATIVE_TO = "is an alternative to"
    DEPENDS_ON = "depends on"
    MAY_BE_SAME = "may be the same as"
    PART_OF = "is part of"


class RelationStanding(StrEnum):
    """Whether a relation was stated by a source or is only proposed."""

    STATED = "stated"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How one record stands to another of the same kind.

    Attributes:
        record_kind: the kind of both ends, "Agreement" or "SavingsClaim".
        from_id, to_id: "from supersedes to".
        effective_on: first day on which it holds; the superseded one's last is the day before.
        scope: which part it concerns, "" for the whole.
    """

    id: int = 0
    uid: str = ""
    record_kind: str
    from_id: int
    to_id: int
    kind: RelationKind
    standing: RelationStanding = RelationStanding.PROPOSED
    effective_on: When | None = None
    scope: str = ""
    source_id: int | None = None
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A figure about many arrangements that a body published.

    Attributes:
        reference: a short mark such as "N2".
        body: who published it.
        figure: an exact decimal text ("357000000", "21"), for `unit` to explain.
        unit: "GBP", "per cent", "councils", "arrangements".
        change: True where the figure is by how much something grew, not how much it is.
        period: as a date range, None where not stated; `period_text` the words.
        computed: True where it was worked out from others and never published.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    body: str = ""
    subject: str
    figure: str
    unit: str
    change: bool = False
    period: When | None = None
    period_text: str = ""
    region: str = ""
    category: str = ""
    computed: bool = False
    quote: str = ""
    source_id: int | None = None
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file or page that belongs to a record: the agreement itself, a report, minutes.

    Attributes:
        location: link or path.
        kind: "signed copy", "deed of variation", "cabinet report" and so on.
        dated: the date that it bears.
    """

    id: int = 0
    uid: str = ""
    record_kind: str
    record_id: int
    title: str
    kind: str = ""
    location: str = ""
    dated: When | None = None
    fingerprint: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom a source names, or leaves unnamed, with the post held at the time.

    Attributes:
        name: "" where the source gives the post alone.
        organisation_inferred: True where the source does not say whose officer it is.
    """

    id: int = 0
    uid: str = ""
    name: str = ""
    post: str
    organisation_id: int | None = None
    organisation_inferred: bool = False
    arrangement_id: int | None = None
    source_id: int | None = None
    locator: str = ""
    note: str = ""


# What rests on what


class Support(NamedTuple):
    """The sources on which one field of one record rests.

    Attributes:
        sources: their ids, in the order in which they were cited.
        undated: True where no source of them has a publication date of any precision.
        inferred: True where every citation of it is a conclusion.
    """

    record_kind: str
    record_id: int
    field: str
    sources: tuple[int, ...]
    undated: bool
    inferred: bool


def support(citations: Iterable[Citation], sources: Iterable[Source]) -> tuple[Support, ...]:
    """What each cited field rests on, in the order of the citations."""
    dated = {source.id for source in sources if source.published and _has_days(source.published)}
    cited: dict[tuple[str, int, str], list[Citation]] = {}
    for citation in citations:
        cited.setdefault((citation.record_kind, citation.record_id, citation.field), []).append(citation)
    rows = []
    for (kind, record_id, field), found in cited.items():
        ids = tuple(dict.fromkeys(citation.source_id for citation in found))
        undated = not any(source_id in dated for source_id in ids)
        rows.append(Support(kind, record_id, field, ids, undated, all(c.inferred for c in found)))
    return tuple(rows)


def resting_on_one(supports: Iterable[Support]) -> tuple[Support, ...]:
    """Those that rest on a single source."""
    return tuple(row for row in supports if len(row.sources) == 1)


def resting_on_undated(supports: Iterable[Support]) -> tuple[Support, ...]:
    """Those that rest on sources without a publication date alone."""
    return tuple(row for row in supports if row.undated)


def _has_days(when: When) -> bool:
    return when.earliest is not None or when.latest is not None


class Link(NamedTuple):
    """One step of a supersession chain; `stated` is False for a step that is only proposed."""

    older: int
    newer: int
    relation: Relation

    @property
    def stated(self) -> bool:
        """True where a source says so."""
        return self.relation.standing is RelationStanding.STATED


_SUCCEEDS = (RelationKind.SUPERSEDES, RelationKind.RENEWS, RelationKind.REPLACES)


def chain(record_id: int, relations: Iterable[Relation], record_kind: str = "Agreement") -> tuple[Link, ...]:
    """Every step that leads to a record and on from it, oldest first.

    Forks and loops are kept as they are: a step appears once.
    """
    steps = [
        Link(relation.to_id, relation.from_id, relation)
        for relation in relations
        if relation.record_kind == record_kind and relation.kind in _SUCCEEDS
    ]
    before = _walk(record_id, steps, back=True)
    return (*reversed(before), *(step for step in _walk(record_id, steps, back=False) if step not in before))


def _walk(record_id: int, steps: list[Link], *, back: bool) -> list[Link]:
    found: list[Link] = []
    at = [record_id]
    while at:
        here = at.pop(0)
        for step in steps:
            if step not in found and (step.newer if back else step.older) == here:
                found.append(step)
                at.append(step.older if back else step.newer)
    return found
