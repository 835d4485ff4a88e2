"""Reading in a child process: what a hostile or broken workbook can do ends there.

The child (`tracker.exchange.sheets.reader`) gets a memory limit, the parent keeps a clock.
Frames (`tracker.exchange.sheets.frames`) come back over its standard output.
"""

from __future__ import annotations

import marshal
import os
import queue
import subprocess
import sys
import threading
import time as clock
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.exchange.pausing import collector_paused
from tracker.exchange.sheets.frames import Decoder
from tracker.exchange.sheets.sheet import Limits, Progress, Sheet, Workbook, remark

Frame = tuple[Any, ...]

_TICK = 0.05
_SECOND_COUNT = 10.0
"""Seconds that the second reader is given."""

_AHEAD = 64
"""Frames that may wait unread, so that a fast child cannot fill the parent's memory."""

_SHOWS_NOTHING: dict[str, Any] = {"creationflags": 0x08000000} if sys.platform == "win32" else {}
"""CREATE_NO_WINDOW: no console window flashes up on Windows."""


def command() -> list[str]:
    """How the reader is started; a frozen program starts itself with a word that its entry point knows."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-spreadsheet"]
    return [sys.executable, "-P", "-X", "utf8", "-m", "tracker.exchange.sheets.reader"]


def read(
    path: Path,
    kind: str,
    sheet: str | None,
    limits: Limits,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Workbook:
    """Read a workbook in a child process. Raises CannotRead as `file.read` says."""
    order = (
        str(path),
        kind,
        sheet,
        limits.seconds,
        limits.memory,
        limits.unpacked,
        limits.part,
        limits.cells,
    )
    child = subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        **_SHOWS_NOTHING,
    )
    assert child.stdin is not None and child.stdout is not None
    frames: queue.Queue[Frame | None] = queue.Queue(_AHEAD)
    stop = threading.Event()
    pump = threading.Thread(target=_pump, args=(child.stdout, frames, stop), daemon=True)
    try:
        try:
            child.stdin.write(marshal.dumps(order))
            child.stdin.close()
        except OSError:
            pass  # it died at once; the missing end frame says so below
        pump.start()
        with collector_paused():
            return _assemble(path, frames, clock.monotonic() + limits.seconds, progress, cancelled)
    finally:
        stop.set()
        child.kill()
        child.wait()
        if pump.ident is not None:
            pump.join()
        child.stdout.close()


def _environment() -> dict[str, str]:
    """The child finds this very package, wherever it runs from."""
    root = str(Path(__file__).resolve().parents[3])
    known = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": root + (os.pathsep + known if known else "")}


def _pump(stream: IO[bytes], frames: queue.Queue[Frame | None], stop: threading.Event) -> None:
    """Move frames from the pipe to the queue until either ends; None is the end."""

    def put(frame: Frame | None) -> None:
        while not stop.is_set():
            try:
                frames.put(frame, timeout=_TICK)
                return
            except queue.Full:
                continue

    try:
        while not stop.is_set():
            size = stream.read(4)
            if len(size) < 4:
                break
            body = stream.read(int.from_bytes(size, "little"))
            put(marshal.loads(body))  # noqa: S302 - written by our own child
    except (OSError, ValueError, EOFError, TypeError):
        pass  # cut off in the middle: the same as no more frames
    put(None)


def _assemble(
    path: Path,
    frames: queue.Queue[Frame | None],
    until: float,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Workbook:
    book = Workbook(path=path, kind="", sheets=[])
    decode = Decoder()
    whole = False  # every row is here; what follows is the second count
    while True:
        if cancelled and cancelled():
            raise CannotRead(f"Reading {path.name} was cancelled. Nothing was changed.")
        try:
            frame = frames.get(timeout=_TICK)
        except queue.Empty:
            if clock.monotonic() <= until:
                continue
            if whole:
                return _uncounted(book)
            raise CannotRead(_too_long(path)) from None
        if frame is None and whole:
            return _uncounted(book)
        if frame is None:
            raise CannotRead(
                f"{path.name} could not be read: the workbook is damaged, or needs more memory than is safe. "
                "Open it in Excel, save a copy, and import the copy."
            )
        if frame[0] == "end":
            return book
        if frame[0] == "read":
            whole = True
            until = min(until, clock.monotonic() + _SECOND_COUNT)
        _take(book, frame, decode, progress)


def _uncounted(book: Workbook) -> Workbook:
    """The second reader failed on a workbook that the first one read: nothing is lost but the comparison."""
    message = "A second reader could not open the workbook, so its cells were counted once only."
    book.remarks += (remark("book.counted-once", Severity.NOTE, message),)
    return book


def _too_long(path: Path) -> str:
    return (
        f"{path.name} took too long to read and was left. Copy the rows that matter into a new workbook, "
        "and import that."
    )


def _take(book: Workbook, frame: Frame, decode: Decoder, progress: Progress | None) -> None:
    """Add one frame to the workbook. Raises CannotRead for a refusal."""
    match frame:
        case ("refuse", sentence):
            raise CannotRead(sentence)
        case ("book", kind):
            book.kind = kind
        case ("sheet", name, state):
            book.sheets.append(Sheet(name=name, rows=[], numbers=[], state=state))
        case ("about", merged, hidden_rows, hidden_columns):
            sheet = book.sheets[-1]
            sheet.merged = tuple(merged)
            sheet.hidden_rows, sheet.hidden_columns = frozenset(hidden_rows), frozenset(hidden_columns)
        case ("restart",):
            book.sheets[-1].rows, book.sheets[-1].numbers = [], []
        case ("rows", numbers, rows, coded):
            sheet = book.sheets[-1]
            assert isinstance(sheet.numbers, list)
            sheet.rows.extend(decode.rows(rows, coded))
            sheet.numbers.extend(numbers)
            if progress:
                progress(sum(len(one.rows) for one in book.sheets), 0)
        case ("columns", numbers, columns):
            sheet = book.sheets[-1]
            assert isinstance(sheet.numbers, list)
            numbers, rows = decode.columns(numbers, columns)
            sheet.rows.extend(rows)
            sheet.numbers.extend(numbers)
            if progress:
                progress(sum(len(one.rows) for one in book.sheets), 0)
        case ("remark", of_sheet, code, severity, message, row, column, text):
            found = remark(code, Severity(severity), message, row=row, column=column, text=text)
            if of_sheet:
                book.sheets[-1].remarks += (found,)
            else:
                book.remarks += (found,)
