"""The lists that councils publish: who is on them, what is said, and what everybody can read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tracker.app.outgoing import publishing
from tracker.app.session import Session
from tracker.cli import main
from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    Event,
    EventKind,
    ExtensionOption,
    Party,
    PartyRole,
    SignatureState,
    Status,
)
from tracker.domain.dates import Period, When
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement
from tracker.exchange.outgoing.lists import SCOPES, Facts, ListOf, Quarter, enforceable, exceeds
from tracker.resources import resource

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OVER = Money(500_000)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings"))
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))


def agreement(reference: str, supplier: int, **how: Any) -> Agreement:
    facts: dict[str, Any] = {
        "type": AgreementType.CONTRACT, "title": f"Title {reference}", "description": "=What it is for",
        "department": "Parks", "value": Money(500_001), "irrecoverable_vat": Money(0),
        "starts": When.on(date(2025, 4, 1)), "initial_term": Period(24), "end_kind": EndKind.FIXED,
        "signature": SignatureState.SIGNED, "next_review": When.on(date(2027, 1, 31)),
        "procurement_route": "Request for quotation", "sme": True, "vcse": False, "owner": "Priya Nair",
        "contact": "priya@example.org",
        "parties": (Party(organisation_id=supplier, role=PartyRole.SUPPLIER),),
    }  # fmt: skip
    return Agreement(reference=reference, **(facts | how))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A register with an agreement of each sort that the Code tells apart."""
    with Session.create(tmp_path / "register.db", clock=lambda: NOON, user="Officer") as opened:
        with opened.operation("Fill") as write:
            body = write.add(
                Organisation(name="Brightwell & Sons", company_number="00123456", charity_number="1")
            )
            write.add_all([
                agreement("IN", body.id),
                agreement("AT", body.id, value=OVER),
                agreement("YEARLY", body.id, value=None, annual_value=Money(600_000)),
                agreement("NOVALUE", body.id, value=None),
                agreement("EURO", body.id, value=Money(900_000, "EUR")),
                agreement("MOU", body.id, type=AgreementType.MEMORANDUM),
                agreement("BOUND", body.id, type=AgreementType.MEMORANDUM, binding=True),
                agreement("OVER", body.id, starts=When.on(date(2020, 4, 1)), vcse=True),
                agreement("LATELY", body.id, starts=When.on(date(2024, 11, 1)), description=""),
                agreement(
                    "DRAFT", body.id, starts=When.on(date(2027, 4, 1)), signature=SignatureState.IN_NEGOTIATION,
                    events=(Event(kind=EventKind.NOTICE_PUBLISHED, on=When.on(date(2026, 10, 5)), detail="UK4"),),
                ),
            ])  # fmt: skip
        yield opened


def references(made: publishing.Published) -> list[object]:
    return [row[0] for row in made.table.rows]


def test_the_code_s_contracts(session: Session) -> None:
    made = publishing.make(session, "transparency")
    assert references(made) == ["BOUND", "IN", "LATELY", "YEARLY"]
    assert made.title == "Contracts over £5,000: quarter 3 of 2026/27, 1 October 2026 to 31 December 2026"
    assert made.notes[:2] == ("As at 22 November 2026.", "To be published by 31 January 2027.")
    row = dict(zip((c.name for c in made.table.columns), list(made.table.rows)[1], strict=True))
    assert row == {
        "Reference number": "IN",
        "Title of agreement": "Title IN",
        "Department responsible": "Parks",
        "Description of the goods or services": "=What it is for",
        "Supplier name": "Brightwell & Sons",
        "Supplier details": "company 00123456, charity 1",
        "Sum to be paid over the length of the contract": Money(500_001),
        "Estimated annual spending or budget": None,
        "VAT that cannot be recovered": Money(0),
        "Start date": date(2025, 4, 1),
        "End date": date(2027, 3, 31),
        "Review date": date(2027, 1, 31),
        "Invitation to quote or published invitation to tender": "Invitation to quote",
        "Small or medium sized enterprise": "Yes",
        "Voluntary or community sector organisation": "No",
        "Registration number of the voluntary or community sector organisation": "",
    }
    gaps = {(one.reference, one.column) for one in made.missing}
    assert ("NOVALUE", "Value") in gaps
    assert ("EURO", "Value") in gaps
    assert ("LATELY", "Description of the goods or services") in gaps
    assert not any(reference in ("IN", "MOU", "AT", "OVER") for reference, _ in gaps)


def test_an_earlier_quarter_has_what_was_in_force_then(session: Session) -> None:
    session.look_at(date(2022, 2, 1))
    made = publishing.make(session, "transparency")
    assert references(made) == ["OVER"]
    assert "quarter 4 of 2021/22" in made.title


def test_the_code_s_tenders(session: Session) -> None:
    assert references(publishing.make(session, "tenders")) == ["DRAFT"]


