"""Documents of an agreement: paths and links as people wrote them, and which of them may be opened.

Only what shows itself is opened: documents, pictures, folders and pages on the web. What could
run is never handed to the system, whatever it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tracker.app.session import Session, require_writable
from tracker.app.verbs import called
from tracker.domain.agreement import Agreement
from tracker.domain.errors import TrackerError
from tracker.domain.source import Document

OPENED = frozenset(
    (
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".txt", ".md", ".xls", ".xlsx", ".ods", ".csv", ".tsv"),
        *(".ppt", ".pptx", ".odp", ".msg", ".eml", ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp"),
    )
)
"""Endings of files that are opened. Formats that carry macros by their name are not among them."""

_WEB = re.compile(r"https?://[^\s/]+", re.IGNORECASE)


class LinkKind(StrEnum):
    """What a link leads to."""

    WEB = "web page"
    FILE = "file"
    FOLDER = "folder"
    MISSING = "not found"
    REFUSED = "not opened"


@dataclass(frozen=True, slots=True)
class Link:
    """A document.

    Attributes:
        text: as written, or the title that was given to it.
        target: an address, or a whole path.
        why: why it cannot be opened, as a sentence; "" where it can.
    """

    text: str
    kind: LinkKind
    target: str = ""
    why: str = ""

    @property
    def can_open(self) -> bool:
        """Whether it may be handed to the system."""
        return self.kind in (LinkKind.WEB, LinkKind.FILE, LinkKind.FOLDER)


def written(session: Session, agreement: Agreement) -> tuple[tuple[str, str], ...]:
    """(title, location) of every document: those recorded with it, then each line of its own field."""
    recorded = [
        (document.title or document.location, document.location)
        for document in session.read.related(Document, "record_id", agreement.id)
        if document.record_kind == Agreement.__name__ and document.location
    ]
    lines = [line.strip() for line in agreement.documents.splitlines() if line.strip()]
    return (*recorded, *((line, line) for line in lines))


def link(session: Session, agreement: Agreement, file: Path) -> None:
    """Add a file to the documents of an agreement, by its path from the register where it lies beside it.

    Raises:
        TrackerError: it is linked already, or its kind could not be opened from here.
    """
    require_writable(session)
    folder = session.path.parent
    location = str(file.relative_to(folder)) if file.is_relative_to(folder) else str(file)
    if any(known == location for _, known in written(session, agreement)):
        raise TrackerError(f"{file.name} is linked already.")
    found = look_at([(location, location)], folder)[0]
    if found.kind is LinkKind.REFUSED:
        raise TrackerError(f"{file.name} was not linked. {found.why}")
    lines = "\n".join(part for part in (agreement.documents.rstrip(), location) if part)
    with session.operation(f"Link {file.name} to {called(agreement)}") as write:
        write.change(Agreement, agreement.id, was={"documents": agreement.documents}, documents=lines)


def look_at(named: Iterable[tuple[str, str]], folder: Path) -> tuple[Link, ...]:
    """What each leads to. Files are looked for, which a share may take its time over: ask on a worker.

    Args:
        folder: where the register lies; a path that is not whole is looked for from there.
    """
    return tuple(_link(title, location, folder) for title, location in named)


def _link(title: str, location: str, folder: Path) -> Link:
    if _WEB.match(location):
        return Link(title, LinkKind.WEB, location)
    path = _path(location, folder)
    if path is None:
        why = "It is neither a path nor an address that begins with https:// or http://."
        return Link(title, LinkKind.REFUSED, why=why)
    try:
        if path.is_dir():
            return Link(title, LinkKind.FOLDER, str(path))
        there = path.is_file()
    except OSError:
        there = False
    if path.suffix.lower() not in OPENED:
        kind = f"of the kind {path.suffix}" if path.suffix else "without an ending"
        return Link(title, LinkKind.REFUSED, str(path), f"Files {kind} are not opened from here.")
    if not there:
        return Link(title, LinkKind.MISSING, str(path), f"{path.name} is not in {path.parent}.")
    return Link(title, LinkKind.FILE, str(path))


def _path(location: str, folder: Path) -> Path | None:
    """The whole path that is meant; None for an address of another kind (mailto:, javascript: …)."""
    if location.lower().startswith("file:"):
        location = unquote(urlsplit(location).path)
    elif re.match(r"[a-z][a-z0-9+.-]+:", location, re.IGNORECASE):
        return None
    if "\0" in location:
        return None
    return folder / Path(location)
