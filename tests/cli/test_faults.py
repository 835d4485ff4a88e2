"""What the command line says when the program itself is at fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.cli.verbs import tracker


def test_a_fault_of_ours_is_one_sentence_and_its_place_is_in_the_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise ZeroDivisionError("Street lighting")

    monkeypatch.setattr(tracker.commands["list"], "callback", fail)
    assert main(["list", "register.db"]) == 2
    said = capsys.readouterr().err
    assert len(said.strip().splitlines()) == 1
    log = Path(os.environ["TRACKER_DATA"]) / "errors.log"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert "Street lighting" not in log.read_text(encoding="utf-8")
