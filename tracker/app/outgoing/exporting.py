"""Giving out the register's agreements: a workbook, a text table, or a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.fields import show_options
from tracker.app.outgoing.publishing import LISTS, publish_list, publish_ocds
from tracker.domain.agreement import Agreement, NoticeKind
from tracker.domain.dates import When, show
from tracker.domain.errors import CannotWrite
from tracker.domain.written.spans import show_when
from tracker.exchange.outgoing.column import Column, Kind, Table, Value

if TYPE_CHECKING:
    from tracker.app.session import Session
    from tracker.domain.reminding.alert import Watched
    from tracker.store.queries import AgreementRow

Read = Callable[[Agreement, "AgreementRow"], Value]
Progress = Callable[[int], object]


KINDS: Mapping[str, str] = {
    "table": "the list of agreements, as a workbook (.xlsx) or a text table (.csv)",
    "workbook": "the whole register as a workbook (.xlsx) that can be edited and imported again",
    "calendar": "the deadlines, as a calendar (.ics)",
    **LISTS,
    "report": "the next 12 months, a partnership or an agreement, to read or print (.html or .pdf)",
    "ocds": "an Open Contracting release package (.json)",
}
"""What can be exported: its name -> what it is."""


class Scope(NamedTuple):
    """Which agreements go out, and in which order; the first four are those of a listing.

    Attributes:
        ids: these agreements alone, in this order; None for all that fit.
    """

    search: str = ""
    filters: Mapping[str, str] = MappingProxyType({})
    sort: str = "title"
    descending: bool = False
    ids: tuple[int, ...] | None = None

    @property
    def whole(self) -> bool:
        """True where nothing is left out."""
        return self.ids is None and not self.search and not self.filters

    def count(self, session: Session) -> int:
        """How many agreements there are in it; none is read."""
        if self.ids is not None:
            return len(self.ids)
        return session.read.listing(self.search, self.filters, self.sort, self.descending, limit=0).total

    def rows(self, session: Session, sort: str = "", limit: int | None = None) -> list[AgreementRow]:
        """The agreements themselves, the first `limit` of them; `sort` is another order than the scope's own."""
        if self.ids is not None:
            rows = session.read.rows(self.ids[:limit])
            return sorted(rows, key=lambda row: getattr(row, sort)) if sort else rows
        how = self._replace(sort=sort, descending=False) if sort else self
        return session.read.listing(how.search, how.filters, how.sort, how.descending, limit).rows


class Sent(NamedTuple):
    """A column of the exported table, and what stands in it."""

    column: Column
    read: Read


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _when(value: When | None) -> Value:
    """An exact day as a date; anything else as the words that it was written in, or as it is shown."""
    if value is None:
        return None
    return value.day or value.text or (show_when(value) if value.earliest or value.latest else None)


def _yes(value: bool | None) -> Value:
    return None if value is None else "Yes" if value else "No"


def _notice(agreement: Agreement) -> Value:
    clause = next((c for c in agreement.notices if c.kind is NoticeKind.TERMINATION and c.length), None)
    return str(clause.length) if clause else agreement.notice_text


_STATUS, _THAT_DAY = "Status today", "on the day of export"

# The headings are those that the importer knows, so that a workbook that went out comes back in.
SENT: tuple[Sent, ...] = (
    Sent(Column("Reference", Kind.CODE), lambda a, r: a.reference),
    Sent(Column("Title"), lambda a, r: a.title),
    Sent(Column("Type"), lambda a, r: "" if a.type.value == "unknown" else a.type.value),
    Sent(Column(_STATUS, hint=f"Worked out {_THAT_DAY}."), lambda a, r: r.status),
    Sent(Column("Supplier"), lambda a, r: r.supplier),
    Sent(Column("Buyer"), lambda a, r: r.buyer),
    Sent(Column("Arrangement"), lambda a, r: r.arrangement),
    Sent(Column("Department"), lambda a, r: a.department),
    Sent(Column("Owner"), lambda a, r: a.owner),
    Sent(Column("Signed date", Kind.DATE), lambda a, r: _when(a.signed)),
    Sent(Column("Start date", Kind.DATE), lambda a, r: _when(a.starts)),
    Sent(Column("Initial term"), lambda a, r: str(a.initial_term) if a.initial_term else ""),
    Sent(
        Column("End date", Kind.DATE, hint="The initial end as stated, before extensions."),
        lambda a, r: _when(a.ends),
    ),
    Sent(Column("Extension options"), lambda a, r: a.extensions_text or show_options(a.options)),
    Sent(
        Column("Current end, worked out", Kind.DATE, hint="Worked out, with extensions taken."),
        lambda a, r: _day(r.current_end),
    ),
    Sent(
        Column("Latest end, worked out", Kind.DATE, hint="Worked out, with every option."),
        lambda a, r: _day(r.maximum_end),
    ),
    Sent(Column("Notice period"), lambda a, r: _notice(a)),
    Sent(Column("Review date", Kind.DATE), lambda a, r: _when(a.next_review)),
    Sent(Column("Next action", hint=f"Worked out {_THAT_DAY}."), lambda a, r: r.next_title),
    Sent(
        Column("Act by", Kind.DATE, hint="The working day by which to act."), lambda a, r: _day(r.next_act_by)
    ),
    Sent(Column("Contract value", Kind.MONEY), lambda a, r: a.value or a.value_text or None),
    Sent(Column("Annual value", Kind.MONEY), lambda a, r: a.annual_value),
    Sent(Column("Category"), lambda a, r: a.category),
    Sent(Column("CPV code", Kind.CODE), lambda a, r: a.cpv),
    Sent(Column("Procurement route"), lambda a, r: a.procurement_route),
    Sent(Column("SME"), lambda a, r: _yes(a.sme)),
    Sent(Column("VCSE"), lambda a, r: _yes(a.vcse)),
    Sent(Column("Irrecoverable VAT", Kind.MONEY), lambda a, r: a.irrecoverable_vat),
    Sent(Column("Tags", hint="Parted by semicolons."), lambda a, r: "; ".join(one.name for one in a.tags)),
    Sent(Column("Description"), lambda a, r: a.description),
    Sent(Column("Notes"), lambda a, r: a.notes),
    Sent(
        Column("Tracker UID", Kind.CODE, hint="By this the agreement is known when the file comes back."),
        lambda a, r: a.uid,
    ),
)
CONTACT = Sent(Column("Contact"), lambda a, r: a.contact)


