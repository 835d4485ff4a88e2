"""Reports on paper: headed and paged, on whatever takes the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QPdfWriter
from pytestqt.qtbot import QtBot

from tracker.app.outgoing.reporting import Report
from tracker.exchange.outgoing.report import Bar, Part, Rows, bars
from tracker.ui.printing import pdf, pdf_without_window, print_on

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)


def report(rows: int) -> Report:
    table = Rows(("Number", "What"), [(str(number), "A line of the table") for number in range(rows)])
    return Report("Title", "Subtitle", MADE, [Part("A part", [bars("A chart", [Bar("a", 1)]), table])])


def test_a_long_report_has_pages(qtbot: QtBot, tmp_path: Path) -> None:
    counts = []
    for rows in (3, 200):
        writer = QPdfWriter(str(tmp_path / f"{rows}.pdf"))
        counts.append(print_on(writer, report(rows)))
    assert counts[0] == 1
    assert counts[1] > 3


def test_it_is_a_pdf(qtbot: QtBot) -> None:
    for made in (pdf(report(3)), pdf_without_window(report(3))):
        assert made.startswith(b"%PDF-1.")
        assert b"%%EOF" in made[-32:]
        assert made.count(b"/Type /Page\n") == 1 or b"/Count 1" in made
