"""What the five articles support, day by day, asked of the sample: the first and last days, and those beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tracker.app.partnership.dossier import Dossier, coming, dossier, on_day
from tracker.app.partnership.partnerships import claims_view, totals_by
from tracker.app.sample import FIXED_DAY, make_sample
from tracker.app.session import Session
from tracker.domain.partnerships.claim import Basis, Measure, SavingsClaim, figure
from tracker.domain.partnerships.totals import totals


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path: Path = tmp_path_factory.mktemp("facts") / "sample.db"
    make_sample(path, FIXED_DAY)
    with Session.open(path, read_only=True) as made:
        yield made


def found(session: Session, name: str) -> Dossier:
    return dossier(session, session.read.find_arrangement(name)[0].id)


def answers(session: Session, name: str, day: str) -> dict[str, str]:
    """The first word of each council's name, and whether it is in."""
    held = found(session, name)
    on = on_day(session, held, date.fromisoformat(day))
    return {held.name(m.organisation_id).split()[0]: m.answer.value for m in on.members}


@pytest.mark.parametrize(
    ("day", "hinckley", "oadby", "blaby", "melton"),
    [
        ("2005-12-31", "no", "no", "no", "no"),
        ("2006-01-01", "possibly", "no", "no", "no"),
        ("2006-12-30", "possibly", "no", "no", "no"),
        ("2006-12-31", "yes", "no", "no", "no"),
        ("2007-01-01", "yes", "disputed", "no", "no"),
        ("2008-11-30", "yes", "disputed", "no", "no"),
        ("2008-12-01", "yes", "disputed", "no", "no"),
        ("2008-12-30", "yes", "disputed", "no", "no"),
        ("2008-12-31", "yes", "yes", "no", "no"),
        ("2011-01-31", "yes", "yes", "no", "no"),
        ("2011-02-01", "yes", "yes", "possibly", "no"),
        ("2011-02-27", "yes", "yes", "possibly", "no"),
        ("2011-02-28", "yes", "yes", "yes", "no"),
        ("2012-12-31", "yes", "yes", "yes", "no"),
        ("2013-01-01", "yes", "yes", "yes", "possibly"),
        ("2013-12-30", "yes", "yes", "yes", "possibly"),
        ("2013-12-31", "yes", "yes", "yes", "yes"),
        ("2014-03-31", "yes", "yes", "yes", "yes"),
        ("2014-04-01", "yes", "yes", "yes", "yes"),
        ("2016-03-31", "yes", "yes", "yes", "yes"),
        ("2016-04-01", "possibly", "possibly", "possibly", "possibly"),
        ("2026-11-22", "possibly", "possibly", "possibly", "possibly"),
    ],
)
def test_leicestershire_on_first_and_last_days(
    session: Session, day: str, hinckley: str, oadby: str, blaby: str, melton: str
) -> None:
    expected = {"Hinckley": hinckley, "Oadby": oadby, "Blaby": blaby, "Melton": melton}
    assert answers(session, "Leicestershire", day) == expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Hampshire", "2010-11-29", {"Hampshire": "possibly", "Dorset": "possibly"}),
        ("Hampshire", "2010-11-30", {"Hampshire": "yes", "Dorset": "yes"}),
        ("Aylesbury", "2012-12-30", {"Aylesbury": "possibly", "Dacorum": "possibly"}),
        ("Aylesbury", "2012-12-31", {"Aylesbury": "yes", "Dacorum": "yes"}),
        ("Aylesbury", "2020-03-31", {"Aylesbury": "yes", "Dacorum": "yes"}),
        ("Aylesbury", "2020-04-01", {"Buckinghamshire": "yes", "Dacorum": "yes"}),
        ("Kingston", "2014-06-01", {"London": "possibly", "Royal": "possibly"}),
    ],
)
def test_the_other_arrangements_and_successors(
    session: Session, name: str, day: str, expected: dict[str, str]
) -> None:
    assert answers(session, name, day) == expected


def test_a_successor_stands_in_the_place_of_the_older_council_from_its_day(session: Session) -> None:
    held = found(session, "Hampshire")
    for day, name in (("2019-03-31", "Dorset County Council"), ("2019-04-01", "Dorset Council")):
        on = on_day(session, held, date.fromisoformat(day))
        assert name in {held.name(member.organisation_id) for member in on.members}
        assert len(on.members) == 2


def test_the_year_counts_those_known_to_be_in_then(session: Session) -> None:
    rows = {row.key: row for row in totals_by(session, "year", fictional=False).rows}
    known = {key: (row.arrangements, row.councils, row.agreements) for key, row in rows.items()}
    assert known["2006"] == (1, 1, 1)
    assert known["2008"] == (1, 2, 1)
    assert known["2009"] == (1, 2, 2)
    assert known["2010"] == (2, 4, 2)
    assert known["2012"] == (3, 7, 3)
    assert known["2016"] == (3, 8, 4)
    assert known["2017"][:2] == (2, 4)
    assert known["not recorded"][:2] == (2, 5)


def claims(session: Session) -> dict[str, SavingsClaim]:
    return {claim.reference: claim for claim in session.read.records(SavingsClaim) if not claim.fictional}


def test_an_unreadable_figure_keeps_its_words_and_has_no_amount(session: Session) -> None:
    oadby = claims(session)["S7"]
    assert (oadby.measure, oadby.low, oadby.high) == (Measure.UNREADABLE, None, None)
    assert "£70,00" in oadby.quote
    assert "70" not in figure(oadby)


@pytest.mark.parametrize(
    "marks",
    [
        ("S3", "S8"),
        ("S2", "S3"),
        ("S6", "S8", "S9"),
        ("S5", "S9"),
        ("S9", "S15"),
        ("S7", "S9"),
        ("S3", "S15"),
    ],
)
def test_no_sum_over_different_bases_natures_or_spans(session: Session, marks: tuple[str, ...]) -> None:
    held = claims(session)
    listed = [held[mark] for mark in marks]
    sums = {total.basis: total.amount for total in totals(listed)}
    assert "all" not in sums or not sums["all"]
    assert not sums.get(Basis.NOT_STATED.value)
    assert {basis: amount for basis, amount in sums.items() if amount} == (
        {**({"per annum": "£60,000.00"} if "S9" in marks else {})}
        | ({Basis.TOTAL.value: sums[Basis.TOTAL.value]} if "S15" in marks else {})
    )


def test_a_joint_claim_is_never_one_council_s_own(session: Session) -> None:
    for name, alone in (("Blaby", {"S3", "S8"}), ("Hinckley", {"S2", "S6", "S12"}), ("Hampshire", set())):
        (body,) = session.read.find_organisation(name)[:1]
        view = claims_view(session, body)
        assert {claim.reference for claim in view.claims[: view.alone]} == alone
        joint = {claim.reference for claim in view.claims[view.alone : view.alone + view.joint]}
        assert joint == {"Blaby": {"S1"}, "Hinckley": {"S1", "S11"}, "Hampshire": {"S15"}}[name]


@pytest.mark.parametrize(
    ("day", "dates"),
    [
        ("2014-09-30", {"2014-09-30", "2015-02-01", "2016-03-31"}),
        ("2016-03-31", {"2016-03-31"}),
        ("2016-04-01", set()),
    ],
)
def test_the_dates_to_come_on_and_after_their_last_days(session: Session, day: str, dates: set[str]) -> None:
    held = found(session, "Leicestershire")
    on = on_day(session, held, date.fromisoformat(day))
    assert {str(row.deadline.date) for row in coming(session, held, on)} == dates
