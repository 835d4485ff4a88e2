"""Which row of a file is which agreement of the register.

By the register's own number where the workbook is one of ours; else by reference,
with the supplier, the title and the start to tell apart what shares one; else by
title and supplier. What is only alike is left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tracker.exchange.plans.compare import fold, fold_reference, suppliers
from tracker.exchange.plans.planned import Existing, PlannedAgreement


class Held(NamedTuple):
    """What an agreement of the register is known by.

    Attributes:
        suppliers: its parties that are not buyers, by names for comparing.
    """

    id: int
    uid: str
    reference: str
    title: str
    suppliers: frozenset[str]
    starts: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """The register as an import needs it: what its agreements are known by, and a way to get some of them whole.

    A register of a hundred thousand agreements need not be read whole to import a thousand.
    """

    held: Sequence[Held]
    fetch: Callable[[Sequence[int]], Iterable[Existing]]

    @classmethod
    def of(cls, existing: Sequence[Existing]) -> Known:
        """From agreements that are there whole already."""
        by_id = {one.agreement.id: one for one in existing}

        def fetch(ids: Sequence[int]) -> list[Existing]:
            return [by_id[one] for one in ids]

        return cls([_held(one) for one in existing], fetch)


def _held(one: Existing) -> Held:
    a = one.agreement
    starts = a.starts.earliest if a.starts else None
    return Held(a.id, a.uid, a.reference, a.title, suppliers(one.parties), starts)


@dataclass(slots=True)
class Matches:
    """Row index -> id of the agreement that it is, or may be.

    Attributes:
        likely: rows that are only alike, with the reason for a person.
    """

    sure: dict[int, int] = field(default_factory=dict)
    likely: dict[int, tuple[int, str]] = field(default_factory=dict)

    def left(self, held: Sequence[Held]) -> Sequence[Held]:
        """The agreements that no row was matched with."""
        taken = {*self.sure.values(), *(one for one, _ in self.likely.values())}
        return [one for one in held if one.id not in taken] if taken else held

    def add(self, more: Matches) -> None:
        """Take in the matches of other rows."""
        self.sure.update(more.sure)
        self.likely.update(more.likely)


_TITLE, _SUPPLIER, _START = 3.0, 3.0, 2.0
_SURE = 2.5
"""Points from which a shared reference or title is proof enough among several."""

_ALIKE = 88.0
"""Likeness of titles, out of 100, from which a person is asked."""


def match(rows: Mapping[int, PlannedAgreement], held: Sequence[Held]) -> Matches:
    """Pair rows with agreements; each agreement is paired once."""
    done = Matches()
    if not held or not rows:
        return done
    by_uid = {one.uid: one for one in held if one.uid}
    for index, row in rows.items():
        one = by_uid.get(row.agreement.uid) if row.agreement.uid else None
        if one is not None:
            done.sure[index] = one.id
    _by_name(
        rows,
        held,
        done,
        lambda a: fold_reference(a.agreement.reference),
        lambda h: fold_reference(h.reference),
    )
    by_reference = set(done.sure)
    _by_name(rows, held, done, lambda a: fold(a.agreement.title), lambda h: fold(h.title))
    _doubt_references(rows, held, done, by_reference)
    _by_likeness(rows, held, done)
    return done


def _by_name(
    rows: Mapping[int, PlannedAgreement],
    held: Sequence[Held],
    done: Matches,
    of_row: Callable[[PlannedAgreement], str],
    of_held: Callable[[Held], str],
) -> None:
    """Pair what shares a name (a reference, or else a title), the best pairs first."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for index, row in rows.items():
        name = of_row(row) if index not in done.sure and index not in done.likely else ""
        if name:
            wanted[name].append(index)
    taken = set(done.sure.values())
    candidates: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        if one.id not in taken:
            name = of_held(one)
            if name in wanted:
                candidates[name].append(one)
    for name, found in candidates.items():
        _pair(rows, wanted[name], found, done)


_RENUMBERED = 5
"""Rows from which a file none of whose references is known has new ones for all of its agreements."""


