"""Figures that law and practice set, as an editable table with the source and date of each.

The engine reads no figure of law from code: a new threshold is a new line in the table.
What is the council's own practice (lead times) stands beside it, and workings say that a
date rests on a setting.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.domain.agreement import Agreement, AgreementType
from tracker.domain.errors import TrackerError

NOT_LEGAL_ADVICE = (
    "Dates and tests that rest on law are worked out from the figures in the rules table, to help you "
    "plan. They are not legal advice: check the law and the document before you rely on them."
)

_TOGETHER = (
    AgreementType.INTER_AUTHORITY,
    AgreementType.JOINT_COMMITTEE,
    AgreementType.DELEGATION,
    AgreementType.STAFF,
)
_TECHNOLOGY = re.compile(r"\b(ict|information technology|it services|software)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of law.

    Attributes:
        value: days, months, per cent, or money in minor units (pence), as the name says.
        begins, ends: days on which it holds, inclusive; None for no such edge.
        source: where it was read, for people; `checked` the day on which it was.
    """

    value: int
    begins: date | None = None
    ends: date | None = None
    source: str = ""
    checked: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is this the figure on `day`?"""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Practice:
    """The council's own lead times, in months unless said otherwise: settings, not law.

    Attributes:
        lead_small, lead_medium, lead_large, lead_major: before the end of an agreement below
            the lower bound, the middle one, the upper one, and above it; `lead_unknown` where no
            value is recorded.
        lead_technology: for information technology; `lead_together` for leaving a shared service.
        bounds: the three bounds on value, in pence.
        tiers: lead by tier, which goes before value.
        decision: before an option's notice, for reports and a decision.
        backstop: after the start, where an agreement that does not bind records no end.
        confirm: after the details were last confirmed.
        document: before a certificate or an insurance expires.
        mobilisation, engagement: stages of a procurement; `evaluation` in weeks.
        retention_years, deed_years: after the end, to keep the papers.
    """

    lead_small: int = 3
    lead_medium: int = 6
    lead_large: int = 12
    lead_major: int = 18
    lead_unknown: int = 6
    lead_technology: int = 18
    lead_together: int = 24
    bounds: tuple[int, int, int] = (3_000_000, 20_772_000, 500_000_000)
    tiers: dict[str, int] = field(
        default_factory=lambda: {"platinum": 18, "gold": 18, "silver": 12, "bronze": 6}
    )
    decision: int = 3
    backstop: int = 6
    confirm: int = 12
    document: int = 1
    mobilisation: int = 3
    evaluation: int = 8
    engagement: int = 3
    retention_years: int = 6
    deed_years: int = 12


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules table: figures of law by name, each with its dates, and the council's practice."""

    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    practice: Practice = field(default_factory=Practice)

    @classmethod
    def from_json(cls, text: str) -> Rules:
        """Read the table.

        Raises:
            TrackerError: the text is not such a table; the sentence names the part.
        """
        try:
            table = json.loads(text)
            figures = {
                name: tuple(_figure(line) for line in lines)
                for name, lines in table.get("figures", {}).items()
            }
            return cls(figures, _practice(table.get("practice", {})))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise TrackerError(
                f"The rules table cannot be read ({error}). Put back the table that came with the program."
            ) from error

    def figure(self, name: str, day: date) -> Figure | None:
        """The figure of that name that holds on `day`; None where the table has none."""
        for figure in self.figures.get(name, ()):
            if figure.holds_on(day):
                return figure
        return None

    def value(self, name: str, day: date) -> int | None:
        """The value of that figure on `day`; None where the table has none."""
        found = self.figure(name, day)
        return None if found is None else found.value

    def lead(self, agreement: Agreement) -> tuple[int, str]:
        """Months before the end at which work on what follows should start, and why so many."""
        practice = self.practice
        if agreement.tier:
            months = practice.tiers.get(agreement.tier.strip().casefold())
            if months is not None:
                return months, f"the setting for tier {agreement.tier}"
        if agreement.type in _TOGETHER:
            return practice.lead_together, "the setting for leaving a shared service"
        return _lead_by_value(agreement, practice)


def _lead_by_value(agreement: Agreement, practice: Practice) -> tuple[int, str]:
    if agreement.category and _is_technology(agreement.category):
        return practice.lead_technology, "the setting for information technology"
    value = agreement.value or agreement.value_high or agreement.value_low or agreement.annual_value
    if value is None:
        return practice.lead_unknown, "the setting where no value is recorded"
    small, medium, large = practice.bounds
    if value.minor < small:
        return practice.lead_small, "the setting for its value"
    if value.minor < medium:
        return practice.lead_medium, "the setting for its value"
    if value.minor <= large:
        return practice.lead_large, "the setting for its value"
    return practice.lead_major, "the setting for its value"


@lru_cache(maxsize=1024)  # a register has some dozens of categories
def _is_technology(category: str) -> bool:
    return _TECHNOLOGY.search(category) is not None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _figure(line: dict[str, Any]) -> Figure:
    value = line["value"]
    if type(value) is not int:
        raise TypeError(f"“{value}” is not a whole number")
    return Figure(
        value, _day(line.get("from")), _day(line.get("to")), str(line["source"]), _day(line.get("checked"))
    )


def _practice(table: dict[str, Any]) -> Practice:
    known = {f.name for f in fields(Practice)}
    given = {name: line["value"] for name, line in table.items()}
    unknown = sorted(set(given) - known)
    if unknown:
        raise ValueError(f"no such setting: {unknown[0]}")
    if "bounds" in given:
        small, medium, large = given["bounds"]
        given["bounds"] = (int(small), int(medium), int(large))
    return Practice(**given)
