"""What the window offers to give out: each kind with its purpose, and a look at it before it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.app.outgoing.exporting import Scope, export_register
from tracker.app.outgoing.publishing import LISTS, Missing, make, ocds_gaps
from tracker.app.outgoing.screenlist import shown_table, write_shown
from tracker.domain.dates import add_days, show
from tracker.exchange.outgoing.lists import Quarter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.app.outgoing.reporting import Report
    from tracker.app.session import Session

_TABLES = {".xlsx": "Excel workbook (.xlsx)", ".csv": "Text table (.csv)"}
_SCREEN = "screen"


class Offer(NamedTuple):
    """A kind of file that the window offers.

    Attributes:
        kind: a name of `exporting.KINDS`, or "screen" for the list as it is laid out.
        purpose: what it is for, in a line or two.
        endings: of the file's name -> what such a file is; the likeliest first.
        checked: True where something may have to be seen to before it is published.
        contacts: True where contact details can go with it.
        narrowed: True where it can hold some of the agreements alone.
        group: the heading under which it is offered.
    """

    kind: str
    title: str
    purpose: str
    endings: Mapping[str, str]
    group: str
    checked: bool = False
    contacts: bool = False
    narrowed: bool = True


_WORK, _PUBLISH, _CALENDAR = "To work with", "To publish or answer with", "To look at"
OFFERS: tuple[Offer, ...] = (
    Offer(
        _SCREEN, "The list as you see it",
        "The register’s columns, filters and order as they are on the screen, with true dates and amounts.",
        _TABLES, _WORK,
    ),
    Offer(
        "table", "Every field",
        "A row for each agreement with all its fields and what is worked out of them. It can be imported again.",
        _TABLES, _WORK, contacts=True,
    ),
    Offer(
        "workbook", "Linked workbook",
        "The whole register, a sheet for each sort of record, to edit in Excel or LibreOffice. Import it "
        "afterwards: exactly your edits come back.",
        {".xlsx": _TABLES[".xlsx"]}, _WORK, contacts=True,
    ),
    Offer(
        "transparency", "Contracts over £5,000",
        "The quarterly list of the Transparency Code 2015: contracts and, on a second sheet, invitations to "
        "tender. In a text table contracts alone.",
        _TABLES, _PUBLISH, checked=True,
    ),
    Offer(
        "tenders", "Invitations to tender",
        "The Transparency Code’s other list, of invitations to tender over £5,000 in the quarter.",
        _TABLES, _PUBLISH, checked=True,
    ),
    Offer(
        "esd", "LGA schema, 38 columns",
        "The contracts list in the columns of the LGA and ESD schema. Which field fills a column is yours to edit.",
        {".csv": _TABLES[".csv"], ".xlsx": _TABLES[".xlsx"]}, _PUBLISH, checked=True, contacts=True,
    ),
    Offer(
        "foi", "Freedom of Information answer",
        "Live contracts in the twelve columns that the standard request asks for.",
        _TABLES, _PUBLISH, checked=True, contacts=True,
    ),
    Offer(
        "ocds", "Open Contracting (OCDS 1.1)",
        "A release package for open-data portals: each agreement, its extensions as amendments, its options.",
        {".json": "Release package (.json)"}, _PUBLISH, checked=True,
    ),
    Offer(
        "calendar", "Calendar of dates",
        "Every date to act on, for Outlook or any calendar. Writing over last month’s file brings it up to date.",
        {".ics": "Calendar (.ics)"}, _CALENDAR,
    ),
    Offer(
        "report", "The next 12 months",
        "What to act on, month by month, to read, to send or to print. Other reports: File, Print.",
        {".pdf": "PDF (.pdf)", ".html": "Web page (.html)"}, _CALENDAR,
    ),
)  # fmt: skip


class Choice(NamedTuple):
    """What somebody asked for.

    Attributes:
        columns: (field, heading) of the list on the screen, in its order; for "screen" alone.
        day: the day as at which a quarterly list is made; None for the session's own.
        prefix: of the council's ocids, "" where none was given to it.
    """

    kind: str
    scope: Scope = Scope()
    contacts: bool = False
    columns: Sequence[tuple[str, str]] = ()
    day: date | None = None
    prefix: str = ""


class Ahead(NamedTuple):
    """What a choice would give out.

    Attributes:
        rows: how many things it holds.
        noun: what they are, in the singular.
        missing: what to see to before it is published.
    """

    rows: int
    noun: str
    missing: tuple[Missing, ...] = ()


def offer(kind: str) -> Offer:
    """The offer of that kind."""
    return next(one for one in OFFERS if one.kind == kind)


def quarters(today: date) -> tuple[Quarter, ...]:
    """The quarters that a list is likely to be wanted for, the likeliest first.

    Within the month after a quarter that one is due; afterwards it is the quarter that runs.
    """
    running = Quarter.of(today)
    last = Quarter.of(add_days(running.first, -1))
    before = Quarter.of(add_days(last.first, -1))
    return (last, running, before) if today <= last.publish_by else (running, last, before)


def day_for(quarter: Quarter, today: date) -> date | None:
    """The day as at which a quarter's list is made: its last one; None while it runs."""
    return quarter.last if quarter.last < today else None


