"""Parties on an agreement's page: several of one role are added, shown and removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from tests.ui.stage import Stage
from tracker.domain.agreement import PartyRole
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.agreement.verbs.joining import PartyPanel


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    made = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(made, AgreementPage)
    return made


def test_a_second_supplier_comes_and_goes(stage: Stage, page: AgreementPage) -> None:
    parties = page.fields.parties
    parties.add.click()
    panel = page._panels["party"]
    assert isinstance(panel, PartyPanel)
    assert panel.name.hasFocus()
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.name, "Ascent Ltd")
    assert panel.go.text() == "Add it as supplier"
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert "2 suppliers" in page._about.text()
    assert parties.lines[PartyRole.SUPPLIER].placeholderText() == "2 of them, below"
    assert not parties.lines[PartyRole.SUPPLIER].isEnabled()
    tools = {each.accessibleName(): each for each in parties.findChildren(QToolButton)}
    assert set(tools) >= {"Remove supplier Ombersley Pike LLP", "Remove supplier Ascent Ltd"}
    tools["Remove supplier Ascent Ltd"].click()
    assert parties.lines[PartyRole.SUPPLIER].text() == "Ombersley Pike LLP"
    assert stage.session.undo_name == "Remove supplier ‘Ascent Ltd’ from ‘Insurance, all classes’"
    stage.window.banner.action.click()
    assert len(stage.session.agreement(stage.agreement("NBC-041")).parties) == 3


def test_names_in_the_register_are_completed(stage: Stage, page: AgreementPage) -> None:
    buyer = page.fields.parties.lines[PartyRole.BUYER]
    buyer.setFocus()
    stage.rest()
    buyer.selectAll()
    QTest.keyClicks(buyer, "brackenb")
    completer = buyer.completer()
    assert completer is not None
    assert completer.currentCompletion() == "Brackenby District Council"
    QTest.keyClick(buyer, Qt.Key.Key_Escape)
