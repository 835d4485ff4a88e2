"""The verb `remind`: at login or not, the digest, and what it does where there is no screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from shutil import copyfile

import pytest

from tracker.app.autostart import Login
from tracker.app.settings import Settings
from tracker.cli import main


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return copyfile(Path(__file__).resolve().parents[2] / "sample.db", tmp_path / "Netherfold.tracker")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="the registry of whoever runs it is not touched")
def test_at_login_on_and_off_says_what_it_did(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remind", str(register), "--at-login", "on"]) == 0
    assert capsys.readouterr().out.startswith("The reminders of Netherfold.tracker start when you log in.")
    assert Login().register() == register
    assert main(["remind", str(register), "--at-login", "off", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["at_login"] is None
    assert Login().register() is None


def test_the_digest_is_a_text_a_document_or_a_page(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remind", str(register), "--digest"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("What is due this week\n")
    assert "\nOVERDUE\n- " in text
    assert main(["remind", str(register), "--digest", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parts"][0]["heading"] == "Overdue"
    out = tmp_path / "week.html"
    assert main(["remind", str(register), "--to", str(out)]) == 0
    assert "<h2>This week</h2>" in out.read_text()
    assert main(["remind", str(register), "--to", str(out)]) == 2, "nothing is overwritten unasked"
    assert main(["remind", str(register), "--to", str(out), "--overwrite"]) == 0
    assert main(["remind", str(register), "--to", str(tmp_path / "week.pdf")]) == 0
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_screen_what_is_due_is_printed(
    register: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert main(["remind", str(register)]) == 1
    captured = capsys.readouterr()
    assert "There is no screen" in captured.err
    assert "Due as at" in captured.out
    settings = Settings()
    settings.remember(register)
    settings.save()
    assert main(["remind"]) == 1, "the last register, where none is named"


def test_a_register_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remind", str(tmp_path / "no.tracker")]) == 2
    assert "There is no register" in capsys.readouterr().err
