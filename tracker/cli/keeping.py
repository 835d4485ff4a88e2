"""The verbs that keep a register: sample, undo, redo, backup, restore, salvage, compact, diagnostics."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import click

from tracker.app.safety import backups, encrypted, health
from tracker.app.session import Session, system_clock
from tracker.cli.output import json_option, on_option, print_json, print_table, register_argument
from tracker.domain.errors import TrackerError

_FROM_ENVIRONMENT = "TRACKER_PASSPHRASE"


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@on_option
@click.option(
    "--fixed", is_flag=True, help="Anchor the fictional portfolio on its fixed day, for the committed file."
)
@json_option
def sample(file: Path, on: date | None, fixed: bool, as_json: bool) -> int:
    """Write the sample register: five real partnerships from published articles, and a fictional council."""
    from tracker.app.sample import FIXED_DAY, make_sample

    counts = make_sample(file, FIXED_DAY if fixed else on)
    if as_json:
        print_json({"file": str(file), **counts})
    else:
        click.echo(f"{file}: " + ", ".join(f"{number} {what}" for what, number in counts.items()) + ".")
    return 0


@click.command()
@register_argument
@click.option("--entry", type=int, help="Take back the entry of that number in the history, whoever made it.")
@json_option
def undo(register: Path, entry: int | None, as_json: bool) -> int:
    """Take your newest change back; with --entry any one, keeping what was changed since."""
    if entry is not None:
        return _take_back(register, entry, as_json)
    return _step(register, as_json, "undone", "There is nothing to undo.")


@click.command()
@register_argument
@json_option
def redo(register: Path, as_json: bool) -> int:
    """Do again what was undone last."""
    return _step(register, as_json, "redone", "There is nothing to redo.")


def _take_back(register: Path, entry: int, as_json: bool) -> int:
    with Session.open(register) as session:
        kept = session.take_back(entry)
    if as_json:
        print_json({"undone": entry if kept is not None else None, "kept": kept or []})
    elif kept is None:
        click.echo(f"There is no entry {entry}, or it was taken back already.")
    else:
        click.echo(
            f"Undone: entry {entry}." + (f" Kept, as changed since: {', '.join(kept)}." if kept else "")
        )
    return 0


def _step(register: Path, as_json: bool, what: str, nothing: str) -> int:
    with Session.open(register) as session:
        name = session.undo_name if what == "undone" else session.redo_name
        changes = session.undo() if what == "undone" else session.redo()
        if as_json:
            print_json({what: name if changes else None})
        else:
            click.echo(f"{what.capitalize()}: {name}." if changes else nothing)
    return 0


@click.command()
@register_argument
@click.argument("to", type=click.Path(path_type=Path), required=False)
@click.option("--list", "listing", is_flag=True, help="List the backups that there are.")
@click.option(
    "--encrypt",
    is_flag=True,
    help=f"Encrypt the copy with a passphrase, asked for or in {_FROM_ENVIRONMENT}.",
)
@json_option
def backup(register: Path, to: Path | None, listing: bool, encrypt: bool, as_json: bool) -> int:
    """Copy the register, to a file or among its backups, and prove that the copy opens."""
    if encrypt and to is None:
        raise TrackerError("An encrypted copy needs a file to write to, such as register.age.")
    with Session.open(register) as session:
        if listing:
            return _list_backups(session, as_json)
        if to is not None:
            if encrypt:
                encrypted.encrypted_copy(session, to, _passphrase(twice=True))
            else:
                session.copy_to(to)
            made: Path | None = to
        else:
            one = backups.back_up(session, "asked")
            made = one.path if one else None
    if as_json:
        print_json({"backup": str(made) if made else None})
    else:
        click.echo(f"Copied to {made}." if made else "Nothing has changed since the newest backup.")
    return 0


def _passphrase(*, twice: bool) -> str:
    """The passphrase from the environment, else asked for without showing it."""
    given = os.environ.get(_FROM_ENVIRONMENT)
    return given or click.prompt("Passphrase", hide_input=True, confirmation_prompt=twice, err=True)


def _list_backups(session: Session, as_json: bool) -> int:
    there = backups.backups_of(session.path)
    if as_json:
        print_json(
            {"backups": [{"file": str(b.path), "at": b.at.isoformat(), "reason": b.reason} for b in there]}
        )
    else:
        rows = [(f"{b.at:%d/%m/%Y %H:%M}", b.reason, str(b.agreements), str(b.path)) for b in there]
        print_table(f"Backups of {session.path.name}", ("Made", "Why", "Agreements", "File"), rows)
    return 0


@click.command()
@register_argument
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@json_option
def restore(register: Path, source: Path, as_json: bool) -> int:
    """Put a backup in the register's place; what was there stays beside it under another name."""
    if encrypted.is_encrypted(source):
        with encrypted.opened(source, _passphrase(twice=False)) as plain:
            aside = backups.restore(register, plain, system_clock())
    else:
        aside = backups.restore(register, source, system_clock())
    if as_json:
        print_json({"restored": str(register), "replaced": str(aside) if aside else None})
    else:
        kept = f" What was there is now {aside.name}." if aside else ""
        click.echo(f"{register.name} is as it was in {source.name}.{kept}")
    return 0


@click.command()
@register_argument
@click.argument("to", type=click.Path(path_type=Path))
@json_option
def salvage(register: Path, to: Path, as_json: bool) -> int:
    """Bring what can be read of a damaged register to a new one; the damaged file stays as it is."""
    from tracker.app.safety.recovery import salvage_register

    found = salvage_register(register, to)
    if as_json:
        print_json({"salvaged": str(to), "kept": found.kept, "lost": found.lost, "mended": found.mended})
    else:
        click.echo(
            f"{to}: {found.kept['agreement']} agreements and {found.kept['organisation']} organisations."
        )
        for line in (*found.lost, *found.mended):
            click.echo(f"  {line}")
    return 1 if found.lost or found.mended else 0


@click.command()
@register_argument
@click.option(
    "--years", default=health.KEEP_YEARS, show_default=True, help="Keep the history of so many years."
)
@json_option
def compact(register: Path, years: int, as_json: bool) -> int:
    """Drop the oldest of the history, after a backup; the records stay, and the history says what went."""
    with Session.open(register) as session:
        dropped = health.drop_history(session, years)
    if as_json:
        print_json({"dropped": dropped.operations, "from": dropped.first[:10], "to": dropped.last[:10]})
    elif dropped.operations:
        click.echo(f"Dropped {dropped.operations} entries, {dropped.first[:10]} to {dropped.last[:10]}.")
    else:
        click.echo("There is nothing older in the history.")
    return 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("register", type=click.Path(path_type=Path), required=False)
def diagnostics(file: Path, register: Path | None) -> int:
    """Write a packed file to send with a report: versions, errors, counts; nothing of what is in a register."""
    from tracker.app.safety.diagnostics import bundle

    click.echo(f"Written to {bundle(file, register, system_clock())}.")
    return 0


VERBS: tuple[click.Command, ...] = (sample, undo, redo, backup, restore, salvage, compact, diagnostics)
