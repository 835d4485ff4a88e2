"""How the domain's records lie in tables: one line a type, read off the type's own fields.

A field of a plain type is one column of the same name; a `When` is five, a `Money` two
(`schema.py` says how they look). A field that is a tuple of records is a table of its own,
whose rows name their parent. A test holds schema and types against one another.

Values are converted a whole column at a time, which is what makes 100,000 rows quick.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Party, Tag
from tracker.domain.dates import Period, Precision, When
from tracker.domain.errors import TrackerError
from tracker.domain.fill import fill
from tracker.domain.money import Money
from tracker.domain.organisation import Organisation, OrganisationName, Succession
from tracker.domain.partnerships.claim import ClaimBeneficiary, SavingsClaim
from tracker.domain.partnerships.partnership import Arrangement, Membership
from tracker.domain.partnerships.service import (
    CostShare,
    Measurement,
    OptionConsidered,
    Risk,
    ScopeItem,
    ServiceLevel,
    StaffTransfer,
)
from tracker.domain.reminding.alert import Answer
from tracker.domain.source import (
    Citation,
    Conflict,
    Document,
    Person,
    Reading,
    Relation,
    Source,
    Statistic,
)

Values = list[Any]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Codec:
    """How values of one type become columns and come back.

    Attributes:
        suffixes: what each column adds to the field's name.
        sql_types: the STRICT type of each.
        pack: values -> one list a column.
        unpack: one list a column -> values.
    """

    suffixes: tuple[str, ...]
    sql_types: tuple[str, ...]
    pack: Callable[[Values], tuple[Values, ...]]
    unpack: Callable[[tuple[Values, ...]], Values]


def _one(sql_type: str, pack: Callable[[Values], Values], unpack: Callable[[Values], Values]) -> Codec:
    return Codec(("",), (sql_type,), lambda values: (pack(values),), lambda columns: unpack(columns[0]))


def _same(values: Values) -> Values:
    return values


def is_blank(values: Sequence[Any]) -> bool:
    """Is there nothing at all in a column? Told by its first value, where that is something."""
    return not values or (values[0] is None and values.count(None) == len(values))


def _each(convert: Callable[[Any], Any]) -> Callable[[Values], Values]:
    """Convert every value but None."""
    return lambda values: [None if value is None else convert(value) for value in values]


def _text(values: Values) -> Values:
    """Refuse what SQLite would keep and then miscount, or cannot keep at all."""
    together = "".join(filter(None, values))
    try:
        together.isascii() or together.encode()
    except UnicodeEncodeError:
        raise TrackerError("The text holds half a character, which cannot be kept. Type it again.") from None
    if "\0" in together:
        raise TrackerError("The text holds a NUL character, which cannot be kept. Type it again.")
    return values


def _integer(values: Values) -> Values:
    known = [value for value in values if value]
    if known and not -_LARGEST <= min(known) <= max(known) <= _LARGEST:
        raise TrackerError("The number is too large to be kept.")
    return values


def _pack_when(values: Values) -> tuple[Values, ...]:
    kept = {id(value): value for value in values}  # a register's rows share their days
    made = {key: _when_columns(value) for key, value in kept.items()}
    _text([columns[3] for columns in made.values()])
    return tuple(map(list, zip(*map(made.__getitem__, map(id, values)), strict=True)))


def _when_columns(value: When | None) -> Row:
    if value is None:
        return (None,) * 5
    first, last = value.earliest, value.latest
    return (
        first and iso(first),
        last and iso(last),
        str.__str__(value.precision),
        value.text,
        int(value.inferred),
    )


def _unpack_when(columns: tuple[Values, ...]) -> Values:
    if is_blank(columns[2]):
        return columns[2]
    return [None if row[2] is None else _when(*row) for row in zip(*columns, strict=True)]


@lru_cache(maxsize=16384)
def _when(earliest: str | None, latest: str | None, precision: str, text: str, inferred: int) -> When:
    """Nobody changes one, and a register says "1 April 2020" a thousand times."""
    first, last = (None if day is None else date.fromisoformat(day) for day in (earliest, latest))
    return When(first, last, _members(Precision)(precision), text, bool(inferred))


iso = lru_cache(maxsize=16384)(date.isoformat)
"""A day as ISO text; the days of a register lie close together, and its rows are full of them."""
_code = lru_cache(maxsize=1024)(attrgetter("code"))
_LARGEST = (1 << 63) - 1


def _pack_money(values: Values) -> tuple[Values, ...]:
    return (
        _integer([None if money is None else money.minor for money in values]),
        [None if money is None else money.currency for money in values],
    )


def _unpack_money(columns: tuple[Values, ...]) -> Values:
    return [
        None if minor is None else Money(minor, currency) for minor, currency in zip(*columns, strict=True)
    ]


@cache
def _members(kind: type[Enum]) -> Callable[[str], Any]:
    """Text -> member; a text that this version does not know is said in words."""
    known = {member.value: member for member in kind}

    def member(text: str) -> Any:
        try:
            return known[text]
        except KeyError:
            raise TrackerError(
                f"The register says ‘{text}’ where this version knows no such {_words(kind)}. "
                "It was written by a newer version or by another program."
            ) from None

    return member


def _words(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()


_WHEN = Codec(
    ("_earliest", "_latest", "_precision", "_as_written", "_inferred"),
    ("text", "text", "text", "text", "integer"),
    _pack_when,
    _unpack_when,
)
_CODECS: dict[type, Codec] = {
    str: _one("text", _text, _same),
    int: _one("integer", _integer, _same),
    bool: _one("integer", _each(int), _each(bool)),
    date: _one("text", _each(iso), _each(date.fromisoformat)),
    datetime: _one("text", _each(datetime.isoformat), _each(datetime.fromisoformat)),
    Period: _one("text", _each(_code), _each(cache(Period.from_code))),
    Money: Codec(("", "_currency"), ("integer", "text"), _pack_money, _unpack_money),
    When: _WHEN,
}


def _codec(kind: type) -> Codec:
    if issubclass(kind, Enum):
        # str.__str__ takes the plain text out of a StrEnum without asking Python.
        return _one("text", _each(str.__str__), _each(_members(kind)))
    return _CODECS[kind]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record that lies in its own table.

    Attributes:
        name: as in the dataclass.
        columns: its columns, in order.
        required: whether None is refused.
    """

    name: str
    columns: tuple[str, ...]
    codec: Codec
    required: bool

    def pack(self, values: Values) -> tuple[Values, ...]:
        """One list a column; quick where there is nothing at all, or the same in all of them."""
        if is_blank(values):
            return (values,) * len(self.columns)
        if values[0] is values[-1] and values.count(values[0]) == len(values):
            return tuple(column * len(values) for column in self.codec.pack(values[:1]))
        return self.codec.pack(values)


