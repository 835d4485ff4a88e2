"""What a whole column of amounts says of each figure in it: the currency, and whose way of writing thousands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tracker.domain.check import Finding, Severity
from tracker.domain.written import CONTINENTAL
from tracker.exchange.sheets.sheet import Cell, is_blank, shown

_CONTINENTAL = re.compile(rf"[^\d]{{0,6}}(?:{CONTINENTAL})[^\d]{{0,6}}")
_ENGLISH = re.compile(r"\d,\d{3}(?!\d)|\d\.\d{1,2}(?!\d)")
_FIGURE = re.compile(r"(?<![\d.,])\d[\d.]*(?:,\d{1,2})?(?![\d.,])")


def continental(cells: Sequence[Cell], label: str) -> tuple[Sequence[Cell], tuple[Finding, ...]]:
    """The column with "1.234,56" written as "1234.56", where its figures can be read in no other way; said once."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    if not any(_CONTINENTAL.fullmatch(text) for text in texts) or any(map(_ENGLISH.search, texts)):
        return cells, ()
    plain = {
        text: _FIGURE.sub(lambda found: found.group().replace(".", "").replace(",", "."), text)
        for text in texts
    }
    message = (
        f"The dots under '{label}' were read as between thousands and the commas as before the pence, "
        "as on the continent."
    )
    finding = Finding("money.continental", Severity.WARNING, message)
    return [plain[cell] if isinstance(cell, str) else cell for cell in cells], (finding,)


def _code(cell: Cell) -> str:
    """A currency's code from a cell: "GBP", "£"."""
    text = shown(cell).strip().upper()
    return {"£": "GBP", "€": "EUR", "$": "USD", "POUNDS": "GBP", "STERLING": "GBP"}.get(text, text)


SIGNS = {"$": "USD", "€": "EUR"}


def currency(cells: Mapping[str, Sequence[Cell]], name: str, usual: str) -> str:
    """The currency of figures that name none: what the file's column of currencies says, else the other
    figures of the column where they all bear one foreign sign, else the usual one."""
    codes = {_code(cell) for cell in set(cells.get("currency", ())) if not is_blank(cell)}
    only = codes.pop() if len(codes) == 1 else ""
    if re.fullmatch("[A-Z]{3}", only):
        return only
    return sign_of(cells[name]) or usual


def sign_of(cells: Sequence[Cell]) -> str:
    """The foreign currency whose sign stands before at least a tenth of a column's figures, with no pound among them."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if any("£" in text for text in texts):
        return ""
    filled = sum(1 for cell in cells if not is_blank(cell))
    for sign, code in SIGNS.items():
        if sum(1 for text in texts if sign in text) * 10 >= max(1, filled):
            return code
    return ""


_NAMED = re.compile(r"[£$€]|\b[A-Z]{3}\b")


def is_bare(cells: Sequence[Cell]) -> bool:
    """True for a column of figures of which none bears a currency's sign or code."""
    texts = {cell for cell in cells if isinstance(cell, str)}
    return any(not is_blank(cell) for cell in cells) and not any(map(_NAMED.search, texts))


def varying_currencies(cells: Sequence[Cell] | None) -> list[str]:
    """The currency of each row, where they differ; empty where they do not."""
    if cells is None or len({_code(cell) for cell in set(cells) if not is_blank(cell)}) < 2:
        return []
    codes = (_code(cell) for cell in cells)
    return [code if re.fullmatch("[A-Z]{3}", code) else "GBP" for code in codes]
