"""What the table asks of the register. Each is asked on a worker, through a reader of its own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow, Group, Queries, Totals

PAGE = 256
"""So many rows are read at a time."""


@dataclass(frozen=True, slots=True)
class View:
    """Which rows, in which order: the same words as `Queries.listing` takes."""

    search: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = "title"
    descending: bool = False
    group: str = ""

    @property
    def narrowing(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """What narrows it: of this hangs what its amounts come to, not of its order."""
        return self.search, self.filters


def first_page(view: View, read: Queries) -> tuple[int, list[Group], list[AgreementRow]]:
    """How many rows the view has, its headings, and its first rows."""
    filters = dict(view.filters)
    if view.group:
        groups, ids = read.first_grouped(view.group, view.search, filters, view.sort, view.descending, PAGE)
        return sum(group.number for group in groups), groups, read.rows(ids)
    total, ids = read.first_ids(view.search, filters, view.sort, view.descending, PAGE)
    return total, [], read.rows(ids)


def all_ids(view: View, read: Queries) -> tuple[array[int], list[Group]]:
    """The ids of all rows in order, and the headings."""
    filters = dict(view.filters)
    ids = read.ids(view.search, filters, view.sort, view.descending, view.group)
    groups = read.groups(view.group, view.search, filters) if view.group else []
    return ids, groups


def some_rows(ids: list[int], read: Queries) -> list[AgreementRow]:
    """The rows of a page."""
    return read.rows(ids)


def some_words(read: Queries) -> bool:
    """Get to know some words of the register; True when all are known."""
    return read.learn()


def totals(view: View, read: Queries) -> tuple[View, Totals]:
    """The view, and what the amounts of all its rows come to."""
    return view, read.totals(view.search, dict(view.filters))


def totals_of(ids: array[int], read: Queries) -> Totals:
    """What the amounts of those agreements come to."""
    return read.totals_of(ids)


def group_totals(ids: array[int], groups: Sequence[Group], read: Queries) -> list[Totals]:
    """What the amounts under each heading come to; the ids are those of all the groups, one after the other."""
    ends = accumulate(group.number for group in groups)
    return [read.totals_of(ids[end - group.number : end]) for group, end in zip(groups, ends, strict=True)]


def facet(key: str, view: View, read: Queries) -> tuple[str, list[tuple[str, int]]]:
    """The facet, and each of its values with the number of rows that have it."""
    return key, read.facet(key, view.search, dict(view.filters))
