"""A register that comes back: which row is which agreement, whatever a spreadsheet did to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.exchange.importing import as_existing, plan_of, write_csv
from tracker.app.incoming.importing import Choices, existing_agreements, plan_import, read_workbook
from tracker.app.outgoing.exporting import export_register
from tracker.app.session import Session
from tracker.domain.agreement import PartyRole
from tracker.domain.dates import When
from tracker.exchange.plans import twins
from tracker.exchange.plans.compare import same
from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Existing, Outcome, PlannedParty
from tracker.exchange.plans.references import same_reference

HEAD = ["Reference", "Title", "Supplier", "Start", "End", "Value"]
GRASS = ["0012", "Grass cutting", "Mowers Ltd", "01/04/2021", "31/03/2024", "£1,200"]
MEALS = ["0034", "School meals", "Kitchens Ltd", "01/09/2024", "31/08/2027", "£50,000"]

Again = Callable[..., Plan]


@pytest.fixture
def held(tmp_path: Path) -> list[Existing]:
    return as_existing(plan_of(write_csv(tmp_path / "first.csv", [HEAD, GRASS, MEALS])))


@pytest.fixture
def again(held: list[Existing], tmp_path: Path) -> Again:
    def plan(*rows: list[str], existing: list[Existing] | None = None) -> Plan:
        return plan_of(write_csv(tmp_path / "again.csv", [HEAD, *rows]), existing or held)

    return plan


def but(row: list[str], **cells: str) -> list[str]:
    return [cells.get(name.lower(), cell) for name, cell in zip(HEAD, row, strict=True)]


def outcomes(plan: Plan) -> list[tuple[str, int | None]]:
    return [(row.outcome.value, row.existing) for row in plan.rows]


SAME = [("same", 1), ("same", 2)]


@pytest.mark.parametrize(
    "references", [("12", "34"), ("12.0", "34.0"), (" 00 12", "0034 "), ("0012", "n/a"), ("", "")]
)
def test_references_as_a_spreadsheet_leaves_them(again: Again, references: tuple[str, str]) -> None:
    assert (
        outcomes(
            again(*(but(row, reference=own) for row, own in zip((GRASS, MEALS), references, strict=True)))
        )
        == SAME
    )


def test_zeros_that_come_back_are_learned_and_lost_ones_are_not(again: Again, held: list[Existing]) -> None:
    lost = [
        replace(one, agreement=replace(one.agreement, reference=one.agreement.reference.lstrip("0")))
        for one in held
    ]
    changed = again(GRASS, MEALS, existing=lost).rows[0]
    assert [(one.field, one.old, one.new) for one in changed.changes] == [("reference", "12", "0012")]
    assert same_reference("0", "000") and not same_reference("1", "A1")


def test_a_number_and_the_same_behind_zeros_are_two_where_the_register_has_both(
    again: Again, tmp_path: Path
) -> None:
    both = as_existing(plan_of(write_csv(tmp_path / "b.csv", [HEAD, GRASS, but(MEALS, reference="12")])))
    plan = again(but(MEALS, reference="12", end="30/09/2027"), GRASS, existing=both)
    assert outcomes(plan) == [("change", 2), ("same", 1)]
    other = again(
        but(GRASS, reference="12", title="Legal advice", supplier="Lex LLP", start="01/05/2022"), MEALS
    )
    assert outcomes(other) == [("doubtful", 1), ("same", 2)]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, "under the same reference: it starts on 1 April 2024, and the register's ends on 31 March 2024"),
        (
            {"reference": "", "title": "Grass cutting"},
            "'0012', under the same title: it starts on 1 April 2024",
        ),
        ({"title": "Hedges", "value": "£9"}, "it may be what followed '0012'"),
        (
            {"supplier": "Blades Ltd", "start": "01/05/2023"},
            "and not 1 April 2021, and its supplier is another one",
        ),
    ],
)
def test_what_was_let_anew_is_not_written_over_the_one_before(
    again: Again, cells: dict[str, str], why: str
) -> None:
    row = again(but(GRASS, **{"start": "01/04/2024", "end": "31/03/2027", **cells}), MEALS).rows[0]
    assert (row.outcome.value, row.existing, row.follows) == ("doubtful", 1, True) and why in row.reason


def test_the_old_one_beside_the_new_is_no_doubt(again: Again) -> None:
    new = but(GRASS, start="01/04/2024", end="31/03/2027")
    for rows in ((GRASS, new), (new, GRASS)):
        found = {row.planned.agreement.starts: row for row in again(*rows, MEALS).rows if row.planned}
        assert found[When.on(date(2021, 4, 1))].outcome.value == "same"
        assert found[When.on(date(2024, 4, 1))].outcome.value == "add"


def test_what_is_put_right_is_a_change(again: Again, held: list[Existing]) -> None:
    for cells in (
        {"end": "31/03/2025"},
        {"start": "01/05/2021"},
        {"supplier": "Verdant Ltd"},
        {"title": "Grounds"},
    ):
        assert outcomes(again(but(GRASS, **cells), MEALS))[0] == ("change", 1)
    assert outcomes(again(but(GRASS, start="", supplier="Verdant Ltd"), MEALS))[0] == ("change", 1)
    # Days that a person set are not written over, so that there is nothing to doubt.
    mine = replace(held[0], edited={"starts": held[0].agreement.starts, "ends": held[0].agreement.ends})
    later = again(but(GRASS, start="01/04/2024", end="31/03/2027"), MEALS, existing=[mine, held[1]]).rows[0]
    assert later.outcome.value == "same" and {one.field for one in later.conflicts} == {"starts", "ends"}


LOTS = ["Title", "Supplier", "Start", "End", "Value", "CPV code", "Ward"]


def lot(number: int, **cells: str) -> list[str]:
    row = [
        "Care at home",
        "Kind Ltd",
        "01/04/2024",
        "31/03/2027",
        f"£{number}00",
        f"8531{number}000",
        f"Lot {number}",
    ]
    return [cells.get(name.lower().split()[0], cell) for name, cell in zip(LOTS, row, strict=True)]


def test_rows_with_the_same_names_keep_their_own_values_in_another_order(tmp_path: Path) -> None:
    lots = [lot(number) for number in range(1, 7)]
    held = as_existing(plan_of(write_csv(tmp_path / "a.csv", [LOTS, *lots])))
    mixed = [lots[4], lot(2, value="£9,999"), lots[5], lot(1, cpv="85310001"), lots[3], lots[2]]
    plan = plan_of(write_csv(tmp_path / "b.csv", [LOTS, *mixed]), held)
    assert outcomes(plan) == [
        ("same", 5), ("change", 2), ("same", 6), ("change", 1), ("same", 4), ("same", 3)
    ]  # fmt: skip
    assert [[one.field for one in row.changes] for row in plan.rows if row.changes] == [["value"], ["cpv"]]
    some = plan_of(write_csv(tmp_path / "c.csv", [LOTS, lots[3], lots[1], lot(7)]), held)
    assert outcomes(some)[:2] == [("same", 4), ("same", 2)]


def test_very_many_of_one_name_are_paired_in_the_order_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twins, "_PAIRS", 1)
    held = as_existing(plan_of(write_csv(tmp_path / "a.csv", [LOTS, lot(1), lot(2), lot(3)])))
    rows = [lot(3), lot(2, value="£5"), lot(1, value="£6")]
    plan = plan_of(write_csv(tmp_path / "b.csv", [LOTS, *rows]), held)
    assert outcomes(plan) == [("same", 3), ("change", 1), ("change", 2)]


def test_an_agreement_that_went_meanwhile_is_paired_with_nothing(tmp_path: Path) -> None:
    held = as_existing(plan_of(write_csv(tmp_path / "a.csv", [LOTS, lot(1), lot(2)])))
    known = replace(Known.of(held), fetch=lambda ids: [one for one in held if one.agreement.id == 2])
    plan = plan_of(write_csv(tmp_path / "b.csv", [LOTS, lot(2), lot(1)]), known)
    assert outcomes(plan)[0] == ("same", 2) and plan.rows[1].outcome.value == "add"


OWN = ["Tracker UID", *HEAD]


def test_a_copied_row_with_its_identity_writes_over_nothing(tmp_path: Path) -> None:
    held = as_existing(plan_of(write_csv(tmp_path / "a.csv", [OWN, ["u-1", *GRASS], ["u-2", *MEALS]])))
    copied = ["u-1", *but(GRASS, reference="0099", title="Hedges", start="01/04/2025", end="31/03/2028")]
    plan = plan_of(write_csv(tmp_path / "b.csv", [OWN, ["u-1", *GRASS], copied, ["u-2", *MEALS]]), held)
    assert outcomes(plan) == [("same", 1), ("add", None), ("same", 2)]
    said = [one.row for one in plan.all_findings if one.finding.code == "import.shared-identity"]
    assert said == [2, 3] and plan.rows[1].planned and plan.rows[1].planned.agreement.uid == ""


def test_words_that_are_still_the_same_do_not_undo_what_a_person_knows_better(tmp_path: Path) -> None:
    head = [*HEAD, "Extensions", "Notice period"]
    row = [*but(GRASS, start="spring 2021 or so"), "3 + 1", "6 months"]
    (one,) = as_existing(plan_of(write_csv(tmp_path / "a.csv", [head, row])))
    known = replace(
        one.agreement,
        starts=replace(When.on(date(2021, 4, 1)), text="spring 2021 or so"),
        options=one.agreement.options[:1],
        notice_text="6 months, in writing",
    )
    held = [replace(one, agreement=known)]
    assert outcomes(plan_of(write_csv(tmp_path / "b.csv", [head, row]), held)) == [("same", 1)]
    more = [*row[:-2], "3 + 1 + 1", "9 months"]
    changed = plan_of(write_csv(tmp_path / "c.csv", [head, more]), held).rows[0].changes
    assert {each.field for each in changed} == {"options", "extensions_text", "notices", "notice_text"}


@pytest.mark.parametrize(
    ("role", "column", "is_known"),
    [
        (PartyRole.HOST, "Supplier", True),
        (PartyRole.RECIPIENT, "Buyer", True),
        (PartyRole.MEMBER, "Buyer", True),
        (PartyRole.BUYER, "Supplier", False),
        (PartyRole.SUPPLIER, "Buyer", False),
    ],
)
def test_a_side_is_known_in_a_role_that_a_column_has_no_word_for(
    tmp_path: Path, role: PartyRole, column: str, is_known: bool
) -> None:
    head = ["Reference", "Title", column, "Start", "End"]
    path = write_csv(tmp_path / "a.csv", [head, ["C-1", "Grass", "Kind Ltd", "01/04/2021", "31/03/2024"]])
    (one,) = as_existing(plan_of(path))
    held = [replace(one, parties=(PlannedParty("Kind Ltd", role),))]
    assert (plan_of(path, held).rows[0].outcome.value == "same") is is_known


def test_several_buyers_in_one_cell_are_known_each(tmp_path: Path) -> None:
    head = ["Reference", "Title", "Buyer", "Start", "End"]
    path = write_csv(
        tmp_path / "a.csv", [head, ["C-1", "Grass", "Vale DC; Loam CC", "01/04/2021", "31/03/2024"]]
    )
    (one,) = as_existing(plan_of(path))
    both = (PlannedParty("Vale DC", PartyRole.RECIPIENT), PlannedParty("Loam CC", PartyRole.BUYER))
    assert outcomes(plan_of(path, [replace(one, parties=both)])) == [("same", 1)]
    assert outcomes(plan_of(path, [replace(one, parties=both[:1])])) == [("change", 1)]


def test_the_programs_own_table_changes_nothing(sample: Path, tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    out = tmp_path / "table.csv"
    with Session.open(sample, clock=lambda: now, user="Jo", read_only=True) as session:
        export_register(session, out, kind="table")
        plan = plan_import(read_workbook(out), Choices(), session.today, existing_agreements(session))
    changed = {change.field for row in plan.rows for change in row.changes}
    # A register of contracts says of what has no type that it is one.
    assert changed <= {"type"} and not plan.missing
    assert plan.count(Outcome.SAME) > 60 and plan.count(Outcome.ADD) == plan.count(Outcome.DOUBTFUL) == 0


def test_tabs_that_a_sheet_lost_are_no_change() -> None:
    assert same("1.Repairs 2.Paint", "1.\tRepairs\n2.\tPaint") and not same("Grasscutting", "Grass cutting")
