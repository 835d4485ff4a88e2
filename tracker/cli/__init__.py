"""The command line: the product's second face, for task schedulers, checks and people who like a terminal.

Exit status: 0 done; 1 done, and there is something to look at; 2 it was not done, and standard
error holds one plain sentence that says why. `--json` prints one document on standard output and
nothing else there.
"""

from __future__ import annotations

import sys

import click

from tracker.cli import dates, exchanging, keeping, reading, reminding, sharing
from tracker.cli.window import open_window
from tracker.domain.errors import TrackerError

VERBS: tuple[click.Command, ...] = (
    *reading.VERBS,
    *reminding.VERBS,
    *sharing.VERBS,
    *exchanging.VERBS,
    *keeping.VERBS,
    *dates.VERBS,
)

READ_SPREADSHEET = "--read-spreadsheet"
"""The one word by which a packaged program starts itself to open a workbook in a guarded process."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracker", message="Tracker %(version)s")
def tracker() -> None:
    """A register of contracts and partnerships, and the dates on which they turn.

    `tracker [REGISTER]` opens the window; the verbs below do one thing and stop.
    """


for verb in VERBS:
    tracker.add_command(verb)


def main(words: list[str] | None = None) -> int:
    """Do what the words say; returns the exit status."""
    words = sys.argv[1:] if words is None else words
    if words == [READ_SPREADSHEET]:
        from tracker.app.incoming.importing import read_for_parent

        read_for_parent()
        return 0
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        if not words or not (words[0] in tracker.commands or words[0].startswith("-")):
            return open_window(words)
        return int(tracker.main(words, prog_name="tracker", standalone_mode=False) or 0)
    except TrackerError as error:
        click.echo(error, err=True)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing that was not finished has been kept.", err=True)
    except Exception as error:  # noqa: BLE001 - a fault of ours is told in a sentence, and kept in the log
        from tracker.app.safety.crash import report, write_log
        from tracker.app.session import system_clock

        log = write_log(report(error, system_clock()))
        click.echo(
            f"Something went wrong inside the program, and this was not done. Where is in {log}.", err=True
        )
    return 2


def run() -> None:
    """The `tracker` command."""
    sys.exit(main())
