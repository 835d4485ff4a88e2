"""What a file is, told from its first hundred bytes before SQLite touches it."""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from typing import Final

from tracker.domain.errors import NotARegister, RegisterDamaged, TrackerError
from tracker.store import schema

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100

_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", "a workbook or another packed file; use Import to bring a spreadsheet in"),
    (b"\xd0\xcf\x11\xe0", "an old Office file or a protected workbook; use Import to bring a spreadsheet in"),
    (b"%PDF", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"<", "a web page or an XML file"),
)


def identify(path: Path) -> int:
    """The version of the register at `path`, which may be newer in its minor part.

    Raises:
        NotARegister: it is something else, or of a newer major version.
        RegisterDamaged: it is a register, and cut short or overwritten.
        TrackerError: there is nothing there, or it cannot be read.
    """
    header, size = _read(path)
    name = path.name
    if not size:
        raise NotARegister(
            f"{name} is empty: it may not have finished downloading or copying. Nothing was written to it."
        )
    if not header.strip(b"\0"):
        raise RegisterDamaged(f"{name} holds nothing but zeros: it is damaged. Restore it from a backup.")
    if not header.startswith(_MAGIC):
        raise NotARegister(f"{name} is not a register: it is {_likely(header)}.")
    if size < _HEADER:
        raise RegisterDamaged(f"{name} is cut short: it is damaged. Restore it from a backup.")
    version, application = (int(number) for number in struct.unpack(">4xi4xi", header[56:72]))
    if application != schema.APPLICATION_ID:
        raise NotARegister(f"{name} is a database of another program, and not a register.")
    if schema.major(version) > schema.major(schema.VERSION):
        raise NotARegister(
            f"{name} was saved by a newer version of Tracker "
            f"(format {schema.major(version)}; this one reads up to "
            f"{schema.major(schema.VERSION)}). Update Tracker to open it. Nothing in it was changed."
        )
    _check_whole(path, header, size)
    return version


def in_log(path: Path) -> bool:
    """Whether another program switched a register to a write-ahead log, so that part of it lies elsewhere."""
    return 2 in _read(path)[0][18:20]


def _read(path: Path) -> tuple[bytes, int]:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            what = "a folder" if path.is_dir() else "no ordinary file"
            raise NotARegister(f"{path.name} is {what}, and not a register.")
        with path.open("rb") as file:
            return file.read(_HEADER), os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise TrackerError(f"There is no file {path}.") from None
    except ValueError:
        raise TrackerError("That is not the name of a file.") from None
    except OSError as error:
        raise TrackerError(f"{path.name} cannot be read: {error.strerror or error}.") from error


def _likely(header: bytes) -> str:
    for start, words in _OTHERS:
        if header.startswith(start):
            return words
    return "some other kind of file" if b"\0" in header else "a text file; use Import to bring a table in"


def _check_whole(path: Path, header: bytes, size: int) -> None:
    """Refuse what SQLite would trip over, or half open."""
    page = struct.unpack(">H", header[16:18])[0]
    page = 65536 if page == 1 else page
    changed, pages = struct.unpack(">II", header[24:32])
    valid_for = struct.unpack(">I", header[92:96])[0]
    unfinished = 2 in header[18:20] or path.with_name(path.name + "-journal").exists()
    if changed == valid_for and size < pages * page and not unfinished:
        raise RegisterDamaged(
            f"{path.name} is cut short: {size:,} of {pages * page:,} bytes are there. "
            "It may not have finished copying; otherwise restore it from a backup."
        )
