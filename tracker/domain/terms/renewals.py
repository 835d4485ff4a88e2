"""How an agreement renews by itself, as far as its record says; what is odd about that is a Finding."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.agreement import EndKind, EventKind
from tracker.domain.check import Severity
from tracker.domain.dates import add_days, is_some, rolling_anchor, show
from tracker.domain.terms.course import Course, pinned
from tracker.domain.terms.rolling import Rolls

_ROLLING = EndKind.ROLLING


def rolls_of(course: Course) -> Rolls | None:
    """How the agreement rolls; None where it does not, or where too little is recorded."""
    agreement = course.agreement
    if agreement.end_kind is not _ROLLING:
        return None
    roll, count = agreement.roll, agreement.roll_limit
    if roll is None or not is_some(roll):
        course.note(
            "roll.no-length",
            Severity.WARNING,
            "It rolls on, but the length of a period is not recorded; no renewal dates are reckoned.",
            "roll",
        )
        return None
    if count is not None and count < 0:
        course.note(
            "roll.count-negative",
            Severity.ERROR,
            f"A limit of {count} renewals cannot be right; it is not used.",
            "roll_limit",
        )
        count = None
    anchor = rolling_anchor(course.starts, course.end)
    if anchor is None:
        course.note(
            "roll.no-start",
            Severity.WARNING,
            "It rolls on, but neither a start nor a first end is recorded; no renewal dates are reckoned.",
            "starts",
        )
        return None
    rolls = Rolls(anchor[0], anchor[1], course.end, roll, count, course.limit)
    for event in course.events:
        stated = pinned(event.new_end) if event.kind is EventKind.RENEWED else None
        if stated is not None and rolls.end(rolls.number(stated)) != stated:
            course.note(
                "renewal.own-end",
                Severity.WARNING,
                f"A renewal is recorded to {show(stated)}, which is not the end of a period; "
                "the periods are counted on from there.",
                "events",
            )
            course.end = stated
            rolls = replace(rolls, anchor=add_days(stated, 1), before=0, first_end=stated)
    return rolls
