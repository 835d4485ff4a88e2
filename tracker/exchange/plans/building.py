"""Agreements as the rows state them, put together from columns that are understood already."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from tracker.domain.agreement import Agreement, AgreementType, EndKind, Event, EventKind, Tag
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, When, show
from tracker.domain.money import Money
from tracker.domain.written import says_nil
from tracker.exchange.plans import clauses, values
from tracker.exchange.plans.clauses import NO_LENGTH, Clauses, Length, Settled, Stated
from tracker.exchange.plans.columns import BY_PARTNERSHIP, COMPANY_NUMBERS, Column, ColumnMap, Use
from tracker.exchange.plans.header import Table
from tracker.exchange.plans.parties import NOBODY, Suppliers, with_number
from tracker.exchange.plans.planned import Options, PlannedAgreement
from tracker.exchange.plans.records import FIGURES, Read, cells_of, column_or, ends_of
from tracker.exchange.sheets.sheet import Cell, is_blank

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
    fields = _plain_fields(read, mapping, rows)
    _money_fields(read, fields)
    _date_fields(read, fields, rows)
    _say_reversed(fields, built)
    suppliers = _supplier_fields(read, fields, rows)
    extra = _notes(table, mapping, read, rows)
    parties = _parties(read, mapping, suppliers, extra, rows)
    fields["notes"] = ["\n".join(lines) for lines in extra]
    overrides = _clauses(read, mapping, fields, options, built, rows)
    _title_fields(fields, suppliers, built)
    arrangements = column_or(read, "arrangement", "", rows)
    title = mapping.of("title")
    if title is not None and title.why == BY_PARTNERSHIP:
        arrangements = read.columns["title"]
    # What no row states need not be set row by row.
    fields = {name: column for name, column in fields.items() if name in ("sme", "vcse") or any(column)}
    names = tuple(fields)
    for index, row in enumerate(_across(fields, rows)):
        own = dict(zip(names, row, strict=True))
        if index in overrides:
            own.update(overrides[index])
        built.planned.append(PlannedAgreement(Agreement(**own), parties[index], arrangements[index]))
    return built


def _across(fields: dict[str, Sequence[Any]], rows: int) -> Iterator[tuple[Any, ...]]:
    """The columns row by row; as many empty rows where there are no columns."""
    return zip(*fields.values(), strict=True) if fields else iter([()] * rows)


def _plain_fields(read: Read, mapping: ColumnMap, rows: int) -> dict[str, Sequence[Any]]:
    """Fields that a column fills as it is."""
    fields: dict[str, Sequence[Any]] = {name: read.columns[name] for name in TEXTS if name in read.columns}
    for name in ("title", "description", "signed", "starts", "irrecoverable_vat", "sme", "vcse"):
        if name in read.columns:
            fields[name] = read.columns[name]
    if "review" in read.columns:
        fields["next_review"] = read.columns["review"]
    if "contact" in read.columns:
        fields["contact"] = read.columns["contact"]
    if "tags" in read.columns:
        fields["tags"] = [tuple(map(_tag, names)) for names in read.columns["tags"]]
    usual = _usual_type(mapping)
    stated = column_or(read, "type", AgreementType.UNKNOWN, rows)
    fields["type"] = [usual if one is AgreementType.UNKNOWN else one for one in stated]
    return fields


@lru_cache(maxsize=4096)
def _tag(name: str) -> Tag:
    return Tag(name=name)


def _usual_type(mapping: ColumnMap) -> AgreementType:
    """What the agreements of a file are where no cell says: its headings speak of contracts, or of grants."""
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
            fields["events"] = [_extended(end.when, end.before) for end in ends]
    if "max_end" in read.columns:
        fields["maximum_end"] = [when.day if when else None for when in read.columns["max_end"]]
    if "current_end" in read.columns:
        fields["events"] = [
            _extended(now or end.when, end.before or end.when)
            for now, end in zip(read.columns["current_end"], ends, strict=True)
        ]
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


def _extended(current: When | None, base: When | None) -> tuple[Event, ...]:
    """The extension that an end later than the base end shows; nobody said when it was made."""
    if current is None or base is None or current.day is None or base.day is None or current.day <= base.day:
        return ()
    return _extension_to(current)


@lru_cache(maxsize=16384)  # ends crowd on a few days of the year
def _extension_to(end: When) -> tuple[Event, ...]:
    text = "The file states a current end after the first one."
    event = Event(kind=EventKind.EXTENDED, on=When.unknown(), new_end=end, count_unknown=True, text=text)
    return (event,)


def _supplier_fields(read: Read, fields: dict[str, Sequence[Any]], rows: int) -> Sequence[Suppliers]:
    """The suppliers; what a packed cell says of size fills in where no column does."""
    suppliers: Sequence[Suppliers] = column_or(read, "supplier", NOBODY, rows)
    for name in ("sme", "vcse"):
        if name not in fields and any(getattr(one, name) is not None for one in suppliers):
            fields[name] = [getattr(one, name) for one in suppliers]
    return suppliers


def _parties(
    read: Read, mapping: ColumnMap, suppliers: Sequence[Suppliers], extra: list[list[str]], rows: int
) -> list[Any]:
    buyers = column_or(read, "buyer", (), rows)
    numbers = column_or(read, "supplier_number", "", rows)
    column = mapping.of("supplier_number")
    heading = column.label if column else ""
    official = "company number" if column and column.why == COMPANY_NUMBERS else heading
    made: list[Any] = []
    for index, (buyer, supplier, number) in enumerate(zip(buyers, suppliers, numbers, strict=True)):
        if number:
            named, words = with_number(supplier, number, official)
            if words:
                extra[index].append(f"{heading}: {words}")
        else:
            named = supplier.parties
        made.append(buyer + named)
    return made


def _notes(table: Table, mapping: ColumnMap, read: Read, rows: int) -> list[list[str]]:
    """For each row its own notes, and a line "Heading: text" for each cell that fills no field."""
    own = column_or(read, "notes", "", rows)
    lines: list[list[str]] = [[text] if text else [] for text in own]
    kept = [column for column in mapping.columns if column.use is Use.NOTES]
    kept += [column for column in mapping.columns if column.field == "status"]
    for column in kept:
        label = column.label

        def read_line(cell: Any, label: str = label) -> values.Read:
            return ("" if is_blank(cell) else f"{label}: {values.long_text(cell)[0]}"), ()

        for own_lines, line in zip(
            lines, values.convert(cells_of(table, column.index), read_line).values, strict=True
        ):
            if line:
                own_lines.append(line)
    for name in FIGURES:
        column_of = mapping.of(name)
        if column_of is not None and name in read.columns:
            partly = {
                index for index, column, one in read.findings if column is column_of and one.code in _PARTLY
            }
            _keep_words(lines, column_of.label, cells_of(table, column_of.index), read.columns[name], partly)
    for own_lines, supplier in zip(lines, column_or(read, "supplier", NOBODY, rows), strict=True):
        if supplier.words:
            own_lines.append(f"{_label(mapping.of('supplier'))}: {supplier.words}")
    for own_lines, length in zip(lines, column_or(read, "term", NO_LENGTH, rows), strict=True):
        if length.text and not length.options and length.terms.initial is None:
            own_lines.append(f"{_label(mapping.of('term'))}: {length.text}")
    return lines


_PARTLY = frozenset(("money.words-left", "money.about"))
"""Findings of an amount whose words say more than its figure."""


def _keep_words(
    lines: list[list[str]],
    label: str,
    cells: Sequence[Cell],
    figures: Sequence[Money | None],
    partly: Collection[int],
) -> None:
    """The words of a cell that gave no figure, or say more than it: nothing else of the agreement holds them."""
    for index, (own_lines, cell, figure) in enumerate(zip(lines, cells, figures, strict=True)):
        if (
            (figure is None or index in partly)
            and isinstance(cell, str)
            and cell not in values.CLEAR
            and not says_nil(cell)
        ):
            own_lines.append(f"{label}: {' '.join(cell.split())}")


def _label(column: Column | None) -> str:
    return column.label if column else ""


def _clauses(
    read: Read,
    mapping: ColumnMap,
    fields: dict[str, Sequence[Any]],
    options: Options,
    built: Built,
    rows: int,
) -> dict[int, dict[str, Any]]:
    """Row index -> fields that its terms, extensions and notice come to; only rows that have any."""
    found: dict[int, dict[str, Any]] = {}
    titles, descriptions = _hinting(fields, "title", rows), _hinting(fields, "description", rows)
    terms, notices = (column_or(read, name, NO_LENGTH, rows) for name in ("term", "notice"))
    starts, ends = fields.get("starts", [None] * rows), fields.get("ends", [None] * rows)
    # Many rows say the same, and a column has one Length for each different cell.
    known: dict[tuple[Any, ...], Settled | None] = {}
    reckoned: dict[tuple[int, date | None, date | None], Clauses] = {}
    for index, said in enumerate(zip(terms, notices, titles, descriptions, *read.extensions, strict=True)):
        term, notice, title, description, *extensions = said
        key = (id(term), id(notice), title, description, *map(id, extensions))
        if key not in known:
            settled = clauses.settle(Stated(term, notice, title, description, tuple(extensions)))
            known[key] = settled if settled.clauses != Clauses() or term.span else None
        agreed = known[key]
        if agreed is None:
            continue
        end = ends[index]
        days = (id(agreed), _day(starts[index]), _day(end))
        worked = reckoned.get(days)
        if worked is None:
            worked = reckoned[days] = clauses.work_out(agreed, days[1], days[2], options.ends)
        own = worked.fields if term.span is None else worked.fields | _span(term, read)
        if own:
            found[index] = _settle_end_kind(own, end)
        if worked.evidence:
            built.evidence[index] = worked.evidence
        if worked.findings:
            built.findings += [(index, name, finding) for name, finding in worked.findings]
    return found


def _hinting(fields: dict[str, Sequence[Any]], name: str, rows: int) -> Sequence[str]:
    """The texts of a field that may say something of a term; "" in place of the others."""
    texts = fields.get(name)
    if texts is None:
        return [""] * rows
    return [text if text and clauses.hints_at_terms(text) else "" for text in texts]


def _day(when: When | None) -> date | None:
    return when.earliest if when is not None and when.precision is Precision.DAY else None


def _settle_end_kind(own: dict[str, Any], end: When | None) -> dict[str, Any]:
    """Words such as "rolling" in a title do not undo a day that the file states as the end."""
    if "end_kind" in own and "ends" not in own and end is not None and end.day is not None:
        return {name: value for name, value in own.items() if name != "end_kind"}
    return own


def _span(term: Length, read: Read) -> dict[str, Any]:
    """A start and an end out of "2017/18" or "Nov-Dec 2013", in a file without columns for them."""
    if "starts" in read.columns or "ends" in read.columns:
        return {}
    assert term.span is not None
    return {"starts": term.span.starts.when, "ends": term.span.ends.when, "end_kind": EndKind.FIXED}


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
