"""Layouts: how a person had a spreadsheet read, kept for the next file with the same headings.

A layout is known by its headings, kept without being asked beside the settings (never in the
register), and the small file that holds it can be given to a colleague.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from tracker.app.incoming.importing import Choices
from tracker.app.settings import settings_file
from tracker.domain.dates import show
from tracker.domain.errors import CannotRead
from tracker.domain.written import ORDER_WORDS, DateOrder
from tracker.exchange.outgoing.fixlist import OWN
from tracker.exchange.plans.header import LOOK, WIDEST, find_table, width
from tracker.exchange.plans.heading import FIELDS
from tracker.exchange.plans.planned import EVERY
from tracker.exchange.safewrite import write_safely
from tracker.exchange.sheets.sheet import Cell, is_blank, shown

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan
    from tracker.exchange.sheets.sheet import Sheet, Workbook

SUFFIX = ".layout.json"
_KIND, _VERSION = "tracker layout", 1
_LARGEST = 1 << 20
_ENDS = ("base", "extended", "ask")
_OWN = frozenset(name.casefold() for name in OWN)


@dataclass(frozen=True, slots=True)
class Layout:
    """How files with these headings are read.

    Attributes:
        name: what a person calls it, or the name of the file that it was first chosen for.
        kept: the day on which it was last kept.
        headings: as they stand in the file.
        mapping: field -> heading where the program's own reading was overruled, "" for no column.
        orders: label of a column of dates -> order of day, month and year.
        ends: whether the end dates leave the extensions out ("base"), include them ("extended")
            or nobody has said ("ask").
        sheet: its sheet where that was chosen.
        header: True where the heading row was chosen; it is then the row that holds these headings.
    """

    name: str
    kept: date
    headings: tuple[str, ...]
    mapping: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, DateOrder] = field(default_factory=dict)
    ends: str = "ask"
    sheet: str | None = None
    header: bool = False

    @property
    def known_by(self) -> str:
        """The fingerprint of its headings."""
        return fingerprint(self.headings)

    def __str__(self) -> str:
        return f"‘{self.name}’, kept {show(self.kept)}"


@dataclass(frozen=True, slots=True)
class Found:
    """A kept layout that a workbook has, and the choices that reading it in that way comes to."""

    layout: Layout
    choices: Choices


def fingerprint(headings: Iterable[Cell]) -> str:
    """What a layout is known by: the same headings in the same order, whatever their case and blanks."""
    folded = [" ".join(shown(text).split()).casefold() for text in headings]
    folded = [text for text in folded if text not in _OWN]
    while folded and not folded[-1]:
        folded.pop()
    return sha256("\n".join(folded).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def layout_of(plan: Plan, choices: Choices, today: date, name: str = "") -> Layout:
    """The layout of the file that was planned, as it was chosen to be read."""
    return Layout(
        name=name or plan.workbook.path.stem,
        kept=today,
        headings=plan.table.headings[: len(plan.table.headings) - plan.table.added],
        mapping=dict(choices.mapping or {}),
        orders=dict(choices.orders),
        ends=choices.ends,
        sheet=choices.sheet or (EVERY if plan.table.parts else None),
        header=choices.header is not None,
    )


def with_layout(choices: Choices, layout: Layout) -> Choices:
    """The choices with what the layout says; what was chosen besides for a field or a column counts more."""
    return replace(
        choices,
        mapping={**layout.mapping, **(choices.mapping or {})} or None,
        orders={**layout.orders, **choices.orders},
        ends=layout.ends if choices.ends == "ask" else choices.ends,
        sheet=choices.sheet or layout.sheet,
    )


# Which layout a file has


def find(workbook: Workbook, layouts: Mapping[str, Layout]) -> Found | None:
    """The kept layout of a workbook's table, None where its headings were not met before."""
    if not layouts:
        return None
    for sheet in workbook.sheets:
        for row, number in zip(sheet.rows[:LOOK], sheet.numbers, strict=False):
            layout = layouts.get(fingerprint(row)) if not all(map(is_blank, row)) else None
            if layout is not None:
                header = number if layout.header else None
                return Found(
                    layout,
                    replace(with_layout(Choices(), layout), sheet=_sheet(layout, sheet), header=header),
                )
    for sheet in workbook.sheets:
        table = find_table(sheet) if width(sheet) <= WIDEST else None
        layout = layouts.get(fingerprint(table.headings)) if table is not None else None
        if layout is not None:
            return Found(layout, replace(with_layout(Choices(), layout), sheet=_sheet(layout, sheet)))
    return None


