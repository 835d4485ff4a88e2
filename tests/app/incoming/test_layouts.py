"""Layouts: kept by their headings, found again wherever those stand, and shared as a small file."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tracker.app.incoming import layouts
from tracker.app.incoming.importing import EVERY, Choices, plan_import, read_workbook
from tracker.app.incoming.layouts import Layout
from tracker.domain.errors import CannotRead

TODAY = date(2026, 11, 22)
HEADINGS = ("Ref", "Title", "Supplier", "Date From", "Date To", "Dept")
LAYOUT = Layout(
    "Oxford quarterly",
    date(2026, 3, 3),
    HEADINGS,
    {"category": "Dept", "department": ""},
    {"Date To": "mdy"},
    "base",
)


def sheet(path: Path, headings: tuple[str, ...] = HEADINGS, above: str = "") -> Path:
    path.write_text(
        above + ",".join(headings) + "\nC1,Play areas,Swift,01/04/2024,03/04/2027,Parks\n", encoding="utf-8"
    )
    return path


def test_a_layout_is_known_by_its_headings_whatever_their_case_and_blanks() -> None:
    known = layouts.fingerprint(HEADINGS)
    assert (
        layouts.fingerprint(("REF", " Title", "Supplier", "Date  From", "Date To", "Dept", "", "")) == known
    )
    assert layouts.fingerprint((*HEADINGS, "Row in the file", "Why it was left out")) == known
    assert layouts.fingerprint(HEADINGS[::-1]) != known


def test_the_next_file_of_that_layout_is_read_in_the_same_way(tmp_path: Path) -> None:
    layouts.keep(LAYOUT)
    workbook = read_workbook(sheet(tmp_path / "next.csv", above="Contracts,,,,,\n,,,,,\n"))
    found = layouts.find(workbook, layouts.kept())
    assert found is not None
    assert str(found.layout) == "‘Oxford quarterly’, kept 3 March 2026"
    plan = plan_import(workbook, found.choices, TODAY)
    assert plan.mapping.fields["category"].label == "Dept"
    assert "department" not in plan.mapping.fields
    assert plan.orders["Date To"] == "mdy"
    assert found.choices.ends == "base"


def test_a_heading_row_that_was_chosen_is_found_where_it_now_stands(tmp_path: Path) -> None:
    layouts.keep(replace(LAYOUT, header=True))
    workbook = read_workbook(sheet(tmp_path / "next.csv", above="Contracts,,,,,\n"))
    found = layouts.find(workbook, layouts.kept())
    assert found is not None and found.choices.header == 2


def test_a_heading_of_two_rows_is_found_as_well(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text(
        "Contract,,Supplier,Dates,,\nRef,Title,Name,Start,End,\nC1,Play areas,Swift,01/04/2024,31/03/2027,\n",
        encoding="utf-8",
    )
    workbook = read_workbook(path)
    plan = plan_import(workbook, Choices(), TODAY)
    layouts.keep(layouts.layout_of(plan, Choices(ends="extended"), TODAY))
    found = layouts.find(workbook, layouts.kept())
    assert found is not None and found.choices.ends == "extended"


def test_other_headings_are_another_layout(tmp_path: Path) -> None:
    workbook = read_workbook(sheet(tmp_path / "other.csv", (*HEADINGS[:5], "Team")))
    assert layouts.find(workbook, {}) is None
    layouts.keep(LAYOUT)
    assert layouts.find(workbook, layouts.kept()) is None


def test_a_layout_is_forgotten(tmp_path: Path) -> None:
    layouts.keep(LAYOUT)
    layouts.forget(LAYOUT)
    layouts.forget(LAYOUT)
    assert layouts.kept() == {}


def test_a_layout_goes_to_a_colleague_as_a_small_file(tmp_path: Path) -> None:
    path = layouts.write(LAYOUT, tmp_path / "Oxford.layout.json")
    assert layouts.read(path) == LAYOUT
    assert path.stat().st_size < 1000


def test_what_was_chosen_by_hand_counts_more_than_the_layout() -> None:
    mine = Choices(mapping={"category": "Title"}, ends="extended", orders={"Date To": "dmy"})
    both = layouts.with_layout(mine, LAYOUT)
    assert both.mapping == {"category": "Title", "department": ""}
    assert (both.ends, both.orders) == ("extended", {"Date To": "dmy"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "recipe"}, "is not a layout"),
        ({"version": 99}, "newer version"),
        ({"mapping": {"colour": "Dept"}}, "no field called ‘colour’"),
        ({"mapping": {"title": 3}}, "damaged"),
        ({"ends": "maybe"}, "damaged"),
        ({"kept": "yesterday"}, "damaged"),
        ({"date_orders": {"Date To": "ydm"}}, "damaged"),
    ],
)
def test_what_is_no_layout_is_refused_in_a_sentence(
    change: dict[str, object], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({**json.loads(layouts.as_json(LAYOUT)), **change}), encoding="utf-8")
    with pytest.raises(CannotRead, match=said):
        layouts.read(path)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="could not be read"):
        layouts.read(tmp_path / "none.json")
    (tmp_path / "odd.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotRead, match="is not a layout"):
        layouts.read(tmp_path / "odd.json")


def test_a_damaged_file_among_the_kept_ones_is_passed_over() -> None:
    layouts.keep(LAYOUT)
    (layouts.folder() / "0.json").write_text("{", encoding="utf-8")
    assert list(layouts.kept().values()) == [LAYOUT]


def test_a_layout_of_sheets_that_are_read_together_finds_them_again(tmp_path: Path) -> None:
    def book(name: str, sheets: tuple[str, ...]) -> Path:
        made = Workbook()
        made.remove(made.worksheets[0])
        for title in sheets:
            page = made.create_sheet(title)
            page.append(HEADINGS)
            page.append([f"{title} {heading}" for heading in HEADINGS])
        made.save(tmp_path / name)
        return tmp_path / name

    choices = Choices(mapping={"owner": HEADINGS[-1]}, sheet=EVERY)
    plan = plan_import(read_workbook(book("a.xlsx", ("North", "South"))), choices, TODAY)
    layout = layouts.layout_of(plan, choices, TODAY)
    found = layouts.find(read_workbook(book("b.xlsx", ("North", "South", "West"))), {layout.known_by: layout})
    assert found is not None and found.choices.sheet == EVERY
