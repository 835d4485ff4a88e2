"""Print: what each page gives, the pages seen beforehand, and the three ways out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage
from tests.ui.waiting import wait_until
from tracker.app.outgoing.exporting import Scope
from tracker.app.outgoing.listreport import register_report
from tracker.app.outgoing.reporting import year_report
from tracker.ui.bridge import Bridge
from tracker.ui.outgoing.papers import Columns, Make, Sort, papers_of
from tracker.ui.outgoing.preview import PrintPreview
from tracker.ui.printing import is_wide
from tracker.ui.register.page import RegisterPage

COLUMNS = (
    ("reference", "Ref"),
    ("title", "Title"),
    *((f"{key}", key.title()) for key in ("supplier", "status")),
)
COLUMNS += (("next_act_by", "Act by"), ("current_end", "Ends"), ("value", "Value"))


def lists(columns: Columns) -> Make:
    return partial(register_report, scope=Scope(), columns=columns)


@pytest.fixture
def preview(bridge: Bridge, qtbot: QtBot) -> Iterator[PrintPreview]:
    """A preview without a window behind it: a list, and the next twelve months."""
    made = PrintPreview(bridge, [Sort("List", lists, COLUMNS), Sort("Year", lambda columns: year_report)])
    made.show()
    laid(made)
    yield made
    made.close()


def laid(preview: PrintPreview) -> None:
    wait_until(lambda: preview.paper is not None)


def texts(preview: PrintPreview) -> list[str]:
    assert preview.paper is not None
    blocks = [block for part in preview.paper.report.parts for block in part.blocks]
    return [cell for block in blocks if hasattr(block, "rows") for row in block.rows for cell in row]


def test_the_list_is_printed_as_it_is_narrowed_sorted_and_laid_out(stage: Stage) -> None:
    page = stage.go("register", query="status=expiring")
    assert isinstance(page, RegisterPage)
    stage.wait_until(lambda: page.model.complete and page.model.rowCount() > 1)
    QTest.keyClick(stage.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = stage.window.findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    laid(preview)
    assert preview.paper is not None
    facts = dict(preview.paper.report.facts)
    assert facts["Showing"] == "Status: expiring; by title"
    assert facts["Rows"] == str(page.model.rowCount())
    assert is_wide(preview.paper)
    rows = stage.session.read.listing(filters={"status": "expiring"}, sort="title").rows
    titles = [row.title for row in rows]
    assert [cell for cell in texts(preview) if cell in titles] == titles
    names = [preview.what.itemText(number) for number in range(preview.what.count())]
    assert names[0] == "The list as it is narrowed"
    assert names[1:] == [
        "All agreements",
        "The one that is selected",
        "The agreement’s sheet",
        "The next 12 months",
    ]


def test_columns_and_the_page_may_be_chosen(preview: PrintPreview) -> None:
    assert [tick.text() for tick in preview.columns][:2] == ["Ref", "Title"]
    for tick in preview.columns[2:]:
        tick.setChecked(False)
    preview.make()
    laid(preview)
    assert preview.paper is not None and not is_wide(preview.paper)
    preview.way.setCurrentIndex(2)
    preview.way.activated.emit(2)
    wait_until(lambda: preview.paper is not None and is_wide(preview.paper))
    for tick in preview.columns:
        tick.setChecked(False)
    preview.make()
    laid(preview)
    block = preview.paper.report.parts[0].blocks[0]
    assert list(block.headings) == ["Ref"]


def test_something_else_may_be_chosen(preview: PrintPreview) -> None:
    preview.what.setCurrentIndex(1)
    preview.what.activated.emit(1)
    laid(preview)
    assert preview.paper is not None and preview.paper.report.title == "The next 12 months"
    assert not preview.columns


@pytest.mark.parametrize("ending", [".pdf", ".html"])
def test_it_is_kept_as_a_file(preview: PrintPreview, tmp_path: Path, ending: str) -> None:
    (preview.pdf_button if ending == ".pdf" else preview.html_button).click()
    assert isinstance(preview.dialog, QFileDialog)
    assert not preview.dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    preview.dialog.reject()
    path = tmp_path / f"list{ending}"
    preview.save(str(path))
    wait_until(lambda: preview.said.text() == f"list{ending} is written.")
    assert path.read_bytes()[:5] == (b"%PDF-" if ending == ".pdf" else b"<!DOC")
    preview.save(str(tmp_path / "nowhere" / path.name))
    wait_until(lambda: "no folder “nowhere”" in preview.said.text())


def test_print_asks_for_the_printer_once(preview: PrintPreview) -> None:
    preview.print_button.click()
    assert isinstance(preview.dialog, QPrintDialog)
    preview.dialog.reject()


def test_the_pages_are_turned_and_sized_by_keys_and_wheel(preview: PrintPreview) -> None:
    preview.what.setCurrentIndex(1)
    preview.what.activated.emit(1)
    laid(preview)
    pages = preview.pages
    pages.setFocus()
    QTest.keyClick(pages, Qt.Key.Key_End)
    assert preview.said.text().startswith("Page ")
    QTest.keyClick(pages, Qt.Key.Key_Home)
    assert preview.said.text().endswith("pages")
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(pages, Qt.Key.Key_Plus, control)
    assert pages.zoom == 1.25
    for _ in range(9):
        QTest.keyClick(pages, Qt.Key.Key_Minus, control)
    assert pages.zoom == 0.5
    QTest.keyClick(pages, Qt.Key.Key_0, control)
    assert pages.zoom == 1.0
    for modifiers, zoom in ((control, 1.25), (Qt.KeyboardModifier.NoModifier, 1.25)):
        at = QPointF(50, 50)
        event = QWheelEvent(
            at, at, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(pages.viewport(), event)
        assert pages.zoom == zoom
    assert pages.grab().width() > 100


@pytest.mark.slow
def test_every_page_of_the_window_can_be_printed(stage: Stage) -> None:
    partnership = stage.session.read.find_arrangement("Waste Depot")[0].id
    first = {
        ("home", None): "The next 12 months",
        ("agreement", stage.agreement("NBC-041")): "The agreement’s sheet",
        ("partnership", partnership): "Board report",
        ("organisations", None): "The page’s lists",
        ("history", None): "The page’s lists",
        ("preferences", None): "The page’s lists",
    }
    for (key, record), name in first.items():
        page = stage.go(key, record)
        stage.wait_until(lambda: not stage.window.bridge.is_busy)
        sorts = papers_of(page)
        assert sorts[0].name == name
        assert "The next 12 months" in [sort.name for sort in sorts]
        for sort in sorts:
            made = sort.make(sort.columns)(stage.session)
            assert made.title and made.parts
    page = stage.go("partnership", partnership)
    stage.wait_until(lambda: not stage.window.bridge.is_busy)
    timeline = next(s for s in papers_of(page) if s.name == "The timeline")
    drawn = timeline.make(())(stage.session).parts[0].blocks[0]
    assert "<svg" in drawn.svg


def test_rows_that_head_others_part_the_list(stage: Stage) -> None:
    page = stage.go("claims")
    stage.wait_until(lambda: not stage.window.bridge.is_busy)
    made = papers_of(page)[0].make(())(stage.session)
    assert len(made.parts) > 3
    assert all(part.heading for part in made.parts)


def test_what_has_gone_meanwhile_is_said(stage: Stage) -> None:
    partnership = stage.session.read.find_arrangement("Waste Depot")[0].id
    page = stage.go("partnership", partnership)
    page.place = page.place.__class__("partnership", 10_000)
    preview = PrintPreview(stage.window.bridge, papers_of(page), stage.window)
    wait_until(lambda: "not in the register any more" in preview.said.text())
    assert not preview.print_button.isEnabled()
