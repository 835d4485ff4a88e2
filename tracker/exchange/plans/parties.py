"""Who the parties are: suppliers and buyers as cells name them, split where a cell holds several."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tracker.domain.agreement import PartyRole
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import make
from tracker.domain.match import PackedParty, clean, read_company_number, remark, split_buyers, split_parties
from tracker.exchange.plans.planned import PlannedParty
from tracker.exchange.plans.values import Read, fault_findings
from tracker.exchange.sheets.sheet import Cell, Fault, shown

Councils = Callable[[str], bool]
"""True for a name that is a council's."""

_LONGEST = 60_000
"""Characters of a cell that are looked at for names: a packed cell may hold a hundred suppliers."""


_LINE = 200
"""Characters of a cell that may be one name, with a remark or a number."""


class Suppliers(NamedTuple):
    """The suppliers in a cell; `words` is what stands there where it is no name ("Various").

    Attributes:
        members: the same as those who share an agreement, where the heading does not say that they
            supply: where every one is a council, or where the heading is of all who sign; else empty.
    """

    parties: tuple[PlannedParty, ...] = ()
    words: str = ""
    sme: bool | None = None
    vcse: bool | None = None
    members: tuple[PlannedParty, ...] = ()


NOBODY = Suppliers()

_NAME_AND_PLACE = re.compile(
    r"(?P<name>[^\n\[\]|;]+?)[ \t]*\r?\n[ \t]*(?P<place>[^\n]*?[ ,](?:[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}))"
)
"""A name with a place on a second line, which ends in the code of a state or in a postcode."""


_FORM = r"\b(?:ltd|limited|plc|llp|cic|lp|inc|llc|cyf)\.?(?: ?\([^()]*\))?"
_LEGAL = re.compile(_FORM, re.IGNORECASE)
_FORM_ALONE = re.compile(_FORM, re.IGNORECASE)
_FIRM = re.compile(rf".*{_FORM}", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?:^|\s+)\(?\d{1,2}[.)]\s+")
# The widest first: "Smith and Sons Ltd / Jones Ltd" is not parted at its "and", for "Smith" is no firm.
_JOINTS = (
    re.compile(r"\s*[/,]\s*(?:and\s+)?|\s+(?:and|&)\s+", re.IGNORECASE),
    re.compile(r"\s*[/,]\s*"),
    re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE),
)
_WITH_ADDRESS = re.compile(
    rf"(?P<name>[^,\n]*?{_FORM}),[^\n]*?\b[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}", re.IGNORECASE
)
"""A firm, and behind a comma its address to the postcode."""


_LISTED = re.compile(
    r"\(?\d{1,2}[.)]\s+|Lots? \d+[a-z]?(?:\s*(?:,|&|and|-)\s*\d+)*\s*[:\u2013-]\s*", re.IGNORECASE
)
"""What stands before each name of a list: its number, or the lot that it has."""


def _listed(written: str) -> tuple[PackedParty, ...]:
    """The names of a list with a number or a lot before each, one a line or between semicolons; else none."""
    lines = [line.strip(" ,\t") for line in re.split(r"[\n;]", written) if line.strip(" ,\t")]
    marks = [_LISTED.match(line) for line in lines]
    if len(lines) < 2 or not all(marks):
        return ()
    names = (clean(line[mark.end() :]) for line, mark in zip(lines, marks, strict=True) if mark)
    return tuple(dict.fromkeys(PackedParty(name) for name in names if name and remark(name) is None))


_IN_BRACKETS = re.compile(r"(?P<name>[^\n;|\[\]()]{2,}?)\s*\((?P<number>(?:[A-Z]{2}\d{6}|\d{8}))\)")
"""A name with a company's number in brackets, as long as these are."""

_WITH_NUMBER = re.compile(
    r"(?P<name>[^\n;|\[\]]{2,}?)\s*[,(\n-]?\s*\b"
    r"(?:(?:company|co\.?|companies house|reg(?:istration|istered|\.)?)(?:\s*(?:reg(?:istration|\.)?|house))?"
    r"\s*(?:no\b|number|num\b|#)|companies house|crn)"
    r"\.?:?\s*(?P<number>(?:[A-Z]{2})?\d{6,8})\)?",
    re.IGNORECASE,
)
"""A firm with the number that says itself to be a company's."""


