"""Icons as files in the colours of a theme: a style sheet can name files only, and tint none."""

from __future__ import annotations

import os

from tracker.app.settings import cache_folder
from tracker.resources import resource


def tinted(name: str, colour: str) -> str:
    """Path of that icon in that colour (#RRGGBB); in black, as it is drawn, where no file can be written.

    The files stay from one start to the next, three for each theme, so that a program that was killed leaves
    nothing that piles up.
    """
    drawn = resource("icons", f"{name}.svg")
    whole = drawn.read_bytes().replace(b"currentColor", colour.encode())
    path = cache_folder() / "icons" / f"{name}-{colour[1:]}.svg"
    try:
        if not path.exists() or path.read_bytes() != whole:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = path.with_suffix(f".{os.getpid()}")  # another program may be reading it
            part.write_bytes(whole)
            part.replace(path)
    except OSError:
        return drawn.as_posix()
    return path.as_posix()
