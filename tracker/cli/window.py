"""`tracker [REGISTER]`: the window, or the table of what is due where there is no screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import tracker.app.session  # noqa: F401 - before Qt: PySide reads the source of every module that comes after it
from tracker.app.files import first_register
from tracker.cli.saying import say
from tracker.domain.errors import TrackerError


def open_window(words: list[str]) -> int:
    """Open the window on the register named, else on the last one, else on a copy of the sample."""
    if len(words) > 1:
        raise TrackerError(f"“{words[0]}” is neither a verb nor alone: `tracker --help` lists the verbs.")
    register = named_or_last(Path(words[0]) if words else None)
    if not has_screen():
        return show_due_instead(register)
    from tracker.ui.application import start

    return start(register)


def named_or_last(register: Path | None) -> Path:
    """The register that was named, which must be there; the last one where none was."""
    if register is not None and not register.exists():
        raise TrackerError(
            f"There is no register {register}. `tracker import` and `tracker sample` make one."
        )
    return register or first_register()


def show_due_instead(register: Path) -> int:
    """Where there is no screen, say so and print what is due."""
    from tracker.cli.reading import show_due

    say("There is no screen to open a window on, so here is what is due.")
    return show_due(register)


def has_screen() -> bool:
    """Whether a window can be opened here, asked of the display itself where that can be done."""
    if os.environ.get("QT_QPA_PLATFORM") or not sys.platform.startswith("linux"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _answers()


def _answers() -> bool:
    """Whether the X server named by DISPLAY answers; Qt would abort the process where it does not."""
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
