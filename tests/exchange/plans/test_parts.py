"""What stands above its rows: headings of parts of a table, and marks that say "as above"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.exchange.importing import plan_of, write_xlsx
from tracker.domain.agreement import Agreement, AgreementType
from tracker.exchange.plans.parts import Part, told
from tracker.exchange.plans.plan import Plan

START, END = date(2024, 4, 1), date(2027, 3, 31)


def _plan(tmp_path: Path, *rows: Sequence[object]) -> Plan:
    return plan_of(write_xlsx(tmp_path / "register.xlsx", rows))


def _read(plan: Plan) -> list[tuple[Agreement, list[str]]]:
    made = [row.planned for row in plan.rows if row.planned is not None]
    return [(one.agreement, [party.name for party in one.parties]) for one in made]


@pytest.mark.parametrize(
    ("text", "part"),
    (
        ("Place", Part("department", "Place")),
        ("Directorate: Place", Part("department", "Place")),
        ("Supplier: BT plc", Part("supplier", "BT plc")),
        ("BT plc", Part("supplier", "BT plc")),
        ("Note: Place", Part("department", "Note: Place")),
        ("2024/25", Part("", "2024/25")),
        ("FY 2024-2025", Part("", "FY 2024-2025")),
        ("Quarter 2", Part("", "Quarter 2")),
        ("April 2025", Part("", "April 2025")),
        ("Over £100,000", Part("", "Over £100,000")),
        ("Section B", Part("", "Section B")),
        ("Marketing", Part("department", "Marketing")),
    ),
)
def test_what_the_heading_of_a_part_says(text: str, part: Part) -> None:
    assert told(text) == part


def test_contracts_below_their_supplier(tmp_path: Path) -> None:
    plan = _plan(
        tmp_path,
        ("Contract", "Start date", "End date", "Value"),
        ("Supplier: BT plc",),
        ("Wifi", START, END, 5000),
        ("Lines", START, END, 5000),
        ("Kier Ltd",),
        ("Roads", START, END, 5000),
    )
    assert [parties for _, parties in _read(plan)] == [["BT plc"], ["BT plc"], ["Kier Ltd"]]
    assert {agreement.department for agreement, _ in _read(plan)} == {""}
    (said,) = (one.finding.message for one in plan.findings if one.finding.code == "import.parts")
    assert said == "The headings of the parts of the table were taken as suppliers: BT plc, Kier Ltd."


def test_a_year_above_its_contracts_is_no_department(tmp_path: Path) -> None:
    heading = ("Ref", "Title", "Supplier", "Start", "End")
    plan = _plan(tmp_path, heading, ("2024/25",), ("1", "Salt", "BT", START, END))
    assert [agreement.department for agreement, _ in _read(plan)] == [""]
    assert all(one.finding.code != "import.parts" for one in plan.findings)


def test_marks_that_say_as_above(tmp_path: Path) -> None:
    plan = _plan(
        tmp_path,
        ("Ref", "Title", "Supplier", "Start", "End", "Notes"),
        ("1", "Salt", "Compass", START, END, "Ditto"),
        ("2", "Sand", '"', '"', "\u201c", None),
        ("3", "Grit", "ditto", "01/05/2024", "As above", '"'),
        (),
        ("4", "Bins", "Biffa", START, "do.", None),
    )
    rows = _read(plan)
    assert [parties for _, parties in rows] == [["Compass"], ["Compass"], ["Compass"], ["Biffa"]]
    assert [agreement.ends is not None and agreement.ends.latest for agreement, _ in rows] == [END] * 4
    assert rows[1][0].starts == rows[0][0].starts
    assert '"' in rows[2][0].notes, "a mark under a blank cell says nothing, and is kept"
    said = [one.finding.message for one in plan.findings if one.finding.code == "cell.ditto"]
    assert (
        said[0]
        == "Marks under 'Supplier' that say \u201cas above\u201d were read as what stands above, in 2 rows."
    )
    assert [message.split("'")[1] for message in said] == ["Supplier", "Start", "End"]


def test_a_mark_with_nothing_above_it_stays(tmp_path: Path) -> None:
    plan = _plan(tmp_path, ("Ref", "Title", "Supplier", "End"), ("1", "Ditto", "Compass", END))
    assert [agreement.title for agreement, _ in _read(plan)] == ["Ditto"]


def test_a_register_of_service_level_agreements(tmp_path: Path) -> None:
    plan = _plan(tmp_path, ("SLA with", "Service", "Ends"), ("Harbour Academy", "Payroll", END))
    assert [agreement.type for agreement, _ in _read(plan)] == [AgreementType.SERVICE_LEVEL]
