"""Cost shares of an arrangement: read as typed, checked on every day that matters, reckoned by the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from tracker.app.partnership.dossier import Dossier, on_day
from tracker.app.partnership.partnering_effects import effects, part_words, proposed
from tracker.app.proposal import Add, Change, Proposal, Remove, Step
from tracker.app.session import Session
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import add_days, financial_year, financial_year_start, show
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.partnerships.partnership import Presence
from tracker.domain.partnerships.service import CostShare, ShareFormula, check_shares, shares_on
from tracker.domain.written import read_amount

FIGURES = {
    ShareFormula.EQUAL: "",
    ShareFormula.FIXED: "pounds a year",
    ShareFormula.PERCENTAGE: "per cent",
    ShareFormula.POPULATION: "people",
    ShareFormula.USERS: "users",
    ShareFormula.STAFF: "posts",
}
"""What the figure of each formula counts; "" where it needs none."""


@dataclass(frozen=True, slots=True)
class TypedShare:
    """One row of the table as typed.

    Attributes:
        id: of the stored share; 0 for a new row.
        figure: the number that the formula goes by, as typed.
    """

    organisation_id: int
    formula: ShareFormula
    figure: str = ""
    starts: date | None = None
    ends: date | None = None
    id: int = 0


def figure_text(share: CostShare) -> str:
    """The figure of a share as it is typed: "25", "98,500", "120,000.00"."""
    if share.formula is ShareFormula.FIXED:
        return str(share.amount) if share.amount else ""
    if share.quantity is None or share.formula is ShareFormula.EQUAL:
        return ""
    if share.formula in (ShareFormula.PERCENTAGE, ShareFormula.STAFF):
        text = f"{Decimal(share.quantity) / 100:,.2f}"
        return text.removesuffix(".00")
    return f"{share.quantity:,}"


def read_share(typed: TypedShare, arrangement_id: int) -> CostShare:
    """The share that a row means.

    Raises:
        TrackerError: the figure is not one, or there is no first day, or it ends before it starts.
    """
    if typed.starts is None:
        raise TrackerError("Say the first day from which the share holds.")
    if typed.ends is not None and typed.ends < typed.starts:
        raise TrackerError(f"It ends on {show(typed.ends)}, before it starts on {show(typed.starts)}.")
    quantity, amount = read_figure(typed.formula, typed.figure)
    return CostShare(
        id=typed.id,
        arrangement_id=arrangement_id,
        organisation_id=typed.organisation_id,
        formula=typed.formula,
        quantity=quantity,
        amount=amount,
        starts=typed.starts,
        ends=typed.ends,
    )


def read_figure(formula: ShareFormula, text: str) -> tuple[int | None, Money | None]:
    """The quantity, or the amount a year, that a figure means under a formula.

    Raises:
        TrackerError: it is not such a figure.
    """
    if formula is ShareFormula.EQUAL:
        return None, None
    if formula is ShareFormula.FIXED:
        amount = read_amount(text).value
        if amount is None or amount.minor < 0:
            raise TrackerError(f"“{text.strip()}” is not an amount. Write it as £120,000.")
        return None, amount
    plain = text.replace(",", "").replace("%", "").strip()
    try:
        number = Decimal(plain)
        hundredths = number * 100 if number.is_finite() else Decimal(-1)
    except InvalidOperation:
        hundredths = Decimal(-1)
    in_parts = formula in (ShareFormula.PERCENTAGE, ShareFormula.STAFF)
    counted = hundredths if in_parts else hundredths / 100
    if counted < 0 or counted != int(counted):
        words = "a number with at most two places" if in_parts else "a whole number"
        raise TrackerError(f"“{text.strip()}” is not a number of {FIGURES[formula]}. Write {words}.")
    return int(counted), None


def save_shares(session: Session, found: Dossier, rows: Sequence[TypedShare]) -> Proposal:
    """Put these rows in place of the arrangement's cost shares, as one change.

    Raises:
        TrackerError: a row cannot be read; the sentence names the member.
    """
    wanted = [_read_row(found, row) for row in rows]
    stored = {share.id: share for share in found.shares}
    steps: list[Step] = [Remove(CostShare, i) for i in stored if i not in {share.id for share in wanted}]
    for share in wanted:
        if share.id not in stored:
            steps.append(Add(replace(share, id=0)))
            continue
        old = stored[share.id]
        names = ("organisation_id", "formula", "quantity", "amount", "starts", "ends")
        changed = {n: getattr(share, n) for n in names if getattr(share, n) != getattr(old, n)}
        if changed:
            steps.append(Change(CostShare, share.id, changed))
    after = proposed(found, steps)
    return Proposal(
        f"Set the cost shares of ‘{found.arrangement.title}’",
        "Save the cost shares",
        tuple(steps),
        effects(session, found, after, session.today),
        check_every_day(session, after),
    )


def _read_row(found: Dossier, row: TypedShare) -> CostShare:
    try:
        return read_share(row, found.arrangement.id)
    except TrackerError as error:
        raise TrackerError(f"{found.name(row.organisation_id)}: {error}") from error


def check_every_day(session: Session, found: Dossier) -> tuple[Finding, ...]:
    """What is odd about the shares from each day on which they change; each sentence once."""
    said: dict[str, Finding] = {}
    for day in sorted({share.starts for share in found.shares} | set(_days_after(found.shares))):
        inside = [m.organisation_id for m in on_day(session, found, day).members if m.answer is Presence.YES]
        for finding in check_shares(found.shares, inside, day):
            words = finding.message
            if show(day) not in words:
                words = f"From {show(day)}: {words[0].lower()}{words[1:]}"
            said.setdefault(words, finding._replace(message=words))
    return tuple(said.values())


def _days_after(shares: Iterable[CostShare]) -> Iterator[date]:
    """The first day after each end on which another share still holds."""
    for share in shares:
        after = add_days(share.ends, 1) if share.ends else None
        if after and any(s.starts <= after and (s.ends is None or s.ends >= after) for s in shares):
            yield after


# By the year


class YearShare(NamedTuple):
    """One member's part of a financial year.

    Attributes:
        part: of the cost that is divided by formula, of 1, weighted by days; None for none.
        amount: in whole pence; None where the year's cost is not known and no fixed amount is borne.
    """

    organisation_id: int
    part: Fraction | None
    amount: Money | None


@dataclass(frozen=True, slots=True)
class Year:
    """The shares of one financial year, 1 April to 31 March.

    Attributes:
        borne: what they add to; None where the year's cost is not known.
        findings: what is not borne, or borne beyond the cost.
    """

    name: str
    rows: tuple[YearShare, ...]
    borne: Money | None
    findings: tuple[Finding, ...]


def year_of(shares: Iterable[CostShare], day: date, cost: Money | None = None) -> Year:
    """The share of each member in the financial year of `day`, by the days on which each share holds.

    Args:
        cost: of the whole for that year; fixed amounts come first and the rest is divided.
    """
    listed = tuple(shares)
    first = financial_year_start(day)
    last = date(first.year + 1, 3, 31)
    length = (last - first).days + 1
    parts: dict[int, Fraction] = {}
    pence: dict[int, Fraction] = {}
    for begins, ends in _spans(listed, first, last):
        weight = Fraction((ends - begins).days + 1, length)
        rows = shares_on(begins, listed)
        fixed = sum((row.amount.minor for row in rows if row.amount is not None), 0)
        for row in rows:
            body = row.organisation_id
            if row.part is None:
                pence[body] = pence.get(body, Fraction(0)) + weight * (row.amount.minor if row.amount else 0)
                continue
            parts[body] = parts.get(body, Fraction(0)) + weight * row.part
            if cost is not None:
                pence[body] = pence.get(body, Fraction(0)) + weight * row.part * max(cost.minor - fixed, 0)
    whole = _whole_pence(pence)
    currency = cost.currency if cost else "GBP"
    found = tuple(
        YearShare(body, parts.get(body), Money(whole[body], currency) if body in whole else None)
        for body in dict.fromkeys(share.organisation_id for share in listed)
        if body in parts or body in pence
    )
    borne = Money(sum(whole.values()), currency) if cost is not None else None
    return Year(financial_year(first), found, borne, tuple(_year_odd(financial_year(first), cost, borne)))


def _spans(shares: Sequence[CostShare], first: date, last: date) -> Iterator[tuple[date, date]]:
    """The year cut on every day on which a share begins or has ended; both days inclusive."""
    cuts = {first} | {s.starts for s in shares} | {add_days(s.ends, 1) for s in shares if s.ends}
    days = sorted(day for day in cuts if first <= day <= last)
    for begins, following in zip(days, [*days[1:], last + timedelta(days=1)], strict=True):
        yield begins, following - timedelta(days=1)


def _whole_pence(exact: dict[int, Fraction]) -> dict[int, int]:
    """Whole pence that add to the rounded sum: odd pence go to the largest remainders."""
    pence = {body: int(amount // 1) for body, amount in exact.items()}
    odd = round(sum(exact.values(), Fraction(0))) - sum(pence.values())
    for body in sorted(exact, key=lambda b: pence[b] - exact[b])[:odd]:
        pence[body] += 1
    return pence


def _year_odd(name: str, cost: Money | None, borne: Money | None) -> Iterator[Finding]:
    if cost is None or borne is None or borne == cost:
        return
    if borne.minor < cost.minor:
        words = f"In {name} {cost - borne} of {cost} is borne by nobody."
    else:
        words = f"In {name} the shares add to {borne}, more than the cost of {cost}."
    yield Finding("share.year", Severity.WARNING, words, "cost shares")


def year_words(row: YearShare) -> str:
    """A year's share in a few words: "25%, £30,000.00"."""
    words = (part_words(row.part) if row.part is not None else "", str(row.amount) if row.amount else "")
    return ", ".join(word for word in words if word) or "nothing"
