"""An arrangement through time: counts from day to day, and what is known year by year."""

from __future__ import annotations

from tests.domain.partnerships.test_partnership import A, B, C, E, day, on, stint, year
from tracker.domain.organisation import Succession
from tracker.domain.partnerships.partnership import Certainty, Cover
from tracker.domain.partnerships.years import CountFrom, Year, counts, years_known


def test_the_number_of_members_over_time() -> None:
    stints = [stint(A, on("2010-01-01")), stint(B, year(2013)), stint(C, None, on("2011-12-31"))]
    assert counts(stints) == (
        CountFrom(day("2010-01-01"), 1, 2),
        CountFrom(day("2012-01-01"), 1, 1),
        CountFrom(day("2013-01-01"), 1, 2),
        CountFrom(day("2013-12-31"), 2, 2),
    )
    cover = Cover("x", on("2010-01-01"), day("2014-12-31"))
    assert counts(stints, covers=[cover])[-1] == CountFrom(day("2015-01-01"), 0, 2)
    assert counts(stints, ended=on("2014-12-31"))[-1] == CountFrom(day("2015-01-01"), 0, 0)
    merge = [
        Succession(from_organisation_id=body, to_organisation_id=E, effective_on=day("2020-04-01"))
        for body in (A, B)
    ]
    assert counts(stints, successions=merge)[-1] == CountFrom(day("2020-04-01"), 1, 1)


def test_a_year_counts_who_is_known_to_be_in_on_some_day_of_it() -> None:
    stints = [
        stint(A, on("2010-12-31"), on("2012-01-01")),
        stint(B, year(2011)),
        stint(C, on("2010-01-01"), known=Certainty.DISPUTED),
    ]
    found = years_known(stints, day("2013-06-30"))
    assert {at: set(known.members) for at, known in found.items()} == {
        2010: {A},
        2011: {A, B},
        2012: {A, B},
        2013: {B},
    }


def test_no_year_is_counted_after_everything_recorded_has_lapsed() -> None:
    cover = Cover("x", on("2010-01-01"), day("2011-03-31"))
    assert set(years_known([stint(A, on("2010-01-01"))], day("2020-01-01"), covers=[cover])) == {2010, 2011}
    assert set(years_known([stint(A, on("2010-01-01"))], day("2011-12-31"), ended=on("2010-06-30"))) == {2010}
    assert years_known([stint(A, None)], day("2020-01-01")) == {}
    assert years_known([stint(A, on("2030-01-01"))], day("2020-01-01")) == {}


def test_a_body_and_its_successor_both_stand_in_the_year_of_the_change() -> None:
    became = Succession(from_organisation_id=A, to_organisation_id=E, effective_on=day("2011-04-01"))
    found = years_known([stint(A, on("2010-01-01"))], day("2012-12-31"), successions=[became])
    assert {at: set(known.members) for at, known in found.items()} == {2010: {A}, 2011: {A, E}, 2012: {E}}


def test_agreements_of_a_year_have_begun_and_are_not_known_to_have_ended() -> None:
    covers = [
        Cover("fixed", on("2010-07-01"), day("2011-06-30")),
        Cover("no end", on("2011-12-31"), None),
        Cover("rolls", on("2010-01-01"), day("2010-06-30"), goes_on=True),
        Cover("some time", year(2011), None),
        Cover("planned", on("2010-01-01"), None, planned=True),
        Cover("no start", None, None),
    ]
    found = years_known([stint(A, on("2010-01-01"))], day("2012-06-01"), covers=covers)
    assert found == {
        2010: Year(frozenset({A}), 2),
        2011: Year(frozenset({A}), 4),
        2012: Year(frozenset({A}), 3),
    }
