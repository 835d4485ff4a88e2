"""What the file says against what the register holds, field by field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from tracker.domain.agreement import (
    Agreement,
    AgreementType,
    EndKind,
    ExtensionOption,
    NoticeClause,
    PartyRole,
    SignatureState,
    Tag,
)
from tracker.domain.check import Finding, Severity
from tracker.domain.dates import Precision, When
from tracker.domain.match import comparable
from tracker.domain.money import Money
from tracker.exchange.plans.planned import (
    MONEY,
    Existing,
    FieldChange,
    PlannedAgreement,
    PlannedParty,
    together,
)
from tracker.exchange.plans.references import fold, same_reference

_ELSEWHERE = frozenset(
    ("id", "uid", "parties", "options", "notices", "events", "tags", "arrangement_id", "fictional", "notes")
)
COMPARED = tuple(one.name for one in fields(Agreement) if one.name not in _ELSEWHERE)
"""Fields of Agreement that are compared one to one; the others have rules of their own."""
compared = attrgetter(*COMPARED)
"""The values of those fields, in that order."""


class Differences(NamedTuple):
    """What a file says otherwise than the register.

    Attributes:
        conflicts: fields that a person changed after the last import; the register's value stays.
        said: (field, what is to be said of it).
    """

    changes: tuple[FieldChange, ...]
    conflicts: tuple[FieldChange, ...]
    said: tuple[tuple[str, Finding], ...]


_NO_DIFFERENCES = Differences((), (), ())


def suppliers(parties: Sequence[PlannedParty]) -> frozenset[str]:
    """The parties that are not buyers, by names for comparing."""
    return frozenset(comparable(party.name) for party in parties if party.role is not PartyRole.BUYER)


def differences(planned: PlannedAgreement, old: Existing, cleared: frozenset[str]) -> Differences:
    """Fields that the file states and the register holds otherwise, and what is to be said of them.

    A blank in the file leaves the field alone; a field in `cleared` is emptied. What a
    person changed after the last import stays: that is said where the file still says what
    it said then, and is a conflict where it says something new.
    """
    changes = [*_plain(planned.agreement, old, cleared), *_children(planned, old)]
    if cleared:
        changes += _emptied(planned.agreement, old, cleared)
    return _keep_edits(changes, old) if changes else _NO_DIFFERENCES


def _plain(new: Agreement, old: Existing, cleared: frozenset[str]) -> list[FieldChange]:
    """Fields of one value each, and those that another's change empties."""
    had = old.agreement
    ours, theirs = compared(new), compared(had)
    if ours == theirs:  # as nearly all of a file that comes back
        return []
    changes: list[FieldChange] = []
    for name, value, before in zip(COMPARED, ours, theirs, strict=True):
        if value == before:
            continue
        if _says_nothing(value):
            empty = EndKind.UNKNOWN if name == "end_kind" else "" if isinstance(before, str) else None
            if name in cleared and before != empty:
                changes.append(FieldChange(name, before, empty, name in old.edited))
        elif name == "notice_text" and _tells_less(new, had):
            continue
        elif not (same_reference if name == "reference" else same)(value, before):
            changes.append(FieldChange(name, before, value, name in old.edited))
    return changes + _follow_up(new, had, {change.field for change in changes})


def _tells_less(new: Agreement, had: Agreement) -> bool:
    """True where the words of a notice are part of those that are there, and its length is known."""
    known = bool(new.notices) and _notice_facts(new.notices) <= _notice_facts(had.notices)
    return known and (not had.notice_text or fold(new.notice_text) in fold(had.notice_text))


def _says_nothing(value: Any) -> bool:
    if (
        value is None
        or value == ""
        or value in (EndKind.UNKNOWN, AgreementType.UNKNOWN, SignatureState.NOT_RECORDED)
    ):
        return True
    return isinstance(value, When) and value.precision is Precision.UNKNOWN and not value.text


def _follow_up(new: Agreement, had: Agreement, changed: set[str]) -> list[FieldChange]:
    """Fields that another's change empties: an amount's old words, the old day of an end that is now open."""
    made: list[FieldChange] = []
    if changed & set(MONEY):
        for name in MONEY:
            before, after = getattr(had, name), getattr(new, name)
            if name not in changed and _says_nothing(after) and not _says_nothing(before):
                made.append(FieldChange(name, before, after))
    open_end = new.end_kind in (EndKind.ROLLING, EndKind.OPEN_ENDED, EndKind.UNTIL_REPLACED, EndKind.ONE_OFF)
    if "end_kind" in changed and open_end and new.ends is None and had.ends is not None:
        made.append(FieldChange("ends", had.ends, None))
    return made


