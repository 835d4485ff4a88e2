"""Organisations: councils, suppliers and others, with dated names and successors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.dates import When


class OrganisationKind(StrEnum):
    """What sort of body it is."""

    COUNCIL = "council"
    SUPPLIER = "supplier"
    CONTROLLED_COMPANY = "controlled company"
    ASSOCIATION = "association"
    OTHER = "other"


class NameKind(StrEnum):
    """How a name is used."""

    LEGAL = "legal"
    SHORT = "short"
    FORMER = "former"
    AS_PRINTED = "as printed"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationName:
    """A further name of an organisation, with the days on which it was used (inclusive)."""

    id: int = 0
    uid: str = ""
    organisation_id: int = 0
    name: str
    kind: NameKind = NameKind.AS_PRINTED
    used_from: When | None = None
    used_to: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """One organisation takes over from another on a day (vesting day).

    Attributes:
        effective_on: the first day of the successor.
        kind: "abolished into", "renamed" or "merged".
        scope: what passes, where it is not everything.
    """

    id: int = 0
    uid: str = ""
    from_organisation_id: int = 0
    to_organisation_id: int = 0
    effective_on: date
    kind: str = "abolished into"
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body that is party to agreements or member of arrangements.

    Attributes:
        name: the name shown, as written by whoever entered it.
        region: English region or nation, "" where not known or not a council.
        company_number: as text: leading zeros and prefixes matter.
        fictional: True for the made-up council's world in the sample register.
    """

    id: int = 0
    uid: str = ""
    name: str
    kind: OrganisationKind = OrganisationKind.OTHER
    council_type: str = ""
    region: str = ""
    gss: str = ""
    company_number: str = ""
    charity_number: str = ""
    contact: str = ""
    notes: str = ""
    fictional: bool = False
