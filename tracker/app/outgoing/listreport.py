"""Any list as a report, to print, to keep as PDF or to put on a web page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tracker.app.outgoing.exporting import Scope
from tracker.app.outgoing.screenlist import Columns, shown_table
from tracker.domain.dates import show
from tracker.domain.money import Money
from tracker.exchange.outgoing.column import Column, Kind, Value
from tracker.exchange.outgoing.report import Part, Report, Rows

if TYPE_CHECKING:
    from tracker.app.session import Session

_NAMED = ("status", "type")
"""Fields whose words begin with a capital on paper, as they do in the window; a workbook keeps them as stored."""
MOST = 5_000
"""Rows of a list that are printed; more is a parcel and not a list."""


def register_report(session: Session, scope: Scope, columns: Columns, narrowed: Sequence[str] = ()) -> Report:
    """The register's list as it is searched, filtered and sorted, in those columns.

    Args:
        columns: (field, heading) in their order.
        narrowed: what narrows the list, in words ("Status: expiring").
    """
    table = shown_table(scope.rows(session, limit=MOST), columns, "Agreements")
    named = [field in _NAMED for field, _ in columns]
    cells = [
        [_capital(_words(value)) if name else _words(value) for value, name in zip(row, named, strict=True)]
        for row in table.rows
    ]
    right = [place for place, column in enumerate(table.columns) if column.kind is Kind.MONEY]
    block = Rows(_headings(table.columns), cells, "No agreement is in this list.", right)
    return list_report(session, "Agreements", [Part("", [block])], narrowed, scope.count(session))


def list_report(
    session: Session,
    title: str,
    parts: Sequence[Part],
    narrowed: Sequence[str] = (),
    count: int | None = None,
) -> Report:
    """A list, or several, as a report that says of which register and day it is and what narrows it."""
    facts = [("Register", session.path.stem)]
    if narrowed:
        facts.append(("Showing", "; ".join(narrowed)))
    if count is not None:
        more = f"{count:,}, of which the first {MOST:,} are printed. Narrow the list, or export it."
        facts.append(("Rows", more if count > MOST else f"{count:,}"))
    return Report(title, f"As at {show(session.today)}", session.now(), parts, facts)


def _headings(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _words(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return show(value)
    if isinstance(value, Money):
        return str(value).removesuffix(".00")
    return str(value)
