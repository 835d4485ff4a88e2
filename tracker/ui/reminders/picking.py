"""What the Reminders page reads and picks from: plain functions, so that a worker can do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.app.reminding.board import Board, board
from tracker.app.session import Session
from tracker.domain.reminding.agenda import Coming


class Month(NamedTuple):
    """The heading of a month: its first day, and how many reminders it has."""

    first: date
    number: int


class Known(NamedTuple):
    """What a reading found, and what can be chosen from it.

    Attributes:
        number: of the question.
    """

    number: int
    board: Board
    kinds: tuple[str, ...]
    owners: tuple[str, ...]


class Picked(NamedTuple):
    """The lines of a list: reminders and the headings of their months, and how many each month has.

    Attributes:
        headings: which of the lines are headings.
    """

    number: int
    lines: list[object]
    headings: list[int]
    months: Counter[date]


class Wish(NamedTuple):
    """What reminders are narrowed to; "" for any."""

    kind: str
    owner: str
    text: str

    def fits(self, kind: str, owner: str, told: str) -> bool:
        """Whether something of that kind and owner, of which those words are told, is among them."""
        return (
            self.kind in ("", kind)
            and self.owner in ("", owner)
            and all(word in told.casefold() for word in self.text.casefold().split())
        )


def read(number: int, last: date | None, session: Session) -> Known:
    """What comes up until a day (inclusive; None for all months ahead), on a worker."""
    return known(number, board(session, last))


def known(number: int, made: Board) -> Known:
    """What can be chosen from what was read."""
    items = [coming.watched for coming in made.coming]
    kinds = {item.deadline.kind for item in items} | {each.line.kind for each in made.answered}
    owners = {item.owner for item in items} | {each.owner for each in made.answered}
    return Known(number, made, tuple(sorted(kinds)), tuple(sorted(owners)))


def pick(number: int, coming: Sequence[Coming], wish: Wish) -> Picked:
    """The lines for what fits, by month."""
    passes: dict[int, bool] = {}
    shown = []
    for one in coming:
        item = one.watched
        if id(item) not in passes:
            told = f"{item.title} {item.reference} {item.supplier} {item.owner} {item.deadline.title}"
            passes[id(item)] = wish.fits(item.deadline.kind, item.owner, told)
        if passes[id(item)]:
            shown.append(one)
    months = Counter(one.day.replace(day=1) for one in shown)
    lines: list[object] = []
    headings = []
    month = None
    for one in shown:
        if (first := one.day.replace(day=1)) != month:
            month = first
            headings.append(len(lines))
            lines.append(Month(first, months[first]))
        lines.append(one)
    return Picked(number, lines, headings, months)
