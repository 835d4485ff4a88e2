"""The left side of an import: what was understood of the file, and how to change it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from tracker.app.incoming.importing import EVERY
from tracker.app.incoming.importview import LABELS, Outcome, field_choices, first_rows, is_linked
from tracker.app.incoming.sight import Sight
from tracker.domain.written import ORDER_WORDS
from tracker.ui.parts import format as words
from tracker.ui.parts.fittedtable import FittedTable
from tracker.ui.parts.format import Look, Shape
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel
from tracker.ui.parts.theme import GRID, MARGIN, Tone
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, button, clear, rule

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Column as FileColumn
    from tracker.app.incoming.importview import Plan

WIDTH = 344

_ORDER = "order:"
"""What the data of an action begins with that chooses an order of day and month, and no field."""

_REASONED = ("Dates", "Layout")
"""The facts that may take a sentence; a reason stands under them."""

_USUAL = ("", "ascii", "utf-8")
"""Ways of writing letters that hide nothing: an officer need not know of them."""

_OFTEN = frozenset(
    (
        *("", "reference", "title", "description", "supplier", "buyer", "department", "owner"),
        *("starts", "ends", "max_end", "term", "extensions", "notice", "review"),
        *("value", "annual_value", "category", "notes"),
    )
)
"""Fields that most registers have: the others are a step further, so that no menu fills the screen."""

_NAMELESS = {"pasted": "pasted table"}

_SURE: dict[str, Look] = {
    "sure": Look("Sure", Shape.TICK, Tone.GOOD),
    "likely": Look("Likely", Shape.HALF, Tone.NOTE),
    "check": Look("Check", Shape.TRIANGLE, Tone.WARNING),
    "chosen": Look("Chosen", Shape.TICK, Tone.ACCENT),
}
_OTHER: dict[str, tuple[str, Look]] = {
    "notes": ("kept in the notes", Look("Kept", Shape.RING, Tone.MUTED)),
    "contact detail": ("left out", Look("Contact", Shape.CROSS, Tone.MUTED)),
    "never imported": ("left out", Look("Left out", Shape.CROSS, Tone.MUTED)),
    "empty": ("nothing in it", Look("Empty", Shape.DASHED, Tone.MUTED)),
}
_COLUMNS = (
    Column("file", "In the file", "Contract end", stretch=True),
    Column("read", "Read as", "Supplier number"),
    Column("sure", "How sure", "●  Left out "),
)


class ImportSide(QWidget):
    """What was understood: the sheet, the headings, the dates, the rows, the money, and every column.

    Signals:
        sheet_chosen(str): read this sheet instead.
        header_chosen(int): the row of that number holds the headings.
        field_chosen(str, str): the column of that label is to be read as that field; "" for none.
        order_chosen(str, str): the dates of the column of that label are "dmy", "mdy" or "ymd".
        contacts_chosen(bool): whether contact details are to be taken in.
        layout_named(str): keep how this file is read under that name.
        layout_saved(), layout_opened(), layout_left(): save it as a file, read one, or read the file afresh.
    """

    sheet_chosen = Signal(str)
    header_chosen = Signal(int)
    field_chosen = Signal(str, str)
    order_chosen = Signal(str, str)
    contacts_chosen = Signal(bool)
    layout_named = Signal(str)
    layout_saved = Signal()
    layout_opened = Signal()
    layout_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._contacts = False
        self._layout = ""
        self.setFixedWidth(WIDTH)
        self.facts = QVBoxLayout()
        self.table = FittedTable("Columns of the file")
        self.columns = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self.columns)
        self.table.lay_out(_COLUMNS)
        self.table.opened.connect(self._choose_for)
        self.table.clicked.connect(self._on_clicked)
        self.menu = QMenu(self)
        self.menu.triggered.connect(self._on_field)
        self.sheets = QMenu(self)
        self.sheets.triggered.connect(self._on_sheet)
        self.headers = QMenu(self)
        self.headers.triggered.connect(self._on_header)
        self.layouts = self._layout_menu()
        self.naming = QLineEdit()
        self.naming.setAccessibleName("Name of the layout")
        self.naming.setPlaceholderText("such as Oxford quarterly")
        self.naming.returnPressed.connect(self._on_named)
        self.naming.hide()
        hint = PlainLabel(
            "Press a column to read it as something else. Enter does so, too.", "caption", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, MARGIN - 4, GRID, GRID)
        column.setSpacing(GRID)
        title = PlainLabel("What was understood", "heading")
        title.setContentsMargins(GRID, 0, 0, 0)
        hint.setContentsMargins(GRID, 0, 0, 0)
        column.addWidget(title)
        column.addLayout(self.facts)
        column.addWidget(self.naming)
        column.addWidget(self.table, 1)
        column.addWidget(hint)
        self.back = button("Show the rows", kind="link")
        self.back.hide()
        column.addWidget(self.back)
        self.setTabOrder(self.naming, self.table)

    def _layout_menu(self) -> QMenu:
        menu = QMenu(self)
        for text, deed in (
            ("Keep under a name…", self._start_naming),
            ("Save as a file for a colleague…", self.layout_saved.emit),
            ("Read a layout from a file…", self.layout_opened.emit),
        ):
            menu.addAction(text).triggered.connect(deed)
        menu.addSeparator()
        self.afresh = menu.addAction("Forget it, and read this file afresh")
        self.afresh.triggered.connect(self.layout_left)
        return menu

    def show_plan(self, sight: Sight, *, contacts: bool, layout: str, kept: bool) -> None:
        """Show what the plan was made from; `layout` says how it came to be read so, `kept` whether it is kept."""
        plan = sight.plan
        self._plan, self._contacts, self._layout = plan, contacts, layout
        self.afresh.setEnabled(kept)
        self.naming.hide()
        clear(self.facts)
        facts = self._facts(sight)
        self.facts.addWidget(_lines(facts))
        before: QWidget = self.naming
        for change in (change for *_, change in facts if change is not None):
            self.setTabOrder(before, change)
            before = change
        line = self.table.currentIndex().row()
        self.columns.show([_column_row(column) for column in plan.mapping.columns])
        self.table.fit_to_cells()
        self.table.setCurrentIndex(self.columns.index(line, 0))

    def put_away(self) -> None:
        """Hold no plan any more."""
        self._plan = None

    def _facts(self, sight: Sight) -> list[tuple[str, str, str, QPushButton | None]]:
        plan = sight.plan
        table, book = plan.table, plan.workbook
        sheets = len(book.sheets)
        change = _change("sheet", self._drop_sheets) if sheets > 1 else None
        linked = is_linked(plan)
        header = None if linked else _change("headings", self._drop_headers)
        read = len(table.parts) or 1
        of = f"{read} of {sheets}" if sheets > 1 else ""
        left = sight.counts[Outcome.NOT_IMPORTED]
        contacts = any(column.use == "contact detail" for column in plan.mapping.columns)
        word = "Leave out" if self._contacts else "Take in"
        take = _change("contact details", self._toggle_contacts, word) if contacts or self._contacts else None
        facts = [
            ("Sheets", f"{of} together" if read < sheets else f"all {sheets} together", "", change)
            if table.parts
            else ("Sheet", table.sheet.name or _NAMELESS.get(book.kind, "text file"), of, change),
            ("Headings", _heading_words(plan), "", header),
            ("Dates", *_dates(plan), None),
            ("Rows", f"{len(plan.rows):,}", f"{left:,} left out" if left else "", None),
            ("Money", *_money(sight), None),
        ]
        if book.encoding is not None and book.encoding not in _USUAL:
            facts.append(("Letters", f"read as {book.encoding}", "", None))
        if not linked:
            facts.append(("Layout", self._layout, "", _change("layout", self._drop_layouts)))
        if take is not None:
            facts.append(("Contacts", "taken in" if self._contacts else "left out", "", take))
        return facts

    # Changing it

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.columns.row(index.row())
        if row is not None:
            self._choose_for(row.record)

    def _choose_for(self, record: object) -> None:
        """Offer the fields that the column may be read as, under its row."""
        if self._plan is None:
            return
        column = next(column for column in self._plan.mapping.columns if column.index == record)
        self.menu.clear()
        self.menu.setProperty("label", column.label)
        order = self._plan.orders.get(column.label)
        for code, words_of in ORDER_WORDS.items() if order is not None else ():
            action = self.menu.addAction(f"Dates with the {words_of}")
            action.setData(f"{_ORDER}{code}")
            action.setCheckable(True)
            action.setChecked(code == order)
        if order is not None:
            self.menu.addSeparator()
        more = QMenu("Other fields", self.menu)
        for name, label in (("", "Not read: keep in the notes"), *field_choices()):
            menu = self.menu if name in _OFTEN or name == column.field else more
            taken = self._plan.mapping.of(name) if name else None
            rest = f"\tnow {taken.label}" if taken is not None and taken.index != column.index else ""
            action = menu.addAction(f"{label}{rest}".replace("&", "&&"))
            action.setData(name)
            action.setCheckable(True)
            action.setChecked(name == column.field)
            if not name:
                self.menu.addSeparator()
        self.menu.addSeparator()
        self.menu.addMenu(more)
        at = self.table.visualRect(self.columns.index(self.table.currentIndex().row(), 1))
        self.menu.popup(self.table.viewport().mapToGlobal(at.bottomLeft() + QPoint(0, 2)))

    def _on_field(self, action: QAction) -> None:
        label, said = str(self.menu.property("label")), str(action.data())
        if said.startswith(_ORDER):
            self.order_chosen.emit(label, said.removeprefix(_ORDER))
        else:
            self.field_chosen.emit(label, said)

    def _drop_headers(self) -> None:
        """Offer the first rows of the sheet, each by its first cells."""
        if self._plan is None:
            return
        self.headers.clear()
        sheet = self._plan.table.sheet
        for number, text in first_rows(sheet):
            action = self.headers.addAction(f"Row {number}: {text}".replace("&", "&&"))
            action.setData(number)
            action.setCheckable(True)
            action.setChecked(number == self._plan.table.header_row)
        self.headers.popup(self.mapToGlobal(QPoint(MARGIN, 4 * MARGIN)))

    def _on_header(self, action: QAction) -> None:
        self.header_chosen.emit(int(action.data()))

    def _drop_layouts(self) -> None:
        self.layouts.popup(self.mapToGlobal(QPoint(MARGIN, 6 * MARGIN)))

    def _start_naming(self) -> None:
        self.naming.clear()
        self.naming.show()
        self.naming.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_named(self) -> None:
        name = self.naming.text().strip()
        self.naming.hide()
        if name:
            self.layout_named.emit(name)

    def _drop_sheets(self) -> None:
        if self._plan is None:
            return
        self.sheets.clear()
        together = bool(self._plan.table.parts)
        every = self.sheets.addAction("All with the same columns")
        every.setData(EVERY)
        every.setCheckable(True)
        every.setChecked(together)
        self.sheets.addSeparator()
        for sheet in self._plan.workbook.sheets:
            rows = words.count(len(sheet.rows), "row")
            hidden = "" if sheet.state == "visible" else ", hidden"
            action = self.sheets.addAction(f"{sheet.name}\t{rows}{hidden}".replace("&", "&&"))
            action.setData(sheet.name)
            action.setCheckable(True)
            action.setChecked(not together and sheet is self._plan.table.sheet)
        self.sheets.popup(self.mapToGlobal(QPoint(MARGIN, 3 * MARGIN)))

    def _on_sheet(self, action: QAction) -> None:
        self.sheet_chosen.emit(str(action.data()))

    def _toggle_contacts(self) -> None:
        self.contacts_chosen.emit(not self._contacts)


def _lines(facts: Iterable[tuple[str, str, str, QPushButton | None]]) -> QWidget:
    """What was understood, a line each: put in its place as a whole, for Qt lays the page out for each part that joins it."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setHorizontalSpacing(GRID + 4)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    grid.setContentsMargins(GRID, 0, GRID, GRID)
    for number, (name, value, rest, change) in enumerate(facts):
        row = 3 * number
        reasoned = name in _REASONED
        label = (
            PlainLabel(value, wrap=True) if reasoned else ElidedLabel(f"{value}, {rest}" if rest else value)
        )
        label.setMinimumHeight(28)
        if (
            reasoned
        ):  # of several lines, it has no height of its own that its words could stand in the middle of
            label.setContentsMargins(0, GRID - 2, 0, 2 if rest else GRID - 2)
        what = PlainLabel(name, "muted")
        what.setContentsMargins(0, GRID - 2, 0, 2)
        grid.addWidget(what, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label, row, 1, 1, 1 if change is not None else 2)
        if change is not None:
            grid.addWidget(change, row, 2)
        if reasoned and rest:
            reason = PlainLabel(f"{rest[:1].upper()}{rest[1:]}.", "caption", wrap=True)
            reason.setContentsMargins(0, 0, 0, GRID - 2)
            grid.addWidget(reason, row + 1, 1, 1, 2)
        grid.addWidget(rule(), row + 2, 0, 1, 3)
    return made


