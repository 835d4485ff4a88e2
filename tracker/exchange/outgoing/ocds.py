"""Agreements as an Open Contracting release package (OCDS 1.1, with the UK profile's fields that are held).

An agreement is a contracting process of its own. Its first release is the contract as it was
made; every extension is a further release, tagged as an amendment, with the new end (so that the
history can be replayed, as the standard wants it). Ends are inclusive here and there; a time is
wanted there, so an end is the last second of its day, in British time.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tracker.domain.agreement import Agreement, EndKind, Event, EventKind, Status
from tracker.domain.dates import When, show
from tracker.domain.errors import TrackerError
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationKind
from tracker.exchange.outgoing.lists import Facts
from tracker.exchange.safewrite import write_bytes

STAND_IN = "ocds-000000"
"""Stands where a council's own prefix goes, which the Open Contracting Partnership gives it."""

NO_PREFIX = (
    f"The council’s own prefix is not set, so {STAND_IN} stands for it. The Open Contracting Partnership gives "
    "each publisher one, free of charge: enter it before you publish."
)
_PREFIX = re.compile(r"ocds-[a-z0-9]{6}").fullmatch

EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/v1.1.5/extension.json",
    "https://raw.githubusercontent.com/cabinetoffice/ocds_uk_extension/main/extension.json",
)
_LONDON = ZoneInfo("Europe/London")
_STATUS = {
    Status.PROPOSED: "pending",
    Status.IN_NEGOTIATION: "pending",
    Status.AWAITING_SIGNATURE: "pending",
    Status.NOT_STARTED: "pending",
    Status.ABANDONED: "cancelled",
    Status.EXPIRED: "terminated",
    Status.TERMINATED: "terminated",
    Status.SUPERSEDED: "terminated",
}
_ROLES: Mapping[str, tuple[str, ...]] = {"buyers": ("buyer",), "suppliers": ("supplier",)}

Json = dict[str, Any]


def checked_prefix(prefix: str) -> str:
    """The prefix as the standard writes it; the one that stands in where there is none.

    Raises:
        TrackerError: it is not of the form ocds-xxxxxx.
    """
    tidy = prefix.strip().casefold().rstrip("-")
    if not tidy:
        return STAND_IN
    if not _PREFIX(tidy):
        raise TrackerError(
            f"“{prefix}” is no ocid prefix. Write it as it was given to the council: ocds- and six "
            "letters or figures, such as ocds-b5fd17."
        )
    return tidy