def _children(planned: PlannedAgreement, old: Existing) -> list[FieldChange]:
    """Notes, parties, arrangement, options and notices: each has its own idea of being the same."""
    new, had = planned.agreement, old.agreement
    made: list[FieldChange] = []
    notes = merge_notes(had.notes, new.notes)
    if notes != had.notes:
        made.append(FieldChange("notes", had.notes, notes, "notes" in old.edited))
    if planned.parties and not same_parties(planned.parties, old.parties):
        kept = _kept_parties(planned.parties, old.parties)
        made.append(FieldChange("parties", old.parties, kept, "parties" in old.edited))
    if planned.arrangement and fold(planned.arrangement) != fold(old.arrangement):
        made.append(
            FieldChange("arrangement", old.arrangement, planned.arrangement, "arrangement" in old.edited)
        )
    differ = bool(new.options) and _option_facts(new.options) != _option_facts(had.options)
    if differ and not _same_words(new.extensions_text, had.extensions_text):
        made.append(FieldChange("options", had.options, new.options, "options" in old.edited))
    known = _notice_facts(new.notices) <= _notice_facts(had.notices)
    if not known and not _same_words(new.notice_text, had.notice_text):
        made.append(FieldChange("notices", had.notices, new.notices, "notices" in old.edited))
    if new.tags and _tag_names(new.tags) != _tag_names(had.tags):
        made.append(FieldChange("tags", had.tags, _kept_tags(new.tags, had.tags), "tags" in old.edited))
    ends = {event.new_end for event in had.events if event.new_end} if new.events else ()
    if any(event.new_end and not any(same(event.new_end, end) for end in ends) for event in new.events):
        made.append(FieldChange("events", had.events, (*had.events, *new.events), "events" in old.edited))
    return made


def _emptied(new: Agreement, old: Existing, cleared: frozenset[str]) -> list[FieldChange]:
    """What "(clear)" takes away besides plain fields: parties in a role, options, notices, notes."""
    had = old.agreement
    made: list[FieldChange] = []
    for name, roles in (
        ("supplier", (PartyRole.SUPPLIER, PartyRole.RECIPIENT, PartyRole.MEMBER)),
        ("buyer", (PartyRole.BUYER,)),
    ):
        if name in cleared and any(party.role in roles for party in old.parties):
            left = tuple(party for party in old.parties if party.role not in roles)
            made.append(FieldChange("parties", old.parties, left, "parties" in old.edited))
    for name in ("options", "notices", "tags", "notes"):
        before = getattr(had, name)
        if name in cleared and before and not getattr(new, name):
            made.append(FieldChange(name, before, "" if name == "notes" else (), name in old.edited))
    return made


def _tag_names(tags: Sequence[Tag]) -> set[str]:
    return {tag.name.casefold() for tag in tags}


def _kept_tags(new: Sequence[Tag], had: Sequence[Tag]) -> tuple[Tag, ...]:
    """The tags that the file names; those that are there already stay the records that they are."""
    known = {tag.name.casefold(): tag for tag in had}
    return tuple(known.get(tag.name.casefold(), tag) for tag in new)


def _same_words(new: str, had: str) -> bool:
    """True where the file still says in the same words what the register may know better from elsewhere."""
    return bool(new) and fold(new) == fold(had)


def _option_facts(options: Sequence[ExtensionOption]) -> list[tuple[Any, ...]]:
    return [(one.length, one.up_to, one.until) for one in options]


def _notice_facts(notices: Sequence[NoticeClause]) -> set[Any]:
    return {one.length for one in notices}


def _keep_edits(changes: Sequence[FieldChange], old: Existing) -> Differences:
    taken: list[FieldChange] = []
    conflicts: list[FieldChange] = []
    said: list[tuple[str, Finding]] = []
    for change in changes:
        name = change.field
        group = [one for one in changes if one.field in together(name)]
        if not old.edited.keys() & set(together(name)):
            taken.append(change)
        elif all(_as_left(one, old) for one in group):
            message = (
                f"{_words(name)} was changed by hand after the last import; "
                "the file says what it said then, so what was entered by hand stays."
            )
            said.append((name, Finding("import.edit-kept", Severity.NOTE, message)))
        else:
            conflicts.append(replace(change, edited=True, left=old.edited.get(name, change.old)))
            said.append((name, _conflict(conflicts[-1])))
    return Differences(tuple(taken), tuple(conflicts), tuple(said))


