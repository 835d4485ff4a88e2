"""Reading in a child process: what a hostile or broken workbook can do ends there.

The child (`tracker.exchange.reader`) gets a memory limit, the parent keeps a clock.
Frames come back over its standard output: plain values in Python's own marshal
form, which is quick and, unlike pickle, can carry nothing that runs.
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
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from tracker.domain.check import Severity
from tracker.domain.errors import CannotRead
from tracker.exchange.sheet import Cell, Fault, Limits, Progress, Row, Sheet, Workbook, remark

Frame = tuple[Any, ...]

_TICK = 0.05
_AHEAD = 64
"""Frames that may wait unread, so that a fast child cannot fill the parent's memory."""

_SHOWS_NOTHING: dict[str, Any] = {"creationflags": 0x08000000} if sys.platform == "win32" else {}
"""CREATE_NO_WINDOW: no console window flashes up on Windows."""


def command() -> list[str]:
    """How the reader is started; a frozen program starts itself with a word that its entry point knows."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-spreadsheet"]
    return [sys.executable, "-X", "utf8", "-m", "tracker.exchange.reader"]


def read(
    path: Path,
    kind: str,
    sheet: str | None,
    limits: Limits,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Workbook:
    """Read a workbook in a child process. Raises CannotRead as `sheet.read` says."""
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
    root = str(Path(__file__).resolve().parents[2])
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
    while True:
        if cancelled and cancelled():
            raise CannotRead(f"Reading {path.name} was cancelled. Nothing was changed.")
        try:
            frame = frames.get(timeout=_TICK)
        except queue.Empty:
            if clock.monotonic() > until:
                raise CannotRead(_too_long(path)) from None
            continue
        if frame is None:
            raise CannotRead(
                f"{path.name} could not be read: the workbook is damaged, or needs more memory than is safe. "
                "Open it in Excel, save a copy, and import the copy."
            )
        if frame[0] == "end":
            return book
        _take(book, frame, decode, progress)


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
        case ("sheet", name, state, merged, hidden_rows, hidden_columns):
            book.sheets.append(
                Sheet(
                    name=name,
                    rows=[],
                    numbers=[],
                    state=state,
                    merged=tuple(merged),
                    hidden_rows=frozenset(hidden_rows),
                    hidden_columns=frozenset(hidden_columns),
                )
            )
        case ("rows", numbers, rows):
            sheet = book.sheets[-1]
            assert isinstance(sheet.numbers, list)
            sheet.rows.extend(decode.rows(rows))
            sheet.numbers.extend(numbers)
        case ("remark", of_sheet, code, severity, message, row, column, text):
            found = remark(code, Severity(severity), message, row=row, column=column, text=text)
            if of_sheet:
                book.sheets[-1].remarks += (found,)
            else:
                book.remarks += (found,)
        case ("progress", done, whole):
            if progress:
                progress(done, whole)


class Decoder:
    """Turns the tuples that stand for dates, times and faults back into them; each value once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Cell] = {}

    def rows(self, rows: list[list[Any]]) -> list[Row]:
        """The same lists, with every tuple replaced in place."""
        known = self._known
        for row in rows:
            for index, cell in enumerate(row):
                if type(cell) is tuple:
                    value = known.get(cell)
                    if value is None:
                        value = known[cell] = decode_cell(cell)
                    row[index] = value
        return rows


def encode_cell(cell: date | datetime | time | Fault) -> tuple[Any, ...]:
    """A value that marshal does not know, as a tuple that it does."""
    if isinstance(cell, datetime):
        since = cell - datetime.combine(cell.date(), time(), cell.tzinfo)
        return (cell.toordinal(), since // timedelta(microseconds=1))
    if isinstance(cell, date):
        return (cell.toordinal(),)
    if isinstance(cell, time):
        return (cell.hour, cell.minute, cell.second, cell.microsecond)
    return (cell.code, cell.text, "")


def decode_cell(cell: tuple[Any, ...]) -> Cell:
    """What `encode_cell` made it from."""
    match cell:
        case (ordinal,):
            return date.fromordinal(ordinal)
        case (ordinal, microseconds):
            return datetime.combine(date.fromordinal(ordinal), time()) + timedelta(microseconds=microseconds)
        case (hour, minute, second, microsecond):
            return time(hour, minute, second, microsecond)
        case (code, text, ""):
            return Fault(code, text)
    raise ValueError(f"not a cell: {cell!r}")
