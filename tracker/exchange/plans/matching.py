"""Which row of a file is which agreement of the register.

By the register's own number where the workbook is one of ours; else by reference,
with the supplier, the title and the start to tell apart what shares one; else by
title and supplier. What is only alike is left to a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import NamedTuple

from tracker.exchange.plans.compare import suppliers
from tracker.exchange.plans.planned import Existing, PlannedAgreement
from tracker.exchange.plans.references import fold, fold_reference, reference_keys
from tracker.exchange.plans.twins import pair_twins


class Held(NamedTuple):
    """What an agreement of the register is known by.

    Attributes:
        suppliers: its parties that are not buyers, by names for comparing.
    """

    id: int
    reference: str
    title: str
    suppliers: frozenset[str]
    starts: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """The register as an import needs it: names of all its agreements, and ways to learn more of some.

    A register of a hundred thousand agreements need not be read whole to import a thousand. Each
    column has one place for each agreement, in the order of ids.

    Attributes:
        starts: ISO text of the first day that it may start on; None where not known.
        of_uids: permanent identity -> id, for those asked for that are there.
        suppliers_of: id -> its parties that are not buyers, by names for comparing; what has none may be left out.
        fetch: agreements by their ids, whole, each when it is asked for; those that are not there any more are left out.
    """

    ids: Sequence[int]
    references: Sequence[str]
    titles: Sequence[str]
    starts: Sequence[str | None]
    of_uids: Callable[[Sequence[str]], Mapping[str, int]]
    suppliers_of: Callable[[Sequence[int]], Mapping[int, frozenset[str]]]
    fetch: Callable[[Sequence[int]], Iterable[Existing]]

    @classmethod
    def of(cls, existing: Sequence[Existing]) -> Known:
        """From agreements that are there whole already."""
        by_id = {one.agreement.id: one for one in existing}
        by_uid = {one.agreement.uid: one.agreement.id for one in existing}
        starts = [one.agreement.starts.earliest if one.agreement.starts else None for one in existing]
        return cls(
            list(by_id),
            [one.agreement.reference for one in existing],
            [one.agreement.title for one in existing],
            [day.isoformat() if day else None for day in starts],
            of_uids=lambda uids: {one: by_uid[one] for one in uids if one in by_uid},
            suppliers_of=lambda ids: {one: suppliers(by_id[one].parties) for one in ids},
            fetch=lambda ids: [by_id[one] for one in ids],
        )

    def at(self, places: Sequence[int]) -> list[Held]:
        """What the agreements at those places of the columns are known by."""
        ids = [self.ids[place] for place in places]
        supplied = self.suppliers_of(ids)
        nobody: frozenset[str] = frozenset()
        return [
            Held(
                one,
                self.references[place],
                self.titles[place],
                supplied.get(one, nobody),
                date.fromisoformat(day) if (day := self.starts[place]) else None,
            )
            for one, place in zip(ids, places, strict=True)
        ]


@dataclass(slots=True)
class Matches:
    """Row index -> id of the agreement that it is, or may be.

    Attributes:
        likely: rows that are only alike, with the reason for a person.
    """

    sure: dict[int, int] = field(default_factory=dict)
    likely: dict[int, tuple[int, str]] = field(default_factory=dict)

    def taken(self) -> set[int]:
        """The agreements that a row was matched with."""
        return {*self.sure.values(), *(one for one, _ in self.likely.values())}

    def add(self, more: Matches) -> None:
        """Take in the matches of other rows."""
        self.sure.update(more.sure)
        self.likely.update(more.likely)


_TITLE, _SUPPLIER, _START, _ZEROS = 3.0, 3.0, 2.0, 1.0
_SURE = 2.5
"""Points from which a shared reference or title is proof enough among several."""

_PAIRS = 10_000
"""Rows times agreements of one name that are compared each with each."""

_ALIKE = 88.0
"""Likeness of titles, out of 100, from which a person is asked."""


class _Names(NamedTuple):
    """The register's references and titles for comparing, each in its place."""

    known: Known
    references: Sequence[str]
    titles: Sequence[str]


def match(rounds: Iterable[Mapping[int, PlannedAgreement]], known: Known) -> Matches:
    """Pair rows with agreements; each agreement is paired once, and what one round pairs is lost to the next."""
    names = _Names(known, reference_keys(known.references), list(map(fold, known.titles)))
    done = Matches()
    for rows in rounds:
        done.add(_match(rows, names, done.taken()))
    return done


def _match(rows: Mapping[int, PlannedAgreement], names: _Names, gone: set[int]) -> Matches:
    done = Matches()
    uids = {index: row.agreement.uid for index, row in rows.items() if row.agreement.uid}
    by_uid = names.known.of_uids(list(uids.values())) if uids else {}
    for index, uid in uids.items():
        if uid in by_uid and by_uid[uid] not in gone:
            done.sure[index] = by_uid[uid]
    keys = reference_keys([row.agreement.reference for row in rows.values()])
    references = dict(zip(rows, keys, strict=True))
    done.sure.update(_plain_pairs(rows, references, names, done, gone))
    _by_name(rows, references, names.known, names.references, gone, done)
    by_reference = set(done.sure)
    titles = {index: fold(row.agreement.title) for index, row in rows.items() if index not in by_reference}
    titled = _by_name(rows, titles, names.known, names.titles, gone, done)
    _doubt_references(rows, titled, done, by_reference)
    _by_likeness(rows, names, gone, done)
    return done


