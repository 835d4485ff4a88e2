"""Agreements of the register that a file does not name: listed, and ended or removed only where a person ticks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.app.edit import termination
from tracker.app.rows import AgreementRow
from tracker.domain.agreement import Agreement
from tracker.domain.dates import show
from tracker.exchange.plans.planned import Leaving

if TYPE_CHECKING:
    from tracker.exchange.plans.plan import Plan
    from tracker.store.log import Write
    from tracker.store.queries import Queries

_WORDS = "Not in the file that was imported any more."


def missing_rows(read: Queries, plan: Plan) -> list[AgreementRow]:
    """The agreements that the file does not name, by their titles."""
    return sorted(read.rows(plan.missing), key=lambda row: (row.title.casefold(), row.reference))


def consequences(how: Leaving, count: int, day: date) -> str:
    """What becomes of so many agreements, in a sentence."""
    them = "1 agreement" if count == 1 else f"{count:,} agreements"
    its, they = ("its", "it") if count == 1 else ("their", "they")
    if how is Leaving.END:
        return (
            f"{them} will be marked as ended on {show(day)}: {its} dates and reminders stop, and {they} "
            "can still be found."
        )
    verb = "goes" if count == 1 else "go"
    return f"{them} {verb} from the register with {its} options, notices and reminders. Undo brings everything back."


def operation_name(plan: Plan, imported: str) -> str:
    """What the history and Undo call the change: what was imported, and what becomes of what is missing."""
    counts = {how: sum(1 for one in plan.leaving.values() if one is how) for how in Leaving}
    deeds = " and ".join(f"{how.value} {count}" for how, count in counts.items() if count)
    file = plan.workbook.path.name
    if not deeds:
        return f"{imported} from {file}"
    if not imported:
        return f"{deeds[:1].upper()}{deeds[1:]} that {file} does not name"
    return f"{imported} from {file}, and {deeds} that it does not name"


def let_go(write: Write, read: Queries, plan: Plan, today: date) -> None:
    """End or remove what a person ticked, within the operation of the import.

    Raises:
        TrackerError: other records name an agreement that is to be removed; the sentence says which.
    """
    day = plan.leaving_on or today
    ending: Sequence[int] = [one for one, how in plan.leaving.items() if how is Leaving.END]
    for agreement in read.agreements(ending) if ending else ():
        event = replace(termination(last_day=day, words=_WORDS), agreement_id=agreement.id)
        write.add(event)
    for agreement_id, how in plan.leaving.items():
        if how is Leaving.REMOVE:
            write.remove(Agreement, agreement_id)
