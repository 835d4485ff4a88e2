"""The verbs that take other people's files in and give files out: import, export."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from tracker.app.incoming.importing import (
    EVERY,
    Choices,
    Progress,
    commit,
    existing_agreements,
    plan_import,
    read_workbook,
)
from tracker.app.incoming.spellings import as_one
from tracker.app.outgoing.exporting import KINDS
from tracker.app.session import Session, system_clock
from tracker.cli.output import (
    filter_option,
    json_option,
    on_option,
    print_json,
    print_table,
    read_filters,
    register_argument,
)
from tracker.domain.errors import TrackerError

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Workbook
    from tracker.app.outgoing.publishing import Missing
    from tracker.app.rows import Plan

T = TypeVar("T")
file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.command("import")
@register_argument
@file_argument
@click.option(
    "--sheet",
    default=None,
    metavar="NAME",
    help="The sheet to read, or “all” for every one with the same columns; the likeliest, and those like it, unless said.",
)
@click.option(
    "--ends",
    type=click.Choice(("base", "extended", "ask")),
    default="ask",
    help="Whether the end dates leave extensions out or include them.",
)
@click.option(
    "--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="Read that column as that field."
)
@click.option(
    "--layout",
    type=click.Path(path_type=Path),
    default=None,
    help="Read the file as this layout says, which the window saved; --map and --ends count more.",
)
@click.option(
    "--fix-list",
    type=click.Path(path_type=Path),
    default=None,
    metavar="OUT.xlsx",
    help="Write the rows that stay out there, to mend in Excel and to import again.",
)
@click.option("--contacts", is_flag=True, help="Take contact details in as well.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@json_option
def import_(
    register: Path,
    file: Path,
    sheet: str | None,
    ends: str,
    mapping: tuple[str, ...],
    layout: Path | None,
    fix_list: Path | None,
    contacts: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Import a spreadsheet of agreements; the register is made where there is none."""
    if fix_list is not None and fix_list.exists():
        raise TrackerError(
            f"{fix_list} is there already. Give the fix list another name, or remove it first."
        )
    workbook = with_progress(f"Reading {file.name}", lambda progress: read_workbook(file, progress))
    choices = Choices(which_sheet(sheet, workbook), read_mapping(mapping), ends, contacts)
    choices = as_laid_out(choices, workbook, layout)
    today = system_clock().date()
    mended = 0
    if not register.exists():
        plan = plan_import(workbook, choices, today)
        as_one(plan, None)
        mended = write_fix_list(plan, choices, fix_list)
        if not dry_run:
            with Session.create(register) as session:
                keep(session, plan, remove_if_failed=True)
    else:
        with Session.open(register) as session:
            plan = plan_import(workbook, choices, today, existing_agreements(session), session.read)
            as_one(plan, session.read)
            mended = write_fix_list(plan, choices, fix_list)
            if not dry_run:
                keep(session, plan)
    tell(plan, committed=not dry_run, as_json=as_json)
    if fix_list is not None and not as_json:
        click.echo(
            f"{fix_list}: {mended} rows to mend."
            if mended
            else "No row was left out: no fix list was written."
        )
    summary = plan.summary()
    return 1 if summary["not_imported"] or summary["doubtful"] else 0


def which_sheet(said: str | None, workbook: Workbook) -> str | None:
    """The sheet that was asked for; “all” is every one with the same columns, unless one is called so."""
    if said is not None and said.casefold() == "all" and said not in {one.name for one in workbook.sheets}:
        return EVERY
    return said


def as_laid_out(choices: Choices, workbook: Workbook, layout: Path | None) -> Choices:
    """The choices with those of a layout, or of a fix list, which says itself how it is to be read."""
    from tracker.app.incoming import layouts
    from tracker.app.incoming.fixlist import choices_in

    if layout is not None:
        return layouts.with_layout(choices, layouts.read(layout))
    mended = choices_in(workbook)
    if mended is None:
        return choices
    return replace(
        mended,
        mapping={**(mended.mapping or {}), **(choices.mapping or {})},
        ends=mended.ends if choices.ends == "ask" else choices.ends,
        sheet=choices.sheet or mended.sheet,
        contacts=choices.contacts,
    )


def write_fix_list(plan: Plan, choices: Choices, out: Path | None) -> int:
    """Write the rows that stay out, where that is asked for and there are any; returns how many."""
    from tracker.app.incoming.fixlist import rows_to_mend, save_fix_list

    if out is None or not rows_to_mend(plan):
        return 0
    return save_fix_list(plan, choices, out, system_clock())


def keep(session: Session, plan: Plan, *, remove_if_failed: bool = False) -> None:
    """Commit the plan; a register that was made for it goes again where that fails."""
    try:
        commit(session, plan)
    except BaseException:
        if remove_if_failed:
            session.close()
            session.path.unlink(missing_ok=True)
        raise


