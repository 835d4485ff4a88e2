"""What a person says about the rows of an import, before it is committed: the Plan is changed, and is what is committed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.app import fields
from tracker.app.incoming.importview import LABELS
from tracker.domain.agreement import Agreement, EndKind
from tracker.domain.errors import TrackerError
from tracker.exchange.plans.planned import FieldChange, Outcome, PlanRow, together

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan

ATTRIBUTE = {
    "max_end": "maximum_end",
    "review": "next_review",
    "term": "initial_term",
    "extensions": "options",
    "renewal": "roll",
}
"""Field of the file -> field of Agreement, where the names differ."""

_SAID = "left out by you"

Fetch = Callable[[int], Agreement]
"""Gets an agreement of the register by its id."""

Deed = Callable[["Plan", Mapping[int, PlanRow], Fetch], None]
"""Something done to a plan; it gets the plan, its rows by their numbers in the file, and the register."""
Key = tuple[str | int, ...]


@dataclass(slots=True)
class Deeds:
    """What a person did to a plan, to be done again in a plan that is made anew for another choice.

    Attributes:
        done: what it was about -> the deed, in the order in which they were done.
    """

    done: dict[Key, Deed] = field(default_factory=dict)

    def keep(self, key: Key, deed: Deed) -> None:
        """Remember it, in place of an earlier one about the same."""
        self.done.pop(key, None)
        self.done[key] = deed

    def forget(self, key: Key) -> None:
        """It was taken back."""
        self.done.pop(key, None)

    def copy(self) -> Deeds:
        """The same deeds, for a worker."""
        return Deeds(dict(self.done))

    def redo(self, plan: Plan, fetch: Fetch) -> None:
        """Do everything again; what cannot be done to the new plan is left undone."""
        if not self.done:
            return
        rows = {row.row: row for row in plan.rows}
        for deed in self.done.values():
            try:
                deed(plan, rows, fetch)
            except (TrackerError, KeyError):
                continue


# Rows


def leave_out(row: PlanRow) -> None:
    """Keep the row out of the import."""
    row.outcome, row.reason = Outcome.NOT_IMPORTED, _SAID


def left_out_by_hand(row: PlanRow) -> bool:
    """Was it a person who left the row out?"""
    return row.outcome is Outcome.NOT_IMPORTED and row.reason == _SAID


def take_in(row: PlanRow, *, as_new: bool = False) -> None:
    """Import the row after all, as what it is: new, changed or the same.

    `as_new`: it only looks like an agreement of the register, and is another one.

    Raises:
        TrackerError: the row is no agreement.
    """
    if row.planned is None:
        raise TrackerError(
            f"Row {row.row} is not an agreement: {row.reason or 'there is nothing to import'}."
        )
    if as_new:
        row.existing, row.changes = None, ()
    if row.existing is None:
        row.outcome = Outcome.ADD
    else:
        row.outcome = Outcome.CHANGE if row.changes else Outcome.SAME
    row.reason = ""


def can_mend(field: str) -> bool:
    """Can a cell of that field be read otherwise here, or only be changed in the file?"""
    return ATTRIBUTE.get(field, field) in fields.BY_NAME


def mend(row: PlanRow, field: str, label: str, text: str, current: Agreement | None = None) -> None:
    """Read `text` in place of what the file says in one cell; what was odd about it is settled.

    `current` is the register's own agreement where the row is about one that is there already.

    Raises:
        TrackerError: the text cannot be read, the field cannot be mended here, or the row is
            no agreement.
    """
    name = ATTRIBUTE.get(field, field)
    if row.planned is None or not can_mend(field):
        raise TrackerError(f"{LABELS.get(field, field)} of row {row.row} can only be changed in the file.")
    read = fields.read_field(name, text)
    if read.refused is not None:
        raise TrackerError(read.refused.message)
    agreement = fields.apply(row.planned.agreement, name, read.value)
    if field == "ends":
        agreement = replace(agreement, end_kind=EndKind.FIXED if read.value is not None else EndKind.UNKNOWN)
    if field == "renewal":
        fixed = EndKind.FIXED if agreement.ends is not None else EndKind.UNKNOWN
        agreement = replace(agreement, end_kind=fixed if read.value is None else EndKind.ROLLING)
    row.planned = replace(row.planned, agreement=agreement)
    row.findings = tuple(one for one in row.findings if one.column != label)
    if current is not None:
        row.changes = _changes(row, name, current, agreement)
    if row.outcome in (Outcome.SAME, Outcome.CHANGE, Outcome.DOUBTFUL):
        take_in(row)


def _changes(row: PlanRow, name: str, current: Agreement, agreement: Agreement) -> tuple[FieldChange, ...]:
    """The row's changes with that field's put right."""
    names = (name, "end_kind") if name in ("ends", "roll") else (name,)
    others = tuple(change for change in row.changes if change.field not in names)
    fresh = tuple(
        FieldChange(each, getattr(current, each), getattr(agreement, each))
        for each in names
        if getattr(current, each) != getattr(agreement, each)
    )
    return (*others, *fresh)


# Changes, field by field


def keep_mine(row: PlanRow, name: str) -> None:
    """Leave that field of the register's agreement as it is, and those that stand with it, whatever the file says.

    Raises:
        KeyError: the file does not change it.
    """
    names = together(name)
    kept = tuple(change for change in row.changes if change.field in names)
    if not kept:
        raise KeyError(name)
    row.conflicts += kept
    row.changes = tuple(change for change in row.changes if change.field not in names)
    _settle(row)


def take_files(row: PlanRow, name: str) -> None:
    """Take what the file says in that field after all."""
    row.take(name)
    _settle(row)


def _settle(row: PlanRow) -> None:
    """Changed, or the same by now; a row in doubt stays so."""
    if row.outcome in (Outcome.SAME, Outcome.CHANGE):
        take_in(row)
