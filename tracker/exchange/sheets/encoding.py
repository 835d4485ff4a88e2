"""Which encoding a text file is in: byte order marks, NUL patterns, UTF-8, then by likeness.

Registers come out of Excel on Windows (cp1252), Excel on a Mac (Mac Roman), DOS
exports (cp437, cp850), databases (UTF-16, often without a mark) and the web
(UTF-8). Bytes that are not UTF-8 are scored under each old encoding by what the
characters would be and what stands beside them: a pound sign before a figure is
likely, a box-drawing line inside a word is not.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)

OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850", "cp437")
"""Tried in this order where UTF-8 does not fit; the first wins a tie."""

_SAMPLE = 20_000
"""High bytes looked at: enough to tell, and cheap."""


class Decoded(NamedTuple):
    """Text, the encoding that it was in, and whether that was a guess.

    `damaged` holds the offsets, in the text, of bytes that fit no encoding well.
    """

    text: str
    encoding: str
    guessed: bool
    damaged: tuple[int, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file. Never fails: bytes that fit nowhere become U+FFFD and are listed."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            # Files that were put together have a mark in the middle as well.
            text = data.decode(codec, "replace").replace("\ufeff", "")
            return Decoded(text, name, guessed=False, damaged=_replaced(text))
    wide = _wide_encoding(data)
    if wide:
        text = data.decode(wide, "replace")
        return Decoded(text, wide, guessed=True, damaged=_replaced(text))
    try:
        text = data.decode("utf-8").replace("\ufeff", "")
    except UnicodeDecodeError:
        return _decode_old(data)
    return Decoded(text, "ascii" if text.isascii() else "utf-8", guessed=False)


def _replaced(text: str) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer("\ufffd", text))


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the zero bytes stand."""
    head = data[:4096]
    if len(head) < 4 or head.count(0) * 4 < len(head):
        return None
    quarters = [head[i::4].count(0) / max(1, len(head[i::4])) for i in range(4)]
    if min(quarters[1:]) > 0.9 and quarters[0] < 0.1:
        return "utf-32-le"
    if min(quarters[:3]) > 0.9 and quarters[3] < 0.1:
        return "utf-32-be"
    even, odd = (quarters[0] + quarters[2]) / 2, (quarters[1] + quarters[3]) / 2
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    if even > 0.5 and odd < 0.1:
        return "utf-16-be"
    return None


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_OVERLONG = re.compile(rb"[\xc0\xc1][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")


def _decode_old(data: bytes) -> Decoded:
    whole = _MULTIBYTE.findall(data)
    stray = len(_HIGH.findall(_MULTIBYTE.sub(b"", data)))
    if len(whole) > stray:
        return _decode_mixed(data)
    name = max(OLD_ENCODINGS, key=lambda encoding: (_score(data, encoding), -OLD_ENCODINGS.index(encoding)))
    text = data.decode(name, "replace")
    # One byte is one character in these encodings, so offsets are the same.
    damaged = {match.start() for match in _OVERLONG.finditer(data)} if not whole else set()
    return Decoded(text, name, guessed=True, damaged=tuple(sorted(damaged | set(_replaced(text)))))


def _decode_mixed(data: bytes) -> Decoded:
    """UTF-8 with a few bytes of Windows text pasted in: each such byte is read as cp1252 and listed."""
    pieces: list[str] = []
    damaged: list[int] = []
    length = position = 0
    while position < len(data):
        try:
            piece = data[position:].decode("utf-8")
            step = len(data) - position
        except UnicodeDecodeError as error:
            step = error.end
            good = data[position : position + error.start].decode("utf-8")
            bad = data[position + error.start : position + error.end].decode("cp1252", "replace")
            damaged.append(length + len(good))
            piece = good + bad
        pieces.append(piece)
        length += len(piece)
        position += step
    return Decoded("".join(pieces), "utf-8", guessed=True, damaged=tuple(damaged))


def _score(data: bytes, encoding: str) -> float:
    """How likely the high bytes are as text of that encoding, a sum over the first of them."""
    total = 0.0
    for count, match in enumerate(_HIGH.finditer(data)):
        if count >= _SAMPLE:
            break
        at = match.start()
        around = data[max(0, at - 1) : at + 2].decode(encoding, "replace")
        own = at - max(0, at - 1)
        before = around[:own]
        after = around[own + 1 :]
        total += _likelihood(around[own], before, after)
    return total


def _likelihood(char: str, before: str, after: str) -> float:
    """The score of one character between its neighbours: above zero likely, below unlikely."""
    inside = before.isalpha() and after.isalpha()
    if char == "£":
        return 5.0 if after.isdigit() or after in " )(',\"-" or not after else 2.0
    if char in "‘’":
        return 3.0 if before.isalpha() or after.isalpha() else 1.0
    if char in "“”":
        return 2.5
    if char in "–—":
        return 2.5 if not inside else 1.0
    if char in "•…€·®™©½¼¾°\xa0":
        return 1.0 if not inside else -1.0
    if char in "œŒÃÂÊŸƒ‡†ˆ˜ÐþÞð":
        return -3.0
    if char.isalpha() and ord(char) < 0x180:
        return _letter_likelihood(char, before, after)
    if char == "\ufffd" or ord(char) < 0xA0:
        return -8.0
    return -4.0


def _letter_likelihood(char: str, before: str, after: str) -> float:
    beside = before.isalpha() or after.isalpha()
    if not beside:
        return -2.0
    if char.islower():
        # é, è, ö and the like; a small letter straight before a capital is odd.
        return 2.0 if char in "éèêëáàâäãåíìîïóòôöõøúùûüçñýÿšžâæß" and not after.isupper() else 0.5
    capitals = (not before.isalpha() or before.isupper()) and (
        not after.isalpha() or after.isupper() or not before.isalpha()
    )
    return 1.0 if capitals else -3.0
