"""The order in which a column writes its dates: day first, month first or year first.

Decided for the whole column, never cell by cell: by days above 12, else by the other
columns of the file, else as people write in the United Kingdom; and said which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.check import Finding, Severity
from tracker.domain.words import tidy
from tracker.domain.written.days import ORDER_WORDS, DateOrder, Span, read_compact


@dataclass(frozen=True, slots=True)
class Order:
    """How the dates of a column are to be read.

    Attributes:
        order: for `read_date`.
        why: the sentence to show ("day first: 14 dates have a day above 12 in front").
        proven: False where it is only the custom of the country.
        findings: an error where some dates can only be day first and others only month first.
    """

    order: DateOrder
    why: str
    proven: bool
    findings: tuple[Finding, ...] = ()


_NUMBERS = re.compile(r"(\d{1,4})[-/.\\, ](\d{1,2})[-/.\\, ](\d{1,4})(?!\d)")
_EIGHT = re.compile(r"(?:19|20)\d{6}|(\d{1,2})(\d\d)((?:19|20)\d\d)")


def decide_order(texts: Iterable[str], *, others: Iterable[str] = ()) -> Order:
    """The order of a column's dates.

    Args:
        texts: the column's cells that are text; blanks and words are passed over.
        others: the cells of the file's other date columns, asked where this one proves nothing.
    """
    own = _evidence(texts)
    if found := _decided(own, ""):
        return found
    if found := _decided(_evidence(others), " in the file's other columns"):
        return found
    if own["open"] or own["same"]:
        why = "day first, as is usual here: no date in the file has a day above 12"
    else:
        why = "day first, as is usual here: no date is written in numbers that leave it open"
    return Order("dmy", why, proven=False)


def _decided(seen: Counter[str], where: str) -> Order | None:
    days, months, years = seen["dmy"], seen["mdy"], seen["ymd"]
    if days and months:
        message = f"Day first in {_dates(days)}, month first in {_dates(months)}{where}: read each by hand."
        mixed = Finding("date.mixed-orders", Severity.ERROR, message)
        order: DateOrder = "dmy" if days >= months else "mdy"
        return Order(
            order, f"{ORDER_WORDS[order]} in most dates, but mixed{where}", proven=False, findings=(mixed,)
        )
    if days or months:
        order = "dmy" if days else "mdy"
        why = f"{ORDER_WORDS[order]}: {_dates(days or months)}{where} can be read in no other way"
        return Order(order, why, proven=True)
    # A year of four digits in front proves nothing of "05/06/23" beside it.
    if not years and not seen["open"] and not seen["same"]:
        years = seen["year"]
    if years:
        return Order("ymd", f"year first: {_dates(years)}{where} with the year in front", proven=True)
    return None


def _dates(count: int) -> str:
    return f"{count} date{'' if count == 1 else 's'}"


def _evidence(texts: Iterable[str]) -> Counter[str]:
    """How many dates can be only day first, only month first, begin with a year of two digits or of four, or leave it open."""
    seen: Counter[str] = Counter()
    for text in texts:
        plain = tidy(text).lstrip("'")
        if eight := _EIGHT.fullmatch(plain):
            seen[_kind_of_eight(plain, *eight.groups())] += 1
        elif found := _NUMBERS.match(plain):
            seen[_kind(*found.groups())] += 1
    return seen


def _kind_of_eight(text: str, first: str | None, second: str | None, year: str | None) -> str:
    """What a day of eight digits shows; nothing where there is no such day."""
    if first and second and year:
        return _kind(first, second, year)
    return "year" if isinstance(read_compact(text), Span) else ""


def _kind(first: str, second: str, third: str) -> str:
    a, b = int(first), int(second)
    if len(first) > 2:
        return "year"
    if a > 31 and len(third) <= 2:
        return "ymd"
    if a > 12 >= b:
        return "dmy"
    if b > 12 >= a:
        return "mdy"
    return "same" if a == b else "open"
