"""Totals that refuse to mix: savings by basis, and arrangements by region, category, year or council.

Money is added only where it is the same kind of money: one basis that is stated, one
nature, one currency, one period, and no body counted twice. Everything else is said
beside the total, or in place of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from tracker.domain.money import Money
from tracker.domain.partnerships.claim import (
    Basis,
    Bound,
    Measure,
    SavingsClaim,
    bodies,
    figure,
    is_whole,
    says_no_savings,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The claims of one basis and nature, and their sum where they have one.

    Attributes:
        basis, nature: "all" in the line that stands for everything.
        low, high: the sum; None where open ("more than") or refused.
        amount: the sum in words, "" where refused.
        why_not: why there is no sum, "" where there is one.
        parts: each claim's mark and figure ("S9: £60,000 per annum").
        left_out: claims without a usable figure, likewise.
    """

    basis: str
    nature: str
    low: Money | None = None
    high: Money | None = None
    amount: str = ""
    why_not: str = ""
    parts: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def totals(claims: Iterable[SavingsClaim]) -> tuple[Total, ...]:
    """A line for each basis and nature, and a last one for everything where there are several."""
    groups: dict[tuple[Basis, str], list[SavingsClaim]] = {}
    for claim in claims:
        groups.setdefault((claim.basis, claim.nature.value), []).append(claim)
    order = list(Basis)
    lines = [_line(*key, groups[key]) for key in sorted(groups, key=lambda k: (order.index(k[0]), k[1]))]
    if len(lines) > 1:
        lines.append(_everything(lines, tuple(groups)))
    return tuple(lines)


_USABLE = (Measure.MONEY, Measure.NIL)


def _line(basis: Basis, nature: str, claims: Sequence[SavingsClaim]) -> Total:
    usable = [claim for claim in claims if claim.measure in _USABLE]
    parts = tuple(_marked(claim) for claim in usable)
    left_out = tuple(_marked(claim) for claim in claims if claim.measure not in _USABLE)
    why_not = _refusal(basis, usable, left_out)
    if why_not:
        return Total(basis=basis.value, nature=nature, why_not=why_not, parts=parts, left_out=left_out)
    low, high = _sum([claim.low for claim in usable]), _sum([claim.high for claim in usable])
    amount = _amount(usable, low, high)
    return Total(
        basis=basis.value, nature=nature, low=low, high=high, amount=amount, parts=parts, left_out=left_out
    )


def _marked(claim: SavingsClaim) -> str:
    return f"{claim.reference}: {figure(claim)}" if claim.reference else figure(claim)


def _refusal(basis: Basis, usable: Sequence[SavingsClaim], left_out: Sequence[str]) -> str:
    """Why the figures may not be added, "" where they may."""
    if not usable:
        return f"No claim of this kind gives an amount ({'; '.join(left_out)})."
    if basis is Basis.NOT_STATED:
        return "What span of time the amounts are for is not stated, so they cannot be added."
    if any(claim.measure is Measure.MONEY and claim.low is claim.high is None for claim in usable):
        return "A claim says money but gives no amount."
    if len({(money.currency) for claim in usable for money in (claim.low, claim.high) if money}) > 1:
        return "The amounts are in different currencies."
    if any(is_whole(claim) for claim in usable) and len(usable) > 1:
        return "A claim for an arrangement as a whole would be counted on top of its parts."
    seen: set[int] = set()
    for claim in usable:
        if seen & bodies(claim):
            return "A body's saving is claimed more than once, and would be counted twice."
        seen |= bodies(claim)
    if basis is not Basis.PER_ANNUM and len({_period(claim) for claim in usable}) > 1:
        return "The amounts are for different periods."
    return ""


def _period(claim: SavingsClaim) -> tuple[object, ...]:
    return (claim.starts, claim.ends, claim.period_length)


