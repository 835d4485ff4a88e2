"""Rows of a file that may be one agreement twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tracker.domain.check import Severity
from tracker.domain.words import counted
from tracker.exchange.plans.planned import Located, PlannedAgreement, found
from tracker.exchange.plans.references import fold, fold_references
from tracker.exchange.plans.rows import Sorted
from tracker.exchange.sheets.sheet import RowOf


def find_copies(
    planned: Sequence[PlannedAgreement], done: Sorted, numbers: Sequence[int], label: str
) -> tuple[dict[int, Located], list[Located]]:
    """Rows that may be one agreement twice, and a word on references that stand for several.

    The first are found by the reference, supplier and start, or by references that are
    equal but for case, blanks and kinds of dash. One that another sheet has too is in doubt,
    for the sheets of two years have most agreements in common.
    """
    sheets = isinstance(numbers[0], RowOf) if numbers else False
    names = fold_references([one.agreement.reference for one in planned])
    if sheets:  # no reference has a line end
        names = [name or f"\n{fold(one.agreement.title)}" for name, one in zip(names, planned, strict=True)]
    often = Counter(names)
    by_reference: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(names) if len(often) < len(names) else ():
        if often[name] > 1 and name.strip() and index not in done.out:
            by_reference[name].append(index)
    at: dict[int, Located] = {}
    several = 0
    for rows in by_reference.values():
        if len(rows) < 2:
            continue
        first = rows[0]
        for index in rows[1:]:
            own, other = planned[index], planned[first]
            message = _why_copy(own, other, numbers[first])
            if message and sheets and _sheet_of(numbers[index]) != _sheet_of(numbers[first]):
                done.doubtful.setdefault(
                    index, f"it stands in another sheet too, in row {numbers[first]}, and may be the same one"
                )
            if message:
                text = own.agreement.reference
                at[index] = found(
                    "import.possible-copy", Severity.WARNING, message, numbers[index], label, text
                )
        named = bool(planned[first].agreement.reference)
        several += named and any(index not in done.doubtful for index in rows[1:])
    said: list[Located] = []
    if several:
        message = (
            f"{counted(several, 'reference stands', 'references stand')} for more than one row; "
            "each row was taken as an agreement of its own."
        )
        said.append(found("import.repeated-references", Severity.NOTE, message, column=label))
    return at, said


def _why_copy(own: PlannedAgreement, other: PlannedAgreement, row: int) -> str:
    if own.agreement.reference != other.agreement.reference:
        return (
            f"This reference is that of row {row} ('{other.agreement.reference}') but for case, blanks or dashes; "
            "it may be the same agreement."
        )
    names = [{fold(party.name) for party in one.parties} for one in (own, other)]
    if names[0] == names[1] and own.agreement.starts == other.agreement.starts:
        what = "reference" if own.agreement.reference else "title"
        return f"Row {row} has the same {what}, parties and start; it may be the same agreement."
    return ""


def _sheet_of(row: int) -> str:
    return row.sheet if isinstance(row, RowOf) else ""