def test_contact_details_go_out_only_where_they_are_asked_for(session: Session) -> None:
    for kind in publishing.LISTS:
        for contacts in (False, True):
            made = publishing.make(session, kind, contacts=contacts)
            said = any(
                word in str(cell) for row in made.table.rows for cell in row for word in ("Priya", "priya@")
            )
            assert said is (contacts and kind in ("esd", "foi"))


def test_the_38_columns(session: Session, shared: Path) -> None:
    schema = json.loads((shared / "registers" / "esd-schema" / "Contracts.json").read_text("utf-16-le"))
    fields = {one["name"]: one["constraints"] for one in schema["fields"]}
    definition = publishing.definition("esd")
    assert [one.column.name for one in definition.columns] == list(fields)
    required = {name for name, rule in fields.items() if rule["required"]}
    assert {one.column.name for one in definition.columns if one.needed} == required
    made = publishing.make(session, "esd")
    row = dict(zip(fields, list(made.table.rows)[1], strict=True))
    assert (row["ContractType"], row["ProcessType"], row["SMESupplier"], row["VCSESupplier"]) == (
        *("Single award contract", "Invitation to quote", "true", "false"),
    )
    assert row["CompaniesHouseRegistrationNumber"] == "00123456"


def test_the_standard_answer_is_about_what_is_live(session: Session) -> None:
    made = publishing.make(session, "foi")
    assert references(made) == ["AT", "BOUND", "EURO", "IN", "MOU", "NOVALUE", "YEARLY"]
    assert made.title == "Contracts register: as at 22 November 2026"


