"""Kinds of files that came after the rules: replies to requests, tables side by side, lists that only look alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import plan_of, write_xlsx
from tracker.domain.agreement import AgreementType
from tracker.domain.errors import CannotRead
from tracker.exchange.plans.heading import meanings, take_apart
from tracker.exchange.plans.plan import Plan

START, END = date(2024, 4, 1), date(2027, 3, 31)

TOLD: dict[str, str] = {
    "Q1. What is the name of the supplier for each contract?": "supplier",
    "Question 2: What is the contract for?": "title",
    "a) Start date of each contract": "starts",
    "2.1) Expiry date of the contract": "ends",
    "Please provide the total value of the contract": "value",
    "iii) Who is the officer responsible?": "owner",
    "Went live": "starts",
    "Came into effect on": "starts",
    "Runs out": "ends",
    "Comes to an end": "ends",
    "Who we buy from": "supplier",
    "MoU between us and": "supplier",
    "Consortium members": "supplier",
    "Person in charge": "owner",
    "Fire Authority Ref": "reference",
    "Drainage board": "buyer",
    "Awarded supplier(s) & lot": "supplier",
    "Operator": "supplier",
    "s75/s256 agreement": "title",
    "Con mgr": "owner",
    "Engaged from": "starts",
    "£ ex VAT": "value",
    "Est. total": "value",
}


@pytest.mark.parametrize(("heading", "field"), TOLD.items())
def test_what_a_heading_says(heading: str, field: str) -> None:
    assert meanings(heading)[0].field == field


@pytest.mark.parametrize("heading", ("Minute ref", "Planning ref", "Supplier payment reference no"))
def test_references_of_other_things_are_none_of_the_agreement(heading: str) -> None:
    assert "reference" not in {meaning.field for meaning in meanings(heading)}


def test_only_what_numbers_a_question_is_left_out() -> None:
    assert take_apart("1st extension").words == "1st extension"
    assert take_apart("Q3 spend").words == "spend"
    assert take_apart("Quarter 3 spend").words == "quarter spend"


def _plan(tmp_path: Path, rows: Sequence[Sequence[object]]) -> Plan:
    return plan_of(write_xlsx(tmp_path / "register.xlsx", rows))


def test_a_reply_to_a_request_has_questions_for_headings(tmp_path: Path) -> None:
    questions = (
        "Q1. What is the name of the supplier for each contract?",
        "Q2. What is the contract for?",
        "Q3. When did the contract start?",
        "Q4. When does the contract expire (excluding extensions)?",
        "Q5. What is the total value of the contract?",
    )
    record = ("Civica UK Ltd", "Revenues system", "01/04/2024", "31/03/2027", "£250,000")
    (row,) = _plan(tmp_path, (questions, record)).rows
    assert row.planned is not None and row.planned.agreement is not None
    agreement = row.planned.agreement
    assert [party.name for party in row.planned.parties] == ["Civica UK Ltd"]
    assert agreement.title == "Revenues system"
    assert agreement.starts is not None and agreement.starts.earliest == START
    assert agreement.ends is not None and agreement.ends.latest == END
    assert agreement.value is not None and agreement.value.minor == 25_000_000


def test_of_two_titled_tables_side_by_side_only_one_is_read(tmp_path: Path) -> None:
    """Their columns are never mixed: a roof is not supplied by who supplies the telephones."""
    names = ("Contract", "Supplier", "Start", "End")
    plan = _plan(
        tmp_path,
        (
            ("ICT contracts", None, None, None, None, "Property contracts"),
            (*names, None, *names),
            ("Wifi", "BT", START, END, None, "Roofing", "Cawley", START, END),
            ("Print", "Ricoh", START, END, None, "Lifts", "Kone", START, END),
        ),
    )
    read = [
        (row.planned.agreement.title, [party.name for party in row.planned.parties])
        for row in plan.rows
        if row.planned is not None and row.planned.agreement is not None
    ]
    assert read == [("Wifi", ["BT"]), ("Print", ["Ricoh"])]
    assert any("Another table stands beside this one" in one.finding.message for one in plan.findings)


def test_columns_as_a_report_names_them_with_their_table(tmp_path: Path) -> None:
    headings = (
        "Contracts[Contract Ref]",
        "Contracts[Title]",
        "Suppliers[Name]",
        "Contracts[Start]",
        "Contracts[End]",
    )
    plan = _plan(
        tmp_path, (headings, ("C1", "Salt", "Compass", START, END), ("C2", "Sand", "Tarmac", START, END))
    )
    assert {name: column.label for name, column in plan.mapping.fields.items()} == dict(
        zip(("reference", "title", "supplier", "starts", "ends"), headings, strict=True)
    )


NO_REGISTERS: dict[str, tuple[str, tuple[object, ...]]] = {
    "grants that were paid": (
        "Recipient|Project|Grant paid £|Payment date|Financial year|Ward",
        ("Youth Club", "Minibus", 2500, date(2025, 6, 3), "2025/26", "South"),
    ),
    "grants by the day they were paid": (
        "Grant recipient|Purpose|Date paid|Grant amount",
        ("Youth Club", "Minibus", date(2025, 6, 3), 2500),
    ),
}


@pytest.mark.parametrize("kind", NO_REGISTERS)
def test_no_agreement_is_made_of_what_only_looks_like_one(tmp_path: Path, kind: str) -> None:
    headings, record = NO_REGISTERS[kind]
    with pytest.raises(CannotRead, match="No table of agreements was found"):
        _plan(tmp_path, (headings.split("|"), record, record, record))


def test_grants_that_were_awarded_are_agreements(tmp_path: Path) -> None:
    headings = ("Recipient", "Purpose", "Date awarded", "Amount awarded", "How the grant will be paid")
    plan = _plan(tmp_path, (headings, ("Youth Club", "Minibus", START, 2500, "In one sum")))
    assert plan.rows[0].planned is not None and plan.rows[0].planned.agreement is not None


def _parties(tmp_path: Path, heading: str, cell: str) -> list[tuple[str, str]]:
    rows = (("Contract ref", "Contract title", heading, "End date"), ("C1", "Roads", cell, END))
    (row,) = _plan(tmp_path, rows).rows
    assert row.planned is not None
    return [(party.name, party.number) for party in row.planned.parties]


CELLS: dict[str, tuple[str, str, list[tuple[str, str]]]] = {
    "numbered": ("Suppliers", "1. Morgan\n2. Kier\n3. BAM", [("Morgan", ""), ("Kier", ""), ("BAM", "")]),
    "lots": ("Suppliers", "Lot 1: Kier; Lots 2 & 3 - BAM", [("Kier", ""), ("BAM", "")]),
    "number in brackets": ("Supplier", "Arjo UK (01012345)", [("Arjo UK", "01012345")]),
    "no such number": ("Supplier", "Studio (2024)", [("Studio (2024)", "")]),
    "with its address": ("Contractor name & address", "Brenntag, 1 High St, Leeds", [("Brenntag", "")]),
    "a form after a comma": ("Supplier name, address", "Acme, Inc", [("Acme, Inc", "")]),
    "no address": ("Supplier name and address", "Brenntag", [("Brenntag", "")]),
}


@pytest.mark.parametrize("kind", CELLS)
def test_who_a_cell_names(tmp_path: Path, kind: str) -> None:
    heading, cell, expected = CELLS[kind]
    assert _parties(tmp_path, heading, cell) == expected


def test_a_commissioner_is_a_body_or_an_officer_by_the_cells(tmp_path: Path) -> None:
    headings = ("Contract title", "Provider", "Commissioner", "End date")
    bodies = _plan(tmp_path, (headings, ("Day care", "Age UK", "Kent County Council", END)))
    officers = _plan(tmp_path, (headings, ("Day care", "Age UK", "Ann Poe", END)))
    assert bodies.mapping.of("buyer") is not None and bodies.mapping.of("owner") is None
    assert officers.mapping.of("owner") is not None and officers.mapping.of("buyer") is None


def test_names_that_are_withheld_are_nobodys(tmp_path: Path) -> None:
    headings = ("Contract title", "Supplier", "Contract manager", "End date")
    plan = _plan(tmp_path, (headings, ("Wifi", "Exempt - Section 43", "Redacted - Section 40(2)", END)))
    (row,) = plan.rows
    assert row.planned is not None and row.planned.parties == ()
    assert row.planned.agreement.owner == ""
    assert "Section 43" in row.planned.agreement.notes and "Section 40(2)" in row.planned.agreement.notes


@pytest.mark.parametrize(
    ("title", "kind"),
    (
        ("Register of memoranda of understanding", AgreementType.MEMORANDUM),
        ("Inter-authority agreements 2026", AgreementType.INTER_AUTHORITY),
        ("Contracts, MoUs and grants", AgreementType.UNKNOWN),
        ("Our partners", AgreementType.UNKNOWN),
    ),
)
def test_the_title_of_a_register_says_what_it_holds(tmp_path: Path, title: str, kind: AgreementType) -> None:
    rows = ((title,), ("Ref", "Title", "Partner", "Ends"), ("1", "Data sharing", "Dorset Police", END))
    (row,) = _plan(tmp_path, rows).rows
    assert row.planned is not None and row.planned.agreement.type is kind


def test_a_calendar_of_training_is_no_register(tmp_path: Path) -> None:
    headings = ("Programme", "Start", "End", "Trainer", "Venue", "Attendees")
    with pytest.raises(CannotRead, match="No table of agreements"):
        _plan(tmp_path, (headings, ("Induction", START, END, "HR", "Hall", 12)))


MAPPED: dict[str, tuple[str, tuple[object, ...], dict[str, str]]] = {
    "a call-off and its framework": (
        "Framework reference|Framework name|Call-off reference|Call-off title|Supplier|Call-off start|Call-off end",
        ("RM1", "Agency staff of all kinds", "CO1", "Nurses", "Hays", START, END),
        {
            "title": "Call-off title",
            "reference": "Call-off reference",
            "parent_reference": "Framework reference",
        },
    ),
    "two days under one heading": (
        "Supplier|Contract|Contract period||Cost",
        ("Ricoh", "Print", "01/04/2024", "31/03/2027", 5000),
        {"starts": "Contract period", "ends": "Column D"},
    ),
    "who receives": (
        "Shared service|Provider authority|Receiving authority|Start|End",
        ("Legal", "Kent County Council", "Swale Borough Council", START, END),
        {"supplier": "Provider authority", "buyer": "Receiving authority"},
    ),
    "an amount of one year": (
        "Organisation|Funding stream|Agreement period|Agreed funding 25/26|Total agreed",
        ("Age UK", "Core", "April 2025 - March 2027", 20_000, 40_000),
        {"supplier": "Organisation", "title": "Funding stream", "value": "Total agreed"},
    ),
    "what for": (
        "Service|Contract with|What for|Until",
        ("ICT", "Civica", "Revenues system", END),
        {"title": "What for", "department": "Service"},
    ),
}


@pytest.mark.parametrize("kind", MAPPED)
def test_which_column_is_which(tmp_path: Path, kind: str) -> None:
    headings, record, expected = MAPPED[kind]
    plan = _plan(tmp_path, (headings.split("|"), record))
    assert {
        name: column.label for name, column in plan.mapping.fields.items() if name in expected
    } == expected


def test_payments_under_contracts_are_no_agreements(tmp_path: Path) -> None:
    headings = ("Vendor", "Contract", "Payment date", "Amount", "Cost centre")
    with pytest.raises(CannotRead, match="No table of agreements"):
        _plan(tmp_path, (headings, ("BT", "Wifi", START, 500, "A1"), ("BT", "Wifi", END, 500, "A1")))
