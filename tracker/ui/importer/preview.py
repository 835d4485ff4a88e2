"""The preview of an import: what was understood, the one question, every row, and what there is to settle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from tracker.app.incoming.fixlist import rows_to_mend
from tracker.app.incoming.importview import LABELS, Leaving, Outcome, PlanRow, findings_of, tally
from tracker.app.incoming.sight import Sight
from tracker.ui.importer.changes import ChangesView
from tracker.ui.importer.ends import EndsBox
from tracker.ui.importer.filters import CHANGES, MISSING, NAMES, TWINS, Filters
from tracker.ui.importer.missing import MissingView
from tracker.ui.importer.model import ASKED
from tracker.ui.importer.organisations import NamesView
from tracker.ui.importer.rows import PlanTable
from tracker.ui.importer.side import ImportSide
from tracker.ui.importer.strip import CellStrip
from tracker.ui.importer.twins import TwinsView
from tracker.ui.parts import format as words
from tracker.ui.parts.marks import FindingsLine
from tracker.ui.parts.theme import GRID, MARGIN, scaled
from tracker.ui.parts.widgets import ElidedLabel, PlainLabel, button, rule

if TYPE_CHECKING:
    from datetime import date

    from tracker.app.incoming.importview import Plan


_NARROW = 1_000
"""Pixels below which there is no room for the rows and for what was understood beside them, with usual text."""

_NARROWEST = 640


class ImportPreview(QWidget):
    """Shows a Plan, lets its rows be mended, and offers to commit it.

    Signals:
        mend_wanted(PlanRow, str, str, str): read this text for that field, in the column of that label.
        rows_set(list, str): these rows are to be left out ("out"), imported ("in"), imported as "new", or
            "each" as what it most likely is.
        commit_wanted(), left(), fix_list_wanted(): import what is shown; or nothing; or save what stays out.
    """

    mend_wanted = Signal(object, str, str, str)
    rows_set = Signal(object, str)
    commit_wanted = Signal()
    fix_list_wanted = Signal()
    left = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sight: Sight | None = None
        self._at: QWidget | None = None
        self.side = ImportSide()
        self.title = PlainLabel("Import", "title")
        self.file = ElidedLabel("", "caption")
        self.remarks = button("", kind="link", name="Remarks about the file")
        self.remarks.setCheckable(True)
        self.remark_list = FindingsLine()
        self.understood = button("What was understood", kind="link")
        self.understood.setCheckable(True)
        self.understood.toggled.connect(self._make_room)
        self.side.back.clicked.connect(self.understood.toggle)
        self.ends = EndsBox()
        self.filters = Filters()
        self.table = PlanTable()
        self.strip = CellStrip()
        self.twins, self.names = TwinsView(), NamesView()
        self.changes, self.missing = ChangesView(), MissingView(today)
        self.views: dict[str, QWidget] = {
            TWINS: self.twins,
            NAMES: self.names,
            CHANGES: self.changes,
            MISSING: self.missing,
        }
        self.outlook = PlainLabel("", "muted", wrap=True)
        self.outlook.setMinimumWidth(240)
        self.working = QProgressBar()
        self.fix_list = button("Save a fix list…")
        self.cancel = button("Cancel")
        self.commit = button("", kind="primary", name="Import")
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        self.right = QWidget()
        right = QVBoxLayout(self.right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._upper())
        right.addWidget(rule())
        self.rows = QWidget()
        below = QVBoxLayout(self.rows)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        for part in (self.table, rule(), self.strip):
            below.addWidget(part, int(part is self.table))
        self.stack = QStackedWidget()
        for view in (self.rows, *self.views.values()):
            self.stack.addWidget(view)
        right.addWidget(self.stack, 1)
        right.addWidget(rule())
        foot = QWidget()
        foot.setLayout(self._foot())
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        right.addWidget(foot)
        line = rule()
        line.setFixedSize(1, 16777215)
        line.setMinimumHeight(0)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.side)
        whole.addWidget(line)
        whole.addWidget(self.right, 1)

    def _upper(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.title)
        head.addWidget(self.file, 1, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.understood, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.remarks, 0, Qt.AlignmentFlag.AlignBottom)
        upper = QVBoxLayout()
        upper.setContentsMargins(MARGIN - 4, MARGIN - GRID, MARGIN - 4, GRID)
        upper.setSpacing(GRID + 4)
        upper.addLayout(head)
        for part in (self.remark_list, self.ends, self.filters):
            upper.addWidget(part)
        return upper

    def _foot(self) -> QHBoxLayout:
        self.working.setTextVisible(False)
        self.working.setFixedWidth(120)
        self.working.setRange(0, 0)
        self.working.setAccessibleName("The file is being read anew")
        self.working.hide()
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN - 4, GRID + 4, MARGIN - 4, GRID + 4)
        foot.setSpacing(GRID)
        foot.addWidget(self.outlook, 1)
        for part in (self.working, self.fix_list, self.cancel, self.commit):
            foot.addWidget(part)
        return foot

    def _listen(self) -> None:
        self.table.in_hand.connect(self._show_cell)
        self.table.many_in_hand.connect(self.strip.show_many)
        self.table.keyed.connect(self._on_key)
        self.filters.chosen.connect(self._show_rows)
        self.filters.all_taken.connect(self._take_all)
        self.ends.rows_wanted.connect(self._show_rows)
        self.remarks.toggled.connect(self._show_remarks)
        self.strip.mended.connect(self._mend)
        self.strip.left_out.connect(self._leave_rows)
        self.strip.taken_as_new.connect(self._take_as_new)
        self.strip.match_wanted.connect(self._match)
        self.strip.stopped.connect(self.table.setFocus)
        self.commit.clicked.connect(self.commit_wanted)
        self.fix_list.clicked.connect(self.fix_list_wanted)
        self.cancel.clicked.connect(self.left)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window what was understood gives its room to the rows, until it is asked for."""
        narrow = self.width() < scaled(_NARROW)
        self.understood.setVisible(narrow)
        asked = narrow and self.understood.isChecked()
        self.side.setVisible(asked or not narrow)
        self.right.setVisible(not asked)
        self.side.back.setVisible(asked)

    # Showing

    @property
    def plan(self) -> Plan | None:
        """The Plan that is shown, and that would be committed."""
        return self.sight.plan if self.sight is not None else None

    def show_plan(self, sight: Sight, *, ends: str, said: str) -> None:
        """Show that plan; `ends` as it was answered for it, `said` is how the file came to be read so."""
        self.sight, plan = sight, sight.plan
        columns = words.count(sum(column.use != "empty" for column in plan.mapping.columns), "column")
        self.file.setText(" · ".join(filter(None, (plan.workbook.path.name, columns, said))))
        count = len(plan.findings)
        self.remarks.setVisible(bool(count))
        self.remarks.setText(words.count(count, "remark") + " about the file")
        self.remarks.setChecked(False)
        self.remark_list.show_findings(())
        self.ends.show_question(sight.question, ends)
        self.show_again()

    def put_away(self) -> None:
        """Show no plan any more, and hold none."""
        self.sight = None
        self.table.plan_model.clear()
        self.strip.show_nothing()
        self.side.put_away()

    def show_again(self) -> None:
        """Show the rows as they are now, after some were changed."""
        self._show_counts()
        self._show_rows()

    def show_working(self, working: bool) -> None:
        """The file is being read anew for another choice: what is shown is not to be worked on meanwhile."""
        at = QApplication.focusWidget()
        if working and at is not None and self.isAncestorOf(at):
            self._at = at
        self.working.setVisible(working)
        for part in (self.stack, self.filters, self.ends, self.side, self.fix_list):
            part.setEnabled(not working)
        if working:
            self.commit.setEnabled(False)
        elif self.sight is not None:
            self._show_counts()

    def hand_back(self) -> None:
        """Give the keyboard back to what had it when the file began to be read anew, or to what took its place."""
        at, self._at = self._at, None
        if at is None or QApplication.focusWidget() is not None:
            return
        if not Shiboken.isValid(at) or not self.isAncestorOf(at):
            at = self.side.table
        at.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rows(self) -> None:
        if self.sight is None:
            return
        wanted = self.filters.wanted()
        view = self.views.get(wanted)
        self.stack.setCurrentWidget(view or self.rows)
        if view is None:
            self.table.show_plan(self.sight, ASKED if self.ends.rows.isChecked() else wanted)
            if self.table.row_in_hand() is None:
                self.strip.show_nothing()

    def _show_counts(self) -> None:
        """The filters, what importing would do, on its button, and what stays out, beside it."""
        assert self.sight is not None
        plan = self.sight.plan
        counts = tally(plan)
        lists = {
            TWINS: len(self.twins.table.items.items),
            NAMES: self.names.open,
            CHANGES: len(self.changes.table.items.items),
            MISSING: len(self.sight.missing),
        }
        self.filters.show_counts({**counts, **lists})
        if self.sight.spelt.taken:
            self.filters.offer_names(len(self.names.table.items.items))
        added, changed = counts[Outcome.ADD], counts[Outcome.CHANGE]
        self.commit.setText(commit_text(added, changed, plan.leaving))
        self.commit.setAccessibleName(self.commit.text())
        self.commit.setEnabled(bool(added or changed or plan.leaving))
        out = len(rows_to_mend(plan))
        self.fix_list.setVisible(bool(out))
        self.outlook.setText(_outlook(plan, counts, out))

    def _show_remarks(self, shown: bool) -> None:
        findings = self.plan.findings if self.plan is not None and shown else ()
        self.remark_list.show_findings(one.finding for one in findings)

    def _show_cell(self, row: PlanRow | None, field: str) -> None:
        if row is None:
            self.strip.show_nothing()
            return
        model = self.table.plan_model
        label = model.label(field)
        written, kind = model.written(row, field), model.sort_of_cell(row, field)
        self.strip.show_cell(
            row,
            field,
            label or LABELS.get(field, ""),
            written,
            kind,
            findings_of(row, label) if label else (),
        )

    # Mending

    def _on_key(self, key: str) -> None:
        deeds: Mapping[str, Callable[[], None]] = {
            "delete": self._leave_out,
            "insert": self._take_in,
            "type": self.strip.start_typing,
        }
        deeds[key]()

    def _mend(self, text: str) -> None:
        row, field = self.table.row_in_hand(), self.table.field_in_hand()
        if row is not None and field:
            self.mend_wanted.emit(row, field, self.table.plan_model.label(field), text)

    def _leave_rows(self, out: bool) -> None:
        self._set_rows("out" if out else "in")

    def _leave_out(self) -> None:
        self._set_rows("out")

    def _take_in(self) -> None:
        self._set_rows("in")

    def _take_all(self) -> None:
        assert self.plan is not None
        rows = [row for row in self.plan.rows if row.outcome is Outcome.DOUBTFUL]
        self.rows_set.emit(rows, "each")

    def _take_as_new(self) -> None:
        self._set_rows("new")

    def _set_rows(self, how: str) -> None:
        rows = self.table.chosen()
        if rows:
            self.rows_set.emit(rows, how)

    def _match(self) -> None:
        """Say which organisation the cell in hand names, in their list."""
        row, field = self.table.row_in_hand(), self.table.field_in_hand()
        if row is None or row.planned is None or field not in ("supplier", "buyer"):
            return
        parties = [
            party for party in row.planned.parties if (party.role.value == "buyer") is (field == "buyer")
        ]
        self.show_names(parties[0].name if parties else "")

    def show_names(self, name: str) -> None:
        """Show the organisations, that of this name in hand."""
        self.filters.offer_names(len(self.names.table.items.items))
        self.filters.choose(NAMES)
        self.names.put_in_hand(name)
        self.names.table.setFocus(Qt.FocusReason.OtherFocusReason)


