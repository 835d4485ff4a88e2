"""Alerts: which deadlines a person must be reminded of now, and what was answered.

A reminder is a row and not a timer: what is due follows from the deadlines, the rules
and the answers, whenever it is asked for. Nothing here knows the time; it is an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from enum import StrEnum


class AnswerAction(StrEnum):
    """What a line of the reminder ledger records."""

    SHOWN = "shown"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"
    DECIDED = "decided"
    REARMED = "re-armed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of the ledger: what became of the reminder of one date. Lines are only ever added.

    The order in which lines were added is the order that counts, and not `at`: clocks jump.

    Attributes:
        agreement_uid: uid of the agreement, or of the arrangement where the date is one of its own.
        kind, date: the deadline's, as they were. An answer to another date is history only.
        user: who answered; a snooze or a dismissal is theirs alone, a decision is everybody's.
        action: re-armed cancels every earlier line for this date (it moved, or was un-answered).
        stage: days before the act-by day of the stage that was shown or dismissed, negative
            after it; the earlier (larger) stages are answered with it. None for the others.
        until: when a snooze ends. With a zone it is an instant ("in one hour"); without one it
            is the time on the wall, wherever the machine is ("tomorrow, 09:00"). Else None.
        reason: what was typed; for a decision, what was decided and why.
        at: the instant it was written, with its zone.
    """

    id: int = 0
    uid: str = ""
    agreement_uid: str
    kind: str
    date: Day
    user: str
    action: AnswerAction
    stage: int | None = None
    until: datetime | None = None
    reason: str = ""
    at: datetime
