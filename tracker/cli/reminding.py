"""The verb `remind`: reminders and the icon in the tray alone; started at login or not; the weekly digest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from tracker.app.autostart import Login
from tracker.app.outgoing.reporting import Report, keep, write_html
from tracker.app.reminding import digest
from tracker.app.session import open_as_at
from tracker.cli.output import json_option, on_option, print_json
from tracker.cli.window import has_screen, named_or_last, show_due_instead


@click.command()
@click.argument("register", type=click.Path(path_type=Path), required=False)
@click.option(
    "--at-login", type=click.Choice(["on", "off"]), help="Start this when you log in, or no longer."
)
@click.option("--digest", "as_digest", is_flag=True, help="Print the week's digest, and stop.")
@click.option(
    "--to", "out", type=click.Path(path_type=Path), help="Write the digest to an HTML or PDF file instead."
)
@click.option("--overwrite", is_flag=True, help="Replace that file if it is there.")
@on_option
@json_option
def remind(
    register: Path | None,
    at_login: str | None,
    as_digest: bool,
    out: Path | None,
    overwrite: bool,
    on: date | None,
    as_json: bool,
) -> int:
    """Stay in the tray and show reminders, with no window until you ask for it."""
    found = named_or_last(register)
    if at_login is not None:
        return _at_login(found, at_login == "on", as_json)
    if as_digest or out is not None:
        return _digest(found, on, out, overwrite, as_json)
    if not has_screen():
        return show_due_instead(found)
    from tracker.ui.application import start

    return start(found, hidden=True)


def _at_login(register: Path, on: bool, as_json: bool) -> int:
    login = Login()
    told = login.switch_on(register) if on else login.switch_off()
    if as_json:
        started = login.register()
        print_json({"at_login": str(started) if started else None, "done": told})
    else:
        click.echo(told)
    return 0


def _digest(register: Path, on: date | None, out: Path | None, overwrite: bool, as_json: bool) -> int:
    with open_as_at(register, on) as session:
        made = digest.digest(session)
        if out is not None:
            _keep(made, out, overwrite)
        if as_json:
            print_json(digest.as_json(made))
        elif out is None:
            click.echo(digest.plain(made), nl=False)
        else:
            click.echo(f"Wrote {out}.")
    return 0


def _keep(made: Report, out: Path, overwrite: bool) -> None:
    if out.suffix.casefold() != ".pdf":
        write_html(made, out, overwrite=overwrite)
        return
    from tracker.ui.printing import pdf_without_window

    keep(pdf_without_window(made), out, overwrite=overwrite)


VERBS: tuple[click.Command, ...] = (remind,)
