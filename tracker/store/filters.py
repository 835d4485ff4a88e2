"""What a list of agreements can be narrowed by.

Names come from the closed list below; values are parameters, never part of the SQL.
Several values of one filter are parted by "|" and mean any of them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from tracker.domain.agreement import AgreementType, Status
from tracker.domain.errors import TrackerError
from tracker.store.search import WordSearch, word_searches


class Condition(NamedTuple):
    """A condition of SQL with its values.

    Attributes:
        alone: a statement that gives the ids of those that meet it, by itself; "" for none.
        but: True where that statement gives the ids of those that do not, because they are few.
    """

    sql: str
    values: tuple[str, ...] = ()
    alone: str = ""
    but: bool = False


Filter = Callable[[str], Condition]

_TABLES: Final[dict[str, tuple[str, str]]] = {
    "a": ("agreement a", "a.id"),
    "s": ("standing s", "s.agreement_id"),
    "n": ("party_names n", "n.agreement_id"),
}
"""Letter -> table, and the column by which rows are put together; s and n have a row for every a."""


def tables(*parts: str) -> str:
    """The FROM clause that those parts of a statement need, by the letters of the tables they speak of."""
    return keyed(*parts)[0]


def keyed(*parts: str, arranged: bool = False) -> tuple[str, str]:
    """The same clause, and the column in it that holds the agreement's id.

    Args:
        arranged: only of agreements that belong to a partnership, found by it.
    """
    used = {letter for letter in "asnr" if any(re.search(rf"\b{letter}\.", part) for part in parts)}
    if "r" in used or not used:
        used.add("a")
    first, *others = [letter for letter in "asn" if letter in used]
    table, key = _TABLES[first]
    clause = [f"from {table}"]
    clause += [f"join {_TABLES[letter][0]} on {_TABLES[letter][1]} = {key}" for letter in others]
    if arranged:
        # Crossed, for the engine would go through all agreements in their order.
        clause[0] = "from arrangement r cross join agreement a on a.arrangement_id = r.id"
    elif "r" in used:
        clause.append("left join arrangement r on r.id = a.arrangement_id")
    return " ".join(clause), key


_WITHOUT_AMOUNT: Final = "a.value is null and a.annual_value is null"
_MISSING: Final[dict[str, str]] = {
    "reference": "a.reference = ''",
    "title": "a.title = ''",
    "owner": "nullif(a.owner, '') is null",
    "department": "nullif(a.department, '') is null",
    "category": "nullif(a.category, '') is null",
    "supplier": "nullif(n.supplier, '') is null",
    "buyer": "nullif(n.buyer, '') is null",
    "value": _WITHOUT_AMOUNT,
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
    """Equal but for case; blank for those that have none. As the indexes of the lists have it."""

    def condition(value: str) -> Condition:
        shown = f"nullif({column}, '')"
        return Condition(f"{shown} = ? collate nocase", (value,)) if value else Condition(f"{shown} is null")

    return condition


def _holds(column: str) -> Filter:
    return lambda value: Condition(f"instr(fold(coalesce({column}, '')), fold(?)) > 0", (value,))


def _named(column: str) -> Filter:
    """A part of one of the names shown; each different name is looked at once, by its index."""
    shown = f"nullif({column}, '')"
    names = (
        f"with recursive seen (name) as (select min({shown} collate nocase) from party_names union all "  # noqa: S608
        f"select (select min({shown} collate nocase) from party_names where {shown} > seen.name collate nocase) "
        "from seen where seen.name is not null) select name from seen where instr(fold(coalesce(name, '')), fold(?)) > 0"
    )
    holds = f"nullif(n.{column}, '') collate nocase in ({names})"
    return lambda value: Condition(holds, (value,))


def _party(value: str) -> Condition:
    """Any party of the agreement, by a part of its name or of another name of it."""
    alone = (
        "select agreement_id as id from party where organisation_id in ("
        "select id from organisation where instr(fold(name), fold(?)) > 0 union "
        "select organisation_id from organisation_name where instr(fold(name), fold(?)) > 0)"
    )
    return Condition(f"a.id in ({alone})", (value, value), alone)


def _member(value: str) -> Condition:
    """Any party of the agreement, by its whole name."""
    alone = (
        "select p.agreement_id as id from organisation o join party p on p.organisation_id = o.id "
        "where o.name = ? collate nocase"
    )
    return Condition(f"a.id in ({alone})", (value,), alone)


def _tag(value: str) -> Condition:
    alone = "select agreement_id as id from tag where name = ? collate nocase"
    return Condition(f"a.id in ({alone})", (value,), alone)


def _status(value: str) -> Condition:
    """ "live" also means every "live – …", and "ended" every "ended – …"."""
    wanted = value.casefold()
    meant = [s.value for s in Status if s.value == wanted or s.value.startswith(f"{wanted} – ")]
    return Condition(f"s.status in ({', '.join('?' * len(meant))})", tuple(meant))


def _type(value: str) -> Condition:
    """The kind of agreement, whatever the case."""
    meant = [kind.value for kind in AgreementType if kind.value.casefold() == value.casefold()]
    return Condition("a.type = ?", (meant[0] if meant else value,))


def _region(value: str) -> Condition:
    """The region of any of its parties, or of any member of its arrangement."""
    alone = (
        "select p.agreement_id as id from organisation o join party p on p.organisation_id = o.id "
        "where o.region = ? collate nocase union select b.id from organisation o "
        "join membership m on m.organisation_id = o.id join agreement b on b.arrangement_id = m.arrangement_id "
        "where o.region = ? collate nocase"
    )
    return Condition(f"a.id in ({alone})", (value, value), alone)


def _answer(column: str) -> Filter:
    def condition(value: str) -> Condition:
        answers = {"yes": f"{column} = 1", "no": f"{column} = 0", "unknown": f"{column} is null"}
        if value.lower() not in answers:
            raise TrackerError(f"‘{value}’ is neither yes, no nor unknown.")
        return Condition(answers[value.lower()])

    return condition


_MISSING_ALONE: Final[dict[str, tuple[str, bool]]] = {
    "value": (f"select a.id from agreement a indexed by agreement_amounts where {_WITHOUT_AMOUNT}", False),  # noqa: S608
    "notice": ("select distinct agreement_id as id from notice_clause", True),
    "source": ("select distinct record_id as id from citation where record_kind = 'Agreement'", True),
    "arrangement": ("select id from agreement where arrangement_id is not null", True),
}
"""What is missing -> the quick way to those that miss it, or (True) to those that have it."""


def _missing(value: str) -> Condition:
    if value not in _MISSING:
        raise TrackerError(f"‘{value}’ cannot be looked for as missing. These can: {', '.join(_MISSING)}.")
    return Condition(f"({_MISSING[value]})", (), *_MISSING_ALONE.get(value, ("", False)))


def _fictional(value: str) -> Condition:
    few = "select id from agreement where fictional = 1"
    if value.lower() == "no":
        return Condition("a.fictional = 0", (), few, but=True)
    return _answer("a.fictional")(value)


def _arrangement(value: str) -> Condition:
    """A part of the title of its arrangement."""
    alone = (
        "select b.id from arrangement r join agreement b on b.arrangement_id = r.id "
        "where instr(fold(r.title), fold(?)) > 0"
    )
    return Condition(f"a.id in ({alone})", (value,), alone)


def _end_year(value: str) -> Condition:
    """The financial year in which the current end lies, such as 2026/27; blank for no end."""
    if not value:
        return Condition("s.current_end is null")
    year = value[:4]
    if not year.isascii() or not year.isdecimal():
        raise TrackerError(f"‘{value}’ is not a financial year such as 2026/27.")
    span = (f"{year}-04-01", f"{int(year) + 1:04}-03-31")
    return Condition("s.current_end between ? and ?", span)


def _notice_due(value: str) -> Condition:
    """A notice that can still be given, to be given from one ISO day to another ("2026-11-22..2027-02-20")."""
    first, _, last = value.partition("..")
    alone = (
        "select agreement_id as id from deadline where kind in ('termination notice', 'break notice', "
        "'non-renewal notice', 'withdrawal notice', 'option notice') and not settled and act_by between ? and ?"
    )
    return Condition(f"a.id in ({alone})", (first, last), alone)


def _from(column: str) -> Filter:
    return lambda value: Condition(f"{column} >= ?", (value,))


def _to(column: str) -> Filter:
    return lambda value: Condition(f"{column} <= ?", (value,))


_SPANS: Final = {"ends": "s.current_end", "act": "s.next_act_by", "value": "a.value"}

FILTERS: Final[dict[str, Filter]] = {
    "reference": _is("a.reference"),
    "uid": _is("a.uid"),
    "title": _holds("a.title"),
    "type": _type,
    "status": _status,
    "supplier": _named("supplier"),
    "supplier_is": _is("n.supplier"),
    "buyer": _named("buyer"),
    "buyer_is": _is("n.buyer"),
    "organisation": _party,
    "party": _member,
    "region": _region,
    "tag": _tag,
    "department": _is("a.department"),
    "owner": _is("a.owner"),
    "category": _is("a.category"),
    "arrangement": _arrangement,
    "end_kind": _is("a.end_kind"),
    "end_year": _end_year,
    "signature": _is("a.signature"),
    "regime": _is("a.regime"),
    "tier": _is("a.tier"),
    "binding": _answer("a.binding"),
    "sme": _answer("a.sme"),
    "vcse": _answer("a.vcse"),
    "fictional": _fictional,
    "missing": _missing,
    "ends_from": _from(_SPANS["ends"]),
    "ends_to": _to(_SPANS["ends"]),
    "act_from": _from(_SPANS["act"]),
    "act_to": _to(_SPANS["act"]),
    "notice_due": _notice_due,
    "value_from": _from(_SPANS["value"]),
    "value_to": _to(_SPANS["value"]),
}
"""name -> what it asks. `_from` and `_to` take ISO days, or minor units, inclusive; yes-or-no ones also "unknown"."""


def conditions(
    connection: sqlite3.Connection, text: str, filters: Mapping[str, str]
) -> list[Condition | WordSearch]:
    """What an agreement must meet to be in a list: each filter, then each word of the search.

    Raises:
        TrackerError: there is no such filter, or it cannot take that value.
    """
    asked = dict(filters)
    spans = [
        _between(name, asked.pop(f"{name}_from"), asked.pop(f"{name}_to"))
        for name in _SPANS
        if {f"{name}_from", f"{name}_to"} <= asked.keys()
    ]
    return [
        *spans,
        *(_condition(name, value) for name, value in asked.items()),
        *word_searches(connection, text),
    ]


def _between(name: str, first: str, last: str) -> Condition:
    """Both ends of a span at once: found by its index in one go."""
    return Condition(f"{_SPANS[name]} between ? and ?", (first, last))


def _condition(name: str, value: str) -> Condition:
    """What one filter asks, any of its values."""
    if name not in FILTERS:
        raise TrackerError(f"There is no filter ‘{name}’. Known are {', '.join(FILTERS)}.")
    either = [FILTERS[name](one.strip()) for one in value.split("|")]
    if len(either) == 1:
        return either[0]
    values = tuple(parameter for one in either for parameter in one.values)
    return Condition(f"({' or '.join(one.sql for one in either)})", values)


def statement(condition: Condition | WordSearch) -> str:
    """The statement that gives the ids of all the agreements that meet a condition."""
    if isinstance(condition, WordSearch):
        return condition.statement
    if condition.alone:
        return condition.alone
    clause, key = keyed(condition.sql)
    return f"select {key} as id {clause} where {condition.sql}"


def where(connection: sqlite3.Connection, text: str, filters: Mapping[str, str]) -> tuple[str, list[str]]:
    """The WHERE clause of a search with filters, and its values.

    Raises:
        TrackerError: there is no such filter, or it cannot take that value.
    """
    found = conditions(connection, text, filters)
    texts = [f"a.id in ({one.statement})" if isinstance(one, WordSearch) else one.sql for one in found]
    values = [value for one in found for value in one.values]
    return f"where {' and '.join(texts) or 'true'}", values
