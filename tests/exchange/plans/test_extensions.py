"""Cells of a column about extensions, of lengths and of notices: what is a right, what was used, what is left."""

from __future__ import annotations

from datetime import date

import pytest

from tracker.exchange.plans.extensions import read_extension
from tracker.exchange.plans.lengths import Length, read_notice, read_term

MADE, NONE_UNDERSTOOD = "terms.extension-made", "terms.no-extension-length"


def told(length: Length) -> str:
    """The options in short: "12m 12m", "<=24m", ">2029-03-31"."""
    parts = [
        ("<=" if one.up_to else "")
        + (one.length.code if one.length else "")
        + (f">{one.until}" if one.until else "")
        for one in length.options
    ]
    return " ".join(parts)


# (cell, unit of the heading) -> the options, or a finding's code; "" for no right and nothing to say.
EXTENSIONS = {
    ("2 x 12", ""): "12m 12m",
    ("2x1", ""): "12m 12m",
    ("12 & 12", ""): "12m 12m",
    ("Yes - 2 x 12 months", ""): "12m 12m",
    ("31/03/2029", ""): ">2029-03-31",
    ("31 March 2029", ""): ">2029-03-31",
    ("may be extended by 12 months", ""): "12m",
    ("24 months if exercised", ""): "24m",
    ("24 months (not yet taken)", ""): "24m",
    ("None remaining", ""): "",
    ("no further extension", ""): "",
    ("All extensions have been used", ""): "",
    ("Fully extended", ""): "",
    ("Not applicable", ""): "",
    ("0 months", ""): "",
    ("1 x 12 months (used)", ""): MADE,
    ("Extended by 12 months to 31/03/2026", ""): MADE,
    ("12 months taken, 12 months remaining", ""): "12m",
    ("1st year used, 1 further year available", ""): "12m",
    ("12+12", "month"): "12m 12m",
    ("6+6", "month"): "6m 6m",
    ("2 x 12", "month"): "12m 12m",
    ("1+1", "year"): "12m 12m",
    ("1+1", "month"): NONE_UNDERSTOOD,
    ("12+12", "year"): NONE_UNDERSTOOD,
    ("12/12", ""): NONE_UNDERSTOOD,
}


@pytest.mark.parametrize(("cell", "unit"), EXTENSIONS)
def test_what_a_cell_of_extensions_says(cell: str, unit: str) -> None:
    length, findings = read_extension(cell, unit)
    said = [finding.code for finding in findings]
    expected = EXTENSIONS[cell, unit]
    assert (told(length), said) == (("", [expected]) if expected.startswith("terms.") else (expected, []))
    assert length.text == cell, "the words are kept"


@pytest.mark.parametrize("cell", ["4 (2+1+1)", "2+1+1 (4 years)", "4 years (2 + 1 + 1)"])
def test_a_whole_term_and_its_parts(cell: str) -> None:
    length, findings = read_term(cell, "")
    assert (length.terms.code, findings) == ("24m +12m +12m", ())


def test_a_length_behind_its_first_day_is_both() -> None:
    length, findings = read_term("From 1st Sept 2024 for a period of 24 months + 12 months", "")
    assert (length.terms.code, findings) == ("24m +12m", ()) and length.span is not None
    assert length.span.starts.when is not None and length.span.starts.when.day == date(2024, 9, 1)
    nothing, _ = read_term("From here for 24 parsecs", "")
    assert nothing.span is None


def test_parts_that_do_not_add_up_are_kept_as_words() -> None:
    assert read_term("5 (2+1+1)", "")[0].terms.code == ""


NOTICES = {
    ("3 months either side", ""): ("3m", []),
    ("not less than 6 months", ""): ("6m", []),
    ("N/A", ""): ("", []),
    ("30", "month"): ("30m", ["notice.long"]),
    ("90", "day"): ("90d", []),
    ("soon", ""): ("", ["period.unreadable"]),
    ("12 months by any party", ""): ("12m", []),
    ("3 months' notice at any time", ""): ("3m", []),
    ("Six months written notice to the other party", ""): ("6m", []),
    ("6 months (see clause 14)", ""): ("6m", []),
    ("12 months prior to the end", ""): ("12m", []),
    ("1 month after the initial term", ""): ("", ["period.unreadable"]),
    ("3 months before 1 April, else 6 months", ""): ("", ["period.unreadable"]),
    ("6 months or 3 months by us", ""): ("", ["period.unreadable"]),
    ("3 months (90 days)", ""): ("", ["period.unreadable"]),
}


@pytest.mark.parametrize(("cell", "unit"), NOTICES)
def test_what_a_cell_of_notices_says(cell: str, unit: str) -> None:
    length, findings = read_notice(cell, unit)
    notice = length.terms.notice
    assert (notice.code if notice else "", [one.code for one in findings]) == NOTICES[cell, unit]
