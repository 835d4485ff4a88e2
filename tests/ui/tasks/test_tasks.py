"""Ten things that officers do, driven by keyboard and mouse as they would; each name says what it takes.

The register is the sample; the day is 22 November 2026.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.partnership.test_questions import rows_of
from tests.ui.stage import Stage
from tests.ui.tasks.hands import ALT, CTRL, SHIFT, Hands
from tracker.app.incoming import importing
from tracker.ui.organisations.page import OrganisationPage
from tracker.ui.outgoing.preview import PrintPreview
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.register.page import RegisterPage
from tracker.ui.reminders.keeper import Keeper
from tracker.ui.tray import Tray

KEY = Qt.Key


@pytest.fixture
def hands(stage: Stage) -> Hands:
    return Hands(stage)


def title(hands: Hands) -> str:
    return hands.stage.window.current_page().title()


def test_find_what_ends_this_quarter_in_1_key(hands: Hands) -> None:
    hands.press(KEY.Key_Q, CTRL | SHIFT)
    page = hands.stage.window.current_page()
    assert isinstance(page, RegisterPage)
    hands.until(lambda: page.model.rowCount() > 0 and "quarter" in page.facets.facets["ends"].words())
    hands.until(lambda: page.model.row_at(0) is not None)
    ends = [row.current_end for n in range(page.model.rowCount()) if (row := page.model.row_at(n))]
    assert ends
    assert all("2026-11-22" <= str(end) <= "2026-12-31" for end in ends)
    assert hands.sent == (1, 0)


def test_extend_a_contract_by_its_first_option_in_9_keys(hands: Hands) -> None:
    session = hands.stage.session
    hands.press(KEY.Key_K, CTRL)
    hands.type("insur")
    hands.press(KEY.Key_Return)
    hands.until(lambda: title(hands) == "Insurance, all classes")
    hands.press(KEY.Key_X, CTRL | SHIFT)
    hands.press(KEY.Key_Return)
    assert str(session.standing(hands.stage.agreement("NBC-041")).current_end) == "2029-03-31"
    assert session.undo_name == "Extend to 31 March 2029: ‘Insurance, all classes’"
    assert hands.sent == (9, 0)


def test_find_who_holds_a_contract_with_a_supplier_in_8_keys(hands: Hands) -> None:
    hands.press(KEY.Key_K, CTRL)
    hands.type("ombers")
    finder = hands.stage.window.finder
    hands.until(lambda: not finder._awaited)
    hands.press(KEY.Key_Return)
    page = hands.stage.window.current_page()
    assert isinstance(page, OrganisationPage)
    held = [row[4] for row in rows_of(page.agreements)]
    assert "Insurance and Risk Manager, Finance" in held
    assert all(held)
    assert hands.sent == (8, 0)


def test_record_that_a_council_gave_notice_in_12_keys(hands: Hands) -> None:
    session = hands.stage.session
    hands.press(KEY.Key_K, CTRL)
    hands.type("waste de")
    hands.until(lambda: not hands.stage.window.finder._awaited)
    hands.press(KEY.Key_Return)
    page = hands.stage.window.current_page()
    assert isinstance(page, PartnershipPage)
    hands.until(lambda: title(hands) == "Joint Waste Depot")
    hands.press(KEY.Key_G, CTRL | SHIFT)
    panel = page.verbs.panel("notice")
    assert panel is not None
    assert panel.go.isEnabled(), "the first member, today, and the day it leads to stand there already"
    hands.press(KEY.Key_Return)
    assert session.undo_name is not None
    assert "gives notice" in session.undo_name
    assert hands.sent == (12, 0)


def test_add_an_mou_with_three_members_in_62_keys(hands: Hands) -> None:
    session = hands.stage.session
    hands.press(KEY.Key_A, CTRL | SHIFT)
    hands.type("Joint legal")
    hands.press(KEY.Key_Tab, times=3)
    for name in ("Blaby Dis", "Melton Bo", "Dacorum B"):
        hands.type(name)
        hands.press(KEY.Key_Down)
        hands.press(KEY.Key_Return)
        hands.press(KEY.Key_Tab, times=3)
    hands.press(KEY.Key_Tab, times=3)
    hands.type("m")
    hands.press(KEY.Key_Return)
    made = session.read.find_arrangement("Joint legal")[0]
    assert len(session.read.memberships(made.id)) == 3
    agreements = [a for a in session.read.agreements() if a.arrangement_id == made.id]
    assert [(a.type.value, len(a.parties)) for a in agreements] == [("memorandum of understanding", 3)]
    assert session.undo_name == "Add the partnership ‘Joint legal’"
    assert hands.sent == (62, 0)


def test_assign_an_owner_to_five_agreements_in_21_keys(hands: Hands) -> None:
    session = hands.stage.session
    hands.press(KEY.Key_2, CTRL)
    page = hands.stage.window.current_page()
    assert isinstance(page, RegisterPage)
    hands.until(lambda: page.model.complete and page.model.rowCount() > 5)
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Down, SHIFT, times=4)
    hands.until(lambda: len(page.selected_agreements()) == 5)
    chosen = list(page.selected_agreements())
    hands.press(KEY.Key_O, CTRL | ALT)
    hands.type("Head of Legal")
    hands.until(page.bulk.go.isEnabled)
    hands.press(KEY.Key_Return)
    hands.until(lambda: not page.bulk.isVisible())
    assert {session.agreement(each).owner for each in chosen} == {"Head of Legal"}
    assert hands.sent == (21, 0)


SHEET = (
    "Reference,Title,Supplier,Start date,End date,Contract value\n"
    "C1,Play area inspections,Swift & Co,01/04/2024,31/03/2027,186000\n"
    "C2,Asbestos surveys,Clearwell,01/03/2024,31/02/2027,112000\n"
)


def sheet(hands: Hands) -> str:
    file = hands.stage.path.with_name("s.csv")
    file.write_text(SHEET, encoding="utf-8")
    return str(file)


def test_import_and_correct_a_sheet_in_12_keys_and_3_clicks(hands: Hands) -> None:
    from tracker.ui.importer.page import ImporterPage

    session = hands.stage.session
    hands.drop(hands.stage.window, sheet(hands))
    page = hands.stage.window.current_page()
    assert isinstance(page, ImporterPage)
    hands.until(lambda: page.stack.currentWidget() is page.preview)
    shown = page.preview.table.plan_model.shown
    column = next(n for n, one in enumerate(shown) if one.field == "ends" and not one.written)
    hands.click_cell(page.preview.table, 1, column)
    hands.press(KEY.Key_Return)
    hands.type("28/02/2027")
    hands.press(KEY.Key_Return)
    before = page.preview.plan
    hands.until(
        lambda: (
            page.preview.plan is not before
            or "28" in str(page.preview.table.plan_model.index(1, column).data())
        )
    )
    hands.click(page.preview.commit)
    hands.until(lambda: bool(session.read.find_agreement("Asbestos surveys")))
    found = session.read.find_agreement("Asbestos surveys")[0]
    assert str(session.standing(found.id).initial_end) == "2027-02-28"
    assert hands.sent == (12, 3)


def test_undo_an_import_in_1_key(hands: Hands) -> None:
    session = hands.stage.session
    before = list(session.read.agreements())
    workbook = importing.read_workbook(Path(sheet(hands)))
    plan = importing.plan_import(workbook, importing.Choices(), session.today)
    importing.commit(session, plan)
    assert len(list(session.read.agreements())) == len(before) + 2
    hands.press(KEY.Key_Z, CTRL)
    assert list(session.read.agreements()) == before
    assert hands.stage.window.banner.text.text().startswith("Undone: Import")
    assert hands.sent == (1, 0)


def test_answer_a_reminder_in_2_keys_and_2_clicks(hands: Hands) -> None:
    window = hands.stage.window
    later = count(step=10.0)  # the window is deaf for a moment after it comes up: time flies
    keeper = Keeper(window, Tray(window, bool), lambda: float(next(later)))
    keeper.check()
    hands.press(KEY.Key_M, CTRL)
    popup = keeper.popup
    hands.until(popup.isActiveWindow)
    hands.press(KEY.Key_Down)
    hands.click(popup.decide)
    panel = popup.decision_panel
    hands.until(panel.isVisible)
    hands.click(panel.act)
    assert hands.stage.session.undo_name is not None
    assert hands.sent == (2, 2)


def test_print_the_next_12_months_in_2_keys_and_1_click(hands: Hands) -> None:
    hands.press(KEY.Key_P, CTRL)
    preview = hands.stage.window.findChild(PrintPreview)
    assert preview is not None
    hands.until(preview.pdf_button.isEnabled)
    hands.click(preview.pdf_button)
    hands.press(KEY.Key_Return)
    made = hands.stage.path.with_name("The next 12 months.pdf")
    hands.until(made.exists)
    assert hands.sent == (2, 1)
