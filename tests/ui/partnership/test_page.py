"""Partnerships: the list, an arrangement's page, and that everything follows the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QTableView, QWidget

from tests.ui.bigregister import ARRANGEMENTS, make_big
from tests.ui.partnership.test_questions import members, rows_of, words_on
from tests.ui.stage import Stage
from tracker.domain.partnerships.partnership import Arrangement
from tracker.ui.bridge import Place
from tracker.ui.partnership import list as listing
from tracker.ui.partnership.list import PartnershipsPage
from tracker.ui.partnership.new import NewArrangementPanel
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.parts.tables import RowsModel

PAGES = (
    "partnerships",
    "partnership",
    "organisations",
    "organisation",
    "claims",
    "conflicts",
    "gaps",
    "totals",
    "chain",
    "evidence",
)


@pytest.fixture
def page(stage: Stage) -> PartnershipPage:
    made = stage.go("partnership", stage.session.read.find_arrangement("Leicestershire")[0].id)
    assert isinstance(made, PartnershipPage)
    stage.rest()
    return made


def test_what_was_made_ready_unseen_is_shown_anew_at_the_first_visit(stage: Stage) -> None:
    stage.go("partnerships")
    ready = stage.window.page("partnership")
    ready.prepare()
    assert not ready.isVisible()
    stage.wait_until(lambda: ready.is_settled)
    waste = stage.session.read.find_arrangement("Joint Waste")[0].id
    for record in (waste, ready.place.record):
        page = stage.go("partnership", record)
        assert isinstance(page, PartnershipPage)
        stage.rest()
        prepared = words_on(page)
        stage.go("partnerships")
        again = stage.go("partnership", record)
        stage.rest()
        assert words_on(again) == prepared


def test_the_form_for_a_new_one_that_was_made_ready_waits_unseen(stage: Stage) -> None:
    page = stage.window.page("partnerships")
    page.prepare()
    stage.go("partnerships")
    form = page.findChild(NewArrangementPanel)
    assert form is not None
    assert not form.isVisible()
    stage.go("partnerships", query="new")
    assert form.isVisible()


def test_the_list_says_who_is_in_what_comes_next_and_what_is_in_doubt(stage: Stage) -> None:
    page = stage.go("partnerships")
    assert isinstance(page, PartnershipsPage)
    assert page.table.rows.rowCount() == 9
    stage.wait_until(lambda: page._lines[0].sure >= 0)
    rows = {row[0]: row for row in rows_of(page.table)}
    assert rows["Leicestershire ICT partnership"][3] == "up to 4"
    assert rows["Leicestershire ICT partnership"][7] == "21 open"
    assert rows["Vale Revenues Partnership fictional"][3] == "4"
    page._search.setText("melton")
    assert [row[0] for row in rows_of(page.table)] == ["Leicestershire ICT partnership"]


def test_of_very_many_those_that_are_seen_are_worked_out_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_MANY", 0)
    monkeypatch.setattr(listing, "_FIRST", 2)
    made = stage.go("partnerships")
    assert isinstance(made, PartnershipsPage)
    stage.wait_until(lambda: sum(line.sure >= 0 for line in made._lines) >= 2)
    stage.rest()
    assert all(line.sure >= 0 for line in made._lines)


def test_one_filter_hides_the_fictional_council_everywhere(stage: Stage) -> None:
    page = stage.go("partnerships")
    assert isinstance(page, PartnershipsPage)
    stage.window.bridge.hide_fictional(True)
    assert page.table.rows.rowCount() == 5
    for key in ("organisations", "conflicts", "claims", "chain"):
        page = stage.go(key)
        stage.rest()
        said = words_on(page) + str(rows_of(vars(stage.window.current_page())["table"]))
        assert "Netherfold" not in said
        assert "ictional" not in said.replace("Hide the fictional council", "")


def test_a_fictional_arrangement_says_so(stage: Stage) -> None:
    page = stage.go("partnership", stage.session.read.find_arrangement("Waste Depot")[0].id)
    assert isinstance(page, PartnershipPage)
    assert page._made_up.isVisible()
    assert page._made_up.accessibleName() == "Fictional"


def test_the_slider_previews_a_day_without_setting_the_window(stage: Stage, page: PartnershipPage) -> None:
    page.preview(date(2012, 6, 1))
    stage.wait_until(lambda: page.count.text() == "3 members")
    assert members(page)["Melton Borough Council"] == "No"
    assert stage.session.as_at is None


def test_another_day_is_shown_here_before_the_window_has_worked_it_out(
    stage: Stage, page: PartnershipPage
) -> None:
    then = date(2012, 6, 1)
    stage.window.bridge.look_at(then)
    assert stage.session.as_at is None
    assert page.count.text() == "3 members"
    stage.rest()
    assert stage.session.as_at == then
    assert page.count.text() == "3 members"
    # A day that nobody waits for any more leaves nothing behind.
    stage.window.bridge.look_at(date(2008, 1, 1))
    stage.window.bridge.look_at(None)
    now = page.count.text()
    stage.rest()
    assert page.count.text() == now != "3 members"


def test_a_change_made_on_another_day_is_shown(stage: Stage, page: PartnershipPage) -> None:
    stage.window.bridge.look_at(date(2012, 6, 1))
    stage.rest()
    with stage.session.operation("Rename") as write:
        write.change(Arrangement, page.place.record or 0, title="Renamed")
    stage.rest()
    assert page.title() == "Renamed"
    assert page.count.text() == "3 members"


def test_gaps_and_conflicts_stand_beside_and_lead_on(stage: Stage, page: PartnershipPage) -> None:
    stage.rest()
    said = words_on(page.aside)
    assert "Open conflicts 21" in said
    assert "Governance" in said
    link = next(
        b for b in page.aside.findChildren(QPushButton) if b.accessibleName().endswith("whose saving is it?")
    )
    link.click()
    assert stage.window.current_page().title() == "Conflicts"


def test_services_by_council(page: PartnershipPage) -> None:
    assert page.scope is not None
    rows = {row[0].split(" from ")[0]: row[1:] for row in rows_of(page.scope)}
    heads = [column.title for column in page.scope.rows.columns[1:]]
    assert set(heads) == {"Hinckley and Bosworth", "Oadby and Wigston", "Blaby", "Melton"}
    assert set(rows["Data centre, voice and server management"]) == {"Live"}
    website = dict(zip(heads, rows["New website"], strict=True))
    assert website == {"Blaby": "Live", "Melton": "", "Hinckley and Bosworth": "", "Oadby and Wigston": ""}


def test_claims_side_by_side(stage: Stage, page: PartnershipPage) -> None:
    stage.rest()
    said = words_on(page.claims.board)
    assert "A, news item, 7 February 2011" in said
    assert "B, supplier case study, undated" in said
    assert "“£70,00”" in said
    names = [widget.accessibleName() for widget in page.claims.board.findChildren(QWidget)]
    assert names.count("Agree") == 1
    assert names.count("Disagree") == 1


def test_an_arrangement_without_any_date_or_agreement_is_shown(stage: Stage) -> None:
    page = stage.go("partnership", stage.session.read.find_arrangement("Kingston")[0].id)
    assert isinstance(page, PartnershipPage)
    stage.rest()
    assert page.count.text() == "Up to 2 members"
    assert page.timeline.view.summary().startswith("2 councils and 0 agreements")
    page.grab()


def test_one_that_has_gone_leads_back_to_the_list(stage: Stage) -> None:
    stage.go("partnership", 4711)
    assert stage.window.current_page().title() == "Partnerships"


@pytest.mark.slow
def test_every_page_can_be_read_by_a_machine(stage: Stage) -> None:
    for key in PAGES:
        page = stage.go(key, 1 if key in ("partnership", "organisation") else None)
        stage.rest()
        for table in page.findChildren(QTableView):
            assert table.accessibleName()
            if isinstance(model := table.model(), RowsModel):
                QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for kind in (QLineEdit, QComboBox, QPushButton):
            for widget in page.findChildren(kind):
                assert widget.accessibleName() or getattr(widget, "text", str)(), widget


@pytest.mark.slow
def test_every_page_stands_in_an_empty_register(empty: Stage) -> None:
    for key in PAGES:
        empty.go(key)
        empty.rest()
        empty.window.grab()


@pytest.fixture(scope="module")
def big_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_big(tmp_path_factory.mktemp("big") / "big.tracker")


@pytest.mark.slow
def test_a_large_register_is_shown_whole(qapp: QApplication, big_one: Path) -> None:
    with Stage(big_one) as stage:
        for key in ("partnership", "organisation", "organisations", "claims", "conflicts"):
            stage.window.go(Place(key, 8))
            stage.rest()
            stage.window.grab()
        page = stage.go("partnerships")
        assert isinstance(page, PartnershipsPage)
        assert page.table.rows.rowCount() == ARRANGEMENTS
        stage.wait_until(lambda: page._lines[0].sure >= 0)
        assert any(line.next_date for line in page._lines)


@pytest.mark.parametrize("key", ["conflicts", "gaps", "claims", "totals"])
def test_the_keyboard_stays_on_a_page_whose_list_is_empty(empty: Stage, key: str) -> None:
    page = empty.go(key)
    empty.rest()
    focus = empty.window.focusWidget()
    assert focus is page or page.isAncestorOf(focus)


def test_the_head_says_live_today_and_counts_only_what_is_not_certain(stage: Stage) -> None:
    waste = stage.session.read.find_arrangement("Waste Depot")[0].id
    page = stage.go("partnership", waste)
    assert isinstance(page, PartnershipPage)
    assert page._chip._look.word == "Live"
    assert "yes" not in page._how.text()
    stage.window.bridge.look_at(date(2021, 6, 1))
    stage.rest()
    assert page._chip._look.word == "Live on this day"
