"""Claims beside each other: agree, disagree or not comparable, and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making_claims import A, B, claim, exactly, percent
from tracker.domain.dates import When
from tracker.domain.money import Money
from tracker.domain.partnerships.claim import (
    Basis,
    Bound,
    Measure,
    Nature,
    SavingsClaim,
    Verdict,
    bodies,
    claims_for,
    compare,
    comparisons,
    figure,
    is_whole,
    says_no_savings,
)

MORE_THAN_200 = claim(200, None, Bound.MORE_THAN)
NIL = claim(measure=Measure.NIL, nature=Nature.RULED_OUT)
UNREADABLE = claim(measure=Measure.UNREADABLE, quote="£70,00")


@pytest.mark.parametrize(
    ("first", "second", "verdict", "part"),
    [
        (exactly(150), exactly(150), Verdict.AGREE, "Both say £150"),
        (exactly(150), exactly(151), Verdict.DISAGREE, "£150 against £151"),
        (MORE_THAN_200, exactly(220), Verdict.AGREE, "More than £200 fits £220"),
        (MORE_THAN_200, exactly(200), Verdict.DISAGREE, ""),
        (exactly(200), MORE_THAN_200, Verdict.DISAGREE, ""),
        (claim(200, None, Bound.AT_LEAST), exactly(200), Verdict.AGREE, ""),
        (claim(None, 90, Bound.UP_TO), exactly(90), Verdict.AGREE, "Up to £90 fits £90"),
        (claim(None, 90, Bound.UP_TO), exactly(91), Verdict.DISAGREE, ""),
        (claim(90, 90, Bound.UP_TO), exactly(10), Verdict.AGREE, ""),
        (claim(2, 5, Bound.BETWEEN), exactly(5), Verdict.AGREE, "Between £2 and £5 fits £5"),
        (claim(2, 5, Bound.BETWEEN), exactly(6), Verdict.DISAGREE, ""),
        (claim(500, 500, Bound.ABOUT), exactly(480), Verdict.NOT_COMPARABLE, "“about” does not say how near"),
        (claim(500, 500, Bound.ABOUT), exactly(500), Verdict.AGREE, ""),
        (NIL, NIL, Verdict.AGREE, "Both say nothing"),
        (NIL, exactly(5), Verdict.DISAGREE, "Nothing against £5"),
        (UNREADABLE, exactly(70), Verdict.NOT_COMPARABLE, "cannot be read"),
        (claim(), exactly(70), Verdict.NOT_COMPARABLE, "Not both give a figure"),
        (percent("10"), percent("10"), Verdict.AGREE, "at least 10 per cent of the value"),
        (percent("10", bound=Bound.EXACT), percent("12", bound=Bound.EXACT), Verdict.DISAGREE, ""),
        (percent("10"), percent("10", of="another"), Verdict.NOT_COMPARABLE, "percentage"),
        (percent("10"), exactly(10), Verdict.NOT_COMPARABLE, "percentage"),
        (
            exactly(5, basis=Basis.PER_ANNUM),
            exactly(5),
            Verdict.NOT_COMPARABLE,
            "one per annum and one not stated",
        ),
        (exactly(5, basis=Basis.PER_ANNUM), exactly(5, basis=Basis.PER_ANNUM), Verdict.AGREE, "£5 per annum"),
        (exactly(5), exactly(5, of=(A, B)), Verdict.NOT_COMPARABLE, "several bodies together"),
        (exactly(5, of=(A, B)), exactly(5, of=(B, 3)), Verdict.NOT_COMPARABLE, "different bodies together"),
        (exactly(5), exactly(5, of=(B,)), Verdict.NOT_COMPARABLE, "different bodies"),
        (exactly(5), exactly(5, of=()), Verdict.NOT_COMPARABLE, "arrangement as a whole"),
        (exactly(5), exactly(5, implied=True), Verdict.NOT_COMPARABLE, "arrangement as a whole"),
        (exactly(5, low=Money(500, "EUR")), exactly(5), Verdict.NOT_COMPARABLE, "currencies"),
    ],
)
def test_compare(first: SavingsClaim, second: SavingsClaim, verdict: Verdict, part: str) -> None:
    found = compare(first, second)
    assert found.verdict is verdict
    assert part in found.why
    assert compare(second, first).verdict is verdict


def test_different_periods_are_not_comparable() -> None:
    earlier = exactly(5, ends=When.on(date(2012, 3, 31)))
    later = exactly(5, starts=When.on(date(2012, 4, 1)))
    assert compare(earlier, later).why == "They are for different periods."
    assert compare(later, earlier).verdict is Verdict.NOT_COMPARABLE
    meeting = exactly(5, starts=When.on(date(2012, 3, 31)))
    assert compare(earlier, meeting).verdict is Verdict.AGREE
    unknown = exactly(5, starts=When.unknown())
    assert compare(earlier, unknown).verdict is Verdict.AGREE


def test_what_else_sets_them_apart_is_said() -> None:
    """Blaby's two: the amounts agree, the nature differs, and one may repeat the other."""
    first = exactly(150_000, id=3)
    second = exactly(150_000, id=8, nature=Nature.REPORTED, derived_from_id=3)
    for pair in ((first, second), (second, first)):
        why = compare(*pair).why
        assert why.startswith("Both say £150,000; one is ")
        assert "neither states its basis; neither states its period; one may only repeat the other." in why
    plain = compare(exactly(5, period_text="a year", basis=Basis.TOTAL), exactly(5, basis=Basis.TOTAL))
    assert plain.why == "Both say £5 total over period."


