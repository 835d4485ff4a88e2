"""Tables out as csv, and texts back in."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.column import Column, Kind, Row, Table
from tracker.exchange.outgoing.csvfile import guard, unguard, write_csv
from tracker.exchange.sheets.file import read

COLUMNS = (
    Column("Reference", Kind.CODE),
    Column("Title"),
    Column("Starts", Kind.DATE),
    Column("Value", Kind.MONEY),
    Column("=Options", Kind.NUMBER),
)


def test_what_stands_in_the_file(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["007", '=cmd|" /c"', date(2009, 4, 1), Money(-50_000_000), -3],
        ["-5", "two\nlines, é", "some time in 2013", 12_345, 2.5],
        [None, True, None, "about £5", False],
    ]
    path = write_csv(Table("Agreements", COLUMNS, rows), tmp_path / "out.csv")
    assert path.read_bytes() == (
        b"\xef\xbb\xbfReference,Title,Starts,Value,'=Options\r\n"
        b'007,"\'=cmd|"" /c""",2009-04-01,-500000.00,-3\r\n'
        b'-5,"two\nlines, \xc3\xa9",some time in 2013,123.45,2.5\r\n'
        b",Yes,,about \xc2\xa35,No\r\n"
    )


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("", ""),
        ("plain", "plain"),
        ("=1+1", "'=1+1"),
        ("+44 1234", "'+44 1234"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("-x", "'-x"),
        ("-5", "-5"),
        ("-5.25", "-5.25"),
        ("-5+cmd", "'-5+cmd"),
        ("-5\n", "'-5\n"),
        ("'", "'"),
        ("'tis", "'tis"),
        ("'=x", "''=x"),
        ("''", "'''"),
    ],
)
def test_f55_guard(text: str, guarded: str) -> None:
    assert guard(text) == guarded
    assert unguard(guarded) == text


@given(st.text("=+-@\t\r\n'5.x ", max_size=8))
def test_f55_the_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+@\t\r\n")


def test_any_text_comes_back(tmp_path: Path) -> None:
    texts = ["=1", "a\rb", "a\r\nb", '"', "'=x", "\x0b\x1f", "x" * 40_000, "\ufffe", "; ,", "é€😀\u202e"]
    rows: list[Row] = [[text] for text in texts]
    path = write_csv(Table("x", [Column("Text")], rows), tmp_path / "out.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [unguard(row[0]) for row in csv.reader(file)] == ["Text", *texts]


def test_half_a_character_is_refused_with_its_cell_named(tmp_path: Path) -> None:
    rows: list[Row] = [["fine"], ["ab\ud800"]]
    with pytest.raises(CannotWrite, match=r"Line 3, column Text: .*U\+D800, at place 3"):
        write_csv(Table("x", [Column("Text")], rows), tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    rows: list[Row] = [[f"{number}"] for number in range(2500)]
    write_csv(Table("x", [Column("Text")], rows), tmp_path / "out.csv", progress=told.append)
    assert told == [999, 1999, 2500]


@pytest.mark.parametrize("own", [True, False])
def test_f55_an_import_takes_the_guard_off_again(tmp_path: Path, own: bool) -> None:
    texts = ["=1+1", "+44 1234", "-x", "@SUM(A1)", "plain", "'tis", "-5.25", "\tx"]
    texts += ["''", "'=x"] if own else []
    columns = [Column("Title"), Column("Tracker UID" if own else "Number", Kind.CODE)]
    rows: list[Row] = [[text, str(number)] for number, text in enumerate(texts)]
    path = write_csv(Table("x", columns, rows), tmp_path / "out.csv")
    assert [row[0] for row in read(path).sheets[0].rows] == ["Title", *texts]
