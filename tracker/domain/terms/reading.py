"""The last day for a notice: how its clause may be read, the day to act by, and the sum in words.

The form of a clause decides between two readings (rule 5). Where it is not recorded, the
earlier one is the date to work to, and nothing is missed before the later one has passed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.agreement import Agreement, ClauseForm, ExtensionOption, NoticeClause, NoticeKind
from tracker.domain.dates import Calendar, NoticeDates, Period, latest_notice, show
from tracker.domain.deadlines.deadline import act_words

MOST_SERVICE = 60
"""Working days allowed for service at the most; more is a slip of the pen."""

# Bound once: on Python 3.11 a look-up on an enumeration costs as much as adding months.
_FORWARD, _BACKWARD, _OPTION = ClauseForm.FORWARD, ClauseForm.BACKWARD, NoticeKind.OPTION


class Reading(NamedTuple):
    """The last day for a notice, as the form of the clause leaves it.

    Attributes:
        day: the legal date. `earliest`, `latest`: its range, where the form is not recorded.
        act_by: the earlier reading rolled back to a working day, less the allowance for service.
        missed_after: the last day on which notice can still be argued to be in time.
        both: the two readings; None where no notice is recorded.
        words: how it was counted, and by when to act.
    """

    day: date
    act_by: date
    missed_after: date
    earliest: date
    latest: date
    both: NoticeDates | None
    words: str


class Asked(NamedTuple):
    """The notice that a clause asks for: its length, its form, and the working days for service."""

    length: Period | None
    form: ClauseForm
    service_days: int


_NOTHING = Asked(None, ClauseForm.UNKNOWN, 0)


def asked_for_options(agreement: Agreement) -> Asked:
    """The notice for options that record none of their own: what the clause on options says."""
    for clause in agreement.notices:
        if clause.kind is _OPTION:
            return Asked(clause.length, clause.form, service_of(clause))
    return _NOTHING


def asked_by(option: ExtensionOption, clause: Asked) -> Asked:
    """The notice that `option` asks for, `clause` where it records none of its own."""
    if option.notice_least is None:
        return clause
    return Asked(option.notice_least, option.form, clause.service_days)


def service_of(clause: NoticeClause) -> int:
    """Working days that the clause allows for service; 0 for what cannot be right."""
    return clause.service_days if 0 <= clause.service_days <= MOST_SERVICE else 0


def act_before(day: date, service_days: int, calendar: Calendar) -> date:
    """The working day by which to act for a legal date (rule 8)."""
    act_by = calendar.previous_working(day)
    return calendar.add_working(act_by, -service_days) if service_days else act_by


@lru_cache(maxsize=16384)  # ends crowd on a few days of the year, and notices on a few lengths
def reading_of(end: date, length: Period, form: ClauseForm, service_days: int, calendar: Calendar) -> Reading:
    """The last day for notice of `length` before `end`, under the clause's form or under both (rule 5)."""
    both = latest_notice(end, length)
    early, late = both
    day = earliest = latest = missed = early
    if early == late:
        words = f"{length} before {show(end)} is {show(early)}"
    elif form is _BACKWARD:
        words = f"{length} before {show(end)}, counted back as the clause says, is {show(early)}"
    else:
        words = f"{length} before {show(end)}: counted back {show(early)}, counted forward {show(late)}"
        latest = missed = late
        if form is _FORWARD:
            day = earliest = late
            words += ", as the clause says"
        else:
            words += "; clause form not recorded"
    act_by = act_before(early, service_days, calendar)
    words = f"{words}; {act_words(early, act_by, calendar, service_days)}."
    return Reading(day, act_by, missed, earliest, latest, both, words)


def by_the_end(end: date, service_days: int, calendar: Calendar) -> Reading:
    """The reading where no notice is recorded for an option: it must be taken by the end that it follows."""
    act_by = act_before(end, service_days, calendar)
    words = f"it must be taken by the end, {show(end)}; {act_words(end, act_by, calendar, service_days)}."
    return Reading(end, act_by, end, end, end, None, words)


def cut_short(reading: Reading, last: date, service_days: int, calendar: Calendar) -> Reading:
    """The reading of a clause that applied only up to `last`, before its own day."""
    act_by = min(reading.act_by, act_before(last, service_days, calendar))
    words = (
        f"{reading.words[:-1]}; but that clause applied only to {show(last)}, so "
        f"{act_words(last, act_by, calendar, service_days)}."
    )
    return Reading(last, act_by, last, last, last, reading.both, words)
