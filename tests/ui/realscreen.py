"""A reminder on a real X display with a window manager, while somebody types elsewhere.

Run by `test_realscreen.py` in a process of its own; prints what was seen as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

TYPIST = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication([])
page = QPlainTextEdit()
page.setWindowTitle("Typist")
page.textChanged.connect(lambda: Path(sys.argv[1]).write_text(page.toPlainText()))
page.show()
app.exec()
"""


def wait(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Let events run until that holds, or so long."""
    until = time.monotonic() + seconds
    while not holds() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.02)
    return holds()


def tool(*words: str) -> str:
    """What xdotool says."""
    made = subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False)
    return made.stdout.strip()


def active() -> str:
    """The title of the window that has the keyboard."""
    return tool("getactivewindow", "getwindowname")


def main(register: Path) -> dict[str, object]:
    """Bring a reminder up while somebody types, and then ask for it."""
    from tracker.app.session import Session
    from tracker.app.settings import Settings
    from tracker.ui.application import make_application
    from tracker.ui.parts.theme import Scheme, Theme
    from tracker.ui.reminders.keeper import Keeper
    from tracker.ui.tray import Tray
    from tracker.ui.window import Window

    app = make_application(["tracker"])
    Theme(app, Scheme.LIGHT)
    typed = Path(tempfile.mkdtemp()) / "typed"
    settings = Settings(reminders={"quiet": []})  # whatever the hour is
    settings.save()
    window = Window(Session.open(register), settings)
    window.show()
    typist = subprocess.Popen([sys.executable, "-c", TYPIST, str(typed)])
    try:
        wait(lambda: bool(tool("search", "--name", "^Typist$")))
        tool("windowactivate", "--sync", tool("search", "--name", "^Typist$").split()[-1])
        wait(lambda: active() == "Typist")
        keeper = Keeper(window, Tray(window))
        keeper.check()
        wait(keeper.popup.isVisible)
        for key in ("s", "t", "r", "e", "e", "t", "space", "Return", "Escape"):
            tool("key", key)
        wait(lambda: typed.exists() and typed.read_text().startswith("street \n"))
        seen: dict[str, object] = {
            "listed": len(keeper.popup.windowTitle()) > 0 and keeper.popup.list.lines.rowCount(),
            "visible": keeper.popup.isVisible(),
            "active": active(),
            "typed": typed.read_text(),
        }
        keeper.show()
        seen["asked"] = wait(lambda: active() == keeper.popup.windowTitle())
        window.close()
        wait(lambda: not window.isVisible(), 2)
        seen["popup stays"] = keeper.popup.isVisible()
        keeper.leave()
        return seen
    finally:
        typist.kill()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))  # noqa: T201
