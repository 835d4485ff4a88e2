"""Month arithmetic, notices, working days, periods and dates that are not exact, by rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.domain.making import day, m
from tracker.domain.dates import (
    Answer,
    Calendar,
    Period,
    Precision,
    When,
    add_days,
    add_months,
    end_of_term,
    extend_end,
    financial_year,
    financial_year_start,
    has_begun,
    has_ended,
    latest_notice,
    month_length,
    months_between,
    notice_takes_effect,
    rolling_anchor,
    rolling_end,
    show,
    show_weekday,
)


@pytest.mark.parametrize(
    ("starts", "length", "ends"),
    [
        ("2024-04-01", "24m", "2026-03-31"),
        ("2024-04-01", "48m", "2028-03-31"),
        ("2023-03-01", "12m", "2024-02-29"),
        ("2024-03-01", "12m", "2025-02-28"),
        ("2024-02-29", "24m", "2026-02-28"),
        ("2024-02-29", "12m", "2025-02-28"),
        ("2024-02-29", "48m", "2028-02-28"),
        ("2024-01-31", "1m", "2024-02-29"),
        ("2024-01-31", "2m", "2024-03-30"),
        ("2025-08-31", "6m", "2026-02-28"),
        ("2021-04-01", "36m", "2024-03-31"),
        ("2009-04-01", "60m", "2014-03-31"),
        ("2024-01-30", "1m", "2024-02-29"),
        ("2024-01-29", "1m", "2024-02-28"),
        ("2024-01-28", "1m", "2024-02-27"),
        ("2025-01-29", "1m", "2025-02-28"),
        ("2024-12-15", "1m", "2025-01-14"),
        ("2024-04-01", "84d", "2024-06-23"),
        ("2024-04-01", "1d", "2024-04-01"),
        ("2024-01-31", "1m14d", "2024-03-14"),
        ("2024-04-01", "31m", "2026-10-31"),
        ("2024-04-01", "90m", "2031-09-30"),
        ("2024-04-01", "0d", "2024-03-31"),
    ],
)
def test_rule_2_a_term_ends_the_day_before_the_corresponding_date(
    starts: str, length: str, ends: str
) -> None:
    assert end_of_term(day(starts), Period.from_code(length)) == day(ends)


@pytest.mark.parametrize(
    ("ends", "length", "new"),
    [
        ("2023-02-28", "12m", "2024-02-29"),
        ("2024-02-29", "12m", "2025-02-28"),
        ("2026-04-30", "1m", "2026-05-31"),
        ("2026-03-31", "24m", "2028-03-31"),
        ("2026-03-31", "28d", "2026-04-28"),
        ("2026-03-30", "1m", "2026-04-30"),
        ("2026-03-29", "1m", "2026-04-29"),
        ("2026-01-31", "1m", "2026-02-28"),
        ("2026-01-30", "1m", "2026-02-28"),
        ("2024-01-28", "1m", "2024-02-28"),
        ("2024-02-28", "1m", "2024-03-28"),
        ("2023-02-28", "1m", "2023-03-31"),
        ("2026-02-27", "1m", "2026-03-27"),
        ("2026-04-30", "0m", "2026-04-30"),
    ],
)
def test_rule_3_an_extension_is_a_term_from_the_day_after(ends: str, length: str, new: str) -> None:
    assert extend_end(day(ends), Period.from_code(length)) == day(new)


@pytest.mark.parametrize(
    ("starts", "first_end", "length", "ends"),
    [
        ("2024-01-31", None, "1m", ["2024-02-29", "2024-03-30", "2024-04-30", "2024-05-30", "2024-06-30"]),
        ("2024-02-29", None, "12m", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-28", "2029-02-28"]),
        ("2024-01-31", "2024-02-29", "1m", ["2024-03-30", "2024-04-30"]),
        ("2024-08-31", "2025-02-28", "1m", ["2025-03-30", "2025-04-30"]),
        ("2024-04-01", "2024-05-15", "1m", ["2024-06-15", "2024-07-15"]),
        (None, "2024-03-31", "3m", ["2024-06-30", "2024-09-30"]),
        ("2024-04-01", None, "7d", ["2024-04-07", "2024-04-14"]),
    ],
)
def test_rule_3_rolling_periods_never_drift(
    starts: str | None, first_end: str | None, length: str, ends: list[str]
) -> None:
    anchor = day(starts) if starts else None
    first = day(first_end) if first_end else None
    roll = Period.from_code(length)
    assert [rolling_end(anchor, first, roll, k) for k in range(1, len(ends) + 1)] == [day(e) for e in ends]


def test_rolling_needs_a_day_to_be_reckoned_from() -> None:
    assert rolling_anchor(None, None) is None
    with pytest.raises(ValueError, match="needs a start or a first end"):
        rolling_end(None, None, m(12), 1)


@pytest.mark.parametrize(
    ("starts", "ends", "months"),
    [
        ("2024-04-01", "2026-03-31", 24),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-01-31", "2024-03-30", 2),
        ("2024-01-15", "2024-02-14", 1),
        ("2024-01-15", "2024-02-15", None),
        ("2024-01-15", "2024-01-14", 0),
        ("2024-01-15", "2023-12-31", None),
        ("2024-01-31", "2024-04-30", 3),
    ],
)
def test_whole_months_of_a_term(starts: str, ends: str, months: int | None) -> None:
    assert months_between(day(starts), day(ends)) == months


@pytest.mark.parametrize(
    ("given", "length", "effect"),
    [
        ("1978-09-30", "4m", "1979-01-30"),  # Dodds v Walker: 31 January was a day late
        ("2026-01-31", "1m", "2026-02-28"),
        ("2024-01-31", "1m", "2024-02-29"),
        ("2025-08-31", "6m", "2026-02-28"),
        ("2026-10-15", "12m", "2027-10-15"),
        ("2026-03-01", "28d", "2026-03-29"),
        ("2026-03-01", "28cd", "2026-03-30"),
        ("2026-03-01", "0d", "2026-03-01"),
        ("2026-04-02", "6m", "2026-10-02"),
    ],
)
def test_rule_4_a_notice_runs_to_the_corresponding_date(given: str, length: str, effect: str) -> None:
    assert notice_takes_effect(day(given), Period.from_code(length)) == day(effect)


@pytest.mark.parametrize(
    ("end", "length", "backward", "forward"),
    [
        ("2026-03-31", "6m", "2025-09-30", "2025-09-30"),
        ("2026-03-31", "3m", "2025-12-31", "2025-12-31"),
        ("2027-03-31", "6m", "2026-09-30", "2026-09-30"),
        ("2025-02-28", "6m", "2024-08-28", "2024-08-31"),
        ("2024-02-29", "6m", "2023-08-29", "2023-08-31"),
        ("2026-04-30", "1m", "2026-03-30", "2026-03-31"),
        ("2026-06-30", "3m", "2026-03-30", "2026-03-31"),
        ("2026-12-31", "3m", "2026-09-30", "2026-09-30"),
        ("2027-08-31", "6m", "2027-02-28", "2027-02-28"),
        ("2026-09-30", "6m", "2026-03-30", "2026-03-31"),
        ("2026-05-31", "3m", "2026-02-28", "2026-02-28"),
        ("2027-03-31", "12m", "2026-03-31", "2026-03-31"),
        ("2028-05-31", "3m", "2028-02-29", "2028-02-29"),
        ("2026-03-29", "1m", "2026-02-28", "2026-02-28"),
        ("2024-02-28", "1m", "2024-01-28", "2024-01-28"),
        ("2023-02-28", "12m", "2022-02-28", "2022-02-28"),
        ("2025-02-28", "12m", "2024-02-28", "2024-02-29"),
        ("2026-01-15", "12m", "2025-01-15", "2025-01-15"),
        ("2026-03-31", "84d", "2026-01-06", "2026-01-06"),
        ("2026-03-31", "28cd", "2026-03-02", "2026-03-02"),
        ("2026-05-03", "1m4d", "2026-03-29", "2026-03-29"),
        ("2026-03-31", "0d", "2026-03-31", "2026-03-31"),
    ],
)
def test_rule_5_the_latest_notice_in_both_readings(
    end: str, length: str, backward: str, forward: str
) -> None:
    assert latest_notice(day(end), Period.from_code(length)) == (day(backward), day(forward))


def test_months_have_their_lengths() -> None:
    assert [month_length(2025, month) for month in range(1, 13)] == [
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]  # fmt: skip
    assert [month_length(year, 2) for year in (2024, 1900, 2000, 2023, 2100)] == [29, 28, 29, 28, 28]


@pytest.mark.parametrize(
    ("start", "months", "result"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("2024-01-15", -1, "2023-12-15"),
        ("2024-12-15", 1, "2025-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-01-28", 13, "2025-02-28"),
        ("2024-01-29", 1, "2024-02-29"),
        ("2025-01-29", 1, "2025-02-28"),
        ("2016-03-31", -18, "2014-09-30"),
        ("9999-11-30", 1, "9999-12-30"),
        ("9999-12-30", 1, "9999-12-31"),
        ("0001-02-02", -1, "0001-01-02"),
        ("0001-01-02", -1, "0001-01-01"),
    ],
)
def test_adding_months_keeps_the_number_or_takes_the_last_day(start: str, months: int, result: str) -> None:
    assert add_months(day(start), months) == day(result)


def test_the_edges_of_the_calendar_stop_every_sum() -> None:
    assert add_days(date.max, 1) == date.max == add_days(date.max, 10**9)
    assert add_days(date.max, 0) == date.max
    assert add_days(date.min, -1) == date.min == add_days(date.min, -(10**9))
    assert add_days(date.min, 0) == date.min
    assert add_days(date.max - timedelta(1), 1) == date.max
    assert add_days(date.min + timedelta(1), -1) == date.min
    assert extend_end(date.max, m(1)) == date.max
    assert extend_end(date(9999, 11, 29), m(1)) == date(9999, 12, 29)
    assert extend_end(date(9999, 11, 30), m(1)) == date(9999, 12, 31)
    assert extend_end(date(9999, 12, 1), m(1)) == date.max
    assert extend_end(date(1, 1, 5), m(1)) == date(1, 2, 5)
    assert extend_end(date(1, 1, 5), m(0)) == date(1, 1, 5)
    assert extend_end(date(1, 1, 5), m(-1)) == date.min
    assert end_of_term(date(1, 1, 5), m(1)) == date(1, 2, 4)
    assert end_of_term(date(1, 1, 5), m(0)) == date(1, 1, 4)
    assert end_of_term(date(1, 1, 1), Period()) == date.min
    assert end_of_term(date(9999, 11, 5), m(1)) == date(9999, 12, 4)
    assert end_of_term(date(9999, 12, 5), m(1)) == date.max
    assert add_months(date(1, 1, 5), 0) == date(1, 1, 5)
    assert add_months(date(9999, 12, 5), 0) == date(9999, 12, 5)
    assert end_of_term(date(9999, 12, 31), m(10**9)) == date.max
    assert end_of_term(date(9999, 12, 1), m(1)) == date.max
    assert latest_notice(date(1, 6, 30), m(6)) == (date.min, date.min)
    assert latest_notice(date(1, 6, 30), m(5)) == (date(1, 1, 30), date(1, 1, 31))
    assert latest_notice(date(9999, 6, 30), m(-6)) == (date(9999, 12, 30), date(9999, 12, 31))
    assert latest_notice(date(9999, 6, 30), m(-7)) == (date.max, date.max)
    assert financial_year_start(date(1, 2, 3)) == date(1, 4, 1)


CHRISTMAS = Calendar(
    "test", frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 26)}), date(2027, 12, 31)
)


def test_rule_9_working_days() -> None:
    assert CHRISTMAS.is_working(date(2026, 12, 24))
    assert not CHRISTMAS.is_working(date(2026, 12, 25))
    assert not CHRISTMAS.is_working(date(2026, 12, 27))
    assert [CHRISTMAS.is_working(date(2026, 12, n)) for n in range(14, 21)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("start", "result"),
    [
        ("2026-02-28", "2026-02-27"),
        ("2026-03-01", "2026-02-27"),
        ("2026-03-02", "2026-03-02"),
        ("2026-12-28", "2026-12-24"),
        ("2026-12-24", "2026-12-24"),
        ("2028-10-29", "2028-10-27"),
        ("0001-01-01", "0001-01-01"),
    ],
)
def test_rule_8_the_previous_working_day(start: str, result: str) -> None:
    assert CHRISTMAS.previous_working(day(start)) == day(result)


def test_the_previous_working_day_stops_at_the_beginning() -> None:
    calendar = Calendar("odd", frozenset({date.min}), date.max)
    assert calendar.previous_working(date.min) == date.min


@pytest.mark.parametrize("start", ["2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28", "2026-12-31"])
@pytest.mark.parametrize("count", [*range(-14, 15), 60, -60])
def test_working_days_are_counted_one_by_one(start: str, count: int) -> None:
    expected, left = day(start), abs(count)
    while left:
        expected += timedelta(1 if count > 0 else -1)
        left -= CHRISTMAS.is_working(expected)
    assert CHRISTMAS.add_working(day(start), count) == expected


def test_rule_9_working_days_from_every_day_of_a_fortnight_with_holidays_in_it() -> None:
    for start in (date(2026, 12, 19) + timedelta(days) for days in range(15)):
        for step in (1, -1):
            expected = start
            for count in range(1, 27):
                expected += timedelta(step)
                while not CHRISTMAS.is_working(expected):
                    expected += timedelta(step)
                assert CHRISTMAS.add_working(start, step * count) == expected


def test_an_enormous_allowance_costs_nothing() -> None:
    assert CHRISTMAS.add_working(date(2026, 1, 1), 10**12) == date.max
    assert CHRISTMAS.add_working(date(2026, 1, 1), -(10**12)) == date.min
    assert CHRISTMAS.add_working(date.max - timedelta(1), 3) == date.max
    assert CHRISTMAS.add_working(date.min + timedelta(1), -3) == date.min
    assert CHRISTMAS.add_working(date.max - timedelta(9), 7) == date.max
    assert CHRISTMAS.add_working(date.min + timedelta(9), -7) == date.min


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("31m", "2 years 7 months"),
        ("24m", "2 years"),
        ("23m", "23 months"),
        ("25m", "2 years 1 month"),
        ("12m", "12 months"),
        ("1m", "1 month"),
        ("84d", "12 weeks"),
        ("7d", "1 week"),
        ("30d", "30 days"),
        ("1d", "1 day"),
        ("28cd", "28 clear days"),
        ("1cd", "1 clear day"),
        ("0cd", "0 clear days"),
        ("1m14d", "1 month 14 days"),
        ("24m14d", "2 years 14 days"),
        ("31m14d", "2 years 7 months 14 days"),
        ("1m28cd", "1 month 28 clear days"),
        ("0d", "0 days"),
        ("-3m", "-3 months"),
    ],
)
def test_a_period_as_code_and_as_words(code: str, words: str) -> None:
    period = Period.from_code(code)
    assert period.code == code
    assert str(period) == words


@pytest.mark.parametrize("text", ["", "m", "2y", "12", "12 m", "m12", "3d2m", "1cm"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not the code of a period"):
        Period.from_code(text)


def test_no_time_is_not_the_same_as_not_known() -> None:
    assert Period().is_zero
    assert not Period(0, 0, True).is_zero
    assert not m(1).is_zero
    assert not Period(0, 1).is_zero
    assert m(-1).is_negative
    assert Period(0, -1).is_negative
    assert Period(3, -1).is_negative
    assert not Period().is_negative
    assert m(6).times(3) == m(18)
    assert Period(1, 2, True).times(2) == Period(2, 4, True)


def test_dates_as_people_read_them() -> None:
    assert show(date(2027, 3, 31)) == "31 March 2027"
    assert show(date(2027, 12, 1)) == "1 December 2027"
    assert show_weekday(date(2026, 3, 30)) == "Monday 30 March 2026"
    assert show_weekday(date(2028, 10, 29)) == "Sunday 29 October 2028"


@pytest.mark.parametrize(
    ("text", "year", "begins"),
    [
        ("2026-04-01", "2026/27", "2026-04-01"),
        ("2026-03-31", "2025/26", "2025-04-01"),
        ("2026-12-31", "2026/27", "2026-04-01"),
        ("2099-05-01", "2099/00", "2099-04-01"),
        ("2009-01-01", "2008/09", "2008-04-01"),
    ],
)
def test_rule_13_financial_years(text: str, year: str, begins: str) -> None:
    assert financial_year(day(text)) == year
    assert financial_year_start(day(text)) == day(begins)


YEAR_2013 = When(date(2013, 1, 1), date(2013, 12, 31), Precision.YEAR, "2013")
BEFORE = When(None, date(2010, 11, 30), Precision.BEFORE)
AFTER = When(date(2014, 4, 1), None, Precision.AFTER)
EXACT = When.on(date(2013, 6, 1))
YES, NO, POSSIBLY = Answer.YES, Answer.NO, Answer.POSSIBLY


@pytest.mark.parametrize(
    ("when", "text", "begun", "ended"),
    [
        (EXACT, "2013-05-31", NO, NO),
        (EXACT, "2013-06-01", YES, NO),
        (EXACT, "2013-06-02", YES, YES),
        (YEAR_2013, "2012-12-31", NO, NO),
        (YEAR_2013, "2013-01-01", POSSIBLY, NO),
        (YEAR_2013, "2013-01-02", POSSIBLY, POSSIBLY),
        (YEAR_2013, "2013-12-30", POSSIBLY, POSSIBLY),
        (YEAR_2013, "2013-12-31", YES, POSSIBLY),
        (YEAR_2013, "2014-01-01", YES, YES),
        (BEFORE, "2010-11-29", POSSIBLY, POSSIBLY),
        (BEFORE, "2010-11-30", YES, POSSIBLY),
        (BEFORE, "2010-12-01", YES, YES),
        (AFTER, "2014-03-31", NO, NO),
        (AFTER, "2014-04-01", POSSIBLY, NO),
        (AFTER, "2014-04-02", POSSIBLY, POSSIBLY),
        (When.unknown("TBC"), "2014-04-02", POSSIBLY, POSSIBLY),
        (None, "2014-04-02", POSSIBLY, POSSIBLY),
    ],
)
def test_rule_11_dates_that_are_not_exact_answer_yes_no_or_possibly(
    when: When | None, text: str, begun: Answer, ended: Answer
) -> None:
    assert has_begun(when, day(text)) is begun
    assert has_ended(when, day(text)) is ended


def test_only_an_exact_date_is_a_day() -> None:
    assert EXACT.day == date(2013, 6, 1)
    assert YEAR_2013.day is None
    assert When.unknown("TBC").text == "TBC"
