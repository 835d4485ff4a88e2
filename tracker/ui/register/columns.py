"""The register's columns: their headings, their widths, and what each makes of a row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tracker.ui.home.facts import SOON
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import EMPTY, Cell, Column
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow

COLUMNS: tuple[Column, ...] = (
    Column("reference", "Ref", "NBC-00000", drop=1),
    Column("title", "Title", "Parking enforcement partn", stretch=True),
    Column("supplier", "Supplier or partner", "Marmalade Facilities L", drop=4),
    Column("status", "Status", "Awaiting signature mmm"),
    Column("next_act_by", "Act by", "30 September 2026 --", right=True),
    Column("current_end", "Ends", "30 September 2026", right=True, drop=5),
    Column("value", "Value", "£8,888,888.88", right=True, drop=2),
    Column("annual_value", "Value a year", "£8,888,888.88", right=True, drop=3),
    Column("next_title", "What is next", "Start deciding on option 10", drop=3),
    Column("type", "Type", "Inter-authority agreement", drop=3),
    Column("department", "Department", "Environmental services", drop=3),
    Column("owner", "Owner", "Partnerships officer", drop=3),
    Column("category", "Category", "Facilities management", drop=3),
    Column("buyer", "Buyer", "Example Borough Council", drop=3),
    Column("arrangement", "Partnership", "Leicestershire ICT partnership", drop=3),
    Column("starts", "Starts", "30 September 2026", right=True, drop=3),
    Column("ends", "Initial end", "30 September 2026", right=True, drop=3),
    Column("maximum_end", "Latest end", "30 September 2026", right=True, drop=3),
)
SHOWN_AT_FIRST = ("reference", "title", "supplier", "status", "next_act_by", "current_end", "value")
SORTED_AS = {"next_title": "next_kind"}
"""Columns that the store sorts by another name than their own."""


def cell_for(row: AgreementRow, key: str, today: date) -> Cell:
    """What a column shows of a row."""
    return _CELLS[key](row, today)


def _plain(key: str, tone: Tone = Tone.PLAIN) -> Callable[[AgreementRow, date], Cell]:
    def cell(row: AgreementRow, today: date) -> Cell:
        return Cell(getattr(row, key) or "", tone)

    return cell


def _title(row: AgreementRow, today: date) -> Cell:
    made_up = "Fictional: made up for the sample." if row.fictional else ""
    return Cell(
        row.title or row.reference or "no title", weight=500, help=made_up and f"{row.title}\n{made_up}"
    )


def _status(row: AgreementRow, today: date) -> Cell:
    return Cell(look=show.status(row.status), chip=True) if row.status else EMPTY


def _type(row: AgreementRow, today: date) -> Cell:
    return Cell("" if row.type == "unknown" else row.type[:1].upper() + row.type[1:], Tone.MUTED)


def _act_by(row: AgreementRow, today: date) -> Cell:
    """The next day to act by, with a shape as well as a colour where it is near or past."""
    if not row.next_act_by:
        return Cell("none", Tone.MUTED, right=True)
    day = show.parse(row.next_act_by)
    away = (day - today).days
    words = (
        f"{row.next_title or row.next_kind}: {show.overdue(day, today)}\n{row.next_workings or ''}".strip()
    )
    if away < 0:
        look = Look("overdue", Shape.OCTAGON, Tone.DANGER)
        return Cell(show.day(day), Tone.DANGER, 500, right=True, look=look, help=words)
    if away <= SOON:
        look = Look("due soon", Shape.TRIANGLE, Tone.WARNING)
        return Cell(show.day(day), Tone.WARNING, 500, right=True, look=look, help=words)
    return Cell(show.day(day), right=True, help=words)


def _next(row: AgreementRow, today: date) -> Cell:
    """What comes next in few words; the whole title is its help."""
    if not row.next_kind:
        return EMPTY
    return Cell(show.deed(row.next_kind, row.next_title or ""), help=row.next_title or "")


def _end(row: AgreementRow, today: date) -> Cell:
    if row.current_end:
        return Cell(show.day(row.current_end), right=True)
    words = {"open-ended": "open-ended", "until replaced": "until replaced", "rolling": "rolling"}
    return Cell(words.get(row.end_kind, "not recorded"), Tone.MUTED, right=True)


def _day(key: str) -> Callable[[AgreementRow, date], Cell]:
    def cell(row: AgreementRow, today: date) -> Cell:
        value = getattr(row, key)
        return Cell(show.day(value), right=True) if value else Cell("not recorded", Tone.MUTED, right=True)

    return cell


def _starts(row: AgreementRow, today: date) -> Cell:
    """The start; where it is not exact, in the words that it came in."""
    if row.starts_text and row.starts:
        return Cell(row.starts_text, right=True, help=f"as written: {row.starts_text}")
    return _day("starts")(row, today)


def _amount(key: str) -> Callable[[AgreementRow, date], Cell]:
    def cell(row: AgreementRow, today: date) -> Cell:
        value = getattr(row, key)
        if value is None:
            return Cell("not stated", Tone.MUTED, right=True)
        return Cell(show.amount(value, row.currency or "GBP"), right=True)

    return cell


_CELLS: dict[str, Callable[[AgreementRow, date], Cell]] = {
    "reference": _plain("reference", Tone.MUTED),
    "title": _title,
    "supplier": _plain("supplier", Tone.MUTED),
    "status": _status,
    "next_act_by": _act_by,
    "current_end": _end,
    "value": _amount("value"),
    "annual_value": _amount("annual_value"),
    "next_title": _next,
    "type": _type,
    "department": _plain("department"),
    "owner": _plain("owner"),
    "category": _plain("category"),
    "buyer": _plain("buyer", Tone.MUTED),
    "arrangement": _plain("arrangement"),
    "starts": _starts,
    "ends": _day("ends"),
    "maximum_end": _day("maximum_end"),
}
