"""Compound files, the containers of old Office: which streams they hold, read within bounds.

Enough of the format to tell an .xls from an encrypted .xlsx or a Word document, and
to reach the stream that a workbook is in. Every chain is followed at most as far as
the file is long.
"""

from __future__ import annotations

import struct

from tracker.domain.errors import CannotRead

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks (end of chain, free), not sectors."""

_MINI_LIMIT = 4096
_MAX = 256 << 20


class Compound:
    """A compound file's directory. Raises CannotRead where it is damaged."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data = data
        self._name = name
        try:
            self._read_header()
            self._fat = self._read_fat()
            self._entries = self._read_directory()
            self._mini_fat = _words(self._chain(self._mini_fat_start))
        except (struct.error, IndexError, OverflowError) as error:
            raise damaged(name) from error

    @property
    def streams(self) -> tuple[str, ...]:
        """Names of the streams and folders in it."""
        return tuple(self._entries)

    def stream(self, name: str) -> bytes:
        """A stream's bytes. Raises CannotRead where its chain is broken."""
        start, size = self._entries[name]
        try:
            data = self._chain(start) if size >= _MINI_LIMIT else self._mini_chain(start)
        except (struct.error, IndexError) as error:
            raise damaged(self._name) from error
        return data[:size]

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged(self._name)
        self._size = 1 << shift
        (self._fat_count, self._directory_start) = struct.unpack_from("<II", self._data, 44)
        (self._mini_fat_start,) = struct.unpack_from("<I", self._data, 60)
        (self._more_start, self._more_count) = struct.unpack_from("<II", self._data, 68)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if number >= _FREE or at >= len(self._data):
            raise IndexError(number)
        return self._data[at : at + self._size]

    def _read_fat(self) -> tuple[int, ...]:
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        more = self._more_start
        for _ in range(min(self._more_count, len(self._data) // self._size + 1)):
            if more >= _FREE:
                break
            sector = _words(self._sector(more))
            numbers += sector[:-1]
            more = sector[-1]
        fat: list[int] = []
        for number in numbers[: self._fat_count]:
            if number < _FREE:
                fat += _words(self._sector(number))
        return tuple(fat)

    def _chain(self, start: int) -> bytes:
        pieces: list[bytes] = []
        number = start
        for _ in range(len(self._fat) + 1):
            if number >= _FREE:
                return b"".join(pieces)
            pieces.append(self._sector(number))
            number = self._fat[number]
        raise IndexError(start)  # it runs in a circle

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        data = self._chain(self._directory_start)
        found: dict[str, tuple[int, int]] = {}
        self._root = (0, 0)
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            start, size = struct.unpack_from("<II", data, at + 116)
            if kind == 5:
                self._root = (start, size)
            elif kind in (1, 2) and 2 <= length <= 64:
                found.setdefault(data[at : at + length - 2].decode("utf-16-le", "replace"), (start, size))
        return found

    def _mini_chain(self, start: int) -> bytes:
        whole = self._chain(self._root[0])
        pieces: list[bytes] = []
        number = start
        for _ in range(len(self._mini_fat) + 1):
            if number >= _FREE:
                return b"".join(pieces)
            pieces.append(whole[number * 64 : number * 64 + 64])
            number = self._mini_fat[number]
        raise IndexError(start)


def _words(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def damaged(name: str) -> CannotRead:
    """The refusal of a file whose inside does not hold together."""
    return CannotRead(
        f"{name} is damaged, or is not what its name says. Open it in Excel, save a copy, and import the copy."
    )
