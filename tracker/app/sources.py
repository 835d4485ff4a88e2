"""What an agreement rests on: the sources that it, or one of its fields, is taken from, with their exact words.

Nothing is written here: each function makes a proposal, which one Undo takes back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.app.documents import Link, look_at
from tracker.app.fields import FIELDS
from tracker.app.proposal import Add, Change, Effect, Proposal, Remove, Step
from tracker.app.session import Session
from tracker.app.verbs import called
from tracker.domain.agreement import Agreement
from tracker.domain.dates import show
from tracker.domain.errors import TrackerError
from tracker.domain.source import Citation, Source, SourceKind
from tracker.domain.written import read_date

WHOLE = ""
"""The field of a citation that is of the agreement as a whole."""
LABELS: dict[str, str] = {
    WHOLE: "The agreement as a whole",
    "parties": "Parties",
    **{field.name: field.label for field in FIELDS},
}
"""What can be cited of an agreement, in the order of its page."""
_NEW = -1


class Cited(NamedTuple):
    """A citation and its source."""

    citation: Citation
    source: Source


def cited(session: Session, agreement: Agreement) -> tuple[Cited, ...]:
    """What the agreement and its fields rest on, in the order of its page."""
    citations = [
        citation
        for citation in session.read.related(Citation, "record_id", agreement.id)
        if citation.record_kind == Agreement.__name__
    ]
    ids = {citation.source_id for citation in citations}
    sources = {source.id: source for source in session.read.records(Source, ids)} if ids else {}
    order = {field: number for number, field in enumerate(LABELS)}
    found = (Cited(citation, sources[citation.source_id]) for citation in citations)
    return tuple(sorted(found, key=lambda one: (order.get(one.citation.field, len(order)), one.citation.id)))


def label(field: str) -> str:
    """A cited field as people call it."""
    return LABELS.get(field) or field.replace("_", " ").capitalize()


def mark(source: Source) -> str:
    """A source in the least words: its reference, else its title."""
    return source.reference or source.title


def document(session: Session, source: Source) -> Link | None:
    """The source's own document, opened by the same rules as any; None where it names none.

    Files are looked for: ask on a worker.
    """
    if not source.location:
        return None
    return look_at([(source.title, source.location)], session.path.parent)[0]


@dataclass(frozen=True, slots=True)
class Citing:
    """What was typed to cite a source.

    Attributes:
        field: what rests on it; `WHOLE` for the agreement as a whole.
        source_id: a source that the register has; None for a new one.
        title, kind, published, location: of the source; `published` as typed. For one that the register
            has, what is otherwise than it says is changed there.
        locator: where in it ("page 4").
        quote: its exact words.
        inferred: True where it does not say so, and it was concluded.
        note: what was concluded, and how.
    """

    field: str
    source_id: int | None
    title: str
    kind: SourceKind = SourceKind.OTHER
    published: str = ""
    location: str = ""
    locator: str = ""
    quote: str = ""
    inferred: bool = False
    note: str = ""


def cite(session: Session, agreement: Agreement, citing: Citing, old: Citation | None = None) -> Proposal:
    """Say what a field rests on, or otherwise than `old` did; without steps where nothing is otherwise.

    Raises:
        TrackerError: the source has no title, or its date cannot be read.
    """
    title = " ".join(citing.title.split())
    if not title:
        raise TrackerError("Give the source a title, such as Signed contract, or Minutes of the Cabinet.")
    source = _source(session, replace(citing, title=title))
    citation = Citation(
        id=old.id if old else 0,
        uid=old.uid if old else "",
        record_kind=Agreement.__name__,
        record_id=agreement.id,
        field=citing.field,
        source_id=citing.source_id or _NEW,
        locator=citing.locator.strip(),
        quote=citing.quote.strip(),
        inferred=citing.inferred,
        note=citing.note.strip(),
    )
    steps: list[Step] = list(_of_source(session, citing, source))
    if old is None:
        steps.append(Add(citation))
    elif citing.source_id is None:
        steps += [Remove(Citation, old.id), Add(citation)]
    elif citation != old:
        steps.append(Change(Citation, old.id, _differing(citation, old)))
    what = label(citing.field)
    inside = f"{what[:1].lower()}{what[1:]}"
    verb = "Cite" if old is None else "Change"
    name = f"{verb} ‘{title}’ for {inside} of {called(agreement)}"
    button = f"Cite it for {inside}" if old is None else "Keep the changes"
    return Proposal(name, button, tuple(steps), tuple(_effects(session, citing, source)))


def _source(session: Session, citing: Citing) -> Source:
    known = session.read.record(Source, citing.source_id) if citing.source_id else Source(id=_NEW, title="")
    text = citing.published.strip()
    published = known.published
    if text != published_words(known):
        published = read_date(text).when if text else None
        if text and published is None:
            raise TrackerError(f"“{text}” is not a date. Write 7 February 2011, or 2011.")
    return replace(
        known, title=citing.title, kind=citing.kind, published=published, location=citing.location.strip()
    )


def published_words(source: Source) -> str:
    """When a source was published, as a person would type it; "" where nobody knows."""
    when = source.published
    if when is None:
        return ""
    return show(when.day) if when.day else when.text


def _of_source(session: Session, citing: Citing, source: Source) -> Iterator[Step]:
    if citing.source_id is None:
        yield Add(source)
        return
    known = session.read.record(Source, citing.source_id)
    if source != known:
        yield Change(Source, known.id, _differing(source, known))


def _differing(after: Source | Citation, before: Source | Citation) -> dict[str, object]:
    names = type(after).__dataclass_fields__
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


def _effects(session: Session, citing: Citing, source: Source) -> Iterator[Effect]:
    """What changes for others: the source is one record, however many facts rest on it."""
    if citing.source_id is None:
        return
    known = session.read.record(Source, citing.source_id)
    for name, what in (("title", "Title"), ("kind", "Kind"), ("location", "Document")):
        before, after = str(getattr(known, name)), str(getattr(source, name))
        if before != after:
            yield Effect(what, before or "not recorded", after or "not recorded")
    if known.published != source.published:
        before, after = published_words(known), published_words(source)
        yield Effect("Published", before or "not recorded", after or "not recorded")
    others = len(session.read.related(Citation, "source_id", known.id))
    if source != known and others > 1:
        yield Effect("Facts that rest on it", str(others), str(others))


def remove(agreement: Agreement, gone: Cited) -> Proposal:
    """Let a field rest on that source no more; the source itself stays, for others and for later."""
    what = label(gone.citation.field)
    name = f"Remove source ‘{mark(gone.source)}’ of {what[:1].lower()}{what[1:]} of {called(agreement)}"
    return Proposal(name, "Remove the source", (Remove(Citation, gone.citation.id),))


def known_sources(session: Session) -> list[Source]:
    """Every source of the register, by reference and title."""
    return sorted(session.read.records(Source), key=lambda one: (one.reference.casefold(), one.title))
