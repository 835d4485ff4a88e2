"""What a cell of a list shows: made by the models, painted by the delegate, read by screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from tracker.ui.parts.theme import Tone
from tracker.ui.parts.words import plain_tooltip as plain_tooltip

if TYPE_CHECKING:
    from tracker.ui.parts.format import Look

CELL = Qt.ItemDataRole.UserRole
RECORD = Qt.ItemDataRole.UserRole + 1


class Cell(NamedTuple):
    """What one cell shows.

    Attributes:
        text: the words, plain; "" for an empty cell.
        look: a chip in place of the text, where it is given with `chip`; else its shape stands before.
        computed: a dotted line under it says that its workings can be seen.
        heading: it stands over the rows that follow, with a strong line below.
        remark: quieter words after the text, where there is room for them.
        help: the tooltip, where the text alone does not say it.
    """

    text: str = ""
    tone: Tone = Tone.PLAIN
    weight: int = 400
    right: bool = False
    look: Look | None = None
    chip: bool = False
    computed: bool = False
    heading: bool = False
    remark: str = ""
    help: str = ""


EMPTY = Cell()


def cell_data(cell: Cell, role: int) -> object:
    """What a model's `data` gives for a cell in each role."""
    if role == CELL:
        return cell
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        words = cell.look.word if cell.chip and cell.look else cell.text
        return f"{words} {cell.remark}" if cell.remark else words
    if role == Qt.ItemDataRole.ToolTipRole and cell.help:
        return plain_tooltip(cell.help)
    return None
