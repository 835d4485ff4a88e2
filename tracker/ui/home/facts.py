"""What Home shows, gathered from the register in one go so that a worker can do it.

The worker also imports what it takes to gather it: the page itself is painted without. So nothing of Qt
is in it that the first painting has not brought in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.app.session import Session
from tracker.domain.dates import Period, add_months, extend_end
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.ui.home.daymark import CROWDED, MONTHS, DayMark
from tracker.ui.parts import format as show
from tracker.ui.parts.format import Look
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.due import Due
    from tracker.app.rows import DayCount

SOON = 30
_LATELY = 5
SHOWN = {"overdue": 5, "month": 8, "quarter": 12, "later": 12}
"""Section -> how many of its rows are shown before it is opened."""
_MOST = 500
_MARKS_A_DAY = 36

MISSING: tuple[tuple[str, str], ...] = (
    ("notice", "Notice period not recorded"),
    ("current_end", "End date not recorded"),
    ("value", "Value not stated"),
    ("owner", "Owner not set"),
    ("supplier", "Supplier not named"),
    ("starts", "Start date not recorded"),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Deadlines that fall together: "Overdue", "This month" …; `until` is the last day of it.

    In "Overdue" an agreement stands once, with what hurts most; `more` says how many it has besides.

    Attributes:
        dues: the first of them, as many as are shown.
        rows: how many rows there would be, were all shown.
        count: how many deadlines it stands for.
    """

    key: str
    title: str
    dues: tuple[Due, ...]
    rows: int
    count: int
    until: date | None = None
    more: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lately:
    """One change made lately: what, when and by whom."""

    name: str
    when: str


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """Everything that Home shows.

    Attributes:
        marks: deadlines of the strip, so many of each day as it can show.
        numbers: how many fall on each day.
        missing: filter name, words and number of agreements that lack it.
    """

    today: date
    agreements: int
    sections: tuple[Section, ...]
    marks: tuple[DayMark, ...]
    numbers: Mapping[date, int]
    lately: tuple[Lately, ...]
    missing: tuple[tuple[str, str, int], ...]
    yearly: Yearly | None = None


@dataclass(frozen=True, slots=True)
class Yearly:
    """What the live agreements come to in a year: the sum of those that state one, and how many those are."""

    minor: int
    currency: str
    stated: int
    agreements: int


def gather(session: Session, opened: Collection[str] = ()) -> HomeFacts:
    """Read all of it; of sections that are `opened` as many rows as a page can hold."""
    from tracker.app.due import arrangement_dues, due_days

    today = session.today
    others = arrangement_dues(session)
    dues, days = due_days(session, others, Period(MONTHS), _MARKS_A_DAY, CROWDED)
    numbers = Counter(due.act_by for due in dues if not due.row.agreement_id)
    for one in days:
        numbers[date.fromisoformat(one.day)] += one.number
    return HomeFacts(
        today=today,
        agreements=session.read.number(),
        sections=tuple(_sections(session, others, days, opened)),
        marks=tuple(DayMark(due.act_by, look(due, today), line(due)) for due in dues),
        numbers=numbers,
        lately=tuple(_lately(session, today)),
        missing=tuple(_missing(session)),
        yearly=_yearly(session),
    )


def _yearly(session: Session) -> Yearly | None:
    totals = session.read.totals(filters={"status": "live|expiring"})
    stated = next((total for total in totals.sums if total.basis == "annual value"), None)
    if stated is None:
        return None
    return Yearly(stated.minor, stated.currency, stated.agreements, totals.agreements)


def _sections(
    session: Session, others: Sequence[Due], days: Sequence[DayCount], opened: Collection[str]
) -> Iterator[Section]:
    """Overdue, this month, the next three months, later: by the day to act by."""
    from tracker.app.due import due_from, overdue

    today = session.today
    month_ends = add_months(today.replace(day=1), 1) - timedelta(days=1)
    quarter_ends = add_months(today.replace(day=1), 4) - timedelta(days=1)
    limits = {key: _MOST if key in opened else number for key, number in SHOWN.items()}
    late = overdue(session, others, limits["overdue"])
    yield Section("overdue", "Overdue", late.dues, late.rows, late.number, more=late.more)
    first = date.min
    for key, title, last in (
        ("month", "This month", month_ends),
        ("quarter", "Next three months", quarter_ends),
        ("later", "Later", extend_end(today, Period(MONTHS))),
    ):
        begins, ends = first.isoformat(), last.isoformat()
        number = sum(one.number - one.overdue for one in days if begins <= one.day <= ends)
        part = due_from(session, others, first, last, number, limits[key])
        yield Section(key, title, part.dues, part.rows, part.number, None if key == "later" else last)
        first = last + timedelta(days=1)


def is_overdue(due: Due, today: date) -> bool:
    """Whether somebody must act and the day to act by has passed."""
    return due.row.asks and due.act_by < today


def look(due: Due, today: date) -> Look:
    """The shape and tone of a deadline in a list and on the strip."""
    state = DeadlineState.MISSED if is_overdue(due, today) else due.state
    soon = due.row.asks and (due.act_by - today).days <= SOON
    return show.deadline(due.row.kind, state, asks=due.row.asks, due_soon=soon)


def line(due: Due) -> str:
    """A deadline in a line: what is to be done, and for which agreement."""
    return f"{due.row.title or due.row.kind}, {subject(due)}"


def subject(due: Due) -> str:
    """The agreement, or the partnership, that a deadline belongs to."""
    return due.row.agreement_title or due.row.arrangement or due.row.reference


def tone_of_distance(due: Due, today: date) -> Tone:
    """The tone of "in 5 days": danger where overdue, warning within a month, else quiet."""
    if is_overdue(due, today):
        return Tone.DANGER
    return Tone.WARNING if (due.act_by - today).days <= SOON else Tone.MUTED


def _lately(session: Session, today: date) -> list[Lately]:
    found = []
    for row in session.read.history(_LATELY, changes=0):
        done = {"undo": "Undone: ", "redo": "Done again: "}.get(row.kind, "")
        when = show.moment(show.local(row.at), today)
        found.append(Lately(f"{done}{row.name}", f"{when}, {row.by}"))
    return found


def _missing(session: Session) -> list[tuple[str, str, int]]:
    counted = [(key, words, session.read.number(filters={"missing": key})) for key, words in MISSING]
    return sorted((row for row in counted if row[2]), key=lambda row: -row[2])
