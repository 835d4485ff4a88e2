"""Lists that a council must publish or answer with: which agreements are on them, and in which columns.

A list is a small json file (`resources/rules/list-….json`) that a council may change: its columns
in order, each with the field that fills it. Contact details stay out unless they are asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tracker.domain.agreement import Agreement, AgreementType, EndKind, EventKind, Status
from tracker.domain.dates import When, add_days, add_months, financial_year, show
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation
from tracker.domain.written import show_when
from tracker.exchange.outgoing.column import Column, Kind, Table, Value

NOT_ENFORCEABLE = (AgreementType.MEMORANDUM, AgreementType.HEADS_OF_TERMS)
"""Agreements that nobody can be held to, unless they are recorded as binding: they stay off the lists."""

_NOT_YET = (Status.PROPOSED, Status.IN_NEGOTIATION, Status.AWAITING_SIGNATURE, Status.ABANDONED)
_OVER = (Status.EXPIRED, Status.TERMINATED, Status.SUPERSEDED)
_TENDER_NOTICE = re.compile(r"\b(UK4|ITT|tender)\b", re.IGNORECASE).search


class Quarter(NamedTuple):
    """A quarter of the financial year, both days inclusive."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which a day lies."""
        first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return cls(first, add_days(add_months(first, 3), -1))

    @property
    def publish_by(self) -> date:
        """The last day on which its list may be published: a month after the quarter."""
        return add_days(add_months(add_days(self.last, 1), 1), -1)

    @property
    def short(self) -> str:
        """Its name within a file's: "2026-27 Q3"."""
        return f"{financial_year(self.first).replace('/', '-')} Q{self._number}"

    @property
    def _number(self) -> int:
        return (self.first.month - 4) % 12 // 3 + 1

    def __str__(self) -> str:
        return (
            f"quarter {self._number} of {financial_year(self.first)}, {show(self.first)} to {show(self.last)}"
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a list may say of one agreement.

    Attributes:
        buyers, suppliers: the bodies themselves, in the agreement's order.
        extensions: the options in words.
        initial_end, current_end, maximum_end, review: as worked out on the day; None where there is none.
    """

    agreement: Agreement
    status: str
    buyers: Sequence[Organisation] = ()
    suppliers: Sequence[Organisation] = ()
    extensions: str = ""
    initial_end: date | None = None
    current_end: date | None = None
    maximum_end: date | None = None
    review: date | None = None


class Missing(NamedTuple):
    """A cell that has to be filled before the list is published, or a row that nobody can place."""

    reference: str
    title: str
    column: str
    why: str
    agreement_id: int = 0


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list.

    Attributes:
        value: name of the field in `VALUES`; "" for one that stays blank.
        contact: left blank unless contact details are asked for.
    """

    column: Column
    value: str
    needed: bool = False
    contact: bool = False
    boolean: bool = False


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list that goes out.

    Attributes:
        scope: "contracts", "tenders" or "live": a name of `SCOPES`.
        over: agreements of this value or less are left out; None for no such limit.
        quarterly: True where it is made for a quarter.
    """

    title: str
    sheet: str
    scope: str
    columns: tuple[ListColumn, ...]
    over: Money | None = None
    quarterly: bool = False
    source: str = ""

    @classmethod
    def load(cls, path: Path) -> ListOf:
        """Read a list's definition.

        Raises:
            TrackerError: it is not one; the sentence says what is wrong.
        """
        try:
            read = json.loads(path.read_text(encoding="utf-8"))
            over = Money.from_decimal(read["over"]) if "over" in read else None
            columns = tuple(map(_column, read["columns"]))
            made = cls(
                read["title"], read["sheet"], read["scope"], columns, over,
                bool(read.get("quarterly")), read.get("source", ""),
            )  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrackerError(
                f"{path.name} does not define a list: {error}. Mend it, or take it away."
            ) from error
        if made.scope not in SCOPES:
            raise TrackerError(
                f"{path.name}: there is no scope “{made.scope}”. Choose of: {', '.join(SCOPES)}."
            )
        return made


def _column(read: Mapping[str, Any]) -> ListColumn:
    value = read.get("value", "")
    if value and value not in VALUES:
        raise ValueError(f"there is no field “{value}”; the fields are {', '.join(VALUES)}")
    kind = read.get("kind", "text")
    plain = Kind.TEXT if kind in ("contact", "boolean") else Kind(kind)
    column = Column(read["name"], plain, hint=read.get("hint", ""))
    return ListColumn(column, value, bool(read.get("needed")), kind == "contact", kind == "boolean")


def make_list(
    definition: ListOf, facts: Iterable[Facts], day: date, *, contacts: bool = False
) -> tuple[Table, tuple[Missing, ...]]:
    """The list as at a day, and what is missing in it."""
    quarter = Quarter.of(day)
    rows: list[tuple[Value, ...]] = []
    missing: list[Missing] = []
    for one in facts:
        if not SCOPES[definition.scope](one, quarter):
            continue
        name = (one.agreement.reference, one.agreement.title)
        over = definition.over is None or exceeds(one.agreement, definition.over, life(one))
        if over is None and definition.over is not None:
            missing.append(
                Missing(*name, "Value", _unknown(one.agreement, definition.over), one.agreement.id)
            )
        if not over:
            continue
        rows.append(tuple(_cell(column, one, contacts) for column in definition.columns))
        missing += [
            Missing(*name, column.column.name, "It is blank.", one.agreement.id)
            for column, value in zip(definition.columns, rows[-1], strict=True)
            if (column.needed or (column.value == "vcse_number" and one.agreement.vcse))
            and value in (None, "")
        ]
        if definition.over and not (one.agreement.value or one.agreement.annual_value):
            missing.append(
                Missing(
                    *name, "Value", "Only a range is recorded, no sum or annual figure.", one.agreement.id
                )
            )
    return Table(definition.sheet, [one.column for one in definition.columns], rows), tuple(missing)


def _cell(column: ListColumn, facts: Facts, contacts: bool) -> Value:
    if not column.value or (column.contact and not contacts):
        return None
    value: Value = VALUES[column.value](facts)
    if isinstance(value, bool):
        return ("true" if value else "false") if column.boolean else ("Yes" if value else "No")
    if isinstance(value, Money) and value.currency != column.column.currency:
        return str(value)  # a csv has no place for the currency
    return value


def exceeds(agreement: Agreement, limit: Money, months: int | None) -> bool | None:
    """Is it worth more than `limit` over its life? None where what is recorded does not say.

    Args:
        months: how long it may last, extensions and all; None where no end is known. A yearly
            figure alone is reckoned for so long.
    """

    def known(*amounts: Money | None) -> list[Money]:
        return [one for one in amounts if one is not None and one.currency == limit.currency]

    whole = known(agreement.value, agreement.value_low, agreement.value_high)
    yearly = known(agreement.annual_value)
    if any(limit < amount for amount in (*whole, *yearly)):
        return True
    if whole:
        return False
    if not yearly or months is None:
        return None
    return limit.minor * 12 < yearly[0].minor * months


def life(facts: Facts) -> int | None:
    """Months from its first day to the last to which every option could take it, the last one begun counted.

    None where no such day is known, or where it rolls on until somebody ends it.
    """
    if facts.agreement.end_kind not in (EndKind.FIXED, EndKind.UNKNOWN):
        return None
    starts, ends = facts.agreement.starts, facts.maximum_end or facts.current_end
    first = (starts.earliest or starts.latest) if starts else None
    if first is None or ends is None or ends < first:
        return None
    return (ends.year - first.year) * 12 + ends.month - first.month + (ends.day >= first.day)


def _unknown(agreement: Agreement, limit: Money) -> str:
    """Why nobody can say whether it is on the list."""
    yearly = agreement.annual_value
    if yearly is not None and yearly.currency == limit.currency:
        return f"It is not on the list: {yearly} a year may come to more than {limit}, but no end is known."
    return f"It is not on the list: no amount in pounds is recorded to hold against {limit}."


# Who is on a list


def enforceable(agreement: Agreement) -> bool:
    """True where somebody can be held to it; what is recorded goes before what the type suggests."""
    return agreement.binding if agreement.binding is not None else agreement.type not in NOT_ENFORCEABLE


def _contract(facts: Facts, quarter: Quarter) -> bool:
    """Enforceable, entered into by the quarter's end, and not over before the quarter began."""
    if not enforceable(facts.agreement) or facts.status in _NOT_YET:
        return False
    entered = [
        when.earliest for when in (facts.agreement.signed, facts.agreement.starts) if when and when.earliest
    ]
    if entered and min(entered) > quarter.last:
        return False
    ended = facts.status in _OVER and (facts.current_end is None or facts.current_end < quarter.first)
    return not ended


def _tender(facts: Facts, quarter: Quarter) -> bool:
    """A tender notice was published in the quarter, or it is out to tender still."""
    for event in facts.agreement.events:
        published = event.kind is EventKind.NOTICE_PUBLISHED and _TENDER_NOTICE(event.detail)
        day = event.on.latest or event.on.earliest
        if published and day is not None and quarter.first <= day <= quarter.last:
            return True
    open_yet = facts.status in (Status.PROPOSED, Status.IN_NEGOTIATION)
    return open_yet and bool(facts.agreement.procurement_route) and enforceable(facts.agreement)


def _live(facts: Facts, quarter: Quarter) -> bool:
    return facts.status not in (*_NOT_YET, *_OVER)


SCOPES: Mapping[str, Callable[[Facts, Quarter], bool]] = {
    "contracts": _contract,
    "tenders": _tender,
    "live": _live,
}


# What a column says


def _known(when: When | None) -> Value:
    if when is None:
        return None
    return when.day or when.text or (show_when(when) if when.earliest or when.latest else None)


def _end(facts: Facts) -> Value:
    if facts.current_end is not None:
        return facts.current_end
    open_end = facts.agreement.end_kind not in (EndKind.UNKNOWN, EndKind.FIXED)
    return facts.agreement.end_kind.value.capitalize() if open_end else _known(facts.agreement.ends)


def _names(bodies: Iterable[Organisation]) -> str:
    return "; ".join(body.name for body in bodies)


def _numbers(facts: Facts, name: str) -> str:
    return "; ".join(filter(None, (getattr(body, name) for body in facts.suppliers)))


def _vcse_number(facts: Facts) -> str:
    """The charity's number; the company's, where it is a community interest company or the like."""
    if not facts.agreement.vcse:
        return ""
    return _numbers(facts, "charity_number") or _numbers(facts, "company_number")


def _details(facts: Facts) -> str:
    said = []
    for body in facts.suppliers:
        numbers = [f"company {body.company_number}"] if body.company_number else []
        numbers += [f"charity {body.charity_number}"] if body.charity_number else []
        said += [", ".join(numbers)] if numbers else []
    return "; ".join(said)


def _process(facts: Facts) -> str:
    """The two words of the schema, where the recorded route says one of them."""
    route = facts.agreement.procurement_route.casefold()
    if re.search(r"quot|rfq", route):
        return "Invitation to quote"
    published = r"tender|\bitt\b|open procedure|restricted|competitive|negotiated"
    if re.search(published, route) and not re.search(r"\bno\b|without|direct|single|waiver|exempt", route):
        return "Published invitation to tender"
    return ""


def _esd_type(facts: Facts) -> str:
    kind = facts.agreement.type
    if kind is AgreementType.CONTRACT or kind is AgreementType.CALL_OFF:
        return "Multiple award contract" if len(facts.suppliers) > 1 else "Single award contract"
    known = {AgreementType.FRAMEWORK: "Framework agreement", AgreementType.GRANT: "Grant agreement"}
    return known.get(kind, "" if kind is AgreementType.UNKNOWN else "Other")


def _document(facts: Facts) -> str:
    lines = facts.agreement.documents.splitlines()
    return next((line for line in lines if line.startswith(("http://", "https://"))), "")


VALUES: Mapping[str, Callable[[Facts], Any]] = {
    "reference": lambda f: f.agreement.reference,
    "title": lambda f: f.agreement.title,
    "description": lambda f: f.agreement.description,
    "department": lambda f: f.agreement.department,
    "buyer": lambda f: _names(f.buyers),
    "buyer_code": lambda f: "; ".join(filter(None, (body.gss for body in f.buyers))),
    "supplier": lambda f: _names(f.suppliers),
    "supplier_details": _details,
    "company_number": lambda f: _numbers(f, "company_number"),
    "charity_number": lambda f: _numbers(f, "charity_number"),
    "vcse_number": _vcse_number,
    "value": lambda f: f.agreement.value or f.agreement.value_text or None,
    "annual_value": lambda f: f.agreement.annual_value,
    "spend": lambda f: f.agreement.value or f.agreement.annual_value or f.agreement.value_text or None,
    "irrecoverable_vat": lambda f: f.agreement.irrecoverable_vat,
    "starts": lambda f: _known(f.agreement.starts),
    "current_end": _end,
    "maximum_end": lambda f: f.maximum_end,
    "review": lambda f: f.review or _known(f.agreement.next_review),
    "duration": lambda f: str(f.agreement.initial_term) if f.agreement.initial_term else "",
    "extensions": lambda f: f.extensions,
    "category": lambda f: f.agreement.category,
    "cpv": lambda f: f.agreement.cpv,
    "process": lambda f: _process(f) or f.agreement.procurement_route,
    "esd_process": _process,
    "esd_type": _esd_type,
    "sme": lambda f: f.agreement.sme,
    "vcse": lambda f: f.agreement.vcse,
    "owner": lambda f: f.agreement.owner,
    "contact": lambda f: f.agreement.contact,
    "document": _document,
    "status": lambda f: f.status,
    "type": lambda f: "" if f.agreement.type is AgreementType.UNKNOWN else f.agreement.type.value,
}
"""The fields that a column may be filled by."""
