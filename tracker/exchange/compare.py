"""What the file says against what the register holds: which row is which agreement, and what differs."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from tracker.domain.agreement import Agreement, EndKind, PartyRole
from tracker.domain.dates import When
from tracker.exchange.planned import Existing, FieldChange, PlannedAgreement, PlannedParty

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_LEGAL = re.compile(
    r"\b(?:limited|ltd|plc|public limited company|llp|lp|inc|incorporated|corp|corporation|company|co|llc|uk|"
    r"the|group|cic|t/a|trading as)\b"
)

COMPARED = tuple(
    one.name
    for one in fields(Agreement)
    if one.name
    not in ("id", "uid", "parties", "options", "notices", "events", "arrangement_id", "fictional", "notes")
)


def fold(text: str) -> str:
    """A text for comparing: one case, one kind of dash, quotation mark and space."""
    return " ".join(
        unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_QUOTES).casefold().split()
    )


def fold_reference(text: str) -> str:
    """A reference for comparing: as `fold`, without any space, and a number without its empty decimals."""
    folded = fold(text).replace(" ", "")
    return folded.removesuffix(".0")


def fold_name(text: str) -> str:
    """An organisation's name for comparing: without punctuation, Ltd and the like."""
    plain = fold(text).replace("&", " and ").replace(".", "").replace("'", "")
    return " ".join(re.sub(r"[^\w]+", " ", _LEGAL.sub(" ", plain)).split()) or fold(text)


Key = tuple[str, ...]


def _start(agreement: Agreement) -> str:
    when = agreement.starts
    return when.earliest.isoformat() if when and when.earliest else ""


def _supplier(parties: Iterable[PlannedParty]) -> str:
    names = sorted(fold_name(p.name) for p in parties if p.role is not PartyRole.BUYER)
    return "|".join(names)


def keys(agreement: Agreement, parties: Sequence[PlannedParty]) -> tuple[Key, ...]:
    """What an agreement is known by, surest first; each key names its kind."""
    made: list[Key] = []
    reference, supplier = fold_reference(agreement.reference), _supplier(parties)
    start, title = _start(agreement), fold(agreement.title)
    if agreement.uid:
        made.append(("uid", agreement.uid))
    if reference:
        made.append(("whole", reference, supplier, start, title))
        made.append(("reference, supplier and start", reference, supplier, start))
        made.append(("reference and title", reference, title))
        made.append(("reference and supplier", reference, supplier))
        made.append(("reference", reference))
    elif title or supplier:
        made.append(("title, supplier and start", title, supplier, start))
        made.append(("title and supplier", title, supplier))
    return tuple(made)


def match(planned: Sequence[PlannedAgreement | None], existing: Sequence[Existing]) -> dict[int, int]:
    """Row index -> index of the existing agreement that it is. Each agreement is matched once.

    Keys are tried surest first over all rows, and a key is trusted only where the
    rows and the agreements that share it can be paired without choosing.
    """
    row_keys = {i: keys(p.agreement, p.parties) for i, p in enumerate(planned) if p is not None}
    old_keys = {i: keys(e.agreement, e.parties) for i, e in enumerate(existing)}
    kinds: dict[str, None] = {}
    for made in (*old_keys.values(), *row_keys.values()):
        for key in made:
            kinds.setdefault(key[0])
    order = [
        *("uid", "whole", "reference, supplier and start", "reference and title", "reference and supplier"),
        *("reference", "title, supplier and start", "title and supplier"),
    ]
    pairs: dict[int, int] = {}
    free = set(old_keys)
    for kind in order:
        by_key: dict[Key, list[int]] = defaultdict(list)
        for index in free:
            for key in old_keys[index]:
                if key[0] == kind:
                    by_key[key].append(index)
        wanting: dict[Key, list[int]] = defaultdict(list)
        for row, made in row_keys.items():
            if row not in pairs:
                for key in made:
                    if key[0] == kind:
                        wanting[key].append(row)
        for key, rows in wanting.items():
            olds = by_key.get(key, [])
            if not olds or (kind in ("reference", "title and supplier") and (len(rows) > 1 or len(olds) > 1)):
                continue
            for row, old in zip(rows, sorted(olds), strict=False):
                pairs[row] = old
                free.discard(old)
    return pairs


def differences(planned: PlannedAgreement, old: Existing, known: frozenset[str]) -> tuple[FieldChange, ...]:
    """Fields that the file states and the register holds otherwise. A blank in the file leaves alone."""
    made: list[FieldChange] = []
    for name in COMPARED:
        new = getattr(planned.agreement, name)
        had = getattr(old.agreement, name)
        if name not in known or _says_nothing(name, new) or same(new, had):
            continue
        made.append(FieldChange(name, had, new, edited=name in old.edited))
    notes = merge_notes(old.agreement.notes, planned.agreement.notes)
    if notes != old.agreement.notes:
        made.append(FieldChange("notes", old.agreement.notes, notes, edited="notes" in old.edited))
    if planned.parties and not _same_parties(planned.parties, old.parties):
        made.append(FieldChange("parties", old.parties, planned.parties, edited="parties" in old.edited))
    return tuple(made)


def _says_nothing(name: str, value: Any) -> bool:
    return value is None or value == "" or (name == "end_kind" and value is EndKind.UNKNOWN)


def same(new: Any, had: Any) -> bool:
    """True where two values of a field say the same."""
    if new == had:
        return True
    if isinstance(new, When) and isinstance(had, When):
        return (new.earliest, new.latest, new.precision) == (had.earliest, had.latest, had.precision)
    if isinstance(new, str) and isinstance(had, str):
        return fold(new) == fold(had)
    return False


def _same_parties(new: Sequence[PlannedParty], had: Sequence[PlannedParty]) -> bool:
    """True where every party that the file names is known already, in its role."""
    old: dict[PartyRole, set[str]] = defaultdict(set)
    for party in had:
        old[party.role] |= {fold_name(party.name), fold_name(party.as_written or party.name)}
    return all(
        fold_name(party.name) in old[party.role]
        or fold_name(party.as_written or party.name) in old[party.role]
        for party in new
    )


def merge_notes(had: str, new: str) -> str:
    """The register's notes with the file's lines brought up to date, each "Heading: value" in its place."""
    if not new or new == had:
        return had
    lines = had.splitlines()
    folded = {fold_note(line) for line in lines}
    for line in new.splitlines():
        if fold_note(line) in folded:
            continue
        heading = line.partition(": ")[0] + ": " if ": " in line else None
        at = next((i for i, old in enumerate(lines) if heading and old.startswith(heading)), None)
        if at is None:
            lines.append(line)
        else:
            lines[at] = line
    return "\n".join(lines)


def fold_note(line: str) -> str:
    """A line of notes for comparing: figures without thousands separators and empty decimals."""
    return fold(re.sub(r"(?<=\d),(?=\d{3})|\.0+(?=\D|$)", "", line))
