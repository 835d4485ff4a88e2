"""Who is in an arrangement on a day, with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import Answer, Precision, When
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.partnership import (
    Certainty,
    Cover,
    MemberRole,
    Membership,
    Presence,
    count,
    in_words,
    members_on,
    presences_on,
    suppliers_on,
)
from tracker.domain.partnerships.years import counts

A, B, C, D, E = 1, 2, 3, 4, 5
NAMES = {A: "Ashby", B: "Burley", C: "Corley", D: "Denby", E: "Elmby"}


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(text: str) -> When:
    return When.on(day(text))


def year(number: int, text: str = "") -> When:
    return When(date(number, 1, 1), date(number, 12, 31), Precision.YEAR, text)


def month(text: str) -> When:
    first = day(f"{text}-01")
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1).toordinal() - 1
    return When(first, date.fromordinal(last), Precision.MONTH)


def stint(body: int, joined: When | None, left: When | None = None, **more: object) -> Membership:
    return Membership(organisation_id=body, joined=joined, left=left, **more)


def answers(when: str, stints: list[Membership], **more: object) -> dict[int, str]:
    rows = members_on(day(when), stints, **more)
    return {row.organisation_id: row.answer.value for row in rows}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2019-12-31", "no"),
        ("2020-01-01", "yes"),
        ("2022-06-30", "yes"),
        ("2022-07-01", "no"),
    ],
)
def test_a_stint_holds_from_its_first_day_to_its_last(when: str, expected: str) -> None:
    assert answers(when, [stint(A, on("2020-01-01"), on("2022-06-30"))]) == {A: expected}


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2012-12-31", "no"), ("2013-01-01", "possibly"), ("2013-12-30", "possibly"), ("2013-12-31", "yes")],
)
def test_a_year_is_a_possibly_until_it_is_over(when: str, expected: str) -> None:
    assert answers(when, [stint(A, year(2013))]) == {A: expected}


def test_an_inexact_leaving_is_a_possibly_too() -> None:
    stints = [stint(A, on("2010-01-01"), year(2013))]
    assert [answers(d, stints)[A] for d in ("2012-12-31", "2013-06-01", "2014-01-01")] == [
        "yes",
        "possibly",
        "no",
    ]


def test_an_unknown_joining_or_leaving_is_a_possibly() -> None:
    assert answers("2013-01-01", [stint(A, None)]) == {A: "possibly"}
    assert answers("2013-01-01", [stint(A, on("2010-01-01"), When.unknown())]) == {A: "possibly"}


def test_several_stints_with_a_gap() -> None:
    stints = [stint(A, on("2010-01-01"), on("2011-12-31")), stint(A, on("2014-01-01"))]
    found = {d: answers(d, stints)[A] for d in ("2011-12-31", "2012-01-01", "2013-12-31", "2014-01-01")}
    assert list(found.values()) == ["yes", "no", "no", "yes"]
    (row,) = members_on(day("2013-01-01"), stints)
    assert row.why == "From 1 January 2010 until 31 December 2011. Only from 1 January 2014."


def test_a_disputed_stint_is_disputed_where_no_other_says_yes() -> None:
    stints = [
        stint(A, month("2008-12"), basis="signed", source_id=2),
        stint(A, year(2007, "for four years"), basis="reported", known=Certainty.DISPUTED, source_id=1),
    ]
    found = {
        d: answers(d, stints)[A]
        for d in ("2006-12-31", "2007-05-01", "2008-01-01", "2008-12-05", "2008-12-31")
    }
    assert list(found.values()) == ["no", "disputed", "disputed", "disputed", "yes"]
    (row,) = members_on(day("2008-01-01"), stints)
    assert row.why == (
        "Disputed. From some day in 2007 (reported); no end recorded. "
        "Only from some day in December 2008 (signed)."
    )
    assert row.sources == (2, 1)
    (settled,) = members_on(day("2012-01-01"), stints)
    assert settled.sources == (2,)


def test_once_the_agreed_joining_is_past_only_the_end_is_in_doubt() -> None:
    stints = [stint(A, month("2008-12")), stint(A, year(2007), known=Certainty.DISPUTED)]
    assert answers("2016-04-01", stints, covers=[ENDED]) == {A: "possibly"}


def test_an_inferred_stint_says_so() -> None:
    (row,) = members_on(day("2020-01-01"), [stint(A, on("2010-01-01"), known=Certainty.INFERRED)])
    assert row.answer is Presence.YES
    assert row.why == "From 1 January 2010; no end recorded (inferred, not stated)."


def test_a_prospective_body_is_not_in() -> None:
    (row,) = members_on(day("2020-01-01"), [stint(A, on("2010-01-01"), role=MemberRole.PROSPECTIVE)])
    assert (row.answer, row.why) == (Presence.NO, "Prospective: it has not joined.")


def test_suppliers_are_apart() -> None:
    stints = [stint(A, on("2010-01-01")), stint(E, on("2011-01-01"), role=MemberRole.SUPPLIER)]
    assert answers("2012-01-01", stints) == {A: "yes"}
    assert [row.organisation_id for row in suppliers_on(day("2012-01-01"), stints)] == [E]


ENDED = Cover("Five-year contract", on("2009-04-01"), day("2016-03-31"))


def test_a_stint_without_an_end_is_not_silently_continued_past_the_agreements() -> None:
    stints = [stint(A, on("2009-04-01"))]
    assert answers("2016-03-31", stints, covers=[ENDED]) == {A: "yes"}
    (row,) = members_on(day("2016-04-01"), stints, covers=[ENDED])
    assert row.answer is Presence.POSSIBLY
    assert row.unended
    assert "no end recorded, but ‘Five-year contract’ ended on 31 March 2016" in row.why


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Cover("Next contract", on("2016-04-01"), day("2021-03-31")), "yes"),
        (Cover("Rolling", on("2010-01-01"), day("2016-03-31"), goes_on=True), "yes"),
        (Cover("Open", on("2010-01-01"), None, goes_on=True), "yes"),
        (Cover("No end known", on("2010-01-01"), None), "possibly"),
        (Cover("Not yet", on("2017-01-01"), day("2021-03-31")), "possibly"),
        (Cover("Perhaps", year(2016), day("2021-03-31")), "possibly"),
    ],
)
def test_another_agreement_that_runs_on_keeps_the_members_in(other: Cover, expected: str) -> None:
    assert answers("2016-04-01", [stint(A, on("2009-04-01"))], covers=[ENDED, other]) == {A: expected}


def test_an_agreement_that_ended_before_the_stint_began_says_nothing_about_it() -> None:
    assert answers("2020-01-01", [stint(A, on("2017-01-01"))], covers=[ENDED]) == {A: "yes"}


def test_a_cover_runs_only_possibly_where_no_end_is_known() -> None:
    assert Cover("x", on("2010-01-01"), None).runs_on(day("2015-01-01")) is Answer.POSSIBLY
    assert Cover("x", on("2010-01-01"), None).runs_on(day("2009-01-01")) is Answer.NO
    assert ENDED.runs_on(day("2016-03-31")) is Answer.YES
    assert ENDED.runs_on(day("2016-04-01")) is Answer.NO


def test_the_end_of_the_arrangement_ends_its_members() -> None:
    stints = [stint(A, on("2010-01-01")), stint(E, on("2010-01-01"), role=MemberRole.SUPPLIER)]
    ended = on("2015-12-31")
    assert answers("2015-12-31", stints, ended=ended) == {A: "yes"}
    assert answers("2016-01-01", stints, ended=ended) == {A: "no"}
    assert suppliers_on(day("2016-01-01"), stints, ended=ended)[0].answer is Presence.NO


def test_a_successor_takes_the_place_and_the_stint() -> None:
    """T34: Aylesbury Vale on 31 March 2020, Buckinghamshire on 1 April, one stint."""
    took = Succession(from_organisation_id=A, to_organisation_id=B, effective_on=day("2020-04-01"))
    stints = [stint(A, on("2013-01-01"))]
    before = members_on(day("2020-03-31"), stints, successions=[took], names=NAMES)
    after = members_on(day("2020-04-01"), stints, successions=[took], names=NAMES)
    assert [(m.organisation_id, m.answer, m.was) for m in before] == [(A, Presence.YES, ())]
    assert [(m.organisation_id, m.answer, m.was) for m in after] == [(B, Presence.YES, (A,))]
    assert after[0].joined == on("2013-01-01")
    assert after[0].why.endswith("Burley took over from Ashby on 1 April 2020.")
    nameless = members_on(day("2020-04-01"), stints, successions=[took])
    assert nameless[0].why.endswith("It took over from its forerunner on 1 April 2020.")


def test_two_members_that_merge_are_one() -> None:
    successions = [
        Succession(
            from_organisation_id=body, to_organisation_id=C, effective_on=day("2020-04-01"), kind="merged"
        )
        for body in (A, B)
    ]
    stints = [stint(A, on("2013-01-01")), stint(B, on("2014-01-01"))]
    (row,) = members_on(day("2021-01-01"), stints, successions=successions)
    assert (row.organisation_id, row.was) == (C, (A, B))


def test_order_role_and_count() -> None:
    stints = [
        stint(A, on("2030-01-01")),
        stint(B, year(2020)),
        stint(D, on("2010-01-01")),
        stint(C, on("2010-01-01")),
        stint(E, on("2010-01-01"), on("2018-12-31")),
        stint(E, on("2019-01-01"), role=MemberRole.HOST),
    ]
    rows = members_on(day("2020-06-01"), stints, names=NAMES)
    assert [NAMES[row.organisation_id] for row in rows] == ["Elmby", "Corley", "Denby", "Burley", "Ashby"]
    assert rows[0].role is MemberRole.HOST
    assert count(rows) == {Presence.YES: 3, Presence.POSSIBLY: 1, Presence.NO: 1}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "a day that is not recorded"),
        (When.unknown("x"), "a day that is not recorded"),
        (on("2009-04-01"), "1 April 2009"),
        (month("2008-12"), "some day in December 2008"),
        (year(2013), "some day in 2013"),
        (When(day("2013-04-01"), day("2014-03-31"), Precision.FINANCIAL_YEAR), "some day in 2013/14"),
        (When(None, day("2010-11-30"), Precision.BEFORE), "a day not later than 30 November 2010"),
        (When(day("2010-11-30"), None, Precision.AFTER), "a day not before 30 November 2010"),
        (
            When(day("2012-12-31"), day("2013-03-31"), Precision.BETWEEN),
            "a day between 31 December 2012 and 31 March 2013",
        ),
        (
            When(day("2012-12-31"), day("2012-12-31"), Precision.BETWEEN, "", True),
            "31 December 2012 (inferred)",
        ),
    ],
)
def test_dates_in_words(when: When | None, words: str) -> None:
    assert in_words(when) == words


days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@st.composite
def whens(draw: st.DrawFn) -> When | None:
    edges = sorted([draw(days), draw(days)])
    return draw(
        st.sampled_from(
            [None, When.unknown(), When.on(edges[0]), When(edges[0], edges[1], Precision.BETWEEN)]
        )
    )


@given(
    st.lists(st.builds(lambda b, j, le: stint(b, j, le), st.sampled_from([A, B, C]), whens(), whens())), days
)
def test_an_exact_answer_is_never_softened_by_more_stints(stints: list[Membership], when: date) -> None:
    """Each body has one row, and adding a stint never turns a yes into anything else."""
    rows = members_on(when, stints)
    assert sorted(row.organisation_id for row in rows) == sorted({s.organisation_id for s in stints})
    assert all(row.why.endswith(".") for row in rows)
    more = members_on(when, [*stints, stint(A, None)])
    before = {row.organisation_id for row in rows if row.answer is Presence.YES}
    assert before <= {row.organisation_id for row in more if row.answer is Presence.YES}


@given(
    st.lists(st.builds(lambda b, j, le: stint(b, j, le), st.sampled_from([A, B, C]), whens(), whens())), days
)
def test_the_counts_agree_with_the_answers(stints: list[Membership], when: date) -> None:
    found = [row for row in counts(stints) if row.day <= when]
    there = count(members_on(when, stints))
    sure = there.get(Presence.YES, 0)
    most = sure + there.get(Presence.POSSIBLY, 0)
    if found:
        assert (found[-1].sure, found[-1].most) == (sure, most)


# Answers alone

_DAYS = st.dates(date(2009, 1, 1), date(2013, 12, 31))
_WHENS = st.one_of(
    st.none(),
    st.just(When.unknown()),
    _DAYS.map(When.on),
    st.integers(2009, 2013).map(year),
)
_STINTS = st.lists(
    st.builds(
        stint,
        st.sampled_from((A, B, C)),
        _WHENS,
        _WHENS,
        known=st.sampled_from(Certainty),
        role=st.sampled_from(MemberRole),
    ),
    max_size=5,
)
_COVERS = st.lists(
    st.builds(Cover, st.just("x"), _WHENS, st.one_of(st.none(), _DAYS), st.booleans()), max_size=2
)
_SUCCESSIONS = st.lists(
    st.builds(
        Succession,
        from_organisation_id=st.sampled_from((A, B, C)),
        to_organisation_id=st.sampled_from((B, D, E)),
        effective_on=_DAYS,
        scope=st.sampled_from(("", "a part")),
    ),
    max_size=3,
)


@given(_DAYS, _STINTS, _COVERS, _SUCCESSIONS, _WHENS)
def test_answers_alone_are_those_of_the_members(
    when: date,
    stints: list[Membership],
    covers: list[Cover],
    successions: list[Succession],
    ended: When | None,
) -> None:
    rows = members_on(when, stints, covers=covers, successions=successions, ended=ended)
    alone = presences_on(when, stints, covers=covers, successions=successions, ended=ended)
    assert alone == {row.organisation_id: row.answer for row in rows}
