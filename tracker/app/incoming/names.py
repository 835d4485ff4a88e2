"""The organisations that a file names: which of them the register holds, and which are only spelt otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.agreement import PartyRole
from tracker.domain.match import comparable
from tracker.exchange.plans.compare import same_parties
from tracker.exchange.plans.planned import Outcome, PlannedParty, PlanRow

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan

_ALIKE = 86.0
"""Likeness of names, out of 100, from which they may be one organisation."""

_FIRST_WORD = 75.0
"""Likeness of the first words of two names: "Vaughan Contracting" is not "Nathan Contracting"."""

_COMMON = 400
"""A word that more names than this have tells none of them apart."""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as a file names it.

    Attributes:
        name: its commonest spelling in the file.
        rows: numbers of the rows that name it.
        known: the register's name for it; "" where it is not there.
        likely: names that it may be, of the register or of the file, the likeliest first.
        same: the organisation of which it was taken for another spelling; "" for none.
    """

    name: str
    role: PartyRole
    rows: tuple[int, ...]
    known: str = ""
    likely: tuple[str, ...] = ()
    same: str = ""


class Spelling(NamedTuple):
    """A name of the file that was taken for another spelling of an organisation.

    Attributes:
        to: the organisation's name.
        rows: numbers of the rows that have this spelling.
    """

    name: str
    role: PartyRole
    to: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spelt:
    """How a file spells its organisations.

    Attributes:
        taken: what was taken for another spelling.
        alike: name for comparing -> what it may be for a reason other than its letters.
    """

    taken: tuple[Spelling, ...] = ()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def meant(self, name: str) -> str:
        """The organisation that this name was taken for, or the name itself."""
        key = comparable(name)
        return next((one.to for one in self.taken if comparable(one.name) == key), name)


AS_WRITTEN = Spelt()
"""Nothing was taken for another spelling."""


def named(plan: Plan, register: Iterable[str], spelt: Spelt = AS_WRITTEN) -> tuple[Named, ...]:
    """The organisations of the rows that are to be imported: those that may be others first, then by name.

    `spelt` is how the file spells them: what was taken for another spelling has a line of its own.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    parties: dict[str, PlannedParty] = {}
    for row in plan.rows:
        if row.planned is not None and row.outcome is not Outcome.NOT_IMPORTED:
            for party in row.planned.parties:
                key = comparable(party.name)
                rows[key].append(row.row)
                parties.setdefault(key, party)
    known = {comparable(name): name for name in register}
    fresh = [key for key in rows if key not in known]
    count = {key: len(many) for key, many in rows.items()}
    likely = _likely(fresh, {**{key: parties[key].name for key in rows}, **known}, known, count)
    for key in spelt.alike:
        if key in rows:
            likely[key] = tuple(dict.fromkeys((*spelt.alike[key], *likely.get(key, ()))))
    found = [
        Named(party.name, party.role, tuple(rows[key]), known.get(key, ""), likely.get(key, ()))
        for key, party in parties.items()
    ]
    found += [Named(one.name, one.role, one.rows, same=one.to) for one in spelt.taken]
    return tuple(
        sorted(found, key=lambda one: (not one.likely, not one.same, bool(one.known), one.name.casefold()))
    )


def _likely(
    fresh: Iterable[str], names: Mapping[str, str], known: Mapping[str, str], count: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """New name -> what it may be; only names that share a telling word are compared."""
    from rapidfuzz import fuzz, process

    by_word: dict[str, list[str]] = defaultdict(list)
    for key in names:
        for word in _keys(key):
            by_word[word].append(key)
    found: dict[str, tuple[str, ...]] = {}
    for key in fresh:
        near = {other for word in _keys(key) if len(by_word[word]) <= _COMMON for other in by_word[word]}
        near.discard(key)
        best = process.extract(key, sorted(near), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=3)
        # Of two new spellings, only the rarer one is asked about.
        told = [
            other
            for other, _, _ in best
            if (other in known or (-count[other], other) < (-count[key], key))
            and fuzz.ratio(key.split()[0], other.split()[0]) >= _FIRST_WORD
        ]
        told += [other for other in near if other in known and other not in told and _begins(key, other)]
        if told:
            found[key] = tuple(names[other] for other in sorted(told, key=lambda one: one not in known))
    return found


def _keys(name: str) -> set[str]:
    """What a name is looked up by: its words, and how it begins."""
    return {*name.split(), f"{name[:4]}…"}


def _begins(one: str, other: str) -> bool:
    """True where one name is the other with more words behind it: "Greenway Parks" and "Greenway Parks (North)"."""
    short, long = sorted((one, other), key=len)
    return " " in short and long.startswith(f"{short} ")


class Meant(NamedTuple):
    """What a name is to become.

    Attributes:
        name: the organisation's; "" where it stays as it is.
        number: the company's, for where none stands beside the name.
    """

    name: str
    number: str = ""


def call(plan: Plan, name: str, to: str) -> None:
    """Take every party of that name for the organisation called `to`; its own words are kept beside."""
    call_all(plan, {comparable(name): Meant(to)})


def call_all(plan: Plan, meant: Mapping[str, Meant]) -> None:
    """The same for many names at once, by the names for comparing."""
    for row in plan.rows if meant else ():
        if row.planned is None or not any(comparable(party.name) in meant for party in row.planned.parties):
            continue
        row.planned = replace(row.planned, parties=_called(row.planned.parties, meant))
        row.changes = tuple(
            change if change.field != "parties" else replace(change, new=_called(change.new, meant))
            for change in row.changes
        )
        _drop_same(row)


def _called(parties: Iterable[PlannedParty], meant: Mapping[str, Meant]) -> tuple[PlannedParty, ...]:
    """The parties by what they are called; one that a row names in two spellings is named once."""
    made: dict[tuple[str, PartyRole], PlannedParty] = {}
    for party in parties:
        name, number = meant.get(comparable(party.name), ("", ""))
        if name:
            party = party._replace(name=name, as_written=party.as_written or party.name)
        if number and not party.number:
            party = party._replace(number=number)
        key = (comparable(party.name), party.role)
        first = made.setdefault(key, party)
        if first is not party:
            words = dict.fromkeys(one.as_written or one.name for one in (first, party))
            made[key] = first._replace(as_written="; ".join(words))
    return tuple(made.values())


def _drop_same(row: PlanRow) -> None:
    """A change of parties is none any more where they are those of the register."""
    left = tuple(
        change
        for change in row.changes
        if change.field != "parties" or not same_parties(change.new, change.old)
    )
    if left != row.changes:
        row.changes = left
        if row.outcome is Outcome.CHANGE and not left:
            row.outcome = Outcome.SAME
