"""Bank holidays of the nations."""

from __future__ import annotations

from datetime import date

import pytest

from tests import bank_holidays
from tracker.app.calendars import NATIONS, TABLE, calendar_for
from tracker.domain.errors import TrackerError
from tracker.resources import resource


@pytest.mark.parametrize(
    ("nation", "day", "working"),
    [
        ("england-and-wales", date(2026, 4, 6), False),  # Easter Monday
        ("scotland", date(2026, 4, 6), True),
        ("northern-ireland", date(2026, 4, 6), False),
        ("england-and-wales", date(2026, 11, 30), True),  # St Andrew's Day
        ("scotland", date(2026, 11, 30), False),
        ("any", date(2026, 11, 30), False),
        ("northern-ireland", date(2026, 3, 17), False),  # St Patrick's Day
        ("any", date(2026, 3, 17), False),
        ("england-and-wales", date(2026, 3, 17), True),
        ("england-and-wales", date(2026, 12, 28), False),  # for Boxing Day, a Saturday
        ("scotland", date(2027, 1, 4), False),  # for 2 January, a Saturday
        ("england-and-wales", date(2027, 1, 4), True),
        ("england-and-wales", date(2023, 5, 8), False),  # the coronation
        ("england-and-wales", date(2022, 9, 19), False),  # the Queen's funeral
        ("england-and-wales", date(2008, 12, 25), False),
        ("england-and-wales", date(2040, 12, 25), False),
    ],
)
def test_bank_holidays_by_nation(nation: str, day: date, working: bool) -> None:
    assert calendar_for(nation).is_working(day) is working


def test_the_table_is_what_the_holidays_library_says() -> None:
    told = "the library has other bank holidays now: write the table again by python -m tests.bank_holidays"
    assert resource(*TABLE).read_text(encoding="utf-8") == bank_holidays.table(), told


def test_any_is_a_holiday_in_any_part() -> None:
    parts = [calendar_for(nation).holidays for nation in NATIONS if nation != "any"]
    assert calendar_for("any").holidays == frozenset().union(*parts)


@pytest.mark.parametrize("nation", NATIONS)
def test_a_calendar_says_its_name_and_how_far_it_is_known(nation: str) -> None:
    calendar = calendar_for(nation)
    assert calendar.name == nation
    assert calendar.known_until >= date(2027, 12, 31)
    assert max(calendar.holidays) > calendar.known_until
    assert calendar_for(nation) is calendar


def test_a_calendar_that_there_is_not() -> None:
    with pytest.raises(TrackerError, match="“wales” is no calendar of bank holidays"):
        calendar_for("wales")
