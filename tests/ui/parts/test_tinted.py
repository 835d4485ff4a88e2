"""Pictures that the style sheet names: drawn once for a person, in the theme's colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.app.settings import cache_folder
from tracker.ui.parts.tinted import tinted


@pytest.fixture(autouse=True)
def _as_in_a_new_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))


def test_an_icon_is_a_file_in_that_colour_which_the_next_start_finds() -> None:
    path = Path(tinted("tick", "#123456"))
    assert path.parent == cache_folder() / "icons"
    assert "#123456" in path.read_text(encoding="utf-8")
    assert "currentColor" not in path.read_text(encoding="utf-8")
    written = path.stat().st_mtime_ns
    assert tinted("tick", "#123456") == path.as_posix()
    assert path.stat().st_mtime_ns == written
    assert [one.name for one in path.parent.iterdir()] == ["tick-123456.svg"]


def test_an_icon_of_an_earlier_version_is_drawn_again() -> None:
    path = Path(tinted("tick", "#123456"))
    whole = path.read_bytes()
    path.write_bytes(b"as it was")
    tinted("tick", "#123456")
    assert path.read_bytes() == whole


def test_where_no_file_can_be_written_the_icon_is_shown_as_it_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    assert Path(tinted("tick", "#123456")).read_text(encoding="utf-8").count("currentColor")
