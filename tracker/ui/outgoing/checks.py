"""The check-list of an export: what stands in the way of the whole, then a line for each agreement."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from tracker.app.outgoing.offers import Missing
from tracker.domain.check import Finding, Severity
from tracker.ui.parts import format as words
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import Section, button

_SHOWN = 1000
"""Lines on the page; all of them are in the file of the list."""

_COLUMNS = (
    Column("reference", "Ref", "NBC-P1-3"),
    Column("title", "Agreement", "Enforcement services for the Vale Revenues"),
    Column("why", "What to see to", "Blank: Description of the goods or services", stretch=True),
)
_BLANK = "It is blank."


class CheckList(Section):
    """What to see to before publishing.

    Signals:
        opened(int): the agreement of a line was opened.
        wanted(): somebody wants the list as a file.
    """

    opened = Signal(object)
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Before publishing")
        self.keep = button("Save this list", kind="link")
        self.head.addWidget(self.keep)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.overall = FindingsLine()
        self.table = Table("What to see to before publishing")
        self.gaps = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self.gaps)
        self.table.lay_out(_COLUMNS)
        self.body.addWidget(self.overall)
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(self.opened)
        self.keep.clicked.connect(self.wanted)

    def show_told(self, told: Told) -> None:
        """Show these, and no others."""
        self.overall.show_findings(Finding("export.gap", Severity.WARNING, why) for why in told.whole)
        self.gaps.show(told.rows)
        self.keep.setVisible(bool(told.whole or told.rows))
        self.table.setVisible(bool(told.rows))
        agreements = words.count(told.agreements, "agreement")
        more = f", the first {_SHOWN:,} of them shown" if told.agreements > _SHOWN else ""
        said = f"{words.count(told.cells, 'cell')} in {agreements} to see to{more}" if told.rows else ""
        self.remark.setText(said or ("" if told.whole else "Nothing is missing."))


class Told(NamedTuple):
    """A check-list as it is shown.

    Attributes:
        whole: what concerns all of it.
        rows: a line for each agreement, as far as they are shown.
        cells: how many cells are to be seen to, in so many `agreements`.
    """

    whole: tuple[str, ...]
    rows: Sequence[Row]
    cells: int
    agreements: int


def sum_up(missing: Sequence[Missing]) -> Told:
    """What is missing, agreement by agreement; for a worker, since there may be very many."""
    whole = tuple(gap.why for gap in missing if not gap.agreement_id)
    found: dict[int, list[Missing]] = {}
    for gap in missing:
        if gap.agreement_id:
            found.setdefault(gap.agreement_id, []).append(gap)
    rows = [_row(agreement_id, many) for agreement_id, many in islice(found.items(), _SHOWN)]
    return Told(whole, rows, len(missing) - len(whole), len(found))


def _row(agreement_id: int, gaps: Sequence[Missing]) -> Row:
    """A line with all that is to be seen to in one agreement."""
    blank = ", ".join(gap.column for gap in gaps if gap.why == _BLANK)
    said = [gap.why for gap in gaps if gap.why != _BLANK] + ([f"Blank: {blank}."] if blank else [])
    what = Cell(" ".join(said), help="\n".join(said))
    return Row((Cell(gaps[0].reference, Tone.MUTED), Cell(gaps[0].title, weight=500), what), agreement_id)