def _change(what: str, slot: object, text: str = "Change") -> QPushButton:
    made = button(text, kind="link", name=f"{text} {what}")
    made.clicked.connect(slot)
    return made


def _heading_words(plan: Plan) -> str:
    table = plan.table
    if table.header_row is None:
        return "none: told by the values"
    if table.header is not None and table.first < table.header:
        return f"Rows {table.sheet.numbers[table.first]} and {table.header_row}"
    return f"Row {table.header_row}" + (" under a title" if table.first > 0 else "")


def _dates(plan: Plan) -> tuple[str, str]:
    """How the dates were read, and why; each column's own way where they differ."""
    if not plan.date_orders:
        return "no column of dates", ""
    ways = {name: why.partition(": ") for name, why in plan.date_orders.items()}
    orders = {order for order, _, rest in ways.values() if rest}
    if len(orders) > 1:
        return "; ".join(f"{name}: {order}" for name, (order, _, _) in ways.items()), ""
    order, _, rest = next((way for way in ways.values() if way[2]), next(iter(ways.values())))
    return order[:1].upper() + order[1:], rest


def _money(sight: Sight) -> tuple[str, str]:
    names = ("value", "annual_value", "value_low", "value_high")
    if not any(sight.plan.mapping.of(name) for name in names):
        return "no column of amounts", ""
    spoken = {"GBP": "Pounds", "EUR": "Euro", "USD": "US dollars"}
    return ", ".join(spoken.get(code, code) for code in sight.money) or "no exact amount", ""


def _column_row(column: FileColumn) -> Row:
    name = Cell(column.label)
    if column.use == "field":
        look = _SURE[column.confidence.value]
        return Row(
            (name, Cell(LABELS[column.field], weight=500), Cell(look=look, chip=True, help=column.why)),
            column.index,
        )
    read, look = _OTHER[column.use.value]
    return Row((name, Cell(read, Tone.MUTED), Cell(look=look, chip=True)), column.index)
