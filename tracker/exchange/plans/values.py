"""Cells to domain values, a column at a time: each different cell is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, NamedTuple, cast

from tracker.domain.check import Finding, Severity
from tracker.domain.fill import fill
from tracker.domain.money import Money
from tracker.domain.written import Amount, read_amount, read_number
from tracker.exchange.sheets.sheet import Cell, Fault, is_blank, shown

Findings = tuple[Finding, ...]
Read = tuple[Any, Findings]
"""A value and what is odd about it."""

LONGEST = 500
"""Characters that a date, an amount or a length may be written in; more is a text that strayed."""


@dataclass(slots=True)
class ColumnOf:
    """A column's values, one for each row, and the findings with the indexes of their rows."""

    values: list[Any]
    findings: list[tuple[int, Finding]]


def convert(cells: Sequence[Hashable], reader: Callable[[Any], Read]) -> ColumnOf:
    """Read each different cell once and spread the answers over the column."""
    values: dict[Hashable, Any] = {}
    odd: dict[Hashable, Findings] = {}
    for cell in set(cells):
        values[cell], findings = reader(cell)
        if findings:
            odd[cell] = findings
    found = [(i, one) for i, cell in enumerate(cells) if cell in odd for one in odd[cell]] if odd else []
    return ColumnOf(list(map(values.__getitem__, cells)), found)


def texts(cells: Sequence[Cell]) -> ColumnOf:
    """A column of lines of text: as `convert` with `text`, and quicker where all cells are texts."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return convert(cells, text)
    written = cast(Sequence[str | None], cells)
    if _is_folded(written):
        return ColumnOf([c or "" for c in written], [])
    plain = [" ".join((c if "&" not in c else unescape(c)).split()) if c else "" for c in written]
    return ColumnOf(plain, [])


_SPACES = ("  ", " \0", "\0 ", "&", "\t", "\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f")


def _is_folded(written: Sequence[str | None]) -> bool:
    """True where no text of a column has anything to fold or unescape, as a look at all of them at once shows."""
    whole = "\0".join([c or "" for c in written])
    whole = f"\0{whole}\0"
    return (
        whole.isascii() and whole.count("\0") == len(written) + 1 and not any(one in whole for one in _SPACES)
    )


_LOOKUP = re.compile(r";#\d+(?=;#|$)|(?<=;#)\d+;#|^\d+;#")


def without_lookups(column: Sequence[Cell]) -> Sequence[Cell]:
    """A column without the numbers that a list on SharePoint leaves beside what it looks up: "Highways;#3"."""
    marked = [cell for cell in column if isinstance(cell, str) and ";#" in cell]
    if not marked:
        return column
    bare = {cell: _LOOKUP.sub("", cell).replace(";#", "; ").strip("; ") for cell in marked}
    return [bare.get(cell, cell) if isinstance(cell, str) else cell for cell in column]


def without_marks(references: Sequence[str]) -> list[str]:
    """References without the apostrophe by which a spreadsheet marks figures as text ("'00123")."""
    return [one[1:] if one[:1] in "'\u2019" and one[1:2].isalnum() else one for one in references]


_FAULTS = {
    "cell.error": "The cell holds the error {0}.",
    "cell.no-result": "The formula {0} was never calculated, so its value is not known. "
    "Open the workbook in Excel, save it, and import it again.",
    "cell.not-a-date": "{0} is formatted as a date and is none.",
}


def fault_findings(fault: Fault) -> Findings:
    """What a cell without a trustworthy value is reported as."""
    message = _FAULTS.get(fault.code, "The cell is damaged: {0}.").replace("{0}", fault.text[:200])
    return (Finding(fault.code, Severity.ERROR, message),)


_LINE_ENDS = re.compile(r"\r\n?")


def text(cell: Cell) -> Read:
    """One line of text: trimmed, spaces folded, web escapes undone."""
    if type(cell) is str:
        return " ".join((cell if "&" not in cell else unescape(cell)).split()), ()
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    return shown(cell), ()


_BETWEEN_TAGS = re.compile(r"[;,|\n\r]+")


def tags(cell: Cell) -> Read:
    """The tags in a cell, parted by commas, semicolons, strokes or line ends; each once, as first written."""
    written, findings = long_text(cell)
    names = (" ".join(name.split()).lstrip("#") for name in _BETWEEN_TAGS.split(written))
    found: dict[str, str] = {}
    for name in filter(None, names):
        found.setdefault(name.casefold(), name)
    return tuple(found.values()), findings


def long_text(cell: Cell) -> Read:
    """Text that may have several lines."""
    if isinstance(cell, Fault):
        return "", fault_findings(cell)
    plain = cell if type(cell) is str else shown(cell)
    plain = plain if "&" not in plain else unescape(plain)
    return (_LINE_ENDS.sub("\n", plain) if "\r" in plain else plain).strip(), ()


def long_texts(cells: Sequence[Cell]) -> ColumnOf:
    """A column of texts: as `convert` with `long_text`, and quicker where all cells are texts."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return convert(cells, long_text)
    written = cast(Sequence[str | None], cells)
    return ColumnOf(
        [(long_text(c)[0] if "&" in c or "\r" in c else c.strip()) if c else "" for c in written], []
    )