def _doubt_references(
    rows: Mapping[int, PlannedAgreement], held: Sequence[Held], done: Matches, by_reference: set[int]
) -> None:
    """Leave to a person what is alike but for its reference: a lot or a renewal has the title of another.

    Not where no reference of the file is known: those were given anew.
    """
    by_title = [index for index in done.sure if index not in by_reference]
    if not by_title:
        return
    by_id = {one.id: one for one in held}
    apart = [index for index in by_title if _apart(rows[index], by_id[done.sure[index]])]
    if not by_reference and len(apart) == len(by_title) >= _RENUMBERED:
        return
    for index in apart:
        one = by_id[done.sure.pop(index)]
        why = f"it has the title, supplier or start of '{one.reference}', and another reference"
        done.likely[index] = (one.id, why)


def _pair(
    rows: Mapping[int, PlannedAgreement], indexes: Sequence[int], found: Sequence[Held], done: Matches
) -> None:
    scores = [(_likeness(rows[i], h), -n, i, h) for i in indexes for n, h in enumerate(found)]
    used: set[int] = set()
    for score, _, index, one in sorted(scores, key=lambda s: (-s[0], s[2], -s[1])):
        if score >= _SURE and index not in done.sure and one.id not in used:
            done.sure[index] = one.id
            used.add(one.id)
    # What tells nothing apart is paired in the order of the file.
    for score, _, index, one in sorted(scores, key=lambda s: (-s[0], s[2], -s[1])):
        free = index not in done.sure and one.id not in used
        if free and score > 0 and not _contradict(rows[index], one):
            done.sure[index] = one.id
            used.add(one.id)
    left = [index for index in indexes if index not in done.sure]
    others = [one for one in found if one.id not in used]
    if len(left) == len(others) == 1:
        index, one = left[0], others[0]
        if _likeness(rows[index], one) > 0:
            done.sure[index] = one.id
        else:
            why = f"it shares its name with '{one.title or one.reference}', and nothing else is the same"
            done.likely[index] = (one.id, why)


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
    elif not a.reference and own and other and not own & other:
        points -= _TITLE  # one title, two suppliers: two lots
    return points


def _by_likeness(rows: Mapping[int, PlannedAgreement], held: Sequence[Held], done: Matches) -> None:
    """Rows that are nearly an agreement with the same supplier or start: for a person to decide."""
    from rapidfuzz import fuzz, process

    taken = set(done.sure.values()) | {one for one, _ in done.likely.values()}
    # What the rows left name -> the agreements that have it too, each with its reference for comparing.
    by_supplier: dict[str, list[tuple[Held, str | None]]] = {}
    by_start: dict[date, list[tuple[Held, str | None]]] = {}
    left: list[tuple[int, frozenset[str], date | None]] = []
    for index, row in rows.items():
        if row.agreement.title and index not in done.sure and index not in done.likely:
            names, starts = suppliers(row.parties), row.agreement.starts
            left.append((index, names, starts.earliest if starts else None))
            by_supplier.update((name, []) for name in names)
            if starts and starts.earliest:
                by_start[starts.earliest] = []
    if not left:
        return
    for one in held:
        found = [by_supplier[name] for name in one.suppliers if name in by_supplier]
        if one.starts in by_start:
            found.append(by_start[one.starts])
        if found and one.title and one.id not in taken:
            entry = (one, fold_reference(one.reference) if one.reference else None)
            for group in found:
                group.append(entry)
    for index, names, day in left:
        row = rows[index]
        own = fold_reference(row.agreement.reference) if row.agreement.reference else None
        entries = [entry for name in names for entry in by_supplier[name]]
        entries += by_start[day] if day else []
        near = [h for h, other in entries if own is None or other is None or own == other]
        near = [h for h in near if h.id not in taken]
        if not near:
            continue
        best = process.extractOne(
            fold(row.agreement.title), [fold(h.title) for h in near], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best:
            one = near[best[2]]
            done.likely[index] = (one.id, f"it may be '{one.title}', which the register holds already")
            taken.add(one.id)


def _apart(row: PlannedAgreement, one: Held) -> bool:
    """True where both have a reference, and the references differ."""
    own = row.agreement.reference
    return bool(own and one.reference and fold_reference(own) != fold_reference(one.reference))
