"""`tracker remind` as a person has it: a real X display, a window manager, a tray, real processes and real keys.

Run by `test_realscreen.py` in a process of its own; prints what was seen as JSON. With a second
word, a folder, it leaves pictures of the screen there; a third says in which theme.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tracker.app.settings import Settings

MAIN, POPUP, TOLD = (
    "Netherfold.tracker – Tracker$",
    "^[0-9]+ reminders.* – Tracker$",
    "^Tracker is still running",
)
PICTURE = (
    "import sys; from PySide6.QtGui import QGuiApplication; app = QGuiApplication([]); "
    "app.primaryScreen().grabWindow(0).save(sys.argv[1])"
)


def wait(holds: Callable[[], object], seconds: float = 20.0) -> bool:
    """Wait until that holds, or so long."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        time.sleep(0.1)
    return bool(holds())


def tool(*words: str) -> str:
    """What xdotool says."""
    return subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False).stdout.strip()


def seen(name: str) -> list[str]:
    """The windows that are on the screen under a name like that."""
    return tool("search", "--onlyvisible", "--name", name).split()


class Screen:
    """What is started on the screen, and pictures of it."""

    def __init__(self, pictures: Path | None) -> None:
        self._pictures = pictures
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        self.started.append(subprocess.Popen(words))
        return self.started[-1]

    def picture(self, name: str) -> None:
        if self._pictures is not None:
            time.sleep(1.0)
            subprocess.run([sys.executable, "-c", PICTURE, str(self._pictures / f"{name}.png")], check=False)

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


def tray_icon() -> tuple[int, int] | None:
    """The middle of the tray, where one icon stands; None where the tray is empty."""
    found = seen("^panel$")
    if not found:
        return None
    words = tool("getwindowgeometry", "--shell", found[-1])
    box = {name: int(value) for name, _, value in (line.partition("=") for line in words.splitlines())}
    return (box["X"] + box["WIDTH"] // 2, box["Y"] + box["HEIGHT"] // 2) if box["WIDTH"] > 8 else None


def main(register: Path, pictures: Path | None, scheme: str = "system") -> dict[str, object]:
    """Start reminders as at login, ask for them by the tray, for the window by a second start, close it, quit."""
    screen = Screen(pictures)
    awake = Settings(theme=scheme, reminders={"quiet": []})  # whatever the hour is
    awake.save()
    tracker = (sys.executable, "-m", "tracker")
    told: dict[str, object] = {}
    try:
        screen.start(
            "trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "28"
        )
        wait(lambda: seen("^panel$"))
        first = screen.start(*tracker, "remind", str(register))
        told["popup"] = wait(lambda: seen(POPUP), 60)
        told["no window"] = not seen(MAIN)
        told["icon"] = wait(tray_icon)
        screen.picture("remind")
        if (icon := tray_icon()) is not None:
            tool("mousemove", str(icon[0]), str(icon[1]), "click", "1")
            told["tray asks"] = wait(lambda: "reminder" in tool("getactivewindow", "getwindowname"), 10)
        told["second ends"] = screen.start(*tracker, str(register)).wait(30)
        told["window"] = wait(lambda: seen(MAIN))
        screen.picture("window")
        tool("windowactivate", "--sync", seen(MAIN)[-1])
        tool("key", "ctrl+w")
        told["said"] = wait(lambda: seen(TOLD))
        told["closed"] = wait(lambda: not seen(MAIN))
        told["runs on"] = first.poll() is None
        screen.picture("closed")
        tool("windowactivate", "--sync", *seen(TOLD)[-1:])
        tool("key", "alt+q")
        told["quits"] = wait(lambda: first.poll() is not None) and first.returncode
        return told
    finally:
        screen.end()


if __name__ == "__main__":
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    print(json.dumps(main(Path(sys.argv[1]), folder, *sys.argv[3:])))  # noqa: T201
