"""What became of organisations: who stands in a body's place on a day, and which successions bear on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tracker.domain.organisation import Succession


def bearing_on(bodies: Iterable[int], successions: Iterable[Succession]) -> tuple[Succession, ...]:
    """The successions that lead on from any of those bodies, of all that are recorded; in their order."""
    known = tuple(successions)
    reached, grown = set(bodies), True
    while grown:
        new = {s.to_organisation_id for s in known if s.from_organisation_id in reached} - reached
        reached |= new
        grown = bool(new)
    return tuple(s for s in known if s.from_organisation_id in reached)


def successor_on(
    organisation_id: int, day: date, successions: Iterable[Succession]
) -> tuple[int, tuple[Succession, ...]]:
    """The body that stands in the organisation's place on `day`, and the successions that led to it.

    A succession of a part only (with a scope) is followed where there is none of the whole.
    """
    return follow(organisation_id, by_predecessor(successions, day))


def by_predecessor(successions: Iterable[Succession], day: date) -> dict[int, Succession]:
    """Organisation -> what became of it by `day`; the whole goes before a part, then the earliest."""
    found: dict[int, Succession] = {}
    for succession in sorted(successions, key=lambda s: (bool(s.scope), s.effective_on, s.id)):
        if succession.effective_on <= day:
            found.setdefault(succession.from_organisation_id, succession)
    return found


def follow(organisation_id: int, became: Mapping[int, Succession]) -> tuple[int, tuple[Succession, ...]]:
    """The body that stands in the organisation's place, by what became of each, and what led to it."""
    current, led, seen = organisation_id, [], {organisation_id}
    while current in became and became[current].to_organisation_id not in seen:
        led.append(became[current])
        current = became[current].to_organisation_id
        seen.add(current)
    return current, tuple(led)
