"""The page of a reorganisation: typed, shown, copied, carried out as one change."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.stage import Stage
from tracker.domain.organisation import Organisation, Succession
from tracker.ui.organisations.list import OrganisationsPage
from tracker.ui.partnership.reorganise import ReorganisePage


def typed(stage: Stage) -> ReorganisePage:
    """A district and a borough of the sample become one council."""
    page = stage.go("reorganise")
    assert isinstance(page, ReorganisePage)
    assert not page.go.isEnabled()
    QTest.keyClicks(page.form.days["vesting"].line, "1 April 2028")
    QTest.keyClicks(page.form.days["begins"].line, "1 January 2024")
    names = ("Netherfold Borough Council", "Ashcombe Vale District Council")
    for (old, new), name in zip(page.form.rows, names, strict=False):
        old.setText(name)
        new.setText("Vale of Loamshire Council")
    page.look_ahead()
    stage.wait_until(lambda: page.found is not None)
    return page


def test_it_is_shown_copied_and_carried_out_as_one_change(stage: Stage) -> None:
    before = [stage.session.read.records(kind) for kind in (Organisation, Succession)]
    page = typed(stage)
    assert page.go.text() == "Carry out 2 successions"
    assert page.form.rows[2][0].isVisible()
    assert not page.form.rows[3][0].isVisible()
    assert page.agreements.rows.rowCount() > 20
    page.agreements.selectRow(0)
    assert "consent needed" in page._why.text()
    chosen = page.selected_agreement()
    page.capital.click()
    assert page.form.capital == {chosen}
    page.found = None
    page.look_ahead()
    stage.wait_until(lambda: page.found is not None)
    assert page.capital.text() == "It is not a capital contract"
    page.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "Netherfold Borough Council becomes Vale of Loamshire Council" in text
    page.go.click()
    assert len(stage.session.read.records(Succession)) == len(before[1]) + 2
    assert not page.form.rows[0][0].text()
    stage.session.undo()
    assert [stage.session.read.records(kind) for kind in (Organisation, Succession)] == before


def test_the_list_of_councils_fills_in_what_it_knows(stage: Stage) -> None:
    page = stage.go("reorganise")
    assert isinstance(page, ReorganisePage)
    old, new = page.form.rows[0]
    old.setFocus()
    old.setText("Aylesbury Vale District Council")
    old.editingFinished.emit()
    assert new.text() == "Buckinghamshire Council"
    assert page.form.days["vesting"].text() == "1 April 2020"
    new.setText("Aylesbury Vale District Council")
    page.look_ahead()
    stage.wait_until(lambda: page._findings.isVisible())
    assert not page.go.isEnabled()


def test_it_is_one_press_from_the_organisations(stage: Stage) -> None:
    page = stage.go("organisations")
    assert isinstance(page, OrganisationsPage)
    page.reorganise.click()
    assert stage.window.current_page().title() == "Reorganisation of councils"
