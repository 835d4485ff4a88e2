"""What is said to a person on standard error."""

from __future__ import annotations

import sys


def say(text: str) -> None:
    """One line on standard error; nothing where there is none, as in a program with a window alone."""
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
