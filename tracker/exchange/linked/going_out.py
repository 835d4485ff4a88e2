"""The register's records as the sheets of the linked workbook, with all that helps to edit them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tracker.domain.agreement import Agreement
from tracker.domain.organisation import Organisation
from tracker.exchange.linked.cells import NO, YES, check, display, exactly, mark_of, normal
from tracker.exchange.linked.layout import (
    BY_KIND,
    BY_WORD,
    CHECK,
    SHEETS,
    Field,
    Form,
    SheetOf,
    call,
    fields_of,
    labels,
)
from tracker.exchange.outgoing.cells import letters
from tracker.exchange.outgoing.column import Column, Kind, Row, Table, Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    from tracker.exchange.outgoing.streamed import StreamedSheet

Records = Mapping[type, Sequence[Any]]
Read = Callable[[type], Iterable[Any]]
Worked = tuple[Column, Callable[[Any], Value]]
"""A column that is worked out and not read back, and what stands in it."""

LISTS = "Lists"
_KNOWN = 4096
"""Values of a field whose cells are kept, for most fields say the same of many records."""

_SPARE = 500
"""Rows below the last on which drop-downs and hints are there as well, for what is added."""

_KINDS = {
    Form.DAY: Kind.DATE,
    Form.WHEN: Kind.DATE,
    Form.MONEY: Kind.MONEY,
    Form.NUMBER: Kind.NUMBER,
}
_CODES = ("reference", "parent_reference", "cpv", "gss", "company_number", "charity_number", "fingerprint")
_SERVICE = "For the program: leave as it is, and blank in a row that you add."
_FILLS = {"red": "#F8D7DA", "amber": "#FFF3CD", "grey": "#E9ECEF"}
_COLOURED: Mapping[str, Mapping[str, str]] = {
    "Status (worked out)": {"expired": "red", "expiring": "amber", "notice given": "amber", "ended": "grey"},
    "State": {"missed": "red", "due": "amber", "done": "grey"},
}
"""Heading -> word in its cells -> the colour that it gets; the word is there as well."""


class Names:
    """What the records are called by those that name them; a type is read when somebody first names it."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._uids: dict[type, dict[int, str]] = {}
        self._labels: dict[type, dict[str, str]] = {}

    @classmethod
    def of(cls, records: Records) -> Names:
        """The names of records that are at hand."""
        return cls(lambda kind: records.get(kind, ()))

    def uids(self, kind: type) -> Mapping[int, str]:
        """Id -> UID."""
        self._know(kind)
        return self._uids[kind]

    def labels(self, kind: type) -> Mapping[str, str]:
        """UID -> label."""
        self._know(kind)
        return self._labels[kind]

    def _know(self, kind: type) -> None:
        if kind not in self._uids:
            many = list(self._read(kind))
            self._uids[kind] = {one.id: one.uid for one in many}
            self._labels[kind] = labels((one.uid, *call(one)) for one in many)

    def link(self, one: Field, record: Any) -> tuple[str, str]:
        """(label, UID) of the record that a link names, "" for none."""
        named = getattr(record, one.name)
        target = one.target or BY_WORD.get(getattr(record, "record_kind", ""))
        uid = self.uids(target).get(named, "") if named and target else ""
        return (self.labels(target).get(uid, "") if target and uid else ""), uid


def tables(
    read: Read,
    *,
    named: Read,
    worked: Mapping[type, Sequence[Worked]],
    extra: Sequence[Table],
    without: Mapping[type, Collection[str]] = MappingProxyType({}),
) -> list[Table]:
    """The sheets: agreements and what belongs to them first, then `extra`, the others, and the lists.

    Args:
        read: gives the records of a type that go out, each once.
        named: gives all the records of a type in the register, for their names (`call`) alone.
        worked: further columns of a type's sheet.
        without: type -> fields that stay at home; coming back, they are as they were.
    """
    names = Names(named)
    made: dict[type, Table] = {}
    for sheet in SHEETS:
        table = _table(
            sheet, read(sheet.kind), names, worked.get(sheet.kind, ()), without.get(sheet.kind, ())
        )
        if sheet.always or table.rows:
            made[sheet.kind] = table
    first = [sheet.kind for sheet in SHEETS[SHEETS.index(BY_KIND[Agreement]) :] if sheet.always]
    rest = [kind for kind in made if kind not in first]
    return [*(made[kind] for kind in first), *extra, *(made[kind] for kind in rest), _lists()]


