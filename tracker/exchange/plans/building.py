"""Agreements as the rows state them, put together from columns that are understood already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from functools import lru_cache
from itertools import repeat
from operator import add
from typing import Any

from tracker.domain.agreement import Agreement, AgreementType, EndKind, Event, EventKind, PartyRole, Tag
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import When, show
from tracker.domain.fill import fill
from tracker.domain.match import comparable
from tracker.exchange.plans import notice_by, terms, values
from tracker.exchange.plans.columns import BY_PARTNERSHIP, COMPANY_NUMBERS, Column, ColumnMap
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.noted import label_of, notes_of, under
from tracker.exchange.plans.parties import NOBODY, Suppliers, with_numbers
from tracker.exchange.plans.planned import Options, PlannedAgreement, PlannedParty
from tracker.exchange.plans.records import Read, column_or, ends_of
from tracker.exchange.plans.terms import days_of
from tracker.exchange.sheets.sheet import is_blank, shown

TEXTS = (
    "uid",
    "reference",
    "parent_reference",
    "department",
    "category",
    "cpv",
    "procurement_route",
    "owner",
)

Finder = tuple[int, str, Finding]
"""(row index, field, what is odd) of a row as a whole, found when it was put together."""


@dataclass(slots=True)
class Built:
    """The agreements, one for each record, and what was found in putting them together.

    Attributes:
        evidence: row index -> "base" or "extended", where the row's own dates decide which its end is.
    """

    planned: list[PlannedAgreement] = field(default_factory=list)
    findings: list[Finder] = field(default_factory=list)
    evidence: dict[int, str] = field(default_factory=dict)


def build(table: Table, mapping: ColumnMap, read: Read, options: Options) -> Built:
    """An agreement for each record."""
    built = Built()
    rows = len(table.records)
    fields = _plain_fields(table, read, mapping, rows)
    _money_fields(read, fields)
    _date_fields(read, fields, rows)
    _say_reversed(fields, built)
    suppliers = _sharing(_supplier_fields(read, fields, rows), fields["type"], read.columns.get("buyer"))
    notes = notes_of(table, mapping, read, rows)
    parties, lines = _parties(read, mapping, suppliers, rows)
    parties = _by_side(parties, fields["type"], mapping)
    fields["notes"] = under(notes, lines)
    agreed = terms.agree(read, fields, options.ends, rows)
    notice_by.take_days(read, fields, agreed)
    built.findings += agreed.findings
    built.evidence = agreed.evidence
    _title_fields(fields, suppliers, built)
    arrangements = column_or(read, "arrangement", "", rows)
    title = mapping.of("title")
    if title is not None and title.why == BY_PARTNERSHIP:
        arrangements = read.columns["title"]
    agreements = fill(Agreement, _laid_over(fields, agreed.fields, rows), rows)
    columns = {"agreement": agreements, "parties": parties, "arrangement": arrangements}
    built.planned = fill(PlannedAgreement, columns, rows)
    return built


_DEFAULTS = {one.name: one.default for one in fields_of(Agreement)}


def _laid_over(
    fields: dict[str, Sequence[Any]], own: Sequence[Mapping[str, Any]], rows: int
) -> dict[str, Sequence[Any]]:
    """The columns with the fields that some rows have of their own."""
    done = dict(fields)
    for name in {name for one in {id(one): one for one in own}.values() for name in one}:
        before = fields.get(name) or repeat(_DEFAULTS[name], rows)
        done[name] = [one.get(name, value) for one, value in zip(own, before, strict=True)]
    return done


def _plain_fields(table: Table, read: Read, mapping: ColumnMap, rows: int) -> dict[str, Sequence[Any]]:
    """Fields that a column fills as it is."""
    fields: dict[str, Sequence[Any]] = {name: read.columns[name] for name in TEXTS if name in read.columns}
    for name in ("title", "description", "signed", "starts", "irrecoverable_vat", "sme", "vcse"):
        if name in read.columns:
            fields[name] = read.columns[name]
    if "review" in read.columns:
        fields["next_review"] = read.columns["review"]
    if "review_every" in read.columns:
        fields["review_every"] = read.columns["review_every"]
    if "contact" in read.columns:
        fields["contact"] = read.columns["contact"]
    if "tags" in read.columns:
        fields["tags"] = [tuple(map(_tag, names)) for names in read.columns["tags"]]
    usual = _usual_type(mapping, _title_above(table))
    stated = column_or(read, "type", AgreementType.UNKNOWN, rows)
    fields["type"] = [usual if one is AgreementType.UNKNOWN else one for one in stated]
    return fields


@lru_cache(maxsize=4096)
def _tag(name: str) -> Tag:
    return Tag(name=name)


_SEVERAL_KINDS = re.compile(r"\b(?:contracts?|grants?|partnerships?)\b", re.IGNORECASE)
"""In a register's title beside another kind: it holds several kinds."""

