"""Several sheets with the same columns, read as one import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.importing import TODAY
from tests.exchange.plans.test_traps import HEAD, ROWS, added, plan, sheet
from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import EVERY, Options
from tracker.exchange.plans.together import DEPARTMENT
from tracker.exchange.sheets.sheet import Cell, RowOf, Sheet, Workbook

OTHER: list[Cell] = ["Contract Ref", "Officer", "Title", "Contractor", "Start date", "End date", "Value"]


def rows(letter: str, many: int = 3) -> list[list[Cell]]:
    return [[f"{letter}{n}", f"{letter} thing {n}", *ROWS[0][2:]] for n in range(1, many + 1)]


def chosen(wanted: str | None, *sheets: Sheet, **more: Any) -> Plan:
    book = Workbook(Path("register.xlsx"), "xlsx", list(sheets))
    return make_plan(book, Options(today=TODAY, **more), sheet=wanted)


def by_title(made: Plan) -> dict[str, str]:
    return {one.title: one.department for one in added(made)}


def said(made: Plan) -> dict[str, str]:
    return {one.finding.code: one.finding.message for one in made.all_findings}


def out(made: Plan) -> dict[str, str]:
    return {str(row.row): row.reason for row in made.rows if row.reason}


def test_a_sheet_for_each_directorate() -> None:
    moved: list[Sequence[Cell]] = [[r[0], "Jo", *r[1:]] for r in rows("B")]
    made = plan(
        sheet(["Sheet", "What"], ["Adults", "Care"], name="Index"),
        sheet(HEAD, *rows("A"), name="Adults"),
        sheet(["Children’s contracts"], OTHER, *moved, ["Total", *[None] * 5, 9.0], name="Children"),
        sheet(HEAD, *rows("C", 1), HEAD, ["C2", "Late", "Z Ltd"], ["Note: as at March"], name="Place"),
    )
    assert by_title(made) == {
        **{f"A thing {n}": "Adults" for n in (1, 2, 3)},
        **{f"B thing {n}": "Children" for n in (1, 2, 3)},
        **dict.fromkeys(("C thing 1", "Late"), "Place"),
    }
    assert {one.owner for one in added(made)} == {"", "Jo"}
    assert all(one.value for one in added(made)[:7]), "a column under another name is the same column"
    assert list(out(made)) == ["6 of Children", "3 of Place", "5 of Place"]
    assert "Adults (3 rows), Children (4 rows), Place (4 rows)" in said(made)["sheet.read-together"]
    summary = made.summary()
    assert (summary["sheets"], summary["header_row"]) == (["Adults", "Children", "Place"], 1)
    assert made.mapping.fields["department"].label == DEPARTMENT


def test_what_is_odd_names_its_sheet_and_row() -> None:
    wrong = [*ROWS[1][:4], "31/02/2027", 5.0]
    made = plan(sheet(HEAD, *rows("A"), name="North"), sheet(HEAD, *rows("B"), wrong, name="South"))
    odd = next(one for one in made.all_findings if one.text == "31/02/2027")
    assert odd.as_json() | {"row": 5, "sheet": "South", "column": "End date"} == odd.as_json()
    assert f"{odd.row}" == "5 of South"


def test_the_same_agreement_in_the_sheets_of_two_years_is_in_doubt_in_the_older() -> None:
    longer = [*rows("A")[0][:4], ROWS[3][4], 7.0]
    bare = [None, *rows("A")[2][1:]]
    made = plan(
        sheet(HEAD, *rows("A"), bare, name="2023-24"),
        sheet(HEAD, longer, rows("A")[1], [None, *rows("A")[2][1:5], 3.0], name="2024-25"),
    )
    assert [part.name for part in made.table.parts] == ["2024-25", "2023-24"], "the newest counts"
    assert out(made) == {
        "2 of 2023-24": "it stands in another sheet too, in row 2 of 2024-25, and may be the same one",
        "3 of 2023-24": "every cell is the same as in row 3 of 2024-25",
        "5 of 2023-24": "it stands in another sheet too, in row 4 of 2024-25, and may be the same one",
    }
    assert "Sheet: 2024-25" in added(made)[0].notes and not added(made)[0].department
    assert "import.repeated-references" not in said(made)


def test_which_sheets_are_read_unasked() -> None:
    other = sheet(["Vehicle", "Keeper", "MOT due"], ["Van", "Jo Bloggs", "31/03/2027"], name="Fleet")
    sheets = (
        sheet(HEAD, *rows("A", 4), name="Live"),
        sheet(HEAD, *rows("B"), name="Pipeline"),
        sheet(HEAD, *rows("C"), name="Live (2)"),
        other,
    )
    made = plan(*sheets)
    assert len(made.rows) == 4 and not made.table.parts
    assert "Pipeline, Live (2)" in said(made)["sheet.others-with-agreements"]
    assert [part.name for part in chosen(EVERY, *sheets).table.parts] == ["Live", "Pipeline", "Live (2)"]
    assert len(chosen("Pipeline", *sheets).rows) == 3
    hidden = sheet(HEAD, *rows("D"), name="Old")
    hidden.state = "hidden"
    assert not plan(sheets[0], hidden).table.parts


def test_a_value_counted_in_another_unit_is_another_column() -> None:
    thousands: list[Cell] = [*HEAD[:5], "Value (£000)"]
    made = plan(sheet(HEAD, *rows("A"), name="A1"), sheet(thousands, *rows("B"), name="B1"))
    assert [one.value.minor if one.value else None for one in added(made)] == [100100] * 3 + [None] * 3
    assert "Value (£000): 1001" in added(made)[3].notes


def test_merged_cells_hidden_rows_and_chosen_headings_keep_their_places() -> None:
    first, second = sheet(HEAD, *rows("A"), name="North"), sheet(["Title"], HEAD, *rows("B"), name="South")
    second.rows[3][2] = None
    second.merged = ((3, 2, 4, 2),)
    second.hidden_rows = frozenset((4,))
    made = chosen(None, first, second, header=1)
    assert [party.name for row in made.rows if row.planned for party in row.planned.parties] == [
        "Firm 1 Ltd"
    ] * 6
    assert said(made)["sheet.hidden-rows"].startswith("1 hidden row is")


@pytest.mark.parametrize("spec", ["", ">12"])
def test_a_row_of_a_sheet_counts_as_a_number_and_reads_as_a_place(spec: str) -> None:
    row = RowOf(105, "Adults", 5)
    assert row == 105 and row < RowOf(106, "Place", 1)
    assert format(row, spec) == format("5 of Adults", spec)


def dated(letter: str, *days: tuple[str, str]) -> list[list[Cell]]:
    return [[f"{letter}{n}", f"{letter} thing {n}", "A Ltd", *pair, 5e4] for n, pair in enumerate(days)]


BRITISH = sheet(HEAD, *dated("A", ("25/04/2023", "30/04/2026"), ("05/06/2023", "04/06/2027")), name="Leeds")
AMERICAN = sheet(HEAD, *dated("B", ("04/25/2023", "04/30/2026"), ("05/06/2023", "04/06/2027")), name="Boston")
SILENT = sheet(HEAD, *dated("C", ("05/06/2023", "04/06/2027"), ("7 May 2023", "rolling")), name="Other")


def test_sheets_that_write_dates_in_different_orders_are_each_read_in_their_own() -> None:
    made = plan(BRITISH, AMERICAN, SILENT)
    days = {
        one.title: (str(one.starts.day), str(one.ends.day)) for one in added(made) if one.starts and one.ends
    }
    assert days["A thing 1"] == ("2023-06-05", "2027-06-04")
    assert days["B thing 1"] == ("2023-05-06", "2027-04-06")
    assert days["C thing 0"] == ("None", "None"), "nothing says which order this sheet is in"
    assert (
        "day first in 'Leeds', month first in 'Boston', not shown in 'Other'"
        in said(made)["date.sheets-differ"]
    )
    assert set(made.date_orders) == {"Start date", "End date"}
    british = chosen(None, BRITISH, AMERICAN, orders={"Start date": "dmy", "End date": "dmy"})
    assert "date.sheets-differ" not in said(british)


def test_a_sheet_that_mixes_both_orders_is_no_proof_of_either() -> None:
    mixed = sheet(HEAD, *dated("D", ("25/04/2023", "30/04/2026"), ("04/25/2023", "04/06/2027")), name="Mixed")
    made = plan(BRITISH, AMERICAN, mixed)
    assert "date.sheets-differ" not in said(made) and "date.mixed-orders" in said(made)
