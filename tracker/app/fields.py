"""The fields of an agreement as people see and type them: label, kind, how read, how shown.

The form in the window, the command line and every list use this one table, so a field
has the same name, the same reading and the same words wherever it appears.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    ExtensionOption,
    NoticeClause,
    NoticeKind,
    Regime,
    SignatureState,
)
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Period, When, show
from tracker.domain.money import Money
from tracker.domain.written import read_amount, read_date, read_options, read_period


class Kind(StrEnum):
    """How a field is typed and shown."""

    TEXT = "text"
    LONG = "long text"
    DATE = "date"
    DAY = "day"
    PERIOD = "period"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes or no"
    NUMBER = "number"
    OPTIONS = "options"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an agreement.

    Attributes:
        name: the attribute of `Agreement`; `options` and `notice` stand for its child rows.
        label: what people call it.
        group: the heading under which it stands in the form.
        choices: the values allowed for a CHOICE.
        help: one plain sentence, "" where the label says it all.
    """

    name: str
    label: str
    kind: Kind
    group: str
    choices: type[Enum] | None = None
    help: str = ""


FIELDS: tuple[Field, ...] = (
    Field("reference", "Reference", Kind.TEXT, "What it is"),
    Field("title", "Title", Kind.TEXT, "What it is"),
    Field("type", "Type", Kind.CHOICE, "What it is", AgreementType),
    Field("description", "Description", Kind.LONG, "What it is"),
    Field("department", "Department", Kind.TEXT, "What it is"),
    Field(
        "owner",
        "Owner",
        Kind.TEXT,
        "What it is",
        help="The post that answers for it, rather than a person's name.",
    ),
    Field("category", "Category", Kind.TEXT, "What it is"),
    Field("signature", "Signature", Kind.CHOICE, "Term", SignatureState),
    Field("signed", "Signed", Kind.DATE, "Term"),
    Field("starts", "Starts", Kind.DATE, "Term", help="The first day of the term."),
    Field("initial_term", "Initial term", Kind.PERIOD, "Term", help="For example 5 years, or 18 months."),
    Field(
        "ends",
        "Initial end",
        Kind.DATE,
        "Term",
        help="The last day before any extension, as the agreement states it.",
    ),
    Field("end_kind", "How it ends", Kind.CHOICE, "Term", EndKind),
    Field(
        "roll",
        "Then rolls by",
        Kind.PERIOD,
        "Term",
        help="The length of each renewal that comes about by itself.",
    ),
    Field(
        "options",
        "Extension options",
        Kind.OPTIONS,
        "Term",
        help="For example 2 years + 2 years, or 3 x 12 months.",
    ),
    Field("term_limit", "Longest term in all", Kind.PERIOD, "Term"),
    Field("maximum_end", "Latest end stated", Kind.DAY, "Term"),
    Field(
        "notice",
        "Notice to end it",
        Kind.NOTICE,
        "Term",
        help="For example 6 months. Empty means nobody has looked it up.",
    ),
    Field("next_review", "Review", Kind.DATE, "Term"),
    Field("review_every", "Review every", Kind.PERIOD, "Term"),
    Field(
        "lead",
        "Start re-procuring before the end",
        Kind.PERIOD,
        "Term",
        help="Empty means the usual lead time for its size.",
    ),
    Field("in_use_on", "Last seen in use", Kind.DAY, "Term", help="Where the service goes on after the end."),
    Field("value", "Value in all", Kind.MONEY, "Money"),
    Field("annual_value", "Value a year", Kind.MONEY, "Money"),
    Field("irrecoverable_vat", "VAT not recovered", Kind.MONEY, "Money"),
    Field("regime", "Procured under", Kind.CHOICE, "Procurement", Regime),
    Field("procurement_route", "Procurement route", Kind.TEXT, "Procurement"),
    Field("tier", "Tier", Kind.TEXT, "Procurement"),
    Field("cpv", "CPV code", Kind.TEXT, "Procurement"),
    Field("sme", "Small or medium supplier", Kind.YES_NO, "Procurement"),
    Field("vcse", "Voluntary or community supplier", Kind.YES_NO, "Procurement"),
    Field("contact", "Contact", Kind.TEXT, "Notes", help="Left out of exports unless asked for."),
    Field("documents", "Documents", Kind.LONG, "Notes", help="A path or link on each line."),
    Field("notes", "Notes", Kind.LONG, "Notes"),
)

