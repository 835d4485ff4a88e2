"""What an export asks of a worker: a look ahead, the file itself, the check-list; troubles come back as words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from tracker.app.outgoing.offers import Ahead, Choice, look_ahead, write_choice
from tracker.app.outgoing.publishing import write_check_list
from tracker.app.session import Session
from tracker.domain.errors import TrackerError
from tracker.ui.outgoing.checks import Told, sum_up
from tracker.ui.printing import pdf


class Answer(NamedTuple):
    """What a look ahead found, for the question of that number; `trouble` where it could not be done."""

    number: int
    ahead: Ahead = Ahead(0, "agreement")
    told: Told = sum_up(())
    trouble: str = ""


class Written(NamedTuple):
    """What was written, or, in `trouble`, why it was not."""

    path: Path
    rows: int = 0
    trouble: str = ""


def ask(number: int, choice: Choice, session: Session) -> Answer:
    """What would go out."""
    try:
        ahead = look_ahead(session, choice)
        return Answer(number, ahead, sum_up(ahead.missing))
    except TrackerError as error:
        return Answer(number, trouble=str(error))


def write(choice: Choice, path: Path, overwrite: bool, session: Session) -> Written:
    """Write what was chosen; `overwrite` says that the button has said so."""
    try:
        return Written(path, write_choice(session, choice, path, overwrite=overwrite, pdf=pdf))
    except TrackerError as error:
        return Written(path, trouble=str(error))


def keep_list(ahead: Ahead, path: Path, overwrite: bool, session: Session) -> Written:
    """Write the check-list as a file of its own."""
    try:
        write_check_list(session, path, ahead.missing, overwrite=overwrite)
        return Written(path)
    except TrackerError as error:
        return Written(path, trouble=str(error))
