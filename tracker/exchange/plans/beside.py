"""Another table that stands beside the one with the agreements: a list of suppliers, of codes, of totals."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.exchange.plans import heading as names
from tracker.exchange.sheets.sheet import Cell, is_blank

_LEAST_LEFT, _LEAST_RIGHT = 3, 2
"""Headings that both tables have at least."""

_ROWS_APART = 3
"""Rows in which the second table has something and the first nothing, which no record has."""


_SAME_AGAIN = 2
"""Names under two titles that both tables have, which groups of columns in one table have not."""


def first_width(headings: Sequence[str], own: Sequence[str], columns: Sequence[Sequence[Cell]]) -> int:
    """How many columns the table has before a gap beyond which another table begins; all where none does.

    A gap is a column without a heading and without a value. What is beyond it is another table where it repeats
    a heading, or has rows of its own. `own` are the headings without those of the groups that they stand in.
    """
    wide = len(headings)
    for gap in range(_LEAST_LEFT, wide - _LEAST_RIGHT):
        if headings[gap].strip() or not all(map(is_blank, set(columns[gap]))):
            continue
        left, right = _named(headings[:gap]), _named(headings[gap + 1 :])
        if len(left) < _LEAST_LEFT or len(right) < _LEAST_RIGHT or _known(right) > _known(left):
            continue
        again = not left.isdisjoint(right) or len(_named(own[:gap]) & _named(own[gap + 1 :])) >= _SAME_AGAIN
        if again or _rows_apart(columns[:gap], columns[gap + 1 :]) >= _ROWS_APART:
            return gap
    return wide


def _named(headings: Sequence[str]) -> set[str]:
    return {" ".join(text.split()).casefold() for text in headings if text.strip()}


def _known(headings: set[str]) -> float:
    return sum(map(names.known, headings))


def _rows_apart(left: Sequence[Sequence[Cell]], right: Sequence[Sequence[Cell]]) -> int:
    """Rows in which the right has something and the left nothing; counted no further than is needed."""
    found = 0
    for one, other in zip(zip(*left, strict=True), zip(*right, strict=True), strict=True):
        found += all(map(is_blank, one)) and not all(map(is_blank, other))
        if found >= _ROWS_APART:
            break
    return found
