"""Spellings of a file that are surely one organisation: with and without "Ltd", or under one company number.

They are taken as one when the plan is made, which is said, and each agreement keeps the file's own words.
What is only alike is left to a person, see `names`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.app.incoming.names import AS_WRITTEN, Meant, Spelling, Spelt, call_all
from tracker.domain.agreement import PartyRole
from tracker.domain.check import Severity
from tracker.domain.match import comparable, core, formless
from tracker.domain.organisation import Organisation, OrganisationName
from tracker.exchange.linked.plan import LinkedPlan
from tracker.exchange.plans.planned import Located, found

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan
    from tracker.store.queries import Queries

_TOLD = 5
"""Organisations that a remark names; of more it tells the number."""


@dataclass(slots=True)
class _Name:
    """A name of the file or of the register.

    Attributes:
        held: the register has an organisation of that name.
        spelt: as the file has it -> how often, in the file's order.
        numbers: the company numbers beside it, in the file's order; "" where none stands beside it.
    """

    shown: str
    held: bool = False
    role: PartyRole = PartyRole.SUPPLIER
    spelt: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, None] = field(default_factory=dict)

    @property
    def companies(self) -> list[str]:
        """The numbers that are some."""
        return list(filter(None, self.numbers))


_Names = dict[str, _Name]
"""Name for comparing -> the name."""


def as_one(plan: Plan, read: Queries | None, apart: Iterable[str] = ()) -> Spelt:
    """Take what is surely one organisation for one, in the plan, and say so in its findings.

    Args:
        read: the register, for the organisations that it holds; None where there is none yet.
        apart: names of which a person said something; they stay what they are.
    """
    if isinstance(plan, LinkedPlan):  # it says itself who is who
        return AS_WRITTEN
    left = set(map(comparable, apart))
    fresh = {key: one for key, one in _in_file(plan).items() if key not in left}
    names, further = _register(read) if read is not None else ({}, {})
    for key in names.keys() & fresh.keys():
        names[key].numbers |= fresh.pop(key).numbers
    to = {key: further[key] for key in fresh if key in further}
    names |= {key: one for key, one in fresh.items() if key not in to}
    sure, alike = _bonds(names)
    to |= sure
    plan.findings += tuple(_remarks(fresh, to))
    rows = _rows(plan, to)
    call_all(plan, _meant(fresh, to))
    return Spelt(
        tuple(Spelling(fresh[key].shown, fresh[key].role, to[key], tuple(rows[key])) for key in to),
        alike,
    )


def _in_file(plan: Plan) -> _Names:
    """The organisations that the file names."""
    seen = Counter(
        (party.name, party.number, party.role)
        for row in plan.rows
        if row.planned is not None
        for party in row.planned.parties
    )
    made: _Names = {}
    for (name, number, role), count in seen.items():
        one = made.setdefault(comparable(name), _Name(name, role=role))
        one.spelt[name] += count
        one.numbers[number] = None
    return made


def _register(read: Queries) -> tuple[_Names, dict[str, str]]:
    """The register's organisations, and names for comparing of which only one is known by as a further name."""
    bodies = read.fields(Organisation, "id", "name", "company_number")
    names = {
        comparable(name): _Name(name, held=True, numbers=dict.fromkeys([number]))
        for _, name, number in bodies
    }
    shown = {one: name for one, name, _ in bodies}
    known: dict[str, set[str]] = defaultdict(set)
    for one, name in read.fields(OrganisationName, "organisation_id", "name"):
        known[comparable(name)].add(shown[one])
    return names, {key: of.pop() for key, of in known.items() if key not in names and len(of) == 1}


def _bonds(names: _Names) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """New name -> the name that it surely is another spelling of; new name -> those that it may be."""
    bonds: dict[str, set[str]] = defaultdict(set)
    doubts: list[Sequence[str]] = []
    for keys in _several(names, ((formless(key)[0], key) for key in names)):
        if len({formless(key)[1] for key in keys} - {""}) > 1:  # a "Ltd" and a "plc" are two companies
            doubts.append(keys)
        else:
            _bind(bonds, keys)
    numbered = ((number, key) for key, one in names.items() for number in one.companies)
    for keys in _several(names, numbered):
        telling = Counter(word for key in keys for word in set(core(key).split()))
        if max(telling.values()) == len(keys):
            _bind(bonds, keys)
        else:  # a number may have been copied down
            doubts.append(keys)
    sure: dict[str, str] = {}
    for keys in _bound(bonds):
        held = [key for key in keys if names[key].held]
        if len(held) > 1 or len({number for key in keys for number in names[key].companies}) > 1:
            doubts.append(keys)
            continue
        to = held[0] if held else min(keys, key=lambda key: (not formless(key)[1], -_count(names[key])))
        sure |= {key: names[to].shown for key in keys if key != to}
    return sure, _asked(names, doubts, sure)


