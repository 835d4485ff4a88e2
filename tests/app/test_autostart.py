"""Started at login: entries as each system reads them, in a home folder of the test's own."""

from __future__ import annotations

import configparser
import plistlib
import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.examples import examples
from tracker.app import autostart
from tracker.app.autostart import (
    Login,
    agent,
    command,
    desktop_entry,
    read_agent,
    read_desktop_entry,
    run_value,
)
from tracker.domain.errors import CannotWrite

ODD = '/home/ann/Contracts & co/50% "new" $HOME `x` \\n.tracker'


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_switched_on_off_and_for_another_register(system: str, tmp_path: Path) -> None:
    login = Login(system, tmp_path, {})
    assert login.register() is None
    register = tmp_path / "Contracts & co" / "Our register.tracker"
    told = login.switch_on(register)
    assert told == f"The reminders of Our register.tracker start when you log in. The entry is {login.path}."
    assert login.register() == register
    login.switch_on(tmp_path / "Other.tracker")
    assert login.register() == tmp_path / "Other.tracker"
    assert len(list(login.path.parent.iterdir())) == 1, "there is one entry"
    assert login.switch_off() == f"Nothing starts when you log in any more. {login.path} is removed."
    assert login.register() is None
    assert not login.path.exists()
    login.switch_off()


def test_where_the_entries_stand(tmp_path: Path) -> None:
    assert Login("linux", tmp_path, {}).path == tmp_path / ".config/autostart/tracker-reminders.desktop"
    own = Login("linux", tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "conf")})
    assert own.path == tmp_path / "conf/autostart/tracker-reminders.desktop"
    assert Login("darwin", tmp_path, {}).path == tmp_path / "Library/LaunchAgents/uk.tracker.reminders.plist"


def test_a_desktop_entry_is_one_that_other_programs_read() -> None:
    words = ("/opt/my apps/python", "-m", "tracker", "remind", "/home/ann/Our register.tracker")
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(desktop_entry(words).decode())
    entry = parser["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["TryExec"] == "/opt/my apps/python"
    assert shlex.split(entry["Exec"]) == list(words)


@examples(40)
@given(
    st.lists(
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1), min_size=1
    )
)
@example(["/usr/bin/python3", ODD])
@example(["a\\", "\\n", "%%", '"'])
def test_every_word_comes_back_from_every_form(words: list[str]) -> None:
    assert read_desktop_entry(desktop_entry(words)) == tuple(words)
    plain = [word for word in words if word.isprintable()]
    assert read_agent(agent(plain)) == tuple(plain)


def test_a_desktop_entry_that_was_switched_off_elsewhere_is_off() -> None:
    entry = desktop_entry(("/usr/bin/tracker", "remind", "/r"))
    assert read_desktop_entry(entry) == ("/usr/bin/tracker", "remind", "/r")
    assert read_desktop_entry(entry + b"Hidden=true\n") == ()
    off = entry.replace(b"enabled=true", b"enabled=false")
    assert read_desktop_entry(off) == ()


def test_an_agent_is_one_that_macos_reads() -> None:
    made = plistlib.loads(agent(("/Applications/Tracker.app/Contents/MacOS/tracker", "remind", ODD)))
    assert made["ProgramArguments"] == ["/Applications/Tracker.app/Contents/MacOS/tracker", "remind", ODD]
    assert made["RunAtLoad"] is True
    assert "KeepAlive" not in made, "who quits the program has quit it"
    assert read_agent(plistlib.dumps({**made, "Disabled": True})) == ()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[Desktop Entry]\n", b"<plist/>", b"bplist00"])
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_what_is_none_of_ours_is_off(system: str, content: bytes, tmp_path: Path) -> None:
    login = Login(system, tmp_path, {})
    login.path.parent.mkdir(parents=True)
    login.path.write_bytes(content)
    assert login.register() is None


def test_the_packed_program_starts_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    register = tmp_path / "r.tracker"
    assert command(register, "linux", {}) == (sys.executable, "-m", "tracker", "remind", str(register))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/Tracker/tracker")
    assert command(register, "linux", {}) == ("/opt/Tracker/tracker", "remind", str(register))
    image = {"APPIMAGE": "/home/ann/Tracker.AppImage"}
    assert command(register, "linux", image)[0] == "/home/ann/Tracker.AppImage"


def test_on_windows_no_black_window_opens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pythonw.exe").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert command(tmp_path / "r", "win32", {})[0] == str(tmp_path / "pythonw.exe")


def test_the_text_for_windows_is_quoted_and_not_too_long() -> None:
    words = (r"C:\Program Files\Tracker\tracker.exe", "remind", r"S:\Our register.tracker")
    text = run_value(words)
    assert text == r'"C:\Program Files\Tracker\tracker.exe" remind "S:\Our register.tracker"'
    assert autostart.read_run_value(text) == words
    with pytest.raises(CannotWrite, match="longer than 260 characters"):
        run_value((*words, "x" * 260))


def test_a_folder_that_may_not_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / ".config").write_text("a file where the folder should be")
    with pytest.raises(CannotWrite, match="could not be made"):
        Login("linux", tmp_path, {}).switch_on(tmp_path / "r.tracker")


@pytest.mark.skipif(sys.platform != "win32", reason="there is no registry here")
def test_the_registry_holds_the_entry_and_lets_it_go(tmp_path: Path) -> None:
    login = Login()
    before = login.register()
    try:
        assert "when you log in" in login.switch_on(tmp_path / "r.tracker")
        assert login.register() == (tmp_path / "r.tracker").resolve()
        login.switch_off()
        assert login.register() is None
    finally:
        if before is not None:
            login.switch_on(before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry here")
def test_without_a_registry_nothing_is_pretended(tmp_path: Path) -> None:
    login = Login("win32", tmp_path, {})
    assert login.register() is None
    with pytest.raises(CannotWrite):
        login.switch_on(tmp_path / "r.tracker")
    with pytest.raises(CannotWrite):
        login.switch_off()