def _table(
    sheet: SheetOf, records: Iterable[Any], names: Names, worked: Sequence[Worked], without: Collection[str]
) -> Table:
    fields = fields_of(sheet.kind)
    makers = [_Maker(one, names) for one in fields]
    uids: list[Value] = []
    checks: list[Value] = []
    others: list[list[Value]] = [[] for _ in worked]
    for record in records:  # one by one, so that nobody holds all of them at once
        uids.append(record.uid)
        checks.append(check(maker.add(record) for maker in makers))
        for other, (_, make) in zip(others, worked, strict=True):
            other.append(make(record))
    shown = [maker for maker in makers if maker.field.name not in without]
    columns = [_column(maker.field) for maker in shown] + [column for column, _ in worked]
    cells: list[Sequence[Value]] = [*(maker.main for maker in shown), *others]
    for maker in shown:
        if maker.field.form is Form.LINK or any(maker.beside):
            columns.append(Column(maker.field.beside, Kind.CODE, hint=_SERVICE))
            cells.append(maker.beside)
    columns += [Column(name, Kind.CODE, hint=_SERVICE) for name in (sheet.uid_heading, CHECK)]
    return Table(sheet.name, columns, Across([*cells, uids, checks]))


class Across(Collection[Row]):
    """Columns as rows, made as they are asked for: with 100,000 of them that is half of the memory."""

    def __init__(self, columns: Sequence[Sequence[Value]]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        return zip(*self._columns, strict=True)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)


class _Maker:
    """Makes the cells of one field, record by record.

    Attributes:
        main: what is shown.
        beside: the UID of a link, or the exact value; "" where the cell itself gives it back.
    """

    def __init__(self, field: Field, names: Names) -> None:
        self.field = field
        self.main: list[Value] = []
        self.beside: list[Value] = []
        self._names = names
        self._value = attrgetter(field.name)
        self._known: dict[Any, tuple[Value, str, str]] = {}

    def add(self, record: Any) -> str:
        """The cells of a record; returns the characters that an edit is known by."""
        link = self.field.form is Form.LINK
        value = self._names.link(self.field, record) if link else self._value(record)
        found = self._known.get(value)
        if found is None:
            main, beside = value if link else (display(self.field, value), exactly(self.field, value))
            found = main, beside, mark_of(normal(self.field, main), beside)
            if len(self._known) < _KNOWN:
                self._known[value] = found
        self.main.append(found[0])
        self.beside.append(found[1])
        return found[2]


def _column(one: Field) -> Column:
    kind = Kind.CODE if one.name in _CODES else _KINDS.get(one.form, Kind.TEXT)
    return Column(one.heading, kind, hint=_hint(one))


def _hint(one: Field) -> str:
    match one.form:
        case Form.CHOICE:
            return "One of the words of the list."
        case Form.YES_NO:
            return "Yes or No; blank where nobody knows." if not one.required else "Yes or No."
        case Form.DAY:
            return "A day, such as 31/03/2027."
        case Form.WHEN:
            return "A day, such as 31/03/2027, or words where it is not exact: March 2027, 2026/27."
        case Form.MONEY:
            return "An amount in pounds; other currencies in words: EUR 1000.00."
        case Form.PERIOD:
            return "A length of time, such as 6 months, 2 years or 28 clear days."
        case Form.NUMBER:
            return "A whole number."
        case Form.TIME:
            return "A time, such as 2027-03-31T09:00."
        case Form.LINK:
            return "The record that is meant, by its name, reference or title."
    return ""


def _enums() -> dict[str, type[Enum]]:
    found = {one.choices.__name__: one.choices for s in SHEETS for one in fields_of(s.kind) if one.choices}
    return dict(sorted(found.items()))


