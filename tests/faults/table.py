"""Every fault of the list with its outcome and its time: `python -m tests.faults.table [long]`.

A test says in its name which faults it proves (`test_f17_f20_…`), wherever it stands. All of
those are run, on every core, and a line is printed for each fault. `long` runs the sweeps at full density.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FAULTS = {
    1: "killed in an import's commit", 2: "killed in a migration", 3: "killed in a backup",
    4: "killed in an export over a workbook", 5: "killed while preferences are saved",
    6: "disk full in an import", 7: "disk full in one edit", 8: "disk full in a backup",
    9: "disk full in an export", 10: "disk full in a migration", 11: "a read that fails",
    12: "a commit that fails", 13: "a flush that fails", 14: "journal removed by a cleaner",
    15: "restored beside a stale journal", 16: "end out of order", 17: "a page overwritten",
    18: "header damaged, half a file, zeros", 19: "an empty file", 20: "register and newest backup damaged",
    21: "backup of a damaged register", 22: "thinning of backups", 23: "file or folder read-only",
    24: "removed while open", 25: "replaced while open", 26: "written by another program",
    27: "share gone for a while", 28: "in a cloud folder", 29: "a copy in conflict beside it",
    30: "on a network drive, in a log", 31: "in a write-ahead log", 32: "odd names and long paths",
    33: "a newer format", 34: "an older format", 35: "a database of another program",
    36: "tables altered", 37: "a hostile schema", 38: "SQL typed into fields", 39: "two windows, one person",
    40: "two people, one register", 41: "a writer that waits", 42: "a stale mark", 43: "migrated while open",
    44: "20 processes, 50 saves each", 45: "every hostile spreadsheet", 46: "a reader that aborts",
    47: "a reader that hangs", 48: "failure half-way through a batch", 49: "imported twice",
    50: "an import undone after edits", 51: "open in Excel while imported", 52: "target open in Excel",
    53: "a scanner holds the new file", 54: "texts that look like formulas", 55: "the same in csv",
    56: "out and in again", 57: "nothing else is opened", 58: "temporary copies",
    59: "asleep across the moment", 60: "away for a month", 61: "clock back a day", 62: "clock ten years ahead",
    63: "the clocks change", 64: "another time zone", 65: "month ends and leap years", 66: "midnight",
    67: "a timer for more than a month", 68: "10,000 reminders at once", 69: "no tray",
    70: "a popup while typing", 71: "answered on another machine", 72: "an answer that cannot be saved",
}  # fmt: skip
"""The faults of storage (1 to 32), sharing (33 to 44), files (45 to 58) and time (59 to 72)."""

_WHERE = ("domain", "store", "app", "exchange", "cli", "ui", "faults")


def faults_of(name: str) -> list[int]:
    """The numbers at the head of a test's name."""
    head = re.match(r"test((?:_f\d+)+)_", name)
    return [int(number) for number in re.findall(r"\d+", head[1])] if head else []


class Table:
    """Remembers how the tests of each fault went."""

    def __init__(self) -> None:
        self.outcomes: dict[int, list[str]] = defaultdict(list)
        self.seconds: dict[int, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = report.nodeid.partition("[")[0].rpartition("::")[2]
        for fault in faults_of(name):
            self.seconds[fault] += report.duration
            if report.when == "call" or report.outcome != "passed":
                self.outcomes[fault].append(report.outcome)

    def lines(self) -> list[str]:
        found = []
        for fault, words in FAULTS.items():
            all_of = self.outcomes[fault]
            counts = {kind: all_of.count(kind) for kind in ("passed", "failed", "skipped") if kind in all_of}
            said = ", ".join(f"{number} {kind}" for kind, number in counts.items()) or "no test"
            outcome = "FAILS" if "failed" in counts else "holds" if "passed" in counts else "not shown here"
            found.append(f"F{fault:<3} {words:38} {outcome:15} {said:24} {self.seconds[fault]:7.1f} s")
        return found


def main(words: list[str]) -> int:
    """Run them all and print the table; the exit status is that of the tests."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if "long" in words:
        os.environ |= {"TRACKER_FAULTS": "long", "TRACKER_SWEEP_EVERY": "1"}
    table = Table()
    folders = [str(ROOT / "tests" / name) for name in _WHERE]
    plugins: list[Any] = [table]
    named = " or ".join(f"test_f{fault}_" for fault in FAULTS)
    cores = ["-n", str(os.cpu_count() or 2)]
    quiet = ["-q", "--no-header", "--tb=short", "--show-capture=no", "-rN"]
    status = pytest.main([*quiet, *cores, "-k", named, *folders], plugins)
    sys.stdout.write("\n".join(table.lines()) + "\n")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
