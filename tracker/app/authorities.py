"""The councils of the United Kingdom that exist, or existed since 2005: names, regions, successors.

The list is `resources/authorities.csv`, one council a line; `from` and `to` are its first and
last day, empty where it began before 2005 or still exists; `successors` has the main one first.
GSS codes are of the areas: a council whose boundary changes gets a new one. It is read on the
first question that needs it.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.match import comparable, council_core
from tracker.resources import resource


class Authority(NamedTuple):
    """One council.

    Attributes:
        short_names: other names: the place, former names, names in Welsh, well-known initials.
        type: county, district, unitary, metropolitan or London borough.
        region: English region, or Wales, Scotland, Northern Ireland.
        existed_from, existed_to: first and last day; None for before 2005, and for still there.
        successors: names of the councils that took over, the main one first.
    """

    name: str
    short_names: tuple[str, ...]
    type: str
    region: str
    gss: str
    existed_from: date | None
    existed_to: date | None
    successors: tuple[str, ...]

    def exists_on(self, day: date) -> bool:
        """Did it exist on `day`? (Those that began before 2005 always had.)"""
        return (self.existed_from is None or self.existed_from <= day) and (
            self.existed_to is None or day <= self.existed_to
        )


@lru_cache(maxsize=1)
def authorities() -> tuple[Authority, ...]:
    """Every council of the list, in its order."""
    with resource("authorities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_authority(row) for row in csv.DictReader(file))


def _authority(row: dict[str, str]) -> Authority:
    return Authority(
        row["name"],
        tuple(filter(None, row["short_names"].split("|"))),
        row["type"],
        row["region"],
        row["gss"],
        date.fromisoformat(row["from"]) if row["from"] else None,
        date.fromisoformat(row["to"]) if row["to"] else None,
        tuple(filter(None, row["successors"].split("|"))),
    )


def find(name: str, day: date | None = None) -> tuple[Authority, ...]:
    """The councils that `name` may mean; several where it fits several.

    A full name goes before a short one, and a short one before the place alone ("Blaby DC").

    Args:
        day: where given and some of them existed on that day, only those.
    """
    full, short, places = _index()
    wanted = comparable(name)
    found = full.get(wanted) or short.get(wanted) or _by_place(name, places)
    there = tuple(authority for authority in found if day is None or authority.exists_on(day))
    return there or found


def is_council(name: str) -> bool:
    """Is this the name of a council, of today or of the last twenty years?"""
    return bool(find(name))


def region(name: str, day: date | None = None) -> str:
    """The region or nation of the council; "" where it is not known or the name fits several."""
    regions = {authority.region for authority in find(name, day)}
    return regions.pop() if len(regions) == 1 else ""


def successors_on(authority: Authority, day: date) -> tuple[Authority, ...]:
    """The councils that stand in its place on `day`: itself while it exists, the main one first."""
    if authority.existed_to is None or day <= authority.existed_to:
        return (authority,)
    full, _, _ = _index()
    found: dict[Authority, None] = {}
    for name in authority.successors:
        for successor in full[comparable(name)]:
            found |= dict.fromkeys(successors_on(successor, day))
    return tuple(found)


_Index = dict[str, tuple[Authority, ...]]


@lru_cache(maxsize=1)
def _index() -> tuple[_Index, _Index, _Index]:
    """The councils by full name, by short name, and by the place in any of their names."""
    full: _Index = {}
    short: _Index = {}
    places: _Index = {}
    for authority in authorities():
        _put(full, comparable(authority.name), authority)
        for name in authority.short_names:
            _put(short, comparable(name), authority)
        for name in (authority.name, *authority.short_names):
            _put(places, council_core(name), authority)
    return full, short, places


def _put(index: _Index, key: str, authority: Authority) -> None:
    there = index.get(key, ())
    if authority not in there:
        index[key] = (*there, authority)


def _by_place(name: str, places: _Index) -> tuple[Authority, ...]:
    """By the place, where the name says that it is a council; "county" and "city" choose."""
    core = council_core(name)
    words = comparable(name).split()
    if core == comparable(name):
        return ()
    found = places.get(core, ())
    for word in ("county", "city", "district", "borough"):
        if word in words:
            kind = tuple(a for a in found if word in comparable(a.name).split())
            return kind or tuple(a for a in found if a.type not in ("county", "district"))
    return found
