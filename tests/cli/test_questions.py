"""The questions that the sample register must answer, asked on the command line, Q1 to Q17."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tracker.app.partnership.evidence import evidence
from tracker.app.sample import FIXED_DAY, make_sample
from tracker.app.session import Session
from tracker.cli import main
from tracker.domain.agreement import Agreement
from tracker.domain.partnerships.claim import SavingsClaim

LEICESTERSHIRE = "Leicestershire ICT"
COUNCILS = {
    "Hinckley and Bosworth Borough Council": "HBBC",
    "Oadby and Wigston Borough Council": "OWBC",
    "Blaby District Council": "BDC",
    "Melton Borough Council": "MBC",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample(path, FIXED_DAY)
    return path


@pytest.fixture
def ask(sample: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """The JSON that a verb prints about the sample."""

    def asked(verb: str, *words: str) -> Any:
        assert main([verb, str(sample), *words, "--json"]) in (0, 1), capsys.readouterr().err
        return json.loads(capsys.readouterr().out)

    return asked


def answers(found: Any) -> dict[str, str]:
    return {COUNCILS.get(m["organisation"], m["organisation"]): m["answer"] for m in found["members"]}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2012-06-01", {"HBBC": "yes", "OWBC": "yes", "BDC": "yes", "MBC": "no"}),
        ("2013-06-15", {"HBBC": "yes", "OWBC": "yes", "BDC": "yes", "MBC": "possibly"}),
        ("2008-01-01", {"HBBC": "yes", "OWBC": "disputed", "BDC": "no", "MBC": "no"}),
        ("2016-03-31", {"HBBC": "yes", "OWBC": "yes", "BDC": "yes", "MBC": "yes"}),
        ("2016-04-01", {"HBBC": "possibly", "OWBC": "possibly", "BDC": "possibly", "MBC": "possibly"}),
    ],
)
def test_q1_to_q4_members(ask: Any, on: str, expected: dict[str, str]) -> None:
    found = ask("members", LEICESTERSHIRE, "--on", on)
    assert answers(found) == expected
    if on == "2012-06-01":
        assert found["count"]["yes"] == 3
        assert [s["organisation"] for s in found["suppliers"]] == ["Sopra Steria"]
    if on == "2016-04-01":
        assert all("no end recorded" in m["why"] and "31 March 2016" in m["why"] for m in found["members"])


def test_q3_both_words_are_heard(ask: Any) -> None:
    found = ask("members", LEICESTERSHIRE, "--on", "2008-01-01")
    (disputed,) = [m for m in found["members"] if m["answer"] == "disputed"]
    assert "2007" in disputed["why"]
    assert "December 2008" in disputed["why"]
    assert len(disputed["sources"]) == 2


def test_q5_the_end_of_l2_and_how_it_was_reached(ask: Any) -> None:
    found = ask("show", "L2", "--on", "2015-04-01")
    assert found["current_end"] == "2016-03-31"
    assert found["max_end"] is None
    initial, extended = found["ladder"]
    assert (initial["ends"], initial["how"]) == ("2014-03-31", "computed")
    assert (extended["ends"], extended["how"], extended["state"]) == ("2016-03-31", "stated", "exercised")
    assert "extension.no-date" in [f["code"] for f in found["findings"]]


def test_q6_savings_for_blaby(ask: Any) -> None:
    found = ask("claims", "--for", "Blaby")
    by_mark = {claim["mark"]: claim for claim in found["claims"]}
    assert {m: c["scope"] for m, c in by_mark.items() if m in ("S1", "S3", "S4", "S5", "S8")} == {
        "S3": "alone",
        "S8": "alone",
        "S1": "joint",
        "S4": "whole arrangement",
        "S5": "whole arrangement",
    }
    assert by_mark["S3"]["low"] == by_mark["S8"]["low"] == "150000.00"
    assert (by_mark["S3"]["nature"], by_mark["S8"]["nature"]) == ("forecast", "reported")
    assert by_mark["S8"]["derived_from"] == "Councils share services to save money"
    (pair,) = [c for c in found["comparisons"] if c["claims"] == [0, 1]]
    assert pair["verdict"] == "agree"
    assert "one is forecast, the other reported" in pair["why"]
    assert all(total["amount"] is None and total["why_not"] for total in found["totals"])


def test_q7_savings_for_oadby_and_wigston(ask: Any) -> None:
    found = ask("claims", "--for", "Oadby")
    first = found["claims"][0]
    assert (first["mark"], first["quote"], first["low"], first["high"]) == ("S7", "£70,00", None, None)
    assert "does not prove it" in first["interpretation"]
    assert all(total["amount"] is None for total in found["totals"])


def test_q8_what_lacks_a_signed_agreement(ask: Any) -> None:
    found = json.dumps(ask("gaps", "--filter", "fictional=no"), ensure_ascii=False)
    for words in (
        "Signature not recorded: L1, L2, L4, L5.",
        "No agreement is recorded.",
        "AD1: memorandum of understanding",
        "AD2: other, in negotiation",
        "AD3: inter-authority agreement, none exists",
    ):
        assert words in found


def test_q9_nothing_is_stated_to_supersede_anything(ask: Any) -> None:
    (first,) = ask("show", "L1")["supersession"]
    assert (first["older"][:2], first["newer"][:2], first["stated"]) == ("L1", "L2", False)
    second = ask("show", "AD1")["supersession"]
    assert [(step["newer"][:3], step["stated"]) for step in second] == [("AD2", False), ("AD3", False)]


def test_q10_the_next_twelve_months_as_at_april_2015(ask: Any) -> None:
    found = ask("due", "--on", "2015-04-01", "--within", "12m", "--filter", "fictional=no")
    rows = {(d["kind"], d["date"]): d for d in found["due"]}
    assert ("end", "2016-03-31") in rows
    assert rows["re-procurement start", "2014-09-30"]["state"] in ("due", "missed")
    check = rows["savings check", "2015-02-01"]
    assert (check["state"], check["earliest"], check["latest"]) == ("missed", "2015-02-01", "2015-02-28")


def test_q11_the_end_of_this_year(ask: Any) -> None:
    found = ask("due", "--on", "2012-10-01", "--within", "12m", "--filter", "fictional=no")
    rows = [d for d in found["due"] if d["kind"] == "planned"]
    assert [(d["date"], d["earliest"], d["latest"]) for d in rows] == [
        ("2012-12-31", "2012-12-31", "2013-03-31")
    ]
    assert "calendar or financial year not stated" in rows[0]["workings"]


def test_q12_arrangements_by_region(ask: Any) -> None:
    found = ask("totals", "--by", "region", "--filter", "fictional=no")
    assert {row["key"]: row["arrangements"] for row in found["rows"]} == {
        "East Midlands": 1,
        "South East": 2,
        "South West": 1,
        "East of England": 1,
        "London": 2,
    }
    assert found["distinct"]["arrangements"] == 5
    assert "the rows add to 7, the distinct arrangements are 5" in found["rule"]


def claims(sample: Path) -> dict[str, SavingsClaim]:
    with Session.open(sample, read_only=True) as session:
        return {claim.reference: claim for claim in session.read.records(SavingsClaim)}


def test_q13_no_forecast_per_year_but_a_labelled_average(ask: Any) -> None:
    found = ask("claims", "--arrangement", "Hampshire")
    (claim,) = found["claims"]
    assert (claim["low"], claim["high"], claim["basis"]) == ("2000000.00", "5000000.00", "total over period")
    average = claim["average_per_year"]
    assert (average["low"], average["high"]) == ("666666.67", "1666666.67")
    assert average["why"].startswith("Computed:")


def test_q14_claims_of_no_savings(ask: Any) -> None:
    found = ask("claims", "--arrangement", "Aylesbury Vale")["claims"]
    assert [claim["mark"] for claim in found if claim["says_no_savings"]] == ["S17", "S18"]


def test_q15_the_sum_of_leicestershires_savings_is_refused(ask: Any) -> None:
    found = ask("claims", "--arrangement", LEICESTERSHIRE)
    totals = {(t["basis"], t["nature"]): t for t in found["totals"]}
    assert totals["per annum", "reported"]["amount"] == "£60,000.00"
    assert totals["not stated", "reported"]["amount"] is None
    assert totals["all", "all"]["amount"] is None
    assert "the bases differ" in totals["all", "all"]["why_not"]


def test_q16_the_first_contact_figure_is_an_aim_only(ask: Any) -> None:
    found = ask("gaps", "--filter", "fictional=no")["gaps"]
    (level,) = [one for one in found if "first point of contact" in one["name"]]
    assert level["message"] == "Not known: it is recorded as an aim only, with no measurement."


def test_q17_what_rests_on_one_source_and_on_undated_ones(sample: Path) -> None:
    with Session.open(sample, read_only=True) as session:
        rows = evidence(session)
        l2 = next(a for a in session.read.agreements() if a.reference == "L2")
    melton = [row for row in rows if row.name == "Melton Borough Council in Leicestershire ICT partnership"]
    assert melton
    assert all(row.one and row.undated for row in melton)
    (extended,) = [e for e in l2.events if e.new_end]
    resting = [row for row in rows if (row.record_kind, row.record_id) == ("Event", extended.id)]
    assert resting
    assert all(
        row.one and row.undated and row.sources[0].startswith("Leicestershire councils") for row in resting
    )
    assert all(
        row.one and row.undated for row in rows if row.name == "Calls resolved at first point of contact"
    )
    blaby = [
        row for row in rows if row.name.startswith("Blaby District Council in") and row.field == "joined"
    ]
    assert [(row.one, row.undated) for row in blaby] == [(False, False)]
    assert {row.record_kind for row in rows} >= {Agreement.__name__, "Statistic", "Succession", "Person"}
