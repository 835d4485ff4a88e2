"""Days by which a file says to give notice ("Cancel by 14 December 2026"): what length of notice they come to.

A register keeps the length, for the next end asks for a day of its own. The day of the file stays in the words
of the notice, and is the last day that the length gives for the end beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.domain.agreement import EndKind, NoticeClause, NoticeKind
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period, latest_notice, show
from tracker.exchange.plans.records import Read
from tracker.exchange.plans.terms import Agreed, days_of

_LONGEST = 1_100
"""Days before an end at which nobody has to give notice for it: the day is about something else."""

Own = Mapping[str, Any]
"""The fields of Agreement that one row has of its own."""


def length_before(end: date, by: date) -> Period | None:
    """The notice whose last day for `end` is `by`: whole months where they lead there, else days.

    None where `by` is not before the end, or years before it.
    """
    days = (end - by).days
    if not 0 < days <= _LONGEST:
        return None
    months = (end.year - by.year) * 12 + end.month - by.month
    whole = (Period(count) for count in (months - 1, months, months + 1) if count > 0)
    return next((one for one in whole if by in latest_notice(end, one)), Period(0, days))


def take_days(read: Read, fields: Mapping[str, Sequence[Any]], agreed: Agreed) -> None:
    """Turn the days of the column `notice_by` into notices, beside what the rows' own words came to."""
    nothing = [None] * len(agreed.fields)
    first, current = (
        days_of(column) for column in (fields.get("ends", nothing), read.columns.get("current_end", nothing))
    )
    kinds = fields.get("end_kind", nothing)
    for index, by in enumerate(days_of(read.columns.get("notice_by", ()))):
        if by is None:
            continue
        own = agreed.fields[index]
        stated = own["ends"].day if "ends" in own else first[index]
        end = next((day for day in (current[index], stated) if day and length_before(day, by)), None)
        text = "; ".join(filter(None, (own.get("notice_text"), f"Notice by {show(by)}")))
        more, finding = _notice(by, end, own, own.get("end_kind", kinds[index]))
        agreed.fields[index] = {**own, **more, "notice_text": text}
        agreed.findings.append((index, "notice_by", finding))


def _notice(by: date, end: date | None, own: Own, kind: EndKind | None) -> tuple[Own, Finding]:
    """What a day before an end comes to, and what is to be said of it."""
    length = length_before(end, by) if end else None
    if end is None or length is None:
        message = f"No end follows on {show(by)} in this row, so that it gives no length of notice; it is kept in words."
        return {}, Finding("notice-by.no-end", Severity.WARNING, message)
    known = next((one.length for one in own.get("notices", ()) if one.length), None)
    if known is not None:
        return {}, _compared(by, end, known)
    if kind is not EndKind.ROLLING and "options" in own:
        options = tuple(
            one if one.notice_least else replace(one, notice_least=length) for one in own["options"]
        )
        return {"options": options}, _taken(by, end, length, " to take the option")
    what = NoticeKind.NON_RENEWAL if kind is EndKind.ROLLING else NoticeKind.TERMINATION
    clause = NoticeClause(kind=what, length=length, text=f"Notice by {show(by)}")
    return {"notices": (clause,)}, _taken(by, end, length, "")


def _compared(by: date, end: date, known: Period) -> Finding:
    """The file says both a length and a day: do they say the same?"""
    last = latest_notice(end, known)
    if by in last:
        message = f"{show(by)} is {known} before {show(end)}, as the file's length of notice says."
        return Finding("notice-by.same", Severity.NOTE, message)
    message = (
        f"The file says notice by {show(by)}, but {known} before {show(end)} is {show(last.backward)}; "
        "the length counts, and the day is kept in words."
    )
    return Finding("notice-by.differs", Severity.WARNING, message)


def _taken(by: date, end: date, length: Period, to_do: str) -> Finding:
    message = f"Notice by {show(by)} is {length} before the end, {show(end)}, and is taken as a notice of {length}{to_do}."
    return Finding("notice-by.taken", Severity.NOTE, message)
