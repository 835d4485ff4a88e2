"""The readings of a notice clause."""

from __future__ import annotations

import pytest

from tests.domain.making import WEEKDAYS, clause, day, m
from tracker.domain.agreement import ClauseForm
from tracker.domain.dates import Period
from tracker.domain.terms.reading import act_before, cut_short, reading_of, service_of


@pytest.mark.parametrize(
    ("form", "legal", "missed", "earliest"),
    [
        (ClauseForm.UNKNOWN, "2024-08-28", "2024-08-31", "2024-08-28"),
        (ClauseForm.FORWARD, "2024-08-31", "2024-08-31", "2024-08-31"),
        (ClauseForm.BACKWARD, "2024-08-28", "2024-08-28", "2024-08-28"),
    ],
)
def test_rule_5_six_months_before_the_end_of_february(
    form: ClauseForm, legal: str, missed: str, earliest: str
) -> None:
    found = reading_of(day("2025-02-28"), m(6), form, 0, WEEKDAYS)
    assert (found.day, found.missed_after) == (day(legal), day(missed))
    assert (found.earliest, found.latest) == (day(earliest), day(missed))
    assert found.both == (day("2024-08-28"), day("2024-08-31"))
    assert found.act_by == day("2024-08-28")


def test_the_two_readings_mostly_agree() -> None:
    for form in ClauseForm:
        found = reading_of(day("2027-03-31"), Period(0, 84), form, 0, WEEKDAYS)
        assert (
            found.words == "12 weeks before 31 March 2027 is 6 January 2027; act by Wednesday 6 January 2027."
        )
        assert found.earliest == found.latest == found.day


def test_a_clause_that_stopped_applying_is_cut_short() -> None:
    whole = reading_of(day("2026-06-30"), m(3), ClauseForm.UNKNOWN, 2, WEEKDAYS)
    assert (whole.day, whole.act_by) == (day("2026-03-30"), day("2026-03-26"))
    cut = cut_short(whole, day("2025-12-31"), 2, WEEKDAYS)
    assert cut.day == cut.missed_after == cut.earliest == cut.latest == day("2025-12-31")
    assert cut.act_by == day("2025-12-29")
    assert cut.words.endswith(
        "but that clause applied only to 31 December 2025, so act by Monday 29 December 2025, "
        "2 working days allowed for service."
    )


def test_rule_8_the_day_to_act_by() -> None:
    assert act_before(day("2026-02-28"), 0, WEEKDAYS) == day("2026-02-27")
    assert act_before(day("2026-02-28"), 2, WEEKDAYS) == day("2026-02-25")


@pytest.mark.parametrize(("days", "counted"), [(0, 0), (1, 1), (60, 60), (61, 0), (-1, 0)])
def test_an_allowance_for_service_that_can_be(days: int, counted: int) -> None:
    assert service_of(clause(6, service_days=days)) == counted
