"""Claims: narrowed, grouped, compared; totals only within one basis."""

from __future__ import annotations

import pytest

from tests.ui.partnership.test_questions import rows_of, words_on
from tests.ui.stage import Stage
from tracker.ui.claims.page import ClaimsPage


@pytest.fixture
def page(stage: Stage) -> ClaimsPage:
    made = stage.go("claims")
    stage.rest()
    assert isinstance(made, ClaimsPage)
    return made


def heads(page: ClaimsPage) -> list[str]:
    rows = (page.table.rows.row(number) for number in range(page.table.rows.rowCount()))
    return [row.cells[0].text for row in rows if row is not None and row.heading]


def test_grouped_by_beneficiary_or_by_source(page: ClaimsPage) -> None:
    assert "Blaby" in heads(page)
    assert "Hinckley and Bosworth and Blaby, jointly" in heads(page)
    page.group.setCurrentIndex(1)
    page.group.activated.emit(1)
    assert any(head.startswith("B  Leicestershire councils") for head in heads(page))


def test_narrowed_to_an_arrangement_by_the_place(stage: Stage) -> None:
    arrangement = stage.session.read.find_arrangement("Leicestershire")[0].id
    page = stage.go("claims", query=f"arrangement={arrangement}")
    stage.rest()
    assert isinstance(page, ClaimsPage)
    assert page._count.text() == "14 claims"
    assert page.arrangement.currentText() == "Leicestershire ICT partnership"


def test_narrowed_to_a_body_by_the_place(stage: Stage) -> None:
    body = stage.session.read.find_organisation("Melton")[0].id
    page = stage.go("claims", query=f"beneficiary={body}")
    stage.rest()
    assert isinstance(page, ClaimsPage)
    assert heads(page)[0] == "For it alone"


def test_one_is_shown_in_full_beside_the_others(stage: Stage, page: ClaimsPage) -> None:
    chosen = next(c for c in page._claims.every if c.reference == "S7")
    assert page.table.select(chosen.id)
    stage.rest()
    said = words_on(page.panel)
    assert "“£70,00”" in said
    assert "A figure that cannot be read" in said
    assert "£70,000, proposed and never added." in said


def test_search_and_no_claim_left(page: ClaimsPage) -> None:
    page._search.setText("roadmap")
    assert [row[0][:3] for row in rows_of(page.table) if row[1] not in ("", "None")] == ["S10"]
    page._search.setText("no such words")
    assert page._empty.isVisible()
