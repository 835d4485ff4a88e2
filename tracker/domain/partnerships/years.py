"""An arrangement through time: how many are in from which day, and what is known year by year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from tracker.domain.dates import Answer, When, add_days, has_begun
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.partnership import (
    Cover,
    Membership,
    Presence,
    presences_on,
)
from tracker.domain.partnerships.succession import bearing_on


class CountFrom(NamedTuple):
    """How many members there are from a day on: those who are in for sure, and at the most."""

    day: date
    sure: int
    most: int


class Year(NamedTuple):
    """A calendar year in which somebody is known to be in.

    Attributes:
        members: ids of the bodies known to be in on some day of it; a body and its successor are two.
        agreements: how many have begun by its end, and are not known to have ended before it.
    """

    members: frozenset[int]
    agreements: int


def change_days(
    memberships: Iterable[Membership],
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    ended: When | None = None,
) -> tuple[date, ...]:
    """The days from which who is in may be another answer, in order; between two of them nothing changes."""
    stints = tuple(memberships)
    bodies = {stint.organisation_id for stint in stints}
    days = {s.effective_on for s in successions if s.from_organisation_id in bodies}
    days |= {add_days(cover.ends, 1) for cover in covers if cover.ends}
    edges = [(stint.joined, 0) for stint in stints] + [(stint.left, 1) for stint in stints] + [(ended, 1)]
    for when, after in edges:
        if when is not None:
            days |= {add_days(edge, after) for edge in (when.earliest, when.latest) if edge}
    return tuple(sorted(days))


def counts(
    memberships: Iterable[Membership],
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    ended: When | None = None,
) -> tuple[CountFrom, ...]:
    """The number of members from each day on which it may change, earliest first."""
    stints = tuple(memberships)
    bearing = bearing_on({stint.organisation_id for stint in stints}, successions)
    rows: list[CountFrom] = []
    for day in change_days(stints, covers=covers, successions=successions, ended=ended):
        answers = presences_on(day, stints, covers=covers, successions=bearing, ended=ended).values()
        sure, most = 0, 0
        for answer in answers:
            sure += answer is Presence.YES
            most += answer is not Presence.NO
        if not rows or (sure, most) != rows[-1][1:]:
            rows.append(CountFrom(day, sure, most))
    return tuple(rows)


def years_known(
    memberships: Iterable[Membership],
    until: date,
    *,
    covers: Sequence[Cover] = (),
    successions: Sequence[Succession] = (),
    ended: When | None = None,
) -> dict[int, Year]:
    """Calendar year -> what is known of it, up to and with `until`; years of which nothing is certain are left out.

    "Known" is the answer "yes" of `members_on`: a year with possible or disputed members alone
    is none, and neither is one after everything recorded has lapsed.
    """
    stints = tuple(memberships)
    days = [
        day
        for day in change_days(stints, covers=covers, successions=successions, ended=ended)
        if day <= until
    ]
    bearing = bearing_on({stint.organisation_id for stint in stints}, successions)
    members: dict[int, set[int]] = {}
    for day, following in pairwise((*days, add_days(until, 1))):
        on = presences_on(day, stints, covers=covers, successions=bearing, ended=ended)
        sure = {body for body, answer in on.items() if answer is Presence.YES}
        if sure:
            for year in range(day.year, add_days(following, -1).year + 1):
                members.setdefault(year, set()).update(sure)
    return {year: Year(frozenset(bodies), _begun(covers, year)) for year, bodies in members.items()}


def _begun(covers: Iterable[Cover], year: int) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return sum(
        not cover.planned
        and has_begun(cover.starts, last) is Answer.YES
        and (cover.goes_on or cover.ends is None or cover.ends >= first)
        for cover in covers
    )