BY_NAME: dict[str, Field] = {field.name: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a text that somebody typed.

    Attributes:
        value: the value to keep; None for empty.
        understood: the value in full words ("31 March 2027"), "" for plain text.
        findings: what is odd; an ERROR means that it cannot be kept.
    """

    value: object
    understood: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> Finding | None:
        """The first Finding that forbids keeping it."""
        return next((finding for finding in self.findings if finding.severity is Severity.ERROR), None)


def read_field(name: str, text: str) -> Read:
    """Read what somebody typed into a field. Blank text means "not known" and clears it.

    Raises:
        KeyError: there is no such field (a bug).
    """
    field = BY_NAME[name]
    text = text.strip()
    if not text:
        return Read("" if field.kind in (Kind.TEXT, Kind.LONG) else _blank(field))
    return _READERS[field.kind](field, text)


def show_field(agreement: Agreement, name: str) -> str:
    """The text of a field as a person would type it; "" where it is not known."""
    field = BY_NAME[name]
    if field.kind is Kind.OPTIONS:
        return show_options(agreement.options, agreement.extensions_text)
    if field.kind is Kind.NOTICE:
        clause = next((c for c in agreement.notices if c.kind is NoticeKind.TERMINATION), None)
        return str(clause.length) if clause and clause.length else agreement.notice_text
    return show_value(getattr(agreement, name))


def show_value(value: object) -> str:
    """Any value of a field in the words of the interface."""
    match value:
        case None:
            return ""
        case When():
            return value.text or (show(value.earliest) if value.earliest else "not known")
        case bool():
            return "Yes" if value else "No"
        case Enum():
            return "" if value.value in ("unknown", "not recorded") else str(value.value)
        case Period() | Money() | str() | int():
            return str(value)
    return show(value) if hasattr(value, "isoformat") else str(value)


def show_options(options: tuple[ExtensionOption, ...], words: str = "") -> str:
    """Options in order, "2 years + up to 1 year"; the words of the file where none was understood."""
    if not options:
        return words
    return " + ".join(_option_text(option) for option in options)


def _option_text(option: ExtensionOption) -> str:
    if option.length is None:
        return f"until {show(option.until)}" if option.until else "length not recorded"
    return f"up to {option.length}" if option.up_to else str(option.length)


def apply(agreement: Agreement, name: str, value: object) -> Agreement:
    """The agreement with a field set to a value that `read_field` gave."""
    if name == "options":
        options = value if isinstance(value, tuple) else ()
        return replace(agreement, options=options)
    if name == "notice":
        others = tuple(c for c in agreement.notices if c.kind is not NoticeKind.TERMINATION)
        mine = (value,) if isinstance(value, NoticeClause) else ()
        return replace(agreement, notices=others + mine)
    fields: dict[str, Any] = {name: value}
    return replace(agreement, **fields)


def _blank(field: Field) -> object:
    if field.choices is not None:
        return next(member for member in field.choices if member.value in ("unknown", "not recorded"))
    return () if field.kind is Kind.OPTIONS else None


def _error(field: Field, code: str, message: str) -> Read:
    return Read(None, findings=(Finding(code, Severity.ERROR, message, field.name),))


def _read_text(field: Field, text: str) -> Read:
    return Read(text)


def _read_date(field: Field, text: str) -> Read:
    read = read_date(text)
    told = any(f.severity is Severity.ERROR and f.code != "date.unreadable" for f in read.findings)
    if read.when is None and not told:
        return _error(
            field,
            "date.unreadable",
            f"{field.label}: “{text}” is not a date. Write 31 March 2027 or 31/03/2027.",
        )
    return Read(read.when, read.understood, tuple(f._replace(field=field.name) for f in read.findings))


def _read_day(field: Field, text: str) -> Read:
    read = _read_date(field, text)
    if read.refused or not isinstance(read.value, When):
        return read
    if read.value.day is None:
        return _error(field, "date.not-a-day", f"{field.label} needs an exact day, such as 31 March 2027.")
    return replace(read, value=read.value.day)


def _read_period(field: Field, text: str) -> Read:
    read = read_period(text)
    if read.period is None:
        return _error(
            field,
            "period.unreadable",
            f"{field.label}: “{text}” is not a length of time. Write 5 years or 18 months.",
        )
    return Read(read.period, read.understood, read.findings)


def _read_money(field: Field, text: str) -> Read:
    read = read_amount(text)
    if read.value is None:
        return _error(
            field, "money.unreadable", f"{field.label}: “{text}” is not an amount. Write 12500 or £12,500.00."
        )
    yearly = field.name == "annual_value"
    if read.per and not (yearly and read.per == "year"):
        where = "Put it under Value a year." if read.per == "year" else "Work out what it comes to first."
        return _error(
            field, "money.rate", f"{field.label}: “{text}” is an amount for each {read.per}. {where}"
        )
    return Read(read.value, str(read.value), read.findings)


def _read_choice(field: Field, text: str) -> Read:
    choices = field.choices
    assert choices is not None
    wanted = text.casefold()
    for member in choices:
        if wanted in (str(member.value).casefold(), member.name.casefold()):
            return Read(member, str(member.value))
    allowed = ", ".join(str(member.value) for member in choices)
    return _error(field, "choice.unknown", f"{field.label}: “{text}” is not one of {allowed}.")


def _read_yes_no(field: Field, text: str) -> Read:
    word = text.casefold()
    if word in ("yes", "y", "true", "1"):
        return Read(True, "Yes")
    if word in ("no", "n", "false", "0"):
        return Read(False, "No")
    return _error(
        field,
        "yes-no.unreadable",
        f"{field.label}: write Yes or No, or leave it empty where it is not known.",
    )


def _read_number(field: Field, text: str) -> Read:
    if text.isdecimal():
        return Read(int(text), text)
    return _error(field, "number.unreadable", f"{field.label}: “{text}” is not a whole number.")


def _read_options(field: Field, text: str) -> Read:
    options = tuple(
        ExtensionOption(number=number, length=read.length, up_to=read.up_to, until=read.until, text=text)
        for number, read in enumerate(read_options(text), start=1)
    )
    if not options:
        return _error(
            field,
            "options.unreadable",
            f"No length was found in “{text}”. Write 2 years + 1 year, or 3 x 12 months.",
        )
    return Read(options, show_options(options))


def _read_notice(field: Field, text: str) -> Read:
    read = _read_period(field, text)
    if not isinstance(read.value, Period):
        return read
    clause = NoticeClause(kind=NoticeKind.TERMINATION, length=read.value, text=text)
    return replace(read, value=clause)


_READERS: dict[Kind, Callable[[Field, str], Read]] = {
    Kind.TEXT: _read_text,
    Kind.LONG: _read_text,
    Kind.DATE: _read_date,
    Kind.DAY: _read_day,
    Kind.PERIOD: _read_period,
    Kind.MONEY: _read_money,
    Kind.CHOICE: _read_choice,
    Kind.YES_NO: _read_yes_no,
    Kind.NUMBER: _read_number,
    Kind.OPTIONS: _read_options,
    Kind.NOTICE: _read_notice,
}
