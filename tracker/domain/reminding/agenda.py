"""Reminders as people read them: sections of the window, distances in words, months ahead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime

from tracker.domain.dates import add_days, add_months, show
from tracker.domain.deadlines.deadline import Deadline
from tracker.domain.reminding.alert import Answer, Person, Rule, RuleBook, Watched, layers_for
from tracker.domain.reminding.reminder import Due, Reminder, decided, due, key_of, next_stage, stages_of

BUNCH = 5
"""So many dates of one kind on one day make one row ("17 agreements")."""

WEEK = 7
HORIZON = 24
"""Months that a look ahead covers."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the reminder window: a date, several of one agreement, or a bunch on one day.

    Attributes:
        reminders: what the row answers for, what hurts first at the head.
        title: the agreement, or "17 agreements", with the kind of date where no heading says it.
        detail: what is to be done, or the first names of a bunch.
        distance: "due in 5 days", "overdue by 53 days".
    """

    reminders: tuple[Reminder, ...]
    title: str
    detail: str
    distance: str

    @property
    def bunch(self) -> bool:
        """Does it stand for several agreements?"""
        return len({reminder.watched.agreement_uid for reminder in self.reminders}) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the reminder window with a heading: "Overdue", "Ends on 31 March 2027"."""

    title: str
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many reminders it holds."""
        return sum(len(row.reminders) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Coming:
    """A reminder that will come up on `day`, `stage` days before the act-by day."""

    day: Day
    stage: int
    watched: Watched


@dataclass(frozen=True, slots=True)
class Month:
    """A month of reminders to come, `first` being its first day."""

    first: Day
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a set of rules leads to in the next 24 months."""

    count: int
    next: Day | None

    def __str__(self) -> str:
        if self.next is None:
            return "No reminders in the next 24 months"
        word = "reminder" if self.count == 1 else "reminders"
        return f"{self.count:,} {word}, next: {show(self.next)}"


def heading(found: Due) -> str:
    """The window's title: "22 reminders, 3 overdue"."""
    total = len(found.reminders)
    if not total:
        return "No reminders"
    late = sum(reminder.overdue for reminder in found.reminders)
    return _count(total, "reminder") + (f", {late:,} overdue" if late else "")


def distance(reminder: Reminder) -> str:
    """How far off it is, from the day on which it was found due."""
    return distance_of(
        reminder.watched.deadline, add_days(reminder.watched.deadline.act_by, -reminder.days_left)
    )


def distance_of(deadline: Deadline, today: Day) -> str:
    """How far off it is: "due in 5 days", "overdue by 53 days", "in 4 months", "6 days ago"."""
    act_by = deadline.act_by
    left = (act_by - today).days
    if not deadline.asks:
        if left < 0:
            return f"{span(act_by, today)} ago"
        return {0: "today", 1: "tomorrow"}.get(left) or f"in {span(today, act_by)}"
    if left < 0:
        return f"overdue by {span(act_by, today)}"
    return {0: "due today", 1: "due tomorrow"}.get(left) or f"due in {span(today, act_by)}"


def moment(wall: datetime) -> str:
    """A time on the wall in words: "Monday 23 November 2026, 08:00"; at midnight, the day alone."""
    day = f"{wall:%A} {show(wall.date())}"
    return f"{day}, {wall:%H:%M}" if wall.hour or wall.minute else day


