"""The linked workbook: the whole register, or some of its agreements, to be edited and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.domain.agreement import Agreement, Event, ExtensionOption, NoticeClause, Party, Tag
from tracker.domain.dates import show
from tracker.domain.deadlines.deadline import Deadline, state
from tracker.domain.organisation import Organisation
from tracker.domain.source import Person
from tracker.exchange.outgoing.column import Column, Each, Kind, Table, Value

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.exchange.linked.going_out import Worked
    from tracker.store.queries import AgreementRow, DeadlineRow

_CHILDREN = (Party, ExtensionOption, NoticeClause, Event, Tag)


def export_workbook(
    session: Session,
    path: Path,
    rows: Sequence[AgreementRow],
    *,
    whole: bool,
    contacts: bool = True,
    overwrite: bool = False,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write the agreements of `rows`, with all that the register knows besides, to one workbook.

    Args:
        whole: True where `rows` are all of them.
        contacts: False to leave people and contact details out; coming back, they are as they were.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    from tracker.exchange.linked.going_out import dress
    from tracker.exchange.linked.rows import mark
    from tracker.exchange.outgoing.workbook import write_tables

    made = linked_tables(session, rows, whole=whole, contacts=contacts)
    notes = [
        mark(session.now()),
        "Edit it, save it, and import it: what you changed is changed in the register, and nothing else.",
        "A new row needs no UID. A row that you delete is taken out, but agreements, organisations, "
        "arrangements and sources stay.",
        f"What is worked out was worked out for {show(session.today)}; it is not read back.",
    ]
    title = f"{session.path.stem}: linked workbook"
    write_tables(
        made, path, title=title, made=session.now(), notes=notes,
        overwrite=overwrite, progress=progress, dress=dress,
    )  # fmt: skip
    return len(rows)


def linked_tables(
    session: Session, rows: Sequence[AgreementRow], *, whole: bool, contacts: bool = True
) -> list[Table]:
    """The sheets of the linked workbook, in their order."""
    from tracker.exchange.linked.going_out import tables

    inside = {row.id for row in rows}
    named = rows if whole else session.read.listing().rows

    def read(kind: type) -> Iterable[Any]:
        if kind is Person and not contacts:
            return ()
        if kind is Agreement:
            return session.read.agreements(inside)
        if whole or kind not in _CHILDREN:
            return session.read.records(kind)
        return [one for one in session.read.records(kind) if _goes(one, inside)]

    deadlines = [one for one in session.read.deadlines(None) if one.agreement_id in inside]
    return tables(
        read,
        named=lambda kind: named if kind is Agreement else session.read.records(kind),
        worked={Agreement: _worked({row.id: row for row in rows})},
        extra=[_deadlines(deadlines, session.today)],
        without={} if contacts else {Agreement: ("contact",), Organisation: ("contact",)},
    )


def _goes(child: Any, inside: set[int]) -> bool:
    """Whether something that may belong to an agreement goes out with those agreements."""
    return child.agreement_id in inside or getattr(child, "arrangement_id", None) is not None


def _worked(rows: Mapping[int, AgreementRow]) -> list[Worked]:
    def of(name: str) -> Callable[[Agreement], Value]:
        return lambda agreement: getattr(rows[agreement.id], name)

    out = "Worked out on the day of export; not read back."
    return [
        (Column("Status (worked out)", hint=out), of("status")),
        (Column("Supplier (from Parties)", hint="Edit it in the sheet Parties."), of("supplier")),
        (Column("Current end (worked out)", Kind.DATE, hint=out), of("current_end")),
        (Column("Maximum end (worked out)", Kind.DATE, hint=out), of("maximum_end")),
        (Column("Next action (worked out)", hint=out), of("next_title")),
        (Column("Act by (worked out)", Kind.DATE, hint=out), of("next_act_by")),
    ]


def _deadlines(rows: Sequence[DeadlineRow], today: date) -> Table:
    """Every date that is to come or was missed, with its workings: to look at, not to edit."""
    columns = [
        Column("Act by", Kind.DATE, hint="The working day by which to act."),
        Column("Date", Kind.DATE, hint="The legal date, inclusive."),
        Column("State", hint="missed, due, upcoming or done, on the day of export."),
        Column("What"),
        Column("Kind"),
        Column("Reference", Kind.CODE),
        Column("Agreement"),
        Column("Owner"),
        Column("Party", hint="Who must act, where that is not us."),
        Column("Workings", hint="How the date was reckoned; not read back."),
    ]
    return Table("Deadlines", columns, Each(rows, lambda row: _deadline_cells(row, today)))


def _deadline_cells(row: DeadlineRow, today: date) -> Sequence[Value]:
    return (
        *(row.act_by, row.date, state(_as_deadline(row), today).value, row.title, row.kind),
        *(row.reference, row.agreement_title, row.owner, row.party, row.workings),
    )


def _as_deadline(row: DeadlineRow) -> Deadline:
    day = date.fromisoformat
    return Deadline(row.kind, day(row.date), day(row.act_by), day(row.missed_after), row.asks, row.settled)
