"""The fix list: the rows that an import left out, to mend in Excel and to import in the same way again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.app.incoming.importing import Choices
from tracker.app.incoming.layouts import as_json, from_json, layout_of, with_layout
from tracker.domain.errors import CannotRead, TrackerError
from tracker.exchange.linked.plan import LinkedPlan
from tracker.exchange.outgoing.fixlist import SHEET, how_read, write_fix_list
from tracker.exchange.plans.columns import BY_PARTNERSHIP
from tracker.exchange.plans.heading import FIELDS
from tracker.exchange.plans.planned import Outcome, PlanRow

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan
    from tracker.exchange.sheets.sheet import Workbook

MERGED = "merged into row "
"""How the reason of a row begins that another row has taken in: there is nothing to mend in it."""


def rows_to_mend(plan: Plan) -> list[PlanRow]:
    """The rows that stay out: those left out and those in doubt. None of a linked workbook, which is mended itself."""
    if isinstance(plan, LinkedPlan):
        return []
    # Rows that stay out have a reason, and few others have.
    out = (Outcome.NOT_IMPORTED, Outcome.DOUBTFUL)
    return [
        row for row in plan.rows if row.reason and row.outcome in out and not row.reason.startswith(MERGED)
    ]


def suggested_name(plan: Plan) -> str:
    """What the workbook of a plan's fix list is called unless somebody says otherwise."""
    return f"{plan.workbook.path.stem} - to mend.xlsx"


def save_fix_list(
    plan: Plan,
    choices: Choices,
    path: Path,
    now: datetime,
    *,
    overwrite: bool = False,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write the rows that stay out as a workbook; returns how many there are.

    Raises:
        TrackerError: no row stays out.
        CannotWrite: nothing was written; the sentence says why.
    """
    rows = rows_to_mend(plan)
    if not rows:
        raise TrackerError("No row was left out, so there is nothing to mend.")
    if path.suffix.casefold() != ".xlsx":
        raise TrackerError(f"A fix list is a workbook: name it {path.with_suffix('.xlsx').name}.")
    how = as_json(layout_of(plan, _as_read(plan, choices), now.date()))
    write_fix_list(plan, rows, path, how=how, made=now, overwrite=overwrite, progress=progress)
    return len(rows)


def _as_read(plan: Plan, choices: Choices) -> Choices:
    """Choices that name every field and every order: a few rows alone would not tell them."""
    mapping = dict.fromkeys(FIELDS, "")
    for name, column in plan.mapping.fields.items():
        mapping[name] = column.label
    if any(column.why == BY_PARTNERSHIP for column in plan.mapping.fields.values()):
        # The one column that fills two fields.
        mapping = {name: label for name, label in mapping.items() if name not in ("title", "arrangement")}
    # Rows of sheets in different orders hold days, and no text that an order would be needed for.
    orders = {} if plan.stretches else plan.orders
    return replace(choices, mapping=mapping, orders={**orders, **choices.orders}, sheet=SHEET, header=1)


def choices_in(workbook: Workbook) -> Choices | None:
    """How a fix list is to be read, None for any other workbook."""
    how = how_read(workbook)
    if not how:
        return None
    try:
        layout = from_json(how, workbook.path.name)
    except CannotRead:
        return None
    return replace(with_layout(Choices(), layout), header=1)
