"""Which agreements an export may be of: all, those that the list shows, those that are chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.app.outgoing.offers import Scope
from tracker.ui.page import Page
from tracker.ui.parts.tables import Table
from tracker.ui.register.columns import COLUMNS, SHOWN_AT_FIRST
from tracker.ui.register.page import RegisterPage

Columns = tuple[tuple[str, str], ...]


class Offered(NamedTuple):
    """A scope and what it is called."""

    title: str
    scope: Scope


class Source(NamedTuple):
    """What the page that somebody came from has to give out.

    Attributes:
        scopes: the likeliest first.
        columns: (field, heading) of the register's table, as they stand there.
        listed: True where a list is in sight.
    """

    scopes: tuple[Offered, ...]
    columns: Columns
    listed: bool = False


def source_of(page: Page | None) -> Source:
    """What can be given out from that page; everything where it is not the register."""
    everything = Offered("All agreements", Scope())
    if not isinstance(page, RegisterPage):
        return Source((everything,), _named(SHOWN_AT_FIRST))
    view = page.model.view
    listed = Scope(view.search, dict(view.filters), view.sort, view.descending)
    shown = _shown(page.table)
    several = tuple(page.selected_agreements())
    found: list[Offered] = []
    if len(several) > 1:
        found.append(Offered(f"The {len(several):,} that are selected", Scope(ids=several)))
    if listed.whole:
        found.append(Offered("All agreements", listed))
    else:
        found += [Offered("The list as it is narrowed", listed)]
        found.append(everything)
    if len(several) == 1:
        found.append(Offered("The one that is selected", Scope(ids=several)))
    return Source(tuple(found), shown or _named(SHOWN_AT_FIRST), listed=True)


def _shown(table: Table) -> Columns:
    """The columns in the order in which they stand on the screen."""
    header = table.horizontalHeader()
    places = sorted(range(len(COLUMNS)), key=header.visualIndex)
    return tuple((COLUMNS[at].key, COLUMNS[at].title) for at in places if not table.isColumnHidden(at))


def _named(keys: Sequence[str]) -> Columns:
    titles = {column.key: column.title for column in COLUMNS}
    return tuple((key, titles[key]) for key in keys)
