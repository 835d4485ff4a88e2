"""Values as the window writes them: dates, distances, amounts, statuses; one form throughout.

A status or a deadline has a `Look`: a word, a shape and a tone, so that nothing is said by
colour alone.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.dates import Precision, When, show
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.domain.status import Status
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.words import count as count
from tracker.ui.parts.words import day_and_month as day_and_month
from tracker.ui.parts.words import weekday as weekday

_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
_DAYS_SPOKEN_OF = 60


SERVED = ("termination notice", "break notice", "non-renewal notice", "withdrawal notice")
"""Kinds of deadline by which a notice must have reached the other side."""


class Shape(StrEnum):
    """The shapes that stand before a word; each means one thing."""

    CIRCLE = "circle"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    FLAG = "flag"
    OCTAGON = "octagon"
    SQUARE = "square"
    RING = "ring"
    DASHED = "dashed ring"
    TICK = "tick"
    HALF = "half-disc"
    CROSS = "cross"
    NONE = "none"


class Look(NamedTuple):
    """How something is shown in a chip: its word, the shape before it and the tone of both."""

    word: str
    shape: Shape
    tone: Tone


_STATUS: dict[Status, Look] = {
    Status.PROPOSED: Look("Proposed", Shape.DASHED, Tone.MUTED),
    Status.IN_NEGOTIATION: Look("In negotiation", Shape.DASHED, Tone.MUTED),
    Status.AWAITING_SIGNATURE: Look("Awaiting signature", Shape.DASHED, Tone.WARNING),
    Status.NOT_STARTED: Look("Not started", Shape.HALF, Tone.NOTE),
    Status.LIVE: Look("Live", Shape.CIRCLE, Tone.GOOD),
    Status.IN_EXTENSION: Look("In extension", Shape.DIAMOND, Tone.NOTE),
    Status.ROLLING: Look("Rolling", Shape.CIRCLE, Tone.GOOD),
    Status.NOTICE_GIVEN: Look("Notice given", Shape.FLAG, Tone.WARNING),
    Status.EXPIRING: Look("Expiring", Shape.TRIANGLE, Tone.WARNING),
    Status.STILL_IN_USE: Look("Ended, in use", Shape.SQUARE, Tone.DANGER),
    Status.EXPIRED: Look("Ended", Shape.RING, Tone.MUTED),
    Status.TERMINATED: Look("Terminated", Shape.RING, Tone.MUTED),
    Status.SUPERSEDED: Look("Superseded", Shape.RING, Tone.MUTED),
    Status.ABANDONED: Look("Abandoned", Shape.CROSS, Tone.MUTED),
    Status.UNKNOWN: Look("Not known", Shape.DASHED, Tone.MUTED),
}


def status(value: Status | str) -> Look:
    """How a status is shown; what is not a status is shown as not known."""
    try:
        return _STATUS[Status(value)]
    except ValueError:
        return _STATUS[Status.UNKNOWN]


def deadline(kind: str, state: DeadlineState, *, asks: bool, due_soon: bool = False) -> Look:
    """How a deadline is shown: a flag for a notice, a square for an end, a triangle for a decision."""
    words = kind.casefold()
    missed = state is DeadlineState.MISSED
    if words in SERVED:
        shape = Shape.OCTAGON if missed else Shape.FLAG
    elif words in ("end", "maximum end", "notice expires"):
        shape = Shape.SQUARE
    else:
        shape = Shape.TRIANGLE if asks else Shape.CIRCLE
    if state is DeadlineState.DONE:
        return Look("Done", Shape.TICK, Tone.GOOD)
    if missed:
        return Look("Missed", shape, Tone.DANGER)
    if due_soon or state is DeadlineState.DUE:
        return Look("Due", shape, Tone.WARNING)
    return Look("To come", shape, Tone.MUTED if not asks else Tone.ACCENT)


_DEEDS = {
    "option opens": "option may be taken",
    "decision start": "start deciding on option",
    "option notice": "decide on option",
    "non-renewal notice": "last day to stop renewal",
    "termination notice": "last day for notice",
    "break notice": "last day to break",
    "withdrawal notice": "last day to withdraw",
    "re-procurement start": "start re-procurement",
    "confirm renewal": "confirm renewal",
    "confirm details": "confirm details",
    "renewal": "renews by itself",
    "end": "ends",
    "maximum end": "latest end",
    "notice expires": "notice runs out",
    "last call-off": "last call-off",
    "review": "review",
    "price review": "price review",
    "savings check": "check the saving",
    "exemption re-test": "test the exemption again",
    "document expires": "document expires",
    "retention ends": "papers may be destroyed",
    "joining": "a member joins",
    "leaving": "a member leaves",
    "planned": "planned change",
}
_OPTION = re.compile(r"\boption (\d+)\b")
_NOTICE_CODE = re.compile(r"\((UK\d+)\)$")


def deed(kind: str, title: str) -> str:
    """What is to be done, or happens, in the few words of a list: "Decide on option 1", "Publish UK7".

    The whole title belongs in the help beside it; a kind not known here keeps its title.
    """
    if code := _NOTICE_CODE.search(title):
        return f"Publish {code[1]}"
    words = _DEEDS.get(kind) or title or kind
    if "option" in words and kind in _DEEDS and (number := _OPTION.search(title)):
        words = words.replace("option", number[0])
    return words[:1].upper() + words[1:]


# Dates


def day(value: date | str | None, missing: str = "not set") -> str:
    """A day in full ("31 March 2027"); ISO text as a list has it will do."""
    if not value:
        return missing
    return show(parse(value))


def parse(value: date | str) -> date:
    """The date, where a list gives it as ISO text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def when(value: When | None, missing: str = "not recorded") -> str:
    """A date as known, in words: "31 March 2027", "some time in 2013", "before 1 May 2020"."""
    if value is None or value.precision is Precision.UNKNOWN:
        return value.text if value and value.text else missing
    first, last = value.earliest, value.latest
    match value.precision:
        case Precision.DAY if first:
            return show(first)
        case Precision.MONTH if first:
            return f"some time in {first:%B} {first.year}"
        case Precision.YEAR if first:
            return f"some time in {first.year}"
        case Precision.FINANCIAL_YEAR if first:
            return f"some time in {first.year}/{(first.year + 1) % 100:02d}"
        case Precision.BEFORE if last:
            return f"by {show(last)}"
        case Precision.AFTER if first:
            return f"on or after {show(first)}"
    if first and last:
        return f"between {show(first)} and {show(last)}"
    return value.text or missing


