"""The Dates page: answers as one types, with workings; what if, on an agreement; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.alone import Alone
from tests.ui.stage import Stage
from tracker.app import edit
from tracker.ui.agreement.whatif import WhatIf
from tracker.ui.bridge import Place
from tracker.ui.calculator import Calculator, DatesPage
from tracker.ui.parts.tables import Cell

HOUSING = {
    "title": "Housing repairs",
    "starts": "1 April 2024",
    "initial_term": "3 years",
    "options": "2 years",
    "notice": "3 months",
}


@pytest.fixture
def alone(qapp: QApplication, tmp_path: Path) -> Iterator[Alone]:
    with Alone(tmp_path / "Small.tracker") as made:
        yield made


@pytest.fixture
def calculator(alone: Alone) -> Calculator:
    return alone.show(DatesPage, Place("dates")).calculator


def ask(calculator: Calculator, **typed: str) -> tuple[str, str, str]:
    """Type these and read the headline: caption, day, what stands beside it."""
    for name, field in calculator.fields.items():
        field.line.clear()
        QTest.keyClicks(field.line, typed.get(name, ""))
    calculator.reckon()
    return calculator.caption.text(), calculator.day.text(), calculator.beside.text()


@pytest.mark.parametrize(
    ("typed", "caption", "day", "beside"),
    [
        pytest.param(
            {"start": "1/4/2024", "term": "5y"}, "The last day is", "Saturday 31 March 2029", "", id="term"
        ),
        pytest.param(
            {"start": "1/4/2024", "term": "5y", "options": "2y+2y"},
            "The last day is",
            "Saturday 31 March 2029",
            "31 March 2033 if every option is taken",
            id="options",
        ),
        pytest.param(
            {"end": "30/9/2026", "notice": "6m"},
            "Give notice by",
            "Monday 30 March 2026",
            "before the end on 30 September 2026; counted back the last day is 30 March 2026, "
            "counted forward 31 March 2026.",
            id="both readings of a notice",
        ),
        pytest.param(
            {"given": "22/11/2026", "notice": "3 months"},
            "The notice runs out on",
            "Monday 22 February 2027",
            "",
            id="a notice given",
        ),
    ],
)
def test_the_answer_stands_largest(
    calculator: Calculator, typed: dict[str, str], caption: str, day: str, beside: str
) -> None:
    assert ask(calculator, **typed) == (caption, day, beside)
    assert calculator.workings.text()


def test_the_ladder_is_drawn_and_listed(calculator: Calculator) -> None:
    ask(calculator, start="1/4/2024", term="5y", options="2y+2y", notice="6m")
    assert calculator.bar.isVisible()
    rows = [calculator.steps.row(n) for n in range(calculator.steps.rowCount())]
    assert [(row.cells[0].text, row.cells[3].text) for row in rows if row] == [
        ("Initial term", "31 March 2029"),
        ("Option 1", "31 March 2031"),
        ("Option 2", "31 March 2033"),
    ]


def test_workings_can_be_checked_by_hand(calculator: Calculator) -> None:
    ask(calculator, end="30/9/2026", notice="6m")
    assert "6 months before 30 September 2026" in calculator.workings.text()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start": "31/2/2024", "term": "5y"}, "February 2024 has 29 days"),
        ({"start": "1/4/2024", "term": "a while"}, "not a length of time"),
        ({"end": "30/9/2026"}, "give a notice as well"),
        ({"start": "1/4/2024"}, "needs a term"),
    ],
)
def test_what_is_missing_or_wrong_is_said_where_the_answer_would_be(
    calculator: Calculator, typed: dict[str, str], words: str
) -> None:
    _, day, beside = ask(calculator, **typed)
    assert day == "Not yet"
    assert words in beside
    assert not calculator.bar.isVisible()
    assert not calculator.section.isVisible()


def test_clear_begins_anew(calculator: Calculator) -> None:
    ask(calculator, start="1/4/2024", term="5y")
    calculator.clear.click()
    assert not any(field.text() for field in calculator.fields.values())
    assert calculator.beside.text().startswith("Fill in what you know.")


# What if


@pytest.fixture
def what_if(alone: Alone) -> WhatIf:
    number = edit.new_agreement(alone.session, HOUSING)
    page = alone.show(DatesPage, Place("dates", number))
    assert page.title() == "What if… Housing repairs"
    return page.what_if


def compared(what_if: WhatIf) -> dict[str, tuple[str, str]]:
    """Before and after, by the name of the line."""
    grid = what_if.compared._grid
    made = {}
    for row in range(2, grid.rowCount()):
        cells = [grid.itemAtPosition(row, column) for column in range(3)]
        texts = [cell.widget().text() for cell in cells if cell and hasattr(cell.widget(), "text")]
        if len(texts) == 3:
            made[texts[0]] = (texts[1], texts[2])
    return made


def test_taking_the_option_is_tried_first(what_if: WhatIf) -> None:
    assert what_if.option.isChecked()
    assert what_if.option.text() == "If we take option 1, 2 years"
    assert what_if.day.text() == "31 March 2029"
    assert compared(what_if)["Current end"] == ("31 March 2027", "31 March 2029")


def test_serving_notice_today_shows_when_it_would_run_out(what_if: WhatIf) -> None:
    what_if.notice.click()
    assert what_if.day.text() == "22 November 2026"
    titles = [what_if.rows.row(n) for n in range(what_if.rows.rowCount())]
    cells = [row.cells for row in titles if row]
    assert any(isinstance(line[1], Cell) and line[1].text == "22 February 2027" for line in cells)


def test_ending_early_and_their_notice_can_be_tried(what_if: WhatIf) -> None:
    what_if.received.click()
    assert compared(what_if)
    what_if.early.click()
    what_if.day.set_text("31 December 2026")
    what_if.reckon()
    assert compared(what_if)["Current end"] == ("31 March 2027", "31 December 2026")


def test_a_day_that_cannot_be_read_shows_nothing(what_if: WhatIf) -> None:
    what_if.day.set_text("soon")
    what_if.reckon()
    assert not what_if.compared.isVisible()


def test_nothing_is_written_by_asking(what_if: WhatIf, alone: Alone) -> None:
    before = alone.session.undo_name
    for radio in (what_if.notice, what_if.received, what_if.early, what_if.option):
        radio.click()
    assert alone.session.undo_name == before


def test_the_menu_leads_to_both(empty: Stage) -> None:
    number = edit.new_agreement(empty.session, HOUSING)
    empty.window.menu_actions["work_out_dates"].trigger()
    page = empty.window.current_page()
    assert isinstance(page, DatesPage) and page.stack.currentWidget() is page.calculator
    empty.window.menu_actions["what_if"].trigger()
    assert empty.window.banner.text.text() == "Select an agreement first, then ask what if."
    empty.go("agreement", number)
    empty.window.menu_actions["what_if"].trigger()
    assert page.place.record == number
    page.other.click()
    assert page.place.record is None
