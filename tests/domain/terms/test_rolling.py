"""The period of a rolling agreement that a day lies in."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.agreement import Agreement, EndKind, NoticeClause, NoticeKind
from tracker.domain.dates import Calendar, Period, When
from tracker.domain.deadlines.rules import Rules
from tracker.domain.deadlines.standing import standing
from tracker.domain.terms.rolling import Rolls

ROLLS = st.builds(Period, st.integers(0, 24), st.integers(0, 60)).filter(
    lambda roll: roll.months + roll.days > 0
)


@example(date(2003, 7, 1), 19, Period(0, 1), 585)
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 120), ROLLS, st.integers(0, 9000))
def test_it_is_the_first_that_ends_on_the_day_or_after_it(
    anchor: date, before: int, roll: Period, days: int
) -> None:
    rolls = Rolls(anchor, before, None, roll, None, None)
    day = anchor + timedelta(days=days)
    k = rolls.number(day)
    assert rolls.end(k) >= day
    assert k == 1 or rolls.end(k - 1) < day


def test_of_two_clauses_the_one_that_leaves_the_later_day_counts_whatever_their_order() -> None:
    long, short = (NoticeClause(kind=NoticeKind.TERMINATION, length=Period(months)) for months in (12, 6))
    days = []
    for notices in ((short, long), (long, short)):
        agreement = Agreement(
            starts=When.on(date(2024, 4, 1)),
            ends=When.on(date(2027, 3, 31)),
            end_kind=EndKind.FIXED,
            notices=notices,
        )
        found = standing(
            agreement, date(2025, 1, 1), Calendar("none", frozenset(), date(2030, 12, 31)), Rules()
        )
        days.append([one.date for one in found.deadlines if one.kind == "termination notice"])
    assert days[0] == days[1] == [date(2026, 9, 30)]
