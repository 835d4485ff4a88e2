"""Lists that are no registers, though they name firms and days: told by what their headings speak of.

Payments, licences and homes that a council lets, bookings, staff, repairs and complaints, projects, plans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

BINDING: Final = re.compile(r"\b(?:contract|agreement|procure|tender|award|grant|framework)", re.IGNORECASE)
"""Headings that speak of what is agreed."""

_LASTING: Final = frozenset(
    ("starts", "ends", "current_end", "max_end", "term", "extensions", "notice", "review", "arrangement")
)
"""Fields of which an agreement has one, and a payment or a repair none."""

_SURELY: Final = 3
"""Headings that speak of something else, in a list of that."""


def is_other_list(fields: AbstractSet[str], headings: Sequence[str]) -> bool:
    """True where the headings are those of another list; `fields` are those that some of them were taken for."""
    told = [text.replace("_", " ") for text in headings]
    if not _LASTING & fields and (_of_payments(told) or _of_what_was_paid(told) or _of_cases(told)):
        return True
    if not _LASTING & fields - {"starts", "review"} and _count(_PAYMENT, told) >= _SURELY:
        return True  # "Effective date" is the day of a payment there
    if _of_what_is_issued(told):
        return True
    return "supplier" not in fields and (_of_people(told) or _of_plans(told) or _of_projects(told))


def _count(pattern: re.Pattern[str], headings: Sequence[str]) -> int:
    return sum(1 for text in headings if pattern.search(text))


_PAYMENT = re.compile(
    r"\b(?:transactions?|payments?|paid|invoices?|vouchers?|cheques?|merchant|expenses?|expenditure|cost (?:cent(?:re|er)|code)|(?:po|order) date"
    r"|asset (?:no|number|tag|id)|purchase date|date (?:purchased|acquired)|serial (?:no|number)|nominal|ledger|net amount|creditor|vat|payee|bacs|purchase card|spend)\b",
    re.IGNORECASE,
)
_OF_SPENDING = re.compile(
    r"procurement (?:card|categor\w+|classification)|spend categor\w+"
    r"|grants? (?:amounts? )?(?:paid|payments?)|paid (?:in |of |as )?grants?",
    re.IGNORECASE,
)
"""Headings of lists of payments, though they speak of procurement."""


def _of_payments(headings: Sequence[str]) -> bool:
    """A list of payments: its headings speak of those, and of nothing that is agreed."""
    paid = _count(_PAYMENT, headings)
    return paid >= _SURELY or (
        paid >= 1 and not any(BINDING.search(_OF_SPENDING.sub("", text)) for text in headings)
    )


_PAID_ON = re.compile(
    r"\b(?:date|amount|total|sum|grants?) (?:of )?(?:paid|payment)|\bpaid (?:on|to|out|date|amount|in)\b|\bpayment (?:date|amount|made)",
    re.IGNORECASE,
)
_AWARDED = re.compile(r"\b(?:award\w*|agreed|approv\w*|offer\w*|committed)\b", re.IGNORECASE)


def _of_what_was_paid(headings: Sequence[str]) -> bool:
    """A list of what was paid to whom, and when: a grant that was awarded is an agreement, a payment none."""
    return any(map(_PAID_ON.search, headings)) and not any(map(_AWARDED.search, headings))


_CASE = re.compile(
    r"\b(?:complain\w*|incidents?|defects?|faults?|repairs?|jobs?|tickets?|cases?|enquir(?:y|ies)|reported|received"
    r"|raised|logged|responded|resolved|completed|closed)\b",
    re.IGNORECASE,
)
_CONTRACTOR = re.compile(r"\b(?:sub-?)?contractors?\b", re.IGNORECASE)
"""Who did the work: it speaks of no contract."""


def _of_cases(headings: Sequence[str]) -> bool:
    """A list of repairs, complaints or incidents, each of which came in and was dealt with."""
    agreed = any(BINDING.search(_CONTRACTOR.sub("", text)) for text in headings)
    return _count(_CASE, headings) >= _SURELY and not agreed


_ISSUED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(
            r"\blicen[cs]e (?:ref\w*|no|number|type|holder|class)\b|\b(?:licensee|dps name|plate)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:licensor|agreement|contract|supplier|vendor|fee|cost|software|users?)\b", re.IGNORECASE
        ),
    ),
    (
        re.compile(r"\btenan(?:t|cy|cies)\b", re.IGNORECASE),
        re.compile(r"\b(?:leases?|landlord|lessor|agreement|contract)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:bookings?|booked|hirer|hired by|rooms?|halls?|pitch)\b", re.IGNORECASE),
        re.compile(r"\b(?:agreement|contract|supplier|vendor|provider)\b", re.IGNORECASE),
    ),
)
"""Headings of licences that a council issues, of homes that it lets, of rooms that are booked; and those that such
a list does not have."""


def _of_what_is_issued(headings: Sequence[str]) -> bool:
    """A list of licences to the public, of tenancies or of bookings: each is one of thousands, with a person."""
    return any(
        _count(of_list, headings) >= 2 and not any(map(of_agreements.search, headings))
        for of_list, of_agreements in _ISSUED
    )


_PEOPLE = re.compile(
    r"\b(?:job title|salary|salaries|employees?|employer|staff|fte|grade|line manager|date of birth|dob|surname|forenames?"
    r"|first name|last name|national insurance|ni number|post (?:number|title)|spine point|dbs|ward|councillors?"
    r"|venue|attendees?|delegates?|trainers?|trainees?|course)\b",
    re.IGNORECASE,
)


def _of_people(headings: Sequence[str]) -> bool:
    """A list of staff or members, or of what they attend; a person's post may have a “Contract type” as well."""
    named = _count(_PEOPLE, headings)
    return named >= _SURELY or (named == _SURELY - 1 and not any(map(BINDING.search, headings)))


_PLANNED = re.compile(
    r"\b(?:expected|anticipated|planned|proposed|forecast|estimated|target|indicative)\b.*"
    r"\b(?:tender|start|end|advert|publication|award|procurement|launch|itt|notice|expiry|commence\w*)",
    re.IGNORECASE,
)


def _of_plans(headings: Sequence[str]) -> bool:
    """A list of what is to be bought: its dates are all expected ones."""
    return _count(_PLANNED, headings) >= 2


_PROJECTS = re.compile(
    r"\brag\b|\bmilestones?\b|% ?complete|\bpercent(?:age)? complete|\btarget (?:end|completion|date)|\bgateway|\bbaseline"
    r"|\bproject (?:manager|sponsor|stage|phase|status|lead)\b|\bprogramme (?:manager|board)\b",
    re.IGNORECASE,
)


def _of_projects(headings: Sequence[str]) -> bool:
    """A list of a council's own projects, which end but are agreed with nobody."""
    return _count(_PROJECTS, headings) >= 2 and not any(map(BINDING.search, headings))