def too_long(cell: str, kind: str) -> Findings:
    """What is said of a text that strayed into a column of dates or amounts."""
    article = "an" if kind == "amount" else "a"
    message = (
        f"A text of {len(cell):,} characters stands where {article} {kind} was expected; it was not used."
    )
    return (Finding("value.too-long", Severity.ERROR, message),)


class Worth(NamedTuple):
    """The fields of Agreement that one amount fills."""

    value: Money | None = None
    low: Money | None = None
    high: Money | None = None
    annual: Money | None = None
    text: str = ""


_NOTHING = Worth()


def read_worth(cell_in: tuple[Cell, str], *, unit: int, per: str) -> Read:
    """An amount with its currency, as an agreement's value; `unit` and `per` are what the heading says of each."""
    cell, currency = cell_in
    if not per and (plain := _plain_figure(cell, currency, unit)):
        return Worth(plain), ()
    amount = read_money(cell, currency, unit)
    written = shown(cell).strip()[:LONGEST]
    if not written or _is_nil(amount):
        return _NOTHING, amount.findings  # a dash says what an empty cell says, in other files
    rate = amount.per or per
    exact = amount.bound == "exact" and all(one.code != "money.words-left" for one in amount.findings)
    if rate == "year":
        return Worth(annual=amount.value, text="" if exact else written), amount.findings
    if rate:
        return Worth(text=written if amount.per else f"{written} per {rate}"), amount.findings
    if exact:
        return Worth(amount.value), amount.findings
    if amount.value is not None:
        return Worth(amount.value, text=written), amount.findings
    return Worth(None, amount.low, amount.high, None, written), amount.findings


def read_figure(
    cell_in: tuple[Cell, str], *, unit: int, per: str = "", expected: Collection[str] = ()
) -> Read:
    """An amount with its currency, of which only the figure is wanted.

    What is no single figure ("£2m - £3m") is said, and what is one for another time than `per` ("year", or ""
    for none); `expected` are findings that this column has no need of.
    """
    cell, currency = cell_in
    if plain := _plain_figure(cell, currency, unit):
        return plain, ()
    amount = read_money(cell, currency, unit)
    findings = tuple(one for one in amount.findings if one.code not in expected)
    if amount.value is None and not findings and not is_blank(cell):
        message = f"'{shown(cell).strip()[:80]}' is no single figure; the words are kept in the notes."
        findings = (Finding("money.no-single-figure", Severity.WARNING, message),)
    if amount.value is not None and amount.per not in ("", per):
        message = f"'{shown(cell).strip()[:80]}' is an amount for each {amount.per}; the words are kept in the notes."
        return None, (*findings, Finding("money.other-rate", Severity.WARNING, message))
    return (None if _is_nil(amount) else amount.value), findings


def _is_nil(amount: Amount) -> bool:
    return any(finding.code == "money.nil" for finding in amount.findings)


_PLAIN = re.compile(r"\s*£?\s*(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d\d))?\s*", re.ASCII)


