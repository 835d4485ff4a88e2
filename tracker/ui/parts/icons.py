"""The drawn icons, in the colour of the text around them.

Each is an SVG of 20 x 20 with a stroke of 1.5 in `currentColor`. `put` gives one to a button
or an action and remembers its name there, so that `retint` can draw it again in other colours.
"""

from __future__ import annotations

from functools import lru_cache, partial

from PySide6.QtCore import QByteArray, QObject, QRectF
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QMenu

from tracker.resources import resource
from tracker.ui.parts.theme import Tone, tokens

SIZE = 20
_CLEAR = QColor("transparent")


def names() -> tuple[str, ...]:
    """Every icon there is, in order of name, without the program's own."""
    return tuple(sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "tracker"))


@lru_cache(maxsize=64)
def _source(name: str) -> bytes:
    return resource("icons", f"{name}.svg").read_bytes()


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = SIZE, scale: float = 1.0) -> QPixmap:
    """The icon `size` pixels wide, sharp on a screen of that scale, in that colour (#RRGGBB)."""
    side = round(size * scale)
    made = QPixmap(side, side)
    made.fill(_CLEAR)
    painter = QPainter(made)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def icon(name: str, tone: Tone = Tone.PLAIN, *, fades: bool = True) -> QIcon:
    """The icon in that tone; faint where what has it is disabled, unless it never is."""
    colours = tokens()
    return _made(name, colours.ink(tone).name(), colours.faint if fades else "", scales())


def scales() -> tuple[float, ...]:
    """The scales of the screens that there are now, each once; icons are drawn for these and no others."""
    return tuple(sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}))


@lru_cache(maxsize=256)
def _made(name: str, normal: str, disabled: str, at: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for scale in at:
        made.addPixmap(pixmap(name, normal, SIZE, scale))
        if disabled:
            made.addPixmap(pixmap(name, disabled, SIZE, scale), QIcon.Mode.Disabled)
    return made


def on_accent(name: str) -> QIcon:
    """The icon for a primary button."""
    return _made(name, tokens().on_accent, tokens().muted, scales())


@lru_cache(maxsize=1)
def program_icon() -> QIcon:
    """The program's own icon, from 16 to 256 pixels."""
    made = QIcon()
    renderer = QSvgRenderer(QByteArray(_source("tracker")))
    for side in (16, 24, 32, 48, 64, 128, 256):
        each = QPixmap(side, side)
        each.fill(_CLEAR)
        painter = QPainter(each)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        made.addPixmap(each)
    return made


def put(target: QAbstractButton | QAction, name: str, tone: Tone = Tone.PLAIN, *, fades: bool = True) -> None:
    """Give the button or action that icon, so that it follows the theme."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_tone", tone.value)
    target.setProperty("icon_fades", fades)
    _draw(target)


def put_in_menu(menu: QMenu, action: QAction, name: str) -> None:
    """Give an action of that menu the icon, drawn when the menu is first shown: most menus never are."""
    action.setProperty("icon_name", name)
    action.setProperty("icon_tone", Tone.PLAIN.value)
    action.setProperty("icon_fades", True)
    if not menu.property("icons_wait"):
        menu.setProperty("icons_wait", True)
        menu.aboutToShow.connect(partial(_draw_menu, menu))


def _draw_menu(menu: QMenu) -> None:
    for action in menu.actions():
        if action.property("icon_name") and action.icon().isNull():
            _draw(action)


def _draw(target: QAbstractButton | QAction) -> None:
    name, tone, fades = (target.property(key) for key in ("icon_name", "icon_tone", "icon_fades"))
    if target.property("kind") == "primary":
        target.setIcon(on_accent(name))
    else:
        target.setIcon(icon(name, Tone(tone), fades=fades))


def retint(root: QObject) -> None:
    """Draw every icon below `root` again, after the theme has changed."""
    targets: list[QAbstractButton | QAction] = [
        *root.findChildren(QAbstractButton),
        *root.findChildren(QAction),
    ]
    for target in targets:
        if target.property("icon_name") and not target.icon().isNull():
            _draw(target)
