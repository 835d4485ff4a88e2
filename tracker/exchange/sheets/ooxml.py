"""The parts of an .xlsx workbook besides its sheets: relationships, names, strings, formats.

Read with expat and nothing else: every part is parsed as it is unpacked, entities
and document types are refused, and no other file is ever opened.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from tracker.domain.errors import CannotRead
from tracker.exchange.sheets import formats
from tracker.exchange.sheets.archive import Archive
from tracker.exchange.sheets.formats import Format

_CHUNK = 1 << 18
_DEEPEST = 512

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(archive: Archive, part: str, start: Start, end: End, text: Text | None = None) -> None:
    """Run a part through handlers. Raises CannotRead where it is not well formed, naming the part and line."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: _refuse_doctype(archive, part)
    parser.EntityDeclHandler = lambda *_: _refuse_doctype(archive, part)
    with archive.open(part) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "not well formed"
            raise CannotRead(
                f"{archive.name} is damaged: its part {part}, line {error.lineno}, is not well formed ({reason}). "
                "Open it in Excel, save a copy, and import the copy."
            ) from error
        except (ValueError, LookupError) as error:
            raise CannotRead(
                f"{archive.name} cannot be read: its part {part} is in an unknown encoding."
            ) from error


def _refuse_doctype(archive: Archive, part: str) -> None:
    raise CannotRead(
        f"{archive.name} declares a document type in its part {part}, which no spreadsheet program does. "
        "It was not read."
    )


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name without a prefix, "" where it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), "")


class Depth:
    """Counts how deep elements are nested, and refuses where no workbook is."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._sentence = f"{archive.name} is damaged: its part {part} is nested too deeply."
        self._depth = 0

    def down(self) -> None:
        """An element begins. Raises CannotRead beyond the limit."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise CannotRead(self._sentence)

    def up(self) -> None:
        """An element ends."""
        self._depth -= 1


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet by name, its state and the part that holds it."""

    name: str
    state: str
    part: str


@dataclass(slots=True)
class Book:
    """What a workbook says of itself.

    Attributes:
        since_1904: True where day 0 is 1 January 1904.
        other_sheets: names of charts, dialogs and macro sheets, which hold no table.
        strings: what cells share; None until `load_strings` was called, for a large sheet does without.
        strings_part: the part that holds them, "" where there is none.
        styled: False where the part with the formats is missing, so that days cannot be told from numbers.
    """

    sheets: list[SheetPart] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    since_1904: bool = False
    macros: bool = False
    strings: list[str] | None = None
    strings_part: str = ""
    formats: list[Format] = field(default_factory=list)
    styled: bool = True

    def format_of(self, style: str) -> Format:
        """The number format of the style that a cell names; a plain one where it names none that there is."""
        index = int(style) if style.isascii() and style.isdigit() and len(style) < 10 else -1
        return self.formats[index] if 0 <= index < len(self.formats) else formats.PLAIN


@dataclass(frozen=True, slots=True)
class _Link:
    kind: str
    target: str
    external: bool


def open_book(archive: Archive) -> Book:
    """Read everything but the sheets. Raises CannotRead where the workbook makes no sense."""
    main = _main_part(archive)
    links = _links(archive, main)
    book = Book()
    listed = _workbook(archive, main, book)
    for name, state, link_id in listed:
        link = links.get(link_id)
        if link is None:
            raise CannotRead(f"{archive.name} is damaged: its sheet '{name}' points nowhere.")
        if link.external:
            raise CannotRead(
                f"{archive.name}: its sheet '{name}' points outside the file. It was not opened."
            )
        if link.kind in ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"):
            book.other_sheets.append(name)
        else:
            book.sheets.append(SheetPart(name, state, link.target))
    if not book.sheets:
        raise CannotRead(f"{archive.name} holds no sheets.")
    by_kind = {link.kind: link for link in links.values() if not link.external}
    shared = by_kind.get("sharedStrings")
    book.strings_part = shared.target if shared is not None and shared.target in archive else ""
    _styles(archive, by_kind.get("styles"), book)
    book.macros = any(name.endswith("vbaproject.bin") for name in archive.names)
    return book


def _main_part(archive: Archive) -> str:
    for link in _links(archive, "").values():
        if link.kind == "officeDocument" and link.target in archive:
            return link.target
    for name in archive.names:
        if posixpath.basename(name) == "workbook.xml":
            return name
    raise CannotRead(f"{archive.name} is an archive without a workbook in it.")


def _links(archive: Archive, part: str) -> dict[str, _Link]:
    """The relationships of a part: id -> what it points to, as a name in the archive."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Link] = {}
    if rels not in archive:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            external = attributes.get("TargetMode", "").lower() == "external" or "://" in target
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = _Link(kind, posixpath.normpath(whole), external)

    parse(archive, rels, start, lambda tag: None)
    return found


def _workbook(archive: Archive, part: str, book: Book) -> list[tuple[str, str, str]]:
    listed: list[tuple[str, str, str]] = []
    depth = Depth(archive, part)
    root: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        depth.down()
        name = local(tag)
        if not root:
            root.append(name)
        if name == "sheet":
            state = {"hidden": "hidden", "veryHidden": "very hidden"}.get(
                attributes.get("state", ""), "visible"
            )
            listed.append((attributes.get("name", ""), state, attribute(attributes, "id")))
        elif name == "workbookPr":
            book.since_1904 = attributes.get("date1904", "").strip().lower() in ("1", "true", "on")

    parse(archive, part, start, lambda tag: depth.up())
    if root != ["workbook"]:
        raise CannotRead(
            f"{archive.name} is damaged: where its list of sheets should be stands something else."
        )
    return listed


def load_strings(archive: Archive, book: Book) -> list[str]:
    """The strings that cells share, without the phonetic guides of Japanese text; read once."""
    if book.strings is not None:
        return book.strings
    strings: list[str] = []
    book.strings = strings
    if not book.strings_part:
        return strings
    depth = Depth(archive, book.strings_part)
    parts: list[str] = []
    inside = phonetic = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside, phonetic
        depth.down()
        name = local(tag)
        if name == "si":
            parts.clear()
        elif name == "rPh":
            phonetic = True
        elif name == "t":
            inside = not phonetic

    def end(tag: str) -> None:
        nonlocal inside, phonetic
        depth.up()
        name = local(tag)
        if name == "si":
            strings.append(unescape("".join(parts)))
        elif name == "rPh":
            phonetic = False
        elif name == "t":
            inside = False

    parse(archive, book.strings_part, start, end, lambda text: parts.append(text) if inside else None)
    return strings


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescape(text: str) -> str:
    """Control characters are written as _x000D_; half characters stay as they are written."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: m[0] if 0xD800 <= int(m[1], 16) < 0xE000 else chr(int(m[1], 16)), text)


def _styles(archive: Archive, link: _Link | None, book: Book) -> None:
    """The number format of each cell style, in the order in which cells name them."""
    if link is None or link.target not in archive:
        book.styled = False
        return
    depth = Depth(archive, link.target)
    codes: dict[int, str] = {}
    within: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        depth.down()
        name = local(tag)
        if name == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            within.append(name)
        elif name == "xf" and within:
            number = _number(attributes.get("numFmtId"))
            code = codes.get(number)
            book.formats.append(formats.understand(code) if code is not None else formats.built_in(number))

    def end(tag: str) -> None:
        depth.up()
        if local(tag) == "cellXfs":
            within.clear()

    parse(archive, link.target, start, end)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
