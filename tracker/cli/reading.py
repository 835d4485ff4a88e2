"""The verbs that only read: due, list, show, members, claims, totals, gaps, history, check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.app.due import Due, due_within
from tracker.app.find import one_agreement
from tracker.app.partnership.partnerships import supersession
from tracker.app.session import Session, open_as_at
from tracker.cli import shapes
from tracker.cli.output import (
    filter_option,
    json_option,
    on_option,
    print_json,
    print_table,
    read_filters,
    register_argument,
)
from tracker.domain.check import Severity
from tracker.domain.dates import Period, show
from tracker.domain.deadlines.deadline import DeadlineState
from tracker.domain.errors import TrackerError
from tracker.domain.written import read_period

USUAL_WINDOW = Period(months=12)


def to_period(text: str) -> Period:
    """A length of time as people write it."""
    period = read_period(text).period
    if period is None:
        raise TrackerError(f"“{text}” is not a length of time. Write 6m, 2 years, 12w or 90d.")
    return period


@click.command()
@register_argument
@on_option
@click.option(
    "--within", default="", metavar="PERIOD", help="How far to look ahead; 12m unless said otherwise."
)
@click.option("--all", "everything", is_flag=True, help="Also what is done or falls later.")
@filter_option
@json_option
def due(
    register: Path, on: date | None, within: str, everything: bool, filters: tuple[str, ...], as_json: bool
) -> int:
    """What must be done by when: missed dates first, then those within a period."""
    window = to_period(within) if within else USUAL_WINDOW
    return show_due(register, on, window, everything, filters, as_json)


def show_due(
    register: Path,
    on: date | None = None,
    window: Period = USUAL_WINDOW,
    everything: bool = False,
    filters: tuple[str, ...] = (),
    as_json: bool = False,
) -> int:
    """Print what is due; 1 where something is overdue, else 0."""
    with open_as_at(register, on) as session:
        found = due_within(session, window, everything=everything, filters=read_filters(filters))
        if as_json:
            print_json({"on": session.today.isoformat(), "due": [shapes.deadline(one) for one in found]})
        else:
            print_due(session, found)
    return 1 if any(one.state is DeadlineState.MISSED for one in found) else 0


def print_due(session: Session, found: list[Due]) -> None:
    """The table of what is due."""
    rows = [
        (
            one.state.value,
            show(date.fromisoformat(one.row.act_by)),
            show(date.fromisoformat(one.row.date)),
            one.row.title or one.row.kind,
            " ".join(
                part for part in (one.row.reference, one.row.agreement_title or one.row.arrangement) if part
            ),
            one.row.owner or "no owner",
        )
        for one in found
    ]
    title = f"Due as at {show(session.today)} in {session.path.name}"
    note = "" if rows else "Nothing is due in that time."
    print_table(title, ("State", "Act by", "Date", "What", "Agreement", "Owner"), rows, note)


@click.command("list")
@register_argument
@click.option("--search", default="", metavar="TEXT", help="Every word must occur in some field.")
@filter_option
@on_option
@click.option(
    "--sort", default="title", metavar="FIELD", help="A field; a minus before it turns the order round."
)
@click.option("--limit", type=click.IntRange(min=1), default=None, metavar="N")
@json_option
def list_(
    register: Path,
    search: str,
    filters: tuple[str, ...],
    on: date | None,
    sort: str,
    limit: int | None,
    as_json: bool,
) -> int:
    """The agreements, filtered and sorted."""
    with open_as_at(register, on) as session:
        listing = session.read.listing(
            search=search,
            filters=read_filters(filters),
            sort=sort.lstrip("-"),
            descending=sort.startswith("-"),
            limit=limit,
        )
        if as_json:
            print_json(
                {"total": listing.total, "agreements": [shapes.agreement_row(row) for row in listing.rows]}
            )
            return 0
        rows = [
            (
                row.reference,
                row.title,
                row.supplier or row.arrangement or "",
                row.status or "",
                show(date.fromisoformat(row.current_end)) if row.current_end else "not set",
                show(date.fromisoformat(row.next_act_by)) if row.next_act_by else "",
            )
            for row in listing.rows
        ]
        headings = ("Ref", "Title", "Supplier or partner", "Status", "Ends", "Act by")
        print_table(f"{listing.total} agreements in {session.path.name}", headings, rows)
    return 0


@click.command("show")
@register_argument
@click.argument("reference")
@on_option
@json_option
def show_(register: Path, reference: str, on: date | None, as_json: bool) -> int:
    """One agreement: its ladder of ends, notices, deadlines with their workings, and history."""
    with open_as_at(register, on) as session:
        row = one_agreement(session, reference)
        agreement = session.agreement(row.id)
        stands = session.stand(agreement)
        if as_json:
            steps = [step._asdict() for step in supersession(session, row.id)]
            print_json(
                {**shapes.whole_agreement(agreement, row, stands, session.today), "supersession": steps}
            )
            return 0
        facts = [
            ("Status", stands.status.value),
            ("Supplier", row.supplier or ""),
            ("Current end", show(stands.current_end) if stands.current_end else "not recorded"),
            ("Latest end", show(stands.maximum_end) if stands.maximum_end else "not recorded"),
        ]
        print_table(f"{agreement.reference} {agreement.title}".strip(), ("", ""), facts)
        ends = [
            (s.step, show(s.ends) if s.ends else "", s.how, s.state, s.workings) for s in stands.ladder.steps
        ]
        print_table("Ends", ("Step", "Ends", "How known", "State", "Workings"), ends, stands.ladder.workings)
        dates = [(d.title or d.kind, show(d.act_by), show(d.date), d.workings) for d in stands.deadlines]
        print_table("Deadlines", ("What", "Act by", "Date", "Workings"), dates)
        odd = [(f.severity.value, f.message) for f in stands.findings]
        if odd:
            print_table("To look at", ("", ""), odd)
    return 0


@click.command()
@register_argument
@click.option("--limit", type=click.IntRange(min=1), default=50, metavar="N")
@json_option
def history(register: Path, limit: int, as_json: bool) -> int:
    """What was changed, by whom and when, newest first."""
    with open_as_at(register, None) as session:
        rows = session.read.history(limit)
        if as_json:
            print_json({"history": [shapes.history_row(row) for row in rows]})
        else:
            lines = [(row.at, row.by, row.name, "undone" if row.undone else "") for row in rows]
            print_table(f"History of {session.path.name}", ("When", "Who", "What", ""), lines)
    return 0


@click.command()
@register_argument
@json_option
def check(register: Path, as_json: bool) -> int:
    """Whether the file is sound, and what in its data looks wrong."""
    from tracker.app.safety.health import check_register

    with open_as_at(register, None) as session:
        findings = check_register(session)
        if as_json:
            print_json({"findings": [shapes.finding(found) for found in findings]})
        else:
            lines = [(f.severity.value, f.record, f.message) for f in findings]
            print_table(
                f"Check of {session.path.name}",
                ("", "Record", "What"),
                lines,
                "" if lines else "Nothing to report.",
            )
    return 1 if any(found.severity is Severity.ERROR for found in findings) else 0


VERBS: tuple[click.Command, ...] = (due, list_, show_, history, check)
