"""One body that the register holds under several names: found, and made one.

Likeness proposes and a person decides. `merge` says what would move over and writes nothing;
carried out, it is one operation, so that one Undo parts the bodies again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from tracker.app.partnership.partnering_effects import note, warning
from tracker.app.proposal import Add, Change, Effect, Proposal, Remove, Step
from tracker.app.session import Session
from tracker.domain.agreement import Party
from tracker.domain.check import Finding
from tracker.domain.errors import TrackerError
from tracker.domain.match import clean, comparable, core, council_core, likeness
from tracker.domain.organisation import NameKind, Organisation, OrganisationKind, OrganisationName, Succession
from tracker.domain.partnerships.claim import ClaimBeneficiary
from tracker.domain.partnerships.partnership import Membership
from tracker.domain.source import Citation, Conflict, Document, Person, Reading, Relation
from tracker.store.records import TABLES

NAMING: tuple[tuple[type, str], ...] = tuple(
    (table.kind, field.name)
    for table in TABLES
    for field in table.fields
    if field.name.endswith("organisation_id")
)
"""Every type of record that names an organisation, with the field by which it does."""

_ABOUT: tuple[tuple[type, str], ...] = (
    (Citation, "record_id"),
    (Document, "record_id"),
    (Conflict, "record_id"),
    (Reading, "record_id"),
    (Relation, "from_id"),
    (Relation, "to_id"),
)
"""Records that are about a record of any type, which `record_kind` names."""

_FILLED = ("council_type", "region", "gss", "company_number", "charity_number", "contact")
_WORDS = {
    "council_type": "Type of council",
    "region": "Region",
    "gss": "GSS code",
    "company_number": "Company number",
    "charity_number": "Charity number",
    "contact": "Contact",
}
_COUNTED: tuple[tuple[str, type], ...] = (
    ("Parts in agreements", Party),
    ("Memberships", Membership),
    ("Savings claimed for it", ClaimBeneficiary),
    ("People named", Person),
    ("Further names", OrganisationName),
)
_ALIKE = 0.8
_COMMON = 40
"""A word that more bodies have than this tells none of them from another."""


# Found


class Likely(NamedTuple):
    """Two bodies that may be one.

    Attributes:
        likeness: 0 to 1; 1 is not proof.
        why: in words.
    """

    one: Organisation
    other: Organisation
    likeness: float
    why: str


def likely(session: Session, most: int = 200) -> tuple[Likely, ...]:
    """Pairs of bodies that may be one, the likeliest first.

    Only bodies that share a rare word of their names, or a number, are compared, so that the
    time grows with the number of bodies and not with its square.
    """
    bodies = {body.id: body for body in session.read.organisations()}
    apart = {
        frozenset((s.from_organisation_id, s.to_organisation_id)) for s in session.read.records(Succession)
    }
    pairs = {frozenset(pair) for group in _groups(bodies.values()) for pair in combinations(sorted(group), 2)}
    found = [_compare(*(bodies[i] for i in sorted(pair))) for pair in pairs - apart]
    kept = [each for each in found if each is not None]
    return tuple(
        sorted(kept, key=lambda each: (-each.likeness, each.one.name.casefold(), each.other.id))[:most]
    )


def _groups(bodies: Iterable[Organisation]) -> Iterator[list[int]]:
    """Ids of bodies that have something telling in common."""
    held: dict[str, list[int]] = defaultdict(list)
    for body in bodies:
        own = council_core(body.name) if body.kind is OrganisationKind.COUNCIL else core(body.name)
        for word in {*own.split(), own.replace(" ", "")[:6]}:
            held[word].append(body.id)
        for number in (body.company_number, body.charity_number, body.gss):
            if number:
                held[f"number {number}"].append(body.id)
    for ids in held.values():
        if 1 < len(ids) <= _COMMON:
            yield ids


def _compare(one: Organisation, other: Organisation) -> Likely | None:
    """How likely two bodies are one; None where they are not."""
    for field, words in _WORDS.items():
        mine, yours = getattr(one, field), getattr(other, field)
        if mine and mine == yours and field in ("gss", "company_number", "charity_number"):
            return Likely(one, other, 1.0, f"the same {words[0].lower()}{words[1:]}, {mine}")
    if one.company_number and other.company_number:
        return None
    if comparable(one.name) == comparable(other.name):
        return Likely(one, other, 0.99, "the same name but for capitals and stops")
    councils = OrganisationKind.COUNCIL in (one.kind, other.kind)
    if councils:
        same = council_core(one.name) == council_core(other.name) and one.council_type == other.council_type
        return Likely(one, other, 0.95, "the same council, named in full and in short") if same else None
    if core(one.name) == core(other.name):
        return Likely(one, other, 0.97, "the same name but for its legal form")
    alike = likeness(one.name, other.name)
    return Likely(one, other, alike, f"names that are {alike:.0%} alike") if alike >= _ALIKE else None


# Made one


def merge(
    session: Session, keep_id: int, gone_ids: Sequence[int], names_as: NameKind = NameKind.AS_PRINTED
) -> Proposal:
    """Make bodies one: everything that names the others names the one that stays.

    Args:
        keep_id: the one that stays, with its name and uid.
        names_as: how the names of the others are kept with it.

    Raises:
        TrackerError: there is nothing to merge, or one of them is not in the register.
    """
    gone_ids = [i for i in dict.fromkeys(gone_ids) if i != keep_id]
    if not gone_ids:
        raise TrackerError("Choose at least two organisations: the one that stays, and another record of it.")
    keep = session.read.organisation(keep_id)
    gone = [session.read.organisation(i) for i in gone_ids]
    steps, dropped = _moves(session, keep_id, gone_ids)
    steps += [Add(name) for name in _names(session, keep, gone, names_as)]
    filled, odd = _filled(keep, gone)
    if filled:
        steps.append(Change(Organisation, keep_id, filled))
    steps += [Remove(Organisation, body.id) for body in gone]
    others = ", ".join(f"‘{body.name}’" for body in gone)
    return Proposal(
        f"Merge {others} into ‘{keep.name}’",
        f"Merge into {_short(keep.name)}",
        tuple(steps),
        tuple(_effects(session, keep, gone, steps, filled)),
        (*odd, *_apart(session, keep, gone), *dropped),
    )


def _short(name: str) -> str:
    return name if len(name) <= 30 else f"{name[:29].rstrip()}…"


def _moves(session: Session, keep_id: int, gone_ids: Sequence[int]) -> tuple[list[Step], list[Finding]]:
    """Every record that names one of the others, made to name the one that stays."""
    changed: dict[tuple[type, int], dict[str, Any]] = {}
    removed: list[Step] = []
    held = {_part(party) for party in session.read.related(Party, "organisation_id", keep_id)}
    for kind, field in NAMING:
        for gone in gone_ids:
            found: list[Any] = session.read.related(kind, field, gone)
            for record in found:
                if isinstance(record, Party):
                    if _part(record) in held:
                        removed.append(Remove(Party, record.id))
                        continue
                    held.add(_part(record))
                if isinstance(record, Succession) and _within(record, keep_id, gone_ids):
                    removed.append(Remove(Succession, record.id))
                    continue
                changed.setdefault((kind, record.id), {})[field] = keep_id
    for kind, field in _ABOUT:
        for gone in gone_ids:
            found = session.read.related(kind, field, gone)
            for record in found:
                if record.record_kind == Organisation.__name__:
                    changed.setdefault((kind, record.id), {})[field] = keep_id
    twice = sum(isinstance(step, Remove) and step.kind is Party for step in removed)
    said = [note("merge.twice", _twice(twice))] if twice else []
    unique: list[Step] = list(dict.fromkeys(removed))
    return [Change(kind, record_id, fields) for (kind, record_id), fields in changed.items()] + unique, said


def _part(party: Party) -> tuple[int, str]:
    return party.agreement_id, party.role.value


def _within(record: Succession, keep_id: int, gone_ids: Sequence[int]) -> bool:
    return {record.from_organisation_id, record.to_organisation_id} <= {keep_id, *gone_ids}


def _twice(number: int) -> str:
    agreements = "One agreement names" if number == 1 else f"{number} agreements name"
    return f"{agreements} both in the same role; it stands there once afterwards."


def _names(
    session: Session, keep: Organisation, gone: Sequence[Organisation], kind: NameKind
) -> Iterator[OrganisationName]:
    """The names of the others that the one that stays does not have yet."""
    ids = [keep.id, *(body.id for body in gone)]
    known = {clean(keep.name)} | {
        clean(name.name) for i in ids for name in session.read.related(OrganisationName, "organisation_id", i)
    }
    for body in gone:
        if clean(body.name) not in known:
            known.add(clean(body.name))
            yield OrganisationName(organisation_id=keep.id, name=body.name, kind=kind)


def _filled(keep: Organisation, gone: Sequence[Organisation]) -> tuple[dict[str, Any], list[Finding]]:
    """Fields that the one that stays takes over; what both have is kept in the notes."""
    filled: dict[str, Any] = {}
    odd, lines = [], [keep.notes] if keep.notes else []
    if keep.kind is OrganisationKind.OTHER:
        better = next((body.kind for body in gone if body.kind is not OrganisationKind.OTHER), None)
        filled |= {"kind": better} if better else {}
    for body in gone:
        for field in _FILLED:
            mine, yours = filled.get(field, getattr(keep, field)), getattr(body, field)
            if yours and not mine:
                filled[field] = yours
            elif yours and mine != yours:
                lines.append(f"{_WORDS[field]} of ‘{body.name}’: {yours}")
                odd.append(
                    note(f"merge.{field}", f"{_WORDS[field]}: {mine} stays, {yours} goes into the notes.")
                )
        if body.notes:
            lines.append(body.notes)
    notes = "\n".join(dict.fromkeys(lines))
    if notes != keep.notes:
        filled["notes"] = notes
    return filled, odd


def _effects(
    session: Session,
    keep: Organisation,
    gone: Sequence[Organisation],
    steps: Sequence[Step],
    filled: dict[str, Any],
) -> Iterator[Effect]:
    moved = Counter(step.kind for step in steps if isinstance(step, Change) and step.kind is not Organisation)
    added = sum(isinstance(step, Add) for step in steps)
    for words, kind in _COUNTED:
        own = len(session.read.related(kind, "organisation_id", keep.id))
        more = moved[kind] + (added if kind is OrganisationName else 0)
        if own or more:
            yield Effect(words, str(own), str(own + more))
    rest = sum(moved.values()) - sum(moved[kind] for _, kind in _COUNTED)
    if rest:
        yield Effect("Other records that name it", "", f"{rest} more")
    for field in _FILLED:
        if field in filled:
            yield Effect(_WORDS[field], "not recorded", filled[field])
    for body in gone:
        yield Effect(body.name, "an organisation", "a name of this one")


def _apart(session: Session, keep: Organisation, gone: Sequence[Organisation]) -> Iterator[Finding]:
    """What speaks for two bodies rather than one."""
    before = {
        i for s in session.read.records(Succession) for i in (s.from_organisation_id, s.to_organisation_id)
    }
    for body in gone:
        if body.company_number and keep.company_number and body.company_number != keep.company_number:
            yield warning(
                "merge.numbers", f"‘{body.name}’ has another company number: it may be another company."
            )
        if body.kind is not keep.kind and OrganisationKind.OTHER not in (body.kind, keep.kind):
            yield warning(
                "merge.kinds", f"‘{body.name}’ is a {body.kind.value}, ‘{keep.name}’ a {keep.kind.value}."
            )
        if body.id in before and keep.id in before:
            yield warning(
                "merge.succession",
                f"A succession names ‘{body.name}’ and ‘{keep.name}’: one may have followed the other.",
            )
