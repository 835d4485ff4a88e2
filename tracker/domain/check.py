"""Findings: what is odd about the data, said beside the field it concerns.

Users' data never raises. A check is a plain function that returns Findings, so
that the import preview, the form, the command line and `tracker check` all show
the same list.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a Finding matters, mildest first."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


class Finding(NamedTuple):
    """One thing that is odd, with the sentence that a person reads.

    Attributes:
        code: a stable name such as `term.end-before-start`; tests match on it.
        severity: note (worth knowing), warning (worth looking at), error (cannot be right).
        message: one plain sentence: what is odd and, where there is one, the way out.
        field: the field of the record that it concerns, "" for the record as a whole.
        record: the reference or title of the record, "" where the caller knows it.
    """

    code: str
    severity: Severity
    message: str
    field: str = ""
    record: str = ""
