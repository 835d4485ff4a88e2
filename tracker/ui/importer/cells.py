"""How a row of an import is written in its table: what became of it, and what was made of each cell."""

from __future__ import annotations

from tracker.app.fields import show_field, show_options, show_value
from tracker.app.incoming.importview import FieldChange, Located, Outcome, PlanRow
from tracker.domain.agreement import Agreement, EndKind, Event, ExtensionOption, PartyRole
from tracker.domain.check import Severity
from tracker.domain.dates import Period, Precision, When
from tracker.ui.parts import format as words
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.marks import SEVERITY
from tracker.ui.parts.tables import EMPTY, Cell
from tracker.ui.parts.theme import Tone

OUTCOMES: dict[Outcome, Look] = {
    Outcome.ADD: Look("New", Shape.CIRCLE, Tone.GOOD),
    Outcome.CHANGE: Look("Changed", Shape.DIAMOND, Tone.NOTE),
    Outcome.SAME: Look("The same", Shape.RING, Tone.MUTED),
    Outcome.DOUBTFUL: Look("To look at", Shape.TRIANGLE, Tone.WARNING),
    Outcome.NOT_IMPORTED: Look("Left out", Shape.CROSS, Tone.MUTED),
}
ODD = Look("With remarks", Shape.TRIANGLE, Tone.WARNING)
EVERY = Look("All", Shape.RING, Tone.MUTED)

_ENDS: dict[EndKind, str] = {
    EndKind.ROLLING: "rolling",
    EndKind.OPEN_ENDED: "no end",
    EndKind.UNTIL_REPLACED: "until replaced",
    EndKind.ONE_OFF: "one-off",
}
_DATES = {"starts": "starts", "signed": "signed", "review": "next_review"}
_PARTIES = {"supplier": PartyRole.SUPPLIER, "buyer": PartyRole.BUYER}
_MONEY = ("value", "annual_value", "irrecoverable_vat")
RIGHT = frozenset(("starts", "ends", "current_end", "max_end", "review", "signed", *_MONEY))
"""Fields whose cells align right."""


_SHOWN = 300
"""Letters of a cell that are shown; a cell may hold millions, and nobody reads them in a table."""


def brief(text: str) -> str:
    """A text as a table shows it: on one line, and cut where it is very long."""
    cut = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return " ".join(cut.split())


def read_text(row: PlanRow, field: str) -> str:
    """What was made of a field of the row, in words; "" for nothing."""
    if row.planned is None:
        return ""
    agreement = row.planned.agreement
    if field in _PARTIES:
        return "; ".join(party.name for party in row.planned.parties if party.role is _PARTIES[field])
    if field == "review" and agreement.review_every and not agreement.next_review:
        return f"every {agreement.review_every}"
    if field in _DATES:
        return _when(getattr(agreement, _DATES[field]))
    if field == "ends":
        return _when(agreement.ends) or _ENDS.get(agreement.end_kind, "")
    if field == "max_end":
        return words.day(agreement.maximum_end, "")
    if field in _MONEY:
        return _amount(agreement, field)
    if field == "arrangement":
        return row.planned.arrangement
    if field == "extensions":
        return show_options(agreement.options) or ("kept as text" if agreement.extensions_text else "")
    if field == "tags":
        return "; ".join(tag.name for tag in agreement.tags)
    if field == "notice":
        return show_field(agreement, "notice")
    return _plain(agreement, field)


def _when(value: When | None) -> str:
    """A date in words; "" where none was understood, whatever words were kept."""
    known = value is not None and value.precision is not Precision.UNKNOWN
    return words.when(value) if known else ""


def _amount(agreement: Agreement, field: str) -> str:
    money = getattr(agreement, field)
    if money is not None:
        return words.amount(money.minor, money.currency)
    return agreement.value_text if field == "value" else ""


def _plain(agreement: Agreement, field: str) -> str:
    if field == "current_end":
        return ""
    if field == "term":
        return show_field(agreement, "initial_term") or _ENDS.get(agreement.end_kind, "")
    value = getattr(agreement, field, "")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value) if value is not None else ""


def written_cell(text: str, field: str) -> Cell:
    """The cell "in the file"."""
    return Cell(brief(text), Tone.MUTED, right=field in RIGHT)


def read_cell(row: PlanRow, field: str, written: str, findings: tuple[Located, ...]) -> Cell:
    """The cell "read as": in the tone of the worst that is odd about it, with a mark."""
    text = brief(read_text(row, field))
    worst = _worst(findings)
    right = field in RIGHT
    weight = 500 if field == "title" else 400
    if worst is None or worst is Severity.NOTE:
        change = change_of(row, field)
        if change is not None:
            before = f"In the register: {change_words(change)[0]}"
            return Cell(text or "not stated", Tone.NOTE, 600, right, help=before)
        return Cell(text, weight=weight, right=right) if text else EMPTY
    shape, tone = SEVERITY[worst]
    said = "\n".join(brief(one.finding.message) for one in findings)
    return Cell(
        text or ("not read" if written else "missing"), tone, 500, right, Look("", shape, tone), help=said
    )


def _worst(findings: tuple[Located, ...]) -> Severity | None:
    order = list(Severity)
    return max((one.finding.severity for one in findings), key=order.index, default=None)


def outcome_cell(row: PlanRow) -> Cell:
    """The chip that says what becomes of the row, with the reason as its help."""
    return Cell(look=OUTCOMES[row.outcome], chip=True, help=row.reason)


def change_of(row: PlanRow, field: str) -> FieldChange | None:
    """What the import would change in that field of an agreement that is there already."""
    attribute = {
        "supplier": "parties",
        "buyer": "parties",
        "max_end": "maximum_end",
        "review": "next_review",
        "term": "initial_term",
        "extensions": "options",
    }.get(field, field)
    return next((change for change in row.changes if change.field == attribute), None)


def change_words(change: FieldChange) -> tuple[str, str]:
    """The old value and the new one, in words; of parties those that are not on both sides."""
    old, new = change.old, change.new
    if change.field == "parties":
        both = {_member(one) for one in old} & {_member(one) for one in new}
        old, new = (tuple(one for one in side if _member(one) not in both) for side in (old, new))
        if not (old and new):  # one only goes or comes: beside whom it does says more
            old, new = change.old, change.new
    return brief(value_words(old)) or "nothing", brief(value_words(new)) or "nothing"


def value_words(value: object) -> str:
    """Any value of a field in words, "" for nothing: "31 March 2027", "1 year + 1 year", "Swift & Co"."""
    if isinstance(value, tuple) and not isinstance(value, Period):
        if value and isinstance(value[0], ExtensionOption):
            return show_options(value)
        return "; ".join(filter(None, map(_member, value)))
    if isinstance(value, When):
        return words.when(value) if value.precision is not Precision.UNKNOWN else value.text
    return show_value(value)


def _member(one: object) -> str:
    """One of several: a party by its name, a notice by its length, an event by what happened and when."""
    if isinstance(one, Event):
        return " ".join(filter(None, (one.kind.value, value_words(one.new_end))))
    named = getattr(one, "name", "") or getattr(one, "length", None)
    return str(named or one)
