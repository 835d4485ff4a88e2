"""What a file is, told from its bytes and never from its name."""

from __future__ import annotations

from pathlib import Path

from tracker.domain.errors import CannotRead

HEAD = 4096

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SAVE_AS = "Open it in the program that made it and save it as an Excel workbook (.xlsx) or as CSV."

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF, not a spreadsheet. Ask for the table as an Excel workbook or as CSV."),
    (b"{\\rtf", f"This is a rich text document, not a spreadsheet. {_SAVE_AS}"),
    (b"SQLite format 3\x00", "This is a database, not a spreadsheet. Open a register with File > Open."),
    (b"\x89PNG", "This is a picture, not a spreadsheet. Ask for the table itself."),
    (b"\xff\xd8\xff", "This is a picture, not a spreadsheet. Ask for the table itself."),
    (b"GIF8", "This is a picture, not a spreadsheet. Ask for the table itself."),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "This is a shortcut to a file. Choose the file that it points to."),
    (b"MZ", "This is a program, not a spreadsheet."),
    (b"\x1f\x8b", "This is a compressed archive. Unpack it and choose the spreadsheet inside."),
    (b"7z\xbc\xaf", "This is a compressed archive. Unpack it and choose the spreadsheet inside."),
    (b"Rar!", "This is a compressed archive. Unpack it and choose the spreadsheet inside."),
    (b"PAR1", f"This is a Parquet data file. {_SAVE_AS}"),
    (b"BM", "This is a picture, not a spreadsheet. Ask for the table itself."),
)


def recognise(path: Path) -> str:
    """The kind of a file: "zip", "compound", "biff" or "text".

    Raises CannotRead where it cannot be opened, is empty, or is something that holds no table.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise CannotRead(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    if not size:
        raise CannotRead(f"{path.name} is empty. It may not have finished downloading.")
    _refuse_lock_file(path, head, size)
    return kind_of(head, path.name)


def kind_of(head: bytes, name: str) -> str:
    """The kind that the first bytes of a file show. Raises CannotRead as `recognise` does."""
    if head.startswith(b"PK"):
        return "zip"
    if head.startswith(_COMPOUND):
        return "compound"
    if (head[:2] == b"\x09\x08" and head[2:4] in (b"\x08\x00", b"\x10\x00")) or head[
        :4
    ] == b"\x09\x00\x04\x00":
        return "biff"
    if not head.strip(b"\x00"):
        raise CannotRead(
            f"{name} is blank: it holds only zeros. Ask for it again, or restore it from a backup."
        )
    for magic, sentence in _REFUSED:
        # "BM" and "MZ" begin many a text: a picture or a program has control bytes behind them.
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head[:32]):
            raise CannotRead(f"{name} cannot be imported. {sentence}")
    _refuse_markup(head, name)
    return "text"


def open_elsewhere(path: Path) -> str | None:
    """Who has the file open in a spreadsheet program, "" where that is not said; None where nobody has.

    Excel writes `~$name.xlsx` beside a workbook that somebody has open, LibreOffice `.~lock.name.xlsx#`.
    """
    for name, reader in ((f"~${path.name}", _excel_owner), (f".~lock.{path.name}#", _libreoffice_owner)):
        try:
            return reader(path.with_name(name).read_bytes()[:1024])
        except OSError:
            continue
    return None


def _excel_owner(data: bytes) -> str:
    return data[1 : 1 + data[0]].decode("cp1252", "replace").strip() if data and data[0] < 55 else ""


def _libreoffice_owner(data: bytes) -> str:
    parts = data.decode("utf-8", "replace").split(",")
    return next((part.strip() for part in parts[:2] if part.strip()), "")


def _refuse_lock_file(path: Path, head: bytes, size: int) -> None:
    """Excel's lock file: 165 bytes, with the name of the person."""
    if not path.name.startswith("~$") or size > 1024:
        return
    owner = _excel_owner(head)
    by = f" by {owner}" if owner else ""
    raise CannotRead(
        f"{path.name} is Excel's lock file, not the workbook: the workbook is open{by}. "
        f"Choose {path.name[2:]} instead."
    )


def _refuse_markup(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower().replace(b"\x00", b"")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise CannotRead(
            f"{name} is an old XML spreadsheet (2003). Open it in Excel and save it as an Excel workbook."
        )
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<body")) or (
        start.startswith(b"<") and b"<html" in start
    ):
        raise CannotRead(
            f"{name} is a web page, not a spreadsheet. Open it in Excel and save it as an Excel workbook."
        )
    if start.startswith(b"<?xml"):
        raise CannotRead(f"{name} is an XML file, not a spreadsheet. {_SAVE_AS}")
    if start.startswith((b"{", b"[{", b"[\r", b"[\n", b"[ ")):
        raise CannotRead(f"{name} is a JSON data file, not a spreadsheet. {_SAVE_AS}")
