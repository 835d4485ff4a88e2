"""The sample register: five partnerships that published articles describe, and a council that does not exist.

What the articles say is held as they say it, with their contradictions, and nothing is made
up. The fictional council's dates lie around the day on which the sample is made, so that there
is something live to see; each of its records says that it is fictional.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.app.sample_text import Maker, Table
from tracker.domain.agreement import Agreement, Event
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import (
    CostShare,
    OptionConsidered,
    Risk,
    ScopeItem,
    ServiceLevel,
    StaffTransfer,
)
from tracker.domain.source import Conflict, Document, Person, Relation, Source, Statistic

if TYPE_CHECKING:
    from tracker.store.log import Write

FIXED_DAY = date(2026, 11, 22)
"""The day on which the committed `sample.db` is made."""

_FOLDER = Path(__file__).parent / "sample_data"
_FILES = ("articles", "leicestershire", "hampshire_dorset", "aylesbury_dacorum", "in_passing", "conflicts")
_FICTIONAL_FILES = ("council", "council_partnerships")
# In this order, so that whatever a record points to is there before it.
_KINDS = {
    "source": Source,
    "organisation": Organisation,
    "succession": Succession,
    "arrangement": Arrangement,
    "agreement": Agreement,
    "membership": Membership,
    "event": Event,
    "scope_item": ScopeItem,
    "service_level": ServiceLevel,
    "staff_transfer": StaffTransfer,
    "option_considered": OptionConsidered,
    "risk": Risk,
    "cost_share": CostShare,
    "person": Person,
    "savings_claim": SavingsClaim,
    "relation": Relation,
    "statistic": Statistic,
    "document": Document,
    "conflict": Conflict,
}

_PLURALS = {"option_considered": "options considered", "person": "people"}


def fill(write: Write, made_on: date) -> dict[str, int]:
    """Add the whole sample; returns how many records of each kind, by their plain names."""
    return _fill(write.add, made_on)


def records(made_on: date) -> tuple[Any, ...]:
    """The whole sample as records, with ids as a new register would give them."""
    shelf = _Shelf()
    _fill(shelf.add, made_on)
    return tuple(shelf.records)


def make_sample(path: Path, made_on: date | None = None) -> dict[str, int]:
    """Make a register at `path` with the sample in it, dated around `made_on` (today where None).

    Raises:
        TrackerError: something is there already, or the folder cannot be written to.
    """
    from tracker.app.session import Session, system_clock

    clock = system_clock
    if made_on is not None:
        at = datetime.combine(made_on, time(9), UTC)

        def clock() -> datetime:
            return at

    with (
        Session.create(path, clock=clock, user="sample") as session,
        session.operation("Make the sample register", undoable=False) as write,
    ):
        return fill(write, session.today)


def _fill(add: Callable[[Any], Any], made_on: date) -> dict[str, int]:
    made: Counter[str] = Counter()
    maker = Maker(add, made_on)
    files = [(_read(name), name in _FICTIONAL_FILES) for name in (*_FILES, *_FICTIONAL_FILES)]
    for name, kind in _KINDS.items():
        for file, fictional in files:
            for table in file.get(name, ()):
                stored = maker.make(kind, _with_parties(table), fictional=fictional)
                made[_PLURALS.get(name, f"{name.replace('_', ' ')}s")] += 1
                for line in table.get("names", ()):
                    maker.make(OrganisationName, {**line, "organisation_id": stored.id})
    for citation in maker.citations:
        add(citation)
    made["citations"] = len(maker.citations)
    return dict(made)


def _with_parties(table: Table) -> Table:
    """`supplier = "…"` written out as the two parties that it stands for."""
    if "supplier" not in table:
        return table
    parties = [
        {"organisation": "netherfold", "role": "buyer"},
        {"organisation": table["supplier"], "role": "supplier"},
    ]
    return {**{name: value for name, value in table.items() if name != "supplier"}, "parties": parties}


def _read(name: str) -> Table:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


class _Shelf:
    """Gives out ids like a new register."""

    def __init__(self) -> None:
        self.records: list[Any] = []
        self._last: Counter[type] = Counter()

    def add(self, record: Any) -> Any:
        stored = self._numbered(record)
        self.records.append(stored)
        return stored

    def _numbered(self, record: Any, parent: dict[str, int] | None = None) -> Any:
        self._last[type(record)] += 1
        own = self._last[type(record)]
        changed: dict[str, Any] = {"id": own, **(parent or {})}
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, tuple) and value and is_dataclass(value[0]):
                key = _PARENT_KEYS[type(value[0]).__name__]
                changed[field.name] = tuple(self._numbered(child, {key: own}) for child in value)
        return replace(record, **changed)


_PARENT_KEYS = {
    "Party": "agreement_id",
    "ExtensionOption": "agreement_id",
    "NoticeClause": "agreement_id",
    "Event": "agreement_id",
    "ClaimBeneficiary": "claim_id",
    "Measurement": "service_level_id",
    "Reading": "conflict_id",
}