def _plain_pairs(
    rows: Mapping[int, PlannedAgreement], own: Mapping[int, str], names: _Names, done: Matches, gone: set[int]
) -> dict[int, int]:
    """Rows that have a reference and a title of one agreement, where nobody else has the reference.

    So are nearly all of a file that comes back, and of their agreements no more need be learnt.
    """
    ids, held = names.known.ids, names.references
    rows_of, places = Counter(own.values()), Counter(held)
    of_name = {name: at for at, name in enumerate(held) if name and places[name] == rows_of[name] == 1}
    taken = done.taken() | gone
    pairs: dict[int, int] = {}
    for index, name in own.items():
        at = of_name.get(name)
        if at is not None and index not in done.sure and ids[at] not in taken:
            title = names.titles[at]
            if title and fold(rows[index].agreement.title) == title:
                pairs[index] = ids[at]
    return pairs


def _by_name(
    rows: Mapping[int, PlannedAgreement],
    own: Mapping[int, str],
    known: Known,
    names: Sequence[str],
    gone: set[int],
    done: Matches,
) -> dict[int, Held]:
    """Pair what shares a name (a reference, or else a title), the best pairs first.

    Args:
        own: row index -> its name for comparing; those of the register are in `names`.

    Returns:
        Every agreement that has the name of a row, by its id.
    """
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, name in own.items():
        if name and index not in done.sure and index not in done.likely:
            wanted[name].append(index)
    taken = done.taken() | gone
    places = [at for at, name in enumerate(names) if name in wanted and known.ids[at] not in taken]
    candidates: dict[str, list[Held]] = defaultdict(list)
    for at, one in zip(places, known.at(places), strict=True):
        candidates[names[at]].append(one)
    several = [name for name, found in candidates.items() if len(found) > 1 or len(wanted[name]) > 1]
    twins = pair_twins(rows, [(wanted[name], candidates[name]) for name in several], known)
    done.sure.update(twins)
    paired = set(twins.values())
    for name, found in candidates.items():
        left = [index for index in wanted[name] if index not in twins]
        _pair(rows, left, [one for one in found if one.id not in paired], done)
    return {one.id: one for found in candidates.values() for one in found}


_RENUMBERED = 5
"""Rows from which a file none of whose references is known has new ones for all of its agreements."""


def _doubt_references(
    rows: Mapping[int, PlannedAgreement],
    titled: Mapping[int, Held],
    done: Matches,
    by_reference: set[int],
) -> None:
    """Leave to a person what is alike but for its reference: a lot or a renewal has the title of another.

    Not where no reference of the file is known: those were given anew.
    """
    by_title = [index for index in done.sure if index not in by_reference]
    apart = [index for index in by_title if _apart(rows[index], titled[done.sure[index]])]
    if not by_reference and len(apart) == len(by_title) >= _RENUMBERED:
        return
    for index in apart:
        one = titled[done.sure.pop(index)]
        why = f"it has the title, supplier or start of '{one.reference}', and another reference"
        done.likely[index] = (one.id, why)


def _pair(
    rows: Mapping[int, PlannedAgreement], indexes: Sequence[int], found: Sequence[Held], done: Matches
) -> None:
    used = _pair_several(rows, indexes, found, done) if len(indexes) > 1 or len(found) > 1 else set()
    left = [index for index in indexes if index not in done.sure]
    others = [one for one in found if one.id not in used]
    if len(left) == len(others) == 1:
        index, one = left[0], others[0]
        if _likeness(rows[index], one) > 0:
            done.sure[index] = one.id
        else:
            why = f"it shares its name with '{one.title or one.reference}', and nothing else is the same"
            done.likely[index] = (one.id, why)


def _pair_several(
    rows: Mapping[int, PlannedAgreement], indexes: Sequence[int], found: Sequence[Held], done: Matches
) -> set[int]:
    """Pair what is alike beyond the name, the best first; the ids of those agreements."""
    scores = [(_likeness(rows[i], found[n]), -n, i, found[n]) for i, n in _candidates(rows, indexes, found)]
    scores.sort(key=lambda s: (-s[0], s[2], -s[1]))
    used: set[int] = set()
    for score, _, index, one in scores:
        if score >= _SURE and index not in done.sure and one.id not in used:
            done.sure[index] = one.id
            used.add(one.id)
    # What tells nothing apart is paired in the order of the file.
    for score, _, index, one in scores:
        free = index not in done.sure and one.id not in used
        if free and score > 0 and not _contradict(rows[index], one):
            done.sure[index] = one.id
            used.add(one.id)
    return used


