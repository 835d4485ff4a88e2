"""One organisation in several spellings: made one where that is sure, asked about where it is not, never silently."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import write_csv
from tracker.app.incoming.importing import Choices, commit, existing_agreements, plan_import, read_workbook
from tracker.app.incoming.names import AS_WRITTEN, Spelt, named
from tracker.app.incoming.spellings import as_one
from tracker.app.session import Session
from tracker.domain.organisation import Organisation, OrganisationName
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Outcome

HEAD = ["Reference", "Title", "Supplier", "Company number", "Start date", "End date"]


def plan_of(session: Session, folder: Path, *suppliers: tuple[str, str], first: int = 1) -> Plan:
    rows = [
        [f"C{number}", f"Service no. {number}", name, company, "01/04/2024", "31/03/2027"]
        for number, (name, company) in enumerate(suppliers, first)
    ]
    path = write_csv(folder / "Contracts.csv", [HEAD, *rows])
    return plan_import(
        read_workbook(path), Choices(), date(2026, 11, 22), existing_agreements(session), session.read
    )


def held(session: Session) -> dict[str, tuple[str, str]]:
    """Reference -> the supplier's name in the register, and as written."""
    names = {one.id: one.name for one in session.read.organisations()}
    return {
        one.reference: (names[one.parties[0].organisation_id], one.parties[0].as_written)
        for one in session.read.agreements()
    }


def taken(spelt: Spelt) -> dict[str, str]:
    return {one.name: one.to for one in spelt.taken}


def said(plan: Plan) -> list[str]:
    return [one.finding.message for one in plan.findings if one.finding.code.startswith("organisation.")]


def test_spellings_of_a_new_supplier_are_one_organisation_and_each_agreement_keeps_its_words(
    session: Session, tmp_path: Path
) -> None:
    plan = plan_of(
        session,
        tmp_path,
        ("Acme", ""),
        ("Acme Ltd", ""),
        ("ACME Limited.", ""),
        ("Acme  Ltd (01234567)", ""),
        ("Beacon Care plc", ""),
    )
    spelt = as_one(plan, session.read)
    assert taken(spelt) == {"Acme": "Acme Ltd"}
    assert said(plan) == [
        "An organisation is spelt in more than one way and was taken as one: 'Acme Ltd' (also 'Acme' and "
        "'ACME Limited.'). The file's own words stay with each agreement."
    ]
    commit(session, plan)
    assert held(session) == {
        "C1": ("Acme Ltd", "Acme"),
        "C2": ("Acme Ltd", "Acme Ltd"),
        "C3": ("Acme Ltd", "ACME Limited."),
        "C4": ("Acme Ltd", "Acme  Ltd (01234567)"),
        "C5": ("Beacon Care plc", "Beacon Care plc"),
    }
    assert {one.name: one.company_number for one in session.read.organisations()} == {
        "Acme Ltd": "01234567",
        "Beacon Care plc": "",
    }


def test_one_company_number_is_one_organisation_where_the_names_share_a_word(
    session: Session, tmp_path: Path
) -> None:
    plan = plan_of(
        session,
        tmp_path,
        ("Northgate Building", "01234567"),
        ("Northgate Building", "1234567"),
        ("Northgate (Facilities) Ltd", "01234567"),
        ("BT", "01800000"),
        ("British Telecom plc", "01800000"),
    )
    spelt = as_one(plan, session.read)
    assert taken(spelt) == {"Northgate Building": "Northgate (Facilities) Ltd"}
    assert spelt.alike == {"bt": ("British Telecom plc",)}, "a number may have been copied down"
    lines = named(plan, [], spelt)
    assert [(one.name, one.likely, one.same, one.rows) for one in lines] == [
        ("BT", ("British Telecom plc",), "", (5,)),
        ("Northgate Building", (), "Northgate (Facilities) Ltd", (2, 3)),
        ("British Telecom plc", (), "", (6,)),
        ("Northgate (Facilities) Ltd", (), "", (2, 3, 4)),
    ]


