"""Verbs on a partnership in the window: typed by keyboard, shown before they are made, undone in one step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from tests.ui.stage import Stage
from tracker.domain.agreement import Agreement, AgreementType
from tracker.domain.partnerships.partnership import MemberRole
from tracker.store.records import TABLES
from tracker.ui.agreement.verbs.extending import ExtendPanel
from tracker.ui.partnership.costshares import CostSharesPage
from tracker.ui.partnership.new import NewArrangementPanel
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.partnership.verbs_panels import PartnerPanel
from tracker.ui.parts.datefield import DateField
from tracker.ui.proposing import ProposalPanel


def everything(stage: Stage) -> list[list[Any]]:
    return [stage.session.read.records(table.kind) for table in TABLES]


def vale(stage: Stage) -> PartnershipPage:
    """The page of the sample's revenues partnership."""
    (found,) = (a for a in stage.session.read.arrangements() if a.reference == "NBC-P1")
    page = stage.go("partnership", found.id)
    assert isinstance(page, PartnershipPage)
    return page


def panel(page: PartnershipPage, key: str) -> PartnerPanel:
    page.verbs.show_panel(key)
    (shown,) = [one for one in page.findChildren(PartnerPanel) if one.isVisible()]
    return shown


def write(field: QLineEdit | DateField, text: str) -> None:
    """Type into a field as a person does."""
    line = field.line if isinstance(field, DateField) else field
    line.clear()
    QTest.keyClicks(line, text)


def press(verb: ProposalPanel) -> None:
    assert verb.go.isEnabled()
    QTest.keyClick(verb.go, Qt.Key.Key_Space)


@pytest.mark.slow
def test_each_verb_is_one_operation_and_one_undo(stage: Stage) -> None:
    page = vale(stage)
    before, undone = everything(stage), stage.session.undo_name
    for key in ("join", "notice", "service", "host", "supersede"):
        verb: Any = panel(page, key)
        assert page.aside.isHidden()
        if key == "join":
            assert not verb.go.isEnabled()
            write(verb.council, "Eastmoor Council")
            write(verb.joins, "2027/28")
            write(verb.others, "Fraud; Debt advice")
            assert verb.go.text() == "Record that Eastmoor Council joins"
        elif key == "notice":
            assert verb.next.isVisible()
            verb.next.setCurrentIndex(2)
        else:
            write(_day(verb), "31/3/2027")
        press(verb)
        assert verb.isHidden()
        assert stage.session.undo_name != undone
        stage.session.undo()
        assert everything(stage) == before, key


def _day(verb: Any) -> DateField:
    field: DateField = verb.last if hasattr(verb, "last") else verb.starts
    return field


def test_every_field_has_a_name_and_tab_goes_through_them(stage: Stage) -> None:
    page = vale(stage)
    for key in ("join", "notice", "service", "host", "supersede"):
        verb = panel(page, key)
        fields = [*verb.findChildren(QLineEdit), *verb.findChildren(QComboBox)]
        assert all(field.accessibleName() or field.parent() is None for field in fields)
    assert len(names_by_tab(panel(page, "join"))) >= 9


def names_by_tab(verb: ProposalPanel) -> list[str]:
    """Names of the fields of a panel in the order of Tab, from its first one to its button."""
    names, at = [], verb.first()
    for _ in range(60):
        names.append(at.accessibleName())
        if at is verb.go:
            break
        following: QWidget | None = at.nextInFocusChain()
        while following is not None and not (
            following.isVisible()
            and following.isEnabled()
            and following.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            following = following.nextInFocusChain()
        assert following is not None
        at = following
    return names


def test_an_agreement_is_extended_from_the_page(stage: Stage) -> None:
    page = vale(stage)
    agreement = stage.agreement("NBC-P1-3")
    page.verbs.show_extend(agreement)
    (extend,) = page.findChildren(ExtendPanel)
    assert extend.isVisible()
    extend.go.click()
    assert extend.isHidden()
    stage.session.undo()


def test_a_memorandum_with_three_members_by_keyboard_alone(stage: Stage) -> None:
    before = everything(stage)
    stage.window.menu_actions["new_partnership"].trigger()
    form = stage.window.findChild(NewArrangementPanel)
    assert form is not None
    names = names_by_tab(form)
    assert names[:5] == ["Title", "Service", "Reference", "Member 1", "Role of member 1"]
    write(form.title, "Shared building control")
    councils = ("Blaby District Council", "Melton Borough Council", "Rutland County Council")
    for row, council in zip(form.members, councils, strict=False):
        row.name.setText(council)
    assert form.members[3].name.isVisible()
    names = names_by_tab(form)
    assert names[names.index("Member 3 from") + 1 :][:4] == [
        *("Member 4", "Role of member 4", "Member 4 from"),
        "Agreement with it",
    ]
    QTest.keyClicks(form.members[0].role, "h")
    write(form.members[0].joined, "1/4/2027")
    QTest.keyClicks(form.kind, "m")
    write(form.terms["initial_term"], "3 years")
    press(form)
    page = stage.window.current_page()
    assert page.title() == "Shared building control"
    made = stage.session.read.arrangements()[-1]
    stints = stage.session.read.memberships(made.id)
    assert [stint.role for stint in stints] == [MemberRole.HOST, MemberRole.MEMBER, MemberRole.MEMBER]
    (agreement,) = stage.session.read.related(Agreement, "arrangement_id", made.id)
    assert agreement.type is AgreementType.MEMORANDUM
    assert len(agreement.parties) == 3
    assert stage.session.standing(agreement.id).current_end == date(2030, 3, 31)
    stage.session.undo()
    assert everything(stage) == before


@pytest.mark.slow
def test_cost_shares_are_edited_in_a_table(stage: Stage) -> None:
    record = vale(stage).place.record
    page = stage.go("costshares", record)
    stage.rest()
    assert isinstance(page, CostSharesPage)
    stage.rest()
    before = everything(stage)
    assert not page.save.isEnabled()
    write(page.cost, "1,200,000")
    together = page.table.rows.row(4)
    assert together is not None
    assert [cell.text for cell in together.cells] == ["Together", "100%", "£1,200,000.00"]
    marked = page.year.currentIndex()
    said = page.picture.accessibleDescription()
    assert "2026/27: Thornmere 33.03%, Netherfold 28.15%, Ashcombe Vale 24.23%, Brackenby 14.60%" in said
    page.picture.chosen.emit(0)
    assert page.year.currentIndex() == 0
    page.year.setCurrentIndex(marked)
    line = page.rows.lines[0]
    write(line.figure, "many")
    page.look_ahead()
    assert not page.save.isEnabled()
    write(line.figure, "100,000")
    page.rows.add.click()
    write(page.rows.lines[-1].figure, "5")
    page.look_ahead()
    assert page.save.isEnabled()
    page.rows.lines[-1].remove.click()
    page.look_ahead()
    page.save.click()
    stage.rest()
    assert stage.session.undo_name == "Set the cost shares of ‘Vale Revenues Partnership’"
    assert not page.save.isEnabled()
    stage.session.undo()
    stage.rest()
    assert everything(stage) == before
    assert page.rows.lines[0].figure.text() == "96,750"


def test_what_was_done_is_said_with_its_undo_and_the_keyboard_goes_back(stage: Stage) -> None:
    page = vale(stage)
    before = QApplication.focusWidget()
    assert before is not None
    press(panel(page, "notice"))
    banner = stage.window.banner
    assert banner.text.text() == f"Done: {stage.session.undo_name}."
    assert banner.action.text() == "Undo"
    assert QApplication.focusWidget() is before
