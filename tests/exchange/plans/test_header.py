"""Finding the table: titles above, two heading rows, notes below, and nothing where there is no register."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.domain.errors import CannotRead
from tracker.exchange.plans.header import Table, find_table, lies_on_its_side
from tracker.exchange.plans.tables import choose_table
from tracker.exchange.sheets.sheet import Cell, Sheet, Workbook

HEAD: list[Cell] = ["Ref", "Title", "Supplier", "Start", "End", "Value"]
ONE: list[Cell] = ["C-1", "Grass cutting", "Green Ltd", date(2023, 4, 1), date(2026, 3, 31), 1200.0]
TWO: list[Cell] = ["C-2", "School meals", "Harvest plc", date(2023, 10, 1), date(2026, 9, 30), 880.5]


def sheet(*rows: list[Cell], merged: tuple[tuple[int, int, int, int], ...] = (), name: str = "S") -> Sheet:
    """A sheet of these rows; an empty list is a blank row, which is left out and counted."""
    kept = [(number, list(row)) for number, row in enumerate(rows, 1) if row]
    return Sheet(name, [row for _, row in kept], [number for number, _ in kept], merged=merged)


def found(*rows: list[Cell], **kwargs: object) -> Table:
    table = find_table(sheet(*rows, **kwargs))
    assert table is not None
    return table


def test_the_first_row() -> None:
    table = found(HEAD, ONE, TWO)
    assert (table.header_row, table.records) == (1, [ONE, TWO])
    assert table.headings == tuple(HEAD)
    assert table.columns[0] == ("C-1", "C-2")


def test_titles_and_blank_rows_above() -> None:
    table = found(["Contract register 2026"], ["Published", date(2026, 4, 1)], [], HEAD, ONE, TWO)
    assert (table.header_row, len(table.records)) == (4, 2)


def test_groups_above_the_names_are_joined() -> None:
    groups: list[Cell] = ["Contract", None, "Supplier", "Dates", None, "Money"]
    names: list[Cell] = ["Ref", "Title", "Name", "Start", "End", "Value"]
    table = found(groups, names, ONE, TWO, merged=((1, 0, 1, 1), (1, 3, 1, 4)))
    assert table.header_row == 2
    assert table.headings == (
        "Contract Ref", "Contract Title", "Supplier Name", "Dates Start", "Dates End", "Money Value",
    )  # fmt: skip


def test_names_for_machines_below_are_no_record() -> None:
    machine: list[Cell] = [
        "contract_ref",
        "contract_title",
        "supplier_name",
        "start_date",
        "end_date",
        "value",
    ]
    table = found(
        ["Contract ref", "Contract title", "Supplier", "Start date", "End date", "Value"], machine, ONE, TWO
    )
    assert (table.header_row, table.records) == (1, [ONE, TWO])


def test_a_row_of_words_under_the_heading_is_a_record() -> None:
    words: list[Cell] = ["C-1", "Title deeds", "Supplier Ltd", "TBC", "Rolling", "Nil"]
    assert found(HEAD, words, TWO).records == [words, TWO]


def test_unnamed_and_repeated_columns_have_labels_of_their_own() -> None:
    table = found(["Ref", "", "Value", "value "], ["C-1", "x", 1.0, 2.0], ["C-2", "y", 3.0, 4.0])
    assert table.labels == ("Ref", "Column B", "Value (column C)", "value (column D)")


def test_cells_beyond_the_heading_are_columns_too() -> None:
    table = found(HEAD, [*ONE, "left over"], TWO)
    assert table.labels[-1] == "Column G" and table.columns[-1] == ("left over", None)


def test_a_table_without_headings_keeps_its_first_row() -> None:
    table = found(ONE, TWO)
    assert (table.header_row, table.body, len(table.records)) == (None, 0, 2)


def test_headings_down_the_side() -> None:
    turned = [list(row) for row in zip(HEAD, ONE, TWO, strict=True)]
    assert lies_on_its_side(sheet(*turned))
    assert not lies_on_its_side(sheet(HEAD, ONE, TWO))


def book(*sheets: Sheet) -> Workbook:
    from pathlib import Path

    return Workbook(Path("register.xlsx"), "xlsx", list(sheets))


def test_the_sheet_most_like_a_register_is_taken() -> None:
    front = sheet(["About this file"], ["Made by", "Finance"], name="Front")
    spend = sheet(
        ["Date", "Amount", "Cost centre"],
        [date(2026, 1, 1), 5.0, "A1"],
        [date(2026, 1, 2), 6.0, "A2"],
        name="Spend",
    )
    register = sheet(HEAD, ONE, TWO, name="Register")
    table, *_ = choose_table(book(front, spend, register))
    assert table.sheet.name == "Register"
    with pytest.raises(
        CannotRead, match=r"no sheet called 'Contracts'. Its sheets are: 'Front', 'Spend', 'Register'"
    ):
        choose_table(book(front, spend, register), "Contracts")


def test_a_hidden_sheet_is_taken_only_by_name() -> None:
    hidden = sheet(HEAD, ONE, TWO, name="Old")
    hidden.state = "hidden"
    with pytest.raises(CannotRead, match="'Old', is hidden"):
        choose_table(book(hidden))
    assert choose_table(book(hidden), "Old")[0].sheet is hidden


LISTS = {
    "sites and tonnages": [["SiteType", "SiteName", "AprDisp", "MayDisp", "Totals"], ["Compost", "Ufton", 29.5, 55.0, 84.5], ["Tip", "Daventry", 7.0, 8.0, 15.0]],
    "vendors and sums": [["Global Vendor Name", "Number of Actions", "Dollars Obligated"], ["ACME CORP", 12.0, 5e6], ["BETA INC", 3.0, 2e6]],
    "land": [["organisation_name", "unique_asset_id", "effective_date", "tenure_type", "purpose"], ["A Council", "1007", "30/03/2022", "Freehold", "School"], ["A Council", "1009", "30/03/2022", "Leasehold", "Library"]],
    "public registers": [["Procedure", "Legislation", "Register Held", "Location"], ["Tables in the road", "Roads Act 1984", "No", "City Chambers"], ["Kennels", "Animal Act 1963", "Yes", "City Chambers"]],
    "councils": [["official-name", "gss-code", "start-date", "end-date", "region"], ["Kent County Council", "E1", "1974-04-01", None, "South East"], ["Essex County Council", "E2", "1974-04-01", None, "East"]],
    "staff": [["Name", "Job title", "Department", "Start date", "Salary"], ["A Smith", "Clerk", "Finance", "01/04/2020", "£20,000"], ["B Jones", "Manager", "Finance", "01/05/2020", "£40,000"]],
    "savings": [["Directorate", "Savings Option", "Description of Savings Option", "Saving 2010/11 (£'000)"], ["Adults", "Access", "Streamline", 232.0], ["Adults", "Health", "Review", 104.0]],
}  # fmt: skip


@pytest.mark.parametrize("rows", LISTS.values(), ids=LISTS.keys())
def test_what_is_no_register_is_refused(rows: list[list[Cell]]) -> None:
    with pytest.raises(CannotRead, match=r"No table of agreements was found in register.xlsx"):
        choose_table(book(sheet(*rows)))


def test_refusals_say_what_is_wrong() -> None:
    with pytest.raises(CannotRead, match="holds no rows"):
        choose_table(book(sheet()))
    twice: list[Cell] = ["Reference", "Date", "Date", "Value", "value"]
    with pytest.raises(CannotRead, match="'Date' in B, C; 'Value' in D, E"):
        choose_table(
            book(sheet(twice, ["C-1", 45017.0, 46112.0, 1.0, 2.0], ["C-2", 45018.0, 46113.0, 3.0, 4.0]))
        )
    with pytest.raises(CannotRead, match="a register has 1,000 at the most"):
        choose_table(book(sheet(["x"] * 1_500)))