def _as_left(change: FieldChange, old: Existing) -> bool:
    """True where the file still says what the last import left."""
    left = old.edited.get(change.field, change.old)
    return left is not None and same(change.new, left)


def _conflict(change: FieldChange) -> Finding:
    before = f"the last import said {_told(change.left)}, " if change.left is not None else ""
    message = (
        f"{_words(change.field)} was changed by hand after the last import: {before}the register says "
        f"{_told(change.old)} and the file now says {_told(change.new)}. The register's stays unless you take the file's."
    )
    return Finding("import.edit-conflict", Severity.WARNING, message)


def _words(field: str) -> str:
    return field.replace("_", " ").capitalize()


def _told(value: Any) -> str:
    """A field's value in a sentence."""
    if _says_nothing(value) or value == ():
        return "nothing"
    if isinstance(value, When):
        return (
            f"{value.day.day} {value.day:%B %Y}" if value.day else f"'{value.text or value.precision.value}'"
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, tuple):
        names = [one.name for one in value if isinstance(one, PlannedParty | Tag)]
        return "; ".join(names) or f"{len(value)} of them"
    return f"'{str(value)[:80]}'" if isinstance(value, str) else str(value)


def same(new: Any, had: Any) -> bool:
    """True where two values of a field say the same."""
    if new == had:
        return True
    if isinstance(new, When) and isinstance(had, When):
        if new.precision is Precision.UNKNOWN:
            return fold(new.text) == fold(had.text)  # a person may have told the day that the words mean
        return (new.earliest, new.latest, new.precision) == (had.earliest, had.latest, had.precision)
    if isinstance(new, str) and isinstance(had, str):
        told = fold(new)
        # An OpenDocument sheet is read without the tabs in its cells.
        return told == fold(had) or ("\t" in had and told == fold(had.replace("\t", "")))
    if isinstance(new, Money) and had is None:
        return new.minor == 0  # a dash was read as nothing, and 0 under an accounting format shows a dash
    return False


def _names(party: PlannedParty) -> set[str]:
    return {comparable(name) for name in (party.name, party.as_written) if name}


def same_parties(new: Sequence[PlannedParty], had: Sequence[PlannedParty]) -> bool:
    """True where every party that the file names is known already, in its role.

    A column of buyers or suppliers names a side; the register may know it as a member, a host or a recipient.
    """
    plain = {party[:2] for party in had}  # name and role
    if all(party[:2] in plain for party in new):
        return True
    old: dict[PartyRole, set[str]] = defaultdict(set)
    for party in had:
        old[party.role] |= _names(party)
        if party.role is not PartyRole.BUYER:
            old[PartyRole.SUPPLIER] |= _names(party)
        if party.role is not PartyRole.SUPPLIER:
            old[PartyRole.BUYER] |= _names(party)
    return all(_is_among(party, old[party.role]) for party in new)


def _is_among(party: PlannedParty, known: set[str]) -> bool:
    """True for a name that is known, and for several in one cell, as the program's own tables have them."""
    several = party.name.split(";")
    return bool(_names(party) & known) or all(comparable(one) in known for one in several if one.strip())


def _kept_parties(new: Sequence[PlannedParty], had: Sequence[PlannedParty]) -> tuple[PlannedParty, ...]:
    """The file's parties, and those of roles that the file says nothing of."""
    roles = {party.role for party in new}
    others = {(party.role, comparable(party.name)): party for party in had if party.role not in roles}
    return (*others.values(), *new)


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


_FIGURE = re.compile(r"-?\d{1,10}(?:\.\d+)?%?")
"""Of more digits it may be the number of something, of which each counts."""
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?")


def fold_note(line: str) -> str:
    """A line of notes for comparing: figures, yes and no, and days in one form, whatever kind of file they came from."""
    plain = fold(re.sub(r"(?<=\d),(?=\d{3})|\.0+(?=\D|$)", "", line))
    heading, colon, value = plain.rpartition(": ")
    return f"{heading}{colon}{_one_form(value)}"


def _one_form(value: str) -> str:
    if value in ("true", "false"):
        return "1" if value == "true" else "0"
    if day := _ISO_DAY.fullmatch(value):
        return "/".join(reversed(day.groups()))
    if _FIGURE.fullmatch(value):
        return f"{float(value.rstrip('%')) / (100 if value.endswith('%') else 1):.12g}"
    return value
