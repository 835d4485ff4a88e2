"""Any spreadsheet or text table, read whole into the plain values of `sheet`.

`read` looks at the bytes and not at the name, reads workbooks in a guarded child
process (a reading library that crashes, hangs or swallows memory takes nothing
else with it) and returns every sheet. What cannot be read is refused with one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tracker.domain.check import Severity
from tracker.exchange.sheets import guard, kinds, text
from tracker.exchange.sheets.sheet import Limits, Progress, Workbook, remark

STANDARD = Limits()


def read(
    path: Path,
    *,
    sheet: str | None = None,
    limits: Limits = STANDARD,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Workbook:
    """Read a spreadsheet or text table whole.

    `sheet` names the one sheet to read (the others are listed without their rows).
    Raises CannotRead, with a sentence for the person, where the file is not one that
    holds a table, is damaged, encrypted or beyond the limits, or reading was cancelled.
    """
    kind = kinds.recognise(path)
    if kind == "text":
        book = text.read(path, limits, progress, cancelled)
    else:
        book = guard.read(path, kind, sheet, limits, progress, cancelled)
    owner = kinds.open_elsewhere(path)
    if owner is not None:
        by = f" by {owner}" if owner else ""
        message = (
            f"{path.name} is open in another program{by}: changes that were not saved are not in the file."
        )
        book.remarks += (remark("book.open-elsewhere", Severity.WARNING, message),)
    return book