@dataclass(frozen=True, slots=True)
class Child:
    """A field that is a tuple of records, and the column in which they name their parent."""

    name: str
    table: Table
    key: str


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One type of record and the table that it lies in.

    Attributes:
        name: of the table.
        kind: the dataclass.
        fields: the fields in columns of this table, `id` first.
        columns: every column, `id` first.
        blank: column -> what it holds where there is nothing to say: no text, or null.
        children: the fields in tables of their own.
        owners: table -> the column by which a row here goes with a row there: it is removed
            with it, and changing it counts as touching its owner.
        ends: columns that, with `record_kind`, name a record of any type that this one is about.
    """

    name: str
    kind: type
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    blank: dict[str, str | None]
    children: tuple[Child, ...]
    owners: dict[str, str]
    ends: tuple[str, ...]

    @property
    def words(self) -> str:
        """The type in plain words: "extension option"."""
        return _words(self.kind)

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: the record has no such field in this table.
        """
        return {field.name: field for field in self.fields}[name]

    def pack(self, records: Sequence[Any]) -> dict[str, Values]:
        """The records' columns, their children apart."""
        columns: dict[str, Values] = {}
        for field in self.fields:
            values = list(map(attrgetter(field.name), records))
            columns |= zip(field.columns, field.pack(values), strict=True)
        return columns

    def values(self, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """Field values of each row, their children apart."""
        unpacked = self.unpack(rows) if rows else {}
        for values in zip(*unpacked.values(), strict=True):
            yield dict(zip(unpacked, values, strict=True))

    def unpack(self, rows: Sequence[Row]) -> dict[str, Values]:
        """Field -> its value in each of those rows, of which there is at least one; their children apart."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        unpacked, at = {}, 0
        for field in self.fields:
            width = len(field.columns)
            unpacked[field.name] = field.codec.unpack(tuple(columns[at : at + width]))
            at += width
        return unpacked

    def make(self, columns: Mapping[str, Values]) -> list[Any]:
        """Records out of the values of every field, children among them."""
        return fill(self.kind, columns, len(columns["id"]))


def quoted(columns: Iterable[str], separator: str = ", ", form: str = '"{}"') -> str:
    """Column names for SQL; `by` and `on` would be words of the language without the quotes."""
    return separator.join(form.format(column) for column in columns)


def _table(kind: type, *, owners: dict[str, str] | None = None, ends: tuple[str, ...] = ()) -> Table:
    """Read a table off a dataclass; tables of its children must have been made before."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    own: list[Field] = []
    children: list[Child] = []
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        if get_origin(hint) is tuple:
            child = _made[get_args(hint)[0]]
            key = next(
                f.name for f in child.fields if f"_{name}_id".endswith(f"_{f.name}") and f.name != "id"
            )
            child.owners.setdefault(name, key)
            children.append(Child(field.name, child, key))
            continue
        optional = get_origin(hint) in (Union, types.UnionType)
        plain = next(arg for arg in get_args(hint) if arg is not type(None)) if optional else hint
        codec = _codec(plain)
        columns = tuple(field.name + suffix for suffix in codec.suffixes)
        own.append(Field(field.name, columns, codec, required=not optional))
    columns = tuple(column for field in own for column in field.columns)
    blank = dict.fromkeys(columns) | {
        field.name: "" for field in own if field.codec is _CODECS[str] and field.required
    }
    table = Table(name, kind, tuple(own), columns, blank, tuple(children), dict(owners or {}), ends)
    _made[kind] = table
    return table


_made: dict[type, Table] = {}

_OF_ARRANGEMENT = {"arrangement": "arrangement_id"}

TABLES: tuple[Table, ...] = (
    _table(Organisation),
    _table(OrganisationName, owners={"organisation": "organisation_id"}),
    _table(Succession),
    _table(Arrangement),
    _table(Party),
    _table(ExtensionOption),
    _table(NoticeClause),
    _table(Event, owners=_OF_ARRANGEMENT),
    _table(Tag),
    _table(Agreement),
    _table(Membership, owners=_OF_ARRANGEMENT),
    _table(Source),
    _table(Citation, ends=("record_id",)),
    _table(Document, ends=("record_id",)),
    _table(Relation, ends=("from_id", "to_id")),
    _table(Reading),
    _table(Conflict, owners=_OF_ARRANGEMENT),
    _table(Person, owners=_OF_ARRANGEMENT),
    _table(Statistic),
    _table(ClaimBeneficiary),
    _table(SavingsClaim, owners=_OF_ARRANGEMENT),
    _table(ScopeItem, owners=_OF_ARRANGEMENT),
    _table(Measurement),
    _table(ServiceLevel, owners={**_OF_ARRANGEMENT, "agreement": "agreement_id"}),
    _table(StaffTransfer, owners=_OF_ARRANGEMENT),
    _table(OptionConsidered, owners=_OF_ARRANGEMENT),
    _table(Risk, owners=_OF_ARRANGEMENT),
    _table(CostShare, owners=_OF_ARRANGEMENT),
    _table(Answer),
)
"""Every type of record that a register keeps."""

BY_KIND: dict[type, Table] = {table.kind: table for table in TABLES}
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