def export_register(
    session: Session,
    path: Path,
    *,
    kind: str = "table",
    scope: Scope = Scope(),  # noqa: B008
    overwrite: bool = False,
    contacts: bool | None = None,
    prefix: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the agreements of a scope to `path`; returns how many rows went out.

    Args:
        kind: one of `KINDS`.
        contacts: give contact details out as well; where None the linked workbook has them, for it
            holds the whole register, and nothing else has.
        prefix: of the council's ocids, for "ocds".

    Raises:
        CannotWrite: something is there already, or it could not be written; what was there still is.
    """
    if kind == "calendar":
        return _calendar(session, path, scope, overwrite=overwrite)
    if kind == "report":
        from tracker.app.outgoing.reporting import write_html, year_report

        report = year_report(session, filters=scope.filters)
        write_html(report, path, overwrite=overwrite)
        return len(report.parts)
    if kind in LISTS:
        published = publish_list(
            session, path, kind, scope=scope, contacts=bool(contacts), overwrite=overwrite
        )
        return len(published.table.rows)
    rows = scope.rows(session)
    if kind == "ocds":
        return publish_ocds(session, path, rows, prefix=prefix, overwrite=overwrite)
    if kind == "workbook":
        from tracker.app.outgoing.exporting_workbook import export_workbook

        return export_workbook(
            session,
            path,
            rows,
            whole=scope.whole,
            contacts=contacts is not False,
            overwrite=overwrite,
            progress=progress,
        )
    table = agreements_table(session, rows, contacts=bool(contacts))
    _write(session, table, path, overwrite=overwrite, progress=progress)
    return len(rows)


def agreements_table(session: Session, rows: Sequence[AgreementRow], *, contacts: bool = False) -> Table:
    """The agreements of those rows as a table that goes out."""
    whole = {agreement.id: agreement for agreement in session.read.agreements(row.id for row in rows)}
    sent = (*SENT, CONTACT) if contacts else SENT
    cells = [[one.read(whole[row.id], row) for one in sent] for row in rows]
    return Table("Agreements", [_as_at(one.column, session.as_at) for one in sent], cells)


def _as_at(column: Column, day: date | None) -> Column:
    """A column that was worked out for another day says so, in words that no import takes for a field."""
    if day is None:
        return column
    name = f"Status on {show(day)}, worked out" if column.name == _STATUS else column.name
    return replace(column, name=name, hint=column.hint.replace(_THAT_DAY, f"for {show(day)}"))


def _write(session: Session, table: Table, path: Path, *, overwrite: bool, progress: Progress | None) -> None:
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        from tracker.exchange.outgoing.csvfile import write_csv

        write_csv(table, path, overwrite=overwrite)
    elif suffix == ".xlsx":
        from tracker.exchange.outgoing.workbook import write_tables

        title = f"Agreements in {session.path.stem}"
        write_tables([table], path, title=title, made=session.now(), overwrite=overwrite, progress=progress)
    else:
        raise CannotWrite(f"{path.name} has no ending that says what to write. Use .xlsx or .csv.")


def _calendar(session: Session, path: Path, scope: Scope, *, overwrite: bool) -> int:
    from tracker.exchange.outgoing.calendar import write_calendar

    return write_calendar(dates_of(session, scope), path, made=session.now(), overwrite=overwrite)


def dates_of(session: Session, scope: Scope) -> list[Watched]:
    """The dates of a scope's agreements; of the partnerships as well where nothing is left out."""
    from tracker.app.reminding.reminders import watched

    dates = watched(session)
    if scope.whole:
        return dates
    inside = {row.uid for row in scope.rows(session)}
    return [one for one in dates if one.agreement_uid in inside]
