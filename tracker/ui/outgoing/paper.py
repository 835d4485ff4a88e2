"""A report laid out on pages: what stands where, in points, whatever takes the pages.

A heading never stands alone at the foot of a page, a row of a table is cut only where it is
longer than a page, and a table that goes on has its headings again. Everything is dark on white,
and what a colour says is said in words as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPen

from tracker.app.outgoing.reporting import Chart, Report, Rows, made_words
from tracker.ui.outgoing.papertext import Cut, Face, clean, family
from tracker.ui.parts.theme import LIGHT

BAND = 26.0
"""Points for the line over the text, and for the one under it."""

_INK, _QUIET, _LINE, _HEAD = map(QColor, (LIGHT.text, LIGHT.muted, LIGHT.line, LIGHT.muted))
_PAD = 4.0
_CHART = 0.74
"""Points of a chart for each of its own units, where there is room."""

_LEADING = 400
"""Characters of a paragraph that stays with the table or the drawing that it leads to."""

Draw = Callable[[QPainter, float], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not cut: so high, drawn from a height on the page.

    Attributes:
        above: white before it, left out at the head of a page.
        keep: never the last on a page.
        again: stands before it where it begins a page: the headings of its table.
    """

    height: float
    draw: Draw
    above: float = 0.0
    keep: bool = False
    again: Piece | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A report on pages.

    Attributes:
        room: width and height of a page within its margins, in points.
        pages: pieces, each with the height at which it begins.
    """

    report: Report
    room: QSizeF
    pages: tuple[tuple[tuple[float, Piece], ...], ...]

    def paint(self, painter: QPainter, number: int) -> None:
        """Draw one page, the first being 0; the painter counts in points from the margins' corner."""
        self._band(painter, number)
        for y, piece in self.pages[number]:
            piece.draw(painter, y + (BAND if number else BAND / 3))

    def _band(self, painter: QPainter, number: int) -> None:
        """Over the text what this is, but on the first page, which says so itself; under it when and where."""
        face = Face(7.5)
        wide, low = self.room.width(), self.room.height()
        if number:
            face.line(painter, self.report.title, QRectF(0, 0, wide * 0.6, 12), _QUIET)
            face.line(
                painter, self.report.subtitle, QRectF(wide * 0.6, 0, wide * 0.4, 12), _QUIET, right=True
            )
        painter.setPen(QPen(_LINE, 0.5))
        painter.drawLine(QPointF(0, low - 14), QPointF(wide, low - 14))
        face.line(painter, made_words(self.report), QRectF(0, low - 10, wide * 0.7, 12), _QUIET)
        where = f"Page {number + 1} of {len(self.pages)}"
        face.line(painter, where, QRectF(wide * 0.7, low - 10, wide * 0.3, 12), _QUIET, right=True)


def lay_out(report: Report, room: QSizeF) -> Paper:
    """Put a report on pages of that size (points, within the margins)."""
    high = room.height() - 2 * BAND
    return Paper(report, room, tuple(_pages(_pieces(report, room.width(), high), high)))


def wants_width(report: Report) -> bool:
    """True where a table of it has too many columns for an upright page, and they need the room."""
    return any(
        isinstance(block, Rows)
        and len(block.headings) >= _MANY
        and sum(wish for _, wish in _wishes(block)) > _UPRIGHT
        for part in report.parts
        for block in part.blocks
    )


_MANY, _UPRIGHT = 7, 560.0
"""Columns, and points that they wish for, up to which a table is read well on an upright page."""


# Pages


def _pages(pieces: Iterable[Piece], high: float) -> Iterator[tuple[tuple[float, Piece], ...]]:
    page: list[tuple[float, Piece]] = []
    y = 0.0
    for chain in _chains(pieces):
        needed = sum(piece.above + piece.height for piece in chain)
        if page and y + needed > high:
            yield tuple(page)
            page, y = [], 0.0
            again = chain[0].again
            if again is not None:
                page.append((0.0, again))
                y = again.height
        for piece in chain:
            y += piece.above if page else 0.0
            page.append((y, piece))
            y += piece.height
    yield tuple(page)


