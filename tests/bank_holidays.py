"""Bank holidays as the holidays library has them: `python -m tests.bank_holidays` writes the program's table.

The program reads the table: the library brings the holidays of all the world with it, forty
megabytes and a third of a second before the first date could be reckoned. A test holds the table
to the library, so that a new release of it, with newly proclaimed days, is noticed.
"""

from __future__ import annotations

from tracker.app.calendars import TABLE
from tracker.resources import resource

_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
_YEARS = range(1995, 2059)


def table() -> str:
    """A line for each nation and year: its bank holidays from Monday to Friday."""
    import holidays

    lines = []
    for nation, part in _SUBDIVISIONS.items():
        for year in _YEARS:
            days = holidays.country_holidays("GB", subdiv=part, years=year)
            found = [f"{day:%m-%d}" for day in sorted(days) if day.weekday() < 5 and day.year == year]
            lines.append(" ".join((nation, str(year), *found)))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    resource(*TABLE).write_text(table(), encoding="utf-8")