def tell(plan: Plan, *, committed: bool, as_json: bool) -> None:
    """Print what was understood and done."""
    summary = plan.summary()
    if as_json:
        print_json({**summary, "committed": committed})
        return
    names = ("read", "added", "changed", "same", "doubtful", "not_imported")
    counts = ", ".join(f"{summary[name]} {name.replace('_', ' ')}" for name in names)
    mapping = [(column.heading or column.label, field) for field, column in plan.mapping.fields.items()]
    print_table(f"{plan.workbook.path.name}: {counts}", ("Column in the file", "Read as"), mapping)
    findings = [
        (str(one.row or ""), one.column, one.text, one.finding.severity.value, one.finding.message)
        for one in plan.all_findings
    ]
    if findings:
        print_table("To look at", ("Row", "Column", "In the file", "", "What"), findings)
    if not committed:
        click.echo("Nothing was kept: this was a dry run.")


def read_mapping(words: tuple[str, ...]) -> dict[str, str]:
    """FIELD=HEADING words as a mapping."""
    found = {}
    for word in words:
        field, equals, heading = word.partition("=")
        if not equals or not field.strip() or not heading.strip():
            raise TrackerError(f"“{word}” is not a mapping. Write FIELD=HEADING, such as ends=Date To.")
        found[field.strip()] = heading.strip()
    return found


def with_progress(title: str, work: Callable[[Progress | None], T]) -> T:
    """Run `work` with a progress bar on standard error, where that is a terminal."""
    if not sys.stderr.isatty():
        return work(None)
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        return work(lambda done, total: bar.update(task, completed=done, total=total))


@click.command()
@register_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--as", "kind", type=click.Choice(tuple(KINDS)), default="table", help="What to write.")
@click.option("--overwrite", is_flag=True, help="Replace OUT where it is there already.")
@click.option("--contacts", is_flag=True, help="Give contact details out as well.")
@click.option(
    "--check-list",
    type=click.Path(path_type=Path),
    default=None,
    help="Write what to see to before publishing there, .xlsx or .csv.",
)
@click.option("--ocid-prefix", default="", metavar="PREFIX", help="For ocds: the council's own, ocds-xxxxxx.")
@click.option("--arrangement", default="", metavar="NAME", help="For a report: of that partnership.")
@click.option("--agreement", default="", metavar="REFERENCE", help="For a report: of that agreement.")
@on_option
@filter_option
@json_option
def export(
    register: Path,
    out: Path,
    kind: str,
    overwrite: bool,
    contacts: bool,
    check_list: Path | None,
    ocid_prefix: str,
    arrangement: str,
    agreement: str,
    on: date | None,
    filters: tuple[str, ...],
    as_json: bool,
) -> int:
    """Write agreements, lists to publish, deadlines or a report to OUT; its ending says how."""
    from tracker.app.outgoing.exporting import Scope, export_register
    from tracker.app.outgoing.publishing import LISTS
    from tracker.app.session import open_as_at

    chosen = read_filters(filters)
    missing: tuple[Missing, ...] = ()
    with open_as_at(register, on) as session:
        if kind == "report":
            written = report(session, out, arrangement, agreement, chosen, overwrite)
        elif kind in LISTS:
            written, missing = publish(session, out, kind, chosen, contacts, overwrite, check_list)
        else:
            written = export_register(
                session, out, kind=kind, scope=Scope(filters=chosen), overwrite=overwrite,
                contacts=contacts or None, prefix=ocid_prefix,
            )  # fmt: skip
    if as_json:
        gaps = {"missing": [one._asdict() for one in missing]} if kind in LISTS else {}
        print_json({"file": str(out), "rows": written, **gaps})
        return 0
    click.echo(f"{out}: {written} {'parts' if kind == 'report' else 'rows'}.")
    if missing:
        print_table(
            "To see to before publishing",
            ("Reference", "Title", "Column", "What"),
            [gap[:4] for gap in missing],
        )
    return 0


def report(
    session: Session, out: Path, arrangement: str, agreement: str, filters: dict[str, str], overwrite: bool
) -> int:
    """Write a report as HTML, or as PDF by the window's own way of printing; returns how many parts it has."""
    from tracker.app.outgoing import reporting

    made = reporting.make(session, arrangement=arrangement, agreement=agreement, filters=filters)
    if out.suffix.casefold() != ".pdf":
        reporting.write_html(made, out, overwrite=overwrite)
        return len(made.parts)
    from tracker.ui.printing import pdf_without_window

    reporting.keep(pdf_without_window(made), out, overwrite=overwrite)
    return len(made.parts)


def publish(
    session: Session,
    out: Path,
    kind: str,
    filters: dict[str, str],
    contacts: bool,
    overwrite: bool,
    check_list: Path | None,
) -> tuple[int, tuple[Missing, ...]]:
    """Write a list and, where it is asked for, what to see to before it is published."""
    from tracker.app.outgoing.exporting import Scope
    from tracker.app.outgoing.publishing import publish_list, write_check_list

    made = publish_list(
        session, out, kind, scope=Scope(filters=filters), contacts=contacts, overwrite=overwrite
    )
    if check_list is not None:
        write_check_list(session, check_list, made.missing, overwrite=overwrite)
    return len(made.table.rows), made.missing


VERBS: tuple[click.Command, ...] = (import_, export)
