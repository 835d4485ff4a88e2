"""Where a list's rows stand: its agreements by their places, with headings between them where it is grouped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.app.rows import Group


class Layout:
    """Rows of the table against places in the order of the list.

    Args:
        total: how many agreements the list has.
        groups: what it is grouped into; none for a plain list.
        closed: the values of groups whose rows are hidden.
    """

    def __init__(self, total: int, groups: Sequence[Group] = (), closed: Iterable[str] = ()) -> None:
        self.total = total
        self.groups = tuple(groups)
        self.closed = frozenset(closed)
        self._firsts = [0, *accumulate(group.number for group in self.groups)]
        heights = (1 + self._open_rows(number) for number in range(len(self.groups)))
        self._starts = [0, *accumulate(heights)]

    @property
    def rows(self) -> int:
        """How many rows the table has, headings and all."""
        return self._starts[-1] if self.groups else self.total

    def _open_rows(self, group: int) -> int:
        return 0 if self.groups[group].value in self.closed else self.groups[group].number

    def _group_at(self, row: int) -> int:
        return bisect_right(self._starts, row) - 1

    def heading(self, row: int) -> int | None:
        """The number of the group whose heading stands in that row; None for an agreement's row."""
        if not self.groups or not 0 <= row < self.rows:
            return None
        group = self._group_at(row)
        return group if self._starts[group] == row else None

    def place(self, row: int) -> int | None:
        """The place of the agreement in that row; None for a heading, or where there is no such row."""
        if not 0 <= row < self.rows:
            return None
        if not self.groups:
            return row
        group = self._group_at(row)
        inside = row - self._starts[group] - 1
        return self._firsts[group] + inside if inside >= 0 else None

    def row(self, place: int) -> int | None:
        """The row in which the agreement at a place stands; None where its group is closed."""
        if not self.groups:
            return place
        group = bisect_right(self._firsts, place) - 1
        if not self._open_rows(group):
            return None
        return self._starts[group] + 1 + place - self._firsts[group]

    def inside(self, group: int) -> tuple[int, int]:
        """The first and the last row under a heading, as they are or would be were it open."""
        first = self._starts[group] + 1
        return first, first + self.groups[group].number - 1

    def spans(self, ranges: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Places (first, past the last) of the agreements in ranges of rows (first, last), in order, once each."""
        found: list[tuple[int, int]] = []
        for first, last in sorted(ranges):
            if not self.groups:
                found.append((first, last + 1))
                continue
            for group in range(self._group_at(first), self._group_at(last) + 1):
                start, number = self._starts[group] + 1, self._open_rows(group)
                low, high = max(first - start, 0), min(last - start + 1, number)
                if low < high:
                    found.append((self._firsts[group] + low, self._firsts[group] + high))
        return _together(found)


def _together(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans without overlaps, those that meet made one."""
    made: list[tuple[int, int]] = []
    for first, past in spans:
        if made and first <= made[-1][1]:
            made[-1] = (made[-1][0], max(past, made[-1][1]))
        else:
            made.append((first, past))
    return tuple(made)
