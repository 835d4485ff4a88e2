"""A register that comes back: which row is which agreement, whatever a spreadsheet did to it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import as_existing, plan_of, write_csv
from tracker.domain.dates import When
from tracker.exchange.plans import twins
from tracker.exchange.plans.matching import Known
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.planned import Existing
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
        ({"reference": "", "title": "Grass cutting"}, "under the same reference: it starts on 1 April 2024"),
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
    assert (row.outcome.value, row.existing) == ("doubtful", 1) and why in row.reason


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