def commit_text(added: int, changed: int, leaving: Mapping[int, Leaving]) -> str:
    """What the button does, named: "Import 212 agreements", "Import 3 new and 2 changed, end 1"."""
    if added and changed:
        text = f"Import {added:,} new and {changed:,} changed"
    elif changed:
        text = f"Change {words.count(changed, 'agreement')}"
    else:
        text = f"Import {words.count(added, 'agreement')}" if added else ""
    for how in Leaving:
        count = sum(1 for one in leaving.values() if one is how)
        if count:
            text += f", {how.value} {count:,}" if text else f"{how.value.capitalize()} {count:,}"
    return text or "Nothing to import"


def _outlook(plan: Plan, counts: Mapping[str, int], out: int) -> str:
    """What stays as it is, beside the button."""
    parts = []
    if out:
        stay = "stays out" if out == 1 else "stay out"
        parts.append(f"{words.count(out, 'row')} {stay}; a fix list says why.")
    missing = len(plan.missing) - len(plan.leaving)
    if missing:
        verb = "is" if missing == 1 else "are"
        them = words.count(missing, "agreement")
        parts.append(f"{them} of the register {verb} not in this file and will stay as before.")
    if not (counts[Outcome.ADD] or counts[Outcome.CHANGE]) and counts[Outcome.SAME]:
        parts.append("There is nothing in it that the register has not.")
    return " ".join(parts)
