"""What Print gives of each page: the list as it stands, an agreement's sheet, a partnership for its board.

A page that is not named here is printed as the lists that can be seen on it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QRect, QSize, Qt

from tracker.app.outgoing.listreport import list_report, register_report
from tracker.app.outgoing.reporting import (
    Chart,
    Part,
    Report,
    Rows,
    agreement_sheet,
    board_report,
    year_report,
)
from tracker.app.session import Session
from tracker.domain.errors import TrackerError
from tracker.ui.outgoing.scopes import source_of
from tracker.ui.page import Page
from tracker.ui.parts.tables import RowsModel, Table
from tracker.ui.register.facets import Facet
from tracker.ui.register.page import RegisterPage
from tracker.ui.timeline.panel import TimelinePanel
from tracker.ui.timeline.picture import TimelineView

Make = Callable[[Session], Report]
"""Makes the report, on a worker with a session of its own."""

Columns = tuple[tuple[str, str], ...]


_SEEN = 1_000
"""Rows of a list in sight that are printed: they are read at once, while the window waits."""

_DRAWN, _ABOVE = 1000, 84
"""Width of a drawn timeline, and what stands over its rows: its title and its day."""


class Sort(NamedTuple):
    """Something that can be printed.

    Attributes:
        name: what it is, as one chooses it.
        make: gives the report, in those columns where it has any.
        columns: (field, heading) that may be chosen from.
        wide: whether the page lies, where nobody says so; None for as its tables need.
    """

    name: str
    make: Callable[[Columns], Make]
    columns: Columns = ()
    wide: bool | None = None


def papers_of(page: Page) -> tuple[Sort, ...]:
    """What can be printed from a page, the likeliest first; always the next twelve months as well."""
    year = Sort("The next 12 months", lambda columns: year_report)
    if isinstance(page, RegisterPage):
        return (*_register(page), year)
    key, record = page.place.page, page.place.record
    if key == "agreement" and record is not None:
        return Sort("The agreement’s sheet", lambda columns: partial(_sheet, record)), year
    if key == "partnership" and record is not None:
        board = Sort("Board report", lambda columns: partial(_board, record))
        return board, *_timelines(page), _as_shown(page), year
    if key == "home":
        return year, _as_shown(page)
    return _as_shown(page), year


def _register(page: RegisterPage) -> list[Sort]:
    source = source_of(page)
    search = [f"“{page.model.view.search}”"] if page.model.view.search else []
    facets = [facet.accessibleName() for facet in page.findChildren(Facet) if facet.value]
    column = next((one for one in page.model.columns if one.key == page.model.view.sort), None)
    order = (
        [f"by {column.title.lower()}{', last first' if page.model.view.descending else ''}"] if column else []
    )
    found = []
    for offered in source.scopes:
        several = offered.scope.ids is not None
        narrowed = tuple([offered.title.lower()] if several else [*search, *facets, *order])
        if offered.scope.whole:
            narrowed = tuple(order)
        make = partial(_list, offered.scope, narrowed)
        found.append(Sort(offered.title, make, source.columns))
    chosen = page.selected_agreements()
    if len(chosen) == 1:
        found.append(Sort("The agreement’s sheet", lambda columns: partial(_sheet, chosen[0])))
    return found


def _list(scope: object, narrowed: tuple[str, ...], columns: Columns) -> Make:
    return partial(register_report, scope=scope, columns=columns, narrowed=narrowed)  # type: ignore[arg-type]


def _sheet(agreement_id: int, session: Session) -> Report:
    return agreement_sheet(session, agreement_id)


def _board(arrangement_id: int, session: Session) -> Report:
    found = [one for one in session.read.arrangements() if one.id == arrangement_id]
    if not found:
        raise TrackerError("The partnership is not in the register any more.")
    return board_report(session, found[0])


def _timelines(page: Page) -> list[Sort]:
    """The page's timeline as it is zoomed, and the same as a table."""
    panel = page.findChild(TimelinePanel)
    if panel is None:
        return []
    chart = _drawn(panel.view, "Timeline")
    if chart is None:
        return []
    parts = [Part("", [chart]), *_parts(panel.table)]
    make = partial(_lists, page.title(), parts, ())
    return [Sort("The timeline", lambda columns: make, wide=True)]


def _drawn(view: TimelineView, title: str) -> Chart | None:
    """The timeline as a drawing, dark on white whatever the theme; None while it is being read."""
    from PySide6.QtSvg import QSvgGenerator

    held = QByteArray()
    buffer = QBuffer(held)
    size = QSize(_DRAWN, view.sizeHint().height() + _ABOVE)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setViewBox(QRect(0, 0, size.width(), size.height()))
    view.print_on(made, title)
    svg = bytes(held.data()).decode()
    if "<svg" not in svg:
        return None
    return Chart("", svg[svg.index("<svg") :], size.width(), size.height())


# The lists that can be seen


def _as_shown(page: Page) -> Sort:
    """The page's lists, read at once: what is on the screen is what is printed."""
    tables = [table for table in page.findChildren(Table) if table.isVisible()]
    parts = [part for table in tables for part in _parts(table)]
    longest = max((table.model().rowCount() for table in tables), default=0)
    cut = [f"the first {_SEEN:,} of {longest:,} rows"] if longest > _SEEN else []
    facets = [facet.accessibleName() for facet in page.findChildren(Facet) if facet.value]
    field = page.search_field()
    search = [f"“{field.text()}”"] if field is not None and field.text() else []
    make = partial(_lists, page.title(), parts, (*search, *facets, *cut))
    return Sort("The page’s lists", lambda columns: make)


def _lists(title: str, parts: list[Part], narrowed: tuple[str, ...], session: Session) -> Report:
    shown = parts or [Part("", ["There is no list on this page."])]
    return list_report(session, title, shown, narrowed)


def _parts(table: Table) -> list[Part]:
    """A table's rows under its name; rows that head others part it."""
    model = table.model()
    places = [at for at in range(model.columnCount()) if not table.isColumnHidden(at)]
    places.sort(key=table.horizontalHeader().visualIndex)
    across = Qt.Orientation.Horizontal
    names = [str(model.headerData(at, across) or "") for at in places]
    sides = [model.headerData(at, across, Qt.ItemDataRole.TextAlignmentRole) for at in places]
    right = [
        n for n, side in enumerate(sides) if side is not None and int(side) & int(Qt.AlignmentFlag.AlignRight)
    ]
    heading, rows = table.accessibleName(), list[list[str]]()
    parts: list[Part] = []
    for number in range(min(model.rowCount(), _SEEN)):
        cells = [str(model.index(number, at).data() or "") for at in places]
        row = model.row(number) if isinstance(model, RowsModel) else None
        if row is not None and row.heading:
            if rows:
                parts.append(Part(heading, [Rows(names, rows, right=right)]))
                heading = ""
            heading, rows = " · ".join(filter(None, [heading, cells[0]])), []
        else:
            rows.append(cells)
    if rows or not parts:
        parts.append(Part(heading, [Rows(names, rows, "Nothing.", right)]))
    return parts
