"""What workers do for the import page: committing a plan, and writing the rows that stay out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.incoming import fixlist, importing, layouts
from tracker.app.session import Clock, Session

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Plan
    from tracker.app.incoming.layouts import Layout


class Saved(NamedTuple):
    """A fix list that was written."""

    path: Path
    rows: int


def was_chosen(choices: importing.Choices) -> bool:
    """Whether a person overruled anything that the next file of the layout should be read by."""
    return bool(choices.mapping or choices.orders or choices.header is not None or choices.ends != "ask")


def write_rows(plan: Plan, choices: importing.Choices, path: Path, clock: Clock) -> Saved:
    """Write the rows that stay out there, in place of what may be there."""
    return Saved(path, fixlist.save_fix_list(plan, choices, path, clock(), overwrite=True))


def commit_plan(
    register: Path, clock: Clock, user: str, plan: Plan, layout: Layout | None, progress: importing.Progress
) -> Plan:
    """Commit the plan on a worker, with a session of its own, and keep its layout; returns it."""
    with Session.open(register, clock=clock, user=user) as session:
        importing.commit(session, plan, progress)
    if layout is not None:
        layouts.keep(layout)
    return plan
