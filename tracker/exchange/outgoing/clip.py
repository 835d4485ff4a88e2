"""A table for the clipboard: as text with tabs, and as HTML in which dates and amounts stay what they are.

Excel and LibreOffice take the HTML; each has its own mark for a cell's value, and both are given.
Texts that a spreadsheet would make into a formula or a number are marked as texts.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import NamedTuple

from tracker.domain.money import Money
from tracker.exchange.outgoing.cells import plain_text
from tracker.exchange.outgoing.column import Column, Table, Value
from tracker.exchange.outgoing.csvfile import guard

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST = date(1900, 3, 1)
_QUOTED = ("\t", "\n", "\r", '"')


class Clip(NamedTuple):
    """What goes on the clipboard, in both of its forms."""

    text: str
    html: str


def clip(table: Table) -> Clip:
    """The table with its headings."""
    lines = ["\t".join(_quoted(guard(column.name)) for column in table.columns)]
    head = "".join(f"<th>{escape(column.name)}</th>" for column in table.columns)
    body = []
    for row in table.rows:
        pairs = list(zip(table.columns, row, strict=True))
        lines.append("\t".join(_quoted(_plain(column, value)) for column, value in pairs))
        body.append("<tr>" + "".join(_cell(column, value) for column, value in pairs) + "</tr>")
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>'
        f"<body><table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></body></html>"
    )
    return Clip("\r\n".join(lines) + "\r\n", page)


def _plain(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if type(value) is date:
        return f"{value:%d/%m/%Y}" if value.year > 999 else value.isoformat()
    amount = _amount(column, value)
    if amount is not None:
        return amount.decimal
    return guard(value) if isinstance(value, str) else plain_text(value)


def _amount(column: Column, value: Value) -> Money | None:
    if isinstance(value, Money):
        return value
    return Money(value, column.currency) if column.kind == "money" and type(value) is int else None


def _quoted(text: str) -> str:
    """A cell of tabbed text; one that holds a tab or a line end stands in quotation marks."""
    if not any(mark in text for mark in _QUOTED):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _cell(column: Column, value: Value) -> str:
    if value is None:
        return "<td></td>"
    if type(value) is date and value >= _FIRST:
        serial = value.toordinal() - _EPOCH
        return (
            f'<td x:num="{serial}" sdval="{serial}" sdnum="2057;2057;DD/MM/YYYY" '
            f'style="mso-number-format:dd\\/mm\\/yyyy">{value:%d/%m/%Y}</td>'
        )
    amount = _amount(column, value)
    if amount is not None:
        number = amount.decimal
        return f'<td x:num="{number}" sdval="{number}" sdnum="2057;2057;#,##0.00">{escape(str(amount))}</td>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<td x:num="{value}" sdval="{value}" sdnum="2057;">{value}</td>'
    words = escape(plain_text(value)).replace("\n", "<br>")
    return f'<td sdnum="2057;0;@" style="mso-number-format:\'\\@\'">{words}</td>'
