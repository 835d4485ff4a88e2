"""The verbs that keep a register: sample, undo, redo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.app.session import Session
from tracker.cli.output import json_option, on_option, print_json, register_argument


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
@json_option
def undo(register: Path, as_json: bool) -> int:
    """Take the newest change back."""
    return _step(register, as_json, "undone", "There is nothing to undo.")


@click.command()
@register_argument
@json_option
def redo(register: Path, as_json: bool) -> int:
    """Do again what was undone last."""
    return _step(register, as_json, "redone", "There is nothing to redo.")


def _step(register: Path, as_json: bool, what: str, nothing: str) -> int:
    with Session.open(register) as session:
        name = session.undo_name if what == "undone" else session.redo_name
        changes = session.undo() if what == "undone" else session.redo()
        if as_json:
            print_json({what: name if changes else None})
        else:
            click.echo(f"{what.capitalize()}: {name}." if changes else nothing)
    return 0


VERBS: tuple[click.Command, ...] = (sample, undo, redo)
