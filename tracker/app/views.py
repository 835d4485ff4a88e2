"""Views of the register: a name for what is looked at, how it is narrowed, sorted, grouped and laid out.

A few are ready; the others are a person's own, kept for each register in that person's settings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.app.reminding.settings import load_person
from tracker.app.settings import Settings
from tracker.domain.dates import add_months
from tracker.domain.errors import TrackerError

if TYPE_CHECKING:
    from tracker.store.queries import Queries

CURRENT = (
    "proposed|in negotiation|awaiting signature|signed, not started|live|expiring|expired – still in use"
)
"""Every status of what has not ended for good."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view.

    Attributes:
        facets: facet -> what is chosen in it, as `filters_of` reads them.
        columns: those shown, in order; empty for those that are shown anyhow.
        own: whether the person made it.
    """

    name: str
    search: str = ""
    facets: dict[str, str] = field(default_factory=dict)
    sort: str = "title"
    descending: bool = False
    columns: tuple[str, ...] = ()
    group: str = ""
    own: bool = True


def ready(owners: Iterable[str] = ()) -> tuple[SavedView, ...]:
    """The views that are there from the start.

    Args:
        owners: whose agreements are "Mine"; without any there is no such view.
    """
    mine = "|".join(sorted(owners))
    views = (
        SavedView("All"),
        SavedView("Ends this quarter", facets={"ends": "quarter"}, sort="current_end"),
        SavedView("Notice due within 90 days", facets={"notice": "90d"}, sort="next_act_by"),
        SavedView("No end recorded", facets={"missing": "current_end", "status": CURRENT}),
        *([SavedView("Mine", facets={"owner": mine}, sort="next_act_by")] if mine else []),
        SavedView("Fictional hidden", facets={"fictional": "no"}),
    )
    return tuple(replace(view, own=False) for view in views)


def all_views(settings: Settings, register: Path, user: str) -> tuple[SavedView, ...]:
    """The ready views, then the person's own of that register in their order."""
    person = load_person(settings, user)
    return (*ready(person.owners or {user}), *own_views(settings, register))


def own_views(settings: Settings, register: Path) -> tuple[SavedView, ...]:
    """The person's own views of that register; what cannot be understood is left out."""
    return tuple(
        view for entry in settings.views.get(_key(register), []) if (view := _view(entry)) is not None
    )


def keep_views(settings: Settings, register: Path, views: Sequence[SavedView]) -> None:
    """Keep these as the person's own views of that register, in this order; `settings.save` writes them."""
    settings.views[_key(register)] = [asdict(view) for view in views if view.own]


def named(views: Sequence[SavedView], name: str, *, instead_of: str = "") -> str:
    """A name for a view, without blanks at its ends.

    Raises:
        TrackerError: it is blank, or another view has it.
    """
    name = " ".join(name.split())
    if not name:
        raise TrackerError("A view needs a name.")
    taken = {view.name.casefold() for view in views if view.name != instead_of}
    if name.casefold() in taken:
        raise TrackerError(f"There is a view ‘{name}’ already. Choose another name.")
    return name


def counts(
    read: Queries, views: Sequence[SavedView], today: date, besides: Mapping[str, str]
) -> dict[str, int]:
    """How many agreements each view holds, by its name.

    Args:
        besides: filters that hold for every list, such as leaving out what is fictional.
    """
    found = {}
    for view in views:
        filters = {**besides, **filters_of(view.facets, today)}
        found[view.name] = read.number(view.search, filters)
    return found


def filters_of(facets: Mapping[str, str], today: date) -> dict[str, str]:
    """What is chosen in facets, as filters of a listing; spans of days count from today."""
    made: dict[str, str] = {}
    for key, chosen in facets.items():
        if not chosen:
            continue
        if key in ("ends", "act"):
            made[f"{key}_from"] = today.isoformat()
            made[f"{key}_to"] = last_day(chosen, today).isoformat()
        elif key == "notice":
            made["notice_due"] = f"{today.isoformat()}..{last_day(chosen, today).isoformat()}"
        elif key == "value":
            low, _, high = chosen.partition("-")
            made |= {f"value_{end}": limit for end, limit in (("from", low), ("to", high)) if limit}
        else:
            made[_FILTERS.get(key, key)] = chosen
    return made


_FILTERS = {"supplier": "supplier_is", "buyer": "buyer_is"}
"""Facets whose choices are whole names."""


def last_day(span: str, today: date) -> date:
    """The last day, inclusive, of "month" or "quarter" (this one), of "90d" or of so many months from today."""
    if span == "month":
        return add_months(today.replace(day=1), 1) - timedelta(days=1)
    if span == "quarter":
        begun = today.replace(day=1, month=today.month - (today.month - 1) % 3)
        return add_months(begun, 3) - timedelta(days=1)
    if span.endswith("d"):
        return today + timedelta(days=int(span[:-1]))
    return add_months(today, int(span))


def _key(register: Path) -> str:
    return str(register.resolve())


def _view(entry: Any) -> SavedView | None:
    """A view out of the settings file; None for what is none."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        return None
    facets = entry.get("facets")
    columns = entry.get("columns")
    return SavedView(
        name=entry["name"],
        search=str(entry.get("search", "")),
        facets={str(key): str(value) for key, value in facets.items()} if isinstance(facets, dict) else {},
        sort=str(entry.get("sort", "title")),
        descending=entry.get("descending") is True,
        columns=tuple(map(str, columns)) if isinstance(columns, list | tuple) else (),
        group=str(entry.get("group", "")),
    )
