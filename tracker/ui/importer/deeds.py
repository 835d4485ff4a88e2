"""What is done in the preview to the Plan: at once to the one that is shown, and remembered for the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from tracker.app.incoming import duplicates, names
from tracker.app.incoming.duplicates import Twin
from tracker.app.incoming.importview import PlanRow
from tracker.app.incoming.mending import Deed, Fetch, Key, keep_mine, leave_out, mend, take_files, take_in
from tracker.app.incoming.names import Named
from tracker.app.incoming.sight import Changed, Sight
from tracker.domain.errors import TrackerError
from tracker.ui.bridge import Bridge
from tracker.ui.importer.desk import APART, Desk
from tracker.ui.importer.preview import ImportPreview
from tracker.ui.parts.theme import Tone

if TYPE_CHECKING:
    from tracker.app.rows import Plan

Rows = Mapping[int, PlanRow]
_NUMBER = attrgetter("row")


class ByNumber(Mapping[int, PlanRow]):
    """The rows of a plan by their numbers, in the order of which they stand; of many, a dict takes 5 MiB."""

    def __init__(self, rows: Sequence[PlanRow]) -> None:
        self._rows = rows

    def __getitem__(self, number: int) -> PlanRow:
        at = bisect_left(self._rows, number, key=_NUMBER)
        if at == len(self._rows) or self._rows[at].row != number:
            raise KeyError(number)
        return self._rows[at]

    def __iter__(self) -> Iterator[int]:
        return map(_NUMBER, self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class PreviewDeeds(QObject):
    """Between the preview, which says what is wanted, and the desk, which remembers it."""

    def __init__(self, bridge: Bridge, desk: Desk, preview: ImportPreview) -> None:
        super().__init__(preview)
        self._bridge, self._desk, self._preview = bridge, desk, preview
        self._rows: Rows = {}
        self._counter = count()
        preview.mend_wanted.connect(self.mend)
        preview.rows_set.connect(self.set_rows)
        preview.twins.merged.connect(self._merge)
        preview.twins.parted.connect(self._part)
        preview.names.matched.connect(self._match)
        preview.names.parted.connect(self._part_names)
        preview.changes.settled.connect(self._settle_changes)
        preview.missing.settled.connect(self._settle_missing)

    def show(self, sight: Sight) -> None:
        """Fill the lists that there are to settle."""
        self._rows = ByNumber(sight.plan.rows)
        preview, done = self._preview, self._desk.deeds.done
        preview.twins.show_twins(
            [twin for twin in sight.twins if ("part", *_pair(twin)) not in done], self._rows
        )
        said = {str(key[1]): str(key[2]) for key in done if key[0] == "name"}
        preview.names.show_names(sight.names, sight.known, said)
        preview.changes.show_changes(sight.changes)
        preview.missing.show_missing(sight.missing, sight.plan.leaving)

    def put_away(self) -> None:
        """Show none of it any more."""
        self._rows = {}
        preview = self._preview
        preview.twins.show_twins((), {})
        preview.names.show_names((), (), {})
        preview.changes.show_changes(())
        preview.missing.show_missing((), {})

    def _do(self, key: Key, deed: Deed) -> bool:
        """Do it to the plan that is shown; what cannot be done is said, and not remembered."""
        assert self._preview.plan is not None
        try:
            deed(self._preview.plan, self._rows, self._bridge.session.agreement)
        except TrackerError as error:
            self._bridge.said.emit(str(error), Tone.DANGER, "")
            return False
        self._desk.keep(key, deed)
        return True

    def _look_again(self) -> None:
        assert self._preview.sight is not None
        self._desk.look_again(self._preview.sight)

    # Cells and rows

    def mend(self, row: PlanRow, field: str, label: str, text: str) -> None:
        """Read the text in place of what the cell says; what cannot be read is said beside it."""
        deed = partial(_mend, row.row, field, label, text)
        try:
            deed(cast("Plan", self._preview.plan), self._rows, self._bridge.session.agreement)
        except TrackerError as error:
            self._preview.strip.say(str(error))
            return
        self._desk.keep(("mend", row.row, field), deed)
        self._preview.show_again()
        self._preview.table.setFocus()

    def set_rows(self, rows: Sequence[PlanRow], how: str) -> None:
        """Leave rows out, or import them; those that are no agreements are passed over where there are several."""
        numbers = tuple(row.row for row in rows)
        how = "each" if how == "in" and len(numbers) > 1 else how
        key: Key = ("row", numbers[0]) if len(numbers) == 1 else ("rows", next(self._counter))
        deed = partial(_set if len(numbers) == 1 else _set_many, numbers, how)
        try:
            deed(cast("Plan", self._preview.plan), self._rows, self._bridge.session.agreement)
        except TrackerError as error:
            self._preview.strip.say(str(error))
            return
        self._desk.keep(key, deed)
        self._preview.show_again()

    # Duplicates

    def _merge(self, twin: Twin, second: bool, taking: frozenset[str]) -> None:
        kept, other = reversed(_pair(twin)) if second else _pair(twin)
        if self._do(("merge", *_pair(twin)), partial(_merge, kept, other, taking)):
            self._look_again()

    def _part(self, twin: Twin) -> None:
        if self._do(("part", *_pair(twin)), _nothing):
            self._look_again()

    # Organisations

    def _match(self, chosen: Sequence[Named], name: str) -> None:
        assert self._preview.sight is not None
        to = self._preview.sight.spelt.meant(name)
        for one in chosen:
            self._say_name(one, to, partial(_call, one.name, to))
        self._show_named(chosen)

    def _part_names(self, chosen: Sequence[Named]) -> None:
        for one in chosen:
            self._say_name(one, "", _nothing)
        self._show_named(chosen)

    def _show_named(self, chosen: Sequence[Named]) -> None:
        """What was taken for another spelling is told apart again only in a plan made anew."""
        if any(one.same for one in chosen):
            self._preview.show_working(True)
            self._desk.plan_again()
        else:
            self._look_again()

    def _say_name(self, one: Named, name: str, deed: Deed) -> None:
        said = [key for key in self._desk.deeds.done if key[:2] == ("name", one.name)]
        for key in said:
            self._desk.deeds.forget(key)
        apart = APART if one.same or any(key[3:] == APART for key in said) else ()
        self._do(("name", one.name, name, *apart), deed)

    # Coming back

    def _settle_changes(self, turned: Sequence[Changed], files: bool) -> None:
        for one in turned:
            number, field = one.row.row, one.change.field
            self._do(("change", number, field), partial(_take_files if files else _keep_mine, number, field))
        self._preview.show_again()

    def _settle_missing(self) -> None:
        view = self._preview.missing
        leaving, day = dict(view.leaving), view.last_day()

        def deed(plan: Plan, rows: Rows, fetch: Fetch) -> None:
            plan.leaving = {one: how for one, how in leaving.items() if one in plan.missing}
            plan.leaving_on = day

        self._do(("leaving",), deed)
        self._preview.show_again()


def _pair(twin: Twin) -> tuple[int, int]:
    return twin.first, twin.second


def _mend(number: int, field: str, label: str, text: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    """Raises TrackerError for what cannot be read; nothing where the column is another by now."""
    column, row = plan.mapping.of(field), rows[number]
    if column is None or column.label == label:
        mend(row, field, label, text, fetch(row.existing) if row.existing is not None else None)


def _set(numbers: tuple[int, ...], how: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    """Raises TrackerError for a row that is to be imported and is no agreement."""
    for number in numbers:
        if how == "out":
            leave_out(rows[number])
        else:
            # Of one row a person sees what it is taken for; of many, what follows an agreement is no change of it.
            as_new = how == "new" or (how == "each" and rows[number].follows)
            take_in(rows[number], as_new=as_new)


def _set_many(numbers: tuple[int, ...], how: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    """The same for those that can be; the others stay as they are."""
    there = (number for number in numbers if number in rows)
    _set(tuple(n for n in there if how == "out" or rows[n].planned is not None), how, plan, rows, fetch)


def _merge(kept: int, other: int, taking: frozenset[str], plan: Plan, rows: Rows, fetch: Fetch) -> None:
    duplicates.merge(rows[kept], rows[other], taking)


def _call(name: str, to: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    names.call(plan, name, to)


def _keep_mine(number: int, field: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    keep_mine(rows[number], field)


def _take_files(number: int, field: str, plan: Plan, rows: Rows, fetch: Fetch) -> None:
    take_files(rows[number], field)


def _nothing(plan: Plan, rows: Rows, fetch: Fetch) -> None:
    """It was settled by leaving it as it is."""