def _chains(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stay together: those that keep what follows, with what follows."""
    chain: list[Piece] = []
    for piece in pieces:
        chain.append(piece)
        if not piece.keep:
            yield chain
            chain = []
    if chain:
        yield chain


# Pieces


def _pieces(report: Report, wide: float, high: float) -> Iterator[Piece]:
    yield from _prose(report.title, Face(17, 600), wide, keep=True)
    yield from _prose(report.subtitle, Face(9.5), wide, colour=_QUIET, above=2, keep=True)
    for number, (name, words) in enumerate(report.facts):
        yield from _fact(name, words, wide, above=8 if not number else 0)
    widths = _shared(report, wide)
    for part in report.parts:
        if part.heading and part.heading != report.title:
            yield from _prose(part.heading, Face(11.5, 600), wide, above=16, keep=True)
        for block, following in zip_longest(part.blocks, part.blocks[1:]):
            if isinstance(block, str):
                leads = following is not None and not isinstance(following, str)
                yield from _prose(block, Face(9), wide, above=4, keep=leads and len(block) < _LEADING)
            elif isinstance(block, Chart):
                yield from _chart(block, wide, high)
            elif block.rows:
                yield from _table(block, widths[tuple(block.headings)], high)
            else:
                yield from _prose(block.empty, Face(9), wide, colour=_QUIET, above=4)


def _prose(
    words: str, face: Face, wide: float, *, colour: QColor = _INK, above: float = 0.0, keep: bool = False
) -> Iterator[Piece]:
    """A paragraph, a piece a line, the first with the white above it."""
    lines = face.wrapped(clean(words), min(wide, face.measure))
    for number, text in enumerate(lines):
        first = number == 0
        yield Piece(
            face.leading,
            lambda painter, y, text=text: face.at(painter, text, 0.0, y, colour),  # type: ignore[misc]
            above if first else 0.0,
            keep=keep or (first and len(lines) > 1) or number == len(lines) - 2,
        )


def _fact(name: str, words: str, wide: float, *, above: float) -> Iterator[Piece]:
    face, strong = Face(9), Face(9, 600)
    lines = face.wrapped(clean(words), wide - 110)

    def draw(painter: QPainter, y: float) -> None:
        strong.at(painter, name, 0.0, y + 2, _QUIET)
        for number, text in enumerate(lines):
            face.at(painter, text, 110.0, y + 2 + number * face.leading, _INK)

    yield Piece(len(lines) * face.leading + 4, draw, above)


def _chart(chart: Chart, wide: float, high: float) -> Iterator[Piece]:
    from PySide6.QtSvg import QSvgRenderer

    if chart.title:
        yield from _prose(chart.title, Face(9, 600), wide, above=8, keep=True)
    scale = min(_CHART, wide / chart.width, (high - 60) / chart.height)
    box = QSizeF(chart.width * scale, chart.height * scale)
    drawing = QByteArray(chart.svg.replace('"sans-serif"', f'"{family()}"').encode())

    def draw(painter: QPainter, y: float) -> None:
        place = QRectF(QPointF(0, y), box)
        painter.save()
        painter.setClipRect(place)  # a drawing may go on beyond what it shows
        QSvgRenderer(drawing).render(painter, place)
        painter.restore()

    yield Piece(box.height(), draw, 4)


# Tables

_CELL, _TOP = Face(8.5), Face(8, 600)
_SHORT, _LONG = 18, 280.0
"""Characters that stay in one line, and the widest that a column wishes to be."""


def _wishes(table: Rows) -> list[tuple[float, float]]:
    """For each column the least width that is bearable, and the one that holds nearly every cell in a line."""
    found = []
    for place, heading in enumerate(table.headings):
        cells = sorted(_CELL.widest(clean(row[place])) for row in table.rows[:400])
        usual = cells[int(len(cells) * 0.95)] if cells else 0.0
        words = (_uncut(clean(row[place])) for row in table.rows[:400])
        least = max([min(max(words, default=0.0), 84.0), _TOP.longest_word(heading)])
        wish = max(min(usual, _LONG), _TOP.widest(heading), least)
        found.append((least + 2 * _PAD, wish + 2 * _PAD))
    return found


def _uncut(text: str) -> float:
    """Width of what should stand in one line: a short text, such as a date, or the longest word."""
    return _CELL.widest(text) if len(text) <= _SHORT else _CELL.longest_word(text)


def _widths(table: Rows, wide: float) -> list[float]:
    """Widths of the columns that come to the page's: what each wishes for, as far as there is room."""
    wishes = _wishes(table)
    least, most = sum(one for one, _ in wishes), sum(one for _, one in wishes)
    if most <= wide:
        spare = (wide - most) / len(wishes)
        return [wish + spare for _, wish in wishes]
    if least >= wide:
        return [one * wide / least for one, _ in wishes]
    share = (wide - least) / (most - least)
    return [one + (wish - one) * share for one, wish in wishes]


def _shared(report: Report, wide: float) -> dict[tuple[str, ...], list[float]]:
    """Headings -> widths of their columns: tables with the same headings stand in line with one another."""
    rows: dict[tuple[str, ...], list[Sequence[str]]] = {}
    for part in report.parts:
        for block in part.blocks:
            if isinstance(block, Rows):
                rows.setdefault(tuple(block.headings), []).extend(block.rows)
    return {headings: _widths(Rows(headings, many), wide) for headings, many in rows.items()}


def _table(table: Rows, widths: Sequence[float], high: float) -> Iterator[Piece]:
    """The headings, then a piece a row; the first two rows and the last two are not parted."""
    head = _row([clean(one) for one in table.headings], widths, table.right, _TOP, _HEAD)
    yield Piece(head.height, head.draw, 6, keep=True)
    most = max(int((high - head.height - 2 * _PAD) // _CELL.leading), 1)
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        cut = Cut.of([clean(cell) for cell in row], [width - 2 * _PAD for width in widths], _CELL)
        for part in cut.parts(most):
            made = _lines(part, widths, table.right, _CELL, _LINE)
            together = number != last and number in (0, last - 1) and made.height < high / 4
            yield Piece(made.height, made.draw, keep=together, again=head)


def _row(
    cells: Sequence[str], widths: Sequence[float], right: Sequence[int], face: Face, rule: QColor
) -> Piece:
    cut = Cut.of(cells, [width - 2 * _PAD for width in widths], face)
    return _lines(cut.lines, widths, right, face, rule)


def _lines(
    cells: Sequence[Sequence[str]], widths: Sequence[float], right: Sequence[int], face: Face, rule: QColor
) -> Piece:
    """A row of cells that are cut into lines already, with a rule under it."""
    height = max((len(lines) for lines in cells), default=1) * face.leading + 2 * _PAD - 1
    wide = sum(widths)

    def draw(painter: QPainter, y: float) -> None:
        x = 0.0
        for place, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            for number, text in enumerate(lines):
                top = y + _PAD - 1 + number * face.leading
                if place in right:
                    room = width if place == len(widths) - 1 else width - 2 * _PAD
                    face.line(painter, text, QRectF(x, top, room, face.leading), _INK, right=True)
                else:
                    face.at(painter, text, x, top, _INK)
            x += width
        painter.setPen(QPen(rule, 0.5))
        painter.drawLine(QPointF(0, y + height - 1), QPointF(wide, y + height - 1))

    return Piece(height, draw)


__all__ = ["BAND", "Paper", "Piece", "lay_out", "wants_width"]
