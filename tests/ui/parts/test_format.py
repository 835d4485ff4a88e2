"""Values as the window writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.agreement import Status
from tracker.domain.dates import Precision, When
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.domain.reminding.alert import DEFAULT_RULES
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Shape
from tracker.ui.parts.theme import Tone

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "yesterday"),
        (date(2026, 11, 27), "in 5 days"),
        (date(2026, 12, 31), "in 39 days"),
        (date(2027, 1, 21), "in 60 days"),
        (date(2027, 1, 22), "in 2 months"),
        (date(2027, 3, 31), "in 4 months"),
        (date(2028, 11, 21), "in 23 months"),
        (date(2028, 11, 22), "in 2 years"),
        (date(2029, 6, 1), "in 2½ years"),
        (date(2026, 9, 30), "53 days ago"),
        (date(2025, 11, 22), "12 months ago"),
    ],
)
def test_distance(day: date, words: str) -> None:
    assert show.distance(day, TODAY) == words


def test_overdue_says_how_long_and_is_a_distance_before() -> None:
    assert show.overdue(date(2026, 9, 30), TODAY) == "53 days overdue"
    assert show.overdue(date(2026, 11, 21), TODAY) == "1 day overdue"
    assert show.overdue(TODAY, TODAY) == "today"
    assert show.overdue(date(2026, 11, 27), TODAY) == "in 5 days"


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_distance_has_always_words(day: date) -> None:
    words = show.distance(day, TODAY)
    assert words in ("today", "tomorrow", "yesterday") or words.startswith("in ") or words.endswith(" ago")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "not recorded"),
        (When.on(date(2027, 3, 31)), "31 March 2027"),
        (When.unknown("not stated"), "not stated"),
        (When(date(2013, 1, 1), date(2013, 12, 31), Precision.YEAR), "some time in 2013"),
        (When(date(2013, 2, 1), date(2013, 2, 28), Precision.MONTH), "some time in February 2013"),
        (When(date(2013, 4, 1), date(2014, 3, 31), Precision.FINANCIAL_YEAR), "some time in 2013/14"),
        (When(None, date(2014, 3, 31), Precision.BEFORE), "by 31 March 2014"),
        (When(date(2014, 3, 31), None, Precision.AFTER), "on or after 31 March 2014"),
        (
            When(date(2013, 1, 1), date(2013, 3, 31), Precision.BETWEEN),
            "between 1 January 2013 and 31 March 2013",
        ),
    ],
)
def test_a_date_as_known(when: When | None, words: str) -> None:
    assert show.when(when) == words


@pytest.mark.parametrize(
    ("minor", "words"),
    [
        (None, "not stated"),
        (0, "£0"),
        (125000000, "£1,250,000"),
        (125000050, "£1,250,000.50"),
        (-1999, "−£19.99"),
    ],
)
def test_amounts(minor: int | None, words: str) -> None:
    assert show.amount(minor) == words


def test_other_currencies_and_short_amounts() -> None:
    assert show.amount(100, "EUR") == "€1"
    assert show.amount(100, "DKK") == "DKK 1"
    assert show.short_amount(1841265000) == "£18.4m"
    assert show.short_amount(90500000) == "£905k"
    assert show.short_amount(99900) == "£999"


def test_moments() -> None:
    assert show.moment(datetime(2026, 11, 22, 10, 12, tzinfo=UTC), TODAY) == "Today, 10:12"
    assert show.moment(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), TODAY) == "Yesterday, 09:00"
    assert show.moment(datetime(2026, 11, 18, 16, 40, tzinfo=UTC), TODAY) == "Wednesday, 16:40"
    assert show.moment(datetime(2026, 10, 2, 16, 40, tzinfo=UTC), TODAY) == "2 October"
    assert show.moment(datetime(2023, 5, 2, 16, 40, tzinfo=UTC), TODAY) == "2 May 2023"


def test_each_status_has_a_look_of_its_own_words() -> None:
    looks = [show.status(status) for status in Status]
    assert len({look.word for look in looks}) == len(looks)
    assert show.status("no such thing") == show.status(Status.UNKNOWN)
    assert show.status("live").shape is Shape.CIRCLE


@pytest.mark.parametrize(
    ("kind", "state", "asks", "shape", "tone"),
    [
        ("termination notice", DeadlineState.UPCOMING, True, Shape.FLAG, Tone.ACCENT),
        ("termination notice", DeadlineState.MISSED, True, Shape.OCTAGON, Tone.DANGER),
        ("contract details notice", DeadlineState.UPCOMING, True, Shape.TRIANGLE, Tone.ACCENT),
        ("option notice", DeadlineState.DUE, True, Shape.TRIANGLE, Tone.WARNING),
        ("end", DeadlineState.UPCOMING, False, Shape.SQUARE, Tone.MUTED),
        ("option opens", DeadlineState.UPCOMING, False, Shape.CIRCLE, Tone.MUTED),
        ("review", DeadlineState.DONE, True, Shape.TICK, Tone.GOOD),
    ],
)
def test_deadlines(kind: str, state: DeadlineState, asks: bool, shape: Shape, tone: Tone) -> None:
    look = show.deadline(kind, state, asks=asks)
    assert (look.shape, look.tone) == (shape, tone)


def test_counts() -> None:
    assert show.count(1, "agreement") == "1 agreement"
    assert show.count(2310, "agreement") == "2,310 agreements"
    assert show.count(2, "party", "parties") == "2 parties"


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        (
            "decision start",
            "Start on the decision about option 1, 12 months, to 30 June 2028",
            "Start deciding on option 1",
        ),
        ("option notice", "Decide on option 12, 2 years, to 31 March 2029", "Decide on option 12"),
        (
            "option opens",
            "From this day option 2, 3 years, to 29 February 2032, may be taken",
            "Option 2 may be taken",
        ),
        ("option notice", "", "Decide on option"),
        ("end", "Ends, unless option 1 is taken", "Ends"),
        ("re-procurement start", "Start re-procurement, or decide to let it end", "Start re-procurement"),
        ("contract details notice", "Publish the contract details notice (UK7)", "Publish UK7"),
        ("termination notice", "Last day to give notice, to end on 31 March 2027", "Last day for notice"),
        ("of another program", "Something that it says", "Something that it says"),
        ("of another program", "", "Of another program"),
    ],
)
def test_what_is_to_be_done_in_few_words(kind: str, title: str, words: str) -> None:
    assert show.deed(kind, title) == words


def test_every_date_of_the_rules_has_few_words() -> None:
    for rule in DEFAULT_RULES:
        if rule.kind:
            assert len(show.deed(rule.kind, "A title as long as titles of deadlines can well be")) < 30