def _sheet(layout: Layout, sheet: Sheet) -> str:
    """The sheet with the layout's headings, or every one like it where they were read together."""
    return EVERY if layout.sheet == EVERY else sheet.name


# Keeping


def folder() -> Path:
    """Where layouts are kept: beside the settings."""
    return settings_file().parent / "layouts"


def kept() -> dict[str, Layout]:
    """Every layout that is kept, by its fingerprint; a file that cannot be read is passed over."""
    found: dict[str, Layout] = {}
    for path in sorted(folder().glob("*.json")):
        try:
            layout = read(path)
        except CannotRead:
            continue
        found[layout.known_by] = layout
    return found


def keep(layout: Layout) -> None:
    """Keep a layout, in place of the one with the same headings.

    Raises:
        CannotWrite: the settings folder takes no file.
    """
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    write(layout, folder() / f"{layout.known_by}.json", overwrite=True)


def forget(layout: Layout) -> None:
    """Keep it no longer; nothing where it was not kept."""
    (folder() / f"{layout.known_by}.json").unlink(missing_ok=True)


# As a small file


def write(layout: Layout, path: Path, *, overwrite: bool = False) -> Path:
    """Write a layout for a colleague.

    Raises:
        CannotWrite: nothing was written.
    """
    text = as_json(layout, indent=1)

    def produce(file: BinaryIO) -> None:
        if os.name != "nt":
            os.fchmod(file.fileno(), 0o600)
        file.write(text.encode("utf-8"))

    return write_safely(path, produce, overwrite=overwrite)


def as_json(layout: Layout, indent: int | None = None) -> str:
    """A layout as the text of its file."""
    said = {
        "kind": _KIND,
        "version": _VERSION,
        "name": layout.name,
        "kept": layout.kept.isoformat(),
        "headings": layout.headings,
        "mapping": dict(layout.mapping),
        "date_orders": dict(layout.orders),
        "ends": layout.ends,
        "sheet": layout.sheet,
        "header_chosen": layout.header,
    }
    return json.dumps(said, indent=indent, ensure_ascii=False)


def read(path: Path) -> Layout:
    """Read the file of a layout.

    Raises:
        CannotRead: it is no layout, or one of a newer program; the sentence says which.
    """
    try:
        text = path.read_bytes()[: _LARGEST + 1]
    except OSError as error:
        raise CannotRead(f"{path.name} could not be read: {error.strerror or error}.") from error
    return from_json(text.decode("utf-8", "replace"), path.name)


def from_json(text: str, name: str) -> Layout:
    """The layout that a text holds; `name` is what it is called where it is refused. Raises CannotRead."""
    try:
        said = json.loads(text)
    except ValueError:
        said = None
    if not isinstance(said, dict) or said.get("kind") != _KIND:
        raise CannotRead(f"{name} is not a layout. A layout is a small file that this program saved.")
    if said.get("version") != _VERSION:
        raise CannotRead(f"{name} was saved by a newer version of the program. Update this one to read it.")
    try:
        return _checked(said)
    except (KeyError, TypeError, ValueError) as error:
        raise CannotRead(f"{name} is damaged: {error}. Save the layout once more.") from error


def _checked(said: Mapping[str, Any]) -> Layout:
    """Raises KeyError, TypeError or ValueError for what no layout says."""
    mapping, orders = _texts(said["mapping"]), _texts(said["date_orders"])
    strange = sorted(set(mapping) - set(FIELDS))
    if strange:
        raise ValueError(f"there is no field called ‘{strange[0]}’")
    if not set(orders.values()) <= set(ORDER_WORDS) or said["ends"] not in _ENDS:
        raise ValueError("its dates are to be read in a way that there is not")
    return Layout(
        name=str(said["name"])[:200],
        kept=date.fromisoformat(said["kept"]),
        headings=tuple(str(text) for text in said["headings"]),
        mapping=mapping,
        orders=cast("dict[str, DateOrder]", orders),
        ends=said["ends"],
        sheet=None if said["sheet"] is None else str(said["sheet"]),
        header=bool(said["header_chosen"]),
    )


def _texts(said: object) -> dict[str, str]:
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise TypeError("its columns are not texts")
    return {str(key): value for key, value in said.items()}
