"""Totals: arrangements by region, category, year or council, with the rule by which they were counted."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple, cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tracker.app.partnership.partnerships import TOTALS_BY, totals_by
from tracker.app.session import Session
from tracker.domain.partnerships.totals import Tally, TallyRow
from tracker.ui.answers import Ask
from tracker.ui.bridge import Bridge
from tracker.ui.page import Page
from tracker.ui.partnership.parts import HideFictional, Places
from tracker.ui.partnership.rowtable import RowTable
from tracker.ui.partnership.totalsmap import PLACES, Tile, TileMap
from tracker.ui.parts import format as show
from tracker.ui.parts.prose import Prose
from tracker.ui.parts.tables import Cell, Column, Row
from tracker.ui.parts.theme import GRID, MARGIN, Tone, scaled
from tracker.ui.parts.widgets import EmptyState, PlainLabel, Scroller, button

_SAMPLES = {"council": "Hinckley and Bosworth Borough Council, fictional"}
_SAMPLE = "Yorkshire and The Humber mm"
_COLUMNS = (
    Column("key", "Counted under", _SAMPLE),
    Column("arrangements", "Partnerships", "Partnerships", right=True),
    Column("councils", "Councils", "Councils", right=True),
    Column("agreements", "Agreements", "Agreements", right=True),
    Column(
        "savings", "Savings claimed", "No single total: the bases differ and the natures differ", stretch=True
    ),
)


class Counted(NamedTuple):
    """What was asked, and the answer."""

    by: str
    fictional: bool | None
    tally: Tally


_WIDE = 1260
_PROSE = 560
_ROWS, _FEW = 16, 6
"""Rows beside the map, which are never more than the regions; and those that are always seen elsewhere."""


def tally_by(session: Session, by: str, fictional: bool | None) -> Counted:
    """Partnerships counted by one of `TOTALS_BY`; `fictional` False leaves the made-up ones out."""
    return Counted(by, fictional, totals_by(session, by, fictional=fictional))


class TotalsPage(Page):
    """The rows, the map beside them, and the rule under them."""

    ahead = (Ask(tally_by, ("region", None)),)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._by = "region"
        self._hide = HideFictional(bridge)
        self.keys: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for key in TOTALS_BY:
            made = button(f"By {key}", small=True)
            made.setCheckable(True)
            made.setObjectName(key)
            self._group.addButton(made)
            self.keys[key] = made
        self.keys["region"].setChecked(True)
        self.table = RowTable("Totals", _COLUMNS, links=False)
        self.map = TileMap()
        self._map_note = PlainLabel(
            "Partnerships with a member in each region; councils below the number.", "caption"
        )
        self.rule = Prose("")
        self.rule.setMaximumWidth(scaled(_PROSE))
        self._counted = PlainLabel("", "caption")
        self._said = PlainLabel("", "subheading")
        self._whole = Prose("", "caption")
        self._empty = EmptyState("Nothing to count", "Totals count partnerships, and none is recorded here.")
        self._lay()
        self._group.buttonClicked.connect(self._turn)
        self.map.chosen.connect(self._on_region)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        bridge.fictional_hidden.connect(self._reload)

    def _lay(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(PlainLabel("Totals", "title"))
        head.addWidget(self._counted)
        head.addStretch()
        tools = QHBoxLayout()
        tools.setSpacing(GRID)
        for made in self.keys.values():
            tools.addWidget(made)
        tools.addSpacing(GRID)
        tools.addWidget(self._hide)
        tools.addStretch()
        self._beside = QWidget()
        side = QVBoxLayout(self._beside)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.map)
        side.addWidget(self._map_note)
        side.addStretch()
        inside = QWidget()
        inside.setProperty("kind", "page")
        under = QVBoxLayout(inside)
        under.setContentsMargins(0, 0, 0, 0)
        under.setSpacing(2 * GRID)
        self._middle = QHBoxLayout()
        under.addLayout(self._middle, 1)
        self._middle.setSpacing(4 * GRID)
        rows = QVBoxLayout()
        rows.setSpacing(GRID)
        rows.addWidget(self.table, 100)
        rows.addSpacing(GRID)
        rows.addWidget(self._said)
        rows.addWidget(self._whole)
        rows.addStretch(1)
        self._middle.addLayout(rows, 1)
        self._middle.addWidget(self._beside, 0, Qt.AlignmentFlag.AlignTop)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 2 * GRID, MARGIN, 2 * GRID)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(Places(self.bridge, "totals"))
        page.addLayout(tools)
        page.addWidget(self.rule)
        page.addWidget(self._empty)
        page.addWidget(Scroller(inside), 1)

    def title(self) -> str:
        return f"Totals by {self._by}"

    def first_focus(self) -> QWidget | None:
        return self.table

    def load(self) -> None:
        self._hide.show_where_needed()
        self._reload()

    def _turn(self) -> None:
        checked = self._group.checkedButton()
        if checked is not None:
            self._by = checked.objectName()
            self._reload()

    def _reload(self) -> None:
        self.bridge.answers.ask(tally_by, self._on_tally, *self._wanted())

    def _wanted(self) -> tuple[str, bool | None]:
        return self._by, False if self.bridge.hides_fictional else None

    def _on_tally(self, answer: object) -> None:
        by, fictional, tally = cast("Counted", answer)
        if (by, fictional) != self._wanted():
            return
        if not tally.rows and self.table.hasFocus():  # else it would go to whatever comes next
            self.setFocus()
        self._empty.setVisible(not tally.rows)
        self.table.setVisible(bool(tally.rows))
        self._beside.setVisible(by == "region" and bool(tally.rows))
        self.table.show_rows([_row(row) for row in tally.rows] + [_last(tally)] if tally.rows else [])
        self._fit_table(by, len(tally.rows) + 1)
        self.table.select_first()
        self.rule.setVisible(bool(tally.rows))
        self.rule.setText(f"How this is counted: {_in_our_word(tally.rule)}")
        words = f"{show.count(tally.arrangements, 'partnership')}, {show.count(tally.councils, 'council')}"
        self._counted.setText(words)
        self.map.show_tiles({row.key: _tile(row) for row in tally.rows})
        elsewhere = [f"{row.arrangements} under “{row.key}”" for row in tally.rows if row.key not in PLACES]
        self._map_note.setText(
            "Partnerships with a member in each region; councils below."
            + (f"\nNot on the map: {', '.join(elsewhere[:3])}." if elsewhere else "")
        )
        self._on_current()

    def _fit_table(self, by: str, rows: int) -> None:
        """Beside the map the table is as high as its rows, and the page scrolls; elsewhere the table does."""
        self.table.lay_out([replace(_COLUMNS[0], sample=_SAMPLES.get(by, _SAMPLE)), *_COLUMNS[1:]])
        whole = self.table.height_for(rows) + GRID
        beside = self.table.height_for(min(rows, _ROWS)) + GRID
        self.table.setMinimumHeight(beside if by == "region" else self.table.height_for(min(rows, _FEW)))
        self.table.setMaximumHeight(beside if by == "region" else whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self._middle.setDirection(
            QHBoxLayout.Direction.LeftToRight if wide else QHBoxLayout.Direction.TopToBottom
        )

    def _on_region(self, region: str) -> None:
        self.table.select(region)

    def _on_current(self, index: QModelIndex | None = None, before: QModelIndex | None = None) -> None:
        record = self.table.selected_record()
        if isinstance(record, str):
            self.map.mark(record)
        row = self.table.rows.row(self.table.currentIndex().row())
        said = row.cells[4].help if row is not None and not row.heading and row.cells[4:] else ""
        self._whole.setText(said)
        self._said.setText(f"Savings claimed, {row.cells[0].text}" if row is not None and said else "")
        for words in (self._said, self._whole):
            words.setVisible(bool(said))


def _in_our_word(rule: str) -> str:
    """The window says partnership for what lawyers and the model call an arrangement."""
    return rule.replace("An arrangement", "A partnership").replace("arrangement", "partnership")


def _tile(row: TallyRow) -> Tile:
    words = show.count(row.councils, "council")
    said = (
        f"{show.count(row.arrangements, 'partnership')}, {words}, {show.count(row.agreements, 'agreement')}"
    )
    return Tile(row.arrangements, words, f"{said}. {savings_words(row)}")


def _row(row: TallyRow) -> Row:
    said = savings_words(row)
    summed = bool(row.savings) and bool(row.savings[-1].amount)
    return Row(
        (
            Cell(row.key, weight=500),
            Cell(f"{row.arrangements:,}", right=True),
            Cell(f"{row.councils:,}", right=True),
            Cell(f"{row.agreements:,}", right=True),
            Cell(said, Tone.PLAIN if summed else Tone.MUTED, help=_all_savings(row)),
        ),
        row.key,
    )


def savings_words(row: TallyRow) -> str:
    """What the claims come to, or why they come to nothing."""
    if not row.savings:
        return "none for this row alone"
    last = row.savings[-1]
    if last.amount:
        return f"{last.amount.replace('.00', '')}, {last.basis}, {last.nature}"
    summed = [f"{t.amount.replace('.00', '')} {t.basis}, {t.nature}" for t in row.savings if t.amount]
    return f"{'; '.join(summed)}; no single total" if summed else "No total: the bases or natures differ."


def _all_savings(row: TallyRow) -> str:
    lines = []
    for total in row.savings:
        name = "Altogether" if total.basis == "all" else f"Basis {total.basis}, {total.nature}"
        lines.append(f"{name}: {total.amount.replace('.00', '') or total.why_not}")
    return "\n".join(lines)


def _last(tally: Tally) -> Row:
    """The line that does not add up the rows, but counts each once."""
    added = sum(row.arrangements for row in tally.rows)
    remark = f"the rows add to {added:,}" if added != tally.arrangements else ""
    return Row(
        (
            Cell("Each counted once", weight=600),
            Cell(f"{tally.arrangements:,}", weight=600, right=True),
            Cell(f"{tally.councils:,}", weight=600, right=True),
            Cell(""),
            Cell(remark, Tone.MUTED, help=_in_our_word(tally.rule)),
        ),
        "",
    )
