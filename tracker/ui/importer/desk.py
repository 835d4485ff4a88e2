"""What is on the desk while somebody imports: the workbook, what was chosen for it, and what was done to its rows.

Reading and planning are jobs; whatever is chosen leads to a new Plan, in which everything that
was done to the rows is done again. Only the newest answer counts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.app.incoming import fixlist, importing, layouts, pasted
from tracker.app.incoming.mending import Deed, Deeds, Key
from tracker.app.incoming.sight import Sight, put_away
from tracker.app.incoming.spellings import as_one
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge

if TYPE_CHECKING:
    from tracker.app.incoming.importview import Workbook
    from tracker.app.incoming.layouts import Layout
    from tracker.app.rows import Plan


class Stopped(TrackerError):
    """A person pressed Cancel."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is to be made of; `look_up` where nobody has chosen anything for the file yet."""

    workbook: Workbook
    choices: importing.Choices
    deeds: Deeds
    look_up: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan, what it was made with, and the kept layout that said so, if any."""

    sight: Sight
    choices: importing.Choices
    layout: Layout | None
    mended: bool


class Desk(QObject):
    """Reads, plans, and remembers what was chosen and done.

    Signals:
        read(): the workbook is there; it is being planned.
        glimpsed(Sight): the first rows of a long table, to look at while the whole is planned.
        planned(Sight): a plan is ready; `choices`, `layout` are those that it was made with.
        refused(TrackerError): what was asked cannot be done; what was there before still is.
        moved(int, int): how much is done, of how much; a whole of 0 is one that nobody knows.
    """

    read = Signal()
    glimpsed = Signal(object)
    planned = Signal(object)
    refused = Signal(object)
    moved = Signal(object, object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._number = 0
        self._stop = Event()
        self._leavings: list[Sight | Plan | Workbook] = []
        self.workbook: Workbook | None = None
        self.clear()

    def clear(self) -> None:
        """Put everything away."""
        self._number += 1
        self._stop.set()
        self._stop = Event()
        self.let_go(self.workbook)
        self.workbook = None
        self.choices = importing.Choices()
        self.deeds = Deeds()
        self.layout: Layout | None = None
        self.sheet: str | None = None
        self._settled: tuple[importing.Choices, Layout | None] = (self.choices, self.layout)
        self.mended = False

    def let_go(self, *things: Sight | Plan | Workbook | None) -> None:
        """Have a worker free what nobody looks at any more, once whoever called has let go of it too."""
        if any(things):
            self._leavings += filter(None, things)
            QTimer.singleShot(0, self._put_away)

    def _put_away(self) -> None:
        leavings, self._leavings = self._leavings, []
        if leavings:
            self._bridge.run(partial(put_away, leavings, self.workbook is None), self._on_put_away)

    def _on_put_away(self, made: object) -> None:
        """Nothing is left to be done."""

    @property
    def stopped(self) -> bool:
        """Whether Cancel was pressed."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Stop what is being done, as soon as that can be."""
        self._stop.set()

    # Reading

    def read_file(self, path: Path) -> None:
        """Read a spreadsheet, then plan it."""
        self.clear()
        work = partial(importing.read_workbook, path, self.progress(), self._stop.is_set)
        self._start_reading(work)

    def read_pasted(self, html: str, text: str) -> None:
        """Read what was copied in another program, then plan it."""
        self.clear()
        self._start_reading(partial(pasted.read, html, text))

    def _start_reading(self, work: Callable[[], Workbook]) -> None:
        self._bridge.run(partial(_told, self._number, work), self._on_read)

    def _on_read(self, made: object) -> None:
        number, workbook = cast("tuple[int, Workbook | TrackerError]", made)
        if number != self._number:
            self.let_go(None if isinstance(workbook, TrackerError) else workbook)
            return
        if isinstance(workbook, TrackerError) or self.stopped:
            self.refused.emit(Stopped("") if self.stopped else workbook)
            return
        self.workbook = workbook
        self.read.emit()
        if sum(len(sheet.rows) for sheet in workbook.sheets) > LONG:
            asked = Asked(_beginning(workbook), self.choices, Deeds(), look_up=True)
            work = partial(_answer, asked, self._bridge, self.progress(), alone=True)
            self._bridge.run(partial(_told, self._number, work), self._on_glimpsed)
        else:
            self._plan(look_up=True)

    def _on_glimpsed(self, made: object) -> None:
        number, answer = cast("tuple[int, Answer | TrackerError]", made)
        if number != self._number:
            return
        if isinstance(answer, Answer) and not self.stopped:
            self.glimpsed.emit(answer.sight)
        # The first rows are painted before a worker begins with all of them, and wants the processor too.
        QTimer.singleShot(0, partial(self._plan_whole, number))

    def _plan_whole(self, number: int) -> None:
        if number == self._number and self.workbook is not None:
            self._plan(look_up=True, stop=self._stop)

    def resume(self) -> None:
        """Cancel was heard; the next piece of work may begin."""
        self._stop = Event()

    def progress(self) -> importing.Progress:
        """What a worker tells how far it is, and which stops it where Cancel was pressed."""
        stop = self._stop

        def progress(done: int, whole: int) -> None:
            if stop.is_set():
                raise Stopped("Cancelled. Nothing was changed.")
            self.moved.emit(done, whole)

        return progress

    # Planning

    def choose(self, **choices: object) -> None:
        """Plan again with these of the choices changed; see `importing.Choices`."""
        self.choices = replace(self.choices, **choices)  # type: ignore[arg-type]
        self._plan()

    def choose_sheet(self, name: str) -> None:
        """Read another sheet; what was done to the rows of this one is put away."""
        self.deeds = Deeds()
        self.choose(sheet=name, mapping=None, header=None, orders={})

    def choose_header(self, row: int) -> None:
        """Read the row of that number as the headings; columns that were chosen by their headings are open again."""
        assert self.workbook is not None
        self.choose(header=row, mapping=None, orders={}, sheet=self.choices.sheet or self.sheet)

    def use_layout(self, layout: Layout) -> None:
        """Read the file as a layout says, whatever was chosen before."""
        self.layout = layout
        self.choices = layouts.with_layout(importing.Choices(sheet=self.choices.sheet), layout)
        self._plan()

    def read_afresh(self) -> None:
        """Forget the layout, and let the program tell by itself."""
        self.layout = None
        self.choices = importing.Choices(sheet=self.choices.sheet, contacts=self.choices.contacts)
        self._plan()

    def plan_again(self) -> None:
        """The register has changed: what the file adds to it may be something else now."""
        if self.workbook is not None:
            self._plan()

    def _plan(self, *, look_up: bool = False, stop: Event | None = None) -> None:
        assert self.workbook is not None
        self._number += 1
        self._stop = stop or Event()
        asked = Asked(self.workbook, self.choices, self.deeds.copy(), look_up)
        work = partial(_answer, asked, self._bridge, self.progress())
        self._bridge.run(partial(_told, self._number, work), self._on_planned)

    def _on_planned(self, made: object) -> None:
        number, answer = cast("tuple[int, Answer | TrackerError]", made)
        if number != self._number:
            self.let_go(answer.sight if isinstance(answer, Answer) else None)
            return
        if isinstance(answer, TrackerError) or self.stopped:
            self.choices, self.layout = self._settled
            self.refused.emit(Stopped("") if self.stopped else answer)
            return
        self.choices = answer.choices
        self.layout = answer.layout or self.layout
        self._settled = (self.choices, self.layout)
        self.mended = self.mended or answer.mended
        table = answer.sight.plan.table
        self.sheet = importing.EVERY if table.parts else table.sheet.name or None
        self.planned.emit(answer.sight)

    def look_again(self, sight: Sight) -> None:
        """Look the same plan through again, after something was done to it that shows in more than its rows."""
        self._number += 1
        self._stop = Event()
        answer = partial(_looked, sight, self.choices, self._bridge)
        self._bridge.run(partial(_told, self._number, answer), self._on_planned)

    # What is done to rows

    def keep(self, key: Key, deed: Deed) -> None:
        """Remember what was done to the plan, for the next one."""
        self.deeds.keep(key, deed)


