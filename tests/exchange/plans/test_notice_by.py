"""Days by which to give notice: the length that they come to, and what the other columns make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.importing import plan_of, write_xlsx
from tracker.domain.agreement import NoticeKind
from tracker.domain.dates import latest_notice
from tracker.exchange.plans.heading import meanings
from tracker.exchange.plans.notice_by import length_before

END = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("by", "length"),
    {
        date(2026, 12, 31): "3m",
        date(2026, 9, 30): "6m",
        date(2027, 3, 28): "3d",
        date(2027, 1, 1): "89d",
        date(2027, 2, 28): "1m",
        END: None,
        date(2027, 6, 30): None,
        date(2020, 3, 31): None,
    }.items(),
)
def test_the_length_whose_last_day_it_is(by: date, length: str | None) -> None:
    found = length_before(END, by)
    assert (found and found.code) == length
    assert found is None or by in latest_notice(END, found)


@pytest.mark.parametrize(
    ("heading", "field"),
    {
        "Notice to be given by": "notice_by",
        "Cancel by": "notice_by",
        "Notice deadline": "notice_by",
        "Last date to give notice": "notice_by",
        "Deadline for notice": "notice_by",
        "Notice period": "notice",
        "Tender deadline": "never",
        "End date (inc. extensions)": "max_end",
    }.items(),
)
def test_headings_about_days_of_notice(heading: str, field: str) -> None:
    assert meanings(heading)[0].field == field


def planned(tmp_path: Path, by: object, *, columns: Sequence[str] = (), cells: Sequence[object] = ()) -> Any:
    headings = ["Contract", "Supplier", "Start", "End", "Cancel by", *columns]
    row = ["Lifts", "Otis Ltd", date(2024, 4, 1), END, by, *cells]
    other = ["Boilers", "Vaillant Ltd", date(2024, 4, 1), date(2026, 3, 31), date(2025, 9, 30)]
    plan = plan_of(write_xlsx(tmp_path / "a.xlsx", [headings, row, other]))
    first = plan.rows[0]
    assert first.planned is not None
    return first.planned.agreement, [one.finding.code for one in first.findings]


def test_a_day_is_a_notice_to_end_where_nothing_else_is_said(tmp_path: Path) -> None:
    agreement, findings = planned(tmp_path, date(2026, 12, 31))
    assert [(one.kind, one.length.code) for one in agreement.notices] == [(NoticeKind.TERMINATION, "3m")]
    assert agreement.notice_text == "Notice by 31 December 2026" and findings == ["notice-by.taken"]


def test_a_day_stops_what_renews_by_itself(tmp_path: Path) -> None:
    agreement, _ = planned(tmp_path, "28/02/2027", columns=["Auto-renew"], cells=["Annually"])
    assert [(one.kind, one.length.code) for one in agreement.notices] == [(NoticeKind.NON_RENEWAL, "1m")]


def test_a_day_is_the_notice_of_an_option(tmp_path: Path) -> None:
    agreement, _ = planned(tmp_path, date(2026, 9, 30), columns=["Extension"], cells=["2 x 12 months"])
    assert [one.notice_least.code for one in agreement.options] == ["6m", "6m"] and agreement.notices == ()


@pytest.mark.parametrize(
    ("stated", "code"), [("3 months", "notice-by.same"), ("6 months", "notice-by.differs")]
)
def test_a_length_beside_the_day_counts_and_a_difference_is_said(
    stated: str, code: str, tmp_path: Path
) -> None:
    agreement, findings = planned(tmp_path, date(2026, 12, 31), columns=["Notice period"], cells=[stated])
    assert [f"{one.length}" for one in agreement.notices] == [stated] and findings == [code]
    assert agreement.notice_text == f"{stated}; Notice by 31 December 2026"


def test_a_day_after_the_end_is_kept_in_words(tmp_path: Path) -> None:
    agreement, findings = planned(tmp_path, date(2027, 12, 31))
    assert (agreement.notices, agreement.notice_text) == ((), "Notice by 31 December 2027")
    assert findings == ["notice-by.no-end"]


def test_a_day_before_the_extended_end_counts_back_from_that(tmp_path: Path) -> None:
    agreement, _ = planned(tmp_path, date(2027, 12, 31), columns=["Current end"], cells=[date(2028, 3, 31)])
    assert [one.length.code for one in agreement.notices] == ["3m"]
