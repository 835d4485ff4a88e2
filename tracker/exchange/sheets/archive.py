"""Zipped workbooks, looked over before anything in them is unpacked.

Office files are zip archives, and an archive can claim to be anything: a kilobyte
that unpacks to a gigabyte, one name for two contents, a path out of the folder.
Nothing is ever written to disk from here, and no more than the declared size of a
part is ever unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO

from tracker.domain.errors import CannotRead
from tracker.exchange.sheets.sheet import Limits

_ENTRIES = 5_000
_RATIO = 250
_RATIO_FROM = 20 << 20
_END = b"PK\x05\x06"
_END_SIZE = 22

_DAMAGED = "It may not have finished downloading, or was damaged on the way. Ask for it again."


class Archive:
    """An archive whose directory has been found harmless. Names are looked up without regard to case."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Raises CannotRead where the archive is damaged, encrypted, ambiguous or too large."""
        self.name = path.name
        self.path = path
        self.mended = False
        self._zip = self._open(path)
        entries = [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]
        self._check(entries, limits)
        self._entries = {_plain(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, in small letters with forward slashes."""
        return tuple(self._entries)

    def size(self, name: str) -> int:
        """Bytes that a part unpacks to."""
        return self._entries[_plain(name)].file_size

    def head(self, name: str) -> bytes:
        """The first bytes of a part. Raises CannotRead as `read` does."""
        with self.open(name) as stream:
            return stream.read(4_000)

    def read(self, name: str) -> bytes:
        """A whole part. Raises CannotRead where it is damaged or missing."""
        with self.open(name) as stream:
            return stream.read()

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part as a stream. Raises CannotRead, also from within, where it is damaged or missing."""
        entry = self._entries.get(_plain(name))
        if entry is None:
            raise CannotRead(f"{self.name} is incomplete: its part {name} is missing. {_DAMAGED}")
        try:
            stream = self._zip.open(entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            ValueError,
            RuntimeError,
            OSError,
        ) as error:
            raise CannotRead(
                f"{self.name} is damaged: its part {name} cannot be found. {_DAMAGED}"
            ) from error
        try:
            with stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise CannotRead(
                f"{self.name} is damaged: its part {name} cannot be unpacked. {_DAMAGED}"
            ) from error

    def _open(self, path: Path) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            mended = self._without_padding(path)
            if mended is None:
                raise CannotRead(f"{self.name} is incomplete or damaged. {_DAMAGED}") from error
            self.mended = True
            return mended

    @staticmethod
    def _without_padding(path: Path) -> zipfile.ZipFile | None:
        """Some networks pad files with zeros; the directory is then not where it is looked for."""
        data = path.read_bytes()
        end = data.rfind(_END)
        if end < 0 or data[end + _END_SIZE :].strip(b"\x00"):
            return None
        try:
            return zipfile.ZipFile(io.BytesIO(data[: end + _END_SIZE]))
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            return None

    def _check(self, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
        name = self.name
        if not entries:
            raise CannotRead(f"{name} is an empty archive. {_DAMAGED}")
        if len(entries) > _ENTRIES:
            raise CannotRead(
                f"{name} has {len(entries):,} parts; no workbook has so many. It was not opened."
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise CannotRead(password(name))
        plain = [_plain(entry.filename) for entry in entries]
        if len(set(plain)) < len(plain):
            raise CannotRead(
                f"{name} holds two parts of one name, so it is not clear which is meant. "
                "Open it in Excel and save it under another name."
            )
        self._check_sizes(entries, limits)
        places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
        for (start, size), (following, _) in pairwise(places):
            if start + size > following:
                raise CannotRead(f"{name} is damaged: its parts overlap. {_DAMAGED}")

    def _check_sizes(self, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
        for entry in entries:
            large = entry.file_size > _RATIO_FROM and entry.file_size > _RATIO * max(1, entry.compress_size)
            if entry.file_size > limits.part or large:
                raise CannotRead(self._too_large(entry.file_size))
        whole = sum(entry.file_size for entry in entries)
        if whole > limits.unpacked:
            raise CannotRead(self._too_large(whole))

    def _too_large(self, size: int) -> str:
        return (
            f"{self.name} would unpack to {size >> 20:,} MiB, which is more than is safe. "
            "Copy the rows that matter into a new workbook, and import that."
        )


def password(name: str) -> str:
    """The sentence for a workbook that needs a password."""
    return f"{name} is password-protected. Open it in Excel, remove the password, save a copy, and import the copy."


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def what_is_inside(archive: Archive) -> str:
    """The kind of workbook in an archive: "xlsx", "xlsb" or "ods". Raises CannotRead for anything else."""
    names = archive.names
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return _open_document(archive)
    if any(name.startswith("word/") for name in names):
        raise CannotRead(
            f"{archive.name} is a Word document, not a spreadsheet. Copy its table into a workbook."
        )
    if any(name.startswith("ppt/") for name in names):
        raise CannotRead(f"{archive.name} is a presentation, not a spreadsheet.")
    if any(name.endswith(".iwa") for name in names):
        raise CannotRead(f"{archive.name} is an Apple Numbers document. Export it from Numbers to Excel.")
    if "_rels/.rels" in names or any(name.endswith("workbook.xml") for name in names):
        return "xlsx"
    raise CannotRead(
        f"{archive.name} is an archive, not a workbook. Unpack it and choose the spreadsheet inside."
    )


def _open_document(archive: Archive) -> str:
    kind = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
    if "spreadsheet" not in kind:
        raise CannotRead(f"{archive.name} is an OpenDocument file, but not a spreadsheet.")
    manifest = "meta-inf/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise CannotRead(password(archive.name))
    return "ods"