def _several(names: _Names, keyed: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """Names that have something in common, where there are several and not all of them are the register's."""
    groups: dict[str, list[str]] = defaultdict(list)
    for common, key in keyed:
        groups[common].append(key)
    for keys in groups.values():
        if len(keys) > 1 and not all(names[key].held for key in keys):
            yield keys


def _bind(bonds: dict[str, set[str]], keys: Sequence[str]) -> None:
    for key in keys:
        bonds[key].update(keys)


def _bound(bonds: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Names that are one by some chain of bonds, in the order of the bonds."""
    done: set[str] = set()
    for first in bonds:
        if first in done:
            continue
        group, todo = {first: None}, [first]
        while todo:
            more = [key for key in sorted(bonds[todo.pop()]) if key not in group]
            group |= dict.fromkeys(more)
            todo += more
        done |= group.keys()
        yield list(group)


def _count(one: _Name) -> int:
    return one.spelt.total()


def _asked(
    names: _Names, doubts: Iterable[Sequence[str]], sure: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """New name -> what it may be, the register's first; of two new ones, only the rarer is asked about."""
    asked: dict[str, dict[str, None]] = defaultdict(dict)
    for keys in doubts:
        ranked = sorted(
            keys, key=lambda key: (not names[key].held, -_count(names[key]), not formless(key)[1], key)
        )
        for at, key in enumerate(ranked):
            if key not in sure and not names[key].held:
                asked[key] |= {sure.get(other, names[other].shown): None for other in ranked[:at]}
    return {key: tuple(others) for key, others in asked.items() if others}


def _rows(plan: Plan, to: Mapping[str, str]) -> dict[str, dict[int, None]]:
    """Numbers of the rows that have each of those spellings, in the file's order."""
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    if to:
        for row in plan.rows:
            for party in row.planned.parties if row.planned is not None else ():
                if comparable(party.name) in to:
                    rows[comparable(party.name)][row.row] = None
    return rows


def _meant(fresh: _Names, to: Mapping[str, str]) -> dict[str, Meant]:
    """What to call each, and the number for those rows of a new organisation beside which none stands."""
    homes = {key: comparable(to.get(key, one.shown)) for key, one in fresh.items()}
    number: dict[str, str] = {}
    for key, home in homes.items():
        if home in fresh and (companies := fresh[key].companies):
            number.setdefault(home, companies[0])
    meant: dict[str, Meant] = {}
    for key, home in homes.items():
        lacking = number.get(home, "") if "" in fresh[key].numbers else ""
        if key in to or lacking:
            meant[key] = Meant(to.get(key, ""), lacking)
    return meant


# What is said


def _remarks(fresh: _Names, to: Mapping[str, str]) -> Iterator[Located]:
    """What was taken as one, and names beside which several companies' numbers stand."""
    spelt: dict[str, dict[str, str]] = defaultdict(dict)
    for key, one in fresh.items():
        ways = spelt[to.get(key, one.shown)]
        for way in one.spelt:
            ways.setdefault(_plain(way), way)
    several: list[str] = []
    joined = set(to.values())
    for shown, ways in sorted(spelt.items(), key=lambda one: one[0] not in joined):
        others = [f"'{way}'" for plain, way in ways.items() if plain != _plain(shown)]
        if others:
            several.append(f"'{shown}' (also {_listed(others)})")
    if several:
        they = (
            "An organisation is spelt in more than one way and was taken as one"
            if len(several) == 1
            else f"{len(several):,} organisations are spelt in more than one way, and each was taken as one"
        )
        message = f"{they}: {_listed(several)}. The file's own words stay with each agreement."
        yield found("organisation.spelt", Severity.NOTE, message)
    for one in fresh.values():
        if len(one.companies) > 1:
            message = (
                f"'{one.shown}' stands beside the company numbers {_listed(one.companies)}: it becomes one "
                f"organisation with the number {one.companies[0]}, unless these are two companies."
            )
            yield found("organisation.numbers", Severity.WARNING, message)


def _plain(name: str) -> str:
    """A name without what nobody would ask about: capitals and blanks."""
    return " ".join(name.casefold().split())


def _listed(words: Sequence[str]) -> str:
    """Some of them in a sentence, and how many more there are."""
    told = list(words[:_TOLD])
    if len(words) > _TOLD:
        told.append(f"{len(words) - _TOLD:,} more")
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
