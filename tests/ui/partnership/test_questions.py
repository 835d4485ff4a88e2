"""The seventeen questions of the sample, each answered in the window in at most three clicks from the start.

A click is a press of the mouse: on the rail, in a menu, on a link, a row, a list of choices
(which takes one to open and one to choose). Typing a day and Enter are the keyboard's.
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from tests.ui.stage import Stage
from tracker.ui.agreement.page import AgreementPage
from tracker.ui.claims.page import ClaimsPage
from tracker.ui.home.page import HomePage
from tracker.ui.partnership import gaps
from tracker.ui.partnership.chain import ChainPage
from tracker.ui.partnership.evidence import EvidencePage
from tracker.ui.partnership.gaps import GapsPage
from tracker.ui.partnership.list import PartnershipsPage
from tracker.ui.partnership.page import PartnershipPage
from tracker.ui.partnership.parts import HideFictional, Places
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.partnership.totals import TotalsPage


class Hand:
    """Clicks, and counts its clicks."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.clicks = 0

    def press(self, widget: QWidget) -> None:
        """Click a button or a link where it stands."""
        assert widget.isVisible(), widget.accessibleName()
        place = QPoint(10, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
        self.clicks += 1
        self.stage.rest()

    def rail(self, key: str) -> None:
        self.press(self.stage.window.rail.buttons[key])

    def link(self, key: str) -> None:
        """Another of the screens that belong to partnerships."""
        self.press(self.stage.window.current_page().findChildren(Places)[0].links[key])

    def row(self, table: RowTable, text: str) -> None:
        """Click the first cell of the row that begins so."""
        self.stage.wait_until(lambda: _number(table, text) is not None)
        number = _number(table, text)
        assert number is not None
        index = table.rows.index(number, 0)
        table.scrollTo(index)
        place = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.clicks += 1
        self.stage.rest()

    def choose(self, box: QComboBox, text: str) -> None:
        """Open a list of choices and take one: two clicks."""
        number = next(k for k in range(box.count()) if box.itemText(k).startswith(text))
        box.setCurrentIndex(number)
        box.activated.emit(number)
        self.clicks += 2

    def menu(self, words: str) -> None:
        """Open a menu and take an action: two clicks."""
        action = next(a for a in self.stage.window.menu_actions if a.text().replace("&", "") == words)
        action.trigger()
        self.clicks += 2

    def as_at(self, text: str) -> None:
        """Type a day into the strip that asks for it."""
        field = self.stage.window.as_at.field.line
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.stage.wait_until(lambda: self.stage.session.as_at == self.stage.window.as_at.field.day())

    def leicestershire(self) -> PartnershipPage:
        self.rail("partnerships")
        page = self.stage.window.current_page()
        assert isinstance(page, PartnershipsPage)
        self.row(page.table, "Leicestershire")
        shown = self.stage.window.current_page()
        assert isinstance(shown, PartnershipPage)
        return shown

    def on(self, page: PartnershipPage, text: str) -> None:
        """One click into the field for the day, and the day typed over what stands there."""
        self.press(page.timeline.field.line)
        page.timeline.field.line.selectAll()
        QTest.keyClicks(page.timeline.field.line, text)
        QTest.keyClick(page.timeline.field.line, Qt.Key.Key_Return)
        self.stage.wait_until(lambda: self.stage.session.as_at == page.timeline.field.day())
        self.stage.wait_until(lambda: page.timeline.slider.day == self.stage.session.as_at)


def _number(table: RowTable, text: str) -> int | None:
    found = (k for k in range(table.rows.rowCount()) if str(table.rows.index(k, 0).data()).startswith(text))
    return next(found, None)


def _record(table: RowTable, text: str) -> object:
    """What the row that begins so opens."""
    number = _number(table, text)
    row = None if number is None else table.rows.row(number)
    return row and row.record


def rows_of(table: RowTable) -> list[list[str]]:
    """What a table says, as text."""
    model = table.rows
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def members(page: PartnershipPage) -> dict[str, str]:
    rows = rows_of(page.members)
    cut = next((k for k, row in enumerate(rows) if row[0].startswith("Suppliers")), len(rows))
    return {row[0]: row[1] for row in rows[:cut]}


def words_on(widget: QWidget) -> str:
    """Every word that can be read on it."""
    labels = [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]
    buttons = [each.text() for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    return "\n".join([*labels, *buttons])


@pytest.fixture
def hand(stage: Stage) -> Hand:
    return Hand(stage)


HINCKLEY, OADBY, BLABY, MELTON = (
    "Hinckley and Bosworth Borough Council",
    "Oadby and Wigston Borough Council",
    "Blaby District Council",
    "Melton Borough Council",
)


def test_q1_to_q4_who_is_in_on_a_day(hand: Hand) -> None:
    page = hand.leicestershire()
    hand.on(page, "1 June 2012")
    assert hand.clicks <= 3
    assert members(page) == {HINCKLEY: "Yes", OADBY: "Yes", BLABY: "Yes", MELTON: "No"}
    assert page.count.text() == "3 members"
    assert "supplier Sopra Steria" in words_on(page)
    hand.on(page, "15 June 2013")
    assert members(page) == {HINCKLEY: "Yes", OADBY: "Yes", BLABY: "Yes", MELTON: "Possibly"}
    assert page.count.text() == "3 to 4 members"
    hand.on(page, "1 January 2008")
    assert members(page) == {HINCKLEY: "Yes", OADBY: "Disputed", BLABY: "No", MELTON: "No"}
    hand.on(page, "31 March 2016")
    assert set(members(page).values()) == {"Yes"}
    hand.on(page, "1 April 2016")
    assert set(members(page).values()) == {"Possibly"}
    assert all("no end recorded" in row[3] for row in rows_of(page.members)[:4])


def test_q5_how_the_end_of_l2_was_reached(hand: Hand) -> None:
    page = hand.leicestershire()
    hand.row(page.agreements, "L2")
    assert hand.clicks <= 3
    shown = hand.stage.window.current_page()
    assert isinstance(shown, AgreementPage)
    steps = [
        [shown._steps_model.index(row, column).data() for column in range(7)]
        for row in range(shown._steps_model.rowCount())
    ]
    assert [row[3] for row in steps][:2] == ["31 March 2014", "31 March 2016"]


def test_q6_and_q7_what_is_claimed_for_a_council(hand: Hand) -> None:
    hand.rail("claims")
    page = hand.stage.window.current_page()
    assert isinstance(page, ClaimsPage)
    hand.choose(page.beneficiary, "Blaby")
    assert hand.clicks <= 3
    rows = rows_of(page.table)
    heads = [row[0] for row in rows if not row[1] or row[1] == "None"]
    assert heads[0].startswith("For it alone 2")
    assert [row[1] for row in rows if row[0].startswith(("S3", "S8"))] == ["£150,000", "£150,000"]
    page.table.select(_record(page.table, "S3"))
    hand.stage.rest()
    said = words_on(page.panel)
    assert "Agree" in {chip.accessibleName() for chip in page.panel.findChildren(QWidget)}
    assert "one is forecast, the other reported" in said
    assert "one may only repeat the other" in said
    assert "no total" in said
    hand.choose(page.beneficiary, "Oadby")
    assert any(
        "£70,00”" in row[0] and row[1] == "a figure that cannot be read" for row in rows_of(page.table)
    )


def test_q8_what_lacks_a_signed_agreement(hand: Hand) -> None:
    hand.rail("partnerships")
    hand.link("gaps")
    page = hand.stage.window.current_page()
    assert isinstance(page, GapsPage)
    hand.stage.wait_until(
        lambda: "signed agreement" in page.bars and page.bars["signed agreement"].isVisible()
    )
    hand.press(page.bars["signed agreement"])
    assert hand.clicks <= 3
    said = {row[0]: row[3] for row in rows_of(page.table)}
    assert said["Hampshire – Dorset IT collaboration"] == "No agreement is recorded."
    assert said["Aylesbury Vale – Dacorum ICT partnership"].startswith("No signed binding agreement")
    assert said["Leicestershire ICT partnership"] == "Signature not recorded: L1, L2, L4, L5."
    assert said["Kingston – Sutton ICT sharing"] == "No agreement is recorded."
    assert said["London tri-borough ICT sharing"] == "No agreement is recorded."


def test_of_very_many_gaps_a_worker_finds_those_to_show(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    page = hand.stage.go("gaps")
    assert isinstance(page, GapsPage)
    hand.stage.wait_until(lambda: page.table.rows.rowCount() > 0)
    everything = page.table.rows.rowCount()
    monkeypatch.setattr(gaps, "_AT_ONCE", 0)
    field = page.search_field()
    assert field is not None
    field.setText("nobody")
    field.setText("nobody owner")
    assert page.table.rows.rowCount() == everything
    hand.stage.wait_until(lambda: 0 < page.table.rows.rowCount() < everything)
    assert {row[2] for row in rows_of(page.table)} == {"owner"}
    assert len(page.bars) > 3


def test_q9_what_is_superseded_by_what(hand: Hand) -> None:
    hand.rail("partnerships")
    hand.link("chain")
    page = hand.stage.window.current_page()
    assert isinstance(page, ChainPage)
    hand.stage.rest()
    assert hand.clicks <= 3
    rows = {row[0][:3]: row for row in rows_of(page.table) if row[0].startswith(("L", "AD"))}
    assert {row[3] for row in rows.values()} == {"Proposed"}
    assert rows["L2 "][2].startswith("L1")


def on_home(hand: Hand, text: str) -> list[str]:
    """The lines of Home as at that day, once a worker has found them."""
    hand.menu("As at…")
    hand.as_at(text)
    home = hand.stage.window.current_page()
    assert isinstance(home, HomePage)

    def lines() -> list[str]:
        model = home.board.model
        return [" ".join(str(model.index(k, c).data()) for c in range(5)) for k in range(model.rowCount())]

    before = lines()
    hand.stage.wait_until(lambda: text in home._title.text() and lines() not in ([], before))
    return lines()


def test_q10_what_happens_in_the_next_twelve_months(hand: Hand) -> None:
    said = on_home(hand, "1 April 2015")
    assert hand.clicks <= 3
    assert any("Five year contract" in line and "31 March 2016" in line for line in said)
    assert any("Start re-procurement" in line and "overdue" in line for line in said)


def test_q11_the_end_of_this_year_warns_on_its_earliest_day(hand: Hand) -> None:
    said = on_home(hand, "1 October 2012")
    assert hand.clicks <= 3
    assert any("31 December 2012" in line for line in said)


def test_q12_arrangements_by_region(hand: Hand) -> None:
    hand.rail("partnerships")
    hand.link("totals")
    page = hand.stage.window.current_page()
    assert isinstance(page, TotalsPage)
    hand.press(page.findChildren(HideFictional)[0])
    assert hand.clicks <= 3
    hand.stage.wait_until(lambda: page._counted.text() == "5 partnerships, 13 councils")
    assert {row[0]: row[1] for row in rows_of(page.table)} == {
        "East Midlands": "1",
        "South East": "2",
        "South West": "1",
        "East of England": "1",
        "London": "2",
        "Each counted once": "5",
    }
    assert "the rows add to 7, the distinct partnerships are 5" in page.rule.text()


def test_q13_a_yearly_average_is_said_to_be_computed(hand: Hand) -> None:
    hand.rail("partnerships")
    page = hand.stage.window.current_page()
    assert isinstance(page, PartnershipsPage)
    hand.row(page.table, "Hampshire")
    assert hand.clicks <= 3
    said = words_on(hand.stage.window.current_page())
    assert "£0.67m to £1.67m a year on average. Computed" in said
    assert "No source states it." in said


def test_q14_who_says_that_nothing_is_saved(hand: Hand) -> None:
    hand.rail("claims")
    page = hand.stage.window.current_page()
    assert isinstance(page, ClaimsPage)
    hand.choose(page.sort, "That say no savings")
    assert hand.clicks <= 3
    marks = {row[0][:3] for row in rows_of(page.table) if row[1] == "nothing"}
    assert marks >= {"S17", "S18"}


def test_q15_the_sum_for_leicestershire_is_refused(hand: Hand) -> None:
    page = hand.leicestershire()
    assert hand.clicks <= 3
    said = words_on(page)
    assert "There is no single total: the bases differ" in said
    assert "£60,000" in said
    assert "Left out: S7: a figure that cannot be read" in said


def test_q16_whether_the_sixty_per_cent_is_met(hand: Hand) -> None:
    page = hand.leicestershire()
    assert hand.clicks <= 3
    row = next(row for row in rows_of(page.lists["levels"]) if "60" in row[1])
    assert row[2] == "aim"
    assert row[3] == "Not known"


def test_q17_what_rests_on_one_source_and_on_undated_ones(hand: Hand) -> None:
    hand.rail("partnerships")
    hand.link("evidence")
    page = hand.stage.window.current_page()
    assert isinstance(page, EvidencePage)
    hand.stage.wait_until(lambda: page.table.rows.rowCount() > 0)
    hand.press(page.choices["undated"])
    assert hand.clicks <= 3
    rows = rows_of(page.table)
    assert any(row[0].startswith("Melton Borough Council in") for row in rows)
    assert all("ndated" in row[4] for row in rows)
