"""A Plan with what showing it needs: made on a worker, for a file may have a hundred thousand rows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker.app import fields
from tracker.app.incoming.duplicates import Twin, likely_twins
from tracker.app.incoming.importview import (
    LABELS,
    Cells,
    EndsQuestion,
    FieldChange,
    Outcome,
    PlanRow,
    currencies,
    ends_question,
    tally,
)
from tracker.app.incoming.leaving import missing_rows
from tracker.app.incoming.mending import ATTRIBUTE
from tracker.app.incoming.names import AS_WRITTEN, Named, Spelt, named
from tracker.exchange.linked.plan import LinkedPlan
from tracker.exchange.pausing import look_again
from tracker.exchange.sheets.sheet import Workbook

if TYPE_CHECKING:
    from tracker.app.rows import AgreementRow, Plan, Queries

_FILE_FIELDS = {attribute: field for field, attribute in ATTRIBUTE.items()}
_OTHERS = {
    "parties": "Parties",
    "notices": "Notice",
    "events": "Events",
    "end_kind": "How it ends",
    "extensions_text": "Options in words",
}


def put_away(things: list[Sight | Plan | Workbook], last: bool) -> None:
    """Let go of what is in the list, which nobody else holds any more, a few hundred records at a time.

    A plan of a hundred thousand rows takes a quarter of a second to free, in which no other thread can do
    anything. Other holders keep what they hold: nothing is changed in it. For a worker. `last` says that
    no other plan is being looked at: the garbage collector need keep away from nothing any more.
    """
    parts: list[list[object]] = []
    while things:
        parts += _records_in(things.pop())
    for part in parts:
        while part:
            del part[-_AT_ONCE:]
    if last:
        _forget()
        look_again()


def _forget() -> None:
    """Let go of what the domain remembers of so many dates and lengths.

    Each cache keeps up to some ten thousand answers, which lie scattered among what was freed, so that
    the memory around them could not go back to the system: a tenth of what a large import left behind.
    """
    for module in [module for name, module in sys.modules.items() if name.startswith("tracker.domain.")]:
        for one in vars(module).values():
            if callable(forget := getattr(one, "cache_clear", None)):
                forget()


_AT_ONCE = 200
"""Records that are freed between two turns of other threads."""


def _records_in(one: Sight | Plan | Workbook) -> list[list[object]]:
    """The records of which there may be very many, held by nothing but these lists once `one` is gone."""
    if isinstance(one, Sight):
        return [[*one.missing], [*one.changes], [*one.names], *_records_in(one.plan)]
    if isinstance(one, Workbook):
        return [[*sheet.rows] for sheet in one.sheets]
    return [[*one.rows], [*one.table.records], *_records_in(one.workbook)]


class Changed(NamedTuple):
    """One field of one row that the file states otherwise than the register."""

    row: PlanRow
    change: FieldChange

    @property
    def is_mine(self) -> bool:
        """Whether the register's own words stay."""
        return any(one.field == self.change.field for one in self.row.conflicts)


@dataclass(frozen=True, slots=True)
class Sight:
    """A Plan and what is to be seen of it.

    Attributes:
        question: whether the end dates include the extensions, None where no row raises it.
        counts: how many rows have each outcome, see `importview.tally`.
        money: the currencies of the amounts that were read.
        twins: rows that are likely one agreement twice.
        names: the organisations that the file names; those that may be others come first.
        spelt: which of them were taken for other spellings of one.
        known: the names of the register's organisations.
        changes: every field that would be changed, in the file's order.
        missing: agreements of the register that the file does not name.
    """

    plan: Plan
    cells: Cells
    question: EndsQuestion | None
    counts: dict[str, int]
    money: tuple[str, ...]
    twins: tuple[Twin, ...] = ()
    names: tuple[Named, ...] = ()
    spelt: Spelt = AS_WRITTEN
    known: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    missing: tuple[AgreementRow, ...] = ()

    @classmethod
    def of(cls, plan: Plan, read: Queries, spelt: Spelt = AS_WRITTEN) -> Sight:
        """Look the plan through once. A linked workbook says itself what is one and who is who."""
        linked = isinstance(plan, LinkedPlan)
        known = tuple(sorted({one.name for one in read.organisations()}, key=str.casefold))
        return cls(
            plan,
            Cells(plan),
            ends_question(plan),
            tally(plan),
            currencies(plan),
            () if linked else likely_twins(plan),
            () if linked else named(plan, known, spelt),
            spelt,
            known,
            tuple(_changes(plan)),
            tuple(missing_rows(read, plan)),
        )

    @property
    def to_match(self) -> int:
        """How many organisations may be another one, spelt otherwise."""
        return sum(1 for one in self.names if one.likely)


def _changes(plan: Plan) -> Iterator[Changed]:
    for row in plan.rows:
        if row.existing is not None and row.outcome is not Outcome.NOT_IMPORTED:
            for change in (*row.conflicts, *row.changes):
                yield Changed(row, change)


def field_label(name: str) -> str:
    """What people call a field of an agreement, whichever of its names is given."""
    if name in _OTHERS:
        return _OTHERS[name]
    in_file = _FILE_FIELDS.get(name, name)
    if in_file in LABELS:
        return LABELS[in_file]
    known = fields.BY_NAME.get(name)
    return known.label if known is not None else name.replace("_", " ").capitalize()