def look_ahead(session: Session, choice: Choice) -> Ahead:
    """What would go out, and what is missing in it; nothing is written."""
    if choice.kind in LISTS:
        _look_at(session, choice)
        lists = [
            make(session, kind, scope=choice.scope, contacts=choice.contacts)
            for kind in (("transparency", "tenders") if choice.kind == "transparency" else (choice.kind,))
        ]
        gaps = dict.fromkeys(gap for one in lists for gap in one.missing)
        return Ahead(len(lists[0].table.rows), "agreement", tuple(gaps))
    if choice.kind == "calendar":
        from tracker.app.outgoing.exporting import dates_of

        return Ahead(sum(not one.deadline.settled for one in dates_of(session, choice.scope)), "date")
    if choice.kind == "report":
        from tracker.app.due import due_within
        from tracker.domain.dates import Period

        return Ahead(len(due_within(session, Period(12), filters=choice.scope.filters)), "date")
    if choice.kind == "ocds":
        count, missing = ocds_gaps(session, choice.scope.rows(session), choice.prefix)
        return Ahead(count, "agreement", missing)
    return Ahead(choice.scope.count(session), "agreement")


def _look_at(session: Session, choice: Choice) -> None:
    if choice.day is not None and choice.day != session.today:
        session.look_at(choice.day)


def write_choice(
    session: Session,
    choice: Choice,
    path: Path,
    *,
    overwrite: bool = False,
    pdf: Callable[[Report], bytes] | None = None,
) -> int:
    """Write what was chosen to `path`; returns how many things it holds.

    Args:
        pdf: makes a PDF of a report; the window's own way of printing.

    Raises:
        CannotWrite: nothing was written, and what was there before still is.
    """
    if choice.kind in LISTS:
        _look_at(session, choice)
    if choice.kind == _SCREEN:
        table = shown_table(choice.scope.rows(session), choice.columns, "Agreements")
        return write_shown(session, path, table, overwrite=overwrite)
    if choice.kind == "report" and path.suffix.casefold() == ".pdf" and pdf is not None:
        from tracker.app.outgoing.reporting import keep, year_report

        report = year_report(session, filters=choice.scope.filters)
        keep(pdf(report), path, overwrite=overwrite)
        return len(report.parts)
    return export_register(
        session, path, kind=choice.kind, scope=choice.scope, contacts=choice.contacts,
        prefix=choice.prefix, overwrite=overwrite,
    )  # fmt: skip


def file_name(register: Path, choice: Choice, quarter: Quarter | None, today: date) -> str:
    """A name for the file, without its ending: what it is and for when."""
    words = {
        _SCREEN: "list", "table": "agreements", "workbook": "linked workbook", "transparency": "contracts",
        "tenders": "invitations to tender", "esd": "contracts LGA", "foi": "FOI answer", "ocds": "OCDS",
        "calendar": "dates", "report": "next 12 months",
    }[choice.kind]  # fmt: skip
    if choice.kind == "calendar":
        # The same name every month, for it is brought up to date; another where it is of some alone,
        # for writing those over all of them would cancel the rest.
        return f"{register.stem} {'' if choice.scope.whole else 'some '}{words}"
    if quarter is not None:
        return f"{register.stem} {words} {quarter.short}"
    return f"{register.stem} {words} {today.isoformat()}"


def quarter_words(quarter: Quarter, today: date) -> str:
    """A quarter as one chooses it."""
    months = f"{quarter.first:%B} to {quarter.last:%B %Y}"
    if quarter.last < today:
        return f"{months}, publish by {show(quarter.publish_by)}"
    return f"{months}, so far"


__all__ = [
    "OFFERS", "Ahead", "Choice", "Missing", "Offer", "Quarter", "Scope", "day_for", "file_name",
    "look_ahead", "offer", "quarter_words", "quarters", "write_choice",
]  # fmt: skip
