"""What workers are done with goes back to the system."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tracker.ui import memory
from tracker.ui.jobs import Jobs

_MEBIBYTE = 1 << 20


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(memory.library() is None, reason="another C library")
def test_what_was_freed_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_PAUSE", 0.0)
    kept = [bytes(1000) for _ in range(40_000)]
    last = bytes(1000)
    before = resident()
    kept.clear()
    memory.give_back()
    assert before - resident() > 10 * _MEBIBYTE
    assert len(last) == 1000


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    memory.library.cache_clear()
    monkeypatch.setattr("sys.platform", "win32")
    try:
        assert memory.library() is None
        memory.keep_little()
        memory.give_back()
    finally:
        memory.library.cache_clear()


def test_workers_share_a_pool_from_the_first_job_on(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(memory, "keep_little", lambda: told.append("few pools"))
    jobs = Jobs(2)
    for _ in range(3):
        jobs.run(int, print, print)
    jobs.close()
    assert told == ["few pools"]