_BY_HEADING = (
    (re.compile(r"\b(?:slas?|service level agreements?)\b", re.IGNORECASE), AgreementType.SERVICE_LEVEL),
    (re.compile(r"\b(?:mous?|memorand(?:um|a))\b", re.IGNORECASE), AgreementType.MEMORANDUM),
    (
        re.compile(r"\b(?:iaas?|inter[- ]?authority(?: agreements?)?)\b", re.IGNORECASE),
        AgreementType.INTER_AUTHORITY,
    ),
)
"""What the heading over the titles or references calls the agreements below it."""


def _title_above(table: Table) -> str:
    """The words that stand alone in a row above the headings: what the register calls itself."""
    above = ([cell for cell in row if not is_blank(cell)] for row in table.sheet.rows[: table.first][:5])
    return " ".join(shown(filled[0])[:100] for filled in above if len(filled) == 1)


def _usual_type(mapping: ColumnMap, title: str) -> AgreementType:
    """What the agreements of a file are where no cell says: its headings or its title speak of one kind."""
    named = " ".join(
        column.heading for name in ("title", "reference", "supplier") if (column := mapping.of(name))
    )
    for said in (named, "" if _SEVERAL_KINDS.search(title) else title):
        called = [kind for pattern, kind in _BY_HEADING if pattern.search(said)]
        if len(called) == 1:
            return called[0]
    headings = " ".join(column.heading.lower() for column in mapping.columns)
    if "grant" in headings or "beneficiary" in headings:
        return AgreementType.GRANT
    return (
        AgreementType.CONTRACT if "contract" in headings or "supplier" in headings else AgreementType.UNKNOWN
    )


def _money_fields(read: Read, fields: dict[str, Sequence[Any]]) -> None:
    """The amounts: "worth" where a column of values says more than figures, and each field's own column."""
    worth: Sequence[values.Worth] = read.columns.get("worth", ())
    if worth:
        fields["value"] = [one.value for one in worth]
        fields["value_text"] = [one.text for one in worth]
        fields["value_low"] = [one.low for one in worth]
        fields["value_high"] = [one.high for one in worth]
        fields["annual_value"] = [one.annual for one in worth]
    elif "value" in read.columns:
        fields["value"] = read.columns["value"]
    for name in ("value_low", "value_high", "annual_value"):
        stated = read.columns.get(name)
        if stated is not None:
            before = fields.get(name)
            fields[name] = stated if before is None else [b or s for b, s in zip(before, stated, strict=True)]


def _date_fields(read: Read, fields: dict[str, Sequence[Any]], rows: int) -> None:
    ends = ends_of(read, rows)
    if "ends" in read.columns:
        fields["ends"] = [end.before or end.when for end in ends]
        fields["end_kind"] = [end.kind for end in ends]
        if any(end.before for end in ends):
            fields["events"] = _extended([end.when for end in ends], [end.before for end in ends])
    if "max_end" in read.columns:
        fields["maximum_end"] = [when.day if when else None for when in read.columns["max_end"]]
    if "current_end" in read.columns:
        current = zip(read.columns["current_end"], ends, strict=True)
        fields["events"] = _extended(
            [now or end.when for now, end in current], [end.before or end.when for end in ends]
        )
        if "ends" not in read.columns:
            fields["ends"] = read.columns["current_end"]
            fields["end_kind"] = [EndKind.FIXED if when else EndKind.UNKNOWN for when in fields["ends"]]


def _say_reversed(fields: dict[str, Sequence[Any]], built: Built) -> None:
    """A word on each end that is before its start: a slip in one of the two, both of which are kept."""
    pairs = zip(fields.get("starts", ()), fields.get("ends", ()), strict=False)
    for index, (starts, ends) in enumerate(pairs):
        if starts and ends and starts.earliest and ends.latest and ends.latest < starts.earliest:
            message = (
                f"This end, {show(ends.latest)}, is before the start, {show(starts.earliest)}; both are kept."
            )
            built.findings.append((index, "ends", Finding("end.before-start", Severity.WARNING, message)))


def _extended(current: Sequence[When | None], base: Sequence[When | None]) -> list[tuple[Event, ...]]:
    """The extension that an end later than the base end shows; nobody said when it was made."""
    later = [
        when if day and before and day > before else None
        for when, day, before in zip(current, days_of(current), days_of(base), strict=True)
    ]
    # Ends that are alike are one object.
    made = {
        id(when): (_extension_to(when),) if when else ()
        for when in dict(zip(map(id, later), later, strict=True)).values()
    }
    return [made[id(when)] for when in later]


_NOT_SAID = When.unknown()


def _extension_to(end: When) -> Event:
    text = "The file states a current end after the first one."
    return Event(kind=EventKind.EXTENDED, on=_NOT_SAID, new_end=end, count_unknown=True, text=text)


