"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.check import Severity
from tracker.domain.dates import Period
from tracker.domain.written import read_cycle, read_period


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("24m", "24m"), ("5y", "60m"), ("12w", "84d"), ("90d", "90d"), ("28 clear days", "28cd")),
        *(
            ("2 years", "24m"),
            ("two years and seven months", "31m"),
            ("7.5 years", "90m"),
            ("18 months", "18m"),
        ),
        *(("15 Weeks", "105d"), ("One (1)year", "12m"), ("two (2) years", "24m"), ("four [4] years", "48m")),
        *(("1 year 6 months", "18m"), ("1yr", "12m"), ("3 yrs", "36m"), ("36mths", "36m"), ("a year", "12m")),
        *(
            ("six-month", "6m"),
            ("12-month", "12m"),
            ("1½ years", "18m"),
            ("2 ½ years", "30m"),
            ("¼ year", "3m"),
        ),
        *(("twenty-four months", "24m"), ("24 (twenty four) months", "24m"), ("12 calendar months", "12m")),
        *(("a fortnight", "14d"), ("1 quarter", "3m"), ("2 years, 3 months and 10 days", "27m10d")),
        *(("1 year + 2 weeks", "12m14d"), ("none", "0d"), ("nil", "0d"), ("0", "0d"), ("0 months", "0d")),
    ],
)
def test_lengths(text: str, code: str) -> None:
    read = read_period(text)
    assert read.period is not None
    assert read.period.code == code
    assert read.findings == ()
    assert read.understood


@pytest.mark.parametrize(
    "text",
    [
        *(
            "two (3) years",
            "30 working days",
            "12",
            "Not Found",
            "2017/18",
            "1.33 years",
            "3-5 years",
            "2 months 1 year",
        ),
        *("1 year 28 clear days", "thirty forty months", "One-off", "10000 years", "months", "2 years and"),
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    read = read_period(text)
    assert read.period is None
    assert [(finding.code, finding.severity) for finding in read.findings] == [
        ("period.unreadable", Severity.ERROR)
    ]


def test_blank_is_no_length_and_no_error() -> None:
    assert read_period(" ").period is None
    assert read_period(" ").findings == ()


def test_about_is_said() -> None:
    read = read_period("Approximately 26 months")
    assert read.period == Period(26)
    assert [finding.code for finding in read.findings] == ["period.about"]


def test_a_bare_number_counts_what_the_heading_says() -> None:
    assert read_period("36", unit="Months").period == Period(36)
    assert read_period("36", unit="parsecs").period is None
    assert read_period("2 years", unit="months").period == Period(24)


@given(st.integers(0, 600), st.integers(0, 400))
def test_a_length_shown_is_read_back(months: int, days: int) -> None:
    period = Period(months, days)
    assert read_period(str(period)).period == period


@given(st.integers(0, 400))
def test_clear_days_are_read_back(days: int) -> None:
    assert read_period(str(Period(0, days, clear=True))).period == Period(0, days, clear=True)


@given(st.text(max_size=30) | st.text(alphabet="0123456789.½ ()-andyearsmonthswk", max_size=30))
def test_no_text_makes_reading_raise(text: str) -> None:
    read = read_period(text, unit="months")
    assert read.period is None or not read.period.is_negative


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Annually", 12), ("annual review", 12), ("Every year", 12), ("Reviewed quarterly", 3), ("6-monthly", 6),
        ("Half yearly", 6), ("every 2 years", 24), ("Every six months", 6), ("18 monthly", 18), ("monthly.", 1),
        ("Bi-annually", None), ("March, annually", None), ("2 years", None), ("31/03/2027", None), ("", None),
    ],
)  # fmt: skip
def test_how_often_something_comes_back(text: str, months: int | None) -> None:
    assert read_cycle(text) == (Period(months) if months else None)
