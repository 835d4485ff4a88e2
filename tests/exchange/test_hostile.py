"""Odd and hostile files: each is read, reported on or refused as it must be, and nothing is lost unsaid.

`pytest tests/exchange/test_hostile.py -s` prints what became of each file.
"""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.exchange.forking import forked_readers
from tests.exchange.importing import TODAY
from tracker.domain.errors import CannotRead
from tracker.exchange.plans.plan import Plan, make_plan
from tracker.exchange.plans.planned import Options
from tracker.exchange.sheets.file import read
from tracker.exchange.sheets.sheet import Fault, Workbook

SECONDS = 5.0
GROWTH = 50 << 10
"""KiB of memory that the tests' own process may grow by over all refusals together."""

SLOW_MACHINE = 8
"""The tests share the machine: a file that hangs takes far longer than this many times the limit."""


@dataclass
class Result:
    name: str
    seconds: float
    book: Workbook | None = None
    plan: Plan | None = None
    refused: str = ""

    @property
    def reported(self) -> set[str]:
        return {one.finding.code for one in self.plan.all_findings} if self.plan else set()

    @property
    def rows(self) -> int:
        return len(self.plan.rows) if self.plan else -1

    def line(self) -> str:
        what = f"REFUSED {self.refused[:90]}" if self.refused else f"{self.rows} rows {sorted(self.reported)}"
        return f"{self.name[:56]:58}{self.seconds:6.2f} s  {what}"


def run(path: Path) -> Result:
    began = time.monotonic()
    result = Result(path.name, 0.0)
    try:
        result.book = read(path)
        result.plan = make_plan(result.book, Options(today=TODAY))
    except CannotRead as error:
        result.refused = str(error)
    result.seconds = time.monotonic() - began
    return result


@pytest.fixture(scope="module", autouse=True)
def quick_readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Processes that are forked, and not started one by one."""
    with forked_readers(tmp_path_factory.mktemp("readers")):
        yield


def run_all(folder: Path) -> dict[str, Result]:
    paths = sorted(path for path in folder.iterdir() if path.suffix != ".tsv")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, paths))
    print("", *(result.line() for result in results), sep="\n")  # noqa: T201 - the table that a person reads
    return {result.name: result for result in results}


@pytest.fixture(scope="module")
def generated(hostile: Path) -> dict[str, Result]:
    return run_all(hostile / "generated")


@pytest.fixture(scope="module")
def must(hostile: Path) -> dict[str, str]:
    lines = (hostile / "generated" / "expected.tsv").read_text("utf-8").splitlines()[1:]
    return {line.split("\t")[0]: line.split("\t")[2] for line in lines}


NOT_REGISTERS = {"xml_no_decl_bom.xlsx", "geo_300k_rows.xlsx", "geo_array_formula_huge.xlsx"} | {
    "geo_shared_formula_huge.xlsx",
    "date_iso_cells.xlsx",
}
"""Files of a column or two that are read whole and hold no table of agreements."""

ASKS = {"layout_only_hidden.xlsx"}
"""Read once the person has named the sheet."""


@pytest.mark.slow
def test_f45_every_generated_file_is_read_reported_or_refused_as_it_must_be(
    generated: dict[str, Result], must: dict[str, str]
) -> None:
    wrong: list[str] = []
    for name, words in must.items():
        result = generated[name]
        if words.startswith("REFUSE") and "READ" not in words:
            fine = bool(result.refused)
        elif name in NOT_REGISTERS | ASKS:
            fine = result.book is not None
        elif match := re.match(r"READ (?:both|(\d+)) rows?", words.replace("READ the visible", "READ")):
            wanted = int(match[1] or 2)
            fine = result.rows == wanted or ("REFUSE" in words and bool(result.refused))
        elif words.startswith("REPORT"):
            fine = bool(result.refused) or bool(result.reported - {"money.placeholder"})
        else:
            fine = result.rows >= 0 or "REFUSE" in words
        if "REPORT" in words and words.startswith("READ") and name not in NOT_REGISTERS:
            fine = fine and bool(result.reported - {"money.placeholder"})
        if not fine:
            wrong.append(f"{name}: {words} -> {result.line()}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_f45_refusals_are_quick_and_leave_no_memory_behind(
    hostile: Path, generated: dict[str, Result]
) -> None:
    late = [r.line() for r in generated.values() if r.refused and r.seconds > SECONDS * SLOW_MACHINE]
    assert not late, "\n".join(late)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in sorted((hostile / "generated").glob("bomb_*")):
        assert run(path).refused
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH


@pytest.mark.slow
def test_what_was_read_of_them_is_right(generated: dict[str, Result]) -> None:
    book = generated["xml_no_decl_bom.xlsx"].book
    assert book is not None and any("café" in str(cell) for row in book.sheets[0].rows for cell in row)
    assert len(_book(generated, "geo_300k_rows.xlsx").sheets[0].rows) == 300_000
    for name, first in (("date_1904_true.xlsx", "2027-04-02"), ("date_thai_buddhist.xlsx", "2023-04-01")):
        assert str(_book(generated, name).sheets[0].rows[1][3]) == first
    assert _book(generated, "date_false_format.xlsx").sheets[0].rows[1][5] == 120_000
    old = _book(generated, "formula_external_ref.xlsx").sheets[0].rows[1]
    assert old[1] == "old cached text"
    faults = [
        c for c in _book(generated, "formula_no_cached_value.xlsx").sheets[0].rows[1] if isinstance(c, Fault)
    ]
    assert {fault.code for fault in faults} == {"cell.no-result"} and len(faults) == 3
    edges = _book(generated, "date_1900_edges.xlsx").sheets[0].rows
    assert isinstance(edges[4][3], Fault) and edges[4][3].text == "60"
    injected = _book(generated, "inject_csv.csv").sheets[0].rows
    assert [row[1] for row in injected[7:11]] == ["\t=1+1", "\r=1+1", "\n=1+1", " =1+1"]


def _book(results: dict[str, Result], name: str) -> Workbook:
    book = results[name].book
    assert book is not None
    return book


@pytest.mark.slow
def test_f45_the_collected_files_are_refused_or_read_whole(hostile: Path) -> None:
    """Known outcomes of files from the test suites of reading libraries; none crashes, none loses cells unsaid."""
    results = run_all(hostile / "collected")
    protected = [
        name for name in results if re.search(r"pass_protected|encrypt|password|_pwd_|passtika", name)
    ]
    assert protected
    assert all("password-protected" in results[name].refused for name in protected)
    for name in (
        "calamine__OOM_alloc.xls",
        "exceldatareader__Test_git_issue_382_oom.xls",
        "poi__Simple.xlsb",
    ):
        assert results[name].refused
    rows = {name: [len(s.rows) for s in r.book.sheets] for name, r in results.items() if r.book is not None}
    assert rows["poi__SampleSS.strict.xlsx"] == [3, 5, 0]
    assert rows["test_files__sheet_visibility_strict.xlsx"] == [2, 2, 2]
    assert rows["poi__59746_NoRowNums.xlsx"] == [71]
    assert rows["poi__64508.xlsx"] == [5]
    assert rows["calamine__issue_174.xlsx"] == [2]
    late = [result.line() for result in results.values() if result.seconds > SECONDS * SLOW_MACHINE]
    assert not late, "\n".join(late)
    differing = {
        name
        for name, result in results.items()
        if result.book and any("differ" in one.finding.code for one in result.book.remarks)
    }
    assert differing == set()
