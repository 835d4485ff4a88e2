"""The command line: the product's second face, for task schedulers, checks and people who like a terminal.

Exit status: 0 done; 1 done, and there is something to look at; 2 it was not done, and standard
error holds one plain sentence that says why. `--json` prints one document on standard output and
nothing else there.

The verbs and what they need are imported when one is asked for: the window opens without them.
"""

from __future__ import annotations

import gc
import sys

from tracker.cli.saying import say
from tracker.domain.errors import TrackerError

READ_SPREADSHEET = "--read-spreadsheet"
"""The one word by which a packaged program starts itself to open a workbook in a guarded process."""


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
        return _do(words)
    except TrackerError as error:
        say(str(error))
    except KeyboardInterrupt:
        say("Stopped. Nothing that was not finished has been kept.")
    except Exception as error:  # noqa: BLE001 - a fault of ours is told in a sentence, and kept in the log
        from tracker.app.safety.crash import report, write_log
        from tracker.app.session import system_clock

        log = write_log(report(error, system_clock()))
        say(f"Something went wrong inside the program, and this was not done. Where is in {log}.")
    return 2


def _do(words: list[str]) -> int:
    """Open the window, or do what a verb says."""
    # No verb has a dot in it, and the name of a register has.
    if not words or ("." in words[0] and not words[0].startswith("-")):
        return _open_window(words)
    from tracker.cli import verbs

    is_verb = words[0] in verbs.tracker.commands or words[0].startswith("-")
    return verbs.do(words) if is_verb else _open_window(words)


def _open_window(words: list[str]) -> int:
    # Nothing of what a start imports is ever garbage, and to look through it again and again for some
    # takes a tenth of the start. The window lets it be looked for again once it has settled.
    gc.disable()
    try:
        from tracker.cli.window import open_window

        return open_window(words)
    finally:
        gc.enable()


def run() -> None:
    """The `tracker` command."""
    sys.exit(main())