def _sum(amounts: Sequence[Money | None]) -> Money | None:
    """The sum; None where one is open."""
    known = [amount for amount in amounts if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    return Money(sum(amount.minor for amount in known), known[0].currency)


def _amount(claims: Sequence[SavingsClaim], low: Money | None, high: Money | None) -> str:
    if all(says_no_savings(claim) for claim in claims):
        return "nothing"
    if low is not None and low == high:
        about = any(claim.bound is Bound.ABOUT for claim in claims)
        return f"about {low}" if about else str(low)
    if low is not None and high is not None:
        return f"between {low} and {high}"
    return f"{low} or more" if low is not None else f"up to {high}" if high is not None else "not limited"


def _everything(lines: Sequence[Total], keys: Sequence[tuple[Basis, str]]) -> Total:
    bases = list(dict.fromkeys(basis.value for basis, _ in keys))
    natures = list(dict.fromkeys(nature for _, nature in keys))
    reasons = []
    if len(bases) > 1:
        reasons.append(f"the bases differ ({', '.join(bases)})")
    if len(natures) > 1:
        reasons.append(f"the natures differ ({', '.join(natures)})")
    why_not = f"There is no single total: {' and '.join(reasons)}."
    parts = tuple(part for line in lines for part in line.parts)
    left_out = tuple(part for line in lines for part in line.left_out)
    return Total(basis="all", nature="all", why_not=why_not, parts=parts, left_out=left_out)


class Average(NamedTuple):
    """A yearly average that nobody stated; `why` says so, and must be shown with it."""

    low: Money | None
    high: Money | None
    why: str


def average_per_year(claim: SavingsClaim) -> Average | None:
    """What a total over a stated number of months comes to a year, to the nearest penny.

    None where the claim is not a total over a known length. It is computed, and not what
    the source says: saving may be uneven.
    """
    if claim.basis is not Basis.TOTAL or claim.measure is not Measure.MONEY or claim.period_length is None:
        return None
    months = claim.period_length.months
    if months <= 0 or claim.period_length.days:
        return None
    low, high = (None if m is None else _a_year(m, months) for m in (claim.low, claim.high))
    why = f"Computed: {figure(claim)}, divided evenly over {claim.period_length}. No source states it."
    return Average(low, high, why)


def _a_year(money: Money, months: int) -> Money:
    return Money((2 * money.minor * 12 + months) // (2 * months), money.currency)


# Arrangements by region, category, year or council


class Counted(NamedTuple):
    """What one arrangement adds to a tally.

    Attributes:
        councils: organisation id -> the keys under which it puts the arrangement (its region).
        keys: further keys of the arrangement itself (its category, its years).
        agreements: how many agreements it holds.
        within: key -> the councils and the number of agreements that fall under it alone, where
            not all of the arrangement's do (a year).
    """

    arrangement_id: int
    councils: dict[int, str]
    keys: tuple[str, ...]
    agreements: int
    claims: tuple[SavingsClaim, ...] = ()
    within: Mapping[str, tuple[frozenset[int], int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One region, category, year or council."""

    key: str
    arrangements: int
    agreements: int
    councils: int
    savings: tuple[Total, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """The rows, how many there are in all, and the rule by which they were counted."""

    rows: tuple[TallyRow, ...]
    arrangements: int
    councils: int
    rule: str


NOT_RECORDED = "not recorded"


def tally(counted: Sequence[Counted], by: str) -> Tally:
    """Count arrangements under each key; one that falls under several is counted in each, once.

    Args:
        by: "region" or "council" (keys of the members), "category" or "year" (keys of the
            arrangement). Only for the rule's words and to choose the keys.
    """
    rows: dict[str, list[Counted]] = {}
    for item in counted:
        for key in _keys(item, by):
            rows.setdefault(key, []).append(item)
    made = tuple(_row(key, rows[key], by) for key in sorted(rows))
    everyone = {council for item in counted for council in item.councils}
    added = sum(row.arrangements for row in made)
    return Tally(made, len(counted), len(everyone), _rule(by, added, len(counted)))


def _keys(item: Counted, by: str) -> list[str]:
    found = item.councils.values() if by in ("region", "council") else item.keys
    return sorted({key or NOT_RECORDED for key in found}) or [NOT_RECORDED]


def _row(key: str, items: Sequence[Counted], by: str) -> TallyRow:
    members = by in ("region", "council")
    councils: set[int] = set()
    agreements = 0
    for item in items:
        everyone = {c for c, of in item.councils.items() if not members or (of or NOT_RECORDED) == key}
        inside, held = item.within.get(key, (everyone, item.agreements))
        councils |= inside
        agreements += held
    claims = [claim for item in items if len(_keys(item, by)) == 1 for claim in item.claims]
    return TallyRow(key, len(items), agreements, len(councils), totals(claims))


def _rule(by: str, added: int, distinct: int) -> str:
    if by in ("region", "council"):
        rule = f"An arrangement is counted once in each {by} where a member sits, and once in the total"
    elif by == "year":
        rule = (
            "An arrangement is counted once in each year in which somebody is known to be in, with "
            "the councils that are in on some day of it and the agreements begun and not known to have ended, "
            "and once in the total"
        )
    else:
        rule = f"An arrangement is counted once in each {by} that it falls in, and once in the total"
    if added != distinct:
        rule += f": the rows add to {added:,}, the distinct arrangements are {distinct:,}"
    return f"{rule}. Money is never split: savings stand in a row only where the whole arrangement does."