def test_who_a_claim_is_for() -> None:
    alone, joint, whole = exactly(1), exactly(2, of=(A, B)), exactly(3, of=())
    implied, other = exactly(4, of=(A, B), implied=True), exactly(5, of=(B,))
    elsewhere = exactly(6, of=(), arrangement_id=2)
    found = claims_for(A, [alone, joint, whole, implied, other, elsewhere], arrangements=[1])
    assert found == ((alone,), (joint,), (whole, implied))
    assert is_whole(implied)
    assert bodies(implied) == {A, B}
    assert claims_for(A, [implied]).whole == (implied,)
    assert claims_for(A, [whole]).whole == ()


def test_pairs_that_bear_on_a_common_body() -> None:
    claims = [exactly(1), exactly(1, of=(B,)), exactly(1, of=(A, B)), exactly(1, of=(), arrangement_id=2)]
    assert [(i, j) for i, j, _ in comparisons(claims)] == [(0, 2), (1, 2)]
    assert [(i, j) for i, j, _ in comparisons([exactly(1), exactly(1, of=())])] == [(0, 1)]
    without = [exactly(1), claim(), claim(of=(A, B)), claim(of=())]
    assert [(i, j) for i, j, _ in comparisons(without)] == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (NIL, "nothing"),
        (claim(), "no figure"),
        (UNREADABLE, "a figure that cannot be read"),
        (percent("10"), "at least 10 per cent of the value"),
        (percent("10", of="", bound=Bound.EXACT), "10 per cent of a base that is not stated"),
        (exactly(60_000, basis=Basis.PER_ANNUM), "£60,000 per annum"),
        (claim(2_000_000, 5_000_000, Bound.BETWEEN), "between £2,000,000 and £5,000,000"),
        (claim(200_000, None, Bound.MORE_THAN), "more than £200,000"),
        (claim(500_000, 500_000, Bound.ABOUT), "about £500,000"),
        (claim(None, 9, Bound.NONE), "£9"),
    ],
)
def test_figures_in_words(one: SavingsClaim, words: str) -> None:
    assert figure(one) == words


def test_no_savings() -> None:
    assert says_no_savings(NIL)
    assert says_no_savings(claim(nature=Nature.RULED_OUT))
    assert not says_no_savings(exactly(1))


amounts = st.integers(0, 50)
figures = st.one_of(
    st.builds(exactly, amounts),
    st.builds(lambda n: claim(n, None, Bound.MORE_THAN), amounts),
    st.builds(lambda n: claim(n, None, Bound.AT_LEAST), amounts),
    st.builds(lambda n: claim(None, n, Bound.UP_TO), amounts),
    st.builds(lambda a, b: claim(min(a, b), max(a, b), Bound.BETWEEN), amounts, amounts),
)


def holds(one: SavingsClaim, pence: int) -> bool:
    if one.bound is Bound.MORE_THAN:
        return one.low is not None and pence > one.low.minor
    return (one.low is None or pence >= one.low.minor) and (one.high is None or pence <= one.high.minor)


@given(figures, figures)
def test_two_claims_agree_where_some_amount_satisfies_both(first: SavingsClaim, second: SavingsClaim) -> None:
    edges = [money.minor for one in (first, second) for money in (one.low, one.high) if money]
    tried = {pence + near for pence in edges for near in (-1, 0, 1)}
    some = any(holds(first, pence) and holds(second, pence) for pence in tried)
    assert (compare(first, second).verdict is Verdict.AGREE) == some
