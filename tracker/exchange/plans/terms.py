"""What terms, extensions and notices of all rows come to: what many rows say alike is put together once.

Columns hold one object for each different cell, so that rows say the same where their objects are the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.agreement import EndKind
from tracker.domain.check import Finding
from tracker.domain.dates import Precision, When
from tracker.domain.written import ReadSpan
from tracker.exchange.plans import clauses
from tracker.exchange.plans.clauses import Clauses, Settled, Stated
from tracker.exchange.plans.lengths import NO_LENGTH, Length
from tracker.exchange.plans.records import Read, column_or

_AT_ONCE = 1_000
"""Texts that are looked at together for words about a term."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the rows come to.

    Attributes:
        fields: for each row the fields of Agreement that its words and dates come to.
        findings: (row index, field, what is odd).
        evidence: row index -> "base" or "extended", where the row's own dates decide which its end is.
    """

    fields: list[Mapping[str, Any]]
    findings: list[tuple[int, str, Finding]] = field(default_factory=list)
    evidence: dict[int, str] = field(default_factory=dict)


def agree(read: Read, fields: Mapping[str, Sequence[Any]], ends_are: str, rows: int) -> Agreed:
    """What each row comes to, of which `fields` are known; `ends_are` as for `clauses.work_out`."""
    terms, notices, renewals = (
        column_or(read, name, NO_LENGTH, rows) for name in ("term", "notice", "renewal")
    )
    titles, descriptions = (_hinting(fields.get(name), rows) for name in ("title", "description"))
    columns = [terms, notices, renewals, titles, descriptions, *read.extensions]
    numbers, firsts = _number(columns)
    said = [_settle(*(column[index] for column in columns)) for index in firsts]
    if not any(said):
        return Agreed([_NOTHING.fields] * rows)
    starts, ends = (days_of(fields.get(name, [None] * rows)) for name in ("starts", "ends"))
    open_ones = [name for name in ("starts", "ends") if name not in read.columns]

    def work_out(number: int, starts: date | None, ends: date | None) -> Clauses:
        settled = said[number]
        if settled is None:
            return _NOTHING
        worked = clauses.work_out(settled, starts, ends, ends_are)
        given = _span(terms[firsts[number]].span, open_ones)
        own = worked.fields | given if given else worked.fields
        if not settled.renews:
            own = _settle_end_kind(own, ends)
        return worked if own is worked.fields else replace(worked, fields=own)

    keys = list(zip(numbers, starts, ends, strict=True))
    different = {key: work_out(*key) for key in dict.fromkeys(keys)}
    worked = list(map(different.__getitem__, keys))
    done = Agreed([one.fields for one in worked])
    for index, one in enumerate(worked):
        if one.evidence:
            done.evidence[index] = one.evidence
        if one.findings:
            done.findings.extend((index, name, finding) for name, finding in one.findings)
    return done


_NOTHING = Clauses()


def _number(columns: Sequence[Sequence[Any]]) -> tuple[list[int], list[int]]:
    """A number for each row, one for those whose objects are the same; and for each number the first such row."""
    ids = [list(map(id, column)) for column in columns]
    keys = list(zip(*(column for column in ids if len(set(column)) > 1), strict=True)) or [()] * len(
        columns[0]
    )
    known: dict[tuple[int, ...], int] = {}
    firsts: list[int] = []
    numbers: list[int] = []
    for index, key in enumerate(keys):
        number = known.setdefault(key, len(firsts))
        if number == len(firsts):
            firsts.append(index)
        numbers.append(number)
    return numbers, firsts


def _settle(
    term: Length, notice: Length, renewal: Length, title: str, description: str, *extensions: Length
) -> Settled | None:
    """What the words of a row come to; None for nothing."""
    settled = clauses.settle(Stated(term, notice, renewal, title, description, extensions))
    return settled if settled.clauses != _NOTHING or term.span else None


def _hinting(texts: Sequence[str] | None, rows: int) -> Sequence[str]:
    """The texts that may say something of a term, as one object where they are the same; "" in place of the others."""
    if texts is None:
        return [""] * rows
    kept: list[str] = []
    known: dict[str, str] = {}
    for start in range(0, rows, _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        if clauses.hints_at_terms("\n".join(part)):
            kept += [known.setdefault(text, text) if clauses.hints_at_terms(text) else "" for text in part]
        else:
            kept += [""] * len(part)
    return kept


def days_of(column: Sequence[When | None]) -> list[date | None]:
    """The days of a column of dates, None for those that are not exact."""
    exact = Precision.DAY
    return [when.earliest if when is not None and when.precision is exact else None for when in column]


def _settle_end_kind(own: dict[str, Any], end: date | None) -> dict[str, Any]:
    """Words such as "rolling" in a title do not undo a day that the file states as the end."""
    if end is not None and "end_kind" in own and "ends" not in own:
        return {name: value for name, value in own.items() if name != "end_kind"}
    return own


def _span(span: ReadSpan | None, wanted: Sequence[str]) -> dict[str, Any]:
    """A start and an end out of "2017/18" or "Nov-Dec 2013", as far as the file has no columns for them."""
    said: dict[str, Any] = {}
    for name in wanted if span is not None else ():
        found = getattr(span, name).when
        if found is not None:
            said[name] = found
    return said | {"end_kind": EndKind.FIXED} if "ends" in said else said
