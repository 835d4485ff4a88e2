"""Terms of a ladder in words: their names, how their ends are known, how they stand on a day."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.dates import Period
from tracker.domain.terms.reading import Reading
from tracker.domain.terms.stepwords import how_known, step_name, step_state, step_words
from tracker.domain.terms.term import Step

TODAY = date(2026, 11, 22)
FIRST = Step("initial", date(2027, 3, 31), "computed", "open", date(2024, 4, 1), Period(36))
OPTION = Step("extension 1", date(2029, 3, 31), "both", "open", date(2027, 4, 1), Period(24), 1)
RENEWAL = Step("renewal 3", date(2027, 8, 31), "", "past", source="renews by itself")


def test_a_term_is_called_as_people_call_it() -> None:
    assert [step_name(each) for each in (FIRST, OPTION, RENEWAL)] == ["Initial term", "Option 1", "Renewal 3"]
    assert step_words(FIRST) == "Initial term, 3 years"
    assert step_words(RENEWAL) == "Renewal 3"


def test_where_an_end_comes_from_is_said_in_words() -> None:
    assert how_known(FIRST) == "From the start and the term"
    assert how_known(OPTION) == "Stated, and the term agrees"
    assert how_known(RENEWAL) == "Renews by itself"
    assert how_known(RENEWAL._replace(source="")) == ""


def test_of_an_option_that_can_be_taken_it_says_by_when_to_decide() -> None:
    last = date(2026, 12, 31)
    asked = OPTION._replace(notice=Reading(last, last, last, last, last, None, "3 months before the end"))
    assert asked.decide_by == date(2026, 12, 31)
    assert how_known(asked) == "Decide by 31 December 2026"
    assert how_known(asked._replace(state="exercised", source="option 1 exercised")) == "Option 1 exercised"


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (FIRST, "Current"),
        (FIRST._replace(ends=date(2026, 11, 21)), "Done"),
        (FIRST._replace(ends=None), "Current"),
        (OPTION, "Open"),
        (OPTION._replace(state="exercised"), "Agreed"),
        (OPTION._replace(state="not yet"), "Later"),
        (OPTION._replace(state="lapsed"), "Lapsed"),
        (RENEWAL, "Done"),
    ],
)
def test_how_a_term_stands_on_a_day(step: Step, state: str) -> None:
    assert step_state(step, TODAY) == state
