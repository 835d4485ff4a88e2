"""What the agreements of a list can be counted and put together by."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

from tracker.domain.errors import TrackerError
from tracker.store.filters import tables, where
from tracker.store.listing import View


class Grouping(NamedTuple):
    """A column that rows are put together by, and how a value of it is shown as a heading.

    Attributes:
        last: of a value, the last one that is shown as the same; None where each is shown as itself.
    """

    column: str
    collation: str = ""
    shown: Callable[[str], str] = str
    last: Callable[[str], str] | None = None


def financial_year(day: str) -> str:
    """The financial year, 1 April to 31 March, in which an ISO day lies: "2026/27"; blank for blank."""
    if not day:
        return ""
    year = int(day[:4]) - (day[5:] < "04-01")
    return f"{year}/{(year + 1) % 100:02}"


def _financial_years_end(day: str) -> str:
    return f"{int(day[:4]) + (day[5:] >= '04-01')}-03-31"


def _by_text(column: str) -> Grouping:
    return Grouping(f"nullif({column}, '')", "collate nocase")


GROUPS: Final[dict[str, Grouping]] = {
    "status": Grouping("s.status"),
    "type": Grouping("a.type"),
    "supplier": _by_text("n.supplier"),
    "buyer": _by_text("n.buyer"),
    "department": _by_text("a.department"),
    "owner": _by_text("a.owner"),
    "category": _by_text("a.category"),
    "arrangement": _by_text("r.title"),
    "end_year": Grouping("s.current_end", shown=financial_year, last=_financial_years_end),
}
"""What the rows of a list can be put together by, under headings."""

FACETS: Final[dict[str, Grouping]] = {
    **GROUPS,
    "end_kind": Grouping("a.end_kind"),
    "regime": Grouping("a.regime"),
    "tier": _by_text("a.tier"),
}
"""What the rows of a list can be counted by; each is a filter too, and so are `_SEVERAL`."""

_SEVERAL: Final[dict[str, str]] = {
    "party": "select o.name as counted, p.agreement_id as id from organisation o "
    "join party p on p.organisation_id = o.id where o.kind = 'council'",
    "region": "select o.region as counted, p.agreement_id as id from organisation o "
    "join party p on p.organisation_id = o.id where o.region <> '' union "
    "select o.region, b.id from organisation o join membership m on m.organisation_id = o.id "
    "join agreement b on b.arrangement_id = m.arrangement_id where o.region <> ''",
    "tag": "select name as counted, agreement_id as id from tag",
}
"""Of what an agreement may have several of: councils, regions, tags."""


def facet(connection: sqlite3.Connection, view: View, name: str) -> list[tuple[str, int]]:
    """How many rows of the view each value has, most first; without the view's own filter by it."""
    if name not in FACETS and name not in _SEVERAL:
        raise TrackerError(
            f"A list cannot be counted by ‘{name}’. Known are {', '.join((*FACETS, *_SEVERAL))}."
        )
    others = {other: asked for other, asked in view.filters.items() if not _same(other, name)}
    condition, values = where(connection, view.search, others)
    if name in _SEVERAL:
        found = connection.execute(
            f"select min(counted), count(distinct id) from ({_SEVERAL[name]}) {_within(condition)} "  # noqa: S608
            "group by counted collate nocase",
            values,
        ).fetchall()
    else:
        column, collation, shown, _ = FACETS[name]
        found = connection.execute(
            f"select coalesce({column}, ''), count(*) {tables(column, condition)} {condition} "
            f"group by {column} {collation}",
            values,
        ).fetchall()
        counted: Counter[str] = Counter()
        for value, number in found:
            counted[shown(value)] += number
        found = list(counted.items())
    return sorted(found, key=lambda row: (-row[1], row[0].casefold()))


def _same(other: str, name: str) -> bool:
    """Whether a filter is by what is counted."""
    return other in (name, f"{name}_is")


def _within(condition: str) -> str:
    """Only the agreements that meet a condition."""
    if condition == "where true":
        return ""
    return f"where id in (select a.id {tables('a.id', condition)} {condition})"


def grouping(name: str) -> Grouping:
    """How a list is grouped by that name.

    Raises:
        TrackerError: it cannot be.
    """
    if name not in GROUPS:
        raise TrackerError(f"A list cannot be grouped by ‘{name}’. Known are {', '.join(GROUPS)}.")
    return GROUPS[name]
