"""The real registers: every file is understood as its traps demand, and nothing is invented."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from tests.exchange.importing import as_existing, plan_of, write_csv, write_xlsx

OXFORD = "oxford-city/Contract_Register_June_2017.v3-2956d0a.csv"


def oxford_rows(registers: Path) -> list[list[str]]:
    with (registers / OXFORD).open(newline="", encoding="utf-8") as stream:
        return [row for row in csv.reader(stream) if any(row)]


def test_the_council_register_comes_in_whole(registers: Path) -> None:
    plan = plan_of(registers / OXFORD)
    summary = plan.summary()
    assert (summary["read"], summary["added"], summary["not_imported"], summary["doubtful"]) == (
        212,
        212,
        0,
        0,
    )
    agreements = [row.planned.agreement for row in plan.rows if row.planned]
    assert all(a.starts and a.starts.day and a.ends and a.ends.day and a.next_review for a in agreements)
    values = [a.value.minor for a in agreements if a.value]
    assert (len(values), sum(values)) == (203, 8_939_965_128)
    assert Counter(one.finding.code for one in plan.all_findings)["money.nil"] == 9
    mapping = summary["mapping"]
    assert isinstance(mapping, dict)
    assert mapping["value"] == " Value " and mapping["title"] == "Description"
    assert mapping["procurement_route"] == "Type" and "contact" not in mapping


@pytest.fixture
def as_workbook(registers: Path, tmp_path: Path) -> Path:
    """The same table as a workbook: a title above, true dates and numbers, the columns in another order."""
    header, *records = oxford_rows(registers)

    def typed(name: str, text: str) -> object:
        if "Date" in name:
            return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007
        if name == " Value ":
            number = text.strip().replace(",", "")
            return float(number) if number not in ("", "-") else text
        return int(text) if name == "SuppID" and text.isdigit() else text

    order = list(reversed(range(len(header))))
    rows: list[list[object]] = [["Contract register, June 2017"], []]
    rows.append([header[i] for i in order])
    rows += [[typed(header[i], record[i]) for i in order] for record in reversed(records)]
    return write_xlsx(tmp_path / "register.xlsx", rows)


@pytest.mark.slow
def test_the_same_table_as_a_workbook_says_the_same(registers: Path, as_workbook: Path) -> None:
    plan = plan_of(as_workbook)
    summary = plan.summary()
    assert (summary["read"], summary["added"], summary["header_row"]) == (212, 212, 3)
    values = [row.planned.agreement.value for row in plan.rows if row.planned]
    assert sum(v.minor for v in values if v) == 8_939_965_128
    for first, second in ((registers / OXFORD, as_workbook), (as_workbook, registers / OXFORD)):
        again = plan_of(second, as_existing(plan_of(first))).summary()
        assert (again["same"], again["changed"], again["added"]) == (212, 0, 0)


def test_another_encoding_changes_nothing(registers: Path, tmp_path: Path) -> None:
    held = as_existing(plan_of(registers / OXFORD))
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        copy = write_csv(tmp_path / f"{encoding}.csv", oxford_rows(registers), encoding)
        summary = plan_of(copy, held).summary()
        assert (summary["same"], summary["changed"], summary["added"]) == (212, 0, 0), encoding
