"""The child process that opens workbooks: `python -m tracker.exchange.sheets.reader`.

It reads its order from standard input, limits its own memory, and writes frames
(see `guard`) to standard output. Whatever goes wrong in here ends as a refusal or
as the end of this process, and never reaches the window.

Every sheet is seen by two readers. A sheet of ordinary size is read by our own
(`worksheet`, `opendocument`), which sees every oddity, and counted by calamine; a
long one is read by the shapes of its rows (`shapes`), a large one else by calamine, and counted in
its bytes. Where the counts differ, the person is told both.
"""

from __future__ import annotations

import gc
import marshal
import sys
from pathlib import Path

from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import archive as archives
from tracker.exchange.sheets.frames import Sender
from tracker.exchange.sheets.sheet import Limits


def main() -> None:
    """Read the order, do it, and say how it ended."""
    path, kind, sheet, seconds, memory, unpacked, part, cells = marshal.loads(sys.stdin.buffer.read())  # noqa: S302
    limits = Limits(seconds=seconds, memory=memory, unpacked=unpacked, part=part, cells=cells)
    _limit_memory(limits)
    gc.disable()  # this process makes rows, hands them on and ends
    sender = Sender(sys.stdout.buffer)
    try:
        _read(Path(path), kind, sheet, limits, sender)
        sender.send("end")
    except CannotRead as error:
        sender.send("refuse", str(error))
    except MemoryError:
        sentence = (
            f"{Path(path).name} needs more memory than is safe. Save the sheet that matters on its own."
        )
        sender.send("refuse", sentence)


def _limit_memory(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path, kind: str, wanted: str | None, limits: Limits, sender: Sender) -> None:
    from tracker.exchange.sheets import reading

    if kind == "zip":
        archive = archives.Archive(path, limits)
        inside = archives.what_is_inside(archive)
        sender.send("book", inside)
        reading.BY_KIND[inside](archive, wanted, limits, sender)
    else:
        sender.send("book", "xls")
        reading.read_xls(path, kind, wanted, sender)


if __name__ == "__main__":
    main()
