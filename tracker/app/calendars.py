"""Bank holidays of the nations, from the table that comes with the program, as the domain's working days.

The table was made by the holidays library, which knows holidays that are proclaimed only when its
release says so: beyond `known_until` they follow the standing pattern, and workings say that they
are presumed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from tracker.domain.dates import Calendar
from tracker.domain.errors import TrackerError
from tracker.resources import resource

NATIONS = ("england-and-wales", "scotland", "northern-ireland", "any")
"""The calendars that there are; "any" counts a bank holiday in any part of the United Kingdom."""

TABLE: Final = ("rules", "bank-holidays.txt")
"""A line for each nation and year, with the month and the day of each bank holiday."""
# GOV.UK lists bank holidays two years ahead; further ones follow the pattern until proclaimed.
_KNOWN_UNTIL: Final = date(2028, 12, 31)


@lru_cache(maxsize=len(NATIONS))
def calendar_for(nation: str) -> Calendar:
    """Working days of a nation.

    Raises:
        TrackerError: it is none of NATIONS.
    """
    if nation not in NATIONS:
        raise TrackerError(f"“{nation}” is no calendar of bank holidays. Write one of {', '.join(NATIONS)}.")
    days: set[date] = set()
    for line in resource(*TABLE).read_text(encoding="utf-8").splitlines():
        of, year, *found = line.split()
        if nation in (of, "any"):
            days.update(date.fromisoformat(f"{year}-{day}") for day in found)
    return Calendar(nation, frozenset(days), _KNOWN_UNTIL)
