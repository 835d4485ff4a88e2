"""The pages of a register that describe its tables, taken from a new one of the same version.

SQLite lays out the same migrations in the same way every time, and a register is never packed,
so the tables of a damaged register start on the same pages as those of a new one.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

PAGE: Final = 4096
_INTERIOR_TABLE: Final = 5


def mend_header(damaged: Path, fresh: Path) -> None:
    """Make the first hundred bytes say what must be true: the page size, and as many pages as there are."""
    data = bytearray(damaged.read_bytes())
    good = fresh.read_bytes()[:100]
    if len(data) < PAGE:
        return
    if data[:16] == good[:16] and data[16:18] == good[16:18] and data[18:20] == b"\2\2":
        return  # its own log tells how many pages there are
    if (
        data[:24] == good[:24]
        and data[44:60] == good[44:60]
        and struct.unpack(">I", data[28:32])[0] <= len(data) // PAGE
    ):
        return
    data[:100] = good
    data[28:32] = struct.pack(">I", len(data) // PAGE)
    data[32:40] = bytes(8)  # no list of free pages: nothing is to be written here
    data[92:96] = data[24:28]
    damaged.write_bytes(data)
    Path(f"{damaged}-journal").unlink(missing_ok=True)


def put_schema(damaged: Path, fresh: Path) -> None:
    """Put the pages that describe the tables in the place of what is there."""
    data, good = bytearray(damaged.read_bytes()), fresh.read_bytes()
    data.extend(bytes(-len(data) % PAGE))
    pages = len(data) // PAGE
    for number in _schema_pages(good):
        start = (number - 1) * PAGE
        if start < len(data):
            data[start : start + PAGE] = good[start : start + PAGE]
    data[28:32] = struct.pack(">I", pages)
    data[32:40] = bytes(8)
    data[92:96] = data[24:28]
    damaged.write_bytes(data)
    Path(f"{damaged}-journal").unlink(missing_ok=True)


def _schema_pages(good: bytes) -> list[int]:
    """The pages of the tree whose root is the first page, and of the texts that overflow them."""
    found, waiting = [], [1]
    while waiting:
        number = waiting.pop()
        found.append(number)
        page = good[(number - 1) * PAGE : number * PAGE]
        head = 100 if number == 1 else 0
        cells = struct.unpack(">H", page[head + 3 : head + 5])[0]
        interior = page[head] == _INTERIOR_TABLE
        pointers = struct.unpack(f">{cells}H", page[head + (12 if interior else 8) :][: 2 * cells])
        if interior:
            waiting += [struct.unpack(">I", page[at : at + 4])[0] for at in pointers]
            waiting.append(struct.unpack(">I", page[head + 8 : head + 12])[0])
        else:
            found += [over for at in pointers for over in _overflow(good, page, at)]
    return found


def _overflow(good: bytes, page: bytes, at: int) -> list[int]:
    """The pages on which the rest of one cell of a leaf lies; the shares are those of the file format."""
    size, at = _varint(page, at)
    _, at = _varint(page, at)
    most, least = PAGE - 35, (PAGE - 12) * 32 // 255 - 23
    if size <= most:
        return []
    here = least + (size - least) % (PAGE - 4)
    here = here if here <= most else least
    found = []
    following = struct.unpack(">I", page[at + here : at + here + 4])[0]
    while following:
        found.append(following)
        start = (following - 1) * PAGE
        following = struct.unpack(">I", good[start : start + 4])[0]
    return found


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """A number of the file format (seven bits a byte, nine bytes at the most), and where it ends."""
    value = 0
    while True:
        byte = page[at]
        at += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at
