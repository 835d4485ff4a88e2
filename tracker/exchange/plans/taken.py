"""Columns that say whether an extension was taken: beside its end they tell how far the agreement runs now."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tracker.domain.check import Finding, Severity
from tracker.exchange.plans.columns import Column, ColumnMap
from tracker.exchange.plans.values import yes_no
from tracker.exchange.sheets.sheet import Cell, is_blank, shown

_STEP = re.compile(
    r"\b(?:ext(?:ension|n)?|option)s?\W{0,2}(?:(?:period|year|no\.?) ?)?(?P<number>[1-9])\b", re.IGNORECASE
)
_TAKEN = re.compile(
    r"\b(?:taken|exercised|used|invoked|activated|enacted|utilised|agreed|approved|granted)\b", re.IGNORECASE
)
_AGREED = re.compile(
    r"(?:contract |been )?extended|extension (?:taken|agreed|exercised|granted|used|approved)", re.IGNORECASE
)
_YES_OR_NO = re.compile(r"\W*(?:\(?y(?:es)?/no?\)?)?\W*$", re.IGNORECASE)


def current_ends(
    mapping: ColumnMap,
    rows: int,
    ends: Callable[[Column], Sequence[Any]],
    cells: Callable[[Column], Sequence[Cell]],
) -> list[Any]:
    """Beside "Extension 1 end date", "Extension 1 taken? Yes": for each row the latest end of those that were taken.

    Args:
        ends: the dates of a column of ends, each a When or None.
        cells: any column as it stands in the file.
    """
    now: list[Any] = [None] * rows
    flags = {
        found["number"]: column
        for column in mapping.columns
        if column.field != "max_end"
        and _TAKEN.search(column.heading)
        and (found := _STEP.search(column.heading))
    }
    for column in mapping.columns if flags else ():
        step = _STEP.search(column.heading) if column.field == "max_end" else None
        if step is None or step["number"] not in flags:
            continue
        for index, (when, cell) in enumerate(zip(ends(column), cells(flags[step["number"]]), strict=True)):
            before = now[index]
            if when and when.day and (before is None or before.day < when.day) and yes_no(cell)[0]:
                now[index] = when
    return now


def agreed(mapping: ColumnMap) -> Column | None:
    """The column "Extended? (Y/N)"; None where there is none."""
    for column in mapping.columns:
        if not column.field and _AGREED.fullmatch(_YES_OR_NO.sub("", column.heading)):
            return column
    return None


def without_unagreed(
    ends: Sequence[Any], flags: Sequence[Cell], label: str
) -> tuple[list[Any], list[tuple[int, Finding]]]:
    """The current ends but those beside which that column says "Pending" or "No", and a word on each of them."""
    kept = list(ends)
    said: list[tuple[int, Finding]] = []
    for index, (when, flag) in enumerate(zip(ends, flags, strict=True)):
        if when is not None and not is_blank(flag) and not yes_no(flag)[0]:
            kept[index] = None
            message = (
                f"'{shown(flag)[:40]}' stands under '{label}', so this later end was not taken as agreed; "
                "it is in the notes."
            )
            said.append((index, Finding("end.not-agreed", Severity.WARNING, message)))
    return kept, said