def distance(value: date, today: date) -> str:
    """How far a day is: "today", "in 5 days", "in 4 months", "53 days ago"."""
    days = (value - today).days
    if days == 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days == -1:
        return "yesterday"
    span = _span(value, today)
    return f"in {span}" if days > 0 else f"{span} ago"


def overdue(value: date, today: date) -> str:
    """How long a day has been missed ("53 days overdue"); its distance where it is still to come."""
    if value >= today:
        return distance(value, today)
    return f"{_span(value, today)} overdue"


def _span(value: date, today: date) -> str:
    """The time between two days in one unit: days, whole months or years with a half, never over-stated."""
    earlier, later = min(value, today), max(value, today)
    days = (later - earlier).days
    if days <= _DAYS_SPOKEN_OF:
        return count(days, "day")
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    if months < 24:
        return count(months, "month")
    years, rest = divmod(months, 12)
    return f"{years}½ years" if rest >= 6 else f"{years} years"


def moment(value: datetime, today: date) -> str:
    """When something was done: "Today, 10:12", "Friday, 16:40", "19 November", "2 May 2023"."""
    on = value.date()
    ago = (today - on).days
    if ago == 0:
        return f"Today, {value:%H:%M}"
    if ago == 1:
        return f"Yesterday, {value:%H:%M}"
    if 1 < ago < 7:
        return f"{value:%A}, {value:%H:%M}"
    return day_and_month(on) if on.year == today.year else show(on)


def local(at: str) -> datetime:
    """A moment of the history, kept in UTC as ISO text, in this machine's time zone."""
    return datetime.fromisoformat(at).astimezone()


# Amounts and counts


def amount(minor: int | None, currency: str = "GBP", missing: str = "not stated") -> str:
    """An amount with its sign and thousands, with pence only where there are any."""
    if minor is None:
        return missing
    whole, pence = divmod(abs(minor), 100)
    sign = "−" if minor < 0 else ""
    symbol = _SYMBOLS.get(currency or "GBP", f"{currency} ")
    return f"{sign}{symbol}{whole:,}" + (f".{pence:02d}" if pence else "")


def short_amount(minor: int, currency: str = "GBP") -> str:
    """A large amount to three figures, "£18.4m", "£905k"; for a headline beside its exact figure."""
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    pounds = minor / 100
    for size, letter in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(pounds) >= size:
            figure = pounds / size
            return f"{symbol}{figure:.1f}{letter}" if figure < 100 else f"{symbol}{figure:.0f}{letter}"
    return f"{symbol}{pounds:,.0f}"


_NATIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
    "any": "any part of the United Kingdom",
}


def nation(name: str) -> str:
    """Whose bank holidays a calendar has, in words."""
    return _NATIONS.get(name, name)