def test_the_workbook_is_one_that_everybody_can_read(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    publishing.publish_list(session, path, "transparency")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Contracts", "Invitations to tender"]
    for sheet in book:
        assert str(sheet["A1"].value).endswith("31 December 2026")
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A5:")
        assert table.autoFilter is None
        assert not sheet.merged_cells.ranges
        assert not sheet.conditional_formatting
        rows = list(sheet.iter_rows())
        assert all(any(cell.value is not None for cell in row) for row in rows[:6])
        assert {
            (cell.font.name, cell.alignment.horizontal) for row in rows for cell in row if cell.value
        } == {("Arial", "left")}
        assert [cell.value for cell in rows[4]] == [column.name for column in table.tableColumns]
    contracts = book["Contracts"]
    assert contracts["J7"].value == datetime(2025, 4, 1)  # noqa: DTZ001
    assert (contracts["D7"].value, contracts["D7"].data_type) == ("=What it is for", "s")


def test_the_csv_is_one_table_without_formulas(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    publishing.publish_list(session, path, "esd")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert (rows[1]["StartDate"], rows[1]["ContractValue"]) == ("2025-04-01", "5000.01")
    assert rows[1]["Description"] == "'=What it is for"


def test_a_council_may_change_a_list(session: Session, tmp_path: Path) -> None:
    own = tmp_path / "data" / "lists"
    own.mkdir(parents=True)
    mine = {
        "title": "Ours",
        "sheet": "Ours",
        "scope": "live",
        "columns": [{"name": "Ref", "value": "reference"}],
    }
    (own / "list-esd.json").write_text(json.dumps(mine), encoding="utf-8")
    assert [column.name for column in publishing.make(session, "esd").table.columns] == ["Ref"]
    for spoilt in (
        "{",
        '{"title": 1}',
        json.dumps(mine | {"scope": "all"}),
        json.dumps(mine | {"columns": [{"name": "x", "value": "y"}]}),
    ):
        (own / "list-esd.json").write_text(spoilt, encoding="utf-8")
        with pytest.raises(TrackerError, match=r"list-esd\.json"):
            publishing.definition("esd")


@pytest.mark.parametrize("kind", publishing.LISTS)
def test_every_list_that_comes_with_us_can_be_read(kind: str) -> None:
    assert ListOf.load(resource("rules", f"list-{kind}.json")).columns


def test_the_command_line_tells_what_is_missing(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session.close()
    words = ["export", str(tmp_path / "register.db"), str(tmp_path / "list.csv"), "--as", "transparency"]
    assert main([*words, "--on", "2026-11-22", "--check-list", str(tmp_path / "check.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 4
    assert {"reference", "title", "column", "why"} <= set(told["missing"][0])
    assert (tmp_path / "check.csv").read_text("utf-8-sig").startswith("Reference,Title,Column,What to see to")


@pytest.mark.parametrize(
    ("day", "first", "last", "by"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 31)),
        (date(2027, 3, 31), date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_quarters(day: date, first: date, last: date, by: date) -> None:
    assert (*Quarter.of(day), Quarter.of(day).publish_by) == (first, last, by)


def test_who_is_on() -> None:
    assert exceeds(Agreement(value=Money(500_000)), OVER, None) is False
    assert exceeds(Agreement(value=Money(500_001)), OVER, None) is True
    assert exceeds(Agreement(value_high=Money(500_001)), OVER, None) is True
    assert exceeds(Agreement(value=Money(1, "EUR")), OVER, 12) is None
    assert enforceable(Agreement(type=AgreementType.INTER_AUTHORITY))
    assert not enforceable(Agreement(type=AgreementType.CONTRACT, binding=False))
    quarter = Quarter.of(date(2026, 11, 22))
    still = Facts(Agreement(), Status.STILL_IN_USE, current_end=date(2020, 1, 1))
    assert SCOPES["contracts"](still, quarter), "what is still in use is not hidden"


YEAR = Period(12)
EXAMPLES: tuple[tuple[str, bool, dict[str, Any]], ...] = (
    ("at £5,000.00", False, {"value": Money(500_000)}),
    ("at £5,000.01", True, {"value": Money(500_001)}),
    ("£2,500.00 a year for two years", False, {"annual_value": Money(250_000), "initial_term": Period(24)}),
    ("£2,500.01 a year for two years", True, {"annual_value": Money(250_001), "initial_term": Period(24)}),
    (
        "£2,400 a year for two years and one more",
        True,
        {
            "annual_value": Money(240_000),
            "initial_term": Period(24),
            "options": (ExtensionOption(number=1, length=YEAR),),
        },
    ),
    ("£5,000 a year for a year", False, {"annual_value": Money(500_000), "initial_term": YEAR}),
    ("£100 a month, rolling", False, {"annual_value": Money(120_000), "end_kind": EndKind.ROLLING, "roll": Period(1)}),
    ("between £4,000 and £6,000", True, {"value_low": Money(400_000), "value_high": Money(600_000)}),
    ("up to £4,000", False, {"value_high": Money(400_000)}),
    ("grant of £20,000", True, {"type": AgreementType.GRANT, "value": Money(2_000_000)}),
    ("framework of no value of its own", False, {"type": AgreementType.FRAMEWORK}),
    ("call-off of £9,000", True, {"type": AgreementType.CALL_OFF, "value": Money(900_000)}),
    ("memorandum with £50,000", False, {"type": AgreementType.MEMORANDUM, "value": Money(5_000_000)}),
    ("letters with £50,000", True, {"type": AgreementType.LETTER, "value": Money(5_000_000)}),
    ("not binding service level", False, {"type": AgreementType.SERVICE_LEVEL, "binding": False, "value": Money(900_000)}),
    ("neighbours' £90,000", False, {"value": Money(9_000_000), "arrangement_id": 1}),
    ("our partnership's £90,000", True, {"value": Money(9_000_000), "arrangement_id": 2}),
)  # fmt: skip


def test_examples_by_hand(tmp_path: Path) -> None:
    with Session.create(tmp_path / "register.db", clock=lambda: NOON, user="Officer") as session:
        with session.operation("Fill") as write:
            body = write.add(
                Organisation(name="Fellside Community Interest Company", company_number="01234567")
            )
            write.add(Arrangement(title="Next door", our_role="not ours"))
            write.add(Arrangement(title="Ours"))
            bare = {"value": None, "vcse": True}
            write.add_all([agreement(name, body.id, **(bare | how)) for name, _, how in EXAMPLES])
        made = publishing.make(session, "transparency")
        assert references(made) == sorted(name for name, listed, _ in EXAMPLES if listed)
        places = [column.name for column in made.table.columns]
        number = places.index("Registration number of the voluntary or community sector organisation")
        assert {row[number] for row in made.table.rows} == {"01234567"}
        unsure = {
            gap.reference: gap.why for gap in made.missing if gap.why.startswith("It is not on the list")
        }
        assert unsure == {
            "£100 a month, rolling": "It is not on the list: £1,200.00 a year may come to more than £5,000.00, "
            "but no end is known.",
            "framework of no value of its own": "It is not on the list: no amount in pounds is recorded to hold "
            "against £5,000.00.",
        }
        with session.operation("Lose the number") as write:
            write.change(Organisation, 1, company_number="")
        gaps = {gap.column for gap in publishing.make(session, "transparency").missing}
        assert "Registration number of the voluntary or community sector organisation" in gaps


@pytest.mark.parametrize(
    ("detail", "listed"), [("UK4", True), ("tender notice", True), ("ITT on the portal", True), ("UK7", False), ("", False)]
)  # fmt: skip
def test_an_invitation_to_tender_is_known_by_its_notice(detail: str, listed: bool) -> None:
    told = Event(kind=EventKind.NOTICE_PUBLISHED, on=When.on(date(2026, 11, 2)), detail=detail)
    facts = Facts(Agreement(events=(told,)), Status.LIVE)
    assert SCOPES["tenders"](facts, Quarter.of(date(2026, 11, 22))) is listed
    assert not SCOPES["tenders"](facts, Quarter.of(date(2027, 1, 1)))
