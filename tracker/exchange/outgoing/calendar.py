"""Deadlines as a calendar file (RFC 5545) that can be taken in again and again.

Every date is an all-day event that keeps its UID from one file to the next. Where the file
that is written over was one of ours, what has changed since gets a higher SEQUENCE, what is as
it was keeps its stamp, and what has gone is in there once more as cancelled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.domain.dates import add_days, show
from tracker.domain.reminding.alert import Watched
from tracker.exchange.safewrite import write_bytes

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Tracker//Register of agreements//EN"
REMIND = (30, 7)
"""Days before the act-by day on which a calendar reminds, where nothing else is asked for."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def write_calendar(
    dates: Iterable[Watched],
    path: Path,
    *,
    made: datetime,
    remind: Sequence[int] = REMIND,
    overwrite: bool = False,
) -> int:
    """Write the dates that are not settled to `path` as a calendar file; returns how many there are.

    Give the settled ones as well: they keep the UIDs of those after them as they are. `made`
    carries its zone. A file of ours that is there already is brought up to date.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    watched = tuple(dates)
    before = path.read_bytes() if overwrite and path.is_file() else None
    write_bytes(path, calendar_bytes(watched, made=made, remind=remind, before=before), overwrite=overwrite)
    return sum(not item.deadline.settled for item in watched)


def calendar_bytes(
    dates: Iterable[Watched],
    *,
    made: datetime,
    remind: Sequence[int] = REMIND,
    before: bytes | None = None,
) -> bytes:
    """The calendar file; `before` is the one that it takes the place of, if there is one."""
    from icalendar import Calendar

    old = _events(before)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Agreements")
    for uid, item in _with_uids(dates):
        if item.deadline.settled:
            continue
        event = _event(uid, item, made, remind)
        calendar.add_component(_continued(event, old.pop(uid, None), made))
    for event in old.values():
        calendar.add_component(_cancelled(event, made))
    return bytes(calendar.to_ical())


def _with_uids(dates: Iterable[Watched]) -> Iterable[tuple[str, Watched]]:
    """Each date with a UID of its own: the record's, the kind, and from the second on a number."""
    seen: Counter[tuple[str, str]] = Counter()
    for item in sorted(dates, key=lambda item: (item.deadline.date, item.agreement_uid, item.deadline.kind)):
        key = item.agreement_uid, item.deadline.kind
        seen[key] += 1
        number = f"-{seen[key]}" if seen[key] > 1 else ""
        kind = re.sub(r"[^a-z0-9]+", "-", item.deadline.kind.casefold()).strip("-")
        yield f"{item.agreement_uid}-{kind}{number}@tracker", item


def _event(uid: str, item: Watched, made: datetime, remind: Sequence[int]) -> Event:
    from icalendar import Event

    deadline = item.deadline
    summary = _clean(f"{deadline.title or deadline.kind.capitalize()}: {item.title}")
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made.astimezone(UTC))
    event.add("sequence", 0)
    event.add("status", "CONFIRMED")
    event.add("summary", summary)
    event.add("dtstart", deadline.date)
    after = add_days(deadline.date, 1)
    if after > deadline.date:
        event.add("dtend", after)  # exclusive: the day after
    event.add("transp", "TRANSPARENT")
    event.add("categories", [deadline.kind])
    event.add("description", _clean(_description(item)))
    if deadline.act_by >= made.date():
        rolled_back = (deadline.date - deadline.act_by).days
        for days in sorted(set(remind), reverse=True):
            event.add_component(_alarm(summary, days + rolled_back))
    return event


def _description(item: Watched) -> str:
    deadline = item.deadline
    lines = [f"Reference {item.reference}" if item.reference else "", deadline.workings]
    if deadline.act_by != deadline.date:
        lines.append(f"Act by {show(deadline.act_by)}.")
    if deadline.party:
        lines.append(f"To act: {deadline.party}.")
    return "\n".join(line for line in lines if line)


def _alarm(summary: str, days: int) -> Alarm:
    """A reminder so many days before the day begins; on the day itself at nine."""
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-days) if days else timedelta(hours=9))
    return alarm


def _events(before: bytes | None) -> dict[str, Event]:
    """The events of a calendar file of ours by UID; none where it is none of ours."""
    from icalendar import Calendar, Event

    if before is None or PRODUCT.encode() not in before:
        return {}
    try:
        calendar: Calendar = Calendar.from_ical(before)
    except (ValueError, KeyError, IndexError):
        return {}  # damaged: it is written anew, and the next one can go on from that
    return {str(event["uid"]): event for event in calendar.walk("VEVENT") if isinstance(event, Event)}


def _continued(event: Event, old: Event | None, made: datetime) -> Event:
    """The event with the SEQUENCE and the stamp that follow from the one that it takes the place of."""
    if old is None:
        return event
    if _said(event) == _said(old):
        event["sequence"], event["dtstamp"] = old["sequence"], old["dtstamp"]
    else:
        _raise(event, old)
    return event


def _cancelled(old: Event, made: datetime) -> Event:
    """An event that has gone, so that calendars that have it take it out; said once, then left as it is."""
    if old["status"] == "CANCELLED":
        return old
    event = old.copy(recursive=True)
    del event["status"], event["dtstamp"]
    event.add("status", "CANCELLED")
    event.add("dtstamp", made.astimezone(UTC))
    event.subcomponents = []
    _raise(event, old)
    return event


def _raise(event: Event, old: Event) -> None:
    del event["sequence"]
    event.add("sequence", old.sequence + 1)


def _said(event: Event) -> list[bytes]:
    """Everything that the event says but when it was written and how often it has changed."""
    lines = bytes(event.to_ical()).splitlines()
    return [line for line in lines if not line.startswith((b"DTSTAMP:", b"SEQUENCE:"))]


def _clean(text: str) -> str:
    """Text without what a calendar file cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)
