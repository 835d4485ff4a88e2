"""The English regions and the nations as tiles, laid out as the map is, each with its count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tracker.ui.parts.tables import plain_tooltip
from tracker.ui.parts.theme import font, tokens

# Column and row of each; half columns let the rows stand as on the map.
PLACES: dict[str, tuple[float, int]] = {
    "Scotland": (1.0, 0),
    "Northern Ireland": (0.0, 1),
    "North East": (1.5, 1),
    "North West": (1.0, 2),
    "Yorkshire and The Humber": (2.0, 2),
    "Wales": (0.0, 3),
    "West Midlands": (1.0, 3),
    "East Midlands": (2.0, 3),
    "East of England": (3.0, 3),
    "South West": (0.5, 4),
    "South East": (1.5, 4),
    "London": (2.5, 4),
}
_SHORT = {"Yorkshire and The Humber": "Yorks & Humber"}
_GAP = 6.0


class Tile(NamedTuple):
    """What a tile says: the number that is large, the words under it, and the whole in a sentence."""

    number: int
    words: str
    help: str


class TileMap(QWidget):
    """The map. A region without anything is an empty tile, so that a gap is seen.

    Signals:
        chosen(str): a region was clicked, or reached with the arrow keys.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: dict[str, Tile] = {}
        self._at = "East Midlands"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Map of regions and nations")

    def show_tiles(self, tiles: Mapping[str, Tile]) -> None:
        """Show these; regions that are not named are empty."""
        self._tiles = {name: tile for name, tile in tiles.items() if name in PLACES}
        said = (f"{name}: {tile.help}" for name, tile in sorted(self._tiles.items()))
        self.setAccessibleDescription(". ".join(said))
        self.update()

    def mark(self, region: str) -> None:
        """Mark a region, without saying that it was chosen."""
        if region in PLACES and region != self._at:
            self._at = region
            self.update()

    # Measure

    def _size(self) -> tuple[float, float]:
        metrics = QFontMetrics(font(0.9))
        wide = max(metrics.horizontalAdvance(_SHORT.get(name, name)) for name in PLACES) + 20.0
        return max(124.0, wide), QFontMetrics(font(1.3, 600)).height() + 2 * metrics.height() + 20.0

    def sizeHint(self) -> QSize:
        wide, high = self._size()
        return QSize(round(4 * (wide + _GAP)), round(5 * (high + _GAP)))

    def _box(self, name: str) -> QRectF:
        wide, high = self._size()
        column, row = PLACES[name]
        return QRectF(column * (wide + _GAP), row * (high + _GAP), wide, high)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((tile.number for tile in self._tiles.values()), default=1)
        for name in PLACES:
            self._paint_tile(painter, name, self._tiles.get(name), most)
        painter.end()

    def _paint_tile(self, painter: QPainter, name: str, tile: Tile | None, most: int) -> None:
        colours, box = tokens(), self._box(name).adjusted(1, 1, -1, -1)
        marked = name == self._at
        edge = colours.accent if marked else colours.line
        painter.setPen(QPen(QColor(edge), 3 if marked and self.hasFocus() else 2 if marked else 1))
        painter.setBrush(QColor(colours.accent_soft if tile else colours.ground))
        painter.drawRoundedRect(box, 6, 6)
        if tile and most:
            # How much of the whole it is, as a bar at the foot: shade alone would not be told apart.
            share = QRectF(box.left() + 8, box.bottom() - 6, (box.width() - 16) * tile.number / most, 3)
            painter.fillRect(share, QColor(colours.accent))
        inner = box.adjusted(10, 5, -8, -10)
        painter.setFont(font(0.9, 500 if tile else 400))
        painter.setPen(QColor(colours.text if tile else colours.muted))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, _SHORT.get(name, name)
        )
        if tile is None:
            return
        low = QFontMetrics(font(0.9)).height()
        painter.setFont(font(1.3, 600))
        painter.drawText(
            inner.adjusted(0, low, 0, 0),
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft,
            f"{tile.number:,}",
        )
        painter.setFont(font(0.9))
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, tile.words)

    # Choosing

    def _tile_at(self, point: QPointF) -> str:
        return next((name for name in PLACES if self._box(name).contains(point)), "")

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            name = self._tile_at(QPointF(event.pos()))
            said = self._tiles[name].help if name in self._tiles else "nothing recorded"
            QToolTip.showText(event.globalPos(), plain_tooltip(f"{name}: {said}") if name else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._tile_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-1.0, 0),
            Qt.Key.Key_Right: (1.0, 0),
            Qt.Key.Key_Up: (0.0, -1),
            Qt.Key.Key_Down: (0.0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        column, row = PLACES[self._at]
        wanted = (column + step[0], row + step[1])
        near = [n for n, at in PLACES.items() if n != self._at and at[1] == wanted[1]]
        if near:
            self._choose(min(near, key=lambda n: abs(PLACES[n][0] - wanted[0])))

    def _choose(self, name: str) -> None:
        if name:
            self._at = name
            self.chosen.emit(name)
            self.update()