def _firms(written: str) -> tuple[PackedParty, ...]:
    """Several firms in one line ("A Ltd / B plc", "1. A Ltd 2. B plc"), each with its legal form; else none."""
    if len(_LEGAL.findall(written)) < 2:
        return ()
    for joint in (_NUMBERED, *_JOINTS):
        parts = [part for part in joint.split(written.strip()) if part]
        if len(parts) > 1 and all(map(_FIRM.fullmatch, parts)):
            return tuple(PackedParty(clean(part)) for part in parts)
    return ()


_SHARED = re.compile(
    r"\b(?:part(?:y|ies|ners?)|between|authorit\w+|councils?|members?|with)\b", re.IGNORECASE
)
"""In a heading: those beneath it may share the agreement, and need not supply."""


_AUTHORITIES = re.compile(r"\b(?:authorit\w+|councils?|members?)\b", re.IGNORECASE)
"""In a heading: those beneath it are councils, whatever the agreement is called."""

_SIGNING = re.compile(r"\b(?:part(?:ies|ners)|signator\w+|between)\b", re.IGNORECASE)
"""In a heading: those beneath it all sign, and where nobody supplies by nature they are its members."""


def supplier_reader(heading: str, councils: Councils | None) -> Callable[[Cell], Read]:
    """A reader of a cell that names one or more suppliers, or councils that share an agreement.

    Who gets a grant is one: a recipient is, in this program, who is served under an agreement.
    """
    is_council = councils if _SHARED.search(heading) else None
    addressed = "address" in heading.casefold()
    signing = _SIGNING.search(heading) is not None

    def read(cell: Cell) -> Read:
        if cell is None or cell == "":
            return NOBODY, ()
        if isinstance(cell, Fault):
            return NOBODY, fault_findings(cell)
        written = shown(cell)[:_LONGEST]
        done, findings = _suppliers(written)
        if addressed and len(done.parties) == 1:
            done = _without_address(done, written)
        if not done.parties:
            return done, findings
        members = _members(written, is_council) if is_council is not None else ()
        if members and _AUTHORITIES.search(heading):
            return done._replace(parties=members, members=members), findings
        if not members and signing and len(done.parties) > 1:
            members = tuple(party._replace(role=PartyRole.MEMBER) for party in done.parties)
        return done._replace(members=members), findings

    return read


def _without_address(suppliers: Suppliers, written: str) -> Suppliers:
    """The supplier as it is called before the first comma, under a heading that says an address follows."""
    only = suppliers.parties[0]
    name, comma, rest = only.name.partition(",")
    if not comma or _FORM_ALONE.fullmatch(rest.partition(",")[0].strip()) or not name.strip():
        return suppliers
    return suppliers._replace(parties=(only._replace(name=name.strip(), as_written=written[:300]),))


def _members(written: str, is_council: Councils) -> tuple[PlannedParty, ...]:
    """The councils that a cell names, where it names nobody else."""
    names = split_buyers(written, is_council)
    if not all(map(is_council, names)):
        return ()
    as_written = written[:300] if len(names) > 1 else ""
    return tuple(PlannedParty(name, PartyRole.MEMBER, as_written=as_written) for name in names)


def _suppliers(written: str) -> Read:
    if not written.strip():
        return NOBODY, ()
    said = remark(written) if len(written) < _LINE else None
    if said is not None:
        message = f"'{clean(written)}' names no supplier: {said}. The words are kept in the notes."
        return Suppliers(words=clean(written)), (Finding("supplier.none-named", Severity.NOTE, message),)
    ends_in_number = len(written) < _LINE and written.rstrip(" )")[-6:].isdecimal()
    numbered = None
    if ends_in_number:
        numbered = _WITH_NUMBER.fullmatch(written.strip()) or _IN_BRACKETS.fullmatch(written.strip())
    place = _NAME_AND_PLACE.fullmatch(written.strip()) or _WITH_ADDRESS.fullmatch(written.strip())
    if numbered and read_company_number(numbered["number"]):
        number = read_company_number(numbered["number"])
        only = PlannedParty(clean(numbered["name"]), PartyRole.SUPPLIER, number, written[:300])
        return Suppliers((only,)), ()
    if place:
        packed: tuple[PackedParty, ...] = (PackedParty(clean(place["name"])),)
    elif any(mark in written for mark in "\n;[|"):
        packed = _listed(written) or split_parties(written)
    else:
        packed = _firms(written) or (PackedParty(clean(written)),)
    made = tuple(_planned(one, written, alone=len(packed) == 1) for one in packed)
    if len(packed) == 1:
        return Suppliers(made, sme=packed[0].sme, vcse=packed[0].vcse), ()
    if not packed:
        return Suppliers(words=clean(written)), ()
    message = f"{len(packed)} names stand in this cell; each was taken as a party."
    return Suppliers(made), (Finding("supplier.several", Severity.NOTE, message),)