def _candidates(
    rows: Mapping[int, PlannedAgreement], indexes: Sequence[int], found: Sequence[Held]
) -> Iterable[tuple[int, int]]:
    """Rows of a name, each with the places of the agreements that it may be; of very many those alone with its
    supplier, or where it has none with its start."""
    if len(indexes) * len(found) <= _PAIRS:
        return product(indexes, range(len(found)))
    near: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        for key in (*one.suppliers, one.starts):
            near[key].append(place)
    return ((index, place) for index in indexes for place in _places(rows[index], near))


def _places(row: PlannedAgreement, near: Mapping[object, list[int]]) -> set[int]:
    starts = row.agreement.starts
    keys: Iterable[object] = suppliers(row.parties) or [starts.earliest if starts else None]
    return {place for key in keys for place in near.get(key, ())}


def _contradict(row: PlannedAgreement, one: Held) -> bool:
    """True where both say a title, a supplier or a start, and not the same."""
    a = row.agreement
    own, other = suppliers(row.parties), one.suppliers
    starts = a.starts.earliest if a.starts else None
    titles = bool(a.title and one.title) and fold(a.title) != fold(one.title)
    return (
        titles
        or bool(own and other and not own & other)
        or bool(starts and one.starts and starts != one.starts)
    )


def _likeness(row: PlannedAgreement, one: Held) -> float:
    """Points for what a row and an agreement that share a name have in common besides."""
    own, other = suppliers(row.parties), one.suppliers
    a = row.agreement
    points = _SUPPLIER if own & other else 0.5 if not own or not other else 0.0
    if a.title and fold(a.title) == fold(one.title):
        points += _TITLE
    starts = a.starts.earliest if a.starts else None
    if starts is not None and starts == one.starts:
        points += _START
    if _apart(row, one):
        points -= _TITLE  # one title, two references: two agreements
    elif a.reference and one.reference and fold_reference(a.reference) != fold_reference(one.reference):
        points -= _ZEROS  # 7 is most likely 7, and 007 only where there is more to say so
    elif not a.reference and own and other and not own & other:
        points -= _TITLE  # one title, two suppliers: two lots
    return points


class _Left(NamedTuple):
    """A row that no name matched.

    Attributes:
        reference: for comparing; None where it has none.
        title: for comparing.
        starts: ISO text; None where not known.
    """

    row: int
    reference: str | None
    title: str
    suppliers: Sequence[str]
    starts: str | None


def _by_likeness(rows: Mapping[int, PlannedAgreement], names: _Names, gone: set[int], done: Matches) -> None:
    """Rows that are nearly an agreement with the same supplier or start: for a person to decide."""
    left = [
        _left(index, row)
        for index, row in rows.items()
        if row.agreement.title and index not in done.sure and index not in done.likely
    ]
    if not left:
        return
    from rapidfuzz import fuzz, process

    known = names.known
    taken = done.taken() | gone
    near = _near(left, names, taken)
    for one in left:
        places = [at for key in (*one.suppliers, one.starts) for at in near.get(key, ())]
        may_be = [at for at in places if known.ids[at] not in taken and _no_other(one.reference, names, at)]
        titles = [names.titles[at] for at in may_be]
        best = process.extractOne(one.title, titles, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best:
            at = may_be[best[2]]
            why = f"it may be '{known.titles[at]}', which the register holds already"
            done.likely[one.row] = (known.ids[at], why)
            taken.add(known.ids[at])


def _left(index: int, row: PlannedAgreement) -> _Left:
    a = row.agreement
    starts = a.starts.earliest if a.starts else None
    return _Left(
        index,
        reference_keys([a.reference])[0] or None,
        fold(a.title),
        sorted(suppliers(row.parties)),
        starts.isoformat() if starts else None,
    )


def _near(left: Sequence[_Left], names: _Names, taken: set[int]) -> dict[str | None, list[int]]:
    """Supplier or start of a row -> the places of the agreements that have it too and that some row may be."""
    known = names.known
    references = {row.reference for row in left}
    anything = None in references
    places = [
        at
        for at, name in enumerate(names.references)
        if (anything or name in references or not name) and known.titles[at] and known.ids[at] not in taken
    ]
    # A name for comparing has no hyphen, so that none is a day.
    near: dict[str | None, list[int]] = {name: [] for row in left for name in row.suppliers}
    near |= {row.starts: [] for row in left if row.starts}
    supplied = known.suppliers_of([known.ids[at] for at in places])
    for at in places:
        for key in (*supplied.get(known.ids[at], ()), known.starts[at]):
            if key in near:
                near[key].append(at)
    return near


def _no_other(reference: str | None, names: _Names, at: int) -> bool:
    """True where not both have a reference, or it is the same one."""
    return reference is None or names.references[at] in ("", reference)


def _apart(row: PlannedAgreement, one: Held) -> bool:
    """True where both have a reference, and the references differ."""
    own = row.agreement.reference
    return bool(own and one.reference) and own != one.reference and _keys_differ(own, one.reference)


def _keys_differ(one: str, other: str) -> bool:
    own, its = reference_keys([one, other])
    return bool(own and its) and own != its