def _lists() -> Table:
    """The words that the drop-downs offer, a column for each list."""
    lists = [["Yes or no", YES, NO], *([_title(n), *(m.value for m in e)] for n, e in _enums().items())]
    longest = max(map(len, lists)) - 1
    rows = [[words[1:][at] if at < len(words) - 1 else None for words in lists] for at in range(longest)]
    columns = [Column(words[0], hint="The words that may be chosen.") for words in lists]
    return Table(LISTS, columns, rows)


def _title(name: str) -> str:
    return "".join(f" {mark.lower()}" if mark.isupper() else mark for mark in name).strip().capitalize()


def dress(workbook: Workbook, sheet: StreamedSheet, table: Table) -> None:
    """Drop-downs, hints, what may be typed, colours, and the columns that are the program's own."""
    last = len(table.rows) + _SPARE
    fields = {one.heading: one for s in SHEETS if s.name == table.name for one in fields_of(s.kind)}
    service = workbook.add_format({"font_color": "#6C757D", "num_format": "@"})
    for place, column in enumerate(table.columns):
        one = fields.get(column.name)
        if column.hint == _SERVICE:
            sheet.set_column(place, place, 12, service)
            sheet.data_validation(1, place, last, place, _locked(column.name))
        elif one is not None:
            sheet.data_validation(1, place, last, place, _rule(one))
        for word, colour in _COLOURED.get(column.name, {}).items():
            fill = workbook.add_format({"bg_color": _FILLS[colour]})
            how = {"type": "text", "criteria": "containing", "value": word, "format": fill}
            sheet.conditional_format(1, place, last, place, how)
    sheet.freeze_panes(1, 2)
    _name_lists(workbook, table)


def _locked(heading: str) -> dict[str, Any]:
    return {
        "validate": "custom",
        "value": "=FALSE",
        "ignore_blank": False,
        "input_title": heading[:32],
        "input_message": _SERVICE,
        "error_title": "The program's own column",
        "error_message": "By this the row is known when the file comes back. Press Escape to leave it as it is.",
    }


def _rule(one: Field) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "any", "input_title": one.heading[:32], "input_message": _hint(one)}
    if one.form in (Form.CHOICE, Form.YES_NO):
        name = "YesNo" if one.choices is None else one.choices.__name__
        rule |= {"validate": "list", "source": f"=List_{name}"}
        rule |= {"error_title": "Not in the list", "error_message": "Choose one of the words of the list."}
    elif one.form is Form.LINK and one.target is Organisation:
        rule |= {"validate": "list", "source": "=List_organisations", "error_type": "information"}
        rule |= {
            "error_title": "A new organisation",
            "error_message": "It is added when the file comes back, unless it is only spelt otherwise.",
        }
    elif one.form in (Form.DAY, Form.WHEN):
        rule |= {"validate": "date", "criteria": "between", "error_type": "warning"}
        rule |= {"minimum": date(1900, 3, 1), "maximum": date(9999, 12, 31), "error_title": "Not a day"}
        rule |= {"error_message": "Words such as March 2027 are kept as a date that is not exact."}
    elif one.form is Form.NUMBER:
        rule |= {"validate": "integer", "criteria": ">=", "value": 0, "error_title": "Not a whole number"}
        rule |= {"error_message": "Type a whole number, 0 or more."}
    if not rule["input_message"]:
        rule.pop("input_message")
        rule.pop("input_title")
    return rule


def _name_lists(workbook: Workbook, table: Table) -> None:
    """Named ranges for the drop-downs: an inline list would be limited to 255 characters."""
    if table.name == LISTS:
        for place, name in enumerate(("YesNo", *_enums())):
            count = sum(row[place] is not None for row in table.rows)
            at = letters(place)
            workbook.define_name(f"List_{name}", f"={LISTS}!${at}$2:${at}${count + 1}")
    elif table.name == BY_KIND[Organisation].name:
        last = max(len(table.rows), 1) + 1
        workbook.define_name("List_organisations", f"={table.name}!$A$2:$A${last}")