def span(first: Day, last: Day) -> str:
    """The time from one day to a later one, in the largest unit that says enough: days up to 60."""
    days = (last - first).days
    if days <= 60:
        return _count(days, "day")
    months = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    return _count(months, "month") if months < 24 else _count(months // 12, "year")


def sections(reminders: Sequence[Reminder]) -> tuple[Section, ...]:
    """The window's list, what hurts first at the head.

    Overdue, then due within a week, then what has happened, then what is to come; there a
    day on which many dates of one kind fall has a section of its own. Several dates of one
    agreement are one row in each section.
    """
    parts: dict[tuple[int, Day, str], list[Row]] = defaultdict(list)
    for row in _rows(reminders):
        head = row.reminders[0]
        place = _place(head)
        if place == _COMING and row.bunch:
            parts[_BUNCHES, head.watched.deadline.date, head.watched.deadline.kind].append(row)
        else:
            parts[place, Day.min, ""].append(row)
    return tuple(
        Section(_TITLES.get(place) or f"{_kind(kind)} {show(day)}", tuple(parts[place, day, kind]))
        for place, day, kind in sorted(parts)
    )


def months_ahead(
    watched: Iterable[Watched],
    rules: Iterable[Rule],
    answers: Iterable[Answer],
    now: datetime,
    *,
    person: Person,
    months: int = HORIZON,
) -> tuple[Month, ...]:
    """Every reminder that will come up after today and before the horizon, by month.

    Months in which nothing comes up are left out. What is decided does not come up.
    """
    lines, book, items = tuple(answers), RuleBook(rules), tuple(watched)
    done = decided(lines)
    asleep = {
        reminder.key: reminder for reminder in due(items, lines, book.rules, now, person=person).snoozed
    }
    found: dict[Day, list[Coming]] = defaultdict(list)
    for coming in _coming(items, book, now.date(), add_months(now.date(), months)):
        key = key_of(coming.watched)
        snoozed = asleep.get(key)
        hidden = snoozed is not None and snoozed.snoozed_until and coming.day <= snoozed.snoozed_until.date()
        sees = person.sees(coming.watched, book(coming.watched), coming.day)
        if key not in done and sees and not hidden:
            found[coming.day.replace(day=1)].append(coming)
    for reminder in asleep.values():
        assert reminder.snoozed_until is not None
        day = reminder.snoozed_until.date()
        found[day.replace(day=1)].append(Coming(day, reminder.stage, reminder.watched))
    return tuple(
        Month(first, tuple(sorted(found[first], key=lambda c: (c.day, c.watched.title.casefold()))))
        for first in sorted(found)
    )


def effect(watched: Iterable[Watched], rules: Iterable[Rule], today: Day, months: int = HORIZON) -> Effect:
    """What those rules would lead to, to be seen before they are saved."""
    days = [coming.day for coming in _coming(watched, RuleBook(rules), today, add_months(today, months))]
    return Effect(len(days), min(days, default=None))


def under(watched: Iterable[Watched], rules: Iterable[Rule], rule: Rule) -> tuple[Watched, ...]:
    """Those of the dates that go by `rule`, alone or laid over another, where the rules are `rules`."""
    known = tuple(rules)
    if not rule.over:
        book = RuleBook(known)
        return tuple(item for item in watched if book(item) == rule)
    return tuple(item for item in watched if rule in layers_for(item, known))


def clock_warning(last_checked: datetime | None, now: datetime) -> str:
    """What to say where the clock stands on a day before the last look; "" where it does not."""
    if last_checked is None or now.date() >= last_checked.date():
        return ""
    return (
        f"This computer says that it is {show(now.date())}, but reminders were last checked on "
        f"{show(last_checked.date())}. If the computer is wrong, set its date: nothing has been lost."
    )


def _coming(watched: Iterable[Watched], book: RuleBook, today: Day, last: Day) -> Iterator[Coming]:
    """Every stage after `today` and not after `last`, of every date that is not settled.

    Of one that comes again and again until it is decided, the next time alone.
    """
    for item in watched:
        deadline = item.deadline
        if deadline.settled:
            continue
        rule, left = book(item), (deadline.act_by - today).days
        stages = [stage for stage in stages_of(rule, deadline.asks) if stage < left]
        again = next_stage(rule, deadline.asks, left)
        for stage in stages or ([again] if again is not None else []):
            day = add_days(deadline.act_by, -stage)
            if day <= last:
                yield Coming(day, stage, item)


_OVERDUE, _WEEK, _PAST, _COMING, _BUNCHES = range(5)
_TITLES = {
    _OVERDUE: "Overdue",
    _WEEK: "Due within a week",
    _PAST: "Has happened",
    _COMING: "Coming up",
}


def _place(reminder: Reminder) -> int:
    """The section that a reminder belongs to."""
    if reminder.overdue:
        return _OVERDUE
    if reminder.days_left < 0:
        return _PAST
    return _WEEK if reminder.days_left <= WEEK else _COMING


def _rows(reminders: Sequence[Reminder]) -> list[Row]:
    """The reminders as rows, in the order of the first of each."""
    bunches: dict[tuple[int, str, Day], set[str]] = defaultdict(set)
    for reminder in reminders:
        bunches[_bunch(reminder)].add(reminder.watched.agreement_uid)
    rows: dict[tuple[int, str, Day], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        bunch = _bunch(reminder)
        own = _place(reminder), reminder.watched.agreement_uid, Day.min
        rows[bunch if len(bunches[bunch]) >= BUNCH else own].append(reminder)
    return [_row(tuple(row)) for row in rows.values()]


def _bunch(reminder: Reminder) -> tuple[int, str, Day]:
    return _place(reminder), reminder.watched.deadline.kind, reminder.watched.deadline.date


def _row(reminders: tuple[Reminder, ...]) -> Row:
    head = reminders[0]
    names = list(dict.fromkeys(reminder.watched.title for reminder in reminders))
    agreements = len({reminder.watched.agreement_uid for reminder in reminders})
    if agreements > 1:
        more = f"; {len(names) - 2:,} more" if len(names) > 2 else ""
        # What is to come has the kind of date in the heading over it.
        what = "" if _place(head) == _COMING else f": {head.watched.deadline.kind}"
        return Row(reminders, f"{agreements:,} agreements{what}", "; ".join(names[:2]) + more, distance(head))
    detail = head.watched.deadline.title or _sentence(head.watched.deadline.kind)
    if len(reminders) > 1:
        detail += f"; and {_count(len(reminders) - 1, 'more date')}"
    return Row(reminders, head.watched.title, detail, distance(head))


def _kind(kind: str) -> str:
    return "Ends on" if kind == "end" else f"{_sentence(kind)} on"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
