"""What the command line prints: one JSON document, or a table for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from tracker.domain.errors import TrackerError
from tracker.domain.written import read_date

register_argument = click.argument("register", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


def to_day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """The day that somebody wrote after an option; None where the option was left out."""
    if text is None:
        return None
    when = read_date(text).when
    if when is None or when.day is None:
        raise TrackerError(f"“{text}” is not a day. Write 2027-03-31 or 31/03/2027.")
    return when.day


on_option = click.option("--on", callback=to_day, metavar="DATE", help="Take this day for today.")
filter_option = click.option(
    "--filter", "filters", multiple=True, metavar="FIELD=VALUE", help="Only those; several are joined by and."
)


def read_filters(filters: Sequence[str]) -> dict[str, str]:
    """FIELD=VALUE words as a mapping."""
    pairs = {}
    for word in filters:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise TrackerError(f"“{word}” is not a filter. Write FIELD=VALUE, such as fictional=no.")
        pairs[name.strip()] = value.strip()
    return pairs


def print_json(document: object) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], note: str = "") -> None:
    """A table for people; plain lines where standard output is not a terminal's width."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    table = Table(title=Text(title), title_justify="left", header_style="bold", box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    if note:
        console.print(Text(note))
