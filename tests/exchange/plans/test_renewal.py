"""What renews by itself: cells of a column about that, of extensions, and what both come to with the dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.importing import plan_of, write_xlsx
from tracker.domain.agreement import EndKind, NoticeKind
from tracker.exchange.plans.heading import meanings
from tracker.exchange.plans.lengths import Length
from tracker.exchange.plans.renewal import read_renewal, renews
from tracker.exchange.sheets.sheet import Fault

ROLLS = "rolls"

# (cell, unit of the heading) -> "rolls", with the length of each renewal; "" where it does not renew by itself.
CELLS: dict[tuple[Any, str], str] = {
    ("Yes", ""): ROLLS,
    ("Y", "month"): ROLLS,
    (True, ""): ROLLS,
    ("No", ""): "",
    ("No - fixed term", ""): "",
    ("Manual", ""): "",
    ("n/a", ""): "",
    (None, ""): "",
    ("Yes - annually", ""): "rolls 12m",
    ("Yes (rolling 1 month)", ""): "rolls 1m",
    ("Yes unless 3 months notice", ""): "rolls, notice 3m",
    ("Annual", ""): "rolls 12m",
    ("every year", ""): "rolls 12m",
    ("2 years", ""): "rolls 24m",
    (12.0, "month"): "rolls 12m",
    ("0", "month"): "",
    ("Automatic", ""): ROLLS,
    ("Evergreen", ""): ROLLS,
    ("Rolling monthly", ""): "rolls 1m",
    ("as the clause says", ""): "?",
}


def told(length: Length) -> str:
    """What a cell came to, in short."""
    terms = length.terms
    if terms.end_kind is not EndKind.ROLLING:
        return ""
    said = f"{ROLLS} {terms.roll.code}" if terms.roll else ROLLS
    return f"{said}, notice {terms.notice.code}" if terms.notice else said


@pytest.mark.parametrize(("cell", "unit"), CELLS)
def test_what_a_cell_about_renewing_says(cell: Any, unit: str) -> None:
    length, findings = read_renewal(cell, unit)
    expected = CELLS[cell, unit]
    assert [one.code for one in findings] == (["terms.kept-as-text"] if expected == "?" else [])
    assert told(length) == expected.rstrip("?")


def test_a_cell_with_an_error_says_so() -> None:
    _, findings = read_renewal(Fault("cell.error", "#REF!"), "")
    assert [one.code for one in findings] == ["cell.error"]


@pytest.mark.parametrize(
    ("words", "expected"),
    {
        "Automatically renews annually": "rolls 12m",
        "rolls for 12 months unless 3 months notice given": "rolls 12m, notice 3m",
        "Auto-renew": ROLLS,
        "auto renews unless 3 months notice is given": "rolls, notice 3m",
        "month to month rolling": "rolls 1m",
        "renewable annually": None,
        "option to renew for 1 year": None,
        "does not auto renew": None,
        "rolling programme of works": None,
        "2 years then rolling annually": None,
    }.items(),
)
def test_words_among_extensions_renew_by_themselves_or_ask_for_somebody(
    words: str, expected: str | None
) -> None:
    terms = renews(words)
    assert (terms and told(Length(terms))) == expected


@pytest.mark.parametrize(
    ("heading", "field"),
    {
        "Auto-renew?": "renewal",
        "Automatic renewal (Y/N)": "renewal",
        "Rolling contract?": "renewal",
        "Does the contract renew automatically?": "renewal",
        "Renewal type": "renewal",
        "Renewal date": "ends",
        "Renewal options": "extensions",
        "Renewal period (months)": "extensions",
        "Auto renewal notice (days)": "notice",
    }.items(),
)
def test_headings_about_renewing(heading: str, field: str) -> None:
    assert meanings(heading)[0].field == field


HEADINGS = ["Contract", "Supplier", "Start", "End", "Auto-renews?", "Renewal period (months)", "Extension"]


def planned(tmp_path: Path, *cells: object, headings: list[str] = HEADINGS) -> Any:
    row = ["Lifts", "Otis Ltd", date(2023, 4, 1), date(2027, 3, 31), *cells]
    other = ["Boilers", "Vaillant Ltd", date(2022, 4, 1), date(2026, 3, 31), "No", None, None]
    plan = plan_of(write_xlsx(tmp_path / "a.xlsx", [headings, row, other[: len(headings)]]))
    first = plan.rows[0]
    assert first.planned is not None
    return first.planned.agreement, [one.finding.code for one in first.findings]


def test_a_stated_end_is_the_first_of_what_renews_by_itself(tmp_path: Path) -> None:
    agreement, findings = planned(tmp_path, "Yes", 12, None)
    assert (agreement.end_kind, agreement.roll.code, agreement.ends.day) == (
        EndKind.ROLLING,
        "12m",
        date(2027, 3, 31),
    )
    assert agreement.options == () and findings == []


def test_a_renewal_period_is_an_option_where_nothing_renews_by_itself(tmp_path: Path) -> None:
    agreement, _ = planned(tmp_path, "No", 12, None)
    assert (agreement.end_kind, agreement.roll) == (EndKind.FIXED, None)
    assert [option.length.code for option in agreement.options] == ["12m"]


def test_for_how_long_it_renews_is_asked_where_nobody_says(tmp_path: Path) -> None:
    agreement, findings = planned(tmp_path, "Yes", None, "1 year")
    assert (agreement.end_kind, agreement.roll) == (EndKind.ROLLING, None)
    assert [option.length.code for option in agreement.options] == ["12m"]
    assert findings == ["terms.no-renewal-length"]


def test_words_of_renewing_among_extensions_are_no_option(tmp_path: Path) -> None:
    words = "Rolls for 12 months unless 3 months notice given"
    agreement, findings = planned(tmp_path, words, headings=[*HEADINGS[:4], "Extension"])
    assert (agreement.end_kind, agreement.roll.code, agreement.options) == (EndKind.ROLLING, "12m", ())
    assert [(one.kind, one.length.code) for one in agreement.notices] == [(NoticeKind.NON_RENEWAL, "3m")]
    assert agreement.extensions_text == words and findings == []
