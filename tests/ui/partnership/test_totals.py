"""Totals: rows, the rule, and the map that says the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.partnership.test_questions import rows_of
from tests.ui.stage import Stage
from tracker.ui.partnership.totals import TotalsPage


@pytest.fixture
def page(stage: Stage) -> TotalsPage:
    made = stage.go("totals")
    assert isinstance(made, TotalsPage)
    stage.wait_until(lambda: made.table.rows.rowCount() > 0)
    return made


def test_the_map_says_what_the_rows_say(page: TotalsPage) -> None:
    said = page.map.accessibleDescription()
    assert "East Midlands: 1 partnership, 4 councils, 5 agreements" in said
    assert page.map.isVisible()


def test_choosing_a_tile_selects_its_row(page: TotalsPage) -> None:
    page.map.chosen.emit("London")
    assert page.table.selected_record() == "London"
    page.map.setFocus()
    QTest.keyClick(page.map, Qt.Key.Key_Left)
    assert page.table.selected_record() == "South East"
    page.table.select("East Midlands")
    assert page.map._at == "East Midlands"


@pytest.mark.parametrize("by", ["category", "year", "council"])
def test_counted_otherwise(stage: Stage, page: TotalsPage, by: str) -> None:
    page.keys[by].click()
    stage.wait_until(lambda: f"each {by}" in page.rule.text())
    assert not page.map.isVisible()
    assert rows_of(page.table)[-1][:2] == ["Each counted once", "9"]


def test_a_sum_that_is_refused_says_why(page: TotalsPage) -> None:
    page.table.select("East Midlands")
    assert "no single total" in page._whole.text()
