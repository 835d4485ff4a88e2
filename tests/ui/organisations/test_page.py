"""Organisations: found by any of their names, and one in full."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.partnership.test_questions import rows_of, words_on
from tests.ui.stage import Stage
from tracker.ui.organisations.list import OrganisationsPage
from tracker.ui.organisations.page import OrganisationPage


def test_one_is_found_by_any_of_its_names(stage: Stage) -> None:
    page = stage.go("organisations")
    stage.rest()
    assert isinstance(page, OrganisationsPage)
    page._search.setText("steria uk")
    assert [row[0].split(" also")[0] for row in rows_of(page.table)] == ["Sopra Steria"]
    page._search.clear()
    became = {row[0].split(" also")[0]: row[7] for row in rows_of(page.table)}
    assert became["Dorset County Council"] == "Dorset Council", "the whole before a part"
    page.kind.setCurrentIndex(page.kind.findData("association"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert page.table.rows.rowCount() == 1


def test_its_page_holds_names_memberships_agreements_and_claims(stage: Stage) -> None:
    body = stage.session.read.find_organisation("Blaby District")[0]
    page = stage.go("organisation", body.id)
    stage.rest()
    assert isinstance(page, OrganisationPage)
    assert rows_of(page.memberships)[0][2] == "some time in February 2011"
    assert rows_of(page.agreements)[0][0].startswith("L4")
    assert rows_of(page.agreements)[0][5] == "some time in February 2011"
    assert len(rows_of(page.claims)) == 4
    assert {row[0] for row in rows_of(page.names)} == {"Blaby", "BDC"}


def test_what_it_became_leads_on(stage: Stage) -> None:
    body = stage.session.read.find_organisation("Aylesbury Vale District")[0]
    page = stage.go("organisation", body.id)
    stage.rest()
    assert isinstance(page, OrganisationPage)
    assert "Buckinghamshire Council" in page.chain.accessibleDescription()
    box = page.chain._boxes(page.chain._after, page.chain._columns()[2])[0]
    QTest.mouseClick(
        page.chain, Qt.MouseButton.LeftButton, pos=QPoint(round(box.center().x()), round(box.center().y()))
    )
    assert stage.window.current_page().title() == "Buckinghamshire Council"


def test_a_fictional_one_says_so(stage: Stage) -> None:
    body = stage.session.read.find_organisation("Thornmere")[0]
    page = stage.go("organisation", body.id)
    stage.rest()
    assert isinstance(page, OrganisationPage)
    assert page._made_up.isVisible()
    stage.rest()
    assert "partnerships" in words_on(page)
