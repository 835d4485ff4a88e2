"""The finder (Ctrl+K): type a word of an agreement, a body, a partnership or an action, and Enter goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from tracker.app.find import Anything, anything
from tracker.app.session import Session
from tracker.domain.organisation import Organisation
from tracker.domain.partnerships.partnership import Arrangement
from tracker.ui.actions import words
from tracker.ui.asking import Asker
from tracker.ui.bridge import Place
from tracker.ui.home.facts import MISSING
from tracker.ui.parts import format as show
from tracker.ui.parts.tables import Cell, Column, Row, RowsModel, Table
from tracker.ui.parts.theme import GRID, Tone
from tracker.ui.parts.widgets import PlainLabel, SearchField

# A field that has the keyboard because its window came to the front was not asked for.
_ASKED_FOR = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
_BODIES = 4
_ACTIONS = 5
_LACKING = frozenset(("no", "without", "missing"))
_NOTHING = Anything((), (), ())
_COLUMNS = (
    Column("what", "", "Housing repairs and voids", stretch=True),
    Column("where", "", "Ctrl+Shift+N", True),
)


class Finder(QFrame):
    """The list under the field: what is so called, actions, then agreements that have the words elsewhere.

    The register is asked on a worker, so that no keystroke waits for it; Enter before the answer is
    there goes to the first of it when it comes.

    Signals:
        go(Place): something that has a page was chosen.
    """

    go = Signal(object)

    def __init__(
        self,
        field: SearchField,
        session: Session,
        actions: Callable[[], Sequence[QAction]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._field, self._actions = field, actions
        self._asker = Asker(session, self)
        self._found = _NOTHING
        self._awaited = False
        self._enter = False
        self.setProperty("kind", "popup")
        self.table = Table("Found", self)
        self.table.horizontalHeader().hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = RowsModel(_COLUMNS, self.table)
        self.table.setModel(self._model)
        self.table.lay_out(_COLUMNS)
        self._nothing = PlainLabel("", "muted")
        self._nothing.setContentsMargins(GRID, 0, GRID, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.table)
        column.addWidget(self._nothing)
        self.hide()
        field.textEdited.connect(self.search)
        field.installEventFilter(self)
        self.table.clicked.connect(self._choose_clicked)
        self._asker.answered.connect(self._on_answer)

    def close_reader(self) -> None:
        """Let go of the register."""
        self._asker.close()

    def search(self, text: str) -> None:
        """Show what fits the text: every word somewhere in it."""
        self._enter = False
        self._asker.new_round()
        self._awaited = bool(text.strip())
        if self._awaited:
            self._asker.ask(text, partial(anything, text=text.strip()))
        else:
            self._found = _NOTHING
        self._show(text)

    def _on_answer(self, text: object, number: object, found: object) -> None:
        self._awaited = False
        self._found = cast("Anything", found)
        if self._field.hasFocus():
            self._show(str(text))
        if self._enter:
            self._choose()

    def _show(self, text: str) -> None:
        wanted = text.casefold().split()
        named, others = self._agreement_rows(wanted)
        asked = not _LACKING.isdisjoint(wanted)  # "no notice" asks for a list, and not to give notice
        lists = _list_rows(wanted)
        rows = [
            *(lists if asked else ()),
            *named,
            *(_body_row(body) for body in self._found.organisations[:_BODIES] if _fits(body.name, wanted)),
            *(
                _arrangement_row(each)
                for each in self._found.arrangements[:_BODIES]
                if _fits(each.title, wanted)
            ),
            *self._action_rows(wanted),
            *(() if asked else lists),
            *others,
        ]
        self._model.show(rows)
        self.table.span_headings()
        self.table.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        self._nothing.setText("Looking …" if self._awaited else "Nothing fits. Try one word, or part of one.")
        self._step(1)
        self._place(len(rows))
        self.setVisible(bool(wanted) or bool(rows))
        self.raise_()

    def _agreement_rows(self, wanted: Sequence[str]) -> tuple[list[Row], list[Row]]:
        """Agreements that have the words in their name, and those that have them anywhere else."""
        named: list[Row] = []
        others: list[Row] = []
        for found in self._found.agreements if wanted else ():
            look = show.status(found.status or "")
            title = Cell(found.title or found.reference, weight=500, look=look, remark=found.supplier)
            row = Row((title, Cell(look.word, Tone.MUTED, right=True)), Place("agreement", found.id))
            name = f"{found.reference} {found.title}"
            (named if _fits(name, wanted) else others).append(row)
        return named, [] if self._awaited else others

    def _action_rows(self, wanted: Sequence[str]) -> list[Row]:
        rows = []
        for action in self._actions():
            name = words(action)
            if action.isEnabled() and all(word in name.casefold() for word in wanted):
                keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
                rows.append(Row((Cell(name), Cell(keys, Tone.MUTED, right=True)), action))
        return rows[:_ACTIONS]

    def _place(self, rows: int) -> None:
        width = max(460, self._field.width())
        height = self.table.height_for(min(rows, 13)) + 10 if rows else 44
        corner = self._field.mapTo(self._over, QPoint(self._field.width() - width, self._field.height() + 4))
        self.setGeometry(max(4, corner.x()), corner.y(), width, height)
        self.resize(QSize(width, height))

    def _step(self, by: int) -> None:
        rows = self._model.rowCount()
        if rows:
            current = self.table.currentIndex().row()
            self.table.selectRow(max(0, min(rows - 1, current + by)))

    def _choose_clicked(self) -> None:
        self._choose()

    def _choose(self) -> None:
        if self._awaited:
            self._enter = True
            return
        record = self.table.selected_record()
        self._leave()
        if isinstance(record, QAction):
            record.trigger()
        elif isinstance(record, Place):
            self.go.emit(record)

    def _leave(self) -> None:
        self._enter = self._awaited = False
        self._asker.new_round()
        self.hide()
        self._field.clear()
        self._field.clearFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field:
            return False
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn:
            if event.reason() in _ASKED_FOR and not self.isVisible():
                self.search(self._field.text())
        elif event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event.key())
        return False

    def _on_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down:
            self._step(1)
        elif key == Qt.Key.Key_Up:
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True


def _list_rows(wanted: Sequence[str]) -> list[Row]:
    """The register's lists of what misses something, by what is missing: "no notice", "end not recorded"."""
    return [
        Row(
            (Cell(lacks, weight=500), Cell("List", Tone.MUTED, right=True)),
            Place("register", query=f"missing={key}"),
        )
        for key, lacks in MISSING
        if wanted and _fits(f"{lacks} {' '.join(_LACKING)}", wanted)
    ]


def _fits(name: str, wanted: Sequence[str]) -> bool:
    return all(word in name.casefold() for word in wanted)


def _body_row(body: Organisation) -> Row:
    name = Cell(body.name, weight=500, help=body.name)
    return Row(
        (name, Cell(body.kind.value.capitalize(), Tone.MUTED, right=True)), Place("organisation", body.id)
    )


def _arrangement_row(arrangement: Arrangement) -> Row:
    name = Cell(arrangement.title or arrangement.reference, weight=500, help=arrangement.title)
    return Row((name, Cell("Partnership", Tone.MUTED, right=True)), Place("partnership", arrangement.id))
