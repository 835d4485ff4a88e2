"""Reports: what they say, that they are sound HTML, and that their charts say it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tracker.app.outgoing import reporting
from tracker.app.session import Session
from tracker.cli import main
from tracker.domain.errors import CannotWrite
from tracker.exchange.outgoing.report import Bar, Chart, Part, Report, Rows, Span, bars, html, spans

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & \x00\x1f \ud800 \u202e =1+1\nnext"


@pytest.fixture
def session(sample: Path) -> Iterator[Session]:
    with Session.open(sample, clock=lambda: NOON, user="Officer") as opened:
        yield opened


class Balanced(HTMLParser):
    """Every element that is opened is closed, in order; the texts are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def parsed(page: str) -> Balanced:
    parser = Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser


def headings(report: Report) -> list[str]:
    return [part.heading for part in report.parts]


def test_a_partnership_for_its_board(session: Session) -> None:
    report = reporting.make(session, arrangement="Leicestershire ICT")
    assert headings(report) == [
        *(
            "Members",
            "What changed in the last 12 months",
            "The next 12 months",
            "Savings as claimed",
            "Risks",
        ),
    ]
    page = parsed(html(report))
    assert "When each member was in" in page.words
    assert "Melton Borough Council" in page.words
    assert page.seen.count("svg") == 1


def test_the_next_twelve_months(session: Session) -> None:
    report = reporting.make(session, filters={"fictional": "yes"})
    assert headings(report)[:3] == ["At a glance", "Missed", "To act on now"]
    chart = report.parts[0].blocks[0]
    assert isinstance(chart, Chart)
    tree = ElementTree.fromstring(chart.svg)
    assert len(tree.findall("{http://www.w3.org/2000/svg}rect")) == 14
    told = sum(
        len(block.rows) for part in report.parts[2:] for block in part.blocks if isinstance(block, Rows)
    )
    assert dict(report.facts)["To come"] == str(told)
    assert told > 0
    parsed(html(report))


def test_one_agreement_s_sheet(session: Session) -> None:
    report = reporting.make(session, agreement="NBC-002")
    assert headings(report)[:3] == ["Ends and options", "Dates", "What happened"]
    assert dict(report.facts)["Reference"] == "NBC-002"
    words = parsed(html(report)).words
    assert "From the start to the latest end" in words
    assert "Status" in words and dict(report.facts)["Status"][0].isupper()
    assert "Option 2" in words


def test_whatever_the_words_are_the_page_holds_them() -> None:
    parts = [Part(HOSTILE, [HOSTILE, Rows((HOSTILE,), [(HOSTILE,)]), bars(HOSTILE, [Bar(HOSTILE, 1)])])]
    page = html(Report(HOSTILE, HOSTILE, NOON, parts, [(HOSTILE, HOSTILE)]))
    page.encode()
    assert "<script" not in page
    assert "\x00" not in page
    assert "http://www.w3.org/2000/svg" in page
    assert page.count("http") == 1, "the file needs no other"
    parsed(page)


def test_charts_of_nothing_and_of_a_moment() -> None:
    day = date(2026, 11, 22)
    for chart in (bars("none", []), bars("nil", [Bar("a", 0)]), spans("one", [Span("a", day, day)], day)):
        ElementTree.fromstring(chart.svg)
    assert spans("open", [Span("a", date(2020, 1, 1), None)], day).svg.count("<rect") == 1


def test_it_is_written_once_and_never_over_another_unasked(session: Session, tmp_path: Path) -> None:
    report = reporting.make(session, agreement="NBC-002")
    reporting.write_html(report, tmp_path / "r.html")
    with pytest.raises(CannotWrite, match="is there already"):
        reporting.write_html(report, tmp_path / "r.html")
    with pytest.raises(CannotWrite, match="no ending"):
        reporting.write_html(report, tmp_path / "r.docx")


def test_from_the_command_line(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["export", str(sample), str(tmp_path / "r.html"), "--as", "report", "--on", "2026-11-22"]
    assert main([*words, "--arrangement", "Leicestershire ICT"]) == 0
    assert "Board report, 22 November 2026" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "5 parts" in capsys.readouterr().out