def write_ocds(
    facts: Iterable[Facts],
    path: Path,
    *,
    publisher: str,
    made: datetime,
    prefix: str = STAND_IN,
    overwrite: bool = False,
) -> int:
    """Write the agreements as a release package to `path`; returns how many agreements it holds.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    package = release_package(facts, publisher=publisher, made=made, prefix=prefix)
    text = json.dumps(package, ensure_ascii=False, indent=1)
    write_bytes(path, text.encode("utf-8", "backslashreplace"), overwrite=overwrite)
    return len({release["ocid"] for release in package["releases"]})


def release_package(
    facts: Iterable[Facts], *, publisher: str, made: datetime, prefix: str = STAND_IN
) -> Json:
    """The package as plain values. `made` carries its zone."""
    releases = [
        {"ocid": f"{prefix}-{one.agreement.uid}", **release}
        for one in facts
        for release in _releases(one, made)
    ]
    name = publisher.encode("utf-8", "backslashreplace").decode() + made.isoformat()
    return {
        "uri": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
        "version": "1.1",
        "extensions": list(EXTENSIONS),
        "publishedDate": made.isoformat(),
        "publisher": {"name": publisher},
        "releases": releases,
    }


def _releases(facts: Facts, made: datetime) -> list[Json]:
    """The contract as made, then each extension."""
    extensions = sorted(
        (one for one in facts.agreement.events if one.kind is EventKind.EXTENDED and one.on.earliest),
        key=lambda one: one.on.earliest or date.min,
    )
    uid = facts.agreement.uid
    ids = [f"{uid}-{number}" for number in range(len(extensions) + 1)]
    first_end = facts.initial_end if extensions else facts.current_end
    releases = [_release(facts, ids[0], made, first_end, last=not extensions)]
    amendments: list[Json] = []
    for number, event in enumerate(extensions, start=1):
        last = number == len(extensions)
        end = facts.current_end if last else event.new_end.day if event.new_end else None
        amendments.append(_amendment(event, ids[number - 1], ids[number]))
        made_release = _release(facts, ids[number], made, end, last=last)
        made_release["tag"] = ["contractAmendment"]
        made_release["contracts"][0]["amendments"] = list(amendments)
        releases.append(made_release)
    if facts.status == Status.TERMINATED:
        releases[-1]["tag"] = [*releases[-1]["tag"], "contractTermination"]
    return releases


def _release(facts: Facts, release_id: str, made: datetime, end: date | None, *, last: bool) -> Json:
    agreement = facts.agreement
    parties = _parties(facts)
    suppliers = [_reference(body) for body in facts.suppliers]
    period = _period(agreement, end, facts.maximum_end)
    status = _STATUS.get(Status(facts.status), "active") if last else "active"
    contract = _filled(
        id=agreement.reference or agreement.uid,
        awardID="1",
        title=agreement.title,
        description=agreement.description,
        status=status,
        period=period,
        value=_value(agreement.value),
        dateSigned=_start(agreement.signed),
        documents=_documents(agreement),
    )
    award = _filled(
        id="1",
        title=agreement.title,
        status="pending" if status == "pending" else "active",
        suppliers=suppliers,
        value=_value(agreement.value),
        relatedLots=["1"],
    )
    return _filled(
        id=release_id,
        date=made.isoformat(),
        tag=["contract"],
        initiationType="tender",
        language="en",
        parties=parties,
        buyer=_reference(facts.buyers[0]) if facts.buyers else None,
        tender=_tender(facts, period),
        awards=[award],
        contracts=[contract],
    )


def _tender(facts: Facts, period: Json) -> Json:
    """The procurement as far as it is known, with what it may be extended to."""
    agreement = facts.agreement
    rolling = agreement.end_kind is EndKind.ROLLING
    renewal = _filled(
        description=facts.extensions
        or (f"Rolls on by {agreement.roll}." if rolling and agreement.roll else ""),
        maximumRenewals=len(agreement.options) or agreement.roll_limit,
    )
    has_renewal = bool(agreement.options) or rolling
    lot = _filled(
        id="1",
        title=agreement.title,
        contractPeriod=period,
        hasRenewal=has_renewal or None,
        renewal=renewal if has_renewal else None,
        value=_value(agreement.value),
    )
    return _filled(
        id=agreement.reference or agreement.uid,
        title=agreement.title,
        description=agreement.description,
        procurementMethodDetails=agreement.procurement_route,
        classification=_filled(scheme="CPV", id=agreement.cpv) if agreement.cpv else None,
        lots=[lot],
    )


def _amendment(event: Event, amends: str, release: str) -> Json:
    words = event.text
    if not words and event.new_end and event.new_end.day:
        words = f"Extended to {show(event.new_end.day)}"
    elif not words:
        words = f"Extended by {event.length}" if event.length else "Extended"
    return _filled(
        id=event.uid,
        date=_start(event.on),
        description=words,
        rationale="An option of the contract was taken." if event.option else "",
        amendsReleaseID=amends,
        releaseID=release,
    )


def _parties(facts: Facts) -> list[Json]:
    """Each body once, with all its roles."""
    found: dict[str, Json] = {}
    for name, roles in _ROLES.items():
        for body in getattr(facts, name):
            one = found.setdefault(_party_id(body), _party(body))
            one["roles"] = list(dict.fromkeys([*one["roles"], *roles]))
    return list(found.values())


def _party(body: Organisation) -> Json:
    numbers = [_filled(scheme=scheme, id=number, legalName=body.name) for scheme, number in _numbers(body)]
    scale = {"classifications": [{"scheme": "GSS", "id": body.gss}]} if body.gss else None
    return _filled(
        id=_party_id(body),
        name=body.name,
        identifier=numbers[0] if numbers else None,
        additionalIdentifiers=numbers[1:],
        address=_filled(region=body.region, countryName="United Kingdom")
        if body.kind is OrganisationKind.COUNCIL
        else None,
        details=scale,
        roles=[],
    ) | {"roles": []}


def _numbers(body: Organisation) -> Sequence[tuple[str, str]]:
    known = (("GB-COH", body.company_number), ("GB-CHC", body.charity_number))
    return [(scheme, number) for scheme, number in known if number]


def _party_id(body: Organisation) -> str:
    numbers = _numbers(body)
    return "-".join(numbers[0]) if numbers else f"register-{body.uid}"


def _reference(body: Organisation) -> Json:
    return {"id": _party_id(body), "name": body.name}


def _documents(agreement: Agreement) -> list[Json]:
    links = [line.strip() for line in agreement.documents.splitlines()]
    return [
        {"id": str(number), "documentType": "contractSigned", "url": link}
        for number, link in enumerate(links, start=1)
        if link.startswith(("http://", "https://"))
    ]


def _period(agreement: Agreement, end: date | None, maximum: date | None) -> Json:
    """Without a duration, which would have to be the difference of its ends and not the term."""
    return _filled(startDate=_start(agreement.starts), endDate=_last(end), maxExtentDate=_last(maximum))


def _start(when: When | None) -> str | None:
    """The first moment of an exact day; None where it is not exact."""
    if when is None or when.day is None:
        return None
    return datetime.combine(when.day, time(), _LONDON).isoformat()


def _last(day: date | None) -> str | None:
    return datetime.combine(day, time(23, 59, 59), _LONDON).isoformat() if day else None


def _value(amount: Money | None) -> Json | None:
    """Whole pounds and pence as a number; JSON has no other."""
    return {"amount": float(amount.decimal), "currency": amount.currency} if amount else None


def _filled(**fields: Any) -> Json:
    """Only what is there: the standard wants no empty text, list or object."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
