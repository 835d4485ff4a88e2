"""What the register's facts rest on: which on one source alone, which on sources without a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain.agreement import Agreement, Event
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import OptionConsidered, Risk, ScopeItem, ServiceLevel, StaffTransfer
from tracker.domain.source import Citation, Conflict, Person, Reading, Relation, Source, Statistic, support

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
    Reading,
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
        for record_id, source_id in session.read.fields(kind, "id", "source_id"):
            if source_id is not None:
                yield Citation(record_kind=kind.__name__, record_id=record_id, source_id=source_id)


def _names(session: Session) -> dict[tuple[str, int], str]:
    """A line for each record that may cite a source."""
    bodies: dict[int, str] = dict(session.read.fields(Organisation, "id", "name"))
    places: dict[int, str] = dict(session.read.fields(Arrangement, "id", "title"))
    found: dict[tuple[str, int], str] = {}

    def name(kind: type[object], *fields: str, words: Callable[..., str] = str) -> None:
        for record_id, *values in session.read.fields(kind, "id", *fields):
            found[kind.__name__, record_id] = words(*values)

    def referred(reference: str, text: str) -> str:
        return f"{reference} {text}".strip()

    name(Organisation, "name")
    name(OrganisationName, "organisation_id", "name", words=lambda body, also: f"{bodies[body]}, also {also}")
    name(
        Succession,
        "from_organisation_id",
        "to_organisation_id",
        words=lambda before, after: f"{bodies[before]} into {bodies[after]}",
    )
    name(Arrangement, "title")
    name(Agreement, "reference", "title", words=referred)
    name(
        Membership,
        "organisation_id",
        "arrangement_id",
        words=lambda body, place: f"{bodies[body]} in {places[place]}",
    )
    name(Event, "text", "kind", words=lambda text, kind: text or kind.value)
    name(SavingsClaim, "reference", "quote", words=lambda reference, quote: referred(reference, f"“{quote}”"))
    name(ScopeItem, "text")
    name(ServiceLevel, "metric")
    name(
        StaffTransfer, "quote", "mechanism", words=lambda quote, how: f"Staff transfer: {quote or how.value}"
    )
    name(OptionConsidered, "proposal")
    name(Risk, "text")
    name(Person, "name", "post", words=lambda who, post: f"{who or 'Not named'}, {post}")
    name(Relation, "kind", words=lambda kind: str(kind.value))
    name(Statistic, "reference", "subject", words=referred)
    subjects: dict[int, str] = dict(session.read.fields(Conflict, "id", "subject"))
    name(Reading, "conflict_id", "text", words=lambda conflict, text: f"{subjects[conflict]}: {text}")
    return found
