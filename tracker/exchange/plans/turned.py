"""Tables that lie on their side: headings down the first column, and a column for each agreement; forms as well."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from tracker.domain.check import Severity
from tracker.exchange.plans import heading as names
from tracker.exchange.plans.columns import ColumnMap
from tracker.exchange.plans.header import lies_on_its_side, width
from tracker.exchange.sheets.sheet import Remark, Sheet, column_letters, is_blank, remark

_MOST_ROWS, _MOST_COLUMNS = 200, 500
"""Rows and columns of a sheet that anybody fills in on its side."""

_OF_A_KEY = re.compile(
    r"fields?(?: name)?|columns?(?: (?:name|heading))?|headings?|attributes?|data (?:items?|fields?)|elements?|variables?",
    re.IGNORECASE,
)
"""What stands over the first column of a list that explains the columns of another table."""

_SURELY_DAYS = 0.7
_ENDS = ("ends", "current_end", "max_end")


def upright(sheet: Sheet) -> Sheet | None:
    """The sheet with its columns as rows, or None where it does not lie on its side.

    The number of a row is then that of the column in the file, from 1; a remark says so. A sheet in which
    a heading comes again, as in forms below each other, is not turned, nor one that explains columns.
    """
    if len(sheet.rows) > _MOST_ROWS or width(sheet) > _MOST_COLUMNS or not lies_on_its_side(sheet):
        return None
    down = [row[0].strip(" :").casefold() for row in sheet.rows if row and isinstance(row[0], str)]
    told = [text for text in down if names.known(text) > 0.5]
    if len(set(told)) < len(told) or any(map(_OF_A_KEY.fullmatch, down)):
        return None
    turned = [list(cells) for cells in zip_longest(*sheet.rows)]
    kept = [(number, row) for number, row in enumerate(turned, 1) if not all(map(is_blank, row))]
    place = {number: index for index, number in enumerate(sheet.numbers)}
    return replace(
        sheet,
        rows=[row for _, row in kept],
        numbers=[number for number, _ in kept],
        merged=tuple(
            (left + 1, place[top], right + 1, place.get(bottom, place[top]))
            for top, left, bottom, right in sheet.merged
            if top in place
        ),
        hidden_rows=frozenset(column + 1 for column in sheet.hidden_columns),
        hidden_columns=frozenset(place[row] for row in sheet.hidden_rows if row in place),
        remarks=(_said(sheet.name, kept[-1][0]), *(_turned_remark(one, place) for one in sheet.remarks)),
    )


def _said(name: str, last: int) -> Remark:
    return remark(
        "sheet.turned",
        Severity.WARNING,
        f"The headings of '{name}' stand in the first column, so each other column was read as one agreement: what is called "
        f"row {last} here is column {column_letters(last - 1)} of the file.",
    )


def _turned_remark(one: Remark, place: dict[int, int]) -> Remark:
    row = None if one.column is None else one.column + 1
    return replace(one, row=row, column=None if one.row is None else place.get(one.row))


def has_days(mapping: ColumnMap) -> bool:
    """True where days of an end stand, or a start beside a term: a questionnaire has others, and a key words."""

    def is_day(name: str) -> bool:
        column = mapping.of(name)
        return column is not None and column.profile.date > _SURELY_DAYS

    return any(map(is_day, _ENDS)) or (is_day("starts") and "term" in mapping.fields)
