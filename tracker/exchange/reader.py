"""The child process that opens workbooks: `python -m tracker.exchange.reader`.

It reads its order from standard input, limits its own memory, and writes frames
(see `guard`) to standard output. Whatever goes wrong in here ends as a refusal or
as the end of this process, and never reaches the window.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tracker.domain.errors import CannotRead
from tracker.exchange.guard import encode_cell
from tracker.exchange.sheet import Limits

_BATCH = 2_000


def main() -> None:
    """Read the order, do it, and say how it ended."""
    path, kind, sheet, seconds, memory, unpacked, part, cells = marshal.loads(sys.stdin.buffer.read())  # noqa: S302
    limits = Limits(seconds=seconds, memory=memory, unpacked=unpacked, part=part, cells=cells)
    _limit_memory(limits)
    try:
        _read(Path(path), kind, sheet, limits)
        send("end")
    except CannotRead as error:
        send("refuse", str(error))
    except MemoryError:
        send(
            "refuse",
            f"{Path(path).name} needs more memory than is safe. Save the sheet that matters on its own.",
        )
    sys.stdout.buffer.flush()


def send(*frame: Any) -> None:
    """Write one frame."""
    body = marshal.dumps(frame)
    sys.stdout.buffer.write(len(body).to_bytes(4, "little") + body)


def _limit_memory(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, kind: str, wanted: str | None, limits: Limits) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    send("book", "xlsx")
    for about in book.sheets_metadata:
        sheet = book.get_sheet_by_name(about.name)
        send("sheet", about.name, "visible", (), (), ())
        if wanted is None or wanted == about.name:
            start = sheet.start or (0, 0)
            _send_rows(sheet.iter_rows(), start[0] + 1, start[1])


def _send_rows(rows: Iterable[list[Any]], first: int, offset: int) -> None:
    """Rows in batches, without the blank ones; `offset` columns are put before each."""
    batch: list[list[Any]] = []
    numbers: list[int] = []
    pad = [""] * offset
    for number, row in enumerate(rows, first):
        if not any(row) and not any(cell != "" for cell in row):
            continue
        batch.append([*pad, *map(_plain, row)])
        numbers.append(number)
        if len(batch) == _BATCH:
            send("rows", numbers, batch)
            batch, numbers = [], []
    if batch:
        send("rows", numbers, batch)


def _plain(cell: Any) -> Any:
    kind = type(cell)
    if kind is str or kind is float or kind is bool or kind is int:
        return cell
    if kind is date or kind is datetime or kind is time:
        return encode_cell(cell)
    if kind is timedelta:
        return str(cell)
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    main()
