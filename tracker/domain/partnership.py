"""Arrangements that several bodies share, and who is a member of them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.dates import When


class MemberRole(StrEnum):
    """What a body does in an arrangement."""

    HOST = "host"
    LEAD = "lead"
    MEMBER = "member"
    CLIENT = "client"
    PROSPECTIVE = "prospective"
    SUPPLIER = "supplier"


class Certainty(StrEnum):
    """How well a fact is known."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A service or purpose that several bodies share; it may hold many agreements, or none.

    Attributes:
        our_role: what the council that keeps this register does in it, "" where nothing.
    """

    id: int = 0
    uid: str = ""
    reference: str = ""
    title: str
    category: str = ""
    description: str = ""
    delivery_model: str = ""
    governance: str = ""
    our_role: str = ""
    started: When | None = None
    ended: When | None = None
    notes: str = ""
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One stint of one body in an arrangement. A body that left and came back has two.

    Attributes:
        joined: first day, inclusive; not exact where only a month or year is stated.
        left: last day, inclusive; None where no end is recorded.
        basis: what it rests on: "signed", "service start", "reported".
        known: whether the stint itself is confirmed, inferred or disputed.
    """

    id: int = 0
    uid: str = ""
    arrangement_id: int = 0
    organisation_id: int = 0
    role: MemberRole = MemberRole.MEMBER
    joined: When | None = None
    left: When | None = None
    basis: str = ""
    known: Certainty = Certainty.CONFIRMED
    agreement_id: int | None = None
    source_id: int | None = None
    notes: str = ""