def _planned(one: PackedParty, written: str, *, alone: bool) -> PlannedParty:
    kind = one.reference_type.casefold()
    company = read_company_number(one.reference) if "compan" in kind else ""
    charity = one.reference if "charit" in kind else ""
    as_written = written if alone and len(written) < 300 and written != one.name else ""
    return PlannedParty(one.name, PartyRole.SUPPLIER, company, as_written, charity)


def with_numbers(
    suppliers: Sequence[Suppliers], numbers: Sequence[str], heading: str
) -> tuple[list[tuple[PlannedParty, ...]], list[str]]:
    """For each row its parties with the number that stands beside them, and what is left of that as words."""
    parties: list[tuple[PlannedParty, ...]] = []
    words: list[str] = []
    of_companies = "ompany" in heading
    for one, number in zip(suppliers, numbers, strict=True):
        if (
            of_companies
            and len(number) == 8
            and number.isdecimal()
            and number.isascii()
            and len(one.parties) == 1
        ):
            only = one.parties[0]  # as nearly all are, and quicker
            parties.append((make(PlannedParty, (only.name, only.role, number, only.as_written, "")),))
            words.append("")
        else:
            with_it, left = _with_number(one, number, heading)
            parties.append(with_it)
            words.append(left)
    return parties, words


def _with_number(suppliers: Suppliers, number: str, heading: str) -> tuple[tuple[PlannedParty, ...], str]:
    """The one supplier with the number that stands beside it; else the number as words for the notes.

    A council's own vendor number may look like a company's, so the heading must say what it is.
    """
    if not number:
        return suppliers.parties, ""
    company, charity = _official(number, heading)
    if len(suppliers.parties) != 1 or not (company or charity):
        return suppliers.parties, number
    only = suppliers.parties[0]
    return (PlannedParty(only.name, only.role, company, only.as_written, charity),), ""


def _official(number: str, heading: str) -> tuple[str, str]:
    """(company number, charity number) that the text is under its heading; both "" for anything else."""
    plain = heading.casefold()
    # A charity's number is as long as a company's that lost its zero: "registration number" tells neither.
    either = re.fullmatch(r"\d{6,7}|SC\d{6}", number.strip(), re.IGNORECASE) and "compan" not in plain
    company = read_company_number(number) if ("compan" in plain or "regist" in plain) and not either else ""
    looks_charitable = re.fullmatch(r"\d{6,7}(?:-\d{1,2})?|SC\d{6}|NIC?\d{6}", number.strip(), re.IGNORECASE)
    if looks_charitable and "charit" in plain:
        return "", number.strip()
    return company, ""


def buyer_reader(councils: Councils | None) -> Callable[[Cell], Read]:
    """A reader of a cell that names the buyer; a joint name is split only where every part is a council."""

    def read(cell: Cell) -> Read:
        if cell is None or cell == "":
            return (), ()
        if isinstance(cell, Fault):
            return (), fault_findings(cell)
        written = shown(cell)[:_LONGEST]
        name = clean(written)
        if not name or remark(name) is not None:
            return (), ()
        names = split_buyers(name, councils) if councils else (name,)
        as_written = written if len(names) > 1 or written != name else ""
        parties = tuple(PlannedParty(one, PartyRole.BUYER, as_written=as_written[:300]) for one in names)
        if len(names) == 1:
            return parties, ()
        message = f"A joint buyer: {' and '.join(names)}. Each was taken as a party."
        return parties, (Finding("buyer.joint", Severity.NOTE, message),)

    return read
