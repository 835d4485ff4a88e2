"""Reports on paper: headed and paged, nothing cut off, no heading left alone, on whatever takes the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from tracker.app.outgoing.reporting import Part, Report, Rows
from tracker.exchange.outgoing.report import Bar, Chart, Span, bars, spans
from tracker.ui.outgoing.paper import BAND, Paper, lay_out, wants_width
from tracker.ui.outgoing.papertext import Cut, Face, clean
from tracker.ui.printing import (
    is_wide,
    page_image,
    page_layout,
    paper_of,
    pdf,
    pdf_without_window,
    print_paper,
)

MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROOM = QSizeF(500, 700)


def report(*blocks: str | Rows | Chart, heading: str = "A part") -> Report:
    return Report("Title", "Subtitle", MADE, [Part(heading, blocks)], [("Register", "Kestrel")])


def table(rows: int, columns: int = 2, words: str = "A line of the table") -> Rows:
    headings = [f"Heading {number}" for number in range(columns)]
    return Rows(headings, [[str(row), *[words] * (columns - 1)] for row in range(rows)])


class Written(QPainter):
    """Remembers what is drawn, and draws it."""

    said: list[str]

    def drawText(self, *how: object) -> None:  # type: ignore[override]
        self.said.append(str(how[1]))


def said_on(paper: Paper, number: int) -> list[str]:
    image = QImage(600, 800, QImage.Format.Format_RGB32)
    painter = Written(image)
    painter.said = []
    paper.paint(painter, number)
    painter.end()
    return painter.said


def test_a_long_list_has_pages_and_its_headings_on_each(qtbot: QtBot) -> None:
    paper = lay_out(report(table(200)), ROOM)
    assert len(paper.pages) > 3
    rows: list[str] = []
    for number in range(len(paper.pages)):
        said = said_on(paper, number)
        assert "Heading 0" in said
        assert f"Page {number + 1} of {len(paper.pages)}" in said
        assert ("Title" in said) and ("Register" in said) is (number == 0)
        rows += [words for words in said if words.isdecimal()]
    assert rows == [str(number) for number in range(200)]


def test_everything_stays_within_its_page(qtbot: QtBot) -> None:
    paper = lay_out(report("word " * 900, table(60), bars("Chart", [Bar("a", 1)] * 80), table(3)), ROOM)
    for page in paper.pages:
        last_y, last = page[-1]
        assert last_y + last.height <= ROOM.height() - 2 * BAND + 1


@pytest.mark.parametrize("before", range(30, 46))
def test_no_heading_and_no_single_row_is_left_alone(qtbot: QtBot, before: int) -> None:
    made = Report("T", "S", MADE, [Part("First", [table(before)]), Part("Second", [table(9)])])
    paper = lay_out(made, ROOM)
    for number in range(len(paper.pages)):
        said = said_on(paper, number)
        if "Second" in said:
            after = said[said.index("Second") :]
            assert sum(words.isdecimal() for words in after) >= 2
        assert sum(words.isdecimal() for words in said) != 1


@pytest.mark.parametrize("before", range(36, 42))
def test_a_sentence_stays_with_the_table_that_it_leads_to(qtbot: QtBot, before: int) -> None:
    made = Report("T", "S", MADE, [Part("First", [table(before)]), Part("Second", ["Read this:", table(9)])])
    paper = lay_out(made, ROOM)
    for number in range(len(paper.pages)):
        said = said_on(paper, number)
        if "Read this:" in said:
            assert "Second" in said
            assert sum(words.isdecimal() for words in said[said.index("Read this:") :]) >= 2


def test_a_row_longer_than_a_page_goes_on_over_the_next_ones(qtbot: QtBot) -> None:
    words = [f"word{number}" for number in range(4000)]
    paper = lay_out(report(Rows(("No", "What"), [("1", " ".join(words)), ("2", "short")])), ROOM)
    said = [one for number in range(len(paper.pages)) for one in said_on(paper, number)]
    told = " ".join(said).split()
    assert [one for one in told if one.startswith("word")] == words
    assert len(paper.pages) > 2


def test_numbers_stand_at_the_right_edge(qtbot: QtBot) -> None:
    block = Rows(("What", "Sum"), [("a", "£1")] * 3, right=(1,))
    paper = lay_out(report(block), ROOM)
    image = page_image(paper, 0, 1.0).convertToFormat(QImage.Format.Format_Grayscale8)
    margin = (image.width() - ROOM.width()) / 2
    bits, step = bytes(image.constBits()), image.bytesPerLine()
    lines = [bits[start : start + image.width()] for start in range(0, len(bits), step)]
    right = max(x for line in lines for x, grey in enumerate(line) if grey < 90)
    assert margin + ROOM.width() - 6 < right <= margin + ROOM.width()


def test_a_table_of_many_columns_lies(qtbot: QtBot) -> None:
    assert not wants_width(report(table(5, columns=3, words="long words in a cell of the table" * 2)))
    assert not is_wide(paper_of(report(table(5, columns=7, words="x"))))
    wide = report(table(5, columns=8))
    assert is_wide(paper_of(wide))
    assert not is_wide(paper_of(wide, False))
    assert is_wide(paper_of(report("x"), True))


def test_tables_with_the_same_headings_stand_in_line(qtbot: QtBot) -> None:
    made = report(table(1), Rows(("Heading 0", "Heading 1"), [("a much longer cell than the others", "b")]))
    heads = [piece for _, piece in lay_out(made, ROOM).pages[0] if piece.keep]
    assert len(heads) >= 2


def test_charts_can_be_told_apart_in_grey(qtbot: QtBot) -> None:
    day = MADE.date()
    chart = spans("When", [Span("ended", day, day.replace(year=2030)), Span("open", day, None)], day)
    image = page_image(lay_out(report(chart), ROOM), 0, 2.0).convertToFormat(QImage.Format.Format_Grayscale8)
    greys = {grey // 32 for grey in bytes(image.constBits())}
    assert {2, 6, 7} <= greys  # a bar that ends, one that does not, and paper


def test_it_is_a_pdf(qtbot: QtBot) -> None:
    for made in (pdf(report(table(3))), pdf_without_window(report(table(3)))):
        assert made.startswith(b"%PDF-1.")
        assert b"%%EOF" in made[-32:]
        assert made.count(b"/Type /Page\n") == 1 or b"/Count 1" in made


def test_a_printer_with_other_paper_takes_every_page(qtbot: QtBot, tmp_path: Path) -> None:
    writer = QPdfWriter(str(tmp_path / "letter.pdf"))
    writer.setPageLayout(page_layout(wide=True))
    print_paper(writer, paper_of(report(table(200)), False))
    assert (
        b"/Count 5" in (tmp_path / "letter.pdf").read_bytes()
        or (tmp_path / "letter.pdf").stat().st_size > 9000
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=4), st.floats(20, 300))
def test_any_text_is_cut_into_lines_without_losing_any(
    qtbot: QtBot, texts: Sequence[str], wide: float
) -> None:
    face = Face(9)
    for text in map(clean, texts):
        lines = face.wrapped(text, wide)
        assert "".join("".join(lines).split()) == "".join(text.split())
    cut = Cut.of([clean(text) for text in texts], [wide] * len(texts), face)
    whole = [[line for part in cut.parts(2) for line in part[place]] for place in range(len(texts))]
    assert whole == [list(lines) for lines in cut.lines]


def test_prose_is_not_wider_than_one_can_read(qtbot: QtBot) -> None:
    face = Face(9)
    assert max(len(line) for line in face.wrapped("word " * 400, face.measure)) <= 110