def _supplier_fields(read: Read, fields: dict[str, Sequence[Any]], rows: int) -> Sequence[Suppliers]:
    """The suppliers; what a packed cell says of size fills in where no column does."""
    suppliers: Sequence[Suppliers] = column_or(read, "supplier", NOBODY, rows)
    for name in ("sme", "vcse"):
        if name not in fields and any(getattr(one, name) is not None for one in suppliers):
            fields[name] = [getattr(one, name) for one in suppliers]
    return suppliers


_SHARED = frozenset(
    {
        AgreementType.INTER_AUTHORITY,
        AgreementType.MEMORANDUM,
        AgreementType.DELEGATION,
        AgreementType.JOINT_COMMITTEE,
        AgreementType.STAFF,
        AgreementType.LETTER,
        AgreementType.HEADS_OF_TERMS,
    }
)
"""Agreements under which councils work together, and none of them supplies because another column names it."""


def _sharing(
    suppliers: Sequence[Suppliers], types: Sequence[AgreementType], buyers: Sequence[Any] | None
) -> Sequence[Suppliers]:
    """Those beside one another under an agreement that they share are its members, each named once."""
    if not any(one.members for one in suppliers):
        return suppliers
    done = list(suppliers)
    for index, (one, kind) in enumerate(zip(suppliers, types, strict=True)):
        if one.members and kind in _SHARED:
            named = {comparable(party.name) for party in (buyers[index] if buyers else ())}
            left = tuple(party for party in one.members if comparable(party.name) not in named)
            done[index] = one._replace(parties=left)
    return done


def _parties(
    read: Read, mapping: ColumnMap, suppliers: Sequence[Suppliers], rows: int
) -> tuple[list[Any], list[str]]:
    """The parties of each row, and what its number of the supplier says where it is none that is known."""
    named: list[tuple[PlannedParty, ...]]
    lines: list[str] = []
    numbers = read.columns.get("supplier_number")
    if numbers:
        column = mapping.of("supplier_number")
        heading = label_of(column)
        official = "company number" if column and column.why == COMPANY_NUMBERS else heading
        named, words = with_numbers(suppliers, numbers, official)
        lines = [one and f"{heading}: {one}" for one in words] if any(words) else []
    else:
        named = [one.parties for one in suppliers]
    buyers = read.columns.get("buyer")
    return list(map(add, buyers, named)) if buyers else named, lines


_HOST = re.compile(r"\bhost|\bprovid", re.IGNORECASE)
_CLIENTS = re.compile(r"\b(?:clients?|recipients?|receiving|served|users?)\b", re.IGNORECASE)
_BOUGHT = frozenset(
    (AgreementType.CONTRACT, AgreementType.FRAMEWORK, AgreementType.CALL_OFF, AgreementType.GRANT)
)
"""Agreements in which somebody buys, whatever the headings are called."""


def _by_side(parties: list[Any], types: Sequence[AgreementType], mapping: ColumnMap) -> list[Any]:
    """Under "Host authority" and "Client authorities" stand those who serve and those who are served."""
    roles: dict[PartyRole, PartyRole] = {}
    buyer, supplier = mapping.of("buyer"), mapping.of("supplier")
    if buyer is not None and _HOST.search(buyer.heading):
        roles[PartyRole.BUYER] = PartyRole.HOST
    if supplier is not None and _CLIENTS.search(supplier.heading):
        roles |= dict.fromkeys((PartyRole.SUPPLIER, PartyRole.MEMBER), PartyRole.RECIPIENT)
    if not roles:
        return parties
    return [
        own
        if kind in _BOUGHT
        else tuple(party._replace(role=roles.get(party.role, party.role)) for party in own)
        for own, kind in zip(parties, types, strict=True)
    ]


_LONGEST_TITLE = 120


def _title_fields(fields: dict[str, Sequence[Any]], suppliers: Sequence[Suppliers], built: Built) -> None:
    """A name for an agreement whose row gives it none: whom it is with. Said where there is a column for titles."""
    titled = fields.get("title")
    titles = list(titled) if titled is not None else [""] * len(suppliers)
    descriptions = fields.get("description", [""] * len(titles))
    for index, title in enumerate(titles):
        if title:
            continue
        parties = suppliers[index].parties
        if descriptions[index]:
            titles[index] = " ".join(descriptions[index].split())[:_LONGEST_TITLE]
        elif parties:
            titles[index] = f"Agreement with {parties[0].name}"
        if titles[index] and titled is not None:
            message = f"The row gives no title; it is shown as '{titles[index]}'."
            built.findings.append((index, "title", Finding("title.missing", Severity.WARNING, message)))
    fields["title"] = titles


def placed(built: Built, mapping: ColumnMap) -> Iterator[tuple[int, Column | None, Finding]]:
    """The findings of `build` with the column that each is about, None for the row as a whole."""
    for index, name, finding in built.findings:
        yield index, mapping.of(name), finding
