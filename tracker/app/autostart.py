"""Started at login: the entry by which the system starts `tracker remind`, for one person and without rights.

On Windows a value under the Run key of the person's own registry, on macOS a launch agent, elsewhere
a file in the folder that desktops read when somebody logs in. There is one entry, for one register.
"""

from __future__ import annotations

import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tracker.domain.errors import CannotWrite

RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_SWITCHED_OFF = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_VALUE = "Tracker reminders"
_LONGEST = 260
"""Characters that Windows reads of such a value."""

_DESKTOP = "tracker-reminders.desktop"
_AGENT = "uk.tracker.reminders"


@dataclass(frozen=True, slots=True)
class Login:
    """The login of the person at this machine.

    Attributes:
        system: as `sys.platform` has it.
        home: their home folder.
    """

    system: str = sys.platform
    home: Path = field(default_factory=Path.home)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def register(self) -> Path | None:
        """The register whose reminders are started at login; None where none is."""
        words = _read_run_key() if self.system == "win32" else self._read_file()
        return Path(words[-1]) if words else None

    def switch_on(self, register: Path) -> str:
        """Have reminders of that register started at login, in place of another's; says what was done.

        Raises:
            CannotWrite: the entry could not be made; nothing was changed then.
        """
        words = command(register.resolve(), self.system, self.environment)
        if self.system == "win32":
            _write_run_key(words)
            return f"Windows starts the reminders of {register.name} when you log in."
        from tracker.exchange.safewrite import write_bytes

        path = self.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"{path.parent} could not be made: {error.strerror}.") from None
        content = agent(words) if self.system == "darwin" else desktop_entry(words)
        write_bytes(path, content, overwrite=True)
        return f"The reminders of {register.name} start when you log in. The entry is {path}."

    def switch_off(self) -> str:
        """Have nothing started at login any more; says what was done.

        Raises:
            CannotWrite: the entry could not be taken away.
        """
        if self.system == "win32":
            _remove_run_key()
            return "Windows no longer starts reminders when you log in."
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(f"{self.path} could not be removed: {error.strerror}.") from None
        return f"Nothing starts when you log in any more. {self.path} is removed."

    @property
    def path(self) -> Path:
        """The file of the entry, where it is a file."""
        if self.system == "darwin":
            return self.home / "Library" / "LaunchAgents" / f"{_AGENT}.plist"
        own = self.environment.get("XDG_CONFIG_HOME", "")
        return (Path(own) if own else self.home / ".config") / "autostart" / _DESKTOP

    def _read_file(self) -> tuple[str, ...]:
        try:
            content = self.path.read_bytes()
            return read_agent(content) if self.system == "darwin" else read_desktop_entry(content)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, plistlib.InvalidFileException):
            return ()


def command(
    register: Path, system: str = sys.platform, environment: Mapping[str, str] = os.environ
) -> tuple[str, ...]:
    """The words that start the reminders of a register: by the packed program, or by this Python."""
    if getattr(sys, "frozen", False):
        # An AppImage runs from a folder that is another one each time.
        return (environment.get("APPIMAGE") or sys.executable, "remind", str(register))
    python = Path(sys.executable)
    if system == "win32" and python.with_name("pythonw.exe").exists():
        python = python.with_name("pythonw.exe")  # the same without a black window
    return (str(python), "-m", "tracker", "remind", str(register))


# Linux and the like: a desktop entry

_ESCAPED = str.maketrans({'"': r"\"", "`": r"\`", "$": r"\$", "\\": r"\\"})


def desktop_entry(words: Sequence[str]) -> bytes:
    """The file that desktops read at login, by the Desktop Entry Specification 1.5.

    Words are in double quotes, with a backslash before what means something in them; in the
    file every backslash stands twice, and a percent sign too.
    """
    quoted = " ".join(f'"{word.translate(_ESCAPED)}"' for word in words)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=Tracker reminders",
        "Comment=Shows what is due in your register of contracts",
        f"TryExec={_line(words[0])}",
        f"Exec={_line(quoted).replace('%', '%%')}",
        "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
        "",
    )
    return "\n".join(lines).encode("utf-8", "surrogateescape")


def _line(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n")


def read_desktop_entry(content: bytes) -> tuple[str, ...]:
    """The words of such a file; () where it is switched off or none of ours."""
    pairs = dict(
        line.split("=", 1)
        for line in content.decode("utf-8", "surrogateescape").split("\n")
        if "=" in line and not line.startswith("#")
    )
    if pairs.get("Hidden") == "true" or pairs.get("X-GNOME-Autostart-enabled") == "false":
        return ()
    text = re.sub(
        r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), pairs["Exec"].replace("%%", "%")
    )
    words: list[str] = []
    marks = iter(text)
    for mark in marks:
        if mark == '"':
            word = ""
            for inner in marks:
                if inner == '"':
                    break
                word += next(marks, "") if inner == "\\" else inner
            words.append(word)
    return tuple(words)


# macOS: a launch agent


def agent(words: Sequence[str]) -> bytes:
    """The file that macOS reads at login."""
    return plistlib.dumps(
        {
            "Label": _AGENT,
            "ProgramArguments": list(words),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
    )


def read_agent(content: bytes) -> tuple[str, ...]:
    """The words of such a file; () where it is switched off."""
    found = plistlib.loads(content)
    return () if found.get("Disabled") else tuple(found["ProgramArguments"])


# Windows: a value under the Run key


def run_value(words: Sequence[str]) -> str:
    """The words as Windows reads them from one text.

    Raises:
        CannotWrite: it is longer than Windows reads.
    """
    text = subprocess.list2cmdline(words)
    if len(text) > _LONGEST:
        raise CannotWrite(
            f"Windows starts nothing whose name is longer than {_LONGEST} characters, and this is {len(text)}: "
            f"{text}. Move the register to a folder with a shorter name."
        )
    return text


def read_run_value(text: str) -> tuple[str, ...]:
    """The words of such a text: those that `run_value` wrote."""
    words: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == '"':
            end = text.find('"', at + 1)
            end = len(text) if end < 0 else end
            words.append(text[at + 1 : end])
            at = end + 2
        else:
            end = text.find(" ", at)
            end = len(text) if end < 0 else end
            words.append(text[at:end])
            at = end + 1
    return tuple(word for word in words if word)


if sys.platform == "win32":
    import winreg

    def _read_run_key() -> tuple[str, ...]:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                text = str(winreg.QueryValueEx(key, _VALUE)[0])
        except OSError:
            return ()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _SWITCHED_OFF) as key:
                said = winreg.QueryValueEx(key, _VALUE)[0]
            off = isinstance(said, bytes) and bool(said) and said[0] % 2 == 1
        except OSError:
            off = False
        return () if off else read_run_value(text)

    def _write_run_key(words: Sequence[str]) -> None:
        text = run_value(words)
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                winreg.SetValueEx(key, _VALUE, 0, winreg.REG_SZ, text)
        except OSError as error:
            raise CannotWrite(f"Windows refused the entry: {error.strerror}.") from None
        _forget(_SWITCHED_OFF)

    def _remove_run_key() -> None:
        try:
            _forget(RUN_KEY)
        except OSError as error:
            raise CannotWrite(f"Windows refused to remove the entry: {error.strerror}.") from None

    def _forget(where: str) -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, where, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, _VALUE)
        except FileNotFoundError:
            return

else:

    def _read_run_key() -> tuple[str, ...]:
        return ()

    def _write_run_key(words: Sequence[str]) -> None:
        raise CannotWrite(f"There is no Windows here to start {words[0]}.")

    def _remove_run_key() -> None:
        raise CannotWrite("There is no Windows here.")
