"""What the strip of Home is told of a deadline, and how far it reaches; nothing of Qt, for a worker imports it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from tracker.ui.parts.format import Look

MONTHS = 18
CROWDED = 2_000
"""With more deadlines than that there are bars however wide the strip is, and one mark a day will do."""


class DayMark(NamedTuple):
    """One deadline on the strip: its day, its look and its line for the tooltip."""

    day: date
    look: Look
    title: str
