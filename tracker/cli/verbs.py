"""Every verb of the command line, by its name."""

from __future__ import annotations

import click

from tracker.cli import dates, exchanging, keeping, reading, reminding, sharing
from tracker.domain.errors import TrackerError

VERBS: tuple[click.Command, ...] = (
    *reading.VERBS,
    *reminding.VERBS,
    *sharing.VERBS,
    *exchanging.VERBS,
    *keeping.VERBS,
    *dates.VERBS,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tracker", message="Tracker %(version)s")
def tracker() -> None:
    """A register of contracts and partnerships, and the dates on which they turn.

    `tracker [REGISTER]` opens the window; the verbs below do one thing and stop.
    """


for verb in VERBS:
    tracker.add_command(verb)


def do(words: list[str]) -> int:
    """Do what a verb and its words say; returns the exit status.

    Raises:
        TrackerError: the words are not understood, or it cannot be done.
        KeyboardInterrupt: it was stopped.
    """
    try:
        return int(tracker.main(words, prog_name="tracker", standalone_mode=False) or 0)
    except click.ClickException as error:
        raise TrackerError(error.format_message()) from None
    except click.Abort:
        raise KeyboardInterrupt from None
