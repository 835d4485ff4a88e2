"""An agreement that was let anew under the reference or title of the one before it: no change of that one."""

from __future__ import annotations

from tracker.domain.dates import show
from tracker.exchange.plans.compare import suppliers
from tracker.exchange.plans.planned import Existing, PlannedAgreement


def why_relet(planned: PlannedAgreement, old: Existing) -> str:
    """Why a row that was found by its names may be the agreement that followed; "" where it is the same one.

    To write its days over those of the first would lose what was agreed then. It begins on the first's last
    day or later, or it has another supplier and begins later.
    """
    new, had = planned.agreement, old.agreement
    same_record = bool(new.uid) and new.uid == had.uid
    if same_record or "starts" in old.edited or not (new.starts and had.starts):
        return ""  # what a person changed is not written over anyway
    starts, first = new.starts.earliest, had.starts.earliest
    if starts is None or first is None or starts <= first:
        return ""
    shared = "reference" if new.reference and had.reference else "title"
    what = f"it may be what followed '{had.reference or had.title}', under the same {shared}: it starts"
    ended = had.ends.earliest if had.ends else None
    if ended is not None and starts >= ended:
        return f"{what} on {show(starts)}, and the register's ends on {show(ended)}"
    own, other = suppliers(planned.parties), suppliers(old.parties)
    if own and other and not own & other:
        return f"{what} on {show(starts)} and not {show(first)}, and its supplier is another one"
    return ""
