"""Another day: where every agreement stands on it, reckoned once and kept up with what is written since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.deadlines.standings import standings
from tracker.domain.errors import Interrupted
from tracker.store.derived import rows_of
from tracker.store.leftovers import clear_leftovers as clear_leftovers

if TYPE_CHECKING:
    from tracker.domain.dates import Calendar
    from tracker.domain.deadlines.rules import Rules
    from tracker.store.overlay import Overlay
    from tracker.store.queries import Queries

_PART = 500
"""So many agreements are reckoned before anybody hears of it."""
_MOST = 200
"""After a change, so many agreements follow on the other day at once, without holding a window up."""

Heed = Callable[[int], bool]
"""Is told how many agreements were reckoned, and says whether to go on."""


class Foreseen(NamedTuple):
    """Where every agreement stands on a day, made ready to be laid over a register by any session on it."""

    day: date
    overlay: Overlay


def foresee(
    overlay: Overlay, read: Queries, day: date, calendar: Calendar, rules: Rules, heed: Heed | None = None
) -> Foreseen:
    """Fill an overlay with where every agreement stands on `day`; some seconds where there are many thousands.

    Raises:
        Interrupted: `heed` said that nobody wants to know any more.
        TrackerError: there is no room for it in the folder for temporary files.
    """
    agreements = ((agreement.id, agreement) for agreement in read.agreements())
    coming = standings(agreements, day, calendar, rules)
    done = 0
    while part := list(islice(coming, _PART)):
        overlay.add(rows_of(part, day))
        done += len(part)
        if heed is not None and not heed(done):
            raise Interrupted("Another day was asked for meanwhile.")
    overlay.finish()
    return Foreseen(day, overlay)


def follow(foreseen: Foreseen, read: Queries, calendar: Calendar, rules: Rules) -> bool:
    """Let that day follow what was written since it was worked out.

    Returns:
        False where it cannot: so much was written that the day is better worked out again.
    """
    day, overlay = foreseen
    newest = read.last_operation()
    if newest == overlay.operation:
        return True
    ids = read.touched_since(overlay.operation, _MOST + 1)
    if len(ids) > _MOST:
        return False
    agreements = ((agreement.id, agreement) for agreement in read.agreements(ids))
    return overlay.follow(ids, rows_of(standings(agreements, day, calendar, rules), day), newest)
