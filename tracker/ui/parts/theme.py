"""Colour, type and measure: the tokens, and how they reach widgets.

Colours are written in this module and nowhere else. They reach widgets by the application's
palette and one style sheet (`stylesheet.py`), which every window wears (`dress`), and painters
by `tokens()`.
The theme follows the system's light or dark scheme, and a high-contrast theme of the
system wins over it: the tokens are then the system's own colours.

Sizes are in points for text (they follow the system's text size) and in device-independent
pixels, on a grid of 8 (4 inside controls), for everything else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from tracker.ui.parts.named import set_named
from tracker.ui.parts.stylesheet import style_sheet

GRID = 8
MARGIN = 24
ROW = 30
RADIUS = 6
STYLE = "Fusion"
"""Qt's style under the colours: the same on every platform. Best named as the application starts (`-style`):
to name it later makes Python know all of QStyle, which takes as long as to paint the window.
"""
_BODY_POINTS = 10.0

# Where the desktop names no font of its own, the first of these that is installed.
_PREFERRED = ("Inter", "Noto Sans", "Open Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
_NO_FONT_NAMED = ("Sans Serif", "DejaVu Sans", "Sans", "")


class Tone(StrEnum):
    """What a colour says. It is never the only thing that says it."""

    PLAIN = "text"
    MUTED = "muted"
    ACCENT = "accent"
    DANGER = "danger"
    WARNING = "warning"
    GOOD = "good"
    NOTE = "note"


class Scheme(StrEnum):
    """Which theme a person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tokens(NamedTuple):
    """The colours of one theme, as #RRGGBB; `soft` ones are grounds for text of their tone."""

    ground: str
    surface: str
    panel: str
    line: str
    text: str
    muted: str
    prompt: str
    faint: str
    accent: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    good: str
    good_soft: str
    note: str
    note_soft: str

    def ink(self, tone: Tone) -> QColor:
        """Colour for text and shapes of that tone."""
        return QColor(getattr(self, tone.value))

    def soft(self, tone: Tone) -> QColor:
        """Ground on which `ink(tone)` is read; the surface for plain and muted."""
        return QColor(getattr(self, f"{tone.value}_soft", self.surface))


LIGHT = Tokens(
    ground="#FAFAF8",
    surface="#FFFFFF",
    panel="#FAFAF8",
    line="#D9D8D3",
    text="#1D2327",
    muted="#5A6268",
    prompt="#6B7276",
    faint="#9AA0A3",
    accent="#0B5D5E",
    accent_soft="#DDEDEC",
    on_accent="#FFFFFF",
    danger="#A3231D",
    danger_soft="#FBE9E7",
    warning="#8A5A00",
    warning_soft="#FBF0D9",
    good="#2B6A3C",
    good_soft="#E4F1E6",
    note="#2A5A8C",
    note_soft="#E3EDF7",
)

DARK = Tokens(
    ground="#16191B",
    surface="#1E2224",
    panel="#1E2224",
    line="#3A4043",
    text="#E8EAE9",
    muted="#A3ABAF",
    prompt="#8A9397",
    faint="#6B7478",
    accent="#6CC5C1",
    accent_soft="#1F3B3B",
    on_accent="#16191B",
    danger="#F28B82",
    danger_soft="#3A2322",
    warning="#E8B65A",
    warning_soft="#382E1A",
    good="#86C794",
    good_soft="#1F3024",
    note="#8DB8E8",
    note_soft="#1F2C3A",
)


def of_palette(palette: QPalette) -> Tokens:
    """Tokens from the system's own palette, for its high-contrast themes: two colours and a link."""
    role = QPalette.ColorRole
    ground, text = palette.color(role.Window).name(), palette.color(role.WindowText).name()
    surface, link = palette.color(role.Base).name(), palette.color(role.Link).name()
    disabled = palette.color(QPalette.ColorGroup.Disabled, role.WindowText).name()
    same_text = dict.fromkeys(("line", "text", "muted", "prompt", "danger", "warning", "good", "note"), text)
    same_soft = {f"{tone}_soft": ground for tone in ("accent", "danger", "warning", "good", "note")}
    return Tokens(
        ground=ground,
        surface=surface,
        panel=ground,
        faint=disabled,
        accent=link,
        on_accent=ground,
        **same_text,
        **same_soft,
    )


