"""The rows of a linked workbook as they stand in its sheets."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from tracker.exchange.linked.cells import checks
from tracker.exchange.linked.layout import CHECK, MARK, SHEETS, SheetOf, fields_of
from tracker.exchange.sheets.sheet import Cell, Sheet, Workbook, is_blank, shown

_HEADER_WITHIN = 10
_MADE = re.compile(re.escape(MARK) + r", made at (\S+)")


@dataclass(slots=True)
class Raw:
    """A row of the file.

    Attributes:
        row: its number in the sheet, from 1.
        uid: of its record, "" for a new one.
        key: the UID, or a name of its own within the file.
        cells: heading -> what stands there.
        before: field -> the characters for what stood there when the file went out.
        copied: True for a copy of a row above it.
    """

    row: int
    uid: str
    key: str
    cells: Mapping[str, Cell]
    before: Mapping[str, str]
    copied: bool = False


def is_linked(workbook: Workbook) -> bool:
    """True for a workbook that the program wrote to be edited and read back."""
    return any(True for sheet in workbook.sheets for _ in header(sheet))


def mark(made: datetime) -> str:
    """The line for the last sheet: by it the program knows how old the file is."""
    return f"{MARK}, made at {made.isoformat()}"


def header(sheet: Sheet) -> Iterator[tuple[int, SheetOf]]:
    """(index of the heading row, type of sheet), where it is one of ours."""
    known = {one.uid_heading.casefold(): one for one in SHEETS}
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        for cell in row:
            if isinstance(cell, str) and cell.strip().casefold() in known:
                yield index, known[cell.strip().casefold()]
                return


def made_at(workbook: Workbook) -> datetime | None:
    """When the file went out; None where it does not say so any more."""
    for sheet in workbook.sheets:
        for row in sheet.rows[:_HEADER_WITHIN]:
            line = _MADE.match(shown(row[0])) if row else None
            if line is not None:
                try:
                    return datetime.fromisoformat(line[1])
                except ValueError:
                    return None
    return None


def read_rows(sheet: Sheet, index: int, known: SheetOf) -> tuple[frozenset[str], list[Raw]]:
    """The headings and the rows below the heading row at `index`; blank ones are left out."""
    headings = [shown(cell).strip() for cell in sheet.rows[index]]
    places = {heading: place for place, heading in reversed(list(enumerate(headings))) if heading}
    uid_heading = next(one for one in places if one.casefold() == known.uid_heading.casefold())
    fields = fields_of(known.kind)
    seen: set[str] = set()
    rows: list[Raw] = []
    for number, row in zip(sheet.numbers[index + 1 :], sheet.rows[index + 1 :], strict=True):
        cells = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if all(is_blank(cells[one.heading]) for one in fields if one.heading in cells):
            continue
        uid = shown(cells[uid_heading]).strip()
        copied = bool(uid) and uid in seen
        seen.add(uid)
        marks = None if copied else checks(cells.get(CHECK), len(fields))
        before = dict(zip((one.name for one in fields), marks or (), strict=False))
        uid = "" if copied else uid
        rows.append(Raw(number, uid, uid or f"{known.name} row {number}", cells, before, copied))
    return frozenset(places), rows


def older(uid: str, made: datetime) -> bool:
    """True where the record was made no later than the file; the UID's own time says when."""
    try:
        known = uuid.UUID(uid)
    except ValueError:
        return False
    if known.version != 7:
        return False
    at = datetime.fromtimestamp((known.int >> 80) / 1000, UTC)
    return at <= (made if made.tzinfo else made.astimezone())
