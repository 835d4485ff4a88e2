"""What is on the screen, given out: any list with its filters, order and columns.

To a workbook, a text table or the clipboard, with days as days and amounts as amounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.errors import CannotWrite
from tracker.domain.money import Money
from tracker.exchange.outgoing.clip import Clip, clip
from tracker.exchange.outgoing.column import Column, Kind, Table, Value

if TYPE_CHECKING:
    from tracker.app.session import Session

__all__ = ["Clip", "agreements_on_screen", "clip", "deadlines_on_screen", "shown_table", "write_shown"]

_DAYS = (
    *("starts", "ends", "current_end", "maximum_end", "next_date", "next_act_by", "next_missed_after"),
    *("date", "act_by", "missed_after", "earliest", "latest"),
)
_AMOUNTS = ("value", "annual_value")
_CODES = ("reference", "uid", "agreement_uid")

Columns = Sequence[tuple[str, str]]
"""(name of the row's field, heading) in the order of the screen."""


def shown_table(rows: Sequence[Any], columns: Columns, name: str) -> Table:
    """Rows of a list (agreements or deadlines) as a table of those columns.

    Args:
        name: of the sheet, at most 31 characters.
    """
    cells = [[_value(row, key) for key, _ in columns] for row in rows]
    return Table(name, [Column(heading, _kind(key)) for key, heading in columns], cells)


def _kind(key: str) -> Kind:
    if key in _DAYS:
        return Kind.DATE
    if key in _AMOUNTS:
        return Kind.MONEY
    return Kind.CODE if key in _CODES else Kind.TEXT


def _value(row: Any, key: str) -> Value:
    value: Value = getattr(row, key)
    if key in _DAYS and isinstance(value, str):
        words = getattr(row, "starts_text", None) if key == "starts" else None
        return words or date.fromisoformat(value)
    if key in _AMOUNTS and isinstance(value, int):
        return Money(value, row.currency or "GBP")
    if key == "current_end" and value is None:
        return str(row.end_kind) if row.end_kind not in ("fixed", "unknown") else None
    return None if value == "unknown" else value


def agreements_on_screen(
    session: Session,
    columns: Columns,
    *,
    search: str = "",
    filters: Mapping[str, str] | None = None,
    sort: str = "title",
    descending: bool = False,
) -> Table:
    """The register's list as it is searched, filtered, sorted and laid out."""
    found = session.read.listing(search=search, filters=filters, sort=sort, descending=descending)
    return shown_table(found.rows, columns, "Agreements")


def deadlines_on_screen(
    session: Session, columns: Columns, *, until: date | None = None, filters: Mapping[str, str] | None = None
) -> Table:
    """The list of deadlines to act on until a day (None for all)."""
    return shown_table(session.read.deadlines(until, filters), columns, "Deadlines")


def write_shown(session: Session, path: Path, table: Table, *, overwrite: bool = False) -> int:
    """Write such a table as .xlsx or .csv; returns how many rows went out.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        from tracker.exchange.outgoing.csvfile import write_csv

        write_csv(table, path, overwrite=overwrite)
    elif suffix == ".xlsx":
        from tracker.exchange.outgoing.workbook import write_tables

        title = f"{table.name} in {session.path.stem}"
        write_tables([table], path, title=title, made=session.now(), overwrite=overwrite)
    else:
        raise CannotWrite(f"{path.name} has no ending that says what to write. Use .xlsx or .csv.")
    return len(table.rows)
