"""What the reminder window says of all reminders together: what closing does, and when something comes back."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from tracker.domain.reminding import agenda
from tracker.domain.reminding.agenda import Section
from tracker.domain.reminding.answering import closing_until
from tracker.domain.reminding.reminder import Due
from tracker.ui.parts import format as words


class Laid(NamedTuple):
    """What was found due at a moment, as the window says it."""

    found: Due
    now: datetime
    sections: tuple[Section, ...]
    closing: str


def lay_out(found: Due, now: datetime, read_only: str) -> Laid:
    """Put what was found into sections and words: a tenth of a second for thousands, so a worker does it."""
    return Laid(found, now, agenda.sections(found.reminders), closing(found, now, read_only))


def closing(found: Due, now: datetime, read_only: str) -> str:
    """What closing the window does, in a sentence."""
    if not found.reminders:
        return ""
    if read_only:
        return "Closing answers nothing."
    ends = {closing_until(reminder, now) for reminder in found.reminders}
    tomorrow = max(ends, key=lambda end: (end.date(), end.tzinfo is None)).date() > now.date()
    if len(ends) == 1 and tomorrow:
        return "Closing snoozes all until tomorrow, 09:00."
    if tomorrow:
        return "Closing snoozes all until tomorrow, 09:00, and what is on its last day for an hour."
    return "Closing snoozes all for an hour: it is their last day."


def when_next(found: Due) -> str:
    """What an empty list says: when something comes back."""
    parts = []
    if found.snoozed:
        back = found.snoozed[0].snoozed_until
        count = words.count(len(found.snoozed), "reminder")
        verb = "is" if len(found.snoozed) == 1 else "are"
        first = f", the first until {agenda.moment(back)}" if back else ""
        parts.append(f"{count} {verb} snoozed{first}.")
    if found.next is not None:
        parts.append(f"The next one comes up on {agenda.moment(found.next)}.")
    return " ".join(parts) or "No date in this register is coming up for which a reminder is set."


def why_not(found: Due, chosen: int, stuck: int, read_only: str) -> str:
    """Why an answer cannot be given to so many that are selected, of which `stuck` need a decision; "" where it can."""
    if read_only:
        return read_only
    if not chosen:
        return "Select a reminder to answer it." if found.reminders else ""
    if not stuck:
        return ""
    if stuck == chosen:
        return "Only a decision ends a deadline."
    return f"{stuck:,} {'needs' if stuck == 1 else 'need'} a decision."
