"""Rows that head parts of a table: the department, or the supplier, of the agreements below them; or a year, which is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracker.domain.check import Severity
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.columns import ColumnMap
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.parties import NOBODY, Councils, supplier_reader
from tracker.exchange.plans.planned import Located, found
from tracker.exchange.plans.rows import Sorted
from tracker.exchange.sheets.sheet import is_blank

_LABELLED = re.compile(r"(?P<label>[^:]{3,30}?)\s*:\s*(?P<name>\S.*)")
_FIRM = re.compile(r".*\b(?:ltd|limited|plc|llp|cic)\.?", re.IGNORECASE)
_NEITHER = re.compile(
    r"(?:(?:fy|(?:financial )?year)\s*)?(?:19|20)\d\d(?:\s*[-/\u2013]\s*(?:\d{4}|\d\d))?|(?:quarter|qtr|q)\s*[1-4]\b.*"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?(?:[ ,'-]+\d{2,4})?"
    r"|(?:section|part|table|lot|appendix) [a-z0-9]{1,3}|(?:[£<>]|over|under|above|below|between|up to|less|more)(?: .*)?\d.*",
    re.IGNORECASE,
)
"""A year, a quarter, a month, a number of a section, a band of amounts."""

_FIELDS = ("department", "supplier")


class Part(NamedTuple):
    """What the heading of a part says of the rows below it; `field` is "" where it is neither."""

    field: str
    name: str


def told(text: str) -> Part:
    """What a part's heading says: "Directorate: Place", "Supplier: BT plc", "BT plc", "Place", "2024/25"."""
    labelled = _LABELLED.fullmatch(text)
    if labelled:
        meant = names.meanings(labelled["label"])
        if meant and meant[0].field in _FIELDS:
            return Part(meant[0].field, labelled["name"])
    if _NEITHER.fullmatch(text):
        return Part("", text)
    return Part("supplier" if _FIRM.fullmatch(text) else "department", text)


def columns(
    done: Sorted, table: Table, mapping: ColumnMap, councils: Councils | None
) -> dict[str, list[Any]]:
    """The columns "department" and "supplier" out of the headings of parts, where the table has none of its own.

    A department's column in which nothing stands but those headings is none of its own.
    """
    filled: dict[str, list[Any]] = {}
    said = {text: told(text) for text in set(done.parts.values())}
    for name in _free(said.values(), done, table, mapping):
        here = {at: said[text].name if said[text].field == name else "" for at, text in done.parts.items()}
        down = list(_down(here, table))
        if name == "supplier":
            read = supplier_reader("Supplier", councils)
            known = {text: read(text)[0] if text else NOBODY for text in set(down)}
            filled[name] = [known[text] for text in down]
        else:
            filled[name] = down
    return filled


def _free(said: Iterable[Part], done: Sorted, table: Table, mapping: ColumnMap) -> list[str]:
    told_of = {part.field for part in said}
    taken = mapping.fields.keys() - ({"department"} if heads_alone(done, table, mapping) else set())
    return [name for name in _FIELDS if name in told_of and name not in taken]


def heads_alone(done: Sorted, table: Table, mapping: ColumnMap) -> bool:
    """True where the department's column holds the headings of parts, and nothing beside any agreement."""
    column = mapping.of("department")
    if column is None or not done.parts or column.index >= len(table.columns):
        return False
    cells = table.columns[column.index]
    return all(is_blank(cell) or at in done.parts or at in done.out for at, cell in enumerate(cells))


def _down(here: dict[int, str], table: Table) -> Iterator[str]:
    """For each row what the heading of its part says; a sheet begins without one."""
    sheets = {one.start for one in table.parts}
    part = ""
    for index in range(len(table.records)):
        part = here.get(index, "" if index in sheets else part)
        yield part


def about(done: Sorted, table: Table, mapping: ColumnMap) -> list[Located]:
    """A word on parts of the table that were taken as departments, or as suppliers."""
    parts = [told(text) for text in dict.fromkeys(done.parts.values())]
    located: list[Located] = []
    for name in _free(parts, done, table, mapping):
        listed = ", ".join([part.name for part in parts if part.field == name][:20])
        message = f"The headings of the parts of the table were taken as {name}s: {listed}."
        located.append(found("import.parts", Severity.NOTE, message))
    return located