def test_what_may_be_two_companies_is_asked_about_and_not_joined(session: Session, tmp_path: Path) -> None:
    plan = plan_of(
        session,
        tmp_path,
        *(("Acme Ltd", ""), ("Acme Ltd", ""), ("Acme plc", ""), ("Acme", "")),
        *(("Swift", "00000111"), ("Swift Ltd", "00000222")),
        *(("Oak Trust", "00000333"), ("Oak Trust", "00000444")),
    )
    spelt = as_one(plan, session.read)
    assert spelt.taken == ()
    assert spelt.alike == {
        "acme": ("Acme Ltd", "Acme plc"),
        "acme plc": ("Acme Ltd",),
        "swift": ("Swift Ltd",),
    }
    assert said(plan) == [
        "'Oak Trust' stands beside the company numbers 00000333 and 00000444: it becomes one organisation with the "
        "number 00000333, unless these are two companies."
    ]


def test_a_name_that_differs_from_the_registers_by_its_form_alone_is_that_one(
    session: Session, tmp_path: Path
) -> None:
    with session.operation("Before") as write:
        write.add(Organisation(name="Acme Limited"))
        write.add(Organisation(name="Northgate Group", company_number="01234567"))
        joined = write.add(Organisation(name="Beacon"))
        write.add(OrganisationName(organisation_id=joined.id, name="Lantern Homes"))
        write.add(Organisation(name="Fell Ltd"))
        write.add(Organisation(name="Fell plc"))
    suppliers = (
        *(("ACME", ""), ("Northgate Building", "01234567"), ("lantern homes", "")),
        *(("Fell", ""), ("Beacon", "")),
    )
    plan = plan_of(session, tmp_path, *suppliers)
    spelt = as_one(plan, session.read)
    assert taken(spelt) == {
        "ACME": "Acme Limited",
        "Northgate Building": "Northgate Group",
        "lantern homes": "Beacon",
    }
    assert spelt.alike == {"fell": ("Fell Ltd", "Fell plc")}
    commit(session, plan)
    assert held(session)["C1"] == ("Acme Limited", "ACME")
    assert held(session)["C3"] == ("Beacon", "lantern homes")
    assert len(session.read.organisations()) == 6, "Fell alone is new"
    again = plan_of(session, tmp_path, *suppliers)
    as_one(again, session.read)
    assert again.count(Outcome.SAME) == 5


def test_an_agreement_under_another_spelling_than_last_time_is_not_changed(
    session: Session, tmp_path: Path
) -> None:
    first = plan_of(session, tmp_path, ("Acme Ltd", ""))
    as_one(first, session.read)
    commit(session, first)
    again = plan_of(session, tmp_path, ("Acme", ""), ("ACME", ""))
    assert again.count(Outcome.CHANGE) == 1, "another supplier, as far as anyone knows"
    as_one(again, session.read)
    assert (again.count(Outcome.SAME), again.count(Outcome.ADD)) == (1, 1)
    commit(session, again)
    assert held(session) == {"C1": ("Acme Ltd", "Acme Ltd"), "C2": ("Acme Ltd", "ACME")}


def test_what_a_person_said_of_a_name_stands(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, tmp_path, ("Acme", ""), ("Acme Ltd", ""))
    spelt = as_one(plan, session.read, ["ACME"])
    assert spelt == AS_WRITTEN
    assert said(plan) == []
    commit(session, plan)
    assert held(session)["C1"] == ("Acme", "Acme")


@pytest.mark.parametrize("cell", ["Acme Ltd\nAcme", "Acme; ACME Ltd"])
def test_a_row_that_names_one_supplier_in_two_spellings_has_it_once(
    session: Session, tmp_path: Path, cell: str
) -> None:
    plan = plan_of(session, tmp_path, (cell, ""), ("Beacon Ltd", ""))
    as_one(plan, session.read)
    commit(session, plan)
    agreement = next(session.read.agreements())
    (party,) = agreement.parties
    assert set(party.as_written.replace("\n", "; ").split("; ")) == set(cell.replace("\n", "; ").split("; "))


def test_what_was_taken_as_one_is_what_a_person_meant(session: Session, tmp_path: Path) -> None:
    plan = plan_of(session, tmp_path, ("Acme", ""), ("Acme Ltd", ""))
    spelt = as_one(plan, None)
    assert (spelt.meant("ACME"), spelt.meant("Beacon")) == ("Acme Ltd", "Beacon")
