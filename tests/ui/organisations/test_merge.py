"""Making several records of one body one, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.partnership.test_questions import rows_of
from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.organisations.list import OrganisationsPage
from tracker.ui.organisations.merge import MergePanel
from tracker.ui.organisations.page import OrganisationPage


@pytest.fixture
def twice(stage: Stage) -> Stage:
    """The sample, in which one supplier was typed under a second name."""
    edit.new_agreement(stage.session, {"title": "Cash collection"}, supplier="Ombersley Pike Limited")
    return stage


def body(stage: Stage, name: str) -> int:
    return next(o.id for o in stage.session.read.organisations() if o.name == name)


def from_list(stage: Stage) -> MergePanel:
    page = stage.go("organisations")
    assert isinstance(page, OrganisationsPage)
    page.merge.click()
    panel = page._merging
    assert panel is not None
    stage.wait_until(lambda: panel.pairs.rows.rowCount() > 0)
    return panel


def test_the_likeliest_pair_is_chosen_with_one_key_and_merged_with_one_button(twice: Stage) -> None:
    panel = from_list(twice)
    assert rows_of(panel.pairs) == [["Ombersley Pike LLP", "Ombersley Pike Limited"]]
    assert not panel.go.isEnabled()
    panel.pairs.setFocus()
    QTest.keyClick(panel.pairs, Qt.Key.Key_Down)
    assert panel.why.text().startswith("The same name but for its legal form. Likeness is not proof.")
    assert panel.go.text() == "Merge into Ombersley Pike LLP"
    gone = body(twice, "Ombersley Pike Limited")
    panel.go.click()
    assert "Ombersley Pike Limited" not in [o.name for o in twice.session.read.organisations()]
    assert (
        twice.window.banner.text.text() == "Done: Merge ‘Ombersley Pike Limited’ into ‘Ombersley Pike LLP’."
    )
    twice.window.banner.action.click()
    assert body(twice, "Ombersley Pike Limited") == gone


def test_the_other_one_may_stay(twice: Stage) -> None:
    panel = from_list(twice)
    panel.pairs.selectRow(0)
    panel.stays.setCurrentIndex(1)
    assert panel.go.text() == "Merge into Ombersley Pike Limited"


def test_a_pair_that_is_two_bodies_goes_off_the_list(twice: Stage) -> None:
    panel = from_list(twice)
    panel.pairs.selectRow(0)
    panel.not_same.click()
    assert panel.pairs.isHidden()
    assert panel.why.text() == "No names are alike."
    assert not panel.go.isEnabled()


def test_a_record_is_added_by_its_name_and_left_out_again(twice: Stage) -> None:
    page = twice.go("organisation", body(twice, "Ombersley Pike LLP"))
    assert isinstance(page, OrganisationPage)
    page.merge.click()
    panel = page._merging
    assert panel is not None
    QTest.keyClicks(panel.another, "Sopra Steria")
    QTest.keyClick(panel.another, Qt.Key.Key_Return)
    assert [row[0].startswith("Ombersley Pike LLP") for row in rows_of(panel.chosen)] == [True, False]
    assert panel.go.text() == "Merge into Ombersley Pike LLP"
    panel.chosen.selectRow(1)
    panel.leave_out.click()
    assert panel.chosen.rows.rowCount() == 1
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.another, "Nobody Ltd")
    QTest.keyClick(panel.another, Qt.Key.Key_Return)
    assert twice.window.banner.text.text() == "The register has no organisation called “Nobody Ltd”."


def test_the_page_goes_on_to_the_one_that_stays(twice: Stage) -> None:
    page = twice.go("organisation", body(twice, "Ombersley Pike Limited"))
    assert isinstance(page, OrganisationPage)
    page.merge.click()
    panel = page._merging
    assert panel is not None
    twice.wait_until(lambda: panel.pairs.rows.rowCount() > 0)
    panel.pairs.selectRow(0)
    panel.stays.setCurrentIndex(panel.stays.findData(body(twice, "Ombersley Pike LLP")))
    panel.go.click()
    assert twice.window.current_page().title() == "Ombersley Pike LLP"
    assert "Ombersley Pike Limited" in [row[0] for row in rows_of(page.names)]
    assert "Cash collection" in "".join(row[0] for row in rows_of(page.agreements))


def test_spend_stands_by_basis(stage: Stage) -> None:
    page = stage.go("organisation", body(stage, "Ombersley Pike LLP"))
    assert isinstance(page, OrganisationPage)
    assert [row[0] for row in rows_of(page.spend)] == ["Value in all"]
    assert page.spend.isVisible()
    council = stage.go("organisation", stage.session.read.find_organisation("Blaby District")[0].id)
    assert isinstance(council, OrganisationPage)
    assert not council.spend.isVisible()
