"""Tables on their side and forms: each column is an agreement; what only explains columns is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.exchange.importing import plan_of, write_xlsx
from tracker.domain.check import Severity
from tracker.domain.dates import Period
from tracker.domain.errors import CannotRead
from tracker.exchange.plans.plan import Plan
from tracker.exchange.plans.turned import upright
from tracker.exchange.sheets.sheet import Sheet, remark

START, END = date(2024, 4, 1), date(2027, 3, 31)

FORM = (
    ("Contract summary sheet",),
    ("Contract title:", "Pest control"),
    ("Contract number:", "PC/9"),
    ("Contractor:", "Rentokil Ltd"),
    ("Commencement date:", START),
    ("Expiry date:", END),
    ("Contract value:", 45_000),
)


def _read(plan: Plan) -> list[tuple[int, str, str, list[str], str]]:
    return [
        (
            row.row,
            agreement.reference,
            agreement.title,
            [p.name for p in row.planned.parties],
            str(agreement.value),
        )
        for row in plan.rows
        if row.planned is not None and (agreement := row.planned.agreement) is not None
    ]


def test_each_column_of_a_table_on_its_side_is_an_agreement(tmp_path: Path) -> None:
    rows = (
        ("Contract", "Cleaning", "Catering"),
        ("Supplier", "Churchill", "Aramark"),
        ("Reference", "FM1", "FM2"),
        ("Start date", START, START),
        ("End date", END, END),
        ("Value", 100_000, 200_000),
    )
    plan = plan_of(write_xlsx(tmp_path / "sides.xlsx", rows))
    assert _read(plan) == [
        (2, "FM1", "Cleaning", ["Churchill"], "£100,000.00"),
        (3, "FM2", "Catering", ["Aramark"], "£200,000.00"),
    ]
    (said,) = (one.finding.message for one in plan.findings if one.finding.code == "sheet.turned")
    assert "row 3 here is column C of the file" in said


def test_a_form_is_one_agreement(tmp_path: Path) -> None:
    plan = plan_of(write_xlsx(tmp_path / "form.xlsx", FORM))
    assert _read(plan) == [(2, "PC/9", "Pest control", ["Rentokil Ltd"], "£45,000.00")]


def test_a_form_may_say_for_how_long(tmp_path: Path) -> None:
    rows = (*(row for row in FORM if row[0] != "Expiry date:"), ("Contract period:", "36 months"))
    (planned,) = (row.planned for row in plan_of(write_xlsx(tmp_path / "form.xlsx", rows)).rows)
    assert planned is not None and planned.agreement.initial_term == Period(36)


def test_forms_on_sheets_of_their_own_are_read_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("Pests", "Lifts"):
        sheet = book.create_sheet(name)
        for label, *cells in FORM:
            sheet.append([label, *(name if label == "Contract title:" else cell for cell in cells)])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "forms.xlsx")
    plan = plan_of(tmp_path / "forms.xlsx")
    assert [title for _, _, title, _, _ in _read(plan)] == ["Pests", "Lifts"]
    assert {row.planned.agreement.department for row in plan.rows if row.planned is not None} == {""}


NONE: dict[str, Sequence[Sequence[object]]] = {
    "a list that explains columns": (
        ("Field", "Example"),
        ("Contract title", "Roads"),
        ("Supplier", "Kier"),
        ("Start date", START),
        ("End date", END),
    ),
    "one without a heading": (
        ("Contract title", "Title of the contract"),
        ("Supplier name", "Name of supplier"),
        ("Start date", "When the contract starts"),
        ("End date", "When it ends"),
    ),
    "a questionnaire": (
        ("Company name", "BT plc"),
        ("Company number", "01800000"),
        ("Start date of trading", START),
        ("Contract title you are bidding for", "Wifi"),
    ),
    "forms below each other": (*FORM, *FORM),
    "an empty form": tuple((label,) for label, *_ in FORM),
}


@pytest.mark.parametrize("kind", NONE)
def test_nothing_is_made_of(tmp_path: Path, kind: str) -> None:
    with pytest.raises(CannotRead):
        plan_of(write_xlsx(tmp_path / "none.xlsx", NONE[kind]))


def test_what_is_known_of_places_is_turned_as_well() -> None:
    odd = remark("cell.odd", Severity.NOTE, "Odd.", row=5, column=2)
    sheet = Sheet(
        name="Sheet1",
        rows=[["Contract", "A", None, "B"], ["Supplier", "C", None, "D"], ["End date", END, None, END]],
        numbers=[2, 4, 5],
        merged=((4, 1, 4, 3), (9, 0, 9, 1)),
        hidden_rows=frozenset((4, 7)),
        hidden_columns=frozenset((3,)),
        remarks=(odd,),
    )
    turned = upright(sheet)
    assert turned is not None
    assert turned.numbers == [1, 2, 4]
    assert turned.rows == [["Contract", "Supplier", "End date"], ["A", "C", END], ["B", "D", END]]
    assert turned.merged == ((2, 1, 4, 1),)
    assert (turned.hidden_rows, turned.hidden_columns) == (frozenset((4,)), frozenset((1,)))
    assert [(one.row, one.column) for one in turned.remarks] == [(None, None), (3, 2)]
    assert upright(Sheet(name="", rows=[["Contract", "Supplier", "End date"]], numbers=[1])) is None
