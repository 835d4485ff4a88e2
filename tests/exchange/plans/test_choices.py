"""What a person may overrule: the heading row, and the order of day and month in one column."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exchange.importing import TODAY, plan_of, write_csv
from tracker.domain.errors import CannotRead
from tracker.exchange.plans.planned import Options

HEAD = ["Reference", "Title", "Supplier", "Start date", "End date"]


def test_the_heading_row_is_the_one_that_a_person_says(tmp_path: Path) -> None:
    older = ["Ref", "Contract", "Company", "From", "To"]
    row = ["C1", "Play areas", "Swift", "01/04/2024", "31/03/2027"]
    path = write_csv(tmp_path / "two.csv", [older, HEAD, row])
    plan = plan_of(path, options=Options(today=TODAY, header=2))
    assert plan.table.header_row == 2
    assert plan.table.headings == tuple(HEAD)
    assert [one.row for one in plan.rows] == [3]


def test_a_heading_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "one.csv", [HEAD, ["C1", "Play areas", "Swift", "", "31/03/2027"]])
    with pytest.raises(CannotRead, match=r"one\.csv"):
        plan_of(path, options=Options(today=TODAY, header=40))


def test_the_order_of_day_and_month_is_chosen_for_one_column_alone(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "orders.csv", [HEAD, ["C1", "Play areas", "Swift", "03/04/2024", "05/06/2027"]]
    )
    plan = plan_of(path, options=Options(today=TODAY, orders={"End date": "mdy"}))
    agreement = plan.rows[0].planned.agreement
    assert str(agreement.starts.day) == "2024-04-03"
    assert str(agreement.ends.day) == "2027-05-06"
    assert plan.date_orders["End date"] == "month first: chosen by you"


def test_headings_may_reach_further_than_any_record(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "short.csv", [HEAD, ["C1", "Play areas", "Swift"], ["C2", "Pests", "Fellside"]]
    )
    plan = plan_of(path)
    assert [row.planned.agreement.ends for row in plan.rows if row.planned] == [None, None]
