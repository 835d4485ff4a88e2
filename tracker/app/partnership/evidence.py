"""What the register's facts rest on: which on one source alone, which on sources without a date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.domain.agreement import Agreement, Event
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import OptionConsidered, Risk, ScopeItem, ServiceLevel, StaffTransfer
from tracker.domain.source import Citation, Person, Relation, Source, Statistic, support

if TYPE_CHECKING:
    from tracker.app.session import Session

_WITH_A_SOURCE = (
    Membership,
    Event,
    SavingsClaim,
    ScopeItem,
    ServiceLevel,
    StaffTransfer,
    OptionConsidered,
    Risk,
    Person,
    Relation,
    Statistic,
)


@dataclass(frozen=True, slots=True)
class Resting:
    """One fact and what it rests on.

    Attributes:
        name: the record in words ("Membership: Melton Borough Council in …").
        field: the field, "" for the record as a whole.
        sources: titles of the sources.
        one: True where there is a single source.
        undated: True where none of them has a publication date.
        inferred: True where it was concluded and nobody states it.
    """

    record_kind: str
    record_id: int
    name: str
    field: str
    sources: tuple[str, ...]
    one: bool
    undated: bool
    inferred: bool


def evidence(session: Session) -> list[Resting]:
    """Every fact that cites a source, in the order of the records."""
    sources = session.read.records(Source)
    titles = {source.id: source.title for source in sources}
    names = _names(session)
    cited = [*_own(session), *session.read.records(Citation)]
    return [
        Resting(
            row.record_kind,
            row.record_id,
            names.get((row.record_kind, row.record_id), row.record_kind),
            row.field,
            tuple(titles[source] for source in row.sources),
            len(row.sources) == 1,
            row.undated,
            row.inferred,
        )
        for row in support(cited, sources)
    ]


def _own(session: Session) -> Iterator[Citation]:
    """The source that a record names itself, as a citation of the record as a whole."""
    for kind in _WITH_A_SOURCE:
        record: Any
        for record in session.read.records(kind):
            if record.source_id is not None:
                yield Citation(
                    record_kind=kind.__name__,
                    record_id=record.id,
                    source_id=record.source_id,
                    locator=getattr(record, "locator", ""),
                )


def _names(session: Session) -> dict[tuple[str, int], str]:
    """A line for each record that may cite a source."""
    bodies = {o.id: o.name for o in session.read.records(Organisation)}
    places = {a.id: a.title for a in session.read.records(Arrangement)}
    found: dict[tuple[str, int], str] = {}

    def name(kind: type[Any], words: Any) -> None:
        for record in session.read.records(kind):
            found[kind.__name__, record.id] = words(record)

    name(Organisation, lambda one: one.name)
    name(OrganisationName, lambda one: f"{bodies[one.organisation_id]}, also {one.name}")
    name(Succession, lambda one: f"{bodies[one.from_organisation_id]} into {bodies[one.to_organisation_id]}")
    name(Arrangement, lambda one: one.title)
    name(Agreement, lambda one: f"{one.reference} {one.title}".strip())
    name(Membership, lambda one: f"{bodies[one.organisation_id]} in {places[one.arrangement_id]}")
    name(Event, lambda one: one.text or one.kind.value)
    name(SavingsClaim, lambda one: f"{one.reference} “{one.quote}”".strip())
    name(ScopeItem, lambda one: one.text)
    name(ServiceLevel, lambda one: one.metric)
    name(StaffTransfer, lambda one: f"Staff transfer: {one.quote or one.mechanism.value}")
    name(OptionConsidered, lambda one: one.proposal)
    name(Risk, lambda one: one.text)
    name(Person, lambda one: f"{one.name or 'Not named'}, {one.post}")
    name(Relation, lambda one: one.kind.value)
    name(Statistic, lambda one: f"{one.reference} {one.subject}".strip())
    return found