def figures(cells: Sequence[Cell], currency: str, unit: int) -> list[Money | None] | None:
    """A column of plain numbers as amounts, at once; None where a cell is anything else, or doubtful."""
    if unit != 1 or currency not in _HUNDREDTHS or not set(map(type, cells)) <= {float, type(None)}:
        return None
    filled = [cell for cell in cast(Sequence[float | None], cells) if cell is not None]
    pence = [round(cell * 100) for cell in filled]
    if filled and (min(pence) <= 100 or max(pence) >= 10**14 or [one / 100 for one in pence] != filled):
        return None
    made = fill(Money, {"minor": pence, "currency": [currency] * len(pence)}, len(pence))
    if len(made) == len(cells):
        return list(made)
    each = iter(made)
    return [None if cell is None else next(each) for cell in cells]


_HUNDREDTHS = frozenset(("GBP", "EUR", "USD"))


def _plain_figure(cell: Cell, currency: str, unit: int) -> Money | None:
    """The amount of a cell that holds a plain figure and nothing else, as most do; None for any other.

    The long way, with its bounds, rates and doubts, says the same of these.
    """
    if unit != 1 or currency not in _HUNDREDTHS:
        return None
    if type(cell) is float and 1 < cell < 10**12:
        pence = round(cell * 100)
        return Money(pence, currency) if pence / 100 == cell else None
    plain = _PLAIN.fullmatch(cell) if type(cell) is str and currency == "GBP" else None
    if plain is None:
        return None
    pence = int(plain[1].replace(",", "")) * 100 + int(plain[2] or 0)
    return Money(pence) if pence > 100 else None


def read_money(cell: Cell, currency: str, unit: int) -> Amount:
    """The amount in a cell; what is odd about it is in its findings."""
    amount = _amount(cell, currency, unit)
    if amount.value is None or amount.value.minor >= 0:
        return amount
    message = f"{amount.value} is less than nothing and was taken as it stands; check that it is no slip."
    return replace(amount, findings=(*amount.findings, Finding("money.negative", Severity.WARNING, message)))


def _amount(cell: Cell, currency: str, unit: int) -> Amount:
    if type(cell) is str:
        if len(cell) > LONGEST:
            return Amount(findings=too_long(cell, "amount"))
        return read_amount(cell, currency, unit=unit)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return read_number(cell, currency, unit=unit)
    if isinstance(cell, Fault):
        return Amount(findings=fault_findings(cell))
    if cell is None:
        return Amount()
    message = f"'{shown(cell)}' is not an amount."
    return Amount(findings=(Finding("money.unreadable", Severity.ERROR, message),))


_YES = frozenset(
    ("y", "yes", "true", "t", "1", "x", *"✓✔☑√", "sme", "micro", "small", "medium", "vcse", "vco", "vcs")
)
_NO = frozenset(
    ("n", "no", "false", "f", "0", *"✗✘☐", "lge", "large", "non-sme", "not sme", "non sme", "large business")
)
_UNSAID = frozenset(("", "-", "n/a", "na", "unknown", "not known", "tbc", "not specified", "?", "not stated"))


def yes_no(cell: Cell) -> Read:
    """True, False, or None where the cell does not say."""
    if isinstance(cell, Fault):
        return None, fault_findings(cell)
    word = shown(cell).strip().lower().removesuffix(".0")
    if word in _YES:
        return True, ()
    if word in _NO:
        return False, ()
    if word in _UNSAID:
        return None, ()
    message = f"'{shown(cell)[:60]}' says neither yes nor no."
    return None, (Finding("value.not-yes-or-no", Severity.WARNING, message),)


CLEAR = frozenset(
    before + word + after
    for word in ("(clear)", "(Clear)", "(CLEAR)")
    for before in ("", " ")
    for after in ("", " ")
)
"""What a cell holds that asks to empty the field."""


def is_worth_nothing(cell: Cell) -> bool:
    """True for a blank cell and for the dashes that stand for one."""
    return is_blank(cell) or (type(cell) is str and not cell.strip(" -–—."))
