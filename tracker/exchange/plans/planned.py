"""What an import will do, as plain values: the preview shows it, and it is what is committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.agreement import Agreement, PartyRole
from tracker.domain.check import Finding, Severity
from tracker.domain.written import DateOrder
from tracker.exchange.sheets.sheet import RowOf

EVERY = "*"
"""In place of the name of a sheet: every sheet with the same columns. No sheet of a workbook can be called so."""


class Outcome(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    DOUBTFUL = "doubtful"
    NOT_IMPORTED = "not imported"


class Leaving(StrEnum):
    """What becomes of an agreement of the register that the file does not name, where a person ticked it."""

    END = "end"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Located:
    """A Finding at its place in the file.

    Attributes:
        row: row number in the file, from 1, a `RowOf` where several sheets are read together; None for a
            column or the file as a whole.
        column: the column's heading, "" for a whole row.
        text: what stands in the cell.
    """

    finding: Finding
    row: int | None = None
    column: str = ""
    text: str = ""

    def as_json(self) -> dict[str, object]:
        """The shape that `tracker import --json` promises."""
        return {
            **_place(self.row),
            "column": self.column,
            "text": self.text,
            "code": self.finding.code,
            "severity": self.finding.severity.value,
            "message": self.finding.message,
        }


def _place(row: int | None) -> dict[str, object]:
    """A row's number, with its sheet where several were read together."""
    return {"row": row.own, "sheet": row.sheet} if isinstance(row, RowOf) else {"row": row}


class PlannedParty(NamedTuple):
    """A party by name; organisations are matched when the plan is committed.

    Attributes:
        name: the name, trimmed and with web escapes undone.
        number: its company number as Companies House writes it, "" where none stood beside it.
        as_written: the file's own words, where they differ from the name.
        charity: its charity number, "" likewise.
    """

    name: str
    role: PartyRole
    number: str = ""
    as_written: str = ""
    charity: str = ""


@dataclass(frozen=True, slots=True)
class PlannedAgreement:
    """An agreement as a row states it, its parties by name, and the arrangement that it names."""

    agreement: Agreement
    parties: tuple[PlannedParty, ...] = ()
    arrangement: str = ""


@dataclass(frozen=True, slots=True)
class Existing:
    """An agreement that the register holds already.

    Attributes:
        parties: by the names that the register shows, and every other name that they are known by.
        edited: agreement field -> the value that the last import left there, for each field
            that a person has changed since; None for parties, options and the like, of which
            it is not known.
    """

    agreement: Agreement
    parties: tuple[PlannedParty, ...] = ()
    arrangement: str = ""
    edited: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an existing agreement that the file states otherwise.

    Attributes:
        field: name of the Agreement's field, or "parties" or "arrangement".
        old, new: domain values; for parties, tuples of PlannedParty.
        edited: True where a person changed the old value after the last import.
        left: what the last import had left there, where a person changed it.
    """

    field: str
    old: Any
    new: Any
    edited: bool = False
    left: Any = None


MONEY = ("value", "value_low", "value_high", "value_text")
_TOGETHER = (MONEY, ("ends", "end_kind"), ("options", "extensions_text"), ("notices", "notice_text"))


def together(field: str) -> tuple[str, ...]:
    """The fields of which a file changes all or none, this one among them: one alone would contradict the others."""
    return next((group for group in _TOGETHER if field in group), (field,))


@dataclass(slots=True)
class PlanRow:
    """A row of the file and what becomes of it.

    Attributes:
        row: row number in the file, from 1; a `RowOf` where several sheets are read together.
        planned: None where the row is not an agreement.
        existing: id of the agreement that it matches, None for none.
        changes: field by field, for a change.
        conflicts: fields that a person changed after the last import and of which the file says
            something new; they stay as they are unless `take` says otherwise.
        findings: what is odd about this row.
        reason: why the row is not imported, or doubtful; "" otherwise.
        follows: it is in doubt because it may be what followed `existing`, under the same name.
    """

    row: int
    outcome: Outcome
    planned: PlannedAgreement | None = None
    existing: int | None = None
    changes: tuple[FieldChange, ...] = ()
    findings: tuple[Located, ...] = ()
    reason: str = ""
    conflicts: tuple[FieldChange, ...] = ()
    follows: bool = False

    def take(self, field: str) -> None:
        """Take what the file says of a field in conflict after all, and of those that stand with it."""
        names = together(field)
        taken = tuple(one for one in self.conflicts if one.field in names)
        self.conflicts = tuple(one for one in self.conflicts if one.field not in names)
        self.changes += taken
        if taken and self.outcome is Outcome.SAME:
            self.outcome = Outcome.CHANGE


@dataclass(frozen=True, slots=True)
class Options:
    """What the person chose for this import.

    Attributes:
        today: for the question whether a date is far away.
        ends: "base" where the end dates leave the extensions out, "extended" where they
            include them, "ask" where nobody has said.
        contacts: True to take contact details in.
        currency: of figures that name none.
        fill_down: give each row under a merged cell what the cell holds (not for amounts).
        header: number in the file of the row that holds the headings, None for what the rows tell.
        orders: label of a column of dates -> "dmy", "mdy" or "ymd", where a person said which.
    """

    today: date
    ends: str = "ask"
    contacts: bool = False
    currency: str = "GBP"
    fill_down: bool = True
    header: int | None = None
    orders: Mapping[str, DateOrder] = field(default_factory=dict)


def found(
    code: str, severity: Severity, message: str, row: int | None = None, column: str = "", text: str = ""
) -> Located:
    """A Located Finding in one call."""
    return Located(Finding(code, severity, message), row, column, text)
