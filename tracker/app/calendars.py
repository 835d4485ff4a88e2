"""Bank holidays of the nations, from the holidays library, as the domain's working days.

The library knows holidays that are proclaimed only when its release says so: beyond
`known_until` they follow the standing pattern, and workings say that they are presumed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from tracker.domain.dates import Calendar
from tracker.domain.errors import TrackerError

NATIONS = ("england-and-wales", "scotland", "northern-ireland", "any")
"""The calendars that there are; "any" counts a bank holiday in any part of the United Kingdom."""

_SUBDIVISIONS = {
    "england-and-wales": ("ENG",),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
    "any": ("ENG", "SCT", "NIR"),
}
_FIRST_YEAR = 1995
_YEARS_AHEAD = 30
# GOV.UK lists bank holidays two years ahead; further ones follow the pattern until proclaimed.
_KNOWN_UNTIL = date(2028, 12, 31)


@lru_cache(maxsize=len(NATIONS))
def calendar_for(nation: str) -> Calendar:
    """Working days of a nation.

    Raises:
        TrackerError: it is none of NATIONS.
    """
    if nation not in _SUBDIVISIONS:
        raise TrackerError(f"“{nation}” is no calendar of bank holidays. Write one of {', '.join(NATIONS)}.")
    # Imported here: it costs as much start-up time as the rest of the domain, and lists need no calendar.
    import holidays

    years = range(_FIRST_YEAR, _KNOWN_UNTIL.year + _YEARS_AHEAD + 1)
    days: set[date] = set()
    for part in _SUBDIVISIONS[nation]:
        days.update(holidays.country_holidays("GB", subdiv=part, years=years))
    return Calendar(nation, frozenset(day for day in days if day.weekday() < 5), _KNOWN_UNTIL)
