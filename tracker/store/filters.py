"""What a list of agreements can be narrowed by.

Names come from the closed list below; values are parameters, never part of the SQL.
Several values of one filter are parted by "|" and mean any of them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Final

from tracker.domain.errors import TrackerError
from tracker.store import search

Condition = tuple[str, tuple[str, ...]]
Filter = Callable[[str], Condition]

_TABLES: Final[dict[str, tuple[str, str]]] = {
    "a": ("agreement a", "a.id"),
    "s": ("standing s", "s.agreement_id"),
    "n": ("party_names n", "n.agreement_id"),
}
"""Letter -> table, and the column by which rows are put together; s and n have a row for every a."""


def tables(*parts: str) -> str:
    """The FROM clause that those parts of a statement need, by the letters of the tables they speak of."""
    used = {letter for letter in "asnr" if any(re.search(rf"\b{letter}\.", part) for part in parts)}
    if "r" in used or not used:
        used.add("a")
    first, *others = [letter for letter in "asn" if letter in used]
    table, key = _TABLES[first]
    clause = [f"from {table}"]
    clause += [f"join {_TABLES[letter][0]} on {_TABLES[letter][1]} = {key}" for letter in others]
    if "r" in used:
        clause.append("left join arrangement r on r.id = a.arrangement_id")
    return " ".join(clause)


END_YEAR: Final = (
    "(select printf('%d/%02d', y, (y + 1) % 100) from (select substr(s.current_end, 1, 4) "
    "- (substr(s.current_end, 6) < '04-01') as y) where y is not null)"
)
"""The financial year in which the current end lies, such as 2026/27."""

_MISSING: Final[dict[str, str]] = {
    "reference": "a.reference = ''",
    "title": "a.title = ''",
    "owner": "a.owner = ''",
    "department": "a.department = ''",
    "category": "a.category = ''",
    "supplier": "n.supplier = ''",
    "buyer": "n.buyer = ''",
    "value": "a.value is null and a.annual_value is null",
    "starts": "coalesce(a.starts_earliest, a.starts_latest) is null",
    "ends": "coalesce(a.ends_earliest, a.ends_latest) is null",
    "current_end": "s.current_end is null",
    "notice": "not exists (select 1 from notice_clause c where c.agreement_id = a.id)",
    "signed": "a.signed_precision is null",
    "arrangement": "a.arrangement_id is null",
    "source": "not exists (select 1 from citation c "
    "where c.record_id = a.id and c.record_kind = 'Agreement')",
}


def _is(column: str) -> Filter:
    return lambda value: (f"coalesce({column}, '') = ? collate nocase", (value,))


def _holds(column: str) -> Filter:
    return lambda value: (f"instr(fold(coalesce({column}, '')), fold(?)) > 0", (value,))


def _named(column: str) -> Filter:
    """A part of one of the names shown; each different name is looked at once."""
    names = f"(select distinct {column} as shown from party_names limit -1)"  # noqa: S608
    holds = f"n.{column} in (select shown from {names} where instr(fold(shown), fold(?)) > 0)"  # noqa: S608
    return lambda value: (holds, (value,))


def _party(value: str) -> Condition:
    """Any party of the agreement, by a part of its name or of another name of it."""
    return (
        "a.id in (select agreement_id from party where organisation_id in ("
        "select id from organisation where instr(fold(name), fold(?)) > 0 union "
        "select organisation_id from organisation_name where instr(fold(name), fold(?)) > 0))"
    ), (value, value)


def _status(value: str) -> Condition:
    """ "live" also means every "live – …", and "ended" every "ended – …"."""
    return "(s.status = ? collate nocase or s.status like ? || ' – %')", (value, value)


def _region(value: str) -> Condition:
    """The region of any of its parties, or of any member of its arrangement."""
    return (
        "(a.id in (select p.agreement_id from party p join organisation o on o.id = p.organisation_id "
        "where o.region = ? collate nocase) or a.arrangement_id in (select m.arrangement_id "
        "from membership m join organisation o on o.id = m.organisation_id "
        "where o.region = ? collate nocase))"
    ), (value, value)


def _answer(column: str) -> Filter:
    def condition(value: str) -> Condition:
        answers = {"yes": f"{column} = 1", "no": f"{column} = 0", "unknown": f"{column} is null"}
        if value.lower() not in answers:
            raise TrackerError(f"‘{value}’ is neither yes, no nor unknown.")
        return answers[value.lower()], ()

    return condition


def _missing(value: str) -> Condition:
    if value not in _MISSING:
        raise TrackerError(f"‘{value}’ cannot be looked for as missing. These can: {', '.join(_MISSING)}.")
    return f"({_MISSING[value]})", ()


def _from(column: str) -> Filter:
    return lambda value: (f"{column} >= ?", (value,))


def _to(column: str) -> Filter:
    return lambda value: (f"{column} <= ?", (value,))


FILTERS: Final[dict[str, Filter]] = {
    "reference": _is("a.reference"),
    "uid": _is("a.uid"),
    "title": _holds("a.title"),
    "type": _is("a.type"),
    "status": _status,
    "supplier": _named("supplier"),
    "buyer": _named("buyer"),
    "organisation": _party,
    "region": _region,
    "department": _is("a.department"),
    "owner": _is("a.owner"),
    "category": _is("a.category"),
    "arrangement": _holds("r.title"),
    "end_kind": _is("a.end_kind"),
    "end_year": _is(END_YEAR),
    "signature": _is("a.signature"),
    "regime": _is("a.regime"),
    "tier": _is("a.tier"),
    "binding": _answer("a.binding"),
    "sme": _answer("a.sme"),
    "vcse": _answer("a.vcse"),
    "fictional": _answer("a.fictional"),
    "missing": _missing,
    "ends_from": _from("s.current_end"),
    "ends_to": _to("s.current_end"),
    "act_from": _from("s.next_act_by"),
    "act_to": _to("s.next_act_by"),
}
"""name -> what it asks. `_from` and `_to` take ISO days, inclusive; yes-or-no ones also "unknown"."""


def where(connection: sqlite3.Connection, text: str, filters: Mapping[str, str]) -> tuple[str, list[str]]:
    """The WHERE clause of a search with filters, and its values.

    Raises:
        TrackerError: there is no such filter, or it cannot take that value.
    """
    conditions: list[str] = []
    values: list[str] = []
    for name, value in filters.items():
        if name not in FILTERS:
            raise TrackerError(f"There is no filter ‘{name}’. Known are {', '.join(FILTERS)}.")
        either = [FILTERS[name](one.strip()) for one in value.split("|")]
        conditions.append(f"({' or '.join(sql for sql, _ in either)})")
        values.extend(parameter for _, parameters in either for parameter in parameters)
    searched = search.condition(connection, text)
    if searched:
        conditions.append(searched[0])
        values.extend(searched[1])
    return ("where " + " and ".join(conditions) if conditions else "where true"), values
