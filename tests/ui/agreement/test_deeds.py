"""Terminate, renew, supersede and vary: what each panel says before it does anything, and one undo for each."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.stage import Stage
from tracker.domain.source import Document, Relation
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.agreement.verbs.deed import DeedPanel
from tracker.ui.agreement.verbs.ending import TerminatePanel
from tracker.ui.agreement.verbs.following import RenewPanel, SupersedePanel
from tracker.ui.agreement.verbs.varying import VaryPanel

P = TypeVar("P", bound=DeedPanel)


@pytest.fixture
def page(stage: Stage) -> AgreementPage:
    made = stage.go("agreement", stage.agreement("NBC-041"))
    assert isinstance(made, AgreementPage)
    return made


def begin(page: AgreementPage, verb: str, kind: type[P]) -> P:
    page.begin(verb)
    panel = page._panels[verb]
    assert isinstance(panel, kind)
    assert panel.isVisible()
    return panel


def shown(panel: DeedPanel) -> str:
    """Every word that stands in the panel."""
    QCoreApplication.processEvents()  # what was just added is shown by the next turn of the loop
    return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def dump(stage: Stage) -> list[object]:
    return [*stage.session.read.agreements(), *stage.session.read.records(Relation)]


def test_terminate_by_agreement_on_a_day(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "terminate", TerminatePanel)
    assert panel.go.text() == "Record notice of 22 November 2026"
    panel.agreed.click()
    assert not panel.go.isEnabled()
    assert not panel.on.isVisible()
    QTest.keyClicks(panel.last.line, "31 January 2027")
    assert panel.go.text() == "Terminate it on 31 January 2027"
    assert "31 January 2027" in shown(panel)
    before = dump(stage)
    panel.go.click()
    assert str(stage.session.standing(stage.agreement("NBC-041")).current_end) == "2027-01-31"
    assert stage.window.banner.text.text() == "Done: Terminate ‘Insurance, all classes’."
    stage.window.banner.action.click()
    assert dump(stage) == before


def test_terminate_at_once_asks_for_a_ground_where_notice_is_due(stage: Stage) -> None:
    page = stage.go("agreement", stage.agreement("NBC-052"))
    assert isinstance(page, AgreementPage)
    panel = begin(page, "terminate", TerminatePanel)
    panel.at_once.click()
    assert panel.go.text() == "Terminate it on 22 November 2026"
    assert "needs a ground of its own" in shown(panel)


def test_renew_for_a_length_reckons_the_new_end(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "renew", RenewPanel)
    assert not panel.go.isEnabled()
    QTest.keyClicks(panel.length, "18 months")
    assert panel.go.text() == "Renew it to 30 September 2028"
    before = dump(stage)
    panel.go.click()
    assert stage.session.undo_name == "Renew ‘Insurance, all classes’ to 30 September 2028"
    stage.session.undo()
    assert dump(stage) == before


def test_renew_to_a_day_that_is_past_says_why_not(page: AgreementPage) -> None:
    panel = begin(page, "renew", RenewPanel)
    QTest.keyClicks(panel.until.line, "1 January 2027")
    assert not panel.go.isEnabled()
    assert "It runs to 31 March 2027 already" in shown(panel)


def test_renew_by_a_new_agreement_goes_to_it(stage: Stage, page: AgreementPage) -> None:
    old = stage.agreement("NBC-041")
    panel = begin(page, "renew", RenewPanel)
    panel.other.click()
    assert panel.starts.text() == "1 April 2027"
    QTest.keyClicks(panel.term, "3 years")
    assert panel.go.text() == "Add its renewal from 1 April 2027"
    before = dump(stage)
    panel.go.click()
    made = stage.window.current_page().place.record
    assert made not in (None, old)
    assert page._agreement is not None
    assert page._agreement.title == "Insurance, all classes"
    assert [p.organisation_id for p in page._agreement.parties] == [
        p.organisation_id for p in stage.session.agreement(old).parties
    ]
    relation = stage.session.read.records(Relation)[-1]
    assert (relation.from_id, relation.to_id, relation.kind.value) == (made, old, "renews")
    stage.session.undo()
    assert dump(stage) == before


def test_supersede_by_one_in_the_register(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "supersede", SupersedePanel)
    panel.existing.click()
    QTest.keyClicks(panel.by, "NBC-042")
    panel.starts.set_text("")
    QTest.keyClicks(panel.starts.line, "1 February 2027")
    assert panel.go.text() == "Supersede it from 1 February 2027"
    before = dump(stage)
    panel.go.click()
    assert str(stage.session.standing(stage.agreement("NBC-041")).current_end) == "2027-01-31"
    stage.session.undo()
    assert dump(stage) == before


def test_supersede_by_itself_is_refused(page: AgreementPage) -> None:
    panel = begin(page, "supersede", SupersedePanel)
    panel.existing.click()
    QTest.keyClicks(panel.by, "NBC-041")
    assert not panel.go.isEnabled()
    assert "cannot take its own place" in shown(panel)


def test_supersede_by_a_new_one(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "supersede", SupersedePanel)
    panel.starts.set_text("")
    QTest.keyClicks(panel.starts.line, "1 January 2027")
    QTest.keyClicks(panel.title, "Insurance framework")
    panel.kind.setCurrentIndex(panel.kind.findData("framework"))
    assert panel.go.text() == "Supersede it from 1 January 2027"
    panel.go.click()
    assert page._agreement is not None
    assert (page._agreement.title, page._agreement.type.value) == ("Insurance framework", "framework")


def test_vary_what_from_when_the_value_and_the_deed_are_one_change(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "vary", VaryPanel)
    assert not panel.go.isEnabled()
    assert "Say what the deed changed" in shown(panel)
    QTest.keyClicks(panel.what, "Two more sites")
    QTest.keyClicks(panel.values["value"], "£500,000")
    QTest.keyClicks(panel.document, "deeds/variation 1.pdf")
    assert panel.go.text() == "Record the variation of 22 November 2026"
    assert "£500,000" in shown(panel)
    before = dump(stage)
    panel.go.click()
    changed = stage.session.agreement(stage.agreement("NBC-041"))
    assert str(changed.value) == "£500,000.00"
    assert stage.session.read.records(Document)[-1].location == "deeds/variation 1.pdf"
    stage.session.undo()
    assert dump(stage) == before


def test_an_amount_that_cannot_be_read_says_so(page: AgreementPage) -> None:
    panel = begin(page, "vary", VaryPanel)
    QTest.keyClicks(panel.what, "Price")
    QTest.keyClicks(panel.values["value"], "lots")
    assert not panel.go.isEnabled()
    assert "is not an amount" in shown(panel)


def test_what_is_typed_stays_when_something_else_changes(stage: Stage, page: AgreementPage) -> None:
    panel = begin(page, "vary", VaryPanel)
    QTest.keyClicks(panel.what, "Two more sites")
    page.load()
    assert panel.what.text() == "Two more sites"


def test_every_verb_is_an_action_on_what_is_selected(stage: Stage, page: AgreementPage) -> None:
    verbs = ("extend", "give_notice", "renew", "vary", "supersede", "terminate", "cite_source", "add_party")
    for verb in verbs:
        stage.window.menu_actions[verb].trigger()
        assert sum(panel.isVisible() for panel in page._panels.values()) == 1
    stage.go("history")
    for verb in verbs:
        stage.window.banner.hide()
        stage.window.menu_actions[verb].trigger()
        assert stage.window.banner.isVisible()
        assert stage.window.banner.text.text().startswith("Select an agreement first")