def _told(number: int, work: Callable[[], object]) -> tuple[int, object]:
    """What a job made, or why it could not be done, with the number of the question."""
    try:
        return number, work()
    except TrackerError as error:
        return number, error


APART: Key = ("apart",)
"""What the deed about a name ends with where the name had been taken for another spelling."""

LONG = 2_000
"""Rows from which planning takes long enough that the first of them are shown beforehand."""

_FIRST = 200


def _beginning(workbook: Workbook) -> Workbook:
    """The workbook with the first rows of each sheet alone."""
    sheets = [
        replace(sheet, rows=sheet.rows[:_FIRST], numbers=sheet.numbers[:_FIRST]) for sheet in workbook.sheets
    ]
    return replace(workbook, sheets=sheets)


def _answer(asked: Asked, bridge: Bridge, progress: importing.Progress, *, alone: bool = False) -> Answer:
    """The plan, made and looked through on a worker with a connection of its own; `alone`: not compared."""
    with importing.collector_paused(), closing(bridge.session.reader()) as read:
        existing = () if alone else importing.existing_agreements(bridge.session, read)
        choices, layout, mended = asked.choices, None, False
        if asked.look_up:
            choices, layout, mended = _first_choices(asked)
        plan = importing.plan_import(asked.workbook, choices, bridge.today, existing, read, progress)
        spelt = as_one(plan, read, apart(asked.deeds))
        asked.deeds.redo(plan, read.agreement)
        return Answer(Sight.of(plan, read, spelt), choices, layout, mended)


def apart(deeds: Deeds) -> list[str]:
    """Names that a person said are organisations of their own, or others than those they were taken for."""
    return [str(key[1]) for key in deeds.done if key[0] == "name" and (not key[2] or key[3:] == APART)]


def _looked(sight: Sight, choices: importing.Choices, bridge: Bridge) -> Answer:
    with importing.collector_paused(), closing(bridge.session.reader()) as read:
        return Answer(Sight.of(sight.plan, read, sight.spelt), choices, None, False)


def _first_choices(asked: Asked) -> tuple[importing.Choices, Layout | None, bool]:
    """How a file is read that nobody has chosen anything for: as a fix list says, or as its layout was read before."""
    mended = fixlist.choices_in(asked.workbook)
    if mended is not None:
        return mended, None, True
    found = layouts.find(asked.workbook, layouts.kept())
    return (found.choices, found.layout, False) if found is not None else (asked.choices, None, False)
