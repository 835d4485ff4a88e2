"""The check-list of an export: what stands in the way of the whole, then a line for each agreement."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from tracker.app.outgoing.offers import Missing
from tracker.domain.check import Finding, Severity
from tracker.ui.parts import format as words
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import Tone
from tracker.ui.parts.widgets import FindingsLine, Section, button

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

    def show_missing(self, missing: Sequence[Missing]) -> None:
        """Show these, and no others."""
        whole = [gap.why for gap in missing if not gap.agreement_id]
        self.overall.show_findings(Finding("export.gap", Severity.WARNING, why) for why in whole)
        rows = _rows(missing)
        self.gaps.show(rows[:_SHOWN])
        self.keep.setVisible(bool(missing))
        self.table.setVisible(bool(rows))
        cells = words.count(len(missing) - len(whole), "cell")
        more = f", the first {_SHOWN:,} of them shown" if len(rows) > _SHOWN else ""
        said = f"{cells} in {words.count(len(rows), 'agreement')} to see to{more}" if rows else ""
        self.remark.setText(said or ("" if whole else "Nothing is missing."))


def _rows(gaps: Sequence[Missing]) -> list[Row]:
    """A line for each agreement, with all that is to be seen to in it."""
    found: dict[int, list[Missing]] = {}
    for gap in gaps:
        if gap.agreement_id:
            found.setdefault(gap.agreement_id, []).append(gap)
    rows = []
    for agreement_id, many in found.items():
        blank = ", ".join(gap.column for gap in many if gap.why == _BLANK)
        said = [gap.why for gap in many if gap.why != _BLANK] + ([f"Blank: {blank}."] if blank else [])
        what = Cell(" ".join(said), help="\n".join(said))
        rows.append(
            Row((Cell(many[0].reference, Tone.MUTED), Cell(many[0].title, weight=500), what), agreement_id)
        )
    return rows