class Theme(QObject):
    """Keeps the application in the scheme that was asked for; one for each application.

    Args:
        styled: whether it was started in `STYLE` already.

    Signals:
        changed: the colours are others now; whoever keeps tinted pixmaps makes them again.
    """

    changed = Signal()

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM, *, styled: bool = False) -> None:
        super().__init__(app)
        self._app = app
        if not styled:
            app.setStyle(STYLE)
        app.setFont(body_font(app.font()))
        self._system = app.palette()
        self._ask_for(scheme)
        # For the first painting the system's ground tells; `confirm` asks the system itself, which takes longer.
        dark = scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and _is_dark(self._system))
        put_on(app, DARK if dark else LIGHT)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def set_scheme(self, scheme: Scheme) -> None:
        """Light, dark, or as the system has it."""
        self._ask_for(scheme)
        self._follow()

    def _ask_for(self, scheme: Scheme) -> None:
        self._scheme = scheme
        set_named(self._app.styleHints(), "colorScheme", _SCHEMES[scheme])

    def confirm(self) -> None:
        """There is time now: put on what the system asks for, where it is not what was guessed."""
        if self._wanted() != tokens():
            self._follow()

    def _follow(self) -> None:
        put_on(self._app, self._wanted())
        self.changed.emit()

    def _wanted(self) -> Tokens:
        """The system's own colours where it wants high contrast, else those of the scheme that was asked for."""
        from PySide6.QtCore import Qt

        hints = self._app.styleHints()
        dark = self._scheme is Scheme.DARK or (
            self._scheme is Scheme.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        return of_palette(self._system) if _high_contrast() else DARK if dark else LIGHT


_SCHEMES = {Scheme.SYSTEM: "Unknown", Scheme.LIGHT: "Light", Scheme.DARK: "Dark"}


def _is_dark(palette: QPalette) -> bool:
    role = QPalette.ColorRole
    return palette.color(role.Window).lightness() < palette.color(role.WindowText).lightness()


_in_force = LIGHT
_sheet = ""
_dressed: WeakSet[QWidget] = WeakSet()


def tokens() -> Tokens:
    """The colours in force now; painters ask at every paint."""
    return _in_force


def put_on(app: QApplication, chosen: Tokens) -> None:
    """Give the application these colours, by its palette and its style sheet."""
    global _in_force, _sheet
    _in_force = chosen
    _sheet = style_sheet(chosen, app.font().pointSizeF())
    app.setPalette(_palette(chosen))
    for window in [window for window in _dressed if Shiboken.isValid(window)]:
        window.setStyleSheet(_sheet)


def dress(window: QWidget) -> None:
    """Give a window that has no other above it the style sheet, now and whenever the colours change.

    The last step of building it. The application wears none: with one, every widget is styled
    anew at each step up, as it joins its row, its panel and its page, which is half of what a
    page costs to build. For the same reason a page is put into the window when it is whole.
    """
    _dressed.add(window)
    window.setStyleSheet(_sheet)


def _high_contrast() -> bool:
    from PySide6.QtCore import Qt

    hints = QGuiApplication.styleHints()
    if not hasattr(hints, "accessibility"):  # Qt older than 6.10 cannot say
        return False
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


def _palette(chosen: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for colour, roles in (
        (chosen.ground, (role.Window, role.AlternateBase, role.Midlight)),
        (chosen.surface, (role.Base, role.Button, role.ToolTipBase, role.Light)),
        (chosen.text, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText)),
        (chosen.line, (role.Mid, role.Dark)),
        (chosen.prompt, (role.PlaceholderText,)),
        (chosen.muted, (role.Shadow,)),
        (chosen.accent_soft, (role.Highlight,)),
        (chosen.text, (role.HighlightedText,)),
        (chosen.accent, (role.Link, role.LinkVisited, role.Accent)),
        (chosen.danger, (role.BrightText,)),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(chosen.faint))
    return palette


def body_font(system: QFont) -> QFont:
    """The system's font at 10 points or the system's own size, whichever is larger, tabular figures.

    A bare X display names no font; the first of a few good ones that is installed is then taken.
    """
    font = QFont(system)
    if system.family() in _NO_FONT_NAMED:
        found = (name for name in _PREFERRED if QFontInfo(QFont(name)).family() == name)
        font.setFamily(next(found, system.family()))
    font.setPointSizeF(max(_BODY_POINTS, system.pointSizeF()))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def font(size: float = 1.0, weight: int = 400) -> QFont:
    """The body font, `size` times as large (0.9 caption, 1.3 heading, 1.8 title)."""
    made = QFont(QApplication.font())
    made.setPointSizeF(made.pointSizeF() * size)
    made.setWeight(QFont.Weight(weight))
    return made


def scaled(pixels: int) -> int:
    """A width that suits text of 10 points, made wider as the system's text is larger."""
    return round(pixels * max(1.0, QApplication.font().pointSizeF() / _BODY_POINTS))


def row_height() -> int:
    """Height of a table's row: 30 pixels, more where the system's text is larger."""
    return max(ROW, QFontMetrics(QApplication.font()).height() + 12)
